"""A round from its folder to its papers: what each command takes from it, and what is said to be next."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner, Result
from rounds.council import HIGHWAYS, LIBRARIES, council
from template_folders import change, copied
from workbooks import edited, put, saved, with_rows, workbook

import smreport
from smreport.blueprint.model import Blueprint
from smreport.blueprint.templates import load
from smreport.cli import main
from smreport.cli.in_round import Several
from smreport.cli.rounds import with_renewal
from smreport.commands.mails import Due, mails_due
from smreport.commands.next_step import NextStep, Stage
from smreport.commands.reading import read_workbook
from smreport.frozen import replace
from smreport.rounds.mails import Asked, Reason
from smreport.rounds.progress import Standing

pytestmark = pytest.mark.usefixtures("few_rows")

EARLY, LATE = "2027-01-04", "2027-01-20"
"""Days before and after the deadline."""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def fine(*arguments: object, code: int = 0) -> Result:
    """What a command does that ends as it should."""
    done = run(*arguments)
    assert done.exit_code == code, done.output
    return done


@pytest.fixture(scope="module")
def filled(few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of two services, with one error. Not to be changed."""
    return saved(council(load()), tmp_path_factory.mktemp("filled") / "filled.xlsx")


@pytest.fixture(scope="module")
def sent(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of that workbook's parts. Not to be changed."""
    folder = tmp_path_factory.mktemp("split") / "sent"
    fine("split", filled, "-o", folder)
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new round whose deadline is 15 January 2027, and in which commands run."""
    folder = tmp_path / "our round"
    fine("init", folder, "--organisation", "Exampleshire", "--deadline", "15/01/2027")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def out(here: Path, sent: Path, filled: Path) -> Path:
    """The same once its workbooks are sent."""
    shutil.copy(filled, here / "workbook.xlsx")
    shutil.copytree(sent, here / "sent", dirs_exist_ok=True)
    return here


def comes_back(folder: Path, part: str, *edits: Callable[[openpyxl.Workbook], None]) -> Path:
    """A service's workbook comes back as it has changed it."""
    name = f"{part}.xlsx"
    return edited(Path(shutil.copy(folder / "sent" / name, folder / "returned" / name)), *edits)


def stands(today: str = EARLY) -> dict[str, object]:
    """Where the round stands."""
    step: dict[str, object] = json.loads(fine("next", "--format", "json", "--today", today).stdout)
    return step


def named(stage: str, today: str = EARLY) -> list[str]:
    """The command that is named as the next, as typed, of a round that stands at this stage."""
    step = stands(today)
    assert step["stage"] == stage, step
    program, *words = shlex.split(str(step["command"]))
    assert program == "smreport"
    return words


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Path]]:
    """What a program that stands in for the system's opener was given; it can open all but the report."""
    if sys.platform in ("win32", "darwin"):
        pytest.skip("xdg-open is for other systems")
    program, record = tmp_path / "programs" / "xdg-open", tmp_path / "opened"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$1" >> "{record}"\ncase "$1" in *report.docx) exit 3;; esac\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return lambda: [Path(line) for line in record.read_text().splitlines()]


@pytest.mark.long
def test_a_round_is_walked_through_by_the_commands_that_next_names(
    here: Path, filled: Path, opened: Callable[[], list[Path]]
) -> None:
    made = fine(*named("new"))
    assert made.stdout.startswith("From round.toml: -o workbook.xlsx, --organisation Exampleshire, --template social_")
    assert "Made the folder" not in made.stdout
    assert read_workbook(here / "workbook.xlsx").settings["organisation"] == "Exampleshire"
    assert named("fill_in") == ["check"]

    shutil.copy(filled, here / "workbook.xlsx")  # people fill it in
    checked = fine(*named("put_right"), code=1)
    assert "Stops a build: 6a Risks " in checked.stdout
    edited(here / "workbook.xlsx", put("6a Risks", "Project", 2, "Faults online"))
    fine(*named("split"))
    assert {path.stem for path in (here / "sent").glob("*.xlsx")} == {LIBRARIES, HIGHWAYS, "register"}
    assert named("wait") == ["next"]
    assert fine("next", "--today", EARLY).stdout.splitlines() == [
        "0 of 2 workbooks have come back filled in.",
        "Next: wait for returns until 15 January 2027, put them into returned, then: smreport next",
    ]

    comes_back(here, LIBRARIES, put("4 Mapping", "Strength", 1, "as TikTok has it"))  # which is no choice
    step = stands(EARLY)
    assert [(about["for"], about["why"]) for about in step["write_to"]] == [(LIBRARIES, "faulty")]  # type: ignore[attr-defined]
    assert f"Still out (until 15 January 2027): {HIGHWAYS}.xlsx." in step["where"]  # type: ignore[operator]
    fine(*named("mails", LATE), "--today", LATE)
    texts = {path.stem: path.read_text() for path in (here / "mails").glob("*.txt")}
    assert texts.keys() == {LIBRARIES, HIGHWAYS}
    assert "has not come back" in texts[HIGHWAYS]
    assert "Dear Head of Books," in texts[LIBRARIES]
    assert "4 Mapping" in texts[LIBRARIES]
    assert "TikTok" not in texts[LIBRARIES]

    first = fine(*named("merge", LATE), code=1)
    assert f"Not returned: {HIGHWAYS}.xlsx" in first.stdout
    comes_back(here, LIBRARIES, put("5 Roles", "Capacity in hours a month", 1, 41))
    comes_back(here, HIGHWAYS, put("5 Roles", "Capacity in hours a month", 1, 43))
    assert "Newer than combined.xlsx" in " ".join(stands()["where"])  # type: ignore[arg-type]
    assert "--decisions" not in fine(*named("merge"), code=1).stdout.splitlines()[0]

    assert named("decide") == ["merge"]
    lines = [
        [cell.value for cell in cells] for cells in openpyxl.load_workbook("combined.xlsx")["To decide"].iter_rows()
    ]
    header = next(number for number, cells in enumerate(lines) if cells[0] == "Reference")
    at = next(number for number, cells in enumerate(lines) if cells[5] == "43")
    edited(here / "combined.xlsx", put("To decide", "Use it? Yes or No", at - header, "Yes"))
    decided = fine(*named("merge"))
    assert "--decisions combined.xlsx" in decided.stdout.splitlines()[0]
    assert "Kept the old file as combined (1).xlsx" in decided.stdout
    capacities = [row["capacity"] for row in read_workbook(here / "combined.xlsx")["roles"].rows.values()]
    assert 43.0 in capacities

    built = fine(*named("build"), "--open")
    assert built.stdout.startswith("From round.toml: combined.xlsx, -o built, ")
    papers = {here / "built" / name for name in ("report.docx", "strategy.docx", "action-plan.docx")}
    assert set(opened()) == papers
    assert [line for line in built.stdout.splitlines() if "could not be opened" in line] == [
        f"{Path('built', 'report.docx')}: could not be opened from here. Open it yourself."
    ]
    fine(*named("built"))
    assert read_workbook(here / "next-year.xlsx")["areas"].rows
    os.utime(here / "combined.xlsx", (2e9, 2e9))  # somebody saves it later
    assert named("build") == ["build"]


def test_next_says_where_the_round_stands_line_by_line(here: Path) -> None:
    where, command = fine("next", "--today", EARLY).stdout.splitlines()
    step = stands(EARLY)
    assert [where] == step["where"]
    assert command.startswith("Next: ")
    assert str(step["command"]) in command


class TestInit:
    def test_what_is_given_is_checked_and_seen_from_the_round(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "services.csv").write_text("id,name\n1,Parking\n")
        fine("init", "a/round", "--services", "services.csv", "--deadline", "2027-01-15")
        folder = smreport.find_round("a/round/returned")
        assert folder is not None
        assert folder.path(folder.services).resolve() == tmp_path / "services.csv"
        assert folder.deadline == date(2027, 1, 15)
        assert {path.name for path in Path("a/round").iterdir()} == {"round.toml", "sent", "returned", "built"}

    @pytest.mark.parametrize(
        ("option", "value"), [("--services", "gone.csv"), ("--template", "no_such"), ("--style", "gone.dotx")]
    )
    def test_what_cannot_be_used_is_refused_and_nothing_is_made(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, value: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert value in fine("init", "round", option, value, code=2).stderr
        assert list(tmp_path.iterdir()) == []

    def test_a_round_is_never_replaced(self, here: Path) -> None:
        before = (here / "round.toml").read_bytes()
        assert "so this folder is a round" in fine("init", ".", "--organisation", "Another", code=2).stderr
        assert (here / "round.toml").read_bytes() == before

    def test_other_files_in_the_folder_stay(self, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("mine")
        fine("init", tmp_path)
        assert (tmp_path / "notes.txt").read_text() == "mine"
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "sent").write_text("a letter")
        assert "needs a folder of that name" in fine("init", tmp_path / "other", code=2).stderr
        assert [path.name for path in (tmp_path / "other").iterdir()] == ["sent"]


class TestWithoutARound:
    @pytest.mark.parametrize(
        ("command", "missing"),
        [
            ("check", "'FOLDER|FILES...'"),
            ("split x.xlsx", "'-o'"),
            ("build", "'FILE'"),
            ("explain x.xlsx", "'PROJECT'"),
        ],
    )
    def test_what_is_missing_is_asked_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, missing: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        done = fine(*command.split(), code=2)
        assert "Missing" in done.stderr
        assert missing in done.stderr

    def test_next_says_how_to_make_one(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        for options in ([], ["--mails"], ["--format", "json"]):
            assert "smreport init ROUND" in fine("next", *options, code=2).stderr

    @pytest.mark.long
    def test_what_a_command_did_without_a_register_is_told(self, sent: Path, tmp_path: Path) -> None:
        name = f"{LIBRARIES}.xlsx"
        shutil.copy(sent / name, tmp_path / name)
        told = "No register: nobody can tell who is missing."
        assert told in run("status", tmp_path / name).stdout
        merged = run("merge", tmp_path / name, "-o", tmp_path / "all" / "all.xlsx", "--format", "json")
        assert told in merged.stderr
        assert json.loads(merged.stdout)
        known = run("status", tmp_path / name, "--register", sent / "register.xlsx")
        assert "No register" not in known.output

    def test_a_folder_that_new_makes_is_told(self, tmp_path: Path) -> None:
        made = fine("new", "-o", tmp_path / "sub" / "a.xlsx", "--blank").stdout
        assert f"Made the folder {tmp_path / 'sub'}." in made


class TestInARound:
    def test_from_a_folder_below_it_is_the_same(self, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(out / "returned")
        done = fine("check", code=1)
        assert done.stdout.startswith("From ../round.toml: ../workbook.xlsx, --template social_media\n")

    def test_what_is_typed_wins_and_is_not_said_to_be_from_the_round(self, out: Path) -> None:
        done = fine("check", "workbook.xlsx", "--template", "social_media", "--format", "json", code=1)
        assert "From " not in done.output
        done = fine("check", "workbook.xlsx", "--format", "json", code=1)
        assert done.stderr.splitlines()[0] == "From round.toml: --template social_media"
        assert json.loads(done.stdout)
        assert "Next: put these right" in fine("check", "workbook.xlsx", code=1).stdout

    def test_which_files_are_meant_follows_what_is_there(self, out: Path) -> None:
        folder = smreport.find_round()
        assert folder is not None
        files = smreport.RoundFiles(folder)
        assert (files.to_check, files.to_follow) == (Path("workbook.xlsx"), Path("returned"))
        assert files.whole == files.workbook
        comes_back(out, LIBRARIES)
        shutil.copy(out / "workbook.xlsx", out / "combined.xlsx")
        assert (files.to_check, files.whole) == (Path("returned"), Path("combined.xlsx"))
        assert files.decisions is None

    def test_a_project_is_explained_by_its_name_alone_with_the_money_to_try(self, out: Path) -> None:
        toml = (out / "round.toml").read_text().replace('budget = ""', "budget = 750")
        for name in ("benefit", "cost", "risk"):
            toml = toml.replace(f'weight_{name} = ""', f"weight_{name} = 5.5")
        (out / "round.toml").write_text(toml)
        done = fine("explain", "One page")
        assert done.stdout.splitlines()[0] == (
            "From round.toml: workbook.xlsx, --template social_media, --budget 750, "
            '--weights "benefit=5.5,cost=5.5,risk=5.5"'
        )
        assert "£750 instead of £1,000." in done.stdout
        assert "Weight of risk: 5.5 instead of blank." in done.stdout
        other = fine("explain", "workbook.xlsx", "One page", "--budget", "£900")
        assert "£900 instead of £1,000." in other.stdout
        assert "--budget" not in other.stdout.splitlines()[0]

    def test_a_workbook_of_another_form_is_named(self, out: Path) -> None:
        form = copied(out / "our form", rows=8)
        change(form, "sheets/areas.toml", r'^heading = "Lead"', 'heading = "Lead officer"')
        toml = (out / "round.toml").read_text()
        (out / "round.toml").write_text(toml.replace('template = "social_media"', 'template = "our form"'))
        assert "workbook.xlsx: was made with another edition of the form" in run("explain", "One page").output

    def test_refresh_takes_the_place_of_the_workbook_and_keeps_it(self, out: Path, filled: Path) -> None:
        done = fine("refresh")
        assert "Kept the old file as workbook (1).xlsx" in done.stdout
        assert (out / "workbook (1).xlsx").read_bytes() == filled.read_bytes()
        assert done.stdout.splitlines()[-1] == "Next: see where the round stands: smreport next"

    def test_status_has_its_table_and_says_where_the_round_stands(self, out: Path) -> None:
        done = fine("status", "--today", LATE, code=1)
        assert "Not returned  -          -       -     -      Libraries (Service).xlsx" in done.stdout
        assert f"Late, 2 workbooks: {LIBRARIES}.xlsx and {HIGHWAYS}.xlsx." in done.stdout
        assert "0 of 2 workbooks returned." in done.stdout
        assert "have come back" not in done.stdout
        assert done.stdout.splitlines()[-1].endswith("smreport next --mails")
        as_data = fine("status", "--format", "json", "--today", LATE, code=1)
        assert [row["stands"] for row in json.loads(as_data.stdout)] == ["Not returned"] * 2
        assert "Late, 2 workbooks" in as_data.stderr

    @pytest.mark.long
    def test_a_combined_workbook_that_was_changed_but_not_to_decide_is_not_replaced(self, out: Path) -> None:
        comes_back(out, LIBRARIES, put("1 Areas", "Lead", 1, "Head of Reading"))
        fine("merge", code=1)
        changed = edited(out / "combined.xlsx", put("1 Areas", "Lead", 1, "Nobody")).read_bytes()
        assert "combined.xlsx" in fine("merge", code=2).stderr
        assert (out / "combined.xlsx").read_bytes() == changed

    def test_a_faulty_file_stops_each_command_with_its_name_and_key(self, here: Path) -> None:
        (here / "round.toml").write_text("deadlin = 2027-01-15")
        for command in ("check", "split", "next", "status", "new"):
            assert "round.toml, deadlin: unknown key" in fine(command, code=2).stderr
        (here / "round.toml").write_text('template = "socialmedia"')
        refused = fine("next", code=2).stderr
        assert "round.toml, template: “socialmedia” is neither a shipped one" in refused
        assert "Did you mean “social_media”?" in refused
        assert "Usage:" in fine("check", "--help").stdout


def test_a_text_tells_nothing_that_its_own_return_marks_as_not_for_publication(out: Path) -> None:
    secrets = ("30,011", "30011", "Fault", "online")
    path = comes_back(
        out, HIGHWAYS,
        put("6 Evaluation", "Not for publication", 2, "Yes - commercial"),
        put("6 Evaluation", "Set-up cost", 2, "£30,011 or what they ask"),
        put("7 Portfolio", "Not for publication", 2, "ask legal"),
        put("7 Portfolio", "Depends on", 1, "Fault online"),
        put("7b Actions", "Due", 1, "when the £30,011 are there"),
    )  # fmt: skip
    fine("next", "--mails", "--today", EARLY)
    text = (out / "mails" / f"{HIGHWAYS}.txt").read_text()
    assert "7 Portfolio\n- " in text
    assert [secret for secret in secrets if secret in text] == []
    namesake = Asked("Faults online", "", path.name, Reason.FAULTY)  # what it is called tells it by itself
    assert b"The marked copy says which cells" in Due(namesake, path, "social_media").content


@pytest.mark.parametrize("typed", [{}, {"places": ()}])  # as click gives nothing from 8.2 on, and before
def test_files_that_are_not_typed_come_from_the_round(typed: dict[str, object]) -> None:
    argument = Several(["places"], nargs=-1, type=click.Path(path_type=Path))
    context = click.Context(click.Command("x", params=[argument]), default_map={"places": ("returned",)})
    assert argument.consume_value(context, typed)[0] == ("returned",)
    assert argument.consume_value(context, {"places": ("a", "b")})[0] == ("a", "b")


class TestWhoIsWrittenTo:
    """On whom the round waits: not on parked areas, nor on services that had nothing to fill in."""

    @staticmethod
    def row(standing: Standing, **others: object) -> smreport.Status:
        return replace(smreport.Status(f"{LIBRARIES}.xlsx", LIBRARIES, "", standing), **others)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("standing", "others", "why"),
        [
            (Standing.MISSING, {}, Reason.LATE),
            (Standing.MISSING, {"is_parked": True}, None),
            (Standing.AS_SENT, {}, None),
            (Standing.AS_SENT, {"gaps": 1}, Reason.AS_SENT),
            (Standing.AS_SENT, {"gaps": 1, "is_parked": True}, Reason.AS_SENT),
            (Standing.UNREADABLE, {}, Reason.UNREADABLE),
            (Standing.RETURNED, {"errors": 1, "gaps": 1}, Reason.FAULTY),
            (Standing.RETURNED, {"gaps": 1}, Reason.INCOMPLETE),
            (Standing.RETURNED, {}, None),
            (Standing.UNKNOWN, {"errors": 1}, None),
        ],
    )
    def test_each_for_a_reason(self, standing: Standing, others: dict[str, object], why: Reason | None) -> None:
        folder = smreport.RoundFolder(Path("round"), deadline=date(2027, 1, 15))
        due = mails_due(folder, [self.row(standing, **others)], date(2027, 1, 16))
        assert [text.asked.reason for text in due.values()] == ([why] if why else [])

    def test_nobody_on_the_last_day(self) -> None:
        folder = smreport.RoundFolder(Path("round"), deadline=date(2027, 1, 15))
        assert mails_due(folder, [self.row(Standing.MISSING)], date(2027, 1, 15)) == {}

    def test_of_several_files_the_best_counts(self) -> None:
        rows = [self.row(Standing.UNREADABLE), self.row(Standing.RETURNED), self.row(Standing.RETURNED, errors=2)]
        assert mails_due(smreport.RoundFolder(Path("round")), rows, date(2027, 1, 15)) == {}

    def test_parked_areas_are_known_by_the_register(self, here: Path, blueprint: Blueprint) -> None:
        areas = "| areas | name | kind | status |\n| | Care | Service | Parked |\n| | Roads | Service | In scope |"
        saved(workbook(with_rows(blueprint, 4), areas), here / "workbook.xlsx")
        fine("split")
        step = stands(LATE)
        assert [about["for"] for about in step["write_to"]] == ["Roads (Service)"]  # type: ignore[attr-defined]
        assert "Not back, and for an area that is parked: Care (Service).xlsx." in step["where"]  # type: ignore[operator]


@pytest.mark.parametrize("is_known", [True, False])
def test_next_year_is_named_where_there_is_a_command_for_it(is_known: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(main.commands, "renew", raising=False)
    if is_known:
        monkeypatch.setitem(main.commands, "renew", click.Command("renew"))
    step = NextStep(Stage.BUILT, "", (), "read the papers", "", Path("all of us.xlsx"))
    with click.Context(main, info_name="smreport"):
        renewed = with_renewal(step)
    assert renewed.command == ('smreport renew "all of us.xlsx" -o next-year.xlsx' if is_known else "")
    assert renewed.step.startswith("read the papers")
    assert renewed.step.endswith(renewed.command)


class TestMessyFolders:
    """Whatever lies in its folders, next says where the round stands, and never fails."""

    def test_one_service_alone_needs_no_split(self, here: Path, blueprint: Blueprint) -> None:
        alone = workbook(with_rows(blueprint, 4), "| areas | name | kind | status |\n|  | Care | Service | In scope |")
        saved(alone, here / "workbook.xlsx")
        assert named("build") == ["build"]

    def test_what_is_no_workbook_is_named(self, out: Path) -> None:
        (out / "returned" / f"{HIGHWAYS}.xlsx").write_text("not a workbook")
        (out / "returned" / "minutes.xlsx").write_text("neither")
        (out / "returned" / "~$minutes.xlsx").write_bytes(b"lock")
        (out / "returned" / "photo.jpg").write_bytes(b"photo")
        (out / "returned" / "more").mkdir()
        (out / "returned" / "lost.xlsx").symlink_to(out / "nowhere.xlsx")
        step = stands()
        assert step["stage"] == "mails"
        assert [(about["file"], about["why"]) for about in step["write_to"]] == [  # type: ignore[attr-defined]
            (f"{HIGHWAYS}.xlsx", "unreadable")
        ]
        assert any("minutes.xlsx" in line for line in step["where"])  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        ("file", "stage"),
        [("workbook.xlsx", "put_right"), ("sent/register.xlsx", "split"), ("combined.xlsx", "put_right")],
    )
    def test_a_file_of_the_round_that_cannot_be_read_is_named(
        self, here: Path, sent: Path, file: str, stage: str
    ) -> None:
        if file != "workbook.xlsx":
            shutil.copytree(sent, here / "sent", dirs_exist_ok=True)
        (here / file).write_text("not a workbook")
        os.utime(here / file, (2e9, 2e9))
        step = stands()
        assert step["stage"] == stage
        assert any(file in line for line in step["where"])  # type: ignore[attr-defined]

    def test_texts_stay_where_nobody_can_tell_who_is_late(self, out: Path) -> None:
        fine("next", "--mails", "--today", LATE)
        (out / "sent" / "register.xlsx").write_text("not a workbook")
        assert "register.xlsx" in fine("next", "--mails", "--today", LATE, code=2).stderr
        assert len(list((out / "mails").glob("*.txt"))) == 2

    def test_folders_may_be_gone(self, here: Path) -> None:
        for name in ("sent", "returned", "built"):
            (here / name).rmdir()
        assert stands()["stage"] == "new"
        fine("status", code=1)

    def test_until_the_deadline_is_waited(self, out: Path) -> None:
        assert "wait for returns until 15 January 2027, put them" in fine("next", "--today", "2026-12-01").stdout

    def test_without_a_deadline_nobody_is_late(self, out: Path) -> None:
        toml = (out / "round.toml").read_text()
        (out / "round.toml").write_text(toml.replace("deadline = 2027-01-15", 'deadline = ""'))
        assert "Nobody is late" in fine("next", "--mails", "--today", "2099-01-01").stdout
        assert stands("2099-01-01")["stage"] == "wait"
        assert "wait for returns, put them" in fine("next").stdout
        assert not (out / "mails").exists()


@pytest.mark.parametrize("typed", ["15 Jan 2027", "15th January 2027", "2027-01-15", "15/01/2027", "Jan 15, 2027"])
def test_a_deadline_is_a_day_as_people_write_it(tmp_path: Path, typed: str) -> None:
    assert run("init", tmp_path / "round", "--deadline", typed).exit_code == 0
    assert "deadline = 2027-01-15" in (tmp_path / "round" / "round.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", ["soon", "January 2027", "by 15 Jan 2027", "3/4/27"])
def test_what_is_no_sure_day_is_answered_with_examples_of_days(tmp_path: Path, typed: str) -> None:
    done = run("init", tmp_path / "round", "--deadline", typed)
    assert (done.exit_code, "15 January 2027" in done.stderr, "%" in done.stderr) == (2, True, False)
