"""The appendices: everything in full, the gaps by owner, and the cell behind every figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smreport.blocks.document import Block, Bullets, Paragraph, Table, TableColumn, WordPicture
from smreport.blueprint.columns import Choice, Money, Percent
from smreport.blueprint.times import When
from smreport.decision.consolidate import capabilities
from smreport.decision.terms import BENEFIT, COST, CRITERIA, RISK
from smreport.errors import TemplateError
from smreport.papers import benefits, certainty, charts, choice, figures
from smreport.papers.case import Case
from smreport.papers.figures import (
    as_given,
    figure,
    listed,
    lowered,
    not_known,
    number,
    percent,
    risk_size,
    sentence,
    shown,
    when,
)
from smreport.papers.listing import filled, listing, no_answers
from smreport.papers.privacy import not_for_publication
from smreport.words import joining, say

Blocks = Iterator[Block]


def all_areas(case: Case, intro: str) -> Blocks:
    """Every area with its status, who leads it and the reason."""
    rows = {
        at: (
            case.area(row["label"]),
            *(case.told("areas", key, at) for key in ("kind", "status", "lead")),
            _why(case, at),
        )
        for at, row in case.rows("areas").items()
        if row["label"] is not None
    }
    yield from listing(
        intro, say("papers.all_areas.table"),
        (TableColumn(say("papers.column.area"), 3), TableColumn(say("papers.column.kind"), 1.6),
         TableColumn(say("papers.column.status"), 1.6), TableColumn(say("papers.column.lead"), 2.8),
         TableColumn(say("papers.column.why"), 4.6)),
        rows.values(), say("papers.all_areas.described"),
        case.sources.each("areas", rows),
    )  # fmt: skip


def _why(case: Case, at: int) -> str:
    key = "why" if case.rows("areas")[at]["reason"] is None else "reason"
    return case.told("areas", key, at)


def all_objectives(case: Case, intro: str) -> Blocks:
    """Every objective with its outcome, the priority it serves and its measure."""
    keys = ("objective", "outcome", "priority", "measure")
    rows = {
        at: (case.area(row["area"]), *(case.told("objectives", key, at) for key in keys))
        for at, row in case.rows("objectives").items()
    }
    yield from listing(
        intro, say("papers.objectives.table"),
        (TableColumn(say("papers.column.area"), 2.4), TableColumn(say("papers.column.objective"), 3),
         TableColumn(say("papers.column.outcome"), 3), TableColumn(say("papers.column.priority"), 2.4),
         TableColumn(say("papers.column.measure"), 2.4)),
        rows.values(), say("papers.objectives.described"),
        case.sources.each("objectives", rows),
    )  # fmt: skip


def word_picture(case: Case, intro: str) -> Blocks:
    """The words that objectives and outcomes use most; nothing where they share none."""
    texts = [str(row[key]) for row in case.rows("objectives").values() for key in _PICTURED if row[key] is not None]
    words = figures.common_words(texts, _WORDS_PICTURED)
    if not words:
        return
    if intro:
        yield Paragraph(intro)
    yield WordPicture(say("papers.words.described"), words, "words")


_PICTURED, _WORDS_PICTURED = ("objective", "outcome"), 40


def all_tools(case: Case, intro: str) -> Blocks:
    """Every tool use, refused ones included."""
    keys = ("tool", "use", "channel", "status", "reason")
    rows = {at: tuple(case.told("tools", key, at) for key in keys) for at in case.numbers("tools")}
    tool, use, channel = (case.heading(f"tools.{key}") for key in ("tool", "use", "channel"))
    yield from listing(
        intro, say("papers.tools.table", tools=case.plural("tools")),
        (TableColumn(tool, 2.6), TableColumn(use, 3.4), TableColumn(channel, 2.2),
         TableColumn(say("papers.column.status"), 1.8), TableColumn(say("papers.column.reason"), 3)),
        rows.values(), say("papers.tools.described", tool=lowered(tool), channel=lowered(channel)),
        case.sources.each("tools", rows),
    )  # fmt: skip


def all_channels(case: Case, intro: str) -> Blocks:
    """The uses brought together by channel and by role, in full and as charts."""
    if intro and (case.results.by_channel or case.results.by_role):
        yield Paragraph(intro)
    for together, table, chart in (
        (case.results.by_channel, benefits.channel_table, charts.benefit_by_channel(case)),
        (case.results.by_role, benefits.role_table, charts.benefit_by_role(case)),
    ):
        if chart:
            yield chart
        if together:
            yield table(case)


def capability(case: Case, intro: str) -> Blocks:
    """What each area's tools let it do: what to build on before anything is bought."""
    _require_capabilities(case)
    choices, by_area = capabilities(case.results.tables, case.results.uses)
    columns = (TableColumn(say("papers.column.area"), 3), *(TableColumn(name, 1.6) for name in choices))
    if not any(map(any, by_area.values())):
        return
    unnamed = say("papers.capability.unnamed")
    rows = tuple((case.area(area), *(cell or unnamed for cell in cells)) for area, cells in by_area.items())
    if intro:
        yield Paragraph(intro)
    table_by_area = Table(say("papers.capability.table"), columns, rows, say("papers.capability.described"))
    yield filled(table_by_area, [unnamed])
    by_choice = zip(choices, zip(*by_area.values(), strict=True), strict=True)
    if nowhere := [name for name, cells in by_choice if not any(cells)]:
        yield Paragraph(say("papers.capability.nowhere", names=listed(nowhere)), "note")


def _require_capabilities(case: Case) -> None:
    column = case.results.tables.blueprint.sheets["tools"].by_key.get("capability")
    if column is None:
        raise TemplateError(say("template.capability.no_column"))
    if not isinstance(column.type, Choice):
        raise TemplateError(say("template.capability.no_choice"))


def rows_of(case: Case, intro: str, sheet: str, keys: tuple[str, ...]) -> Blocks:
    """The rows of any sheet, as strategy.toml asks for them, under the workbook's own headings.

    Columns that are not for public papers, or that nobody filled in, are left out; names alone are no table.
    """
    form, asked = case.results.tables.blueprint.sheets[sheet], keys
    keys = tuple(
        key for key in asked if form.printed_of(form.by_key[key]) == "public" and _is_answered(case, sheet, key)
    )
    if not keys or len(keys) == 1 < len(asked):
        return
    columns = tuple(TableColumn(case.heading(f"{sheet}.{key}")) for key in keys)
    rows = _filled_rows(case, sheet, keys)
    title = case.plural(sheet)
    headings = listed(lowered(column.heading) for column in columns)
    yield from listing(
        intro, title, columns, rows.values(), say("papers.rows.described", sheet=lowered(title), headings=headings),
        case.sources.each(sheet, rows),
    )  # fmt: skip


def _filled_rows(case: Case, sheet: str, keys: tuple[str, ...]) -> dict[int, tuple[str, ...]]:
    """What stands in some columns, by Excel row, where any of them is filled in."""
    values = zip(*(case.column(sheet, key) for key in keys), strict=True)
    texts = zip(*(_answers(case, sheet, key) for key in keys), strict=True)
    return {
        at: row
        for at, row, answers in zip(case.numbers(sheet), texts, values, strict=True)
        if any(answer is not None for answer in answers)
    }


def _is_answered(case: Case, sheet: str, key: str) -> bool:
    return any(answer is not None for answer in case.column(sheet, key))


def _answers(case: Case, sheet: str, key: str) -> Iterator[str]:
    """The answers of a column of any sheet, row by row."""
    is_money = isinstance(case.results.tables.blueprint.column(f"{sheet}.{key}").type, Money)
    for at, typed in zip(case.numbers(sheet), case.column(sheet, key), strict=True):
        yield _blank(case, sheet, key, at) if typed is None else _answer(case, sheet, key, at, typed, is_money)


def _blank(case: Case, sheet: str, key: str, at: int) -> str:
    """What stands for a blank; a cost of no project is for all that need its role."""
    return say("papers.rows.every_project") if (sheet, key) == _OF_ALL else case.blank(sheet, key, at)


def _answer(case: Case, sheet: str, key: str, at: int, typed: object, is_money: bool) -> str:
    value = case.privacy.shown(sheet, key, at, typed)
    if value is None:
        return not_for_publication()
    if is_money:
        return as_given(value, is_money=True)
    return when(value) if isinstance(value, When) else figure(value) if isinstance(value, str) else shown(value)


_OF_ALL = ("evaluation", "project")


def all_scores(case: Case, intro: str) -> Blocks:
    """How each score comes about: the criteria on their scales, and the weights; then all projects and their money.

    Nothing where there is no open project, and no scores where none is known.
    """
    if not case.results.order:
        return
    if case.has_scores:
        yield from _how_scores_come_about(case, intro)
        yield from _scores(case)
    if case.verdicts.each_limit:
        yield Bullets(say("papers.limits.are"), tuple(case.verdicts.each_limit))
    yield from _portfolio(case)
    if case.verdicts.first_wave:
        yield from choice.cash_by_year(case, case.verdicts.first_wave)
    if case.verdicts.is_ranked or case.privacy.hides_ranks:
        yield from certainty.in_full(case)


def _how_scores_come_about(case: Case, intro: str) -> Blocks:
    if intro:
        yield Paragraph(intro)
    rate = percent(case.settings["discount_rate"])
    yield Paragraph(say("papers.scores.benefit"))
    yield Paragraph(say("papers.scores.cost", horizon=case.money.horizon, rate=rate))
    yield Paragraph(say("papers.scores.risk"))
    equal = case.results.round.settings.equal_swings
    yield Paragraph(say("papers.scores.equal_swings" if equal else "papers.scores.swings"))
    weights, end_of = case.results.weights, case.money.end_of_scale
    yield Table(
        say("papers.scales"),
        (TableColumn(say("papers.compared.criterion"), 3), TableColumn(say("papers.scales.at_0"), 2, "right"),
         TableColumn(say("papers.scales.at_100"), 2, "right"), TableColumn(say("papers.scales.weight"), 2, "right")),
        tuple(
            (say(f"papers.scales.{name}"), end_of(name, 0), end_of(name, 100), percent(float(weights[name])))
            for name in CRITERIA
        ),
        say("papers.scales.described"),
        sources=tuple(case.sources.at("settings", f"{name}_at_0") for name in CRITERIA),
    )  # fmt: skip


def _scores(case: Case) -> Blocks:
    """Each project on each criterion; what would give away a withheld cost is left out, and said."""
    ranked = case.verdicts.is_ranked
    rows = [
        (
            case.results.round.by_row[at].title,
            case.rank(at) if ranked else not_known(),
            *(case.points_of_score(at, name) for name in CRITERIA),
            case.score(at),
        )
        for at in case.results.order
    ]
    if any(map(case.privacy.hides_score, case.results.order)):
        yield Paragraph(say("papers.scores.left_out"))
    weights = case.results.weights.items()
    heads = [say(f"papers.scores.head.{name}", weight=percent(float(weight))) for name, weight in weights]
    yield from listing(
        "", say("papers.scores.table"),
        (TableColumn(say("papers.column.project"), 4), TableColumn(say("papers.column.rank"), 1.8),
         *(TableColumn(head, 2, "right") for head in heads), TableColumn(say("papers.column.score"), 1.8, "right")),
        rows, say("papers.scores.described"),
    )  # fmt: skip


def _portfolio(case: Case) -> Blocks:
    """The wave of each project and why, and what it costs alone."""
    money, verdicts, titles = case.money, case.verdicts, case.results.round.by_row
    order = case.results.order
    yield from listing(
        "", say("papers.portfolio.table"),
        (TableColumn(say("papers.column.project"), 3.6), TableColumn(say("papers.column.wave"), 2.2),
         TableColumn(say("papers.column.why"), 5)),
        tuple((titles[at].title, verdicts.stands(at), verdicts.why(at) or case.verdicts.headline) for at in order),
        say("papers.portfolio.described"),
    )  # fmt: skip
    costs = {at: (money.cost(at), money.staff(at), money.added_cash(at)) for at in order}
    if not no_answers().issuperset(cell for cells in costs.values() for cell in cells):
        yield from _money(case, costs)
    yield from listing(
        "", say("papers.time_alone.table"),
        (TableColumn(say("papers.column.project"), 5), TableColumn(say("papers.sure.limit.hours"), 3, "right"),
         TableColumn(say("papers.time_alone.in_kind"), 3, "right")),
        tuple((titles[at].title, money.hours(at), money.in_kind(at)) for at in order),
        say("papers.time_alone.described"),
    )  # fmt: skip


def _money(case: Case, costs: Mapping[int, tuple[str, str, str]]) -> Blocks:
    titles = case.results.round.by_row
    yield from listing(
        "", say("papers.money_alone.table"),
        (TableColumn(say("papers.column.project"), 3.4), TableColumn(say("papers.scales.cost"), 2, "right"),
         TableColumn(say("papers.money_alone.staff"), 2, "right"),
         TableColumn(say("papers.annex.figure.cash"), 2, "right"), TableColumn(say("papers.money_alone.kind"), 2.4)),
        tuple((titles[at].title, *cells, case.money.cost_kind(at)) for at, cells in costs.items()),
        say("papers.money_alone.described", figures=say("papers.money_alone.figures")),
    )  # fmt: skip


def all_risks(case: Case, intro: str) -> Blocks:
    """The matrix of what remains after mitigation, and the whole register."""
    sizes = case.results.sizes
    if not sizes:
        return
    if intro:
        yield Paragraph(intro)
    yield from _matrix(case)
    rows = tuple(
        (
            str(place),
            case.told("risks", "risk", at),
            risk_size(size.inherent),
            case.told("risks", "mitigation", at),
            risk_size(size.residual),
            case.told("risks", "owner", at),
        )
        for place, (at, size) in enumerate(sizes.items(), start=1)
    )
    yield filled(Table(
        say("papers.register.table"),
        (TableColumn(say("papers.column.number"), 1.2, "right"), TableColumn(say("papers.column.risk"), 4),
         TableColumn(say("papers.column.before"), 1.3, "right"), TableColumn(say("papers.column.mitigation"), 4.2),
         TableColumn(say("papers.column.after"), 1.2, "right"), TableColumn(say("papers.column.owner"), 2.6)),
        rows, say("papers.risks.described"), "register",
        tuple(case.sources.rows("risks", [row]) for row in sizes),
    ))  # fmt: skip
    upsides = {
        at: say("papers.risks.upside", risk=joining.unclosed(sentence(row["risk"])), upside=sentence(row["upside"]))
        for at, row in case.rows("risks").items()
        if row["upside"]
    }
    if first := list(upsides)[:_UPSIDES]:
        sources = tuple(case.sources.rows("risks", [at]) for at in first)
        yield Bullets(say("papers.risks.upsides"), tuple(upsides[at] for at in first), sources=sources)


def _matrix(case: Case) -> Blocks:
    """How many risks remain at each likelihood and impact, most likely first, with their numbers in the register."""
    likelihoods, impacts = (case.scale(f"risks.residual_{name}") for name in ("likelihood", "impact"))
    cells: dict[tuple[str, str], list[str]] = {}
    for place, row_number in enumerate(case.results.sizes, start=1):
        row = case.rows("risks")[row_number]
        cells.setdefault((str(row["residual_likelihood"]), str(row["residual_impact"])), []).append(str(place))
    placed = {pair: numbers for pair, numbers in cells.items() if pair[0] in likelihoods and pair[1] in impacts}
    if not placed:
        return
    rows = tuple(
        (likelihood, *(_in_matrix(placed.get((likelihood, impact), [])) for impact in impacts))
        for likelihood in reversed(likelihoods)
    )
    columns = (
        TableColumn(say("papers.matrix.likelihood"), 2),
        *(TableColumn(say("papers.matrix.impact", impact=impact), 2) for impact in impacts),
    )
    yield Table(say("papers.matrix.table"), columns, rows, say("papers.matrix.described"), "matrix")
    unplaced = len(case.results.sizes) - sum(map(len, placed.values()))
    if unplaced:
        yield Paragraph(say("papers.matrix.unplaced", count=unplaced))


def _in_matrix(numbers: list[str]) -> str:
    if not numbers:
        return say("papers.matrix.empty")
    return say("papers.matrix.cell", count=len(numbers), numbers=listed(numbers, _NUMBERS))


_UPSIDES, _NUMBERS = 20, 8


def provenance(case: Case, intro: str) -> Blocks:
    """For each figure of the main part, the sheet and the cells that it comes from."""
    rows = _settings(case)
    for at in case.projects:
        rows += _project_rows(case, at)
    for address, together in (("roles.role", case.results.by_role), ("channels.channel", case.results.by_channel)):
        kind = lowered(case.heading(address))
        rows += [
            (
                say("papers.provenance.points", kind=kind, name=str(name)),
                case.points(group),
                case.sources.row_list("mapping", group.rows),
            )
            for name, group in together.items()
        ]
    yield from listing(
        intro or say("papers.provenance", file=case.results.tables.file), say("papers.provenance.table"),
        (TableColumn(say("papers.provenance.figure"), 5), TableColumn(say("papers.provenance.value"), 2.4, "right"),
         TableColumn(say("papers.column.where"), 4.6)),
        tuple(row for row in rows if row[1] != not_known()),
        say("papers.provenance.described"),
    )  # fmt: skip


_SETTINGS = ("budget", "hours_available", "discount_rate", "horizon_years", "hourly_rate")


def _settings(case: Case) -> list[tuple[str, str, str]]:
    """The settings that figures rest on, also by the template; those that were typed alone where nothing is decided."""
    names = {key: say(f"papers.provenance.setting.{key}") for key in _SETTINGS}
    names |= {f"weight_{name}": say(f"papers.provenance.weight.{name}") for name in case.results.weights}
    typed, assumed = case.results.tables["settings"].rows[0], case.results.round.settings.assumed
    has_contingency = bool(case.money.contingency(case.projects))
    counts = {key: has_contingency if key == "contingency" else case.has_scores for key in assumed if key not in names}
    more = [key for key, is_counted in counts.items() if is_counted]
    names |= {key: case.heading(f"settings.{key}") for key in more}
    return [
        (name, _setting(case, key), case.sources.cell("settings", key))
        for key, name in names.items()
        if typed[key] is not None or not case.is_to_note
    ]


def _setting(case: Case, key: str) -> str:
    value, kind = case.settings[key], case.results.tables.blueprint.column(f"settings.{key}").type
    if isinstance(kind, Money) and isinstance(value, float):
        amount = figures.pounds(value, pence=key == "hourly_rate")
    else:
        amount = percent(value) if isinstance(kind, Percent) else shown(value)
    return case.money.assumed(key, amount)


def _project_rows(case: Case, at: int) -> list[tuple[str, str, str]]:
    alone = case.projects[at]
    figures_of = {
        BENEFIT: (number(alone.benefit), case.sources.row_list("mapping", alone.mapping_rows)),
        COST: (case.money.cost(at), case.sources.row_list("evaluation", alone.cost_rows)),
        RISK: (case.risk(at), case.sources.row_list("risks", alone.risk_rows)),
    }
    return [(say(f"papers.provenance.of.{name}", project=alone.title), *cells) for name, cells in figures_of.items()]


SECTIONS = {
    "all_areas": all_areas, "all_objectives": all_objectives, "word_picture": word_picture, "all_tools": all_tools,
    "all_channels": all_channels, "capability": capability, "all_scores": all_scores, "all_risks": all_risks,
    "provenance": provenance,
}  # fmt: skip
