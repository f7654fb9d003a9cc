"""Texts beside each other, respelt, counted and typed in other languages: each sign, ending and limit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from babel import Locale

from smreport.errors import InvalidValue
from smreport.words import ENGLISH, Words, catalogue, days, joining, locales, po_files, say, speaking, speaking_of
from smreport.words.language import first_month, words_of
from smreport.words.languages import (
    day_in_english,
    in_every_language,
    in_one,
    in_two_at_most,
    is_tag,
    languages,
    place_of,
    spoken_by,
)
from smreport.words.places import place, placed
from smreport.words.po_files import Entry
from smreport.words.reading import in_english, money_respelt, reads_of, with_reads

JOINED = {
    "sentences": (joining.sentences, "One. Two.; x"), "in_a_row": (joining.in_a_row, "One., Two.;, x"),
    "apart": (joining.apart, "One.; Two.;; x"), "beside": (joining.beside, "One. · Two.; · x"),
    "below": (joining.below, "One.\nTwo.;\nx"), "lines": (joining.lines, "One. / Two.; / x"),
}  # fmt: skip


@pytest.mark.parametrize("name", JOINED)
def test_texts_stand_beside_each_other_without_those_that_are_blank(name: str) -> None:
    joined, said = JOINED[name]
    assert joined(["One.", "", "Two.;", None, "x"]) == said
    assert [joined(texts) for texts in ([], [None, ""], ["One"], ["", "One"])] == ["", "", "One", "One"]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (joining.labelled("Owner", "Libraries"), "Owner: Libraries"), (joining.lead("Why"), "Why:"),
        (joining.titled("Exampleshire", "The plan"), "Exampleshire - The plan"), (joining.titled("", "Plan"), "Plan"),
        (joining.valued("Capital", "£10"), "Capital £10"), (joining.numbered(1, "Save."), "1. Save."),
        (joining.bracketed("Owner", "C7"), "Owner (C7)"), (joining.quoted("a"), "“a”"),
        (joining.all_quoted(["a", "b"]), "“a”, “b”"), (joining.closed(""), ""), (joining.closed("a"), "a."),
        (joining.closed("a."), "a."), (joining.closed("a:"), "a:"), (joining.unclosed("a..."), "a"),
        (joining.unclosed("a"), "a"), (joining.bare("a., ;"), "a"), (joining.bare(" a"), " a"),
        (joining.in_brief("a  b\n c", 5), "a b c"), (joining.in_brief("a  b\n cd", 5), "a b …"),
    ],
)  # fmt: skip
def test_signs_stand_around_texts_as_the_language_has_them(said: str, text: str) -> None:
    assert said == text


@pytest.mark.parametrize("length", range(6))
def test_a_text_is_shortened_to_so_many_letters_and_says_so(length: int) -> None:
    text = "abcdefgh"[:length]
    assert joining.shortened(text, 4) == (text if length <= 4 else f"{text[:3]}…")


@pytest.mark.parametrize("kind", ["apart", "beside"])
def test_what_was_put_together_comes_apart_again(kind: str) -> None:
    texts = ["a, b", "c", "d e"]
    assert joining.parted(kind, getattr(joining, kind)(texts)) == texts  # type: ignore[arg-type]
    assert joining.parted(kind, "alone") == ["alone"]  # type: ignore[arg-type]


def test_things_stand_in_the_places_of_parts() -> None:
    said = f"Page {place(1)} of {place(0)}"
    assert placed(said, [7, "x"]) == ["Page ", "x", " of ", 7]
    assert placed(place(10), list(range(11))) == [10]
    assert placed(f"{place(0)}{place(0)} end", ["a"]) == ["a", "a", " end"]
    assert placed("none", []) == ["none"]


@pytest.mark.parametrize("tag", ["en", "cy", "pl", "ar", "lt", "ja", "de-AT"])
def test_numbers_take_the_forms_that_the_cldr_has_for_them(tag: str, tmp_path: Path) -> None:
    forms = po_files.plural_forms(tag)
    entry = Entry("a.rows", tuple(f"{{count}} {'rows'[:1] * at}" for at in range(forms)), "a.rows")
    (tmp_path / "a.po").write_bytes(po_files.written([entry], tag, ""))
    words, rule = Words(tmp_path, tag=tag), Locale.parse(tag, sep="-").plural_form
    said: dict[str, set[str]] = {}
    for number in range(130):
        said.setdefault(rule(number), set()).add(words.say("a.rows", count=number).removeprefix(str(number)))
    assert {form: len(endings) for form, endings in said.items()} == dict.fromkeys(said, 1)
    assert len(set().union(*said.values())) == forms


@pytest.mark.parametrize(
    ("tag", "texts"),
    [("en-GB", ["999", "1,000", "-999", "-1,000", "1,234,567"]),
     ("de-DE", ["999", "1.000", "-999", "-1.000", "1.234.567"])],
)  # fmt: skip
def test_thousands_stand_apart_from_1000_on(tag: str, texts: list[str]) -> None:
    words = Words(ENGLISH.folder, tag=tag)
    assert [words._written(number) for number in (999, 1_000, -999, -1_000, 1_234_567)] == texts


@pytest.mark.parametrize(
    ("words", "respelt"),
    [
        ("Organise it", "Organize it"), ("organise", "organize"), ("ORGANISE", "ORGANIZE"), ("organises", "organises"),
        ("{organise} organise", "{organise} organize"), ("£5 a £", "$5 a $"), ("I", "Me"),
        ("re-organise.", "re-organize."),
    ],
)  # fmt: skip
def test_words_are_spelt_as_in_the_place_with_their_capitals(words: str, respelt: str) -> None:
    assert catalogue.respelt(words, {"organise": "organize", "£": "$", "i": "me"}) == respelt


@pytest.mark.parametrize(
    ("text", "tag", "written"),
    [
        ("by 17 September 2027.", "en-US", "by September 17, 2027."), ("1 May 2027", "en-US", "May 1, 2027"),
        ("17 September 2027", "en-AU", "17 September 2027"), ("17 September 2027", "cy-GB", "17 September 2027"),
        ("31 February 2027", "en-US", "31 February 2027"), ("31 December 2027", "en-US", "December 31, 2027"),
        ("September 2027", "en-US", "September 2027"), ("317 May 2027", "en-US", "317 May 2027"),
        ("1 May 2027 or 2 May 20278", "en-US", "May 1, 2027 or 2 May 20278"),
        ("17 September 2027", "en", "17 September 2027"),
    ],
)  # fmt: skip
def test_british_days_are_written_as_in_the_place(text: str, tag: str, written: str) -> None:
    assert days.in_place(text, tag) == written


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("a", "a."),
        ("a.", "a."),
        ("a!", "a!"),
        ("a?”", "a?”"),
        ("a…", "a…"),
        ("a, ", "a."),
        ("a;", "a."),
        ("a.)", "a.)."),
        ("", "."),
    ],
)
def test_a_part_at_the_end_of_a_sentence_closes_it_once(part: str, said: str) -> None:
    assert catalogue._closed(part) == said


def test_of_words_that_are_spelt_otherwise_whole_texts_come_first() -> None:
    words = Words(ENGLISH.folder, tag="en-US", respelt={"By 1 May 2027": "soon", "organise": "organize"})
    assert words.spelt("By 1 May 2027") == "soon"
    assert words.spelt("organise by 1 May 2027") == "organize by May 1, 2027"
    assert ENGLISH.spelt("organise by 1 May 2027") == "organise by 1 May 2027"


def test_what_is_said_of_a_workbook_and_at_the_terminal_are_two_languages() -> None:
    welsh = spoken_by("cy")
    with speaking_of(welsh):
        here = [say("joined.quoted", text="a"), say("findings.level.gap"), say("terminal.wrote", path="x")]
        assert catalogue.both_spoken() == (welsh, ENGLISH)
        assert here[1:] == [welsh.say("findings.level.gap"), "Wrote x"]
        assert catalogue.at_the_terminal(here[1]) == ENGLISH.say("findings.level.gap") != here[1]
        with catalogue.speaking_as_the_terminal():
            assert say("findings.level.gap") == ENGLISH.say("findings.level.gap")
        assert say("findings.level.gap") == here[1]
    assert catalogue.both_spoken() == (ENGLISH, ENGLISH)
    with speaking(welsh):
        assert catalogue.both_spoken() == (welsh, welsh)
    assert catalogue.in_words("typed", welsh) == "typed"


# --- languages ---


@pytest.mark.parametrize(
    ("tag", "written"),
    [("cy", "cy-GB"), ("EN", "en-GB"), ("de", "de"), ("en_us", "en-US"), ("zh-hans-cn", "zh-Hans-CN"),
     ("es-419", "es-419"),
     ("CY-gb", "cy-GB"), ("gsw", "gsw")],
)  # fmt: skip
def test_a_tag_is_written_with_its_place(tag: str, written: str) -> None:
    assert place_of(tag) == written
    assert is_tag(written)


@pytest.mark.parametrize("tag", ["", "english", "e", "en-", "en-g", "en-GB-x", "en-1", "en-4190", "de-Latn1"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    with pytest.raises(InvalidValue, match="is no language"):
        place_of(tag)
    assert not is_tag(tag)


def test_papers_are_in_one_language_and_forms_in_two_at_most() -> None:
    assert [in_one(tags) for tags in ("", "cy")] == ["", "cy"]
    assert [in_two_at_most(tags) for tags in ("", "cy", "en+cy")] == ["", "cy", "en+cy"]
    with pytest.raises(InvalidValue, match=r"en\+cy\+de.*--language en\b.*--language cy, --language de"):
        in_one("en+cy+de")
    with pytest.raises(InvalidValue, match=r"en\+cy\+de"):
        in_two_at_most("en+cy+de")


def test_a_language_asks_its_own_folders_first_and_english_last(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours / "cy", theirs / "cy-GB", theirs / "en", theirs / "notes"):
        folder.mkdir(parents=True)
    (theirs / "cy-GB" / "spelling.csv").write_text("organise,trefnu\nboth,theirs\n", encoding="utf-8")
    (ours / "cy" / "spelling.csv").write_text("both,ours\n", encoding="utf-8")
    words: Words | None = spoken_by("cy", [ours, theirs])
    shipped = ENGLISH.folder.parent
    assert words is not None
    assert words.respelt == {"organise": "trefnu", "both": "theirs"}
    chain = []
    while words is not None:
        chain.append((words.folder, words.tag))
        words = words.others
    assert chain == [(folder, "cy-GB") for folder in (
        theirs / "cy-GB", ours / "cy", shipped / "cy", theirs / "en", shipped / "en")]  # fmt: skip
    assert languages([ours, theirs, tmp_path / "gone"]) == ["cy", "cy-GB", "en"]
    assert spoken_by("en") is ENGLISH
    with pytest.raises(InvalidValue, match=r"no words in the language de-AT, but in cy, cy-GB, en, en-US"):
        spoken_by("de-AT", [ours, theirs])


def test_a_file_is_known_by_its_name_in_each_language() -> None:
    names = in_every_language(lambda: say("terminal.file.register"))
    assert "register" in names
    assert names == {spoken_by(tag).say("terminal.file.register") for tag in languages()}


@pytest.mark.parametrize(
    ("typed", "english"),
    [("3 Mai 2027", "3 May 2027"), ("3 May 2027", "3 May 2027"), ("Tachwedd", "November"), ("soon", "soon")],
)
def test_a_day_is_read_in_any_language_that_is_spoken(typed: str, english: str) -> None:
    assert day_in_english(typed) == english


def test_what_people_write_elsewhere_is_read_as_english_has_it() -> None:
    german = Words(ENGLISH.folder, tag="de-DE", reads=reads_of([], "de-DE"))
    with speaking_of(german):
        assert in_english("am 3. März 2027, 40 €") == "am 3. March 2027, 40 £"
        assert in_english("Märzen 5 EUR, £5, 6 Euro") == "Märzen 5 gbp, €5, 6 pounds"
    assert in_english("3. März") == "3. März"
    assert reads_of([], "en-GB") == {}
    both = with_reads(german, Words(ENGLISH.folder, reads={"mawrth": "March", "märz": "?"}))
    assert (both.reads["mawrth"], both.reads["märz"], both.tag) == ("March", "March", "de-DE")


@pytest.mark.parametrize(
    ("tag", "respelt"),
    [
        ("en-GB", {}), ("cy-GB", {}), ("en-US", {"£": "$", "pound": "US dollar", "pounds": "US dollars"}),
        ("en-IE", {"£": "€", "pound": "euro", "pounds": "euros"}),
    ],
)  # fmt: skip
def test_money_is_called_as_in_the_place(tag: str, respelt: dict[str, str]) -> None:
    assert money_respelt(tag) == respelt


def test_lists_of_words_are_those_of_the_language_and_never_english_ones(tmp_path: Path) -> None:
    (tmp_path / "small_words.txt").write_text("der  die\ndas", encoding="utf-8")
    german = Words(tmp_path, ENGLISH, "de-DE")
    english = words_of("small_words")
    assert len(english) > 3
    with speaking_of(german):
        assert (words_of("small_words"), words_of("gone")) == (("der", "die", "das"), ())
    with speaking_of(Words(tmp_path / "gone", ENGLISH, "de-DE")):
        assert words_of("small_words") == ()
    with speaking_of(Words(tmp_path / "gone", ENGLISH, "en-AU")):
        assert words_of("small_words") == english


def test_a_financial_year_begins_as_in_the_place_else_as_in_britain(tmp_path: Path) -> None:
    (tmp_path / "financial_year.txt").write_text("# of the law\n10\n", encoding="utf-8")
    assert first_month() == 4
    with speaking_of(Words(tmp_path, ENGLISH, "de-DE")):
        assert first_month() == 10
    for others in (ENGLISH, None):
        with speaking_of(Words(tmp_path / "gone", others, "de-DE")):
            assert first_month() == 4


# --- figures ---


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (locales.number(1234.5), "1,234"), (locales.number(1234.5, grouped=False), "1234"),
        (locales.number(1234.56, 1), "1,234.6"), (locales.number(1.10, 2), "1.1"), (locales.number(1, 2), "1"),
        (locales.percent(0.1234), "12%"), (locales.percent(0.1, 1), "10%"), (locales.money(1.5), "£2"),
        (locales.money(-1.5, 2), "-£1.50"), (locales.figure(float("inf")), "inf"), (locales.figure(12), "12"),
        (locales.month_name(date(2027, 12, 1)), "December"), 
        (locales.currency_of("en"), "GBP"), (locales.sign_of("en-US"), "$"),
    ],
)  # fmt: skip
def test_figures_have_the_decimals_that_are_asked_for(said: str, text: str) -> None:
    assert said == text


@pytest.mark.parametrize(
    ("tag", "month_first", "excel"), [("en-GB", False, 9), ("en-US", True, 1), ("hu-HU", True, 9), ("fr-CA", True, 1)]
)
def test_days_and_pages_follow_the_place(tag: str, month_first: bool, excel: int) -> None:
    assert locales.month_comes_first(tag) is month_first
    with speaking_of(Words(ENGLISH.folder, tag=tag)):
        assert locales.paper_in_excel() == excel
