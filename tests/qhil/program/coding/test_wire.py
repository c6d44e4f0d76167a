import pytest

from qhil.program.coding.wire import bytes_of, text_of, typed


@pytest.mark.parametrize("compress", [True, False])
def test_bytes_come_back(compress):
    data = bytes(range(256))

    assert bytes_of(text_of(data, compress=compress), compressed=compress) == data


def test_a_form_names_its_type_first():
    assert list(typed("set", [1])) == ["__type__", "__value__"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("A", "no base64"), ("é", "no base64"), ("AAAA", "no compressed data"), (7, "found int")],
)
def test_what_is_no_such_text_is_told(text, words):
    with pytest.raises(ValueError, match=words):
        bytes_of(text)
