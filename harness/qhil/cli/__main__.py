"""``python -m qhil.cli``: the same as ``qhil``."""

from __future__ import annotations

from qhil.cli.app import main

if __name__ == "__main__":
    main()
