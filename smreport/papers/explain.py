"""Why a project stands where it does: the chain from mappings to rank, with the row behind each figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smreport.blocks.document import Block, Document, Heading, Paragraph, Section, Table, TableColumn
from smreport.blueprint.naming import Names
from smreport.decision.money import running_years, whole_life_of_line
from smreport.decision.records import CostLine
from smreport.decision.terms import BENEFIT, COST, CRITERIA, RISK
from smreport.errors import InvalidValue
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.comparisons import changed, compared, placed
from smreport.papers.figures import number, pounds
from smreport.papers.privacy import not_for_publication
from smreport.papers.typed import typed_words
from smreport.words import joining, say
from smreport.words.locales import percent


def explanation(case: Case, title: str, before: Case | None = None) -> Document:
    """The chain behind one open project's rank; ``before``: with the workbook's answers, where others are tried.

    Raises InvalidValue, which names the projects there are, where none is called so.
    """
    at = _row_of(case, title)
    name = case.projects[at].title
    made = say("papers.explain.made_from", file=case.results.tables.file, rows=case.sources.row_list("portfolio", [at]))
    return Document(
        title=name,
        subtitle=joining.sentences((_standing(case, at), made)),
        cover=(),
        sections=(Section("explanation", (*_tried(case, before, at), *_blocks(case, at))),),
        subject=say("papers.explain.subject", name=name),
        language=case.results.tables.blueprint.tongue.tag,
        other=typed_words(case.results.tables),
    )


def _row_of(case: Case, title: str) -> int:
    """The row of the project that a title means, also where it is shortened or has a slip in it."""
    called = {alone.title: at for at, alone in case.projects.items()}
    known = Names(called)
    meant = known.can_mean(title)
    if len(meant) != 1:
        near = known.nearest(title)
        names = figures.quoted(meant or called) or say("papers.explain.no_projects")
        unknown = say("papers.explain.no_project", title=title, names=names)
        hint = say("findings.did_you_mean", name=near) if near and not meant else ""
        raise InvalidValue(joining.sentences((unknown, hint, case.left_out)))
    return called[meant[0]]


def _standing(case: Case, at: int) -> str:
    scored, wave = case.results.scores[at], case.verdicts.stands(at)
    if case.privacy.hides_ranks:
        return say("papers.explain.rank_withheld", wave=wave, count=len(case.projects))
    if scored.rank is None:
        return say("papers.explain.unranked", wave=wave, count=len(case.projects))
    ranked = len(case.projects)
    return say("papers.explain.ranked", rank=case.rank(at), score=case.score(at), wave=wave, count=ranked)


def _tried(case: Case, before: Case | None, at: int) -> Iterator[Block]:
    return iter(()) if before is None else changed(case, before, at)


def _blocks(case: Case, at: int) -> Iterator[Block]:
    yield Heading(say("papers.column.wave"), 1)
    yield from placed(case, at)
    yield Heading(say("papers.column.score"), 1)
    yield _score(case, at)
    yield from compared(case, at)
    yield Heading(say("papers.criterion.benefit"), 1)
    yield from _benefit(case, at)
    yield Heading(say("papers.criterion.cost"), 1)
    yield from _cost(case, at)
    yield Heading(say("papers.criterion.risk"), 1)
    yield from _risk(case, at)


def _score(case: Case, at: int) -> Table:
    """What each criterion adds to the score: its points between the ends of its scale times its weight."""
    weights, end_of = case.results.weights, case.money.end_of_scale
    texts = {BENEFIT: number(case.projects[at].benefit), COST: case.money.cost(at), RISK: case.risk(at)}
    hides = case.privacy.hides_score(at)
    rows = []
    for name in CRITERIA:
        adds = not_for_publication() if hides else number(weights[name] * case.results.scores[at].points[name])
        rows.append(
            (say(f"papers.criterion.{name}"), texts[name], end_of(name, 0), end_of(name, 100),
             case.points_of_score(at, name), percent(weights[name]), adds, _places(case, name))
        )  # fmt: skip
    return Table(
        say("papers.explain.criteria"),
        (
            TableColumn(say("papers.compared.criterion"), 2),
            TableColumn(say("papers.provenance.figure"), 2, "right"),
            TableColumn(say("papers.scales.at_0"), 2, "right"),
            TableColumn(say("papers.scales.at_100"), 2, "right"),
            TableColumn(say("papers.explain.points"), 2, "right"),
            TableColumn(say("papers.scales.weight"), 1.4, "right"),
            TableColumn(say("papers.explain.adds"), 2, "right"),
            TableColumn(say("papers.explain.set_in"), 2.6),
        ),
        tuple(rows),
        say("papers.explain.criteria.described"),
    )


def _places(case: Case, name: str) -> str:
    """The cells in which the ends of a scale and its weight are set."""
    settings = case.results.tables["settings"]
    keys = (f"{name}_at_0", f"{name}_at_100", f"weight_{name}")
    cells = figures.listed(settings.cell(key, 0) for key in keys if key in settings.sheet.by_key)
    return say("papers.source.cell", sheet=settings.title, cell=cells)


_OF_USE = ("tool", "objective", "strength")


def _benefit(case: Case, at: int) -> Iterator[Block]:
    rows = []
    for number_of in case.projects[at].mapping_rows:
        use = case.results.uses[number_of]
        rows.append(
            (case.area(use.area), *(case.told("mapping", key, number_of) for key in _OF_USE),
             number(use.points), case.sources.row_list("mapping", [number_of]))
        )  # fmt: skip
    headings = (
        say("papers.column.area"),
        say("papers.explain.tool"),
        say("papers.column.objective"),
        say("papers.explain.strength"),
        say("papers.explain.points"),
        say("papers.column.where"),
    )
    yield from _listing(say("papers.explain.uses"), headings, rows, say("papers.explain.uses.described"))


def _cost(case: Case, at: int) -> Iterator[Block]:
    if case.privacy.withheld(at):
        yield Paragraph(say("papers.explain.withheld", option="--exempt"))
        return
    rows = []
    for line in case.results.bought.lines[at]:
        row = case.rows("evaluation")[line.row]
        others = len(case.results.bought.needers[line.row]) - 1
        rows.append(
            (case.told("evaluation", "role", line.row), _pounds(row["setup_cost"]), _pounds(row["yearly_cost"]),
             case.told("evaluation", "hours", line.row),
             _whole_life(case, at, line), str(others), case.sources.row_list("evaluation", [line.row]))
        )  # fmt: skip
    headings = (
        say("papers.plan.costs.column.role"),
        say("papers.plan.costs.column.setup"),
        say("papers.explain.yearly"),
        say("papers.plan.costs.column.hours"),
        say("papers.explain.whole_life"),
        say("papers.explain.others"),
        say("papers.column.where"),
    )
    caption = say("papers.explain.lines", horizon=case.money.horizon)
    yield from _listing(caption, headings, rows, say("papers.explain.lines.described"))
    yield Paragraph(_together(case, at))


def _together(case: Case, at: int) -> str:
    """What a project takes alone, all lines together."""
    money = case.money
    if money.cost(at) == figures.not_known():
        return say("papers.explain.cost.not_known", cash=money.known_cash(at), horizon=money.period)
    return say("papers.explain.cost", cost=money.cost(at), staff=money.staff(at), cash=money.added_cash(at))


def _whole_life(case: Case, at: int, line: CostLine) -> str:
    """The whole-life cost of a line for a project alone; set-up that a commitment has bought already counts 0."""
    bought, settings = case.results.bought, case.results.round.settings
    years = running_years(line, bought.round.by_row[at], settings)
    cost = whole_life_of_line(line, settings, years, bought.is_sunk(line))
    return figures.not_known() if cost is None else pounds(cost.total)


def _pounds(value: object) -> str:
    return pounds(value) if isinstance(value, float) else figures.not_known()


def _risk(case: Case, at: int) -> Iterator[Block]:
    rows = []
    for number_of in case.projects[at].risk_rows:
        size = case.results.sizes[number_of]
        rows.append(
            (
                case.told("risks", "risk", number_of),
                number(size.inherent),
                number(size.residual),
                case.sources.row_list("risks", [number_of]),
            )
        )
    headings = (
        say("papers.column.risk"),
        say("papers.column.before"),
        say("papers.column.after"),
        say("papers.column.where"),
    )
    yield from _listing(say("papers.explain.risks"), headings, rows, say("papers.explain.risks.described"))


def _listing(
    caption: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], described: str
) -> Iterator[Block]:
    if rows:
        yield Table(caption, tuple(map(TableColumn, headings)), tuple(rows), described)
    else:
        yield Paragraph(say("papers.explain.no_rows"))
