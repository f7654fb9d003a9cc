"""From a case to whole documents: the sections that strategy.toml names, in its order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count

from smreport.blocks.document import Block, Callout, Contents, Document, Heading, Section
from smreport.blocks.printable import PROPERTY_LIMIT
from smreport.decision.terms import EXEMPT
from smreport.errors import TemplateError
from smreport.frozen import replace
from smreport.papers import (
    action_plan,
    advice,
    appendices,
    earlier,
    figures,
    gaps_by_owner,
    kinds,
    missing,
    report,
    strategy,
)
from smreport.papers.case import Case
from smreport.papers.privacy import not_for_publication
from smreport.papers.typed import typed_words
from smreport.papers.wording import FILE, ROWS, CoverFact, DocumentWords, SectionWords
from smreport.words import joining, say

NEEDS = tuple(
    f"{sheet}.{key}"
    for sheet, keys in {
        "settings": ("organisation", "directorate", "author", "contact", "committee", "meeting_date", "wards",
            "publication", "report_version", "statement", "existing_policy", "financial_year", "plan_start",
            "plan_end", "review_date", "illustrative"),
        "areas": ("name", "kind", "status", "lead", "why", "reason"),
        "objectives": ("area", "objective", "outcome", "priority", "measure"),
        "tools": ("tool", "use", "channel", "status", "reason"),
        "mapping": ("benefit", "left_out"),
        "roles": ("role", "kind"),
        "channels": ("channel",),
        "risks": ("risk", "mitigation", "owner", "upside"),
        "portfolio": ("title", "business_project", "lead", "contributors", "change", "start", "finish"),
        "kpis": ("name", "project", "stage", "unit", "direction", "baseline", "target", "target_date", "actual",
            "actual_as_of", "owner"),
        "actions": ("action", "project", "owner", "due", "status"),
    }.items()
    for key in keys
)  # fmt: skip
"""The columns that the sections show."""

Writer = Callable[[Case, str], Iterator[Block]]
"""A section's content: from the case and the words before it to blocks."""

SECTIONS: Mapping[str, Writer] = {
    **report.SECTIONS, **strategy.SECTIONS, **action_plan.SECTIONS, **missing.SECTIONS, **appendices.SECTIONS,
    **gaps_by_owner.SECTIONS, **earlier.SECTIONS,
}  # fmt: skip
"""The sections by their keys in strategy.toml; any of them may stand in any paper, besides the one that lists rows."""

_FEWEST_LISTED = 4
"""With fewer headings a paper has no list of contents."""

_ENDING = ".docx"
_ALONE = "summary"
"""The section that stands on a page of its own."""


def file_of(key: str) -> str:
    """What a paper's file is called: "strategy.docx"."""
    return f"{say(f'papers.file.{key}')}{_ENDING}"


def papers_of(case: Case) -> dict[str, Document]:
    """The papers that the template asks for, by file. Raises TemplateError where it names an unknown section."""
    return {file_of(key): paper(case, key) for key in case.wording.papers}


def paper(case: Case, key: str) -> Document:
    """One paper: "report", "strategy" or "action_plan". Raises TemplateError where it names an unknown section."""
    return laid_out(case, key, case.wording.papers[key], partial(_written, case))


def laid_out(
    case: Case, key: str, words: DocumentWords, written: Callable[[SectionWords], tuple[Block, ...]]
) -> Document:
    """A paper of the sections that its words name, with cover, notices and footer; ``written`` writes a section."""
    organisation = case.answer("organisation")
    return Document(
        title=words.title,
        subtitle=case.subtitle,
        cover=_cover(case, key),
        sections=tuple(_told_apart(_sections(case, words, written))),
        author=_property(case.answer("author") or organisation),
        subject=_property(_subject(words.title, organisation)),
        footer=_footer(case, key, words.title),
        notices=tuple(_notices(case, key)),
        language=case.results.tables.blueprint.tongue.tag,
        numbered=words.numbered,
        exempt=case.privacy.tells_secrets,
        other=typed_words(case.results.tables),
    )


def _subject(title: str, organisation: str) -> str:
    return say("papers.subject", title=title, organisation=organisation) if organisation else title


def _property(text: str) -> str:
    """What people wrote, as far as Word takes it for a property of a document."""
    return joining.shortened(text, PROPERTY_LIMIT)


def _sections(
    case: Case, words: DocumentWords, written: Callable[[SectionWords], tuple[Block, ...]]
) -> Iterator[Section]:
    """A contents list on the front page, then the sections as strategy.toml orders them; empty ones are left out.

    Few headings need no list. A summary of a whole strategy has a page that can be read alone; all else begins below
    the cover.
    """
    filled = [(section, blocks) for section in words.sections if (blocks := written(section))]
    main, last = ([pair for pair in filled if pair[0].appendix is appendix] for appendix in (False, True))
    lists = words.contents and sum(map(_headings, filled)) >= _FEWEST_LISTED
    if lists:
        yield Section("contents", (Contents(),))
    stands_alone = lists and case.kind == kinds.STRATEGY and bool(main) and main[0][0].key == _ALONE
    yield from _main_part(_headed(case, words, main), own_page=stands_alone)
    yield from _appendices_in(_headed(case, words, last))


def _main_part(headed: Iterable[tuple[str, SectionWords, tuple[Block, ...]]], own_page: bool) -> Iterator[Section]:
    """The sections before the appendices; the first on a page of its own where a list of contents stands before it."""
    for number, (heading, section, blocks) in enumerate(headed):
        opening = (Heading(heading, new_page=number == 0 and own_page),) if heading else ()
        yield Section(section.name, (*opening, *blocks))


def _headings(section: tuple[SectionWords, tuple[Block, ...]]) -> int:
    """How many lines of a contents list a section has, its own heading among them."""
    words, blocks = section
    return bool(words.heading.strip()) + sum(isinstance(block, Heading) for block in blocks)


def _told_apart(sections: Iterable[Section]) -> Iterator[Section]:
    """The sections, a later one of the same name with its number: "rows areas 2"; hand edits go by the name."""
    times = Counter[str]()
    for section in sections:
        times[section.key] += 1
        again = times[section.key] > 1
        yield replace(section, key=f"{section.key} {times[section.key]}") if again else section


def _appendices_in(headed: Iterable[tuple[str, SectionWords, tuple[Block, ...]]]) -> Iterator[Section]:
    """The sections after the main part, numbered by their headings; several of them begin on a new page."""
    numbers, sections = count(1), list(headed)
    are_many = sum(bool(heading) for heading, *_ in sections) > 1
    for heading, section, blocks in sections:
        if heading:
            number = next(numbers)
            new_page = number == 1 and are_many
            blocks = (Heading(_appendix(number, heading), new_page=new_page), *blocks)
        yield Section(section.name, blocks)


def _appendix(number: int, name: str) -> str:
    return say("word.appendix", number=str(number), heading=figures.lowered(name))


def _headed(
    case: Case, words: DocumentWords, filled: Iterable[tuple[SectionWords, tuple[Block, ...]]]
) -> Iterator[tuple[str, SectionWords, tuple[Block, ...]]]:
    """Sections with their headings; where the section that has it is empty, the next one that goes on under it has it.

    The heading is "" where it stands before already.
    """
    over, last = dict[SectionWords, str](), ""
    for section in words.sections:
        noted = section.heading_to_note if case.is_to_note else ""
        last = over[section] = noted or section.heading.strip() or last
    last = ""
    for section, blocks in filled:
        yield "" if over[section] == last else over[section], section, blocks
        last = over[section]


def _written(case: Case, words: SectionWords) -> tuple[Block, ...]:
    if words.key == ROWS:
        return tuple(appendices.rows_of(case, case.fill(words.intro), words.sheet, words.columns))
    if words.key not in SECTIONS:
        names = joining.in_a_row(sorted((*SECTIONS, ROWS)))
        raise TemplateError(say("template.wording.no_section", file=FILE, section=repr(words.key), known=names))
    return tuple(SECTIONS[words.key](case, case.fill(words.intro)))


def _cover(case: Case, key: str) -> tuple[tuple[str, str], ...]:
    """The facts that the template puts on a paper's cover."""
    facts = (
        (fact, _fact(case, fact) or blank_of(case, fact))
        for fact in case.wording.cover
        if key in (fact.papers or [key])
    )
    return tuple((fact.label, text) for fact, text in facts if text)


def blank_of(case: Case, fact: CoverFact) -> str:
    """What stands for a fact that nobody has said; nothing for one of a decision where there is none to take."""
    return "" if fact.of_decision and case.is_to_note else fact.blank


def _fact(case: Case, fact: CoverFact) -> str:
    """What a cover says of a fact, "" where nobody has said it."""
    return fact_in_words(case, fact.settings, fact.figure)


def fact_in_words(case: Case, settings: Sequence[str], figure: str = "") -> str:
    """Answers of Settings and a figure as a cover says them, "" where nobody has said them."""
    figure = _FIGURES[figure](case) if figure else ""
    answers = [_setting(case, setting) for setting in settings]
    if answers and answers[0] and isinstance(case.settings.get(settings[0]), bool):
        return joining.sentences(figures.sentence(text) for text in answers if text)
    return _together(figure, *answers)


def _setting(case: Case, key: str) -> str:
    value = case.settings.get(key)
    return "" if value is None else figures.shown(value)


def _publication(case: Case) -> str:
    if case.privacy.has_secrets and not case.is_exempt_as_a_whole:
        return say("papers.cover.part_exempt")
    if case.is_exempt_as_a_whole:
        return case.results.tables.blueprint.label("settings.publication", EXEMPT)
    return case.answer("publication")


def _plan(case: Case) -> str:
    return case.plan if case.has_plan else ""


def _file(case: Case) -> str:
    return case.results.tables.file


def _appendices(case: Case) -> str:
    """The other papers, as the report names them."""
    names = [case.wording.papers[key].title for key in case.wording.papers if key != "report"]
    numbered = [say("word.appendix", number=str(number), heading=name) for number, name in enumerate(names, start=1)]
    if case.privacy.has_secrets:
        numbered.append(say("papers.cover.exempt_annex", number=str(len(names) + 1)))
    return figures.listed(numbered)


def _title(case: Case) -> str:
    return case.wording.papers["report"].title if "report" in case.wording.papers else ""


_FIGURES: Mapping[str, Callable[[Case], str]] = {
    "plan": _plan, "file": _file, "publication": _publication, "route": report.route, "appendices": _appendices,
    "title": _title,
}  # fmt: skip


def _together(*texts: str) -> str:
    return joining.in_a_row(texts)


def _footer(case: Case, key: str, title: str) -> str:
    return joining.beside((title, case.answer("organisation"), *states_of(case, key)))


def states_of(case: Case, key: str) -> list[str]:
    """What every page of a paper says of it: that it is an exercise, a draft and the like."""
    words = [say("papers.exercise.footer")] if case.is_exercise else []
    words += [say("papers.state.illustrative")] if case.settings["illustrative"] is True else []
    words += [say("papers.annex.footer")] if case.privacy.tells_secrets else []
    words += [say("papers.what_if")] if case.what_if else []
    if case.results.errors:
        words.append(say("papers.state.errors"))
    elif key == "report" and advice.unassessed(case):
        words.append(say("papers.draft"))
    return words


def _notices(case: Case, key: str) -> Iterator[Callout]:
    if case.left_out:
        yield Callout(not_for_publication(), case.left_out)
    if case.what_if:
        yield Callout(say("papers.what_if"), say("papers.what_if.told", changes=joining.sentences(case.what_if)))
    if case.is_exercise:
        yield Callout(say("papers.exercise"), say("papers.exercise.told", organisation=case.organisation))
    if case.settings["illustrative"] is True:
        yield Callout(say("papers.illustrative"), case.wording.illustrative)
    if case.results.errors:
        yield Callout(say("papers.draft"), case.wording.draft)
    elif key == "report" and (blank := advice.unassessed(case)):
        subjects = figures.listed(figures.lowered(entry.heading) for entry in blank)
        yield Callout(say("papers.draft"), say("papers.draft.unassessed", subjects=subjects, count=len(blank)))
