"""Papers of invented answers, and people who work on them: for tests that edits and answers are both kept.

Whatever people type holds a token of its own, such as "typed17", so that a test can look for it.
"""

from __future__ import annotations

import copy
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.text.paragraph import Paragraph as WordParagraph
from word.word_reports import STYLE, W

from smreport.blocks.document import (
    Block,
    Bullets,
    Chart,
    Contents,
    Document,
    Heading,
    Paragraph,
    Section,
    Series,
    Table,
    TableColumn,
)
from smreport.commands.hand_edits import CommentWords
from smreport.frozen import replace
from smreport.word.edits.opened import charts_of, opened
from smreport.word.edits.reading import Reading, settle_bookmarks, unwrapped
from smreport.word.edits.words import words_of
from smreport.word.word_file import flow, rows_of
from smreport.word.writer import write_docx

WORDS = CommentWords()
_NAMES = (
    "Faults reported online",
    "Library alerts",
    "Warm spaces",
    "Bin days by text",
    "Carers' network",
    "Road works",
)
_LEADS = ("Head of Streets", "Head of Libraries", "Communities", "")


@dataclass(frozen=True)
class Project:
    """A project of the answers."""

    title: str
    cost: int
    lead: str
    change: str


@dataclass(frozen=True)
class Answers:
    """What a paper is made of; ``budget`` stands in several places."""

    budget: int
    projects: tuple[Project, ...]
    risks: tuple[tuple[str, str], ...] = (("Abuse", "12"), ("Delay", "6"))
    note: str = "Figures are rounded."


def first_answers(chance: random.Random) -> Answers:
    titles = chance.sample(_NAMES, 4)
    return Answers(350_000, tuple(_project(chance, title) for title in titles))


def _project(chance: random.Random, title: str) -> Project:
    change = f"People hear of {title.lower()} within {chance.randint(2, 90)} hours."
    return Project(title, chance.randint(100, 999) * 137, chance.choice(_LEADS), change)


def paper(answers: Answers, *, is_exempt: bool = False, trace: bool = False) -> bytes:
    """The paper of some answers, as a Word file."""
    total = sum(project.cost for project in answers.projects)
    summary = [
        Heading("Summary"),
        Paragraph(f"The budget is £{answers.budget:,}, and {len(answers.projects)} projects need £{total:,}.", "lead"),
        Paragraph("Email comes first.", see=("costs",), source="4 Tools, row 5"),
        Bullets("The projects are:", tuple(f"{project.title} at £{project.cost:,}" for project in answers.projects)),
        Table("Glance", (TableColumn("Measure"), TableColumn("Figure")), (
            ("Budget", f"£{answers.budget:,}"), ("Projects", str(len(answers.projects))), ("Needed", f"£{total:,}"),
        ), "Key figures.", "glance"),
    ]  # fmt: skip
    told: list[Block] = [Heading("Projects")]
    for project in answers.projects:
        told += [
            Heading(project.title, 2),
            Paragraph(f"What changes: {project.change}"),
            Paragraph(f"Lead: {project.lead or 'not known yet'}. Whole-life cost: £{project.cost:,}."),
        ]
    ordered = sorted(answers.projects, key=lambda project: project.cost)
    rows = tuple((project.title, project.lead, f"£{project.cost:,}") for project in ordered)
    columns = (TableColumn("Project"), TableColumn("Lead"), TableColumn("Cost"))
    costs = [
        Heading("Costs"),
        Table("Costs by project", columns, rows, "All costs.", "costs"),
        Chart("bar", "Costs", "All.", tuple(each.title for each in ordered), (
            Series("Cost", tuple(float(each.cost) for each in ordered)),
        ), key="chart"),
        Paragraph(answers.note, "note"),
    ]  # fmt: skip
    risks = [
        Heading("Appendix 1: risks"),
        Table("Risks", (TableColumn("Risk"), TableColumn("Size")), answers.risks, "All risks.", "risks"),
    ]
    sections = (
        Section("contents", (Contents(),)), Section("summary", tuple(summary)), Section("projects", tuple(told)),
        Section("costs", tuple(costs)), Section("risks", tuple(risks)),
    )  # fmt: skip
    cover = (("Committee", "Cabinet"),)
    document = Document("Strategy", "Exampleshire", cover, sections, exempt=is_exempt)
    return write_docx(document, STYLE, trace=trace)


def changed(answers: Answers, chance: random.Random) -> Answers:
    """The answers after one to four random changes."""
    for _ in range(chance.randint(1, 4)):
        answers = chance.choice(_CHANGES)(answers, chance)
    return answers


def _with(answers: Answers, at: int, **new: Any) -> Answers:
    projects = list(answers.projects)
    projects[at] = replace(projects[at], **new)
    return replace(answers, projects=tuple(projects))


def _other_cost(answers: Answers, chance: random.Random) -> Answers:
    return _with(answers, chance.randrange(len(answers.projects)), cost=chance.randint(100, 999) * 139)


def _other_words(answers: Answers, chance: random.Random) -> Answers:
    at = chance.randrange(len(answers.projects))
    return _with(
        answers, at, change=f"Residents get {chance.randint(100, 999)} fewer calls.", lead=chance.choice(_LEADS)
    )


def _other_title(answers: Answers, chance: random.Random) -> Answers:
    at = chance.randrange(len(answers.projects))
    return _with(answers, at, title=f"{answers.projects[at].title} anew {chance.randint(100, 999)}")


def _new_project(answers: Answers, chance: random.Random) -> Answers:
    unused = [name for name in _NAMES if name not in {project.title for project in answers.projects}]
    if not unused:
        return answers
    at = chance.randint(0, len(answers.projects))
    project = _project(chance, chance.choice(unused))
    return replace(answers, projects=(*answers.projects[:at], project, *answers.projects[at:]))


def _fewer_projects(answers: Answers, chance: random.Random) -> Answers:
    if len(answers.projects) < 3:
        return answers
    gone = chance.choice(answers.projects)
    return replace(answers, projects=tuple(each for each in answers.projects if each is not gone))


def _other_order(answers: Answers, chance: random.Random) -> Answers:
    return replace(answers, projects=tuple(chance.sample(answers.projects, len(answers.projects))))


def _other_budget(answers: Answers, chance: random.Random) -> Answers:
    return replace(answers, budget=chance.randint(100, 999) * 1000)


def _other_risks(answers: Answers, chance: random.Random) -> Answers:
    added = (f"Risk of {chance.randint(100, 999)} kinds", str(chance.randint(1, 25)))
    return replace(answers, risks=chance.choice([(*answers.risks, added), answers.risks[:1], (added, *answers.risks)]))


_CHANGES = (
    _other_cost, _other_words, _other_title, _new_project, _fewer_projects, _other_order, _other_budget, _other_risks,
)  # fmt: skip


@dataclass
class Person:
    """Somebody at work on a paper.

    typed  tokens in the text and in comments, which must never be lost
    done   the names of the edits
    """

    word: Any
    chance: random.Random
    typed: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def token(self) -> str:
        self.typed.append(f"typed{len(self.typed)}x{self.chance.randint(100, 999)}")
        return self.typed[-1]

    @property
    def body(self) -> Any:
        return self.word.element.body

    def paragraphs(self) -> list[Any]:
        """The paragraphs outside of tables and of the contents list that have words."""
        found = [p for p in flow(self.body) if p.tag == f"{W}p" and words_of(p) and "TOC" not in _style(p)]
        return [p for p in found if p.find(f".//{W}drawing") is None]

    def untyped(self) -> list[Any]:
        """Those in which the person has typed nothing yet."""
        return [paragraph for paragraph in self.paragraphs() if "typed" not in words_of(paragraph)]

    def tables(self) -> list[Any]:
        return [each for each in flow(self.body) if each.tag == f"{W}tbl"]

    def work(self) -> None:
        """One to five random edits."""
        for _ in range(self.chance.randint(1, 5)):
            edit = self.chance.choice(EDITS)
            edit(self)
            self.done.append(edit.__name__)


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val"))


def _own(person: Person, text: str) -> Any:
    paragraph = person.word.add_paragraph(text)._p
    paragraph.getparent().remove(paragraph)
    return paragraph


def type_at_the_end(person: Person) -> None:
    paragraph = person.chance.choice(person.paragraphs())
    WordParagraph(paragraph, person.word).add_run(f" Also {person.token()}.")


def type_instead(person: Person) -> None:
    """All words marked and typed over: the bookmark goes with them."""
    paragraph = person.chance.choice(person.untyped())
    for child in list(paragraph)[1:]:
        paragraph.remove(child)
    WordParagraph(paragraph, person.word).add_run(f"Better: {person.token()}.")


def change_words(person: Person) -> None:
    texts = [text for text in _outside_fields(person.chance.choice(person.untyped())) if text.text.strip()]
    if texts:
        person.chance.choice(texts).text = f"Ours is {person.token()}"


def _outside_fields(paragraph: Any) -> Iterator[Any]:
    """The texts that no program numbers by itself: Word too puts its own number over what is typed into one."""
    depth = 0
    for element in paragraph.iter(f"{W}fldChar", f"{W}t"):
        depth += {"begin": 1, "end": -1}.get(element.get(f"{W}fldCharType"), 0)
        if element.tag == f"{W}t" and not depth:
            yield element


def change_a_cell(person: Person) -> None:
    cells = [cell for cell in person.chance.choice(person.tables()).iter(f"{W}tc") if "typed" not in words_of(cell)]
    if not cells:
        return
    paragraph = person.chance.choice(cells).find(f"{W}p")
    for text in list(paragraph.iter(f"{W}t")):
        text.text = ""
    WordParagraph(paragraph, person.word).add_run(person.token())


def add_a_paragraph(person: Person) -> None:
    person.chance.choice(person.paragraphs()).addnext(_own(person, f"We add {person.token()}."))


def add_a_row(person: Person) -> None:
    row = person.chance.choice(rows_of(person.chance.choice(person.tables()))[1:])
    own = copy.deepcopy(row)
    for mark in list(own.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark.getparent().remove(mark)
    for text in own.iter(f"{W}t"):
        text.text = person.token()
    row.addnext(own)


def delete_a_paragraph(person: Person) -> None:
    paragraph = person.chance.choice(person.untyped()[1:])
    paragraph.getparent().remove(paragraph)


def delete_a_row(person: Person) -> None:
    rows = rows_of(person.chance.choice(person.tables()))
    if len(rows) > 2 and "typed" not in words_of(rows[-1]):
        rows[-1].getparent().remove(rows[-1])


def delete_a_section(person: Person) -> None:
    control = person.chance.choice(_controls(person)[1:])
    if "typed" not in words_of(control):
        control.getparent().remove(control)


def move_a_section(person: Person) -> None:
    controls = _controls(person)[2:]
    if len(controls) > 1:
        one, other = person.chance.sample(controls, 2)
        other.addnext(one)


def _controls(person: Person) -> list[Any]:
    return list(person.body.iterchildren(f"{W}sdt"))


def split_a_paragraph(person: Person) -> None:
    """Enter in the middle: the end of the bookmark is in the second half."""
    paragraph = person.chance.choice(person.untyped())
    second = copy.deepcopy(paragraph)
    texts = list(paragraph.iter(f"{W}t"))
    half = len(texts[-1].text) // 2
    texts[-1].text, last = texts[-1].text[:half], texts[-1].text[half:]
    for child in list(second)[1:]:
        second.remove(child)
    WordParagraph(second, person.word).add_run(f"{last} and {person.token()}")
    for end in list(paragraph.iter(f"{W}bookmarkEnd")):
        second.append(end)
    paragraph.addnext(second)


def join_two_paragraphs(person: Person) -> None:
    """The paragraph mark deleted between two: both bookmarks are in one paragraph."""
    paragraph = person.chance.choice(person.paragraphs())
    other = paragraph.getnext()
    if other is not None and other.tag == f"{W}p" and "TOC" not in _style(other):
        for child in list(other):
            if child.tag != f"{W}pPr":
                paragraph.append(child)
        other.getparent().remove(other)


def style_some_words(person: Person) -> None:
    paragraph = WordParagraph(person.chance.choice(person.paragraphs()), person.word)
    for run in paragraph.runs:
        run.bold = True


def comment_on_a_paragraph(person: Person) -> None:
    paragraph = WordParagraph(person.chance.choice(person.paragraphs()), person.word)
    if paragraph.runs:
        person.word.add_comment(paragraph.runs, f"Is this so? {person.token()}", "A councillor", "AC")


def add_a_column(person: Person, table: Any = None) -> None:
    table = person.chance.choice(person.tables()) if table is None else table
    for row in rows_of(table):
        cell = copy.deepcopy(row.findall(f"{W}tc")[-1])
        for mark in list(cell.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            mark.getparent().remove(mark)
        paragraph = cell.find(f"{W}p")
        for child in list(paragraph)[1:]:
            paragraph.remove(child)
        WordParagraph(paragraph, person.word).add_run(person.token())
        row.append(cell)
    grid = table.find(f"{W}tblGrid")
    grid.append(copy.deepcopy(grid[-1]))


def track_words(person: Person) -> None:
    """Words put in while changes are tracked."""
    paragraph = WordParagraph(person.chance.choice(person.paragraphs()), person.word)
    run = paragraph.add_run(f" Proposed: {person.token()}")._r
    tracked = run.makeelement(f"{W}ins", {f"{W}id": "9001", f"{W}author": "A councillor"})
    run.addprevious(tracked)
    tracked.append(run)


EDITS: tuple[Callable[[Person], None], ...] = (
    type_at_the_end, type_instead, change_words, change_a_cell, change_a_cell, add_a_paragraph, add_a_row,
    delete_a_paragraph, delete_a_row, delete_a_section, move_a_section, split_a_paragraph, join_two_paragraphs,
    style_some_words, comment_on_a_paragraph, add_a_column, track_words,
)  # fmt: skip


def edited(content: bytes, chance: random.Random, *edits: Callable[[Person], None]) -> tuple[bytes, Person]:
    """A paper after a person's edits, random ones where none are named; saved by python-docx."""
    person = Person(docx.Document(io.BytesIO(content)), chance)
    for edit in edits:
        edit(person)
    if not edits:
        person.work()
    return saved(person.word), person


def saved(word: Any) -> bytes:
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def lines(content: bytes) -> list[str]:
    """What the text says, a line for each paragraph and each cell."""
    word = opened(content)
    assert word is not None
    found: list[str] = []
    for block in flow(word.element.body):
        cells = [cell for row in rows_of(block) for cell in row.iter(f"{W}tc")] if block.tag == f"{W}tbl" else [block]
        found += [words_of(cell, charts_of(word)) for cell in cells]
    return [" ".join(line.split()) for line in found]


def comments(content: bytes) -> list[str]:
    """The words of the comments that hang on something in the text."""
    word = docx.Document(io.BytesIO(content))
    hung = {mark.get(f"{W}id") for mark in word.element.body.iter(f"{W}commentReference")}
    return [" ".join(comment.text.split()) for comment in word.comments if str(comment.comment_id) in hung]


def pieces(content: bytes) -> dict[str, list[str]]:
    """What each piece of a paper says, by its name: a text for each cell."""
    word = opened(content)
    assert word is not None
    body = word.element.body
    settle_bookmarks(body)
    unwrapped(body)
    reading = Reading(body, charts_of(word))
    return {name: piece.words for name, piece in reading.by_name.items()}
