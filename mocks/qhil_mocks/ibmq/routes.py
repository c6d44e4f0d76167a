"""What the service offers, one line each."""

from __future__ import annotations

from typing import Tuple

from qhil_mocks.ibmq.handlers import accounts, devices
from qhil_mocks.rest import Route

_PROJECT = "/Network/{hub}/Groups/{group}/Projects/{project}"
_DEVICE = f"{_PROJECT}/devices/{{device}}"

API_ROUTES: Tuple[Route, ...] = (
    Route("GET", "/version", "version", accounts.version, open=True),
    Route("POST", "/users/loginWithToken", "log_in", accounts.log_in, open=True),
    Route("GET", "/users/me", "user_info", accounts.user_info),
    Route("GET", "/Network", "list_hubs", accounts.list_hubs),
    # Devices
    Route("GET", f"{_PROJECT}/devices/v/1", "list_devices", devices.list_devices),
    Route("GET", f"{_DEVICE}/properties", "device_properties", devices.properties),
    Route("GET", f"{_DEVICE}/defaults", "device_defaults", devices.defaults),
    Route("GET", f"{_DEVICE}/queue/status", "device_status", devices.queue_status),
    Route("GET", f"{_DEVICE}/jobsLimit", "device_jobs_limit", devices.jobs_limit),
    # Reservations
    Route(
        "GET", "/Network/devices/{device}/bookings/v2", "device_bookings", devices.device_bookings
    ),
    Route("GET", "/Network/bookings/v2", "my_bookings", devices.my_bookings),
)
