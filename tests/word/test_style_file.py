"""A council's Word file lends the reports its looks, and nothing else of it gets into them."""

from __future__ import annotations

import io
import itertools
import re
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openxml_audit
import pytest
from compound_files import LABEL, PASSWORD, compound
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from word.council_styles import BLUE, GREEN, LOGO, RED
from word.word_reports import DOCUMENT, NS, STYLE, W, changed, committee_numbers, parts, said, value

from smreport.errors import InvalidValue
from smreport.frozen import replace
from smreport.word.house_style import HouseStyle, contrast
from smreport.word.self_check import self_check
from smreport.word.style_file import StyleFile, read_style_file
from smreport.word.style_fitting import missing_styles
from smreport.word.writer import write_docx, write_house_docx

SOURCES = {"red.docx": RED, "green.dotx": GREEN, "blue.docx": BLUE}
HOUSE = write_house_docx(STYLE, "en-GB")
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True)
class Council:
    """A council's file as LibreOffice wrote it, and a report in its looks."""

    content: bytes
    file: StyleFile
    report: bytes

    @property
    def parts(self) -> dict[str, Any]:
        return parts(self.report)

    @property
    def names(self) -> list[str]:
        return zipfile.ZipFile(io.BytesIO(self.report)).namelist()

    def edges(self, kind: str) -> list[Any]:
        return [root for name, root in self.parts.items() if name.startswith(f"word/{kind}")]


@pytest.fixture(scope="session")
def councils(
    libreoffice_as_it_comes: Callable[[Path, str], Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Council]:
    folder = tmp_path_factory.mktemp("councils")
    found = {}
    for name, source in SOURCES.items():
        stem, _, ending = name.partition(".")
        path = folder / f"{stem}.fodt"
        path.write_text(source, encoding="utf-8")
        content = libreoffice_as_it_comes(path, ending).read_bytes()
        file = read_style_file(content)
        document = replace(DOCUMENT, footer="Strategy · Exampleshire")
        found[stem] = Council(content, file, write_docx(document, STYLE, base=file))
    return found


def style_of(body: Any, words: str) -> str:
    *_, last = (p for p in body.iter(W + "p") if said(p).startswith(words))
    return value(last, "w:pPr/w:pStyle")


def names_of_styles(styles: Any) -> dict[str, str]:
    return {each.get(W + "styleId"): value(each, "w:name") for each in styles.iterfind("w:style", NS)}


class TestCouncilLooks:
    @pytest.mark.parametrize("name", ["red", "green", "blue"])
    @pytest.mark.parametrize("numbered", [False, True], ids=["plain", "numbered"])
    def test_report_passes_the_open_xml_rules(
        self, councils: dict[str, Council], tmp_path: Path, name: str, numbered: bool
    ) -> None:
        path = tmp_path / "report.docx"
        file = councils[name].file
        path.write_bytes(write_docx(replace(DOCUMENT, numbered=numbered), STYLE, base=file, trace=numbered))
        validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, strict=True)
        assert list(validator.validate(path).errors) == []

    @pytest.mark.parametrize("name", ["red", "green", "blue"])
    def test_every_style_is_the_councils_or_added_once(self, councils: dict[str, Council], name: str) -> None:
        found = councils[name].parts
        styles = found["word/styles.xml"]
        ids = [each.get(W + "styleId") for each in styles.iterfind("w:style", NS)]
        names = [value(each, "w:name").lower() for each in styles.iterfind("w:style", NS)]
        assert len(set(ids)) == len(ids)
        assert len(set(names)) == len(names)
        used = {each.get(W + "val") for tag in ("pStyle", "rStyle", "tblStyle") for each in
                found["word/document.xml"].iter(W + tag)}  # fmt: skip
        assert used <= set(ids)

    def test_styles_of_the_same_name_are_the_councils(self, councils: dict[str, Council]) -> None:
        found = councils["red"].parts
        before = {each.get(W + "styleId"): each for each in councils["red"].file.styles.iterfind("w:style", NS)}
        for words, name in (("Summary", "Heading 1"), ("Email comes first", "Body Text"), ("Strategy", "Title")):
            used = style_of(found["word/document.xml"], words)
            assert names_of_styles(found["word/styles.xml"])[used].lower() == name.lower()
            assert value(before[used], "w:name").lower() == name.lower()
        assert value(before[style_of(found["word/document.xml"], "Summary")], "w:rPr/w:color").upper() == "9B1B30"

    def test_added_styles_take_the_colours_and_fonts_of_the_councils_headings(
        self, councils: dict[str, Council]
    ) -> None:
        styles = councils["red"].parts["word/styles.xml"]
        heading = next(each for each in styles.iterfind("w:style", NS) if value(each, "w:name") == "heading 3")
        assert value(heading, "w:rPr/w:color") == "9B1B30"
        assert heading.find("w:rPr/w:rFonts", NS).get(W + "ascii") == "Georgia"
        table = next(each for each in styles.iterfind("w:style", NS) if value(each, "w:name") == "smreport Table")
        assert table.find("w:tblStylePr//w:shd", NS).get(W + "fill") == "9B1B30"

    def test_missing_styles_of_word_are_named(self, councils: dict[str, Council]) -> None:
        missing = missing_styles(councils["red"].file, STYLE)
        assert {"Subtitle", "Heading 3", "List Bullet", "TOC 1", "Hyperlink"} <= set(missing)
        assert not {"Heading 1", "Title", "Body Text", "Normal", "Callout"} & set(missing)

    def test_list_style_without_a_list_gets_one(self, councils: dict[str, Council]) -> None:
        found = councils["blue"].parts
        style = style_of(found["word/document.xml"], "heard")
        own = next(
            each for each in found["word/styles.xml"].iterfind("w:style", NS) if each.get(W + "styleId") == style
        )
        number = value(own, "w:pPr/w:numPr/w:numId")
        assert number in {each.get(W + "numId") for each in found["word/numbering.xml"].iterfind("w:num", NS)}

    def test_lists_and_committee_numbers_work_beside_the_councils_lists(self, councils: dict[str, Council]) -> None:
        found = parts(write_docx(replace(DOCUMENT, numbered=True), STYLE, base=councils["red"].file))
        assert list(committee_numbers(found).values()) == ["1.", "1.1", "2.", "2.1", "2.2", "2.3"]
        defined = {each.get(W + "numId") for each in found["word/numbering.xml"].iterfind("w:num", NS)}
        for root in (found["word/document.xml"], found["word/styles.xml"]):
            assert {each.get(W + "val") for each in root.iter(W + "numId")} <= defined

    def test_same_file_and_document_give_the_same_bytes(self, councils: dict[str, Council]) -> None:
        council = councils["red"]
        again = write_docx(
            replace(DOCUMENT, footer="Strategy · Exampleshire"), STYLE, base=read_style_file(council.content)
        )
        assert again == council.report

    def test_language_is_that_of_the_report(self, councils: dict[str, Council]) -> None:
        styles = parts(write_docx(replace(DOCUMENT, language="cy-GB"), STYLE, base=councils["red"].file))[
            "word/styles.xml"
        ]
        assert [each.get(W + "val") for each in styles.iter(W + "lang")] == ["cy-GB"]


@pytest.mark.parametrize(("heading", "is_readable"), [("9B1B30", True), ("FFCC00", False)])
def test_tables_take_the_colour_of_a_councils_headings_where_it_can_be_read(heading: str, is_readable: bool) -> None:
    def without_tables(styles: str) -> str:
        bare = re.sub(r'<w:style [^>]*w:styleId="smreportTable".*?</w:style>', "", styles)
        return bare.replace(f'w:val="{STYLE.colours.heading}"', f'w:val="{heading}"')

    base = read_style_file(changed(HOUSE, **{"word/styles.xml": without_tables}))
    styles = parts(write_docx(DOCUMENT, STYLE, base=base))["word/styles.xml"]
    table = next(each for each in styles.iterfind("w:style", NS) if value(each, "w:name") == "smreport Table")
    fill = table.find("w:tblStylePr//w:shd", NS).get(W + "fill")
    assert (fill == heading) is is_readable
    assert contrast(fill, "FFFFFF") >= 4.5


class TestPage:
    def test_logo_header_and_footer_stay_and_the_reports_line_is_added(self, councils: dict[str, Council]) -> None:
        council = councils["red"]
        assert "Redshire County Council" in said(council.edges("header")[0])
        media = [name for name in council.names if name.startswith("word/media/")]
        assert len(media) == 1
        assert zipfile.ZipFile(io.BytesIO(council.report)).read(media[0]) == LOGO
        (footer,) = council.edges("footer")
        assert [said(p) for p in footer.iter(W + "p")] == ["redshire.example, page 1", "Strategy · Exampleshire"]

    def test_page_number_is_added_where_the_footer_has_none(self, councils: dict[str, Council]) -> None:
        footers = [[said(p) for p in footer.iter(W + "p")] for footer in councils["green"].edges("footer")]
        assert ["12 Market Street", "Strategy · Exampleshire · Page 1 of 1"] in footers
        assert [said(p) for p in councils["blue"].edges("footer")[0].iter(W + "p")] == [
            "Strategy · Exampleshire · Page 1 of 1"
        ]

    def test_first_page_has_the_header_of_the_councils_cover(self, councils: dict[str, Council]) -> None:
        council = councils["green"]
        section = council.parts["word/document.xml"].find("w:body/w:sectPr", NS)
        assert section.find("w:titlePg", NS) is not None
        rels = rels_of(council.report)
        headers = {
            each.get(W + "type"): council.parts[f"word/{rels[each.get(R + 'id')]}"]
            for each in section.iterfind("w:headerReference", NS)
        }
        assert headers["first"].find(".//{*}blip") is not None
        assert said(headers["default"]) == "Greendale District Council"

    def test_page_size_margins_and_tables_are_the_councils(self, councils: dict[str, Council]) -> None:
        council = councils["green"]
        body = council.parts["word/document.xml"]
        size = body.find("w:body/w:sectPr/w:pgSz", NS)
        assert (size.get(W + "w"), size.get(W + "h")) == ("12240", "15840")
        widths = [sum(int(each.get(W + "w")) for each in grid) for grid in body.iter(W + "tblGrid")]
        assert set(widths) == {council.file.text_width} == {12240 - 2 * 1134}

    def test_pictures_of_the_header_have_numbers_of_their_own(self, councils: dict[str, Council]) -> None:
        found = councils["red"].parts
        numbers = [each.get("id") for root in found.values() for each in root.iter("{*}docPr")]
        assert len(set(numbers)) == len(numbers) > 1


def rels_of(data: bytes) -> dict[str, str]:
    rels = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/_rels/document.xml.rels"))
    return {each.get("Id"): each.get("Target") for each in rels}


HEADER = (
    '<w:p><w:ins w:author="A"><w:r><w:t>New name</w:t></w:r></w:ins><w:del w:author="A"><w:r><w:delText>Old name'
    "</w:delText></w:r></w:del>"
    '<w:hyperlink r:id="rId90"><w:r><w:t> web</w:t></w:r></w:hyperlink>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDEPICTURE "http://tracking.example/a.png" '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t> pixel</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    '<w:fldSimple w:instr=" DDEAUTO cmd "><w:r><w:t> dde</w:t></w:r></w:fldSimple>'
    '<w:fldSimple w:instr=" STYLEREF 1 "><w:r><w:t> chapter</w:t></w:r></w:fldSimple>'
    '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="rId92"/></w:object></w:r>'
    '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="rId91"/>'
    "</w:drawing></w:r></w:p>"
)
_TYPES = R[1:-1]
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId90" Type="{_TYPES}/hyperlink" Target="https://tracking.example/" TargetMode="External"/>'
    f'<Relationship Id="rId91" Type="{_TYPES}/image" Target="https://tracking.example/b.png" TargetMode="External"/>'
    f'<Relationship Id="rId92" Type="{_TYPES}/oleObject" Target="embeddings/evil.bin"/></Relationships>'
)


class TestWhatStaysBehind:
    def test_text_of_the_file_is_left_behind(self, councils: dict[str, Council]) -> None:
        for root in councils["red"].parts.values():
            assert "Secret text of old" not in "".join(root.itertext())

    def test_links_to_the_web_in_a_header_become_their_text(self, councils: dict[str, Council]) -> None:
        council = councils["blue"]
        assert said(council.edges("header")[0]) == "See our web site"
        assert b"tracking.example" in zipfile.ZipFile(io.BytesIO(council.content)).read("word/_rels/header1.xml.rels")
        with zipfile.ZipFile(io.BytesIO(council.report)) as package:
            assert not [name for name in package.namelist() if b"tracking.example" in package.read(name)]

    def test_changes_fields_and_objects_that_lead_outside_are_taken_out(self, councils: dict[str, Council]) -> None:
        def with_all(header: str) -> str:
            return re.sub(r"<w:p>.*</w:p>", HEADER.replace("\\", ""), header, flags=re.DOTALL)

        content = changed(
            councils["red"].content, **{"word/header1.xml": with_all, "word/_rels/header1.xml.rels": RELS.encode()}
        )
        report = write_docx(DOCUMENT, STYLE, base=read_style_file(content))
        (header,) = [root for name, root in parts(report).items() if name.startswith("word/header")]
        assert said(header) == "New name web pixel dde chapter"
        assert [each.get(W + "instr") for each in header.iter(W + "fldSimple")] == [" STYLEREF 1 "]
        left = {
            each.tag
            for tag in ("ins", "del", "hyperlink", "object", "drawing", "instrText")
            for each in header.iter(W + tag)
        }
        assert left == set()
        with zipfile.ZipFile(io.BytesIO(report)) as package:
            assert not [name for name in package.namelist() if b"tracking.example" in package.read(name)]
            assert not [name for name in package.namelist() if b"External" in package.read(name)]


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "is not a Word file, or is damaged"),
            (b"Just text", "is not a Word file, or is damaged"),
            (compound("WordDocument"), "is in the old .doc format. Open it in Word"),
            (PASSWORD, "has a password. Take the password off in Word"),
            (LABEL, "is encrypted by its sensitivity label"),
        ],
        ids=["empty", "text", "old", "password", "label"],
    )
    def test_other_files_are_refused(self, content: bytes, message: str) -> None:
        with pytest.raises(InvalidValue, match=re.escape(message)):
            read_style_file(content)

    @pytest.mark.parametrize(
        ("part", "change", "message"),
        [
            ("[Content_Types].xml", lambda x: x.replace("document.main+xml", "x"), "is not a Word file"),
            (
                "[Content_Types].xml",
                lambda x: x.replace(
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                    "application/vnd.ms-word.document.macroEnabled.main+xml",
                ),
                "has macros. Save it as .docx or .dotx",
            ),
            ("word/styles.xml", lambda x: x[:-20], "is damaged"),
            ("word/styles.xml", lambda x: x.replace('w:styleId="Title"', ""), "is damaged"),
            (
                "word/document.xml",
                lambda x: '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">]>' + x.partition("?>")[2],
                "is damaged",
            ),
            ("word/document.xml", lambda x: re.sub(r'w:w="11906"', 'w:w="4000"', x), "leaves less than 8 cm"),
            ("word/document.xml", lambda x: re.sub(r'w:w="11906"', 'w:w="wide"', x), "is damaged"),
            ("word/styles.xml", lambda x: x + " " * 21_000_000, "is too large once it is unpacked"),
            (
                "_rels/.rels",
                lambda x: x.replace("http://schemas.openxmlformats.org/officeDocument/2006/relationships/office",
                                    "http://purl.oclc.org/ooxml/officeDocument/relationships/office"),
                "is in the strict form of .docx",
            ),
        ],
        ids=[
            "not word", "macros", "cut off", "style without an id", "entities", "narrow page",
            "page of no width", "zip bomb", "strict",
        ],
    )  # fmt: skip
    def test_files_that_cannot_be_used_are_refused_in_words(
        self, part: str, change: Callable[[str], str], message: str
    ) -> None:
        with pytest.raises(InvalidValue, match=re.escape(message)):
            read_style_file(changed(HOUSE, **{part: change}))

    def test_file_with_thousands_of_parts_is_refused(self) -> None:
        crowded = changed(HOUSE, **{f"word/media/{number}": b"" for number in range(10_001)})
        with pytest.raises(InvalidValue, match="more than 10,000 parts"):
            read_style_file(crowded)

    def test_too_many_styles_are_refused_with_what_to_do(self) -> None:
        with pytest.raises(InvalidValue, match="In Word, open Manage Styles, delete those that nobody uses"):
            read_style_file(changed(HOUSE, **{"word/styles.xml": with_styles(10_001, "Normal")}))
        with pytest.raises(InvalidValue, match="far more than a style needs"):
            read_style_file(changed(HOUSE, **{"word/styles.xml": with_styles(180_000, "Normal")}))

    def test_fields_in_fields_without_end_are_refused(self) -> None:
        begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        nested = changed(
            HOUSE, **{"word/footer1.xml": lambda x: x.replace("</w:ftr>", f"<w:p>{begin * 99}</w:p></w:ftr>")}
        )
        with pytest.raises(InvalidValue, match="is damaged"):
            read_style_file(nested)

    @given(st.data())
    @settings(deadline=None, max_examples=60)
    def test_damage_anywhere_is_refused_in_words_or_does_no_harm(self, data: st.DataObject) -> None:
        part = data.draw(st.sampled_from(zipfile.ZipFile(io.BytesIO(HOUSE)).namelist()))

        def damaged(text: str) -> str:
            marks = [match.span() for match in re.finditer(r'"[^"]*"|<[^>]*>', text)]
            start, end = data.draw(st.sampled_from(marks))
            return text[:start] + data.draw(st.sampled_from(["", '"x"', '"-9"', "<x/>", "\uffff"])) + text[end:]

        try:
            file = read_style_file(changed(HOUSE, **{part: damaged}))
        except InvalidValue:
            return
        write_docx(DOCUMENT, STYLE, base=file)

    @given(st.binary(max_size=40), st.integers(0, len(HOUSE)))
    @settings(deadline=None)
    def test_broken_file_is_refused_in_words_or_does_no_harm(self, garbage: bytes, at: int) -> None:
        try:
            file = read_style_file(HOUSE[:at] + garbage + HOUSE[at + len(garbage) :])
        except InvalidValue:
            return
        assert file.text_width == read_style_file(HOUSE).text_width


def with_styles(number: int, base: str) -> Callable[[str], str]:
    """The styles with more of them, each based on another."""
    style = '<w:style w:type="paragraph" w:styleId="s{0}"><w:name w:val="s{0}"/><w:basedOn w:val="{1}"/></w:style>'
    added = "".join(style.format(each, base.format(each + 1)) for each in range(number))
    return lambda styles: styles.replace("</w:styles>", f"{added}</w:styles>")


def on_each_other(*ids: str) -> Callable[[str], str]:
    """The styles, these of them based on each other in a circle."""

    def circled(styles: str) -> str:
        for style_id, base in zip(ids, (*ids[1:], ids[0]), strict=True):
            start = styles.index(f'w:styleId="{style_id}"')
            end = styles.index("</w:style>", start)
            inside = re.sub(r"<w:basedOn [^>]*>|<w:(?:sz|szCs|color|shd) [^>]*>", "", styles[start:end])
            inside = re.sub(r"(<w:name [^>]*>)", rf'\1<w:basedOn w:val="{base}"/>', inside)
            styles = f"{styles[:start]}{inside}{styles[end:]}"
        return styles

    return circled


class TestLoops:
    """Styles may be based on each other in a circle, or on very many others: that is the file's fault, not its end."""

    @pytest.mark.parametrize("ids", [("Normal",), ("Heading1", "Normal"), ("Title", "Heading2", "Hyperlink", "Footer")])
    def test_styles_in_a_circle_end(self, ids: tuple[str, ...]) -> None:
        file = read_style_file(changed(HOUSE, **{"word/styles.xml": on_each_other(*ids)}))
        assert self_check(write_docx(DOCUMENT, STYLE, base=file))

    def test_thousands_of_styles_one_on_the_other_are_read(self) -> None:
        file = read_style_file(changed(HOUSE, **{"word/styles.xml": with_styles(9_000, "s{}")}))
        assert self_check(write_docx(DOCUMENT, STYLE, base=file))


CALL = "<w:p><w:r><w:t>Call 0300 123</w:t></w:r></w:p>"


def larger_headings(styles: str) -> str:
    return styles.replace('w:val="36"', 'w:val="40"')


class TestHouseFile:
    @pytest.mark.parametrize("template", ["social_media", "digital_inclusion"])
    def test_shipped_house_file_is_what_style_toml_gives(self, template: str) -> None:
        folder = Path(__file__).parents[2] / "workbook_templates" / template
        style = HouseStyle.from_mapping(tomllib.loads((folder / "style.toml").read_text(encoding="utf-8")))
        assert (folder / "house.docx").read_bytes() == write_house_docx(style, "en-GB")

    def test_report_is_the_same_with_the_house_file_and_straight_from_style_toml(self) -> None:
        assert write_docx(DOCUMENT, STYLE, base=read_style_file(HOUSE)) == write_docx(DOCUMENT, STYLE)

    def test_house_file_passes_the_open_xml_rules(self, tmp_path: Path) -> None:
        path = tmp_path / "house.docx"
        path.write_bytes(HOUSE)
        assert list(openxml_audit.OpenXmlValidator(strict=True).validate(path).errors) == []

    def test_house_file_lacks_no_style(self) -> None:
        assert missing_styles(read_style_file(HOUSE), STYLE) == ()

    def test_house_file_knows_whether_it_was_edited(self) -> None:
        assert read_style_file(HOUSE).is_as_made
        edited = changed(HOUSE, **{"word/styles.xml": larger_headings})
        assert not read_style_file(edited).is_as_made
        assert read_style_file(edited).made_from == read_style_file(HOUSE).made_from

    def test_edited_house_file_is_followed_and_its_footer_line_filled(self) -> None:
        edited = changed(
            HOUSE,
            **{
                "word/styles.xml": larger_headings,
                "word/footer1.xml": lambda footer: footer.replace("<w:sdt>", f"{CALL}<w:sdt>"),
            },
        )
        found = parts(write_docx(replace(DOCUMENT, footer="Plan"), STYLE, base=read_style_file(edited)))
        assert [said(p) for p in found["word/footer1.xml"].iter(W + "p")] == ["Call 0300 123", "PlanPage 1 of 1"]
        heading = next(
            each for each in found["word/styles.xml"].iterfind("w:style", NS) if value(each, "w:name") == "heading 1"
        )
        assert value(heading, "w:rPr/w:sz") == "40"

    @pytest.mark.parametrize("template", ["social_media", "digital_inclusion"])
    def test_theme_colours_stand_out_on_the_page_and_from_each_other_in_grey(self, template: str) -> None:
        folder = Path(__file__).parents[2] / "workbook_templates" / template
        file = read_style_file((folder / "house.docx").read_bytes())
        assert file.theme
        accents = [file.theme.root.find(f".//{{*}}accent{number}/{{*}}srgbClr").get("val") for number in range(1, 7)]
        assert all(contrast(accent, "FFFFFF") >= 3 for accent in accents)
        greys = sorted(contrast(accent, "FFFFFF") for accent in accents)
        assert all(darker / lighter >= 1.3 for lighter, darker in itertools.pairwise(greys))
