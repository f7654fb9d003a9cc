"""Days in English texts, as a place writes them: 17 September 2027 is September 17, 2027 in the United States."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_BRITISH = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")


def in_place(text: str, tag: str) -> str:
    """A text with its British days as they are written where English is spoken; other languages have their own texts.

    tag  the language and its place (BCP 47)
    """
    if not tag.startswith("en-") or not _BRITISH.search(text):
        return text

    def written(match: re.Match[str]) -> str:
        from babel.dates import format_date

        number, name, year = match.groups()
        try:
            day = date(int(year), MONTHS.index(name) + 1, int(number))
        except ValueError:  # 31 February
            return match[0]
        return format_date(day, "long", locale=tag.replace("-", "_"))

    return _BRITISH.sub(written, text)
