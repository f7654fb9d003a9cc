"""Where the names of points go on a scatter chart, so that they do not lie over each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Place = Literal["right", "left", "above", "below"]

_PLACES: tuple[Place, ...] = ("right", "left", "above", "below")  # in order of preference
_EMS_A_LETTER = 0.56  # the average of a sans serif
_LINE = 1.25  # height of a line as a multiple of the text size
_MARK = 6.0  # from the middle of a point's mark to its name
_MARK_COUNTS = 5  # a hidden mark is as bad as so much of a hidden name


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    def shared(self, other: _Box) -> float:
        """The area that lies in both."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(wide, 0.0) * max(high, 0.0)

    def outside(self, other: _Box) -> float:
        """The area that lies in this one only."""
        return (self.right - self.left) * (self.top - self.bottom) - self.shared(other)


def label_places(
    points: Sequence[tuple[float, float]], names: Sequence[str], size: float, plot: tuple[float, float]
) -> list[Place]:
    """A place beside each point for its name: one name after the other, twice, where it hides least.

    points  from the lower left corner of the plot; they, ``size`` of the text and ``plot`` (width, height) in points
    """
    whole = _Box(0.0, 0.0, *plot)
    marks = [_Box(x - _MARK, y - _MARK, x + _MARK, y + _MARK) for x, y in points]
    choices = [
        {place: _box(place, point, len(name) * _EMS_A_LETTER * size, _LINE * size) for place in _PLACES}
        for point, name in zip(points, names, strict=True)
    ]
    chosen: dict[int, Place] = {}
    for at in 2 * list(range(len(points))):
        texts = [choices[other][place] for other, place in chosen.items() if other != at]
        hidden = {
            place: sum(map(box.shared, texts)) + _MARK_COUNTS * sum(map(box.shared, marks)) + box.outside(whole)
            for place, box in choices[at].items()
        }
        chosen[at] = min(_PLACES, key=hidden.__getitem__)
    return [chosen[at] for at in range(len(points))]


def _box(place: Place, point: tuple[float, float], width: float, height: float) -> _Box:
    x, y = point
    match place:
        case "right":
            left, bottom = x + _MARK, y - height / 2
        case "left":
            left, bottom = x - _MARK - width, y - height / 2
        case "above":
            left, bottom = x - width / 2, y + _MARK
        case "below":
            left, bottom = x - width / 2, y - _MARK - height
    return _Box(left, bottom, left + width, bottom + height)
