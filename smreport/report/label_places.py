"""Where the names of points go on a scatter chart, so that they do not lie over each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Place = Literal["right", "left", "above", "below"]

_PLACES: tuple[Place, ...] = ("right", "left", "above", "below")  # in order of preference
_EMS_A_LETTER = 0.56  # the average of a sans serif
_LINE = 1.25  # height of a line as a multiple of the text size
_MARK = 6.0  # from the middle of a point's mark to its name


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

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.top - self.bottom)


def label_places(
    points: Sequence[tuple[float, float]], names: Sequence[str], size: float, plot: tuple[float, float]
) -> list[Place]:
    """A place beside each point for its name: one name after the other where it hides least.

    points  from the lower left corner of the plot; they, ``size`` of the text and ``plot`` (width, height) in points
    """
    whole = _Box(0.0, 0.0, *plot)
    taken = [_Box(x - _MARK, y - _MARK, x + _MARK, y + _MARK) for x, y in points]
    places: list[Place] = []
    for point, name in zip(points, names, strict=True):
        boxes = {place: _box(place, point, len(name) * _EMS_A_LETTER * size, _LINE * size) for place in _PLACES}
        hidden = {place: sum(map(box.shared, taken)) + box.area - box.shared(whole) for place, box in boxes.items()}
        best = min(_PLACES, key=hidden.__getitem__)
        places.append(best)
        taken.append(boxes[best])
    return places


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
