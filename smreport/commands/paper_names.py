"""What the files of papers are called, and what they may be called that were written in another language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from smreport.file_names import named
from smreport.papers.compose import file_of
from smreport.papers.wording import PAPERS
from smreport.words import say
from smreport.words.languages import in_every_language

WORD, WORKBOOK, PDF, WEB = ".docx", ".xlsx", ".pdf", ".html"
_EXEMPT_ONCE = "-exempt"  # behind the names that early versions gave to exempt papers


def report_file() -> str:
    """What the covering report is called."""
    return file_of("report")


def filled_anew() -> str:
    """The report filled anew beside one that people have edited."""
    return _anew(Path(report_file()).stem)


def _anew(stem: str) -> str:
    return named(say("papers.file_beside.anew", name=stem), WORD)


def annex_of(stem: str) -> str:
    """The workbook with the whole of a listing that is too long for a paper."""
    return named(say("papers.file_beside.annex", name=stem), WORKBOOK)


def exempt_folder() -> str:
    """The folder that exempt papers go into, apart from public ones."""
    return say("papers.file.exempt_folder")


def exempt_annex_file() -> str:
    """The paper that holds what public ones leave out."""
    return named(say("papers.file.exempt_annex"), WORD)


def review_annex_file() -> str:
    """The same of a review."""
    return named(say("papers.file.review_annex"), WORD)


def is_public_name(name: str) -> bool:
    """Whether a file is called as something public that smreport writes beside or in place of papers."""
    return name in set(_public_names())


def _public_names() -> Iterator[str]:
    for stem in _stems("report"):
        yield from in_every_language(partial(_anew, stem))
    for stem in (stem for paper in PAPERS for stem in _stems(paper)):
        yield from (named(stem, PDF), named(stem, WEB))
        yield from in_every_language(partial(annex_of, stem))


def is_exempt_name(name: str) -> bool:
    """Whether a file that is no Word file is called as smreport calls exempt ones."""
    annexes = in_every_language(lambda: Path(exempt_annex_file()).stem)
    once = (named(stem, _EXEMPT_ONCE) for paper in PAPERS for stem in _stems(paper))
    return name.startswith((*annexes, *once))


def _stems(paper: str) -> frozenset[str]:
    return in_every_language(lambda: Path(file_of(paper)).stem)
