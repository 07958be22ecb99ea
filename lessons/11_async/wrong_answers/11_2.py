"""Misconceptions about task 11.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "beats_with_timeout",
        believes="Replaces `wait_for` with `timeout`, which cancels the source as well; closes it where it can",
        fails={"11.2.beats": "killed", "11.2.closed": "killed"},
    ),
    Wrong(
        "beats_never",
        believes="Closes the source, and forgets the heartbeat",
        fails={"11.2.beats": "no-beat", "11.2.closed": None},
    ),
    Wrong(
        "beats_after_the_first",
        believes="Has all the patience in the world for the first item",
        fails={"11.2.beats": "no-beat"},
    ),
    Wrong(
        "beats_once",
        believes="Gives one heartbeat, then waits for the item",
        fails={"11.2.beats": "one-beat"},
        edits=[
            (
                "yield None",
                """
                yield None
                await asyncio.wait([coming])
                break
                """,
            )
        ],
    ),
    Wrong(
        "beats_twice",
        believes="Gives two heartbeats, then waits for the item",
        fails={"11.2.beats": "one-beat"},
        edits=[
            (
                "coming = asyncio.ensure_future(anext(source))",
                """
                coming = asyncio.ensure_future(anext(source))
                left = 2
                """,
            ),
            (
                """
                while not (await asyncio.wait([coming], timeout=patience))[0]:  # those that are done
                    yield None
                """,
                """
                while not (await asyncio.wait([coming], timeout=patience if left else None))[0]:
                    yield None
                    left -= 1
                """,
            ),
        ],
    ),
    Wrong(
        "beats_by_a_timetable",
        believes="Counts from the item before, whether its caller waits or is busy",
        fails={"11.2.beats": "while-busy"},
    ),
    Wrong(
        "beats_farewell",
        believes="Says None once more when the source has ended",
        fails={"11.2.beats": "after-the-end"},
    ),
    Wrong(
        "beats_ahead_while_busy",
        believes="Puts the wait for the next item in line before it hands over the one it has",
        fails={"11.2.beats": "ahead"},
    ),
    Wrong(
        "beats_ahead",
        believes="Asks for the next item before it hands over the one it has",
        fails={"11.2.beats": "ahead", "11.2.closed": "item"},
        edits=[
            (
                """
                while True:
                    coming = asyncio.ensure_future(anext(source))
                """,
                """
                coming = asyncio.ensure_future(anext(source))
                while True:
                """,
            ),
            (
                "yield coming.result()",
                """
                item = coming.result()
                coming = asyncio.ensure_future(anext(source))
                await asyncio.sleep(0)
                yield item
                """,
            ),
        ],
    ),
    Wrong(
        "beats_drop_zeros",
        believes="What is not true is no item",
        fails={"11.2.beats": "falsy"},
        edits=[
            (
                "yield coming.result()",
                """
                if item := coming.result():
                    yield item
                """,
            )
        ],
    ),
    Wrong(
        "beats_share_a_task",
        believes="Keeps the wait for an item in a global, which all of them share",
        fails={"11.2.beats": "shared"},
    ),
    Wrong(
        "beats_in_steps",
        believes="Sleeps for the whole of its patience, then looks whether the item is there",
        fails={"11.2.beats": "late", "11.2.closed": "waited"},
        edits=[
            (
                "while not (await asyncio.wait([coming], timeout=patience))[0]:  # those that are done",
                "while not await asyncio.sleep(patience) and not coming.done():",
            )
        ],
    ),
    Wrong(
        "beats_looks_every_second",
        believes="Looks once a second whether the item is there",
        fails={"11.2.beats": "late", "11.2.closed": "waited"},
        edits=[
            (
                """
                while not (await asyncio.wait([coming], timeout=patience))[0]:  # those that are done
                    yield None
                """,
                """
                waited = 0
                while not coming.done():
                    await asyncio.sleep(1)
                    waited += 1
                    if waited >= patience and not coming.done():
                        yield None
                        waited = 0
                """,
            )
        ],
    ),
    Wrong(
        "beats_after_whole_seconds",
        believes="Waits for whole seconds",
        fails={"11.2.beats": "too-soon"},
        edits=[
            (
                "while not (await asyncio.wait([coming], timeout=patience))[0]:  # those that are done",
                "while not (await asyncio.wait([coming], timeout=int(patience)))[0]:",
            )
        ],
    ),
    Wrong(
        "beats_by_a_clock",
        believes="Counts on from the last heartbeat, though its caller was busy",
        fails={"11.2.beats": "too-soon"},
        edits=[
            (
                "coming = asyncio.ensure_future(anext(source))",
                """
                coming = asyncio.ensure_future(anext(source))
                loop = asyncio.get_running_loop()
                due = loop.time() + patience
                """,
            ),
            (
                """
                while not (await asyncio.wait([coming], timeout=patience))[0]:  # those that are done
                    yield None
                """,
                """
                while not (await asyncio.wait([coming], timeout=max(0, due - loop.time())))[0]:
                    yield None
                    due += patience
                """,
            ),
        ],
    ),
    Wrong(
        "beats_ask_for_the_truth",
        believes="Lets through what is true, and what it knows to be false",
        fails={"11.2.beats": "raised"},
        edits=[
            (
                "yield coming.result()",
                """
                if coming.result() or coming.result() in (0, "", None):
                    yield coming.result()
                """,
            ),
        ],
    ),
    Wrong(
        "beats_call_themselves",
        believes="Goes on with the rest of the source in a generator of its own",
        fails={"11.2.beats": "raised"},
    ),
    Wrong(
        "beats_closes_when_cancelled",
        believes="Closes the source when it is cancelled, and not when it is closed",
        fails={"11.2.closed": "never"},
    ),
    Wrong(
        "beats_leaves_source_open",
        believes="Waits as it should, and closes nothing",
        fails={"11.2.closed": "never"},
    ),
    Wrong(
        "beats_leaves_task",
        believes="Closes the source while a task still waits in its `anext`",
        fails={"11.2.closed": "waiting"},
        edits=[
            (
                """
                coming.cancel()
                await asyncio.wait([coming])
                """,
                "pass",
            )
        ],
    ),
    Wrong(
        "beats_wait_no_turn",
        believes="Cancels the task, and does not wait until the source has cleaned up",
        fails={"11.2.closed": "waiting"},
        edits=[
            (
                """
                coming.cancel()
                await asyncio.wait([coming])
                """,
                """
                coming.cancel()
                await asyncio.wait([coming], timeout=0)
                """,
            )
        ],
    ),
    Wrong(
        "beats_cancels_only",
        believes="Ends the task, which closes a source that waits, and no other",
        fails={"11.2.closed": "item"},
        edits=[("async with aclosing(source):", "if True:")],
    ),
    Wrong(
        "beats_hush_cancellation",
        believes="Takes a cancellation for the end of the source",
        fails={"11.2.closed": "swallowed"},
        edits=[("with suppress(StopAsyncIteration):", "with suppress(StopAsyncIteration, asyncio.CancelledError):")],
    ),
    Wrong(
        "beats_take_any_timeout",
        believes="Every `TimeoutError` says that patience is over",
        fails={"11.2.closed": "own-timeout"},
    ),
    Wrong(
        "beats_silences",
        believes="Takes every error of the source for its end",
        fails={"11.2.closed": "error-lost"},
        edits=[("with suppress(StopAsyncIteration):", "with suppress(StopAsyncIteration, OSError):")],
    ),
    Wrong(
        "beats_end_at_known_errors",
        believes="Takes the errors that it knows for the end",
        fails={"11.2.closed": "error-lost"},
        edits=[
            ("with suppress(StopAsyncIteration):", "with suppress(StopAsyncIteration, LookupError, ValueError):"),
        ],
    ),
    Wrong(
        "beats_end_when_cancelled",
        believes="Takes a source that was cancelled for one that has ended",
        fails={"11.2.closed": "error-lost"},
        edits=[
            (
                "yield coming.result()",
                """
                if coming.cancelled():
                    return
                yield coming.result()
                """,
            ),
        ],
    ),
    Wrong(
        "beats_wrap_errors",
        believes="Says it in an error of its own",
        fails={"11.2.closed": "error-lost"},
        edits=[
            (
                "yield coming.result()",
                """
                try:
                    item = coming.result()
                except (StopAsyncIteration, OSError):
                    raise
                except Exception as error:
                    raise RuntimeError from error
                yield item
                """,
            ),
        ],
    ),
]
