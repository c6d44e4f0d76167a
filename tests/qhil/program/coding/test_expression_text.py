import pytest

from qhil.program.coding.expression_text import refuse_code


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
        # Of pulses: envelopes, constraints and conditions.
        "Piecewise(ExprCondPair(exp(Symbol('t')), LessThan(Symbol('t'), Integer(2))), ExprCondPair(Integer(1), true))",
        "And(StrictLessThan(Integer(0), Symbol('sigma')), GreaterThan(Symbol('width'), Integer(0)))",
        "Mul(Symbol('amp'), floor(Symbol('t')), sech(Symbol('t')), tanh(Symbol('t')))",
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
        "Piecewise(ExprCondPair(eval('1'), true))",
        "And(true, 'print(1)')",
    ],
)
def test_anything_else_does_not(text):
    with pytest.raises(ValueError, match=r"expression|expected numbers, symbols"):
        refuse_code(text)
