"""What is found near a set, in cases that are reckoned by hand: platforms first or last, exchanges, and ties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import pytest
from decision_cases import APRIL_2027

from smreport.decision.near import NEXT_IN_RANK, Near
from smreport.decision.records import CostLine, Limits, Project, Round, Settings, Use, amount
from smreport.decision.sets import Truths
from smreport.decision.tally import Tally
from smreport.decision.wave import search_of

ZERO = amount(0)
PLATFORM = "platform"


def near(
    points: Sequence[int], pounds: Sequence[int], budget: int, sharers: Iterable[int] = (), platform: int = 0,
    hours: Mapping[int, int] | None = None, depends: Mapping[int, int] | None = None,
    services: Iterable[int] = (),
) -> Near:  # fmt: skip
    """Projects 0, 1, 2 ... by rank, each with points and a line of its own; some need a platform that costs pounds."""
    at, on_it, needed, worked = range(len(points)), frozenset(sharers), depends or {}, hours or {}
    round = Round(
        tuple(
            Project(
                8 + each, f"{each}", frozenset({f"{each}"}), frozenset({f"{each}", *[PLATFORM] * (each in on_it)}),
                start=APRIL_2027, kinds=frozenset({"service" if each in services else "activity"}),
                depends=frozenset({8 + needed[each]} if each in needed else ()),
            )
            for each in at
        ),
        tuple(Use(8 + each, f"{each}", f"{each}", points[each], 1) for each in at),
        (
            *(
                CostLine(8 + each, f"{each}", None, amount(100 * pounds[each]), ZERO, amount(100 * worked.get(each, 0)),
                         "exact", "revenue")
                for each in at
            ),
            CostLine(7, PLATFORM, None, amount(100 * platform), ZERO, ZERO, "exact", "revenue"),
        ),
        limits=Limits(budget=budget, twin_track=False),
        settings=Settings(plan_start=APRIL_2027, years=1),
    )  # fmt: skip
    return search_of(round, [project.row for project in round.projects]).near


def of(looked: Near, *chosen: int) -> Truths:
    present = np.zeros(len(looked.order), dtype=np.bool_)
    present[list(chosen)] = True
    return present


def there(found: Truths | None) -> list[int]:
    assert found is not None
    return [int(at) for at in np.flatnonzero(found)]


def best(looked: Near) -> list[int]:
    return there(looked.best_found(of(looked)))


@pytest.mark.parametrize(("points", "others"), [((13, 12), 30), ((11, 11), 24)])
def test_those_that_share_a_platform_are_last_where_very_many_others_together_bring_more(
    points: tuple[int, int], others: int
) -> None:
    """Two need a platform for all the pounds that buy the others, a point each: no exchange of 20 sees that."""
    looked = near([*points, *[1] * others], [0, 0, *[1] * others], others, (0, 1), others)
    assert best(looked) == list(range(2, 2 + others))


def test_those_that_share_a_platform_are_first_where_forty_of_them_together_bring_more_than_the_best_ranked() -> None:
    looked = near([1] * 70, [*[1] * 30, *[0] * 40], 30, range(30, 70), 30)
    assert best(looked) == list(range(30, 70))


def test_only_lines_that_several_need_are_platforms() -> None:
    assert near([1] * 3, [1] * 3, 3, (0, 2), 1)._platforms == [{0, 2}]
    assert near([1] * 3, [1] * 3, 3, (1,), 1)._platforms == []


@pytest.mark.parametrize("swapped", [False, True])
def test_of_sets_that_bring_and_cost_as_much_what_ranks_first_stays(swapped: bool) -> None:
    """By platform and by exchange."""
    assert best(near([5, 5, 10], [0, 0, 10], 10, (0, 1), 10)) == [0, 1]
    assert best(near([10, 5, 5], [10, 0, 0], 10, (1, 2), 10)) == [0]
    assert best(near([5, 5, 5], [6, 6, 6], 6)) == [0]
    hours = {0: 1, 1: 9} if swapped else {0: 9, 1: 1}
    assert best(near([5, 5], [6, 6], 6, hours=hours)) == [0]


@pytest.mark.parametrize("hours", [{0: 1, 1: 9}, {0: 9, 1: 1}, {}])
def test_of_sets_that_bring_as_much_less_cash_is_better_whatever_the_hours(hours: dict[int, int]) -> None:
    assert best(near([5, 5], [6, 4], 6, hours=hours)) == [1]
    assert best(near([5, 5], [4, 6], 6, hours=hours)) == [0]


def test_an_exchange_lets_one_in_for_two_and_two_in_for_one() -> None:
    assert best(near([2, 2, 5], [3, 3, 6], 6)) == [2]
    assert best(near([5, 3, 3], [6, 3, 3], 6)) == [1, 2]
    assert best(near([5, 4, 4], [6, 3, 3], 9)) == [0, 1]


def test_after_a_first_exchange_a_second_is_made() -> None:
    """One for 6 pounds goes for two of 3 with 7 points; then another of 3 for one of these."""
    assert best(near([6, 4, 3, 5], [6, 3, 3, 3], 6)) == [1, 3]


def test_what_is_left_out_last_comes_back_first() -> None:
    """3 goes, then 2, then 1, which leaves 2 pounds: 1 costs 3, 2 and 3 cost 2 each."""
    looked = near([1] * 4, [3, 3, 2, 2], 5)
    assert there(looked.refilled(of(looked, 1, 2, 3), of(looked, 0))) == [0, 2]


def test_the_twenty_next_in_rank_that_are_out_fill_a_set_up() -> None:
    assert NEXT_IN_RANK == 20
    looked = near([1] * 30, [1] * 30, 30)
    assert there(looked.refilled(of(looked, 0, 3), of(looked, 1))) == list(range(23))
    assert there(looked.refilled(of(looked), of(looked))) == list(range(20))


def test_one_that_another_in_the_set_needs_is_not_left_out_before_it() -> None:
    """2 needs 4: so 3 goes first, then 2; 4 may go no more, as what is left fits, and leaves no room for 3."""
    looked = near([1] * 5, [3, 9, 2, 1, 2], 5, depends={2: 4})
    assert there(looked.refilled(of(looked, 2, 3, 4), of(looked, 0))) == [0, 4]


def test_no_set_is_found_where_the_core_alone_is_too_dear() -> None:
    looked = near([1] * 3, [3, 1, 1], 2)
    assert looked.refilled(of(looked, 1, 2), of(looked, 0)) is None
    assert looked.best_found(of(looked, 0)) is None
    assert there(looked.refilled(of(looked, 1), of(looked, 2))) == [1, 2]
    exact = near([1] * 3, [3, 1, 1], 3)
    assert there(exact.refilled(of(exact, 1, 2), of(exact, 0))) == [0]


def test_with_both_tracks_one_of_the_kind_that_is_lacking_is_in_from_the_first() -> None:
    """Ten pounds buy two of four; the only services are the last two, of which the last one is too dear."""
    looked = near([5, 5, 1, 1], [5, 5, 5, 11], 10, services=(2, 3))
    assert best(looked) == [0, 1]
    assert there(looked.best_found(of(looked), twin=True)) == [0, 2]
    assert near([5, 5, 1], [5, 5, 11], 10, services=(2,)).best_found(of(looked)[:3], twin=True) is None


@contextmanager
def tried() -> Iterator[list[int]]:
    """The sets that are looked at meanwhile, by how many projects are in each."""
    looked, is_allowed = list[int](), Tally.is_allowed
    with pytest.MonkeyPatch.context() as patch:

        def counted(tally: Tally, present: Truths) -> bool:
            looked.append(int(present.sum()))
            return is_allowed(tally, present)

        patch.setattr(Tally, "is_allowed", counted)
        yield looked


@pytest.mark.parametrize(("sharers", "platforms"), [((), 0), ((0,), 0), ((0, 1), 1)])
def test_how_many_sets_are_looked_at_is_a_matter_of_how_many_projects_and_platforms_there_are(
    sharers: tuple[int, ...], platforms: int
) -> None:
    """None of five fits. The core, five to fill it up, twice so with a platform at either end, and two exchanges."""
    looked = near([1] * 5, [2] * 5, 1, sharers, 1)
    with tried() as sets:
        assert best(looked) == []
    assert len(sets) == 1 + 5 + platforms * 2 * 2 * 5 + 2 * 5
