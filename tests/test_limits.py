"""The limits of what is read: where they are set, what is at them, and what is said past them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from smreport.errors import InvalidValue, UnreadableFile
from smreport.limits import MEGABYTE, Limits, read_bytes, read_text


def test_each_limit_stands_at_what_people_are_told() -> None:
    usual = {
        "megabytes": 200,
        "cells": 3_000_000,
        "seconds": 8,
        "memory": 500,
        "text": 4,
        "items": 20_000,
        "rows": 50_000,
    }
    assert Limits.from_environment({}) == Limits() == Limits(**usual)
    assert Limits().bytes == 200 * 1024 * 1024 == 200 * MEGABYTE


@pytest.mark.parametrize("name", Limits.__struct_fields__)
def test_each_limit_is_a_setting_too(name: str) -> None:
    setting = f"SMREPORT_MOST_{name.upper()}"
    for given, limit in (("1", 1), (" 999999999 ", 999_999_999), ("007", 7)):
        assert getattr(Limits.from_environment({setting: given}), name) == limit
    assert Limits.from_environment({setting: " ", "SMREPORT_MOST_OTHER": "1"}) == Limits()
    for given in ("0", "-1", "1.5", "many", "1000000000", "٣", "0x10"):
        with pytest.raises(InvalidValue, match=setting):
            Limits.from_environment({setting: given})


def test_what_is_at_a_limit_is_taken_and_one_more_is_not() -> None:
    limits = Limits(cells=1_000, rows=2_000)
    said = {}
    for name in ("cells", "rows"):
        limits.require(name, getattr(limits, name))
        with pytest.raises(InvalidValue) as refused:
            limits.require(name, getattr(limits, name) + 1)
        said[name] = str(refused.value)
    assert said == OVER


@pytest.mark.parametrize("name", Limits.__struct_fields__)
def test_a_refusal_says_how_much_is_taken_at_most_and_what_to_set(name: str) -> None:
    limits = Limits(**dict.fromkeys(Limits.__struct_fields__, 1_234))
    is_counted = name in ("cells", "items", "rows")
    said = str(limits.exceeded(name))
    assert ("1,234" in said, said.count("1234")) == (is_counted, 1 if is_counted else 2)
    assert f"set SMREPORT_MOST_{name.upper()} to more than 1234" in said
    assert f"set SMREPORT_MOST_{name.upper()} to 99" in str(limits.exceeded(name, 99))


def test_a_file_may_be_as_large_as_its_limit(tmp_path: Path) -> None:
    path, small = tmp_path / "f.txt", Limits(megabytes=1, text=2)
    path.write_bytes(b"x" * MEGABYTE)
    assert read_bytes(path, small) == b"x" * MEGABYTE
    path.write_bytes(b"x" * (MEGABYTE + 1))
    with pytest.raises(UnreadableFile, match=r"f\.txt: .*set SMREPORT_MOST_MEGABYTES to more than 1"):
        read_bytes(path, small)
    assert len(read_bytes(path, small, "text")) == len(read_text(path, small)) == MEGABYTE + 1
    path.write_bytes(b"x" * (2 * MEGABYTE + 1))
    with pytest.raises(UnreadableFile, match="set SMREPORT_MOST_TEXT to more than 2"):
        read_text(path, small)


def test_texts_are_read_with_and_without_a_mark_of_their_encoding(tmp_path: Path) -> None:
    path = tmp_path / "f.txt"
    for content in ("Tŷ".encode(), "Tŷ".encode("utf-8-sig")):
        path.write_bytes(content)
        assert read_text(path) == "Tŷ"
    path.write_bytes("Tŷ".encode("utf-16"))
    with pytest.raises(UnreadableFile, match=r"f\.txt: .*invalid start byte"):
        read_text(path)


def test_what_is_no_file_is_refused_in_words(tmp_path: Path) -> None:
    refusals = {}
    os.mkfifo(tmp_path / "pipe")
    for name in (".", "gone", "pipe", "a\0b"):
        with pytest.raises(UnreadableFile) as refused:
            read_bytes(tmp_path / name)
        refusals[name] = str(refused.value).replace(str(tmp_path), "HERE")
    assert refusals == REFUSALS


REFUSALS = {
    ".": "HERE: this is a folder, not a file. Give the file in it.",
    "gone": "HERE/gone: cannot be read (No such file or directory).",
    "pipe": "HERE/pipe: this is not an ordinary file. Copy what is in it into one.",
    "a\0b": "HERE/a\0b: cannot be read (embedded null byte).",
}
OVER = {
    "cells": "the file is too large: its sheets reach over more than 1,000 cells. Take out what is not needed. "
    "If you trust the file, set SMREPORT_MOST_CELLS to more than 1000.",
    "rows": "the file is too large: the sheets have more than 2,000 rows together. Take out what is not needed. "
    "If you trust the file, set SMREPORT_MOST_ROWS to 2001.",
}
