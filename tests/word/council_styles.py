"""Style files as councils might have them: sources that LibreOffice turns into .docx and .dotx when a test asks."""

from __future__ import annotations

import base64
import struct
import zlib

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes(colour) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


LOGO = png(60, 20, (155, 27, 48))
_LOGO = (
    '<draw:frame draw:name="Logo" svg:width="3cm" svg:height="1cm" text:anchor-type="as-char"><draw:image>'
    f"<office:binary-data>{base64.b64encode(LOGO).decode()}</office:binary-data></draw:image></draw:frame>"
)


def _paragraph_style(name: str, properties: str, text: str, parent: str = "Standard", outline: int = 0) -> str:
    level = f' style:default-outline-level="{outline}"' if outline else ""
    return (
        f'<style:style style:name="{name.replace(" ", "_20_")}" style:display-name="{name}" style:family="paragraph"'
        f' style:parent-style-name="{parent}"{level} style:class="text">'
        f"<style:paragraph-properties {properties}/><style:text-properties {text}/></style:style>"
    )


def _flat(styles: str, layout: str, masters: str, body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMESPACES} office:version="1.2"'
        ' office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:styles>{styles}</office:styles><office:automatic-styles>{layout}</office:automatic-styles>"
        f"<office:master-styles>{masters}</office:master-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def _layout(name: str, width: str, height: str, margins: str) -> str:
    space = '<style:header-footer-properties fo:min-height="1cm"/>'
    return (
        f'<style:page-layout style:name="{name}"><style:page-layout-properties fo:page-width="{width}" '
        f'fo:page-height="{height}" {margins}/><style:header-style>{space}</style:header-style>'
        f"<style:footer-style>{space}</style:footer-style></style:page-layout>"
    )


RED = _flat(
    _paragraph_style("Standard", "", 'style:font-name="Verdana" fo:font-family="Verdana" fo:font-size="12pt"', "")
    + _paragraph_style("Text body", 'fo:margin-bottom="0.3cm"', "")
    + _paragraph_style("Heading", "", 'fo:font-family="Georgia"')
    + _paragraph_style("Heading 1", "", 'fo:font-size="22pt" fo:color="#9b1b30" fo:font-weight="bold"', "Heading", 1)
    + _paragraph_style("Heading 2", "", 'fo:font-size="16pt" fo:color="#9b1b30"', "Heading", 2)
    + _paragraph_style("Title", "", 'fo:font-size="30pt" fo:color="#9b1b30"', "Heading"),
    _layout("page", "21cm", "29.7cm", 'fo:margin="2.5cm"'),
    '<style:master-page style:name="Standard" style:page-layout-name="page">'
    f"<style:header><text:p>{_LOGO} Redshire County Council</text:p></style:header>"
    "<style:footer><text:p>redshire.example, page <text:page-number>1</text:page-number></text:p></style:footer>"
    "</style:master-page>",
    '<text:h text:style-name="Heading_20_1" text:outline-level="1">Old report</text:h>'
    "<text:p>Secret text of old.</text:p>",
)
"""A4, headings in red Georgia, a logo in the header, a page number in the footer."""

GREEN = _flat(
    _paragraph_style("Standard", "", 'fo:font-family="Tahoma" fo:font-size="11pt" fo:color="#202020"', "")
    + _paragraph_style("Heading 1", "", 'fo:font-size="20pt" fo:color="#1d5c2e"', "Standard", 1),
    _layout("cover", "21.59cm", "27.94cm", 'fo:margin="3cm"')
    + _layout("inside", "21.59cm", "27.94cm", 'fo:margin="2cm"'),
    '<style:master-page style:name="First_20_Page" style:display-name="First Page" style:page-layout-name="cover"'
    f' style:next-style-name="Standard"><style:header><text:p>{_LOGO}</text:p></style:header></style:master-page>'
    '<style:master-page style:name="Standard" style:page-layout-name="inside">'
    "<style:header><text:p>Greendale District Council</text:p></style:header>"
    "<style:footer><text:p>12 Market Street</text:p></style:footer></style:master-page>",
    '<text:p text:style-name="Cover">Cover</text:p><text:p text:style-name="Inside">Inside</text:p>',
).replace(
    "<office:automatic-styles>",
    '<office:automatic-styles><style:style style:name="Cover" style:family="paragraph" '
    'style:parent-style-name="Standard" style:master-page-name="First_20_Page"/>'
    '<style:style style:name="Inside" style:family="paragraph" '
    'style:parent-style-name="Standard" style:master-page-name="Standard"/>',
)
"""Letter paper, a first page with a header of its own, a footer without a page number, text of 11 points."""

BLUE = _flat(
    _paragraph_style("Standard", "", 'fo:font-family="Calibri" fo:font-size="12pt"', "")
    + _paragraph_style("List Bullet", 'fo:margin-left="1cm"', "")
    + _paragraph_style("Heading 1", "", 'fo:font-size="18pt" fo:color="#333399"', "Standard", 1),
    _layout("page", "21cm", "29.7cm", 'fo:margin="2cm"'),
    '<style:master-page style:name="Standard" style:page-layout-name="page"><style:header><text:p>See '
    '<text:a xlink:type="simple" xlink:href="https://tracking.example/?id=1">our web site</text:a></text:p>'
    "</style:header></style:master-page>",
    '<text:p text:style-name="List_20_Bullet">Item</text:p>',
)
"""A link to the web in the header, no footer, a List Bullet that belongs to no list."""
