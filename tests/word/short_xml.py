"""WordprocessingML as a test can read it: no prefixes, attributes and elements of Word's own namespace alone."""

from __future__ import annotations

import copy
import re
from typing import Any

from lxml import etree
from word.word_reports import W

_PREFIXES = {
    "w": W[1:-1],
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _PREFIXES.items())


def element(text: str) -> Any:
    """The element that a text stands for: "<p><pPr><jc val='left'/></pPr></p>"; "words" alone are a paragraph of them.

    Names without a prefix are Word's; of wp's elements and of r's attributes the prefix is said, and nothing is "w:".
    """
    text = re.sub(r"^[^<].*", lambda words: f"<p><r><t>{words[0]}</t></r></p>", text, flags=re.DOTALL)
    root = etree.fromstring(f'<root xmlns="{W[1:-1]}" {_DECLARED}>{text}</root>')
    for each in root.iter(etree.Element):
        own = each.tag.startswith(W)
        for name in [name for name in each.attrib if own and not name.startswith("{")]:
            each.set(f"{W}{name}", each.attrib.pop(name))
    return root[0]


def body(*blocks: str) -> Any:
    """A body of such elements."""
    made = element("<body/>")
    made.extend(map(element, blocks))
    return made


def short(made: Any) -> str:
    """An element as ``element`` takes it; space that is kept is not told."""
    root = copy.deepcopy(made)
    for each in root.iter():
        if isinstance(each.tag, str):
            attributes = [(name, each.attrib.pop(name)) for name in list(each.attrib)]
            for name, value in attributes:
                if not name.endswith("}space"):
                    each.set(name.removeprefix(W), value)
    text = etree.tostring(root, with_tail=False).decode()
    return re.sub(r"(</?)(?:w|ns\d):", r"\1", re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)).replace('"', "'")
