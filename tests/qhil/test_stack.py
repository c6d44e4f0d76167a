from __future__ import annotations

from importlib import metadata

import pytest

from qhil.errors import StackError
from qhil.stack import Stack, check, stack

TERRA = Stack(qiskit="0.46.3", terra="0.46.3", aer="0.14.2", ibmq_provider=None, ibm_runtime=None)
IBMQ = Stack(
    qiskit="0.46.3", terra="0.46.3", aer="0.14.2", ibmq_provider="0.20.2", ibm_runtime=None
)
OLDEST = Stack(qiskit=None, terra="0.22.4", aer="0.11.2", ibmq_provider=None, ibm_runtime=None)
ONE = Stack(qiskit="1.4.6", terra=None, aer="0.16.4", ibmq_provider=None, ibm_runtime="0.39.0")
TWO = Stack(qiskit="2.6.2", terra=None, aer="0.18.2", ibmq_provider=None, ibm_runtime=None)


@pytest.mark.parametrize("whole", [TERRA, IBMQ, OLDEST, ONE, TWO])
def test_stacks_that_fit_together_pass(whole):
    assert check(whole) is whole


@pytest.mark.parametrize(
    ("found", "generation", "backend_version"),
    [
        (OLDEST, "terra", 1),
        (TERRA, "terra", 1),
        (IBMQ, "terra", 1),
        (ONE, "qiskit1", 2),
        (TWO, "qiskit2", 2),
        (Stack("3.0.0", None, "0.20.0", None, None), "qiskit2", 2),
        (Stack("1.0.0rc1", None, "0.14.0", None, None), "qiskit1", 2),
        (Stack("2.x", None, "0.18.2", None, None), "qiskit2", 2),
    ],
)
def test_the_generation_decides_the_interface_of_backends(found, generation, backend_version):
    assert found.generation == generation
    assert found.backend_version == backend_version


def test_the_provider_counts_on_terra_only():
    assert IBMQ.has_ibmq_provider
    assert not TERRA.has_ibmq_provider
    assert not Stack("2.6.2", None, "0.18.2", "0.20.2", None).has_ibmq_provider


@pytest.mark.parametrize("newer", ["1.0.0", "1.4.6", "2.6.2"])
def test_terra_beside_a_newer_qiskit_is_explained_with_both_cures(newer):
    found = Stack(newer, "0.46.3", "0.14.2", None, None)

    with pytest.raises(StackError) as caught:
        check(found)

    message = str(caught.value)
    assert f"qiskit-terra 0.46.3 and qiskit {newer}" in message
    assert "pip uninstall -y qiskit qiskit-terra && pip install 'qhil[terra]'" in message
    assert "pip uninstall -y qiskit qiskit-terra && pip install 'qhil[qiskit]'" in message


@pytest.mark.parametrize(
    ("found", "cure"),
    [
        (Stack(None, None, "0.18.2", None, None), "pip install 'qhil[qiskit]'"),
        (Stack("2.6.2", None, None, None, None), "pip install qiskit-aer"),
        (Stack(None, "0.46.3", None, None, None), "pip install qiskit-aer"),
        (Stack("0.46.3", None, "0.14.2", None, None), "pip install 'qhil[terra]'"),
    ],
)
def test_what_is_missing_is_named_with_the_command_that_installs_it(found, cure):
    with pytest.raises(StackError) as caught:
        check(found)

    assert cure in str(caught.value)


def test_the_text_lists_what_is_installed():
    assert TERRA.text() == "qiskit 0.46.3, qiskit-terra 0.46.3, qiskit-aer 0.14.2"
    assert ONE.text() == "qiskit 1.4.6, qiskit-aer 0.16.4, qiskit-ibm-runtime 0.39.0"


def test_noise_comes_from_a_target_on_qiskit_and_for_a_few_devices_on_terra():
    assert TWO.noise_from_target("ibmq_manila")
    assert ONE.noise_from_target("ibmq_manila")
    assert TERRA.noise_from_target("ibm_sherbrooke")
    assert not TERRA.noise_from_target("ibmq_manila")


def test_the_few_devices_are_those_that_terra_has_as_backend_v2_only():
    if stack().generation != "terra":
        pytest.skip("needs qiskit-terra, which has devices of both kinds")
    from qiskit.providers import fake_provider

    new_only = set()
    for name in dir(fake_provider):
        kind = getattr(fake_provider, name)
        file = getattr(kind, "conf_filename", None)
        is_old = hasattr(kind, "_get_conf_from_json")
        has_old = name.endswith("V2") and hasattr(fake_provider, name[: -len("V2")])
        if file and not is_old and not has_old:
            new_only.add("ibm_" + file[len("conf_") : -len(".json")])

    assert new_only
    assert {name for name in new_only if stack().noise_from_target(name)} == new_only


def test_the_stack_of_this_environment_is_read_from_its_packages_once():
    found = stack()

    assert stack() is found
    assert found.aer == metadata.version("qiskit-aer")
    assert (found.terra or found.qiskit).split(".")[:2] == _imported_version().split(".")[:2]


def _imported_version() -> str:
    import qiskit

    return str(qiskit.__version__)


def test_pad_delay_takes_durations_as_an_argument_since_qiskit_2():
    durations = object()

    assert TWO.pad_delay_options(durations) == {"durations": durations}
    assert ONE.pad_delay_options(durations) == {}
    assert TERRA.pad_delay_options(durations) == {}
