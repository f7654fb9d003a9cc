"""The report as a council's own report template asks for it: which of its headings and labels mean what of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from smreport.blocks.document import Block, Bullets, Document, Heading, Paragraph, Section
from smreport.blocks.filling import Content, FormWords, Found, Wanted
from smreport.blueprint.times import When
from smreport.frozen import Frozen, replace
from smreport.papers import advice, figures, report
from smreport.papers.case import Case
from smreport.papers.compose import blank_of, fact_in_words, states_of
from smreport.papers.wording import CoverFact, Implication, PlaceWords
from smreport.words import joining, say

_MONEY, _ADVICE, _ABOUT = "financial", "advice", "about"


class Fact(Frozen):
    """A short text that a template may ask for, and the answers and figures that it tells."""

    key: str
    titles: tuple[str, ...]
    settings: tuple[str, ...] = ()
    figure: str = ""
    blank: str = ""

    @property
    def tells(self) -> set[str]:
        return {*self.settings, *filter(None, (self.figure,))}


def form_words(case: Case) -> FormWords:
    """The words by which a council's template says what it wants."""
    words = case.wording.report_template
    return FormWords(words.text, words.signed_by, words.signed_on, words.delete, words.choose)


def wanted(case: Case, document: Document) -> tuple[Wanted, ...]:
    """What of the report may have a place, by all titles that are known for it."""
    places = case.wording.report_template.places
    sections = {key: heading for key, heading, _ in _sections(document)}
    all_wanted = [Wanted(key, _titles(case, "section", key, heading)) for key, heading in sections.items()]
    all_wanted += [Wanted(_subject(place.subject), place.titles) for place in places if place.subject]
    return (*all_wanted, *(Wanted(fact.key, fact.titles, is_fact=True) for fact in _facts(case)))


def _titles(case: Case, kind: str, key: str, own: str) -> tuple[str, ...]:
    places = case.wording.report_template.places
    return (own, *(title for place in places if getattr(place, kind) == key for title in place.titles))


def _subject(key: str) -> str:
    return f"subject {key}"


def _facts(case: Case) -> Iterator[Fact]:
    """The facts that a template may ask for; those of our cover too, unless their label means another already."""
    blanks = {fact.settings: blank_of(case, fact) for fact in case.wording.cover}
    known: set[str] = set()
    for place in case.wording.report_template.places:
        if place.settings or place.figure:
            blank = blanks.get(place.settings, "") if place.settings else ""
            yield Fact(f"fact {_known(place)}", place.titles, place.settings, place.figure, blank)
            known |= {title.casefold() for title in place.titles}
    for fact in _cover(case):
        if fact.label.casefold() not in known:
            yield Fact(f"cover {fact.label}", (fact.label,), fact.settings, fact.figure, blank_of(case, fact))


def _cover(case: Case) -> list[CoverFact]:
    return [fact for fact in case.wording.cover if "report" in (fact.papers or ("report",))]


def _known(place: PlaceWords) -> str:
    return place.figure or " ".join(place.settings)


def _sections(document: Document) -> Iterator[tuple[str, str, tuple[Block, ...]]]:
    """The sections of the report with heading and blocks; those that go on under a heading are part of its section."""
    whole: list[tuple[str, str, tuple[Block, ...]]] = []
    for section in document.sections:
        first, *rest = section.blocks
        if isinstance(first, Heading):
            whole.append((section.key, first.text, tuple(rest)))
        elif whole:
            key, heading, blocks = whole[-1]
            whole[-1] = (key, heading, blocks + section.blocks)
    return iter(whole)


def contents(case: Case, document: Document, found_places: Mapping[str, Found]) -> tuple[Content, ...]:
    """What goes into the places that a template has, and what has none: it stands there all the same."""
    subjects = [place.subject for place in case.wording.report_template.places if place.subject]
    placed = {subject for subject in subjects if _subject(subject) in found_places}
    texts = {
        subject: Content(_subject(subject), _about(case, subject, placed, found_places))
        for subject in subjects
        if subject in placed
    }
    return (
        *(_section(case, key, blocks, placed, found_places) for key, _, blocks in _sections(document)),
        *(_signed(case, subject, content) for subject, content in texts.items()),
        *(_fact(case, fact) for fact in _facts(case)),
    )


def _section(
    case: Case, key: str, blocks: tuple[Block, ...], placed: set[str], found_places: Mapping[str, Found]
) -> Content:
    """A section without what has a place of its own in the template."""
    if key == _ADVICE and placed:
        blocks = tuple(advice.advice_beside(case, "", placed | _joined(case, placed)))
    elif key == _ABOUT:
        blocks = tuple(report.about_beside(case, "", _settings_told(case, found_places)))
    return Content(key, blocks)


def _joined(case: Case, placed: set[str]) -> set[str]:
    """The subjects that are told with another one, since the template has no place for them alone."""
    return {
        subject
        for entry in case.wording.implications
        if entry.setting in placed
        for subject in entry.advice
    }  # fmt: skip


def _about(case: Case, subject: str, placed: set[str], found_places: Mapping[str, Found]) -> tuple[Block, ...]:
    """What was written of a subject; of money nothing where all of it stands in the same place anyway."""
    entry = _entry(case, subject)
    if entry is None:
        return tuple(map(Paragraph, advice.about_subject(case, subject)))
    if entry.costs and found_places.get(_MONEY) == found_places[_subject(subject)]:
        return ()
    subjects = [subject, *(other for other in entry.advice if other not in placed)]
    texts = [text for item in subjects for text in advice.about_subject(case, item)]
    return tuple(map(Paragraph, texts or _unknown(case, entry)))


def _unknown(case: Case, entry: Implication) -> list[str]:
    """That nobody has assessed an implication yet; nothing where there is nothing to decide."""
    if not case.results.order:
        return []
    asked = say("papers.to_be_confirmed.by", owner=entry.owner)
    return [asked if entry.costs else advice.to_be_confirmed(entry)]


def _entry(case: Case, subject: str) -> Implication | None:
    """The implication that a subject is, None for one that only advice is given on."""
    return next((entry for entry in case.wording.implications if entry.setting == subject), None)


def _signed(case: Case, subject: str, content: Content) -> Content:
    """With the posts that gave the advice, and the last day of it."""
    entry, rows = _entry(case, subject), case.optional_rows("advice")
    given = [rows[at] for at in (case.advised(entry) if entry else advice.rows_about(case, subject))]
    posts = dict.fromkeys(str(row["post"]) for row in given if row["post"] is not None)
    days = sorted((row["date"] for row in given if isinstance(row["date"], When)), key=figures.last_day)
    last = days[-1] if days else When()
    return replace(content, signed_by=figures.listed(posts), signed_on=figures.time_in_words(last), signed_day=last.day)


def _fact(case: Case, fact: Fact) -> Content:
    text = fact_in_words(case, fact.settings, fact.figure) or fact.blank
    answers = [fact_in_words(case, [setting]) for setting in fact.settings]
    value = case.settings.get(fact.settings[0]) if len(fact.settings) == 1 else None
    day = value.day if isinstance(value, When) else None
    choices = tuple(filter(None, (text, *(joining.unclosed(answer) for answer in answers))))
    return Content(fact.key, text=text, choices=choices, day=day)


def _settings_told(case: Case, found_places: Mapping[str, Found]) -> set[str]:
    return {item for fact in _facts(case) if fact.key in found_places for item in fact.settings}


def without_place(case: Case, document: Document, filled: Sequence[Content], placed: frozenset[str]) -> list[str]:
    """What of the report found no place: sections by their headings, facts of its cover by their labels."""
    by_key, facts = {item.key: item for item in filled}, list(_facts(case))
    left = _sections_left(document, by_key, placed)
    about = set(report.TOLD_ABOUT)
    needed = {item for fact in _cover(case) for item in (*fact.settings, fact.figure)}
    if _ABOUT in left and about <= set().union(*(fact.tells for fact in facts)):
        del left[_ABOUT]  # each of its answers is told of by its own label
        needed |= about
    return [*left.values(), *_facts_left([fact for fact in facts if by_key[fact.key].text], needed, placed)]


def _sections_left(document: Document, by_key: Mapping[str, Content], placed: frozenset[str]) -> dict[str, str]:
    """What the sections are called that say something and stand nowhere, by their keys."""
    left = {key: heading for key, heading, _ in _sections(document) if key not in placed and by_key[key].blocks}
    if _ADVICE in left:
        left[_ADVICE] = _called(left[_ADVICE], by_key[_ADVICE])
    return left


def _facts_left(facts: Sequence[Fact], needed: set[str], placed: frozenset[str]) -> Iterator[str]:
    """The facts with something that is needed and that nothing placed tells, each told once."""
    known = {item for fact in facts if fact.key in placed for item in fact.tells}
    for fact in sorted(facts, key=lambda fact: len(fact.tells)):
        if fact.tells & needed - known:
            yield fact.titles[0]
            known |= fact.tells


def _called(heading: str, content: Content) -> str:
    """A section of subjects by those that are left in it."""
    items = [item for block in content.blocks if isinstance(block, Bullets) for item in block.items]
    subjects = [item.partition(":")[0] for item in items]
    return say("papers.own_template.rest", heading=heading, subjects=figures.listed(subjects)) if subjects else heading


def as_placed(case: Case, document: Document, filled: Sequence[Content], placed: frozenset[str]) -> Document:
    """The report as the filled template has it; at the foot of its pages stands only what every page must say."""
    sections = tuple(Section(item.key, item.blocks) for item in filled if item.key in placed and item.blocks)
    cover = tuple((item.key, item.text) for item in filled if item.key in placed and item.text)
    return replace(document, sections=sections, cover=cover, footer=joining.beside(states_of(case, "report")))
