"""Commands, arguments and options whose texts stand in the catalogue, said in the language that is spoken.

A decorator names a text by the last words of its id, or by nothing: a command ``check`` is described by
``terminal.help.check``, an option with ``said="check.mark"`` by ``terminal.option.check.mark``, and an argument with
``metavar="file"`` stands in usage lines as ``terminal.metavar.file``. click's own words are said here, too.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time
from difflib import get_close_matches
from typing import Any, TypeVar

import click
from click.formatting import join_options

import smreport
from smreport.words import both_spoken, joining, say
from smreport.words.languages import day_in_english

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_SENTENCE = re.compile(r".*?\.(?= |$)")
_KEPT_AS_IT_STANDS = "\b\n"  # what click takes for a sign that lines are not to be filled


def _text(kind: str, name: str) -> str:
    """A text of a command, an option or a metavar; the tests go through all commands for the ids."""
    return both_spoken()[1].say(f"terminal.{kind}.{name}")


class Option(click.Option):
    """An option that is described by ``terminal.option.SAID``."""

    def __init__(self, *arguments: Any, said: str = "", **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.said = said

    @property
    def help(self) -> str | None:
        """What it is for, in the language that is spoken."""
        return _text("option", self.said)

    @help.setter
    def help(self, _given: str | None) -> None:
        """click sets one when it makes an option."""

    def make_metavar(self, ctx: click.Context | None = None) -> str:
        if self.metavar:
            return _text("metavar", self.metavar)
        assert isinstance(self.type, Choice), self.name
        return f"[{'|'.join(self.type.choices)}]"

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        if self.hidden:
            return None
        names, _ = join_options(self.opts)
        if self.secondary_opts:
            names = f"{names} / {join_options(self.secondary_opts)[0]}"
        if not self.is_flag:
            names = f"{names} {self.make_metavar(ctx)}"
        extras = joining.apart(self._extras())
        if not extras:
            return names, str(self.help)
        return names, say("terminal.click.help", help=str(self.help), extras=extras)

    def _extras(self) -> Iterator[str]:
        if self.show_default:
            yield say("terminal.click.default", default=str(self.default))
        if isinstance(self.type, WholeNumber):
            yield self.type.range
        if self.required:
            yield say("terminal.click.required")


class Argument(click.Argument):
    """An argument that stands in usage lines as ``terminal.metavar.METAVAR``, else by the name it has."""

    def make_metavar(self, ctx: click.Context | None = None) -> str:
        return _text("metavar", self.metavar or str(self.name))


class Command(click.Command):
    """A command that is described by ``terminal.help.SAID``, with ``.examples`` behind.

    said   the end of the id; else the name of the command
    """

    texts: tuple[str, ...] = ("", ".examples")

    def __init__(self, *arguments: Any, said: str = "", **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.said = said or str(self.name)
        self._asks_for_help: Option | None = None

    def help_ids(self) -> list[str]:
        """The ids of what is said of it, without the first words."""
        return [f"{self.said}{text}" for text in self.texts]

    def get_short_help_str(self, limit: int = 45) -> str:
        first = _text("help", self.said).partition("\n")[0]
        sentence = _SENTENCE.match(first)
        return textwrap.shorten(sentence[0] if sentence else first, limit, placeholder="...")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        paragraphs = "\n\n".join(_text("help", text) for text in self.help_ids()).split("\n\n")
        with formatter.indentation():
            for paragraph in paragraphs:
                formatter.write_paragraph()
                formatter.write_text(_KEPT_AS_IT_STANDS + paragraph if "\n" in paragraph else paragraph)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{say('terminal.click.usage')} ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        arguments = [parameter for parameter in self.params if isinstance(parameter, Argument)]
        return [say("terminal.click.any_options"), *(argument.make_metavar(ctx) for argument in arguments)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, Option)]
        with formatter.section(say("terminal.click.options")):
            formatter.write_dl([record for option in options if (record := option.get_help_record(ctx))])

    def get_help_option(self, ctx: click.Context) -> Option:
        if self._asks_for_help is None:
            self._asks_for_help = Option(
                ctx.help_option_names, is_flag=True, is_eager=True, expose_value=False, callback=_show_help, said="help"
            )
        return self._asks_for_help

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_more, ctx.allow_extra_args = ctx.allow_extra_args, True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as problem:
            raise _in_words(problem, ctx) from problem
        ctx.allow_extra_args = takes_more
        if rest and not takes_more and not ctx.resilient_parsing:
            ctx.fail(
                say(
                    "terminal.click.one_too_many" if len(rest) == 1 else "terminal.click.too_many", words=" ".join(rest)
                )
            )
        return rest


class Group(Command, click.Group):
    """A group of such commands; without any it shows its help."""

    command_class = Command

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [*super().collect_usage_pieces(ctx), say("terminal.click.any_command")]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        names = self.list_commands(ctx)
        limit = formatter.width - 6 - max(map(len, names))
        with formatter.section(say("terminal.click.commands")):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(limit)) for name in names])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing and not [text for text in args if text != "--"]:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(click.UsageError.exit_code)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands and not ctx.resilient_parsing:
            ctx.fail(_with_likely(say("terminal.click.no_command", name=repr(args[0])), args[0], list(self.commands)))
        return super().resolve_command(ctx, args)


def _show_help(ctx: click.Context, _option: click.Parameter, is_asked: bool) -> None:
    if is_asked and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


def _in_words(problem: click.UsageError, ctx: click.Context) -> click.UsageError:
    """What click refuses, in the language that is spoken."""
    if isinstance(problem, click.NoSuchOption):
        name = problem.option_name
        about = _with_likely(say("terminal.click.no_option", name=repr(name)), name, problem.possibilities or [])
    elif isinstance(problem, click.BadOptionUsage):
        about = _about_value(problem.option_name, ctx.command.params)
    elif isinstance(problem, click.BadParameter) and problem.param is not None:
        about = _about_parameter(problem, problem.param.get_error_hint(ctx))
    else:
        return problem
    return click.UsageError(about, problem.ctx)


def _about_value(name: str, parameters: Iterable[click.Parameter]) -> str:
    """That an option has a value and takes none, or the other way round."""
    options = [parameter for parameter in parameters if isinstance(parameter, Option)]
    takes_value = any(not option.is_flag and name in option.opts for option in options)
    return say("terminal.click.value" if takes_value else "terminal.click.no_value", name=repr(name))


def _about_parameter(problem: click.BadParameter, name: str) -> str:
    """That an option or argument is missing, or is none that can be used."""
    if not isinstance(problem, click.MissingParameter):
        return say("terminal.click.invalid", name=name, problem=problem.message)
    return say(
        "terminal.click.missing_option" if isinstance(problem.param, Option) else "terminal.click.missing", name=name
    )


def _with_likely(sentence: str, typed: str, known: list[str]) -> str:
    """The sentence; behind it what was probably meant."""
    likely = sorted(get_close_matches(typed, known))
    if not likely:
        return sentence
    if len(likely) == 1:
        return joining.sentences((sentence, say("terminal.click.likely", name=repr(likely[0]))))
    several = say("terminal.click.likely.several", names=joining.in_a_row(map(repr, likely)))
    return joining.sentences((sentence, several))


def show_problem(problem: click.ClickException) -> None:
    """Say what click, or a command, refuses, with how the command is used."""
    context = problem.ctx if isinstance(problem, click.UsageError) else None
    if context is not None:
        click.echo(context.get_usage(), err=True)
        click.echo(say("terminal.click.try", command=f"{context.command_path} --help"), err=True)
        click.echo(err=True)
    click.echo(say("terminal.error", problem=problem.message), err=True)


class Choice(click.Choice[str]):
    """One of several words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            choices = joining.in_a_row(map(repr, self.choices))
            self.fail(say("terminal.click.not_one_of", given=repr(value), choices=choices), param, ctx)


class WholeNumber(click.ParamType[int]):
    """A whole number between two others."""

    name = "integer"

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most
        self.range = f"{least}<=x<={most}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            self.fail(say("terminal.click.no_number", given=repr(value)), param, ctx)
        if not self.least <= number <= self.most:
            self.fail(say("terminal.click.not_in_range", given=str(number), range=self.range), param, ctx)
        return number


class Day(click.DateTime):
    """A day as people write it, its month in any language that can be spoken."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        typed = day_in_english(value) if isinstance(value, str) else value
        try:
            return super().convert(typed, param, ctx)
        except click.BadParameter:
            day = smreport.sure_day(typed)
            if day is None:
                self.fail(say("terminal.click.no_day", given=repr(value)), param, ctx)
            return datetime.combine(day, time())


def command(name: str | None = None, **named: Any) -> Callable[[Callable[..., None]], Command]:
    """Makes a command of a function, which has its texts in the catalogue."""
    return click.command(name, cls=Command, **named)


def argument(name: str, cls: type[Argument] = Argument, **named: Any) -> Callable[[Decorated], Decorated]:
    """Gives a command an argument."""
    return click.argument(name, cls=cls, **named)


def option(*names: str, said: str = "", **named: Any) -> Callable[[Decorated], Decorated]:
    """Gives a command an option that is described by ``terminal.option.SAID``."""
    return click.option(*names, cls=Option, said=said, **named)


def group(name: str | None = None, **named: Any) -> Callable[[Callable[..., None]], Group]:
    """Makes a group of commands of a function."""
    return click.group(name, cls=Group, **named)
