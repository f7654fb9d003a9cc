"""Take out of a part of a Word file what is not its own: tracked changes, comments, links and what they fetch."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from smreport.word.elements import Element, W

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_UNWRAPPED = tuple(W + tag for tag in ("ins", "moveTo", "customXml", "smartTag"))
_DROPPED = tuple(
    W + tag
    for tag in (
        *("del", "moveFrom", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"),
        *("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "tblGridChange"),
        *("tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge", "proofErr", "permStart", "permEnd"),
        *("bookmarkStart", "bookmarkEnd", "object", "control", "altChunk", "subDoc", "customXmlPr", "smartTagPr"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
        *("customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd"),
        *("customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd"),
        *("customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "footnoteReference", "endnoteReference"),
    )
)
_PICTURES = ("drawing", "pict")
_OWN_FIELDS = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF", "TITLE", "SUBJECT", "AUTHOR"}
_ADDRESSES = {"href", "althref", "src"}  # of drawings in the old form
_LEVEL_PARTS = "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr"
_LEVEL_ORDER = {name: at for at, name in enumerate(_LEVEL_PARTS.split())}
_MOST_NESTED = 20  # fields in fields, as many as Word takes
_CORE_PROPERTIES = "core-properties"


def cleaned(root: Element) -> Element:
    """The part without tracked changes, comments, embedded objects and bindings to data; itself changed."""
    for element in list(root.iter(*_DROPPED)):
        _remove(element)
    for element in list(root.iter(*_UNWRAPPED)):
        _unwrap(element)
    for binding in list(root.iter(W + "dataBinding")):
        if _CORE_PROPERTIES not in binding.get(W + "prefixMappings", ""):
            _remove(binding)
    _flatten_fields(root)
    return root


def sorted_levels(numbering: Element) -> Element:
    """Lists whose levels say what they say in the order of the standard, which LibreOffice does not keep."""
    for level in numbering.iter(W + "lvl"):
        level[:] = sorted(level, key=lambda child: _LEVEL_ORDER.get(_local(child), len(_LEVEL_ORDER)))
    return numbering


def linked(root: Element, shown: Collection[str]) -> Element:
    """The part without what hangs on other relationships than those ``shown``; itself changed."""
    for element in list(root.iter()):
        for name in [name for name in element.attrib if name.rpartition("}")[2] in _ADDRESSES]:
            del element.attrib[name]
        for name in [name for name in element.attrib if name.startswith(_R)]:
            if element.get(name) not in shown:
                _unlink(element, name)
    return root


def _unlink(element: Element, name: str) -> None:
    """A link becomes its text, a copy of a picture elsewhere the picture here; other things go."""
    kind = _local(element)
    if kind == "hyperlink":
        _unwrap(element)
    elif kind == "blip" and name == _R + "link" and element.get(_R + "embed"):
        del element.attrib[name]
    elif kind in ("hlinkClick", "hlinkHover"):
        _remove(element)
    elif kind == "svgBlip":
        _remove(element.getparent())
    else:
        around = next((ancestor for ancestor in element.iterancestors() if _local(ancestor) in _PICTURES), element)
        _remove(around)


@dataclass
class _Field:
    """A field that is being read: its marks and code, until the part that shows its result begins."""

    code: str = ""
    elements: list[Element] = field(default_factory=list)
    shows_result: bool = False

    @property
    def is_own(self) -> bool:
        return all(name.upper() in _OWN_FIELDS for name in self.code.split()[:1])

    def take(self, element: Element) -> None:
        """An element of the field or of one in it; those of its result stay."""
        if not self.shows_result:
            self.elements.append(element)

    def read(self, element: Element, mark: str | None) -> None:
        """The next element of the innermost field: its code, or the mark before its result."""
        if element.tag == W + "instrText" and not self.shows_result:
            self.code += element.text or ""
        elif mark == "separate":
            self.shows_result = True


def _flatten_fields(root: Element) -> None:
    """Fields that reach outside the part, or that ask, leave the text that they show."""
    for simple in list(root.iter(W + "fldSimple")):
        if not _Field(simple.get(W + "instr", "")).is_own:
            _unwrap(simple)
    open_fields: list[_Field] = []
    for element in list(filter(_is_in_a_run, root.iter())):
        mark = element.get(W + "fldCharType") if element.tag == W + "fldChar" else ""
        if mark == "begin":
            open_fields.append(_Field())
            if len(open_fields) > _MOST_NESTED:
                raise ValueError("depth")
        for outer in open_fields:
            outer.take(element)
        if open_fields:
            open_fields[-1].read(element, mark)
        if open_fields and mark == "end":
            _close(open_fields.pop(), element)


def _is_in_a_run(element: Element) -> bool:
    return element.getparent() is not None and element.getparent().tag == W + "r"


def _close(field_: _Field, end: Element) -> None:
    if not field_.is_own:
        for element in {*field_.elements, end}:
            _remove(element)


def _remove(element: Element) -> None:
    if element.getparent() is not None:
        element.getparent().remove(element)


def _unwrap(element: Element) -> None:
    """What stands in the element takes its place."""
    parent = element.getparent()
    if parent is None:
        return
    for child in list(element):
        element.addprevious(child)
    parent.remove(element)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
