"""The finished papers agree with themselves and with each other: figures, totals, counts, and whose dates they promise.

Only what a reader has is read: the Word files, by python-docx. They are those of both examples, of the six half-filled
workbooks and of random rounds. ``AGREED`` in the environment says how many rounds: more for a long run.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from random import Random

import pytest
from half_typed import HALF_FILLED, papers_of
from papers.finished import Finished, Listed, papers, pounds
from papers.generated import whole_round
from workbooks import example, with_rows

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.templates import load
from smreport.commands.publishing import published
from smreport.decision.results import decide

pytestmark = pytest.mark.long

Pack = dict[str, Finished]
ROUNDS = int(os.environ.get("AGREED", "5"))
EXAMPLES = ("devon", "illustrative")
NAMES = (*EXAMPLES, *(path.stem for path in HALF_FILLED), *(f"round {seed}" for seed in range(ROUNDS)))
DECIDED, PROPOSED, LATER = "Decided", "Proposed for the first wave, until", "Later, if funded"
DATED = ("Time", "Start", "Finish", "Due", "Target (by when)")
YEAR = re.compile(r"\b20\d\d\b")
_PACKS: dict[str, Pack] = {}


def made(name: str, blueprint: Blueprint) -> dict[str, bytes]:
    if name in EXAMPLES:
        return published(decide(example(blueprint, name))).contents
    if name.startswith("round "):
        answers = whole_round(Random(int(name.partition(" ")[2])))
        return published(decide(tables_from(blueprint, answers, f"{name}.xlsx"))).contents
    return papers_of(blueprint, next(path for path in HALF_FILLED if path.stem == name))


@pytest.fixture(scope="module")
def roomy() -> Blueprint:
    return with_rows(load(), 60)


@pytest.fixture(params=NAMES)
def pack(request: pytest.FixtureRequest, roomy: Blueprint, few_rows: None) -> Pack:
    name = str(request.param)
    if name not in _PACKS:
        _PACKS[name] = papers(made(name, roomy))
    return _PACKS[name]


# --- what a reader finds ---


def titles(pack: Pack, *standings: str) -> list[str]:
    """The projects that the plan lists, in its tables of these standings."""
    return [title for table in plan_tables(pack, *standings) for title in table.column("Project")]


def plan_tables(pack: Pack, *standings: str) -> list[Listed]:
    tables = pack["action-plan"].tables
    return [table for table in tables if table.caption.startswith(standings) and "Project" in table.headings]


def every_title(pack: Pack) -> list[str]:
    return titles(pack, DECIDED, PROPOSED, "Adopted", LATER)


def found(pack: Pack, pattern: str, *of: str) -> Iterator[re.Match[str]]:
    """What a pattern says in the sentences of papers, of all where none is named."""
    for paper in of or tuple(pack):
        for _, sentence in pack[paper].sentences:
            yield from re.finditer(pattern, sentence)


def counted(pack: Pack, pattern: str, *of: str) -> list[int]:
    return [int(match[1].replace(",", "")) for match in found(pack, pattern, *of)]


def tables(pack: Pack) -> Iterator[Listed]:
    return chain.from_iterable(paper.tables for paper in pack.values())


def named(names: list[str], text: str) -> int:
    """How many of the names stand in a text; one within another counts once."""
    count = 0
    for name in sorted(names, key=len, reverse=True):
        if name in text:
            count, text = count + 1, text.replace(name, "", 1)
    return count


def options(pack: Pack) -> dict[str, dict[str, str]]:
    table = pack["report"].table("Options, their cash")
    return {row["Option"]: row for row in table.rows} if table else {}


def cash_of(row: dict[str, str]) -> str:
    return next(text for heading, text in row.items() if heading.startswith("Cash over"))


# --- figures ---


def test_what_the_same_row_says_under_the_same_heading_is_the_same_in_every_table(pack: Pack) -> None:
    said: dict[tuple[str, ...], set[str]] = {}
    for table in tables(pack):
        first = table.headings[0]
        if first in ("When", "Owner", "No.", "Rank", "Number", "What is not known"):
            first = next((heading for heading in ("Project", "Risk") if heading in table.headings), "")
        about = re.findall(r"“(.+)”", table.caption)
        names = Counter(row[first] for row in table.rows) if first else Counter()
        for row in table.rows:
            if first and names[row[first]] == 1 and first not in ("Measure", "Role", "Area", "Tool", "Objective"):
                for heading, text in row.items():
                    if re.search(r"\d", text) and heading != first:
                        said.setdefault((first, row[first], heading, *about), set()).add(text)
    assert {what: texts for what, texts in said.items() if len(texts) > 1} == {}


def test_a_measure_stands_with_the_same_figures_wherever_it_stands(pack: Pack) -> None:
    measures = [table for table in tables(pack) if {"Measure"} < set(table.headings)]
    rows = [row for table in measures for row in table.rows]
    whole = {table.caption: table for table in measures}.get("How the measures are taken")
    names = Counter(row["Measure"] for row in whole.rows) if whole else Counter(row["Measure"] for row in rows)
    said: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        for heading, text in row.items():
            if whole and names[row["Measure"]] == 1 and heading in ("Baseline", "Latest", "Target (by when)"):
                said.setdefault((row["Measure"], heading), set()).add(text)
    assert {what: texts for what, texts in said.items() if len(texts) > 1} == {}


def test_the_first_wave_costs_the_same_wherever_it_is_told(pack: Pack) -> None:
    amounts = [pounds(match[1])[0] for match in found(pack, r"first wave takes (£[\d,]+)")]
    amounts += [pounds(match[1])[0] for match in found(pack, r"cash of the first wave over [^:]+: (£[\d,]+)")]
    amounts += [pounds(row["Together"])[0] for table in tables(pack) if table.caption.startswith("Cash of the first")
                for row in table.rows if row[table.headings[0]] == "All years"]  # fmt: skip
    rows = options(pack)
    amounts += [pounds(cash_of(row))[0] for name, row in rows.items() if "proposed" in name and pounds(cash_of(row))]
    assert len(set(amounts)) <= 1
    for match in found(pack, r"Of this (£[\d,]+)[^.]* is committed already"):
        assert pounds(match[1]) == pounds(cash_of(rows["Do nothing new"]))


def test_a_project_costs_the_same_in_plan_and_strategy(pack: Pack) -> None:
    plan = {}
    for heading, sentence in pack["action-plan"].sentences:
        if match := re.search(r"In all (?:at least )?(£[\d,]+) over", sentence):
            plan[re.sub(r"^Project \d+: ", "", heading)] = pounds(match[1])[0]
    table = pack["strategy"].table("Open projects by status")
    for row in table.rows if table else ():
        cash = next((text for heading, text in row.items() if heading.startswith("Cash over")), "")
        if row["Project"] in plan and pounds(cash):
            assert plan[row["Project"]] == pounds(cash)[0], row["Project"]


def test_benefit_points_of_the_wave_are_those_of_its_option(pack: Pack) -> None:
    rows = options(pack)
    for match in found(pack, r"first wave brings (\d+) of the (\d+) benefit points", "report"):
        wave = [row["Benefit points"] for name, row in rows.items() if "proposed" in name]
        every = [row["Benefit points"] for name, row in rows.items() if name.startswith("All projects")]
        assert [match[1], match[2]] == [*(wave or every), *every] or not rows


def test_report_and_strategy_ask_for_the_same(pack: Pack) -> None:
    first, second = (pack[name].table("What is not known yet") for name in ("report", "strategy"))
    assert (first.rows if first else None) == (second.rows if second else None)
    more = counted(pack, r"(\d+) more (?:is|are) in the facilitator's list")
    assert len(set(more)) <= 1


# --- totals ---


def test_a_total_is_the_sum_of_the_rows_above_it(pack: Pack) -> None:
    for table in tables(pack):
        if table.rows and re.match(r"All years|Total|Together|Sum", table.rows[-1][table.headings[0]]):
            for heading in table.headings[1:]:
                *parts, total = (pounds(text) for text in table.column(heading))
                assert sum(chain.from_iterable(parts)) == sum(total), (table.caption, heading)


def test_kinds_of_cash_add_up_or_it_is_said_that_some_counts_in_both(pack: Pack) -> None:
    for paper in pack.values():
        for table in paper.tables:
            if {"Capital", "Revenue", "Together"} <= set(table.headings):
                both = any("held against both" in text for place, text in paper.sentences if place == table.under)
                for row in table.rows:
                    capital, revenue, together = (pounds(row[key])[0] for key in ("Capital", "Revenue", "Together"))
                    assert capital + revenue == together or (both and capital + revenue > together)


def test_years_add_up_to_the_cash_beside_them(pack: Pack) -> None:
    for row in options(pack).values():
        years = [text for heading, text in row.items() if re.fullmatch(r"20\d\d/\d\d", heading)]
        if years and pounds(cash_of(row)):
            assert sum(chain.from_iterable(map(pounds, years))) == pounds(cash_of(row))[0]
    for match in found(pack, r"In all (?:at least )?(£[\d,]+) over [^.]+\. By year: ([^.]+)\."):
        assert pounds(match[1]) == [sum(pounds(match[2]))]
    for match in found(pack, r"first wave takes (£[\d,]+).*?\. ((?:Capital|Revenue): £.+)$", "report"):
        both = any(found(pack, "held against both", "report"))
        total, parts = pounds(match[1])[0], sum(pounds(match[2]))
        assert total == parts or (both and parts > total)


def test_a_total_that_lacks_something_says_what(pack: Pack) -> None:
    paper = pack["report"]
    for row in options(pack).values():
        if cash_of(row).endswith("and more"):
            assert re.search(r"not in the totals|left out, as", "\n".join(paper.under("Options considered")))
    for heading, sentence in pack["action-plan"].sentences:
        if "In all at least" in sentence:
            assert "Not given: " in sentence, heading


# --- counts ---


def test_the_plan_counts_the_projects_that_it_lists(pack: Pack) -> None:
    groups = {
        r"(\d+) (?:is|are) decided": (DECIDED,), r"(\d+) (?:is|are) proposed for the first wave": (PROPOSED, "Adopted"),
        r"(\d+) waits? for a decision": (LATER,),
    }  # fmt: skip
    for match in found(pack, r"^The plan has (\d+) projects?: ([^.]+)\.", "action-plan"):
        assert int(match[1]) == len(every_title(pack))
        for pattern, standings in groups.items():
            for counted_in in re.findall(pattern, match[2]):
                assert int(counted_in) == len(titles(pack, *standings))
    told = {re.sub(r"^Project \d+: ", "", heading) for heading, _ in pack["action-plan"].sentences}
    assert set(every_title(pack)) <= told


@pytest.mark.parametrize(
    "pattern",
    [r"first wave of (\d+) projects?: (.+)$", r"(\d+) projects? (?:is|are) committed already: (.+)$",
     r"^(\d+) projects? (?:is|are) proposed for the first wave: (.+)$"],
    ids=["agreed", "committed", "proposed"],
)  # fmt: skip
def test_a_sentence_that_counts_projects_names_so_many(pack: Pack, pattern: str) -> None:
    for match in found(pack, pattern):
        names = every_title(pack)
        more = re.search(r" and (\d+) more", match[2])
        assert int(match[1]) == named(names, match[2]) + (int(more[1]) if more else 0), match[0]


def test_a_headline_that_counts_projects_stands_over_so_many(pack: Pack) -> None:
    for table in tables(pack):
        if match := re.match(r"(\d+) projects? (?:is|are) proposed for the first wave$", table.caption):
            proposed = [row for row in table.rows if row.get("Wave", "proposed").endswith("proposed")]
            assert int(match[1]) == len(proposed)
            assert int(match[1]) == len(titles(pack, PROPOSED, "Adopted"))


def test_actions_are_counted_as_they_are_listed(pack: Pack) -> None:
    plan = pack["action-plan"]
    listed = sum(len(table.rows) for table in plan.tables if table.caption.startswith("Actions of"))
    for number in counted(pack, r"(?:It has |^)(\d+) actions?(?:\.| (?:is|are) recorded)"):
        assert number == listed
    numbers = [
        [number for row in table.rows for number in row["Actions"].split(", ")]
        for table in plan.tables
        if table.caption.startswith("Actions still to be done")
    ]
    known = {row["No."] for table in plan.tables if "No." in table.headings and "Action" in table.headings
             for row in table.rows}  # fmt: skip
    for of_table in numbers:
        assert sorted(of_table) == sorted(numbers[0])
        assert len(set(of_table)) == len(of_table)
        assert set(of_table) <= known


def test_an_option_leaves_undone_what_it_does_not_hold(pack: Pack) -> None:
    every, decided = every_title(pack), titles(pack, DECIDED)
    wave = [*decided, *titles(pack, PROPOSED)]
    for _, sentence in pack["report"].sentences:
        if match := re.match(r"(Do nothing new|First wave \(proposed\))\..*It leaves (\d+) projects? undone", sentence):
            inside = decided if match[1].startswith("Do nothing") else wave
            assert int(match[2]) == len(every) - len(inside)


def test_accounts_are_counted_as_they_are_listed(pack: Pack) -> None:
    table = pack["strategy"].table("Accounts")
    for match in found(pack, r"^Accounts, (\d+) in all: (.+)\."):
        parts = [int(number) for number in re.findall(r" (\d+)(?:,| and |$)", match[2])]
        assert table
        assert int(match[1]) == sum(parts) == len(table.rows)


def test_objectives_areas_and_tools_are_counted_as_they_are_listed(pack: Pack) -> None:
    objectives = pack["strategy"].table("Objectives and outcomes")
    for number in counted(pack, r"^There (?:is|are) (\d+) objectives?[:,]"):
        assert objectives
        assert number == len(objectives.rows)
    for pattern in (r"^(\d+) areas? takes? part: (.+)\.$", r"^(\d+) tools? (?:is|are) in use: (.+)\.$"):
        for match in found(pack, pattern):
            table = pack["strategy"].table("Areas and why" if "part" in match[0] else "Tools and uses")
            assert table
            more = re.search(r" and (\d+) more", match[2])
            names = sorted(set(table.column(table.headings[0])))
            assert int(match[1]) == named(names, match[2]) + (int(more[1]) if more else 0), match[0]


def test_risks_are_counted_as_the_register_lists_them(pack: Pack) -> None:
    register = pack["strategy"].table("Risk register")
    patterns = (
        r"^The highest of (\d+) risks is",
        r"^These are the highest of (\d+) risks",
        r"^There are (\d+) risks, none",
    )
    for number in chain.from_iterable(counted(pack, pattern) for pattern in patterns):
        assert register
        assert number == len(register.rows)
    for table in tables(pack):
        if match := re.match(r"The (\d+) of (\d+) risks", table.caption):
            assert register
            assert [int(match[1]), int(match[2])] == [len(table.rows), len(register.rows)]


def test_measures_are_counted_as_they_are_listed(pack: Pack) -> None:
    for match in found(pack, r"^How the (\d+) measures stand: (.+)\.$"):
        parts = re.findall(r"(?:^|, | and )(?:of )?(\d+) (?:is|are|was|were|has|have|cannot)\b", match[2])
        assert int(match[1]) == sum(map(int, parts)), match[0]
        taken = pack["action-plan"].table("How the measures are taken")
        assert taken is None or int(match[1]) == len(taken.rows)


def test_what_is_not_assessed_is_counted_and_asked_for(pack: Pack) -> None:
    for match in found(pack, r"(\d+) subjects? (?:is|are) not assessed yet: ([^.]+)\.", "report"):
        table = pack["report"].table("What is not known yet")
        assert table
        asked = [what for what in table.column("What is not known") if what.endswith(": not assessed")]
        assert int(match[1]) == len(asked)
        assert all(what.partition(":")[0].lower() in match[2] for what in asked)


# --- dates ---


def test_no_table_has_a_date_of_a_project_that_waits_for_money(pack: Pack) -> None:
    waiting = set(titles(pack, LATER))
    for table in tables(pack):
        about = {*re.findall(r"“(.+)”", table.caption)} & waiting
        for row in table.rows:
            if about or waiting & {row.get("Project", ""), row.get("Of", "")}:
                dated = {heading: row[heading] for heading in DATED if YEAR.search(row.get(heading, ""))}
                assert dated == {}, (table.caption, row)


def test_what_is_told_of_a_project_that_waits_has_no_time_and_no_year(pack: Pack) -> None:
    waiting = set(titles(pack, LATER))
    for heading, sentence in pack["action-plan"].sentences:
        if re.sub(r"^Project \d+: ", "", heading) in waiting:
            assert not re.search(r"It runs:|it runs:|By year:", sentence), (heading, sentence)


def test_the_timeline_and_the_quarters_are_of_projects_that_are_decided_or_proposed(pack: Pack) -> None:
    plan = pack["action-plan"]
    waiting = titles(pack, LATER)
    numbers = {row["No."] for table in plan_tables(pack, LATER) for row in table.rows}
    for chart in plan.charts:
        if chart.startswith("Timeline"):
            assert not [title for title in waiting if title in chart]
            drawn = re.match(r"Timeline of (?:the \d+ of )?(\d+) projects?", chart)
            assert drawn is None or int(drawn[1]) <= len(titles(pack, DECIDED, PROPOSED, "Adopted"))
    for table in plan.tables:
        if table.caption.startswith("Actions still to be done"):
            of_projects = {number.partition(".")[0] for row in table.rows for number in row["Actions"].split(", ")}
            assert not of_projects & numbers


def test_next_steps_of_the_report_are_actions_of_what_is_decided(pack: Pack) -> None:
    waiting = {*titles(pack, LATER), *titles(pack, PROPOSED)}
    others = {row["Action"] for table in pack["action-plan"].tables if "Action" in table.headings
              for row in table.rows if waiting & {*re.findall(r"“(.+)”", table.caption)}}  # fmt: skip
    steps = pack["report"].under("Next steps")
    assert not [step for step in steps for action in others if step.startswith(f"{action}:")]


# --- the reading itself ---


def test_the_reader_finds_what_it_looks_for_in_the_illustrative_papers(roomy: Blueprint) -> None:
    """Else a pattern that no longer matches would let all pass."""
    pack = papers(made("illustrative", roomy))
    wanted: dict[str, Callable[[], object]] = {
        "projects": lambda: len(every_title(pack)) == 8,
        "options": lambda: len(options(pack)) == 3,
        "wave": lambda: any(found(pack, r"first wave takes (£[\d,]+).*Capital: .+ Revenue: £")),
        "agreed": lambda: any(found(pack, r"cash of the first wave over [^:]+: (£[\d,]+)")),
        "committed": lambda: any(found(pack, r"Of this (£[\d,]+)[^.]* is committed already")),
        "by year": lambda: any(found(pack, r"In all (?:at least )?(£[\d,]+) over [^.]+\. By year: ([^.]+)\.")),
        "points": lambda: any(found(pack, r"first wave brings (\d+) of the (\d+) benefit points")),
        "plan": lambda: any(found(pack, r"^The plan has (\d+) projects?: ([^.]+)\.", "action-plan")),
        "first wave of": lambda: any(found(pack, r"first wave of (\d+) projects?: (.+)$")),
        "actions": lambda: any(found(pack, r"It has (\d+) actions")),
        "undone": lambda: any(found(pack, r"^First wave \(proposed\)\..*It leaves (\d+) projects? undone", "report")),
        "accounts": lambda: any(found(pack, r"^Accounts, (\d+) in all: (.+)\.", "report")),
        "objectives": lambda: any(found(pack, r"^There (?:is|are) (\d+) objectives?[:,]")),
        "tools": lambda: any(found(pack, r"^(\d+) tools? (?:is|are) in use: (.+)\.$")),
        "risks": lambda: any(found(pack, r"^These are the highest of (\d+) risks")),
        "highest": lambda: any(found(pack, r"^The highest of (\d+) risks is")),
        "measures": lambda: any(found(pack, r"^How the (\d+) measures stand: (.+)\.$")),
        "steps": lambda: bool(pack["report"].under("Next steps")),
        "timeline": lambda: any(chart.startswith("Timeline") for chart in pack["action-plan"].charts),
        "quarters": lambda: pack["action-plan"].table("Actions still to be done, by quarter"),
        "years": lambda: any(table.caption.startswith("Cash of the first") for table in tables(pack)),
    }
    assert [name for name, is_there in wanted.items() if not is_there()] == []
