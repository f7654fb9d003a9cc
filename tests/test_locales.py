"""Figures, money, dates and lists by language and place, against what the council style guides and CLDR print."""

from __future__ import annotations

import re
from datetime import date

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as some

from smreport.blueprint.columns import Date
from smreport.words import ENGLISH, Words, locales, speaking
from smreport.words.languages import languages, spoken_by

DAY = date(2027, 11, 3)


def spoken_in(tag: str) -> Words:
    return Words(ENGLISH.folder, tag=tag)


class TestBritish:
    def test_numbers_have_commas_and_no_needless_decimals(self) -> None:
        assert [locales.number(value, 2) for value in (0, 12.5, 1234567.891, -3, 0.005, 2.675)] == [
            "0", "12.5", "1,234,567.89", "-3", "0.01", "2.67"
        ]  # fmt: skip
        assert locales.number(12.5, 2, keep_zeros=True) == "12.50"

    def test_money_is_in_pounds_and_pence_only_where_asked(self) -> None:
        assert (locales.money(350_000), locales.money(9.5, 2), locales.currency(), locales.currency_sign()) == (
            "£350,000", "£9.50", "GBP", "£"
        )  # fmt: skip

    @pytest.mark.parametrize("digits", [6, 10, 15])
    @given(value=some.floats(allow_nan=False))
    def test_figures_have_as_many_digits_as_asked(self, digits: int, value: float) -> None:
        """As Python spells them, very large and small ones too."""
        assert locales.figure(value, digits) == f"{value:,.{digits}g}"

    @given(value=some.floats(-1e306, 1e306, allow_nan=False), places=some.integers(0, 3))
    def test_nothing_is_too_large(self, value: float, places: int) -> None:
        spelled, positive = f"{value:,.{places}f}", f"{abs(value):,.{places}f}"
        assert locales.number(value, places, keep_zeros=True) == spelled
        assert locales.money(abs(value), places) == f"£{positive}"
        assert locales.percent(value, places, keep_zeros=True) == f"{100 * value:,.{places}f}%"

    @pytest.mark.parametrize(("share", "shown"), [(0.1, "10.0%"), (0.035, "3.5%"), (0.0, "0.0%"), (12.5, "1,250.0%")])
    def test_percentages_keep_zeros_where_it_is_said(self, share: float, shown: str) -> None:
        assert locales.percent(share, 1, keep_zeros=True) == shown

    def test_percentages_and_dates(self) -> None:
        assert [locales.percent(fraction, 2) for fraction in (0.035, 0.5, 0.1234)] == ["3.5%", "50%", "12.34%"]
        assert (locales.day(DAY), locales.month(DAY), locales.month_name(DAY)) == (
            "3 November 2027", "November 2027", "November"
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("names", "together", "one_of"),
        [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a and b", "a or b"), (list("abc"), "a, b and c", "a, b or c")],
    )
    def test_lists(self, names: list[str], together: str, one_of: str) -> None:
        assert (locales.listed(names), locales.either(names)) == (together, one_of)


@pytest.mark.parametrize(
    ("tag", "money", "day", "names", "number"),
    [
        ("en-US", "$1,234", "November 3, 2027", "a, b, and c", "1,234.5"),
        ("cy-GB", "£1,234", "3 Tachwedd 2027", "a, b, a c", "1,234.5"),
        ("de-DE", "1.234\xa0€", "3. November 2027", "a, b und c", "1.234,5"),
        ("fr-FR", "1\u202f234\xa0€", "3 novembre 2027", "a, b et c", "1\u202f234,5"),
    ],
)
def test_other_places_write_them_otherwise(tag: str, money: str, day: str, names: str, number: str) -> None:
    with speaking(spoken_in(tag)):
        assert (locales.money(1234), locales.day(DAY), locales.listed("abc"), locales.number(1234.5, 1)) == (
            money, day, names, number
        )  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "paper", "money", "day", "month"),
    [
        ("en-GB", "a4", "£#,##0.00", "d mmm yyyy", "mmm yyyy"),
        ("en-US", "letter", "$#,##0.00", "mmm d, yyyy", "mmm yyyy"),
        ("en-CA", "letter", "$#,##0.00", "mmm d, yyyy", "mmm yyyy"),
        ("de-DE", "a4", "#,##0.00 €", "d. mmm yyyy", "mmm yyyy"),
        ("fr-CA", "letter", "#,##0.00 $", "d mmm yyyy", "mmm yyyy"),
        ("pl-PL", "a4", '#,##0.00 "zł"', "d mmm yyyy", "mmm yyyy"),
        ("pt-BR", "a4", '"R$" #,##0.00', 'd "de" mmm "de" yyyy', 'mmm "de" yyyy'),
        ("hu-HU", "a4", '#,##0.00 "Ft"', "yyyy. mmm d.", "yyyy. mmm"),
        ("ja-JP", "a4", '"￥"#,##0.00', 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"'),
    ],
)
def test_cells_and_pages_are_those_of_the_place(tag: str, paper: str, money: str, day: str, month: str) -> None:
    with speaking(spoken_in(tag)):
        assert (locales.paper(), locales.money_in_excel()) == (paper, money)
        assert (locales.day_in_excel(), locales.month_in_excel()) == (day, month)


@pytest.mark.parametrize(
    ("tag", "text", "figures"),
    [
        ("en-GB", "On 3 May 2027 some 1,234.5 people paid £40,000 (12 % or 3 per cent).",
         ["3 May 2027", "1,234.5", "£40,000", "12 %", "3 per cent"]),
        ("en-US", "On May 3, 2027 they paid $40,000.", ["May 3, 2027", "$40,000"]),
        ("de-DE", "Am 3. Mai 2027: 1.234,5 Leute, 40.000 € (12 %).", ["3. Mai 2027", "1.234,5", "40.000 €", "12 %"]),
        ("fr-FR", "Le 3 mai 2027, 40\u202f000 € et 12 %.", ["3 mai 2027", "40\u202f000 €", "12 %"]),
    ],
)  # fmt: skip
def test_figures_are_found_in_a_text_as_the_language_writes_them(tag: str, text: str, figures: list[str]) -> None:
    with speaking(spoken_in(tag)):
        assert re.findall(locales.figure_pattern(), text) == figures


def test_every_place_has_its_cells_and_figures() -> None:
    """Languages of all places that Babel knows: what Excel is told holds its own codes only."""
    tags = [name.replace("_", "-") for name in locale_identifiers() if name.count("_") == 1 and len(name) <= 6]
    assert len(tags) > 300
    for tag in tags:
        with speaking(spoken_in(tag)):
            bare = [re.sub('"[^"]*"', "", code) for code in (locales.day_in_excel(), locales.month_in_excel())]
            assert [code for code in bare if not re.fullmatch("[ymd ./,-]+", code)] == [], tag
            assert re.fullmatch(r"[^\w]*#,##0\.00[^\w]*", re.sub('"[^"]*"', "", locales.money_in_excel())), tag
            assert locales.paper() in ("a4", "letter")
            re.compile(locales.figure_pattern())


@pytest.mark.parametrize("tag", ["en-GB", "en-US", "cy-GB", "de-DE", "fr-FR", "pl-PL", "hu-HU"])
def test_what_the_language_writes_is_found_as_one_figure(tag: str) -> None:
    with speaking(spoken_in(tag)):
        for figure in (
            locales.day(DAY),
            locales.money(1_234_567),
            locales.number(1_234.5, 1),
            locales.percent(0.035, 1),
        ):
            assert re.findall(locales.figure_pattern(), f"x {figure} y") == [figure]


@pytest.mark.parametrize("tag", [tag for tag in languages() if not tag.startswith("en")])
def test_the_months_of_every_language_are_read_as_such(tag: str) -> None:
    """Even where a season has the name of a month, as autumn has in Welsh."""
    for month in range(1, 13):
        day = date(2027, month, 3)
        with speaking(spoken_by(tag)):
            said = locales.day(day), f"{locales.month_name(day)} 2027"
            firsts = [Date().parse(text).first for text in said]
        assert firsts == [day, day.replace(day=1)], said


@pytest.mark.parametrize(
    ("last", "said"),
    [("Priffyrdd", "Maes a"), ("Amcanion", "Maes ac"), ("Ŵyl", "Maes ac"), ("“Ysgol”", "Maes ac"), ("8", "Maes ac")],
)
def test_and_goes_by_the_letter_that_follows_in_welsh(last: str, said: str) -> None:
    with speaking(spoken_in("cy")):
        assert locales.listed(["Maes", last]) == f"{said} {last}"


def test_quarters_are_read_in_welsh() -> None:
    with speaking(spoken_by("cy")):
        assert {Date().parse(text).first for text in ("Ch2 2027/28", "ch2 2027/28", "Chwarter 2 2027/28")} == {
            date(2027, 7, 1)
        }
