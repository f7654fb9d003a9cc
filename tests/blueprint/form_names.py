"""What names and choices are taken for: each text stands in a line, with what is made of it behind an arrow."""

from __future__ import annotations

from collections.abc import Iterator

from smreport.blueprint.naming import Choices, InWords, Meant, Names

NAMES = (
    "Libraries (Service)", "Libraries (Activity)", "Adult social care (ASC) (Service)", "Children's services",
    "Waste & recycling", "Parks, trees and open spaces", "Highways team", "Project A", "Project B", "Phase 1",
    "Phase 2", "Office for Low Emissions", "Area Safety Check", "Web officer", "Contact adviser",
    "Digital communications team",
    "Housing", "Housing benefit", "Housing & planning policy", "Café", "Resource library", "All areas",
    "A to Z of the county", "Assistant director of the economy", "Gone",
)  # fmt: skip
SHORTER = (("Lib", "Libraries (Service)"), ("Adult social care (ASC)", "Adult social care (ASC) (Service)"))
KNOWN = Names(NAMES, SHORTER, "All areas", ["Gone"])
PLAIN = Names(["A; B", "C, D", "E\nF", "Housing", "Café"])  # with signs that stand between names
CHOICES = Choices([
    ("In scope", ["yes", "y", "→"]), ("Parked", ["no", "n", "not now"]), ("Done", ["complete", "finished", "closed"]),
    ("Monthly", ["every month", "a month"]), ("Medium", ["middling"]), ("E-mail", []), ("3", ["three"]), ("Likely", []),
])  # fmt: skip
BARE = Choices([("Yearly", []), ("Weekly", []), ("Service", [])])


def read_again(written: str) -> str:
    """A text of such lines, with what is made of each now; lines before the first are for ``KNOWN``."""
    return "".join(f"{line}\n" for line in _lines(written))


def _lines(written: str) -> Iterator[str]:
    known: Names | Choices = KNOWN
    for line in written.splitlines():
        if line.startswith("=="):
            known = {"== plain": PLAIN, "== choices": CHOICES, "== bare": BARE}[line]
            yield line
        else:
            typed = line.partition(" => ")[0]
            text = typed.replace("\\n", "\n")
            said = _name(known, text) if isinstance(known, Names) else _choice(known, text)
            yield f"{typed} => " + said.replace("\n", "\\n")


def _name(known: Names, typed: str) -> str:
    """The names that it means, then the others that it can mean, is near to, likely meant for or misspelt for."""
    meant, can_mean = known.meant_by(typed), known.can_mean(typed)
    near = known.nearest(typed), known.likely(typed), known.misspelt(typed)
    parts = known.parts(typed)
    said = [" or ".join(meant) or "-"]
    said += ["can mean " + " or ".join(can_mean)] if can_mean != meant else []
    said += [f"{way} {name}" for way, name in zip(("near", "likely", "misspelt"), near, strict=True) if name]
    said += ["a list"] if known.is_list(typed) else []
    said += ["in doubt"] if known.is_in_doubt(typed) else []
    said += [f"parts {parts}"] if parts != [typed] else []
    one, several = known.understood(typed), known.understood((typed, "Café"))
    said += [understood(one)] if one is not typed else []
    said += [understood(several)] if several != tuple(filter(None, (one, "Café"))) or len(parts) > 1 else []
    return "; ".join(said)


def _choice(known: Choices, typed: str) -> str:
    meant = known.meant_by(typed)
    near = known.nearest(typed)
    said = [" or ".join(meant) or "-", *([f"near {near}"] if near else [])]
    return "; ".join([*said, understood(known.understood(typed))])


def understood(value: object) -> str:
    """What is kept in the cell's place, with what was typed where that is kept beside it."""
    if isinstance(value, tuple):
        return f"({', '.join(map(understood, value))})"
    if not isinstance(value, Meant):
        return repr(value)
    more = " and says more" if isinstance(value, InWords) and value.says_more else ""
    typed = [value.typed, *value.others]
    told = f", told {[*value.other_words]}" if [*value.other_words] != typed else ""
    return f"{type(value).__name__} {str(value)!r} from {typed}{told}{more}"
