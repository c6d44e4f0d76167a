"""Two sides, compared: does the recording still tell the truth, and if not, what changed?

See `qhil.compare`. Names are loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qhil.lazy_names import lazily

if TYPE_CHECKING:
    from qhil.comparison.assertion import assert_agrees
    from qhil.comparison.comparing import compare
    from qhil.comparison.comparison import Comparison
    from qhil.comparison.outcomes import Outcomes, exact, sampled
    from qhil.comparison.settings import Settings, find_settings, read_settings
    from qhil.comparison.sides import Side
    from qhil.comparison.standard import own_circuits, standard_circuits
    from qhil.comparison.verdict import Verdict

_HOME = {
    "Comparison": "qhil.comparison.comparison",
    "Outcomes": "qhil.comparison.outcomes",
    "Settings": "qhil.comparison.settings",
    "Side": "qhil.comparison.sides",
    "Verdict": "qhil.comparison.verdict",
    "assert_agrees": "qhil.comparison.assertion",
    "compare": "qhil.comparison.comparing",
    "exact": "qhil.comparison.outcomes",
    "find_settings": "qhil.comparison.settings",
    "own_circuits": "qhil.comparison.standard",
    "read_settings": "qhil.comparison.settings",
    "sampled": "qhil.comparison.outcomes",
    "standard_circuits": "qhil.comparison.standard",
}

__all__ = [  # they live in the modules of _HOME
    "Comparison",
    "Outcomes",
    "Settings",
    "Side",
    "Verdict",
    "assert_agrees",
    "compare",
    "exact",
    "find_settings",
    "own_circuits",
    "read_settings",
    "sampled",
    "standard_circuits",
]

__getattr__ = lazily(__name__, _HOME)
