"""Invented workbooks of any size, the same for the same size: councils that have filled in nearly everything.

    python benchmarks/cases.py FOLDER [small] [medium] [large]

writes small.xlsx and so on, as smreport itself emits them, with every formula's result in its cell. The answers
hang together: roles, tools and objectives exist, each project has uses, costs, risks, a KPI and actions. So a check
finds next to nothing, and what is measured is the work on a sound workbook.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from smreport.blueprint.answers import tables_from
from smreport.commands.making import workbook_bytes
from smreport.commands.reading import load_template

if __package__:  # the tests import this folder as a package, benchmarks run in it
    from benchmarks.sizes import ROLES_AN_AREA, SIZES, Size
else:
    from sizes import ROLES_AN_AREA, SIZES, Size

Row = dict[str, Any]

_TOOLS = ("Facebook", "YouTube", "Instagram", "Nextdoor", "WhatsApp", "LinkedIn", "Bulletins", "Forum", "Blog", "X")
_USES = ("alerts", "stories", "questions and answers", "consultations", "adverts", "live meetings")
_CHANNELS = ("Social network", "Video", "Image and video", "Neighbourhood network", "Messaging", "Email", "Blog")
_CAPABILITIES = ("Listen", "Inform", "Consult", "Answer", "Report back")
_SERVICES = ("Libraries", "Highways", "Waste", "Planning", "Housing", "Fostering", "Parks", "Licensing", "Museums")
_VERBS = ("Answer", "Reach", "Warn", "Hear from", "Recruit", "Tell", "Ask", "Bring back")
_PEOPLE = ("young parents", "carers", "commuters", "new residents", "small firms", "older residents", "volunteers")
_ENDS = ("within a day", "before the winter", "in every ward", "without a phone call", "at half the cost")
_LEFT_OUT = ("People without the internet: the phone line", "Blind residents: audio", "Newcomers: translated letters")
_IMPORTANCE, _STRENGTH = ("Essential", "Important", "Useful"), ("Strong", "Moderate", "Slight")
_LIKELIHOOD = ("Rare", "Unlikely", "Possible", "Likely")
_IMPACT = ("Negligible", "Minor", "Moderate", "Major")
_KPIS = ("Response time", "Avoidable contacts", "Engagement rate", "Online service use")
_START, _END = date(2027, 4, 1), date(2030, 3, 31)
_OBJECTIVES_AN_AREA = 3
_LETTERS = "BCDFGHJKLMNPQRTVWXZ"


def answers(size: Size, seed: int = 1) -> dict[str, Any]:
    """The answers of a workbook of this size, as an answers file would hold them."""
    chance = random.Random(seed)
    areas, roles = [_area(number) for number in range(size.areas)], [_role(number) for number in range(size.roles)]
    names, tools = [f"{row['name']} ({row['kind']})" for row in areas], list(_tools())
    objectives = [list(_objectives(name, chance)) for name in names]
    evaluation = [_evaluation(role, chance) for role in roles]
    projects = _projects(size, names, roles, chance)
    return {
        "settings": _settings(evaluation, size),
        "areas": areas,
        "objectives": [row for rows in objectives for row in rows],
        "tools": tools,
        "mapping": list(_mappings(size, names, objectives, tools, roles, chance)),
        "roles": roles,
        "evaluation": evaluation,
        "risks": [_risk({"role": role["role"]}, chance) for role in roles]
        + [_risk({"project": project["title"]}, chance) for project in projects],
        "portfolio": projects,
        "kpis": [_kpi(project, name, chance) for project in projects for name in _KPIS[:2]],
        "actions": [_action(project, number) for project in projects for number in range(3)],
    }


def workbook(size: Size) -> bytes:
    """The workbook of this size, every formula's result in its cell."""
    return workbook_bytes(tables_from(load_template("social_media"), answers(size)))


# --- the rows of each sheet ---


def _settings(evaluation: list[Row], size: Size) -> Row:
    """Budget and hours for about two fifths of the projects, so that the best portfolio has to be looked for."""
    costs = sum(row["setup_cost"] + 2.8 * (row["yearly_cost"] + row["hours"] * 12 * 26) for row in evaluation)
    hours = sum(row["hours"] for row in evaluation)
    return {
        "organisation": "Exampleshire County Council", "author": "Digital Manager", "contact": "digital@example.org",
        "committee": "Cabinet", "plan_start": _START, "plan_end": _END, "review_date": date(2029, 11, 13),
        "budget": round(costs * 0.4, -3), "hours_available": float(round(hours * 0.4)), "horizon_years": 3.0,
        "hourly_rate": 26.0, "discount_rate": 0.035, "weight_benefit": 100.0, "weight_cost": 60.0, "weight_risk": 40.0,
        "financial_year": "2027/28", "illustrative": True,
        "statement": f"{size.areas:,} areas use social media to reach their objectives.",
    }  # fmt: skip


def _area(number: int) -> Row:
    return {
        "name": f"{_SERVICES[number % len(_SERVICES)]} {_code(number)}",
        "kind": "Activity" if number % 4 == 0 else "Service",
        "status": "In scope",
        "group": f"Directorate {1 + number % 6}",
        "lead": f"Head of {_SERVICES[number % len(_SERVICES)]} {_code(number)}",
        "why": f"Residents ask about this {10 + number % 90} times a week, mostly in the evening.",
        "reason": "Agreed with the service in the spring.",
    }


def _code(number: int) -> str:
    """Letters for a number, so that names are different words, none of them a plural or an article."""
    letters = ""
    while True:
        number, letter = divmod(number, len(_LETTERS))
        letters = _LETTERS[letter] + letters
        if not number:
            return letters


def _objectives(area: str, chance: random.Random) -> Iterator[Row]:
    for number in range(_OBJECTIVES_AN_AREA):
        people, end = chance.choice(_PEOPLE), chance.choice(_ENDS)
        yield {
            "area": area,
            "objective": f"{_VERBS[number]} {people} of {area} {end}",
            "outcome": f"More {people} get what they need {end}",
            "priority": f"Priority {chance.randint(1, 5)} of the council's plan",
            "measure": f"Share of {people} who say so in the yearly survey",
            "importance": chance.choice(_IMPORTANCE),
            "evidence": "Residents' survey, September 2026",
        }


def _tools() -> Iterator[Row]:
    for number, tool in enumerate(_TOOLS):
        for at, use in enumerate(_USES):
            yield {
                "tool": tool, "use": use, "channel": _CHANNELS[number % len(_CHANNELS)], "audience": "Residents",
                "capability": _CAPABILITIES[at % len(_CAPABILITIES)], "status": "Planned" if at == 5 else "Live",
            }  # fmt: skip


def _mappings(
    size: Size, areas: list[str], objectives: list[list[Row]], tools: list[Row], roles: list[Row], chance: random.Random
) -> Iterator[Row]:
    """Each area's uses in a block, as a service would type them; no two have the same four names."""
    labels = [f"{tool['tool']}: {tool['use']}" for tool in tools]
    for number, area in enumerate(areas):
        count = size.mappings * (number + 1) // size.areas - size.mappings * number // size.areas
        choices = len(labels) * _OBJECTIVES_AN_AREA * ROLES_AN_AREA
        for drawn in chance.sample(range(choices), count):
            drawn, tool = divmod(drawn, len(labels))
            objective, role = drawn % _OBJECTIVES_AN_AREA, drawn // _OBJECTIVES_AN_AREA
            people = chance.choice(_PEOPLE)
            yield {
                "area": area,
                "tool": labels[tool],
                "objective": objectives[number][objective]["objective"],
                "role": roles[_role_of(number, role, size)]["role"],
                "benefit": f"About {chance.randint(20, 900)} more {people} a month {chance.choice(_ENDS)}",
                "strength": chance.choice(_STRENGTH),
                "left_out": chance.choice(_LEFT_OUT),
            }


def _role_of(area: int, which: int, size: Size) -> int:
    return (area + which * (size.roles // ROLES_AN_AREA)) % size.roles


def _role(number: int) -> Row:
    return {"role": f"Officer {_code(number)}", "kind": "Internal", "capacity": 90.0}


def _evaluation(role: Row, chance: random.Random) -> Row:
    return {
        "role": role["role"], "setup_cost": float(chance.randint(5, 200) * 100),
        "yearly_cost": float(chance.randint(0, 90) * 100), "hours": float(chance.randint(4, 80)),
        "cost_kind": chance.choice(("Exact", "Up to", "Estimate")), "confidence": "Medium",
    }  # fmt: skip


def _risk(of: Row, chance: random.Random) -> Row:
    likelihood, impact = chance.randrange(1, len(_LIKELIHOOD)), chance.randrange(1, len(_IMPACT))
    return {
        **of, "risk": f"Replies come too late for {', '.join(of.values())}", "kind": "Reputation",
        "likelihood": _LIKELIHOOD[likelihood], "impact": _IMPACT[impact],
        "mitigation": "House rules, and a second reader at weekends",
        "residual_likelihood": _LIKELIHOOD[chance.randint(0, likelihood)],
        "residual_impact": _IMPACT[chance.randint(0, impact)], "owner": "Digital Manager",
    }  # fmt: skip


def _projects(size: Size, areas: list[str], roles: list[Row], chance: random.Random) -> list[Row]:
    """One area each and two of its roles, so that much overlaps; one in five waits for an earlier project."""
    projects: list[Row] = []
    for number in range(size.projects):
        area = number * size.areas // size.projects
        first, second = chance.sample(range(ROLES_AN_AREA), 2)
        start = _START + timedelta(days=chance.randint(0, 500))
        earlier = [row for row in projects[-20:] if row["finish"] <= start]
        projects.append(
            {
                "title": f"{chance.choice(_VERBS)} {chance.choice(_PEOPLE)} sooner: {areas[area]} {_code(number)}",
                "business_project": f"Service plan {_code(number)}",
                "areas": [areas[area]],
                "roles": [roles[_role_of(area, which, size)]["role"] for which in (first, second)],
                "lead": f"Project lead {_code(number)}",
                "change": "One inbox, answered by rota, in place of six",
                "start": start,
                "finish": start + timedelta(days=chance.randint(90, 500)),
                "depends": [chance.choice(earlier)["title"]] if earlier and chance.random() < 0.2 else [],
                "must_do": chance.random() < 0.01,
                "status": chance.choice(("Proposed", "Approved")),
            }
        )
    return projects


def _kpi(project: Row, name: str, chance: random.Random) -> Row:
    return {
        "name": name, "project": project["title"], "stage": "Outcome", "unit": "a month", "direction": "Increase",
        "baseline": str(chance.randint(10, 400)), "as_of": date(2026, 9, 30), "target": str(chance.randint(410, 900)),
        "target_date": project["finish"], "frequency": "Quarterly", "source": "Contact centre",
        "owner": project["lead"],
    }  # fmt: skip


def _action(project: Row, number: int) -> Row:
    work = ("Agree the rota and the house rules", "Train those who answer", "Start, and count what comes")[number]
    due = project["start"] + timedelta(days=30 * (number + 1) - 15)
    return {
        "action": work, "project": project["title"], "owner": project["lead"], "due": due, "status": "Not started",
    }  # fmt: skip


def main() -> None:
    """Write the workbooks that are asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("names", nargs="*", metavar="size", help=f"any of: {', '.join(SIZES)}")
    given = options.parse_args()
    if unknown := set(given.names) - SIZES.keys():
        options.error(f"no such size: {', '.join(sorted(unknown))}")
    given.folder.mkdir(parents=True, exist_ok=True)
    for name in given.names or ("small", "medium", "large"):
        path = given.folder / f"{name}.xlsx"
        path.write_bytes(workbook(SIZES[name]))
        print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
