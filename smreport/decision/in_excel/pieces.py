"""Pieces that the live formulas of several decision figures share."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from smreport.blueprint import formulas
from smreport.blueprint.columns import Scale
from smreport.blueprint.computed import NOTHING, Computation
from smreport.blueprint.formulas import (
    Cell,
    Expression,
    Number,
    Range,
    Shown,
    Truth,
    both,
    choose,
    either,
    equals,
    filled,
    is_number,
    more,
    negated,
    number_in,
    shown,
    text,
    total,
)
from smreport.blueprint.model import Blueprint, Sheet
from smreport.decision import terms


def worth_at(blueprint: Blueprint, sheet: Sheet, key: str, row: int) -> Number:
    """In Excel: the value of the scale's word in a cell, 0 where it is blank or unknown."""
    kind = sheet.by_key[key].type
    assert isinstance(kind, Scale)
    words, values = blueprint.list_texts(kind.choices.key), blueprint.list_values(kind.choices.key)
    return formulas.worth(sheet.text_at(key, row), words, values)


def finished_words(blueprint: Blueprint) -> list[str]:
    """What the template calls the statuses of projects that are no longer ranked."""
    return [blueprint.label("portfolio.status", status) for status in terms.FINISHED]


def open_projects(blueprint: Blueprint) -> Truth:
    finished = formulas.one_of(blueprint.texts("portfolio.status"), finished_words(blueprint))
    return both(filled(blueprint.texts("portfolio.title")), negated(finished))


def setting_or_default(blueprint: Blueprint, key: str) -> Number:
    """A number from Settings, or its default where it is blank."""
    cell, default = blueprint.setting(key), blueprint.sheets["settings"].by_key[key].default
    if not isinstance(default, int | float):
        return number_in(cell)
    return choose(formulas.blank(cell), formulas.number(default), number_in(cell))


def shared_among(figure: Cell, among: Cell) -> Shown:
    """A figure for each of those that share it; "" where it is unknown or nobody does."""
    some = choose(is_number(among), number_in(among), NOTHING)
    return shown(both(is_number(figure), more(some, NOTHING)), number_in(figure) / number_in(among))


def if_all_known(mine: Truth, figures: Range, value: Number) -> Shown:
    """A value that is worked out of figures; "" where none is there or one of them is unknown."""
    unknown = total(mine, negated(is_number(figures)))
    return shown(either(equals(total(mine), NOTHING), more(unknown, NOTHING)), text(""), value)


@dataclass(frozen=True, kw_only=True)
class OfProject(Computation):
    """Base of a project's criteria: nothing is shown for a finished project, or for one without a title."""

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        finished = formulas.one_of(sheet.at("status", row), finished_words(blueprint))
        left_out = either(formulas.blank(sheet.at("title", row)), finished)
        return shown(left_out, text(""), self.criterion(blueprint, sheet, row))

    @abstractmethod
    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        """The expression for a project that is not finished."""
