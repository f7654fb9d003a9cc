"""What advisers and Settings say of each subject that a committee asks about, and which ones nobody has assessed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from smreport.blocks.document import Block, Bullets, Paragraph
from smreport.blueprint.tables import Row
from smreport.papers import figures
from smreport.papers.case import Case
from smreport.papers.figures import listed, sentence
from smreport.papers.wording import Implication
from smreport.words import joining, say

Blocks = Iterator[Block]


def assessed(case: Case, entry: Implication) -> dict[str, str]:
    """What was written of a subject, each with its cells: the answer in Settings, then each piece of advice."""
    answer = sentence(case.answer(entry.setting))
    texts = {answer: case.sources.at("settings", entry.setting)} if answer else {}
    for at in case.advised(entry):
        texts[_advice(case.rows("advice")[at])] = case.sources.rows("advice", [at])
    return texts


def _advice(row: Row) -> str:
    """The words of an adviser, and the post that wrote them."""
    text, when = sentence(row["text"]), figures.when(row["date"])
    if row["post"] is None:
        return text
    if when == figures.not_known():
        return say("papers.advice.by", text=text, post=str(row["post"]))
    return say("papers.advice.by_on", text=text, post=str(row["post"]), day=when)


def advice(case: Case, intro: str, also: Sequence[str] = ()) -> Blocks:
    """What was written of each subject but money, and which are still to be confirmed, other things ``also``."""
    yield from advice_beside(case, intro, (), also)


def advice_beside(case: Case, intro: str, told_elsewhere: Collection[str], also: Sequence[str] = ()) -> Blocks:
    """The same without the subjects that are told elsewhere, by their settings or their ids in the list of advice."""
    entries = [entry for entry in case.wording.implications if not entry.costs]
    by_subject = {entry.heading: _assessed_beside(case, entry, told_elsewhere) for entry in entries}
    by_subject |= _other_advice(case, told_elsewhere)
    written = dict(filter(lambda pair: pair[1], by_subject.items()))
    blank = [entry for entry in unassessed(case) if not entry.costs and entry.setting not in told_elsewhere]
    if intro and (blank or written):
        yield Paragraph(intro)
    if written:
        yield _written(written)
    if blank:
        yield Paragraph(to_be_confirmed(*blank, also=also))


def to_be_confirmed(*blank: Implication, also: Sequence[str] = ()) -> str:
    """That nobody has assessed some implications yet, and who is asked; and what ``also`` is not there yet."""
    asked = [say("papers.advice.asked", subject=entry.heading, owner=entry.owner) for entry in blank]
    return say("papers.advice.to_be_confirmed", subjects=listed([*asked, *also]))


def _assessed_beside(case: Case, entry: Implication, told_elsewhere: Collection[str]) -> dict[str, str]:
    """What was written of an implication, without those of its subjects that are told elsewhere."""
    if not told_elsewhere:
        return assessed(case, entry)
    subjects = [subject for subject in (entry.setting, *entry.advice) if subject not in told_elsewhere]
    return {text: source for subject in subjects for text, source in about_subject(case, subject).items()}


def about_subject(case: Case, subject: str) -> dict[str, str]:
    """What was written of one subject: the answer to a setting of that name, then the advice with that id."""
    answer = sentence(case.answer(subject))
    texts = {answer: case.sources.at("settings", subject)} if answer else {}
    rows = case.optional_rows("advice")
    return texts | {_advice(rows[at]): case.sources.rows("advice", [at]) for at in rows_about(case, subject)}


def rows_about(case: Case, subject: str) -> list[int]:
    """The rows of advice on one subject, by its id."""
    return [
        at
        for at, row in case.optional_rows("advice").items()
        if row["text"] is not None and case.choice("advice.implication", row["implication"]) == subject
    ]


def _other_advice(case: Case, told_elsewhere: Collection[str]) -> dict[str, dict[str, str]]:
    """The advice on subjects that the template does not ask a committee's question about, by subject."""
    asked_rows = {at for entry in case.wording.implications for at in case.advised(entry)}
    by_subject: dict[str, dict[str, str]] = {}
    for at, row in case.optional_rows("advice").items():
        is_told = case.choice("advice.implication", row["implication"]) in told_elsewhere
        if at not in asked_rows and row["text"] is not None and not is_told:
            subject = str(row["implication"] or say("papers.advice.other"))
            by_subject.setdefault(subject, {})[_advice(row)] = case.sources.rows("advice", [at])
    return by_subject


def _written(written: Mapping[str, Mapping[str, str]]) -> Bullets:
    items = tuple(
        say("papers.advice.subject", subject=subject, texts=joining.sentences(texts))
        for subject, texts in written.items()
    )
    return Bullets(
        say("papers.advice.told"), items, sources=tuple(joining.apart(texts.values()) for texts in written.values())
    )


def unassessed(case: Case) -> list[Implication]:
    """The subjects of which nothing is written, money included; none where nothing is decided."""
    return case.unassessed if case.results.order else []
