"""Choice lists: the items that a column offers, what they mean, and their values where they are a scale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from smreport.blueprint.values import normalised


@dataclass(frozen=True)
class ListItem:
    """One choice, what it means, and its value where the list is a scale."""

    text: str
    help: str = ""
    value: float | None = None


@dataclass(frozen=True)
class ChoiceList:
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
        value = (f"{self.heading}: value",) if self.is_scale else ()
        meaning = (f"{self.heading}: meaning",) if self.explains else ()
        return (self.heading, *value, *meaning)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(item.text for item in self.items)

    @cached_property
    def spelling(self) -> dict[str, str]:
        """From a choice as anybody may type it to the list's own spelling."""
        return {normalised(item.text): item.text for item in self.items}

    @cached_property
    def values(self) -> dict[str, float]:
        """The value of each choice of a scale."""
        return {item.text: item.value for item in self.items if item.value is not None}
