"""What a program may do to the process it is in, and what becomes of the host."""

import sys

import pytest

from qhil.program.runner import run_program


@pytest.mark.parametrize(
    "body",
    [
        "os._exit(3)",
        "os._exit(status=3)",
        "os.abort()",
        "os.kill(os.getpid(), 9)",
        "os.killpg(0, 15)",
        "signal.raise_signal(15)",
        "signal.pthread_kill(threading.get_ident(), 9)",
        "os.execv('/bin/true', ['true'])",
        "os.execlp('true', 'true')",
        "os.execvpe('true', ['true'], {'PATH': '/bin:/usr/bin'})",
        "os.kill(os.getpid(), 2)",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_program_that_kills_itself_has_failed_and_the_host_lives_on(backend, body, isolate):
    text = f"import os, signal, threading\ndef main(b, u):\n    {body}\n"

    run = run_program(text, backend, isolate=isolate)

    assert run.status == "FAILED"
    assert run.error.kind == ("ProcessEnded" if isolate else "SystemExit")


@pytest.mark.parametrize("body", ["os._exit(3)", "os.kill(os.getpid(), 9)"])
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_so_has_one_that_does_so_in_a_thread_of_its_own(backend, body, isolate):
    text = (
        "import os, threading\n"
        "def main(b, u):\n"
        f"    thread = threading.Thread(target=lambda: {body}, name='deadly')\n"
        "    thread.start()\n"
        "    thread.join()\n"
        "    return 'alive'\n"
    )

    run = run_program(text, backend, isolate=isolate)

    assert run.status == "FAILED"
    if not isolate:
        assert "would have ended its process: os." in run.error.message
        assert run.error.message.endswith(" in thread deadly")


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_program_that_forks_goes_on_in_one_process_only(backend, isolate):
    text = (
        "import os\n"
        "def main(b, u):\n"
        "    child = os.fork()\n"
        "    if child:\n"
        "        os.waitpid(child, 0)\n"
        "        u.publish('parent')\n"
        "        return 1\n"
        "    return 2\n"
    )

    run = run_program(text, backend, isolate=isolate)

    assert (run.result, run.interim) == (1, ["parent"])


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
@pytest.mark.parametrize("end", ["sys.exit()", "1 / 0", "pass"])
def test_so_does_one_that_forks_while_it_is_imported(backend, tmp_path, end, isolate):
    """Else the suite would go on twice."""
    text = (
        "import os, sys\n"
        "child = os.fork()\n"
        "if child:\n"
        "    os.waitpid(child, 0)\n"
        "else:\n"
        f"    {end}\n"
        "def main(b, u): return 1\n"
    )

    run = run_program(text, backend, isolate=isolate)
    with (tmp_path / "hosts").open("a") as hosts:
        hosts.write("one")

    assert run.result == 1
    assert (tmp_path / "hosts").read_text() == "one"


def test_megabytes_that_a_program_prints_are_kept_up_to_a_limit(backend, isolate):
    text = "def main(b, u):\n    for _ in range(600):\n        print('x' * 10_000)\n    return 1\n"

    run = run_program(text, backend, isolate=isolate)

    assert run.result == 1
    assert 4_000_000 <= len(run.stdout) < 4_000_200
    assert "more than 4000000 characters" in run.stdout[-100:]


def test_what_is_printed_below_python_is_in_the_log_of_an_isolated_program(backend):
    text = "import os\ndef main(b, u):\n    os.write(1, b'one\\n')\n    os.write(2, b'two\\n')\n"

    assert run_program(text, backend, isolate=True).stderr == "one\ntwo\n"


def test_a_program_that_shadows_standard_modules_harms_nobody(backend, program, isolate):
    program("raise RuntimeError('not the real one')\n", "random.py")
    program("raise RuntimeError('not the real one')\n", "colorsys.py")
    file = program(
        "import colorsys, random, sys\n"
        "def main(b, u):\n"
        "    sys.modules['json'] = None\n"
        "    return [colorsys.__name__, random.random() < 1]\n",
        "queue.py",
    )

    assert run_program(file, backend, isolate=isolate).result == ["colorsys", True]
    assert run_program("import json\ndef main(b, u): return 1\n", backend).result == 1
    assert sys.modules["json"] is not None


def test_a_program_that_takes_its_backend_apart_harms_nobody(backend, isolate):
    text = "def main(b, u):\n    del b.run\n    u.publish = None\n    return 1\n"

    assert run_program(text, backend, isolate=isolate).result == 1
    assert "run" not in vars(backend)
    assert run_program("def main(b, u): return b.run.__name__\n", backend).result == "run"
