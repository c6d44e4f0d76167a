"""Which tests there are, and what their ids tell."""

from __future__ import annotations

import pytest

TWO_DEVICES = '@pytest.mark.device("ibmq_manila", "ibmq_belem")'


def test_without_any_wish_there_is_one_test_with_a_clean_id(suite):
    suite.write(test_a="def test_x(recorded_backend): pass")

    assert suite.ids() == ["test_x"]


def test_several_devices_make_several_tests(suite):
    suite.write(test_a=f"{TWO_DEVICES}\ndef test_x(recorded_backend): pass")

    assert suite.ids() == ["test_x[ibmq_manila]", "test_x[ibmq_belem]"]


def test_devices_and_noises_make_all_combinations(suite):
    suite.write(
        test_a="@pytest.mark.device('ibmq_manila', at='2021-12-31')\n"
        "@pytest.mark.noise('twirled', 'recorded*0.5')\n"
        "def test_x(recorded_backend): pass"
    )

    assert suite.ids() == [
        "test_x[ibmq_manila@2021-12-31-twirled]",
        "test_x[ibmq_manila@2021-12-31-recorded*0.5]",
    ]


def test_a_device_named_twice_is_one(suite):
    suite.write(
        test_a="@pytest.mark.device('ibmq_manila', 'ibmq_manila')\ndef test_x(recorded_device): pass"
    )

    assert suite.ids() == ["test_x[ibmq_manila]"]


def test_the_id_tells_what_one_marker_names(suite):
    suite.write(
        test_a="@pytest.mark.noise('twirled')\ndef test_x(recorded_backend): pass",
    )

    assert suite.ids() == ["test_x[twirled]"]


def test_a_kind_may_be_given_as_such_and_kinds_that_are_the_same_are_one(suite):
    suite.write(
        test_a="from qhil.noise import NoiseKind\n"
        "@pytest.mark.noise(NoiseKind('gates', 0.5), 'gates*0.50', 'recorded*1')\n"
        "def test_x(recorded_backend): pass"
    )

    assert suite.ids() == ["test_x[gates*0.5]", "test_x[recorded]"]


def test_the_closest_marker_counts(suite):
    suite.write(
        test_a="""
        pytestmark = pytest.mark.device("ibmq_manila", "ibmq_belem")
        class TestX:
            pytestmark = pytest.mark.device("ibmq_armonk")
            def test_x(self, recorded_device): pass
            @pytest.mark.device("ibm_perth")
            def test_y(self, recorded_device): pass
        """.replace("\n        ", "\n")
    )

    assert suite.ids() == ["TestX::test_x[ibmq_armonk]", "TestX::test_y[ibm_perth]"]


def test_a_marker_with_a_date_alone_is_about_the_device_named_further_out(suite):
    suite.write(
        test_a="""
        @pytest.mark.device("ibm_sherbrooke")
        class TestX:
            @pytest.mark.device(at="2023-06-30")
            def test_x(self, recorded_device):
                assert recorded_device.properties().date.year == 2023
            def test_y(self, recorded_device):
                assert recorded_device.properties().date.year == 2025
        """.replace("\n        ", "\n")
    )

    result = suite.run("-v")

    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*::test_x?ibm_sherbrooke@2023-06-30? PASSED*"])


def test_the_option_makes_tests_of_those_without_a_marker(suite):
    suite.write(
        test_a="def test_x(recorded_device): pass\n"
        "@pytest.mark.device('ibm_perth')\n"
        "def test_y(recorded_device): pass"
    )

    assert suite.ids("--qhil-device=ibmq_manila,ibmq_belem", "--qhil-device", "ibmq_armonk") == [
        "test_x[ibmq_manila]",
        "test_x[ibmq_belem]",
        "test_x[ibmq_armonk]",
        "test_y[ibm_perth]",
    ]


def test_one_device_of_the_option_is_in_the_id_too(suite):
    suite.write(test_a="def test_x(recorded_device): pass")

    assert suite.ids("--qhil-device=ibm_sherbrooke@2023-06-30") == [
        "test_x[ibm_sherbrooke@2023-06-30]"
    ]


def test_one_device_of_the_configuration_leaves_ids_clean(suite):
    suite.write(
        ini='qhil_device = "ibmq_belem"\nqhil_noise = "ideal"',
        test_a="def test_x(recorded_backend): pass",
    )

    assert suite.ids() == ["test_x"]


def test_several_devices_of_the_configuration_make_several_tests(suite):
    suite.write(
        ini='qhil_device = ["ibmq_belem", "ibmq_manila"]',
        test_a="def test_x(recorded_backend): pass",
    )

    assert suite.ids() == ["test_x[ibmq_belem]", "test_x[ibmq_manila]"]


def test_a_fixture_in_between_makes_no_difference(suite):
    suite.write(
        conftest="@pytest.fixture\ndef estimator(recorded_backend): return recorded_backend",
        test_a=f"{TWO_DEVICES}\ndef test_x(estimator): pass",
    )

    assert suite.ids() == ["test_x[ibmq_manila]", "test_x[ibmq_belem]"]


def test_a_test_without_our_fixtures_is_left_alone(suite):
    """The markers' names are common: they may be another's there."""
    suite.write(
        test_a="@pytest.mark.device('cuda', memory=3)\n@pytest.mark.noise(level=3)\n"
        "def test_x(user_messenger): pass"
    )

    assert suite.ids() == ["test_x"]


def test_noise_makes_no_tests_of_what_needs_the_recording_only(suite):
    suite.write(test_a="@pytest.mark.noise('ideal', 'twirled')\ndef test_x(recorded_device): pass")

    assert suite.ids() == ["test_x"]


def test_the_ids_go_before_those_of_the_tests_own_parameters(suite):
    suite.write(
        test_a=f"{TWO_DEVICES}\n@pytest.mark.parametrize('n', [3])\ndef test_x(recorded_device, n): pass"
    )

    assert suite.ids() == ["test_x[ibmq_manila-3]", "test_x[ibmq_belem-3]"]


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("device('ibmq_manilla')", "*@pytest.mark.device: *instance ibmq_manila, found*manilla*"),
        ("device('ibmq_manila', att='2022')", "*takes no att=*nearest: at=*"),
        (
            "device('ibmq_manila', at='2001-01-01')",
            "*properties as early as that; there are: 2021*",
        ),
        ("noise('twirld')", "*@pytest.mark.noise: no noise kind 'twirld'; nearest: twirled*"),
        ("noise('twirled', scale=2)", "*@pytest.mark.noise takes no scale=*"),
    ],
)
def test_a_marker_that_cannot_be_kept_is_an_error_of_collection(suite, marker, message):
    suite.write(test_a=f"@pytest.mark.{marker}\ndef test_x(recorded_backend): pass")

    result = suite.run()

    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*ERROR collecting test_a.py*", f"test_a.py::test_x: {message}"])
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*During handling*")


def test_the_configuration_is_checked_by_the_first_test_that_needs_it(suite):
    suite.write(
        ini='qhil_device = "ibmq_manilla"',
        test_a="def test_x(recorded_backend): pass",
        test_b="def test_y(): pass",
    )

    assert suite.run("test_b.py").ret == 0
    suite.run("test_a.py").stdout.fnmatch_lines(["*::test_x: qhil_device: *ibmq_manila,*"])


CASE = """
    import unittest
    class TestX(unittest.TestCase):
        @pytest.fixture(autouse=True)
        def _device(self, recorded_device):
            self.device = recorded_device.name
        {marker}
        def test_x(self):
            self.assertEqual(self.device, "ibmq_belem")
""".replace("\n    ", "\n")


def test_a_unittest_class_has_its_device(suite):
    suite.write(test_a=CASE.format(marker="@pytest.mark.device('ibmq_belem')"))

    suite.run().assert_outcomes(passed=1)


def test_a_unittest_class_cannot_have_several(suite):
    suite.write(test_a=CASE.format(marker=TWO_DEVICES))

    result = suite.run()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*names ibmq_manila, ibmq_belem, and *only one*unittest*"])


def test_a_fixture_that_is_asked_for_while_the_test_runs_can_be_one_only(suite):
    suite.write(test_a="def test_x(request): request.getfixturevalue('recorded_device')")

    suite.run().assert_outcomes(passed=1)
    result = suite.run("--qhil-device=ibmq_manila,ibmq_belem")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*--qhil-device names ibmq_manila, ibmq_belem, and *getfixturevalue*"]
    )


PARAM = """
    @pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.device("ibmq_belem"))])
    def test_x(n, recorded_device):
        assert recorded_device.name == ("ibmq_manila" if n == 1 else "ibmq_belem")
""".replace("\n    ", "\n")


def test_a_marker_of_one_set_of_parameters_counts(suite):
    suite.write(test_a=PARAM)

    suite.run().assert_outcomes(passed=2)


def test_a_marker_that_comes_too_late_is_told(suite):
    """Else the test would run on another device than its id tells."""
    suite.write(test_a=PARAM)

    result = suite.run("--qhil-device=ibmq_manila")

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        ["*names ibmq_belem, but the test was made for ibmq_manila*too late*"]
    )
