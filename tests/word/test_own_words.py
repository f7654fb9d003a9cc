"""People's own words in any part of a file, wherever they stand, and what of a file cannot be read."""

from __future__ import annotations

import io
import zipfile

from word.council_styles import LOGO
from word.raw_councils import BODY, NAMES, STYLES, packed, parts_of_a_council

from smreport.word.own_words import Own, own_words, unread_parts

WRITTEN = "<w:p><w:r><w:t>Ours</w:t></w:r></w:p>"
HEADED = '<w:p><w:pPr><w:pStyle w:val="Kopf"/></w:pPr><w:r><w:t>Risks</w:t></w:r></w:p>'
THEIRS = (
    "<w:p><w:r><w:t>Before</w:t></w:r></w:p>" + WRITTEN + HEADED
    + "<w:p><w:r><w:t>Said</w:t><w:tab/><w:t>on</w:t><w:br/><w:t>two</w:t></w:r><w:del><w:r>"
      '<w:delText>Struck</w:delText></w:r></w:del><w:r><w:instrText> ASK "me" </w:instrText></w:r>'
      '<w:drawing descr=" In  words " title="T" name="n"/>'
      "</w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>In a cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>" + BODY
)  # fmt: skip
COMMENTS = (
    f"<w:comments {NAMES}><w:comment w:author='smreport'><w:p><w:r><w:t>From a cell</w:t></w:r></w:p></w:comment>"
    "<w:comment w:author='A'><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment></w:comments>"
)


def zipped(**parts: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


FRESH = packed(parts_of_a_council(WRITTEN + HEADED + BODY, styles=STYLES))
PARTS: dict[str, str | bytes] = {
    **parts_of_a_council(THEIRS, styles=STYLES),
    "word/comments.xml": COMMENTS,
    "docProps/core.xml": "<x><title> A  title </title><y/><!-- no --></x>",
    "docProps/app.xml": "<x><Words>1234</Words><Company>Shire Council</Company></x>",
    "word/charts/c.xml": "<x><v>1234</v></x>",
    "word/h.xml.rels": '<x><y Target="https://a.example" Id="9"/></x>',
    "word/notes.txt": "first  line\n\nsecond",
    "word/wide.txt": "wide".encode("utf-16"),
    "word/wide2.txt": b"\xfe\xff" + "other".encode("utf-16-be"),
    "word/bare.bin": b"\0\1\2 hidden",
    "word/unsafe.xml": "<!DOCTYPE d [<!ENTITY a 'b'>]><x>told</x>",
    "word/packed.xlsx": zipped(**{"a.xml": "<x>cell</x>", "b.xlsx": zipped(**{"c.xml": "<x>deep</x>"})}),
    "word/broken.xlsx": b"PK nothing",
    "word/new.png": LOGO + b"\0",
}


def test_words_are_told_with_where_they_stand() -> None:
    told = [(own.where, own.name, own.text) for own in own_words(packed(PARTS), FRESH)]
    assert told == [
        ("section", "", "Before"),
        ("section", "Risks", "Said on two"),
        ("section", "Risks", "Struck"),
        ("section", "Risks", 'ASK "me"'),
        ("section", "Risks", "In words"),
        ("section", "Risks", "T"),
        ("section", "Risks", "In a cell"),
        ("comment", "word/comments.xml", "Why?"),
        ("property", "docProps/core.xml", "A title"),
        ("property", "docProps/app.xml", "Shire Council"),
        ("part", "word/charts/c.xml", "1234"),
        ("part", "word/h.xml.rels", "https://a.example"),
        ("part", "word/notes.txt", "first line"),
        ("part", "word/notes.txt", "second"),
        ("part", "word/wide.txt", "wide"),
        ("part", "word/wide2.txt", "other"),
        ("part", "word/unsafe.xml", "<!DOCTYPE d [<!ENTITY a 'b'>]><x>told</x>"),
        ("part", "word/packed.xlsx", "cell"),
        ("part", "word/packed.xlsx", "deep"),
    ]
    assert own_words(FRESH, FRESH) == []
    assert own_words(packed(PARTS), packed(PARTS)) == []
    assert own_words(packed(PARTS), FRESH)[0] == Own("section", "", "Before")


def test_pictures_and_older_files_that_only_one_has_are_named() -> None:
    more = PARTS | {
        "word/in.docx": zipped(**{"a.xml": "<x/>", "old.doc": b"\0"}),
        "word/fine.docx": zipped(**{"a.xml": "<x/>", "wide.txt": "w".encode("utf-16")}),
    }
    named = ["word/bare.bin", "word/broken.xlsx", "word/new.png", "word/in.docx"]
    assert unread_parts(packed(more), FRESH) == named
    assert unread_parts(packed(more), packed(more)) == []
