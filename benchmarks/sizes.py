"""How large the invented workbooks are. It imports nothing, so that who measures stays small; see ``speed.py``."""

from __future__ import annotations

from dataclasses import dataclass

ROLES_AN_AREA = 4


@dataclass(frozen=True)
class Size:
    """How many areas, mappings and projects a workbook has; the rest follows from them."""

    areas: int
    mappings: int
    projects: int

    @property
    def roles(self) -> int:
        return max(ROLES_AN_AREA + 2, self.areas // 5)


SIZES = {
    "small": Size(17, 200, 15),
    "medium": Size(200, 5_000, 200),
    "large": Size(2_000, 100_000, 2_000),
    "300 services": Size(300, 7_500, 300),
}
