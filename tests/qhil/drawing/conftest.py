from datetime import datetime, timezone

import pytest

from qhil.drawing.device_map import DeviceMap
from qhil.drawing.scale import Quantity, Scale


@pytest.fixture
def make_device():
    """A small device map: values of qubits, couplings, cells."""

    def make(qubits, pairs, cells):
        return DeviceMap(
            name="made_up",
            date=datetime(2024, 5, 6, 7, 8, tzinfo=timezone.utc),
            cells=cells,
            qubits=tuple(qubits),
            qubit_scale=Scale.of("readout error", Quantity.RATE, qubits),
            pairs=pairs,
            pair_scale=Scale.of("cx error", Quantity.RATE, pairs.values()),
            gate="cx",
        )

    return make
