"""The smallest program: it greets, tosses a quantum coin once, and tells what came out.

    qhil run tests/examples/hello.py --device ibmq_manila --inputs '{"name": "Ada"}'

Every runtime program has this shape. ``backend`` takes circuits; ``user_messenger`` takes results
to the user, while the program runs; the inputs are whatever the program says they are.
"""

from qiskit import QuantumCircuit, transpile


def main(backend, user_messenger, *, name="world"):
    """Greet ``name``; returns the bit that was measured."""
    user_messenger.publish(f"Hello, {name}!")

    coin = QuantumCircuit(1)
    coin.h(0)
    coin.measure_all()
    # A device has its own gates: a Hadamard is none of them, so the circuit is translated first.
    coin = transpile(coin, backend)
    user_messenger.publish({"gates": dict(coin.count_ops())})

    counts = backend.run(coin, shots=1).result().get_counts()
    (bit,) = counts
    user_messenger.publish(f"The coin says {bit}.")
    return {"name": name, "bit": bit}
