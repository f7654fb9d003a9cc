"""Next year's workbook: what is closed is kept, what is open is asked again, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from half_typed import HALF_FILLED, read
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rounds.closing_year import ANSWERS
from rounds.rounds_in_memory import Round, find, shown
from strategies import Pools, any_answers
from strategies import filled as filled_at_random
from workbooks import example, with_rows, workbook

from smreport.blueprint.answers import placed, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.publication import published, secret_rows, withheld_rows
from smreport.blueprint.rules import Unique
from smreport.blueprint.tables import OWN, Extras, Row, Tables
from smreport.blueprint.templates import load
from smreport.blueprint.times import When
from smreport.decision.check import check
from smreport.errors import InvalidValue
from smreport.findings import Level
from smreport.frozen import replace
from smreport.papers.last_look import Marked
from smreport.rounds.compare import Kind, compared
from smreport.rounds.earlier_rows import shown as in_words
from smreport.rounds.renew import LastRound, Renewal, passed_dates, renewed
from smreport.rounds.rows import cells_of, text_of
from smreport.rounds.rows import compared as comparable

BLUEPRINTS = {name: with_rows(load(name), 6) for name in ("social_media", "digital_inclusion")}
BLUEPRINT = BLUEPRINTS["social_media"]
LAST = "Last round"


def council(**changes: object) -> Tables:
    """The council's workbook, some answers of Settings otherwise."""
    return workbook(BLUEPRINT, ANSWERS).with_settings(changes)


def renew(old: Tables, last: LastRound = LastRound(), starts: date | None = None) -> tuple[Tables, Renewal]:  # noqa: B008
    """The next round as a file of it is read again, and what became of the rows."""
    new, renewal = renewed(old, last, starts)
    return placed(new), renewal


def earlier(tables: Tables, **values: object) -> Row:
    """The one row of an earlier round that holds these values."""
    (row,) = [row for row in tables["earlier"].rows.values() if all(row[key] == value for key, value in values.items())]
    return row


def beside(tables: Tables, sheet: str) -> dict[str, str]:
    """What stands beside the rows of a sheet, by their names."""
    return {tables[sheet].name_of(row): str(text) for row, text in tables.extras.columns[sheet][LAST].items()}


def kept_settings(tables: Tables) -> list[str]:
    """The answers of Settings among the earlier rounds, each with its question."""
    return [str(row["answers"]) for row in tables["earlier"].rows.values() if row["was_in"] == "Settings"]


def setting(tables: Tables, key: str) -> object:
    return tables["settings"].rows[0][key]


class TestClosed:
    def test_finished_projects_go_with_all_that_was_of_them_alone(self) -> None:
        new, renewal = renew(council())
        assert shown(new, "portfolio", "title") == [("Warm rooms",), ("Reading",)]
        assert shown(new, "evaluation", "project", "setup_cost") == [("Warm rooms", "100"), ("", "300")]
        assert shown(new, "risks", "risk") == [("Too few",)]
        assert shown(new, "kpis", "name") == [("Guests",), ("Members",)]
        assert shown(new, "actions", "action") == [("Buy kettles",)]
        assert shown(new, "meetings", "body") == []
        assert {key: len(rows) for key, rows in renewal.moved.items() if rows} == {
            "evaluation": 1, "risks": 1, "portfolio": 2, "kpis": 1, "actions": 2, "meetings": 1,
        }  # fmt: skip

    def test_they_stand_among_the_earlier_rounds_with_all_that_was_typed(self) -> None:
        new, _ = renew(council(), LastRound({BLUEPRINT.sheets["kpis"].first_row: "Met"}))
        project = earlier(new, name="Old website", was_in="7 Portfolio")
        assert (project["round"], project["standing"]) == ("2027/28", "Done")
        assert str(project["answers"]).splitlines() == [
            "Areas: Libraries (Service)", "Lead: Head", "Start: 5 April 2027", "Finish: 30 June 2027",
            "Status: done last May",
        ]  # fmt: skip
        kpi = earlier(new, name="Visits")
        assert [kpi[key] for key in ("project", "standing", "unit", "baseline", "target", "actual")] == [
            "Old website", "Met", "visits", "100", "200", "210",
        ]  # fmt: skip
        assert str(kpi["actual_as_of"]) == "31 July 2027"
        cost = earlier(new, name="Adviser", project="Old website")
        assert (cost["spent"], cost["answers"]) == (950.0, "Set-up cost: 900\nSpent as of: 31 January 2028")
        assert earlier(new, name="Switch off")["standing"] == "In progress"
        assert earlier(new, name="Cabinet")["answers"] == "Date of the meeting: 9 February 2027\n" + (
            "What it is asked to do: Decide"
        )

    def test_a_project_without_a_name_and_an_action_of_no_project_are_kept_too(self) -> None:
        tables = workbook(BLUEPRINT, """
            | portfolio | title | lead | status |
            |           |       | Ann  | Done   |
            | actions   | action  | status  |
            |           | Ask Ben | Dropped |
        """)  # fmt: skip
        new, _ = renew(tables)
        assert earlier(new, was_in="7 Portfolio")["name"] == "a project"
        assert earlier(new, name="Ask Ben")["standing"] == "Dropped"

    def test_a_name_that_an_open_project_has_too_is_no_closed_one_s(self) -> None:
        tables = workbook(BLUEPRINT, """
            | portfolio | title | status   | depends |
            |           | Rooms | Done     |         |
            |           | Rooms | Proposed | Rooms   |
            | actions   | action | project |
            |           | Open   | Rooms   |
        """)  # fmt: skip
        new, renewal = renew(tables)
        assert shown(new, "portfolio", "title", "depends") == [("Rooms", "Rooms")]
        assert shown(new, "actions", "action") == [("Open",)]
        assert not renewal.unlinked

    def test_a_text_longer_than_a_cell_goes_on_in_another_row(self) -> None:
        long = {key: f"{key} " * 1_000 for key in ("business_project", "change", "contributors", "notes")}
        tables = tables_from(BLUEPRINT, {"portfolio": [{"title": "Rooms", "status": "Done", **long}]})
        new, renewal = renew(tables)
        rows = list(new["earlier"].rows.values())
        assert len(rows) == renewal.kept == 2
        assert {(row["name"], row["round"], row["was_in"]) for row in rows} == {
            ("Rooms", rows[0]["round"], "7 Portfolio")
        }
        kept = "\n".join(str(row["answers"]) for row in rows)
        assert all(text.strip() in kept for text in long.values())


class TestOpen:
    def test_last_figures_become_baselines_and_the_earlier_round_keeps_them(self) -> None:
        new, renewal = renew(council())
        assert shown(new, "kpis", "name", "baseline", "as_of", "target", "target_date", "actual", "actual_as_of") == [
            ("Guests", "about 30", "2027-12-31", "40", "2028-01-31", "", ""),
            ("Members", "about 410", "2026/27", "500", "2029-03-31", "", ""),
        ]
        assert len(renewal.rebased) == 1
        kept = earlier(new, name="Guests")
        assert [kept[key] for key in ("baseline", "target", "actual", "unit")] == ["0", "40", "about 30", "people"]
        assert (str(kept["as_of"]), kept["answers"]) == ("31 March 2027", None)

    def test_spending_of_costs_that_go_on_counts_anew(self) -> None:
        new, renewal = renew(council())
        assert shown(new, "evaluation", "spent", "spent_as_of") == [("", ""), ("", "")]
        assert len(renewal.counted) == 1
        assert earlier(new, project="Warm rooms", was_in="6 Evaluation")["spent"] == 40.0

    def test_open_projects_and_actions_have_last_rounds_answers_beside_them(self) -> None:
        old = council()
        wave = frozenset([find(cells_of(old, "portfolio"), title="Reading")])
        new, renewal = renew(old, LastRound(wave=wave))
        assert beside(new, "portfolio") == {
            "Warm rooms": "Status: In progress; Start: 1 September 2027; Finish: 31 December 2027; "
            "Lead: Head (2027/28). It was not in the first wave. Taken out of Depends on: Old website (Done).",
            "Reading": "Status: Proposed; Finish: 31 January 2029 (2027/28). It was in the first wave. "
            "Taken out of Depends on: Web chat (Dropped).",
        }
        assert beside(new, "actions") == {"Buy kettles": "Status: Late; Due: 1 November 2027; Owner: Head (2027/28)."}
        assert shown(new, "portfolio", "depends") == [("Reading",), ("",)]
        assert [len(renewal.carried[key]) for key in ("portfolio", "actions")] == [2, 1]

    def test_parked_areas_come_up_again_with_their_reason_and_words(self) -> None:
        new, renewal = renew(council())
        assert shown(new, "areas", "name", "status", "reason") == [
            ("Libraries", "In scope", ""), ("Highways", "", "Nobody is free."),
        ]  # fmt: skip
        assert beside(new, "areas") == {"Highways (Service)": "Status: Parked (on hold) (2027/28)."}
        assert len(renewal.again) == 1
        assert [finding.cell for finding in check(new) if finding.code == "areas.status.required"] == ["D8"]

    def test_dates_that_have_passed_are_asked_about(self) -> None:
        new, _ = renew(council())
        asked = {finding.code: finding.level for finding in check(new) if finding.code.endswith(".plan_start")}
        assert asked == {
            "portfolio.finish.compare.plan_start": Level.GAP,
            "kpis.target_date.compare.plan_start": Level.NOTE,
            "actions.due.compare.plan_start": Level.NOTE,
        }
        assert passed_dates(new) == 3

    def test_a_second_renewal_says_the_new_round_and_keeps_a_line_of_each_measure(self) -> None:
        second, _ = renew(council())
        rows = cells_of(second, "kpis")
        guests = find(rows, name="Guests")
        columns = {**second["kpis"].columns}
        for key, value in (("actual", "36"), ("actual_as_of", When.on(date(2028, 12, 31)))):
            columns[key] = [value if at == guests else old for at, old in zip(rows, columns[key], strict=True)]
        measured = {**second.tables, "kpis": replace(second["kpis"], columns=columns)}
        third, renewal = renew(replace(second, tables=measured))
        line = [row for row in third["earlier"].rows.values() if row["name"] == "Guests"]
        assert [(row["round"], row["baseline"], row["actual"]) for row in line] == [
            ("2027/28", "0", "about 30"), ("2028/29", "about 30", "36"),
        ]  # fmt: skip
        assert beside(third, "actions")["Buy kettles"].endswith("(2028/29).")
        assert list(third.extras.columns["actions"]) == [LAST]
        assert list(third["earlier"].rows.values())[: len(second["earlier"].rows)] == [*second["earlier"].rows.values()]
        assert len(third["earlier"].rows) == len(second["earlier"].rows) + renewal.kept

    def test_people_s_own_column_of_that_name_is_kept_beside_it(self) -> None:
        old = council()
        row = find(cells_of(old, "portfolio"), title="Reading")
        own = Extras(columns={"portfolio": {LAST: {row: "late"}}})
        new, _ = renew(replace(old, extras=own))
        assert [*new.extras.columns["portfolio"]] == [LAST, f"{LAST} (2)"]
        assert [*new.extras.columns["portfolio"][f"{LAST} (2)"].values()] == ["late"]
        third, _ = renew(new)
        assert [*third.extras.columns["portfolio"]] == [LAST, f"{LAST} (2)"]


class TestSettings:
    def test_the_plan_moves_on_by_a_year_and_the_old_dates_are_kept(self) -> None:
        new, _ = renew(council())
        dates = [str(setting(new, key)) for key in ("financial_year", "plan_start", "plan_end")]
        assert dates == ["2028/29", "1 April 2028", "31 March 2029"]
        assert kept_settings(new) == [
            "Plan starts: 1 April 2027", "Plan ends: 31 March 2028", "Financial year: 2027/28",
            "Meeting date: 9 February 2027",
        ]  # fmt: skip
        assert earlier(new, name="Meeting date")["round"] == "2027/28"

    def test_what_was_of_the_last_decision_goes_and_what_is_still_true_stays(self) -> None:
        was = {
            "call_in_ends": When.on(date(2027, 2, 18)), "adopted_minute": "CAB/27/014", "equality": "All are heard.",
            "key_decision": True, "earlier_decisions": "Cabinet, June 2026", "publication": "Exempt",
            "pre_election_start": When.on(date(2027, 3, 20)), "pre_election_end": When.on(date(2027, 5, 6)),
            "review_date": When.on(date(2028, 11, 1)),
        }  # fmt: skip
        new, _ = renew(council(**was))
        stays = {"committee", "budget", "earlier_decisions", "publication", "review_date"}
        assert {key for key in (*was, "committee", "budget") if setting(new, key) is not None} == stays
        assert {"Key decision: Yes", "Minute of its adoption: CAB/27/014"} <= set(kept_settings(new))

    @pytest.mark.parametrize(
        ("year", "next_year"),
        [
            ("2027/28", "2028/29"), ("2027-28", "2028-29"), ("FY27/28 (first)", "FY28/29 (first)"), ("99/00", "00/01"),
            ("2027/2028", "2028/2029"), ("2027 – 28", "2028 – 29"), ("2027", "2027"), ("2027/30", "2027/30"),
            ("2027/28 and 2028/29", "2027/28 and 2028/29"), ("next", "next"),
        ],
    )  # fmt: skip
    def test_a_financial_year_moves_on_as_it_is_written_where_it_reads_as_one(self, year: str, next_year: str) -> None:
        assert setting(renew(council(financial_year=year))[0], "financial_year") == next_year

    def test_an_end_after_the_new_start_stays_and_another_start_moves_the_rest(self) -> None:
        new, _ = renew(council(plan_end=When.on(date(2030, 3, 31))))
        assert str(setting(new, "plan_end")) == "31 March 2030"
        new, _ = renew(council(plan_end=When.on(date(2028, 4, 1))))
        assert str(setting(new, "plan_end")) == "1 April 2029"
        new, renewal = renew(council(), starts=date(2029, 6, 1))
        dates = [str(setting(new, key)) for key in ("financial_year", "plan_start", "plan_end")]
        assert dates == ["2029/30", "1 June 2029", "31 March 2030"]
        assert renewal.year.starts == date(2029, 6, 1)

    def test_a_day_that_is_not_later_is_refused_with_the_cell(self) -> None:
        with pytest.raises(InvalidValue, match=r"answers.xlsx, Settings, C\d+: .* starts on 1 April 2027"):
            renew(council(), starts=date(2027, 4, 1))

    @pytest.mark.parametrize("start", [None, When.in_words("soon"), When.on(date(9999, 4, 1))], ids=str)
    def test_without_a_start_that_can_be_told_nothing_is_asked_about_as_passed(self, start: When | None) -> None:
        new, renewal = renew(council(plan_start=start))
        assert (renewal.year.starts, setting(new, "plan_start")) == (None, start)
        assert str(setting(new, "plan_end")) == "31 March 2028"
        assert (setting(new, "financial_year"), passed_dates(new)) == ("2028/29", 0) if start is None else True

    @pytest.mark.parametrize(
        ("answers", "name"),
        [
            ({}, "2027/28"),
            ({"financial_year": None}, "1 April 2027 to 31 March 2028"),
            ({"financial_year": None, "plan_end": None}, "1 April 2027"),
            ({"financial_year": "x" * 61, "plan_start": None}, "answers"),
        ],
    )
    def test_a_round_is_called_after_its_year_its_plan_or_its_file(self, answers: dict[str, object], name: str) -> None:
        new, _ = renew(council(**answers))
        assert {row["round"] for row in new["earlier"].rows.values()} == {name}


def test_a_plan_that_starts_on_a_leap_day_goes_on_at_the_end_of_february() -> None:
    assert str(setting(renew(council(plan_start=When.on(date(2028, 2, 29))))[0], "plan_start")) == "28 February 2029"


def test_people_s_own_columns_and_notes_go_where_their_rows_and_figures_go() -> None:
    old = council()
    closed, room = (find(cells_of(old, "portfolio"), title=title) for title in ("Old website", "Warm rooms"))
    guests = find(cells_of(old, "kpis"), name="Guests")
    visits = find(cells_of(old, "kpis"), name="Visits")
    notes = {
        "portfolio": {("lead", closed): "Ann, in fact", ("lead", room): "ask Ben", (f"{OWN}Seen", closed): "by Cat"},
        "kpis": {("actual", guests): "provisional", ("baseline", guests): "by hand", ("target", visits): "high"},
        "settings": {("meeting_date", 0): "moved twice", ("budget", 0): "until May"},
    }
    columns = {"portfolio": {"Seen": {closed: "yes", room: 3.0}, "From file": {closed: "a.xlsx", room: "b.xlsx"}}}
    new, _ = renew(replace(old, extras=Extras(columns=columns, notes=notes)))
    lines = str(earlier(new, name="Old website", was_in="7 Portfolio")["answers"]).splitlines()
    assert {"Note on Lead: Ann, in fact", "Seen: yes", "Note on Seen: by Cat"} <= set(lines)
    assert "a.xlsx" not in "".join(lines)
    room, guests = new["portfolio"].numbers[0], new["kpis"].numbers[0]
    assert {key: dict(own) for key, own in new.extras.columns["portfolio"].items() if key != LAST} == {
        "Seen": {room: 3.0}
    }
    assert new.extras.notes["portfolio"] == {("lead", room): "ask Ben"}
    assert new.extras.notes["kpis"] == {("baseline", guests): "provisional"}
    names = {key: new["earlier"].name_of(row) for (key, row) in new.extras.notes["earlier"]}
    assert names == {"target": "Visits", "baseline": "Guests", "actual": "Guests"}
    assert new.extras.notes["settings"] == {("budget", 0): "until May"}
    assert "Meeting date: 9 February 2027\nNote on Meeting date: moved twice" in kept_settings(new)


def said_in_public(tables: Tables) -> str:
    """All words that everybody may know: answers, and what stands beside rows that are not hidden."""
    hidden = withheld_rows(tables)
    texts = [text_of(t.sheet, key, v) for t in published(tables).values() for key in t.columns for v in t.columns[key]]
    for sheet, columns in tables.extras.columns.items():
        texts += [str(text) for rows in columns.values() for row, text in rows.items() if row not in hidden[sheet]]
    return "\n".join(texts)


class TestSecrets:
    ANSWERS = """
    | settings   | organisation | financial_year | exempt_ground |
    |            | Shire        | 2027/28        | Paragraph 3   |
    | roles      | role    |
    |            | Adviser |
    | evaluation | role    | project    | setup_cost | not_public | spent |
    |            | Adviser | Old depot  | 900        |            | 10    |
    |            | Adviser | Open house | 700        | tbc        | 20    |
    | portfolio  | title      | status   | not_public | depends              |
    |            | Old depot  | Done     | Yes        |                      |
    |            | Open house | Proposed |            | Old depot; Open door |
    |            | Open door  | Done     |            | Old depot            |
    | actions    | action     | project   |
    |            | Sell it    | Old depot |
    |            | Sell more  | old dep   |
    |            | Paint it   | Open door |
    """  # fmt: skip

    def test_what_was_hidden_stays_hidden(self) -> None:
        new, _ = renew(workbook(BLUEPRINT, self.ANSWERS))
        hidden = {(row["name"], row["was_in"]) for row in new["earlier"].rows.values() if row["not_public"]}
        assert hidden == {
            ("Old depot", "7 Portfolio"), ("Open door", "7 Portfolio"), ("Open house", "7 Portfolio"),
            ("Adviser", "6 Evaluation"), ("Sell it", "7b Actions"), ("Sell more", "7b Actions"),
        }  # fmt: skip
        assert earlier(new, name="Paint it")["not_public"] is None
        assert "not_public" in {key for key, value in earlier(new, project="Old depot", spent=10.0).items() if value}
        assert earlier(new, project="Open house", spent=20.0)["not_public"]

    def test_a_name_that_is_taken_out_is_told_in_a_hidden_row_only(self) -> None:
        new, renewal = renew(workbook(BLUEPRINT, self.ANSWERS))
        assert beside(new, "portfolio") == {"Open house": "Status: Proposed (2027/28)."}
        assert earlier(new, name="Open house")["answers"] == "Depends on: Old depot; Open door"
        assert [unlinked.secret for unlinked in renewal.unlinked] == [True]

    def test_a_name_that_may_be_that_of_a_hidden_project_is_taken_out_and_hidden_too(self) -> None:
        old = workbook(BLUEPRINT, """
            | portfolio | title      | status   | not_public | depends                        | not_with |
            |           | Open house | Proposed |            | Old depott & barn; Warm rooms  | Keep     |
            |           | Old depot  | Done     | Yes        |                                |          |
            |           | Warm rooms | Proposed |            |                                |          |
            |           | The Keep   | Proposed | Yes        |                                |          |
        """)  # fmt: skip
        new, renewal = renew(old)
        assert shown(new, "portfolio", "title", "depends", "not_with") == [
            ("Open house", "Warm rooms", "The Keep"), ("Warm rooms", "", ""), ("The Keep", "", ""),
        ]  # fmt: skip
        assert earlier(new, name="Open house", not_public=True)["answers"] == (
            "Depends on: Old depott & barn; Warm rooms"
        )
        assert [unlinked.names for unlinked in renewal.unlinked] == [("Old depott & barn",)]

    def test_nothing_that_is_published_names_it(self) -> None:
        new, _ = renew(workbook(BLUEPRINT, self.ANSWERS))
        assert "old dep" not in said_in_public(new).lower()

    @pytest.mark.parametrize("seed", range(12))
    def test_no_title_that_a_random_mark_hid_comes_to_light(self, seed: int) -> None:
        words = [f"{name} {thing}" for name in ("alpha", "beta", "gamma") for thing in ("river", "stone", "cloud")]
        pools = Pools(texts=words, yes_or_no=(True, False, None))
        old = tables_from(BLUEPRINT, filled_at_random(BLUEPRINT, pools, Random(seed), 4), "old.xlsx")
        hidden = {old["portfolio"].name_of(row) for row in withheld_rows(old)["portfolio"]}
        before, after = said_in_public(old), said_in_public(renewed(old, LastRound())[0])
        assert [title for title in hidden if title in after and title not in before] == []

    def test_words_still_may_not_tell_its_cost_or_its_name(self) -> None:
        new, _ = renew(workbook(BLUEPRINT, self.ANSWERS.replace("900 ", "12345")))
        marked = Marked.typed_in(new, secret_rows(new["evaluation"]), withheld_rows(new))
        assert marked.is_told_in("They asked for £12,345.")
        assert marked.is_told_in("The old depot is sold.")
        assert not marked.is_told_in("They asked for £12,545 for the new one.")


def test_a_renewed_workbook_is_split_with_last_rounds_answers_and_merged_without_losing_any() -> None:
    new, _ = renew(council())
    sent = Round.of(new)
    libraries = sent.parts["Libraries (Service)"]
    assert set(beside(libraries, "portfolio")) == {"Warm rooms", "Reading"}
    assert not libraries["earlier"].numbers

    def confirmed(rows: dict[str, dict[int, dict[str, object]]]) -> None:
        rows["portfolio"][find(rows["portfolio"], title="Reading")]["lead"] = "Ann"

    merged = sent.merged(sent.returned("Libraries (Service)", confirmed))
    assert not merged.questions
    assert shown(merged.tables, "portfolio", "title", "lead") == [("Warm rooms", "Head"), ("Reading", "Ann")]
    assert beside(merged.tables, "portfolio") == beside(new, "portfolio")
    assert shown(merged.tables, "earlier", "name", "answers") == shown(new, "earlier", "name", "answers")


# --- nothing is lost: every filled cell is accounted for, both ways ---

Cell = tuple[str, int, str]


def named(old: Tables, renewal: Renewal) -> Iterator[Cell]:
    """The cells of rows that stay which the renewal says it has changed."""
    yield from (("settings", 0, key) for key in (*renewal.year.going, *renewal.year.changes))
    for row in renewal.rebased:
        yield from (("kpis", row, key) for key in ("baseline", "as_of", "actual", "actual_as_of"))
    yield from (("evaluation", row, key) for row in renewal.counted for key in ("spent", "spent_as_of"))
    yield from (("areas", row, "status") for row in renewal.again)
    yield from ((unlinked.sheet, unlinked.row, unlinked.column) for unlinked in renewal.unlinked)


def filled(tables: Tables) -> dict[Cell, str]:
    """The filled cells, as comparisons see them."""
    return {
        (key, row, column): comparable(table.sheet, column, value)
        for key, table in tables.items()
        for row, cells in cells_of(tables, key).items()
        for column, value in cells.items()
        if value is not None and column != f"{OWN}{LAST}"
    }


def kept_texts(old: Tables, new: Tables) -> dict[str, str]:
    """All that the rows of the last round say among the earlier ones, by the sheet that they were in."""
    texts: dict[str, str] = {}
    for row in list(new["earlier"].rows.values())[len(old["earlier"].rows) :]:
        sheet = new.blueprint.sheets["earlier"]
        said = "\n".join(text for key in sheet.by_key for text in _ways(new, "earlier", key, row[key]))
        texts[str(row["was_in"])] = f"{texts.get(str(row['was_in']), '')}\n{said}"
    return texts


def _ways(tables: Tables, sheet: str, key: str, value: object) -> set[str]:
    """How a value may stand in words."""
    if value is None:
        return set()
    kind = tables.blueprint.sheets[sheet]
    if isinstance(value, str):
        return {str(value)}
    return {text_of(kind, key, value), in_words(kind, kind.by_key[key], value)}


def accounted_for(old: Tables, new: Tables, renewal: Renewal) -> None:
    """Each filled cell is where it was, among the earlier rounds, or beside its row; and nothing else is there."""
    before, after, changed = filled(old), filled(new), set(named(old, renewal))
    kept = kept_texts(old, new)
    for (sheet, row, column), text in before.items():
        value, is_here = old[sheet].row(row)[column], row not in renewal.moved[sheet]
        if is_here and (sheet, row, column) not in changed:
            assert after[sheet, row, column] == text, (sheet, row, column)
            continue
        now = text_of(old[sheet].sheet, column, new[sheet].row(row)[column]) if is_here else ""
        beside_it = new.extras.columns.get(sheet, {}).get(LAST, {}).get(row, "")
        said = f"{now}\n{kept.get(old[sheet].sheet.title, '')}\n{beside_it}"
        for part in value if isinstance(value, tuple) else (value,):
            assert any(way in said for way in _ways(old, sheet, column, part)), (sheet, row, column, part)
    rows = len(old["earlier"].rows)
    added = {cell for cell in after if cell[0] == "earlier" and cell[1] in new["earlier"].numbers[rows:]}
    assert {cell for cell in after if cell not in before} - added <= changed


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_every_filled_cell_is_where_it_was_among_the_earlier_rounds_or_named(data: st.DataObject) -> None:
    blueprint = data.draw(st.sampled_from([*BLUEPRINTS.values()]))
    old = tables_from(blueprint, data.draw(any_answers(blueprint, 4)), "old.xlsx")
    new, renewal = renewed(old, LastRound())
    accounted_for(old, new, renewal)
    assert len(new["earlier"].rows) == len(old["earlier"].rows) + renewal.kept
    hidden, still = withheld_rows(old), withheld_rows(new)
    for key, table in old.items():
        staying = frozenset(table.numbers) - renewal.moved[key]
        assert hidden[key] & staying <= still[key]
        assert secret_rows(table) & staying == secret_rows(new[key]) & staying or key == "earlier"
    public = {key for key, table in old.items() if hidden[key] != frozenset(table.numbers)}
    for at in new["earlier"].numbers[len(old["earlier"].numbers) :]:
        is_hidden = at in still["earlier"]
        assert is_hidden or new["earlier"].row(at)["was_in"] in {old[key].sheet.title for key in public}


def changes_named(old: Tables, new: Tables, renewal: Renewal) -> None:
    """What is compared is what the renewal says: rows that moved, rows that were kept, and cells that changed."""
    comparison = compared(old, new)
    by_kind = {kind: [change for change in comparison.changes if change.kind is kind] for kind in Kind}
    assert {(change.sheet, change.old_row) for change in by_kind[Kind.TAKEN_OUT]} == {
        (key, row) for key, rows in renewal.moved.items() for row in rows
    }
    kept = new["earlier"].numbers[len(old["earlier"].numbers) :]
    assert [(change.sheet, change.new_row) for change in by_kind[Kind.ADDED]] == [("earlier", row) for row in kept]
    before, after = filled(old), filled(new)
    differ = {cell for cell in named(old, renewal) if before.get(cell) != after.get(cell)}
    assert {(change.sheet, change.old_row or 0, change.column) for change in by_kind[Kind.CHANGED]} == differ


def is_nameless(tables: Tables, sheet: str, row: int) -> bool:
    """Whether nothing but all that stands in it makes a row this row, so that one that changes is another."""
    form = tables.blueprint.sheets[sheet]
    unique = next((rule.columns for rule in form.rules if isinstance(rule, Unique)), ())
    return not form.is_form and all(tables[sheet].row(row)[key] is None for key in (*unique, form.name_key))


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_compare_names_exactly_what_was_carried_changed_and_moved(data: st.DataObject) -> None:
    old = tables_from(BLUEPRINT, data.draw(any_answers(BLUEPRINT, 4)), "old.xlsx")
    new, renewal = renewed(old, LastRound())
    assume(not any(is_nameless(old, sheet, row) for sheet, row, _ in named(old, renewal)))
    changes_named(old, new, renewal)


@pytest.mark.parametrize("name", ["devon", "illustrative"])
def test_so_it_is_with_the_examples(blueprint: Blueprint, name: str) -> None:
    old = example(blueprint, name)
    new, renewal = renewed(old, LastRound())
    accounted_for(old, new, renewal)
    changes_named(old, new, renewal)
    assert not [finding for finding in check(placed(new)) if finding.level is Level.ERROR]


@pytest.mark.parametrize("path", HALF_FILLED, ids=lambda path: path.stem)
def test_so_it_is_with_half_filled_workbooks(blueprint: Blueprint, path: Path) -> None:
    old = read(blueprint, path)
    new, renewal = renewed(old, LastRound())
    accounted_for(old, new, renewal)
    changes_named(old, new, renewal)
