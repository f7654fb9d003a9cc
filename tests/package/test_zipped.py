"""Zipped files are looked at before they are read, and take no more than the terms allow."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smreport.frozen import replace
from smreport.package.terms import Refused, Terms
from smreport.package.zipped import Zipped, zipped

WORDS = {"damaged": "damaged: {problem}"} | {
    reason: f"{reason} {{kind}}{{part}}{{problem}}".strip()
    for reason in (
        "empty", "another", "cut off", "no package", "password", "label", "old", "parts", "entry", "encrypted",
        "unpacked",
    )
}  # fmt: skip
TERMS = Terms(WORDS)
PARTS = {"a.xml": b"<a/>" * 1000, "b/c.xml": b"", "b/d.bin": bytes(range(256)) * 100}


def archive(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in entries:
            file.writestr(name, content, method)
    return buffer.getvalue()


def reason_of(content: bytes, terms: Terms = TERMS) -> str:
    """Why a file is refused, "" where all of it is read."""
    try:
        assert dict(Zipped(content, terms)) is not None
    except Refused as refusal:
        return refusal.reason
    return ""


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("a")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def with_flag(content: bytes, flag: int) -> bytes:
    """The file with a flag set for its first entry, in the directory too."""
    changed = bytearray(content)
    changed[6] |= flag
    changed[content.index(b"PK\x01\x02") + 8] |= flag
    return bytes(changed)


def with_length(content: bytes, length: int) -> bytes:
    """The file whose directory says another length of its first entry."""
    at = content.index(b"PK\x01\x02") + 24
    return content[:at] + length.to_bytes(4, "little") + content[at + 4 :]


@given(st.dictionaries(st.sampled_from(["a", "b/c.xml", "[x].xml", "é"]), st.binary(max_size=300)), st.integers(0, 9))
def test_what_is_written_is_read_again_in_its_order(parts: dict[str, bytes], level: int) -> None:
    content = zipped(parts, level)
    assert list(Zipped(content, TERMS).items()) == list(parts.items())
    assert zipped(parts, level) == content


def test_nothing_in_a_file_depends_on_the_clock_or_the_system() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(PARTS))) as file:
        told = {(entry.date_time, entry.create_system, entry.external_attr) for entry in file.infolist()}
    assert told == {((1980, 1, 1, 0, 0, 0), 3, 0o600 << 16)}


REFUSED = {
    "empty": (b"", "empty"),
    "a PDF": (b"%PDF-1.7", "another"),
    "a web page behind spaces": (b"\xef\xbb\xbf \r\n<html>", "another"),
    "words": (b"words", "no package"),
    "a beginning": (b"PK\3\4 and no more", "cut off"),
    "cut off": (zipped(PARTS)[:-30], "cut off"),
    "a link": (archive((link(), b"/etc/passwd")), "entry"),
    "from the root": (archive(("/a", b"")), "entry"),
    "of a drive": (archive(("c:a", b"")), "entry"),
    "climbing": (archive(("b/../../a", b"")), "entry"),
    "climbing on Windows": (archive(("b\\..\\a", b"")), "entry"),
    "twice": (archive(("a", b"1"), ("A", b"2")), "entry"),
    "an odd way of packing": (archive(("a", b"1"), method=zipfile.ZIP_LZMA), "entry"),
    "encrypted": (with_flag(zipped(PARTS), 1), "encrypted"),
    "longer than it says": (with_length(zipped(PARTS), 3999), "damaged"),
    "shorter than it says": (with_length(zipped(PARTS), 4001), "damaged"),
    "a wrong checksum": (zipped({"a": b"words" * 9}, 0).replace(b"words", b"Words", 1), "damaged"),
    "dots and a colon": (archive(("a..b/c:d", b"")), ""),
    "stored": (archive(("a", b""), method=zipfile.ZIP_STORED), ""),
    "nothing in it": (zipped({}), ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_do_harm_is_refused_with_its_reason(name: str) -> None:
    content, reason = REFUSED[name]
    assert reason_of(content) == reason


@pytest.mark.parametrize("over", [1, 2, 100, 4095, 4096, 4097, 1024 * 1024, 3 * 1024 * 1024])
def test_a_part_may_be_as_large_as_the_terms_say_and_not_a_byte_larger(over: int) -> None:
    for size in (1, 70_000, 5 * 1024 * 1024):
        terms = replace(TERMS, part=size)
        assert reason_of(zipped({"a": bytes(size)}), terms) == ""
        assert reason_of(zipped({"a": bytes(size + over)}), terms) == "unpacked"
        assert reason_of(with_length(zipped({"a": bytes(size + over)}), size), terms) == "unpacked"


def test_all_that_is_unpacked_counts_together() -> None:
    assert reason_of(zipped({"a": bytes(60), "b": bytes(40)}), replace(TERMS, unpacked=100)) == ""
    assert reason_of(zipped({"a": bytes(60), "b": bytes(41)}), replace(TERMS, unpacked=100)) == "unpacked"


def test_a_damaged_part_counts_as_far_as_it_was_unpacked() -> None:
    packed = Zipped(with_length(zipped({"a": bytes(60), "b": bytes(41)}), 59), replace(TERMS, unpacked=100))
    with pytest.raises(Refused, match="another length than it says"):
        packed["a"]
    with pytest.raises(Refused, match="unpacked b"):
        packed["b"]


def test_parts_that_nobody_asks_for_are_not_unpacked() -> None:
    packed = Zipped(zipped({"a": bytes(10_000), "b": b"small"}), replace(TERMS, unpacked=100))
    assert (packed["b"], "a" in packed, len(packed)) == (b"small", True, 2)
    with pytest.raises(KeyError):
        packed["c"]


def test_there_may_be_as_many_parts_as_the_terms_say() -> None:
    assert reason_of(zipped(PARTS), replace(TERMS, parts=3)) == ""
    assert reason_of(zipped(PARTS), replace(TERMS, parts=2)) == "parts"


def test_a_reason_without_words_has_those_of_damage() -> None:
    with pytest.raises(Refused, match=r"^no: it is damaged$") as caught:
        Zipped(b"", Terms({"damaged": "no: {problem}"}))
    assert caught.value.reason == "empty"
