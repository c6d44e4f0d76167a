import pytest

from qhil.program import check_inputs
from qhil.program.inputs import ProgramInputError


def plain(backend, user_messenger, shots, *, seed=None):
    pass


def anything(backend, user_messenger, **kwargs):
    pass


def only_positions(backend, messenger, /, theta=0.5, *, phi):
    pass


def variadic(*args, name="world"):
    pass


@pytest.mark.parametrize(
    ("main", "inputs"),
    [
        (plain, {"shots": 10}),
        (plain, {"shots": 10, "seed": 1}),
        (anything, {}),
        (anything, {"whatever": 1}),
        (only_positions, {"phi": 1}),
        (variadic, {"name": "Ada"}),
    ],
)
def test_what_fits_is_let_through(main, inputs):
    check_inputs(main, inputs)


@pytest.mark.parametrize(
    ("main", "inputs", "complaint"),
    [
        (plain, {}, r"main needs 'shots'\. Its inputs: shots, seed=None"),
        (plain, {"shot": 3}, r"does not take 'shot' \(nearest: shots\); main needs 'shots'"),
        (plain, {"shots": 1, "backend": 2}, r"does not take 'backend'"),
        (
            anything,
            {"user_messenger": 2},
            r"does not take 'user_messenger'\. Its inputs: any other",
        ),
        (only_positions, {"phi": 1, "x": 2}, r"Its inputs: theta=0\.5, phi"),
        (lambda backend, messenger: None, {"x": 1}, r"Its inputs: none"),
    ],
)
def test_what_does_not_fit_is_named(main, inputs, complaint):
    with pytest.raises(ProgramInputError, match=complaint):
        check_inputs(main, inputs)
