"""Whatever people call things: the documents are made, and keep the rules that the law asks for."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rounds.council import ANSWERS
from workbooks import answers, with_rows

from smreport.blocks.markdown import write_markdown
from smreport.blueprint import columns as kinds
from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.publication import REASONS
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import load
from smreport.commands.publishing import published
from smreport.decision.check import check
from smreport.decision.results import decide
from smreport.exchange.tables import export
from smreport.findings import Level
from smreport.papers.case import Case
from smreport.papers.explain import explanation
from smreport.papers.wording import Wording

BLUEPRINT = with_rows(load(), 4)
AWKWARD = (
    "LINk", "More", "Here", "Click here", "click HERE", "https://example.org/a?b=1&c", "www.example.org",
    "http://", "…", "-", "?!", "•", "1.", "1)", "• Item", "- item", "0", "Appendix 1: Ours", "Appendix",
    "APPENDIX 9: X", "ALL IN CAPITALS", "Title & Co", "🦊", "👩‍👩‍👧‍👦 families", "مرحبا بالعالم",
    "שלום", "\u202eesrever", "a\u200bb", "\u200bz", "two\nlines", "tab\tin it", "a\r\nb", "  padded  ",
    "\u00a0x", "<w:p>", "</w:t>&amp;<!--", "]]>", "{title}", "{0}", "%s", "_x0041_", "\\n", "$1", "=1+1",
    "@SUM(1)", "REF mark \\h", "TOC \\o", "Wort" * 60, "long text. " * 150, "x" * 900, "None", "nan",
    "e\u0301\u0301", "\ufeffmark", "\x07bell", "\x0bstep", "\ufffe", "a\u2028b\u2029c", "(", "“”", "'",
    "\"", "|a|b|", "# Heading", "* a", "[a](b)",
)  # fmt: skip


def named(blueprint: Blueprint, *words: str) -> Tables:
    """A small council in which every text is one of these, in turn; those of one sheet are told apart by numbers."""
    turn = cycle(words)
    content: dict[str, Any] = {key: [dict(row) for row in rows] for key, rows in tables_of_council().items()}
    names: dict[str, str] = {}
    for key, rows in content.items():
        sheet = blueprint.sheets[key]
        texts = [column for column in sheet.asked_columns if type(column.type) is kinds.Text]
        texts = [column for column in texts if column.key not in REASONS]  # which need a mark
        labels = [column for column in sheet.columns if isinstance(column.type, kinds.Label)]
        for number, row in enumerate(rows):
            before = dict(row)
            longest = {column.key: column.type.longest - 3 for column in texts}  # type: ignore[attr-defined]
            texts_now = {name: next(turn)[:most] for name, most in longest.items()}
            row |= {name: f"{text} {number}" if number else text for name, text in texts_now.items()}
            names |= {str(before[name]): str(row[name]) for name in longest if name in before}
            names |= {str(label.type.compose(before)): str(label.type.compose(row)) for label in labels}  # type: ignore[attr-defined]
    for key, rows in content.items():
        refs = [column.key for column in blueprint.sheets[key].asked_columns if isinstance(column.type, kinds.Ref)]
        for row in rows:
            row |= {ref: "; ".join(names.get(one, one) for one in row[ref].split("; ")) for ref in refs if ref in row}
    return tables_from(blueprint, content | {"settings": content["settings"][0]}, "council.xlsx")


def tables_of_council() -> Mapping[str, Any]:
    content = answers(ANSWERS)
    risks = [row for row in content["risks"] if row.get("project")]  # one of nobody is an error of its own
    return {**content, "settings": [content["settings"]], "risks": risks}


def assert_all_is_made(tables: Tables) -> None:
    results = decide(tables, check(tables))
    assert set(published(results).contents) >= {"strategy.docx", "action-plan.docx"}
    case = Case(results, Wording.from_mapping(tables.blueprint.wording), False)
    for style in ("csv", "json"):
        assert export(case, style)  # type: ignore[arg-type]
    for row in results.projects["title"].tolist():
        assert write_markdown(explanation(case, str(row)))


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, len(AWKWARD), 6))
def test_documents_are_made_of_awkward_words(first: int) -> None:
    """All of them in one council, each time in other cells."""
    assert_all_is_made(named(BLUEPRINT, *AWKWARD[first:], *AWKWARD[:first]))


def test_most_of_these_words_pass_the_check() -> None:
    """Else nothing would be shown by them."""
    refused = [text for text in AWKWARD if any(each.level is Level.ERROR for each in check(named(BLUEPRINT, text)))]
    assert len(refused) < len(AWKWARD) / 4, refused


ANY = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)


@pytest.mark.long
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.one_of(ANY, st.builds("{}{}".format, st.sampled_from(AWKWARD), ANY)))
@example(text="\u200b")
@example(text="\u00ad")
def test_documents_are_made_of_any_words(text: str) -> None:
    assert_all_is_made(named(BLUEPRINT, text))
