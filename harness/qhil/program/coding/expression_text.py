"""Sees that a text holds an expression, before one of Qiskit's readers hands it to Python's `eval`.

In goes a text; nothing comes out, or a ValueError.

>>> refuse_code("Add(Mul(Integer(2), Symbol('a')), Float('0.5', precision=53))")
>>> refuse_code("__import__('os').system('true')")
Traceback (most recent call last):
...
ValueError: expected numbers, symbols and functions of them, found Attribute in "__import__('os').system('true')"
"""

from __future__ import annotations

import ast
from typing import Iterator

# What parameter expressions are made of, and the symbolic pulses of a circuit's calibrations.
_FUNCTIONS = frozenset(
    {"Add", "Mul", "Pow", "Abs", "sign", "conjugate", "re", "im", "exp", "log", "floor", "ceiling"}
    | {"sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "sech", "csch"}
    | {"Derivative", "Subs", "Tuple", "Piecewise", "ExprCondPair", "Max", "Min", "Mod"}
    | {"And", "Or", "Not", "Equality", "Unequality"}
    | {"LessThan", "StrictLessThan", "GreaterThan", "StrictGreaterThan"}
)
# Whose arguments are plain: other functions of sympy would evaluate a text again.
_LEAVES = frozenset({"Symbol", "Float", "Integer", "Rational"})
_CONSTANTS = frozenset({"pi", "E", "I", "oo", "zoo", "nan", "true", "false"})


def refuse_code(text: str) -> None:
    """See that a text is a sympy expression as `sympy.srepr` writes it.

    Raises:
        ValueError: if it is anything else.
    """
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise ValueError(f"no expression: {text!r:.200}") from error
    wrong = next(_wrong_parts(tree), None)
    if wrong is not None:
        found = getattr(wrong, "id", type(wrong).__name__)
        raise ValueError(
            f"expected numbers, symbols and functions of them, found {found} in {text!r:.200}"
        )


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
