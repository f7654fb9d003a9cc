"""The formulas of Check cells: what is wrong in a row, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from smreport.blueprint.formulas import ALWAYS, Shown, Text, Truth, choose, joined, replaced, shown, text, unless_error
from smreport.blueprint.sheet_places import fine
from smreport.words import say

BETWEEN = " "
"""What stands between two messages of a Check cell."""
_END = "\N{SYMBOL FOR RECORD SEPARATOR}"


def message_cell(
    row_is_blank: Truth,
    messages: Iterable[tuple[Truth, str]],
    worth_an_ok: Truth = ALWAYS,
    apart: Callable[[str], Text] | None = None,
    beyond: Truth | None = None,
) -> Shown:
    """The Check cell: nothing on a blank row, OK, or the messages whose conditions hold.

    Of a row that people added below those for which there are workings (``beyond``) it says just that.

    A sign that no message has marks the end of them: so every condition is evaluated only once.

    apart  gives the place of a message that stands in a cell of its own, for a formula that is too long with it
    """

    def placed(message: str) -> Text:
        return apart(message) if apart else text(message)

    def ended(message: str) -> Text:
        return joined(placed(message), text(BETWEEN)) if apart else text(message + BETWEEN)

    said = [choose(condition, ended(message), text("")) for condition, message in messages]
    marked = joined(*said, choose(worth_an_ok, text(f"{_END}{fine()}"), text(_END)))
    tidy = replaced(replaced(replaced(marked, f"{BETWEEN}{_END}{fine()}", ""), f"{BETWEEN}{_END}", ""), _END, "")
    checked: Text | Shown = tidy
    if beyond:
        note = say("findings.check.note", what=say("findings.beyond"))
        checked = shown(beyond, placed(note), tidy)
    return unless_error(shown(row_is_blank, text(""), checked), text(say("findings.unchecked")))
