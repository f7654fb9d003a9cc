"""Each rule kind, on a small sound workbook in which one thing at a time is made wrong."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from workbooks import answers

from smreport.blueprint.answers import tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.rules import KINDS
from smreport.decision.check import check, check_cells
from smreport.findings import Finding, Level

SOUND = answers("""
| settings   | organisation | author           | contact | plan_start | plan_end   | review_date | budget | hours_available | hourly_rate |
|            | Shire        | Digital Manager  | a@b.org | 2027-04-01 | 2030-03-31 | 2029-11-01  | 90000  | 50              | 26          |
| areas      | name             | kind     | status   | lead              |
|            | Libraries        | Service  | In scope | Libraries Manager |
|            | Customer service | Activity | In scope | Head of Contact   |
| objectives | area                        | objective        | outcome       | priority | measure | importance |
|            | Libraries (Service)         | More members     | People join   | Learning | Members | Essential  |
|            | Customer service (Activity) | Answer questions | Fewer calls   | Access   | Calls   | Useful     |
| tools      | tool     | use        | channel        | capability | status  | reason      |
|            | Bulletin | new titles | Email          | Inform     | Live    |             |
|            | Facebook | questions  | Social network | Answer     | Planned |             |
|            | Snapchat | stories    | Short video    | Inform     | Refused | Hardly used |
| accounts   | account     | tool     | owner           | decision |
|            | @shire      | Facebook | Head of Contact | Keep     |
| mapping    | area                        | tool                 | objective        | role      | benefit      | strength | left_out       |
|            | Libraries (Service)         | Bulletin: new titles | More members     | Librarian | People visit | Strong   | Posters as now |
|            | Customer service (Activity) | Facebook: questions  | Answer questions | Adviser   | Fewer calls  | Moderate | Phone as now   |
| roles      | role      | kind     | capacity |
|            | Librarian | Internal | 20       |
|            | Adviser   | Internal | 30       |
| evaluation | role      | setup_cost | yearly_cost | hours | cost_kind |
|            | Librarian | 1000       | 200         | 10    | Exact     |
|            | Adviser   | 0          | 500         | 30    | Estimate  |
| risks      | risk         | role      | likelihood | impact | mitigation | residual_likelihood | residual_impact | owner             |
|            | No one reads | Librarian | Possible   | Minor  | Ask people | Unlikely            | Minor           | Libraries Manager |
| portfolio  | title        | business_project | areas                       | roles     | lead              | change           | start      | finish     | status   | depends      |
|            | Library news | Libraries plan   | Libraries (Service)         | Librarian | Libraries Manager | Staff write      | 2027-05-01 | 2028-05-01 | Proposed |              |
|            | Answers      | Contact plan     | Customer service (Activity) | Adviser   | Head of Contact   | Advisers answer  | 2028-06-01 | 2029-05-01 | Proposed | Library news |
| kpis       | name     | project      | stage   | unit    | direction | baseline | as_of      | target | target_date | source | owner             |
|            | Members  | Library news | Outcome | members | Increase  | 100      | 2026-09-30 | 200    | 2028-05-01  | System | Libraries Manager |
|            | Calls    | Answers      | Outcome | calls   | Decrease  | 50       | 2026-09-30 | 20     | 2029-05-01  | System | Head of Contact   |
| actions    | action  | project      | owner             | due        | status      |
|            | Write   | Library news | Libraries Manager | 2027-06-01 | Not started |
|            | Train   | Answers      | Head of Contact   | 2028-08-01 | Not started |
""")  # noqa: E501

Edits = Mapping[tuple[Any, ...], object]  # (sheet, row counted from 0, column) -> value; in settings without the row


def found(blueprint: Blueprint, edits: Edits) -> list[Finding]:
    """All findings of the sound workbook after these edits. A row beyond the last one is added."""
    content: dict[str, Any] = deepcopy(dict(SOUND))
    for (sheet, *row, column), value in edits.items():
        if row and row[0] == len(content.get(sheet, ())):
            content.setdefault(sheet, []).append({})
        (content[sheet][row[0]] if row else content[sheet])[column] = value
    return check(tables_from(blueprint, content, "council.xlsx"))


def test_the_sound_workbook_has_no_finding(blueprint: Blueprint) -> None:
    assert found(blueprint, {}) == []


def copy_of(sheet: str, row: int) -> Edits:
    """Edits that repeat a row at the end of its sheet."""
    return {(sheet, len(SOUND[sheet]), key): value for key, value in SOUND[sheet][row].items()}


ERROR, GAP, NOTE = Level.ERROR, Level.GAP, Level.NOTE
DECIDES = {("meetings", 0, "body"): "Cabinet", ("meetings", 0, "role"): "Decide"}
BROKEN: tuple[tuple[str, Edits, Level, str, str, str], ...] = (
    # code, edits, level, cell(s), what is said, how to fix it
    ("areas.name.required", {("areas", 1, "name"): None}, ERROR, "B8", "Area is missing.", "The name of the activity"),
    ("settings.author.required", {("settings", "author"): "  "}, GAP, "C8", "Report author is missing.", "A post"),
    (
        "settings.exempt_ground.grounded", {("risks", 0, "not_public"): "Yes"}, ERROR,
        "C66", "Something is marked Not for publication, and no ground is given.", "It is row 6 of 6a Risks.",
    ),
    (
        "settings.exempt_ground.grounded", {("risks", 0, "not_public"): "ask", ("kpis", 1, "not_public"): True}, ERROR,
        "C66", "Something is marked Not for publication, and no ground is given.", "there is 1 other.",
    ),
    (
        "evaluation.not_public.marked", {("evaluation", 0, "exempt_ground"): "Ours"}, ERROR,
        "I7", "A ground says that the row is not for publication, and Not for publication does not.", "Answer Yes in",
    ),
    (
        "evaluation.not_public.marked",
        {("evaluation", 0, "public_interest"): "It would cost us", ("evaluation", 0, "not_public"): "No"}, ERROR,
        "I7", "A ground says that the row is not for publication, and Not for publication does not.", "or delete what",
    ),
    (
        "actions.due.in_effect", {**DECIDES, ("meetings", 0, "date"): date(2027, 6, 2)}, GAP,
        "E6", "The action is due before the decision can take effect.", "Move the due date",
    ),
    (
        "actions.due.in_effect", {("settings", "call_in_ends"): date(2027, 6, 2)}, GAP,
        "E6", "The action is due before the decision can take effect.", "Move the due date",
    ),
    ("areas.reason.required", {("areas", 0, "status"): "Parked"}, GAP, "I7", "Reason for the status is missing.", ""),
    ("kpis.actual_as_of.required", {("kpis", 0, "actual"): "120"}, NOTE, "L7", "Actual as of is missing.", ""),
    (
        "evaluation.setup_cost.readable", {("evaluation", 0, "setup_cost"): "about ten"}, ERROR,
        "D7", "Set-up cost is not typed as a number.", "An amount in pounds is expected.",
    ),
    (
        "evaluation.setup_cost.readable", {("evaluation", 0, "setup_cost"): "£1,200"}, NOTE,
        "D7", "Set-up cost is not typed as a number.", "It was read as 1,200.",
    ),
    (
        "portfolio.must_do.readable", {("portfolio", 0, "must_do"): "perhaps"}, ERROR,
        "M8", "Must do is not yes or no.", "Yes or No is expected.",
    ),
    (
        "evaluation.hours.in_range", {("evaluation", 0, "hours"): -5}, ERROR,
        "F7", "Staff hours a month must be not below 0.", "Correct the number.",
    ),
    (
        "settings.discount_rate.in_range", {("settings", "discount_rate"): 350.5}, ERROR,
        "C27", "Discount rate must be not below 0% and not above 100%.", "Correct the number.",
    ),
    (
        "areas.kind.listed", {("areas", 0, "kind"): "Survise"}, ERROR,
        "C7", "Kind is not in the list.", "Did you mean “Service”? Pick one from the list “Kind of area”.",
    ),
    (
        "mapping.role.exists", {("mapping", 0, "role"): "Librarianss"}, ERROR,
        "E7", "Role is not listed in 5 Roles.", "Did you mean “Librarian”? Pick one from the list, or add it there.",
    ),
    (
        "portfolio.areas.exists",
        {("portfolio", 0, "areas"): "Libraries (Service); Custommer servise (Activity)"}, ERROR,
        "D8", "Areas are not listed in 1 Areas.", "“Custommer servise (Activity)” is unknown. Did you mean",
    ),
    (
        "mapping.role.understood", {("mapping", 0, "role"): "The librarians."}, NOTE,
        "E7", "Role: in other words.", "“The librarians.” was read as “Librarian”.",
    ),
    (
        "cells.nothing_said", {("areas", 0, "status"): "TBC"}, NOTE,
        "D7", "Words that give no answer were read as blank.", "Fill the cell in once",
    ),
    (
        "portfolio.title.no_separator", {("portfolio", 0, "title"): "News; alerts"}, ERROR,
        "B8", "Project has a “;” in it, which stands between choices.", "Use a comma or a dash instead.",
    ),
    (
        "roles.role.unique", {("roles", 1, "role"): " LIBRARIAN "}, ERROR,
        "B6 B7", "The same Role stands in another row.", "Change or delete one of the rows.",
    ),
    (
        "mapping.area.unique", copy_of("mapping", 0), ERROR,
        "B7 B9", "The same area, tool use, objective and role stand in another row.", "a benefit is counted once",
    ),
    (
        "risks.risk.unique", copy_of("risks", 0), GAP,
        "B6 B7", "The same risk of one role and project stands in another row, and counts twice.", "say in Risk what",
    ),
    (
        "risks.role.one_of", {("risks", 0, "role"): None}, ERROR,
        "C6", "The risk names neither a role nor a project.", "Pick the role or the project",
    ),
    (
        "settings.weight_benefit.any_positive",
        {("settings", f"weight_{name}"): 0 for name in ("benefit", "cost", "risk")}, ERROR,
        "C28", "None of these is above zero: Weight of benefit, Weight of cost, Weight of risk.", "Give at least one",
    ),
    (
        "portfolio.finish.compare.start", {("portfolio", 0, "finish"): date(2027, 4, 30)}, ERROR,
        "J8", "The project finishes before it starts.", "Correct the start or the finish.",
    ),
    (
        "settings.plan_end.compare.plan_start", {("settings", "plan_end"): date(2027, 3, 31)}, ERROR,
        "C19", "Plan ends is before “Plan starts”.", "Correct one of the two.",
    ),
    (
        "actions.due.compare.plan_end", {("actions", 1, "due"): date(2030, 4, 1)}, GAP,
        "E7", "The action is due after the plan ends.", "Correct the due date",
    ),
    (
        "portfolio.start.compare.finish", {("portfolio", 1, "start"): date(2028, 4, 30)}, ERROR,
        "I9", "The project starts before one that it depends on is finished.", "Move the start",
    ),
    (
        "evaluation.hours.compare.capacity", {("evaluation", 1, "hours"): 31}, GAP,
        "F8", "The hours are more than the role's capacity in 5 Roles.", "Lower the hours",
    ),
    (
        "risks.residual_impact.compare.impact", {("risks", 0, "residual_impact"): "Severe"}, ERROR,
        "J6", "The impact after mitigation is higher than before.", "Correct one of the two.",
    ),
    (
        "portfolio.start.outside",
        {("settings", "pre_election_start"): date(2027, 5, 1), ("settings", "pre_election_end"): date(2027, 5, 6)},
        NOTE, "I8", "The project starts in the pre-election period.", "Move the launch",
    ),
    (
        "portfolio.depends.acyclic", {("portfolio", 0, "depends"): "answers"}, ERROR,
        "K8 K9", "Depends on runs in a circle: nothing in it could start.", "Take one of the links out.",
    ),
    (
        "tools.tool.similar",
        {("tools", 2, "tool"): "Facebook page"},
        NOTE, "B8 B9", "Another row has nearly the same name.", "Compare “Facebook page”. Use one spelling",
    ),
    (
        "mapping.objective.belongs", {("mapping", 0, "objective"): "Answer questions"}, GAP,
        "D7", "The objective belongs to another area, so this use is not counted.", "Pick an objective of this area",
    ),
    (
        "mapping.tool.ref_state.status", {("tools", 0, "status"): "Refused"}, ERROR,
        "C7", "The tool use is marked as refused in 3 Tools.", "Pick another tool use",
    ),
    (
        "areas.label.covered.objectives",
        {("objectives", 0, "area"): "Customer service (Activity)"}, GAP,
        "K7", "The area is in scope, but no objective names it.", "Add an objective for this area",
    ),
    (
        "settings.weight_benefit.all_or_none",
        {("settings", "weight_benefit"): 50}, ERROR,
        "C28", "Only some of the three weights are given.", "Give all three",
    ),
    (
        "settings.cost_at_0.compare.cost_at_100", {("settings", "cost_at_100"): 200_000}, ERROR,
        "C42", "The cost that scores 0 is not above the one that scores 100.", "Correct one of the two",
    ),
    (
        "portfolio.not_with.apart", {("portfolio", 1, "not_with"): "Answers", ("portfolio", 1, "depends"): "Answers"},
        ERROR, "L9", "The project is kept apart from itself, or from one that it needs", "Take it out of Not together",
    ),
    (
        "evaluation.role.one_of", {("evaluation", 0, "role"): None, ("evaluation", 0, "project"): None}, ERROR,
        "B7", "The cost names neither a role nor a project.", "Pick the role or the project",
    ),
    (
        "portfolio.title.covered.kpis", {("kpis", 0, "target"): None}, GAP,
        "B8", "The project has no KPI with a target.", "Add one in 7a KPIs, with a target.",
    ),
    (
        "portfolio.areas.covered.mapping", {("mapping", 0, "role"): "Adviser"}, GAP,
        "D8", "No row of 4 Mapping has one of the project's areas and one of its roles.", "Map a use for it",
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "edits", "level", "cells", "what", "fix"), BROKEN, ids=lambda part: part if isinstance(part, str) else ""
)
def test_a_broken_rule_is_found_in_its_cell_and_explained(
    blueprint: Blueprint, code: str, edits: Edits, level: Level, cells: str, what: str, fix: str
) -> None:
    findings = [finding for finding in found(blueprint, edits) if finding.code == code]
    assert [finding.cell for finding in findings] == cells.split()
    assert {finding.level for finding in findings} == {level}
    assert what in findings[0].what
    assert fix in findings[0].fix


def test_every_rule_kind_is_tried_here() -> None:
    tried = {code.split(".")[1 if code.startswith("cells.") else 2] for code, *_ in BROKEN}
    assert tried == {
        *KINDS,
        "readable",
        "in_range",
        "listed",
        "exists",
        "no_separator",
        "understood",
        "nothing_said",
        "marked",
    }


KEPT: tuple[tuple[str, Edits], ...] = (
    ("settings.exempt_ground.grounded", {("risks", 0, "not_public"): "No"}),
    ("settings.exempt_ground.grounded", {("risks", 0, "not_public"): "Yes", ("settings", "exempt_ground"): "Ours"}),
    (
        "settings.exempt_ground.grounded",
        {("evaluation", 0, "not_public"): "Yes", ("evaluation", 0, "exempt_ground"): "Ours"},
    ),
    (
        "evaluation.not_public.marked",
        {("evaluation", 0, "public_interest"): "Ours", ("evaluation", 0, "not_public"): "ask"},
    ),
    ("actions.due.in_effect", {**DECIDES, ("meetings", 0, "date"): date(2027, 6, 1)}),
    ("actions.due.in_effect", {**DECIDES, ("meetings", 0, "date"): date(2029, 1, 1), ("meetings", 0, "role"): "Note"}),
    (
        "actions.due.in_effect",
        {("settings", "call_in_ends"): date(2027, 6, 2), ("portfolio", 0, "status"): "Approved"},
    ),
    ("areas.lead.required", {("areas", 0, "status"): "Parked", ("areas", 0, "lead"): None}),
    ("areas.kind.listed", {("areas", 0, "kind"): " sERVICE "}),
    ("areas.service.listed", {("areas", 0, "service"): "A service of our own"}),
    ("mapping.role.exists", {("mapping", 0, "role"): "  librarian"}),
    ("portfolio.areas.exists", {("portfolio", 0, "areas"): "libraries  (service) ;CUSTOMER SERVICE (ACTIVITY);"}),
    ("kpis.project.exists", {("kpis", 0, "project"): "whole strategy"}),
    ("roles.role.no_separator", {("roles", 0, "notes"): "one; two"}),
    ("evaluation.setup_cost.readable", {("evaluation", 0, "setup_cost"): None}),
    ("portfolio.must_do.readable", {("portfolio", 0, "must_do"): "YES"}),
    ("evaluation.role.unique", {**copy_of("evaluation", 0), ("evaluation", 2, "project"): "Library news"}),
    ("settings.weight_benefit.any_positive", {("settings", "weight_benefit"): 0, ("settings", "weight_cost"): 0,
                                             ("settings", "weight_risk"): 40}),
    ("portfolio.finish.compare.start", {("portfolio", 0, "finish"): date(2027, 5, 1)}),
    ("portfolio.finish.compare.start", {("portfolio", 0, "finish"): "May 2027"}),
    ("portfolio.finish.compare.start", {("portfolio", 0, "finish"): 2027}),
    ("portfolio.finish.compare.start", {("portfolio", 0, "finish"): "monthly"}),
    ("portfolio.start.compare.plan_start", {("settings", "plan_start"): "some time in 2028"}),
    ("evaluation.hours.compare.capacity", {("roles", 1, "capacity"): None}),
    ("portfolio.start.outside", {("settings", "pre_election_start"): date(2027, 4, 1)}),
    ("mapping.objective.belongs", {("objectives", 0, "area"): "All areas"}),
    ("mapping.objective.belongs", {("mapping", 0, "objective"): None, ("objectives", 1, "objective"): None}),
    ("areas.label.covered.objectives", {("objectives", 0, "area"): "All areas"}),
    ("settings.weight_benefit.all_or_none", {}),
    ("settings.weight_benefit.any_positive", {}),
    ("settings.cost_at_0.compare.cost_at_100", {("settings", "cost_at_100"): 199_999}),
    ("portfolio.not_with.apart", {("portfolio", 0, "not_with"): "Nobody knows"}),
    ("portfolio.not_with.apart", {("portfolio", 2, "not_with"): "Answers"}),
    ("portfolio.title.covered.kpis", {("kpis", 0, "target"): None, ("portfolio", 0, "status"): "Dropped"}),
    ("areas.name.required", {("areas", 1, "name"): "C", ("objectives", 1, "area"): "C (Activity)"}),
    ("evaluation.hours.in_range", {("evaluation", 0, "hours"): 0}),
    ("evaluation.hours.in_range", {("evaluation", 0, "hours"): None}),
    ("settings.discount_rate.in_range", {("settings", "discount_rate"): 1}),
    ("settings.discount_rate.in_range", {("settings", "discount_rate"): 0}),
    ("mapping.area.unique", {**copy_of("mapping", 0), ("mapping", 2, "role"): "Adviser"}),
    ("risks.risk.unique", {**copy_of("risks", 0), ("risks", 1, "project"): "Library news"}),
    ("mapping.area.unique", {**copy_of("mapping", 0), ("mapping", 2, "area"): None, ("mapping", 0, "area"): None}),
    ("risks.role.one_of", {("risks", 0, "role"): None, ("risks", 0, "project"): "Library news"}),
    ("settings.weight_benefit.any_positive", {("settings", "weight_benefit"): 0, ("settings", "weight_cost"): 0,
                                             ("settings", "weight_risk"): 0.01}),
    ("actions.due.compare.plan_end", {("actions", 1, "due"): date(2030, 3, 31)}),
    ("settings.plan_end.compare.plan_start", {("settings", "plan_start"): date(2030, 3, 31)}),
    ("portfolio.start.compare.finish", {("portfolio", 1, "start"): date(2028, 5, 1)}),
    ("evaluation.hours.compare.capacity", {("evaluation", 1, "hours"): 30}),
    ("evaluation.hours.compare.capacity", {("evaluation", 1, "hours"): "£31"}),
    ("evaluation.hours.compare.capacity", {("roles", 1, "capacity"): "£29"}),
    ("risks.residual_impact.compare.impact", {("risks", 0, "residual_impact"): "Minor"}),
    ("risks.residual_impact.compare.impact", {("risks", 0, "impact"): None, ("risks", 0, "residual_impact"): "Severe"}),
    ("portfolio.start.outside", {("settings", "pre_election_start"): date(2027, 5, 2),
                                ("settings", "pre_election_end"): date(2027, 5, 6)}),
    ("portfolio.start.outside", {("settings", "pre_election_start"): date(2027, 4, 1),
                                ("settings", "pre_election_end"): date(2027, 4, 30)}),
    ("portfolio.depends.acyclic", {("portfolio", 0, "depends"): "Somebody else"}),
    ("mapping.tool.ref_state.status", {("tools", 0, "status"): "Planned"}),
    ("mapping.objective.belongs", {("objectives", 0, "area"): "LIBRARIES (service)"}),
    ("portfolio.areas.covered.mapping", {("portfolio", 0, "roles"): "Adviser; Librarian"}),
    ("tools.tool.similar", {("tools", 2, "tool"): "FACEBOOK"}),
    ("tools.tool.similar", {("tools", 2, "tool"): "Facebook live"}),
    ("areas.name.similar", {**copy_of("areas", 0), ("areas", 2, "name"): "Library", ("areas", 2, "kind"): "Activity"}),
    ("areas.name.similar", {**copy_of("areas", 0), ("areas", 2, "name"): "Librarie", ("areas", 2, "kind"): "Activity"}),
)  # fmt: skip


@pytest.mark.parametrize(("code", "edits"), KEPT, ids=lambda part: part if isinstance(part, str) else "")
def test_a_rule_keeps_silent_where_it_is_kept(blueprint: Blueprint, code: str, edits: Edits) -> None:
    assert code in {rule.code(sheet) for sheet in blueprint for rule in sheet.rules}
    assert [finding.cell for finding in found(blueprint, edits) if finding.code == code] == []


def test_every_rule_kind_is_kept_here() -> None:
    kept = {code.split(".")[2] for code, _ in KEPT}
    assert kept == {*KINDS, "readable", "in_range", "listed", "exists", "no_separator", "marked"}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Web editor", "Web editors"), ("Web editor", "web-editor"), ("Web editor", "The web editor"),
        ("Our pages", "Our page"), ("R&D", "R and D"), ("Web editor", "Official web editor account"),
        ("Channels of the page", "channel of page"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("turn", [1, -1])
def test_names_that_differ_in_plural_spacing_or_a_word_like_page_are_told(
    blueprint: Blueprint, name: str, other: str, turn: int
) -> None:
    first, second = (name, other)[::turn]
    findings = found(blueprint, {("accounts", 0, "account"): first, ("accounts", 1, "account"): second})
    (one, two) = (finding for finding in findings if finding.code == "accounts.account.similar")
    assert (f"“{second}”" in one.fix, f"“{first}”" in two.fix) == (True, True)


@pytest.mark.parametrize(
    ("name", "other"),
    [("Web editor", "Web edition"), ("The page", "The account"), ("Page 1", "Page 2")],
)
def test_names_that_differ_otherwise_are_not(blueprint: Blueprint, name: str, other: str) -> None:
    findings = found(blueprint, {("accounts", 0, "account"): name, ("accounts", 1, "account"): other})
    assert [finding.cell for finding in findings if finding.code == "accounts.account.similar"] == []


JUST_BROKEN: tuple[tuple[str, Edits], ...] = (
    ("evaluation.hours.in_range", {("evaluation", 0, "hours"): -0.01}),
    ("settings.discount_rate.in_range", {("settings", "discount_rate"): 101}),
    ("settings.discount_rate.in_range", {("settings", "discount_rate"): -0.01}),
    ("portfolio.start.outside", {("settings", "pre_election_start"): date(2027, 5, 1),
                                ("settings", "pre_election_end"): date(2027, 5, 1)}),
    ("portfolio.start.outside", {("settings", "pre_election_start"): date(2027, 4, 1),
                                ("settings", "pre_election_end"): date(2027, 5, 1)}),
    ("evaluation.hours.compare.capacity", {("roles", 1, "capacity"): 29.9}),
    ("risks.residual_likelihood.compare.likelihood", {("risks", 0, "residual_likelihood"): "Likely"}),
    ("settings.plan_end.compare.plan_start", {("settings", "plan_start"): date(2030, 4, 1)}),
    ("portfolio.depends.acyclic", {("portfolio", 0, "depends"): "library news"}),
    ("mapping.objective.belongs", {("objectives", 0, "area"): None}),
    ("portfolio.areas.exists", {("portfolio", 0, "areas"): "Libraries (Service); Librariez (Service)"}),
    ("areas.name.similar", {**copy_of("areas", 0), ("areas", 2, "name"): "The library"}),
    ("settings.cost_at_0.compare.cost_at_100", {("settings", "cost_at_0"): 0}),
    ("settings.weight_benefit.all_or_none", {("settings", "weight_benefit"): 0, ("settings", "weight_cost"): 0}),
    ("portfolio.not_with.apart", {("portfolio", 0, "not_with"): "library news"}),
    ("portfolio.not_with.apart", {("portfolio", 0, "not_with"): "Answers"}),
    ("settings.weight_benefit.any_positive",
     {("settings", "weight_benefit"): -1, ("settings", "weight_cost"): 0, ("settings", "weight_risk"): 0}),
)  # fmt: skip


@pytest.mark.parametrize(("code", "edits"), JUST_BROKEN, ids=lambda part: part if isinstance(part, str) else "")
def test_a_rule_speaks_where_it_is_just_broken(blueprint: Blueprint, code: str, edits: Edits) -> None:
    assert code in {finding.code for finding in found(blueprint, edits)}


def test_every_rule_of_the_template_has_a_code_of_its_own(blueprint: Blueprint) -> None:
    codes = [rule.code(sheet) for sheet in blueprint for rule in sheet.rules if rule.kind != "unsaid"]
    assert sorted(codes) == sorted(set(codes))


def test_a_longer_circle_is_found_at_every_project_in_it_but_excel_cannot_tell(blueprint: Blueprint) -> None:
    circle = {("portfolio", 2, "title"): "Third", ("portfolio", 2, "depends"): "Answers"}
    edits = {**circle, ("portfolio", 0, "depends"): "Third"}
    cells = [finding.cell for finding in found(blueprint, edits) if finding.code == "portfolio.depends.acyclic"]
    assert cells == ["K8", "K9", "K10"]
    content: dict[str, Any] = deepcopy(dict(SOUND))
    content["portfolio"][0]["depends"] = "Third"
    content["portfolio"].append({"title": "Third", "depends": "Answers"})
    shown = check_cells(tables_from(blueprint, content))
    assert not any("circle" in words for words in shown["portfolio"].values())


def test_a_project_that_waits_for_the_circle_is_not_in_it(blueprint: Blueprint) -> None:
    edits = {
        ("portfolio", 0, "depends"): "Answers",
        ("portfolio", 2, "title"): "Waiting",
        ("portfolio", 2, "depends"): "Answers",
    }
    cells = [finding.cell for finding in found(blueprint, edits) if finding.code == "portfolio.depends.acyclic"]
    assert cells == ["K8", "K9"]


def test_a_project_kept_apart_from_what_it_needs_by_way_of_another_is_found_but_excel_cannot_tell(
    blueprint: Blueprint,
) -> None:
    content: dict[str, Any] = deepcopy(dict(SOUND))
    content["portfolio"].append({"title": "Third", "depends": "Answers", "not_with": "Library news"})
    tables = tables_from(blueprint, content)
    assert "portfolio.not_with.apart" in {finding.code for finding in check(tables)}
    assert not any("kept apart" in words for words in check_cells(tables)["portfolio"].values())


def test_no_suggestion_is_made_where_nothing_is_close(blueprint: Blueprint) -> None:
    (finding,) = found(blueprint, {("accounts", 0, "tool"): "Pigeon post"})
    assert (finding.code, finding.cell) == ("tools.tool.missing_row", "B10")
    assert finding.fix == "“Pigeon post”: 3a Accounts, C6. Add its row, or let smreport refresh make it."
