"""The calls that one stage makes in one run: once or again, and what their results become."""

from __future__ import annotations

import asyncio
import copy
import inspect
import reprlib
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, nullcontext
from types import AsyncGeneratorType, GeneratorType
from typing import Any, TypeAlias

from maif.errors import TimeoutExpiredError
from maif.parallel.executor import CallExecutor, Values
from maif.parallel.fan_out import FanOut, Room
from maif.parallel.scheduler import Call
from maif.pipeline.error_handling import is_cancellation, with_retries
from maif.pipeline.inputs import SideInputs
from maif.pipeline.rules import CallRules
from maif.pipeline.run import StageRun, pass_on
from maif.units import format_duration

DEFAULT_PARALLELISM = 64

Outputs: TypeAlias = Sequence[Any] | FanOut

_SEVERAL = (list, GeneratorType, AsyncGeneratorType, Values)


class StageCalls:
    """What makes the calls of a stage; the map that it is given to decides when.

    `in_flight` is how many calls may run at a time, and `ahead` how many items may be on their way. A call that waits
    to be made again is not in flight: others take its slot.
    """

    delivers_lists = True  # whether a list that the last stage returns is one result

    def __init__(self, func: Callable[..., Any], rules: CallRules, inputs: SideInputs, run: StageRun) -> None:
        self._rules = rules
        self._run = run
        self._counts = run.counts
        self.in_flight = rules.concurrency_limit or self._parallelism()
        self.ahead = 3 * self.in_flight  # those in flight, and twice as many that wait
        self._fn = func
        self._executor: CallExecutor | None = None
        if rules.run_in:
            limit = rules.concurrency_limit or run.context.max_parallelism
            self._executor = CallExecutor(func, rules.run_in, limit, self.in_flight)
            self._fn = self._executor.call
        self._lists_fan_out = rules.flatten if rules.flatten is not None else not (run.last and self.delivers_lists)
        self._room = Room(2 * self.in_flight)
        self._slots = self._make_slots()
        self._once = self._limited_attempt if self._slots or rules.time_limit is not None else self._attempt
        self._pause, self._give_up = self._wait_to_retry, self._end_in_failure  # bound once, not for each item
        self._inputs = inputs.for_run(run.args, run.kwargs)
        self._prepared = False
        self._preparing = asyncio.Lock()

    def _parallelism(self) -> int:
        return self._run.context.max_parallelism or DEFAULT_PARALLELISM

    def _make_slots(self) -> asyncio.Semaphore | None:
        if self._rules.limit is not None:
            return self._rules.limit.slots()
        return asyncio.Semaphore(self.in_flight) if self._rules.retry.max_attempts > 1 else None

    @property
    def workers_needed(self) -> int:
        """How many items the map should work on at a time: where there are slots, they do the limiting."""
        return self.ahead if self._slots else self.in_flight

    async def __call__(self, call: Call[Any, Outputs]) -> Outputs:
        """Return what becomes of a call's item."""
        if not self._prepared:
            await self._prepare()
        counts = self._counts
        counts.entered += self._size(call.item)
        outputs = await with_retries(self._once, call, self._rules.retry, self._pause, self._give_up)
        counts.finished += self._size(call.item)
        return outputs

    def _size(self, item: Any) -> int:
        """Return how many items of the source a call is for."""
        return 1

    async def _prepare(self) -> None:
        """Wait for the side inputs, and bind them: later calls have no more to do with them."""
        async with self._preparing:
            if self._prepared:
                return
            args, kwargs = await self._inputs.values()
            fn, without_item = self._fn, self._run.without_item
            if without_item:
                self._fn = lambda _: fn(*args, **kwargs)
            elif args or kwargs:
                self._fn = lambda item: fn(item, *args, **kwargs)
            self._prepared = True

    async def _wait_to_retry(self, seconds: float) -> None:
        """Wait before a call is made again."""
        self._counts.retried += 1
        await self._rules.clock.sleep_async(seconds)

    async def _limited_attempt(self, call: Call[Any, Outputs]) -> Outputs:
        """Make a call within a slot and a time limit."""
        async with self._slots or nullcontext():
            limit = self._rules.time_limit
            try:
                async with asyncio.timeout(limit) as scope:
                    outputs = await self._attempt(call)
            except TimeoutError as error:
                if not scope.expired():
                    raise
                raise TimeoutExpiredError(f"no result within {format_duration(limit or 0)}") from error
            end = scope.when()
            if end is not None and end < asyncio.get_running_loop().time():
                raise TimeoutExpiredError(
                    f"no result within {format_duration(limit or 0)}: a plain function holds the event loop up, and "
                    "cannot be interrupted; give the task run_in='thread'"
                )
            return outputs

    async def _attempt(self, call: Call[Any, Outputs]) -> Outputs:
        item, counts = call.item, self._counts
        counts.in_flight += 1
        if counts.in_flight > counts.high_water_mark:
            counts.high_water_mark = counts.in_flight
        try:
            result = self._fn(item)
            if hasattr(type(result), "__await__"):
                result = await result
            if result is None:
                counts.dropped += self._size(item)
                return ()
            return await self._several(result, call) if isinstance(result, _SEVERAL) else (result,)
        finally:
            counts.in_flight -= 1

    async def _several(self, result: Any, call: Call[Any, Outputs]) -> Outputs:
        if isinstance(result, list):
            return tuple(result) if self._lists_fan_out else (result,)
        if isinstance(result, Values):
            return result
        values = pass_on(result)
        if not self._rules.holds_values_back:
            return await self._fan_out(values, call)
        async with aclosing(values):
            return [value async for value in values]

    async def _fan_out(self, values: AsyncGenerator[Any], call: Call[Any, Outputs]) -> FanOut:
        """Hand on the values of a generator while its body runs.

        In order, the reader gets to them when it is their turn. As completed, that is when the body has ended; unless
        there is no more room, or nobody else who could be held up.
        """
        fan_out = FanOut(self._room)
        if self._run.ordered or self._run.single:
            call.hand_over(fan_out)
        try:
            async with aclosing(values):
                async for value in values:
                    fan_out.put(value)
                    if self._room.full:
                        if not call.done:
                            call.hand_over(fan_out)
                        await fan_out.wait_for_room()
        except (Exception, asyncio.CancelledError) as error:
            if is_cancellation(error):
                raise
            self._add_note(error, call.item)
            fan_out.end(error)
        else:
            fan_out.end()
        return fan_out

    async def _end_in_failure(self, call: Call[Any, Outputs], error: BaseException, attempts: int) -> Outputs:
        """Return what takes the place of the results of an item that has failed for good, or raise the error."""
        outputs = await self._instead(call, error, attempts)
        if outputs is None:
            self._add_note(error, call.item)
            raise error
        return outputs

    async def _instead(self, call: Call[Any, Outputs], error: BaseException, attempts: int) -> Outputs | None:
        """Return what rule or handler put in the place of the results; None to raise the error."""
        rules = self._rules
        if rules.error_handler is None:
            return None if rules.on_error == "fail" else await self._skip(call)
        item = None if self._run.without_item else call.item
        decision = rules.error_handler.handle_error(error, item, self._counts.name, attempts)
        go_on, value = await decision if inspect.isawaitable(decision) else decision
        if not go_on:
            return None
        if value is None:
            return self._skip_all(call.item)
        return await self._several(value, call) if isinstance(value, _SEVERAL) else (value,)

    async def _skip(self, call: Call[Any, Outputs]) -> Outputs:
        return self._skip_all(call.item)

    def _skip_all(self, item: Any) -> Outputs:
        self._counts.skipped += self._size(item)
        return ()

    def _add_note(self, error: BaseException, item: Any) -> None:
        what = "without an item" if self._run.without_item else f"on {reprlib.repr(item)}"
        error.add_note(f"in the task {self._counts.name!r}, {what}")

    async def close(self) -> None:
        """End the threads and processes."""
        if self._executor:
            await self._executor.close()


class BatchCalls(StageCalls):
    """The calls of a batch task: their items are batches."""

    delivers_lists = False

    def _parallelism(self) -> int:
        return 1

    def _size(self, item: Any) -> int:
        return 1 if self._run.without_item else len(item)

    async def _skip(self, call: Call[Any, Outputs]) -> Outputs:
        if self._rules.on_error == "skip_batch" or self._run.without_item:
            return self._skip_all(call.item)
        outputs: list[Any] = []
        for item in call.item:
            one = copy.copy(call)
            one.item = [item]
            try:
                values = await self._once(one)
                assert not isinstance(values, FanOut)  # values are held back where items may be skipped
                outputs += values
            except (Exception, asyncio.CancelledError) as error:
                if is_cancellation(error):
                    raise
                self._skip_all([item])
        return outputs
