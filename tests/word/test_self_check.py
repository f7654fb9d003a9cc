"""Every document is accessible by construction and valid by the Open XML rules, and the rules are awake."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openxml_audit
import pytest
from workbooks import EXAMPLES, workbook

from smreport.blueprint.model import Blueprint
from smreport.commands.publishing import published
from smreport.decision.results import decide
from smreport.word.self_check import RULES, broken_rules

DOCUMENTS = sorted(EXAMPLES.glob("*/*.docx"))
WORKBOOKS = sorted(EXAMPLES.glob("*/*.xlsx"))
STRATEGY = EXAMPLES / "illustrative" / "strategy.docx"


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_example_keeps_every_rule(path: Path) -> None:
    assert broken_rules(path.read_bytes()) == []


def test_documents_of_an_empty_workbook_keep_every_rule(blueprint: Blueprint) -> None:
    for content in published(decide(workbook(blueprint, ""))).contents.values():
        assert broken_rules(content) == []


def audit(path: Path) -> list[openxml_audit.ValidationError]:
    validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, strict=True)
    return list(validator.validate(path).errors)


@pytest.mark.long
@pytest.mark.parametrize("path", [*DOCUMENTS, *WORKBOOKS], ids=name)
def test_example_is_valid_by_the_open_xml_rules(path: Path) -> None:
    assert audit(path) == []


def test_blank_documents_are_valid_by_the_open_xml_rules(blueprint: Blueprint, tmp_path: Path) -> None:
    for file, content in published(decide(workbook(blueprint, ""))).contents.items():
        (tmp_path / file).write_bytes(content)
        assert audit(tmp_path / file) == []


def changed(package: bytes, part: str, pattern: str, replacement: str) -> bytes:
    """The package with the first match of a pattern in one part replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.namelist():
            content = source.read(entry)
            if entry == part:
                text, found = re.subn(pattern, replacement, content.decode(), count=1, flags=re.DOTALL)
                assert found, f"{pattern} is not in {part}"
                content = text.encode()
            copy.writestr(entry, content)
    return target.getvalue()


BODY, STYLES, FOOTER, CORE = "word/document.xml", "word/styles.xml", "word/footer1.xml", "docProps/core.xml"
FAULTS = {
    "D01": (CORE, r"<dc:title>[^<]*", "<dc:title>Document1"),
    "D02": (STYLES, r'<w:lang w:val="en-GB"', '<w:lang w:val="en-US"'),
    "D03": (BODY, r'w:val="Heading1"', 'w:val="Heading3"'),
    "D04": (BODY, r'(<w:pStyle w:val="BodyText"/>.*?<w:r>)', r"\1<w:rPr><w:b/></w:rPr>"),
    "D05": (STYLES, r'<w:sz w:val="24"/>', '<w:sz w:val="20"/>'),
    "D06": (STYLES, r'<w:jc w:val="left"/>', '<w:jc w:val="both"/>'),
    "D07": (BODY, r"<w:r><w:t", "<w:r><w:rPr><w:i/></w:rPr><w:t"),
    "D08": (BODY, r'(<w:hyperlink [^>]*>.*?preserve">)[^<]*', r"\1click here"),
    "D08a": (BODY, r'(<w:hyperlink [^>]*w:anchor=")[^"]*', r"\1nowhere"),
    "D09": (BODY, r"<w:tblHeader/>", ""),
    "D10": (BODY, r"<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2"/>'),
    "D11": (BODY, r"<w:cantSplit/>", ""),
    "D12": (BODY, r'(<w:pStyle w:val="Caption"/>.*?)<w:tblDescription [^>]*>', r"\1"),
    "D13": (
        BODY,
        r"</w:p>",
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><wp:docPr id="1" name="Chart 1"/></wp:inline></w:drawing></w:r></w:p>',
    ),
    "D15": (STYLES, r'(w:styleId="BodyText".*?)</w:style>', r'\1<w:rPr><w:color w:val="999999"/></w:rPr></w:style>'),
    "D16": (BODY, r'w:pStyle w:val="TOC1"', 'w:pStyle w:val="BodyText"'),
    "D17": (FOOTER, r"PAGE", "DATE"),
    "D19": (BODY, r'(<w:pStyle w:val="Heading1"/>(?:(?!</w:p>).)*?>)Appendix 2', r"\1Appendix 3"),
    "D20": (BODY, r'(<w:pStyle w:val="BodyText"/>.*?preserve">)', r"\1• "),
    "D23": (BODY, r'(<w:pStyle w:val="Heading1"/>.*?preserve">)[^<]*', r"\1Decisions Sought &amp; Made"),
    "D24": (BODY, r"<w:pgSz", '<w:cols w:num="2"/><w:pgSz'),
    "D25": (BODY, r"<w:sectPr", "<w:p/><w:sectPr"),
}


@pytest.mark.parametrize("number", [rule.number for rule in RULES])
def test_rule_notices_a_fault(number: str) -> None:
    broken = broken_rules(changed(STRATEGY.read_bytes(), *FAULTS[number]))
    assert number in {each.partition(":")[0] for each in broken}


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "part"), [(STRATEGY, BODY), (WORKBOOKS[0], "xl/worksheets/sheet2.xml")], ids=["docx", "xlsx"]
)
def test_open_xml_rules_notice_a_fault(tmp_path: Path, path: Path, part: str) -> None:
    faulty = tmp_path / path.name
    faulty.write_bytes(changed(path.read_bytes(), part, r"<(w:tblGrid|sheetData)>", r"<\1 wrong='1'><unknown/>"))
    assert audit(faulty)
