"""A chart as Word keeps it: a drawing that follows the document's theme, and the workbook behind it."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import xlsxwriter
from lxml import etree
from xlsxwriter.color import Color
from xlsxwriter.utility import quote_sheetname

from smreport.blocks.axis import Axis, round_axis
from smreport.blocks.document import Chart
from smreport.frozen import Frozen
from smreport.package.terms import OWN
from smreport.package.trees import parsed
from smreport.package.zipped import Zipped
from smreport.word.elements import Element, w
from smreport.word.house_style import PAGE_COLOUR, HouseStyle, contrast
from smreport.word.label_places import label_places
from smreport.word.styles import paper_size
from smreport.words import locales, say

LONGEST_NAME = 40  # letters of a category or series; the table beside the chart has the whole name
_LONGEST_POINT_NAME = 28
_MADE = datetime(1980, 1, 1)  # instead of the clock, so that the same chart gives the same bytes
_EMU_PER_CM = 360_000
_POINTS_PER_CM = 72 / 2.54
_TWIPS_PER_CM = 1440 / 2.54
_AROUND_PLOT_CM = (1.8, 2.4)  # about what axes, titles and legend take of the width and of the height
_GAP, _LEAST_LABELLED = 55, 0.06  # percent of a bar's width; share of the longest stack
_LABEL_ROOM = 0.12  # share of the axis that is kept for labels beyond the bars
_DAYS = "#,##0"
# Steps of a time line in days: always a little long, so that a step never falls into the month before.
_MONTHS_STEPS, _YEAR = (31, 92, 183, 366), 365.25
_MOST_STEPS = 5

_TEXT, _PAGE, _LINES = Color.theme(1, 0), Color.theme(0, 0), Color.theme(0, 2)
_ACCENT, _GREY = Color.theme(4, 0), Color.theme(1, 2)
# Fills of the series in order: they differ in lightness, so that they can be told apart without colour.
_FILLS = (_ACCENT, Color.theme(4, 1), _LINES, Color.theme(5, 0), Color.theme(5, 1), _PAGE)
_MARKS = ("circle", "diamond", "square", "triangle")
_DASHES = ("solid", "dash", "round_dot", "long_dash_dot")

_KINDS: Mapping[str, dict[str, str]] = {
    "bar": {"type": "bar"},
    "column": {"type": "column"},
    "line": {"type": "line"},
    "stacked": {"type": "bar", "subtype": "stacked"},
    "gantt": {"type": "bar", "subtype": "stacked"},
    "scatter": {"type": "scatter"},
}

_NAMESPACES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
_C, _A, _R, _WP = (f"{{{address}}}" for address in _NAMESPACES.values())
_WORKBOOK_REL = "rId1"  # the first relationship of a chart part: to its workbook


class ChartFiles(Frozen):
    """The XML of a chart part, and the workbook with its figures that opens on "Edit data" in Word."""

    xml: bytes
    workbook: bytes


def chart_files(chart: Chart, style: HouseStyle) -> ChartFiles:
    """The two files of a chart; the same chart always gives the same bytes.

    Colours are those of the document's theme, by name, so that a council's theme recolours the chart. Long names
    are shortened, in the workbook too: Word shows what stands there.
    """
    xml = Zipped(_workbook(chart, style, drawn=True), OWN)["xl/charts/chart1.xml"]
    return ChartFiles(_for_word(xml, style), _workbook(chart, style, drawn=False))


def inline(chart: Chart, rel_id: str, number: int, width_emu: int) -> Element:
    """The run that shows a chart in its paragraph, with the alternative text; ``number`` is unique in the document."""
    frame = etree.Element(f"{_A}graphic", nsmap={"a": _NAMESPACES["a"]})
    data = etree.SubElement(frame, f"{_A}graphicData", uri=_NAMESPACES["c"])
    shown = etree.SubElement(data, f"{_C}chart", nsmap={"c": _NAMESPACES["c"], "r": _NAMESPACES["r"]})
    shown.set(f"{_R}id", rel_id)
    anchor = etree.Element(f"{_WP}inline", dict.fromkeys(("distT", "distB", "distL", "distR"), "0"), {"wp": _WP[1:-1]})
    size = {"cx": str(width_emu), "cy": str(round(chart.height_cm * _EMU_PER_CM))}
    etree.SubElement(anchor, f"{_WP}extent", size)
    etree.SubElement(
        anchor, f"{_WP}docPr", id=str(number), name=say("word.chart.name", number=str(number)), descr=chart.description
    )
    etree.SubElement(anchor, f"{_WP}cNvGraphicFramePr")
    anchor.append(frame)
    return w("r", w("drawing", anchor))


# --- the workbook ---


def _workbook(chart: Chart, style: HouseStyle, drawn: bool) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": _MADE, "title": shortened(chart.caption, 200)})
    sheet = book.add_worksheet(_sheet())
    _fill(book, sheet, chart)
    if drawn:
        drawing = book.add_chart(_KINDS[chart.kind])
        _draw(drawing, chart, style)
        sheet.insert_chart(0, len(chart.series) + 2, drawing)
    book.close()
    return buffer.getvalue()


def _fill(book: Any, sheet: Any, chart: Chart) -> None:
    """The names in the first column, then a column for each series, each under its heading."""
    heading = book.add_format({"bold": True})
    sheet.write_string(0, 0, say("word.chart.item"), heading)
    sheet.set_column(0, 0, LONGEST_NAME)
    sheet.set_column(1, len(chart.series), 16)
    for row, name in enumerate(_names(chart), start=1):
        sheet.write_string(row, 0, name)
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(0, column, shortened(series.name), heading)
        cell_format = book.add_format({"num_format": _cell_format(chart, column - 1)})
        for row, value in enumerate(series.values, start=1):
            if value is not None:
                sheet.write_number(row, column, value, cell_format)


def _sheet() -> str:
    return say("word.chart.sheet")


def _names(chart: Chart) -> list[str]:
    longest = _LONGEST_POINT_NAME if chart.kind == "scatter" else LONGEST_NAME
    return [shortened(name, longest) for name in chart.categories]


def _cell_format(chart: Chart, position: int) -> str:
    if chart.kind == "gantt":
        return _DAYS if position else locales.day_in_excel()
    return "General" if chart.kind == "scatter" and position else chart.number_format


def shortened(text: str, longest: int = LONGEST_NAME) -> str:
    """The text on one line, cut at a word where it is too long."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    whole_words = cut.rsplit(" ", 1)[0]
    short = (whole_words if len(whole_words) > longest / 2 else cut).rstrip(" ,;:-")
    return say("joined.cut_off", text=short)


# --- the drawing ---


def _draw(drawing: Any, chart: Chart, style: HouseStyle) -> None:
    nothing = {"border": {"none": True}, "fill": {"none": True}}
    drawing.set_title({"none": True})
    drawing.set_chartarea(nothing)
    drawing.set_plotarea(nothing)
    match chart.kind:
        case "scatter":
            _draw_points(drawing, chart, style)
        case "gantt":
            _draw_time_line(drawing, chart)
        case "line":
            _draw_lines(drawing, chart)
        case _:
            _draw_bars(drawing, chart, style)
    groups = len(chart.series) - (chart.kind in ("scatter", "gantt"))
    drawing.set_legend({"position": "top"} if groups > 1 else {"none": True})


def _series(chart: Chart, position: int) -> dict[str, Any]:
    """Where a series stands in the sheet."""
    last = len(chart.categories)
    return {
        "name": [_sheet(), 0, position + 1],
        "categories": [_sheet(), 1, 0, last, 0],
        "values": [_sheet(), 1, position + 1, last, position + 1],
    }


def _filled(position: int) -> dict[str, Any]:
    """A bar's looks: an edge in the accent colour shows pale ones against the page."""
    return {"fill": {"color": _FILLS[position % len(_FILLS)]}, "border": {"color": _ACCENT, "width": 0.75}}


def _draw_bars(drawing: Any, chart: Chart, style: HouseStyle) -> None:
    stacked = chart.kind == "stacked"
    for position in range(len(chart.series)):
        labels = _labels_in_stack(chart, position, style) if stacked else {"position": "outside_end"}
        labels |= {"value": True, "num_format": chart.number_format}
        gap = {"gap": _GAP, "overlap": 100 if stacked else -10}
        drawing.add_series({**_series(chart, position), **_filled(position), **gap, "data_labels": labels})
    values = _labelled_axis(chart) if stacked or not _in_shares(chart) else _shares_axis(chart)
    along, across = (_plain_axis(), values) if chart.kind == "column" else (values, _names_axis())
    drawing.set_x_axis({**along, **_title(chart.x_title)})
    drawing.set_y_axis({**across, **_title(chart.y_title)})


def _labels_in_stack(chart: Chart, position: int, style: HouseStyle) -> dict[str, Any]:
    """Labels within the parts of a stack; a part that is too short for its label has none."""
    totals = [sum(value or 0.0 for value in values) for values in _across(chart)]
    least = _LEAST_LABELLED * max(totals)
    custom = [{"delete": True} if (value or 0.0) < least else None for value in chart.series[position].values]
    dark = position == 0 and contrast(PAGE_COLOUR, style.colours.accent) > contrast(
        style.colours.text, style.colours.accent
    )
    return {"position": "center", "custom": custom, "font": {"color": _PAGE if dark else _TEXT}}


def _across(chart: Chart) -> list[tuple[float | None, ...]]:
    """The values of each category, one from each series."""
    return list(zip(*(series.values for series in chart.series), strict=True))


def _in_shares(chart: Chart) -> bool:
    return chart.number_format.endswith("%")


def _labelled_axis(chart: Chart) -> dict[str, Any]:
    """An axis without numbers, as the bars have theirs, and with room for them."""
    if chart.kind == "stacked":
        ends = {"min": 0.0, "max": max(sum(value or 0.0 for value in values) for values in _across(chart))}
    else:
        low, high = _reach(chart)
        ends = {"min": low, "max": high}
    return {**_plain_axis(), **ends, "label_position": "none", "line": {"none": True}}


def _shares_axis(chart: Chart) -> dict[str, Any]:
    """An axis up to the whole at least, so that what is missing shows."""
    low, high = _reach(chart)
    axis = {**_figures_axis(chart.number_format), **_ends_of(round_axis(low, max(high, 1.0)))}
    return axis if chart.kind == "column" else {**axis, "label_position": "next_to"}


def _reach(chart: Chart) -> tuple[float, float]:
    """From the lowest to the highest value or zero, with room for a label beyond them."""
    known = [value for series in chart.series for value in series.values if value is not None]
    low, high = min(0.0, *known), max(0.0, *known)
    room = _LABEL_ROOM * (high - low or 1.0)
    return low - room if low < 0 else 0.0, high + room if high > 0 else 0.0


def _draw_lines(drawing: Any, chart: Chart) -> None:
    for position in range(len(chart.series)):
        colour = _GREY if position % 2 else _ACCENT
        line = {"color": colour, "width": 2.25, "dash_type": _DASHES[position % len(_DASHES)]}
        drawing.add_series({**_series(chart, position), "line": line, "marker": _mark(position)})
    drawing.show_blanks_as("span")  # a line goes on where only another one has a point
    drawing.set_x_axis({**_plain_axis(), **_title(chart.x_title)})
    drawing.set_y_axis({**_figures_axis(chart.number_format), **_title(chart.y_title)})


def _draw_time_line(drawing: Any, chart: Chart) -> None:
    """A bar for each category from its start on: what lies before is a bar too, but not drawn."""
    nothing = {"fill": {"none": True}, "border": {"none": True}}
    for position in range(len(chart.series)):
        looks = _filled(position - 1) if position else nothing
        named = {} if position else {"name": " "}  # or the legend would show it
        drawing.add_series({**_series(chart, position), **named, **looks, "gap": _GAP, "overlap": 100})
    starts = [start for start in chart.series[0].values if start is not None]
    ends = [sum(value or 0.0 for value in values) for values in _across(chart) if values[0] is not None]
    axis = {
        **_figures_axis(locales.month_in_excel()),
        **_time_axis(min(starts), max(ends)),
        "label_position": "next_to",
    }
    drawing.set_x_axis({**axis, **_title(chart.x_title)})
    drawing.set_y_axis({**_names_axis(), **_title(chart.y_title)})


_DAY_ZERO = date(1899, 12, 30)  # Excel counts days from here


def _time_axis(start: float, end: float) -> dict[str, Any]:
    """From the first day of a quarter on in steps of a month, a quarter, half a year or whole years."""
    day = _DAY_ZERO + timedelta(start)
    first = (day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1) - _DAY_ZERO).days
    years = math.ceil(_YEAR * math.ceil((end - first) / _YEAR / _MOST_STEPS))
    step = next((step for step in _MONTHS_STEPS if (end - first) / step <= _MOST_STEPS), years)
    return {"min": first, "max": first + step * math.ceil((end - first) / step), "major_unit": step}


def _draw_points(drawing: Any, chart: Chart, style: HouseStyle) -> None:
    """A named point for each category; groups, which are the series after the first, differ in their marks."""
    across, *groups = chart.series
    heights = [next((height for height in values[1:] if height is not None), None) for values in _across(chart)]
    axes = round_axis(*_around(across.values)), round_axis(*_around(heights))
    x_axis, y_axis = map(_ends_of, axes)
    places = _point_places(chart, style, heights, axes)
    for position, group in enumerate(groups, start=1):
        labels = [
            {"value": f"={quote_sheetname(_sheet())}!$A${row}", "position": places[row]}
            if value is not None
            else {"delete": True}
            for row, value in enumerate(group.values, start=2)
        ]
        where = _series(chart, position)
        where["categories"] = [_sheet(), 1, 1, len(chart.categories), 1]
        marked = {"marker": _mark(position - 1), "data_labels": {"value": True, "custom": labels}}
        drawing.add_series({**where, **marked})
    drawing.set_x_axis({**_figures_axis(chart.number_format), **x_axis, **_title(chart.x_title)})
    drawing.set_y_axis({**_figures_axis("General"), **y_axis, **_title(chart.y_title)})


def _mark(position: int) -> dict[str, Any]:
    colour = _GREY if position % 2 else _ACCENT
    kind = _MARKS[position % len(_MARKS)]
    return {"type": kind, "size": 9, "fill": {"color": colour}, "border": {"color": colour}}


def _point_places(
    chart: Chart, style: HouseStyle, heights: Sequence[float | None], axes: tuple[Axis, Axis]
) -> dict[int, str]:
    """The place of each point's name, by its row in the sheet."""
    wide, high = round(paper_size()[0] / _TWIPS_PER_CM, 1) - 2 * style.page.margin_cm, chart.height_cm
    plot = ((wide - _AROUND_PLOT_CM[0]) * _POINTS_PER_CM, (high - _AROUND_PLOT_CM[1]) * _POINTS_PER_CM)
    points = zip(chart.series[0].values, heights, strict=True)
    points_by_row = {
        row: (axes[0].share(x) * plot[0], axes[1].share(y) * plot[1])
        for row, (x, y) in enumerate(points, start=2)
        if x is not None and y is not None
    }
    names = dict(enumerate(_names(chart), start=2))
    places = label_places(list(points_by_row.values()), [names[row] for row in points_by_row], style.sizes.table, plot)
    return dict.fromkeys(names, "right") | dict(zip(points_by_row, places, strict=True))


def _around(values: Sequence[float | None]) -> tuple[float, float]:
    """From zero, or the lowest value below it, to a little beyond the highest one."""
    known = [value for value in values if value is not None]
    return min(0.0, *known), max(0.0, *known) * 1.04


def _ends_of(axis: Axis) -> dict[str, float]:
    return {"min": axis.low, "max": axis.high, "major_unit": axis.step}


def _names_axis() -> dict[str, Any]:
    """The names beside horizontal bars, the first one on top, and left of bars that run below zero."""
    return {**_plain_axis(), "reverse": True, "crossing": "max", "label_position": "low"}


def _plain_axis() -> dict[str, Any]:
    line = {"color": _LINES, "width": 1}
    return {"line": line, "major_tick_mark": "none", "minor_tick_mark": "none", "major_gridlines": {"visible": False}}


def _figures_axis(number_format: str) -> dict[str, Any]:
    gridlines = {"visible": True, "line": {"color": _LINES, "width": 0.5}}
    return {**_plain_axis(), "num_format": number_format, "major_gridlines": gridlines, "label_position": "low"}


def _title(text: str) -> dict[str, Any]:
    return {"name": text, "name_font": {"bold": False}} if text else {}


# --- from a workbook's chart to Word's ---


def _for_word(xml: bytes, style: HouseStyle) -> bytes:
    """The chart tied to the workbook behind it, in the theme's body font and without a language of its own."""
    root = parsed(xml)
    for unwanted in root.findall(f"{_C}printSettings") + root.findall(f"{_C}lang"):
        root.remove(unwanted)
    for run_properties in root.iter(f"{_A}rPr"):
        run_properties.attrib.pop("lang", None)
    _spell_out(root)
    for text in root.findall(f".//{_C}dLbl/{_C}tx"):
        text[:] = [_in_words("".join(text.itertext(f"{_C}v")))]
    root.append(_text_looks(style))
    data = etree.SubElement(root, f"{_C}externalData")
    data.set(f"{_R}id", _WORKBOOK_REL)
    etree.SubElement(data, f"{_C}autoUpdate", val="0")
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))


_AXIS = ("axId", "scaling")
# What XlsxWriter leaves out, since Excel then takes it for "no"; other programs take it for "yes", as the standard
# has it. For each parent: the child, its value, and the children that come before it (none named: it comes last).
_LEFT_OUT: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("chart", "dispBlanksAs", "gap", ()),
    ("legend", "overlay", "0", ("legendPos", "layout")),
    ("title", "overlay", "0", ("tx", "layout")),
    ("catAx", "delete", "0", _AXIS),
    ("valAx", "delete", "0", _AXIS),
    ("barChart", "varyColors", "0", ("barDir", "grouping")),
    ("lineChart", "varyColors", "0", ("grouping",)),
    ("scatterChart", "varyColors", "0", ("scatterStyle",)),
    ("barChart/{c}ser", "invertIfNegative", "0", ("idx", "order", "tx", "spPr")),
    ("lineChart/{c}ser", "smooth", "0", ()),
    ("scatterChart/{c}ser", "smooth", "0", ()),
)
_LABEL_PARTS = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")


def _spell_out(root: Element) -> None:
    """Say "no" wherever XlsxWriter leaves it to the program."""
    root.insert(0, etree.Element(f"{_C}roundedCorners", val="0"))
    for path, name, value, before in _LEFT_OUT:
        parents = root.findall(f".//{_C}{path.format(c=_C)}")
        for parent in (parent for parent in parents if parent.find(f"{_C}{name}") is None):
            earlier = [at for at, child in enumerate(parent) if etree.QName(child).localname in before]
            parent.insert(earlier[-1] + 1 if earlier else len(parent), etree.Element(f"{_C}{name}", val=value))
    for labels in root.iter(f"{_C}dLbls", f"{_C}dLbl"):
        for shown in labels.findall(f"{_C}showVal"):
            labels.remove(shown)
            for part in _LABEL_PARTS:
                etree.SubElement(labels, f"{_C}show{part}", val=str(int(part == "Val")))


def _in_words(text: str) -> Element:
    """A label's own words; LibreOffice does not draw labels that refer to a cell."""
    words = etree.Element(f"{_C}rich")
    etree.SubElement(words, f"{_A}bodyPr", wrap="none")
    run = etree.SubElement(etree.SubElement(words, f"{_A}p"), f"{_A}r")
    etree.SubElement(run, f"{_A}t").text = text
    return words


def _text_looks(style: HouseStyle) -> Element:
    looks = etree.Element(f"{_C}txPr")
    etree.SubElement(looks, f"{_A}bodyPr")
    paragraph = etree.SubElement(looks, f"{_A}p")
    properties = etree.SubElement(etree.SubElement(paragraph, f"{_A}pPr"), f"{_A}defRPr")
    properties.set("sz", str(round(100 * style.sizes.table)))
    etree.SubElement(etree.SubElement(properties, f"{_A}solidFill"), f"{_A}schemeClr", val="tx1")
    etree.SubElement(properties, f"{_A}latin", typeface="+mn-lt")
    return looks
