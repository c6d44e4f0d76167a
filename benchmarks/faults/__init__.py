"""What fault plans and sweeps cost."""
