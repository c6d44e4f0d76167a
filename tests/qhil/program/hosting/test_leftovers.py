"""What an ended program was doing in threads, and what the process needs afterwards."""

import sys
import threading
import time

import psutil
import pytest

import qhil
from qhil.program.runner import run_program
from qhil.simulation.aer import SimulationRequest, simulate
from qhil.simulation.worker import be_ready, worker_pids

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a limit in process needs signals")


def _circuit(size):
    from qiskit import QuantumCircuit

    circuit = QuantumCircuit(size, size)
    for _ in range(10):
        circuit.sx(range(size))
    circuit.measure(range(size), range(size))
    return circuit


def test_a_device_that_simulates_in_a_thread_of_the_program_stops():
    def main(backend, user_messenger):
        thread = threading.Thread(target=lambda: backend.run(_circuit(24), shots=8000))
        thread.start()
        time.sleep(1000)

    backend = qhil.RecordedBackend("ibmq_montreal", seed=7)
    be_ready()
    before = worker_pids()

    run = run_program(main, backend, max_execution_time=1.0)

    assert run.left_running == ()
    assert before
    assert not any(psutil.pid_exists(pid) for pid in before)


def test_aer_runs_on_after_a_program_that_was_cancelled_had_its_first_job(backend):
    """The thread that serves all of Aer's jobs was then one of the program's."""
    from qhil.simulation.aer_thread import end_aer_thread

    end_aer_thread()
    messenger = qhil.UserMessenger()

    def main(backend, user_messenger):
        simulate(SimulationRequest((_circuit(1),)))
        user_messenger.publish("simulated")
        time.sleep(1000)

    def user():
        messenger.wait_for("simulated", timeout=60)
        messenger.cancel()

    thread = threading.Thread(target=user)
    thread.start()
    run = run_program(main, backend, messenger=messenger)
    thread.join()

    assert run.status == "CANCELLED"
    assert run.left_running == ()
    assert simulate(SimulationRequest((_circuit(1),))).success
