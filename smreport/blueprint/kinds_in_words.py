"""What may be typed into a column, in words, where its type has more than one way to say it."""

from __future__ import annotations

from smreport.words import say
from smreport.words.locales import figure


def text_in_words(longest: int | None) -> str:
    """A text, of so many letters at most where they are limited."""
    return say("workbook.kind.text") if longest is None else say("workbook.kind.text_of", longest=str(longest))


def number_in_words(low: float | None, high: float | None, *, is_whole: bool) -> str:
    """A number within bounds, None where there is none."""
    kind = "whole_number" if is_whole else "number"
    if low is not None and high is not None:
        return say(f"workbook.kind.{kind}.between", low=figure(low, 6), high=figure(high, 6))
    if low is not None:
        return say(f"workbook.kind.{kind}.at_least", low=figure(low, 6))
    if high is not None:
        return say(f"workbook.kind.{kind}.at_most", high=figure(high, 6))
    return say(f"workbook.kind.{kind}.any")
