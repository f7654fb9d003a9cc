"""Whole documents: nothing leaks, nothing is left unfilled, and what is generated reads easily."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from random import Random

import pytest
from papers.cases import annex_of, case_of, papers, prose, small_case, whole
from strategies import Pools, filled
from workbooks import example

from smreport.blocks.document import Contents, Document, Heading
from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.commands.last_look import LastLook
from smreport.commands.publishing import published
from smreport.decision.results import decide
from smreport.errors import TemplateError
from smreport.frozen import replace
from smreport.papers import action_plan
from smreport.papers.case import Case
from smreport.papers.compose import file_of, paper
from smreport.papers.privacy import not_for_publication
from smreport.papers.wording import PAPERS, DocumentWords, Wording
from smreport.word.house_style import HouseStyle
from smreport.word.self_check import broken_rules
from smreport.word.writer import write_docx

NAMES = ("devon", "illustrative", "blank")


@pytest.fixture(scope="module")
def cases(blueprint: Blueprint) -> dict[str, Case]:
    blank = small_case(blueprint)
    return {"blank": blank, **{name: case_of(example(blueprint, name)) for name in ("devon", "illustrative")}}


@pytest.fixture(params=[(name, key) for name in NAMES for key in PAPERS], ids=lambda param: f"{param[0]}-{param[1]}")
def document(request: pytest.FixtureRequest, cases: dict[str, Case]) -> tuple[Document, Case]:
    """Each paper of both examples and of an empty workbook."""
    name, key = request.param
    return paper(cases[name], key), cases[name]


class TestWords:
    def test_no_generated_sentence_is_longer_than_25_words(self, document: tuple[Document, Case]) -> None:
        said, case = document
        own = typed(case.full.tables)
        long = [
            sentence
            for text in prose((*said.notices, *said.blocks))
            for sentence in re.split(r"(?<=[.!?])\s+", masked(text, own))
            if len(sentence.split()) > 25
        ]
        assert long == []

    def test_nothing_is_left_unfilled(self, document: tuple[Document, Case]) -> None:
        text = whole(document[0])
        assert len(text) > 200
        assert not re.search(r"[{}]|\bnan\b|\bNaN\b|\bNaT\b|<NA>|\bTrue\b|\bFalse\b|\bNone\b(?! identified)", text)

    def test_generated_words_have_no_ampersand(self, document: tuple[Document, Case]) -> None:
        said, case = document
        text = masked(whole(said), typed(case.full.tables))
        assert len(text) > 200
        assert "&" not in text

    def test_days_are_written_in_full(self, document: tuple[Document, Case]) -> None:
        said, case = document
        text = masked(whole(said), typed(case.full.tables))
        assert len(text) > 200
        assert not re.search(r"\b\d{4}-\d\d-\d\d\b|\b\d\d?/\d\d?/\d{2,4}\b|\b(Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\b", text)

    def test_counted_things_agree_in_number(self, document: tuple[Document, Case]) -> None:
        text = masked(whole(document[0]), typed(document[1].full.tables))
        assert len(text) > 200
        assert not re.search(
            r"(?<![\d.,/])\b1 (?:projects|areas|objectives|uses|gaps|notes|errors|risks|actions)\b", text
        )

    def test_dates_and_words_of_the_illustration_arrive(self, cases: dict[str, Case]) -> None:
        strategy, plan = (whole(paper(cases["illustrative"], key)) for key in ("strategy", "action_plan"))
        for text in ("9 February 2027", "1 April 2027 to 31 March 2030", "13 November 2029"):
            assert text in strategy
        for text in ("Q1 2027/28", "Q4 2028/29", "September 2027", "just over 340", "about 410"):
            assert text in plan


def typed(tables: Tables) -> list[str]:
    """All texts that people gave in the workbook, longest first."""
    found: set[str] = set()
    for key, table in tables.items():
        if table.sheet.rows_from or not len(table.frame):
            continue
        for row in table.rows.values():
            for value in row.values():
                parts = value if isinstance(value, tuple) else (value,)
                found |= {str(part).rstrip(".") for part in parts if isinstance(part, str) and len(part) > 3}
        assert key
    return sorted(found, key=len, reverse=True)


def masked(text: str, own: list[str]) -> str:
    """A text in which every text from the workbook counts as one word."""
    flat = " ".join(text.split())
    for words in own:
        flat = flat.replace(" ".join(words.split()), "X")
    return flat


class TestOrder:
    def test_headings_begin_at_1_and_never_skip_a_level(self, document: tuple[Document, Case]) -> None:
        levels = [block.level for block in document[0].blocks if isinstance(block, Heading)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_every_heading_has_something_below_it(self, document: tuple[Document, Case]) -> None:
        blocks = [*(block for block in document[0].blocks if not isinstance(block, Contents)), Heading("End")]
        empty = [
            one.text
            for one, other in pairwise(blocks)
            if isinstance(one, Heading) and isinstance(other, Heading) and other.level <= one.level
        ]
        assert empty == []

    def test_sections_stand_as_the_wording_orders_them_appendices_numbered(
        self, document: tuple[Document, Case]
    ) -> None:
        said, case = document
        words = next(each for each in case.wording.papers.values() if each.title == said.title)
        headings = [block.text for block in said.blocks if isinstance(block, Heading) and block.level == 1]
        told = {section.key for section in said.sections}
        main, appendices = (list(headings_of(words, told, last)) for last in (False, True))
        numbered = [f"Appendix {number}: {heading}" for number, heading in enumerate(appendices, start=1)]
        assert [heading.lower() for heading in headings] == [text.lower() for text in (*main, *numbered)]
        if case.full.tables.file == "illustrative.xlsx":
            without_content = {"word_picture", "kpis", "missing", "twin_track", *action_plan.SECTIONS} - {
                "plan_summary"
            }
            assert {words_.name for words_ in words.sections} - told <= without_content

    def test_council_may_reword_reorder_and_leave_out(self, cases: dict[str, Case]) -> None:
        case = cases["illustrative"]
        first, second, *_ = case.wording.papers["strategy"].sections
        own = replace(
            case.wording.papers["strategy"], title="Our plan", sections=(replace(second, heading="In short"), first)
        )
        changed = Case(case.results, replace(case.wording, strategy=own))
        document = paper(changed, "strategy")
        assert document.title == "Our plan"
        assert [block.text for block in document.blocks if isinstance(block, Heading)] == ["In short", first.heading]

    def test_names_in_curly_brackets_are_filled_in(self, cases: dict[str, Case]) -> None:
        case = cases["illustrative"]
        first, *_ = case.wording.papers["strategy"].sections
        intro = "{organisation} asks {committee} to plan {plan} until {review_date}:"
        own = replace(case.wording.papers["strategy"], sections=(replace(first, intro=intro),))
        text = whole(paper(Case(case.results, replace(case.wording, strategy=own)), "strategy"))
        filled_in = (
            "Exampleshire County Council asks Cabinet to plan 1 April 2027 to 31 March 2030 until 13 November 2029:"
        )
        assert filled_in in text

    def test_unknown_section_is_refused_by_name(self, cases: dict[str, Case]) -> None:
        case = cases["blank"]
        first, *_ = case.wording.papers["strategy"].sections
        own = replace(case.wording.papers["strategy"], sections=(replace(first, key="weather"),))
        with pytest.raises(TemplateError, match="'weather'"):
            papers(Case(case.results, replace(case.wording, strategy=own)))


def headings_of(words: DocumentWords, told: set[str], appendix: bool) -> Iterator[str]:
    """The headings under which something is told: sections without one go on under that before them."""
    heading, shown = "", ""
    for section in words.sections:
        heading = section.heading.strip() or heading
        if section.appendix is appendix and section.name in told and heading != shown:
            yield heading
            shown = heading


class TestNewPages:
    def test_only_a_summary_and_several_appendices_begin_on_a_new_page(self, cases: dict[str, Case]) -> None:
        begun = {
            (paper.title, block.text.partition(":")[0])
            for case in cases.values()
            for paper in papers(case)
            for block in paper.blocks
            if isinstance(block, Heading) and block.new_page
        }
        assert begun == {("Social media strategy", "Summary"), ("Social media strategy", "Appendix 1")}


class TestCover:
    def test_facts_that_are_blank_are_left_out(self, cases: dict[str, Case], blueprint: Blueprint) -> None:
        report, strategy, plan = ([name for name, _ in each.cover] for each in papers(cases["blank"]))
        assert strategy == plan == ["Made from"]
        blank = {fact.label for fact in cases["blank"].wording.cover if fact.blank and "report" in fact.papers}
        assert blank == {"Key decision"}
        assert set(report) == {"Appendices"}  # where there is nothing to decide, a decision has no facts
        with_a_project = small_case(blueprint, "| portfolio | title |\n|  | Pages |")
        assert dict(paper(with_a_project, "report").cover)["Key decision"] == "To be confirmed"
        for each in papers(cases["illustrative"]):
            assert dict(each.cover)["Committee"] == "Cabinet, 9 February 2027"

    def test_document_with_figures_that_are_not_for_publication_says_so_on_every_page(
        self, cases: dict[str, Case]
    ) -> None:
        case = cases["illustrative"]
        annex = annex_of(case)
        assert "Exempt: " in annex.subtitle
        assert "Exempt" in annex.footer
        assert annex.exempt
        for public in papers(case):
            assert dict(public.cover)["Public or exempt"] == "Public, with an exempt annex"
            assert "Exempt" not in public.footer
            assert not public.exempt

    def test_paper_of_a_workbook_without_secrets_is_what_its_authors_say(self, cases: dict[str, Case]) -> None:
        for document in papers(cases["devon"]):
            assert "Public or exempt" not in dict(document.cover)
            assert "annex" not in whole(document)

    def test_properties_name_author_and_subject(self, cases: dict[str, Case]) -> None:
        for document in (*papers(cases["illustrative"]), annex_of(cases["illustrative"])):
            assert document.author == "Digital Communications Manager"
            assert "Exampleshire County Council" in document.subject + document.footer
            assert document.language == "en-GB"

    def test_organisation_without_a_name_is_said_to_have_none(self, cases: dict[str, Case]) -> None:
        for document in papers(cases["blank"]):
            assert document.subtitle
            assert document.subject.strip(". ")


SECRET = """
| settings   | hourly_rate | budget | hours_available | weight_benefit | weight_cost | weight_risk |
|            |             | 300000 | 500             | 100            | {weight}    | 0           |
| areas      | name       | kind     | status   |
|            | Libraries  | Service  | In scope |
|            | Highways   | Service  | In scope |
|            | Fostering  | Service  | In scope |
|            | Voice      | Activity | In scope |
| objectives | area                 | objective | importance |
|            | Libraries (Service)  | Help      | Essential  |
|            | Highways (Service)   | Warn      | Important  |
|            | Fostering (Service)  | Find      | Important  |
|            | Voice (Activity)     | Hear      | Useful     |
| tools      | tool  | use  | channel |
|            | Email | news | Email   |
| mapping    | area                | tool        | objective | role  | strength |
|            | Libraries (Service) | Email: news | Help      | One   | Strong   |
|            | Fostering (Service) | Email: news | Find      | Two   | {strength} |
|            | Highways (Service)  | Email: news | Warn      | Three | Moderate |
|            | Voice (Activity)    | Email: news | Hear      | Four  | Slight   |
| roles      | role  |
|            | One   |
|            | Two   |
|            | Three |
|            | Four  |
| evaluation | role  | setup_cost | yearly_cost | hours   | not_public |
|            | One   | 40000      | 0           | 20      |            |
|            | Two   | {cost}     | 0           | {hours} | Yes        |
|            | Three | 30000      | 0           | 40      |            |
|            | Four  | 20000      | 0           | 10      |            |
| portfolio  | title          | areas               | roles |
|            | Warm rooms     | Libraries (Service) | One   |
|            | Quiet adverts  | Fostering (Service) | Two   |
|            | Early warnings | Highways (Service)  | Three |
|            | Open ears      | Voice (Activity)    | Four  |
"""


class TestNotForPublication:
    """Two workbooks that differ only in a secret give the same public documents, letter by letter."""

    @pytest.mark.long
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            pytest.param({"cost": 25000}, {"cost": 35000}, id="cost between the others"),
            pytest.param({"cost": 90000}, {"cost": 97531}, id="the highest cost, which sets the scale"),
            pytest.param({"cost": 500}, {"cost": 1234}, id="the lowest cost, which sets the scale"),
            pytest.param({"cost": 25000, "hours": 5}, {"cost": 25000, "hours": 77}, id="staff hours"),
            pytest.param(
                {"cost": 22000, "strength": "Moderate"},
                {"cost": 29500, "strength": "Moderate"},
                id="a score near to another",
            ),
        ],
    )
    def test_public_documents_tell_nothing_of_it(
        self, blueprint: Blueprint, one: dict[str, object], other: dict[str, object]
    ) -> None:
        usual = {"cost": 25000, "hours": 30, "weight": 30, "strength": "Strong"}
        answers = [SECRET.format(**{**usual, **secret}) for secret in (one, other)]
        public = [[whole(said) for said in papers(small_case(blueprint, text))] for text in answers]
        exempt = [whole(annex_of(small_case(blueprint, text, exempt=True))) for text in answers]
        assert public[0] == public[1]
        assert exempt[0] != exempt[1]
        report, *others = public[0]
        assert "exempt annex" in report
        assert all(not_for_publication() in text for text in others)
        assert not any(not_for_publication() in text for text in exempt)

    def test_role_that_two_projects_share_keeps_the_money_of_both(self, blueprint: Blueprint) -> None:
        shared = SECRET.replace(
            "| Open ears      | Voice (Activity)    | Four  |", "| Open ears | Voice (Activity) | Two |"
        )
        case = small_case(blueprint, shared.format(cost=24680, hours=30, weight=30, strength="Strong"))
        numbers = {str(row["title"]): number for number, row in case.rows("portfolio").items()}
        assert [title for title, number in numbers.items() if case.privacy.withheld(number)] == [
            "Quiet adverts",
            "Open ears",
        ]
        for text in map(whole, papers(case)):
            assert not re.search(r"24,680|12,340", text)

    def test_illustration_keeps_its_secret(self, blueprint: Blueprint, cases: dict[str, Case]) -> None:
        case, open_case = cases["illustrative"], case_of(example(blueprint, "illustrative"), exempt=True)
        (secret,) = (at for at in case.projects if case.privacy.withheld(at))
        amount = open_case.money.cost(secret)
        assert re.fullmatch(r"£[\d,]+", amount)
        total, _, besides = open_case.money.total_cash(case.results.order).partition(" ")
        assert re.fullmatch(r"£[\d,]+", total)
        assert besides == "besides 1 figure that is not known"
        for public in map(whole, papers(case)):
            assert amount not in public
            assert total not in public
        assert amount in whole(annex_of(open_case))
        assert total in whole(annex_of(open_case))


def any_tables(blueprint: Blueprint, seed: int, pools: Pools) -> Tables:
    answers = filled(blueprint, pools, Random(seed), rows=3)
    usable: dict[str, object] = {"weight_benefit": 100, "weight_cost": 60, "weight_risk": 40}
    usable |= {f"{name}_at_{end}": None for name in ("benefit", "cost", "risk") for end in (0, 100)}
    return tables_from(blueprint, {**answers, "settings": {**answers["settings"], **usable}}, "any.xlsx")


class TestAnyAnswers:
    """Whatever people type, and whatever they leave out, all papers are sound."""

    @pytest.mark.long
    @pytest.mark.parametrize("seed", range(6))
    def test_awkward_answers_give_documents_that_keep_the_rules(
        self, blueprint: Blueprint, seed: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(LastLook, "at_answers", lambda *_: None)  # by chance some words are those of a marked row
        results = decide(any_tables(blueprint, seed, Pools()))
        for name, content in published(results).contents.items():
            about_words = ("D20", "D23")  # people may type a dash or capitals
            if name == file_of("report"):
                about_words = (*about_words, "D16")  # the template asks for no contents list, however much is typed
            assert [each for each in broken_rules(content) if not each.startswith(about_words)] == []

    @pytest.mark.parametrize("seed", range(6))
    def test_blanks_never_show_as_words_of_the_program(self, blueprint: Blueprint, seed: int) -> None:
        plain = Pools(texts=("alpha", "beta gamma", "delta"), numbers=(0, 1, 2500), dates=("September 2027", 2028))
        case = case_of(any_tables(blueprint, seed, plain))
        for text in map(whole, papers(case)):
            assert len(text) > 200
            assert not re.search(r"\bnan\b|<NA>|\bNaT\b|\bNone\b(?! identified| of these)|When\(|\[\]|\(\)", text)

    @pytest.mark.parametrize("offset", range(3))
    def test_illustration_with_every_third_answer_blank_still_gives_all_papers(
        self, blueprint: Blueprint, offset: int
    ) -> None:
        for text in map(whole, papers(holed_case(blueprint, offset))):
            assert len(text) > 200
            assert not re.search(r"\bnan\b|<NA>|\bNone\b(?! identified| of these)|When\(", text)

    def test_they_keep_the_rules_of_documents_then(self, blueprint: Blueprint) -> None:
        for name, content in published(holed_case(blueprint, 1).results).contents.items():
            assert name.endswith("-annex.xlsx") or broken_rules(content) == []


def holed_case(blueprint: Blueprint, offset: int) -> Case:
    """The illustration with every third answer blank."""
    holed = {
        key: list(_holed(list(table.rows.values()), offset))
        for key, table in example(blueprint, "illustrative").items()
    }
    form = {key: value for key, value in holed["settings"][0].items() if not key.startswith("weight_")}
    asked = {sheet.key: {column.key for column in sheet.asked_columns} for sheet in blueprint if not sheet.rows_from}
    answers = {
        key: [{name: value for name, value in row.items() if name in asked[key]} for row in rows]
        for key, rows in holed.items()
        if key in asked and key != "settings"
    }
    return case_of(tables_from(blueprint, {**answers, "settings": form}, "holed.xlsx"))


def _holed(rows: list[dict[str, object]], offset: int) -> Iterator[dict[str, object]]:
    for at, row in enumerate(rows):
        kept = (pair for number, pair in enumerate(row.items()) if (at + number) % 3 != offset)
        yield {key: _raw(value) for key, value in kept}


def _raw(value: object) -> object:
    """An answer as an answers file would have it."""
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, bool | float | str) else str(value)


@pytest.mark.parametrize("name", NAMES)
def test_council_may_leave_every_intro_blank(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    without = {
        key: replace(words, sections=tuple(replace(section, intro="") for section in words.sections))
        for key, words in case.wording.papers.items()
    }
    style = HouseStyle.from_mapping(dict(case.results.tables.blueprint.style))
    for document in papers(Case(case.results, replace(case.wording, **without))):
        assert all(text == text.strip() != "" for text in prose(document.blocks))
        assert broken_rules(write_docx(document, style)) == []


@pytest.mark.parametrize("intro", ["{weather}", "{", "{0}", "{plan.start}", "}"])
def test_name_that_cannot_be_filled_in_is_refused_with_those_that_can(cases: dict[str, Case], intro: str) -> None:
    with pytest.raises(TemplateError, match=r"\{organisation\}, \{committee\}"):
        cases["blank"].fill(intro)


def test_section_without_a_heading_goes_on_under_the_one_before(cases: dict[str, Case]) -> None:
    case = cases["illustrative"]
    first, second, *_ = case.wording.papers["strategy"].sections
    own = replace(case.wording.papers["strategy"], sections=(first, replace(second, heading="")))
    document = paper(Case(case.results, replace(case.wording, strategy=own)), "strategy")
    assert [block.text for block in document.blocks if isinstance(block, Heading)] == [first.heading]
    assert [section.key for section in document.sections] == [first.key, second.key]


@pytest.mark.parametrize("appendix", [True, False])
def test_part_that_starts_without_a_heading_is_refused_by_name(blueprint: Blueprint, appendix: bool) -> None:
    sections = [{"key": "risks", "heading": " ", "appendix": appendix}]
    with pytest.raises(TemplateError, match="'risks'"):
        Wording.from_mapping({**blueprint.wording, "strategy": {"title": "Strategy", "section": sections}})


def test_look_that_is_hard_to_read_is_a_mistake_of_the_template(cases: dict[str, Case]) -> None:
    results = cases["blank"].results
    style = {**results.tables.blueprint.style, "fonts": {"body": "", "headings": "Arial"}}
    tables = replace(results.tables, blueprint=replace(results.tables.blueprint, style=style))
    with pytest.raises(TemplateError, match=r"style\.toml: .*fonts\.body"):
        published(replace(results, tables=tables))


def test_wording_that_lacks_a_key_is_refused_by_name(blueprint: Blueprint) -> None:
    lacking = {key: value for key, value in blueprint.wording.items() if key != "illustrative"}
    with pytest.raises(TemplateError, match="illustrative"):
        Wording.from_mapping(lacking)
