"""A recording as the objects of whichever Qiskit is installed: configuration, properties, status, target."""
