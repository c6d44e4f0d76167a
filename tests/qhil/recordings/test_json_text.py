from __future__ import annotations

from qhil.recordings.json_text import JsonText


def test_every_parse_is_fresh():
    text = JsonText(b'{"a": [1]}')

    text.parse()["a"].append(2)

    assert text.parse() == {"a": [1]}


def test_one_content_has_one_canonical_spelling():
    one = JsonText(b'{"b": 1.50, "a": "\\u00b5s"}')
    other = JsonText('{ "a":"µs",\n"b":15e-1 }'.encode())

    assert one.canonical() == other.canonical() == b'{"a":"\\u00b5s","b":1.5}'


def test_the_file_is_no_part_of_what_it_says():
    assert JsonText(b"{}", "one.json") == JsonText(b"{}", "other.json")
    assert hash(JsonText(b"{}", "one.json")) == hash(JsonText(b"{}", "other.json"))
