"""The data that content controls show: XML parts of a form, in which a bound control has its value."""

from __future__ import annotations

import re

from smreport.frozen import Frozen
from smreport.package.parts import Package
from smreport.word.elements import Element, W

_DS = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}"
_PROPERTIES = {
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}": "core-properties",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}": "extended-properties",
}
_STEP = re.compile(r"(?:(?P<prefix>[\w.-]+):)?(?P<name>[\w.-]+)(?:\[(?P<at>\d{1,4})\])?")
_PREFIX = re.compile(r"xmlns:([\w.-]+)\s*=\s*['\"]([^'\"]*)['\"]")


class Bound(Frozen):
    """Where a control's value stands: an element of a part, or an attribute of it ("" for its text)."""

    element: Element
    attribute: str = ""

    def put(self, value: str) -> None:
        if self.attribute:
            self.element.set(self.attribute, value)
        else:
            self.element[:] = []
            self.element.text = value


def is_bound(control: Element) -> bool:
    """Whether a control shows what stands in a part with data."""
    return control.find(f"{W}sdtPr/{W}dataBinding") is not None


def bound_to(package: Package, main: str, control: Element) -> Bound | None:
    """Where the value of a bound control stands, None where that is nowhere."""
    binding = control.find(f"{W}sdtPr/{W}dataBinding")
    prefixes = dict(_PREFIX.findall(binding.get(f"{W}prefixMappings") or ""))
    path, store = binding.get(f"{W}xpath") or "", (binding.get(f"{W}storeItemID") or "").upper()
    candidates = (_at(root, path, prefixes) for root in _stores(package, main, store))
    return next((bound for bound in candidates if bound is not None), None)


def _stores(package: Package, main: str, wanted: str) -> list[Element]:
    """The roots of the parts with a store's id; where none has it, those without an id."""
    if wanted in _PROPERTIES:
        part = package.target("", _PROPERTIES[wanted])
        return [package.root(part)] if part else []
    items = filter(package.is_sound, package.targets(main, "customXml").values())
    ids = {item: _id_of(package, item) for item in items}
    chosen = wanted if wanted in ids.values() else ""
    return [package.root(item) for item, id_ in ids.items() if id_ == chosen]


def _id_of(package: Package, item: str) -> str:
    properties = package.target(item, "customXmlProps")
    return str(package.root(properties).get(f"{_DS}itemID") or "").upper() if properties else ""


def _at(root: Element, path: str, prefixes: dict[str, str]) -> Bound | None:
    """What a path of plain steps leads to: "/ns0:report[1]/ns0:date[1]" or ".../@id"."""
    to_element, is_attribute, attribute = path.partition("/@")
    place, siblings = None, [root]
    for step in filter(None, to_element.split("/")):
        place = _step(siblings, step, prefixes)
        if place is None:
            return None
        siblings = list(place)
    name = _named(attribute, prefixes) if is_attribute else ""
    return None if place is None or bool(name) != bool(is_attribute) else Bound(place, name)


def _step(siblings: list[Element], step: str, prefixes: dict[str, str]) -> Element | None:
    """The sibling that a step names, None where there is none or the step is no plain one."""
    match, name = _STEP.fullmatch(step), _named(step, prefixes)
    same = [sibling for sibling in siblings if name and sibling.tag == name]
    at = int(match["at"] or 1) - 1 if match else -1
    return same[at] if 0 <= at < len(same) else None


def _named(step: str, prefixes: dict[str, str]) -> str:
    """The full name of a step, "" where it is no plain one."""
    match = _STEP.fullmatch(step)
    if match is None or (match["prefix"] and match["prefix"] not in prefixes):
        return ""
    return f"{{{prefixes[match['prefix']]}}}{match['name']}" if match["prefix"] else match["name"]
