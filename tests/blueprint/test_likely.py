"""When two words, or two names, may be meant for the same: against difflib, edit distances, and tables of limits."""

from __future__ import annotations

from difflib import SequenceMatcher

from blueprint.form_names import CHOICES, KNOWN, read_again
from blueprint.form_text import assert_read_again
from hypothesis import example, given
from hypothesis import strategies as st

from smreport.blueprint.likely import (
    ByLetters,
    ByWords,
    folded,
    in_one_word,
    is_misspelt,
    marks_of,
    may_be_misspelt,
    stem,
    without_ado,
    without_unit,
    words_of,
)
from smreport.blueprint.naming import InWords, Kept, Meant, agreed, as_first_typed, joined, meant


def test_texts_are_taken_for_names_and_choices_as_they_were() -> None:
    assert_read_again("names", read_again)


# --- a letter wrong ---


def distance(word: str, other: str) -> int:
    """How many letters have to be put in, taken out, changed, or swapped with the next (Damerau 1964)."""
    rows = [[*range(len(other) + 1)]]
    for i in range(1, len(word) + 1):
        rows.append([i])
        for j in range(1, len(other) + 1):
            ways = [rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (word[i - 1] != other[j - 1])]
            if i > 1 and j > 1 and word[i - 2 : i] == other[j - 2 : j][::-1]:
                ways.append(rows[i - 2][j - 2] + 1)
            rows[i].append(min(ways))
    return rows[-1][-1]


def edits(word: str) -> set[str]:
    """All words that are made of one in one step, or in one of two steps."""
    cuts = range(len(word) + 1)
    made = {word[:at] + new + word[at + gone :] for at in cuts for gone in (0, 1) for new in ("", "z", "ab", word[0])}
    return made | {word[:at] + word[at : at + size][::-1] + word[at + size :] for at in cuts for size in (2, 3)}


def test_a_slip_is_one_letter_of_five_but_the_first() -> None:
    for word in ("abcd", "abcde", "abcdef", "aabba"):
        others = sorted(edits(word) | {"".join(made) for made in edits(word[::-1])})
        slips = [other for other in others if is_misspelt((word,), (other,))]
        assert slips == [
            other
            for other in others
            if min(len(word), len(other)) >= 5 and word[0] == other[0] and distance(word, other) == 1
        ]
        assert [other for other in others if is_misspelt((other,), (word,))] == slips


def test_one_word_of_a_name_may_have_a_slip_and_none_may_be_another() -> None:
    name = ("online", "payment", "form")
    misspelt = {
        ("online", "payment", "form"): False, ("onlime", "payment", "form"): True, ("online", "paymnet", "form"): True,
        ("onlime", "paymnet", "form"): False, ("online", "payment", "fprm"): False, ("online", "payment"): False,
        ("online", "payments", "form"): True, ("payment", "online", "form"): False,
    }  # fmt: skip
    assert {typed: is_misspelt(typed, name) for typed in misspelt} == misspelt
    may_be = {
        ("online", "payment", "form"): True, ("the", "online", "payment", "form"): True, ("online", "payment"): True,
        ("onlime", "paymnet", "form"): True, ("offline", "payment", "form"): True, ("online", "payee", "form"): False,
        ("online", "payment", "farm"): True, ("online", "payment", "fare"): False, ("a", "b", "c", "d"): True,
    }  # fmt: skip
    assert {typed: may_be_misspelt(typed, name) for typed in may_be} == may_be


# --- texts by their letters ---

LETTERS = st.text("abcab ", min_size=0, max_size=9)


@given(st.lists(LETTERS, max_size=8), LETTERS, st.sampled_from([0.0, 0.5, 0.6, 0.85, 1.0]))
@example(["ab", "abc", "abcd"], "abcd", 0.6)
@example(["ba", "ab"], "ab", 0.5)
def test_the_closest_texts_are_those_of_difflib(texts: list[str], said: str, cutoff: float) -> None:
    ratios = {text: SequenceMatcher(None, text, said).ratio() for text in texts if text}
    best = max((ratio for ratio in ratios.values() if ratio >= cutoff), default=None)
    known = ByLetters(dict.fromkeys(texts))
    for _ in range(2):  # the letters of a text are counted once
        assert sorted(known.closest(said, cutoff)) == sorted(text for text in ratios if ratios[text] == best)
        short = {text: ratio for text, ratio in ratios.items() if len(text) < 4 and ratio >= cutoff}
        best_short = sorted(text for text in short if short[text] == max(short.values()))
        assert sorted(known.closest(said, cutoff, lambda text: len(text) < 4)) == best_short


# --- words ---


def test_words_are_known_by_their_stems() -> None:
    stems = {
        "children": "child", "childrens": "child", "child": "child", "libraries": "library", "ties": "tie",
        "skies": "sky", "passes": "pass", "boxes": "box", "axes": "axe", "xes": "xes", "taxes": "tax",
        "benches": "bench",
        "dishes": "dish", "ches": "che", "gas": "gas", "gass": "gass", "bus": "bus", "buses": "bus", "parks": "park",
        "press": "press", "fees": "fee", "fee": "fee", "code": "cod", "tree": "tre", "trees": "tre", "is": "is",
        "use": "use", "uses": "use", "service": "servic", "services": "servic", "": "",
    }  # fmt: skip
    assert {word: stem(word) for word in stems} == stems


def test_words_of_texts_have_no_case_accents_signs_or_order() -> None:
    words = {
        "The Café & Bar's": (("the", "caf", "and", "bar"), ("bar", "caf")), "": ((), ()),
        "A_B-c/d": (("a", "b", "c", "d"), ("a", "b", "c", "d")), "the and": (("the", "and"), ("the", "and")),
        "zeta alpha": (("zeta", "alpha"), ("alpha", "zeta")), "Ｆｕｌｌ": (("full",), ("full",)),
    }  # fmt: skip
    assert {text: (words_of(text), folded(text)) for text in words} == words


def test_a_name_in_one_word_leaves_out_fillers_but_not_all() -> None:
    fillers = ("the", "page", "a")
    in_one = {
        "You Tube": "youtub", "the YouTube page": "youtub", "Pages": "pag", "the page": "thepag", "": "",
        "News letters": "newletter", "a": "a",
    }  # fmt: skip
    assert {text: in_one_word(text, fillers) for text in in_one} == in_one
    assert in_one_word("the page") == "thepag"


def test_what_people_put_around_a_name_is_left_out() -> None:
    bare = {
        "1. Libraries": "Libraries", "12) Libraries": "Libraries", "(a) Libraries": "Libraries",
        "# Libraries": "Libraries",
        "123. Libraries": "123. Libraries", "1.Libraries": "1.Libraries", "ab. Libraries": "ab. Libraries",
        "Libraries (tbc)": "Libraries", "Libraries - TBA": "Libraries", "Libraries, to be agreed.": "Libraries",
        "Libraries etc.": "Libraries", "tbc": "tbc", " Libraries [provisional] ": "Libraries",
        "Libraries tbd": "Libraries",
    }  # fmt: skip
    assert {text: without_ado(text) for text in bare} == bare


def test_a_unit_is_left_out_and_marks_are_letters_and_figures() -> None:
    units = {("highway", "team"): ("highway",), ("team",): ("team",), ("team", "highway"): ("team", "highway"), (): ()}
    assert {words: without_unit(words) for words in units} == units
    assert marks_of(("phase", "b", "2", "x1", "a", "at")) == ("2", "a", "b", "x1")


def test_a_text_is_likely_a_name_that_it_shortens_word_by_word() -> None:
    names = (
        "adult social care", "assistant director roads", "phase 1 rollout", "phase 2 rollout", "team of the city",
        "one two three four", "one two three four five", "library",
    )  # fmt: skip
    known = ByWords((tuple(name.split()), name) for name in names)
    likely = {
        "adult social care": ["adult social care"], "adu soc car": ["adult social care"], "ad social care": [],
        "adult care social": [], "adults social care": ["adult social care"], "adult social": ["adult social care"],
        "adult": [], "asst director roads": ["assistant director roads"], "asst dir rds": [],
        "asst dir roa": ["assistant director roads"],
        "at director roads": [], "assistat director roads": ["assistant director roads"],
        "phase 1 roll": ["phase 1 rollout"], "phase 1": ["phase 1 rollout"], "1 phase": [], "phase 3": [],
        "team city": ["team of the city"], "team in the cit": ["team of the city"], "one two": ["one two three four"],
        "one two three": ["one two three four", "one two three four five"], "one": [], "librry": ["library"],
        "lib": ["library"], "lbrary": ["library"], "lbry": [], "of the": [], "": [],
    }  # fmt: skip
    assert {typed: sorted({*known.likely(tuple(typed.split()))}) for typed in likely} == likely


# --- what was typed is kept ---


def test_what_was_typed_is_kept_beside_a_name() -> None:
    one, same, more = (
        Meant("Café", "cafe bar", ("the café",)),
        Meant("Café", "CAFÉ"),
        joined("Café", Meant("Café", "bar")),
    )
    assert (one.in_cell, one.other_words, same.other_words) == ("cafe bar", ("cafe bar", "the café"), ())
    assert isinstance(more, Meant)
    assert (more.typed, more.others, more.other_words) == ("Café", ("bar",), ("bar",))
    assert joined("Café", "Café") == "Café"
    assert not isinstance(joined("Café", "Café"), Meant)
    assert (meant("Café", " CAFÉ "), type(meant("Café", " CAFÉ ")), type(meant("Café", "cafe"))) == ("Café", str, Meant)
    kept = Kept("Done", "complete")
    assert (kept.in_cell, kept.other_words, kept.says_more, InWords("Done", "done!").says_more) == (
        "Done",
        (),
        True,
        False,
    )


def test_what_stood_in_a_cell_comes_back() -> None:
    several = (Meant("Café", "the café", ("bar",)), "Housing", Meant("Web", "bar"))
    assert as_first_typed(several) == ("the café", "bar", "Housing")
    assert [as_first_typed(value) for value in (Meant("Café", "bar"), "Café", None, 3.0)] == ["bar", "Café", None, 3.0]


def test_names_that_say_the_same_are_spelt_as_most_are_or_best() -> None:
    most = agreed({"web team": 3, "Web Team": 2, "Team Web": 1, "?": 1, "Café": 1})
    assert most == {"web team": "web team", "Web Team": "web team", "Team Web": "web team", "?": "?", "Café": "Café"}
    ties = [["web team", "Web team"], ["WEB TEAM", "Web team"], ["Web  team", "Web team"], ["Web team", "Web Team"]]
    assert [set(agreed(dict.fromkeys(names, 2)).values()) for names in ties] == [{"Web team"}] * 4


def test_blanks_and_what_was_understood_stay_as_they_are() -> None:
    once = Meant("Café", "the café")
    assert KNOWN.understood(None) is None
    assert KNOWN.understood(once) is once
    assert KNOWN.understood((once, "Café", "cafes")) == ("Café",)
    assert CHOICES.understood(once) is once
    assert KNOWN.understood(()) is None
