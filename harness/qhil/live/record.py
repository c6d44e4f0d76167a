"""A live device becomes a recording, or a recording grows: what the service says, cleaned, in one step.

    configuration, properties (of many dates), defaults -> without who asked -> merged with what is there -> folder

Nothing is written before all of it has arrived and has been read as a recording.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Callable, Dict, List, Optional, Tuple, Union

from qhil.errors import RecordingError
from qhil.live.errors import ServiceError
from qhil.live.folder_swap import replace_folder
from qhil.live.history import Period, past_properties, share_done
from qhil.live.opening import open_source
from qhil.live.scrub import scrubbed
from qhil.live.source import Json, LiveSource
from qhil.recordings import Provenance, Recording
from qhil.recordings.folder import PROPERTIES, find_parts, recording_files
from qhil.recordings.frozen_dict import FrozenDict
from qhil.recordings.moments import file_stamp, moment

Progress = Callable[[str, Optional[float]], None]
"""Called with what is being asked for, and how much of it is done (0 to 1; None where that is not known)."""

DEFAULT_FOLDER = "recordings"


@dataclass(frozen=True)
class RecordReport:
    """What has been recorded.

    ``added``: the dates that are new in ``folder``. ``removed``: the places of what was private, by part.
    """

    folder: Path
    recording: Recording
    added: Tuple[datetime, ...]
    removed: Tuple[str, ...]


def record(
    device: str,
    *,
    into: Union[str, os.PathLike[str]] = DEFAULT_FOLDER,
    history: Optional[Period] = None,
    scrub: bool = False,
    source: Optional[LiveSource] = None,
    on_progress: Progress = lambda _what, _share: None,
) -> RecordReport:
    """Record a live device into the folder of its name in ``into``, where `load_recording` finds it.

    Its configuration and defaults, and its newest properties; with ``history``, all those within that period that the
    service still has. What is recorded already stays, and dates are added to it. Tokens, accounts, hubs, projects,
    instances, ids of jobs and e-mail addresses are taken out; with ``scrub`` also out of what was there before. Who is
    interrupted leaves the folder as it was.

    Raises:
        NoCredentialsError: if there is no ``source`` and no credentials to open one with.
        ServiceError: if the service fails.
        RecordingError: for an answer that is no recording, or does not fit what is there.
    """
    source = source or open_source()
    folder = Path(into) / device
    asked = _Asked(source, device, on_progress)
    configuration = asked.part("configuration", source.configuration)
    properties = asked.dated(history)
    defaults = asked.part("defaults", source.defaults)
    before = _recorded(folder, device)
    if before is not None and scrub:
        before = asked.cleaned(before)
    if configuration is None:
        raise ServiceError(f"{device} has no configuration: expected one")
    merged, added = _merged(before, configuration, properties, defaults, f"live, by {source.kind}")
    on_progress("saving", None)
    _save(merged, folder)
    return RecordReport(folder, Recording.from_files(folder), added, tuple(asked.removed))


class _Asked:
    """What a service was asked for, without what is private."""

    def __init__(self, source: LiveSource, device: str, on_progress: Progress) -> None:
        self._source = source
        self._device = device
        self._on_progress = on_progress
        self.removed: List[str] = []

    def part(self, name: str, ask: Callable[[str], Optional[Json]]) -> Optional[Json]:
        self._on_progress(name, None)
        told = ask(self._device)
        return None if told is None else self.clean(name, told)

    def clean(self, name: str, told: Json) -> Json:
        clean, places = scrubbed(told, self._source.secrets)
        self.removed += [f"{name} {place}" for place in places]
        return clean

    def dated(self, history: Optional[Period]) -> Dict[datetime, Json]:
        """The newest properties, and those of a period."""
        newest = self.part("properties", self._source.properties)
        if newest is None:
            raise ServiceError(f"{self._device} has no properties: expected a calibrated device")
        found = {moment(newest["last_update_date"]): newest}
        if history is not None:
            reached = lambda date: self._on_progress("history", share_done(history, date))  # noqa: E731
            for date, told in past_properties(self._source, self._device, history, reached):
                found.setdefault(date, self.clean(f"properties of {date.isoformat()}", told))
        return found

    def cleaned(self, before: Recording) -> Recording:
        """What was recorded earlier, likewise."""
        defaults = before.defaults_json
        return Recording.from_json(
            self.clean("recorded configuration", before.configuration.json),
            [
                self.clean(f"recorded properties of {one.date.isoformat()}", one.json)
                for one in before.history
            ],
            None if defaults is None else self.clean("recorded defaults", defaults),
            before.provenance,
        ).with_fitted(before.fitted)


def _recorded(folder: Path, device: str) -> Optional[Recording]:
    """What is there already."""
    if not folder.is_dir() or find_parts(folder) is None:
        return None
    before = Recording.from_files(folder)
    if before.name != device:
        raise RecordingError(
            "the folder has another device", file=str(folder), expected=device, found=before.name
        )
    return before


def _merged(
    before: Optional[Recording],
    configuration: Json,
    properties: Dict[datetime, Json],
    defaults: Optional[Json],
    origin: str,
) -> Tuple[Recording, Tuple[datetime, ...]]:
    """What is there with what is new; of two of one date, what is there."""
    recorded = {} if before is None else {one.date: one.json for one in before.history}
    added = tuple(sorted(properties.keys() - recorded.keys()))
    if before is None:
        provenance = Provenance("memory", origin=origin)
    else:
        new = {f"{PROPERTIES}-{file_stamp(date)}.json": origin for date in added}
        told = before.provenance
        parts = FrozenDict({**told.parts, **(new if told.origin != origin else {})})
        provenance = Provenance("memory", told.origin, told.licence, told.copyright, parts)
        defaults = before.defaults_json if defaults is None else defaults
    dated = {**properties, **recorded}
    history = [dated[date] for date in sorted(dated)]
    merged = Recording.from_json(configuration, history, defaults, provenance)
    # What was fitted is of the user's own work, and no service has it.
    return merged.with_fitted(None if before is None else before.fitted), added


def _save(recording: Recording, folder: Path) -> None:
    """In one step; what else is in the folder (measured runs, a README) comes along."""

    def fill(new: Path) -> None:
        if folder.is_dir():
            ours = set(recording_files(folder))
            for path in folder.iterdir():
                if path.name not in ours:
                    copy = shutil.copytree if path.is_dir() else shutil.copy2
                    copy(path, new / path.name)
        recording.save(new)

    try:
        replace_folder(folder, fill)
    except OSError as error:
        raise RecordingError(
            "cannot be written",
            file=str(error.filename or folder),
            expected="a folder to write to",
            found=error.strerror or str(error),
        ) from None
