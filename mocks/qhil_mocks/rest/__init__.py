"""Requests, responses, channels and routes as plain facts, without any transport."""

from __future__ import annotations

from qhil_mocks.rest.channel import Channel, ChannelRoute, Close, Said
from qhil_mocks.rest.message import Request, Response
from qhil_mocks.rest.mishap import Mishap
from qhil_mocks.rest.route import Route, Router

__all__ = [
    "Channel",
    "ChannelRoute",
    "Close",
    "Mishap",
    "Request",
    "Response",
    "Route",
    "Router",
    "Said",
]
