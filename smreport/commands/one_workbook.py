"""One function for each command: from files to files, with a result to tell about. Prints nothing.

What only one or two commands need is imported inside their functions, so that the others start sooner.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib.resources import as_file, files
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from smreport.blueprint import templates
from smreport.blueprint.answers import Answers, placed, read_answers, tables_from
from smreport.blueprint.carry_over import COPIED_FROM, carried_over, packed, unpacked
from smreport.blueprint.forms import digits, is_another
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Row, Tables, make_table
from smreport.blueprint.values import normalised
from smreport.commands.looks import HOUSE_FILE, house_style, looks_of_template
from smreport.commands.pdf import as_pdf, require_converter
from smreport.commands.publishing import EXEMPT, HandEdits, Wanted, exempt_beside, published
from smreport.decision import propose, terms
from smreport.decision import results as decision
from smreport.decision.check import check, check_cells
from smreport.decision.results import Results, computed_cells, decide
from smreport.errors import InvalidValue, OutputRefused, TemplateError, UnreadableFile, WorkbookHasErrors
from smreport.file_names import safe_name
from smreport.findings import Finding, Level, as_text, count_in_words, summary
from smreport.limits import read_bytes
from smreport.papers import compose
from smreport.papers.case import Case
from smreport.papers.wording import Wording
from smreport.rounds.candidates import Candidate, answers_in, left_out, left_out_in_words
from smreport.rounds.progress import is_split, own_findings, own_rows
from smreport.saving import copy_folder, save_folder, save_new, save_over, save_own
from smreport.word.writer import write_docx, write_house_docx
from smreport.workbook.read.reader import read, read_loosely
from smreport.workbook.read.reading_notes import DOUBTS, OTHER_FORM
from smreport.workbook.read.workbook_file import Workbook

if TYPE_CHECKING:
    from smreport.exchange.data_package import Style

EXAMPLES = "smreport.examples"
DEMO = "illustrative"
_SPARE_ROWS = 20
_TO_FIX = " - to fix"
_MARKED_NAME = re.compile(rf"{_TO_FIX}( \d+)?$")

Progress = Callable[[str], None]


def _silent(step: str) -> None:
    """Says nothing of how far the work is."""


@dataclass(frozen=True)
class NewWorkbook:
    """A workbook that was made, and where an earlier file of that name was kept."""

    path: Path
    sheets: int
    kept: Path | None = None


@dataclass(frozen=True)
class Renewed:
    """A workbook that was made anew from another: its filled rows, and what there is to say about it.

    remarks  what was not found in the old one, or was taken for something else
    added    rows that were made ready, in words
    """

    path: Path
    rows: int
    remarks: tuple[str, ...]
    added: tuple[str, ...] = ()
    kept: Path | None = None


@dataclass(frozen=True)
class Checked:
    """What the check of one file found.

    own         of these, what is for the sender: not what is on rows that the facilitator set
    unreadable  why the file could not be read
    left_out    why it was not checked: it is a copy of another one, in words
    answers     a digest of what people have put into it
    is_whole    whether it is no service's part of a split workbook
    """

    path: Path
    findings: tuple[Finding, ...] = ()
    own: tuple[Finding, ...] = ()
    unreadable: str = ""
    left_out: str = ""
    answers: str = ""
    is_whole: bool = True

    @property
    def passed(self) -> bool:
        """Whether there is no error and no gap for the sender; notes do not count."""
        return not self.unreadable and all(finding.level is Level.NOTE for finding in self.own)

    @property
    def set_by_facilitator(self) -> int:
        """How many findings are on rows that the facilitator set."""
        return len(self.findings) - len(self.own)


@dataclass(frozen=True)
class Marked:
    """The copy of a workbook with its findings in it, and where an earlier file of that name was kept."""

    path: Path
    kept: Path | None = None


@dataclass(frozen=True)
class Built:
    """The documents that were written, what they rest on, files kept under another name, and what there is to say."""

    documents: tuple[Path, ...]
    results: Results
    kept: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class WhatIf:
    """Settings to try instead of the workbook's: a budget, staff hours a month, swing weights by criterion."""

    budget: float | None = None
    hours: float | None = None
    weights: Mapping[str, float] = field(default_factory=dict)

    def applied(self, tables: Tables) -> tuple[Tables, tuple[str, ...]]:
        """The tables with these settings, and what differs, in sentences."""
        given = {"budget": self.budget, "hours_available": self.hours}
        given |= {f"weight_{name}": weight for name, weight in self.weights.items()}
        wanted = {key: float(value) for key, value in given.items() if value is not None}
        changes = {key: value for key, value in wanted.items() if value != tables.settings[key]}
        columns = tables.blueprint.sheets["settings"].by_key
        told = tuple(
            f"{columns[key].heading}: {_in_settings(value)} instead of {_in_settings(tables.settings[key])}."
            for key, value in changes.items()
        )
        return tables.with_settings(changes), told


def _in_settings(value: object) -> str:
    return f"{value:,.10g}" if isinstance(value, float) else "blank"


@dataclass(frozen=True)
class Demonstrated:
    """The example workbook and the documents made from it."""

    workbook: Path
    built: Built


def load_template(template: str | Path) -> Blueprint:
    """A template that has all that the decision rules need. Raises TemplateError where it lacks something."""
    blueprint = templates.load(template)
    templates.require(blueprint, (*decision.NEEDS, *propose.NEEDS, *compose.NEEDS))
    templates.require_choices(blueprint, terms.CHOICES, terms.FOR_ALL)
    return blueprint


def new_workbook(
    target: Path,
    *,
    organisation: str = "",
    template: str | Path | None = None,
    services: Path | None = None,
    starter: bool = True,
    answers: Path | None = None,
    force: bool = False,
) -> NewWorkbook:
    """A workbook to fill in, with starter rows, blank, or with the answers of a TOML file.

    Raises InvalidValue for a bad service list or answers file, OutputRefused where the target is there.
    """
    blueprint = load_template(template or templates.DEFAULT)
    if services:
        blueprint = blueprint.with_list("service", templates.read_service_list(services))
    if answers:
        content: Answers = read_answers(answers)
    else:
        rows: Answers = blueprint.starter if starter else {}
        content = {**rows, "settings": {**_defaults(blueprint), **rows.get("settings", {})}}
    if organisation:
        content = {**content, "settings": {**content.get("settings", {}), "organisation": organisation}}
    kept = save_new(target, workbook_bytes(tables_from(blueprint, content, target.name)), force)
    return NewWorkbook(target, len(blueprint.order), kept)


def free_name(folder: Path, organisation: str = "") -> Path:
    """A name for a new workbook that nothing in the folder has: the organisation's, or "workbook.xlsx"."""
    taken = [path.stem for path in folder.glob("*") if path.suffix.lower() == ".xlsx"]
    return folder / f"{safe_name(organisation or 'workbook', taken, 'workbook')}.xlsx"


def _defaults(blueprint: Blueprint) -> dict[str, object]:
    columns = blueprint.sheets["settings"].columns
    return {column.key: column.default for column in columns if column.default is not None}


def workbook_bytes(tables: Tables, strict: bool = True) -> bytes:
    """The workbook of some answers, its formulas' results worked out.

    Raises InvalidValue where the weights in Settings cannot be used; with ``strict`` off, what hangs on them is
    left for Excel to work out.
    """
    from smreport.workbook.emit.writer import Shown, emit

    needed = {key: len(table.frame) + _SPARE_ROWS for key, table in tables.items() if len(table.frame)}
    roomy = tables.blueprint.sized(needed)
    laid_out = placed(replace(tables, blueprint=roomy))
    try:
        computed = computed_cells(decide(laid_out, findings=()))
    except InvalidValue:
        if strict:
            raise
        computed = {}
    return emit(laid_out, Shown(check_cells(laid_out), computed))


def read_workbook(path: Path, template: str | Path | None = None) -> Tables:
    """The answers of a workbook, by the template that its stamp names unless one is given.

    Raises UnreadableFile with one clear line.
    """
    workbook = Workbook(path)
    return read(workbook, template_of(workbook, template))


def template_of(workbook: Workbook, template: str | Path | None) -> Blueprint:
    if template is None:
        template = workbook.stamp().name
        if template not in templates.shipped():
            raise UnreadableFile(
                f"{workbook.path}: the workbook was made from the template “{template}”, which does not ship with "
                "smreport. Name its folder with --template FOLDER"
            )
        blueprint = load_template(template)
        refuse_other_form(workbook, blueprint)
        return blueprint
    return load_template(template)


def refuse_other_form(workbook: Workbook, shipped: Blueprint) -> None:
    """Raise UnreadableFile where the workbook was made from a folder that changed this shipped template's form.

    It is for a template that nobody has named: who names one has it, with a note of what the workbook says.
    """
    made_with = workbook.stamp().form
    if is_another(made_with, shipped.form):
        raise UnreadableFile(
            f"{workbook.path}: this workbook was made with another form of the template “{shipped.name}” "
            f"({digits(made_with)}; the one that ships with smreport is {digits(shipped.form)}). "
            f"Say which: --template FOLDER, or --template {shipped.name} for the shipped one."
        )


def read_for_renewal(path: Path, template: str | Path | None) -> tuple[Tables, tuple[str, ...]]:
    """The answers of a workbook of any version with all that people added, and remarks on what was not found."""
    from smreport.workbook.read.additions import read_own, with_own_choices

    workbook = Workbook(path)
    blueprint, choices_left = with_own_choices(workbook, template_of(workbook, template))
    found, not_found = read_loosely(workbook, blueprint)
    tables, rows_left = _with_listed_rows(found)
    extras, left = read_own(workbook, tables)
    return replace(tables, extras=extras), (*not_found, *choices_left, *rows_left, *left)


def _with_listed_rows(tables: Tables) -> tuple[Tables, tuple[str, ...]]:
    """The rows that the template lists today in the sheets that it fills in by itself, and which are gone."""
    fresh, gone = {}, []
    for key, table in tables.items():
        sheet = table.sheet
        if sheet.rows_from:
            there = {normalised(row[sheet.name_key]): number for number, row in table.rows.items()}
            blank = dict.fromkeys((column.key for column in sheet.asked_columns), None)
            free = count(max(table.rows, default=0) + 1)
            rows: dict[int, Row] = {}
            for name in tables.blueprint.lists[sheet.rows_from].texts:
                number = there.pop(normalised(name), None)
                old = blank if number is None else table.rows[number]
                rows[next(free) if number is None else number] = {**old, sheet.name_key: name}
            fresh[key] = make_table(sheet, rows, table.title, table.places)
            gone += [f"No longer a row of “{sheet.title}”: “{table.name_of(number)}”." for number in there.values()]
    return replace(tables, tables={**tables.tables, **fresh}), tuple(gone)


def upgrade_workbook(path: Path, target: Path, *, template: str | Path | None = None, force: bool = False) -> Renewed:
    """A workbook of an earlier version, or with moved or renamed sheets and columns, made anew from the template.

    Every answer, added column and sheet, and cell note is carried over, values only. Raises UnreadableFile
    or OutputRefused; the old workbook is never touched.
    """
    tables, remarks = read_for_renewal(path, template)
    kept = save_new(target, workbook_bytes(tables, strict=False), force)
    return Renewed(target, sum(len(table.frame) for table in tables.values()), remarks, kept=kept)


def refresh_workbook(path: Path, target: Path, *, template: str | Path | None = None, force: bool = False) -> Renewed:
    """The half-way step: rows made ready for the roles that 4 names and for candidate projects.

    Roles of 4 Mapping appear in 5 and 6, and each area with a role that no project takes yet appears in 7.
    Nothing that was typed is lost. Raises UnreadableFile or OutputRefused.
    """
    tables, remarks = read_for_renewal(path, template)
    fuller, added = propose.with_proposals(tables)
    kept = save_new(target, workbook_bytes(fuller, strict=False), force)
    return Renewed(target, sum(len(table.frame) for table in fuller.values()), remarks, added, kept)


def check_workbooks(paths: Sequence[Path], template: str | Path | None = None) -> list[Checked]:
    """All findings of all files; a file that cannot be read does not stop the others.

    Of files that are copies of each other one is checked.
    """
    read_files = [_checked(path, template) for path in paths]
    out = left_out([candidate for _, candidate in read_files]) if len(paths) > 1 else {}
    return [
        Checked(checked.path, left_out=out[candidate.name]) if candidate.name in out else checked
        for checked, candidate in read_files
    ]


def left_out_of(checked: Sequence[Checked]) -> tuple[str, ...]:
    """One line that names the files that were left out, or none."""
    return left_out_in_words({str(one.path): one.left_out for one in checked if one.left_out})


def _checked(path: Path, template: str | Path | None) -> tuple[Checked, Candidate]:
    from smreport.workbook.mark.marker import made_from

    try:
        workbook = Workbook(path)
        tables = read_with_added(workbook, template_of(workbook, template))
        findings = check(tables)
        own = own_findings(findings, tables, own_rows(tables)) if is_split(tables) else findings
        answers = answers_in(tables)
        candidate = Candidate(str(path), digest_of(workbook.content), answers, made_from(workbook.parts))
        checked = Checked(path, tuple(findings), tuple(own), answers=answers, is_whole=not is_split(tables))
        return checked, candidate
    except UnreadableFile as problem:
        return Checked(path, unreadable=str(problem)), Candidate(str(path), "", "")


def read_with_added(workbook: Workbook, blueprint: Blueprint) -> Tables:
    """The answers with all that people added which has a place in a new workbook."""
    from smreport.workbook.read.additions import read_added

    tables = read(workbook, blueprint)
    return replace(tables, extras=read_added(workbook, tables))


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def mark_workbook(
    checked: Checked, target: Path | None = None, *, template: str | Path | None = None, force: bool = False
) -> Marked:
    """The sender's own workbook with what the check found: notes in the cells, and a first sheet that lists it.

    target  where it goes; else beside the workbook, as "returned - to fix.xlsx". A marked copy that is there goes,
            unless somebody has filled it in: then the new one gets a number

    Raises UnreadableFile, InvalidValue where it is a kind of file that cannot be marked, or OutputRefused.
    """
    from smreport.workbook.mark.marker import mark

    path, others = checked.path, checked.set_by_facilitator
    findings = [finding for finding in checked.own if finding.code != OTHER_FORM.code]
    more = f"{on_set_rows(others)}; {'it is' if others == 1 else 'they are'} not for you." if others else ""
    try:
        content = mark(read_bytes(path), findings, source=checked.answers, more=more)
    except InvalidValue as problem:
        raise InvalidValue(f"{path}: {problem}") from problem
    if target:
        return Marked(target, save_new(target, content, force))
    target = _place_of_marked(checked, template)
    save_over(target, content)
    return Marked(target)


def on_set_rows(number: int) -> str:
    """So many findings are not the sender's, in words."""
    return f"{count_in_words(number, 'finding')} {'is' if number == 1 else 'are'} on rows that the facilitator set"


def _place_of_marked(checked: Checked, template: str | Path | None) -> Path:
    """The first name of its kind that is free, or has a marked copy that nobody has filled in.

    Raises OutputRefused where a marked copy of this very workbook was filled in: that one is newer.
    """
    path = checked.path
    stem = _MARKED_NAME.sub("", path.stem)
    for number in count(1):
        target = path.with_name(f"{stem}{_TO_FIX}{f' {number}' if number > 1 else ''}{path.suffix}")
        if not os.path.lexists(target):
            return target
        _, there = _checked(target, template)
        if there.is_marked and there.answers and not there.is_filled_in:
            return target
        if there.made_from == checked.answers and target != path:
            raise OutputRefused(
                f"{target}: somebody has filled in this marked copy of {path.name}, so it is the newer one. "
                f"Check that one instead; or say with -o where the marked copy of {path.name} goes."
            )
    raise AssertionError


def build_documents(
    path: Path,
    folder: Path,
    *,
    template: str | Path | None = None,
    draft: bool = False,
    force: bool = False,
    what_if: WhatIf | None = None,
    wanted: Wanted | None = None,
    progress: Progress = _silent,
) -> Built:
    """The strategy and the action plan of a workbook.

    draft   write documents marked as drafts even where the workbook has errors
    force   write all anew; documents that were changed since are kept under another name
    what_if another budget or other weights than the workbook has; both documents say so
    wanted  what kind of documents

    Sections that a person edited in Word stay as they are, and so does what was written between them. Exempt papers
    go into a folder of their own inside ``folder``.

    Raises UnreadableFile, WorkbookHasErrors (with all errors in its text), OutputRefused, or InvalidValue
    for a draft of a workbook whose weights cannot be used.
    """
    wanted = wanted or Wanted()
    folder = folder / EXEMPT if wanted.exempt else folder
    if wanted.pdf:
        require_converter()
    progress("Reading the workbook")
    tables = read_workbook(path, template)
    progress("Checking and working out priorities")
    changed, told = what_if.applied(tables) if what_if else (tables, ())
    findings = check(changed)
    if not draft:
        _refuse_errors(findings)
    results = decide(changed, findings)
    progress("Writing the documents")
    made, edits = published(results, wanted, told), HandEdits(wanted.exempt, force)
    kept = save_own(folder, made.contents, force, edits.renew)
    written = list(made.contents)
    if wanted.pdf:
        progress("Making the PDF files")
        printed = as_pdf({name: (folder / name).read_bytes() for name in made.contents if name.endswith(".docx")})
        kept |= save_own(folder, printed, force)
        written += printed
    beside = () if wanted.exempt else exempt_beside(folder, written)
    remarks = (*_about_form(tables), *made.remarks, *(() if force else edits.told()), *beside)
    return Built(tuple(folder / name for name in written), results, tuple(kept.values()), remarks)


def export_workbook(
    path: Path,
    folder: Path,
    *,
    style: Style = "csv",
    template: str | Path | None = None,
    exempt: bool = False,
    force: bool = False,
) -> Built:
    """All tables and results of a workbook as CSV or JSON files, with a ``datapackage.json`` that describes them.

    With ``exempt`` they go into a folder of their own inside ``folder``. A workbook with errors is exported too: its
    findings are among the results. Raises UnreadableFile, OutputRefused, or InvalidValue where the weights in
    Settings cannot be used.
    """
    from smreport.exchange.tables import export

    folder = folder / EXEMPT if exempt else folder
    results = decide(read_workbook(path, template))
    contents = export(Case(results, Wording.from_mapping(results.tables.blueprint.wording), exempt), style)
    kept = save_own(folder, contents, force)
    written = tuple(folder / name for name in contents)
    return Built(written, results, tuple(kept.values()), _about_form(results.tables))


def _about_form(tables: Tables) -> tuple[str, ...]:
    """That the workbook was made with another edition of the form that it was read by, if so."""
    return tuple(f"{doubt.what} {doubt.fix}" for doubt in tables.doubts if doubt.code == OTHER_FORM.code)


def _refuse_errors(findings: Sequence[Finding]) -> None:
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    if errors:
        raise WorkbookHasErrors(
            f"{as_text(errors)}\n\nNo document was written, because the workbook contradicts itself: "
            f"{summary(findings)}.\nPut the errors right, or add --draft for documents marked as drafts."
        )


def explain_project(
    path: Path, title: str, *, template: str | Path | None = None, exempt: bool = False, what_if: WhatIf | None = None
) -> str:
    """Why a project stands where it does, as Markdown: the chain from mappings to rank, with rows.

    Raises UnreadableFile, or InvalidValue where there is no such project.
    """
    from smreport.blocks.markdown import write_markdown
    from smreport.papers.explain import explanation

    tables = read_workbook(path, template)
    changed, told = what_if.applied(tables) if what_if else (tables, ())
    results = decide(changed)
    wording = Wording.from_mapping(results.tables.blueprint.wording)
    return write_markdown(explanation(Case(results, wording, exempt, told), title))


def documents(results: Results, wanted: Wanted | None = None, told: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The files of :func:`smreport.commands.publishing.published` by name."""
    return published(results, wanted, told).contents


def write_handbook(target: Path, *, template: str | Path | None = None, force: bool = False) -> Path | None:
    """The guide to a template, as .docx or .md by the target's name; gives where an old file was kept.

    Raises InvalidValue for another ending, OutputRefused where the target is there.
    """
    from smreport.blocks.markdown import write_markdown
    from smreport.papers.handbook import handbook

    blueprint = load_template(template or templates.DEFAULT)
    guide = handbook(blueprint, DOUBTS)
    if target.suffix.lower() == ".docx":
        looks = looks_of_template(blueprint)
        content = write_docx(guide, looks.style, base=looks.file)
    elif target.suffix.lower() == ".md":
        content = write_markdown(guide).encode()
    else:
        raise InvalidValue(f"{target}: the name of a handbook must end in .docx or .md")
    return save_new(target, content, force)


def shipped_templates() -> dict[str, str]:
    """The titles of the templates that ship with smreport, by name."""
    return {name: templates.load(name).title for name in templates.shipped()}


def copy_template(name: str, folder: Path) -> Path:
    """A shipped template as a folder to edit. Raises TemplateError or OutputRefused where the folder is there."""
    if name not in templates.shipped():
        raise TemplateError(f"{name}: no such template. These ship with smreport: {', '.join(templates.shipped())}.")
    with as_file(files(templates.SHIPPED) / name) as source:
        copy_folder(source, folder, {COPIED_FROM: packed(_files_in(source))})
    return folder


@dataclass(frozen=True)
class UpgradedTemplate:
    """A template that was carried over to the shipped one of today.

    path     where it is, None where there was nothing to carry over
    shipped  the name and version of the shipped one
    taken    what came from it
    kept     where people's own stays although the shipped one has changed, too
    """

    path: Path | None
    shipped: str
    taken: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def upgrade_template(folder: Path, target: Path | None = None, *, origin: str = "") -> UpgradedTemplate:
    """A copied template brought up to the shipped one of today, in a new folder; the old one is never changed.

    target  the new folder; else one beside it, called after the version
    origin  the shipped template that it was copied from, where the folder cannot tell

    Raises TemplateError where that is not known or a file cannot be taken apart, OutputRefused.
    """
    theirs = _files_in(folder)
    try:
        base = unpacked(theirs.pop(COPIED_FROM)) if COPIED_FROM in theirs else None
    except ValueError as problem:
        raise TemplateError(
            f"{folder / COPIED_FROM}: this is damaged ({problem}). Delete it and run this again: then what is missing "
            "is added, and all other differences are listed."
        ) from problem
    name = origin or _name_in(base or theirs)
    if name not in templates.shipped():
        known = " or ".join(templates.shipped())
        raise TemplateError(f"{folder}: nobody can tell what this was copied from. Say it with --from {known}")
    with as_file(files(templates.SHIPPED) / name) as source:
        new = _files_in(source)
    shipped = f"{name} {templates.load(name).version}"
    try:
        carried = carried_over(theirs, base, new)
    except ValueError as problem:
        raise TemplateError(f"{folder}: {problem}. See what it is with: smreport template check {folder}") from problem
    if not carried.taken:
        return UpgradedTemplate(None, shipped, kept=carried.kept)
    target = target or _free_folder(folder, templates.load(name).version)
    save_folder(target, {**carried.files, COPIED_FROM: packed(new)})
    return UpgradedTemplate(target, shipped, carried.taken, carried.kept)


def _files_in(folder: Path) -> dict[str, bytes]:
    """The files of a template by their path in its folder. Raises TemplateError where it is none."""
    if not (folder / "workbook.toml").is_file():
        raise TemplateError(f"{folder}: no such template. Give a folder that has a workbook.toml.")
    there = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.parent.name != "__pycache__")
    return {path.relative_to(folder).as_posix(): read_bytes(path) for path in there}


def _name_in(contents: Mapping[str, bytes]) -> str:
    try:
        return str(tomllib.loads(contents["workbook.toml"].decode("utf-8-sig")).get("name"))
    except (ValueError, KeyError):
        return ""


def _free_folder(folder: Path, version: str) -> Path:
    names = (folder.with_name(f"{folder.name}-{version}{f' ({at})' if at > 1 else ''}") for at in count(1))
    return next(name for name in names if not os.path.lexists(name))


def write_house_file(folder: Path, *, force: bool = False) -> tuple[Path, Path | None]:
    """The house.docx of a template folder, made anew from its style.toml; gives where an old file was kept.

    Raises TemplateError, or OutputRefused where the file is there and ``force`` is not set.
    """
    blueprint = load_template(folder)
    target = folder / HOUSE_FILE
    return target, save_new(target, write_house_docx(house_style(blueprint), blueprint.language), force)


def check_template(template: str | Path) -> Blueprint:
    """A template that loads, emits and makes documents. Raises TemplateError, which names file and key."""
    blueprint = load_template(template)
    tables = tables_from(blueprint, blueprint.starter, "starter.toml")
    workbook_bytes(tables)
    documents(decide(tables))
    return blueprint


def demonstrate(folder: Path, *, force: bool = False, progress: Progress = _silent) -> Demonstrated:
    """The whole round on the shipped example: its workbook, read back, and both documents."""
    progress("Making the example workbook")
    blueprint = load_template(templates.DEFAULT)
    with as_file(files(EXAMPLES) / DEMO / "answers.toml") as answers:
        tables = tables_from(blueprint, read_answers(answers), f"{DEMO}.xlsx")
    kept = save_own(folder, {f"{DEMO}.xlsx": workbook_bytes(tables)}, force)
    workbook = folder / f"{DEMO}.xlsx"
    built = build_documents(workbook, folder, force=force, progress=progress)
    return Demonstrated(workbook, Built(built.documents, built.results, (*kept.values(), *built.kept)))
