"""One workbook split into one for each service, with a register of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from smreport.blueprint.tables import Tables
from smreport.commands.gathering import register_in, register_names
from smreport.commands.last_look import refuse_told
from smreport.commands.making import workbook_bytes
from smreport.commands.reading import digest_of, read_for_renewal
from smreport.commands.work import Tick, Workers, silent
from smreport.decision import scope
from smreport.file_names import safe_name
from smreport.frames import frame_of
from smreport.frozen import Frozen
from smreport.papers.figures import listed
from smreport.rounds.register import Sent, register_tables
from smreport.rounds.split import By, Part, Splitting, parts_of_workbook, prepared
from smreport.saving import save_own
from smreport.words import say

if TYPE_CHECKING:
    import pandas as pd


class Split(Frozen):
    """The workbooks that were made, the register of them, and what there is to say.

    kept     where files that somebody had changed were kept, by name
    remarks  what of the workbook was not found, or has no place in the new ones
    """

    folder: Path
    sent: tuple[Sent, ...]
    register: Path
    kept: tuple[Path, ...]
    remarks: tuple[str, ...]

    @property
    def frame(self) -> pd.DataFrame:
        """A row for each workbook: file, for, areas (a tuple of labels), lead, rows (how many of it are its own)."""
        rows = [(sent.file, sent.part.name, sent.part.areas, sent.part.lead, sent.rows) for sent in self.sent]
        return frame_of(rows, ["file", "for", "areas", "lead", "rows"])


_WORKBOOKS_THAT_PAY = 20  # to make fewer takes no longer than another process to begin


def split(
    path: str | Path,
    folder: str | Path,
    *,
    by: By = "area",
    template: str | Path | None = None,
    jobs: int | None = 1,
    force: bool = False,
    send: Sequence[str] = (),
    tick: Tick = silent,
) -> Split:
    """A workbook for each area, or each group of areas, with its own rows and what all share; and a register.

    by    "area" or "group"
    jobs  how many processes make them, None for as many as pay; the result is the same
    send  places where words may stand that tell a service what is not for publication, by the names of a refusal
    tick  is told how far the work is

    The register is the workbook as it was sent: a first sheet of who got what, and beside every row to whom it
    went. Raises UnreadableFile, TemplateError, InvalidValue where there is no area, or OutputRefused, before anything
    is written, where a workbook in the folder was changed since, or words tell what is kept from whom they go to.
    """
    tables, remarks = read_for_renewal(Path(path), template)
    splitting = Splitting(prepared(tables))
    parts = parts_of_workbook(splitting.tables, by)
    refuse_told(tables, splitting, parts, send)
    names = _file_names(parts)
    workbooks = (splitting.workbook(part) for part in parts)
    made = Workers(jobs, tick).each(
        say("terminal.step.make_workbooks"), _emitted, workbooks, len(parts), len(parts) // _WORKBOOKS_THAT_PAY
    )
    contents = dict(zip(names, made, strict=True))
    sent = tuple(
        Sent(name, part, _own_count(splitting, part), digest_of(contents[name]))
        for name, part in zip(names, parts, strict=True)
    )
    earlier = register_in(Path(folder))
    register = earlier.name if earlier else register_names()[0]
    contents[register] = _emitted(register_tables(splitting, sent))
    kept = save_own(Path(folder), contents, force)
    about_parked = _about_parked(tables, names, parts)
    return Split(Path(folder), sent, Path(folder, register), tuple(kept.values()), (*remarks, *about_parked))


def _about_parked(tables: Tables, names: Sequence[str], parts: Sequence[Part]) -> tuple[str, ...]:
    """Which workbooks are for parked areas alone, in a sentence: whether these are asked now is the facilitator's."""
    parked = scope.parked(tables)
    files = [name for name, part in zip(names, parts, strict=True) if part.known_areas <= parked]
    return (say("terminal.split.parked", files=listed(files), count=len(files)),) if files else ()


def _file_names(parts: Sequence[Part]) -> list[str]:
    taken = [Path(name).stem for name in register_names()]
    names: list[str] = []
    for part in parts:
        names.append(safe_name(part.name, [*taken, *names]))
    return [f"{name}.xlsx" for name in names]


def _own_count(splitting: Splitting, part: Part) -> int:
    return sum(bool(owners & part.known_areas) for rows in splitting.owners.values() for owners in rows.values())


def _emitted(tables: Tables) -> bytes:
    return workbook_bytes(tables, strict=False)
