"""Every template that ships is whole: it loads, speaks clearly, and can be sent out, read back and reported on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from golden import text_of_docx

import smreport
from smreport.blueprint.answers import tables_from
from smreport.blueprint.columns import Choice, Ref, YesNo
from smreport.blueprint.formulas import LONGEST_FORMULA
from smreport.blueprint.model import Blueprint, Column
from smreport.blueprint.needed import Need, need
from smreport.blueprint.rules import Belongs, Condition, Covered, InEffect, RefState, Rule
from smreport.blueprint.tables import Tables
from smreport.blueprint.templates import DEFAULT, require, require_choices, shipped
from smreport.blueprint.values import normalised
from smreport.commands.loading import load_template
from smreport.commands.publishing import published
from smreport.commands.reading import read_workbook
from smreport.commands.template_needs import refuse_lacking
from smreport.decision import propose, results, terms
from smreport.decision.check import check
from smreport.findings import Level
from smreport.papers.wording import Wording

LONGEST_SHEET_NAME, LONGEST_PROMPT_TITLE, LONGEST_PROMPT = 31, 32, 255
MOST_WORDS_IN_A_SENTENCE = 25
IN_SCOPE = "In scope"  # the report's own word for an area that is worked on


@pytest.fixture(scope="module", params=shipped())
def blueprint(request: pytest.FixtureRequest) -> Blueprint:
    return load_template(request.param)


@pytest.fixture(scope="module")
def wording(blueprint: Blueprint) -> Wording:
    return Wording.from_mapping(blueprint.wording)


def test_it_has_all_that_rules_and_papers_need(blueprint: Blueprint) -> None:
    """Nothing asks it when it is used: of a template that ships this is where it is held."""
    refuse_lacking(blueprint)


def messages(blueprint: Blueprint) -> Iterator[tuple[str, str]]:
    """What each rule says is wrong and how to fix it, by the rule's code."""
    for sheet in blueprint:
        for rule in sheet.rules:
            for words in rule.words(sheet):
                yield rule.code(sheet), words


def offered(column: Column) -> set[str]:
    """The answers that a column offers, as rules compare them; for a reference those beside the other sheet's rows."""
    kind = column.type
    if isinstance(kind, Ref):
        return {normalised(text) for text in kind.to.also}
    assert isinstance(kind, Choice)
    return set(kind.choices.spelling)


def named_answers(blueprint: Blueprint) -> Iterator[tuple[str, str, str]]:
    """The answers that rules know by name: the rule's code, the column as "areas.status", and the answer."""
    for sheet in blueprint:
        for rule in sheet.rules:
            for address, answer in _named(sheet.key, rule):
                yield rule.code(sheet), address, answer


def _named(sheet: str, rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.when:
        yield from _in_condition(sheet, rule.when)
    if isinstance(rule, RefState):
        target = rule.target.partition(".")[0]
        yield from ((f"{target}.{rule.state}", answer) for answer in rule.banned)
    if isinstance(rule, InEffect):
        yield from _in_condition(rule.by, rule.having)
        yield from ((f"{rule.target_sheet}.{rule.state}", answer) for answer in rule.decided)
    if isinstance(rule, Belongs):
        yield rule.to[0], rule.any
    if isinstance(rule, Covered):
        (here, there), *_ = rule.match
        yield from ((f"{rule.by}.{there}", answer) for answer in filter(None, [rule.any]))
        yield from ((f"{sheet}.{here}", answer) for answer in filter(None, [rule.any_here]))
        yield from _in_condition(rule.by, rule.unless) if rule.unless else ()


def _in_condition(sheet: str, condition: Condition) -> Iterator[tuple[str, str]]:
    return ((f"{sheet}.{condition.column}", answer) for answer in (*condition.among, *condition.not_among))


class TestDefinition:
    def test_it_goes_by_the_name_of_its_folder(self, blueprint: Blueprint) -> None:
        assert blueprint.name in shipped()
        assert load_template(blueprint.name) == blueprint

    def test_it_has_every_column_that_the_decision_rules_need(self, blueprint: Blueprint) -> None:
        require(blueprint, (*results.NEEDS, *propose.NEEDS))

    def test_it_offers_the_choices_that_the_decision_rules_know_by_their_ids(self, blueprint: Blueprint) -> None:
        require_choices(blueprint, terms.CHOICES, terms.FOR_ALL)
        assert blueprint.label("areas.status", terms.PARKED) == "Parked"
        assert blueprint.id_of("areas.status", " in SCOPE") == terms.IN_SCOPE

    def test_rules_name_only_answers_that_their_columns_offer(self, blueprint: Blueprint) -> None:
        unknown = [
            (code, address, answer)
            for code, address, answer in named_answers(blueprint)
            if normalised(answer) not in offered(blueprint.column(address))
        ]
        assert unknown == []

    def test_every_list_is_used_and_every_list_used_is_there(self, blueprint: Blueprint) -> None:
        kinds = [column.type for sheet in blueprint for column in sheet.columns]
        used = {kind.choices.key for kind in kinds if isinstance(kind, Choice | YesNo)}
        used |= {sheet.rows_from for sheet in blueprint if sheet.rows_from}
        assert used == set(blueprint.lists)

    def test_no_list_offers_the_same_thing_twice(self, blueprint: Blueprint) -> None:
        assert [key for key, choices in blueprint.lists.items() if len(choices.spelling) < len(choices.items)] == []

    def test_principles_and_implications_lean_on_what_is_there(self, blueprint: Blueprint, wording: Wording) -> None:
        numbers = [principle.number for principle in wording.principles]
        assert numbers == sorted(set(numbers))
        assert {rule.principle for sheet in blueprint for rule in sheet.rules} <= {None, *numbers}
        assert {entry.setting for entry in wording.implications} <= set(blueprint.sheets["settings"].by_key)


class TestWords:
    def test_every_message_ends_with_a_full_stop(self, blueprint: Blueprint) -> None:
        assert [(code, words) for code, words in messages(blueprint) if not words.endswith(".")] == []

    def test_messages_are_short_sentences(self, blueprint: Blueprint) -> None:
        assert [
            (code, sentence)
            for code, words in messages(blueprint)
            for sentence in re.split(r"(?<=[.!?:;]) ", words)
            if len(sentence.split()) > MOST_WORDS_IN_A_SENTENCE
        ] == []

    def test_every_column_says_what_to_put(self, blueprint: Blueprint) -> None:
        columns = [(sheet.key, column) for sheet in blueprint for column in sheet.columns]
        assert [(sheet, column.key) for sheet, column in columns if not column.help.endswith(".")] == []

    def test_each_template_has_titles_of_its_own(self, blueprint: Blueprint, wording: Wording) -> None:
        others = [load_template(name) for name in shipped() if name != blueprint.name]
        titles = {blueprint.title, wording.papers["strategy"].title, wording.papers["action_plan"].title}
        assert len(titles) == 3
        for other in others:
            theirs = Wording.from_mapping(other.wording)
            assert titles.isdisjoint({other.title, theirs.strategy.title, theirs.action_plan.title})


@dataclass(frozen=True)
class Made:
    """A workbook as a facilitator gets it, and its answers as the tool reads them back."""

    path: Path
    wanted: Tables
    tables: Tables


@pytest.fixture(scope="module", params=["blank", "starter"])
def made(request: pytest.FixtureRequest, blueprint: Blueprint, tmp_path_factory: pytest.TempPathFactory) -> Made:
    starter = request.param == "starter"
    path = tmp_path_factory.mktemp(blueprint.name) / f"{request.param}.xlsx"
    smreport.new(path, template=blueprint.name, starter=starter)
    columns = blueprint.sheets["settings"].columns
    asks = {column.key for column in columns if need(blueprint.sheets["settings"], column) is Need.ALWAYS}
    defaults = {each.key: each.default for each in columns if each.default is not None and each.key not in asks}
    answers = {"settings": defaults, **(blueprint.starter if starter else {})}
    return Made(path, tables_from(blueprint, answers, path.name), read_workbook(path))


class TestWorkbook:
    @pytest.mark.long
    def test_the_answers_are_read_back_by_the_template_that_the_file_names(self, made: Made) -> None:
        assert made.tables.blueprint.name == made.wanted.blueprint.name
        for key, table in made.wanted.items():
            pd.testing.assert_frame_equal(made.tables.frame(key), table.frame, obj=f"sheet {key}")

    def test_nothing_that_it_comes_with_is_an_error(self, made: Made) -> None:
        assert [finding for finding in check(made.tables) if finding.level is Level.ERROR] == []

    def test_the_starter_rows_leave_the_decisions_open(self, blueprint: Blueprint) -> None:
        decided = ("areas.status", "tools.status", "portfolio.title", "settings.organisation")
        tables = tables_from(blueprint, blueprint.starter)
        for address in decided:
            sheet, _, key = address.partition(".")
            assert [row[key] for row in tables[sheet].rows.values() if row[key] is not None] == []

    @pytest.mark.long
    def test_excel_can_hold_every_check_and_every_prompt(self, made: Made) -> None:
        book = openpyxl.load_workbook(made.path)
        assert all(len(title) <= LONGEST_SHEET_NAME for title in book.sheetnames)
        for page in book:
            checks = [cell.value for cell in page["A"] if cell.data_type == "f"]
            assert all(len(formula) < LONGEST_FORMULA for formula in checks), page.title
            for rule in page.data_validations.dataValidation:
                titles, texts = (rule.promptTitle, rule.errorTitle), (rule.prompt, rule.error)
                assert all(len(title or "") <= LONGEST_PROMPT_TITLE for title in titles), rule.sqref
                assert all(len(text or "") <= LONGEST_PROMPT for text in texts), rule.sqref
                assert not any((text or "").endswith("…") for text in texts), f"{page.title}: {rule.prompt} is cut"
        book.close()

    def test_the_papers_are_built_with_their_own_titles_and_no_name_unfilled(
        self, made: Made, wording: Wording
    ) -> None:
        documents = published(results.decide(made.tables)).contents
        titles = {
            "report.docx": wording.papers["report"].title,
            "strategy.docx": wording.papers["strategy"].title,
            "action-plan.docx": wording.papers["action_plan"].title,
        }
        assert set(documents) == set(titles)
        for file, title in titles.items():
            text = text_of_docx(documents[file])
            assert text.startswith(f"# {title}\n")
            assert not re.search(r"[{}]", text)


def test_the_default_template_ships() -> None:
    assert DEFAULT in shipped()
