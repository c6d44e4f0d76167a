"""Shelves that outlast the stores on them: what is put is written as JSON, and read back by its kind."""

from __future__ import annotations

import contextlib

import msgspec
import pytest


class Kept:
    def __init__(self, kind):
        self.kind = kind
        self.written = {}

    def load(self):
        if self.kind is bytes:
            return dict(self.written)
        return {
            key: msgspec.json.decode(text, type=self.kind) for key, text in self.written.items()
        }

    def put(self, key, fact):
        self.written[key] = fact if self.kind is bytes else msgspec.json.encode(fact)

    def drop(self, key):
        del self.written[key]


class KeptShelves:
    def __init__(self):
        self.all = {}
        self.depth = 0

    def shelf(self, name, kind):
        return self.all.setdefault(name, Kept(kind))

    @contextlib.contextmanager
    def together(self):
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1


@pytest.fixture
def shelves():
    return KeptShelves()
