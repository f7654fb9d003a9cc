"""The exempt annex of a review: what either workbook marks, and all that the public review leaves out because of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from smreport.blocks.document import Block, Bullets, Document, Heading, Paragraph, Section, exempt_words
from smreport.blueprint.model import Column
from smreport.blueprint.publication import REASONS, secret_rows, withheld_rows
from smreport.frozen import Frozen, replace
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.exempt_annex import NamesBy, answer_in_words, is_told, why_exempt
from smreport.papers.left_out import items_without, left_out
from smreport.papers.review import Place, Review
from smreport.papers.review_paper import blocks_of
from smreport.papers.typed import typed_words
from smreport.papers.wording import DocumentWords, SectionWords
from smreport.rounds.earlier_rows import EARLIER
from smreport.words import joining, say

Blocks = Iterator[Block]
_GROUND, _REASON = REASONS
_SUMMARY = "review_summary"


def review_annex(review: Review, words: DocumentWords) -> Document | None:
    """The annex of a review; None where neither workbook marks anything. The public review is the same without it.

    words  those of the review: the annex has its sections under the same headings
    """
    shown = review.with_all
    rows = _Rows(shown)
    if not rows.places:
        return None
    title, organisation = say("papers.review.annex.title"), shown.now.answer("organisation")
    whose = organisation or say("papers.no_organisation")
    return Document(
        title=title,
        subtitle=say("papers.annex.subtitle", organisation=whose, exempt=exempt_words()),
        cover=(),
        sections=(Section("marked", tuple(_marked(rows))), *_sections(shown, review, words)),
        author=shown.now.answer("author") or organisation,
        subject=title,
        footer=joining.beside((title, organisation, say("papers.annex.footer"))),
        language=shown.now.results.tables.blueprint.tongue.tag,
        exempt=True,
        other=typed_words(review.now.results.tables, review.then.results.tables),
    )


# --- what is marked ---


class _Rows(Frozen):
    """The rows of both workbooks that stay out, those of both once, as they stand today."""

    review: Review

    def case(self, place: Place) -> Case:
        return self.review.now if place.is_now else self.review.then

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Today's rows, without those of rounds before the last review; then rows that today's workbook has nowhere."""
        known = frozenset(self.review.pairs.get(EARLIER, {}).values())
        now = [Place(True, key, at) for key, at in _hidden(self.review.now) if key != EARLIER or at not in known]
        then = [Place(False, key, at) for key, at in _hidden(self.review.then)]
        return (*now, *(place for place in then if place.sheet != EARLIER and self._is_gone(place)))

    def _is_gone(self, place: Place) -> bool:
        sheet, row = place.sheet, place.row
        return self.review.now_of(sheet, row) is None and self.review.left_of(sheet, row) is None

    @cached_property
    def marked(self) -> frozenset[Place]:
        """Those that have a mark of their own, in either workbook; others belong to one of these."""
        return frozenset(
            place for place in self.places if place.row in secret_rows(self.case(place).results.tables[place.sheet])
        )

    def before(self, place: Place) -> Place | None:
        """The same row of the same sheet at the last review."""
        row = self.review.then_of(place.sheet, place.row) if place.is_now else None
        return None if row is None else Place(False, place.sheet, row)

    def _left_by(self, place: Place) -> Place | None:
        """The row of the last workbook that became a row of earlier rounds."""
        kept = self.review.rounds.of_then.items()
        return next((Place(False, key, was) for key, of in kept for was, at in of.items() if place.row in at), None)

    def name(self, place: Place) -> str:
        return self.case(place).results.tables[place.sheet].name_of(place.row) or say("papers.annex.no_name")

    def why(self, place: Place, key: str) -> object:
        """Its ground or its reason: its own today or then, else that of Settings; None where nobody gave one."""
        before = self._left_by(place) if place.sheet == EARLIER else self.before(place)
        places = [place, before] if before else [place]
        own = [self.case(at).rows(at.sheet)[at.row].get(key) for at in places]
        every = (*own, self.review.now.settings.get(key), self.review.then.settings.get(key))
        return next((answer for answer in every if answer is not None), None)

    def names_by(self, key: str, blank: str = "") -> NamesBy:
        named: dict[str, list[str]] = {}
        for place in self.places:
            if place in self.marked and (why := str(self.why(place, key) or blank)):
                named.setdefault(why, []).append(self.name(place))
        return named


def _hidden(case: Case) -> Iterator[tuple[str, int]]:
    """The rows that are marked, and those that belong to one that stays out as a whole, by sheet."""
    tables = case.results.tables
    whole = withheld_rows(tables)
    for key, table in tables.items():
        yield from ((key, at) for at in sorted(secret_rows(table) | whole[key]))


def without_ground(review: Review) -> tuple[Place, ...]:
    """The marked rows for which no ground is given, neither in the row nor in Settings of one of the workbooks."""
    rows = _Rows(review.with_all)
    return tuple(place for place in rows.places if place in rows.marked and rows.why(place, _GROUND) is None)


def _marked(rows: _Rows) -> Blocks:
    """Why rows stay out, then those of each sheet with what was answered there, today and at the last review."""
    yield Heading(say("papers.annex.marked"))
    yield from why_exempt(
        rows.names_by(_GROUND, joining.unclosed(say("papers.to_be_confirmed"))), rows.names_by(_REASON)
    )
    by_sheet: dict[str, list[Place]] = {}
    for place in rows.places:
        by_sheet.setdefault(place.sheet, []).append(place)
    for sheet, places in by_sheet.items():
        title = rows.review.now.results.tables[sheet].title
        items = tuple(_item(rows, place) for place in places)
        sources = tuple(rows.review.cells(place) for place in places)
        yield Bullets(say("papers.annex.sheet", sheet=title), items, sources=sources)
    yield Paragraph(say("papers.review.annex.below"))


def _item(rows: _Rows, place: Place) -> str:
    """A row with its answers; of one that belongs to a marked one the name: the sections below tell of it."""
    name = rows.name(place)
    answers = joining.sentences(_answers(rows, place)) if place in rows.marked else ""
    return say("papers.annex.marked_row", name=name, answers=answers) if answers else name


def _answers(rows: _Rows, place: Place) -> Iterator[str]:
    """What the public may not know of a row, with what it was at the last review where that differs."""
    tables, before = rows.case(place).results.tables, rows.before(place)
    table, is_whole = tables[place.sheet], place.row in withheld_rows(tables)[place.sheet]
    row = table.row(place.row)
    was = rows.review.then.rows(place.sheet)[before.row] if before else {}
    for column in table.sheet.columns:
        value, old = row.get(column.key), was.get(column.key)
        if any(is_told(table, column, answer, is_whole) for answer in (value, old)):
            yield _answer(column, value, old if before else value)


def _answer(column: Column, value: object, old: object) -> str:
    now, then = (
        figures.LEFT_BLANK if answer is None else answer_in_words(column, answer) for answer in (value, old)
    )  # fmt: skip
    if now == then:
        return say("papers.annex.answer", what=column.heading, answer=figures.sentence(now))
    return say(
        "papers.review.annex.answer", what=column.heading, answer=joining.unclosed(now), before=joining.unclosed(then)
    )


# --- what is left out because of it ---


def _sections(shown: Review, public: Review, words: DocumentWords) -> Iterator[Section]:
    """What each section of the review says of both workbooks whole, and the public review does not."""
    by_place = {at: tuple(_left_out(shown, public, section)) for at, section in enumerate(words.sections)}
    for at, section in enumerate(words.sections):
        blocks = by_place[at]
        if section.key == _SUMMARY:
            others = [block for other, blocks in by_place.items() if other != at for block in blocks]
            blocks = tuple(_not_told_again(blocks, others))
        if blocks:
            heading = (Heading(section.heading.strip()),) if section.heading.strip() else ()
            yield Section(f"exempt_{section.name}", (*heading, *blocks))


def _left_out(shown: Review, public: Review, section: SectionWords) -> Blocks:
    plain = replace(section, intro="")
    return left_out(blocks_of(shown, plain), blocks_of(public, plain))


def _not_told_again(blocks: Sequence[Block], others: Sequence[Block]) -> Blocks:
    """The results of page one without those that a section below tells, and without lists of suggestions."""
    said = "\n".join(text for block in others if isinstance(block, Paragraph | Bullets) for text in block.texts)
    for block in blocks:
        if not isinstance(block, Bullets):
            yield block
        elif block.lead != say("papers.review.suggestions"):
            kept = items_without(block, [item for item in block.items if item in said])
            if kept:
                yield kept
