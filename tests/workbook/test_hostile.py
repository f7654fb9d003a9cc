"""Files made to do harm: each is refused in one clear line, or read, and never costs more than the limits say."""

from __future__ import annotations

import io
import re
import stat
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from compound_files import LABEL, PASSWORD, compound
from workbooks import example, with_rows

from smreport.blueprint.addresses import column_letter
from smreport.blueprint.templates import load
from smreport.errors import InvalidValue, UnreadableFile
from smreport.limits import Limits
from smreport.workbook.emit.writer import Shown, emit
from smreport.workbook.mark.marker import mark
from smreport.workbook.packages import parts_of
from smreport.workbook.read.comments import Cells
from smreport.workbook.read.grids import Grid, plainly_harmless
from smreport.workbook.read.workbook_file import Workbook

SOUND = emit(example(with_rows(load(), 40), "illustrative"), Shown())
SHEET = "xl/worksheets/sheet3.xml"
LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10 if number else b"ha" * 20) for number in range(10)
)
PEER = b'<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/x"> %p;]>'
Parts = dict[str, bytes]


def unpacked(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts | list[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, part in parts.items() if isinstance(parts, dict) else parts:
            package.writestr(name, part, method)
    return buffer.getvalue()


def changed(name: str, change: Callable[[bytes], bytes], content: bytes = SOUND) -> bytes:
    """The sound workbook with one part changed."""
    parts = unpacked(content)
    assert parts[name] != change(parts[name])
    return packed({**parts, name: change(parts[name])})


def with_cells(cells: str) -> bytes:
    """The sound workbook with more cells at the end of a sheet."""
    return changed(SHEET, lambda sheet: sheet.replace(b"</sheetData>", f"{cells}</sheetData>".encode()))


def steps(first: str, row: int, last: str) -> str:
    """Cells down to a far corner, none of them far from the one before."""
    cells = [f"{first}{number}" for number in range(900, row, 900)]
    columns = [f"{column_letter(number)}{row}" for number in range(1, COLUMN[last], 90)]
    rows = "".join(f'<row r="{cell.lstrip(first)}"><c r="{cell}"><v>1</v></c></row>' for cell in cells)
    across = "".join(f'<c r="{cell}"><v>1</v></c>' for cell in (*columns, f"{last}{row}"))
    return f'{rows}<row r="{row}">{across}</row>'


COLUMN = {"AZ": 52, "XFD": 16_384}


def with_parts(**added: bytes) -> bytes:
    return packed(unpacked(SOUND) | {re.sub("__(?!MACOSX)", "/", name): part for name, part in added.items()})


def with_entry(change: Callable[[zipfile.ZipInfo], object], name: str = SHEET, content: bytes = SOUND) -> bytes:
    """The sound workbook, whose directory lies about a part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for each, part in unpacked(content).items():
            package.writestr(each, part)
        change(package.getinfo(name))
    return buffer.getvalue()


def longer_than_it_says() -> bytes:
    part = unpacked(SOUND)[SHEET]

    def lie(entry: zipfile.ZipInfo) -> None:
        entry.file_size, entry.CRC = 100, zlib.crc32(part[:100])

    return with_entry(lie)


@cache
def flat_bomb() -> bytes:
    """More megabytes of nothing than are allowed, in one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in unpacked(SOUND).items():
            package.writestr(name, part)
        package.writestr("xl/worksheets/sheet99.xml", bytes(Limits().bytes))
    return buffer.getvalue()


def overlapping_bomb() -> bytes:
    """Thousands of names for the same packed megabytes."""
    megabytes = packed([("a", bytes(2_000_000))])
    start = megabytes.index(b"PK\x01\x02")
    entry = megabytes[start : megabytes.index(b"PK\x05\x06")]
    names = [b"%04d" % number for number in range(5000)]
    directory = b"".join(entry[:28] + struct.pack("<H", 4) + entry[30:46] + name for name in names)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(names), len(names), len(directory), start, 0)
    return megabytes[:start] + directory + end


def many_copies_of_a_text() -> bytes:
    """A shared text of a megabyte, in twenty thousand cells."""
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(200, 20_200))
    text = b"<si><t>" + b"x" * 1_000_000 + b"</t></si>"
    return changed("xl/sharedStrings.xml", lambda part: part.replace(b"<si>", text + b"<si>", 1), with_cells(cells))


def one_sheet_many_times() -> bytes:
    """Three thousand sheets in one and the same part, which is large."""
    sheets = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId3"/>' % (n, n) for n in range(100, 3100))
    large = with_cells("".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(200, 9000)) * 8)
    return changed("xl/workbook.xml", lambda book: book.replace(b"</sheets>", sheets + b"</sheets>"), large)


def ods(cells: str) -> bytes:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="S">{cells}</table:table></office:spreadsheet>'
    content = f'<?xml version="1.0"?><office:document-content {names}>{body}</office:body></office:document-content>'
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        b'manifest:full-path="/" manifest:media-type="' + kind + b'"/></manifest:manifest>'
    )
    return packed({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content.encode()})


ODS_ROW = (
    "<table:table-row{}><table:table-cell{} office:value-type='string'><text:p>x</text:p></table:table-cell>"
    "</table:table-row>"
)
ROWS, COLUMNS = "table:number-rows-repeated", "table:number-columns-repeated"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TOO_LARGE, DAMAGED, UNSAFE = "is too large", "can be read", "no spreadsheet program writes"

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a zip bomb": (flat_bomb, f"{Limits().megabytes} MB once it is unpacked"),
    "a bomb of parts that overlap": (overlapping_bomb, DAMAGED),
    "a part longer than it says": (longer_than_it_says, DAMAGED),
    "a part shorter than it says": (
        lambda: with_entry(lambda entry: setattr(entry, "file_size", 10**9)), "another length",
    ),
    "a wrong checksum": (lambda: with_entry(lambda entry: setattr(entry, "CRC", 7)), DAMAGED),
    "zip64 sizes that are not there": (lambda: with_entry(lambda entry: setattr(entry, "file_size", 2**40)), DAMAGED),
    "an unknown way of packing": (lambda: packed(unpacked(SOUND), zipfile.ZIP_LZMA), "packed in a way"),
    "encrypted parts": (lambda: with_entry(lambda entry: setattr(entry, "flag_bits", 1)), "password"),
    "a hundred thousand parts": (lambda: packed([(f"{number}", b"") for number in range(20_000)]), "10,000 parts"),
    "a path that climbs": (lambda: with_parts(**{"..__..__evil.xml": b"<a/>"}), "points outside"),
    "a path from the root": (lambda: with_parts(**{"__etc__evil.xml": b"<a/>"}), "points outside"),
    "a path with a drive": (lambda: with_parts(**{"C:\\evil.xml": b"<a/>"}), "points outside"),
    "the same part in another case": (lambda: with_parts(**{SHEET.upper(): b"<a/>"}), "twice"),
    "entities that grow": (lambda: changed(SHEET, lambda part: b"<!DOCTYPE x [" + LAUGHS + b"]>" + part), UNSAFE),
    "an entity from outside": (lambda: changed("xl/workbook.xml", lambda part: PEER + part), UNSAFE),
    "an entity in the relationships": (lambda: changed("_rels/.rels", lambda part: PEER + part), UNSAFE),
    "an entity behind another encoding": (
        lambda: changed(SHEET, lambda part: (b'<?xml version="1.0"?>' + PEER + part).decode().encode("utf-16")), UNSAFE,
    ),
    "an encoding that hides": (
        lambda: changed(SHEET, lambda part: part.replace(b'encoding="UTF-8"', b'encoding="UTF-7"')), UNSAFE,
    ),
    "cells that lead step by step to the far corner": (lambda: with_cells(steps("A", 1_048_576, "XFD")), TOO_LARGE),
    "a cell beyond the corner": (lambda: with_cells('<row r="2"><c r="ZZZZZZ3"><v>1</v></c></row>'), TOO_LARGE),
    "a row beyond the last": (lambda: with_cells('<row r="2"><c r="A4294967295"><v>1</v></c></row>'), TOO_LARGE),
    "cells that do not say where they stand": (
        lambda: with_cells("<row>" + "<c/>" * 300_000 + "<c><v>1</v></c></row>" + "<row/>" * 30_000
                           + "<row><c><v>1</v></c></row>"),
        TOO_LARGE,
    ),
    "a place that is none": (lambda: with_cells('<row r="2"><c r="A-1"><v>1</v></c></row>'), DAMAGED),
    "a shared text that is not there": (
        lambda: with_cells('<row r="999"><c r="A999" t="s"><v>99999</v></c></row>'), DAMAGED,
    ),
    "a long text in many cells": (many_copies_of_a_text, TOO_LARGE),
    "one sheet many times": (one_sheet_many_times, TOO_LARGE),
    "ODS: a cell repeated without end": (
        lambda: ods(ODS_ROW.format(f" {ROWS}='9999'", f" {COLUMNS}='99999999'") * 2), DAMAGED,
    ),
    "ODS: a row repeated without end": (
        lambda: ods(ODS_ROW.format(f" {ROWS}='99999999'", f" {COLUMNS}='9'")), TOO_LARGE,
    ),
    "a file with a password": (lambda: PASSWORD, "protected with a password. Take the password off"),
    "a file that its label encrypts": (lambda: LABEL, "save a copy under a label that does not encrypt"),
    "an old file": (lambda: compound("Workbook"), "old Excel format"),
    "an old file that is damaged": (lambda: OLE, "old Excel format"),
    "a web page": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "a web page"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture"),
    "cut short": (lambda: SOUND[:-400], "or it is damaged"),
}  # fmt: skip


def symbolic_link() -> bytes:
    link = zipfile.ZipInfo("xl/passwords")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return packed([*unpacked(SOUND).items(), (link, b"/etc/passwd")])


REFUSED["a link to another file"] = (symbolic_link, "is a link")


def read_all(path: Path) -> dict[str, Grid]:
    book = Workbook(path)
    return {title: book.grid(title) for title in book.titles}


def refusal(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refused:
        read_all(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    assert len(message) < 600
    return message


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_made_to_do_harm_is_refused_in_one_line(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, words = REFUSED[kind]
    if make is one_sheet_many_times:
        monkeypatch.setenv("SMREPORT_MOST_SECONDS", "1")  # it is the time that ends it; TestMemoryAndTime waits it out
    assert words in refusal(tmp_path / "sent in.xlsx", make())


OUTSIDE = b'<Relationships><Relationship Target="http://127.0.0.1:9" Id="rId1" TargetMode="External"/></Relationships>'
POWER_QUERY = '<?xml version="1.0" encoding="utf-16"?><DataMashup>AAAA</DataMashup>'.encode("utf-16")
READ: dict[str, Callable[[], bytes]] = {
    "a cell in the far corner": lambda: with_cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "a far cell in other quotes": lambda: with_cells("<row r='9'><c r='XFD1048576'><v>1</v></c></row>"),
    "a far cell under another prefix": lambda: with_cells(
        '<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>'
    ),
    "a cell in the last column": lambda: with_cells('<row r="900"><c r="XFD900"><v>1</v></c></row>'),
    "a space in the last row": lambda: with_cells(
        '<row r="1048576"><c r="B1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>'
    ),
    "Power Query": lambda: with_parts(**{"customXml__item1.xml": POWER_QUERY}),
    "what macOS adds": lambda: with_parts(**{"__MACOSX__xl__._workbook.xml": b"\0\5\x16\7\0\2\0\0Mac OS X"}),
    "entities in a part that is never read": lambda: with_parts(**{"customXml__item2.xml": PEER + b"<x>&e;</x>"}),
    "a picture with a wrong checksum": lambda: with_entry(
        lambda entry: setattr(entry, "CRC", 7), "xl/media/a.png", with_parts(**{"xl__media__a.png": b"\x89PNG"})
    ),
    "a styled blank cell in the far corner": lambda: with_cells('<row r="1048576"><c r="XFD1048576" s="1"/></row>'),
    "a hundred thousand styled blank rows": lambda: with_cells(
        "".join(f'<row r="{row}" s="1"><c r="A{row}" s="1"/></row>' for row in range(200, 100_200))
    ),
    "a dimension of everything": lambda: changed(
        SHEET, lambda part: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', part)
    ),
    "tags in tags, a hundred thousand deep": lambda: changed(
        SHEET, lambda part: part.replace(b"</sheetData>", b"</sheetData>" + b"<x>" * 100_000 + b"</x>" * 100_000)
    ),
    "a zip bomb in a zip": lambda: with_parts(**{"xl__embeddings__a.zip": packed([("a", bytes(50_000_000))])}),
    "macros": lambda: with_parts(**{"xl__vbaProject.bin": OLE}),
    "an OLE object": lambda: with_parts(**{"xl__embeddings__oleObject1.bin": OLE}),
    "a link to another workbook": lambda: with_parts(**{"xl__externalLinks___rels__externalLink1.xml.rels": OUTSIDE}),
}  # fmt: skip


def test_a_password_is_not_blamed_for_what_a_label_does(tmp_path: Path) -> None:
    said = refusal(tmp_path / "sent in.xlsx", LABEL)
    assert "under a label" in said
    assert "Take the password off" not in said


@pytest.mark.parametrize("kind", READ)
def test_what_only_looks_dangerous_is_read_as_ever(kind: str, tmp_path: Path) -> None:
    path, sound = tmp_path / "sent in.xlsx", tmp_path / "sound.xlsx"
    sound.write_bytes(SOUND)
    path.write_bytes(READ[kind]())
    assert read_all(path) == read_all(sound)


def test_a_plain_workbook_and_a_doubtful_one_are_read_alike(tmp_path: Path) -> None:
    """The one here, the other in a process of its own."""
    path, other = tmp_path / "plain.xlsx", tmp_path / "doubtful.xlsx"
    path.write_bytes(SOUND)
    other.write_bytes(changed(SHEET, lambda part: part.replace(b"<sheetData>", b"<!-- hm --><sheetData>")))
    assert read_all(path) == read_all(other)


@pytest.mark.parametrize(
    "xml",
    [
        b'<c r="B7" r="XFD1048576"><v>1</v></c>', b"<c r='XFD1048576'/>", b'<c\nr="A1"/>', b'<c s="1" r="A1"/>',
        b"<c/>",
        b'<c r="A10000"/>', b'<c r="IA1"/>', b'<c r="a1"/>', b'<x:c r="A1"/>', b"<!-- -->", b"<![CDATA[ ]]>",
        b'<sst uniqueCount="4294967296"/>', b"<sst count='4294967296'/>",
        b"<si><t>" + b"x" * 1_000_000 + b"</t></si>" + b'<c r="A1" t="s"><v>0</v></c>' * 300, b" " * 17_000_000,
    ],
    ids=range(15),
)  # fmt: skip
def test_what_could_end_the_process_is_never_read_in_it(xml: bytes) -> None:
    """The quick look errs on the safe side; whoever makes it quicker must keep this."""
    assert not plainly_harmless([xml])
    assert plainly_harmless([b'<c r="A1" s="14" t="s"><v>0</v></c><c r="CZ9999"/>', b"<si><t>x</t></si>"])


@pytest.mark.long
class TestMemoryAndTime:
    """Measured in a process of its own, as a user would run it."""

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to a limit of memory")
    @pytest.mark.parametrize(
        "kind",
        [
            "a zip bomb",
            "cells that lead step by step to the far corner",
            "a long text in many cells",
            "one sheet many times",
        ],
    )
    def test_refusing_stays_within_ten_seconds_and_500_megabytes(self, kind: str, tmp_path: Path) -> None:
        path = tmp_path / "sent in.xlsx"
        path.write_bytes(REFUSED[kind][0]())
        measured = (
            "import resource, sys; from smreport.cli import main\n"
            "try: main(['check', sys.argv[1]])\n"
            "finally:\n"
            # the system counts the memory of the process that started it as its own: not so in /proc
            "    own = next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]\n"
            "    print(max(int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss), file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", measured, str(path)], capture_output=True, text=True, timeout=60)
        line, kilobytes = done.stderr.splitlines()
        assert done.returncode == 2
        assert line.startswith(f"Error: {path}: the file is too large: ")
        assert int(kilobytes) <= 500 * 1024


class TestLimits:
    def test_each_is_a_setting(self, tmp_path: Path) -> None:
        wide = {"SMREPORT_MOST_CELLS": "7", "SMREPORT_MOST_MEGABYTES": " 8 ", "SMREPORT_MOST_SECONDS": "9"}
        assert Limits.from_environment(wide) == Limits(megabytes=8, cells=7, seconds=9)
        assert Limits.from_environment({}) == Limits()

    @pytest.mark.parametrize("value", ["many", "0", "-1", "1.5", "²", "9" * 5000])
    def test_a_setting_that_is_no_number_is_refused_by_name(self, value: str) -> None:
        with pytest.raises(InvalidValue, match="SMREPORT_MOST_CELLS must be a whole number above 0"):
            Limits.from_environment({"SMREPORT_MOST_CELLS": value})

    @pytest.mark.parametrize(("name", "most"), [("cells", 100), ("megabytes", 1)])
    def test_the_refusal_says_how_to_raise_it(
        self, name: str, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        content = with_parts(**{"xl__media__picture.png": bytes(2_000_000)})
        monkeypatch.setenv(f"SMREPORT_MOST_{name.upper()}", str(most))
        assert f"set SMREPORT_MOST_{name.upper()} to more than {most}." in refusal(tmp_path / "sent in.xlsx", content)

    def test_what_was_refused_is_read_once_it_is_raised(self, tmp_path: Path) -> None:
        path = tmp_path / "sent in.xlsx"
        path.write_bytes(with_cells(steps("A", 99_999, "AZ")))
        with pytest.raises(UnreadableFile, match="more than 3,000,000 cells"):
            Workbook(path)
        assert Workbook(path, Limits(cells=6_000_000, memory=1000)).titles

    def test_a_file_that_is_no_file_is_refused(self) -> None:
        with pytest.raises(UnreadableFile, match="not an ordinary file"):
            Workbook(Path("/dev/zero"))


class TestOtherReaders:
    """What is marked, and the notes that are carried over, are read by another library."""

    @pytest.mark.parametrize("kind", [kind for kind in REFUSED if "entit" in kind or "bomb" in kind or "path" in kind])
    def test_marking_refuses_too(self, kind: str) -> None:
        with pytest.raises(InvalidValue):
            mark(REFUSED[kind][0](), [])

    def test_a_tree_that_would_take_too_much_memory_is_not_made(self) -> None:
        many = with_parts(**{"xl__worksheets__more.xml": b"<a>" + b"<b/>" * 4_000_000 + b"</a>"})
        related = changed(
            "xl/_rels/workbook.xml.rels",
            lambda part: part.replace(b"worksheets/sheet3.xml", b"worksheets/more.xml"),
            many,
        )
        with pytest.raises(InvalidValue, match="set SMREPORT_MOST_MEMORY to 7"):
            mark(changed("xl/worksheets/more.xml", lambda part: part + b"<!-- smreport -->", related), [])

    def test_notes_are_read_without_the_rest(self) -> None:
        assert Cells(READ["a cell in the far corner"]()).readable
        assert not Cells(REFUSED["entities that grow"][0]()).readable

    def test_parts_are_unpacked_to_their_real_end(self) -> None:
        assert parts_of(SOUND, Limits()) == unpacked(SOUND)
