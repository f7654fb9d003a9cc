"""Tables as frames, for people who go on with pandas: it is imported when the first one is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def frame_of(
    rows: Iterable[Mapping[str, object] | tuple[object, ...]], columns: list[str] | None = None
) -> pd.DataFrame:
    """A row for each of ``rows``, with these columns, else those of the first row."""
    import pandas as pd

    return pd.DataFrame(list(rows), columns=columns)


def frame_of_columns(columns: Mapping[str, Sequence[object]], index: Sequence[int]) -> pd.DataFrame:
    """A frame of dtype object from its columns, with whole numbers as its index."""
    import pandas as pd

    return pd.DataFrame(dict(columns), index=pd.Index(list(index), dtype="int64"), dtype=object)
