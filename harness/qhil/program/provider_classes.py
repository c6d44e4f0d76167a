"""The classes of qiskit-ibmq-provider that ours stand on, where it is installed; else `object` and None."""

from __future__ import annotations

from typing import Any

from qhil.ibmq_provider import import_ibmq_provider
from qhil.stack import stack

ProviderUserMessenger: Any = object
ProviderResultDecoder: Any = object
ProviderRuntimeEncoder: Any = None
ProviderRuntimeDecoder: Any = None

if stack().has_ibmq_provider:
    import_ibmq_provider()
    from qiskit.providers.ibmq.runtime import ResultDecoder, UserMessenger
    from qiskit.providers.ibmq.runtime.utils import RuntimeDecoder, RuntimeEncoder

    ProviderUserMessenger, ProviderResultDecoder = UserMessenger, ResultDecoder
    ProviderRuntimeEncoder, ProviderRuntimeDecoder = RuntimeEncoder, RuntimeDecoder
