"""From results to the files that go to councillors: written, checked for accessibility, people's work on them kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from smreport.blocks.annex import with_annex
from smreport.blueprint.model import Blueprint
from smreport.commands.looks import Looks, looks_of_file, looks_of_template
from smreport.decision.results import Results
from smreport.errors import FaultyDocument
from smreport.limits import read_bytes
from smreport.papers import compose
from smreport.papers.case import Case
from smreport.papers.wording import wording_of
from smreport.word.annex_workbook import write_annex
from smreport.word.hand_edits import is_exempt
from smreport.word.self_check import as_sentence, self_check
from smreport.word.writer import write_docx

STRATEGY, ACTION_PLAN = "strategy.docx", "action-plan.docx"
EXEMPT = "exempt"
"""Exempt papers go into a folder of this name, and have it in their own names: they never mix with public ones."""

_WORD, _ANNEX, _PDF = ".docx", "-annex.xlsx", ".pdf"
_STEMS = tuple(Path(name).stem for name in (STRATEGY, ACTION_PLAN))


@dataclass(frozen=True)
class DocumentOptions:
    """What kind of documents are wanted.

    exempt    show figures that are marked as not for publication
    style     a council's .docx or .dotx, whose styles, theme, page, header and footer the documents take
    trace     say in comments which cells figures come from
    numbered  give the main part the numbers of a committee paper: 1., 1.1
    pdf       each document as PDF too
    """

    exempt: bool = False
    style: str | Path | None = None
    trace: bool = False
    numbered: bool = False
    pdf: bool = False


@dataclass(frozen=True)
class Published:
    """The files by name; what there is to say about their looks and their accessibility, and of the first wave."""

    contents: dict[str, bytes]
    remarks: tuple[str, ...]
    verdict: str = ""


def published(results: Results, options: DocumentOptions | None = None, differences: tuple[str, ...] = ()) -> Published:
    """Both Word documents, and the annexes with listings too long for them.

    differences  what differs from the workbook, in sentences

    Raises TemplateError or InvalidValue where the wording or the looks cannot be used, and FaultyDocument.
    """
    options = options or DocumentOptions()
    blueprint = results.tables.blueprint
    looks = _looks(blueprint, options)
    case = Case(results, wording_of(blueprint), options.exempt, differences)
    composed = {STRATEGY: compose.strategy_document(case), ACTION_PLAN: compose.action_plan_document(case)}
    contents = {}
    for file, whole in composed.items():
        stem = f"{Path(file).stem}-{EXEMPT}" if options.exempt else Path(file).stem
        document, annex = with_annex(whole, f"{stem}{_ANNEX}")
        document = replace(document, numbered=document.numbered or options.numbered)
        contents[f"{stem}{_WORD}"] = write_docx(document, looks.style, base=looks.file, trace=options.trace)
        if annex:
            contents[annex.file] = write_annex(annex)
    remarks = (*looks.remarks, *_require_accessible(contents, blueprint.language, looks.is_own))
    return Published(contents, remarks, " ".join(case.verdicts.sentences))


def _looks(blueprint: Blueprint, options: DocumentOptions) -> Looks:
    if options.style:
        return looks_of_file(blueprint, str(options.style), read_bytes(Path(options.style)))
    return looks_of_template(blueprint)


def about_accessibility(contents: Mapping[str, bytes], language: str) -> tuple[str, ...]:
    """For each Word document that people worked on, which accessibility rules it no longer keeps, in sentences."""
    checked = {name: self_check(content, language) for name, content in contents.items()}
    return tuple(
        f"{name} {as_sentence(rules)}" for name, rules in checked.items() if any(rule.broken for rule in rules)
    )


def _require_accessible(contents: Mapping[str, bytes], language: str, own_style: bool) -> tuple[str, ...]:
    """For each Word document, which accessibility rules it keeps, in sentences.

    language   what the documents are written in, a BCP 47 tag
    own_style  whether the looks are a council's own: what breaks a rule is then told, and may be theirs to mend

    Raises FaultyDocument where a document in the shipped looks breaks a rule that the law asks for: that is a fault
    of smreport.
    """
    sentences = []
    for name, content in contents.items():
        if name.endswith(_WORD):
            rules = self_check(content, language)
            if not own_style and any(rule.broken and rule.level == "law" for rule in rules):
                raise FaultyDocument(
                    f"{name}: smreport made a document that is not accessible. Nothing was written. Please send this "
                    f"to its makers. It {as_sentence(rules)}"
                )
            sentences.append(f"{name} {as_sentence(rules)}")
    return tuple(sentences)


def exempt_beside(folder: Path, written: Collection[str]) -> tuple[str, ...]:
    """What else lies in a folder of public papers and shows, or may show, what is not for publication, in sentences.

    written  the names of what was written there just now
    """
    others = sorted(path for path in folder.iterdir() if path.name not in written and path.is_file())
    return (*map(_about_exempt, filter(_is_exempt, others)), *map(_about_earlier, filter(_is_earlier, others)))


def _about_exempt(path: Path) -> str:
    return f"{path.name} shows figures that are not for publication. Move it out of {path.parent}."


def _about_earlier(path: Path) -> str:
    with_pdf = " with --pdf" if path.name.endswith(_PDF) else ""
    return (
        f"{path.name} is from an earlier build, and may show figures that are not for publication. Delete it, or build "
        f"anew what is in it{with_pdf}."
    )


def _is_earlier(path: Path) -> bool:
    """Whether a file has the name of a public annex or PDF, which nothing in it tells from an exempt one."""
    return path.name in {f"{stem}{ending}" for stem in _STEMS for ending in (_ANNEX, _PDF)}


def _is_exempt(path: Path) -> bool:
    """Whether a file is an exempt paper: a Word file by what is in it, others by the name that smreport gave them."""
    if path.suffix.lower() != _WORD:
        return path.name.startswith(tuple(f"{stem}-{EXEMPT}" for stem in _STEMS))
    try:
        return is_exempt(path.read_bytes())
    except OSError:
        return False
