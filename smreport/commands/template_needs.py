"""What the decision rules and the papers need of a template."""

from __future__ import annotations

from smreport.blueprint import templates
from smreport.blueprint.model import Blueprint
from smreport.decision import propose, results, terms
from smreport.papers import compose


def refuse_lacking(blueprint: Blueprint) -> None:
    """Raise TemplateError with the first thing that a template lacks."""
    templates.require(blueprint, (*results.NEEDS, *propose.NEEDS, *compose.NEEDS))
    templates.require_types(blueprint, terms.LISTED)
    templates.require_whole_rows(blueprint, terms.FIGURES_OF)
    templates.require_choices(blueprint, terms.CHOICES, terms.FOR_ALL)
