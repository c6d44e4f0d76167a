"""How a device's qubits did over time: its calibration on several dates.

Nothing here but qiskit-ibmq-provider and Qiskit: it runs wherever an account is saved.
"""

from datetime import datetime, timezone

from qiskit import IBMQ

provider = IBMQ.load_account()
device = provider.get_backend("ibm_sherbrooke")
dates = [datetime(year, 1, 1, tzinfo=timezone.utc) for year in (2020, 2024, 2026)]

print("before there was any:", device.properties(datetime=dates[0]))
then, now = (device.properties(datetime=date) for date in dates[1:])
for when in (then, now):
    qubits = range(device.configuration().n_qubits)
    t1 = sorted(when.t1(qubit) * 1e6 for qubit in qubits)
    readout = sorted(when.readout_error(qubit) for qubit in qubits)
    print(
        f"{when.last_update_date:%Y-%m-%d}: median T1 {t1[len(t1) // 2]:.0f} us, "
        f"median readout error {readout[len(readout) // 2]:.4f}"
    )
better = sum(now.t1(qubit) > then.t1(qubit) for qubit in qubits)
print(f"{better} of {len(qubits)} qubits live longer than they did")
print("the newest by default:", device.properties().last_update_date == now.last_update_date)
