"""Everything that can stop smreport, each with one clear line for the person who meets it."""

from __future__ import annotations

_OPEN_ELSEWHERE = (32, 33)  # what Windows says of a file, or of a part of it, that another program keeps to itself


def is_open_elsewhere(problem: OSError) -> bool:
    """Whether the system refuses a file because another program, such as Excel, has it open."""
    return getattr(problem, "winerror", None) in _OPEN_ELSEWHERE


def said_by(problem: BaseException) -> str:
    """What an error says, as it was said: a message that takes it in says it in its own language."""
    first = problem.args[0] if len(problem.args) == 1 else None
    return first if isinstance(first, str) else str(problem)


class SmreportError(Exception):
    """Base of all errors that smreport raises on purpose. Its text is shown to the user as it is."""


class TemplateError(SmreportError):
    """A workbook template (TOML) has a mistake; the text names the file and the key."""


class UnreadableFile(SmreportError):
    """A file cannot be read as a workbook of this template: not a workbook, locked, or of another shape."""


class InvalidValue(SmreportError):
    """A value given to smreport (an option, an answers file, a list) cannot be used."""


class WorkbookHasErrors(SmreportError):
    """The workbook contradicts itself, so no final document is written from it."""


class FaultyDocument(SmreportError):
    """A document that smreport made breaks a rule of accessibility that the law asks for: a fault of smreport."""


class OutputRefused(SmreportError):
    """A file that smreport would have to overwrite is not its own, or cannot be written."""


class SecretAsked(RuntimeError):
    """Something asked for a value that is not for publication instead of saying that it is: a fault of smreport.

    It is no SmreportError, since nobody but its makers can put it right; nothing is written.
    """

    def __init__(self) -> None:
        super().__init__("asked in public")
