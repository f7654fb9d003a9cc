"""Random rounds with marked figures, and how far what everybody may see bounds these.

No attacker can tell apart two workbooks whose public papers, tables and terminal are the same to the letter. So a
round is safe where all that is public stays as it is while the marked figures grow or shrink fourfold at least: any
bounds on both sides are a factor of four apart then, whatever they are worked out with. That holds against every
program that knows all rules, ends of scales and weights, and so against each that could be written here.

What a comparison tells on the terminal, as JSON and as a workbook is for everybody unless it is asked for as exempt,
so that all of it is attacked. A workbook that ``renew`` makes holds every answer and is its facilitator's alone: it is
no public file, and is not looked at. What is made of it for others is: its papers, tables and explanations, what its
services are sent, the review of it, and the lines that ``renew`` itself says.

By hand: ``cd tests && python -m papers.attack 200 1`` tries 200 rounds from seed 1 on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from copy import deepcopy
from itertools import product
from random import Random
from typing import Any

from papers.cases import case_of
from rounds.rounds_in_memory import Round, Rows

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.publication import secret_rows
from smreport.blueprint.tables import Tables
from smreport.cli.comparing import as_json, as_text
from smreport.commands.comparing import changes_as_workbook, compared_tables
from smreport.commands.first_wave import first_wave_of
from smreport.commands.loading import load_template
from smreport.commands.renewing import last_round, lines_of
from smreport.commands.reviewing import reviewed_cases
from smreport.decision.check import check
from smreport.decision.results import computed_cells, decide
from smreport.exchange.tables import export
from smreport.findings import Finding
from smreport.frozen import replace
from smreport.papers.compose import papers_of
from smreport.papers.coverage import coverage, coverage_in_words
from smreport.papers.explain import explanation
from smreport.papers.merge_report import merge_report
from smreport.papers.review_paper import review_paper
from smreport.rounds.addressee import Share
from smreport.rounds.mails import Asked, Reason, mail
from smreport.rounds.renew import passed_dates, renewed
from smreport.rounds.split import Splitting, parts_of_workbook, prepared

APART, STEP = 4, 2
MONEY, HOURS = ("setup_cost", "yearly_cost"), ("hours", "in_kind_hours")
FIGURES = (*MONEY, *HOURS)
AREAS = ("Libraries (Service)", "Sport (Activity)", "Highways (Service)")
Answers = dict[str, Any]


def round_of(chance: Random) -> Answers:
    """3 to 7 projects, shared lines and own ones, one or two of them marked, and limits of some kind."""
    size = chance.randint(3, 7)
    roles = [f"Role {at}" for at in range(size)]
    titles = [f"Project {chance.randint(100, 999)} {at}" for at in range(size)]
    lines = [_line(chance, {"role": role}) for role in roles]
    lines += [_line(chance, {"project": title}) for title in chance.sample(titles, 2)]
    for line in chance.sample(lines, chance.choice((1, 1, 2))):
        line["not_public"] = True
    return {
        "settings": {
            "organisation": "Exampleshire", "hourly_rate": 20, "exempt_ground": "Paragraph 3", "plan_start": "2027-04",
            "plan_end": "2030-03", **_limits(chance, lines),
        },
        "areas": [
            {"name": label.split(" (")[0], "kind": label.split("(")[1][:-1], "status": "In scope"} for label in AREAS
        ],
        "objectives": [
            {"area": "All areas", "objective": "Help", "importance": "Important"},
            {"area": "All areas", "objective": "Hear", "importance": "Essential"},
        ],
        "tools": [{"tool": "Email", "use": "news", "channel": "Email"}],
        "roles": [{"role": role} for role in roles],
        "mapping": [
            {
                "area": area, "tool": "Email: news", "objective": objective, "role": role,
                "strength": chance.choice(("Slight", "Moderate", "Strong")),
            }
            for role in roles
            for area, objective in chance.sample(list(product(AREAS, ("Help", "Hear"))), chance.randint(1, 4))
        ],
        "evaluation": lines,
        "money": _by_year(chance, lines),
        "portfolio": [
            {
                "title": title, "areas": "; ".join(AREAS), "status": _status(chance),
                "roles": "; ".join(dict.fromkeys((role, *chance.sample(roles, chance.choice((0, 0, 1)))))),
            }
            for title, role in zip(titles, roles, strict=True)
        ],
    }  # fmt: skip


def _line(chance: Random, whose: Answers) -> Answers:
    """A line of cost; now and then a figure of it is blank, or the hours are given in kind."""
    line = {
        **whose, "setup_cost": chance.randint(1_000, 90_000), "yearly_cost": chance.randint(500, 40_000),
        "hours": chance.randint(2, 60), "cost_kind": chance.choice(("Exact", "Estimate", "Up to")),
        "setup_kind": chance.choice(("Capital", "Revenue")),
    }  # fmt: skip
    if chance.random() < 0.3:
        line["in_kind_hours"] = chance.randint(1, 40)
    if chance.random() < 0.25:
        line[chance.choice(FIGURES[:3])] = None
    return line


def _status(chance: Random) -> str:
    return "Approved" if chance.random() < 0.1 else "Proposed"


def _limits(chance: Random, lines: list[Answers]) -> Answers:
    setup, yearly, hours = (_sum(lines, key) for key in FIGURES[:3])
    budget = {"budget": int((setup + 3 * yearly) * chance.uniform(0.2, 1.1))}
    of_hours = {"hours_available": int(hours * chance.uniform(0.3, 1.1))}
    return chance.choice((budget, {**budget, **of_hours}, of_hours, {}))


def _by_year(chance: Random, lines: list[Answers]) -> list[Answers]:
    if chance.random() < 0.6:
        return []
    setup, yearly = (_sum(lines, key) for key in MONEY)
    years = ("2027/28", "2028/29", "2029/30")
    amounts = [(chance.randint(0, setup), chance.randint(yearly // 3, yearly)) for _ in years]
    return [{"year": year, "capital": one, "revenue": two} for year, (one, two) in zip(years, amounts, strict=True)]


def _sum(lines: list[Answers], key: str) -> int:
    return sum(line[key] or 0 for line in lines)


def scaled(answers: Answers, factor: float) -> Answers:
    """The same round where the marked figures are so many times what they are; blanks stay."""
    other = deepcopy(answers)
    for line in other["evaluation"]:
        if line.get("not_public"):
            line |= {key: line[key] * factor for key in FIGURES if line.get(key) is not None}
    return other


# --- what can be seen ---


def told(tables: Tables) -> dict[str, str]:
    """All that is public, by what it is: papers, tables, what explains them, and what the terminal prints.

    And what services are sent and told, beside the figures that a service alone owns.
    """
    case, findings = case_of(tables), check(tables)
    papers = papers_of(case)
    titles = [str(case.rows("portfolio")[at]["title"]) for at in case.projects]
    every = {file: repr(paper) for file, paper in papers.items()}
    every |= {f"tables/{file}": content.decode() for file, content in export(case, "json").items()}
    every |= {f"explained/{title}": repr(explanation(case, title)) for title in titles}
    every["findings"] = repr(findings)
    every["text"] = _text("All services", findings, tables)
    every["first wave"] = repr(first_wave_of(tables, findings))
    every["coverage"] = coverage_in_words(case, coverage(case, papers))
    return {**every, **told_in_a_round(tables)}


def told_in_a_round(tables: Tables) -> dict[str, str]:
    """What the workbooks of services show that own no marked line alone, and what a merge says of them.

    Their answers, computed columns, notes and findings; and what is said where they change or take out marked rows.
    And of every service the text that asks it to put its workbook right.
    """
    sent, splitting = Round.of(tables), Splitting(prepared(tables))
    secret = secret_rows(splitting.tables["evaluation"])
    every, returns = {}, []
    for part in parts_of_workbook(splitting.tables, "area"):
        own = sent.parts[part.name]
        findings = check(own)
        every[f"text/{part.name}"] = _text(part.name, findings, own)
        rows = splitting.rows_of(part).get("evaluation", set())
        if any(splitting.share(part, "evaluation", row) is Share.OWN for row in secret & rows):
            continue
        answers = [(key, table.numbers, table.columns) for key, table in own.items()]
        cells = computed_cells(decide(own, strict=False))
        every[f"sent/{part.name}"] = repr((answers, own.extras, cells, findings))
        returns.append(sent.returned(part.name, _taken_out if returns else _retyped))
    merged = sent.merged(*returns)
    every["merged"] = repr(merge_report(merged, (), returns, (), "combined.xlsx"))
    return every


def _text(name: str, findings: Sequence[Finding], tables: Tables) -> str:
    """What a service is sent beside its workbook when something in it is to be put right."""
    return mail(Asked(name, "Head of it", f"{name}.xlsx", Reason.FAULTY), findings, tables).text


def _retyped(rows: dict[str, Rows]) -> None:
    """A service types a figure of its own into each row of costs that it was sent."""
    for cells in rows["evaluation"].values():
        cells["setup_cost"] = 77_123.0


def _taken_out(rows: dict[str, Rows]) -> None:
    """Another takes these rows out."""
    rows["evaluation"].clear()


# --- what a review tells ---


def two_rounds(answers: Answers, forgets: bool = True) -> tuple[Answers, Answers]:
    """The round, and the same a year later: begun and closed projects, other costs, spending, and measures.

    forgets  whether some rows are marked in one of the two only; else all stay marked in the later one

    What is drawn does not depend on the size of any figure.
    """
    chance, then = Random(str(answers["portfolio"])), deepcopy(answers)
    then["kpis"] = [
        {"name": f"KPI {at}", "project": row["title"], "stage": "Outcome", "unit": "calls", "direction": "Increase",
         "baseline": 10, "as_of": "2027-04-01", "target": 30, "target_date": "2028-03-31"}
        for at, row in enumerate(then["portfolio"])
    ]  # fmt: skip
    now = deepcopy(then)
    for row in now["portfolio"]:
        row["status"] = chance.choice(("In progress", "In progress", "Done", "Dropped", "Proposed"))
    for row in now["kpis"]:
        row |= {"actual": chance.randint(5, 40), "actual_as_of": "2028-04-30"} if chance.random() < 0.7 else {}
    for line in now["evaluation"]:
        times = chance.choice((0.5, 1, 1, 1.5))
        line |= {key: line[key] * times for key in MONEY if line[key] is not None}
        if chance.random() < 0.8:
            line |= {
                "spent": sum(line[key] or 0 for key in MONEY) * chance.uniform(0.2, 2),
                "spent_as_of": "2028-03-31",
            }
    for old, new in zip(then["evaluation"], now["evaluation"], strict=True):
        if old.get("not_public") and chance.random() < 0.6:
            del (chance.choice((old, new)) if forgets else old)["not_public"]
    return then, now


def told_in_a_review(blueprint: Blueprint, answers: Answers) -> dict[str, str]:
    """What the review of two rounds tells."""
    return {"review.docx": _review(*both_of(blueprint, answers))}


def both_of(blueprint: Blueprint, answers: Answers, forgets: bool = True) -> tuple[Tables, Tables]:
    """The workbooks of a round and of a year later."""
    then, now = two_rounds(answers, forgets)
    return tables_from(blueprint, then, "then.xlsx"), tables_from(blueprint, now, "now.xlsx")


def _review(then: Tables, now: Tables) -> str:
    reviewed = reviewed_cases(then, now, check(now))
    words = reviewed.now.wording.review
    assert words is not None
    return repr(review_paper(reviewed, words))


# --- what a comparison tells, and what comes of a renewed workbook ---


def told_in_a_comparison(blueprint: Blueprint, answers: Answers) -> dict[str, str]:
    """What a comparison of two rounds tells, either way round: terminal, JSON and workbook."""
    then, now = both_of(blueprint, answers)
    return {**_comparison("later", then, now), **_comparison("back", now, then)}


def _comparison(name: str, old: Tables, new: Tables) -> dict[str, str]:
    result = compared_tables(old, new)
    return {
        f"compared/{name}/text": "\n".join(as_text(result)),
        f"compared/{name}/json": as_json(result),
        f"compared/{name}/workbook": repr(changes_as_workbook(result)),
    }


def told_of_renewed(blueprint: Blueprint, answers: Answers) -> dict[str, str]:
    """What is told of the workbook that the later round is renewed to: all that is told of any, and of both."""
    then, now = both_of(blueprint, answers, forgets=False)
    following, renewal = renewed(now, last_round(now))
    following = replace(following, file="following.xlsx")
    lines = lines_of(now, following, renewal, passed_dates(following))
    every = {f"renewed/{name}": text for name, text in told(following).items()}
    reviews = {"renewed/review": _review(then, following), "renewed/review of now": _review(now, following)}
    return {**every, **reviews, **_comparison("renewed", now, following), "renewed/lines": "\n".join(lines)}


# --- how far it bounds what is marked ---

Sight = Callable[[Answers], dict[str, str]]
"""What can be seen of a round."""


def bounds(blueprint: Blueprint, answers: Answers) -> tuple[float, float, list[str]]:
    """The least and the highest factor that leave all that is public as it is, as far as they need be known.

    And what is told otherwise just beyond.
    """
    return bounds_by(lambda content: told(tables_from(blueprint, content, "w.xlsx")), answers)


def bounds_of_review(blueprint: Blueprint, answers: Answers) -> tuple[float, float, list[str]]:
    """The same by the review of the round a year later."""
    return bounds_by(lambda content: told_in_a_review(blueprint, content), answers)


def bounds_of_comparison(blueprint: Blueprint, answers: Answers) -> tuple[float, float, list[str]]:
    """The same by a comparison of the two."""
    return bounds_by(lambda content: told_in_a_comparison(blueprint, content), answers)


def bounds_of_renewed(blueprint: Blueprint, answers: Answers) -> tuple[float, float, list[str]]:
    """The same by what is told of the workbook that the later one is renewed to."""
    return bounds_by(lambda content: told_of_renewed(blueprint, content), answers)


def bounds_by(sight: Sight, answers: Answers) -> tuple[float, float, list[str]]:
    """The same by whatever can be seen."""
    public = sight(answers)
    telling: list[str] = []

    def is_same(factor: float) -> bool:
        other = sight(scaled(answers, factor))
        differing = [name for name in {**public, **other} if public.get(name) != other.get(name)]
        telling.extend(differing)
        return not differing

    low = high = 1.0
    while high < APART and is_same(high * STEP):
        high *= STEP
    while high / low < APART and is_same(low / STEP):
        low /= STEP
    return low, high, sorted(set(telling))


def main(rounds: int, first: int) -> int:
    """Try rounds from a seed on; gives how many bound a marked figure on both sides."""
    blueprint, told_by = load_template("social_media"), 0
    for seed in range(first, first + rounds):
        for look in (bounds, bounds_of_review, bounds_of_comparison, bounds_of_renewed):
            low, high, telling = look(blueprint, round_of(Random(seed)))
            if high / low < APART:
                break
        if high / low < APART:
            told_by += 1
            print(f"seed {seed}: from {low:g} to {high:g} times, told by {', '.join(telling)}", flush=True)
        elif (seed - first + 1) % 20 == 0:
            print(f"{seed - first + 1} rounds, {told_by} told", flush=True)
    print(f"{rounds} rounds from seed {first} on: {told_by} bound a marked figure to less than a factor of {APART}.")
    return told_by


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1]), int(sys.argv[2])) else 0)
