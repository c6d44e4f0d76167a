"""All that the service knows. Facts, and the owners of what changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

from qhil_mocks.clock import Clock
from qhil_mocks.ibmq.access import Access
from qhil_mocks.ibmq.accounts import User
from qhil_mocks.ibmq.addresses import Addresses
from qhil_mocks.ibmq.bookings import Booking
from qhil_mocks.ibmq.devices import Devices
from qhil_mocks.identities import Identities


@dataclass(frozen=True)
class State:
    """One service's state."""

    identities: Identities
    clock: Clock
    addresses: Addresses
    users: Tuple[User, ...]
    access: Access
    devices: Devices
    bookings: Tuple[Booking, ...] = ()
