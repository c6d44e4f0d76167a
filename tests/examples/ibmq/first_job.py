"""A first job: which devices there are, which is the least busy, two qubits entangled, and what came of it.

Nothing here but qiskit-ibmq-provider and Qiskit: it runs wherever an account is saved.
"""

from qiskit import IBMQ, QuantumCircuit, transpile
from qiskit.providers.ibmq import least_busy
from qiskit.visualization import circuit_drawer

provider = IBMQ.load_account()
print("provider:", provider)
for device in provider.backends(simulator=False):
    configuration, status = device.configuration(), device.status()
    print(f"{device.name()}: {configuration.n_qubits} qubits, {status.pending_jobs} jobs wait")

device = least_busy(provider.backends(simulator=False, operational=True, min_num_qubits=2))
bell = QuantumCircuit(2, name="bell")
bell.h(0)
bell.cx(0, 1)
bell.measure_all()
print(circuit_drawer(bell, output="text"))

job = device.run(transpile(bell, device), shots=1000, job_name="first", job_tags=["tutorial"])
print("submitted:", job.job_id())
job.wait_for_final_state()
print("status:", job.status().name)
counts = job.result().get_counts()
agree = sum(counts.get(outcome, 0) for outcome in ("00", "11"))
print("both the same:", agree, "of", sum(counts.values()))

# Another day: the job is found again by its name.
(found,) = provider.backend.jobs(job_name="first", limit=1)
print("found again:", found.job_id() == job.job_id(), found.result().get_counts() == counts)
print("calibrated:", found.properties().last_update_date.date())
