"""The fills of the cells that smreport writes, so that those that people chose can be told from them."""

from __future__ import annotations

HEADER_FILL, QUIET_FILL, INPUT_FILL, FIXED_FILL = "#1F4E5F", "#D6E4EA", "#FFFFFF", "#EEF2F4"
OWN_FILLS = frozenset(fill.removeprefix("#") for fill in (HEADER_FILL, QUIET_FILL, INPUT_FILL, FIXED_FILL))
