"""The strategy says what the workbook knows, and says of the rest that it is not known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from openpyxl import Workbook as OpenFile
from papers.cases import case_of, column, papers, prose, row_of, small_case, table_with, whole
from workbooks import EXAMPLES, example, workbook

from smreport.blocks.document import Block, Bullets, Callout, Table
from smreport.blueprint.addresses import column_letter
from smreport.blueprint.model import Blueprint
from smreport.commands.reading import read_workbook
from smreport.papers import appendices, strategy
from smreport.papers.case import Case
from smreport.papers.compose import SECTIONS, paper
from smreport.papers.figures import not_known, pounds
from smreport.papers.privacy import not_for_publication

Total = Callable[[list[float]], float]

HALF_FILLED = """
| settings   | organisation       | hourly_rate |
|            | Exampleshire       | 0           |
| areas      | name               | kind     | status   | lead          |
|            | Libraries          | Service  | In scope | Libraries Manager |
|            | Customer service   | Activity | In scope |               |
|            | Highways           | Service  | Parked   |               |
| objectives | area               | objective         | importance |
|            | Libraries (Service) | Help with forms  | Important  |
| tools      | tool               | use  | channel | status |
|            | Email bulletin     | news | Email   | Live   |
| mapping    | area                | tool                 | objective       | role       | strength |
|            | Libraries (Service) | Email bulletin: news | Help with forms | Librarians | Strong   |
| roles      | role       | kind     |
|            | Librarians | Internal |
|            | Advisers   | Internal |
| evaluation | role       | setup_cost | yearly_cost | hours |
|            | Librarians | 0          | 0           | 0     |
|            | Advisers   | 500        |             | 12    |
| portfolio  | title      | areas                       | roles      | lead |
|            | Warm rooms | Libraries (Service)         | Librarians | Libraries Manager |
|            | Easy calls | Customer service (Activity) | Advisers   |      |
"""


@pytest.fixture(scope="module")
def half(blueprint: Blueprint) -> Case:
    return small_case(blueprint, HALF_FILLED)


@pytest.fixture(scope="module")
def empty(blueprint: Blueprint) -> Case:
    return small_case(blueprint)


def section(case: Case, key: str, intro: str = "") -> list[Block]:
    return list(SECTIONS[key](case, intro))


def said(case: Case, key: str) -> str:
    return " ".join(prose(section(case, key)))


OF_DECISION = (
    "horizon_years", "discount_rate", "hourly_rate", "contingency", "benefit_at_0", "benefit_at_100", "cost_at_0",
    "cost_at_100", "risk_at_0", "risk_at_100",
)  # fmt: skip
"""The settings for which the template has a figure and that the decision rests on."""


class TestUnknownIsNeverZero:
    def test_cost_of_zero_is_shown_and_a_blank_cost_is_not_known(self, half: Case) -> None:
        money = table_with(section(half, "all_scores"), "Project", "Whole-life cost")
        assert row_of(money, "Warm rooms")["Whole-life cost"] == "£0"
        assert row_of(money, "Easy calls")["Whole-life cost"] == not_known()

    def test_what_nobody_scored_has_no_benefit_risk_or_rank(self, half: Case) -> None:
        row = row_of(table_with(section(half, "all_scores"), "Project", "Score"), "Easy calls")
        assert {text for heading, text in row.items() if heading != "Project"} == {not_known()}
        assert "Rank" not in row, "one project has no order"

    def test_total_counts_what_is_unknown_instead_of_leaving_it_out(self, half: Case) -> None:
        everything = table_with(section(half, "options"), "Option").rows[-1]
        assert everything[1].endswith("and more")
        assert "1 project of unknown benefit" in everything[2]
        assert "1 figure of cost is not known yet" in said(half, "options")

    def test_hours_of_a_wave_say_how_many_figures_are_unknown(self, blueprint: Blueprint) -> None:
        without = small_case(blueprint, HALF_FILLED.replace("| 12    |", "|       |"))
        told = without.money.fullest_month(without.results.order)
        assert told == not_known()

    def test_no_amount_is_shown_that_nobody_gave(self, half: Case, empty: Case) -> None:
        for case in (half, empty):
            amounts = set(re.findall(r"£[\d,.]*\d", whole(paper(case, "strategy"))))
            settings = case.results.round.settings
            with_contingency = pounds(500 * (1 + settings.contingency / 10_000))
            assumed = pounds(case.settings["hourly_rate"], pence=True)
            assert amounts <= {"£0", *map(pounds, settings.ends["cost"]), with_contingency, assumed}
            assert f"Cost of a staff hour\n{assumed}, assumed" not in whole(paper(case, "strategy"))

    def test_each_figure_of_the_template_that_counts_is_named_as_assumed(self, blueprint: Blueprint) -> None:
        tables = example(blueprint, "illustrative")
        assert "assumed" not in whole(paper(case_of(tables), "strategy"))
        for key in OF_DECISION:
            told = whole(paper(case_of(tables.with_settings({key: None})), "strategy"))
            assert ", assumed" in told, key
            assert key != "contingency" or "contingency of 10%, assumed" in told

    def test_what_is_assumed_is_said_where_something_rests_on_it(self, blueprint: Blueprint, empty: Case) -> None:
        without = small_case(blueprint, HALF_FILLED.replace("| hourly_rate |", "| budget |"))
        assert "£25, assumed" in whole(paper(without, "strategy")).replace(".00", "")
        assert "assumed" not in whole(paper(empty, "strategy"))

    def test_budget_of_zero_is_not_an_unknown_budget(self, blueprint: Blueprint, half: Case) -> None:
        broke = small_case(blueprint, HALF_FILLED.replace("| hourly_rate |", "| budget |"))
        assert "Limits: £0 for the whole plan" in said(broke, "all_scores")
        assert "Limits:" not in said(half, "all_scores")
        assert "No limits" in said(half, "portfolio")

    def test_measure_of_zero_is_shown_and_one_without_a_target_says_so(self, blueprint: Blueprint) -> None:
        case = small_case(
            blueprint,
            """
            | kpis | name   | project        | baseline | target |
            |      | Visits | Whole strategy | 0        |        |
            """,
        )
        row = row_of(table_with(section(case, "kpis"), "Measure"), "Visits")
        assert (row["Baseline"], row["How it stands"]) == ("0", "No target")
        assert not {"Target (by when)", "Latest"} & row.keys()

    def test_risk_that_nobody_scored_is_not_a_small_risk(self, blueprint: Blueprint) -> None:
        case = small_case(
            blueprint,
            """
            | risks | risk          | likelihood | impact | residual_likelihood |
            |       | Few volunteer |            |        |                     |
            """,
        )
        row = row_of(table_with(section(case, "all_risks"), "Risk"), "Few volunteer")
        assert (row["Before"], row["After"]) == ("Not scored", "Not scored")
        main = table_with(section(case, "risks"), "Risk")
        assert [each.heading for each in main.columns] == ["Risk"]
        assert "highest" not in f"{said(case, 'risks')} {said(case, 'summary')} {main.caption}"


class TestEmptyWorkbook:
    @pytest.mark.parametrize("key", [*strategy.SECTIONS, *appendices.SECTIONS])
    def test_section_is_there_only_where_it_has_something_to_say(self, empty: Case, key: str) -> None:
        blocks = section(empty, key, "An opening sentence.")
        says_what_is_asked = ("summary", "gaps")
        assert bool(blocks) is (key in says_what_is_asked)
        assert all(block.rows for block in blocks if isinstance(block, Table))
        assert all(block.items for block in blocks if isinstance(block, Bullets))

    def test_committee_is_not_asked_to_agree_a_wave_or_a_cost(self, empty: Case) -> None:
        asked = said(empty, "recommendations")
        assert "Note the inventory of what there is today." in asked
        assert "wave" not in asked
        assert "£" not in asked

    def test_each_implication_names_who_is_to_assess_it(self, half: Case) -> None:
        owners = {entry.owner for entry in half.wording.implications}
        assert owners <= set(column(table_with(section(half, "missing"), "Who is asked"), "Who is asked"))

    def test_wording_of_the_framework_is_a_proposal_and_none_where_nothing_is_decided(
        self, empty: Case, half: Case, blueprint: Blueprint
    ) -> None:
        default = half.wording.default_statement
        boxes = [block for block in section(half, "summary") if isinstance(block, Callout)]
        assert [box.label for box in boxes if box.text == default] == ["Statement, proposed for approval"]
        assert default not in said(empty, "summary")
        own = small_case(blueprint, "| settings | statement |\n|  | We listen. |")
        assert "We listen." in said(own, "summary")
        assert default not in said(own, "summary")


class TestHalfFilledRows:
    """A row that somebody has only begun shows its blanks as such, wherever it is named."""

    def test_objective_without_an_area_is_not_filed_under_a_made_up_one(self, blueprint: Blueprint) -> None:
        case = small_case(blueprint, "| objectives | objective |\n|  | Help with forms |")
        assert column(table_with(section(case, "all_objectives"), "Area"), "Area") == [not_known()]
        assert "Without an area: Help with forms." in said(case, "wants")

    def test_objective_without_an_area_does_not_take_that_of_a_nameless_one(self, blueprint: Blueprint) -> None:
        case = small_case(
            blueprint,
            """
            | areas      | name | kind    | lead |
            |            |      | Service | Ann  |
            | objectives | objective |
            |            | Help with forms |
            """,
        )
        assert column(table_with(section(case, "all_objectives"), "Area"), "Area") == [not_known()]

    def test_refused_tool_without_name_or_reason_says_so(self, blueprint: Blueprint) -> None:
        case = small_case(
            blueprint,
            """
            | tools   | tool   | use   | channel | status  |
            |         |        | films | Video   | Refused |
            |         | Email  | news  | Email   | Live    |
            | areas   | name      | kind    | status   |
            |         | Libraries | Service | In scope |
            | mapping | area                | tool        |
            |         | Libraries (Service) | Email: news |
            """,
        )
        assert "Considered and refused: Not known (films)." in said(case, "standing")

    def test_area_without_a_status_is_still_to_be_decided(self, blueprint: Blueprint) -> None:
        case = small_case(blueprint, "| areas | name | kind |\n|  | Libraries | Service |")
        assert "Of 1 area it is still to be decided whether it takes part: Libraries." in said(case, "wants")

    @pytest.mark.parametrize(
        ("owner", "due", "text"),
        [("", "", "Train advisers."), ("Web team", "", "Train advisers (Web team)."),
         ("", "2018", "Train advisers (due 2018)."), ("Team", "monthly", "Train advisers (Team; due monthly).")],
    )  # fmt: skip
    def test_action_says_of_owner_and_time_what_is_known(
        self, blueprint: Blueprint, owner: str, due: str, text: str
    ) -> None:
        case = small_case(blueprint, f"| actions | action | owner | due |\n|  | Train advisers | {owner} | {due} |")
        assert text in said(case, "summary")

    @pytest.mark.parametrize("setting", ["horizon_years", "discount_rate", "budget", "hours_available", "hourly_rate"])
    def test_setting_that_makes_no_sense_does_not_stop_a_draft(self, blueprint: Blueprint, setting: str) -> None:
        case = small_case(
            blueprint,
            HALF_FILLED.replace("| hourly_rate |", f"| {setting} |").replace("| 0           |", "| plenty |", 1),
        )
        assert case.results.errors
        assert all(whole(document) for document in papers(case))


class TestCountsAndPlurals:
    @pytest.mark.parametrize(
        ("years", "text"), [(1, "over 1 year from"), (2, "over 2 years from"), (2.5, "over 2.5 years from")]
    )
    def test_years_of_cost_are_counted(self, blueprint: Blueprint, years: float, text: str) -> None:
        half = HALF_FILLED.replace("| hourly_rate |", "| horizon_years |").replace("| 0           |", f"| {years} |", 1)
        case = small_case(blueprint, half)
        assert text in said(case, "all_scores")

    def test_one_project_is_one_project(self, blueprint: Blueprint) -> None:
        one = "\n".join(line for line in HALF_FILLED.splitlines() if "Easy calls" not in line)
        case = small_case(blueprint, one)
        within = case_of(workbook(blueprint, one.replace("| hourly_rate |", "| budget |")))
        assert "first wave of 1 project: Warm rooms" in said(within, "recommendations")
        assert "1 projects" not in whole(paper(case, "strategy"))

    def test_one_risk_and_one_area_are_singular(self, blueprint: Blueprint) -> None:
        case = small_case(
            blueprint,
            """
            | areas | name      | kind    | status   |
            |       | Libraries | Service | In scope |
            | risks | risk          |
            |       | Few volunteer |
            """,
        )
        text = whole(paper(case, "strategy"))
        assert "1 area takes part" in text
        assert not re.search(r"\b1 (areas|risks|objectives|uses|services|activities|gaps)\b", text)


class TestNearTies:
    """Scores less than a point apart are called a tie, and only those."""

    MARKDOWN = """
    | settings   | hourly_rate | weight_benefit | weight_cost | weight_risk |
    |            | 0           | 0              | 100         | 0           |
    | areas      | name      | kind    | status   |
    |            | Libraries | Service | In scope |
    | roles      | role |
    |            | {roles}
    | evaluation | role | setup_cost | yearly_cost | hours |
    |            | {costs}
    | portfolio  | title | areas | roles |
    |            | {projects}
    """

    def tied(self, blueprint: Blueprint, **costs: int) -> list[str]:
        new_row = "\n    |            | "
        markdown = self.MARKDOWN.format(
            roles=new_row.join(f"{name} |" for name in costs),
            costs=new_row.join(f"{name} | {cost} | 0 | 0 |" for name, cost in costs.items()),
            projects=new_row.join(f"Project {name} | Libraries (Service) | {name} |" for name in costs),
        )
        return [text for text in prose(section(small_case(blueprint, markdown), "priorities")) if "tie" in text]

    def test_two_pairs_are_two_ties(self, blueprint: Blueprint) -> None:
        first, second = self.tied(blueprint, A=0, B=50, C=5000, D=5050, E=10000)
        assert "Project A and Project B" in first
        assert "Project C and Project D" in second

    def test_scores_well_apart_are_none(self, blueprint: Blueprint) -> None:
        assert self.tied(blueprint, A=0, B=5000, C=10000) == []


class TestAppendices:
    def test_gaps_are_listed_by_owner_with_sheet_and_cells(self, half: Case) -> None:
        table = table_with(section(half, "gaps"), "Owner", "Where")
        owners = column(table, "Owner")
        assert owners == sorted(owners, key=str.lower)
        places = [row[-1] for row in table.rows if row[0] == "Libraries Manager"]
        assert f"7 Portfolio, {cell(half, 'portfolio', 'change', 'Warm rooms')}" in places

    def test_gap_of_a_row_without_an_owner_goes_to_who_fills_the_sheet_in(self, half: Case) -> None:
        table = table_with(section(half, "gaps"), "Owner", "Where")
        change = cell(half, "portfolio", "change", "Easy calls")
        (owner,) = (row[0] for row in table.rows if change in row[-1] and row[-1].startswith("7 Portfolio"))
        assert owner == half.results.tables["portfolio"].sheet.who

    def test_every_finding_has_its_cell_in_the_table_of_gaps(self, half: Case) -> None:
        places = column(table_with(section(half, "gaps"), "Owner", "Where"), "Where")
        listed = {
            (sheet, f"{letters}{row}")
            for place in places
            for sheet, *ranges in (place.split(", "),)
            for one in ranges
            for letters, first, last in re.findall(r"([A-Z]+)([0-9]+)(?::[A-Z]+([0-9]+))?", one)
            for row in range(int(first), int(last or first) + 1)
        }
        table = half.results.tables["settings"]
        unassessed = {(table.title, table.cell(entry.setting, 0)) for entry in half.wording.implications}
        assert listed == {(finding.sheet, finding.cell) for finding in half.results.findings} | unassessed

    @pytest.mark.parametrize(
        ("key", "sheet", "name"),
        [
            ("all_areas", "areas", "name"), ("all_objectives", "objectives", "objective"),
            ("all_tools", "tools", "use"), ("all_risks", "risks", "risk"), ("all_scores", "portfolio", "title"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("name_of_example", ["devon", "illustrative"])
    def test_every_row_of_the_workbook_stands_in_full(
        self, blueprint: Blueprint, key: str, sheet: str, name: str, name_of_example: str
    ) -> None:
        case = case_of(example(blueprint, name_of_example))
        cells = {text for block in section(case, key) if isinstance(block, Table) for row in block.rows for text in row}
        closed = {"Done", "Dropped"}
        names = {str(row[name]) for row in case.rows(sheet).values() if row.get("status") not in closed}
        assert names
        assert names <= cells


def cell(case: Case, sheet: str, key: str, name: str) -> str:
    """The address of an answer in the row that is called so."""
    table = case.results.tables[sheet]
    return table.cell(key, next(row for row in table.rows if table.name_of(row) == name))


@pytest.fixture(scope="module")
def figures(blueprint: Blueprint) -> Iterator[tuple[Table, OpenFile]]:
    path = EXAMPLES / "illustrative" / "illustrative.xlsx"
    case = case_of(read_workbook(path))
    book = openpyxl.load_workbook(path, data_only=True)
    yield table_with(section(case, "provenance"), "Figure", "Where"), book
    book.close()


class TestProvenance:
    """Whoever opens the workbook at the cells that are named finds the figure there."""

    def test_settings_stand_in_the_cells_that_are_named(self, figures: tuple[Table, OpenFile]) -> None:
        table, book = figures
        settings = [row for row in table.rows if row[2].startswith("Settings, ")]
        assert len(settings) >= 5
        for _, shown, where in settings:
            value = book["Settings"][where.partition(", ")[2]].value
            per_cent = shown.endswith("%")
            assert number_in(shown) == pytest.approx(100 * value if per_cent else value)

    @pytest.mark.parametrize(
        ("start", "heading", "together"),
        [
            ("Benefit points of “", "points", sum), ("Risk of “", "residual", max),
            ("Benefit points of the role “", "points", sum), ("Benefit points of the channel “", "points", sum),
        ],
    )  # fmt: skip
    def test_rows_that_are_named_give_the_figure(
        self, figures: tuple[Table, OpenFile], blueprint: Blueprint, start: str, heading: str, together: Total
    ) -> None:
        table, book = figures
        told = [row for row in table.rows if row[0].startswith(start) and row[1] != not_for_publication()]
        assert len(told) >= 6
        for _, shown, where in told:
            title, _, rows = where.partition(", row")
            sheet = next(each for each in blueprint if each.title == title)
            at = column_letter(sheet.place(heading, 1)[1])
            values = [book[title][f"{at}{row}"].value for row in re.findall(r"[0-9]+", rows)]
            assert number_in(shown) == pytest.approx(together(values), abs=0.5 if "£" in shown else 0.051)


def number_in(text: str) -> float:
    return float(re.sub(r"[£,%]", "", text))
