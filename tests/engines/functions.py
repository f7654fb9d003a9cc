"""What Excel's functions do with awkward cells, in Excel and elsewhere: docs/formulas.md, measured anew.

By hand: cd tests && python -m engines.functions
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from engines.cells import Value
from engines.comparison import alike
from engines.engine import WRITTEN_OUT, Engine, handed_over
from engines.iron import IronCalc
from engines.libreoffice import LibreOffice
from engines.onlyoffice import OnlyOffice

DOCUMENT = Path(__file__).parents[2] / "docs" / "formulas.md"
MEASURED: tuple[type[Engine], ...] = (LibreOffice, OnlyOffice, IronCalc)
INPUTS = ("a blank", "“3” as text", "3", "TRUE", "#N/A", "“” of a formula", "“Who*”")
BAD, NONE, NOT_RUN = "#VALUE!", "#N/A", "–"


@dataclass(frozen=True)
class Probe:
    """A function or operator, with what Excel makes of each input.

    formula  {x} stands for a cell with the input
    excel    what Excel shows: by Microsoft's pages on each function, and its order of numbers, texts, logical values
    rows     a formula over a range {r} with all inputs but the error, and what Excel shows
    use      what it is used for here
    """

    name: str
    formula: str
    excel: tuple[Value, ...]
    use: str
    rows: str = ""
    over_rows: Value = ""


PROBES = (
    Probe("TRIM", "TRIM({x})", ("", "3", "3", "TRUE", NONE, "", "Who*"), "texts of cells, before they are compared",
          'SUMPRODUCT((TRIM({r})="3")*1)', 2.0),
    Probe("LEN", "LEN({x})", (0.0, 1.0, 1.0, 4.0, NONE, 0.0, 4.0), "blank rows; whether a text got shorter",
          "SUMPRODUCT(LEN({r}))", 10.0),
    Probe("LOWER", "LOWER({x})", ("", "3", "3", "true", NONE, "", "who*"), "choices in a cell, before SUBSTITUTE",
          'SUMPRODUCT((LOWER({r})="who*")*1)', 1.0),
    Probe("SUBSTITUTE", 'SUBSTITUTE({x},"3","y")', ("", "y", "y", "TRUE", NONE, "", "Who*"), "choices in a cell",
          'SUMPRODUCT((LEN(SUBSTITUTE({r},"o",""))<LEN({r}))*1)', 1.0),
    Probe("MID", "MID({x},1,2)", ("", "3", "3", "TR", NONE, "", "Wh"), "the choices in a cell, one by one"),
    Probe("REPT", "REPT({x},2)", ("", "33", "33", "TRUETRUE", NONE, "", "Who*Who*"), "the choices in a cell"),
    Probe("&", '{x}&"a"', ("a", "3a", "3a", "TRUEa", NONE, "a", "Who*a"), "messages and labels",
          'SUMPRODUCT(({r}&"a"="3a")*1)', 2.0),
    Probe("FIND", 'FIND("o",{x})', (BAD, BAD, BAD, BAD, NONE, BAD, 3.0), "one cell only",
          'SUMPRODUCT(ISNUMBER(FIND("o",{r}))*1)', 1.0),
    Probe("ISNUMBER", "ISNUMBER({x})", (False, False, True, False, False, False, False), "one cell only",
          "SUMPRODUCT(ISNUMBER({r})*1)", 1.0),
    Probe('< ""', '{x}<""', (False, False, True, False, NONE, False, False), "whether a row holds a number",
          'SUMPRODUCT(({r}<"")*1)', 1.0),
    Probe('= with a text', '{x}="3"', (False, True, False, False, NONE, False, False), "texts; no wildcards",
          'SUMPRODUCT(({r}="who?")*1)', 0.0),
    Probe("> with a number", "{x}>0", (False, True, True, True, NONE, True, True), "known numbers only",
          "SUMPRODUCT(({r}>0)*1)", 5.0),
    Probe("+", "{x}+0", (0.0, 3.0, 3.0, 1.0, NONE, BAD, BAD), "known numbers only", "SUMPRODUCT({r}+0)", BAD),
    Probe("IF", 'IF({x},"y","n")', ("n", BAD, "y", "y", NONE, BAD, BAD), "conditions of one row only"),
    Probe("AND", "AND({x},TRUE)", (True, True, True, True, NONE, True, True), "conditions of one row only; never cells",
          "AND({r})", True),
    Probe("OR", "OR({x},FALSE)", (False, False, True, True, NONE, False, False), "as AND", "OR({r})", True),
    Probe("NOT", "NOT({x})", (True, BAD, False, False, NONE, BAD, BAD), "as AND"),
    Probe("IFERROR", 'IFERROR({x}&"","e")', ("", "3", "3", "TRUE", "e", "", "Who*"), "one cell only"),
    Probe("SUMPRODUCT", "SUMPRODUCT({x}*1)", (0.0, 3.0, 3.0, 1.0, NONE, BAD, BAD), "everything over rows",
          'SUMPRODUCT(({r}<>"x")*1,{r})', 3.0),
    Probe("MAX", "MAX({x})", (0.0, 0.0, 3.0, 0.0, NONE, 0.0, 0.0), "ranges of figures", "MAX({r})", 3.0),
    Probe("MIN", "MIN({x})", (0.0, 0.0, 3.0, 0.0, NONE, 0.0, 0.0), "as MAX", "MIN({r})", 3.0),
    Probe("MATCH", "MATCH", (), "in workings: texts of up to 255 letters without * ? ~", 'MATCH("3",{r},0)', 2.0),
    Probe("LARGE", "LARGE", (), "the highest of what is worked out", 'SUMPRODUCT(LARGE(({r}<>"")*ROW({r}),1))', 16.0),
    Probe("SMALL", "SMALL", (), "the n-th of a group", 'SUMPRODUCT(SMALL(({r}="")*9+ROW({r}),2))', 13.0),
    Probe("FREQUENCY", "FREQUENCY", (), "how many different ones",
          'SUMPRODUCT((FREQUENCY(({r}="3")*ROW({r}),ROW({r}))>0)*1)', 2.0),
    Probe("INDEX", "INDEX", (), "the row of a position", 'INDEX({r},6)&""', "Who*"),
    Probe("ROW, ROWS, COLUMN", "ROWS({x})+COLUMN({x})", (2.0,) * 7, "positions, never values",
          "SUMPRODUCT((ROW({r})-MIN(ROW({r}))+1)*1)", 21.0),
    Probe("INT", "INT({x})", (0.0, 3.0, 3.0, 1.0, NONE, BAD, BAD), "known numbers only"),
    Probe("YEAR, MONTH", "12*YEAR({x})+MONTH({x})", (22801.0, 22801.0, 22801.0, 22801.0, NONE, BAD, BAD),
          "exact days only"),
    Probe("PV", "PV(0,{x},-1)", (0.0, 3.0, 3.0, 1.0, NONE, BAD, BAD), "known numbers only"),
    Probe("ISFORMULA", "ISFORMULA({x})", (False, False, False, False, True, True, False), "one cell only"),
)  # fmt: skip
CONSTANTS: Mapping[str, Value] = {"FALSE>0": True, "(FALSE+0)>0": False, '"a">1': True, 'TRUE>"a"': True}


def workbook(path: Path) -> Path:
    """All probes in one file: a probe a row, an input a column."""
    book = xlsxwriter.Workbook(path)
    inputs, probes = book.add_worksheet("In"), book.add_worksheet("Probes")
    for start in (0, 10):  # once with the error value, and once without, as a range
        inputs.write_string(start + 1, 0, "3")
        inputs.write_number(start + 2, 0, 3)
        inputs.write_boolean(start + 3, 0, True)
        last = start + 4 + (start == 0)
        inputs.write_formula(last, 0, '=""', None, "")
        inputs.write_string(last + 1, 0, "Who*")
    inputs.write_formula(4, 0, "=NA()", None, "#N/A")
    for row, probe in enumerate(PROBES):
        spelled = probe.formula.replace("ISFORMULA", "_xlfn.ISFORMULA")
        for column in range(len(probe.excel)):
            probes.write_formula(row, column, "=" + spelled.format(x=f"In!$A${column + 1}"))
        if probe.rows:
            probes.write_formula(row, len(INPUTS), "=" + probe.rows.format(r="In!$A$11:$A$16"))
    for row, formula in enumerate(CONSTANTS, start=len(PROBES)):
        probes.write_formula(row, 0, f"={formula}")
    book.close()
    return path


def measured(engine: Engine, folder: Path) -> list[list[Value]]:
    """What an engine shows for each probe, in the order of the inputs, then over rows."""
    path = handed_over(workbook(folder / "probes.xlsx"), folder / f"{engine.name}.xlsx", WRITTEN_OUT)
    shown = engine.calculated(path)
    rows = range(1, len(PROBES) + len(CONSTANTS) + 1)
    return [[shown.get(("Probes", f"{letter}{row}"), NOT_RUN) for letter in "ABCDEFGH"] for row in rows]


def differences(probe: Probe, shown: list[Value]) -> list[str]:
    """Where an engine shows something else than Excel."""
    wanted = dict(zip(INPUTS, probe.excel, strict=False)) | ({"over rows": probe.over_rows} if probe.rows else {})
    found = dict(zip((*INPUTS, "over rows"), shown, strict=True))
    return [f"{what}: {spelled(found[what])}" for what, excels in wanted.items() if not alike(found[what], excels)]


def spelled(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:g}" if isinstance(value, float) else value or "“”"


HEAD = """# What the formulas rest on

Each function and operator that a workbook's formulas use, and what it does with cells as people leave them. The columns
for Excel follow Microsoft's pages on each function, and Excel's order of kinds: numbers, then texts, then FALSE, then
TRUE. Nobody here has run Excel. LibreOffice, ONLYOFFICE and IronCalc were measured; a difference is named in the last
column. `cd tests && python -m engines.functions` writes this page, and CI holds it against the engines.

Formulas are put together so that no difference matters: a text is never compared with a number, a condition never
with anything, conditions over many rows are multiplied and added, never joined by AND or OR, and ISNUMBER, FIND, IF and
IFERROR see one cell at a time (`smreport/blueprint/formulas.py`).

"""


def document(folder: Path) -> str:
    """The page, measured anew."""
    results = {kind.name: measured(kind(folder), folder) for kind in MEASURED}
    lines = [
        f"| Function | Used for | {' | '.join(INPUTS)} | Over rows | Elsewhere |",
        f"|{'---|' * (len(INPUTS) + 4)}",
    ]
    for number, probe in enumerate(PROBES):
        elsewhere = {name: differences(probe, rows[number]) for name, rows in results.items()}
        said = "; ".join(f"{name} {', '.join(found)}" for name, found in elsewhere.items() if found)
        inputs = [*map(spelled, probe.excel), *[NOT_RUN] * (len(INPUTS) - len(probe.excel))]
        cells = [*inputs, f"`{probe.rows}` {spelled(probe.over_rows)}" if probe.rows else NOT_RUN]
        name = f"`{probe.formula}`"
        lines.append(f"| {name} | {probe.use} | {' | '.join(cells)} | {said or 'the same'} |")
    lines += ["", "| Constants | Excel | " + " | ".join(results) + " |", "|" + "---|" * (len(results) + 2)]
    for number, (formula, excel) in enumerate(CONSTANTS.items(), start=len(PROBES)):
        shown = " | ".join(spelled(rows[number][0]) for rows in results.values())
        lines.append(f"| `{formula}` | {spelled(excel)} | {shown} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        DOCUMENT.write_text(document(Path(name)), encoding="utf-8")
