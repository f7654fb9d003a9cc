"""Gnumeric, through its converter."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from engines.cells import Place, Value, results
from engines.engine import Engine


class Gnumeric(Engine):
    name = "Gnumeric"

    def calculated(self, path: Path) -> dict[Place, Value]:
        target = self.folder / path.name
        command = ["ssconvert", "--recalc", str(path), str(target)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return results(target)

    @classmethod
    def missing(cls) -> str:
        return "" if shutil.which("ssconvert") else "ssconvert is not on the path"
