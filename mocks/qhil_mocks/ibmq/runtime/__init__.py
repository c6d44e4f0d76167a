"""Qiskit Runtime: programs, jobs that run them, and what these publish while they run."""

from __future__ import annotations

from qhil_mocks.ibmq.runtime.interim import InterimResults
from qhil_mocks.ibmq.runtime.job import Output, RuntimeJob, Work
from qhil_mocks.ibmq.runtime.job_store import RuntimeJobStore
from qhil_mocks.ibmq.runtime.program import Program
from qhil_mocks.ibmq.runtime.program_store import ProgramStore
from qhil_mocks.ibmq.runtime.runner import Runner

__all__ = [
    "InterimResults",
    "Output",
    "Program",
    "ProgramStore",
    "Runner",
    "RuntimeJob",
    "RuntimeJobStore",
    "Work",
]
