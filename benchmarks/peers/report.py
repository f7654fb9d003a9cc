"""The plain way to a report: pandas reads the workbook and groups it, docxtpl fills one Word template.

    python benchmarks/peers/report.py WORKBOOK.xlsx TEMPLATE.docx REPORT.docx openpyxl|calamine

It checks nothing, ranks by one sum, and lists the first rows of each group. The template is made by template.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from docxtpl import DocxTemplate

LISTED = 50  # rows of a table in the document: past that Word would take minutes


def sheets(path: Path, engine: str) -> dict[str, pd.DataFrame]:
    """Every sheet that has a table, its headings found by the word Check in column A."""
    found = {}
    for title, cells in pd.read_excel(path, sheet_name=None, header=None, engine=engine).items():
        header = next((row for row, cell in enumerate(cells[0]) if cell == "Check"), None)
        if header is not None:
            table = cells.iloc[header + 1 :]
            table.columns = cells.iloc[header].tolist()
            found[str(title)] = table.iloc[:, 1:].dropna(how="all")
    return found


def content(tables: dict[str, pd.DataFrame]) -> dict[str, object]:
    """What the template shows: the settings, uses by area, role and channel, and the projects by score."""
    settings = dict(tables["Settings"][["Question", "Answer"]].itertuples(index=False, name=None))
    mapping = tables["4 Mapping"].dropna(subset=["Area"])
    projects = tables["7 Portfolio"].dropna(subset=["Project"])
    return {
        "organisation": settings["Organisation"],
        "uses": len(mapping),
        "areas": grouped(mapping, "Area"),
        "roles": grouped(mapping, "Role"),
        "channels": grouped(mapping, "Channel"),
        "projects": projects.sort_values("Rank")
        .head(LISTED)[["Project", "Lead", "Whole-life cost", "Rank"]]
        .to_dict("records"),
    }


def grouped(mapping: pd.DataFrame, by: str) -> list[dict[str, object]]:
    """How many uses and points each has, most points first."""
    points = pd.to_numeric(mapping["Benefit points"], errors="coerce")
    table = mapping.assign(points=points).groupby(by).agg(uses=("Benefit", "size"), points=("points", "sum"))
    return [
        {"name": name, "uses": uses, "points": points}
        for name, uses, points in table.sort_values("points", ascending=False).head(LISTED).itertuples(name=None)
    ]


def main() -> None:
    """Read, group and write."""
    workbook, template, report, engine = sys.argv[1:]
    document = DocxTemplate(template)
    document.render(content(sheets(Path(workbook), engine)))
    document.save(report)


if __name__ == "__main__":
    main()
