"""People's work on Word documents brought over into new versions: what of it is told, and what never merges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from smreport.errors import OutputRefused
from smreport.frozen import Frozen
from smreport.papers.figures import listed
from smreport.saving import Renewal
from smreport.word.edits.notes import Kept
from smreport.word.hand_edits import is_exempt, is_ours, renewed
from smreport.words import joining, say

_WORD = ".docx"


class Edit(Frozen):
    """What a build says of people's work on a document, beside what stands in its comments.

    file     the document
    kind     changed: people and the workbook changed the same; stale: a figure in people's words is no longer true;
             left_out: people took out what the workbook has changed; gone: the workbook no longer has what people
             edited; table: people changed a table's columns, and the workbook its rows; footer: people changed the line
             at the foot of the pages, and the workbook, too
    section  the heading of the section
    text     the comment in the document; of a footer, where there can be none, what it would say
    """

    file: str
    kind: str
    section: str
    text: str


class CommentWords:
    """The words of the comments that a rebuild hangs in a document."""

    def changed(self, wording: str, figures: Sequence[str]) -> str:
        if not figures:
            return say("papers.edits.changed", wording=wording)
        return say("papers.edits.changed.figures", wording=wording, figures=joining.in_a_row(figures))

    def stale(self, figures: Sequence[str]) -> str:
        return say("papers.edits.stale", figures=joining.in_a_row(figures))

    def left_out(self, wordings: Sequence[str]) -> str:
        return say("papers.edits.left_out", wordings="\n".join(wordings))

    def gone(self) -> str:
        return say("papers.edits.gone")

    def table(self, rows: Sequence[str]) -> str:
        return say("papers.edits.table", rows="\n".join(rows))

    def footer(self, wording: str) -> str:
        return say("papers.edits.footer", wording=wording)

    def footer_name(self) -> str:
        return say("papers.edits.footer.name")


@dataclass
class HandEdits:
    """Brings people's work on Word documents over into their new versions, and remembers what it was.

    force  whether all is written anew; what was there is kept under another name
    look   refuses a public paper in which people's work tells what is not for publication: its file, the paper with
           their work, and without it; gives the parts of it that nobody can look through here
    filled the names of documents that are a council's own form, filled: nothing is brought over into these
    """

    force: bool = False
    look: Callable[[str, bytes, bytes], Sequence[str]] | None = None
    filled: frozenset[str] = frozenset()
    kept: dict[str, Kept] = field(default_factory=dict)
    unread: dict[str, Sequence[str]] = field(default_factory=dict)

    def renew(self, name: str, old: bytes, new: bytes) -> Renewal | None:
        """The new version of a document with the hand edits of the old one, None where the old one is not ours.

        Raises OutputRefused where an exempt document would come in the place of a public paper, or the other way, or
        where ``look`` does.
        """
        if not name.endswith(_WORD) or name in self.filled:
            return None
        if old == new:
            return Renewal(new, keeps_old=False)
        kind = _kind_in_place(old, new)
        if kind and self.force:
            return None
        if kind:
            raise OutputRefused(say(f"terminal.edits.{kind}_in_place", file=name))
        kept = renewed(old, new, CommentWords())
        if kept is None:
            return None
        if not self.force:
            self.kept[name] = kept
            if self.look and not is_exempt(new):
                self.unread[name] = self.look(name, kept.content, new)
        return Renewal(kept.content, keeps_old=not kept.is_untouched)

    @property
    def contents(self) -> dict[str, bytes]:
        """The documents that hold people's work."""
        return {name: kept.content for name, kept in self.kept.items() if not kept.is_untouched}

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What people should look at, place by place."""
        return tuple(
            Edit(name, comment.kind, comment.section, comment.text)
            for name, kept in self.kept.items()
            for comment in kept.comments
        )

    def sentences(self) -> tuple[str, ...]:
        """What was kept of people's work, in sentences."""
        lines = [line for name, kept in self.kept.items() for line in _about(name, kept)]
        return (*lines, *(about_unread(name, parts) for name, parts in self.unread.items() if parts))


def about_unread(name: str, parts: Sequence[str]) -> str:
    """That somebody should look at what people added to a document and no words can be read from."""
    return say("terminal.secret.unread", file=name, parts=listed(parts))


def _kind_in_place(old: bytes, new: bytes) -> str:
    """What kind of paper the old one is where the new one is of the other kind, else ""."""
    was_exempt = is_exempt(old)
    if was_exempt == is_exempt(new):
        return ""
    return "exempt" if was_exempt else "public" if is_ours(old) else ""


def _about(name: str, kept: Kept) -> list[str]:
    lines = []
    if kept.edited:
        lines.append(say("terminal.edits.edited", file=name, sections=joining.all_quoted(kept.edited)))
    if kept.removed:
        lines.append(say("terminal.edits.removed", file=name, sections=joining.all_quoted(kept.removed)))
    if kept.added:
        lines.append(say("terminal.edits.added", file=name, count=kept.added))
    if kept.comments:
        lines.append(say("terminal.edits.told", file=name, count=len(kept.comments)))
    places = ((comment.section, joining.lines(comment.text.splitlines())) for comment in kept.comments)
    return lines + [say("terminal.edits.place", section=section, text=text) for section, text in places]
