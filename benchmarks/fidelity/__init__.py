"""How near each kind of noise comes to what real devices answered."""
