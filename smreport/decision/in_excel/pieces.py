"""Pieces that the live formulas of several decision figures share."""

from __future__ import annotations

from abc import abstractmethod

from smreport.blueprint import formulas
from smreport.blueprint.columns import Scale
from smreport.blueprint.computed import ONE, Computation
from smreport.blueprint.formulas import (
    Cell,
    Expression,
    Number,
    Shown,
    Truth,
    both,
    choose,
    either,
    filled,
    is_number,
    negated,
    number_in,
    shown,
    text,
)
from smreport.blueprint.model import Blueprint, Sheet
from smreport.blueprint.named_parts import choices_in, named_by
from smreport.blueprint.text_numbers import alike, has_text
from smreport.decision import terms


def worth_at(blueprint: Blueprint, sheet: Sheet, key: str, row: int) -> Number:
    """In Excel: the value of the scale's word in a cell, 0 where it is blank or unknown."""
    kind = sheet.by_key[key].type
    assert isinstance(kind, Scale)
    words, values = blueprint.list_texts(kind.choices.key), blueprint.list_values(kind.choices.key)
    return formulas.worth(sheet.text_at(key, row), words, values)


def _words(blueprint: Blueprint, statuses: tuple[str, ...]) -> list[str]:
    """What the template calls some statuses of projects."""
    return [blueprint.label("portfolio.status", status) for status in statuses]


def is_committed(blueprint: Blueprint, title: Cell | formulas.Text, status: Cell | formulas.Text) -> Truth:
    """Whether a project is taken before any competes; over a range, which of them are."""
    competes_again = formulas.one_of(blueprint.setting("compete_again"), blueprint.words_for("yes"))
    committed = formulas.one_of(status, _words(blueprint, terms.COMMITTED))
    return both(filled(title), committed, formulas.negated(competes_again))


def setting_or_default(blueprint: Blueprint, key: str) -> Number:
    """A number from Settings, or its default where it is blank."""
    cell, default = blueprint.setting(key), blueprint.sheets["settings"].by_key[key].default
    if not isinstance(default, int | float):
        return number_in(cell)
    return choose(formulas.blank(cell), formulas.number(default), number_in(cell))


def annuity(rate: Number, years: Number) -> Number:
    """What a pound at the end of each year is worth now; of part of a last year its part, at that year's end."""
    whole = formulas.rounded_down(years)
    first, second = (formulas.present_value(rate, count, ONE) for count in (whole, whole + ONE))
    return first + (years - whole) * (second - first)


def borne(blueprint: Blueprint, sheet: Sheet, row: int, other_sheet: str, figure: str) -> Truth:
    """Which rows of another sheet a project bears: its own, those of its roles, those of neither role nor project.

    figure  a column there that shows a number in each row that is filled in
    """
    nobodys = both(*(negated(has_text(blueprint, f"{other_sheet}.{key}")) for key in ("project", "role")))
    of_all = both(nobodys, is_number(blueprint.figures(f"{other_sheet}.{figure}")))
    return either(owned(blueprint, sheet, row, other_sheet), of_all)


def owned(blueprint: Blueprint, sheet: Sheet, row: int, other_sheet: str) -> Truth:
    """Which rows of another sheet are the project's own, or those of its roles."""
    of_role = named_by(choices_in(blueprint, sheet, "roles"), blueprint, f"{other_sheet}.role")
    own = alike(blueprint, f"{other_sheet}.project", sheet, "title", row)
    return either(own, both(negated(has_text(blueprint, f"{other_sheet}.project")), of_role))


class OfProject(Computation, kw_only=True):
    """Base of a project's criteria: nothing is shown for a finished project, or for one without a title."""

    def formula(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Expression:
        finished = formulas.one_of(sheet.at("status", row), _words(blueprint, terms.FINISHED))
        left_out = either(formulas.blank(sheet.at("title", row)), finished)
        return shown(left_out, text(""), self.criterion(blueprint, sheet, row))

    @abstractmethod
    def criterion(self, blueprint: Blueprint, sheet: Sheet, row: int) -> Shown:
        """The expression for a project that is not finished."""
