"""Texts that know how they were said, so that a message in another language takes them in its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Saying(str):
    """A text that was said in one language, and how it is said in another.

    again   says it in the language that is spoken then
    tongue  who said it; nobody knows after it came from another process

    It is an ordinary text for all who do not ask. What is cut out of it or put together with others is one, too, and
    stays in its language.
    """

    __slots__ = ("again", "tongue")
    again: Callable[[], str]
    tongue: object

    def __new__(cls, text: str, again: Callable[[], str], tongue: object = None) -> Saying:
        said = super().__new__(cls, text)
        said.again, said.tongue = again, tongue
        return said

    def __reduce__(self) -> tuple[Any, ...]:
        return Saying, (str(self), self.again)
