"""Which of several files is the return: copies of one file, marked copies and what was made from them, told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256

from smreport.blueprint.tables import Tables
from smreport.blueprint.values import normalised
from smreport.frozen import Frozen
from smreport.words import joining, say
from smreport.words.locales import listed


class Candidate(Frozen):
    """A file that may be somebody's return.

    name       what it is called
    content    SHA-256 of the file, "" where it cannot be read
    answers    what :func:`answers_in` gives, "" where it was not opened
    made_from  of a marked copy, what that gave when it was marked ("" where the mark is older than that), else None
    part       whom it is for, "" where nobody can tell
    """

    name: str
    content: str
    answers: str
    made_from: str | None = None
    part: str = ""

    @property
    def is_marked(self) -> bool:
        return self.made_from is not None

    @property
    def is_filled_in(self) -> bool:
        """Whether a marked copy holds other answers than the workbook that it was made from."""
        return bool(self.made_from and self.answers) and self.answers != self.made_from

    def may_be_of(self, other: Candidate) -> bool:
        """Whether nothing says that the two are of different people."""
        return self is not other and (normalised(self.part) == normalised(other.part) or not (self.part and other.part))


def answers_in(tables: Tables) -> str:
    """A digest of all that people have put into a workbook, their own columns, sheets and notes included."""
    extras = tables.extras
    answers = [(key, table.numbers, sorted(table.columns.items())) for key, table in tables.items()]
    own = [
        [(key, sorted((heading, sorted(values.items())) for heading, values in columns.items()))
         for key, columns in sorted(extras.columns.items())],
        sorted(extras.sheets.items()),
        [(key, sorted(notes.items())) for key, notes in sorted(extras.notes.items())],
    ]  # fmt: skip
    return sha256(repr((answers, own)).encode(errors="surrogatepass")).hexdigest()


def left_out(candidates: Sequence[Candidate], names: Collection[str] = ()) -> dict[str, str]:
    """The files that are not the return, by name, each with why in words that go after its name.

    names  what returns are expected to be called: of two files that are the same, such a one stays

    A marked copy counts like any other file once somebody has filled it in, and then the workbook that it was made
    from is left out; or where that is not there.
    """
    expected = {normalised(name) for name in names}
    order = sorted(
        candidates,
        key=lambda candidate: (normalised(candidate.name) not in expected, len(candidate.name), candidate.name),
    )
    out: dict[str, str] = {}
    _leave_copies(order, out)
    _leave_marked(order, out)
    _leave_older([candidate for candidate in order if candidate.name not in out], out)
    return out


def _leave_copies(order: Iterable[Candidate], out: dict[str, str]) -> None:
    first: dict[str, str] = {}
    for candidate in order:
        if candidate.content and first.setdefault(candidate.content, candidate.name) != candidate.name:
            out[candidate.name] = say("terminal.returns.same_file", other=first[candidate.content])


def _leave_marked(order: Sequence[Candidate], out: dict[str, str]) -> None:
    """Marked copies whose answers stand in another file, too."""
    for candidate in reversed(order):
        if candidate.is_marked and candidate.name not in out:
            others = (other for other in order if other.name not in out and candidate.may_be_of(other))
            same = next((other for other in others if _is_original(other, candidate)), None)
            if same:
                out[candidate.name] = say("terminal.returns.marked_copy", other=same.name)


def _is_original(other: Candidate, marked: Candidate) -> bool:
    """Whether it has the same answers; a file that is still as it was sent is not opened, and known by its part."""
    if other.answers:
        return other.answers == marked.answers
    return bool(other.content and other.part) and not marked.is_filled_in


def _leave_older(candidates: Sequence[Candidate], out: dict[str, str]) -> None:
    """Workbooks of which a marked copy was filled in and came back."""
    newer: dict[str, Candidate] = {}
    for candidate in candidates:
        for marked in candidates:
            if marked.is_filled_in and marked.made_from == candidate.answers and marked.may_be_of(candidate):
                newer.setdefault(candidate.name, marked)
    for name, marked in newer.items():
        if not _goes_round(name, newer):
            out[name] = say("terminal.returns.filled_in_since", other=marked.name)


def _goes_round(name: str, newer: Mapping[str, Candidate]) -> bool:
    """Whether each is newer than the next: then nobody can tell which came last."""
    seen = set()
    while name in newer and name not in seen:
        seen.add(name)
        name = newer[name].name
    return name in newer


def left_out_in_words(out: Mapping[str, str]) -> tuple[str, ...]:
    """One line that names the files that are left out, or none."""
    files = [say("terminal.returns.left_out.file", file=name, why=why) for name, why in sorted(out.items())]
    return (say("terminal.returns.left_out", files=joining.apart(files)),) if files else ()


def several_in_words(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """A line for each part of which several files came back, with what to do."""
    files: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if candidate.part and candidate.content:
            files[normalised(candidate.part)].append(candidate)
    return tuple(
        say(
            "terminal.returns.several",
            count=len(same_part),
            part=same_part[0].part,
            files=listed(joining.quoted(candidate.name) for candidate in same_part),
        )
        for same_part in files.values()
        if len(same_part) > 1
    )
