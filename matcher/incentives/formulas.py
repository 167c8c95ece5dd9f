"""A small safe language for amounts: `min(course.contact_hours, job.occupancy_pct / 100 * vov.max_hours_own)`.

Names are facts or figures; + - * /, comparisons, and, or, not, `a if test else b`, table[key], min, max, floor and
bracket(x, table); None where the rules give no figure. Nothing else parses. An unknown part makes the whole unknown,
unless it can not matter. How it is evaluated stands in `nodes`.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from typing import Any, cast

from matcher.incentives.keeping import kept
from matcher.incentives.nodes import Apply, Choose, Either, Fixed, Name, Node, Result, Scope, fold
from matcher.incentives.quick import Quick, quick


class FormulaWrong(ValueError):
    """The formula is not in the language; the text says which part."""


@dataclass(frozen=True)
class Formula:
    """A parsed formula. `names` are all the facts and figures in it."""

    text: str
    names: frozenset[str]
    node: Node = field(repr=False, compare=False)

    def run(self, scope: Scope) -> Result:
        """Its value, None for unknown; the scope then says what was used and what was lacking."""
        return self.node.run(scope)

    def specialised(self, facts: Mapping[str, Any], figures: Mapping[str, Any], later: frozenset[str]) -> "Formula":
        """The same formula with everything computed that does not depend on the facts that come `later`."""
        return Formula(self.text, self.names, fold(self.node, facts, figures, later))

    @kept
    def quick(self) -> Quick:
        """Only its value, as a function of two look-ups: the same as `run` gives, faster."""
        return quick(self.node)


_FLAT = {ast.Add: Decimal.__add__, ast.Sub: Decimal.__sub__, ast.Mult: Decimal.__mul__, ast.Div: Decimal.__truediv__}
_TESTS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: lambda a, b: bool(a == b),
    ast.NotEq: lambda a, b: bool(a != b),
    ast.Lt: lambda a, b: bool(a < b),
    ast.LtE: lambda a, b: bool(a <= b),
    ast.Gt: lambda a, b: bool(a > b),
    ast.GtE: lambda a, b: bool(a >= b),
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}


def parse(text: str, facts: Mapping[str, object], figures: Mapping[str, object]) -> Formula:
    """A formula over these facts and figures. Raises FormulaWrong for anything outside the language."""
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        raise FormulaWrong(error.msg) from error
    reader = _Reader(facts, figures, text)
    node = reader.read(tree.body)
    return Formula(text=text, names=frozenset(reader.names), node=node)


class _Reader:
    def __init__(self, facts: Mapping[str, object], figures: Mapping[str, object], text: str) -> None:
        self.facts, self.figures, self.text = facts, figures, text
        self.names: set[str] = set()

    def read(self, node: ast.expr) -> Node:
        reader = getattr(self, f"_{type(node).__name__.lower()}", None)
        if reader is None:
            raise FormulaWrong(ast.unparse(node))
        return cast("Node", reader(node))

    def _constant(self, node: ast.Constant) -> Node:
        if node.value is None or isinstance(node.value, bool | str):
            return Fixed(node.value)
        if isinstance(node.value, int | float):
            return Fixed(Decimal(ast.get_source_segment(self.text, node) or str(node.value)))
        raise FormulaWrong(ast.unparse(node))

    def _attribute(self, node: ast.Attribute) -> Node:
        name = ast.unparse(node)
        self.names.add(name)
        if name not in self.facts and name not in self.figures:
            raise FormulaWrong(name)
        return Name(name, is_fact=name in self.facts)

    def _list(self, node: ast.List) -> Node:
        return Apply(lambda *values: list(values), tuple(self.read(one) for one in node.elts))

    _tuple = _list

    def _unaryop(self, node: ast.UnaryOp) -> Node:
        inner = self.read(node.operand)
        if isinstance(node.op, ast.Not):
            return Apply(lambda value: not value, (inner,))
        if isinstance(node.op, ast.USub):
            return Apply(lambda value: -value, (inner,))
        raise FormulaWrong(ast.unparse(node))

    def _binop(self, node: ast.BinOp) -> Node:
        flat = _FLAT.get(type(node.op))
        if flat is None:
            raise FormulaWrong(ast.unparse(node))
        return Apply(flat, (self.read(node.left), self.read(node.right)))

    def _compare(self, node: ast.Compare) -> Node:
        test = _TESTS.get(type(node.ops[0])) if len(node.ops) == 1 else None
        if test is None:
            raise FormulaWrong(ast.unparse(node))
        return Apply(test, (self.read(node.left), self.read(node.comparators[0])))

    def _boolop(self, node: ast.BoolOp) -> Node:
        return Either(tuple(self.read(one) for one in node.values), settles=isinstance(node.op, ast.Or))

    def _ifexp(self, node: ast.IfExp) -> Node:
        return Choose(self.read(node.test), self.read(node.body), self.read(node.orelse))

    def _subscript(self, node: ast.Subscript) -> Node:
        return Apply(lambda table, key: table.get(key), (self.read(node.value), self.read(node.slice)))

    def _call(self, node: ast.Call) -> Node:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in _FUNCTIONS or node.keywords or not node.args:
            raise FormulaWrong(ast.unparse(node))
        return Apply(_FUNCTIONS[name], tuple(self.read(one) for one in node.args))


def _bracket(amount: Decimal, table: list[list[Decimal | None]]) -> Decimal | None:
    """The second number of the first row whose first number, the upper bound, is not below the amount."""
    return next((row[1] for row in table if row[0] is None or amount <= row[0]), None)


_FUNCTIONS: dict[str, Callable[..., Result]] = {
    "min": min,
    "max": max,
    "floor": lambda value: value.to_integral_value(ROUND_FLOOR),
    "bracket": _bracket,
}
