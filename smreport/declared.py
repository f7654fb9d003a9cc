"""What a table of a TOML file may hold, declared by the fields of a class, and the one reader that explains mistakes.

A field's annotation says what kind of value a key takes; a :class:`Key` in ``Annotated`` adds its name in the file,
its limits, and what it must name elsewhere. From the same declarations come the JSON Schemas for editors.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from enum import Enum
from functools import cache
from types import MappingProxyType, SimpleNamespace, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from smreport.errors import TemplateError
from smreport.frozen import MISSING, Frozen, defaults, field
from smreport.words import joining, say
from smreport.words.locales import either

Toml = dict[str, Any]
Made = TypeVar("Made")
COLUMN, ADDRESS, SHEET, LIST, SETTING = "column", "address", "sheet", "list", "setting"
"""What a key may name: a column of this sheet, one like "areas.label", and so on; see :class:`Known`."""


class Key(Frozen):
    """What is said of a key besides the kind of its value.

    name     how the file calls it, where the class calls it otherwise
    least, most  the limits of a number
    matches  a pattern that a text must keep; ``template.like.`` and ``like`` is the message that says so
    blank    whether a text may be blank
    some     whether a list needs an entry at least
    absent   what a missing key stands for, where the field itself has no default
    names    what its text, or each of its texts, must name; "column of {by}" is one of the sheet in the field ``by``
    said     whether people read it, so that other languages have other words for it: HERE; or the name under which all
             places share their words
    inside   a class whose keys stand in the same table, and whose ``made`` gives the value
    loaded   whether the loader fills the field in, so that no file holds it
    """

    name: str = ""
    least: float | None = None
    most: float | None = None
    matches: str = ""
    like: str = ""
    blank: bool = False
    some: bool = False
    absent: object = None
    names: str | tuple[str, ...] = ""
    said: str = ""
    inside: type[Any] | None = None
    loaded: bool = False


HERE = "here"
LOADED = Key(loaded=True)
SAID = Key(said=HERE)
FOR_ALL = Key(said="word for all")
NAME = Key(matches=r"[A-Za-z][A-Za-z0-9_]*", like="name")


class Declared(Frozen):
    """A key of a class: the field that it fills, and what it takes."""

    field: str
    hint: Any
    key: Key
    otherwise: object

    @property
    def name(self) -> str:
        return self.key.name or self.field

    @property
    def default(self) -> object:
        """What a missing key stands for; MISSING where the file must have it."""
        return self.otherwise if self.key.absent is None else self.key.absent

    @property
    def required(self) -> bool:
        return self.default is MISSING


def keys_of(declaration: Any) -> Mapping[str, Declared]:
    """The keys that a table of this class may hold, by name; those that stand in the same table included."""
    return _keys(declaration)


def members_of(declaration: Any) -> tuple[Declared, ...]:
    """The fields of a class that a file fills in."""
    return _members(declaration)


@cache
def _keys(declaration: Any) -> Mapping[str, Declared]:
    keys: dict[str, Declared] = {}
    for member in _members(declaration):
        keys |= keys_of(member.key.inside) if member.key.inside else {member.name: member}
    return MappingProxyType(keys)


@cache
def _members(declaration: Any) -> tuple[Declared, ...]:
    declared = (_declared(declaration, name, default) for name, default in defaults(declaration).items())
    return tuple(member for member in declared if not member.key.loaded)


def _declared(declaration: type[Frozen], name: str, default: object) -> Declared:
    """A field with its annotation, looked up where the class stands that has it."""
    owner = next(base for base in declaration.__mro__ if name in vars(base).get("__annotations__", {}))
    alone = SimpleNamespace(__annotations__={name: owner.__annotations__[name]})
    hint = get_type_hints(alone, vars(sys.modules[owner.__module__]), include_extras=True)[name]
    if get_origin(hint) is Annotated:
        hint, key = get_args(hint)
        return Declared(name, hint, key, default)
    return Declared(name, hint, Key(), default)


def is_declaration(hint: Any) -> bool:
    """Whether a kind of value is a table of its own, with keys."""
    return isinstance(hint, type) and issubclass(hint, Frozen)


@cache
def without_none(hint: Any) -> Any:
    """The kind of a value that may be left out."""
    if get_origin(hint) in (Union, UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


@cache
def choices_of(hint: Any) -> tuple[str, ...]:
    """The words that a key takes, where it takes only some."""
    if get_origin(hint) is Literal:
        return get_args(hint)
    return tuple(member.value for member in hint) if isinstance(hint, type) and issubclass(hint, Enum) else ()


Known = Callable[[str], Collection[str]]
"""What there is of a kind: COLUMN, ADDRESS, SHEET, LIST, SETTING, or "column of areas"."""


Reworded = Callable[[str, str], str]
"""From where a text stands, such as "sheets/areas.toml column name heading", and the text to what people read."""


def as_written(where: str, text: str) -> str:
    """The text of the file itself, for a form in its own language."""
    return text


class Reader(Frozen):
    """Reads the tables of one file into the classes that declare them.

    path   the file, as messages name it
    known  what keys may name; None where nobody can tell
    items  what a text of the kind LIST stands for
    reworded  gives what people read in the language of the form
    """

    path: str
    known: Known | None = None
    items: Mapping[str, Any] = field(default_factory=dict)
    reworded: Reworded = as_written

    def worded(self, key: Key, where: str, text: str) -> str:
        """A text of a key as people read it, in the language of the form."""
        return self.reworded(self.place(key, where), text) if key.said and text else text

    def place(self, key: Key, where: str) -> str:
        """Where a text stands, for those who word it: of several tables without its number."""
        return f"{self.path} {re.sub(r' [0-9]+( [(][^)]*[)])?', '', where)}" if key.said == HERE else key.said

    def mistake(self, where: str, what: str) -> TemplateError:
        """The error of a key, such as "column name width", with what is wrong as a sentence."""
        mistake = joining.closed(what)
        if where:
            return TemplateError(say("template.at", file=self.path, place=where, mistake=mistake))
        return TemplateError(say("template.in_file", file=self.path, mistake=mistake))

    def read(self, declaration: type[Made], table: object, where: str = "", **loaded: object) -> Made:
        """An instance of a class from a table that holds its keys and no others."""
        table = self.table(table, where)
        self.refuse_unknown(table, keys_of(declaration), where)
        return self.take(declaration, table, where, **loaded)

    def table(self, value: object, where: str) -> Toml:
        if not isinstance(value, dict):
            raise self.mistake(where, say("template.not_a_table", got=repr(value)))
        return value

    def tables(self, value: object, where: str) -> list[Toml]:
        if not isinstance(value, list):
            key = where.replace(" ", ".")
            raise self.mistake(where, say("template.not_tables", key=key, got=repr(value)))
        return [self.table(entry, f"{where} {number}") for number, entry in enumerate(value, start=1)]

    def refuse_unknown(self, table: Toml, known: Iterable[str], where: str) -> None:
        names = sorted(known)
        for key in table:
            if key not in names:
                what = say("template.unknown_key", known=joining.in_a_row(names))
                raise self.mistake(_path(where, key), with_near(what, key, names))

    def take(self, declaration: type[Made], table: Toml, where: str = "", **loaded: object) -> Made:
        """An instance of a class from a table that may hold other keys too."""
        values = dict(loaded)
        missing = [name for name, key in keys_of(declaration).items() if key.required and name not in table]
        if missing:
            raise self.mistake(_path(where, missing[0]), say("template.missing_key"))
        for member in members_of(declaration):
            if member.key.inside:
                values[member.field] = self.take(member.key.inside, table, where).made
            elif member.name in table and not _is_blank(table[member.name], member):
                hint = without_none(member.hint)
                value = self.value(hint, table[member.name], member.key, _path(where, member.name))
                values[member.field] = value
            elif member.key.absent is not None:
                values[member.field] = member.key.absent
        try:
            made = declaration(**values)
        except ValueError as problem:
            raise self.mistake(where, str(problem)) from problem
        self._refuse_unknown_names(made, table, where)
        return made

    # --- values ---

    def value(self, hint: Any, value: object, key: Key, where: str) -> Any:
        """The value of a key, checked for its kind and limits."""
        if choices := choices_of(hint):
            if value not in choices:
                what = say("template.one_of", choices=either(choices), got=repr(value))
                raise self.mistake(where, with_near(what, value, choices))
            return value if get_origin(hint) is Literal else hint(value)
        if get_origin(hint) is tuple:
            return self._several(get_args(hint), value, key, where)
        if is_declaration(hint) and key.names != LIST:
            return self.read(hint, value, where)
        if get_origin(hint) is not None:  # a mapping
            return self._mapping(get_args(hint)[1], value, key, where)
        return self._plain(hint, value, key, where)

    def _plain(self, hint: Any, value: object, key: Key, where: str) -> Any:
        if key.names == LIST:
            if not isinstance(value, str):
                raise self.mistake(where, say("template.expected.text", got=repr(value)))
            self._require_known(LIST, value, where)
            return value if hint is str else self.items[value]
        if not _is(hint, value):
            raise self.mistake(where, say(f"template.expected.{_KINDS[hint]}", got=repr(value)))
        if isinstance(value, str):
            self._require_text(value, key, where)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self._require_limits(value, key, where)
        return self.worded(key, where, value) if isinstance(value, str) else value

    def _require_text(self, value: str, key: Key, where: str) -> None:
        if not value.strip() and not key.blank:
            raise self.mistake(where, say("template.blank"))
        if key.matches and not re.fullmatch(key.matches, value):
            raise self.mistake(where, _like(key, value))

    def _require_limits(self, value: float, key: Key, where: str) -> None:
        if (key.least is not None and value < key.least) or (key.most is not None and value > key.most):
            raise self.mistake(where, _limits(key, value))

    def _several(self, parts: tuple[Any, ...], value: object, key: Key, where: str) -> tuple[Any, ...]:
        part = parts[0]
        if get_origin(part) is tuple:
            return self._pairs(value, where)
        if is_declaration(part):
            tables = enumerate(self.tables(value, where), start=1)
            return tuple(self.read(part, table, _numbered(where, number, table)) for number, table in tables)
        return self._texts(None if parts[-1] is Ellipsis else len(parts), value, key, where)

    def _texts(self, count: int | None, value: object, key: Key, where: str) -> tuple[str, ...]:
        """A list of texts; a text alone would be taken letter by letter."""
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise self.mistake(where, say("template.as_list", got=repr(value)))
        if count is not None and len(value) != count:
            raise self.mistake(where, say("template.texts", count=count, got=repr(value)))
        if key.some and not value:
            raise self.mistake(where, say("template.empty_list"))
        for text in value:
            self._require_text(text, key, where)
        return tuple(self.worded(key, where, text) for text in value)

    def _pairs(self, value: object, where: str) -> tuple[tuple[str, str], ...]:
        """Pairs of names, which a file holds as a table: { label = "area" }."""
        table = self.table(value, where)
        for key, name in table.items():
            if not isinstance(name, str):
                raise self.mistake(_path(where, key), say("template.expected.text", got=repr(name)))
        if not table:
            raise self.mistake(where, say("template.empty"))
        return tuple(table.items())

    def _mapping(self, part: Any, value: object, key: Key, where: str) -> dict[str, Any]:
        for name in self.table(value, where):
            self._require_text(name, key, _path(where, name))
        return {name: self.read(part, entry, _path(where, name)) for name, entry in self.table(value, where).items()}

    # --- names ---

    def _refuse_unknown_names(self, made: Any, table: Toml, where: str) -> None:
        if self.known is None:
            return
        members = sorted(
            members_of(type(made)), key=lambda member: "{" in str(member.key.names)
        )  # these lean on others
        for member in members:
            value = getattr(made, member.field)
            if member.key.names and member.key.names != LIST and member.name in table and not _is_blank(value, member):
                for kind, name in self._names(member.key.names, value):
                    self._require_known(_settled(kind, made), name, _path(where, member.name))

    @staticmethod
    def _names(kinds: str | tuple[str, ...], value: Any) -> Iterable[tuple[str, str]]:
        """Each text of a value with what it must name: the one kind, or those of a pair in turn."""
        if isinstance(value, str):
            return [(str(kinds), value)]
        if isinstance(kinds, str):
            return [(kinds, name) for name in value]
        return [pair for names in value for pair in zip(kinds, names, strict=True)]

    def _require_known(self, kind: str, name: str, where: str) -> None:
        known = self.known(kind) if self.known else ()
        if name not in known:
            raise self.mistake(where, with_near(_unknown(kind, repr(name)), name, known))


def _settled(kind: str, made: object) -> str:
    """The kind of name with the sheet that a field names: "column of areas"; this sheet where it names none."""
    settled = re.sub(r"{(\w+)}", lambda name: str(getattr(made, name[1])).partition(".")[0], kind)
    return COLUMN if settled == "column of " else settled


def _is_blank(value: object, member: Declared) -> bool:
    """Whether a text is as blank as where the key is left out."""
    return value == "" and member.default == ""


def _path(where: str, key: object) -> str:
    return f"{where} {key}" if where else str(key)


def _numbered(where: str, number: int, table: Toml) -> str:
    """How a table among others is called: by its key where it has one."""
    key = table.get("key", table.get("heading"))
    return f"{where} {number} ({key})" if isinstance(key, str) else f"{where} {number}"


def _is(hint: Any, value: object) -> bool:
    """Whether a value is of a kind: true is no number, a date with a time no day, and infinity no figure."""
    if isinstance(value, bool):
        return hint is bool
    if hint is float:
        return isinstance(value, int | float) and math.isfinite(value)
    if hint is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, hint)


_KINDS: Mapping[Any, str] = {str: "text", int: "whole_number", float: "number", bool: "truth", date: "date"}
"""The last word of the message that asks for a kind of value."""


def _like(key: Key, got: object) -> str:
    if key.like == "pattern":
        return say("template.label_pattern", example="{name}", got=repr(got))
    return say(f"template.like.{key.like}", got=repr(got))


def _limits(key: Key, got: object) -> str:
    least, most = ("" if end is None else f"{end:g}" for end in (key.least, key.most))
    if not most:
        return say("template.limits.least", least=least, got=repr(got))
    if not least:
        return say("template.limits.most", most=most, got=repr(got))
    return say("template.limits.between", least=least, most=most, got=repr(got))


def _unknown(kind: str, name: str) -> str:
    """That there is nothing of a kind with this name."""
    if kind == COLUMN:
        return say("template.no_column_here", name=name)
    if kind == ADDRESS:
        return say("template.no_column", name=name)
    if kind == SHEET:
        return say("template.no_sheet", name=name)
    if kind == LIST:
        return say("template.no_list", name=name)
    sheet = "settings" if kind == SETTING else kind.partition(" of ")[2]
    return say("template.no_column_in", name=name, place=f"sheets/{sheet}.toml")


def with_near(mistake: str, value: object, known: Iterable[str]) -> str:
    """A mistake with the known name that is nearest to what was typed, if one is near."""
    close = get_close_matches(str(value), list(known), n=1, cutoff=0.6)
    return say("template.near", mistake=mistake, name=repr(close[0])) if close else mistake
