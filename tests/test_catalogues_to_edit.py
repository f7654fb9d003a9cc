"""Catalogues for people to edit: which messages stand in them with which words, and what is said of their faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from smreport.commands import template_words
from smreport.errors import InvalidValue, TemplateError
from smreport.frozen import replace
from smreport.words import po_files
from smreport.words.po_files import Entry

PLAIN = Entry("a.plain", ("Wrote {path}.",), note=("of a file",))
COUNTED = Entry("a.count", ("{count} row of {sheet}", "{count} rows of {sheet}"), "a.count")
TEXT = Entry("Start here", ("",), context="workbook.toml start title")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], [PLAIN, COUNTED]),
        ([replace(PLAIN, words=("",))], [PLAIN, COUNTED]),
        ([replace(PLAIN, words=("Mae {path}.",))], [replace(PLAIN, words=("Mae {path}.",)), COUNTED]),
        ([replace(COUNTED, words=("un", ""))], [PLAIN, replace(COUNTED, words=("un", ""))]),
        ([replace(PLAIN, words=("Other.",), context="elsewhere")],
         [PLAIN, COUNTED, replace(PLAIN, words=("Other.",), context="elsewhere", is_unused=True)]),
        ([Entry("a.gone", ("Gone.",)), Entry("a.blank", ("", ""))],
         [PLAIN, COUNTED, Entry("a.gone", ("Gone.",), is_unused=True)]),
    ],
)  # fmt: skip
def test_words_that_a_file_has_stay_and_those_of_nothing_go_to_its_end(before: list[Entry], after: list[Entry]) -> None:
    assert template_words._with_words_of([PLAIN, COUNTED], before) == after


ABOUT: dict[str, tuple[list[Entry], list[str]]] = {
    "all is worded": ([PLAIN, COUNTED, TEXT], [
        "f.po: one text has no words yet, and is said in English: workbook.toml start title: Start here"]),
    "nothing is there": ([], [
        "f.po: 3 texts have no words yet, and are said in English. The first: a.plain"]),
    "one is blank": ([replace(PLAIN, words=("",)), COUNTED, replace(TEXT, words=("Yma",))], [
        "f.po: one text has no words yet, and is said in English: a.plain"]),
    "what nothing says": ([PLAIN, COUNTED, replace(TEXT, words=("Yma",)), Entry("a.gone", ("Gone.",))], [
        "f.po: nothing says this any more: a.gone"]),
    "a plural is blank": ([PLAIN, replace(COUNTED, words=("{count} {sheet}", "")), replace(TEXT, words=("Yma",))], [
        "f.po: it needs words for every number, and the language has 2 forms: a.count"]),
    "a plural is lacking": ([PLAIN, replace(COUNTED, words=("{count} {sheet}",)), replace(TEXT, words=("Yma",))], [
        "f.po: it needs words for every number, and the language has 2 forms: a.count"]),
    "names": ([replace(PLAIN, words=("{b} {a}",)), replace(COUNTED, words=("un", "dau")),
               replace(TEXT, words=("Yma",))],
              ["f.po: nothing is called a here: a.plain", "f.po: nothing is called b here: a.plain",
               "f.po: path has no place in it: a.plain", "f.po: sheet has no place in it: a.count"]),
}  # fmt: skip


def test_each_fault_of_a_catalogue_is_told_in_a_line() -> None:
    for entries, lines in ABOUT.values():
        assert list(template_words._about("f.po", [PLAIN, COUNTED, TEXT], entries, 2)) == lines


def test_parts_of_a_text_of_a_template_are_those_in_the_text_itself() -> None:
    text = Entry("{name} is late", ("",), context="c")
    told = template_words._about("f.po", [text], [replace(text, words=("Hwyr",))], 1)
    assert list(told) == ["f.po: name has no place in it: c: {name} is late"]


@pytest.mark.parametrize(("length", "shown"), [(60, "x" * 60), (61, "x" * 59 + "…")])
def test_a_long_text_is_called_by_its_first_letters(length: int, shown: str) -> None:
    assert template_words._called(Entry("x" * length, ("",))) == shown
    assert template_words._called(Entry("x" * length, ("",), context="here")) == f"here: {shown}"


@pytest.mark.parametrize(
    ("known", "words"),
    [(None, ("", "", "", "", "", "")), (Entry("a.count", ("un", "dau"), "a.count"), ("un", "dau"))],
)
def test_a_blank_message_has_all_its_forms_and_says_the_english(known: Entry | None, words: tuple[str, ...]) -> None:
    blank = template_words._blank(replace(COUNTED, note=("rows",)), 6, known)
    english = ("en: {count} row of {sheet}", "en: {count} rows of {sheet}")
    assert blank == replace(COUNTED, words=words, note=("rows", *english))
    assert template_words._blank(PLAIN, 6, None).words == ("",)


def test_messages_of_a_language_are_all_those_of_english_with_what_ships_of_it() -> None:
    english, welsh, german = (template_words._messages("joined", language) for language in ("en", "cy", "de"))
    assert [entry.id for entry in english] == [entry.id for entry in welsh] == [entry.id for entry in german]
    assert all(all(entry.words) for entry in (*english, *welsh))
    assert {word for entry in german for word in entry.words} == {""}
    assert [entry.note[-1] for entry in german] == [f"en: {entry.words[-1]}" for entry in english]


@pytest.mark.parametrize(
    ("there", "tag", "name"),
    [
        ("", "cy-GB", "cy"), ("cy-GB", "cy-GB", "cy-GB"), ("cy-GB.po", "cy-GB", "cy-GB"), ("cy", "cy-GB", "cy"),
        ("", "en-GB", "en"), ("", "en-US", "en-US"), ("", "de-AT", "de"), ("", "en-AU", "en-AU"),
    ],
)  # fmt: skip
def test_files_are_called_by_the_language_unless_a_place_is_meant(
    there: str, tag: str, name: str, tmp_path: Path
) -> None:
    place = tmp_path / "words" / there
    (tmp_path / "words").mkdir()
    if there.endswith(".po"):
        place.touch()
    elif there:
        place.mkdir()
    assert template_words._name(tmp_path, tag) == name


ENTRIES = [
    Entry("a.plain", ("Mae\n{path}.",), note=("of a file",)),
    Entry("a.count", ("un", "dau", "dwy", "tri", "chwech", "llawer"), "a.count"),
    Entry("Start here", ("Yma",), context="workbook.toml start title"),
    Entry("blank", ("",)),
    Entry("a.gone", ("Wedi mynd.",), is_unused=True),
]


def test_a_catalogue_that_is_written_is_read_the_same_but_for_what_is_unused() -> None:
    content = po_files.written(ENTRIES, "cy", "Words for\ncy.")
    assert po_files.read(content, "f.po") == ENTRIES[:-1]
    assert content == po_files.written(ENTRIES, "cy", "Words for\ncy.")
    lines = content.decode().splitlines()
    assert lines[:2] == ["# Words for", "# cy."]
    assert '"POT-Creation-Date: 2026-01-01 00:00+0000\\n"' in lines
    assert '"PO-Revision-Date: 2026-01-01 00:00+0000\\n"' in lines
    assert [line for line in lines if line.startswith(("#~", "#,"))] == ['#~ msgid "a.gone"', '#~ msgstr "Wedi mynd."']
    assert max(map(len, po_files.written([Entry("x " * 90, ("",))], "cy", "").decode().splitlines())) > 180


def test_what_is_doubtful_or_blank_is_no_word_of_a_template() -> None:
    doubtful = b'#, fuzzy\nmsgctxt "c"\nmsgid "Doubt"\nmsgstr "Amau"\n'
    (entry,) = po_files.read(doubtful, "f.po")
    assert entry == Entry("Doubt", ("Amau",), context="c", in_doubt=True)
    sure = replace(entry, in_doubt=False)
    assert po_files.texts([entry, replace(sure, id="Blank", words=("",)), sure]) == {("c", "Doubt"): "Amau"}


@pytest.mark.parametrize("content", [b'msgid "a\n', b"what is this", b'msgid "a"\nmsgstr "\xff"\n'])
def test_a_catalogue_that_is_none_is_refused_by_its_name(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match=r"^f\.po: "):
        po_files.read(content, "f.po")
    (tmp_path / "f.po").write_bytes(content)
    with pytest.raises(TemplateError, match=r"words/f\.po"):
        template_words._read(tmp_path / "f.po")


@pytest.mark.parametrize(("tag", "forms"), [("en", 2), ("cy", 6), ("de-AT", 2), ("ja", 1), ("ar", 6), ("pl", 3)])
def test_a_language_has_as_many_forms_for_numbers_as_gettext_counts(tag: str, forms: int) -> None:
    assert po_files.plural_forms(tag) == forms
