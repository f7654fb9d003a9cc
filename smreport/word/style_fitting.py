"""Fit the styles that a report uses to those of a council's Word file: find them by name, and add what is missing."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping

from smreport.frozen import Frozen
from smreport.word import styles as word_styles
from smreport.word.elements import Element, W, w
from smreport.word.house_style import HouseStyle
from smreport.word.style_file import StyleFile
from smreport.word.style_lookup import by_id, id_of, ids_by_name, is_default, name_of, with_bases

_VAL = f"{W}val"
_KEPT = ("Heading1", "Heading2", "Heading3", "TOCHeading", "Caption", "ListLeadIn")
_BEFORE_LIST = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
_DEFAULTS = ("Normal", "DefaultParagraphFont", "TableNormal", "NoList")
_LIST_STYLES = {"ListBullet": word_styles.BULLETS, "ListNumber": word_styles.NUMBERS}
_INSTEAD = {"Body Text": "normal"}
_STYLE_REFERENCES = tuple(W + tag for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"))
_LEAST_SPACE, _SPACE = 120, 160  # twentieths of a point


class Fitted(Frozen):
    """The styles and lists of a report's file, and how to translate the house's terms into them.

    style_ids  the id in the file of each style of the house
    more_lists what to add to the number of a list of the house
    """

    styles: Element
    numbering: Element
    style_ids: Mapping[str, str]
    more_lists: int

    def translate(self, element: Element) -> None:
        """Turn the names and numbers of the house, in an element and all in it, into those of the file."""
        if any(house != own for house, own in self.style_ids.items()):
            for reference in element.iter(_STYLE_REFERENCES):
                reference.set(_VAL, self.style_ids.get(reference.get(_VAL), reference.get(_VAL)))
        if self.more_lists:
            for number in element.iter(W + "numId"):
                number.set(_VAL, str(int(number.get(_VAL)) + self.more_lists))


def fit(file: StyleFile, style: HouseStyle, language: str, numbered_lists: int) -> Fitted:
    """The styles and lists of the file, completed by those of the house in the looks of the file.

    style           the house's looks for what is missing, as looks_of in council_looks.py gives them
    language        of all text, a BCP 47 tag
    numbered_lists  how many numbered lists the report has; each starts again at one
    """
    styles, numbering = copy.deepcopy(file.styles), copy.deepcopy(file.numbering)
    _set_language(styles, language)
    style_ids, added = matched(styles, word_styles.styles_of(style))
    _mark_defaults(styles, style_ids)
    more_lists = max((int(entry.get(W + "numId")) for entry in numbering.iterfind(W + "num")), default=0)
    fitted = Fitted(styles, numbering, style_ids, more_lists)
    for addition in added:
        addition.set(W + "styleId", style_ids[id_of(addition)])
        fitted.translate(addition)
        styles.append(addition)
    _add_lists(fitted, numbered_lists)
    _keep_with_next(fitted)
    return fitted


def matched(styles: Element, house: list[Element]) -> tuple[dict[str, str], list[Element]]:
    """The id in the file for each style of the house, and the styles that the file does not have."""
    ids, used = ids_by_name(styles), set(by_id(styles))
    style_ids: dict[str, str] = {}
    added: list[Element] = []
    for style in house:
        name, kind = name_of(style), style.get(W + "type")
        known = _default(styles, kind) if is_default(style) else ""
        known = known or ids.get((kind, name.lower())) or ids.get((kind, _INSTEAD.get(name, "")), "")
        if not known:
            known = _free(id_of(style), used)
            used.add(known)
            added.append(style)
        style_ids[id_of(style)] = known
    return style_ids, added


def _mark_defaults(styles: Element, style_ids: Mapping[str, str]) -> None:
    """LibreOffice does not say which styles are those of text that has no other."""
    defaults = {style_ids[name] for name in _DEFAULTS}
    for style in styles.iterfind(W + "style"):
        if id_of(style) in defaults and not is_default(style):
            style.set(W + "default", "1")


def missing_styles(file: StyleFile, style: HouseStyle) -> tuple[str, ...]:
    """The names of Word's own styles that a report uses and the file does not have."""
    _, added = matched(file.styles, word_styles.styles_of(style))
    return tuple(_reported(added))


def part_from_tables(body: Element, styles: Element) -> None:
    """Set text apart from a table above it where its style in the file does not."""
    known = by_id(styles)
    for table in body.iter(W + "tbl"):
        below = table.getnext()
        if below is None or below.tag != W + "p":
            continue
        properties = below.find(W + "pPr")
        chain = with_bases(known, properties.find(W + "pStyle").get(_VAL))
        spaces = (spacing.get(W + "before") for style in chain for spacing in style.iterfind(f"{W}pPr/{W}spacing"))
        if int(next((space for space in spaces if space and space.isdecimal()), "0")) < _LEAST_SPACE:
            at = next((at for at, child in enumerate(properties) if child.tag == W + "ind"), len(properties))
            properties.insert(at, w("spacing", before=_SPACE))


def _set_language(styles: Element, language: str) -> None:
    """All text is in the language of the report, whatever the styles of the file say."""
    for mark in list(styles.iter(W + "lang")):
        mark.getparent().remove(mark)
    defaults = _child(styles, "docDefaults", 0)
    properties = _child(_child(defaults, "rPrDefault", 0), "rPr", 0)
    properties.append(w("lang", val=language, eastAsia=language))


def _child(parent: Element, tag: str, at: int) -> Element:
    child = parent.find(W + tag)
    if child is None:
        child = w(tag)
        parent.insert(at, child)
    return child


def _reported(added: list[Element]) -> Iterator[str]:
    """The added styles that Word has under that name; the others are only the house's."""
    for style in added:
        if not (style.get(W + "customStyle") or is_default(style)):
            name = name_of(style).replace("toc", "TOC")
            yield name[0].upper() + name[1:]


def _add_lists(fitted: Fitted, numbered_lists: int) -> None:
    """The lists of the house after those of the file; the file's own numbered list is the one that restarts."""
    numbering = fitted.numbering
    more_kinds = max(
        (int(definition.get(W + "abstractNumId")) for definition in numbering.iterfind(W + "abstractNum")), default=0
    )
    own = {style_id: kind_of_list(numbering, list_of(fitted, style_id)) for style_id in _LIST_STYLES}
    kinds = [word_styles.COMMITTEE, *(number for style_id, number in _LIST_STYLES.items() if not own[style_id])]
    for definition in word_styles.numbering_definitions(kinds, numbered_lists):
        if definition.tag == W + "abstractNum":
            definition.set(W + "abstractNumId", str(int(definition.get(W + "abstractNumId")) + more_kinds))
        else:
            kind = definition.find(W + "abstractNumId")
            is_own = definition.find(W + "lvlOverride") is not None and own["ListNumber"]
            kind.set(_VAL, own["ListNumber"] if is_own else str(int(kind.get(_VAL)) + more_kinds))
            definition.set(W + "numId", str(int(definition.get(W + "numId")) + fitted.more_lists))
        fitted.translate(definition)
        put_in_order(numbering, definition)
    for style_id, number in _LIST_STYLES.items():
        if not own[style_id]:
            _give_list(fitted, style_id, number + fitted.more_lists)


def list_of(fitted: Fitted, style_id: str) -> str:
    """The number of the list that a style of the file belongs to, at its first level; "" for none."""
    for style in with_bases(by_id(fitted.styles), fitted.style_ids[style_id]):
        listing = style.find(f"{W}pPr/{W}numPr")
        if listing is not None:
            level, number = listing.find(W + "ilvl"), listing.find(W + "numId")
            at_first = level is None or level.get(_VAL) == "0"
            return str(number.get(_VAL)) if at_first and number is not None else ""
    return ""


def kind_of_list(numbering: Element, number: str) -> str:
    for entry in numbering.iterfind(W + "num"):
        if number and entry.get(W + "numId") == number:
            kind = entry.find(W + "abstractNumId")
            return "" if kind is None else str(kind.get(_VAL))
    return ""


def _give_list(fitted: Fitted, style_id: str, number: int) -> None:
    properties = _paragraph_properties(_style(fitted, style_id))
    for reference in properties.findall(W + "numPr"):
        properties.remove(reference)
    at = sum(child.tag in {W + tag for tag in _BEFORE_LIST} for child in properties)
    properties.insert(at, w("numPr", w("numId", val=number)))


def _keep_with_next(fitted: Fitted) -> None:
    """Headings and captions stay on the page of what they are about."""
    known = by_id(fitted.styles)
    for style_id in _KEPT:
        chain = with_bases(known, fitted.style_ids[style_id])
        if all(link.find(f"{W}pPr/{W}keepNext") is None for link in chain):
            _paragraph_properties(_style(fitted, style_id)).insert(0, w("keepNext"))


def _style(fitted: Fitted, style_id: str) -> Element:
    return by_id(fitted.styles)[fitted.style_ids[style_id]]


def _paragraph_properties(style: Element) -> Element:
    properties = style.find(W + "pPr")
    if properties is None:
        properties = w("pPr")
        later = [child for child in style if child.tag == W + "rPr"]
        style.insert(style.index(later[0]) if later else len(style), properties)
    return properties


def put_in_order(numbering: Element, element: Element) -> None:
    """Behind the last of its kind; the kinds of lists come before the lists."""
    if element.tag == W + "abstractNum":
        at = next((at for at, child in enumerate(numbering) if child.tag == W + "num"), len(numbering))
    else:
        at = sum(child.tag in (W + "abstractNum", W + "num") for child in numbering)
    numbering.insert(at, element)


def _free(id_: str, used: set[str]) -> str:
    """The id, with a number where the file uses it for something else."""
    number, free = 1, id_
    while free in used:
        number, free = number + 1, f"{id_}{number}"
    return free


def _default(styles: Element, kind: str) -> str:
    """The style of text that has no other; "" where the file marks none."""
    same = (style for style in styles.iterfind(W + "style") if style.get(W + "type") == kind)
    return next((id_of(style) for style in same if is_default(style)), "")
