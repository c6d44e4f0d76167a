import pytest
from slow import layers


@pytest.mark.timeout(2)
@pytest.mark.device("ibm_washington")
def test_that_sits_in_a_simulation(recorded_backend):
    recorded_backend.run(layers(24)).result()
