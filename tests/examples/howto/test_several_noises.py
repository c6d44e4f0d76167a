import pytest
from flips import flips


@pytest.mark.noise("readout", "gates", "recorded", "recorded*0.5")
def test_noise_flips_a_few(recorded_backend):
    assert 0 < flips(recorded_backend) < 0.1


@pytest.mark.noise("ideal")
def test_without_noise_nothing_flips(recorded_backend):
    assert flips(recorded_backend) == 0
