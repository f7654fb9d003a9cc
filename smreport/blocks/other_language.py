"""What of a document's text is in another language than the document: what people typed, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from smreport.words import joining

_SHORTEST = 6  # letters of a single word; a shorter one may be a word of both languages


@dataclass(frozen=True)
class OtherWords:
    """Texts that stand in a document as they were typed, and their language (a BCP 47 tag)."""

    language: str
    texts: frozenset[str] = field(default=frozenset(), repr=False)

    @classmethod
    def of(cls, language: str, texts: Iterable[str]) -> OtherWords:
        """Those of the texts that cannot be taken for words of another language: some words, or a long one."""
        plain = (" ".join(text.split()) for text in texts)
        return cls(language, frozenset(text for text in plain if " " in text or len(text) >= _SHORTEST))

    def parted(self, text: str) -> Iterator[tuple[str, bool]]:
        """A text in pieces, each with whether it is in the other language."""
        start = 0
        for match in self._pattern.finditer(text) if self.texts else ():
            if match.start() > start:
                yield text[start : match.start()], False
            yield match[0], True
            start = match.end()
        if start < len(text):
            yield text[start:], False

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Any of the texts, longer ones first, where no letters go on before or behind; their full stop may be gone."""
        longest_first = sorted(
            {joining.unclosed(text) for text in self.texts} - {""}, key=lambda text: (-len(text), text)
        )
        either = "|".join(map(re.escape, longest_first))
        return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
