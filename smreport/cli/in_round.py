"""What commands take from the round that they run in, where it is not typed, and that they say so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

import smreport
from smreport.cli.said import Argument
from smreport.file_names import typed
from smreport.words import joining, say
from smreport.words.languages import BOTH

if TYPE_CHECKING:
    from smreport import RoundFiles

Given = Mapping[str, object]
"""What a round gives to a command, by the names of its parameters."""

FILE, FILES, PLACES = "file", "files", "places"


def _new(files: RoundFiles) -> Given:
    folder = files.folder
    services = folder.path(folder.services) if folder.services else None
    return {
        "output": files.workbook, "organisation": folder.organisation, "services": services,
        "language": folder.language,
    }  # fmt: skip


def _tried(files: RoundFiles) -> Given:
    """Limits and weights to try, as they are typed."""
    to_try = files.folder.to_try
    weights = ",".join(f"{name}={_plain(weight)}" for name, weight in to_try.weights.items())
    return {"budget": _plain(to_try.budget), "hours": _plain(to_try.hours), "weights": weights}


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:f}".rstrip("0").rstrip(".")


def _build(files: RoundFiles) -> Given:
    folder = files.folder
    looks = {"style": folder.style, "report_template": folder.report_template}
    of_folder = {key: folder.path(name) for key, name in looks.items() if name}
    language = "" if BOTH in folder.language else folder.language
    return {FILE: files.whole, "output": files.built, "language": language, **of_folder, **_tried(files)}


def _merge(files: RoundFiles) -> Given:
    given = {"output": files.combined, "register": files.register, "decisions": files.decisions}
    return {PLACES: (files.returned,), **given}


_GIVEN: Mapping[str, Callable[[RoundFiles], Given]] = {
    "new": _new,
    "check": lambda files: {FILES: (files.to_check,)},
    "refresh": lambda files: {FILE: files.workbook, "output": files.workbook},
    "split": lambda files: {FILE: files.workbook, "output": files.folder.path(files.folder.sent)},
    "status": lambda files: {PLACES: (files.to_follow,), "register": files.register},
    "merge": _merge,
    "build": _build,
    "explain": lambda files: {FILE: files.whole, **_tried(files)},
    "export": lambda files: {FILE: files.whole, "output": files.folder.path(files.folder.data)},
}
"""By command; any that has a template takes the round's."""

_READ_SILENTLY = ("status", "merge", "explain")  # those that do not name workbooks of another form themselves


def given_by_round(command: click.Command, arguments: Collection[str]) -> dict[str, object]:
    """What the round in which somebody stands gives to a command; nothing where there is none, or help is asked for."""
    has_template = any(parameter.name == "template" for parameter in command.params)
    if not (has_template or command.name in _GIVEN) or {"-h", "--help"}.intersection(arguments):
        return {}
    folder = smreport.find_round()
    if folder is None:
        return {}
    files = smreport.RoundFiles(folder)
    of_command = _GIVEN.get(command.name or "")
    given = {**(of_command(files) if of_command else {}), "template": folder.template_given}
    return {name: _as_typed(value) for name, value in given.items() if value not in (None, "")}


def _as_typed(value: object) -> object:
    """As it would come from the command line: texts."""
    return tuple(map(str, value)) if isinstance(value, tuple) else str(value)


def is_from_round(*names: str) -> bool:
    """Whether the command that runs took one of these from its round."""
    context = click.get_current_context(silent=True)
    return context is not None and any(name in _taken(context) for name in names)


def _taken(context: click.Context) -> dict[str, object]:
    """What a command took from its round, by the names of its parameters in their order."""
    given = context.default_map or {}
    names = [parameter.name for parameter in context.command.params if parameter.name]
    return {
        name: given[name]
        for name in names
        if name in given and context.get_parameter_source(name) is ParameterSource.DEFAULT_MAP
    }


def telling(run: Callable[..., None]) -> Callable[..., None]:
    """A command that first says what it took from its round."""

    @wraps(run)
    def run_and_tell(*arguments: Any, **named: Any) -> None:
        context = click.get_current_context()
        if taken := _taken(context):
            _tell(context, taken)
        run(*arguments, **named)

    return run_and_tell


def _tell(context: click.Context, taken: Mapping[str, object]) -> None:
    folder = smreport.find_round()
    assert folder is not None
    formats = {context.params.get(str(option.name)) for option in context.command.params if "--format" in option.opts}
    is_data = context.command.name != "export" and bool(formats & {"json", "csv"})  # export writes them into files
    options = joining.in_a_row(_in_command(context.command, taken))
    click.echo(say("terminal.round.taken", file=str(folder.file), options=options), err=is_data)
    if context.command.name in _READ_SILENTLY and "template" in taken:
        places = [Path(str(place)) for name in (FILE, PLACES) for place in _several(context.params.get(name))]
        for line in smreport.other_forms(places, folder.template_given):
            click.echo(line, err=is_data)


def _several(value: object) -> tuple[object, ...]:
    return () if value is None else value if isinstance(value, tuple) else (value,)


def _in_command(command: click.Command, taken: Mapping[str, object]) -> Iterator[str]:
    """What was taken, as it would have been typed."""
    for parameter in command.params:
        if parameter.name in taken:
            values = " ".join(typed(str(value)) for value in _several(taken[parameter.name]))
            yield values if isinstance(parameter, click.Argument) else f"{parameter.opts[0]} {values}"


class Several(Argument):
    """An argument for several files that a round may give: click before 8.2 takes none for an answer."""

    def consume_value(self, ctx: click.Context, opts: Mapping[str, Any]) -> tuple[Any, ParameterSource]:
        return super().consume_value(ctx, {name: value for name, value in opts.items() if value != ()})


class GivesWay(Argument):
    """An argument that a round may give: then what is typed alone is the one behind it."""

    def handle_parse_result(
        self, ctx: click.Context, opts: Mapping[str, Any], args: list[str]
    ) -> tuple[Any, list[str]]:
        names = [parameter.name for parameter in ctx.command.params if isinstance(parameter, click.Argument)]
        behind = names[names.index(self.name) + 1]
        is_typed = {name: isinstance(opts.get(name), str) for name in (self.name, behind)}
        if self.name in (ctx.default_map or {}) and is_typed[self.name] and not is_typed[behind]:
            assert isinstance(opts, dict)
            opts[behind] = opts.pop(self.name)
        return super().handle_parse_result(ctx, opts, args)
