"""Every refusal has a way out: what its message advises is done, the command is run again, and it does its work.

A place is a call in the package that makes an error for users. Each is reached by a case in refusals/, or is among
EXCEPTIONS with the reason why not.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from refusals import of_commands, of_documents, of_lists, of_rounds, of_templates, of_workbooks
from refusals.case import Outcome, Trial, named
from rounds.council import council
from word.report_templates import bare
from workbooks import edited, saved, with_rows

import smreport
from smreport import errors
from smreport.blueprint.templates import load
from smreport.limits import Limits
from smreport.package.terms import Terms
from smreport.word.style_file import STYLE_TERMS
from smreport.workbook.packages import terms_of

pytestmark = [pytest.mark.usefixtures("few_rows"), pytest.mark.long]

PACKAGE = Path(smreport.__file__).parent
TEMPLATES = Path(__file__).parents[1] / "workbook_templates"

KINDS = (of_workbooks, of_documents, of_templates, of_lists, of_commands, of_rounds)
CASES = named(*(case for kind in KINDS for case in kind.CASES.items()))

EXCEPTIONS = {
    "FaultyDocument(": "a fault of smreport: test_any_words.py looks for one",
    "smreport/commands/pdf.py: OutputRefused(": "what LibreOffice does, or is not there: test_pdf.py",
    "terminal.cannot.open_elsewhere": "only Windows keeps a file from being read",
    "terminal.cannot.write_with_another": "needs two runs at once: test_saving.py",
    "{self.path}: {locked()}": "calamine sees passwords in kinds of files that are refused before",
    "terminal.what_if.no_amount": "from Python only, where there is no option to check: test_door.py",
    "terminal.what_if.no_sheet": "both shipped forms have it; a copied one may lack it: test_what_if.py",
    "findings.scale_ends": "in full by file and sheet from decide(): test_results.py",
    "terminal.what_if.no_weight": "from Python only, where there is no option to check: test_door.py",
    "UnreadableFile(checked.unreadable)": "from Python only; the command leaves such a file out: test_door.py",
    "terminal.gather.none_to_read": "replaced by what is wrong with the last file before anybody sees it",
    "terminal.language.in_one": "followed in test_terminal_language.py",
    "terminal.language.in_two": "tried in test_terminal_language.py",
    "terminal.split.no_groups": "the templates that can be split have it: test_split.py",
    "say('template.capability.": "test_own_template.py",
    "template.needs_column": "what sheets refer to is checked before; computations may lean on more: test_templates.py",
    "the first of its part needs a heading": "test_own_template.py",
    "section 'rows' (…): there is no": "test_own_template.py",
    "findings.file.not_marked": "caught, and told as a remark",
    "findings.file.sheet_gone": "caught, and told as a remark",
    "findings.file.no_types": "caught: a workbook without types has no comments",
    "its sheet “…” is not there": "test_mark.py",
    "workbook of this kind cannot be marked": "its part is no XML, or calamine refuses it before: test_mark.py",
    "build.py: UnreadableFile(…: cannot be read": "only where the file goes between two readings of it",
    "workbook.no_room": "a workbook is made with room for all its rows: test_emit.py",
    "workbook.check_too_long": "only templates of very many rules: test_emit.py",
    "terminal.language.unknown": "asked for by the environment: test_language_of_commands.py",
    "terminal.language.no_tag": "asked for by the environment: test_language_of_commands.py",
    "terminal.review.only_word": "from Python only: the command has no such options: test_review_command.py",
    "workbook.refused": "whatever else XlsxWriter refuses",
    "export.no_pyarrow": "where the extra is not installed: test_parquet.py",
}


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound workbook, template and style file, and a copy of each to go back to."""
    folder = tmp_path_factory.mktemp("stock")
    tables = council(with_rows(load(), 6))
    risks = tables["risks"]
    column, row = risks.places["project"], max(risks.numbers)  # it names nobody, which is an error of its own
    edited(saved(tables, folder / "w.xlsx"), lambda book: book[risks.title].cell(row, column, "One page"))
    shutil.copy(TEMPLATES / "social_media" / "house.docx", folder / "s.docx")
    form = bare()
    form.add_heading("Purpose", 1)
    form.save(str(folder / "form.docx"))
    shutil.copytree(TEMPLATES / "social_media", folder / "mine")
    shutil.copytree(folder, folder / ".sound")
    return folder


@pytest.fixture(scope="module")
def outcomes(stock: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str], Outcome]:
    """What became of a case, each tried once, by whichever process comes first."""
    own = tmp_path_factory.getbasetemp()
    shared = (own if worker_id == "master" else own.parent) / "refusals"
    shared.mkdir(exist_ok=True)
    trial = Trial()

    @cache
    def of(name: str) -> Outcome:
        file = shared / f"{list(CASES).index(name)}.json"
        if not file.exists():
            folder = tmp_path_factory.mktemp("case")
            shutil.copytree(stock, folder, dirs_exist_ok=True)
            unfinished = file.with_suffix(f".{worker_id}")
            unfinished.write_text(trial.outcome(CASES[name], folder).json, encoding="utf-8")
            unfinished.replace(file)
        return Outcome.of_json(file.read_text(encoding="utf-8"))

    return of


OF_ANSWERS = ("errors", "an exempt annex of a review without a ground")
"""The cases in which the workbook can be read, and what stands in it must be put right first: exit code 1."""


@pytest.mark.parametrize("name", CASES)
def test_what_a_refusal_advises_works(name: str, outcomes: Callable[[str], Outcome]) -> None:
    case, found = CASES[name], outcomes(name)
    words = " ".join(found.first.output.split())
    assert found.first.exit_code == (1 if name in OF_ANSWERS else 2), words
    assert re.search(case.says, words), words
    assert "fault of its own" not in words + found.second.output
    assert found.second.exit_code < 2, found.second.output


def places() -> Iterator[tuple[str, int, int, str]]:
    """Every call that makes an error for users: its file, first and last line, and its words."""
    names = {name for name, each in vars(errors).items() if isinstance(each, type)}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield str(path), node.lineno, node.end_lineno or node.lineno, ast.unparse(node)


def test_every_refusal_is_tried_or_excepted_with_a_reason(outcomes: Callable[[str], Outcome]) -> None:
    reached = {place for name in CASES for place in outcomes(name).places}
    left = []
    for path, first, last, words in places():
        name = f"smreport/{Path(path).relative_to(PACKAGE).as_posix()}: {words}"
        excepted = any(all(part in name for part in known.split("…")) for known in EXCEPTIONS)
        if not excepted and not any(f"{path}:{line}" in reached for line in range(first, last + 1)):
            left.append(f"{name} (line {first})")
    assert left == [], "\n".join(left)


@pytest.mark.parametrize("terms", [terms_of(Limits()), STYLE_TERMS], ids=["workbooks", "styles"])
def test_every_sentence_about_a_packed_file_is_said(terms: Terms, outcomes: Callable[[str], Outcome]) -> None:
    said = [" ".join(outcomes(name).first.output.split()) for name in CASES]
    for words in terms.words.values():
        sentence = re.sub(r"\\{\w+\\}|\d[\d,]*", ".*", re.escape(words))  # a case may set another limit
        assert any(re.search(sentence, output) for output in said), words
