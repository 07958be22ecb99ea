"""The check engine: what a learner reads, and what makes streaming behaviour gradable."""

from __future__ import annotations

import asyncio
import gc
import itertools
import json
import re
import sys
from contextlib import suppress
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from maif_course.checks import Check, CheckFailed, Result, Trial, at_most, graded, run, seed_for
from maif_course.checks.running import UNDEFINED
from maif_course.checks.sources import Runaway
from maif_course.errors import CourseError
from maif_course.lesson import Lesson
from maif_course.proving.matrix import Row, results, rows

HINTS = ("Why?", "There.", "Thus.")


class FakeSpan:
    start, end = 0, 10


def row(lesson: Lesson, name: str) -> Row:
    return next(row for row in rows(lesson) if row.name == name)


def checking(function: Any, causes: Any = None) -> Check:
    declare = graded("99.1.x", piece="f", points=1, title="A title", hints=HINTS, causes=causes or {})
    return declare(function)


def verdict(piece: Any, check: Any, **causes: Any) -> Result:
    return run(checking(check, causes), piece)


# What the learner reads


def test_a_failing_check_reads_as_in_the_specimen(specimen: Lesson) -> None:
    assert results(row(specimen, "late_by_own_time"), 0)[0].text() == dedent("""\
        NOT YET  07.3.late  Only an item whose window has closed is late  (0 of 2 points)
          call      time_windows([2, 11, 7, 13, 12, 9, 27], 10, timestamp=int, lateness=3, on_late=late.append)
          got       window  items         pulled
                    0-10    [2]           4       <- differs
                    10-20   [11, 13, 12]  7
                    20-30   [27]          7
                    late    [7, 9]                <- differs
          expected  window  items         pulled
                    0-10    [2, 7]        4
                    10-20   [11, 13, 12]  7
                    20-30   [27]          7
                    late    [9]
          why       An item went to `on_late` while its window was open. You probably compare the
                    item's own time with the watermark; what counts is the end of its window.
          next      hint("07.3.late")   or   maif-course hint 07.3.late   (3 hints left)""")


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_passing_check_prints_one_ascii_line_whatever_the_seed(specimen: Lesson, seed: int) -> None:
    line = "PASS     07.3.late  Only an item whose window has closed is late  (2 of 2 points)"
    assert results(row(specimen, "solution"), seed)[0].text() == line


def test_rows_are_marked_as_different_missing_or_not_expected() -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.compare("f()", ("n",), got=[(1,), (5,), (3,)], want=[(1,), (2,), (3,), (4,)])

    lines = verdict(lambda: None, check).text().splitlines()
    assert [line.split("<- ")[1] for line in lines if "<-" in line] == ["differs", "missing"]


def test_a_long_table_shows_the_rows_around_the_first_difference() -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.compare(
            "f()", ("n",), got=[(n if n != 500 else "here",) for n in range(1000)], want=[(n,) for n in range(1000)]
        )

    text = verdict(lambda: None, check).text()
    assert "here  <- differs" in text
    assert "... 493 more above" in text
    assert len(text.splitlines()) < 45


def test_a_cause_is_the_first_whose_test_holds_and_a_test_that_fails_does_not_hold() -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.compare("f()", ("n",), got=[(f(),)], want=[(1,)])

    causes = {
        "broken": ("b", lambda got, want: got[99]),
        "too-much": ("Too much.", lambda got, want: got > want),
        "other": ("Other.", lambda got, want: True),
    }
    assert verdict(lambda: 2, check, **causes).cause == "too-much"
    assert verdict(lambda: 0, check, **causes).cause == "other"
    assert verdict(lambda: 0, check).cause == "unknown"


def test_a_drawn_case_that_fails_shows_the_case_and_the_first_row_that_differs_and_no_cause() -> None:
    def check(f: Any, trial: Trial) -> None:
        for size in trial.cases(2, draw=lambda rng: rng.randint(30, 40), count=3):
            got = [(n, f(n)) for n in range(size)]
            trial.compare(f"f up to {size}", ("n", "f"), got=got, want=[(n, n) for n in range(size)])

    causes = {"always": ("It is always so.", lambda got, want: True)}
    assert verdict(lambda n: 7, check, **causes).cause == "always"
    result = verdict(lambda n: n if n < 20 else 0, check, **causes)
    assert result.cause == "drawn"
    assert "row 21 is the first that differs" in " ".join(result.text().split())
    assert [line.strip() for line in result.text().splitlines() if "<- differs" in line] == ["20  0   <- differs"]
    assert "It is always so" not in result.text()


def test_causes_read_cells_by_the_names_of_their_columns() -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.compare("f()", ("window", "held at most", "in"), got=[("0-10", f(), 1)], want=[("0-10", at_most(3), 1)])

    causes = {"held": ("Too much.", lambda got, want: got[0].held_at_most > 3 and got[0].in_ == 1)}
    assert verdict(lambda: 4, check, **causes).cause == "held"
    assert "0-10    3 or fewer    1" in verdict(lambda: 4, check).text()
    assert verdict(lambda: 2, check).passed


def test_values_that_read_the_same_and_differ_show_their_types() -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.compare("f()", ("n",), got=[(f(),)], want=[(5,)])

    assert "5 (a str)  <- differs" in verdict(lambda: "5", check).text()


@pytest.mark.parametrize("answer", [[[1, 2]], [1], ["ab"], [(1, 2, 3)], [None]])
def test_an_item_of_the_wrong_shape_is_shown_beside_what_it_should_look_like(answer: Any) -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.compare("f()", ("position", "size"), got=f(), want=[(1, 2)])

    result = verdict(lambda: answer, check)
    assert result.cause == "shape"
    assert result.why == "Of the wrong shape. The first item should look like this: (position, size)"
    assert str(result.got).startswith(repr(answer[0]))


def test_an_answer_without_an_end_is_cut_off() -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.compare("f()", ("n",), got=((n,) for n in f()), want=[(1,)])

    assert verdict(lambda: itertools.repeat(1), check).cause == "unknown"


def test_an_equality_of_the_learners_own_is_not_asked() -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.compare("f()", ("n",), got=[(f(),)], want=[(1,)])

    class Anything:
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = None  # type: ignore[assignment]

    assert not verdict(Anything, check).passed


def test_a_piece_that_nobody_defined_or_wrote_is_named() -> None:
    def check(f: Any, trial: Trial) -> None:
        f()

    class Half:
        def __init__(self) -> None:
            self.take()

        def take(self) -> None:
            raise NotImplementedError

    assert "There is no `f` yet" in verdict(UNDEFINED, check).text()
    assert "`Half.take` is not written yet" in verdict(Half, check).text()


def test_an_exception_shows_its_message_and_the_learners_frames() -> None:
    def check(f: Any, trial: Trial) -> None:
        for case in trial.cases([7]):
            list(f(trial.source(case), object(), key=len))

    namespace: dict[str, Any] = {}
    exec(compile("def f(items, n, key):\n    yield None + 1\n", "cell t99-1", "exec"), namespace)
    result = verdict(namespace["f"], check)
    assert result.cause == "raised"
    assert result.got == ("TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'\n  in f, line 2: ")
    assert result.call == "f(source, <object>, key=len)\nwith [7]"
    assert __file__ not in result.text()


def raising(error: str) -> Any:
    namespace: dict[str, Any] = {}
    exec(compile(f"def f(*_):\n    raise {error}\n", "cell t99-1", "exec"), namespace)
    return namespace["f"]


def test_a_message_is_shown_without_folders_and_addresses_and_one_that_cannot_be_told_is_left_out() -> None:
    def check(f: Any, trial: Trial) -> None:
        f()

    class Mute(BaseException):
        def __str__(self) -> str:
            raise ValueError

    def mute() -> None:
        raise Mute

    opening = raising("FileNotFoundError(2, 'No such file', '/home/ada/data/rain.csv')")
    assert "FileNotFoundError: [Errno 2] No such file: 'rain.csv'\n" in verdict(opening, check).text()
    assert "ValueError: <function f>\n" in verdict(raising("ValueError(f)"), check).text()
    assert str(verdict(mute, check).got).endswith("Mute")


def test_a_name_that_is_missing_is_named_with_what_to_do() -> None:
    def check(f: Any, trial: Trial) -> None:
        f()

    namespace: dict[str, Any] = {}
    exec(compile("def f():\n    return deque()\n", "cell t99-1", "exec"), namespace)
    why = "There is no `deque` when your code asks for it. Run the cells above, or see how it is spelt."
    assert verdict(namespace["f"], check).why == why


def test_a_stop_iteration_that_escapes_a_generator_is_shown_where_it_began() -> None:
    def check(f: Any, trial: Trial) -> None:
        list(f(trial.source([])))

    namespace: dict[str, Any] = {}
    exec(compile("def f(items):\n    yield next(items)\n", "cell t99-1", "exec"), namespace)
    result = verdict(namespace["f"], check)
    assert result.cause == "raised"
    assert result.got == "StopIteration\n  in f, line 2: "


def test_a_generator_that_yields_while_it_is_closed_is_told_so_and_nothing_is_said_of_one_thrown_away() -> None:
    def check(f: Any, trial: Trial) -> None:
        answers = [f([1, 2]), f([1, 2])]
        for answer in answers:
            next(answer)
        thrown_away = answers.pop()
        del thrown_away, answer
        answers[0].close()

    def never_ends(items: list[int]) -> Any:
        try:
            yield from items
        finally:
            yield 0

    result = verdict(never_ends, check)
    assert (result.cause, result.printed) == ("raised", "")
    assert result.why.startswith("Your generator yields while it is being closed")


def test_a_loop_without_an_end_is_ended_and_its_place_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(f: Any, trial: Trial) -> None:
        f(bytes(100), 1)

    monkeypatch.setattr("maif_course.checks.running.SECONDS", 0.05)
    namespace: dict[str, Any] = {}
    exec(compile("def f(data, n):\n    while True:\n        n += 1\n", "cell t99-1", "exec"), namespace)
    result = verdict(namespace["f"], check)
    assert (result.cause, result.call) == ("endless", "f(<100 bytes>, 1)")
    assert re.fullmatch(r"no end\n  in f, line [23]: ", str(result.got))


def test_an_async_loop_without_an_end_is_ended_inside_a_running_loop_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.run(f())

    monkeypatch.setattr("maif_course.checks.running.SECONDS", 0.05)
    namespace: dict[str, Any] = {}
    exec(compile("async def f():\n    while True:\n        pass\n", "cell t99-1", "exec"), namespace)

    async def cell_of_a_notebook() -> Result:
        return verdict(namespace["f"], check)

    result = asyncio.run(cell_of_a_notebook())
    assert (result.cause, result.call) == ("endless", "f()")
    assert re.fullmatch(r"no end\n  in f, line [23]: ", str(result.got))


def test_a_loop_without_an_end_is_named_though_its_end_raises_another_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.run(f())

    monkeypatch.setattr("maif_course.checks.running.SECONDS", 0.05)
    namespace: dict[str, Any] = {}
    source = "async def f():\n    try:\n        while True:\n            pass\n    finally:\n        raise OSError\n"
    exec(compile(source, "cell t99-1", "exec"), namespace)
    result = verdict(namespace["f"], check)
    assert result.cause == "endless"
    assert re.match(r"no end\n  in f, line [34]: ", str(result.got))


def test_an_answer_of_a_shape_that_cannot_be_compared_is_said_to_be_one() -> None:
    def check(f: Any, trial: Trial) -> None:
        f().window  # noqa: B018

    check.__code__ = check.__code__.replace(co_filename="lessons/99/checks.py")
    result = verdict(lambda: None, check)
    assert (result.cause, result.got) == ("shape", "an answer of type NoneType")
    assert "`yield` or a `return` missing" in result.why
    assert verdict(lambda: 1, check).why == "What `f` gives back has no `window`."


def test_an_item_that_has_not_what_the_check_reads_is_shown() -> None:
    def check(f: Any, trial: Trial) -> None:
        for item in f():
            trial.compare("f()", ("start", "end"), got=[trial.fields(item, "start", "end")], want=[(0, 10)])

    result = verdict(lambda: iter([5]), check)
    assert (result.cause, result.got) == ("shape", "5 (an int)")
    assert result.why == "Of the wrong shape. The first item should look like this: an object with start and end"
    assert verdict(lambda: [complex(1)], check).got == "(1+0j) (a complex)"
    assert verdict(lambda: [FakeSpan()], check).passed


def test_what_the_piece_prints_is_kept_out_of_the_way_and_shown_when_it_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.compare("f()", ("n",), got=[(f(),)], want=[(None,)])

    def noisy() -> int:
        print("here I am")
        print("and here", file=sys.stderr)
        return 1

    assert "  printed   here I am\n            and here\n" in verdict(noisy, check).text()
    assert verdict(lambda: print("quiet"), check).passed
    assert capsys.readouterr() == ("", "")


def test_a_result_is_one_model_as_text_and_as_json(specimen: Lesson) -> None:
    result = results(row(specimen, "late_by_own_time"), 0)[0]
    values = json.loads(result.json())
    assert (values["check"], values["passed"], values["cause"], values["earned"]) == ("07.3.late", False, "own-time", 0)
    assert values["got"]["notes"] == ["differs", "", "", "differs"]


def test_a_notebook_shows_a_failed_check_without_a_traceback(specimen: Lesson) -> None:
    result = results(row(specimen, "late_by_own_time"), 0)[0]
    assert "\n".join(CheckFailed(result)._render_traceback_()) == result.text()


def test_an_exit_is_an_exception_like_any_other() -> None:
    def check(f: Any, trial: Trial) -> None:
        f()

    assert verdict(sys.exit, check).cause == "raised"


@pytest.mark.parametrize("error", ["CancelledError()", "BaseExceptionGroup('several', [GeneratorExit()])"])
def test_what_asyncio_raises_is_an_exception_like_any_other(error: str) -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.run(f())

    namespace: dict[str, Any] = {"CancelledError": asyncio.CancelledError}
    exec(compile(f"async def f():\n    raise {error}\n", "cell t99-1", "exec"), namespace)
    assert verdict(namespace["f"], check).cause == "raised"


# Rules for checks


def test_a_check_that_compares_nothing_is_refused() -> None:
    with pytest.raises(CourseError, match="compares nothing"):
        verdict(lambda: None, lambda f, trial: f())


def test_a_check_may_only_call_its_piece() -> None:
    with pytest.raises(CourseError, match="may only call its piece"):
        verdict(lambda: None, lambda f, trial: f.__wrapped__)


def test_a_telling_case_is_short() -> None:
    with pytest.raises(CourseError, match="at most 10 items"):
        next(Trial().cases(list(range(11))))


def test_a_value_can_be_a_piece() -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.compare("f", ("n",), got=[(n,) for n in f()], want=[(1,), (2,)])

    assert verdict([1, 2], check).passed


# Cases and seeds


def test_cases_are_the_telling_ones_then_drawn_ones_that_the_seed_tells() -> None:
    def drawn(seed: int | None) -> list[int]:
        return list(Trial(seed).cases(-1, draw=lambda rng: rng.randrange(10**9), count=3))

    assert drawn(1) == drawn(1) != drawn(2)
    assert drawn(None) == [-1]
    assert len(drawn(1)) == 4


def test_a_learner_has_the_same_seed_every_time_and_another_than_others() -> None:
    assert seed_for("07.3.late", "ada") == seed_for("07.3.late", "ada")
    assert len({seed_for(check, learner) for check in ("07.3.late", "07.3.soon") for learner in ("ada", "bob")}) == 4


# Sources, gauges, time


def test_a_source_counts_pulls_and_knows_whether_it_was_closed() -> None:
    source = Trial().source("abc")
    assert (next(source), source.pulled, source.closed) == ("a", 1, False)
    with source:
        assert list(source) == ["b", "c"]
    assert (source.pulled, source.closed) == (3, True)


def test_an_endless_source_ends_the_check_of_a_piece_that_wants_its_end() -> None:
    def check(f: Any, trial: Trial) -> None:
        trial.compare("f(endless)", ("n",), got=[(next(iter(f(trial.endless(most=50)))),)], want=[(0,)])

    def swallows(items: Any) -> list[Any]:
        with suppress(Exception):
            return list(items)
        return [0]

    assert verdict(swallows, check).cause == "runaway"
    assert "more than 50 items were pulled" in verdict(list, check).text()
    assert verdict(iter, check).passed


def test_an_asynchronous_source_counts_too() -> None:
    trial = Trial()
    source, endless = trial.async_source([1, 2]), trial.async_endless(most=3)

    async def main() -> list[int]:
        items = [item async for item in source]
        await source.aclose()
        with pytest.raises(Runaway):
            _ = [item async for item in endless]
        return items

    assert (trial.run(main()), source.pulled, source.closed, endless.pulled) == ([1, 2], 2, True, 3)


@pytest.mark.parametrize("values", [range(50), map(str, range(50)), [(n,) for n in range(50)], [b"x"] * 50])
def test_held_items_are_counted_while_they_live(values: Any) -> None:
    held = Trial().held()
    kept = [item for number, item in enumerate(held.items(values)) if number % 10 == 0]
    assert (len(kept), held.now) == (5, 5)
    assert held.most <= 7
    kept.clear()
    assert held.now == 0


def test_held_items_work_like_what_they_are() -> None:
    item = Trial().held().item(3)
    assert (item + 1, repr(item), item == 3, hash(item)) == (4, "3", True, hash(3))


def test_calls_in_flight_are_counted_for_plain_and_async_functions() -> None:
    import asyncio

    trial = Trial()
    gauge = trial.in_flight()

    async def nap(item: int) -> int:
        await asyncio.sleep(item)
        return item

    counted = gauge.counting(nap)

    async def main() -> None:
        await asyncio.gather(counted(1), counted(2), counted(3))

    trial.run(main())
    assert (gauge.most, gauge.now, gauge.counting(abs)(-2), trial.clock.monotonic()) == (3, 0, 2, 3.0)


def test_gated_work_ends_in_the_order_in_which_the_check_says_so() -> None:
    import asyncio

    trial = Trial()
    done: list[int] = []

    async def main() -> list[int]:
        gate = trial.gate()

        async def work(item: int) -> None:
            done.append(await gate(item))

        async with asyncio.TaskGroup() as group:
            for item in (1, 2, 3):
                group.create_task(work(item))
            await gate.open()
            waiting = list(gate.waiting)
            await gate.open(3)
            assert done == [3]
            await gate.open(1, 2)
        return waiting

    assert trial.run(main()) == [1, 2, 3]
    assert done == [3, 1, 2]


def test_a_task_that_nobody_awaits_fails_in_silence(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise KeyError("nobody asked")

    async def main() -> float:
        task = asyncio.create_task(fail())
        await asyncio.sleep(5)
        del task
        return asyncio.get_running_loop().time()

    assert Trial().run(main()) == 5
    gc.collect()
    assert not caplog.records


def test_growing_input_is_measured_at_each_size() -> None:
    assert Trial().growing(lambda size: size // 100) == [(100, 1), (1000, 10)]


def test_the_engine_needs_the_standard_library_alone() -> None:
    import subprocess

    code = "import sys; sys.path.insert(0, sys.argv[1]); import maif_course.checks; print('numpy' in sys.modules)"
    root = Path(__file__).parents[2] / "reference_impl"
    found = subprocess.run([sys.executable, "-ISc", code, root], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"


def test_a_source_bears_no_sign_of_a_check() -> None:
    def names(source: Any) -> list[str]:
        return [name for name in dir(source) if not name.startswith("__")]

    def check(f: Any, trial: Trial) -> None:
        source, later = trial.source("ab"), trial.async_source("ab")
        got = [("plain", f(source), source.pulled), ("async", f(items=later), later.pulled)]
        trial.compare(
            "f(source)",
            ("source", "names", "pulled"),
            got=got,
            want=[("plain", ["close"], 0), ("async", ["aclose"], 0)],
        )

    def piece(items: Any) -> list[str]:
        return names(items)

    assert verdict(piece, check).passed
