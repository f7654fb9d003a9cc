"""All that is said of where a round stands, for each way in which its workbooks can stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from smreport.commands.next_step import NextStep, Stage, next_step
from smreport.commands.standings import Standings, Status
from smreport.errors import InvalidValue
from smreport.rounds.progress import Standing

DEADLINE = date(2027, 1, 15)
BEFORE, LATE = DEADLINE, date(2027, 1, 16)
PARKED = {"is_parked": True}


def row(name: str, standing: Standing, **others: object) -> Status:
    return Status(f"{name}.xlsx", others.pop("part", name), f"Head of {name}", standing, **others)  # type: ignore[arg-type]


def missing(*names: str, **others: object) -> list[Status]:
    return [row(name, Standing.MISSING, **others) for name in names]


def unread(name: str, part: str = "") -> Status:
    return row(name, Standing.UNREADABLE, part=part, problem=f"{name}.xlsx: cannot be read.", path=Path(f"{name}.xlsx"))


AS_SENT = row("D", Standing.AS_SENT)
SITUATIONS: dict[str, tuple[list[Status], date, str]] = {
    "nothing is known": ([], LATE, "Next: wait for returns until 15 January 2027, put them into back, then: next"),
    "nothing has come on the last day": (
        missing("A", "B"), BEFORE,
        """0 of 2 workbooks have come back filled in.
        Next: wait for returns until 15 January 2027, put them into back, then: next""",
    ),
    "nothing has come a day later": (
        missing("A"), LATE,
        """0 of 1 workbook has come back filled in.
        Late: A.xlsx.
        Next: write a text to send to that service: next --mails""",
    ),
    "parked areas are not late": (
        [*missing("A"), *missing("B", **PARKED), *missing("C", **PARKED)], LATE,
        """0 of 3 workbooks have come back filled in.
        Late: A.xlsx.
        Not back, and for areas that are parked, 2 workbooks: B.xlsx and C.xlsx.
        Next: write a text to send to that service: next --mails""",
    ),
    "six are named": (
        missing(*"ABCDEF"), LATE,
        """0 of 6 workbooks have come back filled in.
        Late, 6 workbooks: A.xlsx, B.xlsx, C.xlsx, D.xlsx, E.xlsx and F.xlsx.
        Next: write a text to send to each of these 6 services: next --mails""",
    ),
    "of seven not all": (
        missing(*"ABCDEFG"), LATE,
        """0 of 7 workbooks have come back filled in.
        Late, 7 workbooks: A.xlsx, B.xlsx, C.xlsx, D.xlsx, E.xlsx, F.xlsx and 1 more.
        Next: write a text to send to each of these 7 services: next --mails""",
    ),
    "some have come before the last day": (
        [*missing("A", "B"), *missing("C", **PARKED), AS_SENT, row("E", Standing.RETURNED)], BEFORE,
        """1 of 5 workbooks have come back filled in.
        Still out (until 15 January 2027), 2 workbooks: A.xlsx and B.xlsx.
        Not back, and for an area that is parked: C.xlsx.
        Next: bring together what has come back: merge""",
    ),
    "one has come as it was sent, with nothing to fill in": (
        [*missing("A"), AS_SENT], BEFORE,
        """0 of 2 workbooks have come back filled in.
        Still out (until 15 January 2027): A.xlsx.
        Next: bring together what has come back: merge""",
    ),
    "one has come as it was sent, with gaps": (
        [*missing("A"), row("D", Standing.AS_SENT, gaps=1)], BEFORE,
        """0 of 2 workbooks have come back filled in.
        Came back as it was sent: D.xlsx.
        Still out (until 15 January 2027): A.xlsx.
        Next: write a text to send to that service: next --mails""",
    ),
    "what nobody can read": (
        [unread("A", "A"), unread("minutes"), *missing("B")], LATE,
        """0 of 2 workbooks have come back filled in.
        minutes.xlsx: cannot be read.
        Cannot be read: A.xlsx.
        Late: B.xlsx.
        Next: write a text to send to each of these 2 services: next --mails""",
    ),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "round.toml").write_text(f'returned = "back"\ndeadline = {DEADLINE}\n', encoding="utf-8")
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / "register.xlsx").touch()
    return tmp_path


def stands(rows: Sequence[Status], today: date) -> NextStep:
    return next_step(today=today, standings=Standings(tuple(rows), ()))


def test_it_is_said_who_has_returned_and_what_is_next(folder: Path) -> None:
    for rows, today, said in SITUATIONS.values():
        step = stands(rows, today)
        assert [line.replace("smreport ", "") for line in step.lines] == [line.strip() for line in said.splitlines()]
        assert step.command in step.step
        assert (step.source, step.deadline) == (Path("workbook.xlsx"), DEADLINE)
        assert list(step.mails) == [f"{row['for']}.txt" for row in step.as_dict()["write_to"]]


def test_programs_are_told_the_same_with_whom_to_write_to(folder: Path) -> None:
    assert stands([*missing("A"), unread("B", "B")], LATE).as_dict() == {
        "stage": "mails",
        "returned": "0 of 2 workbooks have come back filled in.",
        "where": ["Late: A.xlsx.", "Cannot be read: B.xlsx."],
        "step": "write a text to send to each of these 2 services: smreport next --mails",
        "command": "smreport next --mails",
        "deadline": "2027-01-15",
        "write_to": [
            {"for": "A", "lead": "Head of A", "file": "A.xlsx", "why": "late"},
            {"for": "B", "lead": "Head of B", "file": "B.xlsx", "why": "unreadable"},
        ],
    }


def test_without_a_deadline_no_day_is_named_and_nobody_is_late(folder: Path) -> None:
    (folder / "round.toml").write_text("", encoding="utf-8")
    assert stands(missing("A"), LATE).lines == (
        "0 of 1 workbook has come back filled in.",
        "Next: wait for returns, put them into returned, then: smreport next",
    )
    assert stands([*missing("A"), AS_SENT], LATE).where == ("Still out (no deadline is set): A.xlsx.",)
    assert stands([], LATE).as_dict()["deadline"] is None


def test_a_round_is_looked_for_above_and_nowhere_else(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (folder / "sent" / "register.xlsx").unlink()
    step = next_step(folder / "sent", today=LATE)
    assert (step.stage, step.command, step.as_dict()["command"]) == (Stage.NEW, "smreport new", "smreport new")
    with pytest.raises(InvalidValue, match="There is no round here"):
        next_step(tmp_path_factory.mktemp("elsewhere"), today=LATE)
