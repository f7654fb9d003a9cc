"""Whether a running text tells an amount: "£95,203", "95.2k" or "95 203" tell £95,203, and "6 hours" tells six hours.

A number counts with its unit only. Money has one beside it, or thousands set apart, or five digits at least. Letters
may stand close behind it: "£9,000pa", "£9kpa", "24,000set-up". Of "£9-10k" both ends count as thousands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from smreport.frozen import Frozen
from smreport.words.reading import in_english

_WORTH = {"k": 1e3, "grand": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_SMALL = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_GROUPED = r"\d{1,3}(?:[, '\u2019.]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?"
_NUMBER = rf"(?<![0-9A-Za-z.,])(?P<number>{_GROUPED}|\d+(?:\.\d+)?)"
_WORTHS = "|".join(_WORTH)
_ALONE = "(?:(?![a-z])|(?=p[acmw]|ish|each|ex))"  # 9k and 9kpa, and no km
_UP_TO = rf" ?(?:-|to|or|and) ?(?:£|gbp)? ?\d[\d.,]* ?-?(?P<shared>{_WORTHS}){_ALONE}"
_MONEY = re.compile(
    rf"(?P<before>£|gbp|pounds? )? ?{_NUMBER}(?!\d)(?:(?={_UP_TO})| ?-?(?P<worth>{_WORTHS}){_ALONE})?"
    r"(?: ?(?P<after>pounds?|gbp|quid|£))?(?P<close>[a-z]*)",
    re.IGNORECASE,
)
_CLOSE_WORTH = re.compile(_WORTHS)
_HOURS = re.compile(
    rf"(?:{_NUMBER}|(?<![a-z])(?P<word>{'|'.join(_SMALL)}))[ -]?(?:(?:staff|working|in-kind) )?"
    r"(?:hours?|hrs?|h\b|hp[awc])",
    re.IGNORECASE,
)
_GROUPED_PARTS, _PLAIN_PARTS = re.compile(r"(.*?)(?:[.,](\d{1,2}))?"), re.compile(r"(\d+)(?:\.(\d+))?")
_DASHES = str.maketrans("‐‑‒–—−\u00ad", "------\u200b")
_LEAST_BARE = 5  # digits of an amount that nothing else makes one
_LEAST_ROUNDED = 2  # digits that tell an amount where it is rounded
_EXACT, _NEAR = 0.005, 0.005


class _Written(Frozen):
    """A number as it stands in a text, and half of its last digit."""

    size: float
    half: float

    def tells(self, amount: float) -> bool:
        return abs(self.size - amount) <= max(self.half, _EXACT)


def tells_money(text: str, amounts: Collection[float]) -> bool:
    """Whether a text has one of these amounts of money, in full or rounded to two digits at least."""
    return any(written.tells(amount) for words in _ways(text) for written in _money_in(words) for amount in amounts)


def tells_hours(text: str, amounts: Collection[float]) -> bool:
    """Whether a text has one of these numbers of hours, with the word for them."""
    sizes = (
        float(_SMALL.index(match["word"].lower()) + 1) if match["word"] else _hours(match["number"])
        for words in _ways(text)
        for match in _HOURS.finditer(words)
    )
    return any(abs(size - amount) <= _EXACT for size in sizes for amount in amounts)


def _ways(text: str) -> set[str]:
    """The text as it stands, and in English and pounds where another language and place is spoken."""
    plain = _plain(text)
    return {plain, in_english(plain)}


def _plain(text: str) -> str:
    """The text with plain digits, spaces and dashes, without what nobody sees."""
    spaced = unicodedata.normalize("NFKC", text).translate(_DASHES).replace("\u200b", "")
    return " ".join(spaced.split())


def _hours(number: str) -> float:
    return _written(number, 1.0, _PLAIN_PARTS.fullmatch(number) is None).size


def _money_in(text: str) -> Iterator[_Written]:
    for match in _MONEY.finditer(text):
        number, worth = match["number"], match["worth"]
        is_grouped = _PLAIN_PARTS.fullmatch(number) is None
        has_unit = any((match["before"], match["after"], worth, match["shared"], is_grouped))
        if has_unit or len(number.partition(".")[0]) >= _LEAST_BARE:
            close = _CLOSE_WORTH.match(match["close"].lower())
            worths = (worth, match["shared"], close[0] if close else None)
            for times in {_WORTH[word.lower()] for word in worths if word} | (set() if worth else {1.0}):
                yield _written(number, times, is_grouped)
            if re.fullmatch(r"\d{1,3}\.\d{3}", number) and not worth:  # a full stop may set thousands apart
                yield _written(number, 1.0, True)


def _written(number: str, times: float, is_grouped: bool) -> _Written:
    """What a number says, and how far it may be rounded: less where it has one digit that is no nought."""
    parts = _GROUPED_PARTS.fullmatch(number) if is_grouped else _PLAIN_PARTS.fullmatch(number)
    assert parts is not None
    whole, decimals = re.sub(r"\D", "", parts[1]), parts[2] or ""
    digits = f"{whole}{decimals}".lstrip("0")
    noughts = 0 if decimals else len(digits) - len(digits.rstrip("0"))
    size = float(f"{whole}.{decimals or 0}")
    half = 10.0 ** (noughts - len(decimals)) / 2
    if len(digits) - noughts < _LEAST_ROUNDED:
        half = min(half, _NEAR * size) if noughts else 0.0
    return _Written(size * times, half * times)
