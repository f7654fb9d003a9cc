"""A small round in which all is asked, and what its papers, its exempt annex and its explanations say, block by block.

``whole/round.md`` has the answers, ``whole/round.txt`` all that is said of them. The folders below have what is said
otherwise where some answers are others: lines that go (-), come (+) or change (~).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import SequenceMatcher
from itertools import groupby, takewhile
from typing import Any

from papers.cases import case_of, typed
from papers.outlines import lines, outline

from smreport.blueprint.answers import Answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.frozen import replace
from smreport.papers import comparisons
from smreport.papers.compose import papers_of
from smreport.papers.coverage import coverage, coverage_in_words
from smreport.papers.exempt_annex import exempt_annex
from smreport.papers.explain import explanation

_BEGINNING, _FEW = 20, 4  # letters, words
Change = Mapping[str, Any]
"""By sheet what is other: the settings, or rows by their place from 0 on, None for one that is taken out."""

_GROUND = "Paragraph 3: financial or business affairs of any person or of the council"
ROUNDS: Mapping[str, Mapping[str, Change]] = {
    "money": {
        "No limit is set.": {
            "settings": {"hours_available": None, "risk_appetite": None, "weight_risk": 60}, "money": None,
        },
        "The limits cannot be met; no meeting is named.": {
            "settings": {"budget": 20000, "meeting_date": None, "committee": None},
        },
        "Costs, strengths and risks are not known.": {
            "settings": {"contingency": 0.0, "budget": 90000},
            "objectives": {2: {"importance": None}},
            "mapping": {3: {"strength": None}},
            "evaluation": {
                1: {"setup_kind": None}, 2: {"yearly_cost": None, "cost_kind": None}, 3: {"hours": None},
                4: {"setup_cost": None},
            },
            "risks": {3: {"residual_impact": None}},
        },
    },
    "secrets": {
        "Costs are not for publication.": {
            "settings": {"exempt_ground": None, "key_decision": None, "key_decision_reason": None},
            "evaluation": {
                3: {"not_public": True, "exempt_ground": _GROUND, "public_interest": "A bid is open."},
                4: {"not_public": True, "public_interest": "Prices are open"},
            },
        },
        "Rows are not for publication.": {
            "accounts": {2: {"not_public": True}},
            "evaluation": {1: {"not_public": True}},
            "risks": {0: {"not_public": True}},
            "portfolio": {1: {"not_public": True}},
            "kpis": {0: {"not_public": True}},
        },
    },
    "kinds": {
        "Nothing is scored.": {"mapping": None, "evaluation": None, "risks": None, "swings": None},
        "All projects are closed; the report is exempt.": {
            "settings": {"organisation": None, "author": None, "publication": "Exempt"},
            "portfolio": {0: {"status": "Done"}, 1: None, 2: None, 3: None},
        },
        "It only says what is used.": dict.fromkeys(
            ("roles", "evaluation", "risks", "portfolio", "kpis", "actions", "swings")
        ),
    },
    "names": {
        "The plan is adopted, illustrative and an exercise.": {
            "settings": {
                "adopted_on": "2 March 2027", "adopted_minute": "CAB/12", "illustrative": True, "exercise": True,
                "organisation": None, "plan_end": None, "compete_again": True,
            },
            "portfolio": {1: {"must_do": True}, 2: {"status": "In progress"}, 5: None},
        },
        "Names are shared, blank or elsewhere.": {
            "areas": {
                0: {"name": "Youth"}, 3: {"status": "Parked", "lead": "Ann Lee"},
                4: {"name": "Lakes", "kind": "Service", "status": "In scope"},
            },
            "objectives": {1: {"area": None}, 3: {"area": "Trees (Service)", "objective": "See trees"}},
            "tools": {
                0: {"capability": None}, 1: {"capability": None}, 2: {"capability": None, "channel": None},
                3: {"capability": None},
            },
            "mapping": {4: {
                "area": "Trees (Service)", "tool": "Forum: polls", "objective": "See trees", "role": "Web team",
                "benefit": "Trees are seen.",
            }},
            "risks": {0: {"residual_impact": None, "upside": "more news"}, 2: {"risk": None}},
            "advice": {
                3: {"text": "Mind the dates.", "date": "3 February 2027"},
                4: {"implication": "Staffing"},
            },
            "earlier": {
                0: {"standing": None, "round": None, "spent": None}, 2: {"name": "Meeting"},
                3: {"name": "Old news", "as_of": "31 January 2025", "target": 9.0},
            },
        },
    },
}  # fmt: skip
"""By theme, the rounds that differ and in what."""


def round_of_answers() -> Answers:
    """The answers of the round."""
    return typed("round")


def changed(content: Answers, change: Change) -> Answers:
    """The answers with some others; a row behind the last is a new one, and None in place of rows empties a sheet."""
    after = dict(content)
    for sheet, rows in change.items():
        if sheet == "settings":
            after[sheet] = {**content[sheet], **rows}
        else:
            numbered = dict(enumerate(content.get(sheet, ()))) if rows is not None else {}
            for at, row in (rows or {}).items():
                numbered[at] = None if row is None else {**(numbered.get(at) or {}), **row}
            after[sheet] = [row for _, row in sorted(numbered.items()) if row is not None]
    return after


def told(blueprint: Blueprint, content: Answers) -> list[str]:
    """What the papers and the exempt annex say of some answers, line by line."""
    tables = tables_from(blueprint, content, "w")
    case = case_of(tables)
    annex = exempt_annex(case_of(tables, exempt=True), case)
    documents = [*papers_of(case).values(), *filter(None, [annex])]
    return [line for document in documents for line in outline(document)]


def cells(blueprint: Blueprint, content: Answers) -> list[str]:
    """Which paper has each filled cell, or why none has it: a line for each column, with Excel rows."""
    case = case_of(tables_from(blueprint, content, "w"))
    covered = coverage(case, papers_of(case))
    said = ["# cells", coverage_in_words(case, covered)]
    for column in covered.columns:
        rows: dict[str, list[str]] = {}
        for row, fate in zip(column.rows, column.fates, strict=True):
            rows.setdefault(fate.removesuffix(".docx"), []).append(str(row))
        if rows:
            fates = (f"{fate} {' '.join(numbers)}" for fate, numbers in rows.items())
            said.append(f"{column.sheet}.{column.key}: {', '.join(fates)}")
    return said


def all_cells(blueprint: Blueprint) -> list[str]:
    """The cells of the round, and those of one of which much is not public, and of one with odd answers, otherwise."""
    before = cells(blueprint, round_of_answers())
    said, known = list(before), set(before)
    for theme in ("secrets", "names"):
        name, change = list(ROUNDS[theme].items())[-1]
        said += [f"=== {name}", *otherwise(before, cells(blueprint, changed(round_of_answers(), change)), known)]
    return said


_COSTS, _ROWS = ROUNDS["secrets"].values()
EXPLAINED: Mapping[str, tuple[tuple[Change, tuple[str, ...]], ...]] = {
    "explained": (({}, ("Road news", "Youth polls", "road answer")),),
    "explained_in_part": (
        (_COSTS, ("Youth polls", "Road news")),
        (ROUNDS["money"]["Costs, strengths and risks are not known."], ("Youth film",)),
        (ROUNDS["kinds"]["Nothing is scored."], ("Road answers",)),
    ),
}
"""Of some rounds what differs, and which projects are explained."""


def all_explained(blueprint: Blueprint, name: str) -> list[str]:
    """Why projects stand where they do."""
    said = list[str]()
    for change, titles in EXPLAINED[name]:
        case = case_of(tables_from(blueprint, changed(round_of_answers(), change), "w"))
        said += [line for title in titles for line in outline(explanation(case, title))]
    return said


_SECRET = {"not_public": True}
ANNEXES: Mapping[str, Change] = {
    "No limit is set.": {
        "settings": {"hours_available": None, "risk_appetite": None}, "money": None, "evaluation": {3: _SECRET},
        "swings": None,
    },
    "Nothing is scored.": {
        "mapping": None, "evaluation": {3: {"setup_cost": None, **_SECRET}}, "risks": None, "swings": None,
    },
    "No project is open.": {
        "evaluation": {3: _SECRET},
        "portfolio": {0: {"status": "Done"}, **{at: {"status": "Dropped"} for at in (1, 2, 3)}},
    },
}  # fmt: skip
"""Rounds in which a cost is marked and little follows from it."""


def all_annexes(blueprint: Blueprint) -> list[str]:
    """The exempt annexes of these rounds."""
    said = list[str]()
    for change in ANNEXES.values():
        tables = tables_from(blueprint, changed(round_of_answers(), change), "w")
        annex = exempt_annex(case_of(tables, exempt=True), case_of(tables))
        assert annex
        said += outline(annex)
    return said


TRIED: tuple[tuple[Change, tuple[str, ...]], ...] = (
    ({"money": {0: {"revenue": 40000}}}, ("Road answers", "Youth film")),
    ({"money": {0: {"capital": 22000}}}, ("Youth polls", "Road news")),
    ({"settings": {"weight_cost": 400}}, ("Road news",)),
    ({"settings": {"budget": 20000}}, ("Youth polls",)),
    ({"money": None, "settings": {"hours_available": None, "risk_appetite": None}}, ("Youth film",)),
    ({"mapping": None, "risks": None}, ("Youth film",)),
    (_ROWS, ("Youth polls",)),
)
"""What is tried, and for which projects."""


def all_tried(blueprint: Blueprint) -> list[str]:
    """What other answers change for a project."""
    content, said = round_of_answers(), list[str]()
    before = case_of(tables_from(blueprint, content, "w"))
    for change, titles in TRIED:
        case = case_of(tables_from(blueprint, changed(content, change), "w"))
        case = replace(case, what_if=(f"Tried: {', '.join(change)}.",))
        rows = {alone.title: row for row, alone in case.projects.items()}
        said += [
            line for title in titles for line in (f"# {title}", *lines(comparisons.changed(case, before, rows[title])))
        ]
    return said


def otherwise(before: list[str], after: list[str], known: set[str]) -> Iterator[str]:
    """The lines that go (-, how many), come (+) or change (~), under the document and the section that they stand in.

    Of a line that is ``known`` the beginning stands for it, and what comes is known then. Of a line that changes there
    stand its beginning, the words that go and, behind =>, those that come in their place.
    """
    places, place = list[str](), ["", ""]
    for line in before:
        place = [line.partition(" / ")[0][4:], ""] if line.startswith("=== ") else place
        place = [place[0], line[2:]] if line.startswith("# ") else place
        places.append(": ".join(filter(None, place)))
    said = ""
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if (where := places[min(start, len(places) - 1)]) != said:
            yield f"@ {where}"
            said = where
        for old, new in zip(before[start:end], after[new_start:new_end], strict=False):
            yield _in_place_of(old, new, known)
        gone, come = end - start, new_end - new_start
        if gone > come:
            yield f"-{gone - come} {before[start + come][:_BEGINNING]}"
        yield from (_new(line, known) for line in after[new_start + gone : new_end])


def _new(line: str, known: set[str]) -> str:
    if line in known:
        return f"+ {line[:_BEGINNING]}…"
    known.add(line)
    return f"+ {line}"


def _in_place_of(old: str, new: str, known: set[str]) -> str:
    words = old.split(" "), new.split(" ")
    start = _as_many(*words)
    end = _as_many(*(each[: start - 1 if start else None : -1] for each in words))
    if new in known or start + end < _FEW:
        return _new(new, known)
    known.add(new)
    gone, come = (" ".join(each[start : len(each) - end]) for each in words)
    return f"~ {old[:_BEGINNING]}… {gone} => {come}"


def _as_many(words: list[str], others: list[str]) -> int:
    """How many words both begin with."""
    return len([*takewhile(lambda pair: pair[0] == pair[1], zip(words, others, strict=False))])


def round_otherwise(blueprint: Blueprint, before: list[str], theme: str, name: str) -> list[str]:
    """What is said otherwise in a round."""
    after = told(blueprint, changed(round_of_answers(), ROUNDS[theme][name]))
    return [*otherwise(before, after, set(before))]


def long_round() -> Answers:
    """A round in which every list is longer than papers have room for: 24 open projects, each of an area of its own."""
    months = [date(2027 + at // 12, at % 12 + 1, 1) for at in range(60)]
    each = range(24)
    channels = (
        "Email", "Forum", "Wiki", "Blog", "Podcast", "Video sharing", "Photo sharing", "Messaging", "Social network",
        "Microblog", "Webcast", "Petition", "Survey", "Chat",
    )  # fmt: skip
    return {
        "settings": {
            "organisation": "Longshire", "plan_start": months[0], "plan_end": months[36], "budget": 34000.0,
            "weight_benefit": 100.0, "weight_cost": 50.0, "weight_risk": 50.0, "meeting_date": months[5],
        },
        "areas": [
            {"name": f"A{at:02}", "kind": ("Service", "Activity")[at % 2], "status": "In scope",
             "lead": f"Lead {at % 3}"}
            for at in each
        ],
        "objectives": [
            {"area": _area(at), "objective": f"Aim {at:02} of many", "importance": "Important"} for at in each
        ],
        "tools": [
            {"tool": f"T{at:02}", "use": "news", "channel": channels[at % 14], "status": "Live"} for at in range(14)
        ],
        "mapping": [
            {"area": _area(at), "tool": f"T{at % 14:02}: news", "objective": f"Aim {at:02} of many",
             "role": f"R{at % 14:02}", "benefit": "News.", "strength": ("Strong", "Moderate", "Slight")[at % 3]}
            for at in each
        ],
        "roles": [{"role": f"R{at:02}", "kind": "Internal"} for at in range(14)],
        "evaluation": [
            {"role": f"R{at % 14:02}", "project": f"P{at:02}", "setup_cost": 1000.0 + 500 * (at % 5),
             "yearly_cost": 500.0 * (at % 3), "hours": 2.0, "cost_kind": "Exact", "setup_kind": "Revenue"}
            for at in each
        ],
        "risks": [
            {"risk": f"Risk {at:02}", "project": f"P{at:02}", "likelihood": "Likely", "impact": "Major",
             "residual_likelihood": "Possible", "residual_impact": ("Minor", "Moderate")[at % 2],
             "upside": f"Gain {at}"}
            for at in each
        ],
        "portfolio": [
            {"title": f"P{at:02}", "areas": _area(at), "roles": f"R{at % 14:02}", "lead": f"Lead {at % 3}",
             "start": months[at], "finish": months[at + 12], "status": "Approved" if at < 3 else "Proposed"}
            for at in each
        ] + [{"title": f"D{at:02}", "status": "Dropped"} for at in range(10)],
        "kpis": [
            {"name": f"K{at:02}", "project": f"P{at:02}", "unit": "visits", "direction": "Increase", "baseline": 10,
             "target": 20, "target_date": months[35], "actual": 9 + at, "actual_as_of": months[4]}
            for at in range(16)
        ],
        "actions": [
            {"action": f"Step {at:02}", "project": f"P{at:02}", "owner": f"Owner {at % 11}", "due": months[at]}
            for at in each
        ],
    }  # fmt: skip


def _area(at: int) -> str:
    return f"A{at:02} ({('Service', 'Activity')[at % 2]})"


_LONG = (
    "recommendations", "background", "preferred", "missing", "summary", "achieved", "channels", "roles", "portfolio",
    "kpis", "all_channels", "all_scores", "priorities", "all_risks", "progress", "plan_summary", "quarters", "owners",
)  # fmt: skip
"""The sections of which lists are cut."""


def of_long_rounds(blueprint: Blueprint) -> list[str]:
    """What sections say of the long round, in short; of the same with too little money how projects stand."""
    content, said = long_round(), list[str]()
    poor = {**content, "settings": {**content["settings"], "budget": 5000.0}}
    for answers_of, keys in ((content, _LONG), (poor, ("portfolio",))):
        papers = papers_of(case_of(tables_from(blueprint, answers_of, "w"))).values()
        sections = {part.key: part for paper in papers for part in paper.sections}
        said += [line for key in keys for line in (f"# {key}", *in_short(lines(sections[key].blocks)))]
    return said


def in_short(said: list[str], most: int = 2) -> Iterator[str]:
    """The lines, and of many rows or items behind one another the first and how many they are."""
    for kind, run in groupby(said, key=lambda line: line[:2] if line[:2] in ("| ", "- ") else ""):
        together = list(run)
        yield from together[:most] if kind else together
        if kind and len(together) > most:
            yield f"… {len(together) - most} more, the last {together[-1]}"
