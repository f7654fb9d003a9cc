"""From the TOML of one sheet to a Sheet: its columns, the rules that they imply, and its own rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any

from smreport.blueprint import formulas, rules
from smreport.blueprint.columns import TYPES, Choice, ColumnType, Computed, Date, Label, Number, Ref, Refs, YesNo
from smreport.blueprint.computed import known_kinds
from smreport.blueprint.lists import ChoiceList
from smreport.blueprint.model import Column, Sheet
from smreport.blueprint.publication import REASONS, mark_of
from smreport.blueprint.rewording import Both, Recorder, Rewording
from smreport.blueprint.sheet_places import check_heading
from smreport.blueprint.tables import is_understood
from smreport.blueprint.times import USUAL_ORDER, DateOrder
from smreport.blueprint.values import YES_NO, normalised
from smreport.declared import (
    ADDRESS,
    COLUMN,
    FOR_ALL,
    LIST,
    SAID,
    SETTING,
    SHEET,
    Key,
    Reader,
    Reworded,
    Toml,
    as_written,
    keys_of,
    with_near,
)
from smreport.errors import TemplateError
from smreport.findings import Level
from smreport.frozen import Frozen, replace
from smreport.limits import MOST_COLUMNS
from smreport.words import joining, say


class Implied(Frozen):
    """The keys of a column that stand for rules.

    required  how much a blank weighs; unlisted: what is not in the list; unique: whether a value may stand only once
    """

    required: Level | None = None
    unlisted: Level | None = None
    unique: bool = False
    principle: Annotated[int | None, Key(least=1)] = None


def column_keys(type_name: str, compute: str = "") -> set[str]:
    """All keys that a column of a type may have in a template."""
    kind = TYPES[type_name]
    known = {"type", *keys_of(Column), *keys_of(Implied), *keys_of(kind)}
    if issubclass(kind, Computed):
        known |= {"compute", *(keys_of(known_kinds()[compute]) if compute else ())}
    return known if issubclass(kind, Choice) else known - {"unlisted"}


class SheetFiles:
    """The TOML of all sheets, and what their keys may name."""

    def __init__(
        self,
        contents: Mapping[str, Toml],
        lists: Mapping[str, ChoiceList],
        separator: str,
        date_order: DateOrder = USUAL_ORDER,
        reworded: Rewording | Recorder | None = None,
        said: Reworded = as_written,
    ) -> None:
        self.contents, self.lists, self.separator, self.date_order = contents, lists, separator, date_order
        self.reworded, self.said = reworded, said
        self.columns = {key: self._columns(key, content) for key, content in contents.items()}
        specs = [spec for columns in self.columns.values() for spec in columns.values()]
        self.chosen = {str(spec.get("to")) for spec in specs if spec.get("type") == "refs"}  # several of them in a cell

    @staticmethod
    def _columns(sheet: str, content: Toml) -> dict[str, Toml]:
        """The columns by key, looked at before any sheet is built, as sheets name each other's columns."""
        reader = Reader(f"sheets/{sheet}.toml")
        if "column" not in content:
            raise reader.mistake("column", say("template.missing_key"))
        specs = reader.tables(content["column"], "column")
        if not specs:
            raise reader.mistake("column", say("template.no_columns"))
        if len(specs) > MOST_COLUMNS:
            raise reader.mistake("column", say("template.most_columns", most=str(MOST_COLUMNS)))
        for number, spec in enumerate(specs, start=1):
            if "key" not in spec:
                raise reader.mistake(f"column {number} key", say("template.missing_key"))
            reader.value(str, spec["key"], keys_of(Column)["key"].key, f"column {spec['key']} key")
        keys = [spec["key"] for spec in specs]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise reader.mistake(f"column {twice}", say("template.two_keys"))
        return dict(zip(keys, specs, strict=True))

    def names(self, kind: str, here: str) -> Collection[str]:
        """What there is of a kind of name, see ``declared.Known``, for the keys of a sheet."""
        if kind == ADDRESS:
            return [f"{sheet}.{key}" for sheet, columns in self.columns.items() for key in columns]
        known: Mapping[str, Collection[str]] = {
            COLUMN: self.columns[here], SHEET: self.columns, LIST: self.lists,
            SETTING: self.columns.get("settings", {}),
        }  # fmt: skip
        return known[kind] if kind in known else self.columns.get(kind.removeprefix("column of "), {})

    def build(self, key: str) -> Sheet:
        """A sheet. Raises TemplateError with the file and the key of the first mistake."""
        return _SheetFile(key, self).build()

    def title(self, key: str) -> object:
        """What a sheet is called."""
        title = self.contents[key].get("title")
        place = Reader(f"sheets/{key}.toml").place(SAID, "title")
        return self.reworded(place, title) if self.reworded and isinstance(title, str) else title

    def choices(self, sheet: str, column: str) -> dict[str, str]:
        """The words that a column takes, from any spelling or their ids to the list's own; none where it takes all."""
        spec = self.columns[sheet][column]
        known = self.lists.get(spec.get("list", "")) if spec.get("type") in ("choice", "scale") else None
        return {} if known is None or known.open else {**known.labels, **known.written, **known.spelling}


class _SheetFile:
    """Builds one sheet from its TOML."""

    def __init__(self, key: str, files: SheetFiles) -> None:
        self.key, self.files, self.content = key, files, files.contents[key]
        self.columns = files.columns[key]
        self.reader = Reader(f"sheets/{key}.toml", lambda kind: files.names(kind, key), files.lists, files.said)

    def mistake(self, where: str, what: str) -> TemplateError:
        return self.reader.mistake(where, what)

    def build(self) -> Sheet:
        self.reader.refuse_unknown(self.content, {*keys_of(Sheet), "column", "rule"}, "")
        built = tuple(self.column(spec) for spec in self.columns.values())
        sheet = self.reader.take(Sheet, self.content, key=self.key, columns=built)
        rows = len(self.files.lists[sheet.rows_from].items) if sheet.rows_from else sheet.rows
        aliases = (*sheet.aliases, *self.other_ways("title", self.content.get("title"), sheet.title))
        headline = self.headline(sheet.title)
        name_key = sheet.name_key or built[0].key
        guidance = tuple(line for text in sheet.guidance for line in text.split("\n"))
        sheet = replace(sheet, rows=rows, name_key=name_key, aliases=aliases, headline=headline, guidance=guidance)
        self.refuse_bad_columns(sheet)
        self.refuse_bad_marks(sheet)
        if (self.key == "settings") != sheet.is_form:
            raise self.mistake("layout", say("template.form_layout"))
        implied = [rule for column in built for rule in self.implied(self.columns[column.key], column)]
        implied += self.implied_by_reasons(sheet)
        order = list(Level)
        ordered = sorted((*implied, *self.named_rules()), key=lambda rule: order.index(rule.level))
        return replace(sheet, rules=tuple(ordered))

    def refuse_bad_columns(self, sheet: Sheet) -> None:
        headings = [column.heading for column in sheet.columns]
        if twice := next((heading for heading in headings if headings.count(heading) > 1), None):
            raise self.mistake(f"column {twice}", say("template.two_headings"))
        for column in sheet.columns:
            if isinstance(column.type, Label):
                self.refuse_bad_parts(column.type, sheet, f"column {column.key} pattern")
        asked = [column.asked for column in sheet.columns]
        if sorted(asked, reverse=True) != asked:
            raise self.mistake("column", say("template.filled_in_last"))
        if not any(asked):
            raise self.mistake("column", say("template.none_to_fill_in"))
        if check_heading() in headings:
            raise self.mistake("column", say("template.own_heading", name=repr(check_heading())))

    def refuse_bad_marks(self, sheet: Sheet) -> None:
        """A mark that keeps rows out of publication is answered by Yes or No, and there is one of it.

        The heading of a group stands in a form.
        """
        if grouped := next((column for column in sheet.columns if column.group and not sheet.is_form), None):
            raise self.mistake(f"column {grouped.key} group", say("template.only_in_form"))
        marks = [column for column in sheet.columns if column.withholds]
        for column in marks:
            if not isinstance(column.type, YesNo) or sheet.is_form:
                raise self.mistake(f"column {column.key} withholds", say("template.mark_of_yes_no"))
        if len(marks) > 1:
            raise self.mistake(f"column {marks[1].key} withholds", say("template.second_mark"))

    def refuse_bad_parts(self, label: Label, sheet: Sheet, where: str) -> None:
        """A label is put together from columns that people fill in."""
        for part in label.parts:
            if part not in sheet.by_key:
                what = say("template.no_column", name=repr(part))
                raise self.mistake(where, with_near(what, part, sheet.by_key))
            if not sheet.by_key[part].asked:
                raise self.mistake(where, say("template.not_filled_in", name=repr(part)))

    # --- columns ---

    def column(self, spec: Toml) -> Column:
        where = f"column {spec['key']}"
        kind = self.kind_of(TYPES, spec, where, "type")
        computation = self.kind_of(known_kinds(), spec, where, "compute") if issubclass(kind, Computed) else None
        self.refuse_keys_of_other_types(spec, where)
        self.reader.refuse_unknown(spec, column_keys(spec["type"], spec.get("compute", "")), where)
        self.reader.take(Implied, spec, where)
        made = self.reader.take(kind, spec, where, **self.loaded(kind, where))
        self.refuse_bad_type(made, spec, where)
        made = self.with_other_ways(made, spec)
        column = self.reader.take(
            Column,
            spec,
            where,
            type=made,
            computation=self.reader.take(computation, spec, where) if computation else None,
        )
        aliases = (*column.aliases, *self.other_ways(f"{where} heading", spec.get("heading"), column.heading))
        width, beside = self.width(column), self.help_beside(column, spec, where)
        return replace(column, default=self.default(column, where), aliases=aliases, width=width, help_beside=beside)

    def help_beside(self, column: Column, spec: Toml, where: str) -> str:
        """The help in the second language of a form in two, where it differs."""
        if not isinstance(self.files.reworded, Both):
            return ""
        words = self.files.reworded.second(self.reader.place(SAID, f"{where} help"), str(spec.get("help")))
        return "" if words == column.help else words

    def width(self, column: Column) -> float:
        """The column's width; in other words than the template's, wide enough for the longest of them at least."""
        if not self.files.reworded:
            return column.width
        choices = column.type.choices.texts if isinstance(column.type, Choice) else ()
        return max(column.width, *(len(word) + 2 for text in (column.heading, *choices) for word in text.split()))

    def with_other_ways(self, made: ColumnType, spec: Toml) -> ColumnType:
        """A reference that also takes the words for all rows as they are called in the form's languages."""
        if not (self.files.reworded and isinstance(made, Ref) and made.to.also):
            return made
        pairs = zip(spec["also"], made.to.also, strict=True)
        ways = ((way, own) for written, own in pairs for way in self.files.reworded.ways(FOR_ALL.said, written))
        return replace(made, to=replace(made.to, called=tuple(pair for pair in ways if pair[0] != pair[1])))

    def other_ways(self, where: str, written: object, own: str) -> Iterator[str]:
        """What a heading or title may be called in the form's languages besides its own words."""
        if self.files.reworded:
            place = self.reader.place(SAID, where)
            yield from (way for way in self.files.reworded.ways(place, str(written)) if way != own)

    def headline(self, title: str) -> str:
        """The title as it stands above a sheet, where there is more room than on its tab."""
        said = self.files.reworded
        return (
            said.in_full(self.reader.place(SAID, "title"), self.content["title"]) if isinstance(said, Both) else title
        )

    def kind_of(self, known: Mapping[str, type[Any]], spec: Toml, where: str, key: str) -> type[Any]:
        """The class that a key such as ``type`` names."""
        if key not in spec:
            raise self.mistake(f"{where} {key}", say("template.missing_kind", known=_listed(known)))
        name = spec[key]
        if not isinstance(name, str) or name not in known:
            what = say(
                "template.unknown_type" if key == "type" else "template.unknown_kind",
                name=repr(name),
                known=_listed(known),
            )
            raise self.mistake(f"{where} {key}", with_near(what, name, known))
        return known[name]

    def refuse_keys_of_other_types(self, spec: Toml, where: str) -> None:
        """A key that only other types have, such as ``min`` for a text."""
        known = column_keys(spec["type"], spec.get("compute", ""))
        for key in spec.keys() - known:
            others = [name for name in TYPES if key in column_keys(name)]
            if others:
                what = say("template.key_of_others", type=spec["type"], types=_listed(others))
                raise self.mistake(f"{where} {key}", what)

    def loaded(self, kind: type[ColumnType], where: str) -> dict[str, Any]:
        """What a type takes from the template as a whole."""
        if issubclass(kind, Refs):
            return {"separator": self.files.separator}
        if issubclass(kind, Date):
            return {"order": self.files.date_order}
        if issubclass(kind, YesNo):
            if YES_NO not in self.files.lists:
                raise self.mistake(f"{where} type", say("template.no_list", name=repr(YES_NO)))
            return {"choices": self.files.lists[YES_NO]}
        return {}

    def refuse_bad_type(self, kind: ColumnType, spec: Toml, where: str) -> None:
        """A scale without values, or a ref within a column that the other sheet does not have."""
        if spec["type"] == "scale":
            assert isinstance(kind, Choice)
            if not kind.choices.items or any(item.value is None for item in kind.choices.items):
                raise TemplateError(say("template.scale_values", file=f"lists/{kind.choices.key}.csv"))
        if isinstance(kind, Ref) and kind.within:
            for sheet in (self.key, kind.to.sheet):
                if self.files.columns[sheet].get(kind.within, {}).get("type") != "ref":
                    raise self.mistake(f"{where} within", say("template.no_ref", sheet=sheet, name=repr(kind.within)))

    def default(self, column: Column, where: str) -> float | None:
        """What a blank stands for: a number that the column takes."""
        if column.default is None:
            return None
        if not isinstance(column.type, Number):
            raise self.mistake(f"{where} default", say("template.default_of_number"))
        if not column.type.allows(column.default):
            raise self.mistake(f"{where} default", say("template.default_outside", got=repr(column.default)))
        return float(column.default)

    # --- rules ---

    def implied(self, spec: Toml, column: Column) -> Iterator[rules.Rule]:
        """The rules that a column brings with it by its type and its own keys."""
        kind, key, keys = column.type, column.key, self.reader.take(Implied, spec, f"column {column.key}")
        if keys.required:
            yield rules.Required(level=keys.required, column=key, principle=keys.principle)
        yield from self.implied_by_type(kind, key, keys.unlisted)
        if is_understood(column):
            yield rules.Understood(level=Level.NOTE, column=key)
            yield rules.Unsaid(level=Level.NOTE, column=key)
        if keys.unique:
            yield rules.Unique(level=Level.ERROR, columns=(key,))
        if f"{self.key}.{key}" in self.files.chosen:
            for part in kind.parts if isinstance(kind, Label) else (key,):
                yield rules.NoSeparator(level=Level.ERROR, column=part, separator=self.files.separator)

    def implied_by_reasons(self, sheet: Sheet) -> Iterator[rules.Rule]:
        """The rule that rows with a reason to stay out of what is published are marked."""
        mark, reasons = mark_of(sheet), tuple(key for key in REASONS if key in sheet.by_key)
        if mark and reasons:
            yield rules.Marked(level=Level.ERROR, column=mark, reasons=reasons)

    def implied_by_type(self, kind: ColumnType, key: str, unlisted: Level | None) -> Iterator[rules.Rule]:
        if kind.broken(formulas.Cell("A1")):
            yield rules.Readable(level=Level.ERROR, column=key)
        if isinstance(kind, Number) and (kind.low is not None or kind.high is not None):
            yield rules.InRange(level=Level.ERROR, column=key, low=kind.low, high=kind.high)
        if isinstance(kind, Choice) and (not kind.choices.open or unlisted):
            yield rules.Listed(level=unlisted or Level.ERROR, column=key)
        if isinstance(kind, Ref):
            title = self.files.title(kind.to.sheet)
            yield rules.Exists(level=Level.ERROR, column=key, target=self.target(key, ""), where=str(title))

    def target(self, key: object, where: str) -> str:
        """Where a ref column of this sheet points."""
        spec = self.columns.get(str(key))
        if spec is None:
            what = say("template.no_column_here", name=repr(key))
            raise self.mistake(where, with_near(what, key, self.columns))
        if spec.get("type") not in ("ref", "refs"):
            raise self.mistake(where, say("template.through_ref", name=repr(key)))
        return str(spec.get("to"))

    def named_rules(self) -> Iterator[rules.Rule]:
        for number, spec in enumerate(self.reader.tables(self.content.get("rule", []), "rule"), start=1):
            where = (
                f"rule {number} ({spec['kind']})"
                if "kind" in spec
                else say("template.rule_without_kind", number=str(number))
            )
            yield self.rule(spec, where)

    def rule(self, spec: Toml, where: str) -> rules.Rule:
        kind: type[rules.Rule] = self.kind_of(rules.KINDS, spec, where, "kind")
        self.reader.refuse_unknown(spec, {"kind", *keys_of(kind)}, where)
        loaded = {}
        if "target" in kind.__struct_fields__:
            through = next((key for key in ("via", "column") if key in keys_of(kind)), "")
            if through in spec:
                loaded["target"] = self.target(spec[through], f"{where} {through}")
        rule = self.reader.take(kind, spec, where, **loaded)
        if rule.needs_words and not rule.what:
            raise self.mistake(f"{where} what", say("template.missing_key"))
        return self.in_words(rule, where)

    def in_words(self, rule: rules.Rule, where: str) -> rules.Rule:
        """The rule with the list's own words for the choices that it names, by word or by id."""
        if rule.when:
            rule = replace(rule, when=self.condition(rule.when, self.key, f"{where} when"))
        if isinstance(rule, rules.Covered) and rule.unless:
            rule = replace(rule, unless=self.condition(rule.unless, rule.by, f"{where} except"))
        if isinstance(rule, rules.InEffect):
            having = self.condition(rule.having, rule.by, f"{where} having")
            decided = self.words(rule.target_sheet, rule.state, rule.decided, f"{where} except")
            rule = replace(rule, having=having, decided=decided)
        if isinstance(rule, rules.RefState):
            sheet = rule.target.partition(".")[0]
            rule = replace(rule, banned=self.words(sheet, rule.state, rule.banned, f"{where} not"))
        if isinstance(rule, rules.Acyclic) and rule.target.partition(".")[0] != self.key:
            raise self.mistake(f"{where} column", say("template.rows_of_this_sheet", name=repr(rule.column)))
        return rule

    def condition(self, condition: rules.Condition, sheet: str, where: str) -> rules.Condition:
        known = self.files.columns[sheet]
        if condition.column not in known:
            what = say("template.no_column_in", name=repr(condition.column), place=sheet)
            raise self.mistake(f"{where} column", with_near(what, condition.column, known))
        return replace(
            condition,
            among=self.words(sheet, condition.column, condition.among, f"{where} is"),
            not_among=self.words(sheet, condition.column, condition.not_among, f"{where} not"),
        )

    def words(self, sheet: str, column: str, words: Collection[str], where: str) -> tuple[str, ...]:
        """Choices in the words of their list. Refused is one that it does not have: the rule would never apply."""
        known = self.files.choices(sheet, column)
        for word in words if known else ():
            if normalised(word) not in known:
                what = say("template.not_a_choice", column=f"{sheet}.{column}", name=repr(word))
                raise self.mistake(where, with_near(what, word, known.values()))
        return tuple(known.get(normalised(word), word) for word in words)


def _listed(words: Collection[str]) -> str:
    return joining.in_a_row(sorted(words))
