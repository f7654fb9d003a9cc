"""A whole planning cycle as a facilitator goes through it: from the folder of a round to the review a year later.

Before each command ``smreport next`` is asked, and names it; what people do in between is typed into their workbooks.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from golden import text_of_docx
from workbooks import EXAMPLES, edited

from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.commands.making import workbook_bytes
from smreport.commands.reading import read_workbook

pytestmark = [pytest.mark.usefixtures("few_rows"), pytest.mark.long]

SERVICES = ("Highways", "Libraries", "Trading standards", "Waste services", "Fostering")
PROJECTS = (
    "Faults reported online", "Libraries for hard times", "Scam alerts by neighbourhood", "Right stuff, right bin",
)  # fmt: skip
ROLES = (
    "Contact centre advisers", "Library digital champions", "Community champions", "Trading standards officers",
    "District recycling partnership", "Digital communications team",
)  # fmt: skip
BEFORE, AFTER = "2027-01-04", "2027-01-20"
"""Days before and after the deadline of 15 January 2027."""
REPORTS = "Online fault reporting: reports with status updates"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "our-round"


RUN: list[str] = []


def smreport(*words: str, code: int = 0) -> str:
    """What a command prints that ends with this exit code."""
    RUN.append(shlex.join(["smreport", *words]))
    done = CliRunner().invoke(main, words)
    assert done.exit_code == code, f"{shlex.join(words)}: exit code {done.exit_code}\n{done.output}"
    return done.output


def goes_on_with(command: str, today: str = BEFORE, code: int = 0) -> str:
    """``smreport next`` names this command; what it prints."""
    step = json.loads(smreport("next", "--format", "json", "--today", today))
    assert step["command"] == f"smreport {command}", step
    words = shlex.split(command)
    return smreport(*words, *(["--today", today] if words[0] == "next" else []), code=code)


def types(file: str | Path, *cells: tuple[str, str, str, object]) -> None:
    """People type answers: in a sheet, in the row that has a name, below a heading, what they say."""

    def edit(book: openpyxl.Workbook) -> None:
        for sheet, name, heading, value in cells:
            page = book[sheet]
            headings = next(row for row in page.iter_rows() if row[0].value in ("Check", "Reference"))
            column = next(cell.column for cell in headings if cell.value == heading)
            (row,) = (row for row in page.iter_rows(headings[0].row + 1) if name in [cell.value for cell in row])
            page.cell(row[0].row, column).value = value  # type: ignore[assignment]

    edited(Path(file), edit)


def test_a_whole_round(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The facilitator makes the round's folder, and in it a workbook.
    smreport("init", folder.name, "--organisation", "Exampleshire County Council", "--deadline", "2027-01-15")
    monkeypatch.chdir(folder)
    goes_on_with("new")
    goes_on_with("check", code=1)

    # With the heads of service it is filled in, and each of five services gets a workbook of its own.
    fill_in(Path("workbook.xlsx"))
    goes_on_with("split")
    assert workbooks_in("sent") == {*SERVICES, "register"}
    assert "wait for returns until 15 January 2027" in goes_on_with("next")

    # Three come back: one with a word that is no strength, two that do not agree on what both need.
    for service in SERVICES[:3]:
        shutil.copy(sent(service), "returned")
    types(returned("Highways"), ("4 Mapping", REPORTS, "Strength", "so-so"))
    types(returned("Libraries"), ("5 Roles", "Community champions", "Capacity in hours a month", 60))
    types(returned("Trading standards"), ("5 Roles", "Community champions", "Capacity in hours a month", 75))

    # After the deadline there is a text for who is late, and for who has something to put right.
    assert "Late, 2 workbooks" in smreport("status", "--today", AFTER, code=1)
    goes_on_with("next --mails", AFTER)
    texts = {service: text_to(service) for service in ("Highways", "Waste services", "Fostering")}
    assert {path.stem.removesuffix(" (Service)") for path in Path("mails").glob("*.txt")} == texts.keys()
    assert "4 Mapping" in texts["Highways"]
    assert "has not come back" in texts["Waste services"]
    assert "has not come back" in texts["Fostering"]

    # What is there is put together; then the others come, and what was wrong is put right.
    assert "Not returned: Fostering (Service).xlsx" in goes_on_with("merge", AFTER, code=1)
    types(returned("Highways"), ("4 Mapping", REPORTS, "Strength", "Moderate"))
    for service in SERVICES[3:]:
        shutil.copy(sent(service), "returned")
        types(returned(service), ("1 Areas", service, "Notes and sources", "Looked through in January."))
    goes_on_with("merge", AFTER, code=1)

    # The returns differ in one place, which the facilitator decides.
    types("combined.xlsx", ("To decide", "75", "Use it? Yes or No", "Yes"))
    goes_on_with("merge", AFTER)
    assert {row["role"]: row["capacity"] for row in answers("combined.xlsx", "roles")}["Community champions"] == 75
    goes_on_with("build", AFTER)
    assert {path.name for path in Path("built").glob("*.docx")} == {"report.docx", "strategy.docx", "action-plan.docx"}

    # A copy of what was decided is kept, as the README says. A year later results are typed into the same workbook.
    (keeping,) = in_readme("cp")
    _, decided, year_ago = shlex.split(keeping)
    shutil.copy(decided, year_ago)
    types(
        "combined.xlsx",
        ("7 Portfolio", PROJECTS[0], "Status", "complete"),
        ("7 Portfolio", PROJECTS[0], "What was learnt", "Ask the crews first."),
        ("7 Portfolio", PROJECTS[3], "Status", "under way"),
        ("7a KPIs", "Share of faults reported online", "Actual", 71),
        ("7a KPIs", "Share of faults reported online", "Actual as of", "31 December 2027"),
    )
    assert "merge with these first: smreport merge" in smreport("next", "--today", AFTER)
    goes_on_with("build", AFTER)
    goes_on_with("renew combined.xlsx -o next-year.xlsx", AFTER)
    moved = {row["name"]: row for row in answers("next-year.xlsx", "earlier")}
    assert (moved[PROJECTS[0]]["standing"], moved[PROJECTS[0]]["lessons"]) == ("Done", "Ask the crews first.")
    assert PROJECTS[0] not in {row["title"] for row in answers("next-year.xlsx", "portfolio")}
    smreport("check", "next-year.xlsx", code=1)

    # And the committee hears what came of it.
    smreport("review", "next-year.xlsx", "--since", year_ago, "-o", "review")
    text = text_of_docx(Path("review", "review.docx"))
    assert f"1 project was finished: “{PROJECTS[0]}”." in text
    assert "Ask the crews first." in text
    assert "71% (31 December 2027)" in text

    assert [line for line in in_readme("smreport") if not any(line == said.split(" --today")[0] for said in RUN)] == []


def in_readme(program: str) -> list[str]:
    """The commands of the whole round as the README has them, of a program."""
    blocks = re.findall(r"```sh\n(.*?)```", (EXAMPLES.parent / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (whole,) = (block for block in blocks if "smreport init" in block)
    return [shlex.join(shlex.split(line)) for line in whole.splitlines() if line.startswith(f"{program} ")]


def fill_in(path: Path) -> None:
    """The answers of the illustrative example about five services, for a few projects and roles."""
    every = read_answers(EXAMPLES / "illustrative" / "answers.toml")
    areas = [f"{name} (Service)" for name in SERVICES]
    projects = [row for row in every["portfolio"] if row["title"] in PROJECTS]
    by_project = {
        key: [row for row in every[key] if row.get("project") in PROJECTS] for key in ("risks", "kpis", "actions")
    }
    content: Mapping[str, Any] = {
        **{key: every[key] for key in ("settings", "tools", "money")},
        **by_project,
        "areas": [row for row in every["areas"] if row["name"] in SERVICES],
        "objectives": [row for row in every["objectives"] if row["area"] in areas],
        "mapping": [row for row in every["mapping"] if row["area"] in areas and row["role"] in ROLES],
        "roles": [row for row in every["roles"] if row["role"] in ROLES],
        "evaluation": [
            row for row in every["evaluation"] if row["role"] in ROLES and row.get("project", PROJECTS[0]) in PROJECTS
        ],
        "portfolio": [
            {**row, "areas": [area for area in row["areas"] if area in areas], "depends": []} for row in projects
        ],
    }
    path.write_bytes(workbook_bytes(tables_from(load(), content, path.name)))


def sent(service: str) -> Path:
    return Path("sent", f"{service} (Service).xlsx")


def returned(service: str) -> Path:
    return Path("returned", f"{service} (Service).xlsx")


def workbooks_in(folder: str) -> set[str]:
    return {path.stem.removesuffix(" (Service)") for path in Path(folder).glob("*.xlsx")}


def text_to(service: str) -> str:
    return Path("mails", f"{service} (Service).txt").read_text(encoding="utf-8")


def answers(file: str, sheet: str) -> list[dict[str, object]]:
    return list(read_workbook(Path(file))[sheet].rows.values())
