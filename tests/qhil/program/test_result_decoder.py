import pytest

from qhil.program import ResultDecoder


class Doubling(ResultDecoder):
    @classmethod
    def decode(cls, data):
        return 2 * super().decode(data)


def test_a_subclass_goes_on_from_the_decoded_result():
    assert Doubling.decode('{"__type__": "complex", "__value__": [0.0, 1.0]}') == 2j


def test_text_that_is_no_json_comes_back_as_it_is():
    assert ResultDecoder.decode("plain words") == "plain words"


@pytest.mark.requires("qiskit-ibmq-provider")
def test_it_stands_on_the_providers_class():
    from qiskit.providers.ibmq.runtime import ResultDecoder as Theirs

    assert issubclass(ResultDecoder, Theirs)
