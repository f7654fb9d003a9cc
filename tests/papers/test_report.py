"""The covering report: what a meeting is asked for follows the verdict, and nothing is said that nobody wrote."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from papers.cases import case_of, prose, table_with, texts, whole
from workbooks import EXAMPLES, all_known, example

from smreport.blocks.document import Block, Bullets, Chart, Document, Heading, Table
from smreport.blueprint.answers import Answers, read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.publication import REASONS
from smreport.errors import TemplateError
from smreport.frozen import replace
from smreport.papers.case import Case
from smreport.papers.compose import SECTIONS, paper
from smreport.papers.recommendations import recommended
from smreport.papers.report import TOLD_ABOUT
from smreport.papers.wording import CoverFact

HALF_FILLED = Path(__file__).parents[1] / "half_filled"
ILLUSTRATIVE = Path(__file__).parents[2] / "examples" / "illustrative" / "answers.toml"
CELL = re.compile(r"\b[A-Z]{1,2}[0-9]{1,4}\b")


@pytest.fixture(scope="module")
def answers() -> Answers:
    return read_answers(ILLUSTRATIVE)


@pytest.fixture(scope="module")
def illustrative(blueprint: Blueprint) -> Case:
    return case_of(example(blueprint, "illustrative"))


def changed(blueprint: Blueprint, answers: Answers, **settings: object) -> Case:
    """The illustrative round with other answers in Settings; None takes one away."""
    kept = {key: value for key, value in {**answers["settings"], **settings}.items() if value is not None}
    return case_of(tables_from(blueprint, {**answers, "settings": kept}, "changed.xlsx"))


def blocks_of(case: Case, key: str) -> list[Block]:
    return list(SECTIONS[key](case, ""))


def said(case: Case, key: str) -> str:
    return "\n".join(texts(blocks_of(case, key)))


def headings(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading)]


class TestRecommendations:
    def test_a_wave_is_agreed_with_its_cash_and_what_is_committed_is_noted(self, illustrative: Case) -> None:
        asked = "\n".join(recommended(illustrative))
        assert "Agree the proposed first wave of 3 projects" in asked
        cash = illustrative.money.total_cash(illustrative.verdicts.first_wave)
        assert f"Agree the cash of the first wave over 3 years: {cash}" in asked
        assert "Note that 1 project is committed already" in asked

    def test_a_sentence_begins_with_a_capital_whatever_was_typed(self, blueprint: Blueprint, answers: Answers) -> None:
        report = whole(paper(changed(blueprint, answers, committee="the Executive"), "report"))
        assert "The Executive is asked to decide" in report
        assert "The Executive is asked to:" in report

    def test_where_limits_cannot_be_met_the_decision_is_how_to_mend_them(
        self, blueprint: Blueprint, answers: Answers
    ) -> None:
        case = changed(blueprint, answers, hours_available=1)
        asked = recommended(case)
        assert " ".join((case.verdicts.sought, *case.verdicts.mend)) in asked
        assert "first wave of" not in " ".join(asked)

    def test_where_nothing_is_open_there_is_only_something_to_note(self, blueprint: Blueprint) -> None:
        done = tables_from(blueprint, read_answers(HALF_FILLED / "done.toml"), "done.xlsx")
        asked = list(recommended(case_of(done)))
        assert len(asked) == 1
        assert asked[0].startswith("Note")

    def test_the_public_is_excluded_with_ground_and_reason_where_something_is_marked(
        self, illustrative: Case, blueprint: Blueprint, answers: Answers
    ) -> None:
        asked = said(illustrative, "recommendations")
        assert illustrative.privacy.grounds[0] in asked
        assert all(reason.rstrip(".") in asked for reason in illustrative.privacy.reasons)
        told = {"not_public", *REASONS}
        open_rows = [{key: row[key] for key in row.keys() - told} for row in answers["evaluation"]]
        case = case_of(tables_from(blueprint, {**answers, "evaluation": open_rows}, "open.xlsx"))
        assert "Exclude" not in said(case, "recommendations")

    def test_a_template_without_that_law_asks_for_nothing_of_the_kind(self, illustrative: Case) -> None:
        without = Case(illustrative.results, replace(illustrative.wording, exclude_public=""))
        assert "Exclude" not in said(without, "recommendations")


class TestPurpose:
    @pytest.mark.parametrize(
        ("role", "verb"),
        [("Decide", "decide on"), ("Recommend", "recommend"), ("Comment", "its views"), ("Note", "note"),
         ("Scrutiny", "look into")],
    )  # fmt: skip
    def test_verb_is_that_of_this_meeting(self, blueprint: Blueprint, answers: Answers, role: str, verb: str) -> None:
        meetings = [{"body": "Cabinet", "role": role}, {"body": "Council", "role": "Decide"}]
        case = case_of(tables_from(blueprint, {**answers, "meetings": meetings}, "x.xlsx"))
        assert verb in said(case, "purpose")

    @pytest.mark.parametrize(
        ("role", "lead"),
        [("Recommend", "Cabinet is asked to recommend that Council should:"),
         ("Comment", "Cabinet is asked for its views on what Council is asked to do:"),
         ("Note", "Cabinet is asked to note what Council is asked to do:"),
         ("Scrutiny", "Cabinet is asked to look into what Council is asked to do:")],
    )  # fmt: skip
    def test_what_another_body_decides_is_not_asked_of_this_meeting_which_excludes_the_public_itself(
        self, blueprint: Blueprint, answers: Answers, role: str, lead: str
    ) -> None:
        meetings = [{"body": "Cabinet", "role": role}, {"body": "Council", "role": "Decide"}]
        case = changed(blueprint, {**answers, "meetings": meetings}, decision_maker=None)
        others, own = (block for block in blocks_of(case, "recommendations") if isinstance(block, Bullets))
        assert (others.lead, others.items) == (lead, tuple(recommended(case)))
        assert own.lead == "Cabinet is asked to:"
        (exclusion,) = own.items
        assert exclusion.startswith("Exclude the press and public")


class TestOptions:
    def test_each_set_of_projects_stands_once(self, blueprint: Blueprint, answers: Answers) -> None:
        case = changed(blueprint, answers, hours_available=100_000)
        table = table_with(blocks_of(case, "options"), "Option")
        money = [row[1:] for row in table.rows]
        assert len(set(money)) == len(money)

    def test_cash_by_year_adds_up_to_the_cash_of_all_years(self, illustrative: Case) -> None:
        table = table_with(blocks_of(illustrative, "options"), "Option")
        years = [number for number, each in enumerate(table.columns) if re.fullmatch(r"20\d\d/\d\d", each.heading)]
        assert years
        total = max(years) + 1
        for row in table.rows:
            assert sum(map(pounds, (row[at] for at in years))) == pounds(row[total].removesuffix(" and more"))

    def test_an_option_of_the_councils_own_stands_in_its_words(self, illustrative: Case) -> None:
        own = [
            row
            for row in illustrative.rows("options").values()
            if not illustrative.choice("options.option", row["option"])
        ]
        (spoken,) = (block for block in blocks_of(illustrative, "options") if isinstance(block, Bullets))
        assert own
        for row in own:
            (item,) = (item for item in spoken.items if item.startswith(str(row["option"])))
            assert f"For it: {row['advantage']}" in item
            assert f"Against it: {row['disadvantage']}" in item

    def test_there_is_no_table_of_options_where_nothing_is_known_of_any_but_doing_nothing(
        self, blueprint: Blueprint
    ) -> None:
        path = EXAMPLES / "devon" / "answers.toml"
        case = case_of(tables_from(blueprint, read_answers(path), "devon.xlsx"))
        (spoken,) = blocks = [block for block in blocks_of(case, "options") if isinstance(block, Table | Bullets)]
        assert isinstance(spoken, Bullets), blocks
        assert len(spoken.items) > 1


def pounds(text: str) -> int:
    return int(re.sub(r"[£,]", "", text))


class TestWhatIsNotSaid:
    def test_what_is_blank_is_to_be_confirmed_and_makes_a_draft(self, blueprint: Blueprint, answers: Answers) -> None:
        case = changed(blueprint, {**answers, "advice": []}, equality=None, background_papers=None)
        document = paper(case, "report")
        assert "Draft" in document.footer
        assert any(notice.label == "Draft" and "equality" in notice.text for notice in document.notices)
        assert "Background papers: To be confirmed." in said(case, "about")
        assert "None" not in whole(document)

    def test_background_papers_are_asked_for_once_where_the_last_section_would_say_nothing_else(
        self, blueprint: Blueprint, answers: Answers
    ) -> None:
        nothing = dict.fromkeys((*TOLD_ABOUT, "author", "equality"))
        alone, beside = (
            changed(blueprint, {**answers, "advice": []}, **nothing | more)
            for more in ({}, {"other_formats": "Large print on request"})
        )
        asked = "Equality (Equality officer) and background papers."
        assert said(alone, "advice").endswith(asked)
        assert said(alone, "about") == ""
        assert not said(beside, "advice").endswith(asked)
        assert "Background papers: To be confirmed." in said(beside, "about")

    def test_what_is_assessed_makes_none(self, illustrative: Case) -> None:
        assert "Draft" not in paper(illustrative, "report").footer

    def test_next_steps_promise_nothing_of_what_is_only_proposed(self, illustrative: Case) -> None:
        proposed = {illustrative.results.round.by_row[at].title for at in illustrative.verdicts.proposed}
        told = said(illustrative, "report_steps")
        rows = illustrative.rows("actions").values()
        assert any(str(row["action"]) in told for row in rows)
        assert not [row["action"] for row in rows if row["project"] in proposed and str(row["action"]) in told]

    @pytest.mark.parametrize("name", ["accounts", "actions", "done", "objectives"])
    def test_without_projects_there_are_no_options_ranks_or_waves(self, blueprint: Blueprint, name: str) -> None:
        case = case_of(tables_from(blueprint, read_answers(HALF_FILLED / f"{name}.toml"), f"{name}.xlsx"))
        document = paper(case, "report")
        assert not {"Options considered", "Preferred option", "Financial implications"} & set(headings(document))
        assert not [block for block in document.blocks if isinstance(block, Chart)]
        assert "wave" not in whole(document)

    def test_nothing_is_there_without_content(self, illustrative: Case) -> None:
        for block in paper(illustrative, "report").blocks:
            assert not isinstance(block, Table) or block.rows
            assert not isinstance(block, Bullets) or block.items


class TestWhatIsNotKnown:
    @pytest.mark.parametrize("path", sorted(HALF_FILLED.glob("*.toml")), ids=lambda path: path.stem)
    def test_ten_lines_at_most_and_no_cells(self, blueprint: Blueprint, path: Path) -> None:
        case = case_of(tables_from(blueprint, read_answers(path), "half.xlsx"))
        table = table_with(blocks_of(case, "missing"), "Who is asked")
        assert 0 < len(table.rows) <= 10
        assert not [text for row in table.rows for text in row if CELL.search(text)]
        assert all(all(row) for row in table.rows)

    def test_what_could_change_the_decision_comes_first(self, blueprint: Blueprint) -> None:
        path = HALF_FILLED / "money.toml"
        case = case_of(tables_from(blueprint, read_answers(path), "half.xlsx"))
        rows = table_with(blocks_of(case, "missing"), "Who is asked").rows
        assert len(case.sureness.closings) == sum(len(row) > 2 and bool(row[2]) for row in rows)

    def test_it_is_not_there_where_all_is_known(self, blueprint: Blueprint) -> None:
        case = case_of(all_known(blueprint))
        assert not case.results.findings
        assert not case.sureness.closings
        assert not blocks_of(case, "missing")

    def test_a_price_that_is_waited_for_is_named_without_its_cell(self, illustrative: Case) -> None:
        table = table_with(blocks_of(illustrative, "missing"), "Who is asked")
        assert [row[0] for row in table.rows] == ["Set-up cost of “Out-of-hours partnership”"]


class TestCover:
    def test_facts_stand_in_the_papers_that_the_template_names(self, illustrative: Case) -> None:
        report, strategy = (dict(paper(illustrative, key).cover) for key in ("report", "strategy"))
        assert "Cabinet, 9 February 2027: decide" in report["Decision route"]
        assert "Decision route" not in strategy
        assert "Appendix 1: Social media strategy" in report["Appendices"]
        assert report["Wards affected"] == strategy["Wards affected"]

    @pytest.mark.parametrize(
        "words", [{"papers": ["weather"], "settings": ["wards"]}, {}], ids=["unknown paper", "nothing to tell"]
    )
    def test_a_fact_that_cannot_be_told_is_refused(self, words: dict[str, list[str]]) -> None:
        with pytest.raises(ValueError, match=r"weather|settings or a figure"):
            CoverFact("Wards", **{key: tuple(value) for key, value in words.items()})  # type: ignore[arg-type]

    def test_a_paper_that_is_taken_away_is_not_written(self, illustrative: Case) -> None:
        wording = replace(illustrative.wording, report=None)
        assert list(wording.papers) == ["strategy", "action_plan"]
        with pytest.raises(ValueError, match="there is no paper"):
            replace(wording, strategy=None, action_plan=None)

    def test_a_name_that_is_not_known_in_the_resolution_is_refused(self, illustrative: Case) -> None:
        wording = replace(illustrative.wording, exclude_public="Exclude {weather}")
        with pytest.raises(TemplateError, match=r"\{grounds\}"):
            said(Case(illustrative.results, wording), "recommendations")


def test_the_wave_has_the_same_cash_wherever_it_stands(illustrative: Case) -> None:
    cash = illustrative.money.total_cash(illustrative.verdicts.first_wave)
    for key in ("recommendations", "financial", "options"):
        assert cash in said(illustrative, key), key
    assert cash in "\n".join(prose(paper(illustrative, "strategy").blocks))
