"""LibreOffice Calc, without a window."""

from __future__ import annotations

import shutil
from pathlib import Path

from conftest import ALWAYS_RECALCULATE, saved_by_libreoffice
from engines.cells import Place, Value, results
from engines.engine import Engine


class LibreOffice(Engine):
    name = "LibreOffice"

    def calculated(self, path: Path) -> dict[Place, Value]:
        settings = self.folder / "profile" / "user" / "registrymodifications.xcu"
        if not settings.exists():
            settings.parent.mkdir(parents=True)
            settings.write_text(ALWAYS_RECALCULATE, encoding="utf-8")
        return results(saved_by_libreoffice("soffice", self.folder, path))

    @classmethod
    def missing(cls) -> str:
        return "" if shutil.which("soffice") else "soffice is not on the path"
