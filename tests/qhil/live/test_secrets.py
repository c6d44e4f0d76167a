"""What is taken out of a text, and what is not."""

from __future__ import annotations

import pytest

from qhil.live.scrub import scrubbed
from qhil.live.secrets import redacted


@pytest.mark.parametrize(
    "secret",
    [
        "f" * 128,
        "62a1b2c3d4e5f60718293a4b",
        "01234567-89ab-cdef-0123-456789abcdef",
        "crn:v1:bluemix:public:quantum-computing:us-east:a/abc:def::",
        "bob+qiskit@lab.example.org",
        "Abcdefghij0123456789_-ABCDEFGHIJ0123456789ab",
        "d1abcdefghij01234567",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl",
    ],
)
@pytest.mark.parametrize("around", ["{}", "of {}, and more", '"{}"', "({})", "id={};"])
def test_what_has_the_form_of_a_secret_goes(secret, around):
    assert secret not in redacted(around.format(secret))


@pytest.mark.parametrize(
    "text",
    [
        "2021-07-26T15:50:46.123456+00:00",
        "gate sx q { sx q; } // 0.222222222222",
        "7 qubit device, the Falcon r5.11H of 2022",
        "exp(-i w_d0 t) * Omega_d0 (X0)",
        "readout_error_mitigation_of_qubit",
        "https://quantum-computing.ibm.com/",
        "0.0123456789012345678901",
    ],
)
def test_what_devices_say_of_themselves_stays(text):
    assert redacted(text) == text


def test_a_known_secret_goes_where_it_stands_alone():
    assert (
        redacted("acme: acme-lab of acmeology", ["acme"]) == "[removed]: [removed]-lab of acmeology"
    )


def test_the_longer_of_two_goes_first():
    assert redacted("acme-lab", ["acme", "acme-lab"]) == "[removed]"


@pytest.mark.parametrize(
    "field",
    [
        "hubInfo",
        "hub",
        "group",
        "project",
        "jobId",
        "job_id",
        "userEmail",
        "access_token",
        "apiKey",
        "account",
        "crn",
    ],
)
def test_a_private_field_goes_whatever_is_in_it(field):
    clean, places = scrubbed({"a": [{field: 1, "b": 2}]}, ())

    assert clean == {"a": [{"b": 2}]}
    assert places == (f"$.a[0].{field}",)


@pytest.mark.parametrize(
    "field",
    ["meas_map", "n_registers", "input_allowed", "sample_name", "credits_required", "u_channel_lo"],
)
def test_a_field_of_a_device_stays(field):
    assert scrubbed({field: "x"}, ()) == ({field: "x"}, ())
