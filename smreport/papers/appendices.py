"""The appendices: everything in full, the gaps by owner, and the cell behind every figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from smreport.blocks.document import Block, Bullets, Paragraph, Table, TableColumn, WordPicture
from smreport.blueprint.columns import Choice, Money
from smreport.blueprint.tables import row_numbers
from smreport.blueprint.times import When
from smreport.decision.consolidate import capabilities
from smreport.decision.records import BENEFIT, COST, RISK
from smreport.decision.score import CRITERIA
from smreport.errors import TemplateError
from smreport.papers import benefits, certainty, charts, choice, figures
from smreport.papers.case import Case
from smreport.papers.figures import (
    NOT_KNOWN,
    as_given,
    counted,
    figure,
    listed,
    number,
    percent,
    risk_size,
    sentence,
    shown,
    when,
)
from smreport.papers.listing import BLANK, filled, listing
from smreport.papers.privacy import not_for_publication
from smreport.words import say

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
        intro, "Areas and why they were chosen",
        (TableColumn("Area", 3), TableColumn("Kind", 1.6), TableColumn("Status", 1.6), TableColumn("Lead", 2.8),
         TableColumn("Why", 4.6)),
        rows.values(), "Each area with its kind, its status, who leads it and the reason.",
        (case.sources.rows("areas", [at]) for at in rows),
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
        intro, "Objectives and outcomes",
        (TableColumn("Area", 2.4), TableColumn("Objective", 3), TableColumn("Outcome", 3),
         TableColumn("Corporate priority", 2.4), TableColumn("Measure", 2.4)),
        rows.values(), "Each objective with its area, outcome, corporate priority and measure.",
        (case.sources.rows("objectives", [at]) for at in rows),
    )  # fmt: skip


def word_picture(case: Case, intro: str) -> Blocks:
    """The words that objectives and outcomes use most; nothing where they share none."""
    texts = [str(row[key]) for row in case.rows("objectives").values() for key in _PICTURED if row[key] is not None]
    words = figures.common_words(texts, _WORDS_PICTURED)
    if not words:
        return
    if intro:
        yield Paragraph(intro)
    yield WordPicture("Words of the objectives and outcomes, each with how many of them use it", words, "words")


_PICTURED, _WORDS_PICTURED = ("objective", "outcome"), 40


def all_tools(case: Case, intro: str) -> Blocks:
    """Every tool use, refused ones included."""
    keys = ("tool", "use", "channel", "status", "reason")
    rows = {at: tuple(case.told("tools", key, at) for key in keys) for at in case.numbers("tools")}
    tool, use, channel = (case.heading(f"tools.{key}") for key in ("tool", "use", "channel"))
    yield from listing(
        intro, f"{case.plural('tools')} and uses",
        (TableColumn(tool, 2.6), TableColumn(use, 3.4), TableColumn(channel, 2.2),
         TableColumn("Status", 1.8), TableColumn("Reason", 3)),
        rows.values(),
        f"Each {tool.lower()} with one of its best-value uses, its {channel.lower()}, its status and the reason.",
        (case.sources.rows("tools", [at]) for at in rows),
    )  # fmt: skip


def all_channels(case: Case, intro: str) -> Blocks:
    """The uses brought together by channel and by role, in full and as charts."""
    if intro and not (case.results.channels.empty and case.results.roles.empty):
        yield Paragraph(intro)
    for together, table, chart in (
        (case.results.channels, benefits.channel_table, charts.benefit_by_channel(case)),
        (case.results.roles, benefits.role_table, charts.benefit_by_role(case)),
    ):
        if chart:
            yield chart
        if not together.empty:
            yield table(case)


def capability(case: Case, intro: str) -> Blocks:
    """What each area's tools let it do: what to build on before anything is bought."""
    _require_capabilities(case)
    table = capabilities(case.results.tables, case.results.mappings)
    columns = (TableColumn("Area", 3), *(TableColumn(str(name), 1.6) for name in table.columns))
    if not (table != "").to_numpy().any():
        return
    unnamed = say("papers.capability.unnamed")
    rows = tuple((case.area(area), *(str(cell) or unnamed for cell in cells)) for area, *cells in table.itertuples())
    described = "Each area with what its tools let it do, live or planned."
    if intro:
        yield Paragraph(intro)
    yield filled(Table("Capabilities by area", columns, rows, described), (*BLANK, unnamed))
    if nowhere := [str(name) for name in table.columns if not (table[name] != "").any()]:
        yield Paragraph(say("papers.capability.nowhere", names=listed(nowhere)), "note")


def _require_capabilities(case: Case) -> None:
    column = case.results.tables.blueprint.sheets["tools"].by_key.get("capability")
    if column is None or not isinstance(column.type, Choice):
        what = "has no column 'capability'" if column is None else "column capability must be of type choice"
        raise TemplateError(f"strategy.toml, section 'capability': sheets/tools.toml {what}.")


def rows_of(case: Case, intro: str, sheet: str, keys: tuple[str, ...]) -> Blocks:
    """The rows of any sheet, as strategy.toml asks for them, under the workbook's own headings.

    Columns that are not for public papers, or that nobody filled in, are left out; names alone are no table.
    """
    form, asked = case.results.tables.blueprint.sheets[sheet], keys
    keys = tuple(
        key for key in asked if form.printed_of(form.by_key[key]) == "public" and _is_answered(case, sheet, key)
    )
    if len(keys) == 1 < len(asked):
        return
    columns = tuple(TableColumn(case.heading(f"{sheet}.{key}")) for key in keys)
    rows = {
        at: tuple(_answer(case, sheet, key, at) for key in keys)
        for at, row in case.rows(sheet).items()
        if any(row[key] is not None for key in keys)
    }
    title = case.plural(sheet)
    headings = listed(column.heading.lower() for column in columns)
    yield from listing(
        intro, title, columns, rows.values(), f"Each row of {title.lower()} with its {headings}.",
        (case.sources.rows(sheet, [at]) for at in rows),
    )  # fmt: skip


def _is_answered(case: Case, sheet: str, key: str) -> bool:
    return any(answer is not None for answer in case.column(sheet, key))


def _answer(case: Case, sheet: str, key: str, at: int) -> str:
    """An answer of any sheet; a cost of no project is for all that need its role."""
    typed = case.rows(sheet)[at][key]
    if typed is None:
        return say("papers.rows.every_project") if (sheet, key) == _OF_ALL else case.blank(sheet, key, at)
    value = case.privacy.shown(sheet, key, at, typed)
    if value is None:
        return not_for_publication()
    if isinstance(case.results.tables.blueprint.column(f"{sheet}.{key}").type, Money):
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
    ends, weights = case.results.round.settings.ends, case.results.weights
    show: dict[str, Callable[[float], str]] = {BENEFIT: number, COST: figures.pounds, RISK: number}
    yield Table(
        "Scales and weights",
        (TableColumn("Criterion", 3), TableColumn("Counts as 0", 2, "right"), TableColumn("Counts as 100", 2, "right"),
         TableColumn("Weight", 2, "right")),
        tuple(
            (_CRITERIA[name], show[name](ends[name].at_0), show[name](ends[name].at_100), percent(float(weights[name])))
            for name in CRITERIA
        ),
        "Each criterion with the figures that count as 0 and as 100 points, and its weight.",
        sources=tuple(case.sources.at("settings", f"{name}_at_0") for name in CRITERIA),
    )  # fmt: skip


_CRITERIA = {BENEFIT: "Benefit points", COST: "Whole-life cost", RISK: "Risk, 1 to 25"}


def _scores(case: Case) -> Blocks:
    """Each project on each criterion; what would give away a withheld cost is left out, and said."""
    ranked = case.verdicts.is_ranked
    rows = [
        (
            case.results.round.by_row[at].title,
            case.rank(at) if ranked else NOT_KNOWN,
            *(case.points_of_score(at, name) for name in CRITERIA),
            case.score(at),
        )
        for at in case.results.order
    ]
    if any(map(case.privacy.hides_score, case.results.order)):
        yield Paragraph("Scores are left out where they would give away a cost that is not for publication.")
    heads = [f"{name.capitalize()}, weight {percent(float(weight))}" for name, weight in case.results.weights.items()]
    yield from listing(
        "", "Scores in full",
        (TableColumn("Project", 4), TableColumn("Rank", 1.8), *(TableColumn(head, 2, "right") for head in heads),
         TableColumn("Score", 1.8, "right")),
        rows, "Each project with its points on each criterion and its score.",
    )  # fmt: skip


def _portfolio(case: Case) -> Blocks:
    """The wave of each project and why, and what it costs alone."""
    money, verdicts, titles = case.money, case.verdicts, case.results.round.by_row
    order = case.results.order
    yield from listing(
        "", "Portfolio in full",
        (TableColumn("Project", 3.6), TableColumn("Wave", 2.2), TableColumn("Why", 5)),
        tuple((titles[at].title, verdicts.stands(at), verdicts.why(at) or case.verdicts.headline) for at in order),
        "Each project with its wave and the reason.",
    )  # fmt: skip
    costs = {at: (money.cost(at), money.staff(at), money.added_cash(at)) for at in order}
    if not BLANK.issuperset(cell for cells in costs.values() for cell in cells):
        yield from _money(case, costs)
    yield from listing(
        "", "Time of each project alone",
        (TableColumn("Project", 5), TableColumn("Staff hours a month", 3, "right"),
         TableColumn("In-kind hours a month", 3, "right")),
        tuple((titles[at].title, money.hours(at), money.in_kind(at)) for at in order),
        "Each project with its staff hours, and the hours given in kind.",
    )  # fmt: skip


def _money(case: Case, costs: Mapping[int, tuple[str, str, str]]) -> Blocks:
    titles = case.results.round.by_row
    yield from listing(
        "", "Money of each project alone",
        (TableColumn("Project", 3.4), TableColumn("Whole-life cost", 2, "right"),
         TableColumn("Of it staff time", 2, "right"), TableColumn("Cash that it adds", 2, "right"),
         TableColumn("Kind of cost", 2.4)),
        tuple((titles[at].title, *cells, case.money.cost_kind(at)) for at, cells in costs.items()),
        "Each project with its whole-life cost, the staff time in it, the cash that it adds to what is committed, and "
        "how sure the cost is.",
    )  # fmt: skip


def all_risks(case: Case, intro: str) -> Blocks:
    """The matrix of what remains after mitigation, and the whole register."""
    register = case.results.register
    if register.empty:
        return
    if intro:
        yield Paragraph(intro)
    yield from _matrix(case)
    rows = tuple(
        (
            str(place),
            case.told("risks", "risk", at),
            risk_size(row["inherent"]),
            case.told("risks", "mitigation", at),
            risk_size(row["residual"]),
            case.told("risks", "owner", at),
        )
        for place, (at, row) in enumerate(zip(row_numbers(register), register.to_dict("records"), strict=True), start=1)
    )
    yield filled(Table(
        "Risk register",
        (TableColumn("Number", 1.2, "right"), TableColumn("Risk", 4), TableColumn("Before", 1.3, "right"),
         TableColumn("Mitigation", 4.2), TableColumn("After", 1.2, "right"), TableColumn("Owner", 2.6)),
        rows, say("papers.risks.described"), "register",
        tuple(case.sources.rows("risks", [row]) for row in row_numbers(register)),
    ))  # fmt: skip
    upsides = tuple(
        f"{sentence(row['risk']).rstrip('.')}: {sentence(row['upside'])}"
        for row in case.rows("risks").values()
        if row["upside"]
    )
    if upsides:
        yield Bullets("A risk may have an upside. These were named:", upsides[:_UPSIDES])


def _matrix(case: Case) -> Blocks:
    """How many risks remain at each likelihood and impact, most likely first, with their numbers in the register."""
    likelihoods, impacts = (case.scale(f"risks.residual_{name}") for name in ("likelihood", "impact"))
    cells: dict[tuple[str, str], list[str]] = {}
    for place, row_number in enumerate(row_numbers(case.results.register), start=1):
        row = case.rows("risks")[row_number]
        cells.setdefault((str(row["residual_likelihood"]), str(row["residual_impact"])), []).append(str(place))
    placed = {pair: numbers for pair, numbers in cells.items() if pair[0] in likelihoods and pair[1] in impacts}
    if not placed:
        return
    rows = tuple(
        (likelihood, *(_in_matrix(placed.get((likelihood, impact), [])) for impact in impacts))
        for likelihood in reversed(likelihoods)
    )
    columns = (TableColumn("Likelihood", 2), *(TableColumn(f"{impact} impact", 2) for impact in impacts))
    yield Table(
        "Risks that remain, by likelihood and impact", columns, rows,
        "For each likelihood, the numbers of the risks at each impact, as in the register.", "matrix",
    )  # fmt: skip
    unplaced = len(case.results.register) - sum(map(len, placed.values()))
    if unplaced:
        yield Paragraph(f"{counted(unplaced, 'risk').capitalize()} could not be placed, as a scale is blank.")


def _in_matrix(numbers: list[str]) -> str:
    if not numbers:
        return "No risk"
    return f"{counted(len(numbers), 'risk')}: {listed(numbers, _NUMBERS)}"


_UPSIDES, _NUMBERS = 20, 8


def provenance(case: Case, intro: str) -> Blocks:
    """For each figure of the main part, the sheet and the cells that it comes from."""
    names = {"budget": "Budget", "hours_available": "Staff hours available", "discount_rate": "Discount rate",
             "horizon_years": "Years", "hourly_rate": "Cost of a staff hour"}  # fmt: skip
    names |= {f"weight_{name}": f"Weight of {name}" for name in case.results.weights}
    typed = case.results.tables["settings"].rows[0]
    rows = [
        (name, _setting(case, key), case.sources.cell("settings", key))
        for key, name in names.items()
        if typed[key] is not None or not case.is_to_note
    ]
    for at in case.records.projects:
        rows += _project_rows(case, at)
    for address, together in (("roles.role", case.results.roles), ("channels.channel", case.results.channels)):
        kind = case.heading(address).lower()
        rows += [
            (f"Benefit points of the {kind} “{name}”", case.points(row), case.sources.row_list("mapping", row["rows"]))
            for name, row in together.to_dict("index").items()
        ]
    yield from listing(
        intro or f"All figures come from the workbook {case.results.tables.file}.", "Sources of the figures",
        (TableColumn("Figure", 5), TableColumn("Value", 2.4, "right"), TableColumn("Where", 4.6)),
        tuple(row for row in rows if row[1] != NOT_KNOWN),
        "Each figure, its value, and the sheet and cells that it comes from.",
    )  # fmt: skip


def _setting(case: Case, key: str) -> str:
    value = case.settings[key]
    if value is not None and case.results.tables["settings"].rows[0][key] is None:
        return say("papers.assumed", amount=_amount(key, value))
    return _amount(key, value)


def _amount(key: str, value: object) -> str:
    if key in ("budget", "hourly_rate") and isinstance(value, float):
        return figures.pounds(value, pence=key == "hourly_rate")
    return percent(value) if key == "discount_rate" else shown(value)


def _project_rows(case: Case, at: int) -> list[tuple[str, str, str]]:
    row = case.records.projects[at]
    title = row["title"]
    return [
        (f"Benefit points of “{title}”", number(row["benefit"]), case.sources.row_list("mapping", row["mapping_rows"])),
        (f"Whole-life cost of “{title}”", case.money.cost(at), case.sources.row_list("evaluation", row["cost_rows"])),
        (f"Risk of “{title}”", case.risk(at), case.sources.row_list("risks", row["risk_rows"])),
    ]


SECTIONS = {
    "all_areas": all_areas, "all_objectives": all_objectives, "word_picture": word_picture, "all_tools": all_tools,
    "all_channels": all_channels, "capability": capability, "all_scores": all_scores, "all_risks": all_risks,
    "provenance": provenance,
}  # fmt: skip
