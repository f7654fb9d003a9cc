"""Three versions of a template become one: each key, table, row and file by its own case, and the whole result read."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from itertools import product

import pytest
from blueprint.form_text import assert_is
from blueprint.form_versions import FILES, merged

from smreport.blueprint.carry_over import carried_over, packed, unpacked

THEIRS, BASE, NEW = ({path: way[at].encode() for path, way in FILES.items() if way[at] is not None} for at in range(3))


def test_each_part_becomes_what_it_was_before() -> None:
    assert_is("carried", merged())


def test_where_only_one_side_has_changed_it_is_what_comes_out() -> None:
    for old, new in product((THEIRS, BASE, NEW), repeat=2):
        stays, same, taken = (
            carried_over(new, old, old), carried_over(new, None, new), carried_over(old, old, new)
        )  # fmt: skip
        assert (plainly(stays.files), stays.taken, stays.kept) == (plainly(new), (), ())
        assert (plainly(same.files), same.taken, same.kept) == (plainly(new), (), ())
        assert (taken.files.keys(), taken.kept) == (new.keys(), ())


def plainly(files: Mapping[str, bytes]) -> dict[str, str]:
    """Files but for what no merge keeps: the mark and ends of lines as Windows has them, and a line without an end."""
    return {path: content.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n") for path, content in files.items()}


def test_what_is_no_text_or_no_toml_is_refused_by_its_file() -> None:
    for path, content in {"a.toml": b"x = ", "a.csv": b"\xff", "b.toml": b"\xff"}.items():
        with pytest.raises(ValueError, match=f"^{path}: "):
            carried_over({path: content}, None, {})
    assert carried_over({"a.docx": b"\xff"}, None, {}).files == {"a.docx": b"\xff"}


def test_files_are_packed_the_same_whatever_their_order_and_come_back() -> None:
    assert packed(NEW) == packed(dict(reversed(NEW.items())))
    assert unpacked(packed(NEW)) == NEW
    with zipfile.ZipFile(BytesIO(packed(NEW))) as package:
        assert package.namelist() == sorted(NEW)
    with pytest.raises(ValueError, match=r"."):
        unpacked(b"no zip")
