"""The benchmark measures nothing but work that was done: a program that crashed, or made something else, stops it."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from docx import Document

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture(scope="module")
def speed() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        yield importlib.import_module("speed")


def program(folder: Path, text: str) -> list[str]:
    path = folder / "peer.py"
    path.write_text(text, encoding="utf-8")
    return [sys.executable, str(path), "{out}"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import no_such_library_as_docxtpl", "no_such_library_as_docxtpl"),
        ("raise SystemExit(1)", "ended with 1"),
        ("raise SystemExit(2)", "ended with 2"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended with -9"),
    ],
)
def test_a_peer_that_did_not_end_well_stops_the_benchmark_by_its_name(
    speed: ModuleType, tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(speed.Failed, match=rf"^peer\.py: (?s:.)*{said}"):
        speed.spent(program(tmp_path, text))


def test_our_own_command_may_end_with_1_for_findings_and_with_nothing_else(speed: ModuleType, tmp_path: Path) -> None:
    sample = BENCHMARKS.parent / "examples" / "devon" / "devon.xlsx"
    assert speed.spent([*speed.SMREPORT, "check", str(sample)]).clock > 0
    with pytest.raises(speed.Failed, match="smreport check: ended with 2"):
        speed.spent([*speed.SMREPORT, "check", str(tmp_path / "gone.xlsx")])
    with pytest.raises(speed.Failed, match=r"one_sheet\.py: ended with 1"):
        speed.spent([sys.executable, str(BENCHMARKS / "one_sheet.py")])


def test_a_command_of_ours_that_crashed_has_no_findings(
    speed: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speed, "SMREPORT", tuple(program(tmp_path, "import no_such_library")))
    with pytest.raises(speed.Failed, match="no_such_library"):
        speed.spent(speed.SMREPORT)


def test_a_command_of_ours_that_wrote_nothing_stops_it_too(speed: ModuleType, tmp_path: Path) -> None:
    race = speed.Race("mine", program(tmp_path, "print('made')"), (), 1.0, speed.is_help, "strategy.docx")
    with pytest.raises(speed.Failed, match=r"peer\.py: has not done its work"):
        speed.run_in_turn(race, 1)


@pytest.mark.parametrize("name", ["help", "read", "returns"])
def test_what_a_peer_prints_is_looked_at(speed: ModuleType, tmp_path: Path, name: str) -> None:
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "libraries.xlsx").touch()
    race = speed.races(tmp_path)[name]
    for text in ("", "print('0')", "print('done')"):
        with pytest.raises(speed.Failed, match=r"peer\.py: has not done its work"):
            speed.spent(program(tmp_path, text), race.has_worked)


def test_peers_that_do_their_work_are_measured(speed: ModuleType, tmp_path: Path) -> None:
    cases = importlib.import_module("cases")
    size = importlib.import_module("sizes").Size(3, 40, 2)
    workbook = tmp_path / "small.xlsx"
    workbook.write_bytes(cases.workbook(size))
    calamine = [sys.executable, str(BENCHMARKS / "peers" / "calamine_only.py"), str(workbook)]
    assert speed.spent(calamine, lambda out, said: speed.has_counted(1, size.mappings, out, said)).processor > 0
    help_race = speed.races(tmp_path)["help"]
    assert speed.spent(help_race.peer, help_race.has_worked).processor > 0


def test_who_measures_stays_small() -> None:
    """A process that is started counts what the one that starts it takes as its own peak."""
    code = "import speed, sys; print(*({'numpy', 'pandas', 'smreport', 'docx', 'lxml'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=BENCHMARKS, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


Change = Callable[[dict[str, Any]], None]


def as_reported(speed: ModuleType) -> dict[str, Any]:
    """What the peer's report of the small workbook has: paragraphs, and the rows of its tables below the headings."""
    words = ["Exampleshire County Council: social media strategy", "200 uses of tools were named by the services."]
    size = speed.SIZES["small"]
    return {
        "words": words,
        "rows": {"Areas": size.areas, "Roles": size.roles, "Channels": 7, "Projects": size.projects},
    }


def write(path: Path, words: Sequence[str], rows: dict[str, int], cell: str = "x") -> None:
    document = Document()
    for text in words:
        document.add_paragraph(text)
    for name, count in rows.items():
        document.add_paragraph(name)
        table = document.add_table(rows=count + 1, cols=2)
        for row in table.rows:
            row.cells[0].text = cell
    document.save(str(path))


def drop_row(report: dict[str, Any]) -> None:
    report["rows"]["Projects"] -= 1


def drop_table(report: dict[str, Any]) -> None:
    del report["rows"]["Roles"]


def empty_table(report: dict[str, Any]) -> None:
    report["rows"]["Channels"] = 0


def other_count(report: dict[str, Any]) -> None:
    report["words"][1] = "199 uses of tools were named by the services."


def no_words(report: dict[str, Any]) -> None:
    report["words"] = []


def blank_rows(report: dict[str, Any]) -> None:
    report["cell"] = ""


def unfilled(report: dict[str, Any]) -> None:
    report["cell"] = "{{ entry['name'] }}"


def test_a_report_with_all_rows_and_paragraphs_is_taken(speed: ModuleType, tmp_path: Path) -> None:
    write(tmp_path / "report.docx", **as_reported(speed))
    speed.is_report(speed.SIZES["small"], tmp_path, "")


@pytest.mark.parametrize("change", [drop_row, drop_table, empty_table, other_count, no_words, unfilled, blank_rows])
def test_a_report_that_lacks_something_is_not(speed: ModuleType, tmp_path: Path, change: Change) -> None:
    report = as_reported(speed)
    change(report)
    write(tmp_path / "report.docx", **report)
    with pytest.raises((AssertionError, IndexError)):
        speed.is_report(speed.SIZES["small"], tmp_path, "")


@pytest.mark.parametrize("text", ["", "open(sys.argv[1] + '/report.docx', 'w').write('no Word file')"])
def test_no_report_and_no_word_file_stop_the_benchmark(speed: ModuleType, tmp_path: Path, text: str) -> None:
    peer = program(tmp_path, f"import sys; {text}")
    with pytest.raises(speed.Failed, match=r"peer\.py: has not done its work"):
        speed.spent(peer, speed.races(tmp_path)["small"].has_worked)
