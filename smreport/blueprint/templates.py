"""From TOML to a Blueprint: reads a template folder and explains every mistake by file and key."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, replace
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from smreport.blueprint import columns as kinds
from smreport.blueprint import computed, formulas, rules
from smreport.blueprint.columns import Choice, Computed, Label, Number, Ref, Reference, Refs, Scale
from smreport.blueprint.forms import form_of
from smreport.blueprint.lists import ChoiceList, ListItem
from smreport.blueprint.model import CHECK_HEADING, Blueprint, Column, Sheet, Words
from smreport.errors import InvalidValue, SmreportError, TemplateError
from smreport.findings import Level
from smreport.limits import MOST_COLUMNS, MOST_SHEETS, Limits, read_bytes

SHIPPED = "smreport.workbook_templates"
DEFAULT = "social_media"
Toml = dict[str, Any]

_LONGEST_TITLE = 31
_NOT_IN_TITLES = set("[]:*?/\\")
_WORKBOOK_KEYS = {
    "name", "title", "version", "accepts", "released", "language", "separator", "sheets",
    "start", "lists_sheet", "lists",
}  # fmt: skip
_SHEET_KEYS = {
    "title", "tactic", "row", "rows", "rows_from", "optional", "who", "purpose", "guidance", "aliases", "owner", "key",
    "layout", "column", "rule",
}  # fmt: skip
_COLUMN_KEYS = {
    "key", "heading", "type", "help", "width", "example", "aliases", "default", "required", "unique", "unlisted",
    "principle", "list", "to", "also", "within", "min", "max", "whole", "pattern", "compute", "format",
    "of", "via", "names", "distinct", "sum", "also_yes",
}  # fmt: skip


def load(template: str | Path = DEFAULT) -> Blueprint:
    """The blueprint of a template.

    template  the name of a shipped template, or the path of a folder with a workbook.toml

    Raises TemplateError with the file and the key of the first mistake.
    """
    folder = _folder(template)
    workbook = _Toml(folder, "workbook.toml")
    workbook.only(_WORKBOOK_KEYS)
    lists = {key: _choice_list(folder, key, spec) for key, spec in workbook.take("lists", dict).items()}
    order = tuple(workbook.take("sheets", list))
    if len(order) > MOST_SHEETS:
        raise workbook.mistake("sheets", f"there are {MOST_SHEETS} sheets at most. Leave some out")
    titles = {key: _Toml(folder, f"sheets/{key}.toml") for key in order if key not in ("start", "lists")}
    sheets = {key: _Sheet(key, toml, lists, titles, workbook).build() for key, toml in titles.items()}
    start = workbook.table("start", title=str, intro=list, steps=list)
    listing = workbook.table("lists_sheet", title=str, intro=str)
    blueprint = Blueprint(
        name=workbook.take("name", str),
        title=workbook.take("title", str),
        version=workbook.take("version", str),
        accepts=tuple(workbook.take("accepts", list)),
        released=workbook.take("released", date),
        language=workbook.take("language", str),
        separator=workbook.take("separator", str),
        order=order,
        start=Words(start["title"], tuple(start["intro"]), tuple(start["steps"])),
        lists_words=Words(listing["title"], (listing["intro"],)),
        lists=lists,
        sheets=sheets,
        starter=_Toml(folder, "starter.toml", optional=True).content,
        wording=_Toml(folder, "strategy.toml", optional=True).content,
        style=_Toml(folder, "style.toml", optional=True).content,
        house=_bytes(folder, "house.docx"),
    )
    _refuse_mistakes(blueprint, folder)
    return replace(blueprint, form=form_of(blueprint, own=isinstance(template, Path) or template not in shipped()))


def _bytes(folder: Traversable, name: str) -> bytes:
    place = folder / name
    return _content(place, "megabytes") if place.is_file() else b""


def _content(place: Traversable, limit: str = "text") -> bytes:
    """A file of a template. Raises UnreadableFile where it is larger than the limits say."""
    return read_bytes(place, limit=limit) if isinstance(place, Path) else place.read_bytes()


def shipped() -> tuple[str, ...]:
    """The names of the templates that ship with smreport."""
    return tuple(sorted(entry.name for entry in files(SHIPPED).iterdir() if (entry / "workbook.toml").is_file()))


def require(blueprint: Blueprint, needs: Iterable[str]) -> None:
    """Refuse a template that lacks a column which a thinking module needs, like "mapping.role"."""
    for address in needs:
        sheet, _, key = address.partition(".")
        if sheet not in blueprint.sheets or key not in blueprint.sheets[sheet].by_key:
            raise TemplateError(
                f"template {blueprint.name}, sheets/{sheet}.toml: the column with key {key!r} is missing, "
                "and the decision rules or the documents need it."
            )


def require_choices(blueprint: Blueprint, choices: Mapping[str, Iterable[str]], for_all: Iterable[str]) -> None:
    """Refuse a template whose lists lack a choice that the rules know by its id, or a word for all.

    choices  by column, like "areas.status"
    for_all  columns that need a word such as "All areas"
    """
    for address, ids in choices.items():
        there = blueprint.choices(address)
        missing = [choice for choice in ids if choice not in there.labels]
        if missing:
            raise TemplateError(
                f"template {blueprint.name}, lists/{there.key}.csv: no item has the id {missing[0]!r}, and decisions "
                f"need it. The items have {_listed(there.labels)}. Add a column id, and in it {missing[0]!r} beside "
                "the item that means it."
            )
    for address in for_all:
        if not blueprint.word_for_all(address):
            sheet, _, key = address.partition(".")
            raise TemplateError(
                f"template {blueprint.name}, sheets/{sheet}.toml, column {key} also: give the word that stands for all "
                'of them, like ["All areas"]; the decision rules need it.'
            )


def _folder(template: str | Path) -> Traversable:
    if isinstance(template, str) and template in shipped():
        return files(SHIPPED) / template
    folder = Path(template)
    if not (folder / "workbook.toml").is_file():
        known = ", ".join(shipped())
        raise TemplateError(
            f"{template}: no such template. Give a shipped one ({known}) or a folder that has a workbook.toml."
        )
    return folder


class _Toml:
    """A TOML file that names itself and the key when something is wrong."""

    def __init__(self, folder: Traversable, path: str, optional: bool = False) -> None:
        self.path = path
        place = folder.joinpath(*path.split("/"))
        if not place.is_file():
            if not optional:
                raise self.mistake("", "the file is missing")
            self.content: Toml = {}
            return
        try:
            self.content = tomllib.loads(_content(place).decode("utf-8"))
        except (ValueError, RecursionError) as problem:  # RecursionError: brackets in brackets, thousands deep
            raise self.mistake("", f"not valid TOML: {problem}") from problem

    def mistake(self, key: str, what: str) -> TemplateError:
        return TemplateError(f"{self.path}{f', {key}' if key else ''}: {what}.")

    def take(self, key: str, kind: type, default: object = MISSING) -> Any:
        if key not in self.content:
            if default is MISSING:
                raise self.mistake(key, "this key is missing")
            return default
        if not isinstance(self.content[key], kind):
            raise self.mistake(key, f"expected {kind.__name__}, got {self.content[key]!r}")
        return self.content[key]

    def table(self, name: str, **kinds: type) -> Toml:
        """A table that has exactly these keys, each of its kind."""
        found: Toml = self.take(name, dict)
        self.only(set(kinds), found, name)
        for key, kind in kinds.items():
            if not isinstance(found.get(key), kind):
                raise self.mistake(f"{name} {key}", f"expected {kind.__name__}, got {found.get(key)!r}")
        return found

    def only(self, known: set[str], table: Mapping[str, object] | None = None, where: str = "") -> None:
        for key in self.content if table is None else table:
            if key not in known:
                raise self.mistake(" ".join(filter(None, (where, key))), f"unknown key; known are {_listed(known)}")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def _choice_list(folder: Traversable, key: str, spec: Toml) -> ChoiceList:
    path = f"lists/{key}.csv"
    place = folder.joinpath("lists", f"{key}.csv")
    if not isinstance(spec, dict) or not isinstance(spec.get("heading"), str):
        raise TemplateError(f"workbook.toml, lists {key}: heading must be given as text.")
    if unknown := set(spec) - {"heading", "open"}:
        raise TemplateError(f"workbook.toml, lists {key} {min(unknown)}: unknown key; known are heading, open.")
    if not place.is_file():
        raise TemplateError(f"{path}: the file is missing, and workbook.toml names the list {key!r}.")
    items: list[ListItem] = []
    try:
        text = _content(place).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise TemplateError(f"{path}: this is not text in UTF-8 ({problem.reason}). Save it in UTF-8.") from problem
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        text = " ".join((row.get("item") or "").split())
        if not text or None in row:
            raise TemplateError(f"{path}, line {number}: each line needs an item, and no more columns than the first.")
        value = _value(path, number, row.get("value"))
        items.append(ListItem(text, row.get("help") or "", value, (row.get("id") or "").strip()))
    _require("items", len(items), TemplateError, path)
    return ChoiceList(key, spec["heading"], tuple(items), spec.get("open", False))


def _require(limit: str, taken: int, error: type[SmreportError], where: object) -> None:
    """Raise an error that names the place where more is taken than a limit allows."""
    try:
        Limits.from_environment().require(limit, taken)
    except InvalidValue as problem:
        raise error(f"{where}: {problem}") from problem


def _value(path: str, number: int, text: str | None) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not value > 0:
        raise TemplateError(f"{path}, line {number}: value must be a number above 0, got {text!r}.")
    return value


class _Sheet:
    """Builds one sheet from its TOML."""

    def __init__(
        self, key: str, toml: _Toml, lists: Mapping[str, ChoiceList], others: Mapping[str, _Toml], workbook: _Toml
    ) -> None:
        self.key, self.toml, self.lists, self.others = key, toml, lists, others
        self.separator: str = workbook.take("separator", str)

    def build(self) -> Sheet:
        toml = self.toml
        toml.only(_SHEET_KEYS)
        specs: list[Toml] = toml.take("column", list)
        if len(specs) > MOST_COLUMNS:
            raise toml.mistake("column", f"a sheet has {MOST_COLUMNS} columns at most. Put some into another sheet")
        built = tuple(self.column(spec) for spec in specs)
        rows_from = toml.take("rows_from", str, "")
        if rows_from and rows_from not in self.lists:
            raise toml.mistake("rows_from", f"there is no list {rows_from!r}")
        sheet = Sheet(
            key=self.key,
            title=toml.take("title", str),
            row_name=toml.take("row", str),
            purpose=toml.take("purpose", str),
            columns=built,
            guidance=tuple(toml.take("guidance", list, [])),
            who=toml.take("who", str, ""),
            tactic=toml.take("tactic", int, None),
            layout=toml.take("layout", str, "table"),
            name_key=toml.take("key", str, built[0].key),
            owner=toml.take("owner", str, ""),
            rows=len(self.lists[rows_from].items) if rows_from else toml.take("rows", int, 50),
            rows_from=rows_from,
            optional=toml.take("optional", bool, False),
            aliases=tuple(toml.take("aliases", list, [])),
        )
        self.refuse_bad_columns(sheet)
        implied = [rule for spec, column in zip(specs, built, strict=True) for rule in self.implied(spec, column)]
        order = list(Level)
        ordered = sorted((*implied, *self.named_rules(sheet)), key=lambda rule: order.index(rule.level))
        return replace(sheet, rules=tuple(ordered))

    def refuse_bad_columns(self, sheet: Sheet) -> None:
        for values, what in (
            ([column.key for column in sheet.columns], "key"),
            ([column.heading for column in sheet.columns], "heading"),
        ):
            twice = next((value for value in values if values.count(value) > 1), None)
            if twice:
                raise self.toml.mistake(f"column {twice}", f"two columns have this {what}")
        for column in sheet.columns:
            for part in column.type.parts if isinstance(column.type, Label) else ():
                if part not in sheet.by_key:
                    raise self.toml.mistake(f"column {column.key} pattern", f"there is no column {part!r}")
        if sheet.name_key not in sheet.by_key:
            raise self.toml.mistake("key", f"there is no column {sheet.name_key!r}")
        asked = [column.asked for column in sheet.columns]
        if sorted(asked, reverse=True) != asked:
            raise self.toml.mistake("column", "columns that the workbook fills in must come after all others")
        if CHECK_HEADING in [column.heading for column in sheet.columns]:
            raise self.toml.mistake("column", f"the heading {CHECK_HEADING!r} is the workbook's own")

    # --- columns ---

    def column(self, spec: Toml) -> Column:
        where = f"column {spec.get('key', '?')}"
        self.toml.only(_COLUMN_KEYS, spec, where)
        for key in ("key", "heading", "type", "help"):
            if not isinstance(spec.get(key), str):
                raise self.toml.mistake(where, f"{key} must be given as text")
        maker = self.TYPES.get(spec["type"])
        if maker is None:
            raise self.toml.mistake(f"{where} type", f"unknown type {spec['type']!r}; known are {_listed(self.TYPES)}")
        column_type = maker(self, spec)
        default = spec.get("default")
        return Column(
            key=spec["key"],
            heading=spec["heading"],
            type=column_type,
            help=spec["help"],
            width=spec.get("width", 20),
            example=spec.get("example", ""),
            aliases=self.texts(spec, "aliases", where),
            default=float(default) if isinstance(default, int) and not isinstance(default, bool) else default,
            computation=self.computation(spec) if isinstance(column_type, Computed) else None,
        )

    def choices(self, spec: Toml, key: str = "") -> ChoiceList:
        wanted = key or spec.get("list", "")
        if wanted not in self.lists:
            raise self.toml.mistake(f"column {spec['key']} list", f"there is no list {wanted!r} in workbook.toml")
        return self.lists[wanted]

    def scale(self, spec: Toml) -> Scale:
        choices = self.choices(spec)
        if not choices.items or any(item.value is None for item in choices.items):
            raise TemplateError(f"lists/{choices.key}.csv: every item of a scale needs a value.")
        return Scale(choices)

    def reference(self, spec: Toml) -> Reference:
        sheet, _, key = spec.get("to", "").partition(".")
        other = self.others.get(sheet)
        if other is None or key not in [column.get("key") for column in other.content.get("column", [])]:
            raise self.toml.mistake(f"column {spec['key']} to", f"there is no column {spec.get('to')!r}")
        return Reference(sheet, key, self.texts(spec, "also", f"column {spec['key']}"))

    def within(self, spec: Toml) -> str:
        """The column that this sheet and the target both have as a ref, so that only matching rows are offered."""
        key: str = spec.get("within", "")
        target = spec.get("to", "").partition(".")[0]
        for sheet in (self.key, target) if key else ():
            found = [each for each in self.others[sheet].content.get("column", []) if each.get("key") == key]
            if not found or found[0].get("type") != "ref":
                raise self.toml.mistake(f"column {spec['key']} within", f"{sheet} has no ref column {key!r}")
        return key

    TYPES: Mapping[str, Callable[[_Sheet, Toml], kinds.ColumnType]] = {
        "text": lambda self, spec: kinds.Text(spec.get("max", kinds.LONGEST_CELL)),
        "choice": lambda self, spec: Choice(self.choices(spec)),
        "scale": lambda self, spec: self.scale(spec),
        "ref": lambda self, spec: Ref(self.reference(spec), self.within(spec)),
        "refs": lambda self, spec: Refs(self.reference(spec), separator=self.separator),
        "number": lambda self, spec: Number(spec.get("min"), spec.get("max"), spec.get("whole", False)),
        "money": lambda self, spec: kinds.Money(spec.get("min"), spec.get("max")),
        "percent": lambda self, spec: kinds.Percent(spec.get("min"), spec.get("max")),
        "figure": lambda self, spec: kinds.Figure(),
        "date": lambda self, spec: kinds.Date(),
        "yesno": lambda self, spec: kinds.YesNo(
            self.choices(spec, "yes_no"), self.texts(spec, "also_yes", f"column {spec['key']}")
        ),
        "label": lambda self, spec: Label(spec.get("pattern", "")),
        "computed": lambda self, spec: Computed(spec.get("format", "number")),
    }

    def computation(self, spec: Toml) -> computed.Computation:
        kinds = computed.known_kinds()
        kind = kinds.get(spec.get("compute", ""))
        where = f"column {spec['key']} compute"
        if kind is None:
            raise self.toml.mistake(where, f"unknown kind {spec.get('compute')!r}; known are {_listed(kinds)}")
        given: Toml = {key: spec[key] for key in ("of", "via", "names", "distinct", "sum") if key in spec}
        made: computed.Computation = self.made(kind, given, where)
        return made

    # --- rules ---

    def implied(self, spec: Toml, column: Column) -> Iterator[rules.Rule]:
        """The rules that a column brings with it by its type and its own keys."""
        kind, key = column.type, column.key
        if "required" in spec:
            level = self.level(spec["required"], f"column {key} required")
            yield rules.Required(level=level, column=key, principle=spec.get("principle"))
        if kind.broken(formulas.Cell("A1")):
            yield rules.Readable(level=Level.ERROR, column=key)
        if isinstance(kind, Number) and (kind.low is not None or kind.high is not None):
            yield rules.InRange(level=Level.ERROR, column=key, low=kind.low, high=kind.high)
        if isinstance(kind, Choice) and (not kind.choices.open or "unlisted" in spec):
            level = self.level(spec.get("unlisted", "error"), f"column {key} unlisted")
            yield rules.Listed(level=level, column=key)
        if isinstance(kind, Ref):
            yield rules.Exists(level=Level.ERROR, column=key, **self.target(key))
        if spec.get("unique"):
            yield rules.Unique(level=Level.ERROR, columns=(key,))
        if self.is_chosen_among_several(key):
            for part in kind.parts if isinstance(kind, Label) else (key,):
                yield rules.NoSeparator(level=Level.ERROR, column=part, separator=self.separator)

    def is_chosen_among_several(self, key: str) -> bool:
        specs = (spec for toml in self.others.values() for spec in toml.content.get("column", []))
        return any(spec.get("type") == "refs" and spec.get("to") == f"{self.key}.{key}" for spec in specs)

    def target(self, key: str) -> dict[str, Any]:
        """Where a ref column of this sheet points, and the title of that sheet."""
        spec: Toml = next((spec for spec in self.toml.content["column"] if spec["key"] == key), {})
        target: str = spec.get("to", "")
        if not target:
            raise self.toml.mistake(f"column {key}", "a rule looks through this column, so it must be a ref")
        return {"target": target, "where": self.others[target.partition(".")[0]].take("title", str)}

    def named_rules(self, sheet: Sheet) -> Iterator[rules.Rule]:
        for number, spec in enumerate(self.toml.take("rule", list, []), start=1):
            yield self.rule(dict(spec), f"rule {number} ({spec.get('kind', 'no kind')})")

    def rule(self, spec: Toml, where: str) -> rules.Rule:
        name = spec.pop("kind", None)
        kind = rules.KINDS.get(name)
        if kind is None:
            raise self.toml.mistake(f"{where} kind", f"unknown kind {name!r}; known are {_listed(rules.KINDS)}")
        spec["level"] = self.level(spec.get("level", "error"), f"{where} level")
        if "when" in spec:
            spec["when"] = self.when(spec["when"], where)
        if "except" in spec:
            spec["unless"] = self.when(spec.pop("except"), where)
        if "not" in spec:
            spec["banned"] = spec.pop("not")
        if "match" in spec:
            spec["match"] = list(spec["match"].items())
        if "target" in {field.name for field in fields(kind)}:
            through = spec.get("via") or ("" if name == "compare" else spec.get("column", ""))
            if through:
                spec["target"] = self.target(through)["target"]
        made: rules.Rule = self.made(kind, spec, where)
        return made

    def level(self, text: str, where: str) -> Level:
        try:
            return Level(text)
        except ValueError:
            raise self.toml.mistake(where, f"must be error, gap or note, got {text!r}") from None

    def texts(self, spec: Toml, key: str, where: str) -> tuple[str, ...]:
        """A list of texts; a text alone would be taken letter by letter."""
        value = spec.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.toml.mistake(f"{where} {key}", f'write it as a list, like ["Done"], got {value!r}')
        return tuple(value)

    def when(self, spec: Toml, where: str) -> rules.Condition:
        self.toml.only({"column", "is", "not", "filled"}, spec, f"{where} when")
        return rules.Condition(
            spec.get("column", ""),
            self.texts(spec, "is", f"{where} when"),
            self.texts(spec, "not", f"{where} when"),
            spec.get("filled", False),
        )

    def made(self, kind: type[Any], spec: Toml, where: str) -> Any:
        """An instance of a dataclass from TOML, lists as tuples; unknown and missing fields are mistakes."""
        known = {field.name: field for field in fields(kind)}
        self.toml.only(set(known), spec, where)
        for key in ("banned", "columns", "having", "window", "same"):
            if key in spec:
                self.texts(spec, key, where)
        missing = [
            name for name, field in known.items()
            if name not in spec and field.default is MISSING and field.default_factory is MISSING
        ]  # fmt: skip
        if missing:
            raise self.toml.mistake(where, f"this needs {_listed(missing)}")
        try:
            return kind(**{key: _tuples(value) for key, value in spec.items()})
        except ValueError as problem:
            raise self.toml.mistake(where, str(problem)) from problem


def _tuples(value: object) -> object:
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value


def _refuse_mistakes(blueprint: Blueprint, folder: Traversable) -> None:
    """Everything that rules, computations and owners refer to must be there."""
    _refuse_bad_titles(blueprint)
    _refuse_too_much(blueprint)
    for sheet in blueprint:
        path = f"sheets/{sheet.key}.toml"
        _refuse_bad_owner(blueprint, sheet, path)
        for rule in sheet.rules:
            conditions = (rule.when.column,) if rule.when else ()
            for key in (*rule.at, *conditions):
                if key not in sheet.by_key:
                    raise TemplateError(f"{path}, rule {rule.kind}: there is no column {key!r} in this sheet.")
            _refuse_unknown(blueprint, rule.needs, f"{path}, rule {rule.kind}")
        for column in sheet.columns:
            if column.computation:
                _refuse_unknown(blueprint, column.computation.needs, f"{path}, column {column.key}")
    if blueprint.version not in blueprint.accepts:
        raise TemplateError(f"workbook.toml, accepts: the template's own version {blueprint.version} must be in it.")


def _refuse_too_much(blueprint: Blueprint) -> None:
    """A workbook that people can fill in: with some rows in each sheet, but not with more than anybody could."""
    lists = [sheet for sheet in blueprint if not sheet.is_form]
    for sheet in lists:
        if sheet.rows < 1 and not sheet.rows_from:
            raise TemplateError(f"sheets/{sheet.key}.toml, rows: give a number of rows from 1 on, got {sheet.rows}.")
    if lists:
        largest = max(lists, key=lambda sheet: sheet.rows)
        _require("rows", sum(sheet.rows for sheet in lists), TemplateError, f"sheets/{largest.key}.toml, rows")


def _refuse_bad_titles(blueprint: Blueprint) -> None:
    """Excel takes 31 letters, some signs not at all, and no title twice."""
    titles = {"start": blueprint.start.title, "lists": blueprint.lists_words.title}
    titles |= {sheet.key: sheet.title for sheet in blueprint}
    taken: set[str] = set()
    for key, title in titles.items():
        where = "workbook.toml" if key in ("start", "lists") else f"sheets/{key}.toml"
        if not 0 < len(title) <= _LONGEST_TITLE or set(title) & _NOT_IN_TITLES or title.strip("'") != title:
            limits = f"up to {_LONGEST_TITLE} letters, without {' '.join(sorted(_NOT_IN_TITLES))}"
            raise TemplateError(f"{where}, title: a sheet's title has {limits}, got {title!r}.")
        if title.lower() in taken:
            raise TemplateError(f"{where}, title: another sheet is called {title!r}, too.")
        taken.add(title.lower())


def _refuse_bad_owner(blueprint: Blueprint, sheet: Sheet, path: str) -> None:
    """The owner is a column here, or one of the row that a reference here names."""
    via, _, key = sheet.owner.rpartition(".")
    if not sheet.owner:
        return
    reference = sheet.by_key[via].type if via in sheet.by_key else None
    there = blueprint.sheets.get(reference.to.sheet) if isinstance(reference, Ref) else sheet if not via else None
    if there is None or key not in there.by_key:
        raise TemplateError(f"{path}, owner: there is no column {sheet.owner!r}.")


def _refuse_unknown(blueprint: Blueprint, addresses: Iterable[str], where: str) -> None:
    for address in addresses:
        sheet, _, key = address.partition(".")
        if sheet not in blueprint.sheets or key not in blueprint.sheets[sheet].by_key:
            raise TemplateError(f"{where}: it needs the column {address!r}, which is not there.")


def read_service_list(path: Path) -> tuple[ListItem, ...]:
    """A council's own service list from a CSV file with the columns id and name.

    Line breaks and doubled spaces are closed up, blank names left out, equal names told apart by their id.
    Raises UnreadableFile where the file cannot be read, InvalidValue where it is not such a list.
    """
    content = read_bytes(path, limit="text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    try:
        return _services(path, csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as problem:
        raise InvalidValue(
            f"{path}: this is not a CSV file that can be read ({problem}). Save it as CSV (UTF-8) in Excel."
        ) from problem


def _services(path: Path, reader: csv.DictReader[str]) -> tuple[ListItem, ...]:
    headings = {(heading or "").strip().lower(): heading for heading in reader.fieldnames or ()}
    if not {"id", "name"} <= set(headings):
        raise InvalidValue(f"{path}: a service list needs a first line with the columns id and name.")
    items: dict[str, ListItem] = {}
    for row in reader:
        name = " ".join((row[headings["name"]] or "").split())
        identifier = " ".join((row[headings["id"]] or "").split())
        if name:
            described = " ".join((row.get(headings.get("description", "")) or "").split())
            item = f"{name} ({identifier})" if identifier else name
            items.setdefault(item.lower(), ListItem(item, described))
    _require("items", len(items), InvalidValue, path)
    if not items:
        raise InvalidValue(f"{path}: no service has a name. Fill in the column name.")
    return tuple(sorted(items.values(), key=lambda item: item.text.lower()))
