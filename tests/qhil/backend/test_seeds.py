from __future__ import annotations

import numpy as np
import pytest
from device_circuits import coins
from hypothesis import given
from hypothesis import strategies as st

from qhil.backend import RecordedBackend
from qhil.backend.seeds import SeedStream, spacing, spread
from qhil.simulation.aer import AER_STRIDE

# By this method, a noisy circuit has a trajectory for each shot.
BY_SHOT = {"method": "statevector", "memory": True}
SHOTS = 3000  # reaches into the seeds of Aer's next circuit, which begin at the 2113th
BLOCK = 12  # five random bits each: two runs have no such block in common by chance


def _blocks(shots):
    return {tuple(shots[begin : begin + BLOCK]) for begin in range(len(shots) - BLOCK + 1)}


def _share_shots(first, second):
    return not _blocks(first).isdisjoint(_blocks(second))


def _shots(backend, **options):
    return backend.run(coins(), shots=300, **BY_SHOT, **options).result().get_memory()


def test_one_seed_gives_one_sequence_of_runs():
    first, second = SeedStream(7), SeedStream(7)

    assert [first.next_run() for _ in range(3)] == [second.next_run() for _ in range(3)]


def test_devices_of_one_seed_share_nothing():
    first, second = SeedStream(7, "ibmq_manila"), SeedStream(7, "ibmq_belem")

    assert not set(first.next_run()) & set(second.next_run())


def test_all_runs_of_all_seeds_differ():
    streams = [SeedStream(seed) for seed in range(20)]

    runs = [stream.next_run() for stream in streams for _ in range(5)]

    assert len({base for base, _ in runs}) == len(runs)
    assert len({job_id for _, job_id in runs}) == len(runs)


def test_job_ids_look_like_those_of_the_service():
    _, job_id = SeedStream(7).next_run()

    assert len(job_id) == 24
    assert int(job_id, 16) >= 0


@given(st.integers(min_value=0, max_value=2**200))
def test_base_seeds_leave_room_for_what_aer_adds_in_64_bits(seed):
    base, _ = SeedStream(seed).next_run()

    assert 0 <= base < 2**61


def test_a_seed_may_be_a_numpy_integer():
    assert SeedStream(np.int64(7)).next_run() == SeedStream(7).next_run()


def test_a_seed_that_is_drawn_is_told_and_repeats_the_runs():
    drawn = SeedStream(None)

    again = SeedStream(drawn.seed)

    assert again.next_run() == drawn.next_run()
    assert SeedStream(None).seed != drawn.seed


@pytest.mark.parametrize("seed", [-1, True, 1.5, "7", float("nan"), [7]])
def test_anything_but_a_non_negative_integer_is_no_seed(seed):
    with pytest.raises(ValueError, match="non-negative integer or None, not "):
        SeedStream(seed)


@given(st.integers(min_value=1, max_value=10**7))
def test_the_spacing_is_the_smallest_at_which_trajectories_do_not_overlap(shots):
    places = spacing(shots)

    assert places * AER_STRIDE >= shots > (places - 1) * AER_STRIDE


@pytest.mark.parametrize(
    ("shots", "placed"), [(2113, "abc"), (2114, "a.b.c"), (9000, "a....b....c")]
)
def test_fillers_stand_between_circuits_and_nowhere_else(shots, placed):
    assert "".join(spread(list("abc"), ".", shots)) == placed


def test_neighbouring_seeds_of_backends_share_no_shots():
    first = RecordedBackend("ibmq_manila", seed=1)
    second = RecordedBackend("ibmq_manila", seed=2)

    assert not _share_shots(_shots(first), _shots(second))


def test_runs_of_one_backend_share_no_shots():
    backend = RecordedBackend("ibmq_manila", seed=1)

    assert not _share_shots(_shots(backend), _shots(backend))


def test_neighbouring_explicit_seeds_share_shots_as_in_aer():
    """What the spreading of seeds is for."""
    backend = RecordedBackend("ibmq_manila", seed=1)

    first, second = _shots(backend, seed_simulator=5), _shots(backend, seed_simulator=6)

    assert first[1:] == second[:-1]


def test_equal_circuits_of_a_batch_share_no_shots():
    backend = RecordedBackend("ibmq_manila", seed=1)

    result = backend.run([coins()] * 3, shots=SHOTS, **BY_SHOT).result()

    first, second, third = (result.get_memory(index) for index in range(3))
    assert len(first) == SHOTS
    assert not _share_shots(first, second)
    assert not _share_shots(second, third)


def test_equal_circuits_of_a_batch_share_shots_with_an_explicit_seed_as_in_aer():
    backend = RecordedBackend("ibmq_manila", seed=1)

    result = backend.run([coins()] * 2, shots=SHOTS, seed_simulator=5, **BY_SHOT).result()

    first, second = (result.get_memory(index) for index in range(2))
    assert first[AER_STRIDE:] == second[: SHOTS - AER_STRIDE]
