"""Words that people kept or added may not tell what is not for publication: the last look before a public save."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.comments import Comment
from test_exempt_papers import EXEMPT
from test_secrets import answers, figure, found, text_in
from workbooks import saved, with_rows

from smreport.blueprint.answers import tables_from
from smreport.cli import main
from smreport.commands.loading import load_template
from smreport.commands.mails import Due
from smreport.commands.reading import read_workbook
from smreport.rounds.mails import Asked, Reason

pytestmark = [pytest.mark.usefixtures("few_rows"), pytest.mark.long]

PAPER = "strategy.docx"
AMOUNT = f"£{figure(0):,}"  # £30,011, which is marked
Edit = Callable[[dict[str, bytes]], None]
TEXT, COMMENTS = "word/document.xml", "word/comments.xml"
NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def content(marked: bool = True) -> dict[str, object]:
    """Two projects; what the first costs is marked. An action is typed in words."""
    every: dict[str, object] = answers(2)
    every["evaluation"][0] |= {"not_public": marked or None, "hours": 6, "in_kind_hours": 7.5}  # type: ignore[index]
    every["evaluation"][1]["notes"] = None  # type: ignore[index]
    every["actions"] = [{"action": "Agree what it takes", "project": "Project 1", "owner": "Head of Service"}]
    return every


def workbook(path: Path, marked: bool = True, **cells: tuple[str, str]) -> Path:
    """The workbook, with other answers in the first row of some sheets: the column and what is typed there."""
    every = content(marked)
    for sheet, (column, text) in cells.items():
        every[sheet][0][column] = text  # type: ignore[index]
    return saved(tables_from(with_rows(load_template("social_media"), 6), every, path.name), path)


def says(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture(scope="module")
def source(few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workbook(tmp_path_factory.mktemp("workbook") / "workbook.xlsx")


@pytest.fixture(scope="module")
def built(source: Path) -> Path:
    assert says("build", source, "-o", source.parent / "built", "--exempt").exit_code == 0
    return source.parent / "built"


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "out"))


# --- what people do to a paper ---


def edited(path: Path, edit: Edit) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    before = dict(parts)
    edit(parts)
    assert parts != before
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)


def sub(name: str, old: str, new: str) -> Edit:
    """One place in a part changed."""

    def edit(parts: dict[str, bytes]) -> None:
        text, times = re.subn(old, new, parts[name].decode(), count=1, flags=re.DOTALL)
        assert times
        parts[name] = text.encode()

    return edit


def paragraph(run: str) -> str:
    return f"<w:p>{run}</w:p>"


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def added(run_of: str) -> Edit:
    """A paragraph that people wrote, before the second of the body's section breaks, which ends the file."""
    return sub(TEXT, r"(<w:sectPr(?:(?!<w:sectPr).)*</w:body>)", rf"{paragraph(run_of)}\1")


def in_a_cell(text: str) -> Edit:
    return sub(TEXT, r"(<w:tbl>.*?</w:tr>.*?<w:tc>.*?<w:t(?: [^>]*)?>)([^<]*)", rf"\1{text}")


def new_part(name: str, part: bytes, kind: str, ending: str) -> Edit:
    """A part that the text leads to, by a relationship."""

    def edit(parts: dict[str, bytes]) -> None:
        parts[name] = part
        target = name.removeprefix("word/")
        sub("word/_rels/document.xml.rels", "</Relationships>",
            f'<Relationship Id="rIdOwn" Type="{kind}" Target="{target}"/></Relationships>')(parts)  # fmt: skip
        sub("[Content_Types].xml", "</Types>", f'<Override PartName="/{name}" ContentType="{ending}"/></Types>')(parts)

    return edit


def packed_book(text: str) -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active["B2"] = text
    book.save(content)
    return content.getvalue()


def of_people(comment: str) -> Edit:
    """A comment of somebody's, in a part that the file has now."""
    xml = (
        f'<w:comments xmlns:w="{NS}"><w:comment w:id="77" w:author="A. N. Other">{paragraph(run(comment))}</w:comment>'
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    return new_part(COMMENTS, f"{xml}</w:comments>".encode(), relation, mime)


def in_a_packed_book(text: str) -> Edit:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return new_part("word/embeddings/own.xlsx", packed_book(text), relation, mime)


def in_properties(text: str) -> Edit:
    return sub("docProps/core.xml", "(<dc:subject>)", rf"\1{text} ")


def in_the_footer(text: str) -> Edit:
    def edit(parts: dict[str, bytes]) -> None:
        name = next(each for each in parts if each.startswith("word/footer") and b"<w:t" in parts[each])
        sub(name, "</w:ftr>", f"{paragraph(run(text))}</w:ftr>")(parts)

    return edit


DELETED = '<w:del w:id="991" w:author="A. N. Other" w:date="2027-01-01T00:00:00Z">{}</w:del>'
BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>{}</w:txbxContent>'
    "</v:textbox></v:shape></w:pict></w:r>"
)
SPOKEN = '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" title="{}"/></w:pict></w:r>'
PLACES: dict[str, Callable[[str], Edit]] = {
    "a paragraph": lambda text: added(run(text)),
    "a cell": in_a_cell,
    "a comment": of_people,
    "properties": in_properties,
    "a footer": in_the_footer,
    "what was deleted with changes tracked": lambda text: added(run("So.") + DELETED.format(run(text, "delText"))),
    "what was put in with changes tracked": lambda text: added(DELETED.replace("w:del", "w:ins").format(run(text))),
    "a text box": lambda text: added(BOX.format(paragraph(run(text)))),
    "what stands in place of a picture": lambda text: added(run("As seen here.") + SPOKEN.format(text)),
    "pieces": lambda text: added(run(text[:5]) + run(text[5:])),
    "a workbook in it": in_a_packed_book,
}  # fmt: skip


def place_in(done: Result) -> str:
    """What a refusal says to type, without its quotes."""
    (place,) = re.findall('--publish "([^"]*)"', done.stderr)
    return str(place)


@pytest.mark.parametrize("place", PLACES)
def test_it_stops_the_save_names_the_place_and_may_be_overruled_by_name(source: Path, out: Path, place: str) -> None:
    edited(out / PAPER, PLACES[place](f"A quote of {AMOUNT} came"))
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    done = says("build", source, "-o", out)
    assert done.exit_code == 2
    assert "Nothing was written" in done.stderr
    assert not found(figure(0), done.output)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert place_in(done).startswith(f"{PAPER}: ")
    assert says("build", source, "-o", out, "--publish", place_in(done)).exit_code == 0
    assert found(figure(0), text_in(out / PAPER))


def test_the_name_of_another_place_overrules_nothing(source: Path, out: Path) -> None:
    edited(out / PAPER, PLACES["a paragraph"](AMOUNT))
    assert says("build", source, "-o", out, "--publish", f"{PAPER}: another place").exit_code == 2


def test_what_is_taken_out_again_stops_nothing(source: Path, out: Path) -> None:
    sound = (out / PAPER).read_bytes()
    edited(out / PAPER, PLACES["a paragraph"](AMOUNT))
    assert says("build", source, "-o", out).exit_code == 2
    (out / PAPER).write_bytes(sound)
    assert says("build", source, "-o", out).exit_code == 0


@pytest.mark.parametrize("text", ["30k", "30 011", "£30,000", "GBP 30011", "6 hours", "six hours", "7.5 hrs a month"])
def test_each_spelling_with_its_unit_counts(source: Path, out: Path, text: str) -> None:
    edited(out / PAPER, PLACES["a paragraph"](f"It takes {text}."))
    assert says("build", source, "-o", out).exit_code == 2


def test_a_number_without_its_unit_or_another_one_stops_nothing(source: Path, out: Path) -> None:
    texts = ["6", "6 days", "30", "£6", "7.5 per cent", "£31,000", "30,012 visits"]
    for text in texts:
        edited(out / PAPER, PLACES["a paragraph"](f"It takes {text}."))
    done = says("build", source, "-o", out)
    assert done.exit_code == 0, done.output
    assert f"{len(texts)} paragraphs or tables were added, and stay" in done.output


def test_words_that_were_edited_before_the_mark_stop_the_build_after_it(tmp_path: Path) -> None:
    path = workbook(tmp_path / "workbook.xlsx", marked=False)
    assert says("build", path, "-o", tmp_path / "out").exit_code == 0
    name = next(each for each in ("action-plan.docx", PAPER) if AMOUNT in text_in(tmp_path / "out" / each))
    edited(tmp_path / "out" / name, sub(TEXT, rf"(<w:t(?: [^>]*)?>)([^<]*{AMOUNT})", r"\1Indeed \2"))
    assert says("build", path, "-o", tmp_path / "out").exit_code == 0
    (tmp_path / "out" / "workbook.xlsx").unlink(missing_ok=True)
    workbook(path, marked=True)
    done = says("build", path, "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert place_in(done).startswith(f"{name}: ")


def test_what_smreport_writes_itself_stops_nothing(tmp_path: Path) -> None:
    """Another project has the very cost that is marked of the first: its own figure is public."""
    path = workbook(tmp_path / "workbook.xlsx", evaluation=("setup_cost", str(figure(1))))
    assert says("build", path, "-o", tmp_path / "out").exit_code == 0
    assert found(figure(1), text_in(tmp_path / "out" / "action-plan.docx"))
    edited(tmp_path / "out" / "action-plan.docx", PLACES["a paragraph"]("Words of our own."))
    assert says("build", path, "-o", tmp_path / "out").exit_code == 0


def test_the_exempt_annex_may_hold_it_and_force_writes_all_anew(source: Path, out: Path) -> None:
    edited(out / "exempt" / EXEMPT, PLACES["a paragraph"](f"So {AMOUNT} it is."))
    assert says("build", source, "-o", out, "--exempt").exit_code == 0
    edited(out / PAPER, PLACES["a paragraph"](AMOUNT))
    assert says("build", source, "-o", out, "--force").exit_code == 0
    assert not found(figure(0), text_in(out / PAPER))


def test_a_heading_that_tells_it_is_not_named_by_it(source: Path, out: Path) -> None:
    heading = f'<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{run(f"Why {AMOUNT}")}'
    edited(out / PAPER, added(heading))
    done = says("build", source, "-o", out)
    assert done.exit_code == 2
    assert not found(figure(0), done.output)


# --- answers in words ---


@pytest.mark.parametrize("command", ["build", "export"])
def test_answers_in_words_stop_papers_and_exports_too(tmp_path: Path, command: str) -> None:
    path = workbook(tmp_path / "workbook.xlsx", actions=("action", f"Agree its cost of {AMOUNT}"))
    done = says(command, path, "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert not found(figure(0), done.output)
    assert not list(tmp_path.rglob("*.docx")) + list(tmp_path.rglob("*.csv"))
    table = read_workbook(path)["actions"]
    place = f"{table.title}, {table.cell('action', table.numbers[0])}"
    assert place_in(done) == place
    assert says(command, path, "-o", tmp_path / "out", "--publish", place).exit_code == 0
    assert found(figure(0), text_in(tmp_path / "out"))
    assert says(command, workbook(path), "-o", tmp_path / "out").exit_code == 0


def test_an_exempt_export_may_hold_them(tmp_path: Path) -> None:
    path = workbook(tmp_path / "workbook.xlsx", actions=("action", f"Agree its cost of {AMOUNT}"))
    assert says("export", path, "-o", tmp_path / "out", "--exempt").exit_code == 0


def test_the_name_of_a_row_that_stays_out_counts_in_two_words(tmp_path: Path) -> None:
    hidden = {"risk": "Quixotic Merger", "not_public": True, "role": "Role 1"}
    for text, code in (("Await the quixotic  merger.", 2), ("Await the merger.", 0)):
        every = content()
        every["risks"] = [hidden]
        every["actions"][0]["action"] = text  # type: ignore[index]
        path = tmp_path / f"{code}.xlsx"
        saved(tables_from(with_rows(load_template("social_media"), 6), every, path.name), path)
        assert says("build", path, "-o", tmp_path / "out").exit_code == code


# --- what commands say ---

TELLING = f"Their offer {AMOUNT}"
TYPED = {
    "roles": "role", "portfolio": "status", "mapping": "objective", "actions": "owner", "kpis": "name", "areas": "lead",
}  # fmt: skip


@pytest.fixture(scope="module")
def telling(few_rows: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook in whose cells of many kinds people typed what is marked, in rows that are not."""
    every = content()
    every["kpis"] = [{"name": "Calls", "project": "Project 1"}]
    path = tmp_path_factory.mktemp("telling") / "telling.xlsx"
    saved(tables_from(with_rows(load_template("social_media"), 6), every, path.name), path)
    tables, book = read_workbook(path), openpyxl.load_workbook(path)
    for sheet, key in TYPED.items():
        place = tables[sheet].sheet.place(key, tables[sheet].numbers[-1])
        book[tables[sheet].title].cell(*place).value = TELLING
    book.save(path)
    return path


@pytest.mark.parametrize(
    "command",
    ["check", "check --format json", "check --mark", "build", "build --draft", "export", "explain 1", "explain 9",
     "status", "status --format json", "refresh", "upgrade", "split", "merge"],
)  # fmt: skip
def test_no_command_says_what_people_typed_elsewhere_of_what_is_marked(
    telling: Path, tmp_path: Path, command: str
) -> None:
    name, *more = command.split()
    out = {"build": "built", "export": "data", "split": "sent", "refresh": "new.xlsx", "upgrade": "new.xlsx"}
    if name == "explain":
        more = [f"Project {more[0]}"]
    elif name in out or "--mark" in more or name == "merge":
        more += ["-o", str(tmp_path / out.get(name, "out.xlsx"))]
    done = says(name, telling, *more)
    assert done.exit_code in (0, 1, 2)
    assert not found(figure(0), done.output)
    reports = [path for path in tmp_path.rglob("*") if path.suffix in (".docx", ".csv", ".json") and path.is_file()]
    assert not found(figure(0), text_in(*reports))


@pytest.mark.parametrize("marks_both", [True, False])
@pytest.mark.parametrize(
    "command",
    ["compare", "compare --format json", "compare -o", "review --draft -o", "review --draft --format json -o"],
)
def test_what_is_said_of_two_workbooks_tells_it_neither_wherever_it_was_typed(
    telling: Path, source: Path, tmp_path: Path, command: str, marks_both: bool
) -> None:
    """Whichever is the older; and where the workbook whose words tell it does not mark the row itself."""
    words = telling if marks_both else tmp_path / "forgets.xlsx"
    if not marks_both:
        tables, book = read_workbook(telling), openpyxl.load_workbook(telling)
        costs = tables["evaluation"]
        book[costs.title].cell(*costs.sheet.place("not_public", costs.numbers[0])).value = None
        book.save(words)
    for first, second in ((words, source), (source, words)):
        name, *more = command.split()
        more += [str(tmp_path / "out.xlsx")] if command == "compare -o" else []
        more += [str(tmp_path / "review"), "--since"] if name == "review" else []
        done = says(name, first, *more, second, "--force")
        assert done.exit_code in (1, 2)
        assert not found(figure(0), done.output)
    written = [path for path in tmp_path.rglob("*") if path.suffix in (".docx", ".json") or path.name == "out.xlsx"]
    assert not found(figure(0), text_in(*written))


def test_the_text_to_a_service_whose_own_words_tell_it_points_to_the_marked_copy(telling: Path) -> None:
    for reason in Reason:
        asked = Asked("Sport", "Head of Sport", telling.name, reason)
        assert not found(figure(0), Due(asked, telling, "social_media").content.decode())


def test_an_explanation_names_the_cell_that_it_would_quote_and_may_be_overruled(tmp_path: Path) -> None:
    path = workbook(tmp_path / "workbook.xlsx", mapping=("objective", TELLING))
    done = says("explain", path, "Project 0")
    assert done.exit_code == 2
    place = place_in(done)
    assert not found(figure(0), done.output)
    allowed = says("explain", path, "Project 0", "--publish", place)
    assert allowed.exit_code == 0
    assert TELLING in allowed.output
    assert says("explain", path, "Project 0", "--exempt").exit_code == 0
    assert says("explain", path, "Project 1").exit_code == 0  # it does not quote that cell


def test_a_check_still_says_where_and_what_is_wrong(telling: Path) -> None:
    findings = json.loads(says("check", telling, "--format", "json").output)
    text = json.dumps(findings, ensure_ascii=False)
    assert "(not for publication)" in text
    tables = read_workbook(telling)
    assert f'"cell": "{tables["portfolio"].cell("status", tables["portfolio"].numbers[-1])}"' in text


def test_words_without_a_mark_are_quoted(tmp_path: Path) -> None:
    path = workbook(tmp_path / "workbook.xlsx", marked=False, portfolio=("status", TELLING))
    assert TELLING in says("check", path).output


def test_rival_words_that_tell_what_is_marked_stand_in_the_combined_workbook_alone(tmp_path: Path) -> None:
    path, back = workbook(tmp_path / "workbook.xlsx"), tmp_path / "back"
    assert says("split", path, "-o", tmp_path / "sent").exit_code == 0
    back.mkdir()
    for name, text in (("Libraries", TELLING), ("Highways", "Nothing")):
        file = back / f"{name} (Service).xlsx"
        shutil.copy(tmp_path / "sent" / file.name, file)
        tables, book = read_workbook(file), openpyxl.load_workbook(file)
        table = tables["portfolio"]
        book[table.title].cell(*table.sheet.place("lead", table.numbers[1])).value = text
        book.save(file)
    combined = tmp_path / "combined.xlsx"
    done = says("merge", back, "--register", tmp_path / "sent" / "register.xlsx", "-o", combined, "--format", "json")
    assert done.exit_code in (0, 1), done.output
    assert not found(figure(0), done.output + text_in(tmp_path / "combined - merge report.docx"))
    assert "(not for publication)" in done.output
    assert found(figure(0), text_in(combined))


def test_a_picture_that_nobody_can_look_through_is_named(source: Path, out: Path) -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    edited(out / PAPER, new_part("word/media/own.png", picture, relation, "image/png"))
    edited(out / PAPER, PLACES["a paragraph"]("See our picture."))
    done = says("build", source, "-o", out)
    assert done.exit_code == 0
    assert f"{PAPER}: nobody can read here what somebody added as word/media/own.png." in done.output


# --- what services are sent ---


@pytest.mark.parametrize("where", ["an answer", "a note", "a column of people's own"])
def test_words_that_tell_a_service_what_it_does_not_own_stop_a_split(tmp_path: Path, where: str) -> None:
    text = f"Their quote is {AMOUNT}"
    path = workbook(tmp_path / "workbook.xlsx", **({"actions": ("action", text)} if where == "an answer" else {}))
    tables = read_workbook(path)
    book = openpyxl.load_workbook(path)
    roles = tables["roles"]
    page, row = book[roles.title], roles.numbers[0]
    if where == "a note":
        page.cell(row, roles.places["role"]).comment = Comment(text, "A. N. Other")
    elif where != "an answer":
        free = page.max_column + 1
        page.cell(roles.sheet.header_row, free).value = "Offers"
        page.cell(row, free).value = text
    book.save(path)
    done = says("split", path, "-o", tmp_path / "sent")
    assert done.exit_code == 2
    assert not found(figure(0), done.output)
    assert not (tmp_path / "sent").exists()
    (place,) = re.findall('--send "([^"]*)"', done.stderr)
    actions = tables["actions"]
    assert (
        place
        == {
            "an answer": f"{actions.title}, {actions.cell('action', actions.numbers[0])}",
            "a note": f"{roles.title}, {roles.cell('role', row)}",
            "a column of people's own": f"{roles.title}, Offers, {row}",
        }[where]
    )
    assert says("split", path, "-o", tmp_path / "sent", "--send", place).exit_code == 0


def test_the_only_owner_of_a_marked_row_may_be_told(tmp_path: Path) -> None:
    every = content()
    every["mapping"] = [each for each in every["mapping"] if each["area"] == "Libraries (Service)"]  # type: ignore
    for project in every["portfolio"]:  # type: ignore[attr-defined]
        project["areas"] = "Libraries (Service)"
    every["actions"][0]["action"] = f"Their quote is {AMOUNT}"  # type: ignore[index]
    path = saved(tables_from(with_rows(load_template("social_media"), 6), every, "w.xlsx"), tmp_path / "w.xlsx")
    assert says("split", path, "-o", tmp_path / "sent").exit_code == 0
    assert found(figure(0), text_in(tmp_path / "sent" / "Libraries (Service).xlsx"))
    assert not found(figure(0), text_in(tmp_path / "sent" / "Highways (Service).xlsx"))
