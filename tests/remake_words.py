"""Compiles the catalogues of messages that smreport says: python tests/remake_words.py"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WORDS = Path(__file__).parent.parent / "smreport" / "words"
CATALOGUES = sorted(WORDS.glob("*/*.po"))


def compiled(catalogue: Path) -> bytes:
    """What gettext reads at run time."""
    with catalogue.open("rb") as file:
        messages = read_po(file, abort_invalid=True)
    messages.creation_date = datetime(2026, 1, 1, tzinfo=UTC)  # the same words give the same bytes
    content = io.BytesIO()
    write_mo(content, messages)
    return content.getvalue()


if __name__ == "__main__":
    for catalogue in CATALOGUES:
        catalogue.with_suffix(".mo").write_bytes(compiled(catalogue))
        print(f"Wrote {catalogue.with_suffix('.mo')}")
