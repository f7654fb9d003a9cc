"""Every file that smreport writes passes the lint, and the lint notices what breaks each of its rules."""

from __future__ import annotations

import shutil
import zipfile
from html import escape
from pathlib import Path

import pytest
from click.testing import CliRunner
from rounds.council import council
from template_folders import copied
from workbook.formula_grammar import Node, NotAFormula, parsed
from workbook.lint import Fault, faults
from workbooks import saved, with_rows

import smreport
from smreport.blueprint.templates import load, shipped
from smreport.cli import main

LONG = "x" * 255


# --- what is written ---


def run(*arguments: object) -> None:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exit_code in (0, 1), done.output


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """The workbooks that each command writes, with few rows prepared, which is quicker."""
    folder = tmp_path_factory.mktemp("written")
    template = copied(folder / "small", rows=12)
    council_file = saved(council(with_rows(load(), 12)), folder / "council.xlsx")
    run("split", council_file, "-o", folder / "sent")
    shutil.copytree(folder / "sent", folder / "returned")
    merge = ("merge", folder / "returned", "-o", folder / "merged.xlsx", "--register", folder / "sent/register.xlsx")
    run(*merge)
    run("check", council_file, "--mark", "-o", folder / "marked.xlsx")
    run("refresh", council_file, "-o", folder / "refreshed.xlsx", "--template", template)
    run("upgrade", council_file, "-o", folder / "upgraded.xlsx", "--template", template)
    return {
        "split": sorted((folder / "sent").glob("*.xlsx")),
        **{name: [folder / f"{name}.xlsx"] for name in ("merged", "marked", "refreshed", "upgraded")},
    }


COMMANDS = [
    pytest.param(name, marks=pytest.mark.long) for name in ("split", "merged", "marked", "refreshed", "upgraded")
]


@pytest.fixture(scope="module", params=[*shipped(), *COMMANDS])
def found(
    request: pytest.FixtureRequest, written: dict[str, list[Path]], tmp_path_factory: pytest.TempPathFactory
) -> list[Fault]:
    """The faults of the files that a command writes, or of new workbooks, blank and with starter rows."""
    if request.param in written:
        assert written[request.param]
        return [fault for path in written[request.param] for fault in faults(path)]
    folder = tmp_path_factory.mktemp("new")
    small = copied(folder / "small", request.param, rows=12)
    smreport.new(folder / "starter.xlsx", template=request.param)
    smreport.new(folder / "blank.xlsx", template=small, starter=False)
    return [fault for path in sorted(folder.glob("*.xlsx")) for fault in faults(path)]


@pytest.mark.long
def test_what_is_written_breaks_no_rule(found: list[Fault]) -> None:
    assert found == []


# --- the grammar ---


@pytest.mark.parametrize(
    ("formula", "shape"),
    [
        ("1+2*3^-4%", "(1+(2*(3^(-(4%)))))"),
        ("-2^2", "((-2)^2)"),
        ('1&2=3+4', "((1&2)=(3+4))"),
        ("1-2-3", "((1-2)-3)"),
        ("FALSE>0", "(FALSE>0)"),
        ("(A1,B2)", "[(A1,B2)]"),
        ("A1:B2 B1:B9", "(A1:B2 B1:B9)"),
        ("A5:INDEX(B1:B2,1)", "(A5:INDEX(B1:B2;1))"),
        ("'It''s'!$A$1:B2", "'It''s'!$A$1:B2"),
        ("SUM( 1 , ,{1,-2;\"a\",TRUE} )", 'SUM(1;;{1,-2,"a",TRUE})'),
        ("T[[#This Row],[a '[b']]:[c]]", "T[[#This Row],[a '[b']]:[c]]"),
    ],
)  # fmt: skip
def test_a_formula_is_read_with_the_precedence_that_excel_gives(formula: str, shape: str) -> None:
    assert shape_of(parsed(formula)) == shape


def shape_of(node: Node) -> str:
    parts = [shape_of(part) for part in node.parts]
    if node.kind == "call":
        return f"{node.text}({';'.join(parts)})"
    if node.kind == "array":
        return "{" + ",".join(parts) + "}"
    if node.kind == "brackets":
        return f"[{parts[0]}]"
    if node.kind in ("prefix", "percent"):
        return f"({node.text}{parts[0]})" if node.kind == "prefix" else f"({parts[0]}%)"
    return f"({node.text.join(parts)})" if parts else node.text


@pytest.mark.parametrize(
    "formula",
    ["", "1+", "=1", "SUM(1", "SUM(1))", '"a', "{1,A1}", "{1,2;3}", "a b)", "1 2", "T[[a]", "A1;B1", "a@b", "1,2"],
)
def test_what_excel_would_not_take_is_refused(formula: str) -> None:
    with pytest.raises(NotAFormula):
        parsed(formula)


# --- what the lint notices: a file that just breaks a rule, and one that just keeps it ---


def book(
    path: Path, cells: str = "", after: str = "", names: str = "", protection: str = "", table: str = ""
) -> list[Fault]:
    """The faults of a small file with the sheets Plan and My list.

    cells  the cells of row 2 in Plan; row 1 holds the headings Area and Kind
    after  what follows the cells of Plan
    """
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    links = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    headings = "".join(
        f'<c r="{at}1" t="inlineStr"><is><t>{words}</t></is></c>' for at, words in (("A", "Area"), ("B", "Kind"))
    )
    parts = {
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="Plan" sheetId="1" r:id="a"/>'
        f'<sheet name="My list" sheetId="2" r:id="b"/></sheets><definedNames>{names}</definedNames></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships {links}><Relationship Id="a" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="b" Target="worksheets/sheet2.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet {main}><sheetData><row r="1">{headings}</row><row r="2">{cells}</row>'
        f"</sheetData>{protection}{after}</worksheet>",
        "xl/worksheets/sheet2.xml": f"<worksheet {main}/>",
    }
    if table:
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
            f'<Relationships {links}><Relationship Id="t" Type="{office}/table" Target="../tables/table1.xml"/>'
            f"</Relationships>"
        )
        parts["xl/tables/table1.xml"] = table.replace("<table ", f"<table {main} ")
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return faults(path)


def formula(text: str) -> dict[str, str]:
    return {"cells": f'<c r="A2"><f>{escape(text, quote=False)}</f></c>'}


def shared(text: str) -> dict[str, str]:
    return {
        "cells": f'<c r="A2"><f t="shared" si="0" ref="A2:B2">{escape(text, quote=False)}</f></c>'
        f'<c r="B2"><f t="shared" si="0"/></c>',
        **names(("moving", "OFFSET(Plan!$A$1,1,0)"), ("there", "'My list'!$A$1")),
    }


def name(text: str, refers_to: str) -> str:
    return f'<definedName name="{text}">{escape(refers_to)}</definedName>'


def names(*each: tuple[str, str]) -> dict[str, str]:
    return {"names": "".join(name(*one) for one in each)}


def validation(text: str, **more: str) -> dict[str, str]:
    attributes = "".join(f' {key}="{value}"' for key, value in {"sqref": "A2:A9", **more}.items())
    rule = f'<dataValidation type="list"{attributes}><formula1>{escape(text)}</formula1></dataValidation>'
    return {"after": f"<dataValidations>{rule}</dataValidations>", "names": name("choices", "Plan!$A$1:$A$9")}


def validated(*areas: str) -> dict[str, str]:
    rules = "".join(f'<dataValidation sqref="{area}"/>' for area in areas)
    return {"after": f"<dataValidations>{rules}</dataValidations>"}


def coloured(text: str) -> dict[str, str]:
    rule = f'<cfRule type="expression"><formula>{escape(text)}</formula></cfRule>'
    return {"after": f'<conditionalFormatting sqref="A2:A9">{rule}</conditionalFormatting>'}


def table(*columns: tuple[str, str], ref: str = "A1:B2", called: str = "Plans", cell: str = "") -> dict[str, str]:
    inside = "".join(
        f'<tableColumn name="{heading}">'
        + (f"<calculatedColumnFormula>{escape(text)}</calculatedColumnFormula>" if text else "")
        + "</tableColumn>"
        for heading, text in columns
    )
    return {
        "table": f'<table displayName="{called}" ref="{ref}"><tableColumns>{inside}</tableColumns></table>',
        "cells": f'<c r="B2"><f>{escape(cell)}</f></c>' if cell else "",
    }


def nested(calls: int) -> str:
    return "ABS(" * calls + "1" + ")" * calls


def letters(count: int) -> str:
    """A formula of so many letters, with the equals sign that a file leaves out."""
    texts, rest = divmod(count - 3, 258)
    return f'"{LONG}"&' * texts + f'"{"x" * rest}"'


PLAIN = (("Area", ""), ("Kind", ""))
OF_ROW = 'TRIM(Plans[[#This Row],[Area]])&SUM(Plans[[#This Row],[Area]:[Area]])&"x"'
IN_AND_OUT = ("inside", "Plan!$A$2:$A$3"), ("outside", "'My list'!$A$2:$A$3")
BREAKS_AND_KEEPS: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "no formula": ("grammar", formula("SUM(1"), formula("SUM(1)")),
    "too deep": ("depth", formula(nested(65)), formula(nested(64))),
    "too long": ("length", formula(letters(8193)), formula(letters(8192))),
    "too long a text": ("string", formula(f'"{LONG}x"'), formula(f'"{LONG[1:]}"""')),
    "too few arguments": ("arguments", formula("FIND(1)"), formula("FIND(1,2)")),
    "too many arguments": ("arguments", formula("SUM(1" + ",1" * 255 + ")"), formula("SUM(1" + ",1" * 254 + ")")),
    "a later function": ("function", formula('TEXTJOIN(",",TRUE,A1)'), formula('SUBSTITUTE("a","b","c")')),
    "an unknown function": ("function", formula("FANCY(1)"), formula("FREQUENCY(1,1)")),
    "a prefix that is missing": ("function", formula("IFNA(1,2)"), formula("_xlfn.IFNA(1,2)")),
    "a prefix too many": ("function", formula("_xlfn.SUM(1)"), formula("SUM(1)")),
    "an @": ("function", formula("@A1:A3"), formula("-A1")),
    "volatile": ("volatile", formula("TODAY()+1"), formula('"TODAY()"&1')),
    "OFFSET in a cell": ("volatile", formula("OFFSET(A1,1,1)"), names(("choices", "OFFSET(Plan!$A$1,1,0)"))),
    "INDIRECT in a name": ("volatile", names(("a_name", 'INDIRECT("A1")')), names(("a_name", "Plan!$A$1"))),
    "no such sheet": ("reference", formula("Plans!A1"), formula("Plan!A1")),
    "no such sheet in quotes": ("reference", formula("'My  list'!A1"), formula("'My list'!A1")),
    "no such name": ("reference", formula("choices+1"), {**formula("Choices+1"), **names(("choices", "Plan!$A$1"))}),
    "no such table": ("reference", formula("SUM(Plan[Area])"), {**table(*PLAIN), **formula("SUM(Plans[Area])")}),
    "what is gone": ("reference", formula("#REF!+1"), formula("#N/A")),
    "shared with another sheet": ("shared", shared("'My list'!A1+1"), shared("A1+1")),
    "shared with its own sheet by name": ("shared", shared("Plan!A1"), shared("A1:A9")),
    "shared with a name that moves": ("shared name", shared("moving+A1"), shared("there+A1")),
    "shared with a constant": ("shared", shared("SUM({1,2}*A1)"), shared('SUM(1,2*A1)&"{1,2}"')),
    "shared with a range operator": ("shared", shared("SUM(A1:INDEX(A2:A9,2))"), shared("SUM(A1,INDEX(A2:A9,2))")),
    "shared with sheets from to": ("shared", shared("SUM(Plan!A1:B2)"), shared("SUM($A$1:B2)")),
    "a list that grows": ("validation", validation("A5:INDEX(A5:A9,2)"), validation("A5:A9")),
    "a list between two": ("validation", validation("INDEX(A1:A9,1):INDEX(A1:A9,2)"), validation("INDEX(A1:A9,1)")),
    "OFFSET in a list": ("validation", validation("OFFSET('My list'!A1,0,0,2)"), validation("OFFSET(choices,0,0,2)")),
    "a constant in a list": ("validation", validation("INDEX({1,2},1)"), validation('"1,2"')),
    "a union in a list": ("validation", validation("(A1,A3)"), validation("(A1)")),
    "an intersection in a list": ("validation", validation("A1:A9 A3:B3"), validation("A3")),
    "a table in a list": ("validation", {**table(*PLAIN), **validation("Plans[Area]")}, validation("choices")),
    "another sheet within": ("validation", validation("INDEX('My list'!A1:A9,1)"), validation("'My list'!A1:A9")),
    "too long a list": ("validation", validation("1" * 256), validation("1" * 255)),
    "too long a title": ("message", validation("1", promptTitle="x" * 33), validation("1", promptTitle="x" * 32)),
    "too long an error title": ("message", validation("1", errorTitle="x" * 33), validation("1", errorTitle="x" * 32)),
    "too long a prompt": ("message", validation("1", prompt=f"{LONG}x"), validation("1", prompt=LONG)),
    "too long a refusal": ("message", validation("1", error=f"{LONG}x"), validation("1", error=LONG)),
    "two at a cell": ("overlap", validated("A2:A9", "A9:C9"), validated("A2:A9", "A10 B2:B9")),
    "two at a cell by parts": ("overlap", validated("A2 C3", "B1:D4"), validated("A2 C3", "B1:B4")),
    "a colour by another sheet": ("format", coloured("'My list'!A1=1"), coloured('A1="My list!A1"')),
    "a colour with a constant": ("format", coloured("OR(A1={1,2})"), coloured("OR(A1=1,A1=2)")),
    "a colour with a range operator": ("format", coloured("SUM(A1:INDEX(A1:A9,2))"), coloured("SUM(A1:A9)")),
    "a colour with a table": ("format", {**table(*PLAIN), **coloured("SUM(Plans[Area])")}, coloured("SUM(A1)")),
    "a name like a cell": ("name", names(("ab12", "Plan!$A$1")), names(("abcd12", "Plan!$A$1"))),
    "a name like R1C1": ("name", names(("R1C1", "Plan!$A$1")), names(("R1C1x", "Plan!$A$1"))),
    "a name with a space": ("name", names(("a name", "Plan!$A$1")), names(("a_name", "Plan!$A$1"))),
    "a name twice": ("name", names(("one", "1"), ("ONE", "1")), names(("one", "1"), ("two", "1"))),
    "too long a name": ("name", names((f"{LONG}x", "1")), names((LONG, "1"))),
    "a name without its sheet": ("name", names(("one", "$A$1")), names(("one", "Plan!$A$1"))),
    "a name that moves": ("name", names(("one", "Plan!$A1")), names(("one", "Plan!$A$1:$B$2+Plan!$1:$2"))),
    "a name that moves across": ("name", names(("one", "Plan!A$1:$B$2")), names(("one", "Plan!$A:$B"))),
    "a name that is no formula": ("grammar", names(("one", "SUM(")), names(("one", "SUM(1)"))),
    "another heading": ("table", table(("area", ""), ("Kind", "")), table(*PLAIN)),
    "a heading twice": ("table", table(("Area", ""), ("AREA", "")), table(*PLAIN)),
    "a column too few": ("table", table(("Area", "")), table(("Area", ""), ref="A1:A2")),
    "a table's name twice": (
        "table",
        {**table(*PLAIN), **names(("PLANS", "1"))},
        {**table(*PLAIN), **names(("Plan", "1"))},
    ),
    "a table like a cell": ("table", table(*PLAIN, called="AB1"), table(*PLAIN, called="AB_1")),
    "another formula for new rows": (
        "calculated",
        table(PLAIN[0], ("Kind", OF_ROW), cell='TRIM($A2)&SUM($A2:$A2)&"y"'),
        table(PLAIN[0], ("Kind", OF_ROW), cell='TRIM($A2)&SUM($A2:$A2)&"x"'),
    ),
    "a formula for new rows only": (
        "calculated",
        table(PLAIN[0], ("Kind", "1")),
        table(PLAIN[0], ("Kind", "1"), cell="1"),
    ),
    "a sum over rows that come to differ": (
        "growing",
        {**table(*PLAIN), **names(*IN_AND_OUT), **formula("SUMPRODUCT((inside>1)*outside)")},
        {**table(*PLAIN), **names(*IN_AND_OUT), **formula("SUMPRODUCT((INDEX(inside,1)>1)*outside)")},
    ),
    "a protected sheet": ("protection", {"protection": "<sheetProtection/>"}, {"protection": "<pageMargins/>"}),
}  # fmt: skip


@pytest.mark.parametrize("what", BREAKS_AND_KEEPS)
def test_what_just_breaks_a_rule_is_noticed_and_what_just_keeps_it_is_not(tmp_path: Path, what: str) -> None:
    rule, breaks, keeps = BREAKS_AND_KEEPS[what]
    assert {fault.rule for fault in book(tmp_path / "breaks.xlsx", **breaks)} == {rule}
    assert book(tmp_path / "keeps.xlsx", **keeps) == []
