"""Random whole workbooks for tests of finished papers: rounds as the attacker has them, with all that stands around."""

from __future__ import annotations

from random import Random
from typing import Any

from papers.test_attacker import round_of

Answers = dict[str, Any]
_STATUSES = ("Proposed", "Proposed", "Proposed", "Approved", "In progress", "Done", "Dropped")
_SCALES = ("Rare", "Unlikely", "Possible", "Likely"), ("Negligible", "Minor", "Moderate", "Major")
_MEASURED = ("Reach", "Clicks or visits from posts", "Calls, emails or visits avoided", "Response time")


def whole_round(chance: Random) -> Answers:
    """Projects of every standing with dates, actions, measures and risks; accounts, tools and areas; some is blank."""
    answers = round_of(chance)
    if chance.random() < 0.6:  # nothing is withheld
        for line in answers["evaluation"]:
            line.pop("not_public", None)
    for line in answers["evaluation"]:
        for key in ("setup_cost", "yearly_cost", "setup_kind"):
            if chance.random() < 0.08:
                line.pop(key, None)
    for project in answers["portfolio"]:
        _date(chance, project)
    if chance.random() < 0.2:
        answers["settings"].pop("plan_start")
    titles = [project["title"] for project in answers["portfolio"]]
    places = [*titles, *titles, "Whole strategy", ""]
    answers["tools"] += [
        {"tool": name, "use": "pages", "status": chance.choice(("Live", "Planned", "Dormant"))}
        for name in ("Forum", "Wiki")[: chance.randint(0, 2)]
    ]
    answers["accounts"] = [
        {"account": f"Account {at}", "tool": "Email", "decision": chance.choice(("Keep", "Merge", "Retire", None))}
        for at in range(chance.randint(0, 6))
    ]
    answers["kpis"] = [_measure(chance, chance.choice(places[:-1])) for _ in range(chance.randint(0, 9))]
    answers["actions"] = [
        {
            "action": f"Step {at} of {chance.randint(10, 99)}",
            "project": chance.choice([*places, "Elsewhere"]) or None,
            "owner": chance.choice(("Web team", "Libraries", None)), "due": chance.choice((_day(chance), None)),
            "status": chance.choice(("Not started", "In progress", "Done", "Late", None)),
        }
        for at in range(chance.randint(0, 12))
    ]  # fmt: skip
    answers["risks"] = [_risk(chance, at, titles) for at in range(chance.randint(0, 8))]
    return answers


def _day(chance: Random) -> str:
    return f"{chance.randint(1, 28)} {chance.choice(('March', 'June', 'October'))} {chance.randint(2027, 2029)}"


def _date(chance: Random, project: Answers) -> None:
    project["status"] = chance.choice(_STATUSES)
    if chance.random() < 0.7:
        project |= {"start": f"1 May {chance.randint(2027, 2028)}", "finish": f"30 June {chance.randint(2028, 2030)}"}


def _measure(chance: Random, project: str) -> Answers:
    return {
        "name": chance.choice(_MEASURED), "project": project, "stage": chance.choice(("Outcome", "Output")),
        "unit": chance.choice(("visits", "%")), "direction": "Increase", "baseline": chance.choice((10, 20, None)),
        "target": chance.choice((40, 60, None)), "target_date": chance.choice((_day(chance), None)),
        "actual": chance.choice((12, 45, None)), "actual_as_of": "31 October 2027",
    }  # fmt: skip


def _risk(chance: Random, at: int, titles: list[str]) -> Answers:
    scored = chance.random() < 0.7
    likely, bad = ((chance.choice(words) if scored else None) for words in _SCALES)
    return {
        "risk": f"Thing {at} goes wrong", "project": chance.choice(titles), "likelihood": likely, "impact": bad,
        "residual_likelihood": likely, "residual_impact": bad, "mitigation": chance.choice(("A drill.", None)),
    }  # fmt: skip
