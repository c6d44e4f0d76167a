"""`run_program`: a runtime program meets, on a recorded device, all that the service did to it.

    inputs -> encoded -> schema -> decoded -> main -> published and returned, encoded -> schema -> ProgramRun

>>> import qhil
>>> def main(backend, user_messenger, *, name):
...     user_messenger.publish({"hello": name})
...     return {"qubits": backend.configuration().n_qubits, "pair": (1, 2j)}
>>> run = run_program(main, qhil.RecordedBackend("ibmq_manila", seed=7), {"name": "Ada"})
>>> run.status, run.interim
('COMPLETED', [{'hello': 'Ada'}])
>>> run.result  # as JSON brings it: a list
{'qubits': 5, 'pair': [1, 2j]}
"""

from __future__ import annotations

import json
from typing import Any, Mapping, Optional

from qhil.errors import ProgramError
from qhil.program.coding import encode
from qhil.program.given_messenger import as_user_messenger
from qhil.program.hosting.call import Call, CalledProgram
from qhil.program.isolation.run import IsolatedCall, Metadata, run_isolated
from qhil.program.message_check import message_check
from qhil.program.metadata import ProgramMetadata
from qhil.program.program_run import Origin, ProgramRun, RunRecord
from qhil.program.source import ProgramLike, ProgramSource


def run_program(
    program: ProgramLike,
    backend: Any,
    inputs: Optional[Mapping[str, Any]] = None,
    *,
    messenger: Any = None,
    max_execution_time: Optional[float] = None,
    metadata: Metadata = None,
    isolate: bool = False,
    memory_limit: Optional[int] = None,
) -> ProgramRun:
    """Run a runtime program, and tell what became of it.

    Whatever happens in the program itself is told by the `ProgramRun`; what is raised here is a mistake in
    how the program is called.

    Args:
        program: a path, a module with a ``main``, source text, or a callable.
        backend: what ``main`` is given; any backend with ``run``, but for ``isolate`` a `RecordedBackend`.
        inputs: the keyword arguments of ``main``. They go through the runtime's encoder and decoder first.
        messenger: a `UserMessenger`, or any object with its ``publish``; None makes one.
        max_execution_time: s, from when the device is there. The program is then ended, whatever it does.
            In this process that holds for Python code, sleeping and waiting, for simulations on a recorded
            device and for jobs of Aer, which simulate in a child process meanwhile (one that cannot be sent
            there is refused with a `SimulationError`); with ``isolate`` for everything.
        metadata: what an upload takes: a JSON file or a dictionary. Its schemas and requirements are held,
            and so is its max_execution_time, if that is shorter.
        isolate: run it in a process of its own, without credentials in its environment. In this process,
            debuggers and coverage see it.
        memory_limit: bytes that the program may take (Linux, with ``isolate`` only).

    Raises:
        ProgramError: if the program cannot be found, has no ``main``, or ``main`` does not take the inputs.
        MetadataError: if the metadata are none, or the device is not what they require.
        SchemaError: if the inputs break their schema.
        TypeError, ValueError: if the inputs cannot be encoded; the message names the place.
    """
    source = ProgramSource.of(program)
    facts = ProgramMetadata.of(metadata)
    _check_limits(max_execution_time, memory_limit, isolate=isolate)
    text = encode(dict(inputs or {}))
    facts.check_inputs(json.loads(text))
    if facts.min_num_qubits is not None:  # else a backend need not even have a configuration
        configuration = backend.configuration()
        facts.check_backend(configuration.n_qubits, configuration.backend_name)
    limits = [one for one in (max_execution_time, facts.max_execution_time) if one]
    limit = min(limits, default=None)
    origin = Origin.of(source.label, backend)
    with as_user_messenger(messenger) as user_messenger:
        if isolate:
            isolated = IsolatedCall(
                source, backend, text, user_messenger, metadata, limit, memory_limit
            )
            return run_isolated(isolated, origin)
        check = message_check(facts)
        return _run_here(Call(source, backend, text, user_messenger, check, limit), origin)


def _run_here(call: Call, origin: Origin) -> ProgramRun:
    record = RunRecord(origin)
    called = CalledProgram(call, record.add)
    called.run()
    return record.finished(
        seconds=called.seconds, exception=called.error, left_running=called.left_running
    )


def _check_limits(
    max_execution_time: Optional[float], memory_limit: Optional[int], *, isolate: bool
) -> None:
    if max_execution_time is not None and not max_execution_time > 0:
        raise ProgramError(
            f"max_execution_time must be a positive number of seconds, not {max_execution_time!r}"
        )
    if memory_limit is not None and not isolate:
        raise ProgramError("memory_limit needs isolate=True: this process has other things to keep")
