"""Answers, service lists, templates and their wording that cannot be used."""

from __future__ import annotations

from typing import Any

from refusals.case import Case, all_of, gone, in_parts, in_text, named, put, run, sound

ROW = '[[areas]]\nname = "Libraries"\n'


def answers_of(case: str, content: str | bytes, says: str, mended: str) -> tuple[str, Case]:
    command = "new -o made.xlsx --answers a.toml"
    return f"answers: {case}", Case(command, says, put("a.toml", content), put("a.toml", mended))


def services_of(case: str, content: str | bytes, says: str, mended: str) -> tuple[str, Case]:
    command = "new -o made.xlsx --services s.csv"
    return f"services: {case}", Case(command, says, put("s.csv", content), put("s.csv", mended))


def template_of(file: str, old: str, new: str, says: str, command: str = "check w.xlsx --template mine") -> Any:
    name = f"mine/{file}"
    return f"template: {says}", Case(command, says, in_text(name, old, new), sound(name))


def wording_of(file: str, old: str, new: str, says: str) -> tuple[str, Case]:
    case: tuple[str, Case] = template_of(file, old, new, says, "build w.xlsx -o out --template mine")
    return case


CASES = named(
    # --- answers and service lists ---
    answers_of("no TOML", "[areas", "not valid TOML", ROW),
    answers_of("another encoding", 'x = "é"'.encode("cp1252"), "Save it in UTF-8", 'settings.organisation = "é"'),
    answers_of("an unknown sheet", "[parks]", "there is no sheet 'parks' in the template. Known are settings, areas",
        ROW),
    answers_of("one table for rows", '[areas]\nname = "x"', r"rows are written as \[\[areas\]\]", ROW),
    answers_of("a row that is none", "areas = [1]", "a row is a table of answers", ROW),
    answers_of("an answer that is a table", "[[areas]]\n[areas.name]\nx = 1", "an answer is not a table", ROW),
    answers_of("several for one", "[[areas]]\nname = [1, 2]", "one answer is expected", ROW),
    answers_of("an unknown column", "[[areas]]\nnam = 1", "there is no column to fill in with key 'nam'", ROW),
    answers_of("a text longer than a cell", f'[[areas]]\nname = "{"x" * 33_000}"', "Shorten it.", ROW),
    answers_of("weights that are none", "[settings]\nweight_risk = -1", "Settings: the weights must be numbers from 0",
               "[settings]\nweight_benefit = 1\nweight_cost = 1\nweight_risk = 1"),
    ("answers: too long", Case("new -o made.xlsx --answers a.toml", "more than 1 MB of text",
                               put("a.toml", f"{ROW}#{'x' * 2**21}"), env={"SMREPORT_MOST_TEXT": "1"})),
    ("answers: a folder", Case("new -o made.xlsx --answers mine", "this is a folder, not a file",
                               put("mine/a.toml", ROW), again="new -o made.xlsx --answers mine/a.toml")),
    services_of("no columns", "number;title\n1;x", "a first line with the columns id and name", "id,name\n1,x"),
    services_of("no names", "id,name\n1,", "Fill in the column name", "id,name\n1,x"),
    services_of("no CSV", b'id,name\n1,"' + b"never closed " * 20_000, r"Save it as CSV \(UTF-8\)", "id,name\n1,x"),
    ("services: too many", Case(
        "new -o made.xlsx --services s.csv", r"s\.csv: .*more than 1,000 items",
        put("s.csv", "id,name\n" + "".join(f"{number},a\n" for number in range(1_001))),
        env={"SMREPORT_MOST_ITEMS": "1000"})),
    ("template: words that cannot be read", Case(
        "new -o made.xlsx --template mine --language cy", r"words/cy\.po: .* smreport template words",
        put("mine/words/cy.po", "msgid"), gone("mine/words/cy.po"),
        again="template words mine --language cy")),
    ("template: words to check that cannot be read", Case(
        "template check mine", "template words", put("mine/words/cy/papers.po", "msgid"),
        gone("mine/words/cy/papers.po"))),
    ("template: no words in a language", Case(
        "new -o made.xlsx --template mine --language cy", "template words mine --language cy", gone("mine/words/cy.po"),
        again="template words mine --language cy")),
    ("template: no words of a shipped one", Case(
        "new -o made.xlsx --template digital_inclusion --language cy", "template words FOLDER --language cy",
        again="template copy digital_inclusion theirs")),
    ("template: a list that is too long", Case(
        "check w.xlsx --template mine", r"lists/.*csv: .*more than 2 items", put("x.txt", ""),
        env={"SMREPORT_MOST_ITEMS": "2"})),
    ("template: a sheet that is no TOML", Case(
        "check w.xlsx --template mine", r"sheets/areas\.toml: not valid TOML", put("mine/sheets/areas.toml", b"[["),
        sound("mine/sheets/areas.toml"))),
    # --- templates ---
    ("template: none", Case("check w.xlsx --template none", r"Give a shipped one \(.*social_media\)",
                            again="check w.xlsx --template social_media")),
    ("template: copied from none", Case("template copy none there", "These ship with smreport: .*social_media",
                                        again="template copy social_media there")),
    template_of("sheets/areas.toml", "^width", "wide", "unknown key; known are"),
    template_of("workbook.toml", 'heading = "Channel" }', "title = 1 }",
        "lists channel title: unknown key; known are heading"),
    template_of("workbook.toml", 'heading = "Channel" }', 'heading = "C", wide = 1 }', "wide: unknown key"),
    template_of("workbook.toml", "^accepts = .*", 'accepts = ["0"]', "the template's own version 1.2 must be in it"),
    ("template: a list is gone", Case(
        "check w.xlsx --template mine", "the file is missing, and workbook.toml names the list",
        gone("mine/lists/channel.csv"), sound("mine/lists/channel.csv"))),
    template_of("sheets/risks.toml", '^withholds = "row"', 'withholds = "figures"', 'withholds: give "row"'),
    template_of("lists/channel.csv", "^Microblog", '""', "line 3: each line needs an item"),
    template_of("lists/area_status.csv", "^parked,", "halted,", "no item has the id 'parked'"),
    template_of("lists/area_status.csv", "^parked,", "in_scope,", "line 3, id: another item has the id 'in_scope'"),
    template_of("sheets/kpis.toml", "^also = .*", "also = []", "give the word that stands for all of them"),
    template_of("lists/importance.csv", ",3,", ",0,", "line 2: value must be a whole number from 1 to 1000"),
    template_of("lists/importance.csv", ",3,", ",,", "every item of a scale needs a value"),
    ("template: a list in another encoding", Case(
        "check w.xlsx --template mine", "Save it in UTF-8", put("mine/lists/channel.csv", "item\né".encode("cp1252")),
        sound("mine/lists/channel.csv"))),
    template_of("sheets/areas.toml", "^owner = .*", 'owner = "nobody"', "owner: there is no column 'nobody'"),
    template_of("sheets/areas.toml", "^rows = .*", "rows = 0", "rows: must be 1 or more, got 0"),
    template_of("sheets/areas.toml", "^title = .*", f'title = "{"x" * 32}"', "a sheet's title has"),
    template_of("sheets/areas.toml", "^title = .*", 'title = "Lists"', "another sheet is called"),
    template_of("sheets/mapping.toml", '^kind = "unique"\n', 
        'kind = "unique"\nwhen = { column = "x", filled = true }\n', "when column: there is no column 'x'"),
    template_of(
        "sheets/areas.toml", '^type = "choice"\nlist = "area_status"', 'type = "text"', "must be choice, got 'text'"
    ),
    wording_of("sheets/objectives.toml", "^principle = 1", "principle = 99", "there is no principle 99"),
    ("template: schemas for none", Case("template schema none", "Give a folder that has a workbook.toml",
                                        again="template schema mine")),
    ("template: too many rows", Case(
        "check w.xlsx --template mine", "more than 50,000 rows together", in_text("mine/sheets/areas.toml",
            "^rows = .*",
                                                                               "rows = 60_000"))),
    template_of("sheets/mapping.toml", '"objectives.area"', '"objectives.nothing"', "to: there is no column"),
    template_of("sheets/kpis.toml", 'key = "baseline"', 'key = "base_line"', "baseline"),
    ("template: another form of it", Case(
        "check n.xlsx", "Say which: --template FOLDER", all_of(
            in_text("mine/sheets/areas.toml", "^rows = .*", "rows = 7"),
            in_text("mine/sheets/areas.toml", "^heading = \"Area\"", 'heading = "Place"'),
            run("new -o n.xlsx --template mine")), again="check n.xlsx --template mine")),
    ("template: nobody knows what it was copied from", Case(
        "template upgrade mine", "Say it with --from .*social_media", in_text("mine/workbook.toml", "^name = .*",
        'name = "ours"'), again="template upgrade mine --from social_media")),
    ("template: upgrade of none", Case("template upgrade none", "Give a folder that has a workbook", again=(
        "template upgrade mine --from social_media"))),
    ("template: a damaged origin", Case(
        "template upgrade copied", "Delete it and run this again", all_of(
            run("template copy social_media copied"), put("copied/copied_from.zip", b"x")),
        gone("copied/copied_from.zip"))),
    ("template: upgrade of a broken one", Case(
        "template upgrade mine --from social_media", "See what it is with: smreport template check mine",
        put("mine/starter.toml", "é".encode("cp1252")), sound("mine/starter.toml"))),
    ("template: upgrade of a sheet that is no TOML", Case(
        "template upgrade mine --from social_media", "sheets/areas.toml", put("mine/sheets/areas.toml", b"[["),
        sound("mine/sheets/areas.toml"))),
    # --- wording and looks ---
    wording_of("strategy.toml", r"^tools = .*\n", "", "tools: this key is missing"),
    wording_of("strategy.toml", r"^number = 1\n", "number = 1\ncolour = 1\n", "colour: unknown key; known are counts"),
    wording_of("strategy.toml", r'^key = "', 'key = "x', "there is no such section; known are"),
    wording_of("strategy.toml", r'^heading = "[^"]*"\nintro', "heading = 1\nintro", "heading: expected a text, got 1"),
    wording_of("strategy.toml", r'^intro = "', 'intro = "{nobody}', "can be filled in"),
    wording_of("style.toml", "^body = 12", "body = 8", "style.toml: house style"),
    ("looks: both changed", Case(
        "build w.xlsx -o out --template mine", "make the file anew: smreport template house FOLDER --force",
        all_of(in_parts("mine/house.docx", word__styles_0_xml=lambda xml: xml.replace('w:val="36"', 'w:val="40"')),
               in_text("mine/style.toml", "^body = 12", "body = 13")), run("template house mine --force"))),
    ("looks: no Word file", Case("build w.xlsx -o out --template mine", r"house\.docx: is not a Word file",
                                 put("mine/house.docx", b"x"), sound("mine/house.docx"))),
)  # fmt: skip
