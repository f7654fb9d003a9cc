"""A name made from what people typed can be used on every system, and is told from all others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from smreport.file_names import LONGEST, fault_of, safe_name

DEVICES = ("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM1", "COM9", "LPT1", "LPT9", "COM¹", "LPT³")
AWKWARD = st.sampled_from([*DEVICES, *'<>:"/\\|?*.~-[] \t\n\0', "\u202e", "\u200b", "\ud800", "é", "e\u0301", "🙂"])
TEXTS = st.one_of(st.text(max_size=120), st.lists(AWKWARD, max_size=60).map("".join))


@settings(deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=8).map(lambda texts: [safe_name(text) for text in texts]))
@example("Waste and recycling " * 20, [("Waste and recycling " * 20)[:LONGEST].strip()])
@example("con", ["con_", "CON_ (2)"])
def test_a_name_fits_every_system_and_is_nobody_elses(text: str, taken: list[str]) -> None:
    name = safe_name(text, taken)
    assert name == name.strip() != ""
    assert fault_of(name) == fault_of(f"{name}.xlsx") == fault_of(f"{name} - to fix.xlsx") == ""
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
    assert not name.startswith((".", "-", "~"))
    assert not name.endswith((".", " "))
    assert name.partition(".")[0].rstrip().upper() not in DEVICES
    assert len(name) <= LONGEST
    assert len(name.encode()) <= 160
    assert name.lower() not in {other.lower() for other in taken}
    assert name.upper() not in {other.upper() for other in taken}


@settings(deadline=None)
@given(TEXTS)
def test_a_safe_name_is_left_as_it_is(text: str) -> None:
    name = safe_name(text)
    assert safe_name(name) == name


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=10))
def test_as_many_files_come_out_as_there_are_names(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("names")
    taken: list[str] = []
    for text in texts:
        taken.append(safe_name(text, taken))
        (folder / f"{taken[-1]}.xlsx").touch(exist_ok=False)
    assert {path.stem for path in folder.iterdir()} == set(taken)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Libraries (Service)", "Libraries (Service)"),
        ("Parks/Trees: 24/7?", "Parks-Trees- 24-7"),
        ("  Road   safety.. ", "Road safety"),
        ("Gwasanaethau Cymraeg – ŵyn", "Gwasanaethau Cymraeg – ŵyn"),
        ("Con", "Con_"),
        ("Aux. services", "Aux_. services"),
        ("Contact centre", "Contact centre"),
        ("--force", "force"),
        ("", "unnamed"),
        ("???", "unnamed"),
    ],
)
def test_it_stays_readable(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_equal_names_are_numbered_whatever_their_case_and_length() -> None:
    taken: list[str] = []
    for text in ("Libraries", "libraries", "LIBRARIES", "x" * 99, "X" * 99):
        taken.append(safe_name(text, taken))
    assert taken == ["Libraries", "libraries (2)", "LIBRARIES (3)", "x" * 80, f"{'X' * 76} (2)"]


@pytest.mark.parametrize("name", [*DEVICES, "con.xlsx", "nul .docx", "Lpt1.tar.gz", "a.", "a ", "a:b", "a\nb", "a\\b"])
def test_a_name_that_windows_does_not_allow_has_a_fault_in_words(name: str) -> None:
    assert fault_of(name).endswith(("another name.", "a name without it."))


@pytest.mark.parametrize(
    "name", ["console.docx", "com10.xlsx", "LPT.txt", "strategy 2027 (draft).docx", ".hidden", "ŵ"]
)
def test_any_other_name_has_none(name: str) -> None:
    assert fault_of(name) == ""
    assert Path(name).name == name
