"""Mutants of a formula: each operator swapped, each number shifted by one, min and max exchanged. Text in, text out."""

import ast
import copy
from collections.abc import Callable, Iterator, Mapping

_SWAPPED: Mapping[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
Change = Callable[[ast.AST], None]
_CALLS = {"min": "max", "max": "min"}


def formula_mutants(text: str) -> Iterator[tuple[str, str]]:
    """What was changed, and the formula with that one change."""
    tree = ast.parse(" ".join(text.split()), mode="eval")
    for number, node in enumerate(ast.walk(tree)):
        for what, change in _changes(node):
            copied = copy.deepcopy(tree)
            change(list(ast.walk(copied))[number])
            yield f"{ast.unparse(node)}: {what}", ast.unparse(copied)


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.BinOp | ast.BoolOp):
        other = _SWAPPED[type(node.op)]
        yield f"{type(node.op).__name__} -> {other.__name__}", _setter("op", other())
    elif isinstance(node, ast.Compare):
        other = _SWAPPED[type(node.ops[0])]
        yield f"{type(node.ops[0]).__name__} -> {other.__name__}", _setter("ops", [other()])
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        name = _CALLS[node.func.id]
        yield f"{node.func.id} -> {name}", _setter("func", ast.Name(name, ast.Load()))
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        for value in (node.value - 1, node.value + 1):
            # No amount is below zero; a negative number would be a minus sign before a number.
            if value >= 0:
                yield f"-> {value}", _setter("value", value)


def _setter(name: str, value: object) -> Change:
    return lambda node: setattr(node, name, value)
