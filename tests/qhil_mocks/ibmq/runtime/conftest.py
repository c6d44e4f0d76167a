"""Shelves that keep what they are given as JSON, as a file would."""

from __future__ import annotations

import contextlib

import msgspec
import pytest


class _Shelf:
    def __init__(self, kind, kept):
        self.kind = kind
        self.kept = kept

    def load(self):
        return {key: msgspec.json.decode(text, type=self.kind) for key, text in self.kept.items()}

    def put(self, key, fact):
        self.kept[key] = msgspec.json.encode(fact)

    def drop(self, key):
        self.kept.pop(key, None)


class JSONShelves:
    """What was put is there for whoever asks for a shelf later: a service that starts again."""

    def __init__(self):
        self.kept = {}

    def shelf(self, name, kind):
        return _Shelf(kind, self.kept.setdefault(name, {}))

    def together(self):
        return contextlib.nullcontext()


@pytest.fixture
def shelves():
    return JSONShelves()
