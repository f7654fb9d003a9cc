"""How far the workbooks of a round are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from smreport.commands.first_wave import NOTHING_SAID, FirstWave, first_wave_of
from smreport.commands.gathering import Places, as_paths
from smreport.commands.returned import Form, Received, Round, received
from smreport.commands.work import Tick, Workers, silent
from smreport.decision import scope
from smreport.decision.check import check
from smreport.findings import Level
from smreport.frames import frame_of
from smreport.frozen import Frozen, replace
from smreport.rounds.progress import (
    NOTHING_ASKED,
    Completeness,
    Standing,
    completeness,
    is_split,
    own_findings,
    own_rows,
    standing_of,
)
from smreport.rounds.register import Sent

if TYPE_CHECKING:
    import pandas as pd


class Status(Frozen):
    """How far one workbook is. ``part`` is whom it is for, ``problem`` why it cannot be read.

    first_wave  what is to be said of it, of a whole workbook in which limits are set
    path        where it is, None where nothing has come
    is_parked   whether it is for parked areas alone, which are perhaps not asked in this round
    """

    file: str
    part: str
    lead: str
    standing: Standing
    completeness: Completeness = NOTHING_ASKED
    errors: int = 0
    gaps: int = 0
    notes: int = 0
    problem: str = ""
    first_wave: FirstWave = NOTHING_SAID
    path: Path | None = None
    is_parked: bool = False

    @property
    def needs_nothing(self) -> bool:
        """Whether it came back as it was sent, and nothing was to be filled in."""
        return self.standing is Standing.AS_SENT and not self.errors and not self.gaps

    @property
    def has_returned(self) -> bool:
        """Whether it came back filled in, and the register knows it."""
        return self.standing is Standing.RETURNED

    @property
    def is_missing(self) -> bool:
        return self.standing is Standing.MISSING

    @property
    def has_come(self) -> bool:
        return self.standing in (Standing.RETURNED, Standing.UNKNOWN)

    @property
    def is_fine(self) -> bool:
        return self.has_come and not self.errors and not self.gaps

    def as_dict(self) -> dict[str, object]:
        """Plain data: file, for, lead, stands, filled and asked (cells), share (0 to 1, or None), and counts; then

        what :class:`FirstWave` tells.
        """
        share = self.completeness.share
        return {
            "file": self.file, "for": self.part, "lead": self.lead, "stands": self.standing.value,
            "filled": self.completeness.filled, "asked": self.completeness.asked,
            "share": None if share is None else round(share, 3),
            "errors": self.errors, "gaps": self.gaps, "notes": self.notes, "problem": self.problem,
            **self.first_wave.as_dict(),
        }  # fmt: skip


class Standings(Frozen):
    """How far all workbooks are; ``remarks`` say which files were left out, and of whom several came back.

    has_register  whether a register told who was sent what
    """

    rows: tuple[Status, ...]
    remarks: tuple[str, ...]
    has_register: bool = True

    @property
    def returned(self) -> tuple[int, int]:
        """How many came back filled in, and of how many: of each that was sent once, however many files there are."""
        known = [row for row in self.rows if row.part and row.standing is not Standing.UNKNOWN]
        return len({row.part for row in known if row.has_returned}), len({row.part for row in known})

    @property
    def is_fine(self) -> bool:
        """Whether all have come back, without errors or gaps."""
        return bool(self.rows) and all(workbook.is_fine for workbook in self.rows)

    @property
    def frame(self) -> pd.DataFrame:
        """A row for each workbook, columns as :meth:`Status.as_dict` has them; share is from 0 to 1."""
        return frame_of(status.as_dict() for status in self.rows)


def status(
    places: Places,
    *,
    register: str | Path | None = None,
    template: str | Path | None = None,
    jobs: int | None = 1,
    may_be_none: bool = False,
    tick: Tick = silent,
) -> Standings:
    """How far each workbook is, in the order of the register, then those that it does not know.

    places    folders of returned workbooks, or the workbooks
    register  the register of the split; else the one beside the workbooks, if there is one
    may_be_none  whether it is fine that nothing has come back yet

    Counts only what is for the workbook's own people to fill in. Raises UnreadableFile for the register only,
    TemplateError, InvalidValue where there is no workbook.
    """
    gathered = Round.gathered(as_paths(places), register, template, may_be_none=may_be_none)
    survey = partial(_surveyed, form=gathered.form)
    surveyed = list(Workers(jobs, tick).read_returns(survey, gathered.paths))
    out, remarks = gathered.sorted_out(file for file, _ in surveyed)
    counted = [(file, status) for file, status in surveyed if gathered.names[file.path] not in out]
    by_sent = [(gathered.sent(file), _placed(gathered, file, status)) for file, status in counted]
    known = gathered.register.sent if gathered.register else ()
    parked = scope.parked(gathered.register.tables) if gathered.register else frozenset()
    listed = [
        replace(status, is_parked=sent.part.known_areas <= parked) for sent in known for status in _of(sent, by_sent)
    ]
    return Standings((*listed, *(status for sent, status in by_sent if sent is None)), remarks, bool(gathered.register))


def _placed(gathered: Round, file: Received, status: Status) -> Status:
    """The status of a file with its name in the round, whom it is for, and where it stands."""
    sent = gathered.sent(file)
    part, lead = (sent.part.name, sent.part.lead) if sent else (file.name, "")
    standing = standing_of(sent, file.fingerprint, not file.problem)
    return replace(status, file=gathered.names[file.path], part=part, lead=lead, standing=standing)


def _of(sent: Sent, statuses: Iterable[tuple[Sent | None, Status]]) -> list[Status]:
    """The statuses of what was sent to somebody; that nothing has come where there is none."""
    own = [status for to, status in statuses if to == sent]
    return own or [Status(sent.file, sent.part.name, sent.part.lead, Standing.MISSING)]


def _surveyed(path: Path, form: Form) -> tuple[Received, Status]:
    """What came back, without its answers, and how far it is."""
    file = received(path, form)
    if file.tables is None:
        return file, Status(path.name, "", "", Standing.UNREADABLE, problem=file.problem, path=path)
    own = own_rows(file.tables)
    findings = check(file.tables)
    levels = Counter(finding.level for finding in own_findings(findings, file.tables, own))
    first_wave = NOTHING_SAID if is_split(file.tables) else first_wave_of(file.tables, findings)
    status = Status(
        path.name, file.name, "", Standing.UNKNOWN, completeness(file.tables, own),
        levels[Level.ERROR], levels[Level.GAP], levels[Level.NOTE],
        first_wave=first_wave, path=path,
    )  # fmt: skip
    return replace(file, tables=None), status
