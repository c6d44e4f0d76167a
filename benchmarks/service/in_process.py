"""What a mocked service in the process of a test costs: to enter and leave, and to send a job through."""

from __future__ import annotations

from typing import Any, Iterator

import qhil
from benchmarks.circuits import SEED, for_device, ghz
from benchmarks.figures import Figure
from benchmarks.timing import medians
from qhil_mocks import MockIBMQ

SHOTS = 4096


def entering(repeats: int) -> Iterator[Figure]:
    """Enter and leave; the same with a login, which starts the listener for websockets."""
    from qiskit import IBMQ

    def enter() -> None:
        with MockIBMQ(seed=SEED):
            pass

    def log_in() -> None:
        with MockIBMQ(seed=SEED, devices=["ibmq_manila"]):
            IBMQ.load_account()

    medians({"enter": enter, "log in": log_in}, 2)
    taken = medians({"enter": enter, "log in": log_in}, repeats)
    yield Figure("`with MockIBMQ()`, all devices: entered and left", taken["enter"], under=0.02)
    yield Figure("the same with one device and a login of the client", taken["log in"])


def submitting(device: str, *, repeats: int) -> Iterator[Figure]:
    """GHZ on five qubits: from the client's ``run`` to its counts, and the backend alone."""
    from qiskit import IBMQ

    with MockIBMQ(seed=SEED, devices=[device]):
        remote = IBMQ.load_account().get_backend(device)
        alone = qhil.RecordedBackend(device, seed=SEED)
        circuit = for_device(ghz(5), alone)

        def counts(backend: Any) -> Any:
            return backend.run(circuit, shots=SHOTS).result().get_counts()

        alternatives = {"client": lambda: counts(remote), "alone": lambda: counts(alone)}
        medians(alternatives, 2)
        taken = medians(alternatives, repeats)
    yield Figure(
        f"{device}, GHZ on 5 qubits, {SHOTS} shots, submitted by the client, with its result",
        taken["client"],
        "the backend alone",
        taken["alone"],
        under=1.3 * taken["alone"] + 0.1,
    )
