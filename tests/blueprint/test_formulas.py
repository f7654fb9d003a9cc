"""The spelling of Excel, and that kinds cannot be mixed; what programs make of it is tested in engines/."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from openpyxl.formula import Tokenizer
from openpyxl.utils import get_column_letter
from openpyxl.utils.formulas import FORMULAE

from smreport.blueprint import addresses, formulas
from smreport.blueprint.columns import Label
from smreport.blueprint.computed import compose_label
from smreport.blueprint.model import Blueprint

NOT_IN_EXCEL_2013 = {
    "XLOOKUP", "XMATCH", "LET", "LAMBDA", "FILTER", "UNIQUE", "SORT", "SEQUENCE", "TEXTJOIN", "CONCAT", "IFS", "SWITCH",
    "MAXIFS", "MINIFS", "TEXTSPLIT", "VSTACK", "TAKE", "DROP",
}  # fmt: skip
SPELLERS = {"formulas.py", "text_numbers.py", "named_parts.py"}
GUESSING = {"MATCH", "COUNTIF", "VLOOKUP", "SUMIF", "LOOKUP"}  # they take * and ? for wildcards, or "3" for 3
PACKAGE = Path(formulas.__file__).parents[1]
KNOWN_TO_EXCEL = FORMULAE
VOLATILE = {"OFFSET", "INDIRECT", "TODAY", "NOW", "RAND"}


def all_formulas(blueprint: Blueprint) -> Iterator[tuple[str, str]]:
    """Every formula of the first row of each sheet, with the place it stands in."""
    for sheet in blueprint:
        row = sheet.first_row
        for rule in sheet.rules:
            yield rule.code(sheet), rule.condition(blueprint, sheet, row).spelled
        for column in sheet.columns:
            if column.computation:
                yield f"{sheet.key}.{column.key}", column.computation.formula(blueprint, sheet, row).spelled
            elif isinstance(column.type, Label):
                yield f"{sheet.key}.{column.key}", compose_label(column, sheet, row).spelled


def functions(formula: str) -> set[str]:
    bare = re.sub(r'"[^"]*"', '""', formula)
    return set(re.findall(r"([A-Z][A-Z0-9.]+)\(", bare))


def test_only_functions_of_excel_2013_are_used_and_none_that_recalculates_always(blueprint: Blueprint) -> None:
    used = {name for _, formula in all_formulas(blueprint) for name in functions(formula)}
    assert "SUMPRODUCT" in used
    assert not used & (NOT_IN_EXCEL_2013 | VOLATILE)


def test_no_check_guesses_with_wildcards(blueprint: Blueprint) -> None:
    checks = {rule.code(sheet) for sheet in blueprint for rule in sheet.rules}
    used = {place: functions(formula) for place, formula in all_formulas(blueprint) if place in checks}
    assert [place for place in used if used[place] & GUESSING] == []


def test_every_formula_has_balanced_brackets_and_short_texts(blueprint: Blueprint) -> None:
    for place, formula in all_formulas(blueprint):
        tokens = Tokenizer(f"={formula}").items
        opened = sum(token.subtype == "OPEN" for token in tokens)
        assert opened == sum(token.subtype == "CLOSE" for token in tokens), place
        texts = [token.value for token in tokens if token.type == "OPERAND" and token.subtype == "TEXT"]
        assert all(len(text) <= formulas.LONGEST_TEXT + 2 for text in texts), place


@pytest.mark.parametrize("number", [1, 26, 27, 52, 53, 702, 703, 16_384])
def test_columns_are_lettered_as_in_excel(number: int) -> None:
    assert addresses.column_letter(number) == get_column_letter(number)


def test_quotes_in_titles_and_texts_are_doubled() -> None:
    assert addresses.sheet_name("Ann's sheet") == "'Ann''s sheet'"
    assert formulas.text('say "yes"').spelled == '"say ""yes"""'
    assert formulas.text("").spelled == '""'


def test_long_texts_are_put_together_from_parts() -> None:
    parts = formulas.text("x" * 600).spelled.split("&")
    assert [len(part) - 2 for part in parts] == [255, 255, 90]


def test_a_formula_is_put_in_the_terms_of_its_table_so_that_it_holds_in_new_rows() -> None:
    headings = {"A": "Check", "B": "Area", "C": "Kind", "D": "What [it] is"}
    formula = """IF(TRIM($B7:$D7)="$B7",'4 Mapping'!$B$7:$B$206,$B7&$D7&$C$7&'Lists'!$B7)"""
    assert addresses.in_table_terms(formula, "Areas", headings, 7) == (
        """IF(TRIM(Areas[[#This Row],[Area]:[What '[it'] is]])="$B7",'4 Mapping'!$B$7:$B$206,"""
        """Areas[[#This Row],[Area]]&Areas[[#This Row],[What '[it'] is]]&$C$7&'Lists'!$B7)"""
    )


# --- kinds ---

PIECES: dict[str, formulas.Expression] = {
    "a cell": formulas.Cell("$B7"),
    "a range": formulas.Range("all_areas_name"),
    "a text": formulas.text("x"),
    "texts": formulas.Text("text_areas_name", many=True),
    "choices": formulas.Parts("parts_portfolio_areas", many=True),
    "a number": formulas.number(1),
    "numbers": formulas.Number("worth_mapping_strength", many=True),
    "a condition": formulas.ALWAYS,
    "conditions": formulas.same(formulas.Text("text_areas_name", many=True), formulas.text("x")),
    "something shown": formulas.shown(formulas.ALWAYS, formulas.number(1)),
}
TEXTS, NUMBERS = {"a text", "texts", "choices"}, {"a number", "numbers"}
CONDITIONS = {"a condition", "conditions"}
TAKEN: dict[str, tuple[Callable[..., object], tuple[set[str], ...]]] = {
    "equal texts": (formulas.same, (TEXTS, TEXTS)),
    "less": (formulas.less, (NUMBERS, NUMBERS)),
    "more": (formulas.more, (NUMBERS, NUMBERS)),
    "at least": (formulas.at_least, (NUMBERS, NUMBERS)),
    "at most": (formulas.at_most, (NUMBERS, NUMBERS)),
    "equal numbers": (formulas.equals, (NUMBERS, NUMBERS)),
    "plus": (formulas.Number.__add__, (NUMBERS, NUMBERS)),
    "minus": (formulas.Number.__sub__, (NUMBERS, NUMBERS)),
    "times": (formulas.Number.__mul__, (NUMBERS, NUMBERS)),
    "divided": (formulas.Number.__truediv__, (NUMBERS, NUMBERS)),
    "both": (formulas.both, (CONDITIONS, CONDITIONS)),
    "either": (formulas.either, (CONDITIONS, CONDITIONS)),
    "negated": (formulas.negated, (CONDITIONS,)),
    "counted": (formulas.counted, (CONDITIONS,)),
    "total": (formulas.total, (CONDITIONS | NUMBERS, CONDITIONS | NUMBERS)),
    "total of figures": (formulas.total_where, (CONDITIONS, {"a range"})),
    "filled": (formulas.filled, (TEXTS | {"a cell"},)),
    "a number?": (formulas.is_number, ({"a cell", "a range"},)),
    "trimmed": (formulas.trimmed, ({"a cell"},)),
    "joined": (formulas.joined, (TEXTS, TEXTS)),
    "a chosen number": (formulas.choose, ({"a condition"}, NUMBERS, NUMBERS)),
    "shown": (formulas.shown, ({"a condition"}, TEXTS | NUMBERS | {"something shown"})),
    "one or the other shown": (formulas.shown, ({"a condition"}, *[TEXTS | NUMBERS | {"something shown"}] * 2)),
    "shown, or else": (lambda value: formulas.unless_error(value, NOTHING), (TEXTS | NUMBERS | {"something shown"},)),
    "filled rows": (formulas.of_a_filled_row, ({"a condition"}, TEXTS | NUMBERS | {"something shown"})),
    "as text": (formulas.as_text, ({"a cell"},)),
    "the number in": (formulas.number_in, ({"a cell", "a range"},)),
    "blank": (formulas.blank, (TEXTS | {"a cell"},)),
    "different": (formulas.differs, (NUMBERS, NUMBERS)),
    "one of": (lambda cell: formulas.one_of(cell, ["x", "y"]), (TEXTS | {"a cell"},)),
    "among": (lambda cell: formulas.among(cell, ["x", "y"]), ({"a cell"},)),
    "says": (lambda cell: formulas.says(cell, "x"), ({"a cell"},)),
    "shows": (lambda cell: formulas.shows(cell, "x"), ({"a cell"},)),
    "saying": (lambda cells: formulas.saying(cells, "x"), ({"a range"},)),
    "showing": (formulas.showing, ({"a range"},)),
    "typed over": (formulas.is_typed_over, ({"a cell"},)),
    "nothing in": (lambda *cells: formulas.nothing_in(cells), ({"a cell"}, {"a cell"})),
    "highest": (formulas.highest, (CONDITIONS | NUMBERS, CONDITIONS | NUMBERS)),
    "positions": (formulas.positions, (TEXTS | {"a range"},)),
    "the place of": (formulas.place_of, (TEXTS, TEXTS)),
    "the n-th position": (formulas.nth_position, (NUMBERS, CONDITIONS, TEXTS | {"a range"})),
    "an item": (formulas.item, (TEXTS | {"a range"}, NUMBERS)),
    "a number at": (formulas.number_at, (NUMBERS, NUMBERS)),
    "worth": (formulas.worth, ({"a text"}, TEXTS, NUMBERS | CONDITIONS)),
    "how many different": (formulas.different, (NUMBERS, TEXTS | {"a range"})),
    "present value": (formulas.present_value, (NUMBERS, NUMBERS, NUMBERS)),
    "rounded": (formulas.rounded_down, (NUMBERS,)),
    "months": (formulas.months_spanned, (NUMBERS, NUMBERS)),
    "choices in": (lambda cell: formulas.parts(cell, ";"), ({"a cell"},)),
    "contains": (lambda several, part: formulas.contains_part(several, part, ";"), ({"choices"}, TEXTS)),
    "unknown": (lambda cell, known: formulas.unknown_parts(cell, known, ";"), ({"a cell"}, TEXTS)),
}
NOTHING = formulas.number(0)
ROW_BY_ROW = {
    "equal texts", "less", "more", "at least", "at most", "equal numbers", "plus", "minus", "times", "divided", "both",
    "either", "negated", "counted", "filled", "a number?", "joined", "the number in", "blank", "different", "one of",
    "shows", "rounded", "contains",
}  # fmt: skip
"""What has a value for each row where one of its pieces has."""
COUNTING = {"both", "negated"}
"""What Excel has for 0 or 1 where it is of many rows."""
ALWAYS_OF_ROWS = {"saying", "showing", "positions"}


def test_only_pieces_of_the_right_kind_can_be_put_together() -> None:
    built = {
        (name, *given): put_together(build, [PIECES[each] for each in given])
        for name, (build, taken) in TAKEN.items()
        for given in product(PIECES, repeat=len(taken))
    }
    fitting = {
        (name, *given)
        for name, *given in built
        if all(each in kinds for each, kinds in zip(given, TAKEN[name][1], strict=True))
        or (name == "a chosen number" and {*given[1:]} <= TEXTS and given[0] == "a condition")
    }
    assert {way for way, piece in built.items() if piece is not None} == fitting
    of_rows = {way for way in fitting if way[0] in ROW_BY_ROW and any(PIECES[each].many for each in way[1:])}
    assert {way for way in fitting if built[way].many} == of_rows | {  # type: ignore[union-attr]
        way for way in fitting if way[0] in ALWAYS_OF_ROWS
    }
    assert {way for way in fitting if getattr(built[way], "counts", False)} == {
        way for way in fitting if way[0] == "contains" or (way[0] in COUNTING and way in of_rows)
    }


def put_together(build: Callable[..., object], pieces: list[formulas.Expression]) -> formulas.Expression | None:
    """What comes of some pieces, None where it is said what is expected in their place."""
    try:
        built = build(*pieces)
    except TypeError as refused:
        if "expected" in str(refused):
            return None
        raise
    assert isinstance(built, formulas.Expression)
    return built


def test_each_piece_is_spelt_as_excel_wants_it() -> None:
    cell, other, cells = formulas.Cell("$B7"), formulas.Cell("$C7"), formulas.Range("all_areas_name")
    one, names = formulas.number(1), formulas.Text("names", many=True)
    many = formulas.same(names, formulas.text("x"))
    first, last = formulas.number_in(cell), formulas.number_in(other)
    spelled = {
        formulas.number(0.1 + 0.2): "0.3",
        formulas.number(1e15): "1E+15",
        formulas.number(-2): "-2",
        (first + last) * (first - last) / last: "((($B7+$C7)*($B7-$C7))/$C7)",
        formulas.as_text(cell): '($B7&"")',
        formulas.one_of(cell, ["x", "y"]): 'OR((TRIM($B7)="x"),(TRIM($B7)="y"))',
        formulas.among(cell, ["Yes", "x"], 2): 'ISNUMBER(FIND("|"&LOWER(MID(TRIM($B7),1,2))&"|","|ye|x|"))',
        formulas.among(cell, ["Yes"]): 'ISNUMBER(FIND("|"&LOWER(MID(TRIM($B7),1,99))&"|","|yes|"))',
        formulas.shows(cell, "x"): '$B7="x"',
        formulas.all_show({"A!$B$1": "x", "A!$B$2": "y"}): 'AND(A!$B$1="x",A!$B$2="y")',
        formulas.saying(cells, "x"): '(LEN(SUBSTITUTE(all_areas_name,"x",""))<LEN(all_areas_name))',
        formulas.showing(cells): '(all_areas_name<>"")',
        formulas.is_typed_over(cell): 'AND($B7<>"",NOT(_xlfn.ISFORMULA($B7)))',
        formulas.nothing_in([cell, other]): "(LEN(TRIM($B7))+LEN(TRIM($C7))=0)",
        formulas.is_number(cells): '(all_areas_name<"")',
        formulas.both(many): '(names="x")',
        formulas.both(many, formulas.ALWAYS): '((names="x")*TRUE)',
        formulas.both(formulas.ALWAYS, formulas.NEVER): "AND(TRUE,FALSE)",
        formulas.negated(many): '(1-(names="x"))',
        formulas.counted(formulas.negated(many)): '(1-(names="x"))',
        formulas.counted(many): '((names="x")*1)',
        formulas.total_where(many, cells): 'SUMPRODUCT(((names="x")*1),all_areas_name)',
        formulas.nth_position(one, many, cells): (
            'SUMPRODUCT(SMALL((ROW(all_areas_name)-MIN(ROW(all_areas_name))+1)+(1-(names="x"))*10000000,1))'
        ),
        formulas.different(one, names): (
            "(SUMPRODUCT((FREQUENCY(1,(ROW(names)-MIN(ROW(names))+1)-1)>0)*1)-(SUMPRODUCT((1=0)*1)>0))"
        ),
        formulas.present_value(one, one, first): "(-PV(1,1,$B7))",
        formulas.rounded_down(first): "INT($B7)",
        formulas.months_spanned(first, last): "((12*YEAR($C7)+MONTH($C7))-(12*YEAR($B7)+MONTH($B7))+1)",
        formulas.of_a_filled_row(formulas.NEVER, one): 'IFERROR(IF(FALSE,"",1),"")',
        formulas.replaced(formulas.text("x"), "x", 'y"'): 'SUBSTITUTE("x","x","y""")',
        formulas.this_row_below(4): "(ROW()-ROW($A$4))",
        formulas.shown(formulas.NEVER, one): 'IF(FALSE,1,"")',
        formulas.shown(formulas.NEVER, one, one): "IF(FALSE,1,1)",
    }
    assert {piece: piece.spelled for piece in spelled} == spelled
    sources = [formulas.list_source(cells), formulas.filled_part(cells), formulas.group_part(cells, many, one, one)]
    assert sources == [
        "=all_areas_name",
        (
            '=OFFSET(all_areas_name,0,0,MAX(1,SUMPRODUCT(LARGE((all_areas_name<>"")*'
            "(ROW(all_areas_name)-MIN(ROW(all_areas_name))+1),1))),1)"
        ),
        (
            '=OFFSET(all_areas_name,SUMPRODUCT(LARGE((names="x")*1,1)),0,IF(SUMPRODUCT(LARGE((names="x")*1,1))>0,'
            'SUMPRODUCT(LARGE((names="x")*1,1)),ROWS(all_areas_name)),1)'
        ),
    ]
    where = formulas.unknown_parts(cell, names, ";", many).spelled
    assert where == formulas.unknown_parts(cell, names, ";").spelled.replace('(names<>"")', '(names<>"")*(names="x")')
    assert "COLUMN($A$1:$T$1)" in where
    assert formulas.SIGNED.spelled == 'LEN("smreport")>0'


@pytest.mark.parametrize("name", PIECES)
def test_a_piece_cannot_slip_into_a_formula_as_text(name: str) -> None:
    with pytest.raises(TypeError, match="put together"):
        f"IF({PIECES[name]},1,0)"


def test_a_single_condition_is_never_compared_with_a_number() -> None:
    """Excel ranks logical values above numbers: FALSE>0 would be true there."""
    one = formulas.same(formulas.Text("text_areas_name", many=True), formulas.text("x"))
    assert formulas.either(one) == one
    assert formulas.total(one).spelled == 'SUMPRODUCT(((text_areas_name="x")*1))'
    assert formulas.either(one, one).spelled == '(((text_areas_name="x")+(text_areas_name="x"))>0)'


def test_excel_is_spelt_in_few_modules_only() -> None:
    elsewhere = {
        f"{path.relative_to(PACKAGE)}:{node.lineno}": node.value
        for path in PACKAGE.rglob("*.py")
        if path.name not in SPELLERS
        for source in [path.read_text(encoding="utf-8")]
        if KNOWN_TO_EXCEL.intersection(re.findall(r"[A-Z][A-Z0-9.]+(?=\()", source))  # few have any: it is quicker so
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and functions(node.value) & KNOWN_TO_EXCEL
    }
    assert elsewhere == {}
