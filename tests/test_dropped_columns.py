"""A column that is taken out of a shipped template is missed by file and key, or is not missed at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from rounds.closing_year import ANSWERS
from template_folders import SheetFile, copied
from workbooks import answers

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.templates import shipped
from smreport.commands.loading import load_template
from smreport.commands.making import workbook_bytes
from smreport.commands.publishing import published
from smreport.decision.results import decide
from smreport.errors import TemplateError
from smreport.papers.wording import wording_of
from smreport.rounds.earlier_rows import NEEDS
from smreport.rounds.renew import LastRound, renewed

LEANT_ON = {"social_media": ("tools.capability",)}  # by a section of the documents, which says so
BUILT_OF = 4  # one of so many that load is built, too: building takes longest
FEW = 8  # one of so many columns is dropped, of each sheet; all of them take long


def without_columns(folder: Path, one_of: int) -> Iterator[tuple[str, Blueprint | str]]:
    """The address of one of so many columns of each sheet, and the template without it or what is said against that."""
    for path in sorted(folder.glob("sheets/*.toml")):
        whole = path.read_text(encoding="utf-8")
        for key in list(SheetFile(folder, path.stem).columns)[::one_of]:
            path.write_text(whole, encoding="utf-8")
            sheet = SheetFile(folder, path.stem)
            del sheet.columns[key]
            sheet.save()
            try:
                blueprint = load_template(folder)
                wording_of(blueprint)
                yield f"{path.stem}.{key}", blueprint
            except TemplateError as problem:
                yield f"{path.stem}.{key}", str(problem)
        path.write_text(whole, encoding="utf-8")


@pytest.mark.parametrize("template", shipped())
@pytest.mark.parametrize("one_of", [FEW, pytest.param(1, marks=pytest.mark.long)])
def test_a_dropped_column_is_missed_by_file_and_key_or_builds(template: str, one_of: int, tmp_path: Path) -> None:
    folder = copied(tmp_path / "mine", template, rows=2)
    found = dict(without_columns(folder, one_of))
    assert len(found) * one_of > 150
    for address, told in found.items():
        key = address.partition(".")[2]
        if isinstance(told, str):
            assert re.match(r"(template \w+, )?(sheets/\w+|strategy)\.toml[,:] ", told), told
            assert re.search(rf"(?<!\w){key}(?!\w)", told), (address, told)
    loaded = [(address, blueprint) for address, blueprint in found.items() if isinstance(blueprint, Blueprint)]
    assert len(loaded) * one_of > 20
    for address, blueprint in loaded[::BUILT_OF]:
        build_without(address, blueprint)
    for address, blueprint in loaded:
        renew_without(address, blueprint)


def without(content: Mapping[str, object], address: str) -> dict[str, Any]:
    """Answers without those in a column."""
    sheet, _, key = address.partition(".")
    given: Any = content.get(sheet, [])
    if isinstance(given, Mapping):
        return {**content, sheet: {name: value for name, value in given.items() if name != key}}
    return {**content, sheet: [{name: value for name, value in row.items() if name != key} for row in given]}


def renew_without(address: str, blueprint: Blueprint) -> None:
    """The next round of a council that asks no such question, where the form has a place for earlier rounds."""
    old = tables_from(blueprint.sized(dict.fromkeys(blueprint.sheets, 4)), without(answers(ANSWERS), address))
    if all(map(blueprint.has, NEEDS)):
        new, _ = renewed(old, LastRound())
        assert new["earlier"].numbers or address == "portfolio.status"


def build_without(address: str, blueprint: Blueprint) -> None:
    """A workbook and both documents from the starter rows. A section that leans on the column may say so."""
    sheet, _, key = address.partition(".")
    starter = {
        name: [{k: v for k, v in row.items() if (name, k) != (sheet, key)} for row in rows[:2]]  # type: ignore[index]
        for name, rows in blueprint.starter.items()
    }
    tables = tables_from(blueprint, starter)
    workbook_bytes(tables)
    if address in LEANT_ON.get(blueprint.name, ()):
        with pytest.raises(TemplateError, match=rf"sheets/{sheet}\.toml has no column '{key}'"):
            published(decide(tables))
    else:
        published(decide(tables))
