"""smreport: a workbook that services fill in becomes a social media strategy and action plan.

What each command does, as a function. Paths are texts or paths; results have frames where there is a table.

    import smreport

    smreport.new("workbook.xlsx", organisation="Exampleshire County Council")
    smreport.check("workbook.xlsx").frame           # a row for each finding: level, sheet, cell, what, fix
    smreport.read("workbook.xlsx")["mapping"]       # the answers, a frame for each sheet
    smreport.build("workbook.xlsx", "out").results  # the documents, and all that was worked out for them

Nothing is printed. What stops a function is raised as an SmreportError whose text says what to do. What is not for
publication is kept out of the files that are published, as the commands do it, but stands in the frames.

Importing smreport is quick: what a name needs is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smreport.commands.bringing import BroughtList as BroughtList
    from smreport.commands.bringing import bring as bring
    from smreport.commands.checking import Checked as Checked
    from smreport.commands.checking import check as check
    from smreport.commands.checking import check_workbooks as check_workbooks
    from smreport.commands.checking import left_out_of as left_out_of
    from smreport.commands.checking import mark as mark
    from smreport.commands.comparing import Compared as Compared
    from smreport.commands.comparing import compare as compare
    from smreport.commands.comparing import save_changes as save_changes
    from smreport.commands.documents import Built as Built
    from smreport.commands.documents import Demonstrated as Demonstrated
    from smreport.commands.documents import build as build
    from smreport.commands.documents import demo as demo
    from smreport.commands.documents import explain as explain
    from smreport.commands.documents import handbook as handbook
    from smreport.commands.exporting import export as export
    from smreport.commands.gathering import find_workbooks as find_workbooks
    from smreport.commands.hand_edits import Edit as Edit
    from smreport.commands.mails import WrittenMails as WrittenMails
    from smreport.commands.making import NewWorkbook as NewWorkbook
    from smreport.commands.making import Renewed as Renewed
    from smreport.commands.making import new as new
    from smreport.commands.making import refresh as refresh
    from smreport.commands.making import upgrade as upgrade
    from smreport.commands.merging import MergedFiles as MergedFiles
    from smreport.commands.merging import merge as merge
    from smreport.commands.next_step import NextStep as NextStep
    from smreport.commands.next_step import mails as mails
    from smreport.commands.next_step import next_step as next_step
    from smreport.commands.publishing import DocumentOptions as DocumentOptions
    from smreport.commands.reading import other_forms as other_forms
    from smreport.commands.reading import read as read
    from smreport.commands.renewing import NextRound as NextRound
    from smreport.commands.renewing import renew as renew
    from smreport.commands.report_template import FilledTemplate as FilledTemplate
    from smreport.commands.reviewing import Reviewed as Reviewed
    from smreport.commands.reviewing import Suggested as Suggested
    from smreport.commands.reviewing import review as review
    from smreport.commands.round_folder import NewRound as NewRound
    from smreport.commands.round_folder import RoundFiles as RoundFiles
    from smreport.commands.round_folder import find_round as find_round
    from smreport.commands.round_folder import init as init
    from smreport.commands.round_folder import sure_day as sure_day
    from smreport.commands.splitting import Split as Split
    from smreport.commands.splitting import split as split
    from smreport.commands.standings import Standings as Standings
    from smreport.commands.standings import Status as Status
    from smreport.commands.standings import status as status
    from smreport.commands.template_folders import UpgradedTemplate as UpgradedTemplate
    from smreport.commands.template_folders import check_template as check_template
    from smreport.commands.template_folders import copy_template as copy_template
    from smreport.commands.template_folders import make_house_file as make_house_file
    from smreport.commands.template_folders import shipped_templates as shipped_templates
    from smreport.commands.template_folders import upgrade_template as upgrade_template
    from smreport.commands.template_schema import write_schemas as write_schemas
    from smreport.commands.template_words import WordsWritten as WordsWritten
    from smreport.commands.template_words import words_found as words_found
    from smreport.commands.template_words import write_words as write_words
    from smreport.commands.what_if import WhatIf as WhatIf
    from smreport.commands.work import Tick as Tick
    from smreport.decision.results import Results as Results
    from smreport.errors import SmreportError as SmreportError
    from smreport.findings import Finding as Finding
    from smreport.findings import Level as Level
    from smreport.rounds.compare import Change as Change
    from smreport.rounds.decisions import Question as Question
    from smreport.rounds.round_file import RoundFolder as RoundFolder
    from smreport.saving import Saved as Saved

__version__ = "0.1.0"

_ROOMS = {
    "commands.bringing": ("BroughtList", "bring"),
    "commands.checking": ("Checked", "check", "check_workbooks", "left_out_of", "mark"),
    "commands.comparing": ("Compared", "compare", "save_changes"),
    "commands.documents": ("Built", "Demonstrated", "build", "demo", "explain", "handbook"),
    "commands.exporting": ("export",),
    "commands.gathering": ("find_workbooks",),
    "commands.hand_edits": ("Edit",),
    "commands.mails": ("WrittenMails",),
    "commands.making": ("NewWorkbook", "Renewed", "new", "refresh", "upgrade"),
    "commands.merging": ("MergedFiles", "merge"),
    "commands.next_step": ("NextStep", "mails", "next_step"),
    "commands.publishing": ("DocumentOptions",),
    "commands.reading": ("other_forms", "read"),
    "commands.renewing": ("NextRound", "renew"),
    "commands.report_template": ("FilledTemplate",),
    "commands.reviewing": ("Reviewed", "Suggested", "review"),
    "commands.round_folder": ("NewRound", "RoundFiles", "find_round", "init", "sure_day"),
    "commands.splitting": ("Split", "split"),
    "commands.standings": ("Standings", "Status", "status"),
    "commands.template_folders": (
        "UpgradedTemplate", "check_template", "copy_template", "make_house_file", "shipped_templates",
        "upgrade_template",
    ),
    "commands.template_schema": ("write_schemas",),
    "commands.template_words": ("WordsWritten", "words_found", "write_words"),
    "commands.what_if": ("WhatIf",),
    "commands.work": ("Tick",),
    "decision.results": ("Results",),
    "errors": ("SmreportError",),
    "findings": ("Finding", "Level"),
    "rounds.compare": ("Change",),
    "rounds.decisions": ("Question",),
    "rounds.round_file": ("RoundFolder",),
    "saving": ("Saved",),
}  # fmt: skip
_ROOM_OF = {name: f"smreport.{room}" for room, names in _ROOMS.items() for name in names}

__all__ = [*_ROOM_OF]


def __getattr__(name: str) -> object:
    """What the package offers, imported from its room when it is first asked for."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_ROOM_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
