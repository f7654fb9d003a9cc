"""Names of points lie beside their points, and not over each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from smreport.word.label_places import label_places

PLOT = (400.0, 200.0)
inside = st.tuples(st.floats(0, PLOT[0]), st.floats(0, PLOT[1]))


@given(st.lists(st.tuples(inside, st.text(max_size=30)), max_size=12))
def test_every_point_has_a_place_for_its_name(named: list[tuple[tuple[float, float], str]]) -> None:
    places = label_places([point for point, _ in named], [name for _, name in named], 10, PLOT)
    assert len(places) == len(named)
    assert set(places) <= {"right", "left", "above", "below"}


def test_a_name_stands_to_the_right_where_nothing_is_in_its_way() -> None:
    assert label_places([(50, 100), (50, 30)], ["Libraries", "Highways"], 10, PLOT) == ["right", "right"]


def test_a_name_at_the_right_edge_stands_on_the_other_side() -> None:
    assert label_places([(395, 100)], ["Libraries for hard times"], 10, PLOT) == ["left"]


def test_a_name_does_not_hide_the_next_point() -> None:
    first, _ = label_places([(100, 100), (130, 100)], ["Libraries for hard times", "Highways"], 10, PLOT)
    assert first != "right"


def test_names_of_points_at_one_spot_stand_on_different_sides() -> None:
    places = label_places([(200, 100)] * 4, ["Libraries", "Highways", "Waste", "Care"], 10, PLOT)
    assert len(set(places)) == 4
