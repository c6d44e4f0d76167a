"""Every bundled device is placed as people draw it; whatever is placed is placed validly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qhil
from qhil.drawing import lattice_positions


def rows_of(cells):
    """Qubits of each row, from left to right."""
    rows = {}
    for qubit, (x, y) in sorted(enumerate(cells), key=lambda item: item[1][::-1]):
        rows.setdefault(y, []).append((x, qubit))
    return [[qubit for _, qubit in sorted(row)] for _, row in sorted(rows.items())]


def bundled():
    return [device.name for device in qhil.devices() if device.source == "bundled"]


def coupled(name):
    recording = qhil.load_recording(name, source="bundled")
    return recording.n_qubits, recording.configuration.coupling_map or ()


@pytest.mark.parametrize("name", bundled())
def test_coupled_qubits_of_a_bundled_device_are_neighbours_on_the_grid(name):
    n_qubits, pairs = coupled(name)

    cells = lattice_positions(n_qubits, pairs)

    assert len(set(cells)) == n_qubits
    for a, b in pairs:
        (ax, ay), (bx, by) = cells[a], cells[b]
        assert abs(ax - bx) + abs(ay - by) == 1


@pytest.mark.parametrize(
    ("name", "columns", "lengths"),
    [
        ("ibm_washington", 15, [14, 4, 15, 4, 15, 4, 15, 4, 15, 4, 15, 4, 14]),
        ("ibm_sherbrooke", 15, [14, 4, 15, 4, 15, 4, 15, 4, 15, 4, 15, 4, 14]),
        ("ibm_torino", 15, [15, 4] * 7),
        ("ibm_fez", 16, [16, 4] * 7 + [16]),
        ("ibmq_montreal", 11, [2, 10, 3, 10, 2]),
        ("ibmq_guadalupe", 7, [1, 7, 2, 5, 1]),
    ],
)
def test_heavy_hexagons_are_long_rows_with_connectors_between(name, columns, lengths):
    cells = lattice_positions(*coupled(name))

    assert [len(row) for row in rows_of(cells)] == lengths
    assert max(x for x, _ in cells) + 1 == columns


def test_small_devices_look_like_themselves():
    assert rows_of(lattice_positions(*coupled("ibmq_manila"))) == [[0, 1, 2, 3, 4]]
    assert rows_of(lattice_positions(*coupled("ibmq_belem"))) == [[0, 1, 2], [3], [4]]
    assert rows_of(lattice_positions(*coupled("ibm_perth"))) == [[0, 1, 2], [3], [4, 5, 6]]
    assert lattice_positions(1, ()) == ((0, 0),)


def test_a_ladder_that_is_numbered_around_is_found():
    """As ibmq_16_melbourne: 0 to 6 along one side, 7 to 14 back along the other."""
    around = [(q, q + 1) for q in range(6)] + [(q, q + 1) for q in range(7, 14)]
    rungs = [(q, 14 - q) for q in range(7)]

    cells = lattice_positions(15, around + rungs)

    assert rows_of(cells) == [[0, 1, 2, 3, 4, 5, 6], [14, 13, 12, 11, 10, 9, 8, 7]]


def test_rings_without_a_helpful_numbering_stay_straight():
    """As ibm_prague: two rings of twelve that share a side, with tails."""
    text = "0-1 1-2 1-4 2-3 3-5 4-7 5-8 7-10 8-11 10-12 11-14 12-13 12-15 13-14 14-16 15-18 16-19"
    text += " 18-21 19-22 21-23 22-25 23-24 24-25 23-26 26-27 3-28 28-29"
    pairs = [tuple(int(number) for number in pair.split("-")) for pair in text.split()]

    pairs += [(6, 7), (9, 8), (17, 18), (20, 19)]

    cells = lattice_positions(30, pairs)

    for qubit, (x, y) in enumerate(cells):
        ends = [cells[b if a == qubit else a] for a, b in pairs if qubit in (a, b)]
        if len(ends) == 2:
            assert (2 * x, 2 * y) == tuple(map(sum, zip(*ends)))


def test_triangles_are_drawn_with_diagonals():
    """As ibmqx2: two triangles that share a corner."""
    cells = lattice_positions(5, [(0, 1), (0, 2), (1, 2), (2, 3), (2, 4), (3, 4)])

    assert len(set(cells)) == 5
    assert all(max(abs(cells[2][0] - x), abs(cells[2][1] - y)) <= 1 for x, y in cells)


def test_unconnected_parts_stand_side_by_side():
    assert rows_of(lattice_positions(5, [(0, 1), (3, 4)])) == [[0, 1, 2, 3, 4]]


def test_what_is_no_lattice_is_said_to_be_none():
    everybody = [(a, b) for a in range(12) for b in range(a)]
    star = [(0, b) for b in range(1, 12)]

    assert lattice_positions(12, everybody) is None
    assert lattice_positions(12, star) is None


def test_a_device_larger_than_the_stack_is_placed():
    side = 40
    across = [(q, q + 1) for q in range(side * side) if (q + 1) % side]
    down = [(q, q + side) for q in range(side * (side - 1))]

    cells = lattice_positions(side * side, across + down)

    assert cells[side * side - 1] == (side - 1, side - 1)


@given(st.integers(1, 9), st.data())
def test_whatever_is_placed_is_placed_validly(n_qubits, data):
    qubit = st.integers(0, n_qubits - 1)
    pairs = data.draw(st.lists(st.tuples(qubit, qubit).filter(lambda p: p[0] != p[1]), max_size=14))

    cells = lattice_positions(n_qubits, pairs)

    if cells is not None:
        assert len(set(cells)) == n_qubits
        assert min(x for x, _ in cells) == min(y for _, y in cells) == 0
        for a, b in pairs:
            assert max(abs(cells[a][0] - cells[b][0]), abs(cells[a][1] - cells[b][1])) == 1
