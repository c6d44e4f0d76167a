from __future__ import annotations

import warnings

import pytest

from qhil.deprecations import ignored_deprecations


def _warn_from(module: str) -> None:
    warnings.warn_explicit("old", DeprecationWarning, f"{module}.py", 1, module=module)


def test_silences_the_modules_named_and_no_others():
    with ignored_deprecations(r"qiskit_aer\b"):
        _warn_from("qiskit_aer.backends")
        with pytest.raises(DeprecationWarning):
            _warn_from("mine")


def test_silences_all_modules_where_none_is_named():
    with ignored_deprecations():
        _warn_from("anything")


def test_leaves_other_warnings_alone():
    with ignored_deprecations(), pytest.raises(UserWarning):
        warnings.warn("look", UserWarning, stacklevel=1)


def test_blocks_that_overlap_like_those_of_two_threads_leave_the_filters_as_they_were():
    before = list(warnings.filters)
    first, second = ignored_deprecations("a"), ignored_deprecations("a")

    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    _warn_from("a")
    second.__exit__(None, None, None)

    assert warnings.filters == before


def test_ends_its_effect_with_the_block_even_after_an_error():
    with pytest.raises(KeyError), ignored_deprecations("a"):
        raise KeyError

    with pytest.raises(DeprecationWarning):
        _warn_from("a")
