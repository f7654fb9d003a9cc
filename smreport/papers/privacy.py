"""What is not for publication, and what must stay out with it, as it could be worked out otherwise."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from smreport.blueprint.publication import secret_rows, told_of_secret
from smreport.blueprint.withheld import is_withheld
from smreport.decision.results import Results
from smreport.words import say


def not_for_publication() -> str:
    """What stands in the place of a figure that is not for publication."""
    return say("papers.withheld")


class Privacy:
    """What a document may show; ``exempt`` shows everything."""

    def __init__(self, results: Results, exempt: bool) -> None:
        self._results, self._exempt = results, exempt

    def withheld(self, number: int) -> bool:
        """Whether a project's money must stay out of the document."""
        return number in self.withheld_projects

    @cached_property
    def withheld_projects(self) -> frozenset[int]:
        lines = self._results.bought.lines
        return frozenset(row for row, needed in lines.items() if any(self.hides_line(line.row) for line in needed))

    def hides_line(self, row: int) -> bool:
        """Whether what a row of 6 Evaluation costs must stay out of the document."""
        return self.hides_row("evaluation", row)

    def hides_row(self, sheet: str, row: int) -> bool:
        """Whether the figures of a row must stay out of the document."""
        return not self._exempt and row in self._secret_rows[sheet]

    def hides_money(self, numbers: Collection[int]) -> bool:
        """Whether an amount that depends on the money or hours of any of these projects must stay out."""
        return not self.withheld_projects.isdisjoint(numbers)

    def hides_risk(self, number: int) -> bool:
        """Whether a project's risk must stay out of the document."""
        secret = frozenset() if self._exempt else self._secret_rows["risks"]
        return any(risk.row in secret for risk in self._results.bought.risks[number])

    def secret_rows(self, sheet: str) -> frozenset[int]:
        """The rows of a sheet that are marked as not for publication, whether the case is exempt or not."""
        return self._secret_rows[sheet]

    @cached_property
    def _secret_rows(self) -> dict[str, frozenset[int]]:
        return {key: secret_rows(table) for key, table in self._results.tables.items()}

    def shown(self, sheet: str, key: str, row: int, value: object) -> object:
        """An answer as it may be shown, None where it must stay out."""
        if is_withheld(value):
            return None
        if self._exempt or row not in self._secret_rows[sheet]:
            return value
        columns = self._results.tables.blueprint.sheets[sheet]
        return told_of_secret(columns, columns.by_key[key], value)

    @property
    def has_secrets(self) -> bool:
        """Whether anything in the workbook is marked, whoever this is for."""
        return any(self._secret_rows.values())

    @cached_property
    def grounds(self) -> tuple[str, ...]:
        """The grounds for which figures stay out: those of their rows, else the one in Settings."""
        default = self._results.tables.settings.get("exempt_ground")
        own = self._of_marked("exempt_ground")
        marked = sum(len(rows) for rows in self._secret_rows.values())
        every = [*own, *([default] if len(own) < marked else [])]
        return tuple(dict.fromkeys(str(ground) for ground in every if ground is not None))

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Why the public interest is against publication, as people typed it."""
        return tuple(dict.fromkeys(self._of_marked("public_interest")))

    def _of_marked(self, key: str) -> list[str]:
        """The answers in a column of 6 Evaluation in the marked rows that have one."""
        rows = self._results.tables["evaluation"].rows
        answers = (rows[row].get(key) for row in sorted(self._secret_rows["evaluation"]))
        return [str(answer) for answer in answers if answer is not None]

    @property
    def tells_secrets(self) -> bool:
        """Whether figures that are not for publication are shown."""
        return self._exempt and any(self._secret_rows.values())

    def hides_score(self, number: int) -> bool:
        """Whether a score would give away a cost that must stay out: with fixed ends of the scale only its own."""
        return self.withheld(number)

    @property
    def hides_ranks(self) -> bool:
        """Whether ranks, and an order by rank, would bound a cost that must stay out between two known scores."""
        return bool(self.withheld_projects)
