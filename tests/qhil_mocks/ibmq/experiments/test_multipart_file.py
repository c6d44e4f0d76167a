"""Files of forms, well and badly formed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qhil_mocks.ibmq.experiments.multipart_file import SentFile, sent_file
from qhil_mocks.ibmq.service_error import ServiceError

pytestmark = pytest.mark.requires("python-multipart")
KIND = "multipart/form-data; boundary=b"
OTHER = b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n'


def form(name, content=b"<svg/>", field="plot"):
    head = f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    return head.encode() + b"Content-Type: image/svg+xml\r\n\r\n" + content + b"\r\n--b--\r\n"


def test_the_file_of_that_field_is_found_among_others():
    assert sent_file(KIND, OTHER + form("a.svg"), "plot") == SentFile("a.svg", b"<svg/>")


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("ü é.svg", "ü é.svg"),
        ("a%22b.svg", 'a"b.svg'),
        ("100%.svg", "100%.svg"),
        ("a;b=c.svg",) * 2,
    ],
)
def test_names_come_as_they_were(sent, name):
    assert sent_file(KIND, form(sent), "plot").name == name


@given(
    content=st.binary(max_size=200) | st.sampled_from([b"--b", b"\r\n--", b"\r\n--bb\r\n", b"\r"])
)
def test_content_comes_as_it_was(content):
    if b"\r\n--b" not in content:
        assert sent_file(KIND, form("a", content), "plot").content == content
    boundary = "multipart/form-data; boundary=no-such-thing"
    body = form("a", content).replace(b"--b\r\n", b"--no-such-thing\r\n", 1)[: -len(b"--b--\r\n")]
    assert sent_file(boundary, body + b"--no-such-thing--", "plot").content == content


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (None, form("a")),
        ("", form("a")),
        ("application/json", form("a")),
        ("multipart/form-data", form("a")),
        ("multipart/form-data; boundary=", form("a")),
        ("multipart/form-data; boundary=" + 1000 * "b", form("a")),
        ("multipart/form-data; boundary=€", form("a")),
        ("multipart/form-data; boundary=other", form("a")),
        (KIND, b""),
        (KIND, b"nonsense"),
        (KIND, OTHER + b"--b--\r\n"),
        (KIND, form("a", field="other")),
        (KIND, b'--b\r\nContent-Disposition: form-data; name="plot"\r\n\r\nx\r\n--b--\r\n'),
        (KIND, form("a").replace(b"a", b"\xff")),
        (KIND, b"--b\r\n" + b"a: b\r\n" * 5000 + b"\r\n\r\n--b--\r\n"),
    ],
)  # fmt: skip
def test_nonsense_is_refused(kind, body):
    with pytest.raises(ServiceError) as caught:
        sent_file(kind, body, "plot")

    assert caught.value.status == 400


def test_a_form_that_was_cut_off_anywhere_is_refused():
    whole = form("a")
    needed = whole.rindex(b"--b--") + len(b"--b--")

    for length in range(needed):
        with pytest.raises(ServiceError):
            sent_file(KIND, whole[:length], "plot")
