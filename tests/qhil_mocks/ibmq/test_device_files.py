"""What is changed in a recording's JSON before it is served."""

from __future__ import annotations

from qhil_mocks.ibmq.device_files import device_facts, in_utc, wire_configuration


def test_dates_are_rewritten_in_utc_and_nothing_else():
    text = b'{"a": "2021-03-15T00:36:03-04:00", "b": "2021-03-15 10:00:00.5+02:00", "c": "2021-13-15T00:36:03-04:00"}'

    assert in_utc(text) == (
        b'{"a": "2021-03-15T04:36:03Z", "b": "2021-03-15T08:00:00.500000Z", "c": "2021-13-15T00:36:03-04:00"}'
    )


def test_what_may_be_sent_to_a_device_is_added_where_it_is_missing():
    facts = b'"backend_name": "x", "backend_version": "1", "n_qubits": 1, "max_shots": 1}'

    assert device_facts(wire_configuration(b" {" + facts)).input_allowed == ["job", "runtime"]
    mine = b'{"input_allowed": ["job"], ' + facts
    assert wire_configuration(mine) == mine
