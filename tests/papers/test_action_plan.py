"""The action plan: every project with what is done, by whom and by when, as far as that is known."""

from __future__ import annotations

from datetime import date

import pytest
from papers.cases import case_of, column, prose, row_of, small_case, table_with, texts
from workbooks import example

from smreport.blocks.document import Block, Heading, Paragraph, Table
from smreport.blueprint.model import Blueprint
from smreport.blueprint.times import When
from smreport.papers import action_plan, project_money
from smreport.papers.case import Case
from smreport.papers.compose import paper
from smreport.papers.figures import not_known

PLAN = """
| settings  | plan_start | plan_end   |
|           | 2027-04-01 | 2030-03-31 |
| areas     | name       | kind    | status   |
|           | Libraries  | Service | In scope |
| portfolio | title      | areas               | lead           | start      | finish         | status      | depends |
|           | Warm rooms | Libraries (Service) | Branch Manager | 2027-04-12 | September 2028 | In progress |         |
|           | Easy forms | Libraries (Service) |                | Q2 2027/28 |                | Proposed | Warm rooms |
|           | Old pages  | Libraries (Service) | Web Editor     |            | 2026-12-31     | Done        |         |
|           | Film night |                     |                |            |                | Dropped     |         |
| kpis      | name       | project        | baseline   | target | unit            | target_date | owner |
|           | Visits     | Warm rooms     | about 240  | 420    | visits a month  | June 2028   | Libraries Manager |
|           | Reach      | Whole strategy |            | 25000  | followers       |             |       |
| actions   | action           | project    | owner             | due        | status      |
|           | Count visitors   | Warm rooms | Libraries Manager | monthly    | Not started |
|           | Open the rooms   | Warm rooms | Libraries Manager | Q3 2027/28 | Not started |
|           | Train volunteers | Warm rooms | volunteer lead    | 2027-09-06 | In progress |
|           | Close the pages  | Old pages  |                   | 2026-11-30 | Done        |
|           | Ask readers      |            |                   |            |             |
|           | Draw the forms   | Easy forms | Web Editor        | 2027-08-01 | Not started |
| risks     | risk              | project    | residual_likelihood | residual_impact |
|           | Few people come   | Warm rooms | Possible            | Moderate        |
|           | Rooms are closed  | Easy forms |                     |                 |
"""


@pytest.fixture(scope="module")
def case(blueprint: Blueprint) -> Case:
    return small_case(blueprint, PLAN)


def section(case: Case, key: str, intro: str = "") -> list[Block]:
    return list(action_plan.SECTIONS[key](case, intro))


def part(case: Case, title: str, key: str = "projects") -> list[Block]:
    """What stands below a project's heading."""
    blocks = section(case, key)
    start = next(at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.text.endswith(title))
    rest = blocks[start + 1 :]
    end = next((at for at, block in enumerate(rest) if isinstance(block, Heading)), len(rest))
    return rest[:end]


def headings(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Heading)]


def tables(blocks: list[Block]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


class TestWhatIsDecided:
    def test_decided_and_later_projects_stand_apart_and_closed_ones_are_results(self, case: Case) -> None:
        assert headings(section(case, "projects")) == ["Project 1: Warm rooms", "Actions of no project"]
        assert headings(section(case, "later")) == ["Project 2: Easy forms"]
        assert headings(section(case, "progress")) == ["Old pages", "Film night"]

    def test_summary_counts_what_is_decided_what_waits_and_what_is_over(self, case: Case) -> None:
        assert next(prose(section(case, "plan_summary"))) == (
            "The plan has 2 projects: 1 is decided and 1 waits for a decision and for money. It has 6 actions. "
            "1 project is finished. 1 project was given up: “Film night”. It covers 1 April 2027 to 31 March 2030."
        )

    def test_only_what_is_decided_has_dates(self, case: Case) -> None:
        decided, later = tables(section(case, "plan_summary"))
        assert column(decided, "Time") == ["12 April 2027 to September 2028"]
        assert "Time" not in {each.heading for each in later.columns}
        said = " ".join(texts(section(case, "later")))
        assert "Q2 2027/28" not in said
        assert "1 August 2027" not in said
        assert "Draw the forms" in said

    def test_proposed_projects_are_told_as_that_until_the_wave_is_adopted(self, blueprint: Blueprint) -> None:
        case = case_of(example(blueprint, "illustrative"))
        _, proposed, _ = tables(section(case, "plan_summary"))
        titles = [case.results.round.by_row[at].title for at in case.verdicts.proposed]
        assert (proposed.caption, column(proposed, "Project")) == (
            "Proposed for the first wave, until it is adopted",
            titles,
        )
        assert "If it is agreed, it runs: 7 June 2027 to 26 May 2028." in " ".join(
            prose(part(case, "Neighbourhood voice"))
        )
        only = "Projects 2, 3 and 4 are only proposed: their dates hold if they are agreed."
        assert list(prose(section(case, "quarters"))) == [only]
        adopted = case_of(case.full.tables.with_settings({"adopted_on": When.on(date(2027, 5, 4))}))
        assert tables(section(adopted, "plan_summary"))[1].caption == "Adopted for the first wave"
        said = " ".join(prose(part(adopted, "Neighbourhood voice")))
        assert list(prose(section(adopted, "quarters"))) == []
        assert "In the first wave, adopted 4 May 2027. It runs: 7 June 2027 to 26 May 2028." in said

    def test_a_time_of_which_one_end_is_known(self, blueprint: Blueprint) -> None:
        ends = small_case(
            blueprint,
            """
            | portfolio | title | start      | finish     | status   |
            |           | A     | 2027-04-01 |            | Approved |
            |           | B     |            | 2027-06-01 | Approved |
            |           | C     |            |            | Approved |
            """,
        )
        assert column(tables(section(ends, "plan_summary"))[0], "Time") == [
            "from 1 April 2027",
            "until 1 June 2027",
            "–",
        ]

    def test_project_without_a_title_is_open_as_far_as_anyone_knows(self, blueprint: Blueprint) -> None:
        nameless = small_case(blueprint, "| portfolio | lead |\n|  | Libraries Manager |")
        (table,) = tables(section(nameless, "plan_summary"))
        assert (table.caption, table.rows) == (
            "Later, if funded",
            (("1", "A project without a title", "Libraries Manager"),),
        )


class TestProject:
    def test_actions_have_numbers_and_stand_in_order_of_time(self, case: Case) -> None:
        table = table_with(part(case, "Warm rooms"), "Action", "Due")
        assert list(zip(column(table, "No."), column(table, "Action"), column(table, "Due"), strict=True)) == [
            ("1.1", "Train volunteers", "6 September 2027"),
            ("1.2", "Open the rooms", "Q3 2027/28"),
            ("1.3", "Count visitors", "monthly"),
        ]

    def test_measures_of_a_project_have_baseline_target_and_date_as_typed(self, case: Case) -> None:
        row = row_of(table_with(part(case, "Warm rooms"), "Measure"), "Visits")
        assert (row["Baseline"], row["Target (by when)"]) == (
            "about 240 visits a month",
            "420 visits a month (June 2028)",
        )

    def test_risk_of_a_project_is_told_and_one_without_a_score_says_so(self, case: Case) -> None:
        assert "Few people come. 9 of 25 after mitigation." in " ".join(prose(part(case, "Warm rooms")))
        assert "Rooms are closed. Not scored." in " ".join(prose(part(case, "Easy forms", "later")))

    def test_what_nobody_gave_is_not_there(self, case: Case) -> None:
        assert list(texts(part(case, "Film night", "progress"))) == ["Dropped."]
        for key in action_plan.SECTIONS:
            assert not [text for text in texts(section(case, key)) if not_known() in text or "none recorded" in text]

    def test_of_very_many_projects_the_last_are_told_together_with_their_actions(self, blueprint: Blueprint) -> None:
        titles = [f"Project no {n:02}" for n in range(43)]
        rows = "\n".join(f"| | {title} | 2027-01-{at % 28 + 1:02} | Approved |" for at, title in enumerate(titles))
        actions = "\n".join(f"| | Do {title} | {title} |" for title in titles)
        many = small_case(
            blueprint, f"| portfolio | title | start | status |\n{rows}\n| actions | action | project |\n{actions}"
        )
        blocks = section(many, "projects")
        assert headings(blocks)[-1] == "3 more projects"
        assert len(headings(blocks)) == 41
        assert {str(row["action"]) for row in many.rows("actions").values()} <= set(texts(blocks))

    def test_dependency_is_told_where_there_is_one(self, case: Case) -> None:
        assert "It waits for: Warm rooms." in " ".join(prose(part(case, "Easy forms", "later")))
        assert "waits" not in " ".join(prose(part(case, "Warm rooms")))

    def test_a_finished_project_has_its_actions_with_what_was_learnt(self, blueprint: Blueprint) -> None:
        over = small_case(
            blueprint,
            """
            | portfolio | title | status | change        |
            |           | Pages | Done   | Nobody queues |
            | actions | action | project | review             |
            |         | Open   | Pages   | Sooner than hoped. |
            """,
        )
        said = list(texts(part(over, "Pages", "progress")))
        assert {"What changes for people: Nobody queues.", "Sooner than hoped."} <= set(said)


MONEY = """
| settings  | plan_start | hourly_rate | contingency |
|           | 2027-04-01 | 20          | {contingency} |
| areas     | name      | kind    | status   |
|           | Libraries | Service | In scope |
| roles     | role      |
|           | Librarian |
|           | Web team  |
| portfolio | title | areas               | roles               | start      | finish     | status   |
|           | Rooms | Libraries (Service) | Librarian; Web team | 2027-04-01 | 2030-03-31 | Approved |
| evaluation | role      | setup_cost | yearly_cost | hours | cost_kind | purpose  | not_public |
|            | Librarian | {setup}    | 30000       | 5     | Exact     | Staff    | {secret}   |
|            | Librarian | up to £500 | £50 a month | 0     | Up to     | Tea      |            |
{more}"""


class TestMoney:
    def money(
        self, blueprint: Blueprint, setup: str = "", secret: str = "", more: str = "", contingency: str = "0"
    ) -> list[Block]:
        text = MONEY.format(setup=setup, secret=secret, more=more, contingency=contingency)
        return part(small_case(blueprint, text), "Rooms")

    def test_lines_stand_as_they_were_given_each_for_itself(self, blueprint: Blueprint) -> None:
        table = table_with(self.money(blueprint), "A year")
        assert [row[:4] for row in table.rows] == [
            ("Librarian", "Staff", "–", "£30,000"),
            ("Librarian", "Tea", "up to £500", "£50 a month"),
        ]

    def test_what_is_known_is_a_lower_bound_that_says_what_is_missing(self, blueprint: Blueprint) -> None:
        said = " ".join(prose(self.money(blueprint)))
        assert "In all at least £92,300 over 3 years." in said
        assert "Not given: what “Web team” costs and set-up cost of “Librarian”." in said

    def test_what_few_lines_of_a_cost_say_stands_below_the_table(self, blueprint: Blueprint) -> None:
        case = small_case(
            blueprint,
            """
            | portfolio | title | roles | status |
            |           | Pages | Web team; Librarian; Photographer | Approved |
            | evaluation | role         | project | setup_cost | yearly_cost | hours |
            |            | Web team     | Pages   | 100        | 50          | 20    |
            |            | Librarian    | Pages   | 200        | 60          |       |
            |            | Photographer | Pages   | 300        | 70          |       |
            """,
        )
        costs, text = project_money.money(case, case.results.order[0], "Pages")
        assert isinstance(costs, Table)
        assert [each.heading for each in costs.columns] == ["Role", "Set-up", "A year"]
        assert isinstance(text, Paragraph)
        assert text.text.startswith("Hours a month: 20 (Web team). ")

    def test_all_known_it_is_the_sum_by_year(self, blueprint: Blueprint) -> None:
        more = "| | Web team | 1000 | 0 | 0 | Exact | | |"
        said = " ".join(prose(self.money(blueprint, "2000", more=more)))
        assert "In all £95,300 over 3 years." in said
        assert "By year: £34,100 in 2027/28, £30,600 in 2028/29 and £30,600 in 2029/30." in said
        assert "Not given" not in said

    def test_a_withheld_line_has_no_figures_and_the_project_no_total(self, blueprint: Blueprint) -> None:
        blocks = self.money(blueprint, "77123", secret="Yes")
        said = " ".join(texts(blocks))
        assert column(table_with(blocks, "A year"), "A year") == ["Not for publication", "£50 a month"]
        assert "What it takes in all is not for publication." in said
        assert "77,123" not in said
        assert "over 3 years" not in said

    def test_contingency_is_told_once_for_all_projects(self, blueprint: Blueprint) -> None:
        case = case_of(example(blueprint, "illustrative"))
        said = list(prose([*section(case, "projects"), *section(case, "later")]))
        assert sum("contingency" in text for text in said) == 1


class TestViews:
    def test_every_action_still_to_be_done_stands_by_its_number_once_in_each_view(self, case: Case) -> None:
        for key in ("quarters", "owners"):
            (table,) = tables(section(case, key))
            named = [number for text in column(table, "Actions") for number in text.split(", ")]
            assert sorted(named) == ["1.1", "1.2", "1.3", "3.1"]

    def test_quarters_follow_each_other_then_words_and_actions_without_a_date_come_last(self, case: Case) -> None:
        (table,) = tables(section(case, "quarters"))
        assert table.rows == (
            ("July to September 2027", "1.1"),
            ("October to December 2027", "1.2"),
            ("Monthly", "1.3"),
            ("No date yet", "3.1"),
        )

    def test_owners_stand_in_alphabetical_order_and_nobody_comes_last(self, case: Case) -> None:
        (table,) = tables(section(case, "owners"))
        assert table.rows == (("Libraries Manager", "1.2, 1.3"), ("volunteer lead", "1.1"), ("Nobody yet", "3.1"))

    def test_measures_of_the_whole_strategy_have_a_part_of_their_own(self, case: Case) -> None:
        table = table_with(section(case, "strategy_kpis"), "Measure")
        assert row_of(table, "Reach")["Target (by when)"] == "25,000 followers"
        assert len(table.rows) == 1


class TestWhatThePaperIs:
    @pytest.mark.parametrize(
        ("markdown", "opening"),
        [
            ("", "There is no plan yet: no projects and no actions have been put forward."),
            ("| actions | action |\n|  | Ask |",
             "This is a list of actions, to note: no projects have been put forward yet. It has 1 action."),
            ("| portfolio | title | status |\n|  | Pages | Done |",
             "This is a progress report, to note: no project is open. 1 project is finished."),
            ("| portfolio | title |\n|  | Pages |", "The plan has 1 project: it waits for a decision and for money."),
            ("| portfolio | title | status |\n|  | Pages | Approved |\n|  | Forms | In progress |",
             "The plan has 2 projects: all are decided."),
            ("| settings | financial_year |\n|  | 2027/28 |\n| actions | action |\n| | Ask |\n| | Tell |",
             "This is a list of actions, to note: no projects have been put forward yet. It has 2 actions. "
             "It covers 2027/28."),
        ],
    )  # fmt: skip
    def test_it_says_so_first(self, blueprint: Blueprint, markdown: str, opening: str) -> None:
        assert next(prose(section(small_case(blueprint, markdown), "plan_summary"))) == opening

    def test_actions_of_projects_that_nobody_put_forward_stand_under_their_names(self, blueprint: Blueprint) -> None:
        log = small_case(blueprint, "| actions | action | project |\n| | Ask | Desk |\n| | Buy | Desk |\n| | Tell |  |")
        blocks = section(log, "projects")
        assert headings(blocks) == ["Project 1: Desk", "Actions of no project"]
        assert [column(table, "Action") for table in tables(blocks)] == [["Ask", "Buy"], ["Tell"]]

    @pytest.mark.parametrize("key", [key for key in action_plan.SECTIONS if key != "plan_summary"])
    def test_sections_without_content_are_not_there(self, blueprint: Blueprint, key: str) -> None:
        assert section(small_case(blueprint), key, "An opening sentence.") == []


def test_action_plan_of_an_example_holds_every_action_measure_and_project(blueprint: Blueprint) -> None:
    case = case_of(example(blueprint, "illustrative"))
    said = "\n".join(texts(paper(case, "action_plan").blocks))
    for sheet, key in (("actions", "action"), ("kpis", "name"), ("portfolio", "title"), ("portfolio", "change")):
        assert [text for text in case.column(sheet, key) if str(text) not in said] == []


def test_both_documents_tell_the_same_of_a_project(blueprint: Blueprint) -> None:
    case = case_of(example(blueprint, "illustrative"))
    strategy, plan = paper(case, "strategy"), paper(case, "action_plan")
    ranking = table_with(strategy.blocks, "Whole-life cost", "Wave")
    waves = dict(zip(column(ranking, "Project"), column(ranking, "Wave"), strict=True))
    kinds = ({"Committed"}, {"First wave, proposed"}, {"Later", "Cannot be placed yet"})
    assert set(waves.values()) == set[str]().union(*kinds)
    for of_table, table in zip(kinds, tables(section(case, "plan_summary")), strict=True):
        assert {title for title, stands in waves.items() if stands in of_table} == set(column(table, "Project"))
    assert len(waves) == len(case.groups.open)
    assert plan.title != strategy.title
