"""The workbooks among the files and folders that are named; what is only of passing use is left out, and told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from smreport.errors import InvalidValue
from smreport.file_names import passing_kind

ENDINGS = (".xlsx", ".xlsm", ".ods")
REGISTER = "register.xlsx"


@dataclass(frozen=True)
class Found:
    """The workbooks, and what there is to say of other files, in lines."""

    paths: tuple[Path, ...]
    remarks: tuple[str, ...]


def find_workbooks(places: Sequence[Path]) -> Found:
    """The workbooks in folders, without registers, or named one by one; each once.

    Raises InvalidValue where there is none.
    """
    named = [(path, place) for place in places for path in (_in(place) if place.is_dir() else [place])]
    passing = {path.name: kind for path, _ in named if (kind := passing_kind(path.name))}
    registers = {path.name: "the register" for path, place in named if path != place and path.name == REGISTER}
    out = {**passing, **registers}
    paths = dict.fromkeys(
        path for path, place in named if path.name not in out and (path == place or path.suffix.lower() in ENDINGS)
    )
    if not paths:
        raise InvalidValue(_none(places, passing))
    return Found(tuple(paths), _told(out))


def _in(folder: Path) -> list[Path]:
    """The files that are shown in a folder, and those that lock an open workbook or are left of one."""
    return [
        path for path in sorted(folder.iterdir()) if passing_kind(path.name) or not path.name.startswith((".", "~"))
    ]


def _none(places: Sequence[Path], passing: Iterable[str]) -> str:
    if places[0].is_dir():
        return f"{places[0]}: this is a folder, and there is no workbook in it. Put the returned files there."
    return f"{places[0]}: this is {passing_kind(next(iter(passing)))}, not a workbook. Give the workbook itself."


def _told(out: dict[str, str]) -> tuple[str, ...]:
    return (f"Left out: {'; '.join(f'“{name}”: {kind}' for name, kind in sorted(out.items()))}.",) if out else ()
