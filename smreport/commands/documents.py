"""The documents of a workbook, what explains them, and the guide to a template."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from smreport.blueprint import templates
from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.tables import Tables
from smreport.commands.hand_edits import Edit, HandEdits
from smreport.commands.last_look import LastLook
from smreport.commands.loading import load_template
from smreport.commands.looks import looks_of_template
from smreport.commands.making import workbook_bytes
from smreport.commands.paper_names import exempt_folder, filled_anew, report_file
from smreport.commands.pdf import as_pdf, require_converter
from smreport.commands.publishing import (
    DocumentOptions,
    about_accessibility,
    beside_edited,
    exempt_beside,
    published,
)
from smreport.commands.reading import read_in, read_workbook
from smreport.commands.report_template import FilledTemplate
from smreport.commands.screening import screened
from smreport.commands.what_if import WhatIf
from smreport.commands.work import Progress, unheard
from smreport.decision.check import check
from smreport.decision.results import Results, decide
from smreport.errors import InvalidValue, WorkbookHasErrors, said_by
from smreport.file_names import named
from smreport.findings import Finding, Level, as_text, summary
from smreport.frozen import Frozen, replace
from smreport.papers.case import Case
from smreport.papers.last_look import Marked
from smreport.papers.wording import wording_of
from smreport.saving import Saved, save_new, save_own
from smreport.word.writer import write_docx
from smreport.words import joining, say, speaking_as_the_terminal
from smreport.words.languages import in_one
from smreport.workbook.read.doubts import DOUBTS, OTHER_FORM

EXAMPLES = "smreport.examples"
DEMO = "illustrative"


class Built(Frozen):
    """What was written, and what it rests on.

    documents  the files that were written
    results    the answers and all that was worked out from them, as frames; see :class:`smreport.Results`
    kept       where files that somebody had changed were kept, under other names
    remarks    what there is to say, in sentences
    verdict    what is to be said of the first wave, in sentences
    edits      what of people's work on the documents they should look at, as comments there say too
    """

    documents: tuple[Path, ...]
    results: Results
    kept: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()
    verdict: str = ""
    edits: tuple[Edit, ...] = ()
    filled: FilledTemplate | None = None


class Demonstrated(Frozen):
    """The example workbook and the documents made from it."""

    workbook: Path
    built: Built


def build(
    path: str | Path,
    folder: str | Path,
    *,
    template: str | Path | None = None,
    draft: bool = False,
    force: bool = False,
    what_if: WhatIf | None = None,
    options: DocumentOptions | None = None,
    progress: Progress = unheard,
) -> Built:
    """The papers of a workbook, as Word files in a folder: the report to the meeting, the strategy and the action plan.

    draft     write documents marked as drafts even where the workbook has errors
    force     write all anew; documents that were changed since are kept under another name
    what_if   other limits or weights than the workbook has; the papers say so
    options   what kind of documents; ``progress`` is told each step

    What people changed in Word stays; where the workbook changed it too, a comment shows the new wording. The exempt
    annex goes into a folder inside ``folder``. The frames in ``results`` show what is not for publication too.

    Raises UnreadableFile, TemplateError, WorkbookHasErrors (with all errors in its text), OutputRefused, also where
    words that people wrote tell what is not for publication, or InvalidValue for a draft of a workbook whose weights
    cannot be used.
    """
    options, folder = options or DocumentOptions(), Path(folder)
    if options.pdf:
        require_converter()
    progress(say("terminal.step.read"))
    tables = read_in(Path(path), template, options.language)
    progress(say("terminal.step.decide"))
    results, differences = _decided(tables, what_if, draft)
    progress(say("terminal.step.write"))
    made = published(results, options, differences)
    edits = HandEdits(force, made.look.at_document, frozenset({report_file(), filled_anew()} if made.filled else ()))
    made = made if force else beside_edited(folder, made)
    places = {folder: made.contents} | ({folder / exempt_folder(): made.exempt} if made.exempt else {})
    saved = [save_papers(place, contents, edits, options, progress) for place, contents in places.items()]
    nothing = (say("terminal.nothing_exempt"),) if options.exempt and not made.exempt else ()
    about_documents = (*nothing, *edits.sentences(), *about_accessibility(edits.contents, tables.blueprint.tongue.tag))
    beside = exempt_beside(folder, [path.name for path in saved[0].written])
    written, kept = (tuple(chain.from_iterable(paths)) for paths in zip(*saved, strict=True))
    remarks = (*_about_reading(tables, what_if), *made.remarks, *about_documents, *beside)
    return Built(written, results, kept, remarks, made.verdict, edits.edits, made.filled)


class _Saved(NamedTuple):
    """Files that were written, and where those that somebody had changed were kept."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def save_papers(
    folder: Path, contents: dict[str, bytes], edits: HandEdits, options: DocumentOptions, progress: Progress
) -> _Saved:
    """Files written into a folder, with people's work on the earlier ones, and their PDFs where these are asked for."""
    kept, written = save_own(folder, contents, edits.force, edits.renew), list(contents)
    if options.pdf:
        progress(say("terminal.step.pdf"))
        printed = as_pdf({name: (folder / name).read_bytes() for name in contents if name.endswith(".docx")})
        kept |= save_own(folder, printed, edits.force)
        written += printed
    return _Saved(tuple(folder / name for name in written), tuple(kept.values()))


def _decided(tables: Tables, what_if: WhatIf | None, draft: bool) -> tuple[Results, tuple[str, ...]]:
    """What follows from the tables, and what of them was only tried; errors are refused unless for a draft."""
    changed, differences = _tried(tables, what_if)
    findings = check(changed)
    try:
        results = decide(changed, findings)
    except InvalidValue:
        if not draft:
            refuse_errors(screened(findings, changed), may_be_draft=False)
        raise
    if not draft:
        refuse_errors(screened(findings, changed))
    return results, differences


def _tried(tables: Tables, what_if: WhatIf | None) -> tuple[Tables, tuple[str, ...]]:
    return what_if.applied(tables) if what_if else (tables, ())


def _about_reading(tables: Tables, what_if: WhatIf | None) -> tuple[str, ...]:
    """What there is to say of the form of a workbook, and of weights of which only some are tried."""
    return (*about_form(tables), *(what_if.about_other_weights(tables) if what_if else ()))


def about_form(tables: Tables) -> tuple[str, ...]:
    """That the workbook was made with another edition of the form that it was read by, if so."""
    return tuple(joining.sentences((doubt.what, doubt.fix)) for doubt in tables.doubts if doubt.code == OTHER_FORM.code)


def refuse_errors(findings: Sequence[Finding], may_be_draft: bool = True) -> None:
    """Raise WorkbookHasErrors, with all errors in its text and what to do, where there are any."""
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    if errors:
        refusal = say("terminal.build.contradicts", findings=summary(findings))
        advice = say("terminal.build.put_right" if may_be_draft else "terminal.build.put_right_first")
        with speaking_as_the_terminal():
            lines = as_text(errors)
        raise WorkbookHasErrors("\n".join((lines, "", refusal, advice)))


def explain(
    path: str | Path,
    project: str,
    *,
    template: str | Path | None = None,
    exempt: bool = False,
    what_if: WhatIf | None = None,
    publish: Sequence[str] = (),
) -> str:
    """Why a project stands where it does, as Markdown: the chain from mappings to rank, with rows.

    project  its title, as it stands in 7 Projects
    exempt   whether figures are shown that are not for publication
    what_if  other limits or weights than the workbook has; then it says what they change
    publish  cells that may be quoted although they tell what is not for publication, as a refusal names them

    Raises UnreadableFile, TemplateError, InvalidValue where there is no such project, or OutputRefused where it quotes
    words that tell what is not for publication.
    """
    from smreport.blocks.markdown import write_markdown
    from smreport.papers.explain import explanation

    tables = read_workbook(Path(path), template)
    changed, differences = _tried(tables, what_if)
    wording = wording_of(tables.blueprint)
    before = Case(decide(tables), wording, exempt) if differences else None
    case = Case(decide(changed), wording, exempt, differences)
    look = LastLook(Marked()) if exempt else LastLook.of(case.full, publish)
    try:
        document = explanation(case, project, before)
    except InvalidValue as problem:
        raise InvalidValue(look.marked.without_quotes(said_by(problem))) from problem
    look.at_explanation(case, document)
    return write_markdown(document)


def handbook(path: str | Path, *, template: str | Path | None = None, language: str = "", force: bool = False) -> Saved:
    """The guide to a template, sheet by sheet with every check, as .docx or .md by the name of the file.

    language  of the guide: a tag such as cy, "" for the template's own

    Raises TemplateError, InvalidValue for another ending or two languages, OutputRefused where the file is there.
    """
    from smreport.blocks.markdown import write_markdown
    from smreport.papers import handbook as guides

    target = Path(path)
    blueprint = load_template(template or templates.DEFAULT, in_one(language))
    guide = guides.handbook(blueprint, DOUBTS)
    if target.suffix.lower() == ".docx":
        looks = looks_of_template(blueprint)
        content = write_docx(guide, looks.style, base=looks.file)
    elif target.suffix.lower() == ".md":
        content = write_markdown(guide).encode()
    else:
        raise InvalidValue(say("terminal.cannot.not_handbook", file=str(target)))
    return Saved(target, save_new(target, content, force))


def demo(folder: str | Path = "smreport-demo", *, force: bool = False, progress: Progress = unheard) -> Demonstrated:
    """The whole round on the shipped example, whose figures are invented: its workbook, read back, and its papers.

    Raises OutputRefused where a file there was changed since.
    """
    progress(say("terminal.step.example"))
    name = named(say("terminal.file.demo"), ".xlsx")
    blueprint = load_template(templates.DEFAULT)
    with as_file(files(EXAMPLES) / DEMO / "answers.toml") as answers:
        tables = tables_from(blueprint, read_answers(answers), name)
    workbook = Path(folder) / name
    kept = save_own(Path(folder), {workbook.name: workbook_bytes(tables)}, force)
    built = build(workbook, folder, force=force, progress=progress)
    return Demonstrated(workbook, replace(built, kept=(*kept.values(), *built.kept)))
