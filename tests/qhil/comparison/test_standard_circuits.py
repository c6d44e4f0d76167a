from __future__ import annotations

import pytest

import qhil
from qhil.comparison import own_circuits, standard_circuits
from qhil.comparison.exact_distribution import device_noise, exact_distributions
from qhil.measured import text_of
from qhil.noise import footprint


@pytest.mark.parametrize("device", ["ibmq_armonk", "ibmq_manila", "ibm_sherbrooke", "ibm_torino"])
def test_the_device_takes_them_all(device):
    recording = qhil.load_recording(device, source="bundled")
    circuits = standard_circuits(recording, depths=[1], seed=4)
    result = qhil.RecordedBackend(recording, seed=1).run(list(circuits), shots=10).result()

    assert len({one.name for one in circuits}) == len(circuits)
    assert all(sum(result.get_counts(index).values()) == 10 for index in range(len(circuits)))


def test_one_seed_fixes_them(manila):
    one, same, other = (
        [text_of(c) for c in standard_circuits(manila, kinds=["clifford", "volume"], seed=seed)]
        for seed in (3, 3, 4)
    )

    assert one == same
    assert one != other


def test_a_circuit_does_not_depend_on_which_others_are_asked_for(manila):
    alone = standard_circuits(manila, kinds=["clifford"], widths=[2], seed=3)
    beside = standard_circuits(manila, kinds=["qft", "clifford"], widths=[2, 3], seed=3)

    assert text_of(alone[0]) in [text_of(one) for one in beside]


@pytest.mark.parametrize("kind", ["mirror", "qft", "bv", "readout"])
def test_these_give_one_outcome_without_noise(manila, kind):
    ideal = device_noise(manila, "ideal")
    circuits = standard_circuits(manila, kinds=[kind], widths=[2, 3], depths=[2], seed=6)

    for chances in exact_distributions(circuits, ideal):
        largest = max(chances.values())
        # Of Bernstein and Vazirani's the answer's own qubit is |-> turned back: one outcome, too.
        assert largest == pytest.approx(1, abs=1e-6)


def test_ghz_gives_two(manila):
    ideal = device_noise(manila, "ideal")
    circuits = standard_circuits(manila, kinds=["ghz"], widths=[3], depths=[1, 2])

    for chances in exact_distributions(circuits, ideal):
        likely = {key for key, chance in chances.items() if chance > 1e-6}
        assert likely == {"000", "111"}


def test_waits_show_t1(manila):
    circuits = standard_circuits(manila, kinds=["idle"], widths=[2], depths=[1, 4])
    gates = device_noise(manila, "gates")
    short, long = exact_distributions(circuits, gates)

    assert long["11"] < short["11"] < 0.9


def test_chains_avoid_what_is_dead():
    """ibm_sherbrooke of 2025 has dead couplings: none is used."""
    recording = qhil.load_recording("ibm_sherbrooke", source="bundled")
    for seed in range(5):
        for one in standard_circuits(recording, kinds=["ghz"], widths=[5], depths=[1], seed=seed):
            for name, qubits in footprint(one).gates:
                assert recording.properties().gate(name, qubits).error < 0.5


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"kinds": ["gzh"]}, "no kind of circuit 'gzh'; nearest: ghz"),
        ({"widths": [6]}, "expected a width from 1 to 5, found 6"),
        ({"kinds": ["ghz"], "widths": [1]}, "no circuit of ghz has a width of 1"),
    ],
)
def test_what_there_is_not_is_refused(manila, asked, told):
    with pytest.raises(qhil.ComparisonError, match=told):
        standard_circuits(manila, **asked)


def test_circuits_of_ones_own(manila, tmp_path):
    text = text_of(standard_circuits(manila, kinds=["ghz"], widths=[2], depths=[1])[0])
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "b.qasm").write_text(text)
    (folder / "a.qasm").write_text(text)
    module = tmp_path / "more.py"
    module.write_text(
        "from qiskit import QuantumCircuit\n"
        "def circuits():\n"
        "    one = QuantumCircuit(5, 1, name='one')\n"
        "    one.x(0)\n"
        "    one.measure(0, 0)\n"
        "    return [one]\n"
    )

    assert [one.name for one in own_circuits([folder, module])] == ["a", "b", "one"]


def test_places_without_circuits_are_refused(tmp_path):
    (tmp_path / "none.py").write_text("x = 1\n")

    with pytest.raises(qhil.ComparisonError, match=r"expected \.qasm files"):
        own_circuits([tmp_path])
    with pytest.raises(qhil.ComparisonError, match=r"expected a function circuits\(\)"):
        own_circuits([tmp_path / "none.py"])
    with pytest.raises(qhil.ComparisonError, match="expected a file of OpenQASM 2"):
        own_circuits([tmp_path / "absent.qasm"])
