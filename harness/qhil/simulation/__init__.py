"""Aer, wherever it runs: in this process, in a child process that can be ended, or on an executor."""
