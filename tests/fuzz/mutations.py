"""Workbooks spoilt in every way that a file can be: its zip, its XML, its cells. A number says which."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

Parts = dict[str, bytes]

NASTY = (
    "", " ", "0", "-1", "1", "255", "65536", "1048577", "4294967296", "99999999999999999999", "1e999", "-1e308", "NaN",
    "inf", "0x10", "true", "TRUE", "A0", "A1", "XFD1048576", "A1:XFD1048576", "ZZZZZZ9", "1A", "$A$1", "rId1", "rId999",
    "../../evil.xml", "/etc/passwd", "C:\\evil", "http://127.0.0.1:9/x", "\\\\host\\share", "&lt;b&gt;", "&#9;", "&#1;",
    "&nothing;", "%s%n", "{0}", "🦊", "‮", "\N{NO-BREAK SPACE}", "=1+1", "=cmd|'/c calc'!A1", "@SUM(A1)",
    "_x0041_", "x" * 40_000,
    "2027-04-01", "2027-13-45", "-657435", "2958466", "0.5", "60", "#REF!", "yes", "n/a", "£1.2k", "Q9 2025/26",
)  # fmt: skip
_TAG = re.compile(rb"<(?![?!/])([\w:.-]+)([^<>]*?)(/?)>")
_ATTRIBUTE = re.compile(rb'([\w:.-]+)="([^"]*)"')
_CELL = re.compile(rb"<c [^<>]*?/>|<c [^<>]*?>.*?</c>", re.DOTALL)
_CELL_TYPES = (b"s", b"str", b"b", b"e", b"n", b"d", b"inlineStr", b"z", b"")
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
_OUTSIDE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def mutated(number: int, sound: Sequence[bytes]) -> bytes:
    """One of the sound workbooks, spoilt; the same number gives the same file."""
    random = Random(number)
    content = random.choice(sound)
    kinds = random.choice(((_of_xml,), (_of_cells,), (_of_cells, _of_xml), (_of_parts,), (_of_parts, _of_xml), ()))
    if kinds:
        parts = _unpacked(content)
        for _ in range(random.choice((1, 1, 2, 5))):
            random.choice(random.choice(kinds))(parts, random)
        content = _packed(parts, random)
    if not kinds or random.random() < 0.1:
        content = random.choice(_of_bytes)(content, random)
    return content


def _unpacked(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: Parts, random: Random) -> bytes:
    buffer = io.BytesIO()
    method = random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with zipfile.ZipFile(buffer, "w", method, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part, method)
    return buffer.getvalue()


def _xml_part(parts: Parts, random: Random) -> str:
    names = [name for name in parts if name.endswith((".xml", ".rels", ".vml"))]
    vital = [name for name in names if name.count("/") < 3 and "theme" not in name and "docProps" not in name]
    return random.choice((vital if random.random() < 0.8 else names) or list(parts))


def _sheet(parts: Parts, random: Random) -> str:
    return random.choice([name for name in parts if "worksheets/sheet" in name] or list(parts))


def _cut(part: bytes, match: re.Match[bytes], new: bytes) -> bytes:
    return part[: match.start()] + new + part[match.end() :]


# --- the XML of a part ---


def _change_attribute(parts: Parts, random: Random) -> None:
    name = _xml_part(parts, random)
    found = list(_ATTRIBUTE.finditer(parts[name]))
    if found:
        match = random.choice(found)
        value = random.choice((random.choice(NASTY).encode(), random.choice(found)[2], match[2] * 2, match[2][:-1]))
        parts[name] = _cut(parts[name], match, match[1] + b'="' + value + b'"')


def _drop_attribute(parts: Parts, random: Random) -> None:
    name = _xml_part(parts, random)
    found = list(_ATTRIBUTE.finditer(parts[name]))
    if found:
        parts[name] = _cut(parts[name], random.choice(found), random.choice((b"", b"a='1'", b'r="XFD1048576"')))


def _change_tag(parts: Parts, random: Random) -> None:
    name = _xml_part(parts, random)
    found = list(_TAG.finditer(parts[name]))
    if found:
        match, other = random.choice(found), random.choice(found)
        new = random.choice((
            b"", match[0] * 2, match[0] * 2000, b"<x:" + match[0][1:], other[0],
            b"<" + other[1] + match[2] + match[3] + b">", b"<!--" + match[0], b"<![CDATA[" + match[0],
            b"<?php ?>" + match[0], match[0] + b"&nothing;", match[0] + b"]]>",
        ))  # fmt: skip
        parts[name] = _cut(parts[name], match, new)


def _move_piece(parts: Parts, random: Random) -> None:
    """A piece of XML, from one tag to another, is cut out or doubled elsewhere, also in another part."""
    name, to = _xml_part(parts, random), _xml_part(parts, random)
    tags = [match.start() for match in _TAG.finditer(parts[name])] or [0]
    cuts = sorted(random.choices(tags, k=2))
    piece = parts[name][cuts[0] : cuts[1]][:100_000]
    if random.random() < 0.5:
        parts[name] = parts[name][: cuts[0]] + parts[name][cuts[1] :]
    places = [match.end() for match in _TAG.finditer(parts[to])] or [0]
    place = random.choice(places)
    parts[to] = parts[to][:place] + piece + parts[to][place:]


def _nest(parts: Parts, random: Random) -> None:
    name, depth = _xml_part(parts, random), random.choice((10, 300, 100_000))
    tag = random.choice((b"c", b"row", b"is", b"si", b"r", b"x:y"))
    places = [match.start() for match in _TAG.finditer(parts[name])] or [0]
    place = random.choice(places)
    nested = (b"<" + tag + b">") * depth + (b"</" + tag + b">") * random.choice((depth, depth - 1))
    parts[name] = parts[name][:place] + nested + parts[name][place:]


def _define_entities(parts: Parts, random: Random) -> None:
    name = _xml_part(parts, random)
    text = parts[name].removeprefix(_DECLARATION)
    parts[name] = (
        _DECLARATION + random.choice((_LAUGHS, _OUTSIDE, b"<!DOCTYPE x>")) + text.replace(b"<v>", b"<v>&c;", 3)
    )


def _encode_otherwise(parts: Parts, random: Random) -> None:
    name = _xml_part(parts, random)
    encoding = random.choice(("utf-16", "utf-16-le", "utf-32", "cp037", "utf-7", "cp1252", "utf-8-sig"))
    declared = random.choice((encoding, "UTF-8", "nonsense"))
    text = parts[name].decode("utf-8", "replace").replace("UTF-8", declared, 1)
    parts[name] = text.encode(encoding, "replace")


def _flip_in_part(parts: Parts, random: Random) -> None:
    name = _xml_part(parts, random)
    parts[name] = _flipped(parts[name], random)


# --- cells ---


def _change_cells(parts: Parts, random: Random) -> None:
    name = _sheet(parts, random)
    found = list(_CELL.finditer(parts[name]))
    for match in random.sample(found, min(len(found), random.choice((1, 1, 3)))):
        parts[name] = parts[name].replace(match[0], _other_cell(match[0], random), 1)


def _other_cell(cell: bytes, random: Random) -> bytes:
    value = random.choice(NASTY).encode()
    address = re.search(rb'r="(\w+)"', cell)
    there = address[1] if address else b"A1"
    kind = random.choice(_CELL_TYPES)
    place = random.choice((b'r="%s"' % there, b'r="%s"' % there, b'r="%s"' % value, b"", b"r='%s'" % there))
    style = random.choice((b"", b's="%d"' % random.randrange(60), b's="99999"', b's="%s"' % value))
    inside = random.choice((
        b"<v>%s</v>" % value, b"<v>%d</v>" % random.randrange(400), b"<is><t>%s</t></is>" % value, b"<v/>", b"",
        b"<f>%s</f>" % value, b"<f>A1</f><v>%s</v>" % value, b'<f t="shared" si="0"/><v>7</v>',
        b"<v>%s</v>" % value * 2,
    ))  # fmt: skip
    return b'<c %s %s t="%s">%s</c>' % (place, style, kind, inside)


def _renumber_rows(parts: Parts, random: Random) -> None:
    name = _sheet(parts, random)
    found = list(re.finditer(rb'<row r="(\d+)"', parts[name]))
    if found:
        match = random.choice(found)
        number = random.choice((b"0", b"-5", b"1048576", b"1048577", b"99999999999", b"x", b"2", match[1] + b"0"))
        old, new = match[1], number
        if random.random() < 0.5:
            parts[name] = re.sub(rb'(<row r="|r="[A-Z]+)%s"' % old, rb"\g<1>%s" % new + b'"', parts[name])
        else:
            parts[name] = _cut(parts[name], match, b'<row r="%s"' % new)


def _drop_rows(parts: Parts, random: Random) -> None:
    name = _sheet(parts, random)
    found = list(re.finditer(rb"<row [^>]*>.*?</row>", parts[name], re.DOTALL))
    if found:
        match = random.choice(found)
        parts[name] = _cut(parts[name], match, random.choice((b"", match[0] * 2, match[0] * 50, b"<row/>" * 500)))


def _dates_otherwise(parts: Parts, random: Random) -> None:
    for name in [name for name in parts if name.endswith(("workbook.xml", "styles.xml"))]:
        parts[name] = parts[name].replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)
        parts[name] = re.sub(rb'numFmtId="\d+"', b'numFmtId="%d"' % random.choice((14, 22, 46, 10, 999)), parts[name])


def _shuffle_shared_texts(parts: Parts, random: Random) -> None:
    name = next((name for name in parts if name.endswith("sharedStrings.xml")), "")
    if name:
        texts = parts[name].split(b"</si>")
        random.shuffle(texts)
        cut = random.choice((len(texts), len(texts) // 2, 1))
        parts[name] = b"</si>".join(texts[:cut])


# --- parts ---


def _drop_part(parts: Parts, random: Random) -> None:
    parts.pop(random.choice(list(parts)) if random.random() < 0.5 else _xml_part(parts, random))
    parts.setdefault("left.txt", b"")


def _rename_part(parts: Parts, random: Random) -> None:
    name = random.choice(list(parts))
    new = random.choice((
        name.upper(), f"../{name}", f"/{name}", f"..\\..\\{name}", f"C:/{name}", name.replace("/", "\\"), f"{name}/",
        name + "\0x", f"__MACOSX/{name}", "mimetype", "content.xml", "xl/workbook.bin", name.title(), "é" * 200,
    ))  # fmt: skip
    parts[new] = parts.pop(name) if random.random() < 0.7 else parts[name]


def _swap_parts(parts: Parts, random: Random) -> None:
    one, other = _xml_part(parts, random), _xml_part(parts, random)
    parts[one], parts[other] = parts[other], parts[one]


def _fill_part(parts: Parts, random: Random) -> None:
    name = _xml_part(parts, random)
    parts[name] = random.choice((
        b"", b"<", b"<a/>", parts[name][: len(parts[name]) // 2], parts[name] * 2, parts[name] + bytes(10),
        b"\x89PNG\r\n", parts[name] + b" " * 3_000_000, b"<a>" * 200_000,
    ))  # fmt: skip


def _add_part(parts: Parts, random: Random) -> None:
    name = random.choice(
        ("xl/vbaProject.bin", "xl/embeddings/oleObject1.bin", "xl/externalLinks/externalLink1.xml", "a.zip")
    )
    parts[name] = random.choice((random.randbytes(500), bytes(2_000_000), _packed(dict(parts), random)))


# --- the bytes of the zip ---


def _flipped(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 2, 8, 60))):
        if changed:
            changed[random.randrange(len(changed))] = random.choice((0, 255, random.randrange(256)))
    return bytes(changed)


def _cut_short(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content))]


def _cut_out(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content))
    return content[:start] + content[start + random.choice((1, 40, 5000)) :]


def _wrapped(content: bytes, random: Random) -> bytes:
    junk = random.choice((b"MZ" + bytes(100), b"<html>", content, random.randbytes(70_000), b"PK\x05\x06" + bytes(18)))
    return random.choice((junk + content, content + junk))


def _lying_directory(content: bytes, random: Random) -> bytes:
    """A field of an entry in the zip's directory says something else: its method, size, checksum, place or name."""
    entries = [match.start() for match in re.finditer(b"PK\x01\x02", content)]
    place = random.choice(entries) + random.choice((4, 6, 8, 10, 16, 20, 24, 28, 30, 32, 34, 38, 42, 46))
    field = random.choice((b"\xff\xff\xff\xff", bytes(4), b"\1\0\0\0", b"\x0c\0", random.randbytes(4)))
    return content[:place] + field + content[place + len(field) :]


def _lying_end(content: bytes, random: Random) -> bytes:
    place = content.rfind(b"PK\x05\x06") + random.choice((4, 8, 10, 12, 16, 20))
    field = random.choice((b"\xff\xff", b"\xff\xff\xff\xff", bytes(2), random.randbytes(2)))
    return content[:place] + field + content[place + len(field) :]


def _longer_than_it_says(content: bytes, random: Random) -> bytes:
    """A part of many megabytes whose entry says that it has few bytes, with the checksum of these."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in package.namelist():
            part = package.read(name)
            bomb.writestr(name, part + b" " * 20_000_000 if name.endswith("sheet3.xml") else part)
            if name.endswith("sheet3.xml"):
                entry = bomb.getinfo(name)
                entry.file_size, entry.CRC = len(part), zlib.crc32(part)
    return buffer.getvalue()


Mutation = Callable[[Parts, Random], None]
_of_xml: tuple[Mutation, ...] = (
    _change_attribute, _change_attribute, _drop_attribute, _change_tag, _change_tag, _move_piece, _nest,
    _define_entities, _encode_otherwise, _flip_in_part,
)  # fmt: skip
_of_cells: tuple[Mutation, ...] = (
    _change_cells, _change_cells, _change_cells, _renumber_rows, _drop_rows, _dates_otherwise, _shuffle_shared_texts,
)  # fmt: skip
_of_parts: tuple[Mutation, ...] = (_drop_part, _rename_part, _swap_parts, _fill_part, _add_part)
_of_bytes = (
    _flipped, _flipped, _cut_short, _cut_out, _wrapped, _lying_directory, _lying_directory, _lying_end,
    _longer_than_it_says,
)  # fmt: skip
