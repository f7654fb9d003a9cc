"""The template commands: copy a shipped one, edit it, check it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import smreport
from smreport.cli.base import FINDINGS, FORCE, LANGUAGE, PATH, say_next, tell, tell_saved, typed
from smreport.words import say


@click.group()
def template() -> None:
    """Make a template of your own: copy a shipped one, edit its TOML files, check it.

    \b
    Examples:
      smreport template list
      smreport template copy social_media mine
      smreport template check mine
      smreport new --template mine -o workbook.xlsx
      smreport template upgrade mine
    """


@template.command("list")
def list_templates() -> None:
    """Name the templates that ship with smreport.

    \b
    Examples:
      smreport template list
    """
    for name, title in smreport.shipped_templates().items():
        click.echo(f"{name}: {title}")


@template.command("copy")
@click.argument("name")
@click.argument("folder", type=PATH)
def copy_template(name: str, folder: Path) -> None:
    """Copy a shipped template into a new folder.

    \b
    Examples:
      smreport template copy social_media mine
    """
    click.echo(f"Copied {name} to {smreport.copy_template(name, folder)}.")
    say_next(say("terminal.next.edit_template", command=f"smreport template check {typed(folder)}"))


@template.command("upgrade")
@click.argument("folder", type=PATH)
@click.option("-o", "--output", type=PATH, metavar="NEW", help="The new folder; else FOLDER with the version behind.")
@click.option("--from", "origin", default="", metavar="NAME", help="What it was copied from, where it cannot tell.")
def upgrade_template(folder: Path, output: Path | None, origin: str) -> None:
    """Carry a copied template over to the shipped one of today, into a new folder.

    What you changed stays yours, and what you left alone becomes as it is shipped now; both are listed by file and
    key. The file copied_from.zip in it tells what you copied. Without it what is missing is added, and all other
    differences are listed. FOLDER is never changed.

    \b
    Examples:
      smreport template upgrade mine
      smreport template upgrade mine -o mine-2027
    """
    done = smreport.upgrade_template(folder, output, origin=origin)
    for line in done.taken:
        click.echo(f"Taken: {line}")
    for line in done.kept:
        click.echo(f"Look at: {line}")
    if done.path is None:
        click.echo(f"Nothing to carry over: {folder} has all that {done.shipped} has. No folder was written.")
        return
    click.echo(f"Wrote {done.path}, with what is new in {done.shipped}.")
    smreport.check_template(done.path)
    say_next(
        say("terminal.next.look_through_template", command=f"smreport template check {typed(done.path)}"),
        say("terminal.next.carry_over", folder=typed(done.path)),
    )


@template.command("house")
@click.argument("folder", type=PATH)
@FORCE
def make_house_file(folder: Path, force: bool) -> None:
    """Make house.docx from style.toml: a Word file with all styles, to edit in Word and to put a logo into.

    Documents follow house.docx once somebody has edited it, and style.toml until then.

    \b
    Examples:
      smreport template house mine
      smreport template house mine --force
    """
    tell_saved(smreport.make_house_file(folder, force=force))
    say_next(say("terminal.next.edit_house", folder=typed(folder)))


@template.command("schema")
@click.argument("folder", type=PATH)
def make_schemas(folder: Path) -> None:
    """Write the JSON Schemas of a template's files into its folder "schema".

    Editors that know TOML, such as VS Code with Even Better TOML, then complete keys and mark mistakes. A copied
    template has them already; use this for one that was copied before, or after smreport was updated.

    \b
    Examples:
      smreport template schema mine
    """
    tell(smreport.write_schemas(folder), ())
    say_next(say("terminal.next.name_schemas"))


@template.command("words")
@click.argument("folder", type=PATH)
@LANGUAGE
def write_words(folder: Path, language: str) -> None:
    """Write the words of a template as catalogues to edit, into its folder "words".

    With --language all that people read is there to be put into another language: the form in words/LANGUAGE.po, what
    smreport says of it in words/LANGUAGE. Without it, what smreport says is there to be reworded. What is left blank is
    said in English. Run it again after a change: words that are there stay.

    \b
    Examples:
      smreport template words mine
      smreport template words mine --language cy
    """
    done = smreport.write_words(folder, language)
    tell(tuple(saved.path for saved in done.saved), tuple(saved.kept for saved in done.saved if saved.kept))
    for file, count in done.open.items():
        click.echo(say("terminal.words_open", file=file, count=count))
    new = f"smreport new --template {typed(folder)} --language {done.language}"
    say_next(say("terminal.next.word", check=f"smreport template check {typed(folder)}", new=new))


@template.command("check")
@click.argument("folder")
def check_template(folder: str) -> None:
    """Say what is wrong with a template, by file and key, and what is missing or wrong in its words.

    Exit code 0: fine. 1: words are missing or wrong. 2: the template cannot be used.

    \b
    Examples:
      smreport template check mine
    """
    blueprint = smreport.check_template(folder)
    sheets = say("terminal.sheets", count=len(blueprint.sheets))
    rules = say("terminal.rules", count=sum(len(sheet.rules) for sheet in blueprint))
    found = smreport.words_found(folder)
    for line in found:
        click.echo(line)
    click.echo(say("terminal.template_fine", title=blueprint.title, sheets=sheets, rules=rules))
    if found:
        sys.exit(FINDINGS)
    say_next(f"smreport new --template {typed(folder)}")
