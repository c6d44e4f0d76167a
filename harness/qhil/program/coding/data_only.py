"""While Qiskit reads a circuit or an expression, nothing in the data is run.

Two things in QPY are more than data to its readers. The text of an expression is given to sympy's
`parse_expr`, which evaluates it as Python (qiskit-terra 0.22 to 0.46, Qiskit 1.0; 1.4.6 for symbolic pulses, 2.6.2
never). And where symengine wrote the expression (QPY 10 to 12), its compiled reader unpickles symbols that
are of a class of the user's.

Here the first is looked at before, and the second is refused. Both are looked up when they are needed, so
other functions can stand in their places meanwhile: in this thread only, others are served as ever.
"""

from __future__ import annotations

import contextlib
import functools
import pickle
import sys
import threading
from types import FunctionType, ModuleType
from typing import Any, Callable, Collection, Iterator, Tuple

from qhil.program.coding.expression_text import refuse_code

StandIn = Tuple[ModuleType, str, Callable[..., Any]]

_ONE_AT_A_TIME = threading.RLock()  # so that each finds in place what it puts back
_here = threading.local()  # `reading`: whether this thread reads


@contextlib.contextmanager
def data_only() -> Iterator[None]:
    """For the length of a ``with`` block, have what `qiskit.qpy` reads raise rather than run.

    Raises:
        ValueError: inside the block, for a text that is no expression.
        Exception: inside it, as symengine's reader has it, for what is pickled.
    """
    with _ONE_AT_A_TIME, _stood_in(_stand_ins()):
        before, _here.reading = _is_reading(), True
        try:
            yield
        finally:
            _here.reading = before


def _is_reading() -> bool:
    return getattr(_here, "reading", False)


@functools.cache
def _stand_ins() -> Tuple[StandIn, ...]:
    """What is to stand where: for `pickle.loads`, and for the readers that import `parse_expr`.

    For these, whatever they are called in this version, and not for `parse_expr` itself, so that sympy is
    imported for circuits with expressions only.
    """
    from qiskit import qpy  # noqa: F401 - so that all of its readers are loaded

    modules = [module for name, module in sys.modules.items() if name.startswith("qiskit.qpy.")]
    readers = [
        (module, name, _checking(found))
        for module in modules
        for name, found in vars(module).items()
        if isinstance(found, FunctionType) and "parse_expr" in found.__code__.co_names
    ]
    return ((pickle, "loads", _refusing(pickle.loads)), *readers)


def _checking(reader: Callable[..., Any]) -> Callable[..., Any]:
    """The reader, with each text looked at before it is evaluated."""

    @functools.wraps(reader)
    def read(*args: Any, **options: Any) -> Any:
        if not _is_reading():
            return reader(*args, **options)
        import sympy
        from sympy.parsing import sympy_parser

        # Readers import it from either.
        checked = _checked(sympy_parser.parse_expr)
        with _stood_in([(module, "parse_expr", checked) for module in (sympy, sympy_parser)]):
            return reader(*args, **options)

    return read


def _checked(parse: Callable[..., Any]) -> Callable[..., Any]:
    def parse_expr(text: str, *args: Any, **options: Any) -> Any:
        if _is_reading():
            refuse_code(text)
        return parse(text, *args, **options)

    return parse_expr


def _refusing(loads: Callable[..., Any]) -> Callable[..., Any]:
    def refuse(*args: Any, **options: Any) -> Any:
        if _is_reading():
            raise ValueError("expected an expression, found a pickled object")
        return loads(*args, **options)

    return refuse


@contextlib.contextmanager
def _stood_in(stand_ins: Collection[StandIn]) -> Iterator[None]:
    before = [(module, name, getattr(module, name)) for module, name, _ in stand_ins]
    for module, name, other in stand_ins:
        setattr(module, name, other)
    try:
        yield
    finally:
        for module, name, other in before:
            setattr(module, name, other)
