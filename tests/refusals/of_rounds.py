"""Folders of rounds that cannot be made, or that commands cannot make sense of, and reviews."""

from __future__ import annotations

from refusals.case import Case, all_of, gone, in_text, named, put, run, sound

USUAL = 'workbook = "w.xlsx"\n'


def round_file_of(case: str, content: str, says: str) -> tuple[str, Case]:
    """A round.toml that is not right, and is put right in a text editor."""
    return f"round.toml: {case}", Case("next", says, put("round.toml", content), put("round.toml", USUAL))


CASES = named(
    ("init: a round is there", Case("init r", "choose another folder", run("init r"), again="init r2")),
    ("init: a file for a folder", Case(
        "init r", "Move the file, or choose another folder", put("r/sent", "x"), gone("r/sent"))),
    ("init: letters that no file can hold", Case(
        "init r --organisation \udcff", "Type it again", again="init r --organisation Exampleshire")),
    ("next: no round", Case("next", "Make a round with: smreport init ROUND", mend=run("init round"), again="next",
                            into="round")),
    round_file_of("no TOML", "organisation = ", "cannot be read as TOML: .* Put texts in quotes"),
    round_file_of("a mistake", "organisaton = 'X'", "Did you mean 'organisation'.* Put that right in a text editor"),
    round_file_of("no template", 'template = "social_meda"',
        "Put that right in a text editor. Did you mean “social_media”"),
    ("next: a register that cannot be read", Case(
        "next --mails", "the file is empty", all_of(put("round.toml", USUAL), put("sent/register.xlsx", b"")),
        run("split --force"))),
    ("review: a section that is none", Case(
        "review w.xlsx --since .sound/w.xlsx -o out --template mine",
        r"\[review\]: there is no section reviews. Known are",
        in_text("mine/strategy.toml", '^key = "review_summary"', 'key = "reviews"'), sound("mine/strategy.toml"))),
)  # fmt: skip
