"""Texts to send to services whose workbooks are late or faulty: plain words, their own cells, and no values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum

from smreport.blueprint.model import Blueprint
from smreport.blueprint.publication import secret_rows, withheld_rows
from smreport.blueprint.tables import Tables
from smreport.blueprint.times import day_in_words
from smreport.blueprint.values import normalised
from smreport.findings import Finding, Level, as_text, without_what_follows
from smreport.frozen import Frozen, replace
from smreport.words import joining, say

MOST_LINES = 25
_AROUND = 13  # lines that stand around those about cells
_SENTENCES = re.compile(r"(?<=[.!?]) ")
_QUOTED, _DOTS = re.compile("“([^“”]*)”"), "“…”"
_IN_QUOTES = re.compile(r"[“”\"‘’\d£]")


class Reason(Enum):
    """Why a service is written to."""

    LATE = "late"
    AS_SENT = "as_sent"
    UNREADABLE = "unreadable"
    FAULTY = "faulty"
    INCOMPLETE = "incomplete"

    @property
    def is_pressing(self) -> bool:
        """Whether the round waits for an answer: gaps alone do not hold it up."""
        return self is not Reason.INCOMPLETE

    @property
    def is_about_cells(self) -> bool:
        """Whether there is a return that can be read, so that cells can be named."""
        return self in (Reason.FAULTY, Reason.INCOMPLETE)


class Asked(Frozen):
    """A service that is written to.

    part      whom its workbook is for
    lead      the posts that lead it, "" where nobody is named
    file      the name of its workbook
    deadline  the day by which it is to come back, None where none is set; ``is_over`` once that has passed
    """

    part: str
    lead: str
    file: str
    reason: Reason
    deadline: date | None = None
    is_over: bool = False


class Mail(Frozen):
    """A text that is ready to be sent, to whom, and why."""

    asked: Asked
    text: str


def mail(asked: Asked, findings: Sequence[Finding] = (), tables: Tables | None = None) -> Mail:
    """The text for a service; of a return that can be read with what was found in its own rows.

    Whatever may tell what is not for publication is left out, and so is every value: the marked copy has it.
    """
    about_cells = [] if tables is None else _about_cells(tellable(findings, tables))
    return Mail(asked, "\n".join(_lines(asked, about_cells)))


def _lines(asked: Asked, about_cells: Sequence[str]) -> Iterator[str]:
    yield say("findings.mail.to", lead=asked.lead or asked.part)
    yield say("findings.mail.subject", part=asked.part)
    yield ""
    yield say("findings.mail.dear", lead=asked.lead) if asked.lead else say("findings.mail.dear_colleague")
    yield ""
    yield say(f"findings.mail.why.{asked.reason.value}", file=asked.file)
    if asked.reason.is_about_cells:
        yield from ("", *(about_cells or [say("findings.mail.in_marked_copy")]))
    yield ""
    yield say("findings.mail.ask.late" if asked.reason in _NOT_FILLED_IN else "findings.mail.ask.send_again")
    yield _by_when(asked)
    yield ""
    yield say("findings.mail.thanks")
    yield ""


_NOT_FILLED_IN = (Reason.LATE, Reason.AS_SENT)


def _by_when(asked: Asked) -> str:
    if asked.deadline is None:
        return say("findings.mail.soon")
    day = day_in_words(asked.deadline)
    return say("findings.mail.was_due", day=day) if asked.is_over else say("findings.mail.due", day=day)


def tellable(findings: Sequence[Finding], tables: Tables) -> list[Finding]:
    """The errors and gaps without values, and in a workbook with marked rows without all that may come from these."""
    withheld, keys = withheld_rows(tables), {table.title: key for key, table in tables.items()}
    marked = {key: secret_rows(table) | withheld[key] for key, table in tables.items()}
    weighty = (finding for finding in findings if finding.level is not Level.NOTE)
    bare_ones = [replace(finding, file="", value="", subject="", fix=_by_hand(finding.fix)) for finding in weighty]
    if not any(marked.values()):
        words = _words_of_form(tables.blueprint)
        return [replace(bare, what=_unquoted(bare.what, words), fix=_unquoted(bare.fix, words)) for bare in bare_ones]
    return [_careful_of(bare, bare.row in marked.get(keys.get(bare.sheet, ""), ())) for bare in bare_ones]


def _by_hand(fix: str) -> str:
    """What to do without the sentences about commands: services have a workbook and nothing else."""
    return joining.sentences(sentence for sentence in _SENTENCES.split(fix) if "smreport" not in sentence)


def _words_of_form(blueprint: Blueprint) -> frozenset[str]:
    """What the form itself says: titles, headings, and the choices of its closed lists, as comparisons see them."""
    headings = (heading for sheet in blueprint for heading in (sheet.title, *sheet.headings))
    choices = (text for choices in blueprint.lists.values() if not choices.open for text in choices.texts)
    return frozenset(map(normalised, (*headings, *choices, say("workbook.yes"), say("workbook.no"))))


def _unquoted(text: str, words: frozenset[str]) -> str:
    """A sentence with dots for what it quotes, unless these are words of the form."""
    return _QUOTED.sub(lambda match: match[0] if normalised(match[1]) in words else _DOTS, text)


def _careful_of(bare: Finding, is_marked: bool) -> Finding:
    what, fix = ("", "") if is_marked else (_careful(bare.what), _careful(bare.fix))
    if what:
        return replace(bare, what=what, fix=fix)
    return replace(bare, code="mail.marked_row", column="", what=say("findings.mail.look_at_marked_copy"), fix="")


def _careful(text: str) -> str:
    """The sentences in which nothing is quoted and no figure stands."""
    return joining.sentences(sentence for sentence in _SENTENCES.split(text) if not _IN_QUOTES.search(sentence))


def _as_items(findings: str) -> list[str]:
    """Lines about findings with a dash in place of the word for how much each weighs."""
    words = "|".join(re.escape(level.word) for level in Level)
    return [re.sub(rf"^ +({words}) +", "- ", line).removeprefix(": ") for line in findings.splitlines() if line]


def _about_cells(findings: Sequence[Finding]) -> list[str]:
    """Lines about cells by sheet, as many as there is room for, errors first; then how many more there are.

    Sheets in which nothing is filled in yet share the first line.
    """
    every = without_what_follows(findings)
    named = _about_empty_sheets(every)
    findings = [finding for finding in every if not finding.is_of_empty_sheet]
    by_weight = sorted(range(len(findings)), key=lambda at: findings[at].level is not Level.ERROR)

    def lines(number: int) -> list[str]:
        return _as_items(as_text(findings[at] for at in sorted(by_weight[:number])))

    fewest, most = 0, len(findings)
    while fewest < most:  # the most findings whose lines have room
        middle = (fewest + most + 1) // 2
        fits = len(lines(middle)) + len(named) <= MOST_LINES - _AROUND
        fewest, most = (middle, most) if fits else (fewest, middle - 1)
    left = len(findings) - fewest
    return [*named, *lines(fewest), *([say("findings.mail.more", count=left)] if left else [])]


def _about_empty_sheets(findings: Sequence[Finding]) -> list[str]:
    """A line that names each sheet in which nothing is filled in yet."""
    empty = list(dict.fromkeys(finding.sheet for finding in findings if finding.is_of_empty_sheet))
    return [say("findings.mail.empty", sheets=joining.in_a_row(empty), count=len(empty))] if empty else []
