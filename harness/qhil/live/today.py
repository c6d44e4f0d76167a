"""A live device as it is now, as a `Recording` in memory: what the service says of it, without who asked."""

from __future__ import annotations

from typing import Tuple

from qhil.live.errors import ServiceError
from qhil.live.scrub import scrubbed
from qhil.live.source import LiveSource
from qhil.recordings import Provenance, Recording


def recording_of_today(source: LiveSource, device: str) -> Tuple[Recording, Tuple[str, ...]]:
    """Its configuration and newest properties, and the places where something private was.

    Raises:
        ServiceError: if the service fails, or has no properties of it.
        RecordingError: for an answer that is no configuration, or no properties.
    """
    configuration, private = scrubbed(source.configuration(device), source.secrets)
    told = source.properties(device)
    if told is None:
        raise ServiceError(f"{device} has no properties: expected a calibrated device")
    properties, more = scrubbed(told, source.secrets)
    recording = Recording.from_json(
        configuration, properties, None, Provenance("live", origin=f"live, by {source.kind}")
    )
    places = [f"configuration {place}" for place in private]
    return recording, (*places, *(f"properties {place}" for place in more))
