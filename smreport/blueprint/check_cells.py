"""The formulas of Check cells: what is wrong in a row, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from smreport.blueprint.formulas import ALWAYS, Shown, Text, Truth, choose, joined, replaced, shown, text, unless_error
from smreport.blueprint.sheet_places import fine
from smreport.words import say


def message_cell(
    row_is_blank: Truth,
    messages: Iterable[tuple[Truth, str]],
    worth_an_ok: Truth = ALWAYS,
    apart: Callable[[str], Text] | None = None,
) -> Shown:
    """The Check cell: nothing on a blank row, OK, or the messages whose conditions hold.

    Each message ends with a full stop. The trick with the bar evaluates every condition only once.

    apart  gives the place of a message that stands in a cell of its own, for a formula that is too long with it
    """

    def ended(message: str) -> Text:
        return joined(apart(message), text(" ")) if apart else text(message + " ")

    said = [choose(condition, ended(message), text("")) for condition, message in messages]
    marked = joined(*said, choose(worth_an_ok, text(f"|{fine()}"), text("|")))
    tidy = replaced(replaced(replaced(marked, f". |{fine()}", "."), ". |", "."), "|", "")
    return unless_error(shown(row_is_blank, text(""), tidy), text(say("findings.unchecked")))
