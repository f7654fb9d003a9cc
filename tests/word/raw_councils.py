"""A council's Word file written out part by part, with what an odd one has: aliases, sections, changes, pictures."""

from __future__ import annotations

import io
import zipfile

from word.council_styles import LOGO, png

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
NAMES = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:a="{_A}" xmlns:wp="{_WP}"'
DOT = png(1, 1, (1, 2, 3))

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/><w:sz w:val="25"/><w:lang w:val="fr"/></w:rPr>
</w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="character" w:default="true" w:styleId="Letters"><w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="table" w:styleId="Grid0"><w:name w:val="Normal Table"/></w:style>
<w:style w:type="paragraph" w:styleId="Kopf"><w:name w:val="HEADING 1"/><w:basedOn w:val="Standard"/>
<w:rPr><w:rFonts w:asciiTheme="majorHAnsi"/><w:color w:val="7A1F3D"/><w:lang w:val="de"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Two"><w:name w:val="Second"/><w:aliases w:val="Sub, Heading 2 ,Other"/>
<w:basedOn w:val="Kopf"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="Not a heading"/></w:style>
<w:style w:type="paragraph" w:styleId="Three"><w:name w:val="heading 3"/><w:basedOn w:val="Two"/></w:style>
<w:style w:type="character" w:styleId="Caption"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Dots"><w:name w:val="List Bullet"/><w:pPr><w:keepNext/><w:numPr>
<w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr><w:spacing w:after="9"/></w:pPr>
<w:rPr><w:color w:val="auto"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Counted"><w:name w:val="List Number"/><w:basedOn w:val="Count"/></w:style>
<w:style w:type="paragraph" w:styleId="Count"><w:name w:val="Count"/><w:pPr><w:numPr>
<w:numId w:val="4"/></w:numPr></w:pPr></w:style>
<w:style w:type="table" w:styleId="Ours"><w:name w:val="smreport Table"/><w:tblPr><w:tblCellMar>
<w:start w:w="30" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
"""
NUMBERING = """
<w:numPicBullet w:numPicBulletId="0"/>
<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:pPr/><w:lvlText w:val="%1)"/><w:lvlPicBulletId w:val="0"/>
<w:odd/><w:numFmt w:val="decimal"/><w:start w:val="1"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="6"/>
<w:abstractNum w:abstractNumId="8"><w:styleLink w:val="Named"/></w:abstractNum>
<w:abstractNum w:abstractNumId="9"><w:numStyleLink w:val="Named"/></w:abstractNum>
<w:num w:numId="4"><w:abstractNumId w:val="5"/></w:num>
<w:num w:numId="7"><w:abstractNumId w:val="5"/></w:num>
<w:num w:numId="11"><w:abstractNumId w:val="6"/></w:num>
"""
THEME = """
<a:clrScheme><a:dk2><a:sysClr val="windowText" lastClr="123456"/></a:dk2>
<a:accent1><a:srgbClr val="7a1f3d"/></a:accent1>
<a:hlink><a:srgbClr val="0000ff"/></a:hlink></a:clrScheme>
<a:majorFont><a:latin typeface="Georgia"/></a:majorFont><a:minorFont><a:latin typeface="Tahoma"/></a:minorFont>
"""
LOGOS = (
    '<w:p><w:r><w:t>Shire</w:t></w:r><w:r><w:drawing><wp:docPr id="1"/><wp:docPr id="1"/>'
    '<a:blip r:embed="logo" r:link="web"/></w:drawing></w:r>'
    '<w:r><w:pict><a:shape href="https://a.example"><a:imagedata r:id="dot"/>'
    '<a:imagedata r:id="old"/></a:shape></w:pict></w:r></w:p>'
)
BODY = """
<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="h1"/><w:footerReference w:type="default" r:id="f1"/>
<w:pgSz w:w="9999" w:h="9999"/></w:sectPr></w:pPr></w:p>
<w:p><w:pPr><w:sectPr><w:headerReference w:type="even" r:id="h2"/></w:sectPr><w:sectPrChange><w:sectPr/>
</w:sectPrChange></w:pPr></w:p>
<w:sectPr><w:headerReference w:type="default" r:id="h3"/><w:footerReference w:type="even" r:id="f2"/>
<w:pgSz w:w="11000.0" w:h="15000"/><w:pgMar w:left="1000" w:right="1200" w:gutter="300" w:header="500"/>
<w:pgBorders><w:top r:id="art"/><w:left w:val="single"/></w:pgBorders></w:sectPr>
"""
SETTINGS = '<w:clrSchemeMapping w:bg1="dark1"/><w:evenAndOddHeaders/><w:zoom w:percent="90"/>'
EDGES = {
    "h1": ("hdr", LOGOS),
    "h2": ("hdr", "<w:p><w:r><w:t>Even</w:t></w:r></w:p>"),
    "h3": ("hdr", "<w:p><w:r><w:t>Odd</w:t></w:r><wp:docPr id='1'/></w:p>"),
    "f1": ("ftr", "<w:p><w:pPr><w:jc w:val='right'/></w:pPr></w:p>"),
    "f2": ("ftr", "<w:p><w:fldSimple w:instr=' PAGE '/></w:p>"),
}


def _root(tag: str, inside: str) -> str:
    return f"<{tag} {NAMES}>{inside}</{tag}>"


def _relations(*relations: tuple[str, str, str]) -> str:
    outside = ' TargetMode="External"'
    listed = "".join(
        f'<Relationship Id="{key}" Type="{kind if ":" in kind else f"{_R}/{kind}"}" Target="{target}"'
        f"{outside if ':' in target else ''}/>"
        for key, kind, target in relations
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )


def parts_of_a_council(body: str = BODY, **others: str) -> dict[str, str | bytes]:
    """The parts of the file by their names; ``styles``, ``numbering``, ``theme`` and ``settings`` may be others."""
    own = {"styles": STYLES, "numbering": NUMBERING, "settings": SETTINGS, "theme": THEME} | others
    pictures = ("logo", "image", "media/logo.png"), ("dot", "image", "media/dot.PNG"), ("odd", "image", "media/a.svg")
    pictures += (("old", "image", "media/a.emf"), ("none", "image", "media/none.png"))
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="svg" ContentType="image/svg+xml"/>'
        '<Default Extension="emf" ContentType="image/x-emf"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": _relations(("d", "officeDocument", "word/document.xml"), ("c", _CORE, "core.xml")),
        "core.xml": '<c xmlns="urn:x"><keywords>smreport style 0123456789ab made ba9876543210</keywords></c>',
        "word/document.xml": _root("w:document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _relations(
            *((kind, kind, f"{kind}.xml") for kind in own),
            *((key, "header" if key[0] == "h" else "footer", f"{key}.xml") for key in EDGES),
        ),
        "word/_rels/h1.xml.rels": _relations(*pictures, ("web", "image", "https://a.example/b.png")),
        "word/media/logo.png": LOGO,
        "word/media/dot.PNG": DOT,
        "word/media/a.svg": b"<svg/>",
        "word/media/a.emf": b"old",
        "word/media/none.png": b"none",
        **{f"word/{kind}.xml": _root("a:theme" if kind == "theme" else f"w:{kind}", own[kind]) for kind in own},
        **{f"word/{key}.xml": _root(f"w:{tag}", inside) for key, (tag, inside) in EDGES.items()},
    }
    return files


def packed(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def council(body: str = BODY, **others: str) -> bytes:
    return packed(parts_of_a_council(body, **others))
