"""All tables and results of a workbook as files that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from smreport.commands.documents import Built, about_form
from smreport.commands.last_look import LastLook
from smreport.commands.paper_names import exempt_folder
from smreport.commands.reading import read_workbook
from smreport.decision.results import decide
from smreport.exchange import tables as exchange
from smreport.exchange.data_package import Style
from smreport.exchange.parquet import require_pyarrow
from smreport.papers.case import Case
from smreport.papers.wording import wording_of
from smreport.saving import save_own


def export(
    path: str | Path,
    folder: str | Path,
    *,
    style: Style = "csv",
    template: str | Path | None = None,
    exempt: bool = False,
    force: bool = False,
    publish: Sequence[str] = (),
) -> Built:
    """Tables and results of a workbook as CSV, JSON or Parquet files, and the ``datapackage.json`` that describes them.

    style   the kind of file for each table, "csv", "json" or "parquet"; the last of ``documents`` is the description
    exempt  whether figures are shown that are not for publication; the files then go into a folder of their own
            inside ``folder``
    publish  places where words may stand that tell what is not for publication, by the names that a refusal gave them

    A workbook with errors is exported too: its findings are among the results. Raises UnreadableFile, TemplateError,
    OutputRefused, also where answers in words tell what is not for publication, or InvalidValue where the weights in
    Settings cannot be used, or where pyarrow is not installed, which Parquet files need.
    """
    if style == "parquet":
        require_pyarrow()
    results = decide(read_workbook(Path(path), template))
    folder = Path(folder, exempt_folder()) if exempt else Path(folder)
    case = Case(results, wording_of(results.tables.blueprint), exempt)
    if not exempt:
        LastLook.of(results, publish).at_answers(case, everywhere=True)
    contents = exchange.export(case, style)
    kept = save_own(folder, contents, force)
    written = tuple(folder / name for name in contents)
    return Built(written, results, tuple(kept.values()), about_form(results.tables))
