"""Looks that are added to a workbook's own stylesheet, each found again where it is there already."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from smreport.package.parts import Package
from smreport.package.trees import Element, parsed
from smreport.workbook.spreadsheet_xml import MAIN, OFFICE, child, insert_in_order, sml

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
)  # fmt: skip
_BARE = f"""<styleSheet xmlns="{MAIN}">
<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>
<dxfs count="0"/>
</styleSheet>"""
_SIDES = ("left", "right", "top", "bottom")


class Stylesheet:
    """The stylesheet of a workbook. Nothing in it is ever changed or taken out: what is there stays as it is."""

    def __init__(self, package: Package, workbook: str) -> None:
        part = package.target(workbook, f"{OFFICE}/styles")
        bare = parsed(_BARE.replace("\n", "").encode())
        if not part:
            usual = "xl/styles.xml"  # other programs look for it there
            part = package.put(package.free_name("xl/styles{}.xml") if package.has(usual) else usual, bare, _TYPE)
            package.relate(workbook, f"{OFFICE}/styles", part)
        self.root = package.root(part)
        for group in bare:
            existing = child(self.root, etree.QName(group).localname)
            if existing is None:
                insert_in_order(self.root, deepcopy(group), _ORDER)
            elif not len(existing):
                existing.extend(deepcopy(group))

    def cell(
        self, *, size: int = 11, bold: bool = False, underline: bool = False, colour: str = "", fill: str = "",
        line: str = "", wrap: bool = False,
    ) -> int:  # fmt: skip
        """The number of a cell format in Arial. Colours are RRGGBB; ``line`` is the colour of a thin border."""
        font = [sml("b")] if bold else []
        font += [sml("u")] if underline else []
        font += [sml("sz", val=size), sml("color", rgb=f"FF{colour or '000000'}"), sml("name", val="Arial")]
        look = sml(
            "xf",
            sml("alignment", vertical="top", wrapText=int(wrap)),
            numFmtId=0,
            fontId=self._number("fonts", sml("font", *font, sml("family", val=2))),
            fillId=self._number("fills", sml("fill", _solid(fill))) if fill else 0,
            borderId=self._number("borders", _box(line)) if line else 0,
            xfId=0,
            **dict.fromkeys(("applyFont", "applyFill", "applyBorder", "applyAlignment"), 1),
        )
        return self._number("cellXfs", look)

    def shade(self, colour: str) -> int:
        """The number of a differential format that fills a cell."""
        fill = sml("fill", sml("patternFill", sml("bgColor", rgb=f"FF{colour}"), patternType="solid"))
        return self._number("dxfs", sml("dxf", fill))

    def _number(self, group: str, look: Element) -> int:
        looks = child(self.root, group)
        at = next((number for number, existing in enumerate(looks) if _same(existing, look)), None)
        if at is not None:
            return at
        looks.append(look)
        looks.set("count", str(len(looks)))
        return len(looks) - 1


def _solid(colour: str) -> Element:
    return sml("patternFill", sml("fgColor", rgb=f"FF{colour}"), sml("bgColor", indexed=64), patternType="solid")


def _box(colour: str) -> Element:
    sides = [sml(side, sml("color", rgb=f"FF{colour}"), style="thin") for side in _SIDES]
    return sml("border", *sides, sml("diagonal"))


def _same(element: Element, other: Element) -> bool:
    alike = element.tag == other.tag and dict(element.attrib) == dict(other.attrib) and len(element) == len(other)
    return alike and all(map(_same, element, other))
