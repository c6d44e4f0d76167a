"""The ways into a mocked service. A door knows its transport, and nothing of jobs."""
