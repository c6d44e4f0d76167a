"""How Sphinx builds these pages; `tox -e docs` does it, and fetches nothing meanwhile."""

import sys
from pathlib import Path

import qhil

sys.path.insert(0, str(Path(__file__).parent))

project = "qhil"
copyright = "the qhil maintainers, Apache-2.0"  # noqa: A001 - Sphinx's name
release = version = qhil.__version__

extensions = [
    "myst_parser",
    "plugin_reference",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
]
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "qhil"
html_theme_options = {"navigation_with_keys": True}
html_show_sphinx = False

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

# A name in single backticks is a link where the reference has it, and code where not.
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"  # docstrings do not repeat them
python_maximum_signature_line_length = 90
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True


def _plain(app, context, lines):  # noqa: ANN001, ANN202, ARG001 - Sphinx calls it so
    """Help texts are plain text, in which an asterisk is one, and two dashes are two."""
    for plain, escaped in (("*", r"\*"), ("--", r"\-\-"), ("`", "``")):
        lines[:] = [line.replace(plain, escaped) for line in lines]


def _no_arguments(app, what, name, obj, options, signature, returns):  # noqa: ANN001, ANN202, ARG001, PLR0917 - Sphinx calls it so
    """Errors are caught, not made."""
    return ("", None) if what == "exception" and signature else None


def setup(app):  # noqa: ANN001, ANN201, D103 - Sphinx calls it so
    app.connect("sphinx-click-process-description", _plain)
    app.connect("autodoc-process-signature", _no_arguments)
