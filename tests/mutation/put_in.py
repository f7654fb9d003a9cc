"""Puts a fault into functions and constants that are there, so that no module need be loaded anew."""

from __future__ import annotations

import ast
import gc
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

from mutation.mutants import Mutant, with_fault

Functions = Mapping[str, Sequence[FunctionType]]
_Define = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Functions:
    """All that there are, by the path of their file."""
    found = defaultdict(list)
    for it in gc.get_objects():
        if isinstance(it, FunctionType):
            found[it.__code__.co_filename].append(it)
    return found


def is_put_in(path: Path, mutant: Mutant, living: Functions) -> bool:
    """Whether the fault could be put into what there is of a file, now and in this process.

    It cannot where it is in what else runs as the module is loaded: the bodies of classes, and more than constants.
    """
    source = path.read_text(encoding="utf-8")
    was, now = ast.parse(source), with_fault(source, mutant)
    here = living.get(str(path), ())
    if _with_other_codes(_compiled(was, path), _compiled(now, path), here):
        return True
    places = [pair for pair in zip(_statements(was), _statements(now), strict=True) if len({*map(ast.dump, pair)}) > 1]
    old, new = places[-1]  # the smallest
    if isinstance(new, _Define):
        return _with_other_defaults(old, new, here)
    modules = [it for it in [*sys.modules.values()] if getattr(it, "__file__", None) == str(path)]
    return bool(modules) and new in now.body and _with_another_value(new, modules[0])


def _with_other_codes(was: CodeType, now: CodeType, here: Sequence[FunctionType]) -> bool:
    pairs = [*_differing(was, now)]
    changed = [(function, new) for old, new in pairs for function in here if function.__code__ == old]
    try:
        for function, new in changed:
            function.__code__ = new
    except ValueError:  # it no longer uses something of the function around it
        return False
    return bool(changed)


def _compiled(tree: ast.Module, path: str | Path) -> CodeType:
    return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)


def _differing(was: CodeType, now: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """What differs, from the outside in, while there is the same inside."""
    if was != now:
        yield was, now
    inside = [[each for each in code.co_consts if isinstance(each, CodeType)] for code in (was, now)]
    if [each.co_name for each in inside[0]] == [each.co_name for each in inside[1]]:
        for old, new in zip(*inside, strict=True):
            yield from _differing(old, new)


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Those of a module and of its classes, in their order."""
    for statement in getattr(node, "body", ()):
        yield statement
        if isinstance(statement, ast.ClassDef):
            yield from _statements(statement)


def _with_other_defaults(old: ast.stmt, new: _Define, here: Sequence[FunctionType]) -> bool:
    living = [it for it in here if it.__code__.co_firstlineno == min(_lines(old)) and it.__name__ == new.name]
    if not living:
        return False
    names, alone = {**living[0].__globals__}, ast.Module([_bare(new)], [])
    exec(_compiled(alone, "defaults"), names)
    for function in living:
        function.__defaults__, function.__kwdefaults__ = names[new.name].__defaults__, names[new.name].__kwdefaults__
    return True


def _lines(statement: ast.stmt) -> list[int]:
    return [statement.lineno, *(it.lineno for it in getattr(statement, "decorator_list", ()))]


def _bare(function: _Define) -> _Define:
    """Only what it takes."""
    for argument in ast.walk(function.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    function.decorator_list, function.body, function.returns = [], [ast.Pass()], None
    return function


def _with_another_value(new: ast.stmt, module: ModuleType) -> bool:
    """Works out what a statement makes of names that are there, and gives it to all who have them from there."""
    if not isinstance(new, ast.Assign | ast.AnnAssign):
        return False
    names = {**vars(module)}
    exec(_compiled(ast.Module([new], []), "values"), names)
    for name, value in names.items():
        before = vars(module).get(name)
        if value is not before and name != "__builtins__":
            for other in [*sys.modules.values()]:
                if isinstance(other, ModuleType) and vars(other).get(name) is before:
                    setattr(other, name, value)
    return True
