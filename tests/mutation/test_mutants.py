"""The small faults of a mutation run are the ones that it says, one at a time, and leave the rest as it is."""

from __future__ import annotations

import ast

import pytest
from mutation.mutants import mutants, mutated
from mutation.run import ROOT, files_about

SOURCE = '''"""A module."""
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nothing


@kept(never=1)
def judge(value: Literal[3], *, strict: bool = True) -> int:
    """Words."""
    if value < 2 and strict:
        raise ValueError
    told(value, end="")
    return sum(each + 1 for each in range(value) if not each)
'''
FAULTS = {
    (9, "False for True"), (11, "not: value < 2 and strict"), (11, "or for and"), (11, "<= for <"), (11, "3 for 2"),
    (11, "1 for 2"), (12, "without: raise ValueError"), (13, "without: told(value, end='')"), (13, "without end=''"),
    (14, "- for +"), (14, "2 for 1"), (14, "0 for 1"), (14, "without: if not each"),
}  # fmt: skip


def test_every_fault_is_put_in_and_nothing_else() -> None:
    found = mutants(SOURCE)
    assert {(mutant.line, mutant.what) for mutant in found} == FAULTS
    sources = {mutated(SOURCE, mutant) for mutant in found}
    assert len(sources) == len(found) == len(FAULTS)
    whole = ast.unparse(ast.parse(SOURCE)).splitlines()
    for source in sources:
        lines = source.splitlines()
        assert sum(was != now for was, now in zip(whole, lines, strict=True)) == 1


@pytest.mark.parametrize(
    ("module", "test"),
    [("word/self_check.py", "word/test_self_check_bounds.py"), ("blueprint/rules/rows.py", "blueprint/test_rules.py")],
)
def test_a_module_is_tried_with_the_tests_that_are_about_it(module: str, test: str) -> None:
    found = [path.as_posix() for path in files_about(ROOT / "smreport" / module)]
    assert f"tests/{test}" in found
    assert "tests/test_cli.py" not in found
