"""The process of a script: enters the service, then is what ``python SCRIPT.py`` would be.

The script is `__main__`, has its arguments, and finds beside it what it imports. What it raises is told as
Python tells it, without the frames that are ours.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from types import TracebackType
from typing import Optional

from qhil.cli.exit_codes import INTERRUPTED
from qhil.cli.mocks import mock_ibmq_type
from qhil.cli.run.script.request import ScriptRequest
from qhil.cli.run.signals import ended_in_order


def main(request: str, lifeline: Optional[int] = None) -> None:
    """Run the script; the parent holds the other end of ``lifeline``, and this process ends with it."""
    if lifeline is not None:
        from qhil.simulation.worker_main import die_with

        die_with(lifeline)
    asked = ScriptRequest.from_json(request)
    mock = mock_ibmq_type("qhil run --mock-ibmq")(
        seed=asked.seed, devices=asked.devices, recordings=asked.recordings or None
    )
    sys.argv = [asked.script, *asked.arguments]
    sys.path.insert(0, str(Path(asked.script).resolve().parent))
    with ended_in_order(), mock:
        try:
            runpy.run_path(asked.script, run_name="__main__")
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  # whatever it is, it is the script's
            trace = _of_script(error.__traceback__, asked.script)
            sys.excepthook(type(error), error.with_traceback(trace), trace)
            sys.exit(INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1)


def _of_script(trace: Optional[TracebackType], script: str) -> Optional[TracebackType]:
    """The trace from the script's first frame on; of a script that did not compile nothing."""
    while trace is not None and trace.tb_frame.f_code.co_filename != script:
        trace = trace.tb_next
    return trace
