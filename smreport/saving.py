"""Files written whole or not at all, and never over something a person has edited."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from smreport.errors import OutputRefused, is_open_elsewhere
from smreport.file_names import LITTER, fault_of
from smreport.frozen import Frozen
from smreport.words import say
from smreport.words.locales import listed

if sys.platform != "win32":
    import fcntl

RECORD = ".smreport.json"
_TEMPORARY = ".smreport-"
_PATIENCE = 10.0  # seconds that a run waits for another to have written its files

_REASONS = {
    errno.ENOSPC: "no_room",
    errno.EDQUOT: "no_room",
    errno.EFBIG: "no_room",
    errno.ENAMETOOLONG: "too_long",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "no_folder",
    errno.EACCES: "no_right",
    errno.EPERM: "no_right",
    errno.EBUSY: "no_right",
    errno.EROFS: "read_only",
    errno.ENOENT: "gone",
    errno.EISDIR: "is_folder",
}
"""The ends of the ids of what is said where the system cannot write a file."""


class Saved(Frozen):
    """A file that was written, and where an earlier file of that name was kept."""

    path: Path
    kept: Path | None = None


def save_new(path: Path, content: bytes, force: bool = False) -> Path | None:
    """Write a file that must not be there yet; with ``force`` the one that is there is kept under another name.

    Gives the path of the kept one. Raises OutputRefused where the file is there and ``force`` is not set, or
    where it cannot be written.
    """
    with _writing_into(path.parent, path):
        if os.path.lexists(path) and not force:
            raise OutputRefused(say("terminal.cannot.replace", file=str(path)))
        _require_free(path)
        return _write({path: content}, keep=[path]).get(path)


def save_over(path: Path, content: bytes) -> None:
    """Write a file, also over one that holds nothing of people's own. Raises OutputRefused."""
    with _writing_into(path.parent, path):
        _require_free(path)
        _write({path: content}, keep=())


_Record = Mapping[str, list[str]]
"""By file name, the digests of what smreport wrote or was about to write there."""


class Renewal(Frozen):
    """A new version of a file with people's work on it; ``keeps_old`` where the old one is kept under another name."""

    content: bytes
    keeps_old: bool = True


Renew = Callable[[str, bytes, bytes], Renewal | None]
"""From a file's name, what is there and what is to be written to both in one; None where that cannot be."""


def save_own(
    folder: Path, contents: Mapping[str, bytes], force: bool = False, renew: Renew | None = None
) -> dict[str, Path]:
    """Write files into a folder, replacing only what smreport itself wrote there and nobody has changed since.

    renew  brings people's work on a file over into its new version, so that it need not be refused

    A record in the folder tells what was written. Changed files are kept under another name, with ``force`` or where
    they were renewed; their new paths are given by file name. Raises OutputRefused, before anything is written, where
    a file was changed and ``force`` is not set, where one is open in Word, or where there is no room for all.
    """
    paths = {folder / name: content for name, content in contents.items()}
    with _writing_into(folder, *paths):
        for path in paths:
            _require_free(path)
        old = {path: path.read_bytes() for path in paths if os.path.lexists(path)}
        plan = _Plan(_read_record(folder), old, paths, renew)
        if plan.refused and not force:
            raise OutputRefused(_about_changed(folder, [path.name for path in plan.refused]))
        # The record goes first and tells of the old and the new file: it is right wherever the run is killed.
        new, changed = plan.new(force), plan.replaced(force)
        as_bytes = json.dumps(plan.record_of(new, changed), indent=2, sort_keys=True).encode()
        kept = _write({folder / RECORD: as_bytes, **new}, keep=changed)
    return {path.name: other for path, other in kept.items()}


def changed_since(folder: Path, names: Collection[str]) -> tuple[str, ...]:
    """Of these files in a folder those that are there, and that somebody has changed since smreport wrote them."""
    record = _read_record(folder)
    return tuple(
        name
        for name in dict.fromkeys(names)
        if os.path.lexists(folder / name) and _digest_of_file(folder / name) not in record.get(name, ())
    )


def _digest_of_file(path: Path) -> str:
    """The digest of a file, "" where it cannot be read."""
    try:
        return _digest(path.read_bytes())
    except OSError:
        return ""


def discard_own(folder: Path, names: Collection[str]) -> None:
    """Remove files that smreport wrote into a folder, and that nobody has changed since. Raises OutputRefused."""
    if not names:
        return
    with _writing_into(folder, *(folder / name for name in names)):
        changed = changed_since(folder, names)
        for name in names:
            if name not in changed:
                (folder / name).unlink(missing_ok=True)


def is_changed(path: Path) -> bool:
    """Whether a file is there that smreport has not written, or that people have changed since."""
    return path.is_file() and bool(changed_since(path.parent, [path.name]))


class _Plan:
    """What becomes of the files in a folder when new ones are written to their places.

    changed  those that people have changed since smreport wrote them, or that it has not written
    renewed  the new versions of those on which people's work is kept
    """

    def __init__(
        self, record: _Record, old: Mapping[Path, bytes], contents: Mapping[Path, bytes], renew: Renew | None
    ) -> None:
        self._record, self._contents = record, contents
        self._digests = {path: _digest(content) for path, content in old.items()}
        renewals = ((path, renew(path.name, was, contents[path])) for path, was in old.items()) if renew else ()
        by_path = {path: renewal for path, renewal in renewals if renewal is not None}
        self.renewed = {path: renewal.content for path, renewal in by_path.items()}
        self._untouched = {path for path, renewal in by_path.items() if not renewal.keeps_old}
        self.changed = [path for path in old if path not in self._untouched and not self._is_recorded(path)]

    @property
    def refused(self) -> list[Path]:
        """Those that would lose people's work."""
        return [path for path in self.changed if path not in self.renewed]

    def replaced(self, force: bool) -> list[Path]:
        """Those that are kept under another name; with ``force`` those whose work would have been kept, too."""
        return list(dict.fromkeys((*self.changed, *(self._worked_on if force else ()))))

    @property
    def _worked_on(self) -> list[Path]:
        return [path for path in self.renewed if path not in self._untouched]

    def _is_recorded(self, path: Path) -> bool:
        return self._digests[path] in self._record.get(path.name, ())

    def new(self, force: bool) -> dict[Path, bytes]:
        """What is written, with people's work on it unless ``force`` is set."""
        return {**self._contents, **({} if force else self.renewed)}

    def record_of(self, new: Mapping[Path, bytes], replaced: Collection[Path]) -> _Record:
        """The record with the digests of the new files, and of the old ones that are smreport's own."""
        ours = {path: digest for path, digest in self._digests.items() if path not in replaced}
        digests = {path.name: sorted({_digest(content), ours.get(path, "")} - {""}) for path, content in new.items()}
        return {**self._record, **digests}


def _about_changed(folder: Path, names: Collection[str]) -> str:
    if len(names) == 1:
        return say("terminal.cannot.replace_changed", folder=str(folder), file=next(iter(names)))
    return say("terminal.cannot.replace_changed.several", folder=str(folder), files=listed(names))


def copy_folder(source: Path, folder: Path, also: Mapping[str, bytes] | None = None, without: str = "") -> None:
    """Copy a folder under a name that must not be there yet, whole or not at all, and put more files into the copy.

    without  a folder in it that is not copied

    Raises OutputRefused.
    """
    with _new_folder(folder) as copy:
        for path in source.rglob("*"):
            if path.is_file() and path.parent.name not in ("__pycache__", without):
                place = copy / path.relative_to(source)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)
        _put(copy, also or {})


def save_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files, by their paths, as a folder that must not be there yet, whole or not at all.

    Raises OutputRefused.
    """
    with _new_folder(folder) as copy:
        _put(copy, contents)


def _put(folder: Path, contents: Mapping[str, bytes]) -> None:
    for path, content in contents.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """A folder to be filled, which then gets its name."""
    with _writing_into(folder.parent, folder):
        if os.path.lexists(folder):
            raise OutputRefused(say("terminal.cannot.replace_folder", folder=str(folder)))
        temporary = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=folder.parent))
        try:
            yield temporary / "copy"
            os.rename(temporary / "copy", folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def _writing_into(folder: Path, *paths: Path) -> Iterator[None]:
    """The folder is there, no other run writes into it, and no litter of a killed one is in it.

    Faults of the system within are refused in words, for the path they are about.
    """
    for path in paths:
        _require_nameable(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _lock(folder) as is_alone:
            if is_alone:
                _clear_litter(folder)
            yield
    except OSError as problem:
        named = {str(problem.filename), str(problem.filename2)}
        at = next((path for path in paths if str(path) in named), paths[0])
        if is_open_elsewhere(problem):
            raise OutputRefused(say("terminal.cannot.open_elsewhere", file=str(at))) from problem
        raise OutputRefused(say("terminal.cannot.write", file=str(at), why=_reason(problem))) from problem


def _reason(problem: OSError) -> str:
    """Why the system cannot write a file, with what to do, in sentences."""
    kind = _REASONS.get(problem.errno or 0)
    if kind is None:
        return say("terminal.cannot.write_other", problem=str(problem.strerror or problem))
    return say(f"terminal.cannot.write.{kind}")


def _require_nameable(path: Path) -> None:
    """Every name that is about to be made can be used on Windows too."""
    for part in (path, *path.parents):
        if os.path.lexists(part):
            return
        if part.name not in ("", "..") and (fault := fault_of(part.name)):
            raise OutputRefused(say("terminal.cannot.write", file=str(path), why=fault))


if sys.platform == "win32":

    def _try_lock(folder: Path) -> int | None:
        """Locked by a file that Windows removes when its program ends, however it ends."""
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY
        try:
            return os.open(folder / ".smreport.lock", flags)
        except FileExistsError as problem:
            raise BlockingIOError from problem

    def _sync(folder: Path) -> None:
        """Windows has no such call for a folder."""

else:

    def _try_lock(folder: Path) -> int | None:
        """The folder itself is locked, so that no file is left; None where its disk knows no locks."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise
        except OSError:
            os.close(handle)
            return None
        return handle

    def _sync(folder: Path) -> None:
        """What was renamed stays so after a power cut, and in that order."""
        handle = os.open(folder, os.O_RDONLY)
        with suppress(OSError):  # some network disks cannot
            os.fsync(handle)
        os.close(handle)


@contextmanager
def _lock(folder: Path) -> Iterator[bool]:
    """Only one run at a time writes into a folder; gives False where the disk cannot tell."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            handle = _try_lock(folder)
            break
        except BlockingIOError as problem:
            if time.monotonic() > until:
                raise OutputRefused(say("terminal.cannot.write_with_another", folder=str(folder))) from problem
            time.sleep(0.05)
    try:
        yield handle is not None
    finally:
        if handle is not None:
            os.close(handle)


def _clear_litter(folder: Path) -> None:
    """What killed runs left: no live run has a temporary file here while the folder is locked."""
    for path in folder.iterdir():
        if LITTER.fullmatch(path.name):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()


def _require_free(path: Path) -> None:
    """No file is there, or one that may be replaced: no folder, and not open in Word, Excel or LibreOffice."""
    if not os.path.lexists(path):
        return
    name = path.name
    owner_files = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#")  # Word covers up to two letters
    for owner_file in owner_files:
        if path.with_name(owner_file).exists():
            raise OutputRefused(say("terminal.cannot.replace_open", file=str(path), lock=owner_file))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    os.rename(path, path)  # changes nothing, but Windows refuses it while another program has the file open


def _write(contents: Mapping[Path, bytes], keep: Collection[Path]) -> dict[Path, Path]:
    """Write all files beside their places, then put them there in order; gives where old ones were kept.

    The first file is in its place only when there was room for all of them.
    """
    kept = {}
    with ExitStack() as stack:
        staged = {path: stack.enter_context(_staged(path, content)) for path, content in contents.items()}
        for path, temporary in staged.items():
            if path in keep and os.path.lexists(path):
                kept[path] = _keep(path)
            os.replace(temporary, path)
            _sync(path.parent)
    return kept


@contextmanager
def _staged(path: Path, content: bytes) -> Iterator[Path]:
    """The content in a temporary file beside its place, safely on the disk; gone at the end if still there."""
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):  # some disks know no permissions
            temporary.chmod(_mode(path))
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """Who may read the file: as before, or as the system has it for new files."""
    if path.is_file():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _keep(path: Path) -> Path:
    """The file under a second name of the kind "strategy (1).docx": it is never without a name.

    A run that was killed may have given it one already.
    """
    number = 1
    while os.path.lexists(other := path.with_name(f"{path.stem} ({number}){path.suffix}")):
        if other.exists() and path.exists() and other.samefile(path):
            return other
        number += 1
    try:
        os.link(path, other)
    except FileExistsError:
        return _keep(path)  # another program was quicker
    except OSError:  # a disk without second names
        shutil.copy2(path, other, follow_symlinks=False)
    return other


def _read_record(folder: Path) -> _Record:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return (
        {name: known for name, known in record.items() if isinstance(known, list)} if isinstance(record, dict) else {}
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
