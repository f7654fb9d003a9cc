"""Frozen classes of fields, made by msgspec: as dataclasses are, but defined and filled many times sooner.

A dataclass compiles six functions when its module is loaded, which for those of one build takes as long as reading its
workbook. Classes whose fields say more than a type and a default, and abstract ones, stay dataclasses.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, dataclass_transform

from msgspec import Struct, field, structs
from msgspec.structs import asdict

__all__ = ["Frozen", "asdict", "field", "replace"]


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
