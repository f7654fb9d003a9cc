"""Frozen classes of fields, made by msgspec: as dataclasses are, but defined and filled many times sooner.

A dataclass compiles six functions when its module is loaded: for the classes of one build that takes as long as reading
a small workbook. Classes that change, or that have fields which do not count when two are compared, stay dataclasses.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, dataclass_transform

from msgspec import NODEFAULT as MISSING
from msgspec import Struct, field, structs
from msgspec.structs import asdict, force_setattr

__all__ = ["MISSING", "Frozen", "asdict", "defaults", "field", "force_setattr", "replace"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Frozen(Struct, frozen=True, dict=True):
    """A class whose annotations are its fields; equal where all fields are. It may keep what it has worked out once."""


if TYPE_CHECKING:
    from dataclasses import replace  # since mypy knows what fields a record has by this one
else:

    def replace(record: Any, /, **changes: object) -> Any:
        """The same with other values in some fields, of a dataclass too."""
        change = structs.replace if isinstance(record, Struct) else dataclasses.replace
        return change(record, **changes)


def defaults(declaration: type[Frozen]) -> dict[str, object]:
    """The fields by name, with what each stands at where nothing is given: MISSING where something must be."""
    names, known = declaration.__struct_fields__, declaration.__struct_defaults__
    return dict(zip(names, (*[MISSING] * (len(names) - len(known)), *known), strict=True))
