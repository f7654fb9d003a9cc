"""A small council for tests: two services that share a project, a role and the council's own rows."""

from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables

LIBRARIES, HIGHWAYS = "Libraries (Service)", "Highways (Service)"
ANSWERS = """
    | settings  | organisation | budget |
    |           | Exampleshire | 1000   |
    | areas     | name      | kind    | status   | group  | lead            |
    |           | Libraries | Service | In scope | People | Head of Books   |
    |           | Highways  | Service | In scope | Places | Head of Roads   |
    | objectives | area                | objective          | importance |
    |            | All areas           | Answer in a day    | Essential  |
    |            | Libraries (Service) | More loans         |            |
    |            | Highways (Service)  | Fewer calls        | Useful     |
    | tools     | tool     | use    | channel        | status |
    |           | Facebook | alerts | Social network | Live   |
    | accounts  | account     | tool     | owner |
    |           | The council | Facebook | Comms |
    | mapping   | area                | tool             | objective   | role          | benefit    |
    |           | Libraries (Service) | Facebook: alerts | More loans  | Web editor    | More visit |
    |           | Highways (Service)  | Facebook: alerts | Fewer calls | Web editor    | Fewer ring |
    |           | Highways (Service)  | Facebook: alerts | Fewer calls | Road reporter | Faster     |
    | roles     | role          | capacity |
    |           | Web editor    | 20       |
    |           | Road reporter | 5        |
    |           | Volunteer     |          |
    | evaluation | role          | project        | setup_cost |
    |            | Web editor    |                | 100        |
    |            | Road reporter | Faults online  | 200        |
    | risks     | risk        | project       | role |
    |           | Too slow    | Faults online |      |
    |           | Bad weather |               |      |
    | portfolio | title         | areas                                   | depends      |
    |           | One page      | Libraries (Service); Highways (Service) |              |
    |           | Faults online | Highways (Service)                      | One page     |
    | kpis      | name  | project        |
    |           | Reach | Whole strategy |
    |           | Calls | Faults online  |
    | actions   | action | project       |
    |           | Start  | Faults online |
"""


def council(blueprint: Blueprint) -> Tables:
    """The answers of the small council."""
    return workbook(blueprint, ANSWERS)
