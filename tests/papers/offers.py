"""A small council that decides on a plan: as it stands, once its limits hold, and with much that is withheld."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from papers.cases import case_of, papers, typed
from papers.outlines import lines, outline

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.papers.case import Case
from smreport.papers.compose import SECTIONS

Answers = dict[str, Any]
_REPORT = (
    "purpose", "recommendations", "reasons", "background", "options", "preferred", "financial", "main_risks",
    "report_steps", "about",
)  # fmt: skip
_STRATEGY = ("summary", "wants", "achieved", "standing", "uses", "left_out", "risks", "governance")
_PLAN = ("progress", "projects", "quarters", "owners", "later")
_ON_MONEY = ("purpose", "recommendations", "reasons", "options", "preferred", "financial", "main_risks", "report_steps")


def as_it_stands(blueprint: Blueprint) -> Case:
    """No first wave: a must-do is too risky. Nearly all that may be answered is."""
    return case_of(tables_from(blueprint, typed("offer"), "offer.xlsx"))


def with_a_wave(blueprint: Blueprint) -> Case:
    """The same once the risk is met: a wave is proposed, of a plan of five years that was adopted already."""
    answers = dict(typed("offer"))
    answers["risks"][-1] |= {"residual_likelihood": "Rare", "residual_impact": "Minor", "mitigation": "Helmets"}
    answers["settings"] |= {"plan_end": date(2032, 3, 31), "adopted_on": date(2027, 1, 12), "adopted_minute": "4/27"}
    answers["settings"] |= {"committee": "Full Council", "review_date": date(2029, 11, 13), "hours_available": 200}
    for key in ("statement", "delegation", "decision_maker", "contact", "governing_frequency", "key_decision"):
        del answers["settings"][key]
    answers["risks"][3] |= {"residual_likelihood": "Rare", "residual_impact": "Minor"}
    for at in (2, 7):
        answers["mapping"][at] |= {"strength": "Slight", "objective": "Safe people"}
    answers["options"] = answers["options"][:4]
    return case_of(tables_from(blueprint, answers, "wave.xlsx"))


def with_secrets(blueprint: Blueprint) -> Case:
    """The same with costs, a risk and a measure that are not for publication."""
    answers = dict(typed("offer"))
    answers["risks"][-1] |= {"residual_likelihood": "Rare", "residual_impact": "Minor", "mitigation": "Helmets"}
    answers["settings"]["exempt_ground"] = "Paragraph 3: financial or business affairs of any person or of the council"
    for sheet, at in (("evaluation", 6), ("evaluation", 8), ("risks", 0), ("kpis", 3), ("accounts", 0)):
        answers[sheet][at]["not_public"] = True
    return case_of(tables_from(blueprint, answers, "secret.xlsx"))


def of_many(blueprint: Blueprint) -> Case:
    """More of everything than sentences and lists of a paper have room for."""
    done = [f"D{at}" for at in range(9)]
    answers: dict[str, Any] = {
        "settings": {"organisation": "Shire", "meeting_date": date(2027, 2, 9), "plan_start": date(2027, 4, 1)},
        "areas": [
            {"name": name, "kind": "Service", "status": status}
            for name, status in [("A", "In scope"), ("B", "In scope"), *((f"Z{at}", "Parked") for at in range(9))]
        ],
        "objectives": [
            {"area": "A (Service)" if at < 7 else "B (Service)", "objective": f"O{at}", "priority": f"P{at % 5}"}
            for at in range(25)
        ],
        "tools": [{"tool": f"T{at}", "use": "post", "status": "Live"} for at in range(9)]
        + [{"tool": "T0", "use": f"use {at}", "status": "Live"} for at in range(12)],
        "accounts": [{"account": f"@{at}", "tool": "T0", "decision": "Keep"} for at in range(13)],
        "roles": [{"role": "Crew"}],
        "mapping": [
            {"area": "A (Service)" if at < 7 else "B (Service)", "tool": "T1", "objective": f"O{at}", "role": "Crew",
             "benefit": f"U{at}", "strength": "Slight", "left_out": f"L{at}"}
            for at in range(41)
        ],
        "risks": [{"risk": f"R{at}", "role": "Crew", "likelihood": "Rare", "impact": "Minor"} for at in range(4)],
        "portfolio": [
            {"title": "Now", "areas": ["A (Service)"], "roles": ["Crew"], "status": "Approved"},
            *({"title": title, "status": "Done", "areas": ["B (Service)"], "roles": ["Crew"]} for title in done),
        ],
        "actions": [
            {"action": f"Step {at}", "project": "Now", "owner": "Ann", "due": date(2027, 4, at)} for at in range(1, 5)
        ],
        "meetings": [{"body": f"M{at}", "date": date(2027, 3, at), "role": "Note"} for at in (2, 1)],
    }  # fmt: skip
    return case_of(tables_from(blueprint, answers, "many.xlsx"))


def whole(
    blueprint: Blueprint,
    of: Callable[[Blueprint], Case],
    report: Collection[str],
    strategy: Collection[str],
    plan: Collection[str],
) -> list[str]:
    """Some sections of each of its three papers."""
    return [line for part in map(outline, papers(of(blueprint)), (report, strategy, plan)) for line in part]


def _changes() -> Iterator[tuple[str, Answers]]:
    """The same council with other answers, each by its name."""
    answers = dict(typed("offer"))
    settings, meetings, costs = answers["settings"], answers["meetings"], answers["evaluation"]

    def without(*keys: str, **others: object) -> Answers:
        return {key: value for key, value in settings.items() if key not in keys} | others

    def asked(role: str, others: Sequence[Answers] = meetings[2:]) -> list[Answers]:
        return [meetings[1] | {"role": role}, *others]

    unsaid = without("decision_maker", "review_date", "author")
    yield "comments", answers | {"settings": unsaid, "meetings": asked("Comment", meetings)}
    alone = without("decision_maker", "contact", "report_version", "urgency", "background_papers", "committee")
    yield "nobody named", answers | {"settings": alone}
    dated = without("decision_maker", review_date=date(2029, 5, 1))
    yield "scrutiny", answers | {"settings": dated, "meetings": asked("Scrutiny")}
    yield "to note", answers | {"meetings": asked("Note")}
    adopted = without("reasons", "otherwise", adopted_on=date(2027, 1, 12))
    yield "recommends", answers | {"meetings": asked("Recommend"), "settings": adopted}
    unlimited = without("budget", "hours_available", "risk_appetite", "plan_start", "financial_year")
    yield "no limits", answers | {"settings": unlimited}
    yield "many limits", answers | {"money": [{"year": "2027/28", "capital": 9000, "revenue": 8000}]}
    secret = {"not_public": True, "exempt_ground": None, "public_interest": "A tender is open"}
    yield "all secret", answers | {"evaluation": [cost | secret for cost in costs], "options": []}
    yield "one project", answers | {"portfolio": answers["portfolio"][1:2], "options": answers["options"][4:]}
    few = {"objectives": answers["objectives"][:2], "risks": answers["risks"][3:4], "accounts": [], "tools": []}
    yield "few of all", answers | few | {"actions": answers["actions"][4:5], "settings": without("statement", "author")}
    closed = [project | {"status": "Done"} for project in answers["portfolio"]]
    yield "nothing to decide", answers | {"portfolio": closed}


def changed(blueprint: Blueprint) -> list[str]:
    """What other answers change in the report and the summary of the strategy: lines that go, cut short, and come."""
    usual = _in_short(as_it_stands(blueprint))
    said = list[str]()
    for name, answers in _changes():
        other = _in_short(case_of(tables_from(blueprint, answers, "offer.xlsx")))
        said += ["", f"[{name}]", *(f"- {line[:40]}" for line in usual if line not in other)]
        said += [f"+ {line}" for line in other if line not in usual]
    return said


def _in_short(case: Case) -> list[str]:
    blocks = (block for key in (*_REPORT, "summary", "governance") for block in SECTIONS[key](case, ""))
    return [line.partition(" <- ")[0] for line in lines(blocks)]


OFFERS: Mapping[str, Callable[[Blueprint], list[str]]] = {
    "as_it_stands": partial(whole, of=as_it_stands, report=_REPORT, strategy=_STRATEGY, plan=_PLAN),
    "with_a_wave": partial(
        whole, of=with_a_wave, report=_ON_MONEY, strategy=("summary", "governance"), plan=("projects",)
    ),
    "of_many_things": partial(
        whole, of=of_many, report=("background", "report_steps"), strategy=_STRATEGY[:6], plan=("projects",)
    ),
    "changed": changed,
    "with_secrets": partial(
        whole, of=with_secrets, report=_ON_MONEY, strategy=("standing", "risks"), plan=("projects", "later")
    ),
}
"""What is kept under each name."""
