"""The abstract backend that a runtime program is given, on whichever stack is installed.

Where qiskit-ibmq-provider is installed, `ProgramBackend` *is* its class, so `isinstance` written against
it holds. On terra without the provider a class of the same shape stands on `BackendV1`, and on
Qiskit 1 and 2 on `BackendV2`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Optional

from qhil.ibmq_provider import import_ibmq_provider
from qhil.stack import stack

if stack().has_ibmq_provider:
    import_ibmq_provider()
    from qiskit.providers.ibmq.runtime import ProgramBackend
elif stack().backend_version == 1:
    from qiskit.providers.backend import BackendV1

    class ProgramBackend(BackendV1, ABC):  # type: ignore[no-redef]  # one name, three branches
        """A backend for runtime programs to submit circuits to; `run` is synchronous."""

        @abstractmethod
        def run(self, circuits: Any, timeout: Optional[float] = None, **run_config: Any) -> Any:
            """Run circuits and come back when they are done, or when ``timeout`` seconds have passed."""

else:
    from qiskit.providers.backend import BackendV2

    class ProgramBackend(BackendV2, ABC):  # type: ignore[no-redef]  # see above
        """A backend for runtime programs to submit circuits to; `run` is synchronous."""

        def __init__(self, configuration: Any, provider: Any = None, **fields: Any) -> None:
            """Same signature as on the older stacks, so that one subclass serves all.

            Raises:
                AttributeError: for a field that is no option.
            """
            super().__init__(provider=provider, name=configuration.backend_name, **fields)
            self._configuration = configuration

        @abstractmethod
        def run(self, circuits: Any, timeout: Optional[float] = None, **run_config: Any) -> Any:
            """Run circuits and come back when they are done, or when ``timeout`` seconds have passed."""


__all__ = ["ProgramBackend"]
