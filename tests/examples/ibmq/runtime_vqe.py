"""The ground state of hydrogen by a runtime program: uploaded, run, followed while it runs, and read.

Nothing here but qiskit-ibmq-provider and Qiskit: it runs wherever an account is saved. The program is that of
`vqe_h2.py` beside this folder.
"""

from pathlib import Path

from qiskit import IBMQ

PROGRAM = Path(__file__).parents[1] / "vqe_h2.py"
METADATA = {
    "name": "vqe-h2",
    "description": "The ground state of H2 by VQE",
    "max_execution_time": 600,
    "spec": {
        "parameters": {
            "type": "object",
            "properties": {"iterations": {"type": "integer"}, "shots": {"type": "integer"}},
        }
    },
}

provider = IBMQ.load_account()
runtime = provider.runtime
program_id = runtime.upload_program(data=str(PROGRAM), metadata=METADATA)
print("uploaded:", program_id)


def show(job_id, interim):
    """What is published while it runs."""
    print(f"iteration {interim['iteration']}: {interim['energy']:.3f} hartree")


job = runtime.run(
    program_id,
    options={"backend_name": "ibmq_manila"},
    inputs={"iterations": 4, "shots": 1024},
    callback=show,
)
result = job.result(wait=0.5)
print(f"status: {job.status().name}; total energy {result['total_energy']:.2f} hartree")
print(
    "programs of mine:", [one.name for one in runtime.programs(limit=None) if one.name == "vqe-h2"]
)
runtime.delete_program(program_id)
