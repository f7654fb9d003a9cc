"""Charts on a web page: bars stand in the table of their figures; points and lines are drawn above it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias

from lxml.builder import E

from smreport.blocks.axis import Axis, round_axis
from smreport.blocks.document import Chart, Series
from smreport.frozen import Frozen
from smreport.words import locales, say

Element: TypeAlias = Any  # an lxml element; lxml ships no types
Texts: TypeAlias = list[str]
_DAY_0 = date(1899, 12, 30)
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 480, 350, 64, 36, 30, 78
_TICKS = 5
_POINT = 6
_DIGITS = re.compile(r"[#0,]*0(?:\.(0+))?")  # of a number format


def figures_of(chart: Chart, caption: Element | None) -> Element:
    """The figures of a chart as a table; those of bars with the bars themselves.

    caption  the table's own; None where the figure has one
    """
    heads, rows = _TABLES.get(chart.kind, _by_series)(chart)
    looks = [
        {"class": "right"} if at in _NUMBERS.get(chart.kind, range(1, len(heads))) else {} for at in range(len(heads))
    ]
    bars = [*_bars(chart)] if chart.kind in _HAVE_BARS else []
    top = [E.th(head, {"scope": "col"} | look) for head, look in zip(heads, looks, strict=True)]
    body = [
        [
            E.th(row[0], scope="row", dir="auto"),
            *(E.td(text, look) for text, look in zip(row[1:], looks[1:], strict=True)),
        ]
        for row in rows
    ]
    if bars:
        top.append(E.th(say("papers.web.bar"), scope="col"))
        body = [[*cells, E.td(*bar, {"class": "track"})] for cells, bar in zip(body, bars, strict=True)]
    captions = [] if caption is None else [caption]
    return E.table(*captions, E.thead(E.tr(*top)), E.tbody(*(E.tr(*cells) for cells in body)))


def drawn(chart: Chart) -> Element | None:
    """The drawing of points or lines, for those who see it: the table under it says the same. None for bars."""
    if chart.kind not in ("scatter", "line"):
        return None
    frame = _Frame.of(chart)
    if frame is None:
        return None
    marks = _points(chart, frame) if chart.kind == "scatter" else _curves(chart, frame)
    box = {"viewBox": f"0 0 {_WIDTH} {_HEIGHT}", "aria-hidden": "true", "focusable": "false"}
    return E.svg(*frame.axes(chart), *marks, box)


# --- the tables ---


def _by_series(chart: Chart) -> tuple[Texts, list[Texts]]:
    heads = [say("papers.web.category"), *(series.name for series in chart.series)]
    return heads, [
        [category, *(_shown(series.values[at], chart.number_format) for series in chart.series)]
        for at, category in enumerate(chart.categories)
    ]


def _of_points(chart: Chart) -> tuple[Texts, list[Texts]]:
    heads = [say("papers.web.category"), chart.x_title, chart.y_title, say("papers.web.group")]
    rows = []
    for at, category in enumerate(_numbered(chart)):
        group, across = _group_at(chart.series[1:], at), _shown(chart.series[0].values[at], chart.number_format)
        rows.append([category, across, *((_shown(group.values[at]), group.name) if group else ("", ""))])
    return heads, rows


def _numbered(chart: Chart) -> Texts:
    """The points by the numbers that stand in the drawing."""
    return [say("papers.web.point", number=str(number), name=name) for number, name in enumerate(chart.categories, 1)]


def _of_times(chart: Chart) -> tuple[Texts, list[Texts]]:
    heads = [
        say("papers.web.category"),
        say("papers.web.start"),
        say("papers.web.finish"),
        say("papers.web.group"),
    ]
    rows = []
    for at, category in enumerate(chart.categories):
        start, group = chart.series[0].values[at], _group_at(chart.series[1:], at)
        length = group.values[at] if group else None
        finish = None if start is None or length is None else start + max(0, length - 1)  # its last day
        rows.append([category, _day(start), _day(finish), group.name if group else ""])
    return heads, rows


def _group_at(groups: Sequence[Series], at: int) -> Series | None:
    """The series that has a value for a category."""
    return next((series for series in groups if series.values[at] is not None), None)


_Rows: TypeAlias = Callable[[Chart], tuple[Texts, list[Texts]]]
_TABLES: dict[str, _Rows] = {"scatter": _of_points, "gantt": _of_times}
_NUMBERS = {"scatter": range(1, 3), "gantt": range(0)}  # which columns of a table are; of others all but the first
_HAVE_BARS = frozenset({"bar", "column", "stacked", "gantt"})


def _day(number: float | None) -> str:
    if number is None:
        return ""
    return locales.day(_DAY_0 + timedelta(days=math.floor(number)))


def _shown(value: float | None, number_format: str = "General") -> str:
    """A value as a spreadsheet shows it in such a format: signs in quotes, thousands, decimals and per cent."""
    if value is None or not math.isfinite(value):
        return ""
    if number_format == "General":
        return locales.figure(value).replace("-", "−")
    positive = number_format.partition(";")[0]
    digits = _DIGITS.search(positive)
    decimals = len(digits[1] or "") if digits else 0
    number = value * 100 if "%" in positive else value
    text = locales.number(abs(number), decimals, keep_zeros=True, grouped="," in positive)
    before, after = (positive[: digits.start()], positive[digits.end() :]) if digits else ("", "")
    sign = "−" if number < 0 and text.strip("0.,") else ""
    return sign + _plain(before) + text + _plain(after)


def _mark(value: float, step: float, number_format: str) -> str:
    """What stands at a mark of an axis: in the format of the figures, unless that would round the steps."""
    digits = _DIGITS.search(number_format)
    decimals = len(digits[1] or "") if digits else 0
    is_shown = round(step, decimals + (2 if "%" in number_format else 0)) == round(step, 9)
    return _shown(round(value, 9), number_format if is_shown else "General")


def _plain(code: str) -> str:
    """What stands around the digits of a format, as it is shown."""
    return re.sub(r'["\\]|\[\$|-[0-9A-F]+\]|\]', "", code)


# --- bars ---


def _bars(chart: Chart) -> Iterator[list[Element]]:
    """For each category its bars, as long as their share of the longest."""
    groups = chart.series[1:] if chart.kind == "gantt" else chart.series
    low, high = _ends(chart)
    for at in range(len(chart.categories)):
        start = (chart.series[0].values[at] or low) - low if chart.kind == "gantt" else 0.0
        pieces = []
        for number, series in enumerate(groups):
            value = series.values[at]
            if value is None:
                continue
            left, width = (100 * max(0.0, part) / (high - low) for part in (start, value))
            style = f"margin-left: {left:.1f}%; width: {width:.1f}%; background: var(--c{number})"
            pieces.append(E.span({"class": "bar", "style": style}))
        yield pieces


def _ends(chart: Chart) -> tuple[float, float]:
    """Where bars begin and where the longest ends."""
    if chart.kind == "gantt":
        starts = [start for start in chart.series[0].values if start is not None]
        ends = [
            start + (series.values[at] or 0)
            for series in chart.series[1:]
            for at, start in enumerate(chart.series[0].values)
            if start is not None
        ]
        low = min(starts, default=0.0)
        return low, max([*ends, low + 1])
    most = max((value for series in chart.series for value in series.values if value is not None), default=1.0)
    return 0.0, max(most, 1.0 if chart.number_format.endswith("%") else 1e-9)


# --- points and lines ---


class _Frame(Frozen):
    """The area in which points stand: from nought or the lowest value below it, to a round number at the top."""

    x: Axis
    y: Axis

    @classmethod
    def of(cls, chart: Chart) -> _Frame | None:
        """None where no point has both values."""
        is_scatter = chart.kind == "scatter"
        xs = chart.series[0].values if is_scatter else tuple(map(float, range(len(chart.categories))))
        groups = chart.series[1:] if is_scatter else chart.series
        known = [
            (x, y)
            for series in groups
            for x, y in zip(xs, series.values, strict=True)
            if x is not None and y is not None
        ]
        if not known:
            return None
        (left, *_, right), (low, *_, high) = (sorted((0.0, *values)) for values in zip(*known, strict=True))
        return cls(round_axis(left, right) if is_scatter else Axis(0, max(1, len(xs) - 1), 1.0), round_axis(low, high))

    def place(self, x: float, y: float) -> tuple[float, float]:
        across, up = self.x.share(x), self.y.share(y)
        return _LEFT + across * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM)

    def axes(self, chart: Chart) -> Iterator[Element]:
        left, bottom = self.place(self.x.low, self.y.low)
        y_format = "General" if chart.kind == "scatter" else chart.number_format
        yield E.path(d=f"M{left:.1f} {_TOP}V{bottom:.1f}H{_WIDTH - _RIGHT}", **{"class": "axis"})
        for number in range(self.y.first, self.y.last + 1):
            value = self.y.step * number
            yield _text(left - 6, self.place(self.x.low, value)[1] + 4, _mark(value, self.y.step, y_format), "end")
        if chart.kind == "scatter":
            for number in range(self.x.first, self.x.last + 1, 1 + (self.x.last - self.x.first) // _TICKS):
                value = self.x.step * number
                x, _ = self.place(value, self.y.low)
                yield _text(x, bottom + 18, _mark(value, self.x.step, chart.number_format), "middle")
            yield _text((left + _WIDTH - _RIGHT) / 2, bottom + 40, chart.x_title, "middle")
        else:
            for at, category in list(enumerate(chart.categories))[:: 1 + len(chart.categories) // _TICKS]:
                yield _text(self.place(at, self.y.low)[0], bottom + 18, category, "middle")
        yield _text(4, 14, chart.y_title, "start")


def _text(x: float, y: float, words: str, anchor: str) -> Element:
    return E.text(words, {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor})


def _points(chart: Chart, frame: _Frame) -> Iterator[Element]:
    """A mark for each point, of another shape in each group, with the point's number beside it; what they stand for."""
    legend = float(_LEFT)
    for number, series in enumerate(chart.series[1:]):
        shape, look = _SHAPES[number % len(_SHAPES)], f"fill: var(--c{number}); stroke: var(--text)"
        pairs = zip(chart.series[0].values, series.values, strict=True)
        for name, (across, up) in enumerate(pairs, start=1):
            if across is not None and up is not None:
                x, y = frame.place(across, up)
                yield E.path(d=shape(x, y), style=look)
                yield _text(x + 10, y - 4, str(name), "start")
        yield E.path(d=shape(legend, _HEIGHT - 12), style=look)
        yield _text(legend + 12, _HEIGHT - 7, series.name, "start")
        legend += 36 + 7 * len(series.name)


def _square(x: float, y: float) -> str:
    return f"M{x - _POINT:.1f} {y - _POINT:.1f}h{2 * _POINT}v{2 * _POINT}h-{2 * _POINT}z"


def _circle(x: float, y: float) -> str:
    return f"M{x - _POINT:.1f} {y:.1f}a{_POINT} {_POINT} 0 1 0 {2 * _POINT} 0a{_POINT} {_POINT} 0 1 0 -{2 * _POINT} 0z"


def _diamond(x: float, y: float) -> str:
    side = _POINT + 1
    return f"M{x:.1f} {y - side:.1f}l{side} {side}l-{side} {side}l-{side} -{side}z"


_SHAPES = (_square, _circle, _diamond)


def _curves(chart: Chart, frame: _Frame) -> Iterator[Element]:
    """A line for each series, broken where it has no value, with its name at the end."""
    for number, series in enumerate(chart.series):
        path, last, was_known = "", None, False
        for at, value in enumerate(series.values):
            if value is not None:
                last = frame.place(at, value)
                path += f"{'L' if was_known else 'M'}{last[0]:.1f} {last[1]:.1f}"
            was_known = value is not None
        if last:
            yield E.path({"d": path, "style": f"fill: none; stroke-width: 3; stroke: var(--c{number})"})
            yield _text(min(last[0], _WIDTH - _RIGHT), last[1] - 8, series.name, "end")
