"""Each step of a round on workbooks in which much has happened: all that it gives, as a whole.

``whole/`` has a text for each, see ``kept``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from kept import assert_as_kept
from rounds.closing_year import ANSWERS as CLOSING
from rounds.council import ANSWERS, HIGHWAYS, LIBRARIES
from rounds.in_words import in_words
from rounds.rounds_in_memory import Round, Rows, edited, find
from workbooks import workbook

from smreport.blueprint.answers import placed, tables_from
from smreport.blueprint.columns import LONGEST_CELL
from smreport.blueprint.tables import Aside, Origin, Tables, last_round_heading, sent_heading
from smreport.blueprint.templates import load
from smreport.blueprint.times import When
from smreport.findings import Finding, Level
from smreport.frozen import replace
from smreport.rounds.addressee import own_start
from smreport.rounds.bring import Telling, bring_in
from smreport.rounds.compare import Comparison, compared
from smreport.rounds.decisions import Decisions
from smreport.rounds.mails import Asked, Reason, mail
from smreport.rounds.merge import Merged, Return, merge
from smreport.rounds.ownership import owners, references
from smreport.rounds.progress import completeness, own_findings, own_rows
from smreport.rounds.public_changes import marks_of_both, public
from smreport.rounds.register import Sent, read_register, register_tables
from smreport.rounds.register import title as register_title
from smreport.rounds.renew import LastRound, renewed
from smreport.rounds.since import Since
from smreport.rounds.split import Splitting, parts_of_workbook, prepared

WHOLE = Path(__file__).parent / "whole"
BLUEPRINT = load()


def with_more(tables: Tables, **extras: object) -> Tables:
    return replace(tables, extras=replace(tables.extras, **extras))


def row(tables: Tables, sheet: str, name: str) -> int:
    return next(number for number in tables[sheet].numbers if tables[sheet].name_of(number) == name)


def aside(tables: Tables, sheet: str, **rows: Mapping[str, object]) -> Tables:
    """The tables with rows that were not read as answers, by ``at`` and the Excel row."""
    every = {
        int(at.removeprefix("at")): Aside("total", {**dict.fromkeys(tables[sheet].columns), **answers})
        for at, answers in rows.items()
    }
    return replace(tables, tables={**tables.tables, sheet: replace(tables[sheet], set_aside=every)})


# --- two workbooks ---

THEN = """
    | settings  | organisation | budget | plan_start |
    |           | Exampleshire | about 1000 | 2027-04-01 |
    | areas     | name      | kind    | status   | group  | lead          |
    |           | Libraries | Service | In scope | People | Head of Books |
    |           | Highways  | Service | In scope | Places | Head of Roads |
    |           | Parking   | Service | on hold  |        |               |
    |           | Gone      | Service | In scope |        | Nobody        |
    | objectives | area                | objective     | importance |
    |            | All areas           | Answer in a day | Essential |
    |            | Libraries (Service) | More loans    | Useful     |
    |            | Libraries (Service) | More loans    | Important  |
    |            | Highways (Service)  | Fewer calls   | Useful     |
    |            | Gone (Service)      |               | Useful     |
    | tools     | tool     | use    | channel        | status | audience |
    |           | Facebook | alerts | Social network | Live   | Parents of small children |
    |           | X        | alerts | Microblog      | Planned | Press   |
    | roles     | role          | capacity | kind |
    |           | Web editor    | 20       | Internal |
    |           | Road reporter | 5        | Internal |
    | evaluation | role          | project        | setup_cost | not_public | notes |
    |            | Web editor    |                | 100        |            | A     |
    |            | Road reporter | Faults online  | 200        | Yes        | B     |
    | portfolio | title         | areas                                   | depends      | lead |
    |           | One page      | Libraries (Service); Highways (Service) |              | Ann  |
    |           | Faults online | Highways (Service)                      | One page     | Bob  |
    |           | Phase 1       | Highways (Service)                      |              | Cat  |
    | kpis      | name  | project        | target | baseline |
    |           | Reach | Whole strategy | 10     | 1.00000001 |
    |           | Calls | Faults online  | 20     | "3"      |
    | actions   | action | project       | due |
    |           | Start  | Faults online | 2027-05-01 |
    |           | Stop   | One page      | May 2027 |
"""
NOW = """
    | settings  | organisation | budget | plan_start |
    |           | Exampleshire County | 1000 | 2027-04-01 |
    | areas     | name      | kind    | status   | group  | lead          |
    |           | Highways  | Service | In scope | Places | Head of Streets |
    |           | Library   | Service | In scope | People | Head of Books |
    |           | Parking   | Service | Parked   |        |               |
    |           | Waste     | Activity | In scope | Places |              |
    | objectives | area                | objective     | importance |
    |            | All areas           | Answer in a day | Essential |
    |            | Library (Service)   | More loans    | Important  |
    |            | Library (Service)   | More loans    | Essential  |
    |            | Highways (Service)  | Fewer callers | Useful     |
    |            | Waste (Activity)    | Less waste    |            |
    | tools     | tool     | use    | channel        | status | audience |
    |           | Facebook pages | alerts | Social network | Live   | Parents of small children |
    |           | X        | news   | Microblog      | Live   | Press    |
    | roles     | role          | capacity | kind |
    |           | Web editor    | 20       | Partner  |
    |           | Road reporters | 5       | Internal |
    | evaluation | role          | project        | setup_cost | not_public | notes |
    |            | Web editor    |                | £100       |            | A     |
    |            | Road reporters | Faults online | 250        |            | C     |
    | portfolio | title         | areas                                   | depends      | lead |
    |           | One page      | Highways (Service); Library (Service)   |              | Ann  |
    |           | Faults online | Highways (Service)                      |              | Bob  |
    |           | Phase 2       | Highways (Service)                      | One page     | Cat  |
    | kpis      | name  | project        | target | baseline |
    |           | Reach | Whole strategy | 10     | 1.00000002 |
    |           | Calls | One page       | 20     | "3"      |
    | actions   | action | project       | due |
    |           | Begin  | Faults online | 2027-05-01 |
    |           | Stop   | One page      | 2027-05-31 |
"""
FREE = (("Date", "Who"), ("", ""), (datetime(2026, 1, 2), "Ann"), ("Then", "Bob", 3.0), ("", "Only here"))
FREE_NOW = (("Date", "Who", "Why"), ("Then", "Cat", 3.0), ("", "Only there"), (datetime(2026, 1, 3), "Ann"))


@cache
def pair(mark: str = "Yes") -> tuple[Tables, Tables]:
    then, now = workbook(BLUEPRINT, THEN.replace("Yes", mark)), workbook(BLUEPRINT, NOW)
    then, now = replace(then, file="then.xlsx"), replace(now, file="now.xlsx")
    then = with_more(
        then,
        columns={
            "areas": {"Floor": {6: 1.0, 7: "two"}, last_round_heading(): {6: "Was open"}},
            "options": {"Mine": {6: "x"}},
        },
        sheets={"Log": FREE, "Then only": (("a", "b"),), "To decide": (("x",),)},
        notes={"areas": {("name", 6): "Old name?", ("+Floor", 7): "Counted"}, "settings": {("budget", 0): "Ask"}},
    )
    now = with_more(
        now,
        columns={"areas": {"Floor": {7: 1.0, 6: "three"}, "Wall": {8: True}}},
        sheets={"Log": FREE_NOW, "Now only": (("c",), (None, "d"))},
        notes={"areas": {("name", 7): "Old name?"}, "settings": {("budget", 0): "Asked"}},
    )
    then = aside(then, "evaluation", at20={"role": "Total", "setup_cost": 300.0}, at21={"role": "Total"})
    now = aside(
        now,
        "evaluation",
        at20={"role": "total", "setup_cost": 350.0},
        at22={"role": "Total", "not_public": mark == "Yes"},
        at23={},
    )
    return then, now


def both_ways() -> str:
    then, now = pair()
    return in_words([compared(then, now), compared(now, then)])


def as_everybody_may_see() -> str:
    def seen(tells: str, mark: str = "Yes", of_project: str = "") -> Comparison:
        then, now = pair(mark)
        if of_project:
            now = with_column(now, "portfolio", "not_public", {row(now, "portfolio", of_project): True})
        comparison = compared(then, now)
        return public(comparison, then, now, marks_of_both(then, now, comparison.pairs), lambda text: tells in text)

    return in_words([seen("\0"), seen("Ann", ""), seen("Floor", "", "One page"), seen("\0", "", "Phase 2")])


def with_column(tables: Tables, sheet: str, key: str, values: Mapping[int, object]) -> Tables:
    """The tables with other answers in a column, by row; the rest of it is blank."""
    table = tables[sheet]
    columns = {**table.columns, key: [values.get(number) for number in table.numbers]}
    return replace(tables, tables={**tables.tables, sheet: replace(table, columns=columns)})


# --- next year ---

MORE = """
| tools    | tool  | use  |
|          | Maps  | open |
| advice   | implication | text |
|          | Money | Enough |
| options  | option | advantage |
|          | Do nothing | Cheap |
| earlier  | name | round   | was_in      |
|          | Dawn | 2026/27 | 7 Portfolio |
"""


@cache
def closing() -> Tables:
    tables = replace(workbook(BLUEPRINT, CLOSING + MORE), file="plan.xlsx")
    first = {
        key: tables[key].numbers[0]
        for key in ("portfolio", "kpis", "evaluation", "risks", "areas")
        if tables[key].numbers
    }
    tables = tables.with_settings({"review_date": When.on(date(2028, 1, 1)), "legal": "Powers", "urgency": "None"})
    return with_more(
        tables,
        columns={
            "portfolio": {
                "Ref": {first["portfolio"]: "P1", first["portfolio"] + 2: 3.0},
                "From file": {first["portfolio"]: "x"},
            },
            "kpis": {last_round_heading(): {first["kpis"] + 1: "Told"}},
        },
        notes={
            "portfolio": {
                ("title", first["portfolio"]): "The old one",
                ("lead", first["portfolio"]): "Who?",
                ("+Ref", first["portfolio"]): "Of finance",
                ("status", first["portfolio"] + 2): "Sure?",
            },
            "kpis": {
                ("actual", first["kpis"] + 1): "About",
                ("baseline", first["kpis"] + 1): "Exactly",
                ("name", first["kpis"] + 1): "All guests",
                ("target", first["kpis"]): "Agreed",
            },
            "evaluation": {("spent", first["evaluation"] + 1): "So far", ("setup_cost", first["evaluation"]): "Quote"},
            "settings": {("meeting_date", 0): "Moved", ("plan_start", 0): "Stays", ("budget", 0): "Kept"},
            "areas": {("status", first["areas"] + 1): "Ask again"},
        },
    )


def renewals() -> str:
    tables, portfolio, kpis = closing(), closing()["portfolio"].numbers, closing()["kpis"].numbers
    hidden = tables["portfolio"].columns["not_public"].copy()
    hidden[1] = hidden[2] = True
    secret = replace(
        tables,
        tables={
            **tables.tables,
            "portfolio": replace(tables["portfolio"], columns={**tables["portfolio"].columns, "not_public": hidden}),
        },
    )
    return in_words(
        [
            *renewed(tables, LastRound({kpis[0]: "Met", kpis[1]: "On the way"}, frozenset({portfolio[2]}))),
            *renewed(secret, LastRound(wave=frozenset(portfolio)), date(2029, 7, 1)),
        ]
    )


def long_rows() -> str:
    long = {"business_project": "a" * (LONGEST_CELL - 20), "change": "b" * 30, "contributors": "c " * LONGEST_CELL}
    tables = tables_from(BLUEPRINT, {"portfolio": [{"title": "Rooms", "status": "Done", "not_public": "Yes", **long}]})
    rows = renewed(tables, LastRound())[0]["earlier"].rows.values()
    shortest = (
        {key: len(value) if key == "answers" else value for key, value in row.items() if value is not None}  # type: ignore[arg-type]
        for row in rows
    )
    return in_words([*shortest])


# --- a round ---

TO_SEND = f"""{ANSWERS}
    | earlier | name | round |
    |         | Dawn | 2026/27 |
    | money   | year    | capital | source  |
    |         | 2027/28 | 5000    | Reserve |
"""


@cache
def to_send() -> Tables:
    """The small council's workbook with notes, own columns and a sheet, and something that is not for publication."""
    tables = replace(workbook(BLUEPRINT, TO_SEND), file="plan.xlsx")
    rows = {sheet.key: tables[sheet.key].numbers for sheet in BLUEPRINT}
    marked = [True, True]
    every = {
        **tables.tables,
        "evaluation": replace(tables["evaluation"], columns={**tables["evaluation"].columns, "not_public": marked}),
    }
    every["portfolio"] = replace(
        tables["portfolio"],
        columns={**tables["portfolio"].columns, "not_public": [True, None]},
        origins={rows["portfolio"][0]: Origin("before.xlsx", 44)},
    )
    return with_more(
        replace(tables, tables=every),
        columns={
            "roles": {
                "Room": {rows["roles"][0]: "B1", rows["roles"][2]: 7.0},
                sent_heading(): {rows["roles"][0]: "Yours (row 6)"},
                "From file": {rows["roles"][0]: "z"},
            }
        },
        sheets={register_title(): (("of last year",),), "Log": (("a",),)},
        notes={
            "roles": {
                ("capacity", rows["roles"][0]): "Hours",
                ("+Room", rows["roles"][2]): "Up",
                ("+Gone", rows["roles"][1]): "?",
            },
            "evaluation": {("setup_cost", rows["evaluation"][1]): "Quoted"},
            "settings": {("budget", 0): "Ask"},
        },
    )


@cache
def sent() -> Round:
    return Round.of(to_send())


def parts() -> str:
    tables = prepared(to_send())
    by_area, by_group = (parts_of_workbook(tables, by) for by in ("area", "group"))
    splitting = Splitting(tables)
    whose = [{key: frozenset(splitting.kept_from(part)[key]) for key in splitting.kept_from(part)} for part in by_area]
    workbooks = tuple(Sent(f"{part.name}.xlsx", part, 3, "f" * 64) for part in by_group)
    register = register_tables(splitting, workbooks)
    assert read_register(register).sent == workbooks
    return in_words(
        [
            {"owners": owners(tables), "references": references(tables)},
            by_area,
            by_group,
            *whose,
            *map(splitting.workbook, by_area),
            [own_start(BLUEPRINT, "Libraries").start.intro, own_start(BLUEPRINT, "Libraries").sheets["settings"].who],
            register,
        ]
    )


def libraries(rows: dict[str, Rows]) -> None:
    """What the libraries make of what they were sent."""
    roles, objectives = rows["roles"], rows["objectives"]
    roles[find(roles, role="Web editor")].update(capacity=30.0, kind="Internal", **{"+Room": "B2"})
    objectives[find(objectives, objective="More loans")].update(objective="More e-book loans", importance="Useful")
    objectives[find(objectives, objective="Answer in a day")]["importance"] = "Useful"
    objectives[90] = {"area": LIBRARIES, "objective": "Warm places", "+Who": "Ann"}
    rows["tools"][91] = {"tool": "facebook pages", "use": "alerts", "audience": "Parents", "channel": "Social network"}
    del rows["mapping"][find(rows["mapping"], benefit="More visit")]
    rows["mapping"][92] = {"area": LIBRARIES, "tool": "facebook pages: alerts", "objective": "Warm places"}
    rows["settings"][0]["budget"] = 2000.0
    costs = rows["evaluation"]
    costs[find(costs, role="Web editor")].update(yearly_cost=13.0, not_public=None)
    rows["risks"][93] = {"risk": "Too slow", "response": "Help"}


def highways(rows: dict[str, Rows]) -> None:
    roles, mapping = rows["roles"], rows["mapping"]
    roles[find(roles, role="Web editor")].update(capacity=40.0, kind="Internal")
    roles[find(roles, role="Road reporter")]["capacity"] = None
    objectives = rows["objectives"]
    objectives[find(objectives, objective="Answer in a day")]["importance"] = "Important"
    objectives[94] = {"area": LIBRARIES, "objective": "Warm places", "importance": "Useful"}
    rows["tools"][95] = {"tool": "Mastodon", "use": "alerts"}
    costs, projects = rows["evaluation"], rows["portfolio"]
    costs[find(costs, role="Web editor")].update(yearly_cost=12.0, notes="Ours")
    costs[find(costs, role="Road reporter")].update(setup_cost=250.0, notes="Theirs")
    projects[find(projects, title="Faults online")]["depends"] = ("Calls online",)
    projects[96] = {"title": "Calls online", "areas": (HIGHWAYS,), "not_public": True}
    numbers = list(mapping)
    rows["mapping"] = dict(zip(numbers, reversed(mapping.values()), strict=True))
    del rows["risks"][find(rows["risks"], risk="Too slow")]
    rows["areas"].pop(find(rows["areas"], name="Highways"))


@cache
def returns() -> tuple[Return, Return]:
    one, other = sent().returned(LIBRARIES, libraries), sent().returned(HIGHWAYS, highways)
    mine = with_more(
        one.tables,
        sheets={"Ours": (("x",),), "Log": (("a",),)},
        notes={"roles": {("capacity", 6): "Hours", ("role", 6): "New"}},
    )
    theirs = with_more(other.tables, sheets={"Ours": (("y",),)}, notes={"roles": {("capacity", 6): "More"}})
    return replace(one, tables=mine), replace(other, tables=theirs)


def merged(*which: int, decided: Decisions = Decisions()) -> Merged:  # noqa: B008 - it is frozen
    return sent().merged(*(returns()[at] for at in which), decided=decided)


def merges() -> str:
    every = merged(0, 1)
    yes = {(question.reference, question.options[-1].shown): True for question in every.questions}
    unchanged = sent().merged(returns()[0], sent().returned(HIGHWAYS))
    return in_words([every, merged(1), merged(0, 1, decided=Decisions(yes)), unchanged])


def without_editor(rows: dict[str, Rows]) -> None:
    for sheet in ("roles", "evaluation"):
        del rows[sheet][find(rows[sheet], role="Web editor")]


def nothing(rows: dict[str, Rows]) -> None:
    """What somebody makes of it who sends it back as it was sent."""


def taken_out() -> str:
    """A role that two services share, and its costs, which are not for publication: taken out by one, or by both."""
    told = list[object]()
    for one, other in ((without_editor, nothing), (nothing, without_editor), (without_editor, without_editor)):
        done = sent().merged(sent().returned(LIBRARIES, one), sent().returned(HIGHWAYS, other))
        told.append(done.removed)
        told += [[row["role"] for row in done.tables[key].rows.values()] for key in ("roles", "evaluation")]
    return in_words(told)


def merges_of_strangers() -> str:
    """Returns that nobody was sent, and one that was sent with another."""
    council = workbook(BLUEPRINT, ANSWERS)
    alone = [
        Return(f"{name}.xlsx", edited(council, edit)) for name, edit in (("b", highways_like), ("a", lambda rows: None))
    ]
    unsent = replace(returns()[0], sent=None)
    return in_words([merge(None, alone, Decisions(), "all.xlsx"), sent().merged(unsent)])


def highways_like(rows: dict[str, Rows]) -> None:
    rows["roles"][find(rows["roles"], role="Web editor")].update(capacity=41.0)
    rows["roles"][60] = {"role": "Driver"}
    rows["tools"][61] = {"tool": "FACE BOOK", "use": "news"}


def how_far() -> str:
    part = returns()[1].tables
    own = own_rows(part)
    findings = [
        Finding("r", Level.GAP, "f", part[key].title, number, f"B{number}", "c", "What.", "Fix.")
        for key in ("roles", "settings", "areas")
        for number in (0, 5, 6, 7, 8, 9)
    ]
    about = [f"{finding.sheet} {finding.row}" for finding in own_findings(findings, part, own)]
    return in_words([{key: tuple(rows) for key, rows in own.items()}, completeness(part, own), about])


# --- a list ---


def lists() -> str:
    before = with_more(
        replace(
            workbook(
                BLUEPRINT,
                """
            | settings  | organisation |
            |           | Exampleshire |
            | areas     | name      | kind     | status   | lead          |
            |           | Libraries | Service  | In scope | Head of Books |
            |           | Highways  | Service  |          |               |
            |           | Planning  |          |          |               |
            |           | Parking   | Service  |          |               |
            |           | Parking   | Activity |          |               |
            |           |           |          |          | Somebody      |
            | portfolio | title    | areas               | lead | not_public | start |
            |           | One page | Libraries (Service) |      |            | 2027-04-01 |
            |           | Hush     | Highways (Service)  | Ops  | Yes        |       |
            | roles     | role       |
            |           | Web editor |
            | evaluation | role      | project  | setup_cost | not_public |
            |            | Web editor |         | 100        | Yes        |
            |            | Driver     |         | 200        |            |
            | kpis      | name  | project  | target |
            |           | Reach | One page | 10     |
            |           | Reach | Hush     | 20     |
            |           | Calls | One page | 30     |
        """,
            ),
            file="plan.xlsx",
        ),
        columns={"areas": {"Floor": {6: 1.0}}},
    )
    areas = workbook(
        BLUEPRINT,
        """
        | areas | name      | kind     | status  | lead          |
        |       | libraries | service  | current | Head of books |
        |       | Highways  |          | on hold | Ann           |
        |       | Planning  | Service  | Parked  |               |
        |       | Planning  | Activity | Parked  |               |
        |       | Parking   |          | Parked  | Bob           |
        |       | Waste     | Service  |         | Cat           |
        |       | Waste     |          | Parked  |               |
        |       | Trees     |          |         |               |
        |       |           |          |         | Somebody      |
        |       |           |          |         | Somebody else |
    """,
    )
    projects = workbook(
        BLUEPRINT,
        """
        | portfolio | title    | areas              | lead | start        | not_public | notes |
        |           | One page | Highways (Service) | Dan  | 1 April 2027 |            | Hush it |
        |           | Hush     |                    | Ops 2 | 2028-01-01  |            | |
        |           | New      | Libraries          | Eve  | May 2028     | Yes        | |
    """,
    )
    measures = workbook(
        BLUEPRINT,
        """
        | kpis | name  | project  | target | unit  |
        |      | Reach |          | 11     | people |
        |      | Calls | One page | 31     | calls |
        |      | Loans | Hush     | 41     | books |
    """,
    )
    costs = workbook(
        BLUEPRINT,
        """
        | evaluation | role       | setup_cost | notes | not_public |
        |            | Web editor | 101        | Ours  |            |
        |            | Driver     | 201        | Theirs |           |
        |            | Writer     | 301        |       | Yes        |
    """,
    )
    own = {"Floor": {6: 2.0, 7: 3.0}, "Wall": {11: "W"}}
    told = list[object]()
    for listed, beside in (
        (areas["areas"], own),
        (projects["portfolio"], {}),
        (measures["kpis"], {}),
        (costs["evaluation"], {}),
    ):
        brought = bring_in(before, listed, beside)
        telling = Telling(before, brought, listed)
        numbers = brought.tables[brought.sheet].numbers
        told += [
            brought,
            {"filled": brought.filled, "unchanged": brought.unchanged, "hides": telling.hides_some},
            [(number, brought.out_row(number), telling.of_row(number), telling.name(number)) for number in numbers],
            [(number, telling.of_listed(number)) for number in listed.numbers],
            [
                (each.key, each.row, telling.value(each.key, each.row, each.listed), each.in_other_words)
                for each in (*brought.differences, *brought.reworded)
            ],
        ]
    return in_words(told)


# --- years apart ---


def a_year_on(rows: dict[str, Rows]) -> None:
    """What is typed in the second round: a project is done, another comes and goes, and figures are told again."""
    portfolio, kpis, costs = rows["portfolio"], rows["kpis"], rows["evaluation"]
    portfolio[find(portfolio, title="Reading")]["status"] = "Done"
    portfolio[30] = {"title": "Night buses", "status": "Dropped", "areas": ("Libraries (Service)",)}
    portfolio[31] = {"title": "Old website", "status": "Proposed", "areas": ("Libraries (Service)",)}
    for at, name in ((30, "Riders"), (31, "Riders"), (32, "Late riders")):
        kpis[at] = {"name": name, "project": "Night buses", "target": "5", "actual": f"{at}"}
    kpis[find(kpis, name="Guests")]["actual"] = "35"
    kpis[33] = {"name": "Members", "project": "Reading", "actual": "1"}
    costs[find(costs, project="Warm rooms")]["spent"] = 70.0
    rows["actions"][30] = {"action": "Write", "status": "Done"}


def years_apart() -> str:
    last = workbook(BLUEPRINT, CLOSING)
    now = placed(renewed(last, LastRound({last["kpis"].numbers[0]: "Met"}))[0])
    later = placed(renewed(edited(now, a_year_on), LastRound(), date(2030, 4, 1))[0])
    latest = placed(renewed(later, LastRound())[0])

    def hidden(tables: Tables, *names: str) -> Tables:
        marked = [tables["earlier"].name_of(at) in names or None for at in tables["earlier"].numbers]
        columns = {**tables["earlier"].columns, "not_public": marked}
        return replace(tables, tables={**tables.tables, "earlier": replace(tables["earlier"], columns=columns)})

    def seen(then: Tables, today: Tables) -> Iterator[object]:
        both = Since.of(then, today, compared(then, today).pairs)
        yield {key: pairs for key, pairs in both.pairs.items() if key != "channels"}
        yield both.rounds
        yield {"left": both.left}
        for key in ("portfolio", "kpis", "evaluation", "risks", "actions", "earlier"):
            for tables in (both.then, both.now):
                marks = tables[key].columns.get("not_public", [])
                yield f"{key}: {[at for at, mark in zip(tables[key].numbers, marks, strict=False) if mark is True]}"

    pairs = (
        (last, now),
        (last, later),
        (now, later),
        (last, hidden(later, "Visits")),
        (last, hidden(later, "Riders", "Guests")),
        (hidden(now, "Old website"), later),
        (last, latest),
        (later, latest),
    )
    return in_words([each for then, today in pairs for each in seen(then, today)])


# --- texts to send ---


def mails() -> str:
    tables = workbook(BLUEPRINT, ANSWERS)
    hidden = sent().parts[HIGHWAYS]
    asked = [
        Asked("Libraries", lead, "libraries.xlsx", reason, *when)
        for reason, lead, when in zip(
            Reason,
            ("", "Head of Books", "", "Head of Books", "Head of Roads"),
            ((), (date(2027, 3, 1),), (date(2027, 3, 1), True), (date(2027, 12, 31), False), ()),
            strict=True,
        )
    ]
    title, empty = tables["roles"].title, tables["actions"].title
    findings = [
        Finding("roles.kind.required", Level.GAP, "f", title, 6, "C6", "Kind", "Kind is missing.", "Pick one."),
        Finding("roles.kind.unsaid", Level.NOTE, "f", title, 6, "C6", "Kind", "A note.", "No."),
        Finding(
            "roles.role.readable",
            Level.ERROR,
            "f",
            title,
            7,
            "B7",
            "Role",
            "“Web editor” is no “Role”. 3 letters.",
            "Look in “5 Roles”. Run smreport check. Type another.",
        ),
        *(
            Finding(
                "roles.capacity.required",
                Level.GAP,
                "f",
                title,
                at,
                f"D{at}",
                "Capacity",
                f"Capacity {at} is missing.",
                "Fill it in.",
            )
            for at in range(8, 24, 3)
        ),
        *(
            Finding(
                "mapping.x.y",
                Level.ERROR,
                "f",
                tables["mapping"].title,
                at,
                f"D{at}",
                f"C{at}",
                f"It is {'m' * at}.",
                f"Fix {at}.",
            )
            for at in range(8, 24, 3)
        ),
        Finding("actions.action.no_rows", Level.GAP, "f", empty, 5, "B5", "Action", "No action.", "Add one."),
        Finding(
            "evaluation.setup_cost.x",
            Level.ERROR,
            "f",
            tables["evaluation"].title,
            7,
            "D7",
            "Set-up cost",
            "It is £9.",
            "Ask.",
        ),
    ]
    texts = [mail(each, some, of) for each in asked for some, of in ((findings, tables),)]
    texts += [
        mail(asked[2], findings[:2], tables),
        mail(asked[3], findings, hidden),
        mail(asked[3], [], tables),
        mail(asked[0]),
    ]
    words = (
        "One",
        "Two of these",
        "Three",
        "No",
        "A fifth",
        "Half",
        "Seven",
        "Late",
        "Nine",
        "Ten",
        "Old",
        "New",
        "Last",
    )
    many = [
        Finding(
            f"risks.{at}.x",
            level,
            "f",
            tables["risks"].title,
            at,
            f"B{at}",
            "Risk",
            f"{said} is wrong.",
            "Put it right.",
        )
        for at, (said, level) in enumerate(zip(words, [Level.GAP, Level.ERROR] * 7, strict=False), start=6)
    ]
    texts += [mail(asked[3], [*findings[-2:-1], *many[:number]], tables) for number in (10, 11, 13)]
    return "\n=====\n".join(each.text for each in texts)


def assert_is(name: str, today: str) -> None:
    """A step gives what is kept of it."""
    assert_as_kept(WHOLE / f"{name}.txt", today)


# each by itself: a mutation run looks at the first cases of a test alone to see what it runs


def test_two_workbooks_differ_in_what_was_done() -> None:
    assert_is("compared", both_ways())


def test_everybody_sees_of_differences_what_is_for_publication() -> None:
    assert_is("seen_by_all", as_everybody_may_see())


def test_next_year_s_workbook_has_all_that_was_typed() -> None:
    assert_is("renewed", renewals())


def test_a_long_row_is_kept_in_several() -> None:
    assert_is("long_rows", long_rows())


def test_a_split_sends_each_its_rows() -> None:
    assert_is("parts", parts())


def test_a_merge_brings_all_together_and_asks() -> None:
    assert_is("merged", merges())


def test_a_row_is_taken_out_by_all_whose_it_is() -> None:
    assert_is("taken_out", taken_out())


def test_workbooks_that_nobody_was_sent_are_merged_too() -> None:
    assert_is("merged_strangers", merges_of_strangers())


def test_a_return_is_as_far_as_its_own_rows() -> None:
    assert_is("how_far", how_far())


def test_a_list_fills_what_is_blank_and_tells_the_rest() -> None:
    assert_is("brought", lists())


def test_rows_are_known_again_years_later_and_stay_hidden() -> None:
    assert_is("years_apart", years_apart())


def test_each_reason_has_its_text_to_send() -> None:
    assert_is("mails", mails())
