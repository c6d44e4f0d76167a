"""The classes of qiskit-ibmq-provider that ours stand on, where it is installed; else `object`."""

from __future__ import annotations

from typing import Any

from qhil.ibmq_provider import import_ibmq_provider
from qhil.stack import stack

ProviderUserMessenger: Any = object
ProviderResultDecoder: Any = object

if stack().has_ibmq_provider:
    import_ibmq_provider()
    from qiskit.providers.ibmq.runtime import ResultDecoder, UserMessenger

    ProviderUserMessenger, ProviderResultDecoder = UserMessenger, ResultDecoder
