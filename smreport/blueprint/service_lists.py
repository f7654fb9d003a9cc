"""A council's own list of services, from a CSV file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from smreport.blueprint.lists import ListItem
from smreport.errors import InvalidValue, said_by
from smreport.limits import Limits, read_bytes
from smreport.words import joining, say

_COLUMNS = ("id", "name", "description")


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
        raise InvalidValue(say("terminal.services.not_csv", file=str(path), problem=said_by(problem))) from problem


def _services(path: Path, reader: csv.DictReader[str]) -> tuple[ListItem, ...]:
    headings = _headings(path, reader)
    items: dict[str, ListItem] = {}
    limits = Limits.from_environment()
    for row in reader:
        answers = {key: " ".join((row[heading] or "").split()) for key, heading in headings.items()}
        if name := answers["name"]:
            item = joining.bracketed(name, answers["id"]) if answers["id"] else name
            items.setdefault(item.lower(), ListItem(item, answers.get("description", "")))
        _refuse_too_many(path, len(items), limits)
    if not items:
        raise InvalidValue(say("terminal.services.no_names", file=str(path)))
    return tuple(sorted(items.values(), key=lambda item: item.text.lower()))


def _headings(path: Path, reader: csv.DictReader[str]) -> dict[str, str]:
    """How the file spells the columns that are read."""
    spelt = {(heading or "").strip().lower(): heading for heading in reader.fieldnames or ()}
    if not {"id", "name"} <= set(spelt):
        raise InvalidValue(say("terminal.services.no_columns", file=str(path)))
    return {key: spelt[key] for key in _COLUMNS if key in spelt}


def _refuse_too_many(path: Path, taken: int, limits: Limits) -> None:
    try:
        limits.require("items", taken)
    except InvalidValue as problem:
        raise InvalidValue(say("terminal.too_much", where=str(path), problem=said_by(problem))) from problem
