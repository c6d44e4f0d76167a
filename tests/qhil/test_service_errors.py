from __future__ import annotations

import pytest
from qiskit.exceptions import QiskitError
from qiskit.providers import JobError, JobTimeoutError

from qhil import service_errors
from qhil.stack import stack

# As qiskit-ibmq-provider 0.20.2 has them.
BASES = {
    "IBMQError": (QiskitError,),
    "IBMQBackendError": ("IBMQError",),
    "IBMQBackendApiError": ("IBMQBackendError",),
    "IBMQBackendApiProtocolError": ("IBMQBackendApiError",),
    "IBMQBackendValueError": ("IBMQBackendError", ValueError),
    "IBMQJobError": (JobError, "IBMQError"),
    "IBMQJobApiError": ("IBMQJobError",),
    "IBMQJobInvalidStateError": ("IBMQJobError",),
    "IBMQJobFailureError": ("IBMQJobError",),
    "IBMQJobTimeoutError": (JobTimeoutError, "IBMQJobError"),
}


def test_all_errors_are_known_here():
    assert set(service_errors.__all__) == set(BASES)


@pytest.mark.parametrize("name", BASES)
def test_each_error_has_the_bases_that_it_has_in_the_provider(name):
    bases = tuple(
        getattr(service_errors, base) if isinstance(base, str) else base for base in BASES[name]
    )

    assert getattr(service_errors, name).__bases__ == bases


@pytest.mark.requires("qiskit-ibmq-provider")
@pytest.mark.parametrize("name", BASES)
def test_with_the_provider_installed_the_errors_are_its_own(name):
    from qiskit.providers.ibmq import exceptions
    from qiskit.providers.ibmq.job import exceptions as job_exceptions

    theirs = getattr(exceptions, name, None) or getattr(job_exceptions, name)

    assert getattr(service_errors, name) is theirs


@pytest.mark.skipif(stack().has_ibmq_provider, reason="the provider's own errors are used")
@pytest.mark.parametrize("name", BASES)
def test_without_the_provider_ours_are_documented(name):
    kind = getattr(service_errors, name)

    assert kind.__module__ == "qhil.service_errors"
    assert kind.__doc__


def test_a_refused_value_is_caught_as_any_of_what_it_is():
    for kind in (ValueError, QiskitError, service_errors.IBMQError):
        with pytest.raises(kind) as caught:
            raise service_errors.IBMQBackendValueError("too many shots")

        assert caught.value.message == "too many shots"
