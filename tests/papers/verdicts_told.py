"""What the one place that words verdicts says in every state, and of every reason, in lines."""

from __future__ import annotations

from collections.abc import Iterator

from papers.test_verdicts import STATES, made, reason_of

from smreport.blueprint.model import Blueprint
from smreport.decision import reasons as why
from smreport.decision.records import Blank
from smreport.decision.verdict import HELD, MET, Verdict
from smreport.frozen import replace
from smreport.papers.case import Case

MONEY = "| money | year | capital | revenue |\n| | 2027/28 | {capital} | {revenue} |\n| | 2028/29 | | 900 |"
MORE = {
    "many limits": {
        "budget": "60000", "hours": "30", "appetite": "25", "gone": MONEY.format(capital=50_000, revenue=9_000),
    },
    "many limits are broken": {
        "budget": "30000.5", "hours": "22.5", "appetite": "8", "must": "Yes", "also": "Yes",
        "gone": MONEY.format(capital=39_999, revenue=100),
    },
    "one hour": {"hours": "24", "must": "Yes", "also": "Yes"},
    "late": {"budget": "60000", "gone": "| | Far off | Libraries (Service) | Two | 2033-04-01 | | | Warm rooms | |"},
    "three leaders": {"budget": "60000", "gone": "| | Next | Libraries (Service) | Two | 2027-04-01 | | | | |"},
}  # fmt: skip
SECRET = ("none set", "held", "too little money", "must-do to release", "too risky", "many limits are broken")


def every_verdict(blueprint: Blueprint) -> list[str]:
    """Each state, some with a cost that is not for publication, then each reason of one of them."""
    states = {**{name: changes for name, (changes, *_) in STATES.items()}, **MORE}
    lines = [line for name, changes in states.items() for line in _state(name, made(blueprint, **changes))]
    secrets = {f"{name}, secret": made(blueprint, **states[name], secret="Yes") for name in SECRET}
    lines += [line for name, case in secrets.items() for line in _state(name, case)]
    held = made(blueprint, budget="60000", appetite="25")
    lines += ["", "[not proved]", *(_short_of_it(held, part) for part in (0.000_001, 0.001, 0.0011, 0.01201, 0.5))]
    return [*lines, *_reasons(held)]


def _state(name: str, case: Case) -> Iterator[str]:
    told = case.verdicts
    yield from ("", f"[{name}] {told.headline}.")
    yield from (f"= {text}" for text in told.sentences)
    if told.sought:
        yield f"? {told.sought}"
    yield from (f"+ {text}" for text in told.mend)
    yield f"limits: {told.limits}; pair: {told.pair}; wave: {told.first_wave}; proposed: {told.proposed}"
    for at in case.results.order:
        named, in_cells = told.why(at), told.why(at, with_cells=True)
        more = f" / {in_cells}" if in_cells != named else ""
        yield f"- {told.titles([at])}: {told.stands(at)} ({told.standing(at)}). {named}{more}"


def _short_of_it(case: Case, part: float) -> str:
    """What is said where the wave may bring less than the most by this part."""
    near = replace(case.results)
    near.__dict__["_found"] = (Verdict(HELD, part, MET), case.results.wave)
    return f"{part:g}: {Case(near, case.wording).verdicts.main_sentence}"


def _reasons(case: Case) -> Iterator[str]:
    yield from ("", "[reasons]")
    first, second = case.results.order
    bare = {"others": (), "enters": (), "leaves": (), "names": ()}
    blanks = (
        Blank("evaluation", "setup_cost", 7), Blank("evaluation", "setup_cost", 8), Blank("evaluation", "hours", 7),
        Blank("", "two", 0), Blank("settings", "hourly_rate", 0),
    )  # fmt: skip
    for kind in (*why.OUT, *why.IN, ""):
        every = [
            reason_of(kind, first, second), reason_of(kind, first, second, **bare),
            reason_of(kind, first, second, is_exact=False), reason_of(kind, first, second, is_exact=False, **bare),
            reason_of(kind, first, second, points=1, blanks=blanks, names=("Old", "Older", "Oldest"), risk=7),
            reason_of(kind, first, second, enters=(second,), tie=why.MORE_HOURS),
            reason_of(kind, first, second, tie=why.MORE_HOURS, by=100),
            reason_of(kind, first, second, tie=why.LOWER_RANK), reason_of(kind, first, second, tie=why.LATER_TITLE),
        ]  # fmt: skip
        texts = [case.verdicts.why(first, reason, in_cells) for reason in every for in_cells in (False, True)]
        yield from (f"{kind}: {text}" for text in dict.fromkeys(texts))
