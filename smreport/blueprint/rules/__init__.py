"""Rule kinds: each says in Excel, in Python and in words when a row does not keep it.

A kind is one small class. ``prepare`` looks up once what the rule needs from all tables, ``fails`` judges
one row, ``formula`` says the same in Excel (true when the row fails), and ``words`` serve both. The TOML of
a sheet names the kind and gives its fields. To add a kind, write the class; it is known by its ``kind``.
"""

from smreport.blueprint.rules.across import Belongs, Covered, RefState
from smreport.blueprint.rules.base import KINDS, Breach, Condition, Rule
from smreport.blueprint.rules.cells import (
    UNDERSTANDING,
    Exists,
    InRange,
    Listed,
    NoSeparator,
    Readable,
    Required,
    Understood,
    Unsaid,
)
from smreport.blueprint.rules.links import Acyclic, Apart
from smreport.blueprint.rules.meeting import Grounded, InEffect, Marked
from smreport.blueprint.rules.rows import AllOrNone, AnyPositive, Compare, OneOf, Outside, Similar, Unique

__all__ = [
    "KINDS",
    "UNDERSTANDING",
    "Acyclic",
    "AllOrNone",
    "AnyPositive",
    "Apart",
    "Belongs",
    "Breach",
    "Compare",
    "Condition",
    "Covered",
    "Exists",
    "Grounded",
    "InEffect",
    "InRange",
    "Listed",
    "Marked",
    "NoSeparator",
    "OneOf",
    "Outside",
    "Readable",
    "RefState",
    "Required",
    "Rule",
    "Similar",
    "Understood",
    "Unique",
    "Unsaid",
]
