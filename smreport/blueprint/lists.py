"""Choice lists: the items that a column offers, what they mean, and their values where they are a scale."""

from __future__ import annotations

import re
from functools import cached_property

from smreport.blueprint.naming import Choices
from smreport.blueprint.values import normalised
from smreport.frozen import Frozen
from smreport.words import say


class ListItem(Frozen):
    """One choice, what it means, its value where the list is a scale, and other words that people say for it.

    written  its text in the list's file, where the form is in another language
    """

    text: str
    help: str = ""
    value: float | None = None
    given_id: str = ""
    also: tuple[str, ...] = ()
    written: str = ""

    @property
    def id(self) -> str:
        """What the rules know it by: its id in the list's file, or made of its text ("In scope": in_scope)."""
        return self.given_id or re.sub(r"[^a-z0-9]+", "_", normalised(self.written or self.text)).strip("_")


class ChoiceList(Frozen):
    """A list of choices, which stands in a column of the Lists sheet."""

    key: str
    heading: str
    items: tuple[ListItem, ...]
    open: bool = False

    @property
    def is_scale(self) -> bool:
        return any(item.value is not None for item in self.items)

    @property
    def explains(self) -> bool:
        """Whether the Lists sheet shows what each choice means; a service list would be too long."""
        return not self.open and any(item.help for item in self.items)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of its columns on the Lists sheet: items, then values and meanings where it has them."""
        value = (say("workbook.lists.value", list=self.heading),) if self.is_scale else ()
        meaning = (say("workbook.lists.meaning", list=self.heading),) if self.explains else ()
        return (self.heading, *value, *meaning)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(item.text for item in self.items)

    @cached_property
    def spelling(self) -> dict[str, str]:
        """From a choice as anybody may type it to the list's own spelling."""
        return {normalised(item.text): item.text for item in self.items}

    @cached_property
    def written(self) -> dict[str, str]:
        """From a choice as the list's file has it to what the form calls it."""
        return {normalised(item.written): item.text for item in self.items if item.written}

    @cached_property
    def known(self) -> Choices:
        """Its choices with the other words for each, to understand what people typed."""
        return Choices((item.text, item.also) for item in self.items)

    @cached_property
    def ids(self) -> dict[str, str]:
        """The id of each choice, by its text without case."""
        return {normalised(item.text): item.id for item in self.items}

    @cached_property
    def ids_of_all(self) -> dict[str, str]:
        """The id of each choice by all that says it: its text, and other words for it."""
        return {normalised(way): item.id for item in reversed(self.items) for way in (*item.also, item.text)}

    @cached_property
    def labels(self) -> dict[str, str]:
        """The text of each choice, by its id."""
        return {item.id: item.text for item in self.items}

    @cached_property
    def values(self) -> dict[str, float]:
        """The value of each choice of a scale."""
        return {item.text: item.value for item in self.items if item.value is not None}
