"""Templates of people's own: copied from a shipped one, checked, and carried over to a newer one."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from importlib.resources import as_file, files
from itertools import count
from pathlib import Path

from smreport.blueprint import templates
from smreport.blueprint.answers import tables_from
from smreport.blueprint.carry_over import COPIED_FROM, carried_over, packed, unpacked
from smreport.blueprint.model import Blueprint
from smreport.commands.loading import load_template
from smreport.commands.looks import HOUSE_FILE, house_style
from smreport.commands.making import workbook_bytes
from smreport.commands.publishing import published
from smreport.commands.template_schema import schema_files
from smreport.commands.template_words import FOLDER as WORDS
from smreport.decision.results import decide
from smreport.errors import TemplateError, said_by
from smreport.frozen import Frozen
from smreport.limits import read_bytes
from smreport.papers.review_paper import require_known
from smreport.papers.wording import wording_of
from smreport.saving import Saved, copy_folder, save_folder, save_new
from smreport.word.writer import write_house_docx
from smreport.words import joining, say
from smreport.words.locales import either


class UpgradedTemplate(Frozen):
    """A template that was carried over to the shipped one of today.

    path     where it is, None where there was nothing to carry over
    shipped  the name and version of the shipped one
    taken    what came from it
    kept     where people's own stays although the shipped one has changed, too
    """

    path: Path | None
    shipped: str
    taken: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def shipped_templates() -> dict[str, str]:
    """The titles of the templates that ship with smreport, by name."""
    return {name: templates.load(name).title for name in templates.shipped()}


def copy_template(name: str, folder: str | Path) -> Path:
    """A shipped template as a folder to edit. Raises TemplateError or OutputRefused where the folder is there.

    Its words in other languages stay behind, as they would have to follow each change: ``write_words`` fetches them.
    """
    if name not in templates.shipped():
        raise TemplateError(say("template.folder.not_shipped", name=name, known=joining.in_a_row(templates.shipped())))
    with as_file(files(templates.SHIPPED) / name) as source:
        contents = _written_in(source)
        also = {COPIED_FROM: packed(contents), **schema_files(contents)}
        copy_folder(source, Path(folder), also, without=WORDS)
    return Path(folder)


def upgrade_template(folder: str | Path, target: str | Path | None = None, *, origin: str = "") -> UpgradedTemplate:
    """A copied template brought up to the shipped one of today, in a new folder; the old one is never changed.

    target  the new folder; else one beside it, called after the version
    origin  the shipped template that it was copied from, where the folder cannot tell

    Raises TemplateError where that is not known or a file cannot be taken apart, OutputRefused.
    """
    folder = Path(folder)
    contents = _files_in(folder)
    schemas = schema_files(contents).keys()
    theirs = {path: content for path, content in contents.items() if path not in schemas}
    base = _copied_from(folder, theirs.pop(COPIED_FROM, None))
    name = origin or _name_in(base or theirs)
    if name not in templates.shipped():
        known = either(templates.shipped())
        raise TemplateError(say("template.folder.no_origin", folder=str(folder), known=known))
    with as_file(files(templates.SHIPPED) / name) as source:
        new = _written_in(source)
    version = templates.load(name).version
    newer = say("terminal.template.version", name=name, version=version)
    try:
        carried = carried_over(theirs, base, new)
    except ValueError as problem:
        refusal = say("template.folder.cannot_carry_over", folder=str(folder), problem=said_by(problem))
        raise TemplateError(refusal) from problem
    if not carried.taken:
        return UpgradedTemplate(None, newer, kept=carried.kept)
    target = Path(target) if target else _free_folder(folder, version)
    save_folder(target, {**carried.files, COPIED_FROM: packed(new), **schema_files(carried.files)})
    return UpgradedTemplate(target, newer, carried.taken, carried.kept)


def _copied_from(folder: Path, content: bytes | None) -> dict[str, bytes] | None:
    """The files that a template was copied from; None where it does not say."""
    try:
        return None if content is None else unpacked(content)
    except ValueError as problem:
        damaged = say("template.folder.damaged", file=str(folder / COPIED_FROM), problem=said_by(problem))
        raise TemplateError(damaged) from problem


def _files_in(folder: Path) -> dict[str, bytes]:
    """The files of a template by their path in its folder. Raises TemplateError where it is none."""
    if not (folder / "workbook.toml").is_file():
        raise TemplateError(say("template.folder.not_one", folder=str(folder)))
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.parent.name != "__pycache__")
    return {path.relative_to(folder).as_posix(): read_bytes(path) for path in paths}


def _written_in(folder: Path) -> dict[str, bytes]:
    """The files of a template without its words in other languages."""
    return {path: content for path, content in _files_in(folder).items() if not path.startswith(f"{WORDS}/")}


def _name_in(contents: Mapping[str, bytes]) -> str:
    try:
        return str(tomllib.loads(contents["workbook.toml"].decode("utf-8-sig")).get("name"))
    except (ValueError, KeyError):
        return ""


def _free_folder(folder: Path, version: str) -> Path:
    names = (folder.with_name(f"{folder.name}-{version}{f' ({at})' if at > 1 else ''}") for at in count(1))
    return next(name for name in names if not os.path.lexists(name))


def make_house_file(folder: str | Path, *, force: bool = False) -> Saved:
    """The house.docx of a template folder, made anew from its style.toml.

    Raises TemplateError, or OutputRefused where the file is there and ``force`` is not set.
    """
    blueprint = load_template(folder)
    target = Path(folder) / HOUSE_FILE
    return Saved(target, save_new(target, write_house_docx(house_style(blueprint), blueprint.tongue.tag), force))


def check_template(template: str | Path) -> Blueprint:
    """A template that loads, emits and makes documents. Raises TemplateError, which names file and key."""
    blueprint = load_template(template)
    tables = tables_from(blueprint, blueprint.starter, "starter.toml")
    workbook_bytes(tables)
    results = decide(tables)
    published(results)
    if review := wording_of(blueprint).review:
        require_known(review)
    return blueprint
