"""Content controls of a form: what they are called, what they take, and how they are filled."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection
from datetime import date
from typing import Literal

from smreport.blocks.filling import Content
from smreport.frozen import Frozen
from smreport.word.elements import Element, W, run, w
from smreport.word.filling.reading import is_hint, plain, titles_of, words_in

Kind = Literal["text", "rich", "date", "list", "combo", "other"]
Refusal = Literal["locked", "no_date", "not_listed", "other_kind"]

_VAL = f"{W}val"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_LOCKED = ("contentLocked", "sdtContentLocked")
_OTHER = (
    *(W + tag for tag in ("picture", "docPartList", "equation", "citation", "bibliography", "group")),
    f"{_W14}checkbox", f"{_W15}repeatingSection", f"{_W15}dataBinding",
)  # fmt: skip
_DATE_PART = re.compile("d{1,4}|M{1,4}|y{2,4}|'[^']*'|.")


class Value(Frozen):
    """What a content control shall hold: what it shows, what its data says, and the day that it is, if any."""

    shown: str
    stored: str
    day: str = ""


def properties_of(control: Element) -> Element:
    """What is said of a control; made where there is nothing."""
    properties = control.find(f"{W}sdtPr")
    if properties is None:
        properties = w("sdtPr")
        control.insert(0, properties)
    return properties


def title_of(control: Element) -> str:
    """What people call a control: its title, else its tag."""
    names = (control.find(f"{W}sdtPr/{W}{tag}") for tag in ("alias", "tag"))
    return next((name.get(_VAL) for name in names if name is not None and (name.get(_VAL) or "").strip()), "")


def titles_of_control(control: Element) -> tuple[str, frozenset[str]]:
    """What a control is called, and all titles that its name and its tag may be: "MeetingDate" is "meeting date"."""
    names = [control.find(f"{W}sdtPr/{W}{tag}") for tag in ("alias", "tag")]
    texts = [name.get(_VAL) or "" for name in names if name is not None]
    parted = [re.sub(r"(?<=[a-z])(?=[A-Z])|[_\-.]+", " ", text) for text in texts]
    return title_of(control), frozenset(title for text in (*texts, *parted) for title in titles_of(text))


def kind_of(control: Element) -> Kind:
    """What kind of value a control takes."""
    properties = control.find(f"{W}sdtPr")
    tags = set() if properties is None else {child.tag for child in properties}
    if tags & set(_OTHER) or control.find(f"{W}sdtContent") is None:
        return "other"
    kinds: dict[str, Kind] = {"date": "date", "dropDownList": "list", "comboBox": "combo", "text": "text"}
    return next((kind for tag, kind in kinds.items() if W + tag in tags), "rich")


def is_locked(control: Element) -> bool:
    """Whether nobody may change what a control holds."""
    return any(
        (lock := holder.find(f"{W}sdtPr/{W}lock")) is not None and lock.get(_VAL) in _LOCKED
        for holder in (control, *control.iterancestors(f"{W}sdt"))
        if holder is control or holder.find(f"{W}sdtPr/{W}group") is None
    )


def locked_around(element: Element) -> Element | None:
    """The outermost locked control that an element stands in, None where it stands in none."""
    return next((holder for holder in reversed(list(element.iterancestors(f"{W}sdt"))) if is_locked(holder)), None)


def is_open_control(control: Element) -> bool:
    """Whether a control waits for something: it shows a hint, or nothing."""
    return is_hint(control) or not words_in(control).strip()


def value_for(control: Element, content: Content, text: str) -> Value | Refusal:
    """What a control takes of a content, or why it takes nothing."""
    kind = kind_of(control)
    if is_locked(control):
        return "locked"
    if kind == "date":
        return "no_date" if content.day is None else _date(control, content.day, text)
    if kind in ("list", "combo"):
        listed = _listed(control, (*content.choices, text))
        return listed or (Value(text, text) if kind == "combo" else "not_listed")
    return "other_kind" if kind == "other" else Value(text, text)


def _date(control: Element, day: date, text: str) -> Value:
    wanted = control.find(f"{W}sdtPr/{W}date")
    form, stored_as = (wanted.find(W + tag) for tag in ("dateFormat", "storeMappedDataAs"))
    shown = text if form is None else _in_format(form.get(_VAL) or "", day, text)
    kind = "dateTime" if stored_as is None else stored_as.get(_VAL)
    stored = {"text": shown, "date": day.isoformat()}.get(kind, f"{day.isoformat()}T00:00:00")
    return Value(shown, stored, day.isoformat())


def _in_format(form: str, day: date, text: str) -> str:
    """A day as a format such as "dd/MM/yyyy" has it; the text where the format is of another kind."""
    month = max(re.findall(r"[^\W\d]+", text), key=len, default="")
    parts = {
        "d": str(day.day), "dd": f"{day.day:02}", "M": str(day.month), "MM": f"{day.month:02}", "MMM": month[:3],
        "MMMM": month, "yy": f"{day.year % 100:02}", "yyyy": str(day.year),
    }  # fmt: skip
    pieces = _DATE_PART.findall(form)
    asked = [piece for piece in pieces if piece[:1] in "dMy"]
    if not asked or any(not parts.get(piece) for piece in asked):
        return text
    return "".join(parts.get(piece, piece.strip("'") if len(piece) > 1 else piece) for piece in pieces)


def _listed(control: Element, meant: Collection[str]) -> Value | None:
    """The first of a list's values that is meant; a sentence means the value that it begins with."""
    items = control.findall(f"{W}sdtPr/{W}dropDownList/{W}listItem") + control.findall(
        f"{W}sdtPr/{W}comboBox/{W}listItem"
    )
    by_name: dict[str, Value] = {}
    for item in items:
        value = item.get(f"{W}value") or ""
        shown = item.get(f"{W}displayText") or value
        for name in (shown, value):
            if value and plain(name):
                by_name.setdefault(plain(name), Value(shown, value))
    return next((by_name[plain(text)] for text in meant if plain(text) in by_name), None)


def put_value(control: Element, value: Value) -> None:
    """Fill a control, which then no longer shows a hint."""
    properties = properties_of(control)
    for hint in properties.findall(f"{W}showingPlcHdr"):
        properties.remove(hint)
    if (wanted := properties.find(f"{W}date")) is not None and value.day:
        wanted.set(f"{W}fullDate", f"{value.day}T00:00:00Z")
    if (chosen := properties.find(f"{W}dropDownList")) is not None:
        chosen.set(f"{W}lastValue", value.stored)
    put_text(control, value.shown)


def put_text(control: Element, text: str) -> None:
    """Words in the place of those that a control holds, in the looks that it says."""
    content = control.find(f"{W}sdtContent")
    words = run(text if _takes_lines(control) else " ".join(text.split()))
    if (looks := _looks_of(control)) is not None:
        words.insert(0, looks)
    holder = next((element for element in content.iter(f"{W}p")), content)
    keeps = f"{W}pPr"
    for paragraph in list(content.iter(f"{W}p"))[1:]:
        if paragraph.getparent() is holder.getparent():
            holder.getparent().remove(paragraph)
    for child in list(holder):
        if child.tag != keeps:
            holder.remove(child)
    holder.append(words)


def _takes_lines(control: Element) -> bool:
    plain_text = control.find(f"{W}sdtPr/{W}text")
    return plain_text is None or plain_text.get(f"{W}multiLine") in ("1", "true", "on")


def _looks_of(control: Element) -> Element | None:
    """The looks of what is typed into a control; those of its hint go."""
    looks = control.find(f"{W}sdtPr/{W}rPr")
    return None if looks is None else copy.deepcopy(looks)


def holds_blocks(control: Element) -> bool:
    """Whether a control stands around whole paragraphs, and takes any of them."""
    content, bound = control.find(f"{W}sdtContent"), control.find(f"{W}sdtPr/{W}dataBinding")
    if kind_of(control) != "rich" or bound is not None:
        return False
    return any(child.tag in (f"{W}p", f"{W}tbl") for child in content)


def open_blocks(control: Element) -> None:
    """Take the hint out of a control around paragraphs: one empty paragraph stays."""
    properties, content = properties_of(control), control.find(f"{W}sdtContent")
    hints = properties.findall(f"{W}showingPlcHdr")
    for hint in hints:
        properties.remove(hint)
    if hints:
        first = next(content.iter(f"{W}p"), None)
        kept = w("p", *(() if first is None else first.findall(f"{W}pPr")))
        content[:] = [kept]
