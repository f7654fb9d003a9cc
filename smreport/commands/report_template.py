"""A council's own template for committee reports, filled with the report; what is left to do by hand is told."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from smreport.blocks.annex import with_annex
from smreport.blocks.document import Document
from smreport.blocks.printable import require_printable
from smreport.commands.paper_names import annex_of, report_file
from smreport.errors import InvalidValue, said_by
from smreport.frozen import Frozen, asdict, replace
from smreport.limits import read_bytes
from smreport.papers import own_template
from smreport.papers.case import Case
from smreport.word.annex_workbook import write_annex
from smreport.word.filling.filled import Form
from smreport.word.filling.remains import ToDo
from smreport.word.house_style import HouseStyle
from smreport.words import say


class FilledTemplate(Frozen):
    """What became of a council's own report template.

    file      its name
    no_place  the sections and facts of the report that found no place in it, as the report calls them
    to_do     what is left to do by hand: fields that took nothing, empty places, guidance, choices and comments
    contents  the filled file, and the workbook with listings that are too long for it
    document  the report as far as it stands in it
    """

    file: str
    no_place: tuple[str, ...]
    to_do: tuple[ToDo, ...]
    contents: dict[str, bytes]
    document: Document

    @property
    def as_data(self) -> dict[str, Any]:
        """What is to be told, for programs."""
        return {"file": self.file, "no_place": list(self.no_place), "to_do": list(map(asdict, self.to_do))}

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is to be told, in sentences: first what they are about, then each thing on a line of its own."""
        if not (self.no_place or self.to_do):
            return (say("terminal.report_template.all_done", file=self.file),)
        lines = _listed(say("terminal.report_template.no_place", count=len(self.no_place)), self.no_place)
        kinds = dict.fromkeys(to_do.kind for to_do in self.to_do)
        for kind in kinds:
            texts = [to_do.text for to_do in self.to_do if to_do.kind == kind]
            lines += _listed(say(f"terminal.report_template.left.{kind}", count=len(texts)), texts)
        return (say("terminal.report_template.by_hand", file=self.file), *lines)


def _listed(lead: str, texts: Iterable[str]) -> list[str]:
    items = [say("terminal.report_template.item", text=text) for text in texts]
    return [lead, *items] if items else []


def fill_report_template(
    case: Case, report: Document | None, given: str | Path | None, style: HouseStyle, trace: bool = False
) -> FilledTemplate:
    """A council's template filled with the report of a case. The file itself is never changed.

    given   the file; None for the one of the workbook's template
    report  the report as it would stand in our own looks, None where the template of the workbook has none
    trace   say in comments which cells the figures come from

    Raises UnreadableFile where the file is not there, InvalidValue where it cannot be filled.
    """
    content = read_bytes(Path(given)) if given else case.results.tables.blueprint.report_template
    name = str(given or case.wording.report_template.file)
    if report is None:
        raise InvalidValue(say("terminal.report_template.no_report", file=name))
    wanted = own_template.wanted(case, report)
    try:
        form = Form(content, own_template.form_words(case), wanted, _refusals())
    except InvalidValue as problem:
        raise InvalidValue(say("terminal.about", place=name, problem=said_by(problem))) from problem
    if form.is_protected:
        raise InvalidValue(say("terminal.report_template.protected", file=name))
    if not form.found:
        raise InvalidValue(say("terminal.report_template.nothing_known", file=name))
    contents = own_template.contents(case, report, form.found)
    cut, annex = with_annex(
        own_template.as_placed(case, report, contents, frozenset(form.found)), annex_of(Path(report_file()).stem)
    )
    by_key = {section.key: section.blocks for section in cut.sections}
    contents = tuple(replace(content, blocks=by_key.get(content.key, content.blocks)) for content in contents)
    require_printable(cut)
    filled = form.filled(cut, contents, style, trace)
    return FilledTemplate(
        file=Path(name).name,
        no_place=tuple(own_template.without_place(case, report, contents, filled.placed)),
        to_do=filled.to_do,
        contents={report_file(): filled.content} | ({annex.file: write_annex(annex)} if annex else {}),
        document=own_template.as_placed(case, report, contents, filled.placed),
    )


def _refusals() -> dict[str, str]:
    """The words of what is wrong with a council's template."""
    damaged = say("terminal.report_template.damaged")
    return {
        "damaged": damaged,
        "unsafe": damaged,
        "part": damaged,
        "parts": say("terminal.report_template.parts"),
        "unpacked": say("terminal.report_template.unpacked"),
        "elements": say("terminal.report_template.elements"),
        "password": say("terminal.report_template.password"),
        "label": say("terminal.report_template.label"),
        "old": say("terminal.report_template.old"),
    }
