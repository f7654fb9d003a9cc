"""One small paper, and new versions of it: for tests of what becomes of people's work on the first."""

from __future__ import annotations

from word.small_papers import Edit, merged, small_paper, told_of

SAME = """
= summary
# Summary
The budget is £5.
Email comes first.
We do:
- one
- two
## Reach
We reach 900 people.
= risks
# Risks
They are owned.
%All risks|risks
|Risk|Owner
|Abuse|Ann
|Delay|Bob
= close
# Last words
Closing words.
## Thanks
We thank £5 givers.
"""


def _other(*pairs: str) -> str:
    """The paper with other texts in the place of some."""
    text = SAME
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    return text


_ITEMS, _REACH = "We do:\n- one\n- two\n", "## Reach\nWe reach 900 people.\n"
_TABLE = "%All risks|risks\n|Risk|Owner\n|Abuse|Ann\n|Delay|Bob\n"
_COSTS = "= costs\n# Costs\nThey are high.\n%Costs|costs\n|What|Much\n|Staff|£1\n"
DEARER = _other("£5", "£6")
MORE = _other(
    "budget is £5", "budget is £6", "Bob", "Cat", "- two", "- two\n- three", "|Delay", "|Flood|Dan\n|Delay",
    "900 people.", "900 people.\nAnd more.", "thank £5", "thank £7",
)  # fmt: skip
LESS = _other(_ITEMS, "", _REACH, "", _TABLE, "", "## Thanks\nWe thank £5 givers.\n", "")
FEWER = _other("- two\n", "", "Email comes first.\n", "", "|Delay|Bob\n", "")
NO_RISKS = _other(f"= risks\n# Risks\nThey are owned.\n{_TABLE}", "")
OTHERWISE = _other(
    "# Risks", "# All risks", "They are owned", "Somebody owns them", "Email", "Post", "Abuse|Ann", "Misuse|Una",
    "Delay", "Lateness", "- one\n- two", "- two\n- one", "900", "800", "Closing", "Final",
)  # fmt: skip
WIDER = _other("|Risk|Owner", "|Risk|Owner|Size", "|Ann", "|Ann|3", "|Bob", "|Bob|4", "£5 givers", "£8 givers")
NEW_PLACE = _other("= close", f"{_COSTS}= close")


def outcome(new: str, *edits: Edit) -> list[str]:
    """What becomes of people's edits of the paper once its new version comes."""
    before, fresh = small_paper(SAME), small_paper(new)
    return told_of(merged(before, fresh, *edits), before, fresh)
