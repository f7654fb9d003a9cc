"""What the code says stands in the catalogues: each id with its parts and plurals, in words that are short enough."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import TypeGuard

import click
import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from remake_words import CATALOGUES, compiled
from test_layers import MODULES, tree_of

from smreport.cli import main
from smreport.cli.said import Argument, Command, Option
from smreport.words import ENGLISH, MissingWords, Words, say, speaking

CATALOGUE_NAMES = ["export", "findings", "joined", "papers", "template", "terminal", "word", "workbook"]
MOST_WORDS_IN_A_SENTENCE = 25
PART = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True)
class Said:
    """A call of say: where it stands, what ids it may mean, and what it gives."""

    where: str
    ids: re.Pattern[str]
    parts: frozenset[str]
    counts: bool


def said_in(tree: ast.AST, where: str) -> Iterator[Said]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "say":
            place = f"{where}:{call.lineno}"
            assert len(call.args) == 1, f"{place} says other than one id"
            parts = {keyword.arg for keyword in call.keywords}
            named = frozenset(name for name in parts if name is not None)
            assert named == parts, f"{place} gives parts without their names"
            for ids in patterns(call.args[0], place):
                yield Said(place, ids, named - {"count"}, "count" in named)


def patterns(node: ast.expr, place: str) -> Iterator[re.Pattern[str]]:
    """The ids that an expression can give: one of several, or all that fit an f-string."""
    if isinstance(node, ast.IfExp):
        yield from patterns(node.body, place)
        yield from patterns(node.orelse, place)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.compile(re.escape(node.value))
    else:
        assert isinstance(node, ast.JoinedStr), f"{place}: the id must be told from the code"
        pieces = [r"\w+" if isinstance(piece, ast.FormattedValue) else _plain(piece) for piece in node.values]
        yield re.compile("".join(pieces))


def _plain(piece: ast.expr) -> str:
    assert isinstance(piece, ast.Constant)
    return re.escape(str(piece.value))


def messages_of(catalogue: Path) -> dict[str, Message]:
    """The messages by their ids."""
    with catalogue.open("rb") as file:
        messages = [message for message in read_po(file, abort_invalid=True) if message.id]
    return {message.id[0] if message.pluralizable else message.id: message for message in messages}


def texts(message: Message) -> tuple[str, ...]:
    """What a message says, in each of its plurals."""
    return tuple(message.string) if message.pluralizable else (message.string,)


@cache
def said() -> list[Said]:
    """All that the package says."""
    return [*(one for module in MODULES for one in said_in(tree_of(module), module)), *said_of(main)]


def said_of(command: click.Command) -> Iterator[Said]:
    """What help says of a command, of all within it, and of their options and arguments."""
    assert isinstance(command, Command), f"{command.name} has no texts in the catalogue"
    help_option = command.get_help_option(click.Context(command, help_option_names=["-h", "--help"]))
    options = [one for one in (*command.params, help_option) if isinstance(one, Option)]
    ids = [f"terminal.help.{name}" for name in command.help_ids()]
    ids += [f"terminal.option.{one.said}" for one in options]
    ids += [f"terminal.metavar.{one.metavar}" for one in options if one.metavar]
    ids += [f"terminal.metavar.{one.metavar or one.name}" for one in command.params if isinstance(one, Argument)]
    yield from (Said(f"smreport {command.said}", re.compile(re.escape(id_)), frozenset(), False) for id_ in ids)
    for within in getattr(command, "commands", {}).values():
        yield from said_of(within)


SPOKEN = {path: messages_of(path) for path in CATALOGUES if path.parent.name == "en"}
MESSAGES = {id_: message for messages in SPOKEN.values() for id_, message in messages.items()}


def without_none(id_: str) -> str:
    """The id of the message that this one stands for where the number is 0."""
    return id_.removesuffix(".none")


class TestCatalogues:
    @pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: f"{path.parent.name}-{path.stem}")
    def test_what_is_read_is_what_babel_compiles_from_the_words(self, catalogue: Path) -> None:
        """If this fails: python tests/remake_words.py"""
        shipped, fresh = (
            GNUTranslations(BytesIO(one)) for one in (catalogue.with_suffix(".mo").read_bytes(), compiled(catalogue))
        )
        assert _content(shipped) == _content(fresh)
        assert [shipped.plural(number) for number in range(120)] == [fresh.plural(number) for number in range(120)]

    def test_each_message_stands_in_the_catalogue_that_its_id_names(self) -> None:
        assert sorted({path.stem for path in SPOKEN}) == CATALOGUE_NAMES
        for path, messages in SPOKEN.items():
            assert [id_ for id_ in messages if not re.fullmatch(rf"{path.stem}(\.[a-z0-9_]+)+", id_)] == []

    def test_sentences_are_short(self) -> None:
        assert MESSAGES
        assert [
            (id_, sentence)
            for id_, message in MESSAGES.items()
            for text in texts(message)
            for sentence in re.split(r"(?<=[.!?:;]) |\n", text)
            if len(sentence.split()) > MOST_WORDS_IN_A_SENTENCE
        ] == []

    def test_nothing_is_left_open_or_doubtful(self) -> None:
        assert [id_ for id_, message in MESSAGES.items() if not all(texts(message)) or message.fuzzy] == []

    def test_curly_brackets_stand_around_names_only(self) -> None:
        for id_, message in MESSAGES.items():
            for text in texts(message):
                assert not re.search(r"[{}]", re.sub(r"\{[a-z_]+\}", "", text)), id_


OTHERS = [path for path in CATALOGUES if path.parent != ENGLISH.folder]


@pytest.mark.parametrize("catalogue", OTHERS, ids=lambda path: f"{path.parent.name} {path.stem}")
def test_other_languages_word_what_english_says_with_its_parts(catalogue: Path) -> None:
    english = messages_of(ENGLISH.folder / catalogue.name)
    for id_, message in messages_of(catalogue).items():
        assert id_ in english, f"nothing says {id_} any more"
        known = {part for text in texts(english[id_]) for part in PART.findall(text)} - {"count"}
        for text in texts(message):
            assert set(PART.findall(text)) - {"count"} == known, id_
            assert all(len(sentence.split()) <= 2 * MOST_WORDS_IN_A_SENTENCE for sentence in text.split(". ")), id_


def _content(catalogue: GNUTranslations) -> dict[object, str]:
    content: dict[object, str] = catalogue._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in content.items() if key != ""}


class TestWhatTheCodeSays:
    def test_every_id_is_there(self) -> None:
        assert len(said()) > 20
        assert [one.where for one in said() if not any(map(one.ids.fullmatch, MESSAGES))] == []

    def test_every_message_is_said(self) -> None:
        unsaid = {id_ for id_ in MESSAGES if not any(one.ids.fullmatch(without_none(id_)) for one in said())}
        assert unsaid == set()

    def test_each_is_given_exactly_its_parts_and_its_number(self) -> None:
        for one, id_ in ((call, id_) for call in said() for id_ in filter(call.ids.fullmatch, MESSAGES)):
            assert MESSAGES[id_].pluralizable == one.counts, (one.where, id_)
            for text in texts(MESSAGES[id_]):  # "one sheet" needs no number, nor do "the columns A and B"
                parts = set(PART.findall(text))
                assert parts - {"count"} == one.parts, (one.where, id_)
                assert one.counts or "count" not in parts, (one.where, id_)

    def test_a_message_for_no_such_thing_has_the_parts_of_the_others(self) -> None:
        for id_ in MESSAGES:
            if id_.endswith(".none"):
                others = set(PART.findall(texts(MESSAGES[without_none(id_)])[-1]))
                assert set(PART.findall(texts(MESSAGES[id_])[0])) | {"count"} == others

    def test_nothing_is_glued_to_what_is_said(self) -> None:
        """Another language has another order, so a sentence is a message of its own, with parts."""
        assert [where for module in MODULES for where in glued(tree_of(module), module)] == []


def glued(tree: ast.AST, where: str) -> Iterator[str]:
    """Where words of a message stand beside others: "…" + say(…), or f"… {say(…)}"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            pieces: list[ast.expr] = [node.left, node.right]
        elif isinstance(node, ast.JoinedStr):
            letters = any(
                isinstance(piece, ast.Constant) and re.search(r"[^\W_]", str(piece.value)) for piece in node.values
            )
            pieces = [piece.value for piece in node.values if isinstance(piece, ast.FormattedValue) and letters]
        else:
            continue
        if any(
            isinstance(piece, ast.Call) and isinstance(piece.func, ast.Name) and piece.func.id == "say"
            for piece in pieces
        ):
            yield f"{where}:{node.lineno}"


def test_what_the_code_says_is_found() -> None:
    tree = ast.parse('say("a.b", x=1)\nsay("a.c" if y else "a.d", count=2)\nsay(f"a.{kind}.what")\nother.say("a.z")')
    found = list(said_in(tree, "m"))
    assert [(one.where, one.ids.pattern, set(one.parts), one.counts) for one in found] == [
        ("m:1", r"a\.b", {"x"}, False),
        ("m:2", r"a\.c", set(), True),
        ("m:2", r"a\.d", set(), True),
        ("m:3", r"a\.\w+\.what", set(), False),
    ]
    assert list(glued(ast.parse('"x " + say("a.b")\nf"so {say("a.c")}"'.replace('"a.c"', "'a.c'")), "m")) == [
        "m:1",
        "m:2",
    ]
    assert list(glued(ast.parse("f\"{say('a.b')}, {say('a.c')}\""), "m")) == []


WELSH = """
msgid ""
msgstr ""
"Language: cy\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);\\n"

msgid "terminal.next"
msgstr "Nesaf: {step}"

msgid "terminal.sheets"
msgid_plural "terminal.sheets"
msgstr[0] "{count} (0)"
msgstr[1] "{count} (1)"
msgstr[2] "{count} (2)"
msgstr[3] "{count} (3)"
msgstr[4] "{count} (6)"
msgstr[5] "{count} (n)"

msgid "terminal.rules"
msgid_plural "terminal.rules"
msgstr[0] "0"
msgstr[1] "1"
msgstr[2] "2"
msgstr[3] "3"
msgstr[4] "6"
msgstr[5] "n"

msgid "terminal.rules.none"
msgstr "no rules in {step}"
"""


@pytest.fixture(scope="module")
def welsh(tmp_path_factory: pytest.TempPathFactory) -> Words:
    """A few messages of a language with six plurals; English says the others."""
    folder = tmp_path_factory.mktemp("cy")
    path = folder / "terminal.po"
    path.write_text(WELSH, encoding="utf-8")
    (folder / "terminal.mo").write_bytes(compiled(path))
    return Words(folder, others=ENGLISH)


class TestSay:
    def test_parts_stand_where_the_catalogue_has_their_names(self) -> None:
        assert say("terminal.next", step="see {path} and {0}") == "Next: see {path} and {0}"

    def test_a_number_takes_its_plural_and_separates_thousands(self) -> None:
        counted = [say("terminal.sheets", count=number) for number in (0, 1, 2, 1234)]
        assert counted == ["0 sheets", "1 sheet", "2 sheets", "1,234 sheets"]

    def test_another_language_has_plurals_of_its_own(self, welsh: Words) -> None:
        with speaking(welsh):
            told = [say("terminal.sheets", count=number) for number in (0, 1, 2, 3, 4, 6, 21)]
            assert told == ["0 (0)", "1 (1)", "2 (2)", "3 (3)", "4 (n)", "6 (6)", "21 (n)"]
            assert say("terminal.next", step="x") == "Nesaf: x"
        assert say("terminal.next", step="x") == "Next: x"

    def test_none_has_words_of_its_own_where_the_catalogue_has_them(self, welsh: Words) -> None:
        assert welsh.say("terminal.rules", count=0, step="it") == "no rules in it"
        assert welsh.say("terminal.rules", count=6, step="it") == "6"

    def test_what_a_language_lacks_is_said_in_the_other(self, welsh: Words) -> None:
        assert welsh.say("terminal.wrote", path="x.docx") == "Wrote x.docx"
        assert welsh.say("terminal.made", path="x", count=2) == "Made x with 2 sheets."

    def test_users_see_the_id_of_what_no_catalogue_has(self) -> None:
        for message, count in (
            ("terminal.gone", None),
            ("gone.gone", None),
            ("terminal.gone", 0),
            ("terminal.gone", 3),
        ):
            with pytest.warns(MissingWords, match=message):
                assert say(message, count=count) == message

    def test_users_see_the_name_of_a_part_that_is_not_given(self) -> None:
        with pytest.warns(MissingWords, match="needs the part path"):
            assert say("terminal.wrote") == "Wrote {path}"

    def test_python_tells_users_nothing_of_it(self) -> None:
        assert issubclass(MissingWords, ResourceWarning)


# --- no words beside the catalogues ---

_WORDS = re.compile(r"[A-Za-z’]{2,}(?: [A-Za-z’,]+){2,}|[A-Z][a-z]+ [a-z]{2,}")
_NOT_SAID = re.compile(r"[<>\\]|\(\?|^ ?smreport |^pip install |^--|^[a-z]+ (?:column )?of ")
"""XML, patterns, commands to type, and names of kinds."""
READING = {
    f"smreport.{module}"
    for module in (
        "blueprint.amounts", "blueprint.no_answers", "blueprint.times", "blueprint.likely", "blueprint.readings",
        "workbook.read.habits",
    )
}  # fmt: skip
"""What people type in English is read by these; other languages put theirs into English by their reading.csv."""
FOR_PROGRAMMERS = {
    "smreport": "a name that the package does not offer",
    "smreport.blueprint.forms": "a mark in the properties of workbooks",
    "smreport.decision.closing": "a key of what ends together",
    "smreport.declared": "a key of words that places share",
    "smreport.errors": "a mark of who may read an error",
    "smreport.word.council_looks": "names of styles",
    "smreport.word.part_cleaning": "names of elements of XML",
    "smreport.blueprint.formulas": "a formula put together wrongly in the code",
    "smreport.blueprint.model": "a list that the code counts on",
    "smreport.words.catalogue": "a message that is missing",
    "smreport.rounds.decisions": "what a question is called in JSON",
    "smreport.rounds.progress": "how a workbook stands, in JSON",
    "smreport.word.styles": "names of styles, by which files are read again",
    "smreport.word.self_check": "names of fonts",
    "smreport.word.font_widths": "names of fonts",
    "smreport.word.style_values": "names of fonts",
}
"""Modules with words that are no words of a language, and what they are."""


def english(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The texts of a module that look like English, but for docstrings and ids of messages."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield from (
                (node.lineno, text) for text in [node.value] if _WORDS.search(text) and not _NOT_SAID.search(text)
            )


def test_no_english_stands_outside_the_catalogues() -> None:
    found = {module: list(english(tree_of(module))) for module in MODULES if module not in READING}
    assert {module: texts for module, texts in found.items() if texts and module not in FOR_PROGRAMMERS} == {}
    assert [module for module in FOR_PROGRAMMERS if not found[module]] == []


def test_english_is_found() -> None:
    code = 'def f():\n  "A docstring of words."\n  return say("a.b"), "Not known", f"{x} is missing here", "<a> b c d"'
    assert [text for _, text in english(ast.parse(code))] == ["Not known", " is missing here"]


# --- no sentences put together beside the catalogues ---

_SIGNS = re.compile(r"[ .,;:!?…·()“”–—/-]*")
_PART_OF_TEXT = "\0"
_BETWEEN = re.compile(r"\0.*[ ,;:…·–—].*\0", re.DOTALL)
_AROUND = re.compile(r"^[(“]|\0[.,;:!?…)”]$")
FOR_PROGRAMS = {
    "smreport.blocks.markdown": "signs of Markdown",
    "smreport.blocks.printable": "the beginning of a text with odd letters, as Python shows it",
    "smreport.blueprint.addresses": "addresses of cells",
    "smreport.blueprint.carry_over": "TOML, and places in it",
    "smreport.blueprint.formulas": "formulas",
    "smreport.blueprint.live_lists": "keys of lists",
    "smreport.blueprint.number_workings": "keys of rows, which formulas compare",
    "smreport.blueprint.sheet_file": "places in TOML files",
    "smreport.blueprint.templates": "places in TOML files, and letters that no tab takes",
    "smreport.blueprint.workings": "names of workings",
    "smreport.cli.comparing": "columns of the terminal",
    "smreport.cli.in_round": "options to type",
    "smreport.cli.returns": "columns of the terminal, and places to type",
    "smreport.cli.said": "how a command is typed",
    "smreport.commands.last_look": "options to type",
    "smreport.commands.template_folders": "names of folders",
    "smreport.declared": "places in TOML files",
    "smreport.decision.check": "where words that may not be told are looked for",
    "smreport.decision.propose": "a title that is free",
    "smreport.decision.round_of": "a key of what is drawn together",
    "smreport.exchange.decided": "cells of exported data",
    "smreport.exchange.tables": "cells of exported data",
    "smreport.file_names": "names of files",
    "smreport.findings": "ranges of cells, and columns of the terminal",
    "smreport.papers.compose": "names of sections",
    "smreport.papers.handbook": "how codes begin",
    "smreport.papers.last_look": "where words that may not be told are looked for",
    "smreport.papers.own_template": "keys of Settings",
    "smreport.papers.review_outcomes": "a figure without its zeros",
    "smreport.papers.wording": "names of places",
    "smreport.rounds.bring": "what tells rows apart",
    "smreport.rounds.compare": "a digest",
    "smreport.saving": "names of files",
    "smreport.web.drawings": "SVG",
    "smreport.web.page": "CSS",
    "smreport.word.body": "numbers of paragraphs, and keys of sections",
    "smreport.word.edits.piece_names": "names of pieces",
    "smreport.word.edits.reading": "what is compared",
    "smreport.word.edits.record": "digests",
    "smreport.word.edits.sides": "keys of sections",
    "smreport.word.filling.own_looks": "names of styles",
    "smreport.word.filling.places": "titles as they are looked for",
    "smreport.word.house_style": "keys of style.toml",
    "smreport.word.self_check": "instructions of fields",
    "smreport.words.joining": "where it is done by the catalogues",
    "smreport.words.languages": "tags of languages",
    "smreport.words.locales": "patterns of figures",
    "smreport.workbook.emit.answer_sheet": "names of tables",
    "smreport.workbook.emit.book": "titles of sheets that are free",
    "smreport.workbook.emit.cell_formats": "words that are measured",
    "smreport.workbook.emit.drop_downs": "ranges of cells",
    "smreport.workbook.emit.page": "ranges of cells",
    "smreport.workbook.mark.comment_boxes": "XML",
    "smreport.workbook.mark.comment_parts": "a line by which comments are known again",
    "smreport.workbook.mark.marker": "ranges of cells, and titles of sheets that are free",
    "smreport.workbook.read.cell_features": "text as it stands in a file",
    "smreport.workbook.read.number_formats": "figures as a number format shows them",
    "smreport.workbook.read.reading_notes": "ranges of cells",
    "smreport.workbook.read.shown": "figures as a number format shows them",
    **{
        f"smreport.{module}": "what people typed, as it is compared"
        for module in (
            "blueprint.amounts", "blueprint.columns", "blueprint.naming", "blueprint.no_answers", "blueprint.times",
            "blueprint.values", "papers.units",
        )
    },
}  # fmt: skip
"""Modules that put texts together which no person reads as words, and what these are."""


def put_together(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where texts are joined by signs alone, or get or lose a sign that closes them: that is for the catalogues."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and _is_joined(node):
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            signs = [side.value for side in (node.left, node.right) if _is_signs(side)]
            if any(re.search(r"[^\n-]", sign) for sign in signs):
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_signing(node, node.func):
            yield node.lineno, ast.unparse(node)


def _is_signs(node: ast.expr) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and _SIGNS.fullmatch(node.value) is not None


def _is_joined(node: ast.JoinedStr) -> bool:
    plain = [piece for piece in node.values if isinstance(piece, ast.Constant)]
    shape = "".join(str(piece.value) if isinstance(piece, ast.Constant) else _PART_OF_TEXT for piece in node.values)
    return all(map(_is_signs, plain)) and bool(_BETWEEN.search(shape) or _AROUND.search(shape))


def _is_signing(call: ast.Call, function: ast.Attribute) -> bool:
    return _joins(call, function) or _closes(call, function)


def _joins(call: ast.Call, function: ast.Attribute) -> bool:
    """Whether texts are joined by signs; that spaces are made single ones is no such thing."""
    if function.attr != "join" or not _is_signs(function.value) or not function.value.value:
        return False
    (texts,) = call.args
    return not (isinstance(texts, ast.Call) and isinstance(texts.func, ast.Attribute) and texts.func.attr == "split")


def _closes(call: ast.Call, function: ast.Attribute) -> bool:
    """Whether a text loses the sign that closes it, or all its capitals but the first."""
    if function.attr == "capitalize":
        return True
    is_cut = function.attr in ("rstrip", "strip", "removesuffix") and len(call.args) == 1
    return is_cut and _is_signs(call.args[0]) and bool(re.search(r"[.!?…]", str(call.args[0].value)))


def test_no_text_is_put_together_outside_the_catalogues() -> None:
    modules = [module for module in MODULES if not module.startswith("smreport.package.")]
    found = {module: list(put_together(tree_of(module))) for module in modules}
    assert {module: texts for module, texts in found.items() if texts and module not in FOR_PROGRAMS} == {}
    assert [module for module in FOR_PROGRAMS if not found[module]] == []


@pytest.mark.parametrize(
    "code",
    ["f'{name} {version}'", "f'{what}.'", "f'“{name}”'", "f'{file}: {problem}'", "', '.join(names)", "' '.join(texts)",
     "text + '.'", "' ' + text", "text.rstrip('.')", "text.capitalize()"],
)  # fmt: skip
def test_what_is_put_together_is_found(code: str) -> None:
    assert [text for _, text in put_together(ast.parse(code))] == [ast.unparse(ast.parse(code))]


@pytest.mark.parametrize(
    "code",
    ["f'{sheet}.{key}'", "f'smreport check {path}'", "'\\n'.join(lines)", "' '.join(text.split())", "''.join(x)"],
)
def test_what_is_none_is_not(code: str) -> None:
    assert list(put_together(ast.parse(code))) == []
