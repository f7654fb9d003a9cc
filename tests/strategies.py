"""Answers of every kind, for any template: fixed awkward ones, and others that hypothesis thinks up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from hypothesis import strategies as st

from smreport.blueprint import columns as kinds
from smreport.blueprint.answers import Answers
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.no_answers import is_repeat, names_nothing

AWKWARD_TEXTS = (
    "=1+1", "=HYPERLINK(\"x\")", "+44 1392 380101", "-x", "@council", "'quoted", "\"quoted\"", "007", "3", "3.0", "1e5",
    "35%", "£1,200", "TRUE", "no", "None", "NULL", "N/A so far", "#N/A", "nan", "2027-04-01", "1/9/2027", "a  b",
    "two\nlines", "a\n\nb", "tab\tinside", "“quotes” – and a dash", "naïve café Ŵyn", "🦊 libraries", "<b>&amp;</b>",
    "_x0041_", "back\\slash", "{name}", "Lib*", "Who?", "~", "x" * 300, "long text. " * 900, "http://example.org/?a=1&b=2",
)  # fmt: skip
AWKWARD_NUMBERS = (0, 1, -1, 3.5, 0.1, 1200.01, 1e9, -0.005, 123456789.012345, "about ten", "£12 or so")
AWKWARD_DATES = (
    date(1980, 1, 1), date(2024, 2, 29), date(2027, 4, 1), date(2199, 12, 31), datetime(2027, 4, 1, 9, 30), 2027,
    "September 2027", "Q2 2027/28", "2014/2016", "monthly", "year zero", "1/9/2027", "2027", "by the end of May 2028",
    "31 February 2027",
)  # fmt: skip


@dataclass(frozen=True)
class Pools:
    """What to choose answers from, by kind of column."""

    texts: Sequence[str] = AWKWARD_TEXTS
    numbers: Sequence[object] = AWKWARD_NUMBERS
    dates: Sequence[object] = AWKWARD_DATES
    yes_or_no: Sequence[object] = field(default=(True, False, "yes", "NO", "perhaps"))


def filled(blueprint: Blueprint, pools: Pools, random: Random, rows: int) -> Answers:
    """Answers for every sheet: so many rows each, about one cell in four blank, references to rows that exist."""
    content: dict[str, list[dict[str, object]]] = {
        sheet.key: [
            {column.key: _answer(column, sheet, pools, random) for column in sheet.asked_columns}
            for _ in range(1 if sheet.is_form else rows)
        ]
        for sheet in blueprint
        if not sheet.rows_from
    }
    for sheet in blueprint:
        for column in sheet.asked_columns:
            if isinstance(column.type, kinds.Ref):
                known = _names(blueprint, column.type.to, content)
                for row in content[sheet.key]:
                    row[column.key] = _reference(column.type, known, random)
    return {key: rows[0] if blueprint.sheets[key].is_form else rows for key, rows in content.items()}


def _answer(column: Column, sheet: Sheet, pools: Pools, random: Random) -> object:
    is_name = column is sheet.asked_columns[0] or column.key == sheet.name_key
    if not is_name and random.random() < 0.25:
        return None
    kind = column.type
    if isinstance(kind, kinds.Choice):
        known = kind.choices.texts or pools.texts
        return random.choice([*known, random.choice(known).upper(), random.choice(pools.texts)])
    if isinstance(kind, kinds.Number):
        return random.choice(pools.numbers)
    if isinstance(kind, kinds.Date):
        return random.choice(pools.dates)
    if isinstance(kind, kinds.YesNo):
        return random.choice(pools.yes_or_no)
    text = random.choice(pools.texts)
    return f"{text} {random.randrange(10)}" if is_name else text


def _names(blueprint: Blueprint, to: kinds.Reference, content: dict[str, list[dict[str, object]]]) -> list[str]:
    target = blueprint.column(f"{to.sheet}.{to.column}").type
    rows = content[to.sheet]
    if isinstance(target, kinds.Label):
        names = [target.compose(dict(row)) for row in rows]
    else:
        names = [kinds.as_typed(row[to.column]) for row in rows]
    return [*to.also, *filter(None, names)]


def _reference(kind: kinds.Ref, known: list[str], random: Random) -> object:
    if random.random() < 0.2:
        return None
    if isinstance(kind, kinds.Refs):
        known = [name for name in known if kind.separator not in name]
    chosen = [random.choice((name, name.upper(), f" {name}  ")) for name in random.sample(known, min(3, len(known)))]
    return chosen[: random.randint(1, 3)] if kind.many else random.choice([*chosen, "Nobody knows"])


_LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t")
BULLETS = ["", *"*•∙·▪◦‣●○■□➢➤–—-+>"]  # at the start of a pasted line; see habits.py
_TEXTS = st.text(_LETTERS, min_size=1, max_size=40).filter(
    lambda text: text.strip()[:1] not in BULLETS and not names_nothing(text) and not is_repeat(text)
)
_NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9), st.decimals(-(10**6), 10**6, places=3).map(float), st.just("about ten")
)
_DATES = st.one_of(st.dates(date(1980, 1, 1), date(2199, 12, 31)), st.integers(1, 2199), _TEXTS)


@st.composite
def any_answers(draw: Any, blueprint: Blueprint, rows: int) -> Answers:
    """Answers that fill so many rows of every sheet with what hypothesis thinks up."""
    pools = Pools(
        texts=draw(st.lists(_TEXTS, min_size=4, max_size=12)),
        numbers=draw(st.lists(_NUMBERS, min_size=2, max_size=8)),
        dates=draw(st.lists(_DATES, min_size=2, max_size=8)),
    )
    return filled(blueprint, pools, Random(draw(st.integers(0, 2**32))), rows)
