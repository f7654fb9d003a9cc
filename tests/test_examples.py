"""The shipped examples are what the tool makes today, from a checkout and from a wheel in a fresh place."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import kept
import pytest
from example_rounds import FILES as OF_ROUNDS
from golden import text_of_docx
from remake_examples import EXAMPLES, NAMES, REMAKE, made

import smreport
from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.model import Blueprint
from smreport.commands.documents import DEMO
from smreport.commands.reading import read_workbook

ROOT = EXAMPLES.parent
DOCUMENTS = ("report.docx", "strategy.docx", "action-plan.docx")
DEMO = DEMO
assert_same = partial(kept.assert_same, again=REMAKE)


@pytest.fixture(scope="module")
def today() -> dict[str, dict[str, bytes]]:
    """What each example's answers give now."""
    return {name: made(name) for name in NAMES}


def golden(name: str, document: str) -> str:
    return (EXAMPLES / name / "golden" / Path(document).with_suffix(".md")).read_text(encoding="utf-8")


def parts(package: bytes) -> dict[str, bytes]:
    """What a zipped file holds: compression may differ from one machine to the next, content may not."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


class TestCommittedFiles:
    @pytest.mark.parametrize("name", NAMES)
    def test_folder_holds_exactly_what_the_answers_give(self, today: Mapping[str, dict[str, bytes]], name: str) -> None:
        folder = EXAMPLES / name
        files = (path for path in folder.rglob("*") if path.is_file() and path.parent.name != "pictures")
        there = {path.relative_to(folder).as_posix() for path in files}
        rounds = OF_ROUNDS if name == DEMO else ()
        assert there == {"answers.toml", "README.md", *today[name], *rounds}

    @pytest.mark.parametrize("name", NAMES)
    def test_office_files_are_what_the_answers_give(self, today: Mapping[str, dict[str, bytes]], name: str) -> None:
        for file in (f"{name}.xlsx", *DOCUMENTS):
            now, committed = parts(today[name][file]), parts((EXAMPLES / name / file).read_bytes())
            assert list(now) == list(committed), f"examples/{name}/{file} has other parts. {REMAKE}"
            changed = [part for part in now if now[part] != committed[part]]
            assert not changed, f"examples/{name}/{file} is out of date in {changed}. {REMAKE}"

    @pytest.mark.parametrize("name", NAMES)
    def test_workbook_reads_back_as_its_answers(self, blueprint: Blueprint, name: str) -> None:
        read = read_workbook(EXAMPLES / name / f"{name}.xlsx")
        written = tables_from(blueprint, read_answers(EXAMPLES / name / "answers.toml"))
        assert {key: table.rows for key, table in read.items()} == {key: table.rows for key, table in written.items()}

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("document", DOCUMENTS)
    def test_document_says_what_the_golden_text_says(
        self, today: Mapping[str, dict[str, bytes]], name: str, document: str
    ) -> None:
        assert_same(text_of_docx(today[name][document]), golden(name, document), f"{document} of {name}")

    @pytest.mark.parametrize("name", NAMES)
    def test_check_finds_what_the_golden_text_lists(self, today: Mapping[str, dict[str, bytes]], name: str) -> None:
        expected = (EXAMPLES / name / "golden" / "check.txt").read_text(encoding="utf-8")
        assert_same(today[name]["golden/check.txt"].decode(), expected, f"The check of {name}")

    def test_making_an_example_twice_gives_the_same_bytes(self, today: Mapping[str, dict[str, bytes]]) -> None:
        assert made(DEMO) == today[DEMO]


@pytest.fixture(scope="module", params=DOCUMENTS)
def text(request: pytest.FixtureRequest) -> str:
    return golden("devon", request.param)


class TestDevonInventsNothing:
    """Devon's sources are silent on money, importance and order, and so are the documents."""

    def test_every_amount_of_money_stands_in_the_answers(self, blueprint: Blueprint, text: str) -> None:
        """Or it is the form's own: the ends of a scale, and what is said to be assumed."""
        answers = (EXAMPLES / "devon" / "answers.toml").read_text(encoding="utf-8")
        option_of_doing_nothing = {"£0"} if "| Do nothing new | £0 |" in text else set()
        form = blueprint.sheets["settings"].by_key
        ends = {f"£{form[key].default:,.0f}" for key in ("cost_at_0", "cost_at_100")}
        others = money(text.replace(f"£{form['hourly_rate'].default:,.0f}, assumed", "")) - money(answers)
        assert others <= option_of_doing_nothing | ends

    def test_no_sum_is_named_but_the_one_that_is_assumed(self) -> None:
        text = golden("devon", "strategy.docx")
        assert cells(text, "Cost of a staff hour")[0].endswith(", assumed")
        assert not [
            row for start in ("Budget", "Staff hours available", "Whole-life cost") for row in rows(text, start)
        ]

    @pytest.mark.parametrize("document", ["report.docx", "strategy.docx"])
    def test_no_project_gets_a_score_or_a_rank(self, document: str) -> None:
        text = golden("devon", document)
        titles = [row["title"] for row in read_answers(EXAMPLES / "devon" / "answers.toml")["portfolio"]]
        assert document == "report.docx" or any(title in text for title in titles)
        assert not [row for row in rows(text, "") if row[1:2] and row[1] in titles and row[0].isdigit()]
        assert "in order of priority" not in text

    def test_each_implication_is_not_yet_assessed_and_names_who_is_asked(self) -> None:
        asked = [row for row in rows(golden("devon", "report.docx"), "") if row[0].endswith(": not assessed")]
        assert len(asked) == 5
        assert all(row[1] for row in asked)

    def test_every_gap_is_listed_with_an_owner_and_a_cell(self) -> None:
        gaps = [row for row in rows(golden("devon", "strategy.docx"), "") if row[1:2] == ["Gap"]]
        assert len(gaps) > 30
        for owner, _, what, where in gaps:
            assert owner
            assert what.endswith(".")
            assert re.fullmatch(r".+, [A-Z]+[0-9]+(:[A-Z]+[0-9]+)?(, [A-Z]+[0-9]+(:[A-Z]+[0-9]+)?)*", where)


class TestIllustrativeSaysSo:
    @pytest.mark.parametrize("document", DOCUMENTS)
    def test_label_stands_before_the_first_section_and_on_every_page(self, document: str) -> None:
        text = golden(DEMO, document)
        assert "> Illustrative: " in text[: text.index("\n## ")]
        assert re.search(r"^Footer: .*Illustrative", text, re.MULTILINE)

    @pytest.mark.parametrize("document", DOCUMENTS)
    def test_a_real_council_is_not_labelled(self, document: str) -> None:
        text = golden("devon", document)
        assert "Devon County Council" in text
        assert "Illustrative" not in text


def money(text: str) -> set[str]:
    return set(re.findall(r"£[0-9][0-9,]*(?:\.[0-9]+)?", text))


def rows(text: str, start: str) -> list[list[str]]:
    """The table rows whose first cell starts so."""
    split = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [row for row in split if row[0].startswith(start)]


def cells(text: str, first: str) -> list[str]:
    """The other cells of the row that starts with this cell."""
    return next(row[1:] for row in rows(text, first) if row[0] == first)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    left_out = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "tests")
    shutil.copytree(ROOT, place / "tree", ignore=left_out)
    pip("wheel", str(place / "tree"), "--no-build-isolation", "-w", str(place))
    (made_wheel,) = place.glob("*.whl")
    return made_wheel


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the repository, with both workbooks."""
    folder = tmp_path_factory.mktemp("outside")
    for name in NAMES:
        shutil.copy(EXAMPLES / name / f"{name}.xlsx", folder)
    return folder


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of a fresh environment with the wheel; dependencies come from the running one."""
    home = tmp_path_factory.mktemp("fresh") / "venv"
    venv.create(home, symlinks=os.name != "nt")
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    pip("--python", str(scripts / "python"), "install", "--no-index", str(wheel))
    (packages,) = {path.parent for path in home.rglob("smreport-*.dist-info")}
    here = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    # later on the path than the wheel, and their .pth files (an editable smreport) are not followed
    (packages / "dependencies.pth").write_text("\n".join(here), encoding="utf-8")
    return scripts


@pytest.mark.long
class TestFreshInstall:
    """A wheel of the repository, installed where nothing of the checkout can be seen, makes the examples."""

    def test_smreport_is_the_installed_one(self, programs: Path, outside: Path) -> None:
        code = "import smreport, smreport.commands.documents as b; print(smreport.__file__); print(b.__file__)"
        found = run(programs / "python", "-c", code, folder=outside).split()
        assert len(found) == 2
        assert all(Path(path).is_relative_to(programs.parent) for path in found)

    def test_version_is_printed(self, programs: Path, outside: Path) -> None:
        assert smreport.__version__ in run(programs / "smreport", "--version", folder=outside)

    def test_demo_makes_the_illustrative_documents(self, programs: Path, outside: Path) -> None:
        run(programs / "smreport", "demo", "-o", "shown", folder=outside)
        assert (outside / "shown" / f"{DEMO}.xlsx").is_file()
        for document in DOCUMENTS:
            assert_same(text_of_docx(outside / "shown" / document), golden(DEMO, document), f"The demo's {document}")

    @pytest.mark.parametrize("name", NAMES)
    def test_build_makes_the_golden_documents(self, programs: Path, outside: Path, name: str) -> None:
        run(programs / "smreport", "build", f"{name}.xlsx", "-o", name, folder=outside)
        for document in DOCUMENTS:
            assert_same(text_of_docx(outside / name / document), golden(name, document), f"{document} of {name}")

    def test_wheel_holds_all_data_files(self, wheel: Path) -> None:
        with zipfile.ZipFile(wheel) as opened:
            held = set(opened.namelist())
        templates = ROOT / "workbook_templates"
        data = {
            path.relative_to(templates).as_posix() for kind in ("toml", "csv") for path in templates.rglob(f"*.{kind}")
        }
        assert len(data) > 20
        wanted = {f"smreport/workbook_templates/{path}" for path in data}
        wanted |= {f"smreport/examples/{name}/answers.toml" for name in NAMES} | {"smreport/py.typed"}
        assert wanted <= held

    def test_wheel_holds_nothing_but_the_package(self, wheel: Path) -> None:
        with zipfile.ZipFile(wheel) as opened:
            tops = {name.split("/")[0] for name in opened.namelist()}
        assert tops == {"smreport", f"smreport-{smreport.__version__}.dist-info"}


def pip(*arguments: str) -> None:
    quiet = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_DEPS": "1"}
    done = subprocess.run([sys.executable, "-m", "pip", *arguments], env=quiet, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def run(program: Path, *arguments: str, folder: Path) -> str:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [program, *arguments], cwd=folder, env=clean, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
