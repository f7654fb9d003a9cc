"""What makes two templates the same form: all that decides how answers are read and checked, as a digest.

A template's name is not enough: a copied one keeps it. Words, widths, examples, room for rows and what stands in lists
that only suggest may change while a workbook is out with people; sheets, headings, types, choices and rules may not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import Enum
from hashlib import sha256

from smreport.blueprint.lists import ChoiceList
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.rules import UNDERSTANDING
from smreport.frozen import MISSING, Frozen, defaults, replace

_NOT_READ = frozenset({
    "help", "width", "example", "aliases", "purpose", "guidance", "who", "row_name", "rows", "what", "fix",
    "where", "principle", "optional", "stays", "since", "retired", "printed", "group", "headline",
    "help_beside", "above",
})  # fmt: skip
_DIGITS = 12
_OWN = ", from a folder"


def form_of(blueprint: Blueprint, own: bool) -> str:
    """The form's name in a workbook's properties: twelve digits, and whether it came from a folder of people's own."""
    form = {
        "separator": blueprint.separator,
        "lists": {key: _list(choices) for key, choices in blueprint.lists.items()},
        "sheets": {sheet.key: _plain(_decided(sheet)) for sheet in blueprint},
    }
    digest = sha256(_as_json(form).encode()).hexdigest()[:_DIGITS]
    return f"{digest}{_OWN}" if own else digest


def _decided(sheet: Sheet) -> Sheet:
    """A sheet without the rules that only tell how an answer was understood."""
    return replace(sheet, rules=tuple(rule for rule in sheet.rules if rule.kind not in UNDERSTANDING))


def digits(form: str) -> str:
    return form.removesuffix(_OWN)


def is_another(made_with: str, form: str) -> bool:
    """Whether a workbook's form is known to be another one.

    Without a folder of people's own in it the version alone counts: a shipped template says which it accepts.
    """
    is_known = bool(made_with and form)
    return is_known and digits(made_with) != digits(form) and (is_own(made_with) or is_own(form))


def is_own(form: str) -> bool:
    """Whether it came from a folder, not with smreport."""
    return form.endswith(_OWN)


def has_since(since: str, version: str) -> bool:
    """Whether a workbook of a version has what the template has since another: versions count by their numbers."""
    return not since or _numbers(version) >= _numbers(since)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"[0-9]+", version)))


def _list(choices: ChoiceList) -> object:
    items = {} if choices.open else {item.text: item.value for item in choices.items}
    return [choices.heading, choices.open, items]


def _plain(value: object) -> object:
    """A part of a blueprint as JSON holds it, the same in every release: what is at its default is left out."""
    if isinstance(value, ChoiceList):
        return value.key
    if isinstance(value, Frozen):
        return _plain_record(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        parts = [_plain(part) for part in value]
        is_ordered = not all(isinstance(part, Frozen) for part in value)  # neither columns nor rules are
        return parts if is_ordered else sorted(parts, key=_as_json)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _plain_record(value: Frozen) -> dict[str, object]:
    """The fields of a record, and its kind under an empty name."""
    kind = getattr(value, "kind", "") or getattr(type(value), "name", "")
    usual = defaults(type(value)).items()
    parts = {name: _plain(given) for name, default in usual if _counts(name, given := getattr(value, name), default)}
    return {"": kind if isinstance(kind, str) else "", **parts}


def _as_json(form: object) -> str:
    return json.dumps(form, sort_keys=True, default=str)


def _counts(name: str, given: object, default: object) -> bool:
    return name not in _NOT_READ and (default is MISSING or given != default)
