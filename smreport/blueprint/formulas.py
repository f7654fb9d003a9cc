"""The speller of Excel: typed expressions that formulas are put together from.

An expression is a Text, a Number or a Truth, or a place in the workbook that may hold anything: a Cell, or a
Range of them. What takes a number takes nothing else. Excel ranks logical values above texts and texts above
numbers, so that ``FALSE>0`` is true in Excel (and not in LibreOffice): where kinds met by accident, programs
would differ. An expression may stand for ``many`` values, one for each row of a range; functions that do not
work row by row in every program (AND, OR, NOT, IF, ISNUMBER) refuse those.

Every function used is in Excel 2013. docs/formulas.md says what each does in four programs. Texts are compared
with ``=``, not with COUNTIF, which takes * and ? for wildcards and "3" for 3, nor with MATCH outside ``text_numbers``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from smreport.blueprint.addresses import column_letter
from smreport.frozen import Frozen

LONGEST_TEXT, LONGEST_FORMULA, MOST_PARTS = 255, 8192, 20


class Expression(Frozen):
    """A piece of a formula, as it is spelled in Excel; ``many`` where it has a value for each row of a range."""

    spelled: str
    many: bool = False

    def __format__(self, spec: str) -> str:
        raise TypeError(f"{self!r} is put together with the functions of formulas, not in a text")


class Cell(Expression):
    """A single cell, which may hold anything."""


class Range(Expression):
    """The cells of a column, which may hold anything."""

    many: bool = True


class Text(Expression):
    """A text without outer and doubled spaces."""


class Parts(Text):
    """Several choices as ;a;b; in lower case, ready to be searched for ;a;."""


class Number(Expression):
    """A number; it can be added, subtracted, multiplied and divided with numbers."""

    def __add__(self, other: Number) -> Number:
        return _arithmetic("+", self, other)

    def __sub__(self, other: Number) -> Number:
        return _arithmetic("-", self, other)

    def __mul__(self, other: Number) -> Number:
        return _arithmetic("*", self, other)

    def __truediv__(self, other: Number) -> Number:
        return _arithmetic("/", self, other)


class Truth(Expression):
    """A condition; ``counts`` where Excel sees 0 or 1 in it rather than FALSE or TRUE."""

    counts: bool = False


class Shown(Expression):
    """What a cell shows: a text or a number. It is the end of a formula: nothing takes it but ``shown``."""


Kind = TypeVar("Kind", Text, Number)
ALWAYS, NEVER = Truth("TRUE"), Truth("FALSE")
SIGNED = Truth('LEN("smreport")>0')  # always true, and tells our conditional formats from people's own


def _expect(kind: type[Expression] | tuple[type[Expression], ...], *values: Expression) -> None:
    for value in values:
        if not isinstance(value, kind):
            kinds = kind if isinstance(kind, tuple) else (kind,)
            raise TypeError(f"{' or '.join(expected.__name__ for expected in kinds)} expected, got {value!r}")


def _expect_one(*values: Expression) -> None:
    for value in values:
        if value.many:
            raise TypeError(f"one value expected, got one for each row: {value!r}")


def _many(*values: Expression) -> bool:
    return any(value.many for value in values)


def _arithmetic(sign: str, left: Number, right: Number) -> Number:
    _expect(Number, left, right)
    return Number(f"({left.spelled}{sign}{right.spelled})", _many(left, right))


# --- constants and places ---


def text(value: str) -> Text:
    """A text constant. Longer ones are put together from parts, as Excel takes 255 characters at most."""
    parts = [value[start : start + LONGEST_TEXT] for start in range(0, len(value), LONGEST_TEXT)] or [""]
    return Text("&".join('"' + part.replace('"', '""') + '"' for part in parts))


def number(value: float) -> Number:
    """A number constant."""
    return Number(f"{value:.15G}")


def trimmed(cell: Cell) -> Text:
    """What a cell shows, without outer and doubled spaces; a number becomes its digits."""
    _expect(Cell, cell)
    return Text(f"TRIM({cell.spelled})")


def as_text(cell: Cell) -> Text:
    """What a cell shows, spaces and all; nothing for a blank cell."""
    _expect(Cell, cell)
    return Text(f'({cell.spelled}&"")')


def number_in(cell: Cell | Range) -> Number:
    """The number in a cell, for use beside ``is_number`` only: a text there would be an error, or rank as larger."""
    _expect((Cell, Range), cell)
    return Number(cell.spelled, cell.many)


# --- conditions ---


def same(left: Text, right: Text) -> Truth:
    """Equal but for case."""
    return _compared("=", Text, left, right)


def filled(value: Cell | Text) -> Truth:
    """Whether there is something other than spaces."""
    return _against_nothing("<>", value)


def blank(value: Cell | Text) -> Truth:
    return _against_nothing("=", value)


def _against_nothing(sign: str, value: Cell | Text) -> Truth:
    return _compared(sign, Text, trimmed(value) if isinstance(value, Cell) else value, text(""))


def less(left: Number, right: Number) -> Truth:
    return _compared("<", Number, left, right)


def more(left: Number, right: Number) -> Truth:
    return _compared(">", Number, left, right)


def at_least(left: Number, right: Number) -> Truth:
    return _compared(">=", Number, left, right)


def at_most(left: Number, right: Number) -> Truth:
    return _compared("<=", Number, left, right)


def equals(left: Number, right: Number) -> Truth:
    return _compared("=", Number, left, right)


def differs(left: Number, right: Number) -> Truth:
    return _compared("<>", Number, left, right)


def _compared(sign: str, kind: type[Expression], left: Expression, right: Expression) -> Truth:
    _expect(kind, left, right)
    return Truth(f"({left.spelled}{sign}{right.spelled})", _many(left, right))


def is_number(cell: Cell | Range) -> Truth:
    """Whether there is a number. Over a range by rank, as IronCalc and Gnumeric know ISNUMBER of one cell only."""
    _expect((Cell, Range), cell)
    return Truth(f'({cell.spelled}<"")', many=True) if cell.many else Truth(f"ISNUMBER({cell.spelled})")


def both(*conditions: Truth) -> Truth:
    """All conditions at once: a product where one of them stands for many rows, since AND would join the rows."""
    _expect(Truth, *conditions)
    if len(conditions) == 1:
        return conditions[0]
    if not _many(*conditions):
        return Truth(f"AND({','.join(condition.spelled for condition in conditions)})")
    return Truth(f"({'*'.join(condition.spelled for condition in conditions)})", many=True, counts=True)


def either(*conditions: Truth) -> Truth:
    """At least one condition; over many rows a sum, which is a number also where a condition is TRUE or FALSE."""
    _expect(Truth, *conditions)
    if len(conditions) == 1:
        return conditions[0]
    if not _many(*conditions):
        return Truth(f"OR({','.join(condition.spelled for condition in conditions)})")
    return Truth(f"(({'+'.join(condition.spelled for condition in conditions)})>0)", many=True)


def negated(condition: Truth) -> Truth:
    _expect(Truth, condition)
    if condition.many:
        return Truth(f"(1-{condition.spelled})", many=True, counts=True)
    return Truth(f"NOT({condition.spelled})")


def one_of(cell: Cell | Text, values: Iterable[str]) -> Truth:
    """Whether the cell is one of the texts."""
    typed = trimmed(cell) if isinstance(cell, Cell) else cell
    return either(*(same(typed, text(value)) for value in values))


def among(cell: Cell, values: Iterable[str], length: int = 99) -> Truth:
    """Whether a cell is one of many texts without a bar, as far as so many letters go; shorter than ``one_of``."""
    _expect_one(cell)
    listed = text("|".join(["", *(value[:length].lower() for value in values), ""])).spelled
    return Truth(f'ISNUMBER(FIND("|"&LOWER(MID({trimmed(cell).spelled},1,{length}))&"|",{listed}))')


def says(cell: Cell, words: str) -> Truth:
    """Whether these very words, in this case, stand in one cell."""
    _expect(Cell, cell)
    _expect_one(cell)
    return Truth(f"ISNUMBER(FIND({text(words).spelled},{cell.spelled}))")


def shows(cell: Cell, words: str) -> Truth:
    """Whether one cell shows these words and no others."""
    _expect(Cell, cell)
    return Truth(f"{cell.spelled}={text(words).spelled}", cell.many)


def all_show(cells: Mapping[str, str]) -> Truth:
    """Whether some cells, by their full addresses, show just these words; not for a formula that cells share."""
    return Truth(f"AND({','.join(f'{address}={text(words).spelled}' for address, words in cells.items())})")


def saying(cells: Range, words: str) -> Truth:
    """In which rows of a range these very words stand; taken out, they would be shorter."""
    _expect(Range, cells)
    without = f'SUBSTITUTE({cells.spelled},{text(words).spelled},"")'
    return Truth(f"(LEN({without})<LEN({cells.spelled}))", many=True)


def showing(cells: Range) -> Truth:
    """In which rows of a range anything shows."""
    _expect(Range, cells)
    return Truth(f'({cells.spelled}<>"")', many=True)


def is_typed_over(cell: Cell) -> Truth:
    """Whether one cell, which is meant to hold a formula, shows something and holds none."""
    _expect(Cell, cell)
    _expect_one(cell)
    return Truth(f'AND({cell.spelled}<>"",NOT(_xlfn.ISFORMULA({cell.spelled})))')


def nothing_in(cells: Iterable[Cell]) -> Truth:
    """Whether all these cells are blank or hold spaces only."""
    all_cells = list(cells)
    _expect(Cell, *all_cells)
    return Truth(f"({'+'.join(f'LEN(TRIM({cell.spelled}))' for cell in all_cells)}=0)")


# --- numbers over many rows ---


def counted(condition: Truth) -> Number:
    """1 where the condition holds, else 0."""
    _expect(Truth, condition)
    return Number(condition.spelled if condition.counts else f"({condition.spelled}*1)", condition.many)


def _product(factors: tuple[Truth | Number, ...]) -> str:
    _expect((Truth, Number), *factors)
    if len(factors) == 1 and isinstance(factors[0], Truth):
        return counted(factors[0]).spelled
    return "*".join(factor.spelled for factor in factors)


def total(*factors: Truth | Number) -> Number:
    """The sum over rows of the product of factors; conditions count as 0 or 1."""
    return Number(f"SUMPRODUCT({_product(factors)})")


def total_where(condition: Truth, figures: Range) -> Number:
    """The sum of the figures in the rows where the condition holds; what is no number there counts as 0."""
    _expect(Truth, condition)
    _expect(Range, figures)
    return Number(f"SUMPRODUCT({counted(condition).spelled},{figures.spelled})")


def highest(*factors: Truth | Number) -> Number:
    """The largest product of factors in any row, 0 where none is above."""
    return Number(f"SUMPRODUCT(LARGE({_product(factors)},1))")  # Gnumeric does not take MAX of what is worked out


def positions(cells: Range | Text) -> Number:
    """The position of each row in a range, counted from 1."""
    _expect((Range, Text), cells)
    return Number(f"(ROW({cells.spelled})-MIN(ROW({cells.spelled}))+1)", many=True)


def place_of(wanted: Text, names: Text) -> Number:
    """The last position at which a text stands among others, counted from 1; 0 where it does not."""
    return highest(same(names, wanted), filled(names), positions(names))


def nth_position(n: Number, condition: Truth, cells: Range | Text) -> Number:
    """The position of the n-th row in which the condition holds, out of reach where there is none."""
    _expect(Number, n)
    _expect(Truth, condition)
    out_of_reach = f"(1-{condition.spelled})*10000000"
    return Number(f"SUMPRODUCT(SMALL({positions(cells).spelled}+{out_of_reach},{n.spelled}))")


def this_row_below(row: int) -> Number:
    """How many rows the formula's own cell is below a row of its sheet, wherever that may move."""
    return Number(f"(ROW()-ROW($A${row}))")


def item(cells: Range | Text, position: Number) -> Cell:
    """The cell of a range at a position, counted from 1."""
    _expect((Range, Text), cells)
    _expect(Number, position)
    return Cell(f"INDEX({cells.spelled},{position.spelled})")


def number_at(numbers: Number, position: Number) -> Number:
    """The number at a position of a range that holds numbers only."""
    _expect(Number, numbers, position)
    return Number(f"INDEX({numbers.spelled},{position.spelled})")


def worth(word: Text, words: Text, values: Number) -> Number:
    """The value of a scale's word, 0 where it is blank or unknown."""
    _expect_one(word)
    return total(same(words, word), values)


def different(numbers: Number, names: Text | Range) -> Number:
    """How many different numbers from 1 on there are, up to the number of the names.

    FREQUENCY counts in classes: up to 0, up to 1 and so on; the first holds the zeros, if there are any.
    """
    _expect(Number, numbers)
    classes = f"{positions(names).spelled}-1"
    zeros = f"(SUMPRODUCT(({numbers.spelled}=0)*1)>0)"
    return Number(f"(SUMPRODUCT((FREQUENCY({numbers.spelled},{classes})>0)*1)-{zeros})")


def present_value(rate: Number, years: Number, payment: Number) -> Number:
    """What yearly payments at the end of each year are worth now."""
    _expect(Number, rate, years, payment)
    return Number(f"(-PV({rate.spelled},{years.spelled},{payment.spelled}))")


def rounded_down(value: Number) -> Number:
    _expect(Number, value)
    return Number(f"INT({value.spelled})", value.many)


def months_spanned(first: Number, last: Number) -> Number:
    """How many months there are from one day's to another's, both counted."""
    _expect(Number, first, last)
    start, end = (f"(12*YEAR({day.spelled})+MONTH({day.spelled}))" for day in (first, last))
    return Number(f"({end}-{start}+1)")


# --- cells with several choices ---


def parts(cell: Cell, separator: str) -> Parts:
    """The choices in a cell, ready to be searched."""
    _expect(Cell, cell)
    plain = f"LOWER(TRIM({cell.spelled}))"
    tight = f'SUBSTITUTE(SUBSTITUTE({plain},"{separator} ","{separator}")," {separator}","{separator}")'
    return Parts(f'"{separator}"&{tight}&"{separator}"')


def contains_part(several: Parts, part: Text, separator: str) -> Truth:
    """Whether the choices have this one among them; taken out, they would be shorter."""
    _expect(Parts, several)
    _expect(Text, part)
    wanted = f'"{separator}"&LOWER({part.spelled})&"{separator}"'
    shorter = f'(LEN(SUBSTITUTE({several.spelled},{wanted},""))<LEN({several.spelled}))'
    return Truth(f"({shorter}*{filled(part).spelled})", _many(several, part), counts=True)


def unknown_parts(cell: Cell, known: Text, separator: str, where: Truth | None = None) -> Truth:
    """Whether a choice in the cell is not among the known ones, or only in rows other than ``where``.

    FREQUENCY tells how many of the choices were found, each once, however often it is listed; its first
    class counts the pairs that do not match, of which there are always some.
    """
    _expect(Cell, cell)
    _expect(Text, known)
    several = _split(cell, separator)
    conditions = [Truth(f"({known.spelled}={several})", many=True), filled(known), *([where] if where else [])]
    pairs = "*".join(condition.spelled for condition in conditions)
    matched = f"SUMPRODUCT(--(FREQUENCY({pairs}*{_COUNTED},{_COUNTED}-1)>0))-1"
    return Truth(f'({matched}<SUMPRODUCT(--({several}<>"")))')


_COUNTED = (
    f"COLUMN($A$1:${column_letter(MOST_PARTS)}$1)"  # 1, 2, 3 …; an array constant may not stand in a shared formula
)


def _split(cell: Cell, separator: str) -> str:
    """The choices in a cell as one row of texts, "" beyond the last; twenty at most."""
    spread = f'SUBSTITUTE({cell.spelled},"{separator}",REPT(" ",LEN({cell.spelled})))'
    return f"TRIM(MID({spread},({_COUNTED}-1)*LEN({cell.spelled})+1,LEN({cell.spelled})))"


# --- what is shown ---


def choose(condition: Truth, then: Kind, otherwise: Kind) -> Kind:
    """One of two texts, or one of two numbers."""
    _expect(Truth, condition)
    _expect_one(condition)
    _expect(Text if isinstance(then, Text) else Number, then, otherwise)
    return type(then)(f"IF({condition.spelled},{then.spelled},{otherwise.spelled})")


def shown(condition: Truth, then: Number | Text | Shown, otherwise: Number | Text | Shown | None = None) -> Shown:
    """One of two things to show; nothing where the condition fails and there is no other."""
    _expect(Truth, condition)
    _expect_one(condition)
    other = otherwise or text("")
    _expect((Number, Text, Shown), then, other)
    return Shown(f"IF({condition.spelled},{then.spelled},{other.spelled})")


def unless_error(value: Number | Text | Shown, otherwise: Number | Text) -> Shown:
    _expect((Number, Text, Shown), value)
    return Shown(f"IFERROR({value.spelled},{otherwise.spelled})")


def joined(*texts: Text) -> Text:
    """Texts one after the other."""
    _expect(Text, *texts)
    return Text("&".join(piece.spelled for piece in texts), _many(*texts))


def of_a_filled_row(row_is_blank: Truth, value: Expression) -> Shown:
    """What a cell that the workbook fills in shows: nothing in a blank row, or where there is an error."""
    _expect((Number, Text, Shown), value)
    return unless_error(shown(row_is_blank, text(""), Shown(value.spelled)), text(""))


def replaced(within: Text, part: str, other: str) -> Text:
    """A text with something else in each place of a part."""
    return Text(f"SUBSTITUTE({within.spelled},{text(part).spelled},{text(other).spelled})", within.many)


def list_source(cells: Range | Text) -> str:
    """The source of a drop-down: all cells of a range."""
    return f"={cells.spelled}"


def filled_part(cells: Range | Text) -> str:
    """The source of a drop-down: a one-column range without the blank cells at its end.

    Names, and no reference to another sheet: those are barred from larger formulas of drop-downs, and so are
    range operators such as A5:INDEX() ([MS-XLSB] 2.5.98.8).
    """
    name = cells.spelled
    rows = highest(showing(Range(name)), positions(cells)).spelled
    return f"=OFFSET({name},0,0,MAX(1,{rows}),1)"


def group_part(choices: Range | Text, group: Truth, before: Number, size: Number) -> str:
    """The source of a drop-down: the choices of the row's group, which stand together; all where it has none."""
    start, rows = highest(group, before).spelled, highest(group, size).spelled
    return f"=OFFSET({choices.spelled},{start},0,IF({rows}>0,{rows},ROWS({choices.spelled})),1)"
