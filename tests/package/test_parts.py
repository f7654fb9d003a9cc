"""Parts of an Office file: found by name, by type and by how they relate; new bytes only where something changed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from smreport.frozen import replace
from smreport.package.parts import Package, Parts
from smreport.package.terms import OWN, Refused, Terms
from smreport.package.trees import NoXml, is_unsafe_xml, one_by_one, parsed
from smreport.package.zipped import Zipped

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TERMS = Terms({"damaged": "damaged", "part": "{part}: {problem}", "memory": "{needed} MB"})
TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="XML" ContentType="plain"/><Override PartName="/Main/Book.xml" ContentType="main"/></Types>'
)


def relations(*entries: tuple[str, str, str], more: str = "") -> bytes:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"{more}/>' for key, kind, target in entries
    )
    return f'<Relationships xmlns="{RELATIONS}"><!-- by hand -->{inside}</Relationships>'.encode()


def content(**more: bytes) -> dict[str, bytes]:
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("r1", f"{KIND}/officeDocument", "main/book.XML")),
        "main/book.xml": b"<book>  <!-- kept --> </book>",
        "main/_rels/book.xml.rels": relations(
            ("r1", f"{KIND}/page", "pages/one.xml"), ("r2", f"{STRICT}/page", "/main/pages/My%20Two.xml"),
            ("r3", f"{KIND}/mark", "..\\loose.xml"),
        ),
        "main/pages/One.xml": b"<page/>",
        "main/pages/My Two.xml": b"<page/>",
        "loose.xml": b"<loose/>",
    } | more  # fmt: skip


class TestReading:
    def test_parts_are_found_in_any_case(self) -> None:
        parts = Parts(content(), TERMS)
        assert parts.has("MAIN/Book.xml")
        assert parts.raw("MAIN/Book.xml") == content()["main/book.xml"]
        assert parts.spelt("main/pages/one.XML") == "main/pages/One.xml"
        assert not parts.has("main")

    def test_types_are_told_by_name_then_by_ending(self) -> None:
        parts = Parts(content(**{"a.bin": b""}), TERMS)
        assert [parts.type_of(name) for name in ("main/book.xml", "loose.xml", "a.bin")] == ["main", "plain", ""]
        assert parts.of_type("main") == ["main/book.xml"]

    def test_relationships_lead_both_ways_by_id_and_by_kind(self) -> None:
        parts = Parts(content(), TERMS)
        assert parts.target("", "officeDocument") == "main/book.xml"
        one, two, loose = "main/pages/One.xml", "main/pages/My Two.xml", "loose.xml"
        assert parts.targets("main/book.xml") == {"r1": one, "r2": two, "r3": loose}
        assert parts.targets("main/book.xml", "page") == {"r1": one, "r2": two}
        assert parts.targets("main/book.xml", f"{KIND}/page") == {"r1": one}
        assert [list(parts.sources(name)) for name in ("main/book.xml", one, "a")] == [[""], ["main/book.xml"], []]

    def test_what_is_outside_is_no_part(self) -> None:
        outside = relations(("r1", f"{KIND}/page", "loose.xml"), more=' TargetMode="External"')
        parts = Parts(content(**{"_rels/.rels": outside}), TERMS)
        assert parts.targets("") == {}
        assert [each.is_inside for each in parts.relationships("")] == [False]
        assert list(parts.sources("loose.xml")) == ["main/book.xml"]

    def test_a_part_that_is_not_there_or_no_xml_is_refused_by_name(self) -> None:
        parts = Parts(content(**{"loose.xml": b"<loose>"}), TERMS)
        for name in ("gone.xml", "loose.xml"):
            with pytest.raises(Refused, match=f"^{name}: ") as caught:
                parts.root(name)
            assert caught.value.reason == "part"
            assert not parts.is_sound(name)
        assert parts.is_sound("main/book.xml")


class TestLimits:
    """200 bytes for each tag or attribute: 5,243 of them take a little more than a megabyte."""

    def megabyte(self, tags: int) -> Mapping[str, bytes]:
        return {"a.xml": b"<a>" + b"<b/>" * (tags - 2) + b"</a>", "b.xml": b"<b/>" * 1}

    def test_a_tree_may_take_as_much_as_the_terms_say(self) -> None:
        assert len(Parts(self.megabyte(5_242), replace(TERMS, memory=1)).root("a.xml")) == 5_240
        with pytest.raises(Refused, match=r"^2 MB$"):
            Parts(self.megabyte(5_243), replace(TERMS, memory=1)).root("a.xml")

    @pytest.mark.parametrize("terms", [replace(TERMS, memory=1), replace(TERMS, elements=5_241)])
    def test_trees_count_together_where_they_are_held(self, terms: Terms) -> None:
        parts = Parts(self.megabyte(5_242), terms)
        assert parts.root("a.xml") is not None
        with pytest.raises(Refused):
            parts.root("b.xml")
        alone = Parts(self.megabyte(5_242), replace(terms, together=False))
        assert [alone.root(name).tag for name in ("a.xml", "b.xml", "a.xml")] == ["a", "b", "a"]

    def test_elements_are_counted_by_their_beginnings(self) -> None:
        assert Parts(self.megabyte(10), replace(TERMS, elements=9)).is_sound("a.xml")
        assert not Parts(self.megabyte(10), replace(TERMS, elements=8)).is_sound("a.xml")

    @pytest.mark.parametrize(
        "xml",
        [
            b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"<!DOCTYPE a><a/>", "<a/>".encode("utf-16"),
            b'<?xml version="1.0" encoding="UTF-7"?><a/>', b"<a>\0</a>", '<?xml version="1.0"?><a/>'.encode("cp037"),
        ],
    )  # fmt: skip
    def test_xml_that_could_define_entities_is_refused(self, xml: bytes) -> None:
        assert is_unsafe_xml(xml)
        with pytest.raises(Refused) as caught:
            Parts({"a.xml": xml}, TERMS).root("a.xml")
        assert caught.value.reason == "unsafe"

    @pytest.mark.parametrize(
        "xml",
        [
            b"<a>&lt;!DOCTYPE a&gt; is how !ENTITY begins</a>", b'<?xml version="1.0" encoding="utf-8"?><a/>',
            b"\xef\xbb\xbf<a/>", '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1"),
        ],
    )  # fmt: skip
    def test_words_about_entities_do_no_harm(self, xml: bytes) -> None:
        assert Parts({"a.xml": xml}, TERMS).root("a.xml").tag == "a"

    def test_trees_are_bare_where_that_is_asked(self) -> None:
        xml = {"a.xml": b"<a><!-- 1 --><?b c?><d/></a>"}
        assert [len(Parts(xml, replace(TERMS, bare=bare)).root("a.xml")) for bare in (True, False)] == [1, 3]


class TestChanging:
    def test_parts_that_do_not_change_keep_their_bytes(self) -> None:
        package = Package(content(), TERMS)
        for name in content():
            assert package.root(name) is package.root(name.upper())
        assert dict(Zipped(package.to_bytes(), OWN)) == content()
        package.root("loose.xml").set("a", "1")
        changed = dict(Zipped(package.to_bytes(), OWN))
        assert changed.pop("loose.xml").endswith(b'<loose a="1"/>')
        assert changed == {name: part for name, part in content().items() if name != "loose.xml"}

    def test_a_new_part_is_declared_and_related_and_goes_again(self) -> None:
        package = Package(content(), TERMS)
        name = package.put(package.free_name("main/pages/page{}.xml"), b"<page/>", "page")
        key = package.relate("main/book.xml", f"{KIND}/page", name)
        assert (package.type_of(name), package.targets("main/book.xml")[key], key) == ("page", name, "rId1")
        assert package.free_name("main/pages/PAGE{}.xml") == "main/pages/PAGE2.xml"
        package.unrelate("main/book.xml", name)
        assert (package.has(name), package.type_of(name)) == (False, "plain")
        assert key not in package.targets("main/book.xml")

    def test_a_part_stays_while_another_one_relates_to_it(self) -> None:
        package = Package(content(), TERMS)
        package.relate("main/pages/One.xml", f"{KIND}/mark", "loose.xml")
        package.unrelate("main/book.xml", "loose.xml")
        assert package.has("loose.xml")
        package.drop("main/pages/One.xml")
        assert not package.has("loose.xml")
        assert not package.has("main/pages/_rels/One.xml.rels")

    def test_a_part_put_in_another_case_takes_the_place_of_the_first(self) -> None:
        package = Package(content(), TERMS)
        assert package.put("LOOSE.xml", b"<new/>") == "loose.xml"
        assert [name for name in package if name.lower() == "loose.xml"] == ["loose.xml"]
        assert package.root("loose.xml").tag == "new"

    def test_a_file_without_a_list_of_types_is_refused(self) -> None:
        with pytest.raises(Refused) as caught:
            Package({"a.xml": b"<a/>"}, TERMS)
        assert caught.value.reason == "no types"


def test_elements_come_one_by_one_until_the_xml_is_faulty() -> None:
    xml = b"<a>" + b"".join(b"<b><c>%d</c></b>" % number for number in range(99)) + b"<b></a>"
    assert [each.findtext("c") for each in one_by_one(xml, "b")] == [str(number) for number in range(99)]


def test_faulty_xml_is_told_or_forgiven() -> None:
    with pytest.raises(NoXml, match="tag mismatch"):
        parsed(b"<a><b></a>")
    assert parsed(b"<a><b>c</a>", forgiving=True).findtext("b") == "c"
