"""Packed files at their limits: what each reason says, how names, types and relationships are told, what is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from lxml import etree

from smreport.frozen import replace
from smreport.limits import MOST_PARTS
from smreport.package.compound import kind_of_compound
from smreport.package.parts import Package, Parts
from smreport.package.terms import OWN, Refused, Said, Terms, said
from smreport.package.trees import (
    DECLARATION,
    as_xml,
    elements_in,
    is_unsafe_xml,
    megabytes_of_tree,
    one_by_one,
    parsed,
)
from smreport.package.zipped import Zipped, zipped, zipped_in_turn

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORDS = {
    reason: f"{reason}: {{kind}}|{{part}}|{{problem}}|{{needed}}" for reason in (
        "empty", "another", "no package", "cut off", "password", "label", "old", "parts", "damaged", "entry",
        "encrypted", "unpacked",
        "no types", "unsafe", "part", "memory", "elements",
    )
}  # fmt: skip
TERMS = Terms(WORDS)


def told(make: Callable[[], object]) -> str:
    """What a refusal says, with its reason behind."""
    with pytest.raises(Refused) as caught:
        make()
    return f"{caught.value} <{caught.value.reason}>"


# --- what is no zipped file ---

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
COMPOUND = {
    "label": ("DRMEncryptedTransform", "DRMEncryptedDataSpace", "\tDRMContent", "\tDRMTransform"),
    "password": ("EncryptedPackage", "StrongEncryptionTransform"),
    "old": ("WordDocument", ""),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in COMPOUND.items() for name in names])
def test_a_compound_file_is_told_by_the_names_in_it(kind: str, name: str) -> None:
    content = MAGIC + b"x" * 9 + name.encode("utf-16-le")
    assert kind_of_compound(content) == kind
    assert kind_of_compound(content[1:]) == ""
    assert kind_of_compound(MAGIC + name.encode()) == "old"
    assert told(lambda: Zipped(content, TERMS)) == f"{kind}: ||it is damaged| <{kind}>"


KINDS = {
    b"%PDF-1.7": "a PDF file", b"\x89PNG\r\n": "a picture", b"\xff\xd8\xff": "a picture", b"GIF89a": "a picture",
    b"{\\rtf1": "a rich text file",
    b"\xef\xbb\xbf \t\r\n<html>": "a web page or an XML file", b"Rar!": "an archive", b"7z\xbc\xaf": "an archive",
}  # fmt: skip


def test_other_kinds_of_file_are_named() -> None:
    names = {start: told(lambda start=start: Zipped(start, TERMS)) for start in KINDS}
    assert {name.partition(": ")[0] for name in names.values()} == {"another"}
    assert len({name.partition("|")[0] for name in names.values()}) == 5
    assert told(lambda: Zipped(b"", TERMS)).startswith("empty: ")
    assert told(lambda: Zipped(b" " * 1000 + b"<a>", TERMS)).startswith("no package: ")
    assert told(lambda: Zipped(b" " * 999 + b"<a>", TERMS)).startswith("another: ")
    assert told(lambda: Zipped(b"PK\3\4", TERMS)).startswith("cut off: ")


def archive(*names: str, **parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, b"")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("/a", "points outside"),
        ("../a", "points outside"),
        ("a/..", "points outside"),
        ("a\\..\\b", "points outside"),
        ("c:a", "points outside"),
    ],
)
def test_an_entry_that_could_do_harm_is_told_by_name(name: str, problem: str) -> None:
    said_so = told(lambda: Zipped(archive(name), TERMS))
    assert said_so.endswith("<entry>")
    assert repr(name)[1:-1].replace("\\\\", "\\") in said_so
    assert told(lambda: Zipped(archive("x", "b/X", "B/x"), TERMS)).endswith("<entry>")


def test_folders_are_no_parts_and_colons_further_on_do_no_harm() -> None:
    packed = Zipped(archive("a/", "a/b:c", "..a", "a..b/c"), TERMS)
    assert list(packed) == ["a/b:c", "..a", "a..b/c"]
    assert len(packed) == 3
    assert "a/" not in packed
    assert packed["..a"] == b""


def test_parts_are_packed_as_hard_as_is_asked_and_in_turn() -> None:
    parts = {"b": b"words " * 500, "a": b"x"}
    sizes = [len(zipped(parts, level)) for level in (0, 1, 9)]
    assert sizes[0] > 3000 > sizes[1] >= sizes[2]
    assert zipped(parts) == zipped(parts, 6) == zipped_in_turn(iter(parts.items()))
    with zipfile.ZipFile(io.BytesIO(zipped(parts, 0))) as file:
        assert [entry.compress_type for entry in file.infolist()] == [zipfile.ZIP_STORED] * 2
        assert [entry.filename for entry in file.infolist()] == ["b", "a"]


def test_parts_are_counted_by_what_the_directory_names() -> None:
    assert Terms({}).parts == MOST_PARTS
    assert len(Zipped(zipped({str(at): b"" for at in range(5)}), replace(TERMS, parts=5))) == 5
    assert told(lambda: Zipped(zipped({str(at): b"" for at in range(6)}), replace(TERMS, parts=5))).endswith("<parts>")


def test_what_is_unpacked_counts_until_nothing_is_left() -> None:
    packed = Zipped(zipped({"a": bytes(60), "b": bytes(41), "c": b""}), replace(TERMS, unpacked=100))
    assert len(packed["a"]) == 60
    assert told(lambda: packed["b"]) == "unpacked: |b|it is damaged| <unpacked>"
    assert packed["c"] == b""
    assert told(lambda: packed["a"]).endswith("<unpacked>")
    assert told(lambda: Zipped(zipped({"a": bytes(9)}), replace(TERMS, part=8))["a"]).endswith("<unpacked>")


# --- words of refusals ---


def test_what_a_library_says_is_told_on_one_line_and_without_its_stop() -> None:
    assert said("a\n b..") == "a b"
    assert said("a" * 300) == "a" * 200
    assert said("") == said(" . ") == "it is damaged"
    assert said(ValueError("x")) == "x"


def test_words_are_asked_for_when_they_are_said() -> None:
    calls: list[str] = []
    words = Said(lambda: calls.append("") or {"damaged": "d", "part": "{part}"})  # type: ignore[func-returns-value]
    assert not calls
    assert (dict(words), len(words), list(words)) == ({"damaged": "d", "part": "{part}"}, 2, ["damaged", "part"])
    assert str(Terms(words).refused("part", part="x")) == "x"
    assert str(Terms(words).refused("memory", needed=3)) == "d"
    assert "no" not in Said(dict)
    assert "a file that smreport made" in str(OWN.refused("damaged", problem="x"))


def test_terms_that_say_nothing_have_no_limits() -> None:
    terms = Terms({})
    assert min(terms.part, terms.unpacked, terms.memory, terms.elements) == 2**60
    assert (terms.together, terms.bare) == (True, False)


# --- trees ---


@pytest.mark.parametrize(
    ("part", "is_unsafe"),
    [
        (b"<a/>", False), (b"<!DOCTYPE a>", True), (b"<!ENTITY a>", True), (b"<!doctype a>", False),
        (b"\x4c\x6f\xa7\x94x", True), (b"a\0b", True),
        *((f'<?xml version="1.0" encoding="{name}"?><a/>'.encode(), False) for name in (
            "UTF-8", "utf8", "US-ASCII", "ascii", "ISO-8859-1", "windows-1252",
        )),
        (b"<?xml version='1.0' encoding = 'utf-7'?>", True), (b"<?xml encoding=''?>", True),
        (b" " * 1000 + b"<?xml encoding='utf-7'?>", False),
        (b" " * 970 + b"<?xml encoding='utf-7'?>", True),
    ],
)  # fmt: skip
def test_xml_is_unsafe_where_it_could_define_entities(part: bytes, is_unsafe: bool) -> None:
    assert is_unsafe_xml(part) == is_unsafe


def test_trees_are_measured_by_tags_and_attributes() -> None:
    part = b'<a b="1"><!-- c --><d/></a>'
    assert elements_in(part) == 3
    assert megabytes_of_tree(part) == pytest.approx(200 * 5 / 1024**2)
    assert as_xml(parsed("<a>ŵ</a>".encode())) == "<a>ŵ</a>".encode()
    assert DECLARATION.endswith(b"?>\n")
    entity = parsed(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert entity.text is None


def test_elements_that_were_read_one_by_one_are_gone_before_the_next() -> None:
    xml = b"<a><b>1</b><c/><b>2</b><b>3</b></a>"
    left = [
        (each.text, [(other.tag, other.text) for other in each.itersiblings(preceding=True)])
        for each in one_by_one(xml, "b")
    ]
    assert left == [("1", []), ("2", [("c", None), ("b", None)]), ("3", [("b", None)])]


# --- relationships and types ---


def relations(*entries: str) -> bytes:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(entries)}</Relationships>'.encode()


def link(key: str, kind: str, target: str, mode: str = "") -> str:
    return f'<Relationship Id="{key}" Type="{kind}" Target="{target}"{mode}/>'


TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="plain"/>'
    '<Default Extension="BIN" ContentType="bin"/>'
    '<Override PartName="/a/One.xml" ContentType="one"/></Types>'
).encode()


def parts() -> dict[str, bytes]:
    return {
        "[Content_Types].xml": TYPES, "_rels/.rels": relations(link("r1", f"{KIND}/main", "a/one.xml")),
        "a/One.xml": b"<one/>", "b.bin": b"0", "c.xml": b"<c/>", "a/d.XML": b"<d/>",
        "a/_rels/One.xml.rels": relations(
            link("r1", f"{KIND}/page", "../c.xml"), link("r2", f"{KIND}/page", "d.xml"),
            link("r3", f"{KIND}/page", "gone.xml"),
            link("r4", f"{KIND}/page", "c.xml", ' TargetMode="External"'), "<Relationship/>",
        ),
    }  # fmt: skip


def test_relationships_are_read_where_any_of_their_kinds_is_asked_for() -> None:
    read = Parts(parts(), TERMS)
    assert [(each.key, each.target, each.is_inside) for each in read.relationships("a/One.xml")] == [
        ("r1", "c.xml", True), ("r2", "a/d.XML", True), ("r3", "a/gone.xml", True), ("r4", "a/c.xml", False),
        ("", "a", True),
    ]  # fmt: skip
    assert read.relationships("a/One.xml", ("note",)) == []
    assert len(read.relationships("a/One.xml", ("note", "page"))) == 5
    assert read.relationships("c.xml") == []
    odd = Parts({**parts(), "_rels/c.xml.rels": relations(link("r&#49;", f"{KIND}/page", "b.bin"))}, TERMS)
    assert len(odd.relationships("c.xml", ("note",))) == 1
    assert read.target("a/One.xml", "page") == "c.xml"
    assert [read.target("a/One.xml", kind) for kind in ("note", "")] == ["", "c.xml"]
    assert list(read.sources("c.xml")) == ["a/One.xml"]
    broken = Parts({**parts(), "_rels/c.xml.rels": b"<broken"}, TERMS)
    assert list(broken.sources("a/One.xml")) == [""]
    assert told(lambda: read.raw("gone")) == "part: |gone|'gone'| <part>"


def test_types_are_those_of_the_name_before_those_of_the_ending() -> None:
    read = Parts(parts(), TERMS)
    assert [read.type_of(name) for name in ("A/one.XML", "c.xml", "b.bin", "d", "a/d.XML")] == [
        "one",
        "plain",
        "bin",
        "",
        "plain",
    ]
    assert read.of_type("plain") == ["c.xml", "a/d.XML"]
    assert read.of_type("bin") == ["b.bin"]


def test_a_tree_is_refused_with_the_part_that_has_it() -> None:
    long = "x" * 150
    assert (
        told(lambda: Parts({long: b"<!DOCTYPE a>"}, TERMS).root(long))
        == f"unsafe: |{long[:100]}|it is damaged| <unsafe>"
    )
    assert (
        told(lambda: Parts({"a": b"<a/>"}, replace(TERMS, elements=0)).root("a"))
        == "elements: |a|it is damaged| <elements>"
    )
    assert (
        told(lambda: Parts({"a": b"<a/>"}, replace(TERMS, memory=0.0001)).root("a"))
        == "memory: ||it is damaged|1 <memory>"
    )
    assert told(lambda: Package({"a": b""}, TERMS)) == "no types: ||it is damaged| <no types>"


def test_a_part_that_is_put_has_one_type_and_forgets_those_of_one_that_is_gone() -> None:
    package = Package({**parts(), "[Content_Types].xml": TYPES.replace(b"/a/One.xml", b"/new.xml")}, TERMS)
    assert package.type_of("new.xml") == "one"
    assert package.put("new.xml", b"<n/>") == "new.xml"
    assert package.type_of("new.xml") == "plain"
    for content_type in ("plain", "own", "own"):
        package.put("New.xml", etree.fromstring("<n/>"), content_type)
    assert package.type_of("new.xml") == "own"
    listing = package.root("[content_types].xml")
    assert [each.get("PartName") for each in listing if each.get("PartName")] == ["/new.xml"]
    assert package.raw("new.xml") == DECLARATION + b"<n/>"
    assert package.free_name("new{}.xml") == "new1.xml"


def test_ids_and_paths_of_new_relationships_are_the_first_that_are_free() -> None:
    package = Package(parts(), TERMS)
    assert package.relate("a/One.xml", f"{KIND}/note", "b.bin") == "rId1"
    assert package.relate("a/One.xml", f"{KIND}/note", "a/x/y.xml") == "rId2"
    entries = {each.get("Id"): each.get("Target") for each in package.root("a/_rels/One.xml.rels")}
    assert (entries["rId1"], entries["rId2"]) == ("../b.bin", "x/y.xml")
    assert package.relate("c.xml", f"{KIND}/note", "b.bin") == "rId1"
    assert package.type_of("_rels/c.xml.rels") == "application/vnd.openxmlformats-package.relationships+xml"
    assert package.relate("", f"{KIND}/note", "c.xml") == "rId1"
    package.unrelate("c.xml", "b.bin")
    assert not package.has("_rels/c.xml.rels")
    assert package.has("b.bin")
    package.unrelate("a/One.xml", "b.bin")
    assert not package.has("b.bin")
    assert [each.key for each in package.relationships("a/One.xml")] == ["r1", "r2", "r3", "r4", "", "rId2"]


def test_what_only_a_dropped_part_leads_to_goes_with_it_and_a_changed_part_is_written_anew() -> None:
    package = Package(parts(), TERMS)
    package.root("c.xml").text = "new"
    assert package.raw("C.xml") == DECLARATION + b"<c>new</c>"
    assert dict(Zipped(package.to_bytes(), OWN))["a/d.XML"] == b"<d/>"
    package.relate("", f"{KIND}/page", "c.xml")
    package.drop("a/one.xml")
    assert list(package) == ["[Content_Types].xml", "_rels/.rels", "b.bin", "c.xml"]
    assert package.type_of("a/One.xml") == "plain"
