"""With either client, as it is installed: the same text, and each reads what the other wrote."""

import json

import pytest
from compatibility import of_both_clients, same, unrepeatable

from qhil.program.coding import decode, encode

pytestmark = pytest.mark.filterwarnings("ignore:Callable:UserWarning")


@pytest.fixture(
    params=[
        pytest.param("provider", marks=pytest.mark.requires("qiskit-ibmq-provider")),
        pytest.param("runtime", marks=pytest.mark.requires("qiskit-ibm-runtime")),
    ]
)
def client(request):
    """The coders of a client: see `provider` and `runtime`."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("name", of_both_clients())
def test_each_reads_what_the_other_wrote_and_the_text_is_the_same(client, name):
    value = of_both_clients()[name]

    ours, theirs = encode(value), json.dumps(value, cls=client.encoder)

    assert ours == theirs
    assert same(decode(theirs), json.loads(ours, cls=client.decoder))


def test_what_is_not_the_same_text_comes_back_the_same(client):
    """Gates of one's own have random names, and the client counts the circuits that it puts instructions in."""
    value = unrepeatable()

    ours, theirs = encode(value), json.dumps(value, cls=client.encoder)

    for made in (decode(ours), decode(theirs), json.loads(ours, cls=client.decoder)):
        assert same(made, json.loads(theirs, cls=client.decoder))
