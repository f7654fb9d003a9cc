"""Whole parts of files as lines that a person reads and a diff compares, held in files beside the tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from kept import assert_as_kept

from smreport.word.house_style import Colours, Fonts, HouseStyle, Page, Sizes

FOLDER = Path(__file__).parent / "wholes"
WIDEST = 118

ODD = HouseStyle(
    Fonts("Tahoma", "Verdana"),
    Sizes(title=31, subtitle=17, heading_1=23, heading_2=19, heading_3=16, lead=14.5, body=13, table=12, footer=10.5),
    Colours(
        text="111213", muted="444546", heading="10206F", link="0B5A8F", accent="0A7A80", rule="C1C2C3",
        table_header_fill="203040", table_header_text="FFFEF0", tint="F0F4F8",
        charts=("A12020", "207020", "5A3A8A", "806000", "303132"),
    ),
    Page(margin_cm=2.3, line_spacing=1.3),
)  # fmt: skip
"""A house style of which no two values are alike."""


def lines(element: Any, depth: int = 0) -> Iterator[str]:
    """An element as ``tag=val[other=attributes] "text" (children)``, on one line where it fits, else a child a line."""
    short = f"{'  ' * depth}{shortly(element)}"
    if len(short) <= WIDEST or not len(element):
        yield short
        return
    yield f"{'  ' * depth}{_itself(element)}"
    children = ["\n".join(lines(child, depth + 1)) for child in element if isinstance(child.tag, str)]
    for shown, same in groupby(children):
        times = len(list(same))
        yield shown if times == 1 else f"{'  ' * (depth + 1)}{times} x {shown.lstrip()}"


def shortly(element: Any) -> str:
    """All on one line."""
    inside = ", ".join(shortly(child) for child in element if isinstance(child.tag, str))
    return f"{_itself(element)} ({inside})" if inside else _itself(element)


def _itself(element: Any) -> str:
    attributes = {_local(name): value for name, value in element.attrib.items()}
    value = attributes.pop("val", None)
    attributes = {name: said for name, said in attributes.items() if (name, said) != ("space", "preserve")}
    others = " ".join(f"{name}={said}" for name, said in attributes.items())
    text = (element.text or "").strip("\n")
    return "".join(
        [_local(element.tag), "" if value is None else f"={value}", f"[{others}]" if others else "",
         f" {text!r}" if text else ""]
    )  # fmt: skip


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def every_line(elements: Iterable[Any]) -> str:
    return "\n".join(line for element in elements for line in lines(element))


def assert_is(name: str, whole: str) -> None:
    """It is what the file of that name holds."""
    assert_as_kept(FOLDER / f"{name}.txt", f"{whole}\n")
