"""The page that a council sees in house.docx: what the file is for, and each style at work."""

from __future__ import annotations

from smreport.blocks.document import Bullets, Callout, Document, Heading, Paragraph, Section, Table, TableColumn
from smreport.words import say

_STEPS = ("styles", "theme", "logo", "save")
_USES = ("cover", "headings", "text", "notices", "lists", "tables", "pictures", "contents")


def style_sample(language: str) -> Document:
    """A document of one page that explains itself."""
    blocks = (
        Paragraph(say("word.sample.lead"), "lead"),
        Bullets(say("word.sample.steps"), tuple(say(f"word.sample.step.{step}") for step in _STEPS), numbered=True),
        Callout(say("word.sample.readable.label"), say("word.sample.readable")),
        Heading(say("word.sample.styles"), 2),
        Paragraph(say("word.sample.left_out"), "note"),
        Table(
            say("word.sample.table"),
            (TableColumn(say("word.sample.style"), 5), TableColumn(say("word.sample.where"), 6)),
            tuple((say(f"word.sample.styles_of.{use}"), say(f"word.sample.use.{use}")) for use in _USES),
            say("word.sample.table.description"),
        ),
    )
    return Document(
        title=say("word.sample.title"),
        subtitle=say("word.sample.subtitle"),
        cover=(),
        sections=(Section("style", (Heading(say("word.sample.about")), *blocks)),),
        language=language,
        footer=say("word.sample.title"),
    )
