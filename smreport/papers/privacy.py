"""What is not for publication, and what must stay out with it, as it could be worked out otherwise."""

from __future__ import annotations

from functools import cached_property

from smreport.blueprint.publication import secret_rows, told_of_secret
from smreport.decision.results import Results
from smreport.papers.records import Records

WITHHELD = "Not for publication"


class Privacy:
    """What a document may show; ``exempt`` shows everything."""

    def __init__(self, results: Results, records: Records, exempt: bool) -> None:
        self._results, self._records, self._exempt = results, records, exempt

    def withheld(self, number: int) -> bool:
        """Whether a project's money must stay out of the document."""
        return number in self.withheld_projects

    @cached_property
    def withheld_projects(self) -> set[int]:
        if self._exempt:
            return set()
        secret = self._secret_rows["evaluation"]
        return {
            number for number, record in self._records.projects.items() if not secret.isdisjoint(record["cost_rows"])
        }

    def secret_rows(self, sheet: str) -> frozenset[int]:
        """The rows of a sheet that are marked as not for publication, whether the case is exempt or not."""
        return self._secret_rows[sheet]

    @cached_property
    def _secret_rows(self) -> dict[str, frozenset[int]]:
        return {key: secret_rows(table) for key, table in self._results.tables.items()}

    def shown(self, sheet: str, key: str, row: int, value: object) -> object:
        """An answer as it may be shown, None where it must stay out."""
        if self._exempt or row not in self._secret_rows[sheet]:
            return value
        columns = self._results.tables.blueprint.sheets[sheet]
        return told_of_secret(columns, columns.by_key[key], value)

    @property
    def tells_secrets(self) -> bool:
        """Whether figures that are not for publication are shown."""
        return self._exempt and any(self._secret_rows.values())

    @cached_property
    def hides_all_scores(self) -> bool:
        """Whether a withheld cost is the highest or the lowest, so that it could be worked out from any score."""
        ends = (self._results.projects["cost"].min(), self._results.projects["cost"].max())
        return any(self._records.projects[number]["cost"] in ends for number in self.withheld_projects)

    def hides_score(self, number: int) -> bool:
        return self.hides_all_scores or self.withheld(number)
