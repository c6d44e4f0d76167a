"""What a campaign has submitted, written down before and after, so that nothing is paid for twice.

A file of JSON lines, each on the disk before the next step is taken:

    {"campaign": digest, "started": date, ...}    which campaign this is
    {"intended": job name}                        it may be at the service from now on
    {"submitted": job name, "id": id}             it is
    {"counted": job name, "counts": [...]}        and here is what it gave
    {"refused"} or {"failed": job name}           it is not there, or gave nothing
    {"finished": true}                            the counts are where they were wanted

Whoever is killed in between finds on the next start where he was. A last line without its end was never written. The
file holds ids of jobs, so it stays out of recordings.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Dict, Mapping, Optional, Tuple

from qhil.live.errors import JournalError

FORMAT = "qhil.live_journal"
VERSION = 1


@dataclass
class JobEntry:
    """One job, as far as it got."""

    id: Optional[str] = None
    counts: Optional[Tuple[Dict[str, int], ...]] = None
    seconds: Optional[float] = None


class Journal:
    """The open journal of one campaign; nobody else has it open meanwhile.

    ``started`` and ``number`` (how many campaigns this file had before) are of this campaign alone.
    """

    def __init__(self, file: IO[bytes], path: Path, started: datetime, number: int) -> None:
        self._file = file
        self.path = path
        self.started = started
        self.number = number
        self.jobs: Dict[str, JobEntry] = {}
        self.finished = False

    @classmethod
    def open(cls, path: Path, *, campaign: str, started: datetime) -> Journal:
        """The journal at ``path`` of the campaign with that digest: the one begun there, or a new one.

        One that is finished is begun anew. ``started`` is now.

        Raises:
            JournalError: if it is of another campaign, in use, or cannot be read or written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("a+b", buffering=0)
        except OSError as error:
            raise _unusable(path, error) from None
        try:
            _lock(file, path)
            return cls._read(file, path, campaign, started)
        except OSError as error:
            file.close()
            raise _unusable(path, error) from None
        except BaseException:
            file.close()
            raise

    @classmethod
    def _read(cls, file: IO[bytes], path: Path, campaign: str, started: datetime) -> Journal:
        file.seek(0)
        lines = file.read().split(b"\n")
        if lines[-1]:  # torn: whoever wrote it was killed meanwhile, and did not act on it
            file.truncate(sum(len(line) + 1 for line in lines[:-1]))
        entries = [_parsed(line, path, number) for number, line in enumerate(lines[:-1], 1)]
        number = 0
        if entries and "finished" in entries[-1]:
            number = entries[0].get("number", 0) + 1
            file.truncate(0)
            entries = []
        if not entries:
            journal = cls(file, path, started, number)
            head = {"format": FORMAT, "version": VERSION, "campaign": campaign}
            journal._write({**head, "started": started.isoformat(), "number": number})
            _sync_folder(path.parent)
            return journal
        begun = _check_head(entries[0], path, campaign)
        journal = cls(file, path, begun, entries[0].get("number", 0))
        for entry in entries[1:]:
            journal._take(entry)
        return journal

    def intend(self, job_name: str) -> None:
        """From now on a job of that name may be at the service."""
        self._note({"intended": job_name})

    def submitted(self, job_name: str, job_id: str) -> None:
        """It is there, by that id."""
        self._note({"submitted": job_name, "id": job_id})

    def refused(self, job_name: str) -> None:
        """The service has not taken it."""
        self._note({"refused": job_name})

    def failed(self, job_name: str) -> None:
        """It ended without counts: it may be submitted again, after a look for one that has not."""
        self._note({"failed": job_name})

    def counted(
        self, job_name: str, counts: Tuple[Mapping[str, int], ...], seconds: Optional[float]
    ) -> None:
        """It gave these counts."""
        plain = [dict(one) for one in counts]
        self._note({"counted": job_name, "counts": plain, "seconds": seconds})

    def finish(self) -> None:
        """The counts are where they were wanted: the next campaign of this kind begins anew."""
        self._write({"finished": True})
        self.finished = True

    def close(self) -> None:
        """Let others have it."""
        self._file.close()

    def __enter__(self) -> Journal:  # noqa: PYI034 - Self came with Python 3.11
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _note(self, entry: Dict[str, Any]) -> None:
        self._write(entry)
        self._take(entry)

    def _write(self, entry: Dict[str, Any]) -> None:
        line = json.dumps(entry, separators=(",", ":")).encode("ascii") + b"\n"
        try:
            written = self._file.write(line)
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _unusable(self.path, error) from None
        if written != len(line):
            raise JournalError(f"{self.path}: expected room for an entry, found the disk full")

    def _take(self, entry: Mapping[str, Any]) -> None:
        if "intended" in entry:
            self.jobs.setdefault(entry["intended"], JobEntry())
        elif "submitted" in entry:
            self.jobs.setdefault(entry["submitted"], JobEntry()).id = entry["id"]
        elif "refused" in entry:
            self.jobs.pop(entry["refused"], None)
        elif "failed" in entry:
            self.jobs[entry["failed"]] = JobEntry()
        elif "counted" in entry:
            job = self.jobs.setdefault(entry["counted"], JobEntry())
            job.counts, job.seconds = tuple(entry["counts"]), entry["seconds"]


def _parsed(line: bytes, path: Path, number: int) -> Dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError:
        entry = None
    if not isinstance(entry, dict):
        raise JournalError(
            f"{path}, line {number}: expected an entry of a journal, found no JSON object"
        )
    return entry


def _check_head(head: Mapping[str, Any], path: Path, campaign: str) -> datetime:
    found = (head.get("format"), head.get("version"))
    if found != (FORMAT, VERSION):
        raise JournalError(f"{path}: expected {FORMAT} {VERSION}, found {found[0]} {found[1]}")
    if head["campaign"] != campaign:
        raise JournalError(
            f"{path} is of another campaign: expected {campaign[:12]}, found {head['campaign'][:12]}. "
            "Give another file, or delete this one if its jobs are not wanted."
        )
    return datetime.fromisoformat(head["started"])


def _lock(file: IO[bytes], path: Path) -> None:
    """Two who go on with one campaign would pay twice."""
    try:
        import fcntl
    except ImportError:  # Windows, where nobody is kept out
        return
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise JournalError(
            f"{path} is in use: another process goes on with this campaign"
        ) from None


def _sync_folder(folder: Path) -> None:
    """A new file's name is on the disk as well; where a folder cannot be opened (Windows), it is anyway."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _unusable(path: Path, error: OSError) -> JournalError:
    return JournalError(f"{path}: expected a journal to write to, found {error.strerror or error}")
