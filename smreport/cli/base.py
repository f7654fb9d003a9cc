"""What all commands share: exit codes, options, and how they tell what they did."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smreport.cli.in_round import given_by_round, is_from_round, telling
from smreport.cli.said import Group, option, show_problem
from smreport.errors import InvalidValue, SmreportError, WorkbookHasErrors, is_open_elsewhere, said_by
from smreport.file_names import typed as typed
from smreport.words import (
    ENGLISH,
    at_the_terminal,
    both_spoken,
    joining,
    say,
    speak_at_the_terminal,
    speaking,
    speaking_of,
)
from smreport.words.languages import spoken_by
from smreport.words.reading import in_english

if TYPE_CHECKING:
    from collections.abc import Callable

    from smreport import Saved

FINE, FINDINGS, CANNOT, INTERRUPTED = 0, 1, 2, 130
_LANGUAGE = "SMREPORT_LANGUAGE"


class Commands(Group):
    """A group whose commands end with a clear line and an exit code, never with a traceback.

    They speak the language that the environment names. In a round they take from it what is not typed, and say so.
    """

    texts = ("", ".examples", ".more")

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        if cmd.callback and not isinstance(cmd, click.Group):
            cmd.callback = telling(cmd.callback)
        super().add_command(cmd, name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        if name and command:
            ctx.default_map = {name: given_by_round(command, rest)}
        return name, command, rest

    def main(self, *arguments: Any, **named: Any) -> Any:
        """Run a command; what there is to say, help included, may meet a full disk or a reader who has gone."""
        _replace_missing_streams()
        with speaking(ENGLISH):
            try:
                speak_at_the_terminal(spoken_by(os.environ.get(_LANGUAGE) or ENGLISH.tag))
                sys.exit(super().main(*arguments, **{**named, "standalone_mode": False}) or FINE)
            except InvalidValue as problem:  # of the language
                tell_error(said_by(problem))
                sys.exit(CANNOT)
            except click.ClickException as problem:
                show_problem(problem)
                sys.exit(problem.exit_code)
            except click.Abort:
                click.echo(say("terminal.click.aborted"), err=True)
                sys.exit(INTERRUPTED)
            except OSError as problem:
                if os.environ.get("SMREPORT_DEBUG"):
                    raise
                _say_nothing_more_to_a_closed_stream()
                tell_error(_what_the_system_refused(problem))
                sys.exit(CANNOT)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WorkbookHasErrors as problem:
            click.echo(str(problem), err=True)
            ctx.exit(FINDINGS)
        except SmreportError as problem:
            tell_error(said_by(problem))
            ctx.exit(CANNOT)
        except KeyboardInterrupt:
            click.echo(say("terminal.stopped"), err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:  # the reader has seen enough, as in "smreport check … | head"
            _say_nothing_more_to_a_closed_stream()
            ctx.exit(CANNOT)
        except (click.exceptions.Exit, click.ClickException, click.Abort, OSError):
            raise
        except Exception as fault:
            if os.environ.get("SMREPORT_DEBUG"):
                raise
            tell_error(say("terminal.own_fault", fault=joining.labelled(type(fault).__name__, str(fault))))
            ctx.exit(CANNOT)


def _what_the_system_refused(problem: OSError) -> str:
    if problem.filename is None:
        return say("terminal.not_said", problem=str(problem.strerror))
    if is_open_elsewhere(problem):
        return say("terminal.cannot.open_elsewhere", file=str(problem.filename))
    return say("terminal.cannot.handle", file=str(problem.filename), problem=str(problem.strerror))


def _replace_missing_streams() -> None:
    """Streams that were closed from the start lead nowhere: else the next file opened would be taken for them."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


def _say_nothing_more_to_a_closed_stream() -> None:
    """What could not be written goes nowhere, or Python would try again at its end and fail."""
    with suppress(OSError, AttributeError):  # no stream of the system's, or none at all
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


TEMPLATE = option("--template", metavar="name_or_folder", said="template")
FORCE = option("--force", is_flag=True, said="force")
PUBLISH = option("--publish", multiple=True, metavar="place", said="place")
TRACE = option("--trace", is_flag=True, said="trace")
NUMBERED = option("--numbered", is_flag=True, said="numbered")
PATH = click.Path(path_type=Path)


def _parse_weights(_ctx: click.Context, _option: click.Parameter, text: str | None) -> dict[str, float] | None:
    """benefit=50,cost=30 as numbers by criterion."""
    if text is None:
        return None
    weights: dict[str, float] = {}
    for pair in text.split(","):
        name, _, value = pair.partition("=")
        try:
            weight = float(value)
        except ValueError:
            weight = -1.0
        if name.strip() not in ("benefit", "cost", "risk") or not 0 <= weight <= 100:
            raise click.BadParameter(say("terminal.weight.unclear", text=repr(pair)))
        weights[name.strip()] = weight
    return weights


class _Amount(click.ParamType[float]):
    """A number from 0 on as people write money: £40,000, 40000 or 40k."""

    name = "amount"

    def convert(self, value: object, _parameter: click.Parameter | None, _ctx: click.Context | None) -> float:
        written = _AMOUNT.fullmatch(_in_pounds(str(value)))
        if written is None:
            self.fail(say("terminal.amount.unclear", text=repr(value)))
        return float(written[1].replace(",", "")) * _TIMES[written[2].lower()]


def _in_pounds(typed: str) -> str:
    """An amount in the money of the place whose language the terminal speaks, with the sign that is read here."""
    with speaking_of(both_spoken()[1]):
        return in_english(typed)


_AMOUNT = re.compile(r"\s*£?\s*(\d[\d,]*(?:\.\d+)?)\s*([km]?)\s*", re.IGNORECASE)
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}


def _parse_years(_ctx: click.Context, _option: click.Parameter, texts: tuple[str, ...]) -> dict[str, float]:
    """2027/28=40000 or "2027/28 capital=40000" as numbers by year."""
    years: dict[str, float] = {}
    for text in texts:
        name, _, value = text.partition("=")
        try:
            years[name.strip()] = _Amount().convert(value, None, None)
        except click.BadParameter:
            raise click.BadParameter(say("terminal.year.unclear", text=repr(text))) from None
    return years


LANGUAGE = option("--language", default="", metavar="tag", said="language")
EXEMPT = option("--exempt", is_flag=True, said="exempt")
BUDGET = option("--budget", type=_Amount(), metavar="pounds", said="budget")
HOURS = option("--hours", type=_Amount(), metavar="hours", said="hours")
YEARS = option("--year", "years", multiple=True, callback=_parse_years, metavar="year_pounds", said="year")
WEIGHTS = option("--weights", callback=_parse_weights, metavar="weights", said="weights")


def require_xlsx(output: Path) -> None:
    if output.suffix.lower() != ".xlsx":
        raise click.UsageError(say("terminal.cannot.not_xlsx", file=str(output)))


def progress() -> Callable[[str], None]:
    """Says how far the work is, on a terminal only."""

    def tell_step(step: str) -> None:
        if sys.stderr.isatty():
            click.echo(say("terminal.under_way", step=step), err=True)

    return tell_step


def by_template(template: str | None) -> str:
    """The option that the next command needs, too."""
    return f" --template {typed(template)}" if template else ""


def build_command(workbook: Path, template: str) -> str:
    """The command that makes papers of a workbook; ``template`` is its option, with a space before it."""
    papers = typed(say("terminal.file.papers"))
    return f"smreport build {typed(workbook)} -o {papers}{template}"


def say_next(*steps: str) -> None:
    """The next step, as commands to type; in a round the command that knows it."""
    if is_from_round("file", "files", "places", "output"):
        others = (step for step in steps if "smreport " not in step)
        steps = (*others, say("terminal.next.round", command="smreport next"))
    for step in steps:
        click.echo(say("terminal.next", step=step))


def echo(text: str = "", err: bool = False) -> None:
    """A line of the terminal, in its language as far as it is known how it is said there."""
    click.echo(at_the_terminal(text), err=err)


def tell_error(problem: str) -> None:
    """What stops a command, or a part of it."""
    click.echo(say("terminal.error", problem=problem), err=True)


def tell_saved(saved: Saved, err: bool = False) -> None:
    """What was written, and where the old file was kept."""
    tell((saved.path,), (saved.kept,) if saved.kept else (), err)


def tell(written: tuple[Path, ...], kept: tuple[Path, ...], err: bool = False) -> None:
    for path in kept:
        click.echo(say("terminal.kept", path=str(path)), err=err)
    for path in written:
        click.echo(say("terminal.wrote", path=str(path)), err=err)
