"""Figures of the mocked IBMQ service: ``python -m benchmarks.service``, where the real client is installed."""
