"""Lists of a council's own that cannot be brought into a workbook, and workbooks that cannot be compared."""

from __future__ import annotations

import shutil

import openpyxl
from refusals.case import Case, Spoil, named, put, run

LIST = "Account,Tool\nTravel news,Facebook: alerts\n"
PAGES = "Page,Tool\nTravel news,Facebook: alerts\n"


def list_of(case: str, content: str, options: str, says: str, again: str) -> tuple[str, Case]:
    """A list of which too little is known: its message says what to type."""
    command = "bring l.csv w.xlsx"
    return f"bring: {case}", Case(f"{command} {options}", says, put("l.csv", content), again=f"{command} {again}")


def lost_of(case: str, content: bytes, says: str) -> tuple[str, Case]:
    """A list that cannot be read: what its message advises gives a sound one."""
    return f"bring: {case}", Case("bring l.csv w.xlsx", says, put("l.csv", content), put("l.csv", LIST))


def tabs(*titles: str) -> Spoil:
    """A workbook with the same list on several sheets."""

    def make(folder: object) -> None:
        book = openpyxl.Workbook()
        del book["Sheet"]
        for title in titles:
            page = book.create_sheet(title)
            for line in LIST.splitlines():
                page.append(line.split(","))
        book.save(f"{folder}/l.xlsx")

    return make


CASES = named(
    lost_of("no text", b"Account\0,Tool", "In Excel, save it as “CSV UTF-8”"),
    lost_of("no CSV", b'Account,Tool\n"Travel" news,Facebook', "line 2 is not CSV .*Save the list anew from Excel"),
    lost_of("nothing in it", b"", "the list is empty, or has no row of headings. Put a name above each of its columns"),
    ("bring: too many cells", Case("bring l.csv w.xlsx", r"l\.csv: .* more than 2 cells", put("l.csv", LIST),
                                   env={"SMREPORT_MOST_CELLS": "2"})),
    list_of("a heading that it has not", LIST, '--sheet accounts --as "Page=Account"',
            "no heading “Page” .*Its headings are: “Account”, “Tool”",
            '--sheet accounts --as "Account=Account"'),
    list_of("a column that is none", PAGES, '--sheet accounts --as "Page=Acount"',
            "no column “Acount” that people fill in. Choose one of: .*“Account”",
            '--sheet accounts --as "Page=Account"'),
    list_of("two headings for a column", "Page,Name\na,b\n",
            '--sheet accounts --as Page=Account --as Name=Account',
            "Two headings are said to be “Account”. Say it of one of them",
            "--sheet accounts --as Page=Account --skip Name"),
    list_of("no sheet fits", "Page,Money\na,1\n", "", "Say it, and what they mean, such as: --sheet .* --as",
            '--sheet "3a Accounts" --as "Page=Account"'),
    list_of("no heading for the name", PAGES, "--sheet accounts", '--as ".*=Account".* The headings are: “Page”',
            '--sheet accounts --as "Page=Account"'),
    list_of("a sheet that is none", LIST, "--sheet Acounts", "Choose one of: .*“3a Accounts”",
            '--sheet "3a Accounts"'),
    list_of("a tab that is none", LIST, "--from May", "It has: “l”. Give one of them with --from", "--from l"),
    ("bring: two tabs alike", Case("bring l.xlsx w.xlsx", 'Say which, such as: --from "April"', tabs("April", "May"),
                                   again='bring l.xlsx w.xlsx --from "May"')),
    list_of("a mark that may be one", "Account,Tool,Private (Y/N)\na,Facebook,Y\n", "",
            r'Say it: --as "Private \(Y/N\)=Not for publication", or --skip', '--skip "Private (Y/N)"'),
    list_of("a heading of what is public", "Account,Tool,Public or not\na,Facebook,Y\n", "",
            r'Call the column “Not for publication” in the list, .*, or type --skip "Public or not"',
            '--skip "Public or not"'),
    list_of("a mark on a sheet that has none", "Area,Kind,Confidential\na,Service,Yes\n", "--sheet areas",
            'all that comes in is published. Take such rows out of the list. Then type --skip "Confidential"',
            '--sheet areas --skip "Confidential"'),
    ("bring: into what is no .xlsx", Case(
        "bring l.csv w.xlsm", "Say with -o where the new one goes", lambda folder: (
            put("l.csv", LIST)(folder), shutil.copy(folder / "w.xlsx", folder / "w.xlsm")),
        again="bring l.csv w.xlsm -o n.xlsx")),
    ("compare: two templates", Case(
        "compare d.xlsx w.xlsx", "Give two workbooks of one template",
        run("new -o d.xlsx --template digital_inclusion"),
        again="compare .sound/w.xlsx w.xlsx")),
)  # fmt: skip
