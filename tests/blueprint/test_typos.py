"""Typos in every key of the shipped templates, made from the declarations, are explained by file and key.

A key that stands in many places, such as the heading of a text column, is tried in two of them.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, get_args, get_origin

import pytest
from template_folders import SHIPPED

from smreport.blueprint.columns import TYPES
from smreport.blueprint.computed import known_kinds
from smreport.blueprint.model import Blueprint, Column, Sheet
from smreport.blueprint.rules import KINDS, Condition
from smreport.blueprint.sheet_file import Implied, SheetFiles
from smreport.blueprint.templates import WorkbookKeys, load, shipped
from smreport.commands.looks import house_style
from smreport.declared import Declared, Reader, Toml, choices_of, is_declaration, keys_of, without_none
from smreport.errors import TemplateError
from smreport.frozen import replace
from smreport.papers.wording import Wording, wording_of
from smreport.word.house_style import HouseStyle

Keys = Mapping[str, Declared]
NOT_THERE, NO_NAME = "nowhere", "no such é name"
OPTIONAL = "an optional key that is missing"
MOST_OF_A_KIND = 1


class Place(NamedTuple):
    """A key in a file: the tables on the way to it, the table that it stands in, and what is declared of it."""

    path: tuple[str, ...]
    table: Toml
    key: str
    declared: Declared | None


def places(table: Toml, keys: Callable[[tuple[str, ...], Toml], Keys], path: tuple[str, ...] = ()) -> Iterator[Place]:
    """All keys of a file, those of tables in it included."""
    for key, value in list(table.items()):
        yield Place(path, table, key, keys(path, table).get(key))
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from places(inner, keys, (*path, key))


def keys_of_sheet(path: tuple[str, ...], table: Toml) -> Keys:
    match path:
        case ():
            return keys_of(Sheet)
        case ("column",):
            computation = keys_of(known_kinds()[table["compute"]]) if "compute" in table else {}
            return {**keys_of(Column), **keys_of(Implied), **keys_of(TYPES[table["type"]]), **computation}
        case ("rule",):
            return keys_of(KINDS[table["kind"]])
        case ("rule", "when" | "except"):
            return keys_of(Condition)
    return {}


def keys_under(root: type[Any]) -> Callable[[tuple[str, ...], Toml], Keys]:
    """The keys of tables in tables, as a class declares them."""

    def keys(path: tuple[str, ...], table: Toml) -> Keys:
        kind: Any = root
        for key in path:
            if get_origin(kind) is not None:  # what all names of a mapping stand for
                kind = get_args(kind)[1]
                continue
            kind = without_none(keys_of(kind)[key].hint)
            kind = get_args(kind)[0] if get_origin(kind) is tuple else kind
        return keys_of(kind) if is_declaration(kind) else {}

    return keys


def typos(place: Place) -> Iterator[tuple[str, Toml]]:
    """What people may get wrong in a key, and the table that comes of it."""
    table, key, value = place.table, place.key, place.table[place.key]
    yield "a key misspelt", {f"{key}x" if name == key else name: each for name, each in table.items()}
    yield "a value of another kind", {**table, key: 7 if isinstance(value, str | list | dict) else "long"}
    for wrong in beyond(place.declared, value):
        yield f"a value out of range: {wrong!r}", {**table, key: wrong}
    is_needed = place.declared.required if place.declared else key != "rule"  # a sheet may have no rules of its own
    yield "missing" if is_needed else OPTIONAL, {name: each for name, each in table.items() if name != key}


def beyond(declared: Declared | None, value: object) -> Iterator[object]:
    """Values of the right kind that a declaration bars."""
    if declared is None:
        return
    hint, key = without_none(declared.hint), declared.key
    if choices_of(hint):
        yield "neither"
    if key.least is not None:
        yield key.least - 1
    if key.most is not None:
        yield key.most + 1
    if isinstance(value, str):
        yield from [] if key.blank else [" "]
        yield from [NO_NAME] if key.matches else []
        yield from [NOT_THERE] if key.names else []
    elif isinstance(value, list) and value and isinstance(value[0], str):
        yield from [[]] if key.some or get_args(hint)[-1] is not Ellipsis else []
        yield from [[NOT_THERE, *value[1:]]] if key.names else []
        yield [*value[1:], 5]
    elif isinstance(value, dict) and key.names:
        yield from (dict.fromkeys(value, NOT_THERE), {NOT_THERE: next(iter(value.values()))}, {})


FINE = {
    ("lists",): "a list may have any name; another test holds that its file must be there",
    ("rule", "match"): "of two pairs of names one is enough",
}
"""Tables in which a key may go, or be called otherwise, and why."""


def unexplained(
    file: str, content: Toml, keys: Callable[..., Keys], read: Callable[[], object], seen: Counter[object] | None = None
) -> Iterator[str]:
    """The typos of a file that are neither refused by file and key nor fine.

    seen  how often a kind of key was tried in other files
    """
    for place in list(_some_of_each(places(content, keys), Counter() if seen is None else seen)):
        before = dict(place.table)
        for typo, spoilt in list(typos(place)):
            place.table.clear()
            place.table.update(spoilt)
            told = refusal(read)
            may_be = typo == OPTIONAL or (place.path in FINE and "kind" not in typo)
            if not may_be if told is None else not is_explained(told, file, place, typo):
                yield f"{file}, {' '.join(place.path)} {place.key}: {typo}: {told or 'accepted'}"
        place.table.clear()
        place.table.update(before)


def _some_of_each(every: Iterable[Place], seen: Counter[object]) -> Iterator[Place]:
    """The places of a file, but of those of one kind so many at most."""
    for place in every:
        names = tuple(str(place.table.get(name)) for name in ("type", "kind", "compute"))
        kind = (place.path, names, place.key, type(place.table[place.key]))
        seen[kind] += 1
        if seen[kind] <= MOST_OF_A_KIND:
            yield place


def is_explained(told: str, file: str, place: Place, typo: str) -> bool:
    """Whether a refusal names the file, and the key by its way through the file.

    What an optional key had made right may be told of another key of its table.
    """
    *tables, key = (*place.path, place.key)
    names = tables[:1] if typo == OPTIONAL or place.path in FINE else [*tables[:1], key]
    found = [re.search(rf"(?<!\w){name}x?(?!\w)", told.removeprefix(file)) for name in names]
    return told.startswith(file) and all(found) and "\n" not in told


def refusal(read: Callable[[], object]) -> str | None:
    """What is said against it; None where it is taken. Any other error is a fault."""
    try:
        read()
    except TemplateError as problem:
        return str(problem)
    return None


def toml(template: str, file: str) -> Toml:
    return tomllib.loads((SHIPPED / template / file).read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=shipped())
def shipped_template(request: pytest.FixtureRequest) -> Blueprint:
    return load(request.param)


@pytest.mark.long
def test_every_typo_in_a_sheet_is_explained(shipped_template: Blueprint) -> None:
    contents = {key: toml(shipped_template.name, f"sheets/{key}.toml") for key in shipped_template.sheets}
    lists, separator = shipped_template.lists, shipped_template.separator
    found, seen = [], Counter[object]()
    for key, content in contents.items():
        found += unexplained(
            f"sheets/{key}.toml", content, keys_of_sheet,
            lambda key=key: SheetFiles(contents, lists, separator).build(key),  # type: ignore[misc]
            seen,
        )  # fmt: skip
    assert not found, "\n".join(found)


def test_every_typo_in_workbook_toml_is_explained(shipped_template: Blueprint) -> None:
    content = toml(shipped_template.name, "workbook.toml")
    read = Reader("workbook.toml").read
    found = list(unexplained("workbook.toml", content, keys_under(WorkbookKeys), lambda: read(WorkbookKeys, content)))
    assert not found, "\n".join(found)


def test_every_typo_in_the_wording_is_explained(shipped_template: Blueprint) -> None:
    content = toml(shipped_template.name, "strategy.toml")
    spoilt = replace(shipped_template, wording=content)
    found = list(unexplained("strategy.toml", content, keys_under(Wording), lambda: wording_of(spoilt)))
    assert not found, "\n".join(found)


def test_every_typo_in_the_style_is_explained(shipped_template: Blueprint) -> None:
    content = toml(shipped_template.name, "style.toml")
    spoilt = replace(shipped_template, style=content)
    found = list(unexplained("style.toml", content, keys_under(HouseStyle), lambda: house_style(spoilt)))
    assert not found, "\n".join(found)
