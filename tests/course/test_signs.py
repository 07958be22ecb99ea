"""The vocabulary of causes: each sign holds where its name is the whole truth, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from maif_course.checks import Trial, anything, at_most, between, matching, near, one_of, signs
from maif_course.checks.rows import Row, row_type, same
from maif_course.checks.sources import Runaway
from maif_course.checks.trial import Mismatch

ROW = row_type(("window", "items", "pulled"))
WANT = [ROW(("0-10", [2, 7], 4)), ROW(("10-20", [11], 7)), ROW(("20-30", [27], 7))]
FIRST, SECOND, THIRD = WANT
NUMBER = row_type(("n",))


def changed(row: Row, **cells: Any) -> Row:
    names = ("window", "items", "pulled")
    return ROW(cells.get(name, cell) for name, cell in zip(names, row, strict=True))


def numbers(*values: int) -> list[Row]:
    return [NUMBER((value,)) for value in values]


WHOLE = {
    "nothing_came_out": [],
    "end_missing": [FIRST],
    "last_missing": [FIRST, SECOND],
    "beginning_missing": [THIRD],
    "goes_on": [*WANT, FIRST],
    "some_missing": [FIRST, THIRD],
    "reordered": [SECOND, FIRST, THIRD],
    "counted_twice": [FIRST, SECOND, SECOND, THIRD],
    "all_alike": [FIRST, FIRST, FIRST],
}
ALSO = {("end_missing", "some_missing"), ("last_missing", "some_missing")}
ALSO |= {("last_missing", "end_missing"), ("beginning_missing", "some_missing"), ("goes_on", "counted_twice")}
ALSO |= {("nothing_came_out", "some_missing")}


@pytest.mark.parametrize("shown", WHOLE)
@pytest.mark.parametrize("name", WHOLE)
def test_a_sign_of_whole_rows_holds_for_what_it_names(name: str, shown: str) -> None:
    holds = getattr(signs, name)(WHOLE[shown], WANT)
    assert holds == (name == shown or (shown, name) in ALSO)
    assert not getattr(signs, name)(WANT, WANT)


@pytest.mark.parametrize(
    ("sign", "row"),
    [
        (signs.wrong("items"), changed(SECOND, items=[12])),
        (signs.wrong_only_in("items"), changed(SECOND, items=[12])),
        (signs.too_early("pulled"), changed(SECOND, pulled=5)),
        (signs.too_late("pulled"), changed(SECOND, pulled=9)),
        (signs.wrong_at("10-20"), changed(SECOND, pulled=9)),
        (signs.wrong_first("10-20"), changed(SECOND, pulled=9)),
        (signs.wrong_only_at("10-20"), changed(SECOND, pulled=9)),
        (signs.says("10-20", 9), changed(SECOND, pulled=9)),
        (signs.says("10-20", [], "items"), changed(SECOND, items=[])),
    ],
)
def test_a_sign_of_columns_and_rows_holds_for_the_row_that_is_wrong(sign: signs.Sign, row: Row) -> None:
    assert sign([FIRST, row, THIRD], WANT)
    assert not sign(WANT, WANT)


def test_a_sign_that_says_only_does_not_hold_where_more_is_wrong() -> None:
    got = [changed(FIRST, pulled=5), changed(SECOND, items=[12], pulled=9), THIRD]
    assert not signs.wrong_only_in("items")(got, WANT)
    assert not signs.wrong_first("10-20")(got, WANT)
    assert not signs.wrong_only_at("10-20")(got, WANT)
    assert signs.wrong_only_at("0-10", "10-20")(got, WANT)


def test_items_of_a_column_may_be_reordered() -> None:
    assert signs.reordered_in("items")([changed(FIRST, items=[7, 2]), SECOND, THIRD], WANT)
    assert not signs.reordered_in("items")([changed(FIRST, items=[7, 3]), SECOND, THIRD], WANT)
    assert not signs.reordered_in("items")(WANT, WANT)


def test_what_grows_and_where_a_source_is_open() -> None:
    held = row_type(("items", "held at most"))
    assert signs.grows("held at most")([held((100, 30)), held((1_000, 300))], [])
    assert not signs.grows("held at most")([held((100, 30)), held((1_000, 30))], [])
    moment = row_type(("when", "source"))
    want = [moment(("two have come", "open")), moment(("the reader has left", "closed"))]
    other = [moment(("two have come", "closed")), moment(("the reader has left", "open"))]
    assert signs.closed_too_early("two have come")(other, want)
    assert signs.left_open("the reader has left")(other, want)
    assert not signs.left_open("the reader has left")(want, want)
    assert signs.all_of(signs.left_open("the reader has left"), signs.wrong_at("two have come"))(other, want)
    assert signs.any_of(signs.left_open("nowhere"), signs.wrong_at("two have come"))(other, want)


def test_a_row_that_is_not_there_is_not_asked() -> None:
    with pytest.raises(LookupError, match="40-50"):
        signs.row_of(WANT, "40-50")


@pytest.mark.parametrize(
    ("want", "right", "wrong"),
    [
        (at_most(22), 22, 23),
        (at_most(22), 0, "3"),
        (between(2, 4), 2, True),
        (near(0.25, 0.01), 0.2599, 0.3),
        (one_of("block", None), None, "drop"),
        (matching("an even number", lambda n: n % 2 == 0), 4, None),
        (float("nan"), float("nan"), 0.0),
        ({"a": at_most(2)}, {"a": 1}, {"a": 3}),
        (1, 1.0, "1"),
    ],
)
def test_an_expected_value_is_met_or_not(want: Any, right: Any, wrong: Any) -> None:
    assert same(right, want)
    assert not same(wrong, want)
    assert same(object(), anything())


# The comparisons that come again and again


def kept(items: Any) -> Any:
    seen = []
    for item in items:
        seen.append(item)
        yield item


def nothing(items: Any) -> Any:
    return iter(())


def plainly(items: Any) -> Any:
    for item in items:
        yield item
        del item


@pytest.mark.parametrize("read", [kept, nothing])
def test_who_keeps_items_is_found_and_so_is_who_gives_none(read: Any) -> None:
    with pytest.raises(Mismatch) as found:
        Trial().held_at_most("read(items)", read, want=lambda size: (size, at_most(3)))
    assert signs.grows("held")(found.value.got, found.value.want) == (read is kept)
    assert signs.wrong("come out")(found.value.got, found.value.want) == (read is nothing)
    Trial().held_at_most("read(items)", plainly, want=lambda size: (size, at_most(3)))


MOMENTS = [
    ("two have come", 2, "open"),
    ("the reader has left", 2, "closed"),
    ("the items have ended", 4, "closed"),
    ("the source has failed", "OSError", "closed"),
]


def test_a_source_is_watched_until_it_is_closed() -> None:
    def closing(source: Any) -> Any:
        with source:
            yield from source

    Trial().closed_after("read(source)", closing, want=MOMENTS)
    for careless in (plainly, nothing, list):
        with pytest.raises(Runaway if careless is list else Mismatch):
            Trial().closed_after("read(source)", careless, want=MOMENTS)


def pairs(items: Any) -> Any:
    for item in items:
        yield [item, item]


def pairs_of_the_last_use(items: Any, uses: list[Any] = []) -> Any:  # noqa: B006
    uses.append(items)
    return pairs(item for item in items if uses[-1] is items)


def pairs_made_of_the_one_before(items: Any) -> Any:
    pair: list[Any] = []
    for item in items:
        pair = [item, item]
        yield pair
        if not pair:
            return


def pairs_for_the_first_alone(items: Any, uses: list[Any] = []) -> Any:  # noqa: B006
    uses.append(items)
    return pairs(items) if len(uses) == 1 else iter(())


@pytest.mark.parametrize(
    ("use", "wrong"),
    [
        (pairs_of_the_last_use, ["in turn with another"]),
        (pairs_made_of_the_one_before, ["alone, after another was left", "in turn with another", "the other"]),
        (pairs_for_the_first_alone, ["alone, after another was left", "in turn with another", "the other"]),
    ],
)
def test_uses_that_disturb_each_other_are_found(use: Any, wrong: list[str]) -> None:
    want = ([[1, 1], [2, 2]], [[7, 7], [8, 8]])
    Trial().independent("pairs(items)", pairs, items=((1, 2), (7, 8)), want=want)
    with pytest.raises(Mismatch) as found:
        Trial().independent("pairs(items)", use, items=((1, 2), (7, 8)), want=want)
    assert signs.wrong_only_at(*wrong)(found.value.got, found.value.want)


def test_items_come_as_everything_that_can_be_looped_over() -> None:
    kinds = dict(Trial().kinds([0, "", None]))
    assert [list(items) for items in kinds.values()] == [[0, "", None]] * 3
    assert not hasattr(kinds["something to loop over"], "__next__")
    assert not hasattr(kinds["a generator"], "__getitem__")


def test_an_open_file_can_be_read_in_every_way() -> None:
    def open_file() -> Any:
        return Trial().file(["EWR\n", "JFK\n", "LGA"])

    assert list(open_file()) == open_file().readlines() == ["EWR\n", "JFK\n", "LGA"]
    assert list(iter(open_file().readline, "")) == ["EWR\n", "JFK\n", "LGA"]
    with open_file() as file:
        assert (file.read(5), file.pulled, file.tell(), file.readline(), file.read(), file.read()) == (
            "EWR\nJ", 2, 5, "FK\n", "LGA", "",
        )  # fmt: skip
        assert (file.seek(4), file.readline(2), file.readable(), file.closed) == (4, "JF", True, False)
    assert file.closed
    with pytest.raises(ValueError, match="closed file"):
        file.readline()
    failing = Trial().file(["EWR\n"], fails=True)
    assert next(failing) == "EWR\n"
    with pytest.raises(OSError, match="disk"):
        next(failing)
