"""Style files and report templates of a council's own that the papers cannot take."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from compound_files import LABEL, PASSWORD, compound
from refusals.case import Case, Spoil, all_of, in_parts, in_text, named, put, sound

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def styles_of(case: str, spoil: Spoil, says: str) -> tuple[str, Case]:
    return f"style: {case}", Case("build w.xlsx -o out --style s.docx", says, spoil, sound("s.docx"))


def forms_of(case: str, spoil: Spoil, says: str, **more: Any) -> tuple[str, Case]:
    """A council's own report template that cannot be filled."""
    more.setdefault("mend", sound("form.docx"))
    return f"report template: {case}", Case("build w.xlsx -o out --report-template form.docx", says, spoil, **more)


def heading_for(title: str) -> Spoil:
    """A heading of a council's own, put into a copied template."""
    return in_text("mine/strategy.toml", r'^titles = \["Purpose", ', f'titles = ["{title}", "Purpose", ')


def without_report(folder: Path) -> None:
    path = folder / "mine" / "strategy.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("\n[report]\n")] + text[text.index("\n[strategy]\n") :], encoding="utf-8")


named_form = in_text("mine/strategy.toml", r"^\[report_template\]\n", '[report_template]\nfile = "form.docx"\n')


CASES = named(
    styles_of("a password", put("s.docx", PASSWORD), "Take the password off in Word"),
    styles_of("a label", put("s.docx", LABEL), "save a copy under a label that does not encrypt"),
    styles_of("an old file", put("s.docx", compound("WordDocument")), r"save it as \.docx"),
    styles_of("text", put("s.docx", b"x"), r"Open it in Word and save it as \.docx"),
    styles_of("damaged", in_parts("s.docx", word__styles_0_xml=lambda xml: xml[:-9]), "is damaged"),
    styles_of("a style without an id", in_parts("s.docx", word__styles_0_xml=lambda xml: xml.replace(
        'w:styleId="Title"', "")), "is damaged"),
    styles_of("too large",
        lambda folder: (folder / "s.docx").write_bytes(bytes(53 * 2**20)), "Make its pictures smaller"),
    styles_of("a part too large", in_parts("s.docx",
        word__styles_0_xml=lambda xml: xml + " " * 21 * 2**20), "unpacked"),
    styles_of("too many parts", in_parts("s.docx", **{f"x__{at}": str for at in range(10_001)}), "into a new document"),
    styles_of("too many styles", in_parts("s.docx", word__styles_0_xml=lambda xml: xml.replace(
        "</w:styles>", "".join(f'<w:style w:styleId="s{at}"><w:name w:val="s{at}"/></w:style>' for at in range(10_001))
        + "</w:styles>")), "delete those that nobody uses"),
    styles_of("too many marks", in_parts("s.docx", word__document_0_xml=lambda xml: xml.replace(
        "</w:body>", "<w:p/>" * 500_000 + "</w:body>")), "Take out its text"),
    styles_of("a narrow page", in_parts("s.docx", word__document_0_xml=lambda xml: re.sub(
        'w:w="11906"', 'w:w="4000"', xml)), "Make the margins smaller"),
    styles_of("no document", in_parts("s.docx", _rels___0_rels=lambda xml: xml.replace("/officeDocument\"", '/x"')),
              r"Give a \.docx or \.dotx file"),
    styles_of("a workbook", lambda folder: shutil.copy(folder / "w.xlsx",
        folder / "s.docx"), r"Give a \.docx or \.dotx"),
    styles_of("macros", in_parts("s.docx", **{"[Content_Types]_0_xml": lambda xml: xml.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml")}), "has macros"),
    styles_of("strict", in_parts("s.docx", _rels___0_rels=lambda xml: xml.replace(
        f"{OFFICE}/office", "http://purl.oclc.org/ooxml/officeDocument/relationships/office")), "Word Document"),
    forms_of("a password", put("form.docx", PASSWORD), "Take the password off in Word"),
    forms_of("a label", put("form.docx", LABEL), "save a copy under a label that does not encrypt"),
    forms_of("an old file", put("form.docx", compound("WordDocument")), r"old \.doc format.*save it as \.docx"),
    forms_of("text", put("form.docx", b"x"), r"form\.docx: is not a Word file, or is damaged"),
    forms_of("no text", in_parts("form.docx", word__document_0_xml=lambda xml: xml.replace("w:body>", "w:other>")),
             "is damaged"),
    forms_of("macros", in_parts("form.docx", **{"[Content_Types]_0_xml": lambda xml: xml.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml")}), r"has macros\. Save it as \.docx"),
    forms_of("too many parts", in_parts("form.docx", **{f"x__{at}": str for at in range(10_001)}), "a new document"),
    forms_of("a part too large", in_parts("form.docx", word__styles_0_xml=lambda xml: xml + " " * 21 * 2**20),
             "Make its pictures smaller"),
    forms_of("too long", in_parts("form.docx", word__document_0_xml=lambda xml: xml.replace(
        "</w:body>", "<w:p/>" * 500_000 + "</w:body>")), "Take out what is not part of the template"),
    forms_of("protected", in_parts("form.docx", word__settings_0_xml=lambda xml: re.sub(
        "(<w:settings[^>]*>)", r'\1<w:documentProtection w:edit="readOnly" w:enforcement="1"/>', xml)),
        "Stop Protection"),
    ("report template: nothing known", Case(
        "build w.xlsx -o out --template mine --report-template form.docx", "add your headings to the titles",
        in_parts("form.docx", word__document_0_xml=lambda xml: xml.replace("Purpose", "Zweck")), heading_for("Zweck"))),
    ("report template: no report", Case(
        "build w.xlsx -o out --template mine --report-template form.docx", "has no report to fill it with",
        lambda folder: without_report(folder), lambda folder: None, again="build w.xlsx -o out --template mine")),
    ("report template: not in the folder", Case(
        "build w.xlsx -o out --template mine", "Put it there, or take the line out", named_form,
        lambda folder: shutil.copy(folder / "form.docx", folder / "mine"))),
    ("report template: no report in the template", Case(
        "build w.xlsx -o out --template mine", "Put one there, or take the line out", all_of(
            named_form, lambda folder: shutil.copy(folder / "form.docx", folder / "mine"), without_report),
        in_text("mine/strategy.toml", r'^file = "form.docx"\n', ""))),
)  # fmt: skip
