"""What a form says to whoever fills it, and is to be deleted: guidance, notes, and lines of which one is chosen."""

from __future__ import annotations

import re
from typing import Literal

from smreport.blocks.filling import FormWords
from smreport.frozen import Frozen
from smreport.word.elements import Element, W
from smreport.word.filling.reading import Styles, any_in, shown_runs, words_in

Kind = Literal["", "guidance", "choose"]

_BRACKETED = re.compile(r"\s*(?:[A-Za-z.]+:\s*)?[\[<{(].*[\]>})][.:]?\s*", re.DOTALL)
_ALTERNATIVES = re.compile(r"[\w’'£%-]+(?: [\w’'£%-]+){0,3}(?:\s*/\s*[\w’'£%-]+(?: [\w’'£%-]+){0,3})+\s*[.*?]?")
_BOXES = "☐☑☒□"
_PARTS = re.compile(r"..")
_STRONG = 0x48  # how much more blue or red a colour of guidance has than its other parts


class Instructions(Frozen):
    """Tells instructions from a form's own text by their looks and by words."""

    styles: Styles
    words: FormWords

    def kind_of(self, paragraph: Element) -> Kind:
        """What a paragraph says to whoever fills the form, "" where it is the form's own text."""
        text = words_in(paragraph).strip()
        if not text:
            return ""
        if self.is_choice(text):
            return "choose"
        if _BRACKETED.fullmatch(text):
            return "guidance"
        if self.styles.level_of(paragraph) is not None:
            return ""
        is_marked = self._looks_so(paragraph) or any_in(text, self.words.delete) or self._styled_so(paragraph)
        return "guidance" if is_marked else ""

    def is_choice(self, text: str) -> bool:
        """Whether it is a line of alternatives of which all but one are to be deleted."""
        after = text.rpartition(":")[2].strip()
        is_line = _ALTERNATIVES.fullmatch(after) is not None and not any(map(str.isdigit, after))
        return is_line or any_in(text, self.words.choose) or sum(map(text.count, _BOXES)) > 1

    def _looks_so(self, paragraph: Element) -> bool:
        """Whether all of it is in italics, in blue or red, or highlighted."""
        runs = shown_runs(paragraph)
        return bool(runs) and all(self._is_marked(run, paragraph) for run in runs)

    def _is_marked(self, run: Element, paragraph: Element) -> bool:
        highlight = run.find(f"{W}rPr/{W}highlight")
        if highlight is not None and highlight.get(f"{W}val") != "none":
            return True
        return self.styles.has(run, paragraph, "i") or is_loud(self.styles.colour_of(run, paragraph))

    def _styled_so(self, paragraph: Element) -> bool:
        return any(any_in(name, self.words.delete) for name in self.styles.names_of(paragraph))


def is_loud(colour: str) -> bool:
    """Whether a colour is a clear blue or red, such as forms have for guidance; dark ones are of headings."""
    if not colour:
        return False
    red, green, blue = (int(part, 16) for part in _PARTS.findall(colour))
    return blue - max(red, green) >= _STRONG or red - max(green, blue) >= _STRONG
