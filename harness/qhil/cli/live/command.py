"""``qhil live``: which live services may be used, and what devices they have."""

from __future__ import annotations

import os
from typing import Any, Dict, Iterator, List, Optional

import click
from rich.text import Text

from qhil.cli.exit_codes import EXIT_CODES
from qhil.cli.live.options import service_option
from qhil.cli.live.shown import shown
from qhil.cli.options import console, print_json
from qhil.live import Credentials, find_credentials, open_source
from qhil.stack import stack


@click.command(epilog=EXIT_CODES)
@service_option
@click.option(
    "--devices",
    "ask",
    is_flag=True,
    help="Ask the service for its devices, and how many jobs wait.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def live(*, service: Optional[str], ask: bool, as_json: bool) -> None:
    """Tell which live services may be used: clients, and credentials by where they are.

    What credentials say is never shown. Without --devices no service is asked.
    """
    found = [
        one
        for one in find_credentials(stack(), os.environ)
        if service is None or one.kind == service
    ]
    devices = list(_devices(service)) if ask else None
    if as_json:
        told: Dict[str, Any] = {"services": [_facts(one) for one in found]}
        if devices is not None:
            told["devices"] = devices
        print_json(told, indent=2)
        return
    out = console()
    for one in found:
        out.print(_line(one), soft_wrap=True)
    for device in devices or ():
        state = "works" if device["operational"] else f"does not work ({device['message']})"
        out.print(
            f"  {device['name']}  {state}, {device['pending_jobs']} jobs wait", soft_wrap=True
        )


def _devices(service: Optional[str]) -> Iterator[Dict[str, Any]]:
    source = open_source(service)
    with shown() as progress:
        names = source.devices()
        for number, name in enumerate(names):
            progress.share(name, number / len(names))
            status = source.status(name)
            yield {
                "name": name,
                "operational": status.operational,
                "pending_jobs": status.pending_jobs,
                "message": status.message,
            }


def _line(one: Credentials) -> Text:
    verdict = Text("may be used", "green") if one.usable else Text("may not be used", "yellow")
    told = [f"client {one.client or 'not installed'}"]
    told.append(f"credentials {', '.join(one.found) or 'none'}")
    line = Text.assemble((one.kind, "bold"), ": ", verdict, f"; {'; '.join(told)}")
    if one.wanting:
        line.append(f"; wanting {'; '.join(one.wanting)}")
    return line


def _facts(one: Credentials) -> Dict[str, object]:
    wanting: List[str] = list(one.wanting)
    return {
        "service": one.kind,
        "usable": one.usable,
        "client": one.client,
        "found": list(one.found),
        "wanting": wanting,
    }
