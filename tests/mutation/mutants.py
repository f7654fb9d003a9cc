"""Small faults put into a module one at a time: each is one that a person could make, and that a test should see."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Fault = tuple[str, Callable[[], None]]  # what is changed, in words, and what changes the tree

_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip
_SAID = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not", ast.And: "and", ast.Or: "or", ast.Add: "+", ast.Sub: "-",
    ast.Mult: "*", ast.Div: "/",
}  # fmt: skip
_DROPPED = (ast.AugAssign, ast.Raise, ast.Delete, ast.Continue, ast.Break)


@dataclass(frozen=True)
class Mutant:
    """A fault that can be put into a module: its number, the line of the original, and what is wrong then."""

    number: int
    line: int
    what: str


def mutants(source: str) -> list[Mutant]:
    """Every fault that can be put into a module."""
    return [Mutant(number, line, what) for number, (line, what, _) in enumerate(_changes(ast.parse(source)))]


def mutated(source: str, mutant: Mutant) -> str:
    """The source with that fault, written anew: comments and line breaks go."""
    return ast.unparse(with_fault(source, mutant))


def with_fault(source: str, mutant: Mutant) -> ast.Module:
    """A module with that fault, in which all that is right stands at the lines where it stood."""
    tree = ast.parse(source)
    _changes(tree)[mutant.number][2]()
    return ast.fix_missing_locations(tree)


def statement(source: str, line: int) -> range:
    """The lines of the smallest statement that has a line."""
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt))
    spans = [range(node.lineno, (node.end_lineno or node.lineno) + 1) for node in found]
    return min((span for span in spans if line in span), key=len, default=range(0))


def _changes(tree: ast.Module) -> list[tuple[int, str, Callable[[], None]]]:
    found = [(node, fault) for node in _code(tree) for fault in _faults(node)]
    found += [(statement, fault) for node in _code(tree) for statement, fault in _dropped(node)]
    return [(_line(node), *fault) for node, fault in found]


def _line(node: ast.AST) -> int:
    placed = node.iter if isinstance(node, ast.comprehension) else node
    return getattr(placed, "lineno", 1)


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it that runs: neither annotations, decorators nor type-checking imports.

    Nor ``strict=True`` of zip, which says that lengths are the same and changes nothing where they are; and of what
    ``say`` takes only the values, as tests/test_words.py reads in the code that no part lacks.
    """
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns", "decorator_list"):
            for below in value if isinstance(value, list) else [value]:
                if isinstance(below, ast.AST):
                    yield from _code(below)


def _faults(node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            yield _swapped(operator, _put(node.ops, place, _SWAPPED[type(operator)]()))
    if isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in _SWAPPED:
        yield _swapped(node.op, lambda: setattr(node, "op", _SWAPPED[type(node.op)]()))
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield f"not: {_short(node.test)}", lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), node.test))
    if isinstance(node, ast.Constant):
        yield from _other_values(node)
    if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id == "say"):
        for keyword in (each for each in node.keywords if each.arg != "strict"):
            yield f"without {_short(keyword)}", lambda keyword=keyword: node.keywords.remove(keyword)
    if isinstance(node, ast.comprehension):
        for place, test in enumerate(node.ifs):
            yield f"without: if {_short(test)}", _put(node.ifs, place, ast.Constant(True))


def _dropped(node: ast.AST) -> Iterator[tuple[ast.AST, Fault]]:
    for block in ("body", "orelse"):
        statements = getattr(node, block, None)
        for place, statement in enumerate(statements if isinstance(statements, list) else ()):
            if _can_be_dropped(statement):
                yield statement, (f"without: {_short(statement)}", _put(statements, place, ast.Pass()))


def _swapped(operator: ast.AST, change: Callable[[], None]) -> Fault:
    return f"{_SAID[_SWAPPED[type(operator)]]} for {_SAID[type(operator)]}", change


def _put(nodes: list[ast.AST], place: int, new: ast.AST) -> Callable[[], None]:
    return lambda: nodes.__setitem__(place, new)


def _other_values(node: ast.Constant) -> Iterator[Fault]:
    value = node.value
    if isinstance(value, bool):
        yield f"{not value} for {value}", lambda: setattr(node, "value", not value)
    elif isinstance(value, int | float):
        for other in (value + 1, value - 1):
            yield f"{other} for {value}", lambda other=other: setattr(node, "value", other)


def _can_be_dropped(statement: ast.AST) -> bool:
    is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return isinstance(statement, _DROPPED) or (isinstance(statement, ast.Expr) and not is_docstring)


def _short(node: ast.AST) -> str:
    words = " ".join(ast.unparse(node).split())
    return words if len(words) <= 60 else f"{words[:59]}…"
