"""Next year's workbook made from this year's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from smreport.blueprint.publication import withheld_rows
from smreport.blueprint.tables import Tables, last_round_heading
from smreport.blueprint.times import When
from smreport.blueprint.understanding import PLAN_START
from smreport.blueprint.values import LAST_YEAR
from smreport.commands.making import workbook_bytes
from smreport.commands.reading import read_for_renewal
from smreport.decision.results import decide
from smreport.errors import InvalidValue, TemplateError
from smreport.frozen import Frozen
from smreport.papers.case import Case
from smreport.papers.figures import listed
from smreport.papers.wording import wording_of
from smreport.rounds.earlier_rows import EARLIER, NEEDS
from smreport.rounds.renew import SETTINGS, LastRound, Renewal, Unlinked, passed_dates, renewed
from smreport.saving import save_new
from smreport.words import joining, say
from smreport.words.languages import day_in_english


class NextRound(Frozen):
    """The workbook of the next round.

    lines    what was done, in a few sentences; nothing that is not for publication
    remarks  what of the old workbook was not found, or has no place in the new one
    renewal  what became of each row
    dates    how many dates lie before the plan, so that the check asks about them
    kept     where an earlier file of the new one's name was kept
    """

    path: Path
    lines: tuple[str, ...]
    remarks: tuple[str, ...]
    renewal: Renewal
    dates: int
    kept: Path | None = None


def renew(
    old: str | Path,
    new: str | Path,
    *,
    template: str | Path | None = None,
    force: bool = False,
    starts: str | date | None = None,
) -> NextRound:
    """Next year's workbook: what is closed moves to the sheet of earlier rounds, what is open is asked again.

    old     the workbook of the last round, of any version; it is never changed
    new     where the new one goes (.xlsx)
    starts  the day on which the new plan starts, as a date or in words; else a year after the last one

    Done and dropped projects move with their measures, actions, risks and costs, and so do the last decision's
    meetings and advice. Last figures become baselines. Beside open rows stands what they said. Nothing typed is lost.

    Raises UnreadableFile, TemplateError where the template has no sheet of earlier rounds, InvalidValue, OutputRefused.
    """
    tables, remarks = read_for_renewal(Path(old), template)
    if not all(map(tables.blueprint.has, NEEDS)):
        raise TemplateError(say("terminal.renew.no_sheet", template=tables.blueprint.name))
    first = None if starts is None else _day(tables, starts)
    following, renewal = renewed(tables, last_round(tables), first)
    dates = passed_dates(following)
    kept = save_new(Path(new), workbook_bytes(following, strict=False), force)
    lines = (*lines_of(tables, following, renewal, dates), say("terminal.renew.untouched", path=str(old)))
    return NextRound(Path(new), lines, remarks, renewal, dates, kept)


def _day(tables: Tables, given: str | date) -> date:
    """The day that is given. Raises InvalidValue where it is none, or lies too far away."""
    typed = day_in_english(given) if isinstance(given, str) else given
    value = tables.blueprint.column(f"{SETTINGS}.{PLAN_START}").type.parse(typed)
    first = value.first if isinstance(value, When) and value.first == value.last else None
    if isinstance(given, datetime | date):
        first = given.date() if isinstance(given, datetime) else given
    if first is None or first.year > LAST_YEAR:
        raise InvalidValue(say("terminal.renew.no_day", given=str(given)))
    return first


def last_round(tables: Tables) -> LastRound:
    """How measures stood, whoever may know it, and the first wave as everybody may know it."""
    results, wording = decide(tables, (), strict=False), wording_of(tables.blueprint)
    every, public = Case(results, wording, exempt=True), Case(results, wording).results
    standings = {measure.row: measure.stands for measure in every.measures.all}
    is_told = public.wave is not None and public.verdict.is_recommended
    return LastRound(standings, public.wave.chosen if public.wave and is_told else None)


# --- what there is to say ---


def lines_of(old: Tables, new: Tables, renewal: Renewal, dates: int) -> Iterator[str]:
    """What was done, as the terminal tells it: nothing that is not for publication."""
    earlier, settings = old.blueprint.sheets[EARLIER].title, old["settings"]
    moved = _counted(old, renewal.moved)
    yield (
        say("terminal.renew.moved", sheet=earlier, rows=moved)
        if moved
        else say("terminal.renew.moved_none", sheet=earlier)
    )
    if renewal.year.going:
        yield say("terminal.renew.settings", settings=settings.title, count=len(renewal.year.going))
    if renewal.rebased:
        yield say("terminal.renew.rebased", count=len(renewal.rebased))
    if renewal.counted:
        yield say("terminal.renew.counted", count=len(renewal.counted))
    yield from (_unlinked(old, unlinked) for unlinked in renewal.unlinked)
    if carried := _counted(old, renewal.carried):
        yield say("terminal.renew.carried", rows=carried, heading=last_round_heading())
    if renewal.again:
        yield say("terminal.renew.again", count=len(renewal.again))
    for key, now in renewal.year.changes.items():
        before, heading = settings.rows[0][key], settings.sheet.by_key[key].heading
        before_in_words = say("terminal.what_if.blank") if before is None else str(before)
        yield say("terminal.what_if.differs", what=heading, now=str(now), before=before_in_words)
    if renewal.year.starts is None:
        yield say(
            "terminal.renew.no_start", cell=joining.in_a_row((settings.title, new["settings"].cell(PLAN_START, 0)))
        )
    if dates:
        yield say("terminal.renew.dates", count=dates)


def _counted(tables: Tables, rows: Mapping[str, frozenset[int]]) -> str:
    """How many rows of which sheets, "" where none."""
    counts = ((tables.blueprint.sheets[key].title, len(numbers)) for key, numbers in rows.items() if numbers)
    return listed([say("terminal.renew.rows", sheet=title, count=count) for title, count in counts])


def _unlinked(tables: Tables, unlinked: Unlinked) -> str:
    table, secret = tables[unlinked.sheet], say("findings.withheld.name")
    is_secret = unlinked.row in withheld_rows(tables)[unlinked.sheet]
    return say(
        "terminal.renew.unlinked",
        row=secret if is_secret else table.name_of(unlinked.row),
        heading=table.sheet.by_key[unlinked.column].heading,
        names=secret if unlinked.secret or is_secret else listed(list(map(str, unlinked.names))),
    )
