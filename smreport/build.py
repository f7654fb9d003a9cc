"""One function for each command: from files to files, with a result to tell about. Prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from smreport.blueprint import templates
from smreport.blueprint.answers import Answers, placed, read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.blueprint.tables import Tables
from smreport.decision import results as decision
from smreport.decision.check import check, check_cells
from smreport.decision.results import Results, computed_cells, decide
from smreport.errors import UnreadableFile, WorkbookHasErrors
from smreport.findings import Finding, Level, as_text, summary
from smreport.report.case import Case
from smreport.report.compose import action_plan_document, strategy_document
from smreport.report.docx_writer import write_docx
from smreport.report.house_style import HouseStyle
from smreport.report.wording import Wording
from smreport.saving import save_new, save_own
from smreport.workbook.emit import Shown, emit
from smreport.workbook.read import Workbook, read

EXAMPLES = "smreport.examples"
DEMO = "illustrative"
STRATEGY, ACTION_PLAN = "strategy.docx", "action-plan.docx"
_SPARE_ROWS = 20

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
class Checked:
    """What the check of one file found; ``unreadable`` says why a file could not be read."""

    path: Path
    findings: tuple[Finding, ...] = ()
    unreadable: str = ""

    @property
    def passed(self) -> bool:
        """Whether there is no error and no gap; notes do not count."""
        return not self.unreadable and all(finding.level is Level.NOTE for finding in self.findings)


@dataclass(frozen=True)
class Built:
    """The documents that were written, what they rest on, and files kept under another name."""

    documents: tuple[Path, ...]
    results: Results
    kept: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Demonstrated:
    """The example workbook and the documents made from it."""

    workbook: Path
    built: Built


def load_template(template: str | Path) -> Blueprint:
    """A template that has all that the decision rules need. Raises TemplateError where it lacks something."""
    blueprint = templates.load(template)
    templates.require(blueprint, decision.NEEDS)
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
        content = {"settings": _defaults(blueprint), **(blueprint.starter if starter else {})}
    if organisation:
        content = {**content, "settings": {**content.get("settings", {}), "organisation": organisation}}
    kept = save_new(target, workbook_bytes(tables_from(blueprint, content, target.name)), force)
    return NewWorkbook(target, len(blueprint.order), kept)


def _defaults(blueprint: Blueprint) -> dict[str, object]:
    columns = blueprint.sheets["settings"].columns
    return {column.key: column.default for column in columns if column.default is not None}


def workbook_bytes(tables: Tables) -> bytes:
    """The workbook of some answers, its formulas' results worked out."""
    needed = {key: len(table.frame) + _SPARE_ROWS for key, table in tables.items() if len(table.frame)}
    roomy = tables.blueprint.sized(needed)
    laid_out = placed(Tables(roomy, tables.tables, tables.file))
    return emit(laid_out, Shown(check_cells(laid_out), computed_cells(decide(laid_out))))


def read_workbook(path: Path, template: str | Path | None = None) -> Tables:
    """The answers of a workbook, by the template that its stamp names unless one is given.

    Raises UnreadableFile with one clear line.
    """
    workbook = Workbook(path)
    if template is None:
        template = workbook.stamp().name
        if template not in templates.shipped():
            raise UnreadableFile(
                f"{path}: the workbook was made from the template “{template}”, which does not ship with smreport. "
                "Name its folder with --template FOLDER"
            )
    return read(workbook, load_template(template))


def check_workbooks(paths: Sequence[Path], template: str | Path | None = None) -> list[Checked]:
    """All findings of all files; a file that cannot be read does not stop the others."""
    checked = []
    for path in paths:
        try:
            checked.append(Checked(path, tuple(check(read_workbook(path, template)))))
        except UnreadableFile as problem:
            checked.append(Checked(path, unreadable=str(problem)))
    return checked


def build_documents(
    path: Path,
    folder: Path,
    *,
    template: str | Path | None = None,
    draft: bool = False,
    exempt: bool = False,
    force: bool = False,
    progress: Progress = _silent,
) -> Built:
    """The strategy and the action plan of a workbook.

    draft   write documents marked as drafts even where the workbook has errors
    exempt  show figures that are marked as not for publication
    force   replace documents that were changed since; they are kept under another name

    Raises UnreadableFile, WorkbookHasErrors (with all errors in its text) or OutputRefused.
    """
    progress("Reading the workbook")
    tables = read_workbook(path, template)
    progress("Checking and working out priorities")
    results = decide(tables)
    if results.errors and not draft:
        raise WorkbookHasErrors(
            f"{as_text(results.errors)}\n\nNo document was written, because the workbook contradicts itself: "
            f"{summary(results.findings)}.\nPut the errors right, or add --draft for documents marked as drafts."
        )
    progress("Writing the documents")
    kept = save_own(folder, documents(results, exempt=exempt), force)
    return Built((folder / STRATEGY, folder / ACTION_PLAN), results, tuple(kept.values()))


def documents(results: Results, *, exempt: bool = False) -> dict[str, bytes]:
    """Both Word documents by file name."""
    blueprint = results.tables.blueprint
    case = Case(results, Wording.from_mapping(blueprint.wording), exempt)
    style = HouseStyle.from_mapping(dict(blueprint.style))
    return {
        STRATEGY: write_docx(strategy_document(case), style),
        ACTION_PLAN: write_docx(action_plan_document(case), style),
    }


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
