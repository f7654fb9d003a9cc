"""Templates as councils keep them: a copy of a shipped folder, its TOML edited."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from workbooks import EXAMPLES

SHIPPED = EXAMPLES.parent / "workbook_templates"


def copied(folder: Path, name: str = "social_media", rows: int | None = None) -> Path:
    """A copy to be edited, with so many rows prepared in each sheet."""
    shutil.copytree(SHIPPED / name, folder, ignore=shutil.ignore_patterns("words"))
    if rows:
        prepare_rows(folder, rows)
    return folder


def prepare_rows(folder: Path, rows: int) -> None:
    """Few rows are quicker to write."""
    for sheet in folder.glob("sheets/*.toml"):
        text = sheet.read_text(encoding="utf-8")
        sheet.write_text(re.sub(r"(?m)^rows = \d+", f"rows = {rows}", text), encoding="utf-8")


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first match of a pattern in a file."""
    text = (folder / file).read_text(encoding="utf-8")
    changed, times = re.subn(old, lambda _: new, text, count=1, flags=re.MULTILINE)
    assert times == 1, f"{old} is not in {file}"
    (folder / file).write_text(changed, encoding="utf-8")


def append(folder: Path, file: str, toml: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as text:
        text.write(f"\n{toml}\n")


class SheetFile:
    """A sheet's TOML as blocks: the head, the columns by key, and the rules."""

    def __init__(self, folder: Path, sheet: str) -> None:
        self.path = folder / "sheets" / f"{sheet}.toml"
        self.head, *blocks = re.split(r"(?m)^(?=\[\[)", self.path.read_text(encoding="utf-8"))
        self.rules = [block for block in blocks if block.startswith("[[rule]]")]
        self.columns = {
            re.search(r'(?m)^key = "(\w+)"', block)[1]: block  # type: ignore[index]
            for block in blocks
            if block.startswith("[[column]]")
        }

    def rename(self, key: str, heading: str) -> None:
        """Another heading for a column, which had no other names then."""
        block = re.sub(r"(?m)^aliases = .*\n", "", self.columns[key])
        self.columns[key] = re.sub(r"(?m)^heading = .*", lambda _: f'heading = "{heading}"', block)

    def add(self, key: str, toml: str, before: str) -> None:
        """A column before another one."""
        added = f'[[column]]\nkey = "{key}"\n{toml}\n\n'
        place = list(self.columns).index(before)
        items = list(self.columns.items())
        self.columns = dict([*items[:place], (key, added), *items[place:]])

    def reverse(self) -> None:
        """The asked columns in the opposite order; those that the workbook fills in stay at the end."""
        filled_in = {key for key, block in self.columns.items() if re.search('(?m)^type = "(computed|label)"', block)}
        asked = [key for key in self.columns if key not in filled_in]
        self.columns = {key: self.columns[key] for key in (*asked[::-1], *(k for k in self.columns if k in filled_in))}

    def save(self) -> None:
        self.path.write_text("".join([self.head, *self.columns.values(), *self.rules]), encoding="utf-8")
