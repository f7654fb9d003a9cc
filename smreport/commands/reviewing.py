"""The review of a plan: a Word document for the committee, from the workbook of the last review and today's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from smreport.blueprint import templates
from smreport.blueprint.tables import Tables
from smreport.commands.documents import about_form, refuse_errors, save_papers
from smreport.commands.hand_edits import Edit, HandEdits
from smreport.commands.last_look import LastLook
from smreport.commands.loading import load_template
from smreport.commands.paper_names import exempt_folder, review_annex_file
from smreport.commands.pdf import require_converter
from smreport.commands.publishing import (
    DocumentOptions,
    Published,
    about_accessibility,
    exempt_papers_beside,
    published_alone,
)
from smreport.commands.reading import read_in
from smreport.commands.screening import screened
from smreport.commands.work import Progress, unheard
from smreport.decision.check import check
from smreport.decision.results import Results, decide
from smreport.errors import InvalidValue, WorkbookHasErrors
from smreport.findings import Finding
from smreport.frozen import Frozen, replace
from smreport.papers.case import Case
from smreport.papers.compose import file_of
from smreport.papers.figures import listed, named_day
from smreport.papers.review import Place, Review
from smreport.papers.review_annex import review_annex, without_ground
from smreport.papers.review_paper import review_paper
from smreport.papers.review_projects import Course, Courses
from smreport.papers.wording import DocumentWords, Wording, wording_of
from smreport.rounds.compare import compared
from smreport.rounds.since import Since
from smreport.words import say

_FEW = 8  # places named at once


class Suggested(Frozen):
    """What the figures suggest for a project.

    course  continue, change or stop; closed where it is done or was given up; unsaid where the figures say nothing
    why     why they say nothing: gone, no_status, not_begun, no_measure or no_figure; else ""
    """

    project: str
    course: str
    why: str = ""


class Reviewed(Frozen):
    """What was written, and what it rests on.

    documents  the files that were written; ``kept`` where files that somebody had changed were kept
    then, now  the results of both workbooks, as frames; what is not for publication in either is in both
    projects   what the figures suggest for each project
    remarks    what there is to say, in sentences
    edits      what of people's work on the document they should look at, as comments there say too
    """

    documents: tuple[Path, ...]
    then: Results
    now: Results
    projects: tuple[Suggested, ...]
    kept: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


def review(
    path: str | Path,
    since: str | Path,
    folder: str | Path,
    *,
    template: str | Path | None = None,
    draft: bool = False,
    force: bool = False,
    options: DocumentOptions | None = None,
    progress: Progress = unheard,
) -> Reviewed:
    """What came of a plan, as review.docx in a folder: outcomes, measures, actions, money, risks, and what was learnt.

    path      today's workbook: the same round later, or the next file
    since     the workbook as it stood at the last review, or when the plan was made
    template  the template of both; ``draft`` writes a document marked as a draft even where today's has errors
    options   exempt, style, trace, numbered, pdf and publish, as of :func:`smreport.build`

    What either workbook marks as not for publication stays out of the review. With ``exempt`` it goes, with all that is
    left out because of it, into an annex in a folder inside ``folder``. What people changed in Word stays.

    Raises UnreadableFile, TemplateError, WorkbookHasErrors, also where an exempt annex lacks a ground, OutputRefused,
    or InvalidValue where the two workbooks are of two templates, or another document is asked for than a review.
    """
    options, folder = options or DocumentOptions(), Path(folder)
    _refuse_other_papers(options)
    progress(say("terminal.step.read_both"))
    then, now = (read_in(Path(file), template, options.language) for file in (since, path))
    progress(say("terminal.step.compare"))
    reviewed = reviewed_cases(then, now, _findings(now, draft))
    if options.exempt and not draft:
        _refuse_without_ground(reviewed)
    progress(say("terminal.step.write_one"))
    return _written(reviewed, folder, options, force, progress)


def _written(reviewed: Review, folder: Path, options: DocumentOptions, force: bool, progress: Progress) -> Reviewed:
    """The documents in their folders, with people's work on earlier ones."""
    then, now = reviewed.then.full, reviewed.now.full
    words, about_words = _words(reviewed.now.wording)
    look = _look(reviewed, options)
    made = _published(reviewed, words, folder, options, look)
    edits = HandEdits(force, look.at_document)
    saved = {place: save_papers(place, its.contents, edits, options, progress) for place, its in made.items()}
    nothing = (say("terminal.nothing_exempt"),) if options.exempt and len(made) == 1 else ()
    beside = exempt_papers_beside(folder, [path.name for path in saved[folder].written])
    about = (*about_form(then.tables), *about_form(now.tables), *_about_dates(reviewed), *about_words, *nothing)
    about_looks = dict.fromkeys(chain.from_iterable(its.remarks for its in made.values()))
    access = about_accessibility(edits.contents, now.tables.blueprint.tongue.tag)
    written, kept = (tuple(chain.from_iterable(paths)) for paths in zip(*saved.values(), strict=True))
    return Reviewed(
        documents=written,
        then=then,
        now=now,
        projects=tuple(map(_suggested, reviewed.once(Courses).all)),
        kept=kept,
        remarks=(*about, *about_looks, *edits.sentences(), *access, *beside),
        edits=edits.edits,
    )


def _published(
    reviewed: Review, words: DocumentWords, folder: Path, options: DocumentOptions, look: LastLook
) -> dict[Path, Published]:
    """The review for its folder, and the exempt annex for one of its own where it is asked for and there is one."""
    blueprint = reviewed.now.full.tables.blueprint
    made = {folder: published_alone(file_of("review"), review_paper(reviewed, words), blueprint, options, look)}
    annex = review_annex(reviewed, words) if options.exempt else None
    if annex:
        made[folder / exempt_folder()] = published_alone(review_annex_file(), annex, blueprint, options, look)
    return made


def _suggested(course: Course) -> Suggested:
    return Suggested(course.project.title, course.suggestion.kind, course.suggestion.why)


def _findings(now: Tables, draft: bool) -> Sequence[Finding]:
    """What the check finds in today's workbook. Raises WorkbookHasErrors, unless for a draft."""
    findings = check(now)
    if not draft:
        refuse_errors(screened(findings, now))
    return findings


def _refuse_without_ground(reviewed: Review) -> None:
    """Raises WorkbookHasErrors where an exempt annex could not say why a row stays out, with the rows."""
    places = without_ground(reviewed)
    if places:
        named = listed(_in_words(reviewed, place) for place in places[:_FEW])
        raise WorkbookHasErrors(say("terminal.review.no_ground", places=named, count=len(places)))


def _in_words(reviewed: Review, place: Place) -> str:
    tables = (reviewed.now if place.is_now else reviewed.then).full.tables
    return say("terminal.review.row", file=tables.file, sheet=tables[place.sheet].title, row=str(place.row))


def reviewed_cases(then: Tables, now: Tables, findings: Sequence[Finding]) -> Review:
    """A review of two workbooks; ``findings`` are those of today's. The last file may have errors."""
    both = Since.of(then, now, compared(then, now).pairs)
    wording = wording_of(now.blueprint)
    return Review(
        Case(decide(both.then, (), strict=False), wording),
        Case(decide(both.now, findings, strict=False), wording),
        both.pairs,
        both.rounds,
    )


def _refuse_other_papers(options: DocumentOptions) -> None:
    """Raises InvalidValue where other papers are asked for, and what ``require_converter`` does for a PDF."""
    if options.html or options.report_template:
        raise InvalidValue(say("terminal.review.only_word"))
    if options.pdf:
        require_converter()


def _words(wording: Wording) -> tuple[DocumentWords, tuple[str, ...]]:
    """The words of a template for the review; of file that was copied before there were any, the shipped ones."""
    if wording.review:
        return wording.review, ()
    shipped = wording_of(load_template(templates.DEFAULT)).review
    assert shipped is not None
    return shipped, (say("terminal.review.shipped_words"),)


def _look(reviewed: Review, options: DocumentOptions) -> LastLook:
    """The last look at words that tell what is marked in either workbook. Raises OutputRefused where answers do."""
    looks = [LastLook.of(case.full, options.publish) for case in (reviewed.then, reviewed.now)]
    both = replace(looks[0], marked=looks[0].marked | looks[1].marked)
    for case in (reviewed.then, reviewed.now):
        both.at_answers(case)
    return both


def _about_dates(reviewed: Review) -> tuple[str, ...]:
    """That both workbooks name the same meeting, or the later file an earlier meeting."""
    then, now = (case.settings.get("meeting_date") for case in (reviewed.then, reviewed.now))
    first, second = named_day(then), named_day(now)
    if first is None or second is None or first < second:
        return ()
    if first == second:
        return (say("terminal.review.same_meeting", day=str(now)),)
    return (say("terminal.review.backwards", then=str(then), now=str(now)),)
