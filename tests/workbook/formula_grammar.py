"""Excel's grammar of formulas: text to a tree, with the precedence that Excel gives to each operator.

References are of A1 style. What Excel would not take is refused, with the place where it stops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    |(?P<text>"(?:[^"]|"")*")
    |(?P<error>\#(?:N/A|DIV/0!|NAME\?|NULL!|NUM!|REF!|VALUE!))
    |(?P<reference>
        (?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!)?
        (?:\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+)
        (?![\w.(!\[])
    )
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)
    |(?P<call>[^\W\d][\w.]*\()
    |(?P<table>(?:[^\W\d][\w.]*)?\[)
    |(?P<name>(?:'(?:[^']|'')+'!|[^\W\d][\w.]*!)?(?:[^\W\d]|\\)[\w.\\?]*)
    |(?P<sign><>|<=|>=|[-+*/^&=<>%:,;(){}@])
    """,
    re.VERBOSE,
)
# from loosest to tightest; a range, an intersection and a union stand above them all
_LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))


class NotAFormula(ValueError):
    """Excel would refuse the text."""


@dataclass(frozen=True)
class Node:
    """A part of a formula.

    kind   text, number, logical, error, reference, table, name, call, prefix, infix, percent, brackets, array,
           nothing (an argument left out), or one of the operators on references: range, intersection, union
    text   as it is written; of a call, its name; of an operator, its sign
    sheet  of a reference or name: the sheet before the exclamation mark, as it is written
    """

    kind: str
    text: str
    parts: tuple[Node, ...] = field(default=(), repr=False)
    sheet: str = ""

    def all(self) -> Iterator[Node]:
        """This part and all within it, in the order in which they begin."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.parts))

    @property
    def depth(self) -> int:
        """How many calls stand within each other."""
        return max((part.depth for part in self.parts), default=0) + (self.kind == "call")


def parsed(formula: str) -> Node:
    """The tree of a formula without its equals sign. Raises NotAFormula."""
    parser = _Parser(formula)
    tree = parser.expression()
    parser.skip_space()
    if parser.kind != "end":
        raise parser.refused("this cannot follow")
    return tree


class _Parser:
    """A formula, and how far it has been read."""

    def __init__(self, formula: str) -> None:
        self.formula, self.at = formula, 0
        self.kind, self.text, self.sheet = "end", "", ""
        self.advance(0)

    def refused(self, why: str) -> NotAFormula:
        return NotAFormula(f"{why}: {self.formula[self.at : self.at + 30]!r}, at letter {self.at + 1}")

    def advance(self, letters: int | None = None) -> None:
        """Go on to the next token."""
        self.at += len(self.text) if letters is None else letters
        if self.at >= len(self.formula):
            self.kind, self.text = "end", ""
            return
        match = _TOKEN.match(self.formula, self.at)
        if not match:
            raise self.refused("this is no part of a formula")
        kinds = ("space", "text", "error", "reference", "number", "call", "table", "name", "sign")
        self.kind = next(kind for kind in kinds if match[kind] is not None)
        self.text, self.sheet = match[0], (match["sheet"] or "")[:-1]

    def skip_space(self) -> None:
        if self.kind == "space":
            self.advance()

    def sign(self, *signs: str) -> bool:
        return self.kind == "sign" and self.text in signs

    def expression(self, level: int = 0) -> Node:
        if level == len(_LEVELS):
            return self.signed()
        left = self.expression(level + 1)
        while True:
            self.skip_space()
            if not self.sign(*_LEVELS[level]):
                return left
            operator = self.text
            self.advance()
            left = Node("infix", operator, (left, self.expression(level + 1)))

    def signed(self) -> Node:
        self.skip_space()
        if self.sign("-", "+", "@"):
            operator = self.text
            self.advance()
            return Node("prefix", operator, (self.signed(),))
        operand = self.combined()
        self.skip_space()
        while self.sign("%"):
            self.advance()
            operand = Node("percent", "%", (operand,))
        return operand

    def combined(self) -> Node:
        """Operands joined by the operators on references, all but the union."""
        left = self.operand()
        while True:
            spaced = self.kind == "space"
            self.skip_space()
            if self.sign(":"):
                self.advance()
                self.skip_space()
                left = Node("range", ":", (left, self.operand()))
            elif spaced and (self.kind in ("reference", "name", "table", "call") or self.sign("(")):
                left = Node("intersection", " ", (left, self.operand()))
            else:
                return left

    def operand(self) -> Node:
        kind, text, sheet = self.kind, self.text, self.sheet
        if kind == "call":
            return self.call()
        if kind == "table":
            return self.table()
        if self.sign("("):
            return self.brackets()
        if self.sign("{"):
            return self.array()
        if kind in ("text", "error", "reference", "number", "name"):
            self.advance()
            if kind == "name" and text.upper() in ("TRUE", "FALSE"):
                return Node("logical", text)
            return Node(kind, text, sheet=sheet or (text.rpartition("!")[0] if kind == "name" else ""))
        raise self.refused("a value is missing here")

    def call(self) -> Node:
        name = self.text[:-1]
        self.advance()
        self.skip_space()
        if self.sign(")"):
            self.advance()
            return Node("call", name)
        arguments = [self.argument()]
        while self.sign(","):
            self.advance()
            arguments.append(self.argument())
        self.close(")")
        return Node("call", name, tuple(arguments))

    def argument(self) -> Node:
        self.skip_space()
        found = Node("nothing", "") if self.sign(",", ")") else self.expression()
        self.skip_space()
        return found

    def close(self, sign: str) -> None:
        self.skip_space()
        if not self.sign(sign):
            raise self.refused(f"{sign} is missing before this")
        self.advance()

    def brackets(self) -> Node:
        self.advance()
        inner = self.expression()
        self.skip_space()
        while self.sign(","):
            self.advance()
            inner = Node("union", ",", (inner, self.expression()))
            self.skip_space()
        self.close(")")
        return Node("brackets", "()", (inner,))

    def array(self) -> Node:
        """A constant: rows of plain values, all of the same length."""
        rows: list[list[Node]] = [[]]
        while True:
            self.advance()
            rows[-1].append(self.constant())
            if self.sign(";"):
                rows.append([])
            elif not self.sign(","):
                break
        self.close("}")
        if len({len(row) for row in rows}) > 1:
            raise self.refused("the rows of the constant before this differ in length")
        return Node("array", "{}", tuple(value for row in rows for value in row))

    def constant(self) -> Node:
        self.skip_space()
        minus = self.sign("-")
        if minus:
            self.advance()
        logical = self.kind == "name" and self.text.upper() in ("TRUE", "FALSE")
        if not (logical or self.kind == "number" or (self.kind in ("text", "error") and not minus)):
            raise self.refused("a plain value is missing here")
        found = Node("logical" if logical else self.kind, "-" * minus + self.text)
        self.advance()
        self.skip_space()
        return found

    def table(self) -> Node:
        """A reference to a table's columns, up to the bracket that closes it; ' keeps the sign after it plain."""
        start, open_ = self.at, 0
        for match in re.finditer(r"'.|[\[\]]", self.formula[start:]):
            open_ += {"[": 1, "]": -1}.get(match[0], 0)
            if match[0] == "]" and not open_:
                text = self.formula[start : start + match.end()]
                self.advance(len(text))
                return Node("table", text)
        raise self.refused("a ] is missing after this")
