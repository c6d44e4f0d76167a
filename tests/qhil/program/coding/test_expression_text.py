import struct

import pytest

from qhil.program.coding.expression_text import check_expression, refuse_code


def binary(text, *values):
    """A parameter expression with one symbol for each binary value that stands for it."""
    symbol = struct.pack("!H16s", 1, bytes(16)) + b"a"
    parts = [struct.pack("!ccQ", b"p", b"e", len(value)) + symbol + value for value in values]
    return struct.pack("!QQ", len(parts), len(text)) + text.encode() + b"".join(parts)


@pytest.mark.parametrize(
    "text",
    [
        "Symbol('a')",
        "Symbol('a b', real=True)",
        "Add(Float('0.25', precision=53), Mul(Integer(-1), Rational(1, 3), Symbol('a')))",
        "Add(Pow(Symbol('a'), Symbol('b')), E, Mul(Integer(-1), I, pi))",
        "Mul(sin(Symbol('a')), cos(Symbol('a')), Pow(tan(Symbol('a')), Integer(-1)))",
        "Add(acos(Symbol('a')), asin(Symbol('a')), atan(Symbol('b')))",
        "Add(exp(Symbol('a')), log(Symbol('a')))",
        "Add(Abs(conjugate(Symbol('a'))), sign(Symbol('b')))",
        "Mul(re(Symbol('a')), Derivative(im(Symbol('a')), Tuple(Symbol('a'), Integer(1))))",
        "Float('-1.0000000000000001e-9', precision=53)",
        "zoo",
        "-1.5",
    ],
)
def test_what_sympy_writes_of_an_expression_passes(text):
    refuse_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "eval('1')",
        "Symbol.__subclasses__()",
        "Symbol(eval('1'))",
        "Symbol(-eval('1'))",
        "Symbol(name=eval('1'))",
        "sin('eval(1)')",
        "Add(Symbol('a'), '1')",
        "Add(*[1])",
        "Add(Integer(1), evaluate=print)",
        "sympify('1')",
        "lambda: 1",
        "[1 for _ in (1,)]",
        "1 if 1 else 2",
        "a",
        "1 +",
        " 1",
        "not 1",
        "(print)(1)",
        "(lambda: 1)()",
    ],
)
def test_anything_else_does_not(text):
    with pytest.raises(ValueError, match=r"expression|expected numbers, symbols"):
        refuse_code(text)


def test_the_texts_for_symbols_are_looked_at_too():
    check_expression(binary("Symbol('a')", binary("Integer(1)")))
    with pytest.raises(ValueError, match="found eval"):
        check_expression(binary("Symbol('a')", binary("eval(1)")))


@pytest.mark.parametrize(
    "data", [b"", binary("Integer(1)", binary("Integer(1)"))[:30], struct.pack("!QQ", 0, 0)]
)
def test_what_is_cut_short_is_refused(data):
    with pytest.raises(ValueError, match=r"no (parameter )?expression"):
        check_expression(data)


def test_a_symbol_of_another_type_is_refused():
    data = binary("Integer(1)", b"").replace(b"pe", b"xe")

    with pytest.raises(ValueError, match="a symbol of type b'x'"):
        check_expression(data)
