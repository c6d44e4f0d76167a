"""Sees that a parameter expression holds an expression, before terra hands its text to Python's `eval`.

In goes the binary form (QPY's since version 3); nothing comes out, or a ValueError.

>>> refuse_code("Add(Mul(Integer(2), Symbol('a')), Float('0.5', precision=53))")
>>> refuse_code("__import__('os').system('true')")
Traceback (most recent call last):
...
ValueError: expected numbers, symbols and functions of them, found Attribute in "__import__('os').system('true')"
"""

from __future__ import annotations

import ast
import io
import struct
from typing import Any, BinaryIO, Dict, Iterator, Tuple

_FUNCTIONS = frozenset(
    {"Add", "Mul", "Pow", "Abs", "sign", "conjugate", "re", "im", "exp", "log"}
    | {"sin", "cos", "tan", "asin", "acos", "atan", "Derivative", "Subs", "Tuple"}
)
# Whose arguments are plain: other functions of sympy would evaluate a text again.
_LEAVES = frozenset({"Symbol", "Float", "Integer", "Rational"})
_CONSTANTS = frozenset({"pi", "E", "I", "oo", "zoo", "nan"})

# Layouts of `qiskit.qpy`: PARAMETER_EXPR, PARAM_EXPR_MAP_ELEM_V3, and what precedes the name of a
# symbol of each type (PARAMETER, PARAMETER_VECTOR_ELEMENT). `e` is the type of an expression.
_HEADER, _ELEMENT = "!QQ", "!ccQ"
_SYMBOLS: Dict[bytes, str] = {b"p": "!H16s", b"v": "!HQ16sQ"}


def check_expression(data: bytes) -> None:
    """See that no text in a binary parameter expression is anything but an expression.

    Raises:
        ValueError: if one is, or the data are cut short.
    """
    try:
        for text in _texts(io.BytesIO(data)):
            refuse_code(text)
    except struct.error as error:
        raise ValueError(f"no parameter expression: {error}") from error


def refuse_code(text: str) -> None:
    """See that a text is a sympy expression as `sympy.srepr` writes it.

    Raises:
        ValueError: if it is anything else.
    """
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"no expression: {text!r}") from error
    wrong = next(_wrong_parts(tree), None)
    if wrong is not None:
        found = getattr(wrong, "id", type(wrong).__name__)
        raise ValueError(
            f"expected numbers, symbols and functions of them, found {found} in {text!r}"
        )


def _texts(data: BinaryIO) -> Iterator[str]:
    """The text of an expression, and those of expressions that stand for its symbols."""
    elements, size = _read(data, _HEADER)
    yield data.read(size).decode()
    for _ in range(elements):
        symbol, kind, size = _read(data, _ELEMENT)
        if symbol not in _SYMBOLS:
            raise ValueError(f"no parameter expression: a symbol of type {symbol!r}")
        name_size = _read(data, _SYMBOLS[symbol])[0]
        data.read(name_size)
        value = data.read(size)
        if kind == b"e":
            yield from _texts(io.BytesIO(value))


def _read(data: BinaryIO, layout: str) -> Tuple[Any, ...]:
    return struct.unpack(layout, data.read(struct.calcsize(layout)))


def _wrong_parts(node: ast.expr) -> Iterator[ast.AST]:
    """What is neither a number, a constant nor a function of such."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        yield from _wrong_parts(node.operand)
    elif isinstance(node, ast.Call):
        yield from _wrong_call(node)
    elif not (_is_number(node) or (isinstance(node, ast.Name) and node.id in _CONSTANTS)):
        yield node


def _wrong_call(call: ast.Call) -> Iterator[ast.AST]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name in _LEAVES:
        values = [*call.args, *(keyword.value for keyword in call.keywords)]
        bare = (value.operand if isinstance(value, ast.UnaryOp) else value for value in values)
        yield from (value for value in bare if not isinstance(value, ast.Constant))
    elif name in _FUNCTIONS and not call.keywords:
        for argument in call.args:
            yield from _wrong_parts(argument)
    else:
        yield call.func


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, (int, float, complex))
