"""Word documents as PDF, through the LibreOffice that is installed on the machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from smreport.errors import OutputRefused, said_by
from smreport.words import joining, say

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_SECONDS = 300
_WANTED = {"PDFUACompliance": "true", "ExportBookmarks": "true", "ExportNotes": "false"}
_FILTER = "pdf:writer_pdf_Export:" + json.dumps(
    {name: {"type": "boolean", "value": value} for name, value in _WANTED.items()}
)
"""Tagged as PDF/UA asks for, with a list of headings to go by, and without comments."""


def require_converter() -> str:
    """The LibreOffice program.

    Raises OutputRefused, with what to do, where there is none.
    """
    on_path = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    program = on_path or next((place for place in _USUAL_PLACES if os.access(place, os.X_OK)), None)
    if program is None:
        raise OutputRefused(say("terminal.pdf.no_converter"))
    return program


def as_pdf(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The tagged PDF of each Word document: "strategy.pdf" for "strategy.docx", with its alternative texts.

    A contents list has page numbers, which the Word document leaves out.

    LibreOffice runs with a profile of its own, so that an open window of it is not in the way. Raises OutputRefused
    where it is not there, or does not write what it should.
    """
    from smreport.word.pdf_tags import with_alternative_text

    with tempfile.TemporaryDirectory(prefix="smreport-") as folder:
        printed = _printed(_numbered(documents, Path(folder)), Path(folder))
    pairs = zip(printed.items(), documents.values(), strict=True)
    return {name: with_alternative_text(pdf, document) for (name, pdf), document in pairs}


def _numbered(documents: Mapping[str, bytes], room: Path) -> dict[str, bytes]:
    """The documents as they are printed: in those with a contents list its page numbers, as a first PDF tells them."""
    from smreport.word.contents_pages import listed, with_pages
    from smreport.word.pdf_tags import pages_in

    entries = {name: names for name, content in documents.items() if (names := listed(content))}
    if not entries:
        return dict(documents)
    first = _printed({name: with_pages(documents[name]) for name in entries}, room).values()
    pages = {name: pages_in(pdf, entries[name]) for name, pdf in zip(entries, first, strict=True)}
    numbered = {name: with_pages(documents[name], numbers) for name, numbers in pages.items() if numbers}
    return {**documents, **numbered}


def _printed(documents: Mapping[str, bytes], room: Path) -> dict[str, bytes]:
    """The PDF of each document as LibreOffice makes it in a folder of its own."""
    program = require_converter()
    for name, content in documents.items():
        (room / name).write_bytes(content)
    command = [
        program, f"-env:UserInstallation={(room / 'profile').as_uri()}", "--headless", "--convert-to", _FILTER,
        "--outdir", str(room), *(str(room / name) for name in documents),
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise OutputRefused(say("terminal.pdf.not_run", problem=said_by(problem))) from problem
    made = {f"{Path(name).stem}.pdf": room / f"{Path(name).stem}.pdf" for name in documents}
    missing = [name for name, path in made.items() if not path.is_file()]
    if missing:
        why, files = done.stderr.strip() or say("terminal.pdf.no_reason"), joining.in_a_row(missing)
        raise OutputRefused(say("terminal.pdf.not_made", files=files, problem=why))
    return {name: path.read_bytes() for name, path in made.items()}
