"""The words of the documents, as a council keeps them in strategy.toml."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal

from smreport.blueprint.model import Blueprint
from smreport.declared import ADDRESS, HERE, SAID, SETTING, SHEET, Key, Known, Reader, Reworded, as_written
from smreport.errors import TemplateError
from smreport.frozen import Frozen
from smreport.papers.figures import lowered
from smreport.words import joining, say

FILE = "strategy.toml"
PAPERS = ("report", "strategy", "action_plan")
"""The papers that a template may ask for, in the order in which a committee gets them."""
REVIEW = "review"
"""The paper that reviews what came of a plan; it is written by a command of its own."""
ROWS = "rows"
"""The key of the section that lists columns of any sheet."""


_WORD_FILE = Key(matches=r"[^/\\]+\.(?:docx|dotx)", like="word_file")


class SectionWords(Frozen):
    """A section's place and words: its key says which figures it shows.

    heading         blank where the section goes on under the heading before it
    heading_to_note  what stands instead where there is nothing to decide ("" for the same)
    sheet, columns  for the section "rows": which columns of which sheet it lists
    """

    key: str
    heading: Annotated[str, Key(blank=True, said=HERE)]
    intro: Annotated[str, SAID] = ""
    appendix: bool = False
    heading_to_note: Annotated[str, SAID] = ""
    sheet: Annotated[str, Key(names=SHEET)] = ""
    columns: Annotated[tuple[str, ...], Key(names="column of {sheet}", some=True)] = ()

    @property
    def name(self) -> str:
        """What marks the section in a document: its key, with the sheet where it lists one."""
        return f"{self.key} {self.sheet}" if self.sheet else self.key

    def __post_init__(self) -> None:
        if len({self.key == ROWS, bool(self.sheet), bool(self.columns)}) > 1:
            raise ValueError(say("template.wording.rows", key=repr(ROWS)))


class Principle(Frozen):
    """A principle of the template, and what a check of the workbook stands for.

    counts  a column such as "mapping.benefit" that must be filled in every row, besides the rules that
            hold the principle up ("" for none)
    """

    number: Annotated[int, Key(least=1)]
    text: Annotated[str, SAID]
    shown_by: Annotated[str, SAID]
    counts: Annotated[str, Key(names=ADDRESS)] = ""


class Implication(Frozen):
    """A question that committees ask, the setting that answers it, and who is asked where it is blank.

    costs   whether the cost of the first wave is told before the answer
    advice  the choices of the sheet of advice that are about it, by their ids, besides the one with the setting's name
    """

    heading: Annotated[str, SAID]
    setting: Annotated[str, Key(names=SETTING)]
    owner: Annotated[str, SAID]
    costs: bool = False
    advice: tuple[str, ...] = ()


CoverFigure = Literal["", "plan", "file", "publication", "route", "appendices"]
"""What a fact of the cover may be besides settings: the time of the plan, the workbook, whether it is public, the
meetings, and the other papers."""


class CoverFact(Frozen):
    """A fact on the cover of papers: what it is called, and the settings or the figure that tell it.

    papers  which papers have it, by their keys; all where none is named
    blank   what stands there where nobody has said it ("" leaves the fact out)
    of_decision  whether it is about a decision, so that blank it says nothing where there is none to take
    """

    label: Annotated[str, SAID]
    settings: Annotated[tuple[str, ...], Key(names=SETTING)] = ()
    figure: CoverFigure = ""
    papers: tuple[str, ...] = ()
    blank: Annotated[str, SAID] = ""
    of_decision: bool = False

    def __post_init__(self) -> None:
        if unknown := next((paper for paper in self.papers if paper not in (*PAPERS, REVIEW)), None):
            raise ValueError(
                say("template.wording.no_paper", name=repr(unknown), known=joining.in_a_row((*PAPERS, REVIEW)))
            )
        if not (self.settings or self.figure):
            raise ValueError(say("template.wording.fact"))


class PlaceWords(Frozen):
    """What a heading, label or field of a council's own report template means, by the titles that it may have.

    section   a section of the report, by its key
    subject   what advice is about: a setting of an implication, or a choice of the sheet of advice, by its id
    settings  answers of Settings, as a cover has them
    figure    what a cover works out, or the title of the report
    """

    titles: Annotated[tuple[str, ...], Key(some=True)]
    section: str = ""
    subject: str = ""
    settings: Annotated[tuple[str, ...], Key(names=SETTING)] = ()
    figure: Literal[CoverFigure, "title"] = ""

    def __post_init__(self) -> None:
        if sum(map(bool, (self.section, self.subject, self.settings, self.figure))) != 1:
            raise ValueError(say("template.wording.place"))


class ReportTemplateWords(Frozen):
    """How a council's own report template says what it wants. Titles match whatever their number, case and colon.

    file       the template itself, a Word file in the folder of strategy.toml; "" where builds are given one
    text       headings of a table's column that takes a text for each subject
    signed_by, signed_on  headings of its columns for who signs a subject off, and when
    delete     words of guidance and notes, which somebody has to delete
    choose     words of lines of which one is to be chosen
    """

    places: Annotated[tuple[PlaceWords, ...], Key("place")] = ()
    file: Annotated[str, _WORD_FILE] = ""
    text: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    signed_on: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    choose: tuple[str, ...] = ()


class DocumentWords(Frozen):
    """One document: its title, its sections in order, and whether headings and paragraphs are numbered.

    contents  whether it has a contents list on a front page; a paper of a few sides begins below its cover
    """

    title: Annotated[str, SAID]
    sections: Annotated[tuple[SectionWords, ...], Key("section")]
    numbered: bool = False
    contents: bool = True

    def __post_init__(self) -> None:
        for appendix in (False, True):
            first = next((section for section in self.sections if section.appendix is appendix), None)
            if first and not first.heading.strip():
                raise ValueError(say("template.wording.first_section", key=repr(first.key)))


class Wording(Frozen, kw_only=True):
    """All of strategy.toml. ``tools`` is what the tools are called in a sentence: "social tools".

    A paper that a council does not want is taken away there. ``exclude_public`` is what a meeting resolves before it
    considers what is not for publication, with {grounds}; "" where the law asks for nothing of the kind.
    """

    tools: Annotated[str, SAID]
    illustrative: Annotated[str, SAID]
    draft: Annotated[str, SAID]
    default_statement: Annotated[str, SAID]
    principles: Annotated[tuple[Principle, ...], Key("principle")]
    implications: Annotated[tuple[Implication, ...], Key("implication")]
    cover: tuple[CoverFact, ...] = ()
    exclude_public: Annotated[str, SAID] = ""
    report_template: ReportTemplateWords
    report: DocumentWords | None = None
    strategy: DocumentWords | None = None
    action_plan: DocumentWords | None = None
    review: DocumentWords | None = None

    @property
    def papers(self) -> dict[str, DocumentWords]:
        """The words of each paper that the template asks for, by its key."""
        words = {key: getattr(self, key) for key in PAPERS}
        return {key: paper for key, paper in words.items() if paper is not None}

    def name_of(self, paper: str) -> str:
        """What a paper is called in a sentence, "" where there is none: "social media strategy"."""
        words = self.papers.get(paper)
        return lowered(words.title) if words else ""

    def __post_init__(self) -> None:
        if not self.papers:
            raise ValueError(say("template.wording.papers", known=joining.in_a_row(f"[{paper}]" for paper in PAPERS)))
        numbers = [principle.number for principle in self.principles]
        if twice := next((number for number in numbers if numbers.count(number) > 1), None):
            raise ValueError(say("template.wording.principles", number=str(twice)))

    @classmethod
    def from_mapping(
        cls, toml: Mapping[str, Any], known: Known | None = None, reworded: Reworded = as_written
    ) -> Wording:
        """The wording from TOML. Raises TemplateError, which names the key, where something is amiss.

        known     the sheets and columns that it may name; see ``declared.Known``
        reworded  gives its texts in the language of the papers
        """
        return Reader(FILE, known, reworded=reworded).read(cls, dict(toml))


def wording_of(blueprint: Blueprint) -> Wording:
    """The wording of a template, which names only what the template has. Raises TemplateError with file and key."""
    wording = Wording.from_mapping(blueprint.wording, lambda kind: _names(blueprint, kind), blueprint.reworded)
    _require_report_template(blueprint, wording)
    numbers = {principle.number for principle in wording.principles}
    for sheet in blueprint:
        for rule in sheet.rules:
            if rule.principle is not None and rule.principle not in numbers:
                place = f"{rule.kind} {rule.at[0]} principle"
                mistake = say("template.wording.no_principle", number=str(rule.principle), file=FILE)
                raise TemplateError(say("template.at", file=f"sheets/{sheet.key}.toml", place=place, mistake=mistake))
    return wording


def _require_report_template(blueprint: Blueprint, wording: Wording) -> None:
    """The report template that strategy.toml names is there, and the template has a report to fill it with."""
    name = wording.report_template.file
    if name and not blueprint.report_template:
        raise TemplateError(say("terminal.report_template.not_in_folder", toml=FILE, file=name))
    if name and wording.report is None:
        raise TemplateError(say("terminal.report_template.without_report", toml=FILE, file=name))


def _names(blueprint: Blueprint, kind: str) -> Collection[str]:
    """What a template has of a kind of name."""
    if kind == SHEET:
        return blueprint.sheets
    if kind == ADDRESS:
        return [f"{sheet.key}.{key}" for sheet in blueprint for key in sheet.by_key]
    sheet = blueprint.sheets.get("settings" if kind == SETTING else kind.removeprefix("column of "))
    return sheet.by_key if sheet else ()
