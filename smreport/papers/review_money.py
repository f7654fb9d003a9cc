"""Money planned and spent: what each line of cost was to come to by the day up to which its spending is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from smreport.blocks.document import Block, Paragraph
from smreport.blueprint.tables import Row
from smreport.blueprint.values import ReadAs, normalised
from smreport.blueprint.withheld import is_withheld
from smreport.decision.money import MONTHS, PENCE, Period, first_needed, running
from smreport.decision.records import CostLine
from smreport.decision.records import Project as OfRound
from smreport.frozen import Frozen
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import as_given, listed, pounds, said
from smreport.papers.filled import Filled, filled_table
from smreport.papers.review import COSTS, Place, Project, Review
from smreport.rounds.earlier_rows import EARLIER
from smreport.words import joining, say

Blocks = Iterator[Block]


class Spending(Frozen):
    """A line of cost of which it is known what was spent, and which may be shown.

    name      what it is for
    projects  those that are begun or closed and need it
    spent     as typed; ``pounds_spent`` whole pounds, None where it is no plain figure
    planned   whole pounds by that day, None where a figure or a day for it is missing
    place     where the spending stands, ``before`` where that stands which was counted before the plan was renewed
    """

    name: str
    projects: tuple[Project, ...]
    spent: str
    pounds_spent: int | None
    as_of: str
    planned: int | None
    place: Place
    before: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        return (*self.before, self.place)

    @property
    def is_past(self) -> bool:
        """Whether nobody needed it since the last review, and all that is known was spent before that."""
        return self.place.sheet == EARLIER and not self.projects


class Spendings(Frozen):
    """All that is known of spending.

    lines   see :class:`Spending`
    silent  lines that begun projects need and of which nobody says what was spent: their names
    secret  how many lines are left out, as they are not for publication
    """

    lines: tuple[Spending, ...] = ()
    silent: tuple[str, ...] = ()
    secret: int = 0

    @classmethod
    def of(cls, review: Review) -> Spendings:
        lines, silent, secret = [], [], 0
        for line in _lines(review):
            if _is_hidden(review, line):
                secret += 1
                continue
            spending = _spending(review, line)
            if spending.spent and not spending.is_past:
                lines.append(spending)
            elif spending.projects:
                silent.append(spending.name)
        return cls(tuple(lines), tuple(silent), secret)

    @property
    def compared(self) -> list[Spending]:
        return [line for line in self.lines if line.planned is not None and line.pounds_spent is not None]

    @property
    def days(self) -> list[str]:
        """Up to when spending is counted."""
        return list(dict.fromkeys(line.as_of for line in self.lines))

    @property
    def planned(self) -> int:
        return sum(line.planned or 0 for line in self.compared)

    @property
    def spent(self) -> int:
        """Of the lines that can be compared alone."""
        return sum(line.pounds_spent or 0 for line in self.compared)

    def of_project(self, project: Project) -> list[Spending]:
        """The lines that can be compared and that this project alone has needed."""
        return [line for line in self.compared if line.projects == (project,)]

    def over(self, project: Project) -> float | None:
        """By which part it has spent more than planned; None where that is not known."""
        own = self.of_project(project)
        planned, spent = sum(line.planned or 0 for line in own), sum(line.pounds_spent or 0 for line in own)
        return spent / planned - 1 if planned else None


class _Line(NamedTuple):
    """A line of cost: its row in the last workbook and in today's, and what today's earlier rounds keep of it."""

    then: int | None
    now: int | None
    kept: tuple[int, ...] = ()


def _lines(review: Review) -> Iterator[_Line]:
    """Each line of cost, those that came after the last workbook and are gone from today's last."""
    known = set()
    for then in review.then.numbers(COSTS):
        now = review.now_of(COSTS, then)
        known.add(now)
        yield _Line(then, now, review.kept_of(COSTS, then))
    for now in review.now.numbers(COSTS):
        if now not in known:
            yield _Line(None, now, review.kept_of(COSTS, None, now))
    yield from (_Line(None, None, kept) for kept in review.passed(COSTS))


def _is_hidden(review: Review, line: _Line) -> bool:
    places = ((review.then, line.then), (review.now, line.now))
    return any(row is not None and case.privacy.hides_line(row) for case, row in places)


def _spending(review: Review, line: _Line) -> Spending:
    typed = _typed(review, line)
    projects, planned = _needed_by(review, line)
    plain = _plain(typed.spent)
    return Spending(
        name=typed.name,
        projects=projects,
        spent=as_given(typed.spent, is_money=True),
        pounds_spent=None if plain is None else round(plain),
        as_of="" if typed.as_of is None else figures.when(typed.as_of),
        planned=None if planned is None else _planned(review, projects, planned, line.then is not None, typed.as_of),
        place=typed.place,
        before=tuple(place for at in line.kept if (place := Place(True, EARLIER, at)) != typed.place),
    )


class _Typed(NamedTuple):
    """What a line is for, what was spent on it since the last review and up to when, and where that stands today."""

    name: str
    spent: object
    as_of: object
    place: Place


def _typed(review: Review, line: _Line) -> _Typed:
    """Today's answers of a line with those of the rounds since; where today's sheet says nothing, those alone."""
    earlier = [review.earlier(at) for at in line.kept]
    spent = [_public(row["spent"]) for row in earlier]
    if line.now is not None:
        row = review.now.rows(COSTS)[line.now]
        if row.get("spent") is not None or not earlier:
            together = _together([*spent, _public(row.get("spent"))])
            return _Typed(_name(row), together, row.get("spent_as_of"), Place(True, COSTS, line.now))
    place = Place(True, EARLIER, line.kept[-1]) if earlier else Place(False, COSTS, line.then or 0)
    as_of = review.spent_as_of(earlier[-1]) if earlier else None
    return _Typed(_name_of(review, line), _together(spent), as_of, place)


def _name_of(review: Review, line: _Line) -> str:
    """What a line is for that has said nothing today."""
    if line.now is not None:
        return _name(review.now.rows(COSTS)[line.now])
    if line.then is not None:
        return _name(review.then.rows(COSTS)[line.then])
    return said(review.earlier(line.kept[-1])["name"])


def _together(parts: Sequence[object]) -> object:
    """What was spent in several rounds, each of which counts anew; in words where a part is no plain figure."""
    known = [part for part in parts if part is not None]
    amounts = [amount for part in known if (amount := _plain(part)) is not None]
    if len(known) < 2:
        return known[0] if known else None
    if len(amounts) == len(known):
        return sum(amounts)
    return say("papers.review.money.parts", parts=listed(as_given(part, is_money=True) for part in known))


def _plain(value: object) -> float | None:
    """An amount that is a plain figure."""
    return value if isinstance(value, float) and not (isinstance(value, ReadAs) and not value.is_plain) else None


def _public(value: object) -> object:
    return None if is_withheld(value) else value


def _name(row: Row) -> str:
    """What a line is for: its role or project, with the purpose."""
    whose = said(row["role"]) or said(row["project"]) or figures.not_known()
    purpose = said(row.get("purpose"))
    return say("papers.review.money.line", whose=whose, purpose=purpose) if purpose else whose


def _needed_by(review: Review, of: _Line) -> tuple[tuple[Project, ...], CostLine | None]:
    """The projects that have needed a line, and the line as it was planned: at the last review, else as it is now.

    Of a line that is in earlier rounds alone only the project that it names.
    """
    if of.then is None and of.now is None:
        return _named_by(review, of.kept[-1]), None
    is_last = of.then is not None
    case, at = (review.then, of.then) if is_last else (review.now, of.now)
    line = next((line for line in case.results.round.lines if line.row == at), None)
    rows = case.results.bought.needers.get(at or 0, frozenset())
    places = {(project.then if is_last else project.now): project for project in review.projects}
    return tuple(places[row] for row in sorted(rows) if row in places and places[row].is_begun), line


def _named_by(review: Review, left: int) -> tuple[Project, ...]:
    named = review.by_title.get(normalised(review.earlier(left)["project"]))
    return (named,) if named else ()


def _planned(review: Review, projects: Sequence[Project], line: CostLine, is_last: bool, as_of: object) -> int | None:
    """What a line was to come to by a day, pounds: set-up, and yearly cost by the months that it has run."""
    case, day = (review.then if is_last else review.now), figures.named_day(as_of)
    period = Period.of(case.results.round.settings)
    if not projects or day is None or not period.dated or line.setup is None or line.yearly is None:
        return None
    who = _in_round(case, projects, is_last)
    month = day.year * MONTHS + day.month - 1
    if not is_last and month < period.first:
        return None  # today's plan says nothing of the time before it
    months = sum(at <= month for at in running(period, line, who))
    is_bought = period.first <= first_needed(period, who) <= month  # what began before the plan was set up before it
    setup = line.setup.high if is_bought else 0
    return round((setup + line.yearly.high * months / MONTHS) / PENCE)


def _in_round(case: Case, projects: Sequence[Project], is_last: bool) -> list[OfRound]:
    """The projects as the last workbook, or today's, has them."""
    rows = (project.then if is_last else project.now for project in projects)
    return [case.results.round.by_row[row] for row in rows if row is not None]


# --- in words ---


def money(review: Review, intro: str) -> Blocks:
    """Planned beside spent, line by line, and what is left out of it; nothing where nobody says what was spent."""
    spendings = review.once(Spendings.of)
    if not spendings.lines:
        return
    yield Paragraph(joining.sentences((intro, *_in_sentences(spendings))))
    yield _table(review, spendings)


def _in_sentences(spendings: Spendings) -> Iterator[str]:
    if spendings.compared:
        yield total(spendings)
        if len(spendings.days) == 1:
            yield say("papers.review.money.counted", day=spendings.days[0])
        yield say("papers.review.money.basis")
    if rest := len(spendings.lines) - len(spendings.compared):
        yield say("papers.review.money.not_compared", count=rest)
    if spendings.secret:
        yield say("papers.review.money.secret", count=spendings.secret)


def total(spendings: Spendings) -> str:
    """What was planned and spent on the lines that can be compared, in a sentence."""
    count = len(spendings.compared)
    planned, spent = pounds(spendings.planned), pounds(spendings.spent)
    return say("papers.review.money.total", planned=planned, spent=spent, count=count)


def _table(review: Review, spendings: Spendings) -> Block:
    """The lines, and below them what those come to that can be compared."""
    rows = [_row(line, is_dated=len(spendings.days) > 1) for line in spendings.lines]
    sources = [review.cells(*line.places) for line in spendings.lines]
    if len(spendings.compared) > 1:
        spent, planned = spendings.spent, spendings.planned
        more = _more(spent - planned)
        rows.append((say("papers.review.money.together"), "", pounds(planned), pounds(spent), "", more))
        sources.append(review.cells(*(place for line in spendings.compared for place in line.places)))
    headings = (
        (say("papers.review.money.what"), 4), (say("papers.review.money.projects"), 3.4),
        (say("papers.review.money.planned"), 1.8), (say("papers.review.money.spent"), 1.8),
        (say("papers.review.money.by"), 2), (say("papers.review.money.more"), 2),
    )  # fmt: skip
    texts = zip(*rows, strict=True)
    columns = [Filled(heading, share, column) for (heading, share), column in zip(headings, texts, strict=True)]
    caption = say("papers.review.money.caption")
    return filled_table(caption, columns, say("papers.review.money.described"), sources, "review_money")


def _row(line: Spending, is_dated: bool) -> tuple[str, ...]:
    titles = listed(project.title for project in line.projects)
    day = line.as_of if is_dated else ""
    return line.name, titles, _amount(line.planned), line.spent, day, _difference(line)


def _amount(value: int | None) -> str:
    return "" if value is None else pounds(value)


def _difference(line: Spending) -> str:
    return _more(line.pounds_spent - line.planned) if line.pounds_spent is not None and line.planned is not None else ""


def _more(difference: int) -> str:
    if not difference:
        return say("papers.review.money.as_planned")
    amount = pounds(abs(difference))
    return say("papers.review.money.over" if difference > 0 else "papers.review.money.under", amount=amount)
