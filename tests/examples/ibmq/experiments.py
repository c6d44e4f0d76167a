"""How long does a qubit stay excited? Measured, written down with its fit and its plot, and found again.

Nothing here but qiskit-ibmq-provider and Qiskit: it runs wherever an account is saved.
"""

from math import exp, log

from qiskit import IBMQ, QuantumCircuit, transpile

QUBIT = 0
DELAYS = [0, 20, 40, 60, 80, 100]  # in us
SHOTS = 2000


def circuits():
    """Look; then excite the qubit, wait, look."""
    background = QuantumCircuit(1, 1, name="background")
    background.measure(0, 0)
    yield background
    for delay in DELAYS:
        circuit = QuantumCircuit(1, 1, name=f"delay {delay} us")
        circuit.x(0)
        circuit.delay(delay, 0, unit="us")
        circuit.measure(0, 0)
        yield circuit


def fitted_t1(populations):
    """T1 in us: minus one over the slope of the logarithm, by least squares."""
    logs = [log(max(population, 1 / SHOTS)) for population in populations]
    mean_delay, mean_log = sum(DELAYS) / len(DELAYS), sum(logs) / len(logs)
    slope = sum((x - mean_delay) * (y - mean_log) for x, y in zip(DELAYS, logs)) / sum(
        (x - mean_delay) ** 2 for x in DELAYS
    )
    return -1 / slope


def plot(populations, t1):
    """Dots for what was measured, a line for what was fitted."""
    dots = "".join(
        f'<circle cx="{delay}" cy="{100 * (1 - population):.1f}" r="2"/>'
        for delay, population in zip(DELAYS, populations)
    )
    line = " ".join(
        f"{delay},{100 * (1 - populations[0] * exp(-delay / t1)):.1f}" for delay in range(0, 101, 5)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'{dots}<polyline points="{line}" fill="none" stroke="black"/></svg>'
    ).encode()


provider = IBMQ.load_account()
service = provider.experiment
backend = provider.get_backend("ibmq_manila")

# Measure
job = backend.run(transpile(list(circuits()), backend, initial_layout=[QUBIT]), shots=SHOTS)
# Some of what reads as excited never was.
background, *seen = (counts.get("1", 0) / SHOTS for counts in job.result().get_counts())
populations = [population - background for population in seen]
t1 = fitted_t1(populations)

# Write it down
experiment_id = service.create_experiment(
    experiment_type="T1",
    backend_name=backend.name(),
    metadata={"delays": DELAYS, "shots": SHOTS},
    job_ids=[job.job_id()],
    tags=["tutorial", "coherence"],
    notes="One qubit, left alone.",
)
for name, value, unit in (("T1", t1, "us"), ("populations", populations, None)):
    service.create_analysis_result(
        experiment_id=experiment_id,
        result_data={"value": value, "unit": unit},
        result_type=name,
        device_components=[f"Q{QUBIT}"],
        quality="good",
        tags=["tutorial"],
    )
service.create_figure(experiment_id, plot(populations, t1), "decay.svg")
service.update_experiment(experiment_id, share_level="project")

# Find it again, as anybody in the project would
for found in service.experiments(tags=["coherence"], backend_name="ibmq_manila", limit=None):
    print(f"{found['experiment_type']} on {found['backend'].name()}: {found['notes']}")
    print(f"  tags: {', '.join(found['tags'])}; shared with: {found['share_level']}")
    jobs = [provider.backend.retrieve_job(job_id) for job_id in found["job_ids"]]
    print(f"  jobs: {', '.join(job.status().name for job in jobs)}")
    for name in found["figure_names"]:
        print(f"  figure {name}: {len(service.figure(found['experiment_id'], name))} bytes")

(result,) = service.analysis_results(
    experiment_id=experiment_id,
    result_type="T1",
    device_components=[f"Q{QUBIT}"],
    quality=["good"],
)
calibrated = backend.properties().t1(QUBIT) * 1e6
measured = result["result_data"]
print(f"  {result['result_type']} of {', '.join(result['device_components'])}:", end=" ")
print(f"{measured['value']:.0f} {measured['unit']}, calibrated: {calibrated:.0f} us")
