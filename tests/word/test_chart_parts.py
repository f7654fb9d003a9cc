"""Charts are native parts of a Word file: sound, editable, in the colours of its theme, with their figures in cells."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import docx
import openpyxl
import openxml_audit
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl.utils.cell import range_to_tuple
from python_calamine import CalamineWorkbook

from smreport.blocks.document import Chart, ChartKind, Document, Heading, Section, Series
from smreport.blueprint.model import Blueprint
from smreport.blueprint.values import excel_day, excel_number
from smreport.word.chart_parts import LONGEST_NAME, ChartFiles, chart_files, inline, shortened
from smreport.word.house_style import LEAST_SIZE, HouseStyle
from smreport.word.writer import write_docx

NS = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
LONG = "Warnings that reach people in every parish, village and town of the county"
NAMES = ("Neighbourhood voice", LONG, "مكتبات للجميع", "=1+1", "Road safety 🚸")
RED = "C2410C"  # nothing in the file but its theme names it

CHARTS: dict[ChartKind, Chart] = {
    "bar": Chart("bar", "Bars", "Bars.", NAMES, (Series("Points", (42, 12.5, -3, None, 0)),), "Points"),
    "column": Chart(
        "column", "Columns", "Columns.", NAMES, (Series("2027", (1, 2, 3, 4, 5)), Series("2028", (5, 4, None, 2, 1)))
    ),
    "stacked": Chart(
        "stacked",
        "Shares",
        "Shares.",
        NAMES,
        (Series("First", (0.6, 0.3, 0.01, 0.09, 0)), Series("Lower", (0.4, 0.7, 0.99, 0.91, 1))),
        number_format="0%",
    ),
    "scatter": Chart(
        "scatter",
        "Points",
        "Points.",
        NAMES,
        (
            Series("Cost", (64000, 76000, 31000, 147000, 5)),
            Series("First wave", (27, None, 28, None, 1)),
            Series("Later wave", (None, 12, None, 25, None)),
        ),
        "Cost",
        "Benefit",
        "£#,##0",
    ),
    "gantt": Chart(
        "gantt",
        "Times",
        "Times.",
        NAMES,
        (Series("Start", (46500, 46600, 46700, 46800, None)), Series("Days", (200, 30, 1, 400, None))),
    ),
    "line": Chart("line", "Lines", "Lines.", NAMES, (Series("Visits", (3, 1, None, 4, 1)), Series("Calls", (1,) * 5))),
}


@pytest.fixture(scope="module")
def style(blueprint: Blueprint) -> HouseStyle:
    return HouseStyle.from_mapping(dict(blueprint.style))


@pytest.fixture(scope="module")
def files(style: HouseStyle) -> dict[ChartKind, ChartFiles]:
    return {kind: chart_files(chart, style) for kind, chart in CHARTS.items()}


def drawn(chart: Chart, style: HouseStyle) -> Any:
    return etree.fromstring(chart_files(chart, style).xml)


def cells(workbook: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook))["Figures"]


def word_file(path: Path, style: HouseStyle) -> Path:
    """A Word file with a chart of every kind."""
    section = Section("main", (Heading("Charts"), *CHARTS.values()))
    path.write_bytes(write_docx(Document("Charts", "", (), (section,)), style))
    return path


def with_accent(blueprint: Blueprint, accent: str) -> HouseStyle:
    return HouseStyle.from_mapping({**blueprint.style, "colours": {**blueprint.style["colours"], "accent": accent}})


def test_every_kind_of_chart_is_tried_here() -> None:
    assert set(CHARTS) == set(get_args(ChartKind))


@pytest.mark.parametrize("kind", CHARTS)
def test_no_text_of_a_chart_is_smaller_than_the_least_that_may_be(kind: ChartKind, style: HouseStyle) -> None:
    looks = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    root = drawn(CHARTS[kind], style)
    sizes = [int(run.get("sz")) for name in ("defRPr", "rPr") for run in root.iter(looks + name) if run.get("sz")]
    assert min(sizes) >= 100 * LEAST_SIZE == 1200


def test_word_opens_a_file_with_every_kind_of_chart(style: HouseStyle, tmp_path: Path) -> None:
    validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, strict=True)
    assert list(validator.validate(word_file(tmp_path / "charts.docx", style)).errors) == []


def test_every_chart_of_a_file_leads_to_its_own_workbook(style: HouseStyle, tmp_path: Path) -> None:
    parts = docx.Document(str(word_file(tmp_path / "charts.docx", style))).part
    frames = parts.element.iter(f"{{{NS['c']}}}chart")
    for frame, chart in zip(frames, CHARTS.values(), strict=True):
        part = parts.related_parts[frame.get(f"{{{NS['r']}}}id")]
        data = etree.fromstring(part.blob).find("c:externalData", NS)
        workbook = part.related_parts[data.get(f"{{{NS['r']}}}id")].blob
        assert [cell.value for cell in cells(workbook)[1]][1:] == [series.name for series in chart.series]


@pytest.mark.parametrize("kind", CHARTS)
class TestFigures:
    def test_the_workbook_behind_a_chart_holds_its_figures(
        self, kind: ChartKind, files: dict[ChartKind, ChartFiles]
    ) -> None:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(files[kind].workbook)).get_sheet_by_name("Figures")
        header, *rows = sheet.to_python(skip_empty_area=False)
        assert header == ["Name", *(series.name for series in CHARTS[kind].series)]
        for column, series in enumerate(CHARTS[kind].series, start=1):
            assert [_number(row[column]) for row in rows] == list(series.values)

    def test_what_the_chart_shows_is_what_its_cells_hold(
        self, kind: ChartKind, files: dict[ChartKind, ChartFiles]
    ) -> None:
        sheet, root = cells(files[kind].workbook), etree.fromstring(files[kind].xml)
        references = root.findall(".//c:strRef", NS) + root.findall(".//c:numRef", NS)
        assert references
        for reference in references:
            assert list(_cached(reference)) == list(_in_cells(sheet, reference.findtext("c:f", "", NS)))

    def test_a_name_that_looks_like_a_formula_stays_a_text(
        self, kind: ChartKind, files: dict[ChartKind, ChartFiles]
    ) -> None:
        typed = [cell for row in cells(files[kind].workbook).iter_rows() for cell in row if cell.value == "=1+1"]
        assert [cell.data_type for cell in typed] == ["s"]

    def test_colours_are_those_of_the_theme(self, kind: ChartKind, files: dict[ChartKind, ChartFiles]) -> None:
        root = etree.fromstring(files[kind].xml)
        assert root.findall(".//a:srgbClr", NS) == []
        assert {"accent1", "tx1"} <= {each.get("val") for each in root.iterfind(".//a:schemeClr", NS)}

    def test_same_chart_same_bytes(
        self, kind: ChartKind, files: dict[ChartKind, ChartFiles], style: HouseStyle
    ) -> None:
        assert chart_files(CHARTS[kind], style) == files[kind]
        with zipfile.ZipFile(io.BytesIO(files[kind].workbook)) as package:
            assert {entry.date_time[0] for entry in package.infolist()} == {1980}
            assert b"1980-01-01" in package.read("docProps/core.xml")

    def test_the_workbook_has_no_second_chart_in_it(self, kind: ChartKind, files: dict[ChartKind, ChartFiles]) -> None:
        with zipfile.ZipFile(io.BytesIO(files[kind].workbook)) as package:
            assert not [name for name in package.namelist() if "chart" in name or "drawing" in name]


def _number(cell: object) -> object:
    """A cell as calamine gives it: days as days, blanks as empty texts."""
    return None if cell == "" else excel_number(cell) if isinstance(cell, date) else cell


def _cached(reference: Any) -> Iterator[tuple[int, str]]:
    for point in reference.iterfind("*/c:pt", NS):
        yield int(point.get("idx")), point.findtext("c:v", "", NS)


def _in_cells(sheet: Any, address: str) -> Iterator[tuple[int, str]]:
    title, (left, top, right, bottom) = range_to_tuple(address if ":" in address else f"{address}:{address[8:]}")
    assert title == sheet.title
    block = sheet.iter_rows(top, bottom, left, right, values_only=True)
    for at, (value,) in enumerate(block):
        if value is not None:
            yield at, str(value if isinstance(value, str | int | float) else excel_number(value.date()))


class TestLooks:
    def test_long_names_are_cut_at_a_word_and_others_left_alone(self, files: dict[ChartKind, ChartFiles]) -> None:
        names = [cell.value for cell in cells(files["bar"].workbook)["A"][1:]]
        assert names[1] == "Warnings that reach people in every…"
        assert [names[0], *names[2:]] == [NAMES[0], *NAMES[2:]]

    @given(st.text())
    def test_a_shortened_name_is_one_line_of_bounded_length(self, text: str) -> None:
        line = shortened(text)
        assert len(line) <= LONGEST_NAME
        assert len(line.splitlines()) <= 1

    def test_one_series_needs_no_legend_and_two_have_one(self, files: dict[ChartKind, ChartFiles]) -> None:
        with_legend = {kind for kind, each in files.items() if b"<c:legend>" in each.xml}
        assert with_legend == {"column", "stacked", "scatter", "line"}

    def test_every_bar_has_its_figure_in_the_chosen_format(self, style: HouseStyle) -> None:
        root = drawn(CHARTS["stacked"], style)
        formats = [labels.find("c:numFmt", NS).get("formatCode") for labels in root.iterfind(".//c:dLbls", NS)]
        assert formats == ["0%", "0%"]

    def test_a_part_too_short_for_its_figure_has_none(self, style: HouseStyle) -> None:
        first, lower = drawn(CHARTS["stacked"], style).findall(".//c:ser", NS)
        assert _without_label(first) == [2, 4]
        assert _without_label(lower) == []

    def test_figures_on_the_first_colour_are_readable_whether_it_is_dark_or_light(self, blueprint: Blueprint) -> None:
        on_fill = {}
        for accent in ("12808F", "FFD54F"):
            labels = drawn(CHARTS["stacked"], with_accent(blueprint, accent)).find(
                ".//c:ser/c:dLbls/c:txPr//a:schemeClr", NS
            )
            on_fill[accent] = labels.get("val")
        assert on_fill == {"12808F": "bg1", "FFD54F": "tx1"}

    def test_shares_run_up_to_the_whole(self, style: HouseStyle) -> None:
        chart = Chart("bar", "Way", "Way.", ("A", "B"), (Series("Way", (0.1, -0.06)),), number_format="0%")
        scale = drawn(chart, style).find(".//c:valAx/c:scaling", NS)
        ends = {tag: float(scale.find(f"c:{tag}", NS).get("val")) for tag in ("min", "max")}
        assert ends["max"] == 1
        assert ends["min"] <= -0.06

    def test_each_point_carries_its_name(self, style: HouseStyle) -> None:
        groups = drawn(CHARTS["scatter"], style).findall(".//c:ser", NS)
        named = [["".join(text.itertext()) for text in group.iterfind(".//c:rich", NS)] for group in groups]
        assert named == [[NAMES[0], NAMES[2], NAMES[4]], ["Warnings that reach people…", NAMES[3]]]
        assert [_without_label(group) for group in groups] == [[1, 3], [0, 2, 4]]

    def test_a_blank_is_a_gap_and_not_a_zero_and_lines_go_on_over_it(self, files: dict[ChartKind, ChartFiles]) -> None:
        for kind, each in files.items():
            blanks = etree.fromstring(each.xml).findall(".//c:dispBlanksAs", NS)
            assert [blank.get("val") for blank in blanks] == ["span" if kind == "line" else "gap"]

    @pytest.mark.parametrize("years", [0.2, 0.5, 1, 2, 4, 9, 30])
    def test_a_time_line_starts_with_a_quarter_and_never_names_the_month_before(
        self, years: float, style: HouseStyle
    ) -> None:
        start = excel_number(date(2027, 5, 10))
        times = (Series("Start", (start, start + 20)), Series("Days", (years * 365, 10)))
        axis = drawn(Chart("gantt", "Times", "Times.", ("A", "B"), times), style).find(".//c:valAx", NS)
        first, last, step = (float(axis.find(f".//c:{tag}", NS).get("val")) for tag in ("min", "max", "majorUnit"))
        assert excel_day(first) == date(2027, 4, 1)
        assert last >= start + years * 365
        ticks = [excel_day(first + step * number) for number in range(int((last - first) / step) + 1)]
        assert 2 <= len(ticks) <= 7
        assert all(tick.day <= 15 for tick in ticks)

    def test_a_time_line_names_months_and_not_what_lies_before_the_start(
        self, files: dict[ChartKind, ChartFiles]
    ) -> None:
        root = etree.fromstring(files["gantt"].xml)
        assert root.find(".//c:valAx/c:numFmt", NS).get("formatCode") == "mmm yyyy"
        before = root.find(".//c:ser", NS)
        assert before.find("c:spPr/a:noFill", NS) is not None
        assert before.findtext("c:tx/c:v", "?", NS).strip() == ""


def _without_label(series: Any) -> list[int]:
    labels = series.iterfind("c:dLbls/c:dLbl", NS)
    return [int(label.find("c:idx", NS).get("val")) for label in labels if label.find("c:delete", NS) is not None]


def test_the_run_holds_the_alternative_text_and_the_size() -> None:
    chart = Chart("bar", "Bars", 'Most: "A" & B, 42.', ("A", "B"), (Series("P", (42, 1)),), height_cm=5)
    run = inline(chart, "rId9", 3, 6_000_000)
    named = run.find(".//wp:docPr", NS)
    assert (named.get("descr"), named.get("id")) == (chart.description, "3")
    assert dict(run.find(".//wp:extent", NS).attrib) == {"cx": "6000000", "cy": "1800000"}


def test_libreoffice_draws_the_charts_in_the_colour_of_the_theme(
    libreoffice_as_it_comes: Callable[[Path, str], Path], style: HouseStyle, tmp_path: Path
) -> None:
    other = changed_theme(word_file(tmp_path / "teal.docx", style), tmp_path / "red.docx", style.colours.accent, RED)
    page = libreoffice_as_it_comes(other, "pdf").read_bytes()
    colours = set(re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", b"".join(_streams(page))))
    used = {"".join(f"{round(255 * float(part)):02X}" for part in colour) for colour in colours}
    assert RED in used


def changed_theme(path: Path, target: Path, colour: str, other: str) -> Path:
    """The file with another colour in its theme, its charts and all else untouched."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, content.replace(colour.encode(), other.encode()) if "theme" in name else content)
    return target


def _streams(pdf: bytes) -> Iterator[bytes]:
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(stream)
        except zlib.error:  # a font or a picture that is packed otherwise
            continue
