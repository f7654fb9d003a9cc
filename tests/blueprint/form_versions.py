"""Three versions of a template, in which each key, table and file is a case of its own, and what becomes of them."""

from __future__ import annotations

from smreport.blueprint.carry_over import carried_over

BASE = """# The areas.
title = "Areas"  # on its tab
rows = 10
aliases = ["A", "B", "C"]
guidance = [
  "One.",
  "Two.",
]
owner = "lead"
who = "Leads"
purpose = "Where."

[[column]]
key = "name"
heading = "Name"
help = "Its name."

# what sort
[[column]]
key = "kind"
heading = "Kind"

[[column]]
key = "state"
heading = "State"

[[column]]
key = "label"
type = "label"

[[rule]]
kind = "unique"
columns = ["name"]
level = "error"

[[rule]]
kind = "unique"
columns = ["name"]
level = "note"

[[rule]]
kind = "unique"
columns = ["name"]
level = "note"

[[step]]
say = "First"

[[step]]
say = "Then"

[words]
one = "One"
"two" = 2
# the end
"""
THEIRS = """# Our areas.
title = "Our areas"  # on its tab
rows = 10
aliases = ["B", "C", "D"]
guidance = [
  "One of ours.",
]
owner = "lead"
who = "Leads"
purpose = "Where."
extra = true

[[column]]
key = "ours"
heading = "Ours"

[[column]]
key = "name"
heading = "Name of it"
help = "Its name."

[[column]]
key = "state"
heading = "State"

[[column]]
key = "label"
type = "label"

[[rule]]
kind = "unique"
columns = ["name"]
level = "error"

[[rule]]
kind = "unique"
columns = ["name"]
level = "note"

[[rule]]
kind = "unique"
columns = ["name"]
level = "gap"

[[step]]
say = "First"

[[step]]
say = "Then ours"

[words]
one = "One"
"two" = 2
# our end"""
NEW = """# The areas, anew.
title = "Areas"  # on its tab
rows = 20  # more
stays = true
aliases = ["A", "C", "E"]
guidance = ["One anew."]
who = "Leads and others"
purpose = "Where."

[[column]]
key = "name"
heading = "Name anew"
help = "Its name, anew."

# what sort
[[column]]
key = "kind"
heading = "Kind anew"

# how large
[[column]]
key = "size"
heading = "Size"

[[column]]
key = "label"
type = "label"

[[rule]]
kind = "unique"
columns = ["name"]
level = "gap"

[[rule]]
kind = "unique"
columns = ["name"]
level = "error"

[[rule]]
kind = "unique"
columns = ["name"]
level = "error"

[[rule]]
kind = "required"
column = "size"

[[step]]
say = "First anew"

[words]
one = "One"
"two" = 3

[more]
three = 3
"""
FILES = {
    "sheets/areas.toml": (THEIRS, BASE, NEW),
    "lists/kind.csv": (
        "id,item\na,Ours\nb,B\n\"c, d\",C\nz,Z\n",
        "id,item\na,A\nb,B\n\"c, d\",C\nd,D\n",
        "id,item\na,A\nb,New\n\"c, d\",C\nd,D\ne,E\n",
    ),
    "lists/state.csv": ("id,item,also\na,A,x\n", "id,item\na,A\n", "id,item,help\na,A,.\n"),
    "lists/same.csv": ("item\nA\nB\n", "item\nB\nA\n", "item\nB\nA\n"),
    "lists/moved.csv": ("item\nA\nB\n", "item\nA\nB\n", "item\nB\nA\n"),
    "ours.toml": ("x = 1\n", None, None),
    "new.toml": (None, None, "x = 1\n"),
    "gone.toml": ("x = 1\n", "x = 1\n", None),
    "gone but ours.toml": ("x = 2\n", "x = 1\n", None),
    "taken out.toml": (None, "x = 1\n", "x = 1\n"),
    "taken out, and new.toml": (None, "x = 1\n", "x = 2\n"),
    "house.docx": ("ours", "old", "new"),
    "logo.png": ("old", "old", "new"),
    "crlf.toml": ("\ufeffx = 1\r\ny = 1\r\n", "x = 1\ny = 1\n", "x = 1\ny = 2\n"),
    "comment.toml": ("# ours\nx = 1\n", "x = 1\n", "# new\nx = 1\n"),
    "long.toml": ('x = "a"\n', "x = 1\n", f'x = "{"long " * 20}"\n'),
    "table.toml": ("x = { a = 1 }\n", "x = 1\n", "x = { a = 2 }\n"),
    "left.toml": ("y = 1\n", "x = { a = 1 }\ny = 1\n", "x = { a = 2 }\ny = 1\n"),
}  # fmt: skip


def merged() -> str:
    """What the files become, and what is told of it, where the copy says what it was copied from and where not."""
    theirs, base, new = (
        {path: versions[at].encode() for path, versions in FILES.items() if versions[at] is not None} for at in range(3)
    )
    lines: list[str] = []
    for known in (base, None):
        merge = carried_over(theirs, known, new)
        lines += [f"=== {'with' if known else 'without'} what it was copied from"]
        for path, content in merge.files.items():
            lines += [f"--- {path}", *content.decode().replace("\ufeff", "(BOM)").split("\n")]
        lines += ["--- taken", *merge.taken, "--- kept", *merge.kept]
    return "\n".join(lines) + "\n"
