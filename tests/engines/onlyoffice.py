"""ONLYOFFICE's engine (PyPI: document-builder), in a process of its own, so that a crash of it is one test's.

It works out every formula whose result is not in the file, and only those: asked to calculate all
(``Api.RecalculateAllFormulas``), it still keeps the saved results of most cells.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

from engines.cells import Place, Value, results
from engines.engine import Engine

_ALONE = """
import sys, docbuilder
source, target = sys.argv[1:]
builder = docbuilder.CDocBuilder()
opened = builder.OpenFile(source, "")
saved = builder.SaveFile(target.rpartition(".")[2], target)
builder.CloseFile()
sys.exit(opened or saved)
"""


class OnlyOffice(Engine):
    name = "ONLYOFFICE"

    def calculated(self, path: Path) -> dict[Place, Value]:
        target = self.folder.resolve() / path.name
        _save_again(path, target)
        return results(target)

    @classmethod
    def missing(cls) -> str:
        return "" if importlib.util.find_spec("docbuilder") else "the package document-builder is not installed"


def resaved(content: bytes, folder: Path) -> bytes:
    """A Word file as ONLYOFFICE saves it."""
    source, target = folder / "opened.docx", folder / "resaved.docx"
    source.write_bytes(content)
    _save_again(source, target.resolve())
    return target.read_bytes()


def _save_again(path: Path, target: Path) -> None:
    command = [sys.executable, "-c", _ALONE, str(path.resolve()), str(target)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode or not target.exists():
        raise RuntimeError(f"ONLYOFFICE did not save {path.name}: {done.returncode} {done.stdout}{done.stderr}")
