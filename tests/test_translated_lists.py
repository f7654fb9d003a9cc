"""A council may call its choices anything: with their ids kept, the same results follow, and no rule goes silent."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from workbooks import EXAMPLES

from smreport.blueprint.answers import read_answers, tables_from
from smreport.commands.loading import load_template
from smreport.decision import terms
from smreport.decision.check import check
from smreport.decision.results import decide
from smreport.errors import TemplateError
from smreport.papers.case import Case
from smreport.papers.compose import paper
from smreport.papers.wording import wording_of

TEMPLATE = Path(__file__).parents[1] / "workbook_templates" / "social_media"
WELSH_LIKE = {  # not meant as a translation: other words, that no rule can know
    "area_status": {"In scope": "Cynnwys", "Parked": "Wedi parcio"},
    "area_kind": {"Activity": "Gweithgaredd", "Service": "Gwasanaeth"},
    "tool_status": {"Live": "Byw", "Planned": "Arfaethedig", "Refused": "Gwrthodwyd", "Run by others": "Gan eraill"},
    "project_status": {"Proposed": "Cynnig", "Done": "Wedi gorffen", "Dropped": "Gollwng"},
    "action_status": {"Done": "Wedi gorffen", "Dropped": "Gollwng"},
}


def translated(folder: Path) -> Path:
    """A copy of the template with other words in its lists, the ids as they were."""
    copy = folder / "mine"
    shutil.copytree(TEMPLATE, copy)
    for name, words in WELSH_LIKE.items():
        file = copy / "lists" / f"{name}.csv"
        text = file.read_text(encoding="utf-8")
        for old, new in words.items():
            text, times = re.subn(rf"^(\w+),{old},", rf"\1,{new},", text, flags=re.MULTILINE)
            assert times == 1, (name, old)
        file.write_text(text, encoding="utf-8")
    return copy


LISTS = {
    ("areas", "kind"): "area_kind", ("areas", "status"): "area_status", ("tools", "status"): "tool_status",
    ("portfolio", "status"): "project_status", ("actions", "status"): "action_status",
}  # fmt: skip


def answers_in_those_words() -> dict[str, object]:
    """The illustrative answers, their choices and the names of areas in the other words."""
    content = read_answers(EXAMPLES / "illustrative" / "answers.toml")
    for sheet, rows in content.items():
        for row in rows if isinstance(rows, list) else ():
            for key, value in row.items():
                words = WELSH_LIKE[LISTS[sheet, key]] if (sheet, key) in LISTS else {}
                row[key] = words.get(str(value)) or _renamed(value)
    return dict(content)


def _renamed(value: object) -> object:
    """Names of areas carry their kind: Libraries (Service)."""
    if isinstance(value, list):
        return [_renamed(each) for each in value]
    if isinstance(value, str):
        for old, new in WELSH_LIKE["area_kind"].items():
            value = value.replace(f"({old})", f"({new})")
    return value


def test_the_same_follows_from_the_same_answers_in_other_words(tmp_path: Path) -> None:
    mine, shipped = load_template(translated(tmp_path)), load_template("social_media")
    theirs = tables_from(mine, answers_in_those_words(), "council.xlsx")
    ours = tables_from(shipped, read_answers(EXAMPLES / "illustrative" / "answers.toml"), "council.xlsx")
    found, wanted = decide(theirs), decide(ours)
    assert [finding.code for finding in check(theirs)] == [finding.code for finding in check(ours)]
    numbers = [name for name in wanted.projects.columns if wanted.projects[name].dtype.kind in "if"]
    assert len(numbers) >= 4
    assert found.projects[numbers].equals(wanted.projects[numbers])
    assert theirs.blueprint.label("areas.status", terms.PARKED) == "Wedi parcio"
    case, other = (Case(each, wording_of(each.tables.blueprint), False, ()) for each in (found, wanted))
    assert [len(case.areas(status)) for status in (terms.IN_SCOPE, terms.PARKED)] == [
        len(other.areas(status)) for status in (terms.IN_SCOPE, terms.PARKED)
    ]
    assert "took no areas into scope" not in str(paper(case, "strategy"))


@pytest.mark.parametrize("name", WELSH_LIKE)
def test_without_ids_translated_lists_are_refused_by_file_and_id(tmp_path: Path, name: str) -> None:
    copy = translated(tmp_path)
    file = copy / "lists" / f"{name}.csv"
    file.write_text(re.sub(r"^\w+,", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")
    with pytest.raises(TemplateError, match=rf"{name}|has no '"):
        load_template(copy)
