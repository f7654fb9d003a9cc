"""Templates that have all that the rules and the papers need."""

from __future__ import annotations

from pathlib import Path

from smreport.blueprint import templates
from smreport.blueprint.forms import is_own
from smreport.blueprint.model import Blueprint
from smreport.words import speak


def load_template(template: str | Path, language: str = "") -> Blueprint:
    """A template that has all that the decision rules need. What is said of workbooks is then in its language.

    language  of the form: a tag, two for a bilingual one, "" for the language in which the template is written

    Raises TemplateError where it lacks something, InvalidValue where it has no words in that language.
    """
    blueprint = templates.load(template, language)
    speak(blueprint.tongue)
    if is_own(blueprint.form):
        from smreport.commands.template_needs import refuse_lacking

        refuse_lacking(blueprint)
    return blueprint
