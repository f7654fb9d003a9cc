"""The template commands: copy a shipped one, edit it, check it."""

from __future__ import annotations

import sys
from pathlib import Path

import smreport
from smreport.cli.base import FINDINGS, FORCE, LANGUAGE, PATH, echo, say_next, tell, tell_saved, typed
from smreport.cli.said import argument, group, option
from smreport.words import say


@group()
def template() -> None:
    """Make a template of your own: copy a shipped one, edit its TOML files, check it."""


@template.command("list", said="template.list")
def list_templates() -> None:
    """Name the templates that ship with smreport."""
    for name, title in smreport.shipped_templates().items():
        echo(say("terminal.template.listed", name=name, title=title))


@template.command("copy", said="template.copy")
@argument("name")
@argument("folder", type=PATH)
def copy_template(name: str, folder: Path) -> None:
    """Copy a shipped template into a new folder."""
    echo(say("terminal.template.copied", name=name, folder=str(smreport.copy_template(name, folder))))
    say_next(say("terminal.next.edit_template", command=f"smreport template check {typed(folder)}"))


@template.command("upgrade", said="template.upgrade")
@argument("folder", type=PATH)
@option("-o", "--output", type=PATH, metavar="new", said="template.upgrade.output")
@option("--from", "origin", default="", metavar="name", said="template.upgrade.from")
def upgrade_template(folder: Path, output: Path | None, origin: str) -> None:
    """Carry a copied template over to the shipped one of today, into a new folder."""
    done = smreport.upgrade_template(folder, output, origin=origin)
    for line in done.taken:
        echo(say("terminal.template.taken", what=line))
    for line in done.kept:
        echo(say("terminal.template.look_at", what=line))
    if done.path is None:
        echo(say("terminal.template.nothing_new", folder=str(folder), shipped=done.shipped))
        return
    echo(say("terminal.template.carried_over", folder=str(done.path), shipped=done.shipped))
    smreport.check_template(done.path)
    say_next(
        say("terminal.next.look_through_template", command=f"smreport template check {typed(done.path)}"),
        say("terminal.next.carry_over", folder=typed(done.path)),
    )


@template.command("house", said="template.house")
@argument("folder", type=PATH)
@FORCE
def make_house_file(folder: Path, force: bool) -> None:
    """Make house.docx from style.toml: a Word file with all styles, to edit in Word and to put a logo into."""
    tell_saved(smreport.make_house_file(folder, force=force))
    say_next(say("terminal.next.edit_house", folder=typed(folder)))


@template.command("schema", said="template.schema")
@argument("folder", type=PATH)
def make_schemas(folder: Path) -> None:
    """Write the JSON Schemas of a template's files into its folder "schema"."""
    tell(smreport.write_schemas(folder), ())
    say_next(say("terminal.next.name_schemas"))


@template.command("words", said="template.words")
@argument("folder", type=PATH)
@LANGUAGE
def write_words(folder: Path, language: str) -> None:
    """Write the words of a template as catalogues to edit, into its folder "words"."""
    done = smreport.write_words(folder, language)
    tell(tuple(saved.path for saved in done.saved), tuple(saved.kept for saved in done.saved if saved.kept))
    for file, count in done.open.items():
        echo(say("terminal.words_open", file=file, count=count))
    new = f"smreport new --template {typed(folder)} --language {done.language}"
    say_next(say("terminal.next.word", check=f"smreport template check {typed(folder)}", new=new))


@template.command("check", said="template.check")
@argument("folder")
def check_template(folder: str) -> None:
    """Say what is wrong with a template, by file and key."""
    blueprint = smreport.check_template(folder)
    sheets = say("terminal.sheets", count=len(blueprint.sheets))
    rules = say("terminal.rules", count=sum(len(sheet.rules) for sheet in blueprint))
    lines = smreport.words_found(folder)
    for line in lines:
        echo(line)
    echo(say("terminal.template_fine", title=blueprint.title, sheets=sheets, rules=rules))
    if lines:
        sys.exit(FINDINGS)
    say_next(f"smreport new --template {typed(folder)}")
