"""More circuits than a job may have: split into jobs, run, collected; and found again by the id of the set.

Nothing here but qiskit-ibmq-provider and Qiskit: it runs wherever an account is saved.
"""

from qiskit import IBMQ, QuantumCircuit, transpile
from qiskit.providers.ibmq.managed import IBMQJobManager

provider = IBMQ.load_account()
device = provider.get_backend("ibmq_manila")


def flips(number):
    """So many NOTs, then a look."""
    circuit = QuantumCircuit(1, name=f"{number} flips")
    for _ in range(number):
        circuit.x(0)
        circuit.barrier()
    circuit.measure_all()
    return circuit


circuits = transpile([flips(number) for number in range(10)], device)
manager = IBMQJobManager()
jobs = manager.run(
    circuits, device, name="flips", max_experiments_per_job=4, shots=500, job_tags=["tutorial"]
)
results = jobs.results()
print("jobs:", len(jobs.jobs()), "all done:", all(s.name == "DONE" for s in jobs.statuses()))
for index, circuit in enumerate(circuits):
    ones = results.get_counts(index).get("1", 0) / 500
    print(f"{circuit.name}: {'more ones' if ones > 0.5 else 'more zeros'}")

again = manager.retrieve_job_set(jobs.job_set_id(), provider)
print("found again:", again.results().get_counts(3) == results.get_counts(3))
