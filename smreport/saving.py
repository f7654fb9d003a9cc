"""Files written whole or not at all, and never over something a person has edited."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from smreport.errors import OutputRefused

RECORD = ".smreport.json"


def save(path: Path, content: bytes, keep: bool = False) -> Path | None:
    """Write a file by way of a temporary one beside it, so that the old file stays whole until the end.

    With ``keep`` an old file is kept under another name, which is given. Raises OutputRefused where it
    cannot be written; the old file is then still there under its own name.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".smreport-", suffix=path.suffix, dir=path.parent)
    except OSError as problem:
        raise OutputRefused(f"{path}: cannot be written ({problem.strerror}).") from problem
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        return _put(Path(temporary), path, keep)
    except OSError as problem:
        raise OutputRefused(
            f"{path}: cannot be written ({problem.strerror}). Close it if it is open, and check the space on the disk."
        ) from problem
    finally:
        Path(temporary).unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """Who may read the file: as before, or as the system has it for new files."""
    if path.is_file():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _put(temporary: Path, path: Path, keep: bool) -> Path | None:
    if not (keep and os.path.lexists(path)):
        os.replace(temporary, path)
        return None
    kept = _free_name(path)
    os.replace(path, kept)
    try:
        os.replace(temporary, path)
    except OSError:
        os.replace(kept, path)
        raise
    return kept


def _free_name(path: Path) -> Path:
    """The first free name of the kind "strategy (1).docx"."""
    number = 1
    while (other := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return other


def save_new(path: Path, content: bytes, force: bool = False) -> Path | None:
    """Write a file that must not be there yet; with ``force`` the one that is there is kept under another name.

    Gives the path of the kept one. Raises OutputRefused where the file is there and ``force`` is not set.
    """
    if os.path.lexists(path) and not force:
        raise OutputRefused(f"{path}: the file is there already. Choose another name, or add --force to replace it.")
    return save(path, content, keep=True)


def save_own(folder: Path, contents: Mapping[str, bytes], force: bool = False) -> dict[str, Path]:
    """Write files into a folder, replacing only what smreport itself wrote there and nobody has changed since.

    A record in the folder tells what was written. With ``force`` changed files are kept under another name;
    their new paths are given by file name. Raises OutputRefused, before anything is written, where a file
    was changed and ``force`` is not set.
    """
    record = _read_record(folder)
    changed = [name for name in contents if _is_changed(folder / name, record.get(name))]
    if changed and not force:
        names = " and ".join(changed)
        raise OutputRefused(
            f"{folder}: {names} {'was' if len(changed) == 1 else 'were'} not written by smreport, or changed since. "
            "Choose another folder, or add --force: the old file is then kept under another name."
        )
    kept = {}
    for name, content in contents.items():
        kept[name] = save(folder / name, content, keep=name in changed)
        record[name] = _digest(content)
        save(folder / RECORD, json.dumps(record, indent=2, sort_keys=True).encode())
    return {name: path for name, path in kept.items() if path}


def _read_record(folder: Path) -> dict[str, str]:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _is_changed(path: Path, digest: str | None) -> bool:
    if not os.path.lexists(path):
        return False
    try:
        return _digest(path.read_bytes()) != digest
    except OSError as problem:
        raise OutputRefused(f"{path}: cannot be replaced ({problem.strerror}).") from problem


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
