"""What is bought: the cost lines that a set of projects needs and the mapped uses that it brings, nothing split.

A line without a project is a fixed charge of its role, bought once for all projects that need it; a use counts once if
any chosen project covers it (coverage). Both are rules of sets: what a project brings or costs depends on the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from typing import Generic, TypeVar

from smreport.decision.records import CostLine, Project, Risk, Round, Use
from smreport.frozen import Frozen

Item = TypeVar("Item", CostLine, Risk)


class Coverage(Frozen):
    """Uses that the same projects would cover, as one: their points together and their rows."""

    claimants: frozenset[int]
    points: int
    uses: tuple[Use, ...]


class Bought(Frozen, eq=False):
    """A round, with who needs and who claims what; worked out once.

    given  what counts as benefit instead of the round's uses, where something is to be tried
    """

    round: Round
    given: tuple[Coverage, ...] | None = None

    @cached_property
    def committed(self) -> frozenset[int]:
        """Rows of the commitments: they are taken before anything competes."""
        return frozenset(project.row for project in self.round.projects if project.committed)

    @cached_property
    def forced(self) -> frozenset[int]:
        """Rows of commitments and must-dos, and of what they depend on: in all the same."""
        musts = {project.row for project in self.round.projects if project.must}
        return self.with_needs(self.committed | musts)

    @cached_property
    def lines(self) -> dict[int, tuple[CostLine, ...]]:
        """The cost lines that each project needs: its own, those of its roles, and those of neither."""
        return {project.row: tuple(_borne(self._lines, project)) for project in self.round.projects}

    @cached_property
    def risks(self) -> dict[int, tuple[Risk, ...]]:
        """The risks that each project bears, likewise."""
        return {project.row: tuple(_borne(self._risks, project)) for project in self.round.projects}

    @cached_property
    def needers(self) -> dict[int, frozenset[int]]:
        """The projects that need a cost line, by the line's row."""
        needers = defaultdict(set)
        for project, lines in self.lines.items():
            for line in lines:
                needers[line.row].add(project)
        return {row: frozenset(projects) for row, projects in needers.items()}

    def is_sunk(self, line: CostLine) -> bool:
        """Whether a commitment has bought the set-up of a line already."""
        return self.commitments_to(line.row) > 0

    def commitments_to(self, row: int) -> int:
        """How many commitments need a row of 6 Evaluation; of one that names nobody that is not known: 0."""
        needers = self.needers.get(row, frozenset()) if row in self._owned else frozenset()
        return len(needers & self.committed)

    @cached_property
    def _owned(self) -> frozenset[int]:
        """The rows of cost lines that name whom they belong to."""
        return frozenset(line.row for line in self.round.lines if has_owner(line))

    @cached_property
    def coverage(self) -> tuple[Coverage, ...]:
        """The uses that some project claims, those with the same claimants as one."""
        if self.given is not None:
            return self.given
        together: dict[tuple[str, str], list[Use]] = defaultdict(list)
        for use in self.round.uses:
            together[use.area, use.role].append(use)
        grouped: dict[frozenset[int], list[Use]] = defaultdict(list)
        for (area, role), uses in together.items():
            if claimants := self._with_area.get(area, frozenset()) & self._with_role.get(role, frozenset()):
                grouped[claimants].extend(uses)
        in_order = sorted(grouped.items(), key=lambda group: sorted(group[0]))
        return tuple(Coverage(who, sum(use.points for use in uses), tuple(uses)) for who, uses in in_order)

    @cached_property
    def claims(self) -> dict[int, tuple[Coverage, ...]]:
        """What each project would cover."""
        claims = defaultdict(list)
        for group in self.coverage:
            for row in group.claimants:
                claims[row].append(group)
        return {project.row: tuple(claims[project.row]) for project in self.round.projects}

    def needed(self, chosen: Collection[int]) -> tuple[CostLine, ...]:
        """The lines that a set buys, each once."""
        lines = {line.row: line for row in chosen for line in self.lines[row]}
        return tuple(lines[row] for row in sorted(lines))

    def benefit(self, chosen: Collection[int]) -> int:
        """B(S): the points of the uses that a set covers, each use once."""
        chosen_rows = frozenset(chosen)
        return sum(group.points for group in self.coverage if group.claimants & chosen_rows)

    def gain(self, row: int, chosen: Collection[int]) -> int:
        """The points that a project adds to a set that it is not in."""
        chosen_rows = frozenset(chosen)
        return sum(group.points for group in self.claims[row] if group.claimants.isdisjoint(chosen_rows))

    @cached_property
    def dependants(self) -> dict[int, frozenset[int]]:
        """The other projects that depend on each, directly or not."""
        dependants = defaultdict(set)
        for row in self.round.by_row:
            for needed in self.with_needs({row}) - {row}:
                dependants[needed].add(row)
        return {row: frozenset(dependants[row]) for row in self.round.by_row}

    def with_needs(self, rows: Collection[int]) -> frozenset[int]:
        """The projects and all open ones that they depend on, directly or not."""
        reached, waiting = set(rows), list(rows)
        while waiting:
            further = self.round.by_row[waiting.pop()].depends - reached
            reached |= further
            waiting.extend(further)
        return frozenset(reached)

    @cached_property
    def _with_area(self) -> dict[str, frozenset[int]]:
        return _with(self.round.projects, "areas")

    @cached_property
    def _with_role(self) -> dict[str, frozenset[int]]:
        return _with(self.round.projects, "roles")

    @cached_property
    def _lines(self) -> _Owned[CostLine]:
        return _Owned.of(self.round.lines)

    @cached_property
    def _risks(self) -> _Owned[Risk]:
        return _Owned.of(self.round.risks)


def has_owner(item: CostLine | Risk) -> bool:
    """Whether a row names a role or a project that it belongs to."""
    return item.project is not None or bool(item.role)


class _Owned(Frozen, Generic[Item]):
    """Rows by whom they belong to: a project, a role, or (in drafts) nobody, so that they count for all."""

    of_project: dict[int, list[Item]]
    of_role: dict[str, list[Item]]
    of_all: list[Item]

    @classmethod
    def of(cls, items: Collection[Item]) -> _Owned[Item]:
        owned = cls(defaultdict(list), defaultdict(list), [])
        for item in items:
            if item.project is not None:
                owned.of_project[item.project].append(item)
            elif item.role:
                owned.of_role[item.role].append(item)
            else:
                owned.of_all.append(item)
        return owned


def _borne(owned: _Owned[Item], project: Project) -> list[Item]:
    borne = [*owned.of_project.get(project.row, ()), *owned.of_all]
    for role in project.roles:
        borne.extend(owned.of_role.get(role, ()))
    return sorted(borne, key=lambda item: item.row)


def _with(projects: Collection[Project], part: str) -> dict[str, frozenset[int]]:
    rows_by_name = defaultdict(set)
    for project in projects:
        for name in getattr(project, part):
            rows_by_name[name].add(project.row)
    return {name: frozenset(rows) for name, rows in rows_by_name.items()}
