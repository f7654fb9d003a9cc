"""Make anew the examples' workbooks, documents and golden texts.

It is run as ``python tests/remake_examples.py``.

Run it after a change that is meant, and read the diff before you commit it. Running it twice gives the
same bytes.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from example_rounds import FOLDER as OF_ROUNDS
from example_rounds import two_more_rounds
from golden import text_of_docx

from smreport.blueprint.answers import read_answers, tables_from
from smreport.blueprint.templates import DEFAULT
from smreport.commands.loading import load_template
from smreport.commands.making import workbook_bytes
from smreport.commands.publishing import published
from smreport.commands.reading import read_workbook
from smreport.decision.results import decide
from smreport.findings import as_text, summary

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = ("devon", "illustrative")
REMAKE = "Is the change meant? Then run python tests/remake_examples.py and read the diff."


def made(name: str) -> dict[str, bytes]:
    """Everything that comes from an example's answers, by its path in the example's folder."""
    blueprint = load_template(DEFAULT)
    workbook = f"{name}.xlsx"
    answers = read_answers(EXAMPLES / name / "answers.toml")
    content = workbook_bytes(tables_from(blueprint, answers, workbook))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / workbook
        path.write_bytes(content)
        results = decide(read_workbook(path))
    documents = published(results).contents
    texts = {f"golden/{Path(file).stem}.md": text_of_docx(document) for file, document in documents.items()}
    texts["golden/check.txt"] = f"{as_text(results.findings)}\n\n{workbook}: {summary(results.findings)}.\n".lstrip()
    return {workbook: content, **documents, **{path: text.encode() for path, text in texts.items()}}


def made_of_rounds() -> dict[str, bytes]:
    """Everything that comes from the two more rounds of the illustrative example, by its path in its folder."""
    with tempfile.TemporaryDirectory() as folder:
        return two_more_rounds(Path(folder)).made()


def write(folder: Path, contents: dict[str, bytes]) -> None:
    """Write files below a folder, and say so."""
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
        print(f"Wrote {target.relative_to(EXAMPLES.parent)}")


def remake() -> None:
    """Write what these give for every example."""
    for name in NAMES:
        write(EXAMPLES / name, made(name))
    write(OF_ROUNDS, made_of_rounds())


if __name__ == "__main__":
    remake()
