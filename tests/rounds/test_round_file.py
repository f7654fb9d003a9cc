"""What round.toml may hold: what is left out is as usual, and a mistake is named with its key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smreport.declared import keys_of
from smreport.errors import InvalidValue
from smreport.rounds.round_file import ROUND_FILE, RoundFolder, ToTry, as_toml, read_round

HERE = Path("our round")


def read(toml: str) -> RoundFolder:
    return read_round(toml, HERE)


def test_a_file_without_anything_is_a_usual_round() -> None:
    assert read("") == RoundFolder(HERE)
    assert read("").path("sent") == HERE / "sent"


def test_a_new_file_has_every_key_with_a_comment_and_means_what_was_given() -> None:
    text = as_toml({"organisation": "Exampleshire", "deadline": date(2027, 1, 15)})
    blocks = [block.splitlines() for block in text.split("\n\n")]
    keys = [line.partition(" ")[0] for block in blocks for line in block if not line.startswith(("#", "["))]
    assert keys == [*(key for key in keys_of(RoundFolder) if key != "try"), *keys_of(ToTry)]
    assert all(block[0].startswith("# ") for block in blocks)
    assert read(text) == RoundFolder(HERE, organisation="Exampleshire", deadline=date(2027, 1, 15))


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_name_with_any_letters_comes_back(name: str) -> None:
    assert read(as_toml({"organisation": name})).organisation == (name if name.strip() else "")


def test_letters_that_no_file_can_hold_are_refused() -> None:
    with pytest.raises(InvalidValue, match=ROUND_FILE):
        as_toml({"organisation": "\udcff"})


def test_money_and_weights_to_try_are_numbers_and_blank_ones_are_not_tried() -> None:
    tried = read('[try]\nbudget = 40000\nhours = ""\nweight_cost = 0').to_try
    assert (tried.budget, tried.hours, tried.weights) == (40000, None, {"cost": 0})


@pytest.mark.parametrize("limit", [0, 100])
def test_what_is_at_a_limit_is_taken(limit: float) -> None:
    weights = {f"weight_{name}": limit for name in ("benefit", "cost", "risk")}
    lines = [f"{key} = {value}" for key, value in {"budget": 0, "hours": 0, **weights}.items()]
    tried = read("\n".join(["[try]", *lines])).to_try
    assert tried == ToTry(budget=0, hours=0, **weights)
    assert tried.weights == dict.fromkeys(("benefit", "cost", "risk"), limit)


@pytest.mark.parametrize("name", ["our.xlsx", "Our.XLSX", "x.xlsm", "x.ods", "deep/x.ods"])
def test_a_workbook_may_be_of_each_kind_that_is_read(name: str) -> None:
    assert read(f"workbook = '{name}'") == RoundFolder(HERE, workbook=name)
    assert read(f"workbook = '{name}'").path(name) == HERE / name


def test_the_folder_of_the_round_may_hold_its_workbooks_and_no_folder_another_s() -> None:
    given = RoundFolder(
        HERE, workbook="w/plan.xlsx", combined="w/all.xlsx", sent="a", returned="b", built="c", data="d"
    )
    text = "workbook='w/plan.xlsx'\ncombined='w/all.xlsx'\nsent='a'\nreturned='b'\nbuilt='c'\ndata='d'\nstyle=' '"
    assert read(text) == given
    assert given.file == HERE / ROUND_FILE


@pytest.mark.parametrize("template", ["social_media", "our form", "/somewhere/form"])
def test_a_template_is_a_shipped_one_or_a_folder_seen_from_the_round(template: str) -> None:
    folder = template if template == "social_media" else str(HERE / template)
    assert read(f'template = "{template}"').template_given == folder


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("organisaton = 'X'", "organisaton: unknown key; known are .* Did you mean 'organisation'"),
        ("[try]\nbudgt = 4", "try budgt: unknown key; known are budget, .* Did you mean 'budget'"),
        ("[try]\nbudget = -1", "try budget: must be 0 or more, got -1"),
        ("[try]\nbudget = '£4'", "try budget: expected a number, got '£4'"),
        *((f"[try]\n{key} = -0.1", f"try {key}: must be 0 or more") for key in ("budget", "hours")),
        *(
            (f"[try]\nweight_{name} = {value}", f"try weight_{name}: must be from 0 to 100")
            for name in ("benefit", "cost", "risk")
            for value in (100.1, -0.1)
        ),
        ("[try]\nweight_risk = 101", "try weight_risk: must be from 0 to 100"),
        ("workbook = '.xlsx'", "workbook: must be a name that ends in .xlsx"),
        ("workbook = 'a.xlsx.txt'", "workbook: must be a name that ends in .xlsx"),
        ("combined = 'combined.xlsm'", "combined: must be a name that ends in .xlsx"),
        ("try = 4", "try: expected a table of keys"),
        ("deadline = '2027-01-15'", "deadline: expected a date such as"),
        ("organisation = 4", "organisation: expected a text, got 4"),
        ("workbook = 'workbook.docx'", "workbook: must be a name that ends in .xlsx"),
        ("combined = 'combined.ods'", "combined: must be a name that ends in .xlsx"),
    ],
)
def test_a_mistake_is_named_with_file_and_key(toml: str, words: str) -> None:
    assert_refused(toml, words)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("returned = 'sent'", "returned is the same as sent"),
        ("combined = 'returned/all.xlsx'", "combined lies in the folder of returned"),
        ("combined = 'workbook.xlsx'", "combined is the same as workbook"),
        ("workbook = 'data/w.xlsx'", "workbook lies in the folder of data"),
        *((f"{key} = 'sent'", f"{key} is the same as sent") for key in ("built", "data", "mails")),
        ("mails = 'x/../built/'", "mails is the same as built"),
        ("sent = '.'", "sent is the same as round.toml"),
    ],
)
def test_what_would_be_taken_for_each_other_lies_apart(toml: str, words: str) -> None:
    assert_refused(toml, words)


@pytest.mark.parametrize("toml", ["organisation = ", "a = " + "[" * 5000])
def test_what_is_no_toml_is_refused(toml: str) -> None:
    assert_refused(toml, "cannot be read as TOML")


def assert_refused(toml: str, words: str) -> None:
    with pytest.raises(InvalidValue, match=words) as refused:
        read(toml)
    assert str(refused.value).startswith(f"{HERE / ROUND_FILE}")
