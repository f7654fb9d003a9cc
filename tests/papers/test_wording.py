"""The words of strategy.toml: what a short one leaves to us, and what each mistake in it is told."""

from __future__ import annotations

from typing import Any

import pytest

from smreport.blueprint.model import Blueprint
from smreport.errors import TemplateError
from smreport.frozen import replace
from smreport.papers.wording import (
    CoverFact,
    DocumentWords,
    Implication,
    PlaceWords,
    Principle,
    ReportTemplateWords,
    SectionWords,
    Wording,
    wording_of,
)

SECTION = {"key": "purpose", "heading": "Purpose"}
SHORT: dict[str, Any] = {
    "tools": "tools", "illustrative": "Invented.", "draft": "A draft.", "default_statement": "We will.",
    "principle": [{"number": 1, "text": "One.", "shown_by": "That."}],
    "implication": [{"heading": "Money", "setting": "funding_source", "owner": "Finance"}],
    "report_template": {}, "report": {"title": "Our Report", "section": [SECTION]},
}  # fmt: skip
REVIEW = {"title": "Review", "section": [{"key": "about", "heading": "About"}]}


def test_what_a_short_one_leaves_out_is_as_we_have_it() -> None:
    section = SectionWords("purpose", "Purpose", "", False, "", "", ())
    report = DocumentWords("Our Report", (section,), False, True)
    assert Wording.from_mapping(SHORT) == Wording(
        tools="tools", illustrative="Invented.", draft="A draft.", default_statement="We will.",
        principles=(Principle(1, "One.", "That.", ""),),
        implications=(Implication("Money", "funding_source", "Finance", False, ()),), cover=(), exclude_public="",
        report_template=ReportTemplateWords((), "", (), (), (), (), ()),
        report=report, strategy=None, action_plan=None, review=None,
    )  # fmt: skip
    facts = Wording.from_mapping({**SHORT, "cover": [{"label": "File", "figure": "file"}]}).cover
    assert facts == (CoverFact("File", (), "file", (), "", False),)
    places = {"place": [{"titles": ["Aim"], "section": "purpose"}]}
    assert Wording.from_mapping({**SHORT, "report_template": places}).report_template.places == (
        PlaceWords(("Aim",), "purpose", "", (), ""),
    )


def test_papers_stand_in_the_order_in_which_a_committee_gets_them() -> None:
    papers = {key: {"title": key.title(), "section": [SECTION]} for key in ("action_plan", "strategy", "report")}
    words = Wording.from_mapping({**SHORT, **papers, "review": REVIEW})
    assert [(key, paper.title) for key, paper in words.papers.items()] == [
        ("report", "Report"), ("strategy", "Strategy"), ("action_plan", "Action_Plan"),
    ]  # fmt: skip
    assert [words.name_of(key) for key in ("strategy", "action_plan", "review")] == ["strategy", "action_Plan", ""]
    assert Wording.from_mapping(SHORT).name_of("strategy") == ""


def test_a_section_that_lists_a_sheet_is_named_by_it() -> None:
    assert SectionWords("rows", "All", sheet="areas", columns=("name",)).name == "rows areas"
    assert SectionWords("purpose", "All").name == "purpose"


ROWS = "sheet and columns go with the key 'rows', which needs both."
FIRST = "report: the section 'purpose' is the first of its part, and needs a heading."
ONE_OF = "report_template place 1: it needs one of section, subject, settings and figure."
NO_PAPER = "strategy.toml: there is no paper: it needs one of [report], [strategy], [action_plan]."


def report(*sections: dict[str, Any]) -> dict[str, Any]:
    return {"report": {"title": "Report", "section": [*sections]}}


def place(**keys: object) -> dict[str, Any]:
    return {"report_template": {"place": [{"titles": ["Aim"], **keys}]}}


def principles(*numbers: int) -> dict[str, Any]:
    return {"principle": [SHORT["principle"][0] | {"number": number} for number in numbers]}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (report(SECTION | {"sheet": "areas", "columns": ["name"]}), f"report section 1 (purpose): {ROWS}"),
        (report({"key": "rows", "heading": "All"}), f"report section 1 (rows): {ROWS}"),
        (report({"key": "rows", "heading": "All", "sheet": "areas"}), f"report section 1 (rows): {ROWS}"),
        (report(SECTION | {"heading": " "}, SECTION), FIRST),
        (report(SECTION, SECTION | {"heading": "", "appendix": True}), FIRST),
        ({"cover": [{"label": "File"}]}, "cover 1: it needs settings or a figure."),
        (
            {"cover": [{"label": "File", "figure": "file", "papers": ["report", "review", "minutes"]}]},
            "cover 1: papers: there is no paper 'minutes'; known are report, strategy, action_plan, review.",
        ),
        (place(), ONE_OF), (place(section="purpose", subject="legal"), ONE_OF),
        (place(settings=["legal"], figure="title"), ONE_OF),
        (
            place(titles=[], section="purpose"),
            'report_template place 1 titles: must not be empty: write it as a list, like ["Done"].',
        ),
        (
            {"report_template": {"file": "a/b.docx"}},
            "report_template file: must be the name of a .docx or .dotx in this folder, got 'a/b.docx'.",
        ),
        ({"report": None}, NO_PAPER), ({"report": None, "review": REVIEW}, NO_PAPER),
        (principles(1, 2, 2, 1), "strategy.toml: two principles have the number 1."),
        (principles(2, 3, 3), "strategy.toml: two principles have the number 3."),
        (principles(0), "principle 1 number: must be 1 or more, got 0."),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_told_by_its_key(changes: dict[str, Any], says: str) -> None:
    toml = {key: value for key, value in {**SHORT, **changes}.items() if value is not None}
    with pytest.raises(TemplateError) as refused:
        Wording.from_mapping(toml)
    assert str(refused.value).removeprefix("strategy.toml, ") == says


def test_a_section_may_go_on_under_the_heading_before_it() -> None:
    words = Wording.from_mapping({**SHORT, **report(SECTION, SECTION | {"heading": ""})})
    assert [section.heading for section in words.papers["report"].sections] == ["Purpose", ""]


FORM = {"report_template": {"file": "form.docx"}}
AREAS = {"key": "rows", "heading": "All", "sheet": "areas", "columns": ["name"]}


@pytest.mark.parametrize(
    ("changes", "form", "says"),
    [
        ({}, b"", ""), (FORM, b"form", ""), (report(AREAS), b"", ""),
        (
            principles(1, 2, 3, 4, 5), b"",
            "sheets/objectives.toml, covered area principle: there is no principle 6 in strategy.toml.",
        ),
        (
            {"implication": [SHORT["implication"][0] | {"setting": "fundin_source"}]}, b"",
            "strategy.toml, implication 1 (Money) setting: there is no column 'fundin_source' in sheets/settings.toml."
            " Did you mean 'funding_source'?",
        ),
        (
            {"principle": [SHORT["principle"][0] | {"counts": "mapping.benefits"}]}, b"",
            "strategy.toml, principle 1 counts: there is no column 'mapping.benefits'. Did you mean 'mapping.benefit'?",
        ),
        (
            report(AREAS | {"sheet": "area"}), b"",
            "strategy.toml, report section 1 (rows) sheet: there is no sheet 'area'. Did you mean 'areas'?",
        ),
        (
            report(AREAS | {"columns": ["name", "nam"]}), b"",
            "strategy.toml, report section 1 (rows) columns: there is no column 'nam' in sheets/areas.toml."
            " Did you mean 'name'?",
        ),
        (
            FORM, b"",
            "strategy.toml, report_template file: there is no form.docx in the template's folder. Put it there, or take"
            " the line out.",
        ),
        (
            {**FORM, "report": None}, b"form",
            "strategy.toml, report_template file: there is no [report] to fill form.docx with. Put one there, or take"
            " the line out.",
        ),
    ],
)  # fmt: skip
def test_it_names_only_what_the_template_has(
    blueprint: Blueprint, changes: dict[str, Any], form: bytes, says: str
) -> None:
    toml = {key: value for key, value in {**blueprint.wording, **changes}.items() if value is not None}
    own = replace(blueprint, wording=toml, report_template=form)
    if not says:
        assert wording_of(own) == Wording.from_mapping(toml)
        return
    with pytest.raises(TemplateError) as refused:
        wording_of(own)
    assert str(refused.value) == says
