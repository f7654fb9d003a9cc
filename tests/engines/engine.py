"""What each engine is: a program that works out every formula of a workbook anew, and shows what came out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from engines.cells import Place, Value, changed, drop_results, write_out

AS_EMITTED, WRITTEN_OUT = "as emitted", "written out"


@dataclass(frozen=True)
class Engine(ABC):
    """A program that calculates.

    folder  where it puts its own files
    cannot  what it is known to be unable to run (a pattern in formulas), and why; such formulas are left out
    forms   the forms of a workbook that are different to it
    """

    name: ClassVar[str]
    forms: ClassVar[tuple[str, ...]] = (AS_EMITTED, WRITTEN_OUT)
    cannot: ClassVar[Mapping[str, str]] = {}
    folder: Path = field(repr=False)

    @abstractmethod
    def calculated(self, path: Path) -> dict[Place, Value]:
        """What each formula shows; a formula that was not worked out is left out. The file has no saved results."""

    @classmethod
    @abstractmethod
    def missing(cls) -> str:
        """What has to be installed for it; "" where it is there."""


def handed_over(path: Path, target: Path, form: str) -> Path:
    """A copy without any saved result, its shared formulas as they are or written out cell by cell."""
    return changed(path, target, *([write_out] if form == WRITTEN_OUT else []), drop_results)
