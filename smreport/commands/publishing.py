"""From results to the files that go to councillors: written, checked for accessibility, people's work on them kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from smreport.blocks.annex import with_annex
from smreport.blocks.document import Document
from smreport.blueprint.model import Blueprint
from smreport.commands.hand_edits import about_unread
from smreport.commands.last_look import LastLook
from smreport.commands.looks import Looks, looks_of_file, looks_of_template
from smreport.commands.paper_names import (
    PDF,
    WEB,
    WORD,
    annex_of,
    exempt_annex_file,
    filled_anew,
    is_exempt_name,
    is_public_name,
    report_file,
)
from smreport.commands.report_template import FilledTemplate, fill_report_template
from smreport.decision.results import Results
from smreport.errors import FaultyDocument, InvalidValue, OutputRefused
from smreport.frozen import Frozen, asdict, field, replace
from smreport.limits import read_bytes
from smreport.papers.case import Case
from smreport.papers.compose import file_of, papers_of
from smreport.papers.coverage import coverage, coverage_in_words
from smreport.papers.exempt_annex import exempt_annex
from smreport.papers.wording import wording_of
from smreport.saving import is_changed
from smreport.web.page import WebLooks, write_page
from smreport.word.annex_workbook import write_annex
from smreport.word.edits.opened import opened
from smreport.word.hand_edits import is_exempt
from smreport.word.house_style import HouseStyle
from smreport.word.self_check import Kept, as_sentence, self_check
from smreport.word.writer import write_docx
from smreport.words import joining, say


class DocumentOptions(Frozen):
    """What kind of documents are wanted.

    exempt    write the exempt annex too, with what is marked as not for publication
    style     a council's .docx or .dotx, whose styles, theme, page, header and footer the documents take
    trace     say in comments which cells figures come from
    numbered  give the main part the numbers of a committee paper: 1., 1.1
    pdf       each document as PDF too
    report_template  a council's own .docx or .dotx for committee reports, which the report is filled into; else
                     the one that the template of the workbook names in strategy.toml
    html      the strategy as a web page too
    language  of the papers: a tag such as cy; "" for the workbook's own, of a bilingual one the first
    publish   places where words may stand that tell what is not for publication, by the names that a refusal gave them
    """

    exempt: bool = False
    style: str | Path | None = None
    trace: bool = False
    numbered: bool = False
    pdf: bool = False
    report_template: str | Path | None = None
    html: bool = False
    publish: Sequence[str] = ()
    language: str = ""


class Published(Frozen):
    """The files by name; what there is to say about their looks and their accessibility, and of the first wave.

    look    for what no words that people kept or added may tell
    exempt  the exempt annex by name, for a folder of its own; empty where none was asked for or nothing is marked
    filled  what became of the council's own report template, None where none was given
    """

    contents: dict[str, bytes]
    remarks: tuple[str, ...]
    look: LastLook
    verdict: str = ""
    exempt: dict[str, bytes] = field(default_factory=dict)
    filled: FilledTemplate | None = None


def published(results: Results, options: DocumentOptions | None = None, differences: tuple[str, ...] = ()) -> Published:
    """The papers that the template asks for, the annexes with listings too long for them, and the exempt annex.

    The public papers are the same bytes whether the exempt annex is asked for or not.

    differences  what differs from the workbook, in sentences

    Raises TemplateError or InvalidValue where the wording or the looks cannot be used, FaultyDocument, and
    OutputRefused where an answer in words tells what is not for publication.
    """
    options = options or DocumentOptions()
    blueprint = results.tables.blueprint
    looks, wording = _looks(blueprint, options), wording_of(blueprint)
    case = Case(results, wording, what_if=differences)
    look = LastLook.of(results, options.publish)
    look.at_answers(case)
    contents: dict[str, bytes] = {}
    papers, filled = papers_of(case), None
    if options.report_template or wording.report_template.file:
        filled = fill_report_template(
            case, papers.get(report_file()), options.report_template, looks.style, options.trace
        )
        papers[report_file()] = filled.document
    for file, whole in papers.items():
        contents |= (
            filled.contents if filled and file == report_file() else _written(Path(file).stem, whole, looks, options)
        )
    if options.html:
        contents |= _pages(case, papers, looks)
    annex = exempt_annex(Case(results, wording, True, differences), case) if options.exempt else None
    exempt = _written(Path(exempt_annex_file()).stem, annex, looks, options) if annex else {}
    covered = coverage_in_words(case, coverage(case, papers))
    accessible = _about_access(contents | exempt, blueprint.tongue.tag, looks.is_own, filled is not None)
    own_form = _about_report_template(filled, options) if filled else ()
    remarks = (*filter(None, (case.kind_told,)), *looks.remarks, *own_form, *accessible, covered)
    return Published(contents, remarks, look, joining.sentences(case.verdicts.sentences), exempt, filled)


def _about_report_template(filled: FilledTemplate, options: DocumentOptions) -> tuple[str, ...]:
    """That the template of the workbook has a report template, and that ours has no numbers for it."""
    named = (
        ()
        if options.report_template
        else (say("terminal.report_template.named", report=report_file(), file=filled.file),)
    )
    return (*named, *((say("terminal.report_template.own_numbers", file=report_file()),) if options.numbered else ()))


def published_alone(
    file: str, document: Document, blueprint: Blueprint, options: DocumentOptions, look: LastLook
) -> Published:
    """One paper by itself, as a file of this name, with what there is to say of its looks and its accessibility."""
    looks = _looks(blueprint, options)
    contents = _written(Path(file).stem, document, looks, options)
    accessible = _require_accessible(contents, blueprint.tongue.tag, looks.is_own)
    return Published(contents, (*looks.remarks, *accessible), look)


def _written(stem: str, whole: Document, looks: Looks, options: DocumentOptions) -> dict[str, bytes]:
    """A paper and, where a listing is too long for it, the workbook with the whole of it."""
    document, annex = with_annex(whole, annex_of(stem))
    document = replace(document, numbered=document.numbered or options.numbered)
    written = {f"{stem}{WORD}": write_docx(document, looks.style, base=looks.file, trace=options.trace)}
    return written | ({annex.file: write_annex(annex)} if annex else {})


def _pages(case: Case, papers: Mapping[str, Document], looks: Looks) -> dict[str, bytes]:
    """The strategy as a web page, where the template asks for that paper.

    Raises OutputRefused where Settings say that the report as a whole is exempt.
    """
    if case.is_exempt_as_a_whole:
        settings = case.results.tables["settings"]
        cell, file = settings.cell("publication", min(settings.rows)), case.results.tables.file
        raise OutputRefused(say("terminal.web.exempt", file=file, sheet=settings.title, cell=cell))
    file = file_of("strategy")
    if file not in papers:
        return {}
    document, _ = with_annex(papers[file], annex_of(Path(file).stem))
    return {f"{Path(file).stem}{WEB}": write_page(document, _web_looks(looks.style))}


def _web_looks(style: HouseStyle) -> WebLooks:
    colours = {name: colour for name, colour in asdict(style.colours).items() if name != "charts"}
    return WebLooks(style.fonts.body, style.fonts.headings, colours, style.colours.charts)


def _looks(blueprint: Blueprint, options: DocumentOptions) -> Looks:
    if options.style:
        return looks_of_file(blueprint, str(options.style), read_bytes(Path(options.style)))
    return looks_of_template(blueprint)


def about_accessibility(contents: Mapping[str, bytes], language: str) -> tuple[str, ...]:
    """For each Word document that people worked on, which accessibility rules it no longer keeps, in sentences."""
    checked = {name: self_check(content, language) for name, content in contents.items()}
    return tuple(
        say("terminal.accessible.of_file", file=name, rules=as_sentence(rules))
        for name, rules in checked.items()
        if any(rule.broken for rule in rules)
    )


def _about_access(contents: Mapping[str, bytes], language: str, own_style: bool, is_filled: bool) -> tuple[str, ...]:
    """How accessible the documents are; of a report in a council's own template apart from those in our looks."""
    ours = {name: content for name, content in contents.items() if not (is_filled and name == report_file())}
    about_template = _about_looks_of_template(contents[report_file()], language) if is_filled else ()
    return (*_require_accessible(ours, language, own_style), *about_template)


def _about_looks_of_template(content: bytes, language: str) -> tuple[str, ...]:
    """Which accessibility rules a council's own report template keeps, once it is filled; it is theirs to mend.

    Nothing of a file whose parts have other names than usual, which the check does not find.
    """
    try:
        rules = self_check(content, language)
    except InvalidValue:
        return ()
    broken = [rule.words for rule in rules if rule.broken]
    if not broken:
        return ()
    kept, every = str(len(rules) - len(broken)), str(len(rules))
    return (
        say(
            "terminal.report_template.accessible",
            file=report_file(),
            kept=kept,
            every=every,
            broken=joining.in_a_row(broken),
        ),
    )


def _require_accessible(contents: Mapping[str, bytes], language: str, own_style: bool) -> tuple[str, ...]:
    """How accessible the Word documents are: a sentence for all where they keep every rule, else one for each.

    language   what the documents are written in, a BCP 47 tag
    own_style  whether the looks are a council's own: what breaks a rule is then told, and may be theirs to mend

    Raises FaultyDocument where a document in the shipped looks breaks a rule that the law asks for: that is a fault
    of smreport.
    """
    checked = {name: self_check(content, language) for name, content in contents.items() if name.endswith(WORD)}
    if not own_style:
        _refuse_broken_law(checked)
    if not any(rule.broken for rules in checked.values() for rule in rules):
        count = max((len(rules) for rules in checked.values()), default=0)
        return (say("terminal.accessible", count=count),) if checked else ()
    return tuple(
        say("terminal.accessible.of_file", file=name, rules=as_sentence(rules))
        for name, rules in checked.items()
        if any(r.broken for r in rules)
    )


def _refuse_broken_law(checked: Mapping[str, tuple[Kept, ...]]) -> None:
    for name, rules in checked.items():
        if any(rule.broken and rule.level == "law" for rule in rules):
            raise FaultyDocument(say("terminal.not_accessible", file=name, rules=as_sentence(rules)))


def beside_edited(folder: Path, made: Published) -> Published:
    """The papers, a filled report under another name where people have edited the one that is in the folder.

    What is in its place and is no paper for the public is left to be refused.

    Raises OutputRefused where the edited one tells what is not for publication.
    """
    path = folder / report_file()
    edited = read_bytes(path) if made.filled and is_changed(path) else b""
    if opened(edited) is None or is_exempt(edited):
        return made
    unread = made.look.at_document(report_file(), edited, made.contents[report_file()])
    contents = {filled_anew() if name == report_file() else name: content for name, content in made.contents.items()}
    stays = say("terminal.report_template.stays", file=report_file(), anew=filled_anew())
    also = (about_unread(report_file(), unread),) if unread else ()
    return replace(made, contents=contents, remarks=(*made.remarks, stays, *also))


def exempt_beside(folder: Path, written: Collection[str]) -> tuple[str, ...]:
    """What else lies in a folder of public papers and shows, or may show, what is not for publication, in sentences.

    written  the names of what was written there just now
    """
    others = [path for path in _others(folder, written) if is_public_name(path.name)]
    return (*exempt_papers_beside(folder, written), *map(_about_earlier, others))


def exempt_papers_beside(folder: Path, written: Collection[str]) -> tuple[str, ...]:
    """Which exempt papers lie, or may lie, in a folder of public ones, in sentences."""
    return tuple(filter(None, map(_about_exempt, _others(folder, written))))


def _others(folder: Path, written: Collection[str]) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name not in written and path.is_file())


def _about_exempt(path: Path) -> str:
    """That a file is an exempt paper, or that nobody could look; "" where it is none.

    A Word file is one by what is in it, others by the name that smreport gave them.
    """
    try:
        shows = is_exempt(path.read_bytes()) if path.suffix.lower() == WORD else is_exempt_name(path.name)
    except OSError:
        return say("terminal.beside.not_read", file=path.name, folder=str(path.parent))
    return say("terminal.beside.exempt", file=path.name, folder=str(path.parent)) if shows else ""


def _about_earlier(path: Path) -> str:
    option = {PDF: "--pdf", WEB: "--html"}.get(path.suffix)
    if option:
        return say("terminal.beside.earlier.with_option", file=path.name, option=option)
    return say("terminal.beside.earlier", file=path.name)
