"""Puts a fault into functions that are there, so that a module need not be loaded anew with all that uses it."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType, FunctionType

from mutation.mutants import Mutant, with_fault

Functions = Mapping[str, Sequence[FunctionType]]


def functions() -> Functions:
    """All that there are, by the path of their file."""
    found = defaultdict(list)
    for it in gc.get_objects():
        if isinstance(it, FunctionType):
            found[it.__code__.co_filename].append(it)
    return found


def is_put_in(path: Path, mutant: Mutant, living: Functions) -> bool:
    """Whether the fault could be put into the living functions of a file, now and in this process.

    It cannot where it is in what runs as the module is loaded: constants, the bodies of classes, defaults.
    """
    source = path.read_text(encoding="utf-8")
    was = compile(source, path, "exec", dont_inherit=True)
    now = compile(with_fault(source, mutant), path, "exec", dont_inherit=True)
    changed = [
        (function, new)
        for old, new in _differing(was, now)
        for function in living.get(str(path), ())
        if function.__code__ == old
    ]
    try:
        for function, new in changed:
            function.__code__ = new
    except ValueError:  # it no longer uses something of the function around it
        return False
    return bool(changed)


def _differing(was: CodeType, now: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """What differs, from the outside in, while there is the same inside."""
    if was != now:
        yield was, now
    inside = [[each for each in code.co_consts if isinstance(each, CodeType)] for code in (was, now)]
    if [each.co_name for each in inside[0]] == [each.co_name for each in inside[1]]:
        for old, new in zip(*inside, strict=True):
            yield from _differing(old, new)
