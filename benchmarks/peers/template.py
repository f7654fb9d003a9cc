"""The Word template that report.py fills: headings, and four tables with a row for each entry.

python benchmarks/peers/template.py TEMPLATE.docx
"""

from __future__ import annotations

import sys

from docx import Document

TABLES = {
    "areas": ("name", "uses", "points"),
    "roles": ("name", "uses", "points"),
    "channels": ("name", "uses", "points"),
    "projects": ("Project", "Lead", "Whole-life cost", "Rank"),
}


def main() -> None:
    """Write the template."""
    document = Document()
    document.add_heading("{{ organisation }}: social media strategy", 0)
    document.add_paragraph("{{ uses }} uses of tools were named by the services.")
    for name, keys in TABLES.items():
        document.add_heading(name.capitalize(), 1)
        table = document.add_table(rows=4, cols=len(keys))
        table.cell(1, 0).text = f"{{%tr for entry in {name} %}}"
        table.cell(3, 0).text = "{%tr endfor %}"
        for column, key in enumerate(keys):
            table.cell(0, column).text = key.capitalize()
            table.cell(2, column).text = f"{{{{ entry['{key}'] }}}}"
    document.save(sys.argv[1])


if __name__ == "__main__":
    main()
