"""The workbooks among the files and folders that are named; what is only of passing use is left out, and told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from smreport.errors import InvalidValue
from smreport.file_names import named, passing_kind
from smreport.frozen import Frozen
from smreport.words import joining, say
from smreport.words.languages import in_every_language

ENDINGS = (".xlsx", ".xlsm", ".ods")
_ENDING = ".xlsx"  # of a register

Places = str | Path | Iterable[str | Path]
"""A folder or a workbook, or several of them."""


class Gathered(Frozen):
    """The workbooks, and what there is to say of other files, in lines."""

    paths: tuple[Path, ...]
    remarks: tuple[str, ...]


def as_paths(places: Places) -> tuple[Path, ...]:
    """The folders and workbooks as paths."""
    return (Path(places),) if isinstance(places, str | Path) else tuple(map(Path, places))


def find_workbooks(places: Places) -> Gathered:
    """The workbooks in folders, without registers, or named one by one; each once.

    Raises InvalidValue where there is none.
    """
    paths = as_paths(places)
    files = [file for path in paths for file in (_in(path) if path.is_dir() else [path])]
    kinds = {file.name: kind for file in files if (kind := passing_kind(file.name) or _register_kind(file, paths))}
    workbooks = dict.fromkeys(file for file in files if file.name not in kinds and _is_workbook(file, paths))
    if not workbooks:
        raise InvalidValue(_about_none(paths, kinds))
    return Gathered(tuple(workbooks), _about_left_out(kinds))


def find_any(places: Places) -> Gathered:
    """As :func:`find_workbooks`; but there may be none, and what is named need not be there."""
    try:
        return find_workbooks(path for path in as_paths(places) if path.exists())
    except InvalidValue:
        return Gathered((), ())


def _register_kind(file: Path, by_hand: Collection[Path]) -> str:
    """That a file is a register, "" where it is none or a person has named it."""
    return "register" if file not in by_hand and file.name in register_names() else ""


def register_names() -> list[str]:
    """What a register may be called: in each language, that of today first."""
    today = _register_name()
    return [today, *sorted(in_every_language(_register_name) - {today})]


def _register_name() -> str:
    return named(say("terminal.file.register"), _ENDING)


def register_in(folder: Path) -> Path | None:
    """The register of the workbooks in a folder, in whatever language it was named; None where there is none."""
    return next((path for name in register_names() if (path := folder / name).is_file()), None)


def _is_workbook(file: Path, named: Collection[Path]) -> bool:
    """Whether a file is named as one by a person, or by its ending."""
    return file in named or file.suffix.lower() in ENDINGS


def _in(folder: Path) -> list[Path]:
    """The files that are shown in a folder, and those that lock an open workbook or are left of one."""
    return [
        path for path in sorted(folder.iterdir()) if passing_kind(path.name) or not path.name.startswith((".", "~"))
    ]


def _about_none(paths: Sequence[Path], kinds: Iterable[str]) -> str:
    if not paths:
        return say("terminal.gather.nothing_named")
    if paths[0].is_dir():
        return say("terminal.gather.none_in_folder", folder=str(paths[0]))
    return say(f"terminal.gather.only.{passing_kind(next(iter(kinds)))}", file=str(paths[0]))


def _about_left_out(kinds: Mapping[str, str]) -> tuple[str, ...]:
    """One line that names the files that are of passing use, with their kinds, or none."""
    files = [say(f"terminal.gather.left_out.{kind}", file=name) for name, kind in sorted(kinds.items())]
    return (say("terminal.gather.left_out", files=joining.apart(files)),) if files else ()
