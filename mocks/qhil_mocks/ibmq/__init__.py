"""The service behind qiskit-ibmq-provider: its state, its handlers, its routes; no transport."""

from __future__ import annotations

from qhil_mocks.ibmq.service import IBMQService

__all__ = ["IBMQService"]
