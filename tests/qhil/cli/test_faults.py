from __future__ import annotations

import json

from qhil.faults import sites


def test_every_site_has_its_effects(qhil_command):
    told = qhil_command("faults").stdout

    for site in sites():
        assert site.name in told
        for kind in site.effects:
            assert kind.signature in told


def test_one_site_or_those_of_a_pattern(qhil_command):
    one = qhil_command("faults", "backend.run").stdout
    both = qhil_command("faults", "backend").stdout

    assert one.startswith("backend.run  ")
    assert "lost_answer" in one
    assert "backend.properties" not in one
    assert "backend.properties" in both


def test_the_same_as_json(qhil_command):
    told = json.loads(qhil_command("faults", "--json").stdout)

    assert [one["site"] for one in told] == [site.name for site in sites()]
    (run,) = (one for one in told if one["site"] == "backend.run")
    (delay,) = (one for one in run["effects"] if one["effect"] == "delay")
    assert delay["parameters"] == [{"name": "seconds", "required": True, "default": None}]


def test_a_site_that_there_is_not_is_told_with_the_nearest(qhil_command):
    done = qhil_command("faults", "backend.rum")

    assert done.exit_code == 2
    assert "nearest: backend.run" in done.stderr
