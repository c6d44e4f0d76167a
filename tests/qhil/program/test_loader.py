import sys

import pytest

from qhil.errors import ProgramError
from qhil.program import loaded_program


@pytest.fixture
def write(tmp_path):
    """``write(name, text)``: a file in the program's folder."""

    def write(name, text):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    return write


MAIN = "def main(backend, user_messenger, **kwargs):\n    return backend, kwargs\n"


def test_main_can_be_called(write):
    with loaded_program(write("hello.py", MAIN)) as program:
        assert program.main(1, 2, a=3) == (1, {"a": 3})
        assert program.label.endswith("hello.py")


def test_its_own_helpers_are_imported_even_late_and_nothing_is_left(write):
    write("my_gates.py", "ANSWER = 42\n")
    write("my_package/__init__.py", "")
    write("my_package/inner.py", "from my_gates import ANSWER\n")
    file = write(
        "hello.py",
        "import my_package.inner\n"
        "def main(backend, user_messenger):\n"
        "    from my_gates import ANSWER\n"
        "    return ANSWER\n",
    )
    path, modules = list(sys.path), set(sys.modules)

    with loaded_program(file) as program:
        assert program.main(None, None) == 42
        assert "my_package.inner" in sys.modules

    assert sys.path == path
    assert not {"hello", "my_gates", "my_package", "my_package.inner"} & set(sys.modules)
    assert modules <= set(sys.modules)


def test_two_programs_may_have_helpers_of_one_name(write):
    for number in (1, 2):
        write(f"{number}/settings.py", f"NUMBER = {number}\n")
        text = "import settings\ndef main(backend, user_messenger): return settings.NUMBER\n"
        with loaded_program(write(f"{number}/main_program.py", text)) as program:
            assert program.main(None, None) == number


def test_a_program_named_like_a_module_takes_nothing_from_it(write):
    import json

    with loaded_program(write("json.py", MAIN)) as program:
        assert sys.modules["json"] is json
        assert program.main.__module__ == "json_program"

    assert sys.modules["json"] is json


def test_what_is_installed_below_the_programs_folder_stays(write):
    """A program in the root of a project, with the virtual environment beside it."""
    library = write("venv/site-packages/installed_module.py", "").parent
    text = f"import sys\nsys.path.append({str(library)!r})\nimport installed_module\n{MAIN}"

    with loaded_program(write("hello.py", text)):
        pass

    assert sys.modules.pop("installed_module")


def test_a_changed_file_is_loaded_as_it_is_now(write):
    for number in (1, 2):
        file = write("hello.py", f"def main(backend, user_messenger): return {number}\n")
        with loaded_program(file) as program:
            assert program.main(None, None) == number


def test_the_path_is_taken_back_though_the_program_took_it_itself(write):
    path = list(sys.path)

    with loaded_program(write("hello.py", f"import sys\nsys.path.pop(0)\n{MAIN}")):
        pass

    assert sys.path == path


def test_a_missing_file_names_the_nearest(write, tmp_path):
    write("hello.py", MAIN)

    with (
        pytest.raises(ProgramError, match=r"helo\.py: cannot be read: .*nearest.*hello\.py"),
        loaded_program(tmp_path / "helo.py"),
    ):
        pass


@pytest.mark.parametrize(
    ("text", "complaint", "cause"),
    [
        ("x = 1\ndef main(:\n", r"hello\.py, line 2: ", SyntaxError),
        (
            "x = 1\n\nx.y\n",
            r"hello\.py, line 3: importing it raised AttributeError",
            AttributeError,
        ),
        ("import sys\nsys.exit(3)\n", r"line 2: importing it raised SystemExit: 3", SystemExit),
        ("import broken\n", r"line 1: importing it raised SyntaxError", SyntaxError),
        ("x = '\0'\n", r"hello\.py", (SyntaxError, ValueError)),
        ("x = 1\n", r"hello\.py: has no main\(backend, user_messenger, \*\*kwargs\)$", None),
        ("\n\ndef mian(): pass\n", r"has no main.*; nearest: mian in line 3", None),
        ("main = 3\n", r"main is no function but int", None),
        ("async def main(a, b): pass\n", r"line 1: main is a coroutine function", None),
        ("\ndef main(backend): pass\n", r"line 2: main\(backend\) does not take", None),
    ],
)
def test_what_cannot_be_loaded_is_told_with_file_and_line(write, text, complaint, cause):
    write("broken.py", "def (\n")
    path = list(sys.path)

    with (
        pytest.raises(ProgramError, match=complaint) as caught,
        loaded_program(write("hello.py", text)),
    ):
        pass

    assert str(caught.value).startswith(str(caught.value).split("hello.py")[0] + "hello.py")
    assert isinstance(caught.value.__cause__, cause) if cause else caught.value.__cause__ is None
    assert sys.path == path
    assert "hello" not in sys.modules


def test_ctrl_c_while_importing_stays_ctrl_c(write):
    with (
        pytest.raises(KeyboardInterrupt),
        loaded_program(write("hello.py", "raise KeyboardInterrupt\n")),
    ):
        pass
