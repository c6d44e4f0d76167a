"""What the service does for each route: a function of the state and one call."""
