"""Find the styles of a Word file: by name, and with what they are based on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smreport.word.elements import Element, W

_VAL = f"{W}val"
_MOST_ALIASES = 100  # other names of a style


def ids_by_name(styles: Element) -> dict[tuple[str, str], str]:
    """The id of each style by its type and name, in small letters; other names of a style count too."""
    ids: dict[tuple[str, str], str] = {}
    for style in styles.iterfind(W + "style"):
        also = style.find(W + "aliases")
        others = [] if also is None else also.get(_VAL, "").split(",", _MOST_ALIASES)
        for name in (name_of(style), *others[:_MOST_ALIASES]):
            ids.setdefault((style.get(W + "type"), name.strip().lower()), id_of(style))
    return ids


def with_bases(styles: Mapping[str, Element], id_: str) -> Iterator[Element]:
    """A style and those it is based on, from near to far."""
    seen: set[str] = set()
    while id_ in styles and id_ not in seen:
        seen.add(id_)
        yield styles[id_]
        base = styles[id_].find(W + "basedOn")
        id_ = "" if base is None else base.get(_VAL)


def by_id(styles: Element) -> dict[str, Element]:
    """Each style by its id."""
    return {id_of(style): style for style in styles.iterfind(W + "style")}


def is_default(style: Element) -> bool:
    """Whether it is the style of text that has no other."""
    return style.get(W + "default") in ("1", "true", "on")


def id_of(style: Element) -> str:
    """What the text of the file calls the style."""
    return str(style.get(W + "styleId"))


def name_of(style: Element) -> str:
    """What people and other files call the style."""
    return str(style.find(W + "name").get(_VAL))
