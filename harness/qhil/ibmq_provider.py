"""The one import of qiskit-ibmq-provider, without what it says of itself while it is imported.

It deprecates itself in the name of whoever imports it, and imports a deprecated `pkg_resources`: nothing the
user of qhil could act on.
"""

from __future__ import annotations

import functools
import warnings


@functools.cache
def import_ibmq_provider() -> None:
    """Import the provider's packages that qhil takes names from; later imports of them are silent."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import qiskit.providers.ibmq.job.exceptions
        import qiskit.providers.ibmq.runtime.utils  # noqa: F401  # for what it leaves in sys.modules
