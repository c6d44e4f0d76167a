"""Stand-ins for what the lab has and a test must not touch."""
