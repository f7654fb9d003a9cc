"""Names that may be the same, and one put in place of the other."""

from __future__ import annotations

from rounds.council import HIGHWAYS, LIBRARIES, council
from rounds.rounds_in_memory import Edit, Round, shown
from workbooks import workbook

from smreport.blueprint.model import Blueprint
from smreport.blueprint.naming import Names
from smreport.blueprint.tables import Tables
from smreport.rounds.alike import Alike, Renaming, names_alike
from smreport.rounds.decisions import Decisions, Matter


def with_tool(blueprint: Blueprint, name: str) -> Tables:
    return workbook(
        blueprint,
        f"""
        | tools     | tool   | use    |
        |           | {name} | alerts |
        | mapping   | area  | tool           |
        |           | Parks | {name}: alerts |
        | accounts  | account | tool   |
        |           | Parks   | {name} |
        """,
    )


def test_the_name_that_was_sent_is_proposed_instead_of_others(blueprint: Blueprint) -> None:
    returns = [with_tool(blueprint, name) for name in ("facebook page", "Facebook pages", "FACEBOOK", "YouTube")]
    found = names_alike(with_tool(blueprint, "Facebook"), returns)
    assert [(one.old, one.new) for one in found] == [("Facebook pages", "Facebook"), ("facebook page", "Facebook")]


def test_without_a_register_the_name_that_most_use_is_proposed(blueprint: Blueprint) -> None:
    returns = [with_tool(blueprint, name) for name in ("Facebook page", "Facebook", "Facebook page")]
    assert [(one.old, one.new) for one in names_alike(None, returns)] == [("Facebook", "Facebook page")]


def test_a_name_that_was_sent_beside_another_like_it_stays(blueprint: Blueprint) -> None:
    base = workbook(
        blueprint,
        """
        | tools | tool          | use    |
        |       | Facebook      | alerts |
        |       | Facebook page | news   |
        """,
    )
    returns = [with_tool(blueprint, name) for name in ("facebook page", "Facebook", "Facebook pages")]
    assert [(one.old, one.new) for one in names_alike(base, returns)] == [("Facebook pages", "Facebook")]


def test_a_name_is_replaced_wherever_it_is_used(blueprint: Blueprint) -> None:
    tables = with_tool(blueprint, "facebook page")
    renamed = Renaming([Alike("tools", "tool", ("facebook",), "facebook page", "Facebook")], [tables]).applied(tables)
    assert shown(renamed, "tools", "tool") == [("Facebook",)]
    assert renamed["tools"].rows[renamed["tools"].numbers[0]]["label"] == "Facebook: alerts"
    assert shown(renamed, "mapping", "tool") == [("Facebook: alerts",)]
    assert shown(renamed, "accounts", "tool") == [("Facebook",)]


def type_tool(use: str) -> Edit:
    def edit(rows: dict[str, dict[int, dict[str, object]]]) -> None:
        rows["tools"][200] = {"tool": "facebook page", "use": use, "audience": "Parents"}
        rows["mapping"][300] = {"area": LIBRARIES, "tool": f"facebook page: {use}", "objective": "More loans"}

    return edit


def test_names_stay_apart_until_the_facilitator_says_yes(blueprint: Blueprint) -> None:
    sent = Round.of(council(blueprint))
    back = sent.returned(LIBRARIES, type_tool("alerts"))
    merged = sent.merged(back, sent.returned(HIGHWAYS))
    (question,) = merged.questions
    assert question.matter is Matter.NAMES
    assert (question.row, [option.text for option in question.options]) == ("facebook page", ["Facebook"])
    assert question.options[0].places == (f"{LIBRARIES}.xlsx, 3 Tools, B200",)
    assert shown(merged.tables, "tools", "tool") == [("Facebook",), ("facebook page",)]
    agreed = sent.merged(back, decided=Decisions({(question.reference, "Facebook"): True}))
    assert shown(agreed.tables, "tools", "tool", "audience") == [("Facebook", "Parents")]
    assert ("Facebook: alerts", "More loans") in shown(agreed.tables, "mapping", "tool", "objective")[-1:]
    assert agreed.open == ()


def test_names_are_the_same_here_as_in_references(blueprint: Blueprint) -> None:
    """Accents, apostrophes, plurals, "&" and "and", and spaces: what a reference forgives makes no second row."""
    pairs = (
        ("Café bulletins", "Cafe bulletin"), ("Residents’ news", "Residents news"), ("Agencies", "agency"),
        ("Bins & bulky waste", "Bins and bulky waste"), ("You Tube", "YouTube"),
    )  # fmt: skip
    for sent, back in pairs:
        (alike,) = names_alike(with_tool(blueprint, sent), [with_tool(blueprint, back)])
        assert (alike.old, alike.new) == (back, sent)
        assert Names([sent]).meant_by(back) == (sent,)
