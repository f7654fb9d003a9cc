"""Sessions at the terminal as text files: commands behind ``$``, and below each all that it prints.

What goes to standard error stands behind ``!``, an exit code that is not 0 in brackets. Lines behind ``%`` say what
people do to files meanwhile: ``type FILE SHEET CELL TEXT``, ``copy FROM TO``, ``write FILE TEXT``, ``go FOLDER``,
``remove FILE``, ``later FILE``.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from click.testing import CliRunner

from smreport.cli import main


def played(text: str) -> str:
    """A session as it goes today, in the folder where somebody stands."""
    lines = (line for line in text.splitlines() if line.startswith(("$", "% ", "#: ")))
    return "".join(f"{line}\n{_done(line[0], line[2:])}" for line in lines)


def _done(sign: str, typed: str) -> str:
    if sign == "#":
        return ""
    words = shlex.split(typed)
    if sign == "%":
        _DOES[words[0]](*words[1:])
        return ""
    settings = dict(word.split("=", 1) for word in words if re.match("[A-Z_]+=", word))
    done = CliRunner().invoke(main, words[len(settings) :], prog_name="smreport", env=settings)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    code = [f"[{done.exit_code}]\n"] if done.exit_code else []
    return "".join([*_marked(done.stdout, ""), *_marked(done.stderr, "! "), *code])


def _marked(said: str, mark: str) -> Iterator[str]:
    here = said.replace(str(Path.cwd()), "HERE")
    return (f"{mark}{line}".replace(" \n", "\n").rstrip(" ") + "\n" for line in here.splitlines())


def type_into(file: str | Path, sheet: str, cell: str, text: str) -> None:
    """A cell of a workbook as somebody has filled it in: quicker than to read and write all of it."""
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    titles = re.findall('<sheet name="([^"]*)"', parts["xl/workbook.xml"].decode())
    part = f"xl/worksheets/sheet{titles.index(escape(sheet)) + 1}.xml"
    old = re.compile(rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
    answer = rf'<c r="{cell}"\1 t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
    changed, times = old.subn(answer, parts[part].decode())
    assert times == 1, (sheet, cell)
    parts[part] = changed.encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


def _copy(source: str, target: str) -> None:
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    if Path(source).is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copy2(source, target)


def _write(file: str, text: str) -> None:
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    Path(file).write_text(text.replace("\\n", "\n"), encoding="utf-8")


def _later(file: str) -> None:
    """As if it was saved a minute later than it was."""
    saved = os.stat(file).st_mtime + 60
    os.utime(file, (saved, saved))


_DOES: dict[str, Callable[..., object]] = {
    "type": type_into, "copy": _copy, "write": _write, "go": os.chdir, "later": _later, "remove": os.remove,
    "wait": lambda: time.sleep(0.02),
}  # fmt: skip
