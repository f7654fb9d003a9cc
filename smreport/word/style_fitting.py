"""Fit the styles that a report uses to those of a council's Word file: find them by name, and add what is missing."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Fitted:
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
            for each in element.iter(_STYLE_REFERENCES):
                each.set(_VAL, self.style_ids.get(each.get(_VAL), each.get(_VAL)))
        if self.more_lists:
            for each in element.iter(W + "numId"):
                each.set(_VAL, str(int(each.get(_VAL)) + self.more_lists))


def fit(file: StyleFile, style: HouseStyle, language: str, numbered_lists: int) -> Fitted:
    """The styles and lists of the file, completed by those of the house in the looks of the file.

    style           the house's looks for what is missing, as looks_of in council_looks.py gives them
    language        of all text, a BCP 47 tag
    numbered_lists  how many numbered lists the report has; each starts again at one
    """
    styles, numbering = copy.deepcopy(file.styles), copy.deepcopy(file.numbering)
    _set_language(styles, language)
    style_ids, added = _matched(styles, word_styles.styles_of(style))
    _mark_defaults(styles, style_ids)
    more_lists = max((int(each.get(W + "numId")) for each in numbering.iterfind(W + "num")), default=0)
    fitted = Fitted(styles, numbering, style_ids, more_lists)
    for each in added:
        each.set(W + "styleId", style_ids[id_of(each)])
        fitted.translate(each)
        styles.append(each)
    _add_lists(fitted, numbered_lists)
    _keep_with_next(fitted)
    return fitted


def _matched(styles: Element, house: list[Element]) -> tuple[dict[str, str], list[Element]]:
    """The id in the file for each style of the house, and the styles that the file does not have."""
    found, used = ids_by_name(styles), set(by_id(styles))
    style_ids: dict[str, str] = {}
    added: list[Element] = []
    for each in house:
        name, kind = name_of(each), each.get(W + "type")
        known = _default(styles, kind) if is_default(each) else ""
        known = known or found.get((kind, name.lower())) or found.get((kind, _INSTEAD.get(name, "")), "")
        if not known:
            known = _free(id_of(each), used)
            used.add(known)
            added.append(each)
        style_ids[id_of(each)] = known
    return style_ids, added


def _mark_defaults(styles: Element, style_ids: Mapping[str, str]) -> None:
    """LibreOffice does not say which styles are those of text that has no other."""
    defaults = {style_ids[name] for name in _DEFAULTS}
    for each in styles.iterfind(W + "style"):
        if id_of(each) in defaults and not is_default(each):
            each.set(W + "default", "1")


def missing_styles(file: StyleFile, style: HouseStyle) -> tuple[str, ...]:
    """The names of Word's own styles that a report uses and the file does not have."""
    _, added = _matched(file.styles, word_styles.styles_of(style))
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
        spaces = (each.get(W + "before") for style in chain for each in style.iterfind(f"{W}pPr/{W}spacing"))
        if int(next((each for each in spaces if each and each.isdecimal()), "0")) < _LEAST_SPACE:
            at = next((at for at, each in enumerate(properties) if each.tag == W + "ind"), len(properties))
            properties.insert(at, w("spacing", before=_SPACE))


def _set_language(styles: Element, language: str) -> None:
    """All text is in the language of the report, whatever the styles of the file say."""
    for each in list(styles.iter(W + "lang")):
        each.getparent().remove(each)
    defaults = _child(styles, "docDefaults", 0)
    properties = _child(_child(defaults, "rPrDefault", 0), "rPr", 0)
    properties.append(w("lang", val=language, eastAsia=language))


def _child(parent: Element, tag: str, at: int) -> Element:
    found = parent.find(W + tag)
    if found is None:
        found = w(tag)
        parent.insert(at, found)
    return found


def _reported(added: list[Element]) -> Iterator[str]:
    """The added styles that Word has under that name; the others are only the house's."""
    for style in added:
        if not (style.get(W + "customStyle") or is_default(style)):
            name = name_of(style).replace("toc", "TOC")
            yield name[0].upper() + name[1:]


def _add_lists(fitted: Fitted, numbered_lists: int) -> None:
    """The lists of the house after those of the file; the file's own numbered list is the one that restarts."""
    numbering = fitted.numbering
    more_kinds = max((int(each.get(W + "abstractNumId")) for each in numbering.iterfind(W + "abstractNum")), default=0)
    own = {style_id: _kind_of(numbering, _list_of(fitted, style_id)) for style_id in _LIST_STYLES}
    kinds = [word_styles.COMMITTEE, *(number for style_id, number in _LIST_STYLES.items() if not own[style_id])]
    for each in word_styles.numbering_definitions(kinds, numbered_lists):
        if each.tag == W + "abstractNum":
            each.set(W + "abstractNumId", str(int(each.get(W + "abstractNumId")) + more_kinds))
        else:
            kind = each.find(W + "abstractNumId")
            is_own = each.find(W + "lvlOverride") is not None and own["ListNumber"]
            kind.set(_VAL, own["ListNumber"] if is_own else str(int(kind.get(_VAL)) + more_kinds))
            each.set(W + "numId", str(int(each.get(W + "numId")) + fitted.more_lists))
        fitted.translate(each)
        _after(numbering, each)
    for style_id, number in _LIST_STYLES.items():
        if not own[style_id]:
            _give_list(fitted, style_id, number + fitted.more_lists)


def _list_of(fitted: Fitted, style_id: str) -> str:
    """The number of the list that a style of the file belongs to, at its first level; "" for none."""
    for style in with_bases(by_id(fitted.styles), fitted.style_ids[style_id]):
        found = style.find(f"{W}pPr/{W}numPr")
        if found is not None:
            level, number = found.find(W + "ilvl"), found.find(W + "numId")
            at_first = level is None or level.get(_VAL) == "0"
            return str(number.get(_VAL)) if at_first and number is not None else ""
    return ""


def _kind_of(numbering: Element, number: str) -> str:
    for each in numbering.iterfind(W + "num"):
        if number and each.get(W + "numId") == number:
            kind = each.find(W + "abstractNumId")
            return "" if kind is None else str(kind.get(_VAL))
    return ""


def _give_list(fitted: Fitted, style_id: str, number: int) -> None:
    properties = _paragraph_properties(_style(fitted, style_id))
    for each in properties.findall(W + "numPr"):
        properties.remove(each)
    at = sum(each.tag in {W + tag for tag in _BEFORE_LIST} for each in properties)
    properties.insert(at, w("numPr", w("numId", val=number)))


def _keep_with_next(fitted: Fitted) -> None:
    """Headings and captions stay on the page of what they are about."""
    known = by_id(fitted.styles)
    for style_id in _KEPT:
        chain = with_bases(known, fitted.style_ids[style_id])
        if all(each.find(f"{W}pPr/{W}keepNext") is None for each in chain):
            _paragraph_properties(_style(fitted, style_id)).insert(0, w("keepNext"))


def _style(fitted: Fitted, style_id: str) -> Element:
    return by_id(fitted.styles)[fitted.style_ids[style_id]]


def _paragraph_properties(style: Element) -> Element:
    properties = style.find(W + "pPr")
    if properties is None:
        properties = w("pPr")
        later = [each for each in style if each.tag == W + "rPr"]
        style.insert(style.index(later[0]) if later else len(style), properties)
    return properties


def _after(numbering: Element, element: Element) -> None:
    """Behind the last of its kind; the kinds of lists come before the lists."""
    if element.tag == W + "abstractNum":
        at = next((at for at, each in enumerate(numbering) if each.tag == W + "num"), len(numbering))
    else:
        at = sum(each.tag in (W + "abstractNum", W + "num") for each in numbering)
    numbering.insert(at, element)


def _free(id_: str, used: set[str]) -> str:
    """The id, with a number where the file uses it for something else."""
    number, free = 1, id_
    while free in used:
        number, free = number + 1, f"{id_}{number}"
    return free


def _default(styles: Element, kind: str) -> str:
    """The style of text that has no other; "" where the file marks none."""
    same = (each for each in styles.iterfind(W + "style") if each.get(W + "type") == kind)
    return next((id_of(each) for each in same if is_default(each)), "")
