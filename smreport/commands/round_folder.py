"""The folder of a round: made, looked for from where somebody stands, and which of its files commands mean.

What reads workbooks is imported where it is needed: every command asks whether it runs in a round.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from smreport.blueprint.service_lists import read_service_list
from smreport.blueprint.times import When
from smreport.errors import InvalidValue, OutputRefused, UnreadableFile
from smreport.file_names import named
from smreport.frozen import Frozen
from smreport.limits import read_bytes, read_text
from smreport.rounds.round_file import ROUND_FILE, RoundFolder, as_toml, read_round
from smreport.saving import save_new
from smreport.words import joining, say


class NewRound(Frozen):
    """A round that was made: its round.toml, and its folders for what is sent, what comes back, and the papers."""

    file: Path
    folders: tuple[Path, ...]


def sure_day(typed: str) -> date | None:
    """The one day that a text surely names, as cells for dates read it; None where it names none, or one of several."""
    when = When.in_words(typed)
    return when.first if when.first == when.last and when.names_a_time else None


def init(
    folder: str | Path,
    *,
    organisation: str = "",
    template: str = "",
    services: str | Path | None = None,
    style: str | Path | None = None,
    deadline: date | None = None,
) -> NewRound:
    """A folder for a round, with a round.toml that says what its commands take, and folders for its files.

    folder        where it goes; files that are there stay as they are
    organisation  the council's name
    template      the name of a shipped template, or a folder
    services      a CSV file with the columns id and name
    style         a council's .docx or .dotx
    deadline      the day by which workbooks are to come back

    Raises OutputRefused where there is a round already, TemplateError, UnreadableFile or InvalidValue where something
    that is given cannot be used.
    """
    folder = Path(folder)
    _refuse_unusable(template, services, style)
    given = _usual_names() | {
        "organisation": organisation, "template": _from_there(template, folder) if template else "",
        "services": _from_there(services, folder), "style": _from_there(style, folder), "deadline": deadline,
    }  # fmt: skip
    text = as_toml({key: value for key, value in given.items() if value})
    made = read_round(text, folder)
    folders = tuple(made.path(name) for name in (made.sent, made.returned, made.built))
    if os.path.lexists(made.file):
        raise OutputRefused(say("terminal.round.is_there", file=str(made.file)))
    for path in folders:
        if os.path.lexists(path) and not path.is_dir():
            raise OutputRefused(say("terminal.round.no_folder", path=str(path)))
    save_new(made.file, text.encode())
    for path in folders:
        path.mkdir(exist_ok=True)
    return NewRound(made.file, folders)


def _usual_names() -> dict[str, object]:
    """What the files and folders of a round are called, by their keys in round.toml."""
    workbooks = {key: named(say(f"terminal.file.round.{key}"), ".xlsx") for key in ("workbook", "combined")}
    folders = {key: say(f"terminal.file.round.{key}") for key in ("sent", "returned", "built", "data", "mails")}
    return {**workbooks, **folders}


def _refuse_unusable(template: str, services: str | Path | None, style: str | Path | None) -> None:
    """Raises where a template, service list or style file cannot be used: later is too late to find out."""
    from smreport.blueprint import templates
    from smreport.commands.loading import load_template
    from smreport.commands.looks import looks_of_file

    blueprint = load_template(template or templates.DEFAULT)
    if services:
        read_service_list(Path(services))
    if style:
        looks_of_file(blueprint, str(style), read_bytes(Path(style)))


def _from_there(path: str | Path | None, folder: Path) -> str:
    """A path as it is seen from a folder; a shipped template's name stays as it is."""
    from smreport.blueprint.templates import shipped

    if not path or path in shipped():
        return str(path or "")
    if Path(path).is_absolute():
        return str(path)
    with suppress(ValueError):  # on another disk of Windows
        return Path(os.path.relpath(path, folder)).as_posix()
    return str(Path(path).absolute())


def find_round(start: str | Path = ".") -> RoundFolder | None:
    """The round that a folder is in: that of its round.toml, or of the nearest above it; None where there is none.

    Raises UnreadableFile or InvalidValue where the round.toml cannot be used.
    """
    start = Path(start)
    try:
        here = start.resolve()
    except OSError:  # the folder is gone
        return None
    for steps, place in enumerate((here, *here.parents)):
        if os.path.isfile(place / ROUND_FILE):
            folder = start.joinpath(*[".."] * steps)
            round_folder = read_round(read_text(folder / ROUND_FILE), folder)
            _refuse_unknown_template(round_folder)
            return round_folder
    return None


def _refuse_unknown_template(folder: RoundFolder) -> None:
    """Raises InvalidValue where the template is neither a shipped one nor a folder that has one."""
    from smreport.blueprint.templates import shipped

    known = shipped()
    if folder.template in known or (folder.path(folder.template) / "workbook.toml").is_file():
        return
    names = joining.in_a_row(known)
    problem = say("terminal.round.no_template", file=str(folder.file), template=folder.template, known=names)
    close = get_close_matches(folder.template, known, n=1)
    raise InvalidValue(say("terminal.round.did_you_mean", problem=problem, name=close[0]) if close else problem)


def round_of(start: str | Path) -> RoundFolder:
    """The round that a folder is in. Raises InvalidValue where there is none."""
    found_round = find_round(start)
    if found_round is None:
        raise InvalidValue(say("terminal.round.no_round", file=ROUND_FILE))
    return found_round


class RoundFiles(Frozen):
    """Which files of a round the commands mean."""

    folder: RoundFolder

    @property
    def workbook(self) -> Path:
        """The workbook that is split, or is built from where there is one service alone."""
        return self.folder.path(self.folder.workbook)

    @property
    def combined(self) -> Path:
        """What ``merge`` writes."""
        return self.folder.path(self.folder.combined)

    @property
    def returned(self) -> Path:
        return self.folder.path(self.folder.returned)

    @property
    def built(self) -> Path:
        return self.folder.path(self.folder.built)

    @property
    def whole(self) -> Path:
        """What papers are made of: the combined workbook once it is there."""
        return self.combined if os.path.lexists(self.combined) else self.workbook

    @property
    def register(self) -> Path | None:
        """The register of what was sent, if there is one."""
        from smreport.commands.gathering import register_in

        return register_in(self.folder.path(self.folder.sent))

    @property
    def has_returns(self) -> bool:
        """Whether a workbook has come back."""
        from smreport.commands.gathering import find_any

        return bool(find_any(self.returned).paths)

    @property
    def to_check(self) -> Path:
        """The returns, if any have come; else the workbook."""
        return self.returned if self.has_returns else self.workbook

    @property
    def to_follow(self) -> Path:
        """What ``status`` is about: the returns, or the workbook before it is sent."""
        return self.returned if self.register or self.has_returns else self.workbook

    @property
    def decisions(self) -> Path | None:
        """The combined workbook, where somebody has answered on its sheet of questions, or where it cannot be read."""
        from smreport.commands.merging import has_answers

        if not os.path.lexists(self.combined):
            return None
        try:
            return self.combined if has_answers(self.combined) else None
        except UnreadableFile:
            return self.combined
