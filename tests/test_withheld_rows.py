"""A row that is marked as a whole, and what belongs to it, is told to nobody: not its name, nor that it is counted."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from test_secrets import OF_COSTS, OPEN, Way, merged, says, text_in, typed
from test_secrets import WAYS as EVERY_WAY
from workbooks import saved, with_rows

from smreport.blueprint.answers import tables_from
from smreport.blueprint.tables import Tables
from smreport.commands.loading import load_template
from smreport.commands.reading import read_for_renewal
from smreport.decision.results import decide
from smreport.decision.withheld import for_publication
from smreport.frozen import replace

pytestmark = pytest.mark.long

WAYS = tuple(way for way in EVERY_WAY if way not in OF_COSTS)
SHEETS = {"accounts": "account", "risks": "risk", "portfolio": "title", "kpis": "name"}
NAMES = {"accounts": "Acc", "risks": "Ris", "portfolio": "Pro", "kpis": "Kpi", "actions": "Act", "of project": "Mea"}
SHARED = "Libraries (Service); Highways (Service)"


def name(sheet: str, number: int) -> str:
    """A name like no other, in letters only."""
    return f"{NAMES[sheet]}{''.join('qzxjkvwyhg'[int(digit)] for digit in f'{number:03}')}"


def answers(rows: int, areas: str = SHARED) -> dict[str, object]:
    """For each row an account, a risk, a KPI, and a project with an action and a KPI of its own."""
    every = range(rows)
    return {
        "settings": {"organisation": "Exampleshire", "hourly_rate": 20, "exempt_ground": "Paragraph 3"},
        "areas": [{"name": at, "kind": "Service", "status": "In scope"} for at in ("Libraries", "Highways")],
        "objectives": [{"area": "All areas", "objective": "Help", "importance": "Important"}],
        "tools": [{"tool": "Email", "use": "news", "channel": "Email"}],
        "roles": [{"role": "Editor"}],
        "accounts": [{"account": name("accounts", at), "tool": "Email", "owner": "Post"} for at in every],
        "risks": [{"risk": name("risks", at), "role": "Editor"} for at in every],
        "portfolio": [
            *({"title": name("portfolio", at), "areas": areas, "roles": "Editor"} for at in every),
            {"title": "The last of all", "areas": areas, "depends": [name("portfolio", at) for at in every]},
        ],
        "kpis": [
            *({"name": name("kpis", at), "project": "Whole strategy"} for at in every),
            *({"name": name("of project", at), "project": name("portfolio", at)} for at in every),
        ],
        "actions": [{"action": name("actions", at), "project": name("portfolio", at)} for at in every],
    }


def marked(path: Path, ways: tuple[Way, ...], areas: str = SHARED) -> Path:
    """A workbook whose first rows are marked in these ways."""
    blueprint = with_rows(load_template("social_media"), 2 * len(ways) + 4)
    tables = tables_from(blueprint, answers(len(ways), areas), path.name)
    book = openpyxl.load_workbook(saved(tables, path))
    for key in SHEETS:
        table = tables[key]
        for row, way in zip(table.numbers, ways, strict=False):
            way.put(book[table.title], row, table.places["not_public"])
    book.save(path)
    book.close()
    return path


def told(text: str, ways: tuple[Way, ...] = WAYS) -> dict[str, list[str]]:
    """The ways after which something of a row is told all the same, by what it is."""
    found = {sheet: [way.name for at, way in enumerate(ways) if name(sheet, at) in text] for sheet in NAMES}
    return {sheet: names for sheet, names in found.items() if names}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return marked(tmp_path_factory.mktemp("withheld") / "marked.xlsx", (*WAYS, *OPEN))


def test_no_paper_and_no_export_tells_of_them(workbook: Path, tmp_path: Path) -> None:
    said = says("build", workbook, "-o", tmp_path / "out", "--draft", "--trace")
    said += says("export", workbook, "-o", tmp_path / "data")
    said += says("export", workbook, "-o", tmp_path / "json", "--format", "json")
    text = text_in(tmp_path / "out", tmp_path / "data", tmp_path / "json")
    assert told(said + text) == {}
    assert "not for publication. Lists, counts and figures are given without them" in text
    shown = told(text, (*WAYS, *OPEN))
    assert shown == {sheet: [way.name for way in OPEN] for sheet in NAMES}


@pytest.mark.parametrize("style", ["text", "json"])
def test_no_check_names_them(workbook: Path, style: str) -> None:
    assert told(says("check", workbook, "--format", style)) == {}


def test_no_comparison_names_them(workbook: Path, tmp_path: Path) -> None:
    """Nothing but the rows' owners and what they belong to is the same: most change, some come and go."""
    other = tmp_path / "other.xlsx"
    shutil.copy(workbook, other)
    tables = read_for_renewal(workbook, None)[0]
    book = openpyxl.load_workbook(other)
    for key, column in (("accounts", "owner"), ("kpis", "unit"), ("actions", "owner"), ("portfolio", "lead")):
        for row in tables[key].numbers:
            book[tables[key].title].cell(row, tables[key].places[column]).value = f"Somebody of row {row}"
    for row in tables["risks"].numbers:
        book[tables["risks"].title].cell(row, tables["risks"].places["risk"]).value = None
    book.save(other)
    book.close()
    text = says("compare", workbook, other, "--format", "json", "-o", tmp_path / "changes.xlsx")
    for printed in (text + text_in(tmp_path / "changes.xlsx"), says("compare", other, workbook)):
        assert told(printed) == {}
        assert told(printed, (*WAYS, *OPEN)) == {sheet: [way.name for way in OPEN] for sheet in NAMES}


def test_no_service_is_sent_them_and_a_merge_has_them_all(workbook: Path, tmp_path: Path) -> None:
    assert told(says("split", workbook, "-o", tmp_path / "sent")) == {}
    services = [tmp_path / "sent" / f"{each} (Service).xlsx" for each in ("Libraries", "Highways")]
    assert told(text_in(*services)) == {}
    back = tmp_path / "back"
    back.mkdir()
    for path in services:
        path.rename(back / path.name)
    assert told(merged(back, tmp_path / "sent", tmp_path)) == {}
    assert told(text_in(tmp_path / "combined - merge report.docx")) == {}
    then, now = (read_for_renewal(path, None)[0] for path in (workbook, tmp_path / "combined.xlsx"))
    for key, column in (*SHEETS.items(), ("portfolio", "depends"), ("actions", "action")):
        assert now[key].columns[column] == then[key].columns[column]


def test_its_only_owner_keeps_a_row(tmp_path: Path) -> None:
    path = marked(tmp_path / "own.xlsx", (typed("Yes"),), "Libraries (Service)")
    says("split", path, "-o", tmp_path / "sent")
    own = text_in(tmp_path / "sent" / "Libraries (Service).xlsx")
    assert {"portfolio", "of project", "actions"} <= told(own, (typed("Yes"),)).keys()


def tables_with(mark: object, budget: float) -> Tables:
    """Two projects that cost 100 each; the first, approved, has a mark."""
    content = answers(1)
    content["settings"] |= {"budget": budget, "contingency": 0, "hourly_rate": 0}  # type: ignore[operator]
    content["portfolio"] = [
        {"title": "Hidden", "areas": SHARED, "roles": "Editor", "status": "Approved", "not_public": mark},
        {"title": "Open", "areas": SHARED, "roles": "Writer", "status": "Proposed"},
    ]
    content["kpis"], content["actions"] = [], []
    content["roles"] = [{"role": "Editor"}, {"role": "Writer"}]
    content["mapping"] = [
        {"area": area, "tool": "Email: news", "objective": "Help", "role": role, "strength": "Strong"}
        for area in SHARED.split("; ")
        for role in ("Editor", "Writer")
    ]
    content["evaluation"] = [
        {"role": role, "project": title, "setup_cost": 100, "yearly_cost": 0, "hours": 0, "cost_kind": "Exact"}
        for role, title in (("Editor", "Hidden"), ("Writer", "Open"))
    ]
    return tables_from(load_template("social_media"), content, "w.xlsx")


@pytest.mark.parametrize(("budget", "limits"), [(250, "held"), (150, "not_published")])
def test_no_wave_is_shown_that_holds_only_without_them(budget: float, limits: str) -> None:
    public = for_publication(decide(tables_with("Yes", budget)))
    assert public.verdict.limits == limits
    assert public.projects["title"].tolist() == ["Open"]
    assert public.withheld == ("6 Evaluation", "7 Portfolio")
    assert for_publication(decide(tables_with("No", budget))).withheld == ()


def test_where_no_verdict_is_given_no_finding_gives_one() -> None:
    """With the hidden project the limits cannot be met; of the other alone that would not be known."""
    tables = tables_with("Yes", 50)
    changed = {
        "evaluation": {"setup_cost": [100.0, None], "not_public": [True, None]},
        "portfolio": {"status": ["Approved", "Approved"]},
    }
    of_sheets = {key: replace(tables[key], columns={**tables[key].columns, **own}) for key, own in changed.items()}
    true = decide(replace(tables, tables={**tables, **of_sheets}))
    assert true.verdict.limits == "cannot_be_met"
    public = for_publication(true)
    assert public.verdict.limits == "not_published"
    assert [finding.code for finding in public.findings if ".limits." in finding.code] == []
