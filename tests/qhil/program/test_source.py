import json
import types
from functools import partial
from pathlib import Path

import pytest

from qhil.errors import ProgramError
from qhil.program.source import ProgramSource


def main(backend, user_messenger):
    pass


class Callable:
    def __call__(self, backend, user_messenger):
        pass


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        ("def main(b, u): pass", "text"),
        ("x = 1\ny = 2", "text"),
        ("programs/vqe.py", "file"),
        (Path("programs/vqe.py"), "file"),
        (json, "module"),
        (main, "function"),
        (Callable(), "function"),
        (partial(main), "function"),
    ],
)
def test_what_a_program_may_be_given_as(program, kind):
    source = ProgramSource.of(program)

    assert source.kind == kind
    assert (source.live is program) is (kind in ("module", "function"))


def test_what_is_no_program_is_told():
    with pytest.raises(ProgramError, match="not int: 3"):
        ProgramSource.of(3)


@pytest.mark.parametrize("program", ["def main(b, u): pass", "programs/vqe.py", json, main])
def test_it_travels_without_the_object_itself(program):
    source = ProgramSource.of(program)

    travelled = ProgramSource.from_json(json.loads(json.dumps(source.to_json())))

    assert travelled.live is None
    assert travelled.label == source.label
    assert (travelled.kind, travelled.place, travelled.name) == (
        source.kind,
        source.place,
        source.name,
    )


@pytest.mark.parametrize(
    ("program", "complaint"),
    [
        (lambda b, u: None, "<lambda> in .* cannot be found by another process"),
        (types.ModuleType("made_up"), "made_up has no file"),
    ],
)
def test_what_another_process_could_not_find_does_not_travel(program, complaint):
    with pytest.raises(ProgramError, match=complaint):
        ProgramSource.of(program).to_json()


def test_only_what_has_a_file_tells_one():
    assert ProgramSource.of(main).file == __file__
    assert ProgramSource.of("def main(b, u): pass").file is None
