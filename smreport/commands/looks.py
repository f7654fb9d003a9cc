"""Which looks the documents of a template have: a council's file, the template's house.docx, or style.toml alone."""

from __future__ import annotations

from smreport.blueprint.model import Blueprint
from smreport.errors import InvalidValue, TemplateError, said_by
from smreport.frozen import Frozen
from smreport.word.house_file import made_from, on_paper_of_place
from smreport.word.house_style import HouseStyle
from smreport.word.style_file import StyleFile, read_style_file
from smreport.word.style_fitting import missing_styles
from smreport.words import joining, say

HOUSE_FILE = "house.docx"


class Looks(Frozen):
    """The looks of documents.

    style    the values of style.toml
    file     the Word file that goes before them, if any
    is_own   whether a council gave the file, or changed the one of the template
    remarks  what there is to say about the file, in sentences
    """

    style: HouseStyle
    file: StyleFile | None = None
    is_own: bool = False
    remarks: tuple[str, ...] = ()


def looks_of_template(blueprint: Blueprint) -> Looks:
    """The template's house.docx as people changed it, else what its style.toml gives, on the paper of the place.

    Raises TemplateError where one cannot be used, or where both were changed.
    """
    style = house_style(blueprint)
    if not blueprint.house:
        return Looks(style)
    try:
        file = read_style_file(blueprint.house)
    except InvalidValue as problem:
        raise TemplateError(say("template.in_file", file=HOUSE_FILE, mistake=said_by(problem))) from problem
    is_up_to_date = file.made_from in ("", made_from(style))
    if file.is_as_made:
        return Looks(style, on_paper_of_place(file) if is_up_to_date else None)
    if not is_up_to_date:
        raise TemplateError(say("template.house.both_changed", file=HOUSE_FILE))
    return Looks(style, file, is_own=True)


def looks_of_file(blueprint: Blueprint, name: str, content: bytes) -> Looks:
    """The looks of a council's .docx or .dotx; style.toml helps where it has none.

    Raises InvalidValue, which names the file, where it cannot be used.
    """
    style = house_style(blueprint)
    try:
        file = read_style_file(content)
    except InvalidValue as problem:
        raise InvalidValue(say("terminal.about", place=name, problem=said_by(problem))) from problem
    missing = joining.in_a_row(missing_styles(file, style))
    remarks = (say("terminal.looks.made_styles", file=name, styles=missing),) if missing else ()
    return Looks(style, file, is_own=True, remarks=remarks)


def house_style(blueprint: Blueprint) -> HouseStyle:
    """The values of a template's style.toml. Raises TemplateError where they cannot be used."""
    try:
        return HouseStyle.from_mapping(dict(blueprint.style))
    except ValueError as problem:
        raise TemplateError(
            say("template.in_file", file="style.toml", mistake=joining.closed(said_by(problem)))
        ) from problem
