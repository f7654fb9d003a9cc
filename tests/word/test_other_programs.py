"""Papers opened and saved again, or read, by other programs: what they drop is written down, and no edit of anybody's.

The table in CONTRIBUTING.md, "What other programs do to the papers", is held against what is really in the files.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, NoReturn

import pytest
from clients.paper_holdings import Holdings, holdings, holdings_of_page, in_words
from engines.onlyoffice import OnlyOffice, resaved
from word.edited_papers import WORDS, lines
from word.test_merge_property import converted
from workbook.test_clients import NODE_PACKAGES, documented, said_by
from workbooks import example

from smreport.blueprint.model import Blueprint
from smreport.commands.publishing import DocumentOptions, published
from smreport.decision.results import decide
from smreport.word.hand_edits import renewed

pytestmark = pytest.mark.engines
TABLE = "| In the paper |"
Papers = Mapping[str, bytes]


@pytest.fixture(scope="module")
def papers(blueprint: Blueprint) -> Papers:
    """The papers of the illustrative example, with comments that say where figures come from."""
    made = published(decide(example(blueprint, "illustrative")), DocumentOptions(trace=True)).contents
    return {name: content for name, content in made.items() if name.endswith(".docx")}


@pytest.fixture(scope="module")
def by_libreoffice(papers: Papers, program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Papers:
    stems = {Path(name).stem: content for name, content in papers.items()}
    saved = converted(stems, tmp_path_factory.mktemp("libreoffice"), program("soffice"))
    return {f"{stem}.docx": content for stem, content in saved.items()}


@pytest.fixture(scope="module")
def by_onlyoffice(
    papers: Papers, not_installed: Callable[[str], NoReturn], tmp_path_factory: pytest.TempPathFactory
) -> Papers:
    if OnlyOffice.missing():
        not_installed(OnlyOffice.missing())
    return {name: resaved(content, tmp_path_factory.mktemp("onlyoffice")) for name, content in papers.items()}


def together(every: list[Holdings]) -> Holdings:
    """What several papers hold."""
    return {what: sum((each[what] for each in every), Counter()) for what in every[0]}


def require_as_documented(program: str, version: str, papers: Papers, left: list[Holdings]) -> None:
    wanted, found = together([holdings(content) for content in papers.values()]), together(left)
    assert min(map(sum, (counts.values() for counts in wanted.values()))) > 2
    said = documented(TABLE)[program]
    if version.startswith(said.version):
        assert {what: in_words(counts, found.get(what, Counter())) for what, counts in wanted.items()} == said.words


def test_saved_by_libreoffice(papers: Papers, by_libreoffice: Papers) -> None:
    version = said_by("soffice", "--version")
    require_as_documented("LibreOffice", version, papers, [*map(holdings, by_libreoffice.values())])


def test_saved_by_onlyoffice(papers: Papers, by_onlyoffice: Papers) -> None:
    version = metadata.version("document-builder")
    require_as_documented("ONLYOFFICE", version, papers, [*map(holdings, by_onlyoffice.values())])


@pytest.mark.parametrize("saved", ["by_libreoffice", "by_onlyoffice"])
def test_a_build_over_them_counts_no_edits_and_says_what_it_said(
    saved: str, papers: Papers, request: pytest.FixtureRequest
) -> None:
    for name, content in request.getfixturevalue(saved).items():
        kept = renewed(content, papers[name], WORDS)
        assert kept is not None
        assert kept.is_pure, (name, kept.edited, kept.removed, kept.added)
        assert kept.comments == ()
        assert lines(kept.content) == lines(papers[name])
        restored, wanted = holdings(kept.content), holdings(papers[name])
        assert restored["Descriptions of charts"] == wanted["Descriptions of charts"]
        assert restored["Record"].keys() == wanted["Record"].keys()


@pytest.mark.parametrize("reader", ["mammoth", "docx-preview"])
def test_read_by_what_shows_word_files_in_browsers(
    reader: str, papers: Papers, node: Callable[..., Any], browser: str, tmp_path: Path
) -> None:
    pages = []
    for name, content in papers.items():
        (tmp_path / name).write_bytes(content)
        drawn_by = (browser,) if reader == "docx-preview" else ()
        node(f"{reader.replace('-', '_')}.js", *drawn_by, tmp_path / name, tmp_path / "page.html")
        pages.append(holdings_of_page((tmp_path / "page.html").read_text(encoding="utf-8")))
    package = json.loads((NODE_PACKAGES / reader / "package.json").read_text(encoding="utf-8"))
    require_as_documented(reader, package["version"], papers, pages)
