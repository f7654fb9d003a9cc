"""Numbers and texts as a cell shows them: what a number format, such as ``£#,##0.00``, makes of a value.

Written after ECMA-376, part 1, 18.8.30 and 18.8.31. A format that asks for more than is known here (other calendars and
digits, names of months in other languages) gives no answer, rather than a wrong one.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import pairwise
from math import isfinite

from smreport.blueprint.columns import as_typed
from smreport.frozen import Frozen, replace
from smreport.words import locales, spoken
from smreport.words.days import MONTHS

_MONEY = "£#,##0", "£#,##0.00"
GENERAL = "General"
BUILT_IN = {
    "0": GENERAL, "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00",
    "5": f"{_MONEY[0]};-{_MONEY[0]}", "6": f"{_MONEY[0]};-{_MONEY[0]}",
    "7": f"{_MONEY[1]};-{_MONEY[1]}", "8": f"{_MONEY[1]};-{_MONEY[1]}",
    "9": "0%", "10": "0.00%", "11": "0.00E+00", "12": "# ?/?", "13": "# ??/??",
    "14": "dd/mm/yyyy", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy",
    "18": "h:mm AM/PM", "19": "h:mm:ss AM/PM", "20": "h:mm", "21": "h:mm:ss", "22": "dd/mm/yyyy hh:mm",
    "37": "#,##0;-#,##0", "38": "#,##0;-#,##0", "39": "#,##0.00;-#,##0.00", "40": "#,##0.00;-#,##0.00",
    "41": '#,##0;-#,##0;"-"', "42": f'{_MONEY[0]};-{_MONEY[0]};"£-"',
    "43": '#,##0.00;-#,##0.00;"-"', "44": f'{_MONEY[1]};-{_MONEY[1]};"£-"',
    "45": "mm:ss", "46": "[h]:mm:ss", "47": "mm:ss.0", "48": "##0.0E+0", "49": "@",
}  # fmt: skip
_MONTH_FIRST = {"14": "m/d/yyyy", "22": "m/d/yyyy h:mm"}
"""Formats by number that files need not spell out: money and dates as Excel shows them in the United Kingdom."""

_FIRST_DAY = datetime(1899, 12, 30)
_LONGEST = 255  # letters that Excel takes
_LAST_SERIAL = 2_958_466
_LEAP_DAY_OF_1900 = 60  # Excel counts this day that never was, so all days before have one number less
_SYSTEM_DATE, _SYSTEM_TIME = "d mmmm yyyy", "hh:mm:ss"  # as Windows shows them in the United Kingdom


def built_in() -> dict[str, str]:
    """The formats that files need not spell out, as programs show them where the language is spoken."""
    sign = spoken().respelt.get("£")
    if not sign:
        return BUILT_IN
    quoted = sign if sign in "$€¥" else f'"{sign}"'
    codes = {number: code.replace('"£-"', f'"{sign}-"').replace("£", quoted) for number, code in BUILT_IN.items()}
    return codes | (_MONTH_FIRST if locales.month_comes_first(spoken().tag) else {})


class Shown(Frozen):
    """What a cell shows.

    text      "" where it shows nothing
    currency  the sign or code that the format puts beside an amount, as far as it says that it is one
    date      the parts of a day that are shown, in their order: "dmy", "my", "y"; "" for a time, None for a number
    """

    text: str
    currency: str = ""
    date: str | None = None


def serial_number(value: date | time | timedelta) -> float:
    """The number that stands for a day or a time (1900 system)."""
    if isinstance(value, time):
        return (datetime.combine(_FIRST_DAY, value) - _FIRST_DAY) / timedelta(days=1)
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        number = (moment - _FIRST_DAY) / timedelta(days=1)
        return number - 1 if number < _LEAP_DAY_OF_1900 + 1 else number
    return value / timedelta(days=1)


@lru_cache(maxsize=10_000)
def show(value: float | str, code: str) -> Shown | None:
    """What a cell with this value and number format shows, None where that cannot be told."""
    sections = _sections(code) if len(code) <= _LONGEST else None
    if sections is None:
        return None
    numeric = [section for section in sections if not section.has("text")]
    if isinstance(value, str) or not numeric:
        return _text(value, sections)
    return _number(value, numeric) if isfinite(value) else None


def _number(value: float, sections: Sequence[_Section]) -> Shown | None:
    """A number in the first section whose condition it meets."""
    for section, (sign, bound) in zip(sections, _conditions(sections), strict=False):
        if _holds(value, sign, bound):
            is_for_negatives = sign in ("<", "<=") and bound <= 0
            return _shown(section, abs(value), "-" if value < 0 and not is_for_negatives else "")
    return None


# --- formats taken apart ---

_PART = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.?) | _(?P<room>.?) | \*(?P<fill>.?) | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General) | (?P<half>AM/PM|A/P) | (?P<date>y+|m+|d+|h+|s+) | (?P<exponent>E[+-])
    | (?P<digit>[0\#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<text>@) | (?P<next>;)
    | (?P<letter>[a-z]) | (?P<other>.)
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_COLOUR = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|colou?r\s?\d+", re.IGNORECASE)
_CONDITION = re.compile(r"(?P<sign><=|>=|<>|<|>|=)\s*(?P<number>-?\d+(?:\.\d+)?(?:E[+-]?\d+)?)", re.IGNORECASE)
_PLACE = re.compile(r"\$(?P<currency>[^-]*)(?:-(?P<language>.*))?")
_ENGLISH = re.compile(r"(?:[0-9A-F]*[048C]?09|F[48]00|en(?:-\w+)?|x-sys(?:date|time))(?:,.*)?|,.*|", re.IGNORECASE)
_ELAPSED = re.compile("h+|m+|s+", re.IGNORECASE)

Part = tuple[str, str]  # a kind, and what stands there
_LINE = ("other", "/")
Condition = tuple[str, float]
_ANY = ("<=>", 0)


class _Section(Frozen):
    """One of the up to four parts of a format: for numbers above, below and at zero, and for texts."""

    parts: tuple[Part, ...]
    condition: Condition | None
    currency: str
    is_english: bool

    @cached_property
    def kinds(self) -> frozenset[str]:
        return frozenset(kind for kind, _ in self.parts)

    def has(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)


@lru_cache(maxsize=1_000)
def _sections(code: str) -> tuple[_Section, ...] | None:
    section_parts: list[list[Part]] = [[]]
    for match in _PART.finditer(code):
        kind = str(match.lastgroup)
        if kind == "next":
            section_parts.append([])
        elif kind == "letter":
            return None
        else:
            section_parts[-1].append((kind, match[kind]))
    sections = [_section(parts) for parts in section_parts[:4]]
    if len(sections) == 4:  # the fourth is for texts, whether it shows them or not
        sections[3] = sections[3] and replace(sections[3], parts=(*sections[3].parts, ("text", "")))
    known = tuple(section for section in sections if section)
    return known if len(known) == len(sections) else None


def _section(parts: Sequence[Part]) -> _Section | None:
    """A section from its parts; None where it asks for something that is not known here."""
    kept: list[Part] = []
    condition, currency, language = None, "", ""
    for kind, said in parts:
        if kind != "bracket":
            kept.append((kind, said))
        elif match := _CONDITION.fullmatch(said):
            condition = match["sign"], float(match["number"])
        elif match := _PLACE.fullmatch(said):
            currency, language = match["currency"].strip() or currency, match["language"] or language
            kept.append(("quoted", match["currency"]))
        elif _ELAPSED.fullmatch(said):
            kept.append(("elapsed", said.lower()))
        elif not _COLOUR.fullmatch(said):
            return None
    system = {"F800": _SYSTEM_DATE, "X-SYSDATE": _SYSTEM_DATE, "F400": _SYSTEM_TIME, "X-SYSTIME": _SYSTEM_TIME}
    if language.upper() in system:
        kept = [(str(match.lastgroup), match[0]) for match in _PART.finditer(system[language.upper()])]
    return _Section(tuple(kept), condition, currency, _ENGLISH.fullmatch(language) is not None)


def _conditions(sections: Sequence[_Section]) -> list[Condition]:
    """For which numbers each of a format's sections is, the first that fits."""
    first, second = (section.condition for section in (*sections, *sections)[:2])
    if len(sections) == 1:
        return [first or _ANY]
    usual = _ANY if len(sections) == 2 and first else ("<", 0)
    return [first or (">" if len(sections) > 2 else ">=", 0), second or usual, _ANY]


def _holds(value: float, sign: str, bound: float) -> bool:
    return (value < bound and "<" in sign) or (value > bound and ">" in sign) or (value == bound and "=" in sign)


# --- values put into them ---


def _text(value: object, sections: Sequence[_Section]) -> Shown:
    """A text by the last section, where that is one for texts."""
    typed = as_typed(value)
    if not sections[-1].has("text"):
        return Shown(typed)
    shown = (typed if part == ("text", "@") else _literal(*part) for part in sections[-1].parts)
    return Shown("".join(shown).strip())


def _literal(kind: str, said: str) -> str:
    """What a part shows that takes nothing from the value."""
    return " " if kind == "room" else "" if kind in ("fill", "text") else said


def _joined(texts: Iterable[str]) -> str:
    return " ".join("".join(texts).replace("\u00a0", " ").split())


def _shown(section: _Section, size: float, minus: str) -> Shown | None:
    if section.has("date", "elapsed", "half"):
        return None if minus else _moment(section, size)
    if section.has("general"):
        texts = [as_typed(size) if kind == "general" else _literal(kind, said) for kind, said in section.parts]
    elif not section.has("digit"):
        texts = [_literal(*part) for part in section.parts]
        minus = minus if any(_literal(*part).strip() for part in section.parts) else ""
    elif _has_fraction(section.parts):
        texts = _fraction(section.parts, size)
    elif section.has("exponent"):
        texts = _scientific(section.parts, size)
    else:
        texts = _decimal(section.parts, size)
    shown = _joined(texts)
    return Shown(f"{minus}{shown}", section.currency)


def _exact(number: float) -> Decimal:
    """A number to the 15 digits that Excel keeps."""
    return Decimal(f"{number:.15g}")


def _rounded(number: Decimal, decimals: int) -> str:
    """The digits of a number, halves away from zero."""
    if number.adjusted() + decimals > 25:
        return f"{number:.{decimals}f}"
    return f"{number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"


class _Places(Frozen):
    """Where the digits of a number go among the parts of a section.

    texts    what each part shows, or the kind of its place: "0", "#" or "?"
    whole    the places before the point, and after it those for decimals
    grouped  whether commas stand between thousands
    power    of ten, by which the number is multiplied before it is shown
    """

    texts: tuple[str, ...]
    whole: tuple[int, ...]
    decimals: tuple[int, ...]
    point: int
    grouped: bool
    power: int

    @classmethod
    @lru_cache(maxsize=1_000)
    def of(cls, parts: tuple[Part, ...]) -> _Places:
        kinds = [kind for kind, _ in parts]
        point = kinds.index("point") if "point" in kinds else len(kinds)
        digits = [number for number, kind in enumerate(kinds) if kind == "digit"]
        before = bisect(digits, point)
        whole, decimals = tuple(digits[:before]), tuple(digits[before:])
        ends = kinds[max(whole, default=0) : point] + kinds[max(decimals, default=point) :]
        return cls(
            tuple("" if kind == "comma" else _literal(kind, said) for kind, said in parts),
            whole,
            decimals,
            point,
            bool(whole) and "comma" in kinds[whole[0] : whole[-1]],
            2 * kinds.count("percent") - 3 * ends.count("comma"),
        )


def _decimal(parts: tuple[Part, ...], size: float) -> list[str]:
    """A number in the places for its digits; literals may stand between them."""
    places = _Places.of(parts)
    before, _, after = _rounded(_exact(size).scaleb(places.power), len(places.decimals)).partition(".")
    texts, digits = list(places.texts), before.lstrip("0")
    _fill_whole(texts, places.whole, digits, places.grouped)
    _fill_places(texts, places.decimals, after)
    if not places.whole and places.point < len(texts):
        texts[places.point] = f"{digits}."
    return texts


def _fill_whole(texts: list[str], places: Sequence[int], digits: str, grouped: bool) -> None:
    """The digits before the point, from right to left; the leftmost place takes all that are left."""
    left, count = list(digits), 0
    for at in reversed(places):
        lacking, texts[at] = {"0": "0", "?": " "}.get(texts[at], ""), ""
        while digit := left.pop() if left else lacking:
            comma = "," if grouped and count and count % 3 == 0 and digit != " " else ""
            texts[at] = f"{digit}{comma}{texts[at]}"
            count += 1
            if at != places[0] or not left:
                break


def _fill_places(texts: list[str], places: Sequence[int], digits: str) -> None:
    """The digits after the point, without zeros at the end where the format wants none."""
    is_end = True
    for at, digit in reversed(list(zip(places, digits, strict=True))):
        is_end = is_end and digit == "0" and texts[at] != "0"
        texts[at] = ("" if texts[at] == "#" else " ") if is_end else digit


def _scientific(parts: tuple[Part, ...], size: float) -> list[str]:
    kinds = [kind for kind, _ in parts]
    at = kinds.index("exponent")
    rest = [_literal(*part) for part in parts[at + 1 :] if part[0] != "digit"]
    mantissa, point = parts[:at], kinds.index("point") if "point" in kinds[:at] else at
    step = kinds[:point].count("digit") or 1
    decimals = kinds[point:at].count("digit")
    number = _exact(size)
    power = number.adjusted() // step * step if number else 0
    if number and Decimal(_rounded(number.scaleb(-power), decimals)) >= 10**step:
        power += step
    sign = "-" if power < 0 else "+" if parts[at][1].endswith("+") else ""
    power_shown = str(abs(power)).zfill(kinds[at:].count("digit"))
    return [*_decimal(mantissa, float(number.scaleb(-power))), "E", sign, power_shown, *rest]


def _has_fraction(parts: Sequence[Part]) -> bool:
    line = parts.index(_LINE) if _LINE in parts else 0
    return 0 < line < len(parts) - 1 and _is_place(parts[line - 1]) and _is_place(parts[line + 1])


def _is_place(part: Part) -> bool:
    kind, said = part
    return kind == "digit" or (kind == "other" and said in "123456789")


def _fraction(parts: Sequence[Part], size: float) -> list[str]:
    """A number such as 2 1/2, as near as the places below the line allow."""
    is_place, line = [*map(_is_place, parts), False], parts.index(_LINE)
    start, end = is_place.index(True), is_place.index(False, line + 1)
    below = "".join(said for _, said in parts[line + 1 : end])
    has_whole = not all(is_place[start:line])
    fixed = int(below) if below.strip("0#?") else 0
    exact = Fraction(_exact(size))
    near = Fraction(round(exact * fixed), fixed) if fixed else exact.limit_denominator(10 ** len(below) - 1)
    whole, rest = divmod(near, 1) if has_whole else (0, near)
    under = fixed or rest.denominator
    fraction = f"{whole or ''} {rest * under}/{under}" if rest or not has_whole else str(whole)
    return [*(_literal(*part) for part in parts[:start]), fraction, *(_literal(*part) for part in parts[end:])]


def _moment(section: _Section, serial: float) -> Shown | None:
    """A day or a time; None beyond the days that Excel knows, or for names in other languages."""
    named = any(kind == "date" and said.lower()[:3] in ("mmm", "ddd") for kind, said in section.parts)
    if serial >= _LAST_SERIAL or (named and not section.is_english):
        return None
    decimals = _decimals_of_seconds(section.parts)
    seconds = Decimal(_rounded(_exact(serial) * 86_400, decimals))
    days = int(seconds // 86_400)
    moment = _FIRST_DAY + timedelta(days=days + (days < _LEAP_DAY_OF_1900), seconds=int(seconds % 86_400))
    texts, order = [], ""
    for kind, said in _with_minutes(section.parts):
        if kind == "elapsed":
            texts.append(str(int(seconds // {"h": 3600, "m": 60, "s": 1}[said[0]])).zfill(len(said)))
        elif kind in ("date", "minute", "half"):
            texts.append(_moment_part(kind, said.lower(), moment, section.has("half")))
            order += _place_in_order(kind, said.lower())
        elif kind == "fraction":
            texts.append(f"{seconds % 1:.{decimals}f}"[1:])
        else:
            texts.append(_literal(kind, said))
    return Shown(_joined(texts), date="".join(dict.fromkeys(order)))


def _place_in_order(kind: str, said: str) -> str:
    """A day, month or year as its letter; weekdays, times and all else as nothing."""
    return said[0] if kind == "date" and said[0] in "ymd" and said[:3] != "ddd" else ""


def _decimals_of_seconds(parts: Sequence[Part]) -> int:
    at = next((number for number, (kind, _) in enumerate(parts) if kind == "point"), len(parts))
    return next((n for n, (kind, _) in enumerate(parts[at + 1 :]) if kind != "digit"), len(parts[at + 1 :]))


def _with_minutes(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, with minutes told from months: they stand after hours or before seconds; and split seconds."""
    minutes = _minutes(parts)
    after_point = False
    for number, ((kind, said), (following, _)) in enumerate(pairwise([*parts, ("", "")])):
        if kind == "digit" and after_point:
            continue
        after_point = after_point or kind == "point"
        if kind == "point" and following == "digit":
            yield "fraction", said
        else:
            yield ("minute" if number in minutes and kind == "date" and len(said) < 3 else kind), said


def _minutes(parts: Sequence[Part]) -> set[int]:
    """Where an "m" stands for minutes."""
    times = [(number, said[0].lower()) for number, (kind, said) in enumerate(parts) if kind in ("date", "elapsed")]
    letters = ["", *(letter for _, letter in times), ""]
    around = zip(letters, letters[2:], strict=False)
    return {
        number
        for (number, letter), (before, after) in zip(times, around, strict=True)
        if letter == "m" and (before == "h" or after == "s")
    }


def _moment_part(kind: str, said: str, moment: datetime, is_halved: bool) -> str:
    """One part of a day or time: a year, a month, a weekday, an hour ..."""
    if kind == "half":
        return ("AM", "PM")[moment.hour > 11][: said.index("/")]
    month, weekday = MONTHS[moment.month - 1], _WEEKDAYS[moment.weekday()]
    number = {
        "y": moment.year, "m": moment.month, "d": moment.day, "s": moment.second,
        "h": (moment.hour - 1) % 12 + 1 if is_halved else moment.hour,
    }[said[0]]  # fmt: skip
    if kind == "minute":
        return str(moment.minute).zfill(len(said))
    if said[0] == "y":
        return str(number) if len(said) > 2 else f"{number % 100:02}"
    if len(said) > 2 and said[0] in "md":
        name = month if said[0] == "m" else weekday
        return name[:1] if len(said) == 5 and said[0] == "m" else name if len(said) > 3 else name[:3]
    return str(number).zfill(min(len(said), 2))


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
