"""What round.toml, the file of a round, may hold: where the files of the round are, and what commands take from it."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from smreport.declared import LOADED, Key, Reader, Toml, keys_of
from smreport.errors import InvalidValue, TemplateError, said_by
from smreport.frozen import Frozen
from smreport.words import say

ROUND_FILE = "round.toml"
_TO_TRY = "try"

WorkbookName = Annotated[str, Key(matches=r"(?i).+\.(xlsx|xlsm|ods)", like="workbook")]
NewWorkbookName = Annotated[str, Key(matches=r"(?i).+\.xlsx", like="workbook")]
Amount = Annotated[float | None, Key(least=0)]
Weight = Annotated[float | None, Key(least=0, most=100)]


class ToTry(Frozen):
    """Limits and weights that ``build`` and ``explain`` try; what is blank stays as in the workbook.

    budget    for the whole plan, in the currency of the template
    hours     staff hours a month
    weight_*  swing weights from 0 to 100
    """

    budget: Amount = None
    hours: Amount = None
    weight_benefit: Weight = None
    weight_cost: Weight = None
    weight_risk: Weight = None

    @property
    def weights(self) -> dict[str, float]:
        """The weights that are given, by criterion."""
        given = {"benefit": self.weight_benefit, "cost": self.weight_cost, "risk": self.weight_risk}
        return {name: weight for name, weight in given.items() if weight is not None}


class RoundFolder(Frozen):
    """The folder of a round as its round.toml describes it. Names of files and folders are taken from there on.

    folder    where round.toml is
    language  of the workbook, and of papers in another one than it
    deadline  the day by which workbooks are to come back
    sent, returned, built, data, mails  folders: of ``split``, of what came back, of ``build``, of ``export``, of texts
    """

    folder: Annotated[Path, LOADED]
    organisation: str = ""
    template: str = "social_media"
    language: str = ""
    services: str = ""
    workbook: WorkbookName = "workbook.xlsx"
    style: str = ""
    report_template: str = ""
    deadline: date | None = None
    sent: str = "sent"
    returned: str = "returned"
    combined: NewWorkbookName = "combined.xlsx"
    built: str = "built"
    data: str = "data"
    mails: str = "mails"
    to_try: Annotated[ToTry, Key(name=_TO_TRY)] = ToTry()

    def __post_init__(self) -> None:
        """Raises ValueError where two kinds of files would lie in the same folder, and be taken for each other."""
        known = {_plain(self.folder): ROUND_FILE}
        for key in ("sent", "returned", "built", "data", "mails"):
            place = _plain(self.path(getattr(self, key)))
            if place in known:
                raise ValueError(say("terminal.round.same_folder", key=key, other=known[place]))
            known[place] = key
        for key in ("workbook", "combined"):
            place = _plain(self.path(getattr(self, key)).parent)
            if known.get(place, ROUND_FILE) != ROUND_FILE:
                raise ValueError(say("terminal.round.in_folder", key=key, other=known[place]))
        if _plain(self.path(self.workbook)) == _plain(self.path(self.combined)):
            raise ValueError(say("terminal.round.same_folder", key="combined", other="workbook"))

    def path(self, name: str) -> Path:
        """A file or folder that round.toml names."""
        return self.folder / name

    @property
    def file(self) -> Path:
        return self.folder / ROUND_FILE

    @property
    def template_given(self) -> str:
        """The template as commands take it: the name of a shipped one, or a folder."""
        from smreport.blueprint.templates import shipped

        return self.template if self.template in shipped() else str(self.path(self.template))


def _plain(path: Path) -> str:
    return os.path.normcase(os.path.normpath(path))


def read_round(text: str, folder: Path) -> RoundFolder:
    """The round that a round.toml describes; a key that is left out or blank stands for what is usual.

    Raises InvalidValue, which names file and key, for the first mistake.
    """
    file = str(folder / ROUND_FILE)
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # RecursionError: brackets in brackets, thousands deep
        raise InvalidValue(say("terminal.round.not_toml", file=file, problem=said_by(problem))) from problem
    try:
        return Reader(file).read(RoundFolder, _without_blanks(table), folder=folder)
    except TemplateError as problem:
        raise InvalidValue(say("terminal.round.mistake", problem=said_by(problem))) from problem


def _without_blanks(table: Toml, declaration: Any = RoundFolder) -> Toml:
    """The table without its keys that are known and blank."""
    known = keys_of(declaration)
    kept = {key: value for key, value in table.items() if key not in known or not _is_blank(value)}
    inner = kept.get(_TO_TRY)
    return kept | ({_TO_TRY: _without_blanks(inner, ToTry)} if isinstance(inner, dict) and _TO_TRY in known else {})


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def as_toml(values: Mapping[str, object]) -> str:
    """A round.toml with a comment at each key. What ``values``, by key, do not say is as usual, or blank.

    Raises InvalidValue where a value has letters that no file can hold.
    """
    text = "\n".join(_lines(values))
    try:
        text.encode()
    except UnicodeEncodeError as problem:
        raise InvalidValue(say("terminal.round.letters", file=ROUND_FILE)) from problem
    return text


def _lines(values: Mapping[str, object]) -> Iterator[str]:
    yield f"# {say('terminal.round.key.heading')}"
    yield f"# {say('terminal.round.key.blank')}"
    for name, declared in keys_of(RoundFolder).items():
        if name == _TO_TRY:
            continue
        value = _value(values.get(name, declared.default))
        yield from ("", f"# {say(f'terminal.round.key.{name}')}", f"{name} = {value}")
    yield from ("", f"# {say('terminal.round.key.to_try')}", f"[{_TO_TRY}]")
    for name in keys_of(ToTry):
        yield f"{name} = {_value(None)}"
    yield ""


def _value(value: object) -> str:
    """A value as TOML has it; a text may hold whatever JSON can."""
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(str(value or ""), ensure_ascii=False).replace("\x7f", "\\u007f")
