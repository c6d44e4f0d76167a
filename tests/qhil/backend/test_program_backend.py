from __future__ import annotations

import types

import pytest

import qhil
from qhil.backend.program_backend import ProgramBackend
from qhil.stack import stack

NAMED = types.SimpleNamespace(backend_name="mine")


class Smallest(ProgramBackend):
    """What a user has to write to have a backend of their own."""

    @classmethod
    def _default_options(cls):
        from qiskit.providers import Options

        return Options(shots=10)

    @property
    def target(self):
        return None

    @property
    def max_circuits(self):
        return None

    def run(self, circuits, timeout=None, **run_config):
        return circuits, timeout, run_config


def test_it_is_public():
    assert qhil.ProgramBackend is ProgramBackend


@pytest.mark.requires("qiskit-ibmq-provider")
def test_where_the_provider_is_installed_it_is_the_providers_class():
    from qiskit.providers.ibmq.runtime import ProgramBackend as OfTheProvider

    assert ProgramBackend is OfTheProvider


def test_it_stands_on_the_backend_interface_of_the_stack():
    from qiskit.providers import backend

    base = backend.BackendV1 if stack().generation == "terra" else backend.BackendV2

    assert issubclass(ProgramBackend, base)
    assert Smallest(NAMED).version == stack().backend_version


def test_run_has_to_be_written():
    class Lacking(ProgramBackend):
        @classmethod
        def _default_options(cls):
            return None

    with pytest.raises(TypeError, match="abstract"):
        Lacking(NAMED)


def test_one_subclass_serves_all_stacks():
    backend = Smallest(NAMED, provider="me")

    assert backend.run("circuits", timeout=3, shots=5) == ("circuits", 3, {"shots": 5})
    assert backend._provider == "me"
    assert backend.options.shots == 10
    assert backend._configuration is NAMED


def test_a_field_that_is_no_option_is_an_attribute_error():
    with pytest.raises(AttributeError):
        Smallest(NAMED, shotz=5)
