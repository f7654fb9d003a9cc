"""Whole tables of an export: what follows from a small plan, what each column is, and how files are written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest
from test_export import case_of, package_of
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.exchange.data_package import Field, Link, Resource, Style, files_of
from smreport.exchange.tables import export
from smreport.frozen import replace

PLAN = """
| settings   | hourly_rate | budget | hours_available | financial_year | plan_start | plan_end   | organisation |
|            | 10          | 62000  | 500             | April          | 2027-04-01 | 2027-06-30 | Shire        |
| areas      | name       | kind     | status   |
|            | Libraries  | Service  | In scope |
|            | Highways   | Service  | In scope |
|            | Voice      | Activity | In scope |
| objectives | area                | objective | importance |
|            | All areas           | Help      | Essential  |
| tools      | tool  | use  | channel |
|            | Email | news | Email   |
|            | Post  | news | Letters |
| mapping    | area                | tool        | objective | role  | strength |
|            | Libraries (Service) | Email: news | Help      | One   | Strong   |
|            | Highways (Service)  | Email: news | Help      | Two   | Moderate |
|            | Voice (Activity)    | Post: news  | Help      | Three | Slight   |
| roles      | role  | capacity |
|            | One   | 10       |
|            | Two   | 10       |
|            | Three | 10       |
| evaluation | role  | setup_cost | yearly_cost | hours | in_kind_hours | benefit | notes | not_public |
|            | One   | 40000      | 0           | 5     |               | Known   | Open  |            |
|            | Two   | 30000      | 12          | 2.25  | 1             | Some    | None  | Yes        |
|            | Three | 20000      |             | 5     |               | Known   | Open  |            |
| risks      | risk  | role | impact | likelihood | not_public |
|            | Abuse | One  | Major  | Possible   |            |
|            | Leak  | Two  | Severe | Unlikely   | Yes        |
| portfolio  | title          | areas               | roles | start      | finish     |
|            | Warm rooms     | Libraries (Service) | One   | 2027-04-01 | 2027-06-30 |
|            | Early warnings | Highways (Service)  | Two   | April 2027 |            |
|            | Open ears      | Voice (Activity)    | Three |            | 2027-06-30 |
"""
EXEMPT = r"""
excel_row,area,tool,objective,role,channel,parked,points,covered_by
7,Libraries (Service),Email: news,Help,One,Email,false,9.0,1
8,Highways (Service),Email: news,Help,Two,Email,false,6.0,1
9,Voice (Activity),Post: news,Help,Three,Letters,false,3.0,1
role,uses,areas,tools,objectives,points,unscored,rows,channels
One,1,Libraries (Service),Email: news,Help,9.0,0,7,Email
Two,1,Highways (Service),Email: news,Help,6.0,0,8,Email
Three,1,Voice (Activity),Post: news,Help,3.0,0,9,Letters
channel,uses,areas,tools,objectives,points,unscored,rows,roles
Email,2,Libraries (Service); Highways (Service),Email: news,Help,15.0,0,7; 8,One; Two
Letters,1,Voice (Activity),Post: news,Help,3.0,0,9,Three
excel_row,role,project,whole_life,needed_by,withheld
7,One,,41680.982189,1,false
8,Two,,30790.061629,1,false
9,Three,,,1,false
excel_row,risk,role,project,inherent,residual,counted
6,Abuse,One,,12.0,,12.0
7,Leak,Two,,10.0,,10.0
limits,is_proposed,short,twin_track,benefit,verdict,mend
held,true,0.0,not_possible,9.0,"The proposed first wave has the most benefit that is possible within £62,000 for the whole plan and 500 staff hours a month.",
excel_row,title,rank,best_rank,score,benefit,cost,staff,cash,risk,risk_known,hours,scaled_benefit,scaled_cost,scaled_risk,mapping_rows,cost_rows,risk_rows,cost_withheld,score_withheld
9,Early warnings,1,1,54.034990,6.0,30790.061629,756.441985,30036.0,10.0,true,2.25,15.0,84.604969,62.5,8,8,7,false,false
8,Warm rooms,2,1,51.942059,9.0,41680.982189,1680.982189,40000.0,12.0,true,5.0,22.5,79.159509,54.166667,7,7,6,false,false
10,Open ears,3,1,2.5,3.0,,,,25.0,false,5.0,7.5,,,9,9,,false,false
excel_row,title,wave,reason,points,is_exact,others,enters,leaves,why
9,Early warnings,later,displaced,3,true,,9,8,"Displaced: one way to fit it in is to leave out “Warm rooms”, which is 3 benefit points less."
8,Warm rooms,proposed,chosen,3,true,,9,8,"Chosen for its benefit: without it the most is 3 points less, with “Early warnings” instead."
10,Open ears,unplaced,unknown,,true,,,,"It cannot be placed, as this is not known yet: Yearly cost (6 Evaluation, E9)."
kind,financial_year,most,taken
budget,,62000.0,44000.0
hours,,500.0,5.0
financial_year,capital,revenue,together,left_out
2027/28,44000,44000,44000,0
2028/29,0,0,0,0
2029/30,0,0,0,0
months 36
2027-04,5.0,0
"""  # noqa: E501
PUBLIC = r"""
excel_row,role,project,whole_life,needed_by,withheld
7,One,,41680.982189,1,false
8,Two,,,1,true
9,Three,,,1,false
excel_row,risk,role,project,inherent,residual,counted
6,Abuse,One,,12.0,,12.0
excel_row,title,rank,best_rank,score,benefit,cost,staff,cash,risk,risk_known,hours,scaled_benefit,scaled_cost,scaled_risk,mapping_rows,cost_rows,risk_rows,cost_withheld,score_withheld
9,Early warnings,,,,6.0,,,,25.0,false,,15.0,,,8,8,,true,true
10,Open ears,,,2.5,3.0,,,,25.0,false,5.0,7.5,,,9,9,,false,false
8,Warm rooms,,,51.942059,9.0,41680.982189,1680.982189,40000.0,12.0,true,5.0,22.5,79.159509,54.166667,7,7,6,false,false
excel_row,title,wave,reason,points,is_exact,others,enters,leaves,why
9,Early warnings,later,,,,,,,"Other projects were chosen within the limits. More is not told, as figures are not for publication."
10,Open ears,unplaced,unknown,,true,,,,"It cannot be placed, as this is not known yet: Yearly cost (6 Evaluation, E9)."
8,Warm rooms,proposed,,,,,,,"Chosen within the limits. What would stand in its place is not told, as figures are not for publication."
kind,financial_year,most,taken
budget,,62000.0,44000.0
hours,,500.0,5.0
financial_year,capital,revenue,together,left_out
2027/28,44000,44000,44000,0
2028/29,0,0,0,0
2029/30,0,0,0,0
months 36
2027-04,5.0,0
"""  # noqa: E501
UNLIMITED = r"""
limits,is_proposed,short,twin_track,benefit,verdict,mend
none_set,false,,not_asked,,"No limits of money or staff time are set, so no first wave is proposed: projects stand by rank.",
excel_row,title,wave,reason,points,is_exact,others,enters,leaves,why
9,Early warnings,open,,,,,,,
8,Warm rooms,open,,,,,,,
10,Open ears,open,,,,,,,
kind,financial_year,most,taken
financial_year,capital,revenue,together,left_out
months 0
"""  # noqa: E501
POOR = r"""
limits,is_proposed,short,twin_track,benefit,verdict,mend
held,true,0.0,not_asked,0.0,No project is proposed for the first wave. The reason stands with each.,
excel_row,title,wave,reason,points,is_exact,others,enters,leaves,why
9,Early warnings,later,too_dear,,true,,,,"Too dear: even without its competitors it is £32,042 above the budget of the whole plan."
8,Warm rooms,later,too_dear,,true,,,,"Too dear: even without its competitors it is £43,000 above the budget of the whole plan."
10,Open ears,unplaced,unknown,,true,,,,"It cannot be placed, as this is not known yet: Yearly cost (6 Evaluation, E9)."
kind,financial_year,most,taken
budget,,1000.0,
hours,,500.0,
financial_year,capital,revenue,together,left_out
months 0
"""  # noqa: E501
DESCRIBED = r"""
areas ['excel_row']: excel_row integer, name string required=True, kind string required=True of 2, status string
  required=True of 2, group string, service string, lead string, why string, reason string, notes string, label
  string
mapping ['excel_row']: excel_row integer, area string required=True, tool string required=True, objective string
  required=True, role string required=True, benefit string, strength string required=True of 3, left_out string,
  notes string; area in areas.label; tool in tools.label; objective in objectives.objective; role in roles.role
roles ['excel_row']: excel_row integer, role string required=True unique=True, kind string of 4, capacity number
  required=True minimum=0, capacity_typed string, notes string
evaluation ['excel_row']: excel_row integer, role string, project string, setup_cost number minimum=0,
  setup_cost_typed string, yearly_cost number minimum=0, yearly_cost_typed string, hours number minimum=0,
  hours_typed string, in_kind_hours number minimum=0, in_kind_hours_typed string, cost_kind string of 3, not_public
  boolean, not_public_typed string, benefit string, confidence string of 3, notes string, purpose string, setup_kind
  string of 2, runs string of 2, exempt_ground string, public_interest string, spent number minimum=0, spent_typed
  string, spent_as_of date, spent_as_of_typed string; role in roles.role
risks ['excel_row']: excel_row integer, risk string required=True, role string, project string, kind string,
  likelihood string required=True of 5, impact string required=True of 5, mitigation string, residual_likelihood
  string of 5, residual_impact string of 5, owner string, upside string, notes string, not_public boolean,
  not_public_typed string; role in roles.role
portfolio ['excel_row']: excel_row integer, title string required=True unique=True, business_project string, areas
  string required=True, roles string required=True, lead string, contributors string, change string, start date,
  start_typed string, finish date, finish_typed string, depends string, not_with string, must_do boolean,
  must_do_typed string, status string of 5, notes string, not_public boolean, not_public_typed string, lessons
  string
results.mappings ['excel_row']: excel_row integer, area string, tool string, objective string, role string, channel
  string, parked boolean, points number, covered_by integer; excel_row in mapping.excel_row
results.roles ['role']: role string, uses integer, areas string, tools string, objectives string, points number,
  unscored integer, rows string, channels string
results.channels ['channel']: channel string, uses integer, areas string, tools string, objectives string, points
  number, unscored integer, rows string, roles string
results.costs ['excel_row']: excel_row integer, role string, project string, whole_life number, needed_by integer,
  withheld boolean; excel_row in evaluation.excel_row
results.risks ['excel_row']: excel_row integer, risk string, role string, project string, inherent number, residual
  number, counted number; excel_row in risks.excel_row
results.verdict []: limits string of 5, is_proposed boolean, short number, twin_track string of 3, benefit number,
  verdict string, mend string
results.projects ['excel_row']: excel_row integer, title string, rank integer, best_rank integer, score number,
  benefit number, cost number, staff number, cash number, risk number, risk_known boolean, hours number,
  scaled_benefit number, scaled_cost number, scaled_risk number, mapping_rows string, cost_rows string, risk_rows
  string, cost_withheld boolean, score_withheld boolean; excel_row in portfolio.excel_row
results.waves ['excel_row']: excel_row integer, title string, wave string of 6, reason string of 17, points integer,
  is_exact boolean, others string, enters string, leaves string, why string; excel_row in portfolio.excel_row
results.limits []: kind string, financial_year string, most number, taken number
results.cash []: financial_year string, capital integer, revenue integer, together integer, left_out integer
results.hours []: month string, hours number, left_out integer
results.findings []: code string, level string of 3, table string, sheet string, row integer, cell string, column
  string, what string, fix string, value string, subject string, owner string, principle integer
"""


Files = Mapping[str, bytes]


@pytest.fixture(scope="module")
def plan(blueprint: Blueprint) -> Tables:
    return replace(workbook(blueprint, PLAN), file="Shire 2027 (2).XLSX")


@pytest.fixture(scope="module")
def files(plan: Tables) -> Callable[[Style, bool], Files]:
    """The files of a plan in a style, with what is not for publication or without it."""
    cases = {exempt: case_of(plan, exempt) for exempt in (False, True)}
    return cache(lambda style, exempt: export(cases[exempt], style))


def results_of(files: Files, *names: str) -> list[str]:
    """The rows of tables of results, each month that takes as much as the one before left out."""
    lines, before = list[str](), ""
    for name in names:
        for line in files[f"results.{name}.csv"].decode("utf-8-sig").splitlines():
            month, _, rest = line.partition(",")
            if name != "hours" or rest != before:
                line = re.sub(r"\d+\.\d{7,}", lambda figure: f"{float(figure[0]):.6f}", line)
                lines.append(line if month != "month" else f"months {len(files['results.hours.csv'].splitlines()) - 1}")
            before = rest
    return lines


def described(resource: dict[str, Any]) -> str:
    """A table's name, its key in brackets, its fields with their types and constraints, and its links."""
    schema = resource["schema"]
    fields = []
    for field in schema["fields"]:
        kept = [f"{key}={value}" for key, value in field.get("constraints", {}).items() if key != "enum"]
        choices = len(field.get("constraints", {}).get("enum", ()))
        fields.append(" ".join([field["name"], field["type"], *kept, *([f"of {choices}"] if choices else [])]))
    links = [
        f"{link['fields'][0]} in {link['reference']['resource']}.{link['reference']['fields'][0]}"
        for link in schema.get("foreignKeys", ())
    ]
    return "; ".join([f"{resource['name']} {schema.get('primaryKey', [])}: {', '.join(fields)}", *links])


def test_what_follows_from_a_plan_is_exported_whole(files: Callable[[Style, bool], Files]) -> None:
    names = "mappings", "roles", "channels", "costs", "risks", "verdict", "projects", "waves", "limits", "cash", "hours"
    assert results_of(files("csv", True), *names) == EXEMPT.strip("\n").splitlines()


def test_what_is_not_for_publication_stays_out(files: Callable[[Style, bool], Files]) -> None:
    names = "costs", "risks", "projects", "waves", "limits", "cash", "hours"
    assert results_of(files("csv", False), *names) == PUBLIC.strip("\n").splitlines()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            ("| 62000  | 500 ", "2027-04-01 | 2027-06-30 | Shire"),
            ("|        |     ", "           |            | Shire"),
            UNLIMITED,
        ),
        (("| 62000 ",), ("| 1000  ",), POOR),
    ],
    ids=["without limits and days", "with too little money"],
)
def test_a_plan_without_limits_or_without_a_wave_is_exported_too(
    blueprint: Blueprint, old: tuple[str, ...], new: tuple[str, ...], expected: str
) -> None:
    text = PLAN
    for one, other in zip(old, new, strict=True):
        assert one in text
        text = text.replace(one, other)
    found = results_of(
        export(case_of(workbook(blueprint, text), exempt=True)), "verdict", "waves", "limits", "cash", "hours"
    )
    assert found == expected.strip("\n").splitlines()


def test_each_table_says_what_its_columns_are_and_where_its_rows_belong(files: Callable[[Style, bool], Files]) -> None:
    shown = ("areas", "mapping", "evaluation", "risks", "portfolio", "roles")
    resources = package_of(files("csv", False))["resources"]
    found = [described(each) for each in resources if each["name"].startswith("results.") or each["name"] in shown]
    assert " ".join(" ".join(found).split()) == " ".join(DESCRIBED.split())


LEFT_OUT = (
    "Figures that are not for publication are left out, with what would give them away. Rows of 6a Risks are not for "
    "publication. Lists, counts and figures are given without them."
)
SHOWN = "Figures that are not for publication are shown."
APOSTROPHES = (
    " A text that a spreadsheet could take for a formula, or that begins with an apostrophe, stands behind an "
    "apostrophe: take the first one off."
)


@pytest.mark.parametrize(
    ("style", "exempt", "told"),
    [
        ("csv", False, LEFT_OUT + APOSTROPHES),
        ("csv", True, SHOWN + APOSTROPHES),
        ("json", False, LEFT_OUT),
        ("json", True, SHOWN),
    ],
)
def test_a_package_says_what_it_is(
    files: Callable[[Style, bool], Files], plan: Tables, style: Style, exempt: bool, told: str
) -> None:
    package = package_of(files(style, exempt))
    empty = "accounts", "money", "kpis", "actions", "swings", "advice", "options", "meetings", "earlier"
    assert {key: value for key, value in package.items() if key != "resources"} == {
        "profile": "tabular-data-package", "name": "shire_2027__2_", "title": "Shire - Social media strategy workbook",
        "description": told, "sources": [{"title": "Shire 2027 (2).XLSX"}],
        "template": {"name": "social_media", "version": plan.blueprint.version},
        "notForPublication": "shown" if exempt else "withheld",
        "filesWithoutRows": [f"{name}.{style}" for name in empty],
    }  # fmt: skip


def test_a_file_without_a_name_is_called_a_workbook(plan: Tables) -> None:
    nameless = export(case_of(replace(plan, file="")), "json")
    assert package_of(nameless)["name"] == "workbook"
    assert json.loads(nameless["settings.json"])[0]["workbook"] == "workbook"


RESOURCE = Resource(
    "costs", "Costs", "What it costs.",
    (
        Field("row", "integer", "Row", "In Excel.", [1, 2], {"required": True}),
        Field("=name", "string", "Name", "Of it.", ["=1+1", "'tis, \"so\""], {"enum": ["=1+1", "a"]}),
        Field("cost", "number", "Cost", "In pounds.", [1.5, None]),
        Field("yes", "boolean", "Yes", "Or no.", [True, False]),
        Field("day", "date", "Day", "Of it.", [date(2027, 2, 9), None]),
    ),
    ("row",), (Link("row", "", "row"), Link("=name", "names", "name")),
)  # fmt: skip
EMPTY = Resource("none", "None", "Nothing.", (Field("a", "string", "A", "B.", []),))


def test_files_of_a_package_are_written_as_their_description_says() -> None:
    files = files_of([RESOURCE, EMPTY], {"name": "mine"}, "csv")
    assert files["costs.csv"].decode("utf-8-sig") == (
        'row,\'=name,cost,yes,day\r\n1,\'=1+1,1.5,true,2027-02-09\r\n2,"\'\'tis, ""so""",,false,\r\n'
    )
    assert files["none.csv"] == b"\xef\xbb\xbfa\r\n"
    assert files["datapackage.json"].decode() == f"{json.dumps(PACKAGE, indent=2, ensure_ascii=False)}\n"
    as_json = files_of([RESOURCE, EMPTY], {"name": "mine"}, "json")
    assert as_json["costs.json"].decode() == (
        '[\n{"row": 1, "=name": "=1+1", "cost": 1.5, "yes": true, "day": "2027-02-09"},\n'
        '{"row": 2, "=name": "\'tis, \\"so\\"", "cost": null, "yes": false, "day": null}\n]\n'
    )
    assert as_json["none.json"] == b"[\n\n]\n"
    package = json.loads(as_json["datapackage.json"])
    assert [each["name"] for each in package["resources"]] == ["costs"]
    assert package["filesWithoutRows"] == ["none.json"]
    assert "dialect" not in package["resources"][0]
    assert package["resources"][0]["schema"]["fields"][1]["constraints"] == {"enum": ["=1+1", "a"]}


@pytest.mark.parametrize("start", [*"=+-@＝＋－＠", "\t", "\r", "\n", "'"])
def test_no_text_of_a_csv_file_is_taken_for_a_formula(start: str) -> None:
    made = Resource("a", "A", "B.", (Field("a", "string", "A", "B.", [f"{start}a", f"a{start}"]),))
    rows = files_of([made], {}, "csv")["a.csv"].decode("utf-8-sig").replace('"', "")
    assert rows == f"a\r\n'{start}a\r\na{start}\r\n"


_SCHEMA = {
    "fields": [
        {"name": "row", "type": "integer", "format": "default", "title": "Row", "description": "In Excel.",
         "constraints": {"required": True}},
        {"name": "=name", "type": "string", "format": "default", "title": "Name", "description": "Of it.",
         "constraints": {"enum": ["'=1+1", "a"]}},
        {"name": "cost", "type": "number", "format": "default", "title": "Cost", "description": "In pounds."},
        {"name": "yes", "type": "boolean", "format": "default", "title": "Yes", "description": "Or no."},
        {"name": "day", "type": "date", "format": "default", "title": "Day", "description": "Of it."},
    ],
    "missingValues": [""], "primaryKey": ["row"],
    "foreignKeys": [
        {"fields": ["row"], "reference": {"resource": "", "fields": ["row"]}},
        {"fields": ["=name"], "reference": {"resource": "names", "fields": ["name"]}},
    ],
}  # fmt: skip
_DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}
PACKAGE = {
    "profile": "tabular-data-package", "name": "mine", "filesWithoutRows": ["none.csv"],
    "resources": [
        {"profile": "tabular-data-resource", "name": "costs", "path": "costs.csv", "title": "Costs",
         "description": "What it costs.",
         "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "dialect": _DIALECT, "schema": _SCHEMA},
        {"profile": "tabular-data-resource", "name": "none", "path": "none.csv", "title": "None",
         "description": "Nothing.",
         "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "dialect": _DIALECT, "schema": {
            "fields": [{"name": "a", "type": "string", "format": "default", "title": "A", "description": "B."}],
            "missingValues": [""],
        }},
    ],
}  # fmt: skip
