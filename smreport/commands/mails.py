"""Texts for the services of a round whose workbooks are late or faulty: made from what came back, and kept in files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from smreport.blueprint.publication import secret_rows, withheld_rows
from smreport.blueprint.tables import Tables
from smreport.commands.returned import Form, received
from smreport.commands.standings import Status
from smreport.decision.check import check
from smreport.decision.terms import FIGURES_OF
from smreport.file_names import safe_name
from smreport.frozen import Frozen
from smreport.papers.last_look import Marked
from smreport.rounds.mails import Asked, Mail, Reason, mail
from smreport.rounds.progress import Standing, own_findings, own_rows
from smreport.rounds.round_file import RoundFolder
from smreport.saving import changed_since, discard_own, save_own

_ENDING = ".txt"


class Due(Frozen):
    """A text that is due; ``path`` is the return that it is about, None where nothing has come."""

    asked: Asked
    path: Path | None
    template: str

    @property
    def content(self) -> bytes:
        """The text, with the ends of lines that every editor of Windows knows, too."""
        return self._mail.text.replace("\n", "\r\n").encode(errors="replace")

    @property
    def _mail(self) -> Mail:
        if self.path is None or not self.asked.reason.is_about_cells:
            return mail(self.asked)
        tables = received(self.path, Form(self.template, is_given=True)).tables
        if tables is None:  # it could be read a moment ago
            return mail(self.asked)
        made = mail(self.asked, own_findings(check(tables), tables, own_rows(tables)), tables)
        return mail(self.asked) if _marked_in(tables).is_told_in(made.text) else made


def _marked_in(tables: Tables) -> Marked:
    """What of a return is not for publication: a last look at the text, as at the papers."""
    whole = withheld_rows(tables)
    return Marked.typed_in(tables, secret_rows(tables[FIGURES_OF]) | whole[FIGURES_OF], whole)


class WrittenMails(Frozen):
    """Texts that were written.

    edited   those that stay as somebody has edited them
    removed  earlier ones that nobody needs any more, and nobody had edited
    """

    written: tuple[Path, ...]
    edited: tuple[Path, ...]
    removed: tuple[Path, ...]


def mails_due(round_: RoundFolder, rows: Iterable[Status], today: date) -> dict[str, Due]:
    """The texts by file name, in the order of the register: for each service that is late, or whose return is faulty.

    rows  how far the workbooks are; of a service that sent several the best counts
    """
    best: dict[str, Status] = {}
    for row in rows:
        is_known = row.part and row.standing is not Standing.UNKNOWN
        if is_known and (row.part not in best or _order(row) < _order(best[row.part])):
            best[row.part] = row
    mails: dict[str, Due] = {}
    for row in best.values():
        if reason := _reason(row, round_.deadline, today):
            is_over = round_.deadline is not None and today > round_.deadline
            asked = Asked(row.part, row.lead, row.file, reason, round_.deadline, is_over)
            name = safe_name(row.part, [Path(taken).stem for taken in mails])
            mails[f"{name}{_ENDING}"] = Due(asked, row.path, round_.template_given)
    return mails


def _order(row: Status) -> tuple[int, int, int]:
    return list(Standing).index(row.standing), row.errors, row.gaps


def _reason(row: Status, deadline: date | None, today: date) -> Reason | None:
    """Why a service is written to, None where it is not."""
    if row.standing is Standing.MISSING:
        is_late = deadline is not None and today > deadline
        return Reason.LATE if is_late and not row.is_parked else None
    if row.needs_nothing:
        return None
    if row.standing is Standing.AS_SENT:
        return Reason.AS_SENT
    if row.standing is Standing.UNREADABLE:
        return Reason.UNREADABLE
    return Reason.FAULTY if row.errors else Reason.INCOMPLETE if row.gaps else None


def write_mails(folder: Path, mails: Mapping[str, Due]) -> WrittenMails:
    """The texts as files in a folder. One that somebody has edited stays, and is named.

    Raises OutputRefused where nothing can be written.
    """
    old = sorted(path.name for path in folder.glob(f"*{_ENDING}")) if folder.is_dir() else []
    edited = changed_since(folder, [*mails, *old])
    fresh = {name: due.content for name, due in mails.items() if name not in edited}
    if fresh:
        save_own(folder, fresh)
    gone = [name for name in old if name not in mails and name not in edited]
    discard_own(folder, gone)
    return WrittenMails(_in(folder, fresh), _in(folder, (name for name in mails if name in edited)), _in(folder, gone))


def are_written(folder: Path, mails: Mapping[str, Due]) -> bool:
    """Whether all the texts stand in their files, as they would be written now or as somebody has edited them."""
    edited = changed_since(folder, list(mails))
    return all(name in edited or _is_there(folder / name, due.content) for name, due in mails.items())


def _is_there(path: Path, content: bytes) -> bool:
    try:
        return os.path.isfile(path) and path.read_bytes() == content
    except OSError:
        return False


def _in(folder: Path, names: Iterable[str]) -> tuple[Path, ...]:
    return tuple(folder / name for name in names)
