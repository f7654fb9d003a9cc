"""The files that came back in a round: which they are, what is in them, and which of them count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path

from smreport.blueprint.model import Blueprint
from smreport.blueprint.retelling import retold
from smreport.blueprint.tables import Tables
from smreport.commands.gathering import find_any, find_workbooks, register_in
from smreport.commands.loading import load_template
from smreport.commands.reading import digest_of, read_with_added, refuse_other_form
from smreport.commands.work import no_search_for_cycles
from smreport.errors import UnreadableFile, said_by
from smreport.frozen import Frozen
from smreport.limits import read_bytes
from smreport.rounds.addressee import read_name
from smreport.rounds.candidates import Candidate, answers_in, left_out, left_out_in_words, several_in_words
from smreport.rounds.register import Register, Sent, read_register
from smreport.rounds.rows import with_words_noted
from smreport.words import say, speak, speaking_of
from smreport.workbook.mark.made_from import made_from
from smreport.workbook.read.additions import with_own_choices
from smreport.workbook.read.workbook_file import ROWS_TO_SEARCH, Workbook


class Form(Frozen):
    """The template that returns are read by. One that nobody ``is_given`` refuses workbooks of an edited copy.

    language  in which they are told, whatever language each is in; "" for the template's own
    """

    template: str | Path
    is_given: bool
    language: str = ""

    @cached_property
    def blueprint(self) -> Blueprint:
        return self._in(self.language)

    def _in(self, language: str) -> Blueprint:
        """The template in a language, read once however many workbooks are in it."""
        if language not in self._by_language:
            self._by_language[language] = load_template(self.template, language)
        return self._by_language[language]

    @cached_property
    def _by_language(self) -> dict[str, Blueprint]:
        return {}

    def read(self, workbook: Workbook) -> Tables:
        told_in = self.blueprint
        if not self.is_given:
            refuse_other_form(workbook, told_in)
        own = self._in(workbook.stamp().language)
        with speaking_of(own.tongue):
            tables = read_with_added(workbook, with_own_choices(workbook, own)[0])
        speak(told_in.tongue)
        return with_words_noted(retold(tables, told_in))


class Received(Frozen):
    """A file that came back: what is in it, or why it cannot be read; neither where it is not ``opened``.

    answers, made_from  as in Candidate
    """

    path: Path
    fingerprint: str = ""
    name: str = ""
    tables: Tables | None = None
    problem: str = ""
    opened: bool = True
    answers: str = ""
    made_from: str | None = None


def received(path: Path, form: Form, as_sent: Collection[str] = ()) -> Received:
    """What came back. A file with the fingerprint of one that was sent (``as_sent``) is not opened."""
    try:
        fingerprint = digest_of(read_bytes(path)) if as_sent else ""
        if fingerprint in as_sent:
            return Received(path, fingerprint, opened=False)
        with no_search_for_cycles():
            workbook = Workbook(path)
            tables = form.read(workbook)
        cells = (cell for row in workbook.grid(_first_title(workbook, tables))[:ROWS_TO_SEARCH] for cell in row[:1])
        return Received(
            path, digest_of(workbook.content), read_name(cells), tables,
            answers=answers_in(tables), made_from=made_from(workbook.parts),
        )  # fmt: skip
    except UnreadableFile as problem:
        return Received(path, problem=said_by(problem))


def _first_title(workbook: Workbook, tables: Tables) -> str:
    """Where a workbook says whom it is for; a marked copy has a sheet before it."""
    title = tables.blueprint.start.title
    return title if title in workbook.titles else workbook.titles[0]


def _form_of(paths: Sequence[Path], template: str | Path | None) -> Form:
    """The template that is given, else the one that the first readable workbook was made from; in its language."""
    problem = UnreadableFile(say("terminal.gather.none_to_read"))
    for path in paths:
        try:
            stamp = Workbook(path).stamp()
            return Form(template or stamp.name, template is not None, stamp.language)
        except UnreadableFile as fault:
            problem = fault
    if template is not None:
        return Form(template, is_given=True)
    raise problem


class Round(Frozen):
    """The files of a round, the register that they belong to, their template, and what there is to say of others."""

    paths: tuple[Path, ...]
    register: Register | None
    form: Form
    remarks: tuple[str, ...]

    @classmethod
    def gathered(
        cls,
        places: Sequence[Path],
        register: str | Path | None,
        template: str | Path | None,
        not_these: Iterable[Path] = (),
        may_be_none: bool = False,
    ) -> Round:
        """The workbooks in folders, or named one by one.

        Without a ``register`` the one that lies beside them is taken, if there is one. Raises InvalidValue where
        there is no workbook, unless there ``may_be_none``, and UnreadableFile where the register cannot be read.
        """
        workbooks = find_any(places) if may_be_none else find_workbooks(places)
        registers = _registers(places, register)
        left_aside = {path.resolve() for path in (*not_these, *registers)}
        paths = [path for path in workbooks.paths if path.resolve() not in left_aside]
        form = _form_of([*registers, *paths], template)
        known = [read_register(form.read(Workbook(path))) for path in registers]
        in_order = tuple(sorted(paths, key=lambda path: (path.name, str(path))))
        return cls(in_order, next(iter(known), None), form, workbooks.remarks)

    def sorted_out(self, returns: Iterable[Received]) -> tuple[dict[str, str], tuple[str, ...]]:
        """The files that do not count, by name, with why; and all that there is to say of files, in lines."""
        candidates = [self._candidate(file) for file in returns]
        out = left_out(candidates, [sent.file for sent in self.register.sent] if self.register else ())
        counted = (file for file in candidates if file.name not in out and file.content not in self.as_sent)
        return out, (*self.remarks, *left_out_in_words(out), *several_in_words(counted))

    def _candidate(self, file: Received) -> Candidate:
        sent = self.sent(file)
        part = sent.part.name if sent else file.name
        return Candidate(self.names[file.path], file.fingerprint, file.answers, file.made_from, part)

    @cached_property
    def names(self) -> dict[Path, str]:
        """How each file is called: by its folder, too, where two have the same name."""
        times = Counter(path.name for path in self.paths)
        return {path: path.name if times[path.name] == 1 else f"{path.parent.name}/{path.name}" for path in self.paths}

    @cached_property
    def as_sent(self) -> frozenset[str]:
        """The fingerprints of the workbooks as they were sent."""
        return frozenset(sent.fingerprint for sent in self.register.sent) if self.register else frozenset()

    def sent(self, file: Received) -> Sent | None:
        """What was sent to those whom a file came back from, as far as the register knows."""
        if not self.register:
            return None
        if not file.opened:
            return next(sent for sent in self.register.sent if sent.fingerprint == file.fingerprint)
        return self.register.part_called(file.name, file.path.name)


def _registers(places: Iterable[Path], register: str | Path | None) -> list[Path]:
    """The register that is given, or the first that lies beside the workbooks; none where there is none."""
    if register is not None:
        return [Path(register)]
    folders = (place if place.is_dir() else place.parent for place in places)
    return [path for folder in folders if (path := register_in(folder))][:1]
