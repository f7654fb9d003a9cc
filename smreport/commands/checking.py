"""What is wrong or missing in workbooks, said, and marked in the senders' own files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from smreport.commands.reading import digest_of, read_with_added, template_of
from smreport.commands.screening import screened
from smreport.decision import check as rules
from smreport.decision.limits_hold import limits_by
from smreport.decision.verdict import NONE_SET
from smreport.errors import InvalidValue, OutputRefused, UnreadableFile, said_by
from smreport.file_names import named
from smreport.findings import FIELDS, Finding, Level
from smreport.frames import frame_of
from smreport.frozen import Frozen
from smreport.limits import read_bytes
from smreport.rounds.candidates import Candidate, answers_in, left_out, left_out_in_words
from smreport.rounds.progress import is_split, own_findings, own_rows
from smreport.saving import Saved, save_new, save_over
from smreport.words import say
from smreport.words.languages import in_every_language
from smreport.workbook.mark.made_from import made_from
from smreport.workbook.read.doubts import OTHER_FORM
from smreport.workbook.read.workbook_file import Workbook

if TYPE_CHECKING:
    import pandas as pd


class Checked(Frozen):
    """What the check of one file found.

    own         of these, what is for the sender: not what is on rows that the facilitator set
    unreadable  why the file could not be read
    left_out    why it was not checked: it is a copy of another one, in words
    answers     a digest of what people have put into it
    is_whole    whether it is no service's part of a split workbook
    limits      whether the limits of a whole workbook can be held; see ``decision.verdict``
    """

    path: Path
    findings: tuple[Finding, ...] = ()
    own: tuple[Finding, ...] = ()
    unreadable: str = ""
    left_out: str = ""
    answers: str = ""
    is_whole: bool = True
    limits: str = NONE_SET

    @property
    def passed(self) -> bool:
        """Whether there is no error and no gap for the sender; notes do not count."""
        return not self.unreadable and all(finding.level is Level.NOTE for finding in self.own)

    @property
    def set_by_facilitator(self) -> int:
        """How many findings are on rows that the facilitator set."""
        return len(self.findings) - len(self.own)

    @property
    def about_limits(self) -> str:
        """Whether the limits can be held, in a line; "" where none is set."""
        return "" if self.limits == NONE_SET else say(f"terminal.limits.{self.limits}")

    @property
    def frame(self) -> pd.DataFrame:
        """A row for each finding, a column for each field of :class:`smreport.Finding`.

        ``level`` is the word error, gap or note; ``is_own`` says whether the finding is for the sender.
        """
        own = set(self.own)
        rows = [{**finding.as_dict(), "is_own": finding in own} for finding in self.findings]
        return frame_of(rows, [*FIELDS, "is_own"])


def check(path: str | Path, *, template: str | Path | None = None) -> Checked:
    """All findings of one workbook: what contradicts itself (error), is missing (gap), or is worth knowing (note).

    Raises UnreadableFile, or TemplateError where the template cannot be used.
    """
    return _checked(Path(path), template)[0]


def check_workbooks(paths: Iterable[str | Path], template: str | Path | None = None) -> list[Checked]:
    """All findings of all files; a file that cannot be read does not stop the others, and says why in ``unreadable``.

    Of files that are copies of each other one is checked. Raises TemplateError.
    """
    both = [_checked_or_not(Path(path), template) for path in paths]
    out = left_out([candidate for _, candidate in both]) if len(both) > 1 else {}
    return [
        Checked(checked.path, left_out=out[candidate.name]) if candidate.name in out else checked
        for checked, candidate in both
    ]


def left_out_of(checked: Iterable[Checked]) -> tuple[str, ...]:
    """One line that names the files that were left out, or none."""
    return left_out_in_words({str(result.path): result.left_out for result in checked if result.left_out})


def _checked_or_not(path: Path, template: str | Path | None) -> tuple[Checked, Candidate]:
    try:
        return _checked(path, template)
    except UnreadableFile as problem:
        return Checked(path, unreadable=said_by(problem)), Candidate(str(path), "", "")


def _checked(path: Path, template: str | Path | None) -> tuple[Checked, Candidate]:
    workbook = Workbook(path)
    tables = read_with_added(workbook, template_of(workbook, template))
    findings = screened(rules.check(tables), tables)
    is_whole = not is_split(tables)
    own = findings if is_whole else own_findings(findings, tables, own_rows(tables))
    limits = limits_by(findings, tables) if is_whole else NONE_SET
    answers = answers_in(tables)
    candidate = Candidate(str(path), digest_of(workbook.content), answers, made_from(workbook.parts))
    checked = Checked(path, tuple(findings), tuple(own), answers=answers, is_whole=is_whole, limits=limits)
    return checked, candidate


def mark(
    workbook: Checked | str | Path,
    target: str | Path | None = None,
    *,
    template: str | Path | None = None,
    force: bool = False,
) -> Saved:
    """The sender's own workbook with what the check found: notes in the cells, and a first sheet that lists it.

    workbook  a path, or what :func:`check` found in it
    target    where it goes; else beside the workbook, as "returned - to fix.xlsx". A marked copy that is there goes,
              unless somebody has filled it in: then the new one gets a number

    Raises UnreadableFile, TemplateError, InvalidValue where it is a kind of file that cannot be marked, OutputRefused.
    """
    from smreport.workbook.mark import marker

    checked = workbook if isinstance(workbook, Checked) else check(workbook, template=template)
    if checked.unreadable:
        raise UnreadableFile(checked.unreadable)
    path, others = checked.path, checked.set_by_facilitator
    findings = [finding for finding in checked.own if finding.code != OTHER_FORM.code]
    more = say("workbook.to_fix.set_rows", count=others) if others else ""
    try:
        content = marker.mark(read_bytes(path), findings, source=checked.answers, more=more)
    except InvalidValue as problem:
        raise InvalidValue(say("terminal.about", place=str(path), problem=said_by(problem))) from problem
    if target:
        return Saved(Path(target), save_new(Path(target), content, force))
    place = _place_of_marked(checked, template)
    save_over(place, content)
    return Saved(place)


def _place_of_marked(checked: Checked, template: str | Path | None) -> Path:
    """The first name of its kind that is free, or has a marked copy that nobody has filled in.

    Raises OutputRefused where a marked copy of this very workbook was filled in: that one is newer.
    """
    path = checked.path
    for number in count(1):
        target = path.with_name(named(_marked_name(_unmarked(path.stem), number), path.suffix))
        if not os.path.lexists(target):
            return target
        _, earlier = _checked_or_not(target, template)
        if earlier.is_marked and earlier.answers and not earlier.is_filled_in:
            return target
        if earlier.made_from == checked.answers and target != path:
            raise OutputRefused(say("terminal.check.filled_in", file=str(target), original=path.name))
    raise AssertionError


def _marked_name(stem: str, number: int) -> str:
    """What the marked copy of a workbook is called, the second and later ones with a number; without its ending."""
    if number == 1:
        return say("terminal.file.marked", name=stem)
    return say("terminal.file.marked.numbered", name=stem, number=str(number))


def _unmarked(stem: str) -> str:
    """The name of the workbook that a marked copy was made from, in whatever language it was called so."""
    for pattern in (
        *in_every_language(lambda: say("terminal.file.marked.numbered", name="\0", number="\1")),
        *in_every_language(lambda: say("terminal.file.marked", name="\0")),
    ):
        name = re.escape(pattern).replace(re.escape("\0"), "(.+)").replace(re.escape("\1"), r"\d+")
        if match := re.fullmatch(name, stem):
            return match[1]
    return stem
