"""Which of some names, or choices, a typed text means, where only one can be meant; what was typed is kept.

Letter case, accents, apostrophes, punctuation, "&" and "and", plurals and the order of words make no difference. A
name may stand without its later parts ("Libraries" for "Libraries (Service)") where only one row has it, in its
initials, or with other spaces; shortened, or with a slip of one letter, where only one row is likely (see ``likely``).
This is the one place that says when two names are the same: the rule for similar names, and names that differ between
returns, count on it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from itertools import chain

from smreport.blueprint.likely import (
    LITTLE_WORDS,
    ByLetters,
    ByWords,
    Words,
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
from smreport.blueprint.no_answers import means_all, names_nothing, says_nothing
from smreport.blueprint.values import normalised, single_spaced


class Meant(str):
    """A name or a choice that stood there in other words, which are kept in ``typed``.

    others  what else stood there for the same name, where a cell names several
    """

    typed: str
    others: tuple[str, ...]

    def __new__(cls, name: str, typed: str, others: tuple[str, ...] = ()) -> Meant:
        value = super().__new__(cls, name)
        value.typed, value.others = typed, others
        return value

    def __getnewargs__(self) -> tuple[str, str, tuple[str, ...]]:  # type: ignore[override]
        """What a copy is made from, as in another process."""
        return str(self), self.typed, self.others

    @property
    def in_cell(self) -> str:
        """What stands in the cell."""
        return self.typed

    @property
    def other_words(self) -> tuple[str, ...]:
        """All that was typed, but for what comparisons never tell from the name, such as a curly apostrophe."""
        return tuple(words for words in (self.typed, *self.others) if normalised(words) != normalised(str(self)))


class InWords(Meant):
    """A choice that stood there in other words, which may say more than it: documents print them, too."""

    @property
    def says_more(self) -> bool:
        """Whether other words stood there than those of the choice."""
        return folded(self.typed) != folded(str(self))


class Kept(InWords):
    """A listed choice beside which a note keeps the words that stood in the cell before."""

    @property
    def in_cell(self) -> str:
        return str(self)

    @property
    def other_words(self) -> tuple[str, ...]:
        return ()


def meant(name: str, typed: str) -> str:
    """The name, with what was typed where Excel would not take the two for the same."""
    return name if in_excel(name) == in_excel(typed) else Meant(name, typed)


def in_excel(text: str) -> str:
    """A text as the formulas of the sheets compare it."""
    return single_spaced(text).lower()


def as_first_typed(value: object) -> object:
    """What stood in the cell before it was understood: the words of a name or choice, those of several."""
    if isinstance(value, tuple):
        every = ((part.typed, *part.others) if isinstance(part, Meant) else (str(part),) for part in value)
        return tuple(dict.fromkeys(chain.from_iterable(every)))
    return value.in_cell if isinstance(value, Meant) else value


_BETWEEN_NAMES = re.compile(r"\s*[&+/,;|•]\s*|\s+(?:and|plus)\s+", re.IGNORECASE)
_MOST_GAPS_IN_NAME = 4  # such as "and", which may also stand between names
_ALIKE = 0.5  # the share of letters of a text in the same order that makes a look at its words worth while
_BEFORE_NAME = re.compile(r"^[\s•·*-]*(?:\(?\d{1,2}[.)]\s+)?")


def _nearest(typed: str, names: Mapping[str, str], ways: ByLetters) -> str:
    """The name behind the spelling that is most like a text, "" where none is near or two are as near."""
    as_near = {names[way] for way in ways.closest(normalised(typed), cutoff=0.6)}
    return as_near.pop() if len(as_near) == 1 else ""


class Names:
    """Names that a cell may hold, and what else only one of them is called.

    spelling  the names, from any spelling that comparisons take for the same
    shorter   by what a name is called without its later parts, the names
    for_all   the one of them that stands for all, "" where there is none
    left_out  names that no text means, which may become others from one question to the next
    """

    def __init__(
        self,
        names: Iterable[str],
        shorter: Iterable[tuple[str, str]] = (),
        for_all: str = "",
        left_out: Collection[str] = (),
    ) -> None:
        self.spelling = {normalised(name): name for name in sorted(names, reverse=True)}
        self._also, self._for_all, self._left_out = tuple(shorter), for_all, left_out

    @cached_property
    def in_excel(self) -> frozenset[str]:
        """The names as the formulas of the sheets compare them."""
        return frozenset(map(in_excel, self.spelling.values()))

    @cached_property
    def _folded(self) -> Mapping[Words, tuple[str, ...]]:
        return _by_words((name, name) for name in self.spelling.values())

    @cached_property
    def _shorter(self) -> Mapping[Words, tuple[str, ...]]:
        return _by_words(self._called)

    def meant_by(self, typed: str) -> tuple[str, ...]:
        """The names that a text can mean: none, the one that it plainly means, or several."""
        exact = self.spelling.get(normalised(typed))
        if exact is not None and exact not in self._left_out:
            return (exact,)
        words = folded(typed)
        if not words:
            return ()
        for_all = (self._for_all,) if self._for_all and means_all(typed) else ()
        return self._plainly(typed, words) or for_all or self._likely(typed)

    def _but_left_out(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if name not in self._left_out)

    def _plainly(self, typed: str, words: Words) -> tuple[str, ...]:
        """The names that are called so."""
        meant_of = self._but_left_out
        return (
            meant_of(self._folded.get(words, ()))
            or meant_of(self._shorter.get(words, ()))
            or meant_of(self._initials.get(typed.strip(" ."), ()))
            or meant_of(self._in_one_word.get(in_one_word(typed), ()))
        )

    def _likely(self, typed: str) -> tuple[str, ...]:
        """The names that are likely meant: with words around them, shortened, or with a slip of a letter."""
        bare = without_ado(typed)
        outside, _, inside = bare.rstrip(" )").rpartition("(")
        if outside and self.meant_by(outside) == self.meant_by(inside) != ():  # "Adult social care (ASC)"
            return self.meant_by(outside)
        whole = words_of(bare)
        words = without_unit(whole)
        plain = self._plainly(bare, folded(" ".join(words))) if words else ()
        pieces = self._pieces.get(words, ()) if len(words) == 1 else ()
        likely = chain.from_iterable(map(self._by_words.likely, {words, whole}))
        return plain or tuple(sorted({*self._but_left_out(chain(pieces, likely))}))

    @cached_property
    def _pieces(self) -> Mapping[Words, tuple[str, ...]]:
        """By what stands before or behind an "and" in them, the names: "Waste" for "Waste & recycling"."""
        parts = ((re.split(r",|&|\band\b", called, flags=re.IGNORECASE), name) for called, name in self._called)
        return _by_words((piece, name) for pieces, name in parts if len(pieces) > 1 for piece in pieces)

    @cached_property
    def _by_words(self) -> ByWords:
        return ByWords((words_of(called), name) for called, name in self._called_or_whole)

    @cached_property
    def _with_word(self) -> Mapping[str, set[int]]:
        """By a word, where it stands in what the names are called."""
        with_word: dict[str, set[int]] = defaultdict(set)
        for at, (called, _) in enumerate(self._called_or_whole):
            for word in words_of(called):
                with_word[word].add(at)
        return with_word

    @cached_property
    def _by_letters(self) -> ByLetters:
        return ByLetters(self.spelling)

    @cached_property
    def _by_marks(self) -> Mapping[tuple[str, ...], ByLetters]:
        """The spellings by their words of one letter, and those with figures."""
        alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name in self.spelling:
            alike[marks_of(words_of(name))].append(name)
        return {numbers: ByLetters(names) for numbers, names in alike.items()}

    @cached_property
    def _in_one_word(self) -> Mapping[str, tuple[str, ...]]:
        """The names by their words in one."""
        by_word: dict[str, dict[str, None]] = defaultdict(dict)
        for called, name in self._called_or_whole:
            by_word[in_one_word(called)][name] = None
        return {word: tuple(sorted(names)) for word, names in by_word.items()}

    @cached_property
    def _called_or_whole(self) -> tuple[tuple[str, str], ...]:
        """What each name is called, itself among it, and the name."""
        return (*self._called, *((name, name) for name in self.spelling.values()))

    @cached_property
    def _initials(self) -> Mapping[str, tuple[str, ...]]:
        """By its initials in capitals, three or more of them, the names."""
        by_initials: dict[str, dict[str, None]] = defaultdict(dict)
        for called, name in self._called:
            every = re.findall(r"[^\W\d_]+", re.sub("['’]", "", called))
            every = [word for word in every if word.lower() not in LITTLE_WORDS]
            for words in (every, [word for word in every if word.lower() not in ("of", "for")]):
                if len(words) > 2:
                    by_initials["".join(word[0].upper() for word in words)][name] = None
        return {letters: tuple(sorted(names)) for letters, names in by_initials.items()}

    @cached_property
    def _called(self) -> tuple[tuple[str, str], ...]:
        """What each name is called, without what stands in brackets behind it, one pair or all, and the name."""
        names = self.spelling.values()
        bare = ((re.sub(rf"(?:\s*\([^()]*\)){pairs}\s*$", "", name), name) for pairs in ("", "+") for name in names)
        return (*self._also, *dict.fromkeys(bare))

    def is_in_doubt(self, typed: str) -> bool:
        """Whether a name that is not listed may be one of these: several, one misspelt, or a list of them."""
        return bool(self.can_mean(typed) or self.misspelt(typed) or self.is_list(typed))

    def is_list(self, typed: str) -> bool:
        """Whether signs that stand in no name part a text into several: a semicolon or a line break."""
        return any(sign in typed.strip(f"{sign} ") and not self._have(sign) for sign in ";\n")

    def can_mean(self, typed: str) -> tuple[str, ...]:
        """The names that a text can mean; those of several that it lists where one is asked for."""
        parts = self.parts(typed)
        listed = [self.meant_by(part) for part in parts] if len(parts) > 1 else [()]
        return tuple(dict.fromkeys(chain.from_iterable(listed))) if all(listed) else self.meant_by(typed)

    def nearest(self, typed: str) -> str:
        """The name that a text may stand for: with more words, or written most like it; "" where none is near."""
        fuller = {name for _, name in self._with_all(folded(typed))}
        return next(iter(fuller)) if len(fuller) == 1 else _nearest(typed, self.spelling, self._by_letters)

    def likely(self, typed: str) -> str:
        """A name that an unlisted one is likely meant for, as it has more words or some other letters, else ""."""
        said, near = words_of(typed), self.nearest(typed)
        fuller = [name for called, name in self._with_all(said) if {*said} < {*words_of(called)}]
        ways, names = self._ways_by_marks.get(marks_of(said), (ByLetters(()), {}))
        alike = ways.closest(
            normalised(typed),
            _ALIKE,
            lambda way: len(words_of(way)) == len(said) and may_be_misspelt(said, words_of(way)),
        )
        likely = [*fuller, *(names[way] for way in sorted(alike))]
        return near if near in likely else next(iter(likely), "")

    def _with_all(self, words: Words) -> list[tuple[str, str]]:
        """What names are called that has all of some words, and the name; nothing without words."""
        places = sorted((self._with_word.get(word, set()) for word in words), key=len)
        return [self._called_or_whole[at] for at in sorted(places[0].intersection(*places[1:]) if places else ())]

    @cached_property
    def _ways_by_marks(self) -> Mapping[Words, tuple[ByLetters, dict[str, str]]]:
        """What names are called, by the marks of the name, and the name of each."""
        named: dict[Words, dict[str, str]] = defaultdict(dict)
        for called, name in self._called_or_whole:
            named[marks_of(words_of(name))].setdefault(normalised(called), name)
        return {marks: (ByLetters(names), names) for marks, names in named.items()}

    def misspelt(self, typed: str) -> str:
        """The name that a text may be misspelt for, "" where it is another name, as of a second phase."""
        said = words_of(typed)
        alike = self._by_marks.get(marks_of(said))
        if not alike:
            return ""
        close = alike.closest(normalised(typed), 0.85, lambda name: may_be_misspelt(said, words_of(name)))
        return self.spelling[max(close)] if close else ""

    @cached_property
    def _with_sign(self) -> Mapping[str, list[str]]:
        """The names with a comma, with a semicolon, and with a line break."""
        return {sign: [name for name in self.spelling.values() if sign in name] for sign in ",;\n"}

    def _have(self, sign: str) -> bool:
        return any(name not in self._left_out for name in self._with_sign[sign])

    def parts(self, typed: str) -> list[str]:
        """A text in the names that it lists: parted at line breaks, and commas where no name has one."""
        if self.meant_by(typed):
            return [typed]
        lines = typed.split("\n") if not self._have("\n") else [typed]
        parts = [piece for line in lines for part in self._at_commas(line) for piece in self._parted(part)]
        bare = [_BEFORE_NAME.sub("", part).rstrip(" \t•·-*") for part in parts]
        return [part for part in bare if part] if len(parts) > 1 else [typed]

    def _at_commas(self, typed: str) -> list[str]:
        return [typed] if self._have(",") or self.meant_by(typed) else typed.split(",")

    def _parted(self, typed: str) -> list[str]:
        """A text parted at "and", "&", "+", "/" or a comma where every part is a known name, else as it is."""
        gaps = list(_BETWEEN_NAMES.finditer(typed)) if not self.meant_by(typed) else []
        starts, ends = [0, *(gap.end() for gap in gaps)], [*(gap.start() for gap in gaps), len(typed)]
        after: dict[int, list[str]] = {len(starts): []}  # the parts from a place on, where all of it is names
        for first in reversed(range(len(starts))):
            for last in range(first, min(first + _MOST_GAPS_IN_NAME + 1, len(ends))):
                part = typed[starts[first] : ends[last]]
                if last + 1 in after and self.meant_by(part):
                    after[first] = [part, *after[last + 1]]
                    break
        return after.get(0, [typed])

    def understood(self, value: object) -> object:
        """A cell's value with the names that it means, None where its words only stand for a missing answer."""
        if isinstance(value, tuple):
            return self._several(value)
        return value if value is None or isinstance(value, Meant) else self._name_in(str(value), str(value))

    def _name_in(self, part: str, typed: str) -> str | None:
        names = self.meant_by(part)
        if len(names) == 1:
            return meant(names[0], typed)
        return part if names or not names_nothing(part) else None

    def _several(self, value: tuple[str, ...]) -> tuple[str, ...] | None:
        different: dict[str, str] = {}
        for typed in value:
            names = [typed] if isinstance(typed, Meant) else [self._name_in(part, typed) for part in self.parts(typed)]
            for name in filter(None, names):
                key = normalised(name)
                different[key] = joined(different[key], name) if key in different else name
        return tuple(different.values()) or None


def agreed(names: Mapping[str, int]) -> dict[str, str]:
    """One spelling for names that say the same: the one that is used most often, however the others are ordered."""
    alike: dict[Words, list[str]] = defaultdict(list)
    for name in names:
        alike[folded(name) or (name,)].append(name)
    spelt = {words: max(some, key=lambda name: (names[name], *_looks(name))) for words, some in alike.items()}
    return {name: spelt[words] for words, some in alike.items() for name in some}


def _looks(name: str) -> tuple[bool, bool, bool, str]:
    """What makes one spelling of a name better than another: neither small nor all in capitals, and tidy."""
    return name[:1].isupper(), not name.isupper(), name == single_spaced(name), name


def joined(name: str, again: str) -> str:
    """A name that stands twice in a cell, with all that was typed for it."""
    typed = [words for part in (name, again) for words in _typed(part)]
    first, *others = dict.fromkeys(typed)
    return Meant(str(name), first, tuple(others)) if others else name


def _typed(name: str) -> tuple[str, ...]:
    return (name.typed, *name.others) if isinstance(name, Meant) else (name,)


def _by_words(pairs: Iterable[tuple[str, str]]) -> Mapping[Words, tuple[str, ...]]:
    """Names by the words of what they are called."""
    by_words: dict[Words, dict[str, None]] = defaultdict(dict)
    for called, name in pairs:
        if words := folded(called):
            by_words[words][name] = None
    return {words: tuple(sorted(names)) for words, names in by_words.items()}


_DOUBTING = frozenset(map(stem, (
    "not", "no", "never", "non", "nor", "isnt", "wasnt", "cannot", "without", "hardly", "nearly", "almost", "partly",
    "partially", "part", "half", "mostly", "be", "should", "would", "could", "might", "if", "unless", "until", "before",
    "less", "semi", "bi", "twice", "times", "alternate", "phase", "stage", "tranche", "some", "sort", "kind", "but",
)))  # fmt: skip
"""Words beside which a choice inside a longer answer may mean something else: "nearly done", "will be closed"."""


_WHOLE = re.compile(r"(?<!\d)100\s*%")  # "100% complete" is complete
_PART = re.compile(r"\d\s*%")  # and "80% complete" is not


class Choices:
    """The choices of a list, with other words for each.

    words  the choice by each way of saying it, the choice's own words among them
    wordy  whether the list gives such words: then a choice is known inside a longer answer, too
    """

    def __init__(self, items: Iterable[tuple[str, Iterable[str]]]) -> None:
        self.items = [(item, tuple(also)) for item, also in items]
        self.spelling = {normalised(item): item for item, _ in self.items}
        self.in_excel = frozenset(in_excel(item) for item, _ in self.items)
        self.wordy = any(also for _, also in self.items)

    @cached_property
    def _words(self) -> Mapping[Words, tuple[str, ...]]:
        return _by_words((said, item) for item, also in self.items for said in (item, *also))

    @cached_property
    def _said(self) -> Mapping[str, tuple[str, ...]]:
        """The choices by signs and words as they are given, such as an arrow."""
        return {normalised(way): (item,) for item, also in self.items for way in also}

    @cached_property
    def _phrases(self) -> list[tuple[Words, str]]:
        """The ways of saying a choice, longest first; a letter, or "no", says it only alone."""
        ways = {(words_of(said), item) for item, also in self.items for said in (item, *also)}
        longer = ((words, item) for words, item in ways if max(map(len, words), default=0) > 1)
        return sorted((way for way in longer if not _DOUBTING.issuperset(way[0])), key=lambda way: (-len(way[0]), way))

    def meant_by(self, typed: str) -> tuple[str, ...]:
        """The choices that a text can mean: none, the one that it plainly means, or several."""
        exact = self.spelling.get(normalised(typed))
        if exact is not None:
            return (exact,)
        said = self._said.get(normalised(typed), ())
        choices = said or ((self._words.get(folded(typed)) or self._spelt_so(typed)) if folded(typed) else ())
        longer = _WHOLE.sub(" ", typed)
        choices = choices or (self._inside(words_of(longer)) if self.wordy and not _PART.search(longer) else ())
        return choices or self._misspelt(words_of(typed))

    def _misspelt(self, words: Words) -> tuple[str, ...]:
        """The choices that are said with a slip of a letter."""
        return tuple(dict.fromkeys(item for phrase, item in self._phrases if is_misspelt(words, phrase)))

    def can_mean(self, typed: str) -> tuple[str, ...]:
        """The same, as for names."""
        return self.meant_by(typed)

    def _spelt_so(self, typed: str) -> tuple[str, ...]:
        """The choices that a text says with other spaces ("e-mail", "in active"), or begins."""
        return self._in_one_word.get(in_one_word(typed), ()) or self._begun(normalised(typed))

    @cached_property
    def _in_one_word(self) -> Mapping[str, tuple[str, ...]]:
        ways = [(in_one_word(way), item) for item, also in self.items for way in (item, *also)]
        return {word: tuple(dict.fromkeys(item for way, item in ways if way == word)) for word, _ in ways}

    def _begun(self, said: str) -> tuple[str, ...]:
        """The choices that a word of three letters or more is the beginning of: "med" for "Medium"."""
        word = said.rstrip(".")
        if len(word) < 3 or not word.isalpha() or stem(word) in _DOUBTING:
            return ()
        ways = ((normalised(way), item) for item, also in self.items for way in (item, *also))
        return tuple(dict.fromkeys(item for way, item in ways if way.startswith(word)))

    def _inside(self, words: Words) -> tuple[str, ...]:
        """The choices that are said in a longer answer; none where another word may turn them round."""
        choices: dict[str, None] = {}
        left = list(words)
        for phrase, item in self._phrases:
            length = len(phrase)
            for at in range(len(left) - length + 1):
                if tuple(left[at : at + length]) == phrase and not self._is_counted(words[:at], item):
                    left[at : at + length] = [""] * length
                    choices[item] = None
        return () if _DOUBTING.intersection(left) else tuple(choices)

    def _is_counted(self, before: Words, item: str) -> bool:
        """Whether a number stands right before a choice and so may turn it round: "6 monthly", "3 likely"."""
        number = before[-1] if before else ""
        return number.isdigit() and len(number) < 4 and self._words.get((number,), ()) != (item,)

    def understood(self, value: object) -> object:
        """A cell's value as the choice that it means, None where its words only stand for a missing answer."""
        if value is None or isinstance(value, Meant):
            return value
        names, typed = self.meant_by(str(value)), str(value)
        if len(names) == 1:
            return names[0] if in_excel(names[0]) == in_excel(typed) else InWords(names[0], typed)
        return typed if names or not says_nothing(typed) else None

    def nearest(self, typed: str) -> str:
        """The choice that is written most like a text and begins like it, "" where none is near."""
        ways = {normalised(said): item for item, also in self.items for said in (item, *also)}
        ways = {way: item for way, item in ways.items() if way[:1] == normalised(typed)[:1]}
        return _nearest(typed, ways, ByLetters(ways))
