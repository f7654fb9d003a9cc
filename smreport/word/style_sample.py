"""The page that a council sees in house.docx: what the file is for, and each style at work."""

from __future__ import annotations

from smreport.blocks.document import Bullets, Callout, Document, Heading, Paragraph, Section, Table, TableColumn

_USES = (
    ("Title, Subtitle", "The first page"),
    ("Heading 1, 2 and 3", "Sections, appendices and what is in them"),
    ("Body Text, Body Text Lead, Body Text Note", "Text, the opening of a section, small print"),
    ("Body Text Statement, Callout", "What was agreed, notices"),
    ("List Lead-in, List Bullet, List Number", "Lists and the sentence before them"),
    ("Caption, Table Text, Table Number, Table Label", "Tables; their lines are in the table style smreport Table"),
    ("Word Picture, Picture Word, Picture Count", "The picture of often used words"),
    ("TOC 1, TOC 2, Footer, Hyperlink", "Contents list, foot of the page, links"),
)


def style_sample(language: str) -> Document:
    """A document of one page that explains itself."""
    blocks = (
        Paragraph("The reports take their look from this file: styles, theme, page, header and footer.", "lead"),
        Bullets(
            "To make it your own:",
            (
                "change the styles in Word, not the text on this page;",
                "choose colours and fonts under Design, which charts follow too;",
                "put your logo into the header or footer; the line there is filled in by itself;",
                "save the file under the same name.",
            ),
            numbered=True,
        ),
        Callout("Keep it readable", "Text of 12 points or more, and dark enough: 4.5 to 1 against what is behind it."),
        Heading("Styles that the reports use", 2),
        Paragraph("This text itself is left out of the reports.", "note"),
        Table(
            "Styles and where they are used",
            (TableColumn("Style", 5), TableColumn("Where", 6)),
            _USES,
            "One row for each group of styles.",
        ),
    )
    return Document(
        title="House style",
        subtitle="How the reports look",
        cover=(),
        sections=(Section("style", (Heading("About this file"), *blocks)),),
        language=language,
        footer="House style",
    )
