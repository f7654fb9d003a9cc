"""docs/formulas.md says what Excel's functions do elsewhere: the engines are asked again; formulas use no others."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from blueprint.test_formulas import all_formulas, functions
from engines.functions import DOCUMENT, MEASURED, document

from smreport.blueprint.answers import tables_from
from smreport.blueprint.listing import list_columns, working_columns
from smreport.blueprint.templates import load, shipped

ONLY_IN_DROP_DOWNS = {"OFFSET"}


@pytest.mark.engines
def test_the_page_says_what_the_engines_do(tmp_path: Path, not_installed: Callable[[str], NoReturn]) -> None:
    for kind in MEASURED:
        if missing := kind.missing():
            not_installed(missing)
    assert document(tmp_path) == DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", shipped())
def test_every_function_in_use_is_on_the_page(name: str) -> None:
    blueprint = load(name)
    spelled = [formula for _, formula in all_formulas(blueprint)]
    tables = tables_from(blueprint, {})
    spelled += [each.formula.spelled for each in (*list_columns(tables), *working_columns(tables)) if each.formula]
    used = {function for formula in spelled for function in functions(formula)}
    listed = set(re.findall(r"[A-Z]{2,}", DOCUMENT.read_text(encoding="utf-8")))
    assert len(used) > 15
    assert used - listed - ONLY_IN_DROP_DOWNS == set()
