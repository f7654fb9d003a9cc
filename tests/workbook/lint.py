"""A lint of workbook files: nothing in them that Excel forbids, or that programs are known to read otherwise.

It rests on Microsoft's specifications: MS-OI29500 3.2.3.1.2 to 3.2.3.1.4 and MS-XLSX 2.6.4 (what formulas of
conditional formats, validations and names may hold), MS-XLSB 2.5.98.8 (validations), and MS-XLSB 2.5.98.98 and MS-XLS
2.5.198.118 (shared formulas), with what went wrong in EPPlus (issues 92 and 253) and Apache POI (pull request 1312).

Two things are not barred, and are used. A shared formula may hold a name (PtgName) for cells of another sheet, as long
as the name is for fixed cells. A list may hold OFFSET over names: it gives a reference, as the list's formula must, and
is worked out only when the list is opened. OFFSET within a name is not used: exceljs (issue 601) takes such a name for
a sheet's, and IronCalc reads a relative reference in a name as fixed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath

from engines.cells import MAIN, Parts, cells, parts_of, position, shared_formulas, sheet_parts
from lxml import etree
from workbook.excel_functions import FUNCTIONS, LATER, NEEDS_PREFIX, PREFIX, VOLATILE
from workbook.formula_grammar import Node, NotAFormula, parsed

from smreport.blueprint.addresses import column_letter

LONGEST_FORMULA, DEEPEST, LONGEST_STRING, MOST_ARGUMENTS = 8192, 64, 255, 255
LONGEST_IN_VALIDATION, LONGEST_MESSAGE, LONGEST_TITLE, LONGEST_NAME = 255, 255, 32, 255
BUILT_IN = "_xlnm."  # how the names begin that Excel keeps for itself
ON_REFERENCES = {"range", "intersection", "union"}
TAKE_ANY_LENGTH = {"INDEX", "MATCH", "ROWS"}
_NAME = re.compile(r"(?:[^\W\d]|\\)[\w.\\]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[Rr]\d*|[Cc]\d*")
_THIS_ROW = re.compile(
    r"(?P<table>[^\W\d][\w.]*)\[\[#This Row\],\[(?P<first>(?:'.|[^'\[\]])+)\](?::\[(?P<last>(?:'.|[^'\[\]])+)\])?\]"
)


@dataclass(frozen=True)
class Fault:
    """What breaks a rule, and where: a sheet and cell or range, or a name."""

    rule: str
    where: str
    what: str


def faults(path: Path) -> list[Fault]:
    """All that breaks a rule in a workbook file."""
    return list(dict.fromkeys(_File(path).run()))


@dataclass(frozen=True)
class _Table:
    name: str
    sheet: str
    ref: str
    columns: tuple[tuple[str, str], ...]  # heading, and the formula for new rows

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """First column and row, last column and row."""
        first, _, last = self.ref.partition(":")
        return *position(first), *position(last or first)


class _File:
    """A workbook file on its way through the rules."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parts: Parts = parts_of(path)
        self.book = etree.fromstring(self.parts["xl/workbook.xml"])
        self.pages = {title: etree.fromstring(self.parts[name]) for title, name in sheet_parts(self.parts).items()}
        self.checked: set[str] = set()  # formulas without their own row's number

    def run(self) -> Iterator[Fault]:
        yield from self.protection()
        yield from self.names()
        yield from self.tables_as_such()
        for title, page in self.pages.items():
            yield from self.formulas(title, page)
            yield from self.shared(title, page)
            yield from self.validations(title, page)
            yield from self.conditional_formats(title, page)
        for table in self.tables:
            yield from self.table(table)

    def protection(self) -> Iterator[Fault]:
        for title, page in self.pages.items():
            if page.find(f"{MAIN}sheetProtection") is not None:
                yield Fault("protection", title, "the sheet is protected")
        if self.book.find(f"{MAIN}workbookProtection") is not None:
            yield Fault("protection", "", "the workbook is protected")

    # --- formulas ---

    def formulas(self, title: str, page: etree._Element) -> Iterator[Fault]:
        written_out = dict(shared_formulas(page))
        for cell in page.iter(f"{MAIN}c"):
            formula = cell.find(f"{MAIN}f")
            if formula is None:
                continue
            address = cell.get("r", "")
            text = written_out.get(address, formula.text or "")
            yield from self.too_long(f"{title}!{address}", text)
            alike = re.sub(rf"(?<=[A-Z]){position(address)[1]}(?!\d)", "#", text)
            if alike not in self.checked:
                self.checked.add(alike)
                yield from self.formula(f"{title}!{address}", text)

    def too_long(self, where: str, formula: str) -> Iterator[Fault]:
        if len(formula) + 1 > LONGEST_FORMULA:  # Excel counts the equals sign
            yield Fault("length", where, f"the formula has {len(formula) + 1:,} letters")

    def formula(self, where: str, formula: str, volatile: frozenset[str] = frozenset()) -> Iterator[Fault]:
        """What breaks the rules for formulas of every kind.

        volatile  functions that may be used here though they are worked out at every change
        """
        try:
            tree = tree_of(formula)
        except NotAFormula as refused:
            yield Fault("grammar", where, str(refused))
            return
        if tree.depth > DEEPEST:
            yield Fault("depth", where, f"{tree.depth} calls stand within each other")
        for node in tree.all():
            yield from (Fault(rule, where, what) for rule, what in self.node(node))
            if node.kind == "call" and node.text.upper() in VOLATILE - volatile:
                yield Fault("volatile", where, f"{node.text} is worked out at every change")
            if node.kind == "call" and node.text.upper() == "SUMPRODUCT":
                yield from (Fault("growing", where, what) for what in self.growing(node))

    def node(self, node: Node) -> Iterator[tuple[str, str]]:
        if node.kind == "call":
            yield from called(node)
        if node.kind == "text" and len(node.text[1:-1].replace('""', '"')) > LONGEST_STRING:
            yield "string", f"a text in the formula has more than {LONGEST_STRING} letters"
        if node.kind == "prefix" and node.text == "@":
            yield "function", "@ is of a later Excel"
        if node.sheet and plain(node.sheet) not in self.pages:
            yield "reference", f"there is no sheet {node.sheet}"
        if node.kind == "error" and node.text == "#REF!":
            yield "reference", "what it refers to is gone"
        if node.kind == "name" and node.text.rpartition("!")[2].lower() not in self.by_name:
            yield "reference", f"there is no name {node.text}"
        if node.kind == "table" and node.text.partition("[")[0].lower() not in {t.name.lower() for t in self.tables}:
            yield "reference", f"there is no table of {node.text}"

    def growing(self, call: Node) -> Iterator[str]:
        """Rows of one sheet beside those of another, one by one: where people add a row to one, it has a row more.

        Excel then stretches each name that is for all rows of a table.
        """
        waiting, ranges = [*call.parts], dict[str, set[str]]()
        while waiting:
            node = waiting.pop()
            if node.kind == "call" and node.text.upper() in TAKE_ANY_LENGTH:
                continue
            waiting.extend(node.parts)
            cells = self.by_name.get(node.text.lower(), "") if node.kind == "name" else node.text
            sheet, _, area = cells.rpartition("!")
            if sheet and ":" in area:
                ranges.setdefault(sheet, set()).add(node.text)
        if len(ranges) > 1:
            yield " and ".join(min(names) for names in ranges.values())

    def shared(self, title: str, page: etree._Element) -> Iterator[Fault]:
        for formula in page.iter(f"{MAIN}f"):
            if formula.get("t") == "shared" and formula.text:
                where = f"{title}!{formula.get('ref')}"
                yield from (Fault(rule, where, what) for rule, what in self.not_to_share(formula.text))

    def not_to_share(self, formula: str) -> Iterator[tuple[str, str]]:
        """What may not stand in a formula that cells share; names may by the specification, not by our own rule."""
        kinds = {"array": "an array constant", "table": "a reference to a table", "error": "an error value"}
        for node in nodes_of(formula):
            if node.kind == "reference" and node.sheet:
                yield "shared", f"it refers to a sheet by name: {node.text}"
            elif node.kind == "name" and not self.is_fixed(node.text):
                yield "shared name", f"the name is not for cells that stay in their place: {node.text}"
            elif node.kind in kinds or node.kind in ON_REFERENCES:
                yield "shared", f"it has {kinds.get(node.kind, f'an operator on references ({node.kind})')}"

    def is_fixed(self, name: str) -> bool:
        """Whether a name stands for cells with dollar signs and nothing else, so that it means the same everywhere."""
        cells = self.by_name.get(name.rpartition("!")[2].lower(), "").rpartition("!")[2]
        return re.fullmatch(r"\$[A-Z]{1,3}\$\d{1,7}(?::\$[A-Z]{1,3}\$\d{1,7})?", cells) is not None

    # --- validations and conditional formats ---

    def validations(self, title: str, page: etree._Element) -> Iterator[Fault]:
        taken: list[tuple[str, tuple[int, int, int, int]]] = []
        for rule in page.iter(f"{MAIN}dataValidation"):
            areas = (rule.get("sqref") or "").split()
            where = f"{title}!{' '.join(areas)}"
            for area in areas:
                box = box_of(area)
                yield from (
                    Fault("overlap", where, f"another validation is there: {other}")
                    for other, its in taken
                    if overlap(box, its)
                )
                taken.append((area, box))
            yield from (Fault("message", where, what) for what in messages(rule))
            for part in ("formula1", "formula2"):
                yield from self.in_validation(where, rule.findtext(f"{MAIN}{part}") or "")

    def in_validation(self, where: str, formula: str) -> Iterator[Fault]:
        if not formula:
            return
        if len(formula) > LONGEST_IN_VALIDATION:
            yield Fault("validation", where, f"the formula has {len(formula)} letters")
        yield from self.formula(where, formula, volatile=frozenset({"OFFSET"}))
        kinds = {"array": "an array constant", "table": "a reference to a table"}
        for number, node in enumerate(nodes_of(formula)):
            if node.kind in kinds or node.kind in ON_REFERENCES:
                what = kinds.get(node.kind, f"an operator on references ({node.kind})")
                yield Fault("validation", where, f"it has {what}")
            elif number and node.kind == "reference" and node.sheet:
                yield Fault("validation", where, f"a larger formula refers to a sheet by name: {node.text}")

    def conditional_formats(self, title: str, page: etree._Element) -> Iterator[Fault]:
        kinds = {"array": "an array constant", "table": "a reference to a table"}
        for group in page.iter(f"{MAIN}conditionalFormatting"):
            where = f"{title}!{group.get('sqref')}"
            for formula in (each.text or "" for each in group.iter(f"{MAIN}formula")):
                yield from self.too_long(where, formula)
                yield from self.formula(where, formula)
                for node in nodes_of(formula):
                    if node.kind in kinds or node.kind in ON_REFERENCES:
                        what = kinds.get(node.kind, f"an operator on references ({node.kind})")
                        yield Fault("format", where, f"it has {what}")
                    elif node.sheet:
                        yield Fault("format", where, f"it refers to a sheet by name: {node.text}")

    # --- names and tables ---

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """The formula of each name, in lower case."""
        return {name.get("name", "").lower(): name.text or "" for name in self.book.iter(f"{MAIN}definedName")}

    def names(self) -> Iterator[Fault]:
        named = [*self.book.iter(f"{MAIN}definedName")]
        scoped = Counter((name.get("name", "").lower(), name.get("localSheetId")) for name in named)
        for name in named:
            text, formula = name.get("name", ""), name.text or ""
            if scoped[text.lower(), name.get("localSheetId")] > 1:
                yield Fault("name", text, "the name is there twice")
            if text.startswith(BUILT_IN):
                continue
            if not _NAME.fullmatch(text) or len(text) > LONGEST_NAME or _LIKE_A_CELL.fullmatch(text):
                yield Fault("name", text, "the name is not one, or is like a cell")
            yield from self.too_long(text, formula)
            yield from self.formula(text, formula, volatile=frozenset({"OFFSET"}))
            references = [node for node in nodes_of(formula) if node.kind == "reference"]
            if any(not node.sheet for node in references):
                yield Fault("name", text, "it refers to cells without saying in which sheet")
            if any(re.search(r"(?<!\$)\b[A-Z]|(?<![$\d])\d", node.text.rpartition("!")[2]) for node in references):
                yield Fault("name", text, "it refers to other cells from each cell, which IronCalc reads otherwise")

    @cached_property
    def tables(self) -> list[_Table]:
        found = []
        for title, name in sheet_parts(self.parts).items():
            place = PurePosixPath(name)
            links = self.parts.get(str(place.parent / "_rels" / f"{place.name}.rels"))
            for link in etree.fromstring(links) if links else ():
                if link.get("Type", "").endswith("/table"):
                    part = f"xl/tables/{PurePosixPath(link.get('Target', '')).name}"
                    found.append(self.read_table(title, etree.fromstring(self.parts[part])))
        return found

    def read_table(self, title: str, table: etree._Element) -> _Table:
        columns = (
            (column.get("name", ""), column.findtext(f"{MAIN}calculatedColumnFormula") or "")
            for column in table.iter(f"{MAIN}tableColumn")
        )
        return _Table(table.get("displayName", ""), title, table.get("ref", ""), tuple(columns))

    def tables_as_such(self) -> Iterator[Fault]:
        names = Counter([*(table.name.lower() for table in self.tables), *self.by_name])
        for table in self.tables:
            if names[table.name.lower()] > 1:
                yield Fault("table", table.name, "another table or name is called so")
            if not _NAME.fullmatch(table.name) or _LIKE_A_CELL.fullmatch(table.name):
                yield Fault("table", table.name, "the name is not one, or is like a cell")

    @cached_property
    def cells(self) -> Mapping[tuple[str, str], tuple[str, object]]:
        return dict(cells(self.path))

    def table(self, table: _Table) -> Iterator[Fault]:
        first_column, header, last_column, _ = table.corners
        where = f"{table.sheet}!{table.ref}"
        if len(table.columns) != last_column - first_column + 1:
            yield Fault("table", where, f"it has {len(table.columns)} columns")
        doubled = Counter(heading.lower() for heading, _ in table.columns)
        for number, (heading, formula) in enumerate(table.columns, start=first_column):
            if doubled[heading.lower()] > 1:
                yield Fault("table", where, f"two columns are called {heading}")
            shown = self.cells.get((table.sheet, f"{column_letter(number)}{header}"), ("", ""))[1]
            if shown != heading:
                yield Fault("table", where, f"the heading {heading!r} reads {shown!r} in its cell")
            if formula:
                yield from self.too_long(where, formula)
                yield from self.formula(where, formula)
                yield from self.calculated(table, number, formula)

    def calculated(self, table: _Table, number: int, formula: str) -> Iterator[Fault]:
        """The formula for new rows is that of the rows which are there."""
        first_column, header, _, last = table.corners
        letters = {heading: column_letter(at) for at, (heading, _) in enumerate(table.columns, start=first_column)}
        for row in range(header + 1, last + 1):
            address = f"{column_letter(number)}{row}"
            there = self.cells.get((table.sheet, address), ("", ""))[0]
            if there != in_row(formula, table.name, letters, row):
                yield Fault("calculated", f"{table.sheet}!{address}", "its formula is not the one that new rows get")
                return


tree_of = lru_cache(maxsize=4096)(parsed)  # files of one template have the same formulas


def nodes_of(formula: str) -> list[Node]:
    """Every part of a formula; none where it is not one, which is another fault."""
    try:
        return [*tree_of(formula).all()] if formula else []
    except NotAFormula:
        return []


def plain(sheet: str) -> str:
    """A sheet's title, from the way it stands in a formula."""
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def called(call: Node) -> Iterator[tuple[str, str]]:
    """What is wrong with a call: Excel 2013 does not know it, or takes other arguments."""
    name = call.text.upper().removeprefix(PREFIX)
    if name in LATER:
        yield "function", f"{name} is of Excel {LATER[name]}"
    elif name not in FUNCTIONS:
        yield "function", f"{name} is not known to all engines"
    else:
        fewest, most = FUNCTIONS[name]
        if not fewest <= len(call.parts) <= min(most, MOST_ARGUMENTS):
            yield "arguments", f"{name} has {len(call.parts)} arguments"
        if (name in NEEDS_PREFIX) != call.text.upper().startswith(PREFIX):
            yield "function", f"{name} is spelt {call.text} in the file"


def messages(rule: etree._Element) -> Iterator[str]:
    """The texts of a validation that are too long."""
    longest = {"prompt": LONGEST_MESSAGE, "error": LONGEST_MESSAGE}
    longest |= {"promptTitle": LONGEST_TITLE, "errorTitle": LONGEST_TITLE}
    for key, most in longest.items():
        if len(rule.get(key) or "") > most:
            yield f"{key} has {len(rule.get(key) or '')} letters"


def box_of(area: str) -> tuple[int, int, int, int]:
    """First column and row, last column and row."""
    first, _, last = area.partition(":")
    return *position(first), *position(last or first)


def overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether two areas have a cell in common."""
    across = one[0] <= other[2] and other[0] <= one[2]
    return across and one[1] <= other[3] and other[1] <= one[3]


def in_row(formula: str, table: str, letters: Mapping[str, str], row: int) -> str:
    """A formula in the terms of its table, as a cell of a row has it: T[[#This Row],[Area]] becomes $B7."""

    def spelled(match: re.Match[str]) -> str:
        ends = [re.sub(r"'(.)", r"\1", heading) for heading in (match["first"], match["last"]) if heading]
        if match["table"].lower() != table.lower() or any(heading not in letters for heading in ends):
            return match[0]
        return ":".join(f"${letters[heading]}{row}" for heading in ends)

    return _THIS_ROW.sub(spelled, formula)
