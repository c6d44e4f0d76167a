"""Run the circuits of a plan, and keep the counts."""

from datetime import datetime, timezone

import qhil
from qhil.calibrating import CalibrationPlan
from qhil.recordings import FittedNoise, FittedValue

hidden = FittedNoise(zz_scale=FittedValue(1.5), two_qubit_error_scale=FittedValue(2.0))
stand_in = qhil.load_recording("ibm_perth").with_fitted(hidden)
backend = qhil.RecordedBackend(stand_in, noise="faithful", seed=11)

plan = CalibrationPlan.load("plan")
run = plan.run_on(backend, taken=datetime(2022, 7, 14, 9, tzinfo=timezone.utc), source="a stand-in")
run.save("counts.json")
print(f"{len(run.circuits)} circuits, {run.shots} shots")
