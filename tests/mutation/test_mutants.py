"""The small faults of a mutation run are the ones that it says, one at a time, and leave the rest as it is.

Each is tried first with the tests that run its statement.
"""

from __future__ import annotations

import ast

import pytest
from mutation.mutants import mutants, mutated, statement
from mutation.run import ROOT, files_about, modules_in, seconds_of

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
    return sum(each + 1 for each, _ in zip(range(value), names, strict=True) if not each)
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


def test_the_statement_of_a_line_is_the_smallest_that_has_it() -> None:
    found = {line: list(statement(SOURCE, line)) for line in (2, 9, 11, 12, 13)}
    assert found == {2: [2], 9: list(range(9, 15)), 11: [11, 12], 12: [12], 13: [13]}


def test_the_quickest_tests_of_a_statement_are_first_then_those_that_share_what_it_made() -> None:
    ran = {
        "a.py::slow": (3.0, [4, 5]), "a.py::shares": (0.1, [90]), "b.py::quick": (1.0, [5]), "c.py::none": (0.5, []),
        "b.py::near": (2.0, [4]), "c.py::shares": (0.1, []),
    }  # fmt: skip
    reached = {
        name: {"seconds": seconds, "shares": name.endswith("shares"), "lines": {"it.py": lines}}
        for name, (seconds, lines) in ran.items()
    }
    assert list(seconds_of(reached, "it.py", range(5, 6)).items()) == [
        ("b.py::quick", 1.0), ("a.py::slow", 3.0), ("a.py::shares", 0.1),
    ]  # fmt: skip
    assert len(seconds_of(reached, "it.py", range(70, 71))) == len(ran)


def test_a_folder_stands_for_all_its_modules_that_have_anything_to_change() -> None:
    found = {
        path.relative_to(ROOT / "smreport" / "decision").as_posix() for path in modules_in(ROOT / "smreport/decision")
    }
    assert {"wave.py", "in_excel/score.py"} <= found
    assert "__init__.py" not in found
