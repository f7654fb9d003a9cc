"""The words of the documents, as a council keeps them in strategy.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smreport.errors import TemplateError


@dataclass(frozen=True)
class SectionWords:
    """A section's place and words: its key says which figures it shows.

    heading         blank where the section goes on under the heading before it

    sheet, columns  for the section "rows": which columns of which sheet it lists
    """

    key: str
    heading: str
    intro: str = ""
    appendix: bool = False
    sheet: str = ""
    columns: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What marks the section in a document: its key, with the sheet where it lists one."""
        return f"{self.key} {self.sheet}" if self.sheet else self.key

    def __post_init__(self) -> None:
        if not (isinstance(self.heading, str) and isinstance(self.intro, str)):
            raise TemplateError(f"strategy.toml, section {self.key!r}: heading and intro must be texts.")


@dataclass(frozen=True)
class Principle:
    """A principle of the template, and what a check of the workbook stands for.

    counts  a column such as "mapping.benefit" that must be filled in every row, besides the rules that
            hold the principle up ("" for none)
    """

    number: int
    text: str
    shown_by: str
    counts: str = ""


@dataclass(frozen=True)
class Implication:
    """A question that committees ask, the setting that answers it, and who is asked where it is blank.

    costs  whether the cost of the first wave is told before the answer
    """

    heading: str
    setting: str
    owner: str
    costs: bool = False


@dataclass(frozen=True)
class DocumentWords:
    """One document: its title, its sections in order, and whether headings and paragraphs are numbered."""

    title: str
    sections: tuple[SectionWords, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Wording:
    """All of strategy.toml. ``tools`` is what the tools are called in a sentence: "social tools"."""

    tools: str
    illustrative: str
    draft: str
    default_statement: str
    principles: tuple[Principle, ...]
    implications: tuple[Implication, ...]
    strategy: DocumentWords
    action_plan: DocumentWords

    @classmethod
    def from_mapping(cls, toml: Mapping[str, Any]) -> Wording:
        """The wording from TOML. Raises TemplateError, which names the key, where something is amiss."""
        try:
            return cls(
                tools=toml["tools"],
                illustrative=toml["illustrative"],
                draft=toml["draft"],
                default_statement=toml["default_statement"],
                principles=tuple(Principle(**entry) for entry in toml["principle"]),
                implications=tuple(Implication(**entry) for entry in toml["implication"]),
                strategy=_document(toml["strategy"]),
                action_plan=_document(toml["action_plan"]),
            )
        except KeyError as missing:
            raise TemplateError(f"strategy.toml, {missing.args[0]}: this key is missing.") from missing
        except TypeError as unknown:
            raise TemplateError(f"strategy.toml: {unknown}.") from unknown


def _document(toml: Mapping[str, Any]) -> DocumentWords:
    sections = tuple(map(_section, toml["section"]))
    for appendix in (False, True):
        first = next((section for section in sections if section.appendix is appendix), None)
        if first and not first.heading.strip():
            raise TemplateError(f"strategy.toml, section {first.key!r}: the first of its part needs a heading.")
    return DocumentWords(toml["title"], sections, bool(toml.get("numbered", False)))


def _section(toml: Mapping[str, Any]) -> SectionWords:
    return SectionWords(**{**toml, "columns": tuple(toml.get("columns", ()))})
