"""A small council at the end of its year, for tests: some of it is done or dropped, some is open, some is parked."""

_BEFORE_PORTFOLIO = """
| settings   | organisation | financial_year | plan_start | plan_end   | meeting_date | committee | budget |
|            | Shire        | 2027/28        | 2027-04-01 | 2028-03-31 | 2027-02-09   | Cabinet   | 5000   |
| areas      | name      | kind    | status   | reason          |
|            | Libraries | Service | In scope |                 |
|            | Highways  | Service | on hold  | Nobody is free. |
| roles      | role    |
|            | Adviser |
| evaluation | role    | project     | setup_cost | spent | spent_as_of |
|            | Adviser | Old website | 900        | 950   | 2028-01-31  |
|            | Adviser | Warm rooms  | 100        | 40    | 2028-01-31  |
|            | Adviser |             | 300        |       |             |
| risks      | risk    | role    | project     |
|            | Too old |         | Old website |
|            | Too few | Adviser |             |
"""
_PORTFOLIO = """
| portfolio | title       | areas               | lead | status        | start      | finish     | depends |
|     | Old website | Libraries (Service) | Head | done last May | 2027-04-05 | 2027-06-30 |                      |
|     | Web chat    | Libraries (Service) | Head | Dropped       | 2027-04-05 |            |                      |
|     | Warm rooms  | Libraries (Service) | Head | In progress   | 2027-09-01 | 2027-12-31 | Old website; Reading |
|     | Reading     | Libraries (Service) |      | Proposed      |            | 2029-01-31 | Web chat             |
"""
_MEASURES = """
| kpis | name    | project        | unit   | baseline  | as_of      | target | target_date | actual   | actual_as_of |
|      | Visits  | Old website    | visits | 100       | 2026-03-31 | 200    | 2027-06-30  | 210      | 2027-07-31   |
|      | Guests  | Warm rooms     | people | "0"       | 2027-03-31 | 40     | 2028-01-31  | about 30 | 2027-12-31   |
|      | Members | Whole strategy |        | about 410 | 2026/27    | 500    | 2029-03-31  |          |              |
"""
_AFTER_MEASURES = """
| actions    | action      | project     | owner | due        | status      |
|            | Switch off  | Old website | Web   | 2027-06-30 | In progress |
|            | Open doors  | Warm rooms  | Head  | 2027-10-01 | Done        |
|            | Buy kettles | Warm rooms  | Head  | 2027-11-01 | Late        |
| meetings   | body    | date       | role   |
|            | Cabinet | 2027-02-09 | Decide |
"""
ANSWERS = f"{_BEFORE_PORTFOLIO}{_PORTFOLIO}{_MEASURES}{_AFTER_MEASURES}"
"""Its workbook, as tables for ``workbooks.answers``."""
