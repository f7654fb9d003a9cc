"""From TOML to a Blueprint: reads a template folder and explains every mistake by file and key."""

from __future__ import annotations

import csv
import io
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any

from smreport.blueprint.columns import TYPES, Ref
from smreport.blueprint.forms import form_of
from smreport.blueprint.lines_above import with_lines_above
from smreport.blueprint.lists import ChoiceList, ListItem
from smreport.blueprint.model import Blueprint, Sheet, SheetWords
from smreport.blueprint.publication import mark_of, withholds_rows
from smreport.blueprint.rewording import LONGEST_TITLE, Both, Recorder, Rewording, Translation, Written, translation
from smreport.blueprint.sheet_file import SheetFiles
from smreport.blueprint.times import USUAL_ORDER, DateOrder
from smreport.blueprint.workings import workings_title
from smreport.declared import NAME, SAID, Key, Reader, Toml, with_near
from smreport.errors import InvalidValue, TemplateError, said_by
from smreport.frozen import Frozen, replace
from smreport.limits import MOST_SHEETS, Limits, read_bytes
from smreport.words import Words, joining, language_of, locales, po_files, say, speaking_of
from smreport.words.languages import BOTH, OWN, place_of, spoken_by
from smreport.words.reading import with_reads

SHIPPED = "smreport.workbook_templates"
DEFAULT = "social_media"

_NOT_IN_TITLES = set("[]:*?/\\")
_OWN_SHEETS = ("start", "lists")  # these have no table of a template's making
_LIST_COLUMNS = ("id", "item", "help", "value", "also")
MOST_VALUE = 1000


class StartKeys(Frozen):
    """The words of the sheet Start here."""

    title: Annotated[str, SAID]
    intro: Annotated[tuple[str, ...], SAID]
    steps: Annotated[tuple[str, ...], SAID]


class ListsSheetKeys(Frozen):
    """The words of the sheet Lists."""

    title: Annotated[str, SAID]
    intro: Annotated[str, SAID]


class ListKeys(Frozen):
    """A list, whose items stand in a file of its own; an open one only suggests."""

    heading: Annotated[str, SAID]
    open: bool = False


class WorkbookKeys(Frozen):
    """All of workbook.toml."""

    name: str
    title: Annotated[str, SAID]
    version: str
    accepts: Annotated[tuple[str, ...], Key(some=True)]
    released: date
    language: Annotated[str, Key(matches=r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", like="language")]
    separator: Annotated[str, Key(matches=r"[^\w\s\"]", like="separator")]
    sheets: Annotated[tuple[str, ...], replace(NAME, some=True)]
    start: StartKeys
    lists_sheet: ListsSheetKeys
    lists: Annotated[Mapping[str, ListKeys], NAME]
    date_order: DateOrder = USUAL_ORDER


def load(template: str | Path = DEFAULT, language: str = "") -> Blueprint:
    """The blueprint of a template.

    template  the name of a shipped template, or the path of a folder with a workbook.toml
    language  of the form: a tag (BCP 47) such as cy, two with a plus sign between them for a bilingual form, "" for the
              language in which the template is written

    Raises TemplateError with the file and the key of the first mistake, InvalidValue where it has no words in that
    language.
    """
    own_words = os.environ.get(OWN, "")
    if isinstance(template, str) and template in shipped():
        return _shipped(template, str(files(SHIPPED)), language, own_words, Limits.from_environment())
    return _in_language(_folder(template), True, language)


@lru_cache(maxsize=16)
def _shipped(name: str, place: str, language: str, own_words: str, limits: Limits) -> Blueprint:
    """A shipped template: it stays as it is while smreport runs, so it is read once for a place and limits."""
    return _in_language(files(SHIPPED) / name, False, language)


def _in_language(folder: Traversable, own: bool, language: str) -> Blueprint:
    """The template in a language; in whichever it is, its form is the one that its files have."""
    written = _loaded(folder)
    form = form_of(written, own)
    wanted = BOTH.join(place_of(tag) for tag in language.split(BOTH)) if language else written.language
    tongues = [spoken_by(tag, _own_words(folder)) for tag in wanted.split(BOTH)]
    if wanted == written.language:
        return with_lines_above(replace(written, form=form, tongue=tongues[0]))
    translations = [_translation(folder, own, written, tongue) for tongue in tongues]
    tongue = with_reads(*tongues) if len(tongues) == 2 else tongues[0]
    reworded = Both(*translations) if len(translations) == 2 else translations[0]
    with speaking_of(tongue):
        blueprint = _loaded(folder, reworded, _date_order(tongues[0], written))
    return with_lines_above(replace(blueprint, form=form, language=wanted, tongue=tongue, reworded=reworded))


def texts_of(template: str | Path, wording: Callable[[Blueprint], object]) -> tuple[tuple[str, str], ...]:
    """All that people read of a template, in the order of its files: where each text stands, and the text.

    wording  reads the words of the papers, which stand in a room of their own
    """
    folder = files(SHIPPED) / template if isinstance(template, str) and template in shipped() else _folder(template)
    recorder = Recorder()
    blueprint = _loaded(folder, recorder)
    wording(replace(blueprint, reworded=recorder))
    return tuple(recorder.asked)


def shipped_words(template: str, language: str) -> Mapping[tuple[str, str], str]:
    """The words that a shipped template has in a language, by where a text stands and the text."""
    file = files(SHIPPED) / template / "words" / f"{language}.po"
    return po_files.texts(po_files.read(file.read_bytes(), file.name)) if file.is_file() else {}


def _own_words(folder: Traversable) -> tuple[Path, ...]:
    """The folder in which a template of people's own has its catalogues of messages."""
    return (folder / "words",) if isinstance(folder, Path) and (folder / "words").is_dir() else ()


def _translation(folder: Traversable, own: bool, written: Blueprint, tongue: Words) -> Translation:
    """A template's words in a language: its own, where that is its language, else those of its catalogue."""
    if language_of(tongue.tag) == language_of(written.language):
        return Translation(tongue)
    for name in (tongue.tag, language_of(tongue.tag)):
        file = folder / "words" / f"{name}.po"
        if file.is_file():
            return translation(tongue, _content(file), f"words/{name}.po")
    if own:
        raise InvalidValue(say("terminal.language.not_of_template", folder=str(folder), tag=tongue.tag))
    raise InvalidValue(say("terminal.language.not_of_shipped", template=written.name, tag=tongue.tag))


def _date_order(tongue: Words, written: Blueprint) -> DateOrder:
    """The order of numbers in a date: as the place has it, where that is another than the template's."""
    if tongue.tag.partition("-")[2] == written.language.partition("-")[2]:
        return written.date_order
    return "month_day_year" if locales.month_comes_first(tongue.tag) else "day_month_year"


def _loaded(
    folder: Traversable, reworded: Rewording | Recorder | None = None, date_order: DateOrder | None = None
) -> Blueprint:
    said = reworded or Written(str(folder))
    reader = Reader("workbook.toml", reworded=said)
    keys = reader.read(WorkbookKeys, _toml(folder, "workbook.toml"))
    _refuse_bad_order(reader, keys.sheets)
    order = date_order or keys.date_order
    lists = {key: _choice_list(folder, key, spec, reworded) for key, spec in keys.lists.items()}
    contents = {key: _toml(folder, f"sheets/{key}.toml") for key in keys.sheets if key not in _OWN_SHEETS}
    sheets = SheetFiles(contents, lists, keys.separator, order, reworded, said)
    wording = _toml(folder, "strategy.toml", optional=True)
    blueprint = Blueprint(
        name=keys.name,
        title=keys.title,
        version=keys.version,
        accepts=keys.accepts,
        released=keys.released,
        language=keys.language,
        separator=keys.separator,
        order=keys.sheets,
        start=SheetWords(keys.start.title, keys.start.intro, keys.start.steps),
        lists_words=SheetWords(keys.lists_sheet.title, (keys.lists_sheet.intro,)),
        lists=lists,
        sheets={key: sheets.build(key) for key in contents},
        date_order=order,
        starter=_starter(folder, reworded),
        wording=wording,
        style=_toml(folder, "style.toml", optional=True),
        house=_bytes(folder, "house.docx"),
        report_template=_report_template(folder, wording),
    )
    _refuse_mistakes(blueprint)
    return blueprint


def _starter(folder: Traversable, reworded: Rewording | Recorder | None) -> Toml:
    """The rows that a new workbook begins with; texts that are choices of a list are understood in any language."""
    starter = _toml(folder, "starter.toml", optional=True)
    return {sheet: _in_words(rows, f"starter.toml {sheet}", reworded) for sheet, rows in starter.items()}


def _in_words(answers: Any, where: str, reworded: Rewording | Recorder | None) -> Any:
    """Answers of a file in the form's language, by the sheet and column where they stand."""
    if reworded is None:
        return answers
    if isinstance(answers, dict):
        return {key: _in_words(answer, f"{where} {key}", reworded) for key, answer in answers.items()}
    if isinstance(answers, list):
        return [_in_words(answer, where, reworded) for answer in answers]
    return reworded(where, answers) if isinstance(answers, str) and answers else answers


def _report_template(folder: Traversable, wording: Toml) -> bytes:
    """A council's own report template, as strategy.toml names it; nothing where it names none that is there."""
    words = wording.get("report_template")
    name = words.get("file") if isinstance(words, dict) else None
    return _bytes(folder, name) if isinstance(name, str) and name and Path(name).name == name else b""


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
        if not blueprint.has(address):
            raise TemplateError(
                say("template.needed_column", template=blueprint.name, file=f"sheets/{sheet}.toml", key=repr(key))
            )


def require_types(blueprint: Blueprint, types: Mapping[str, str]) -> None:
    """Refuse a template in which a column, like "areas.status", is not of the type that a thinking module needs.

    A column that there is not is fine, unless :func:`require` asks for it.
    """
    for address, name in types.items():
        if not blueprint.has(address):
            continue
        kind = blueprint.column(address).type
        if not isinstance(kind, TYPES[name]):
            sheet, _, key = address.partition(".")
            file, got = f"sheets/{sheet}.toml", repr(kind.name)
            raise TemplateError(
                say("template.needed_type", template=blueprint.name, file=file, key=key, type=name, got=got)
            )


def require_whole_rows(blueprint: Blueprint, figures_of: str) -> None:
    """Refuse a template in which a mark keeps back the figures alone on another sheet than the one given by its key.

    What is worked out for the public leaves out marked figures of that sheet, and marked rows of others as a whole.
    """
    for sheet in blueprint:
        if sheet.key != figures_of and mark_of(sheet) and not withholds_rows(sheet):
            mark, allowed = mark_of(sheet), blueprint.sheets[figures_of].title
            raise TemplateError(
                say("terminal.template.withholds", template=blueprint.name, sheet=sheet.key, key=mark, allowed=allowed)
            )


def require_choices(blueprint: Blueprint, choices: Mapping[str, Iterable[str]], for_all: Iterable[str]) -> None:
    """Refuse a template whose lists lack a choice that the rules know by its id, or a word for all.

    choices  by column, like "areas.status", as far as the template has it
    for_all  columns that need a word such as "All areas"
    """
    for address, ids in choices.items():
        if not blueprint.has(address):
            continue
        offered = blueprint.choices(address)
        missing = [choice for choice in ids if choice not in offered.labels]
        if missing:
            known = joining.in_a_row(sorted(offered.labels))
            file, first = f"lists/{offered.key}.csv", repr(missing[0])
            raise TemplateError(
                say("template.needed_choice", template=blueprint.name, file=file, id=first, known=known)
            )
    for address in for_all:
        if not blueprint.word_for_all(address):
            sheet, _, key = address.partition(".")
            raise TemplateError(
                say("template.needed_word", template=blueprint.name, file=f"sheets/{sheet}.toml", key=key)
            )


def _folder(template: str | Path) -> Path:
    folder = Path(template)
    if not (folder / "workbook.toml").is_file():
        known = joining.in_a_row(shipped())
        raise TemplateError(say("template.no_template", template=str(template), known=known))
    return folder


def _toml(folder: Traversable, path: str, optional: bool = False) -> Toml:
    """A TOML file of a template; an optional one that is not there holds nothing."""
    place, reader = folder.joinpath(*path.split("/")), Reader(path)
    if not place.is_file():
        if not optional:
            raise reader.mistake("", say("template.no_file"))
        return {}
    try:
        return tomllib.loads(_content(place).decode("utf-8"))
    except (ValueError, RecursionError) as problem:  # RecursionError: brackets in brackets, thousands deep
        raise reader.mistake("", say("template.not_toml", problem=said_by(problem))) from problem


def _refuse_bad_order(reader: Reader, order: tuple[str, ...]) -> None:
    """The sheets: those that the workbook makes itself are among them, and none stands twice."""
    if len(order) > MOST_SHEETS:
        raise reader.mistake("sheets", say("template.most_sheets", most=str(MOST_SHEETS)))
    for own in _OWN_SHEETS:
        if own not in order:
            raise reader.mistake("sheets", say("template.own_sheet", name=repr(own)))
    if twice := next((key for key in order if order.count(key) > 1), None):
        raise reader.mistake("sheets", say("template.sheet_twice", name=repr(twice)))


def _choice_list(
    folder: Traversable, key: str, spec: ListKeys, reworded: Rewording | Recorder | None = None
) -> ChoiceList:
    path = f"lists/{key}.csv"
    place = folder.joinpath("lists", f"{key}.csv")
    if not place.is_file():
        raise TemplateError(say("template.list.no_file", file=path, name=repr(key)))
    try:
        text = _content(place).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise TemplateError(say("template.list.not_utf_8", file=path, problem=problem.reason)) from problem
    lines = csv.DictReader(io.StringIO(text))
    for name in lines.fieldnames or ():
        if name not in _LIST_COLUMNS:
            what = say("template.unknown_column", known=joining.in_a_row(_LIST_COLUMNS))
            raise Reader(path).mistake(
                say("template.line", line="1", column=name), with_near(what, name, _LIST_COLUMNS)
            )
    items = _list_items(path, lines)
    if reworded:
        items = [_item_in_words(item, path, reworded) for item in items]
    _require("items", len(items), path)
    return ChoiceList(key, spec.heading, tuple(items), spec.open)


def _item_in_words(item: ListItem, path: str, reworded: Rewording | Recorder) -> ListItem:
    """A choice in the form's language, which is also understood in the words of the list's file."""
    text = reworded(f"{path} item", item.text)
    ways = (way for way in reworded.ways(f"{path} item", item.text) if way != text)
    return replace(
        item,
        text=text,
        help=reworded(f"{path} help", item.help) if item.help else "",
        also=tuple(dict.fromkeys((*ways, *item.also))),
        written=item.text,
    )


def _list_items(path: str, lines: Iterable[Mapping[str | None, str | None]]) -> list[ListItem]:
    """The items of a list's file; their ids, where they are given, differ."""
    items: list[ListItem] = []
    for number, row in enumerate(lines, start=2):
        text = " ".join((row.get("item") or "").split())
        if not text or None in row:
            raise TemplateError(say("template.list.no_item", file=path, line=str(number)))
        also = tuple(filter(None, (" ".join(words.split()) for words in (row.get("also") or "").split(";"))))
        value, given_id = _value(path, number, row.get("value")), (row.get("id") or "").strip()
        item = ListItem(text, row.get("help") or "", value, given_id, also)
        if item.given_id and any(item.id == other.id for other in items):
            raise TemplateError(say("template.list.same_id", file=path, line=str(number), id=repr(item.id)))
        items.append(item)
    return items


def _require(limit: str, taken: int, where: str) -> None:
    """Raises TemplateError, which names the place, where more is taken than a limit allows."""
    try:
        Limits.from_environment().require(limit, taken)
    except InvalidValue as problem:
        raise TemplateError(say("template.in_file", file=where, mistake=said_by(problem))) from problem


def _value(path: str, number: int, text: str | None) -> float | None:
    """A step of a scale: whole, since points are, and so that their sums are exact everywhere."""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not (1 <= value <= MOST_VALUE and value.is_integer()):
        most, line = str(MOST_VALUE), str(number)
        raise TemplateError(say("template.list.value", file=path, line=line, most=most, got=repr(text)))
    return value


def _refuse_mistakes(blueprint: Blueprint) -> None:
    """Everything that rules, computations and owners refer to must be there."""
    _refuse_bad_titles(blueprint)
    _refuse_too_much(blueprint)
    for sheet in blueprint:
        path = f"sheets/{sheet.key}.toml"
        _refuse_bad_owner(blueprint, sheet, path)
        for column in sheet.columns:
            if column.computation:
                _refuse_unknown(blueprint, column.computation.needs, f"{path}, column {column.key} compute")
    if blueprint.version not in blueprint.accepts:
        raise TemplateError(say("template.own_version", version=blueprint.version))


def _refuse_too_much(blueprint: Blueprint) -> None:
    """A workbook that people can fill in: with some rows in each sheet, but not with more than anybody could."""
    lists = [sheet for sheet in blueprint if not sheet.is_form]
    if lists:
        largest = max(lists, key=lambda sheet: sheet.rows)
        _require("rows", sum(sheet.rows for sheet in lists), f"sheets/{largest.key}.toml, rows")


def _refuse_bad_titles(blueprint: Blueprint) -> None:
    """Excel takes 31 letters, some signs not at all, and no title twice."""
    titles = {"start": blueprint.start.title, "lists": blueprint.lists_words.title}
    titles |= {sheet.key: sheet.title for sheet in blueprint}
    taken = {workings_title().lower()}
    for key, title in titles.items():
        where = "workbook.toml" if key in ("start", "lists") else f"sheets/{key}.toml"
        if not 0 < len(title) <= LONGEST_TITLE or set(title) & _NOT_IN_TITLES or title.strip("'") != title:
            most, signs = str(LONGEST_TITLE), " ".join(sorted(_NOT_IN_TITLES))
            raise TemplateError(say("template.title.limits", file=where, most=most, signs=signs, got=repr(title)))
        if title.lower() in taken:
            raise TemplateError(say("template.title.twice", file=where, got=repr(title)))
        taken.add(title.lower())


def _refuse_bad_owner(blueprint: Blueprint, sheet: Sheet, path: str) -> None:
    """The owner is a column here, or one of the row that a reference here names."""
    via, _, key = sheet.owner.rpartition(".")
    if not sheet.owner:
        return
    reference = sheet.by_key[via].type if via in sheet.by_key else None
    owner_sheet = blueprint.sheets.get(reference.to.sheet) if isinstance(reference, Ref) else sheet if not via else None
    if owner_sheet is None or key not in owner_sheet.by_key:
        raise TemplateError(say("template.owner", file=path, name=repr(sheet.owner)))


def _refuse_unknown(blueprint: Blueprint, addresses: Iterable[str], where: str) -> None:
    for address in addresses:
        if not blueprint.has(address):
            raise TemplateError(say("template.needs_column", place=where, name=repr(address)))
