"""The command line: thin, one command a step, heavy imports inside the commands."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smreport import __version__
from smreport.errors import SmreportError, WorkbookHasErrors
from smreport.findings import as_text, summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from smreport.build import Checked, Renewed

FINE, FINDINGS, CANNOT = 0, 1, 2


class _Commands(click.Group):
    """A group whose commands end with a clear line and an exit code, never with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WorkbookHasErrors as problem:
            click.echo(str(problem), err=True)
            ctx.exit(FINDINGS)
        except SmreportError as problem:
            click.echo(f"Error: {problem}", err=True)
            ctx.exit(CANNOT)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as fault:
            if os.environ.get("SMREPORT_DEBUG"):
                raise
            click.echo(
                f"Error: smreport met a fault of its own ({type(fault).__name__}: {fault}). Nothing was overwritten. "
                "Set SMREPORT_DEBUG=1 and run it again for a report to send to its makers.",
                err=True,
            )
            ctx.exit(CANNOT)


_TEMPLATE = click.option(
    "--template", metavar="NAME|FOLDER", help="A shipped template or a folder with a workbook.toml of your own."
)
_FORCE = click.option("--force", is_flag=True, help="Replace what is there; the old file is kept under another name.")
_WORKBOOK = click.Path(path_type=Path)


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
            raise click.BadParameter(f"{pair!r}: give benefit, cost or risk with a number from 0 to 100.")
        weights[name.strip()] = weight
    return weights


_EXEMPT = click.option("--exempt", is_flag=True, help="Show figures that are marked as not for publication.")
_BUDGET = click.option("--budget", type=click.FloatRange(min=0), metavar="POUNDS", help="Try another budget.")
_WEIGHTS = click.option(
    "--weights", callback=_parse_weights, metavar="NAME=NUMBER,...", help="Try other weights of benefit, cost and risk."
)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="smreport")
def main() -> None:
    """Turn a workbook that services fill in into a social media strategy and an action plan.

    \b
    The whole round:
      smreport new -o workbook.xlsx          a workbook to fill in
      smreport check workbook.xlsx           what is wrong or missing, by sheet and cell
      smreport build workbook.xlsx -o out    strategy.docx and action-plan.docx

    See it at work first: smreport demo

    Exit codes: 0 fine, 1 findings, 2 a file cannot be read or a command was not understood.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@main.command()
@click.option("-o", "--output", type=_WORKBOOK, required=True, metavar="FILE", help="The workbook to make (.xlsx).")
@click.option("--organisation", default="", metavar="NAME", help="The council's name, for the cover.")
@_TEMPLATE
@click.option(
    "--services", type=_WORKBOOK, metavar="FILE.csv", help="A service list (columns id and name) to pick from."
)
@click.option("--starter/--blank", default=True, help="With starter rows (areas, tools, roles), or blank.")
@click.option("--answers", type=_WORKBOOK, metavar="FILE.toml", help="Fill in the answers of a TOML file.")
@_FORCE
def new(
    output: Path,
    organisation: str,
    template: str | None,
    services: Path | None,
    starter: bool,
    answers: Path | None,
    force: bool,
) -> None:
    """Make a workbook for staff to fill in.

    \b
    Examples:
      smreport new -o workbook.xlsx --organisation "Exampleshire County Council"
      smreport new -o workbook.xlsx --services services.csv
      smreport new -o workbook.xlsx --blank
    """
    from smreport import build

    _require_xlsx(output)
    for given in filter(None, (services, answers)):
        if not given.is_file():
            raise click.UsageError(f"{given}: there is no such file.")
    made = build.new_workbook(
        output,
        organisation=organisation,
        template=template,
        services=services,
        starter=starter,
        answers=answers,
        force=force,
    )
    if made.kept:
        click.echo(f"Kept the old file as {made.kept}")
    click.echo(f"Made {made.path} with {made.sheets} sheets. Fill it in, then run: smreport check {made.path}")


@main.command()
@click.argument("files", nargs=-1, required=True, type=_WORKBOOK, metavar="FILE...")
@_TEMPLATE
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", help="How to print findings.")
@click.option("--mark", is_flag=True, help="Also write a copy of each workbook with notes in the faulty cells.")
@click.option(
    "-o", "--output", type=_WORKBOOK, metavar="FILE",
    help="Where the marked copy goes; else beside the workbook, as “NAME - to fix.xlsx”.",
)  # fmt: skip
@_FORCE
def check(
    files: tuple[Path, ...], template: str | None, style: str, mark: bool, output: Path | None, force: bool
) -> None:
    """Say what contradicts itself or is missing, by sheet and cell.

    An error is a contradiction. A gap is something still missing. A note is worth knowing.
    With --mark each sender gets their own workbook back: faulty cells have a note, and a first sheet
    “To fix” leads to all of them. Marking it again replaces the marks.
    Exit code 0: neither errors nor gaps. 1: some. 2: a file cannot be read or written.

    \b
    Examples:
      smreport check workbook.xlsx
      smreport check workbook.xlsx --mark -o "workbook to fix.xlsx"
      smreport check returns/*.xlsx --mark
      smreport check returns/*.xlsx --format json
    """
    from smreport import build

    if output:
        _require_one_marked(files, mark, output)
    checked = build.check_workbooks(files, template)
    click.echo(_as_json(checked) if style == "json" else "\n\n".join(map(_as_text, checked)))
    for one in checked:
        if one.unreadable:
            click.echo(f"Error: {one.unreadable}", err=True)
    readable = [one for one in checked if not one.unreadable]
    refused = [one for one in readable if mark and not _write_marked(one, output, force, err=style == "json")]
    if refused or len(readable) < len(checked):
        sys.exit(CANNOT)
    sys.exit(FINE if all(one.passed for one in checked) else FINDINGS)


def _require_one_marked(files: tuple[Path, ...], mark: bool, output: Path) -> None:
    if not mark:
        raise click.UsageError("-o says where a marked copy goes: add --mark.")
    if len(files) > 1:
        raise click.UsageError("-o is for one workbook. Without it each marked copy goes beside its workbook.")
    if output.suffix.lower() != files[0].suffix.lower():
        raise click.UsageError(f"{output}: the name must end in {files[0].suffix}, as that of the workbook does.")


def _write_marked(checked: Checked, output: Path | None, force: bool, err: bool) -> bool:
    """Whether the marked copy could be written; a refusal does not stop the others."""
    from smreport import build

    try:
        marked = build.mark_workbook(checked, output, force=force)
    except SmreportError as problem:
        click.echo(f"Error: {problem}", err=True)
        return False
    _tell((marked.path,), (marked.kept,) if marked.kept else (), err)
    return True


def _as_text(checked: Checked) -> str:
    if checked.unreadable:
        return f"{checked.path}: not checked."
    counts = f"{checked.path}: {summary(checked.findings)}."
    return "\n\n".join(filter(None, (as_text(checked.findings), counts)))


def _as_json(checked: list[Checked]) -> str:
    return json.dumps(
        [
            {
                "file": str(one.path),
                "readable": not one.unreadable,
                "problem": one.unreadable,
                "findings": [finding.as_dict() for finding in one.findings],
            }
            for one in checked
        ],
        indent=2,
        ensure_ascii=False,
    )


@main.command()
@click.argument("file", type=_WORKBOOK, metavar="FILE")
@click.option("-o", "--output", type=_WORKBOOK, required=True, metavar="FOLDER", help="Where the documents go.")
@_TEMPLATE
@click.option("--draft", is_flag=True, help="Write documents marked as drafts although the workbook has errors.")
@_EXEMPT
@_BUDGET
@_WEIGHTS
@_FORCE
def build(
    file: Path,
    output: Path,
    template: str | None,
    draft: bool,
    exempt: bool,
    budget: float | None,
    weights: dict[str, float] | None,
    force: bool,
) -> None:
    """Write strategy.docx and action-plan.docx from a completed workbook.

    What is still missing is listed in the documents by owner. A workbook that contradicts itself is
    refused, unless --draft is given.

    \b
    Examples:
      smreport build workbook.xlsx -o out
      smreport build workbook.xlsx -o out --draft
      smreport build workbook.xlsx -o what-if --budget 40000 --weights benefit=50,cost=30,risk=20
    """
    from smreport import build as steps

    built = steps.build_documents(
        file,
        output,
        template=template,
        draft=draft,
        exempt=exempt,
        force=force,
        what_if=steps.WhatIf(budget, weights=weights or {}),
        progress=_progress(),
    )
    _tell(built.documents, built.kept)
    click.echo(f"The check found {summary(built.results.findings)}.")


@main.command()
@click.argument("file", type=_WORKBOOK, metavar="FILE")
@click.argument("project", metavar="PROJECT")
@_TEMPLATE
@_EXEMPT
@_BUDGET
@_WEIGHTS
def explain(
    file: Path,
    project: str,
    template: str | None,
    exempt: bool,
    budget: float | None,
    weights: dict[str, float] | None,
) -> None:
    """Say why a project stands where it does: its benefit, cost and risk, with the rows behind them.

    \b
    Examples:
      smreport explain workbook.xlsx "Faults reported online"
    """
    from smreport import build as steps

    what_if = steps.WhatIf(budget, weights=weights or {})
    text = steps.explain_project(file, project, template=template, exempt=exempt, what_if=what_if)
    click.echo(text.rstrip("\n"))


@main.command()
@click.option(
    "-o", "--output", type=_WORKBOOK, default=Path("smreport-demo"), show_default=True, metavar="FOLDER",
    help="Where the workbook and the documents go.",
)  # fmt: skip
@_FORCE
def demo(output: Path, force: bool) -> None:
    """Run the whole round on the shipped example: a workbook and both documents.

    \b
    Examples:
      smreport demo
      smreport demo -o somewhere
    """
    from smreport import build as steps

    shown = steps.demonstrate(output, force=force, progress=_progress())
    _tell((shown.workbook, *shown.built.documents), shown.built.kept)
    click.echo(f"The check found {summary(shown.built.results.findings)}. The figures are invented, for training.")


@main.command()
@click.argument("old", type=_WORKBOOK, metavar="OLD")
@click.option("-o", "--output", type=_WORKBOOK, required=True, metavar="NEW", help="The new workbook (.xlsx).")
@_TEMPLATE
@_FORCE
def upgrade(old: Path, output: Path, template: str | None, force: bool) -> None:
    """Carry the answers of an older or rearranged workbook over into a current one.

    OLD is never changed. What was not found in it is listed.

    \b
    Examples:
      smreport upgrade last-year.xlsx -o this-year.xlsx
    """
    from smreport import build

    _require_xlsx(output)
    _tell_renewed(build.upgrade_workbook(old, output, template=template, force=force))


@main.command()
@click.argument("file", type=_WORKBOOK, metavar="FILE")
@click.option("-o", "--output", type=_WORKBOOK, required=True, metavar="NEW", help="The new workbook (.xlsx).")
@_TEMPLATE
@_FORCE
def refresh(file: Path, output: Path, template: str | None, force: bool) -> None:
    """Make rows ready for what the mappings imply: roles in 5 and 6, candidate projects in 7.

    FILE is never changed, and nothing that was typed is lost.

    \b
    Examples:
      smreport refresh workbook.xlsx -o workbook-2.xlsx
    """
    from smreport import build

    _require_xlsx(output)
    _tell_renewed(build.refresh_workbook(file, output, template=template, force=force))


@main.command()
@click.option("-o", "--output", type=_WORKBOOK, required=True, metavar="FILE", help="The guide (.docx or .md).")
@_TEMPLATE
@_FORCE
def handbook(output: Path, template: str | None, force: bool) -> None:
    """Write the sheet-by-sheet guide to a workbook, with every check and its code.

    \b
    Examples:
      smreport handbook -o handbook.docx
      smreport handbook -o handbook.md
    """
    from smreport import build

    kept = build.write_handbook(output, template=template, force=force)
    _tell((output,), (kept,) if kept else ())


@main.group()
def template() -> None:
    """Make a template of your own: copy a shipped one, edit its TOML files, check it.

    \b
    Examples:
      smreport template list
      smreport template copy social_media mine
      smreport template check mine
      smreport new --template mine -o workbook.xlsx
    """


@template.command("list")
def list_templates() -> None:
    """Name the templates that ship with smreport.

    \b
    Examples:
      smreport template list
    """
    from smreport import build

    for name, title in build.shipped_templates().items():
        click.echo(f"{name}: {title}")


@template.command("copy")
@click.argument("name")
@click.argument("folder", type=_WORKBOOK)
def copy_template(name: str, folder: Path) -> None:
    """Copy a shipped template into a new folder.

    \b
    Examples:
      smreport template copy social_media mine
    """
    from smreport import build

    click.echo(f"Copied {name} to {build.copy_template(name, folder)}. Edit it, then: smreport template check {folder}")


@template.command("check")
@click.argument("folder")
def check_template(folder: str) -> None:
    """Say what is wrong with a template, by file and key.

    \b
    Examples:
      smreport template check mine
    """
    from smreport import build

    blueprint = build.check_template(folder)
    rules = sum(len(sheet.rules) for sheet in blueprint)
    click.echo(f"{blueprint.title}: {len(blueprint.sheets)} sheets and {rules} rules, all fine.")


def _require_xlsx(output: Path) -> None:
    if output.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{output}: the name of a workbook must end in .xlsx")


def _tell_renewed(renewed: Renewed) -> None:
    _tell((renewed.path,), (renewed.kept,) if renewed.kept else ())
    for line in renewed.remarks:
        click.echo(f"Note: {line}")
    for line in renewed.added:
        click.echo(f"Added to {line}")
    click.echo(f"{renewed.rows} filled rows carried over or made ready.")


def _progress() -> Callable[[str], None]:
    """Says how far the work is, on a terminal only."""

    def say(step: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"{step} …", err=True)

    return say


def _tell(written: tuple[Path, ...], kept: tuple[Path, ...], err: bool = False) -> None:
    for path in kept:
        click.echo(f"Kept the old file as {path}", err=err)
    for path in written:
        click.echo(f"Wrote {path}", err=err)
