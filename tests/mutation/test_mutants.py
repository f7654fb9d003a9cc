"""The small faults of a mutation run are the ones that it says, one at a time, and leave the rest as it is.

Each is put into what is loaded, where it can be, and tried first with the tests that run its statement.
"""

from __future__ import annotations

import ast
import sys
from argparse import Namespace
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from mutation.mutants import mutants, mutated, statement
from mutation.put_in import functions, is_put_in
from mutation.run import ROOT, modules_in, sample
from mutation.watched import to_try

SOURCE = '''"""A module."""
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nothing


@kept(never=1)
def judge(value: Literal[3], *, strict: bool = True) -> int:
    """Words."""
    if value < 2 and strict:
        raise ValueError
    told(value, end="", words=say("some.words", count=value))
    return sum(each + 1 for each, _ in zip(range(value), names, strict=True) if not each)
'''
FAULTS = {
    (9, "False for True"), (11, "not: value < 2 and strict"), (11, "or for and"), (11, "<= for <"), (11, "3 for 2"),
    (11, "1 for 2"), (12, "without: raise ValueError"), (13, "without words=say('some.words', count=value)"),
    (13, "without: told(value, end='', words=say('some.words', count=value))"), (13, "without end=''"),
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


def test_the_statement_of_a_line_is_the_smallest_that_has_it() -> None:
    found = {line: list(statement(SOURCE, line)) for line in (2, 9, 11, 12, 13)}
    assert found == {2: [2], 9: list(range(9, 15)), 11: [11, 12], 12: [12], 13: [13]}


def test_the_files_of_the_quickest_tests_of_a_statement_are_first_with_those_that_share_what_it_made() -> None:
    ran = {
        "a.py::slow": (3.0, [4, 5]), "a.py::shares": (0.1, [9]), "b.py::quick": (1.0, [5]), "c.py::none": (0.5, [7]),
        "b.py::near": (2.0, [4]), "c.py::shares": (0.1, []), "d.py::case[1]": (0.2, [5]), "d.py::case[2]": (0.6, [5]),
    }  # fmt: skip
    reached = {
        name: {
            "seconds": seconds,
            "shares": name.endswith("shares"),
            "lines": {"it.py": sum(1 << line for line in lines)},
        }
        for name, (seconds, lines) in ran.items()
    }
    tried = partial(to_try, reached, "it.py")
    assert tried(range(5, 6), 60) == ["a.py::shares", "a.py::slow", "d.py::case[1]", "d.py::case[2]", "b.py::quick"]
    assert tried(range(5, 6), 1.5) == ["a.py::shares", "d.py::case[1]", "b.py::quick"]
    assert tried(range(5, 6), 0) == ["a.py::shares"]
    assert set(tried(range(70, 71), 60)) == ran.keys()


LIVING = """
LIMIT = 3
def is_small(value, least=1):
    return least < value < LIMIT
def chosen(value):
    def is_it(other):
        return other == value
    return is_it
IS_TWO = chosen(2)
class Answers:
    kept = 5
    @property
    def given(self):
        return [each + 1 for each in (1, 2)]
"""


@pytest.mark.parametrize(
    ("what", "line", "shows"),
    [
        ("<= for <", 4, ("is_small(1)", False)), ("!= for ==", 7, ("IS_TWO(2), chosen(4)(4)", (True, True))),
        ("- for +", 14, ("Answers().given", [2, 3])), ("2 for 1", 3, ("is_small(2)", True)), ("6 for 5", 11, None),
        ("4 for 3", 2, ("is_small(3)", False)),
    ],
)  # fmt: skip
def test_a_fault_is_put_into_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, line: int, shows: tuple[str, object] | None
) -> None:
    path = tmp_path / "living.py"
    path.write_text(LIVING, encoding="utf-8")
    spec = spec_from_file_location("living", path)
    assert spec
    assert spec.loader
    living, other = module_from_spec(spec), ModuleType("other")
    spec.loader.exec_module(living)
    vars(other)["LIMIT"] = vars(living)["LIMIT"]
    for module in (living, other):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    (fault,) = [mutant for mutant in mutants(LIVING) if (mutant.what, mutant.line) == (what, line)][:1]
    if shows:
        assert eval(shows[0], vars(living)) == shows[1]
    assert is_put_in(path, fault, functions()) is bool(shows)
    if shows:
        assert eval(shows[0], vars(living)) != shows[1]
    assert vars(other)["LIMIT"] == vars(living)["LIMIT"]  # who had it from there


def test_a_folder_stands_for_all_its_modules_that_have_anything_to_change() -> None:
    folder = ROOT / "smreport" / "decision"
    found = {path.relative_to(folder).as_posix() for path in modules_in(folder)}
    assert {"wave.py", "in_excel/score.py"} <= found
    assert "__init__.py" not in found


def test_faults_are_picked_of_each_module_or_of_all_and_the_same_by_a_seed() -> None:
    modules = [Path("smreport/limits.py"), Path("smreport/saving.py")]
    picked = {
        (most, faults, seed): sample(modules, Namespace(most=most, faults=faults, seed=seed))
        for most in (2, None) for faults in (3, None) for seed in (1, 2)
    }  # fmt: skip
    assert [fault.module for fault in picked[2, None, 1]] == [modules[0]] * 2 + [modules[1]] * 2
    assert len(picked[2, 3, 1]) == len(picked[None, 3, 1]) == 3
    assert picked[None, 3, 1] != picked[None, 3, 2]
    assert picked[None, 3, 1] == sample(modules, Namespace(most=None, faults=3, seed=1))
