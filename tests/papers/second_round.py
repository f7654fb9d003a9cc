"""A year after the illustrative example: a few edits of its answers, for tests of reviews."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from workbooks import EXAMPLES

from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables

Answers = dict[str, Any]

STATUS = {
    "Faults reported online": "In progress", "Warnings that reach people": "Done", "Neighbourhood voice": "In progress",
    "Libraries for hard times": "In progress", "More foster carers": "In progress", "Right stuff, right bin": "Dropped",
}  # fmt: skip
"""Of each project a year later; the others are proposed as they were."""
ACTUAL: dict[str, tuple[object, date]] = {
    "Residents who rate the channels useful": (43, date(2027, 9, 30)),
    "Avoidable contacts": (8870, date(2027, 12, 31)),
    "Share of faults reported online": (61, date(2027, 12, 31)),
    "Calls that chase a reported fault": (1040, date(2027, 12, 31)),
    "Time from a decision to the first public warning": (12, date(2027, 12, 31)),
    "Residents who saw a test warning within one hour": (48, date(2027, 11, 30)),
    "Followers or subscribers": (31200, date(2027, 12, 17)),
    "Consultation responses by group": ("about 520", date(2027, 12, 31)),
    "Consultations with results published within eight weeks": (31, date(2027, 12, 31)),
    "Visits to advice sessions in libraries": (255, date(2027, 12, 31)),
    "Households approved to foster": (20, date(2027, 12, 31)),
}
DONE = (
    "Sign the contract change with a price cap and data export", "Train six advisers to answer in public",
    "Agree who decides on a warning, day and night", "Write and test ready-made texts for ten kinds of event",
    "Open the alert channel and tell every household", "Hold a county-wide test and survey 600 residents",
    "Recruit and check the first thirty champions", "Choose ten libraries and name a digital champion in each",
)  # fmt: skip
DROPPED = ("Agree one guide to what goes where with six districts", "Merge the recycling page into the main page")
SPENT = {
    "On-call cover in winter": 2300, "Alert software and training": 8150,
    "Link between the form and the crews' system": 52900, "Consultation platform": 11750,
    "A quiet room in each of ten libraries, tablets and training": 9800,
}  # fmt: skip
"""By what each line of cost pays for, up to 31 December 2027."""
SPENT_AS_OF = date(2027, 12, 31)
LESSONS = {
    "Warnings that reach people": "Texts that were agreed beforehand saved most of the time.",
    "Right stuff, right bin": "Six districts could not agree on one guide.",
    "Faults reported online": "Crews close a fault only where the form tells them how.",
}
MEETING = date(2028, 2, 8)


def first_answers() -> Answers:
    return deepcopy(dict(read_answers(EXAMPLES / "illustrative" / "answers.toml")))


def a_year_later() -> Answers:
    """The same answers a year later."""
    answers = first_answers()
    answers["settings"] |= {"meeting_date": MEETING}
    for row in answers["portfolio"]:
        row["status"] = STATUS.get(row["title"], row["status"])
        row |= {"lessons": LESSONS[row["title"]]} if row["title"] in LESSONS else {}
    for row in answers["kpis"]:
        if row["name"] in ACTUAL:
            row["actual"], row["actual_as_of"] = ACTUAL[row["name"]]
    for row in answers["actions"]:
        if row["action"].startswith("Post each week"):
            row["due"] = date(2027, 10, 1)  # of a project that was given up since
        row["status"] = "Done" if row["action"] in DONE else "Dropped" if row["action"] in DROPPED else row["status"]
    for row in answers["evaluation"]:
        if row.get("purpose") in SPENT:
            row |= {"spent": SPENT[row["purpose"]], "spent_as_of": SPENT_AS_OF}
    risk, *others = answers["risks"]
    risk["residual_likelihood"] = risk["likelihood"]
    others[0]["residual_impact"] = "Minor"
    answers["accounts"] = [
        *(row for row in answers["accounts"] if row["account"] != "@exampleshire_youth_voice"),
        {"account": "Exampleshire Alerts", "tool": "Facebook page", "owner": "Head of Resilience", "decision": "Keep"},
    ]
    return answers


def tables_of(blueprint: Blueprint, answers: Answers, name: str) -> Tables:
    return tables_from(blueprint, answers, name)
