"""Misconceptions about task 12.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "amap_goes_in_circles",
        believes="Gives the others a turn, and looks again",
        fails={"12.4.out": "circles", "12.4.error": "circles", "12.4.left": "circles", "12.4.held": "circles"},
    ),
    Wrong(
        "amap_without_finish",
        believes="Waits for tasks to end, and keeps it from the queue",
        fails={"12.4.out": "stuck", "12.4.error": "stuck", "12.4.held": "no-end"},
        edits=[("calls.finish(await ended.get())", "await ended.get()")],
    ),
    Wrong(
        "amap_waits_first",
        believes="Waits for a call to end before it looks whether there is a result",
        fails={"12.4.out": "stuck", "12.4.error": None},
        edits=[
            (
                """
                calls = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered)
                ended, running = asyncio.Queue(), set()
                """,
                "calls, ended, running = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered), asyncio.Queue(), set()",
            ),
            (
                "if calls.has_result():",
                """
                if not calls.ahead:
                    return
                calls.finish(await ended.get())
                if calls.has_result():
                """,
            ),
            (
                """
                elif calls.ahead:
                    calls.finish(await ended.get())
                else:
                    return
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "amap_yields_calls",
        believes="Takes the call for its result",
        fails={"12.4.out": "no-result", "12.4.error": "no-result"},
        edits=[("yield calls.take().result()", "yield calls.take()")],
    ),
    Wrong(
        "amap_gathers",
        believes="Makes a task of every item, and gathers them",
        fails={"12.4.out": "drained", "12.4.error": "too-early", "12.4.left": "run-on", "12.4.held": "kept"},
    ),
    Wrong(
        "amap_always_in_order",
        believes="Forgets to pass on the mode",
        fails={"12.4.out": "order-always", "12.4.error": "other-order"},
        edits=[
            (
                "calls = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered)",
                "calls = CallQueue(max_in_flight, max_in_flight + max_waiting, True)",
            )
        ],
    ),
    Wrong(
        "amap_never_in_order",
        believes="Takes every result as it completes",
        fails={"12.4.out": "order-never", "12.4.error": None},
        edits=[
            (
                "calls = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered)",
                "calls = CallQueue(max_in_flight, max_in_flight + max_waiting, False)",
            )
        ],
    ),
    Wrong(
        "amap_loses_the_end",
        believes="Ends with its source",
        fails={"12.4.out": "lost", "12.4.error": "swallowed", "12.4.held": "lost"},
    ),
    Wrong(
        "amap_bounds_running_only",
        believes="Lets results wait without a bound",
        fails={"12.4.out": "waiting-unbounded"},
        edits=[
            (
                "calls = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered)",
                "calls = CallQueue(max_in_flight, 10**9, ordered)",
            )
        ],
    ),
    Wrong(
        "amap_semaphore",
        believes="Makes a task of every item, and has a semaphore bound those that run",
        fails={
            "12.4.out": "waiting-unbounded",
            "12.4.error": "other-order",
            "12.4.left": "run-on",
            "12.4.held": "kept",
        },
    ),
    Wrong(
        "amap_waits_for_one_at_least",
        believes="Gives one result room to wait, whatever it is told",
        fails={"12.4.out": "waiting-unbounded"},
        edits=[
            (
                "calls = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered)",
                "calls = CallQueue(max_in_flight, max_in_flight + max(1, max_waiting), ordered)",
            ),
        ],
    ),
    Wrong(
        "amap_one_by_one",
        believes="Awaits each call before it begins the next",
        fails={"12.4.out": "one-by-one", "12.4.error": None},
    ),
    Wrong(
        "amap_in_batches",
        believes="Begins the next calls when all of these are done",
        fails={"12.4.out": "begin-late", "12.4.error": None},
    ),
    Wrong(
        "amap_one_result_a_round",
        believes="Waits for the next call to end between any two results",
        fails={"12.4.out": "out-late", "12.4.error": "other-order"},
        edits=[
            (
                """
                calls = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered)
                ended, running = asyncio.Queue(), set()
                """,
                "calls, ended, running = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered), asyncio.Queue(), set()",
            ),
            (
                "if calls.has_result():",
                """
                if calls.in_flight:
                    calls.finish(await ended.get())
                if calls.has_result():
                """,
            ),
            (
                """
                elif calls.ahead:
                    calls.finish(await ended.get())
                else:
                """,
                "elif not calls.ahead:",
            ),
        ],
    ),
    Wrong(
        "amap_reads_first",
        believes="Puts the items in a list of its own, to be on the safe side",
        fails={"12.4.out": "read-ahead"},
        edits=[
            (
                "with closing_source(iter(items)) as source:",
                "with closing_source(items), closing_source(iter(list(items))) as source:",
            )
        ],
    ),
    Wrong(
        "amap_as_completed_by_default",
        believes="Gives results as they come, where nobody says otherwise",
        fails={"12.4.out": "by-default"},
        edits=[
            (
                "async def amap(fn, items, max_in_flight, max_waiting, ordered=True):",
                "async def amap(fn, items, max_in_flight, max_waiting, ordered=False):",
            ),
        ],
    ),
    Wrong(
        "amap_up_to_a_zero",
        believes="What is not true is no item: 0 or an empty text ends the source",
        fails={"12.4.out": "falsy", "12.4.held": "lost"},
        edits=[
            (
                "while calls.has_room() and (item := next(source, END)) is not END:",
                "while calls.has_room() and (item := next(source, None)):",
            )
        ],
    ),
    Wrong(
        "amap_up_to_an_equal",
        believes="Takes what is equal to the mark for the mark",
        fails={"12.4.out": "equal"},
        edits=[
            (
                "while calls.has_room() and (item := next(source, END)) is not END:",
                "while calls.has_room() and (item := next(source, END)) != END:",
            )
        ],
    ),
    Wrong(
        "amap_raises_what_was_returned",
        believes="Takes an error that was returned for one that was raised",
        fails={"12.4.out": "raised"},
        edits=[
            (
                "yield calls.take().result()",
                """
                result = calls.take().result()
                if isinstance(result, Exception):
                    raise result
                yield result
                """,
            ),
        ],
    ),
    Wrong(
        "amap_waits_for_ends",
        believes="Waits until each task has said that it has ended; those that had said so before do not say it again",
        fails={"12.4.error": "stuck", "12.4.left": "no-way-out"},
        edits=[
            (
                "await asyncio.gather(*running, return_exceptions=True)",
                """
                while calls.ahead:
                    await ended.get()
                """,
            )
        ],
    ),
    Wrong(
        "amap_skips_errors",
        believes="Leaves out the results of tasks that failed",
        fails={"12.4.error": "swallowed"},
        edits=[
            (
                "yield calls.take().result()",
                "if not (call := calls.take()).result.__self__.exception(): yield call.result()",
            )
        ],
    ),
    Wrong(
        "amap_swallows_the_cancellation",
        believes="Takes the cancellation of its reader for the end of the map",
        fails={"12.4.error": "swallowed", "12.4.left": "swallowed"},
        edits=[
            (
                "finally:",
                """
                except asyncio.CancelledError:
                    return
                finally:
                """,
            )
        ],
    ),
    Wrong(
        "amap_skips_known_errors",
        believes="Knows what a call may raise, and goes on",
        fails={"12.4.error": "swallowed"},
        edits=[
            (
                "yield calls.take().result()",
                """
                try:
                    result = calls.take().result()
                except (LookupError, ValueError):
                    continue
                yield result
                """,
            ),
        ],
    ),
    Wrong(
        "amap_skips_the_cancelled",
        believes="Leaves out a task that was cancelled",
        fails={"12.4.error": "swallowed"},
        edits=[
            (
                "yield calls.take().result()",
                """
                try:
                    result = calls.take().result()
                except asyncio.CancelledError:
                    continue
                yield result
                """,
            ),
        ],
    ),
    Wrong(
        "amap_waits_for_tasks",
        believes="Waits for the tasks that run, and cancels none",
        fails={"12.4.error": "too-late", "12.4.left": "not-cancelled"},
        edits=[
            (
                """
                for task in running:
                    task.cancel()
                """,
                "",
            )
        ],
    ),
    Wrong(
        "amap_ends_with_its_source",
        believes="Takes a source that fails for one that has ended",
        fails={"12.4.error": "of-the-source"},
        edits=[
            (
                """
            while calls.has_room() and (item := next(source, END)) is not END:
                running.add(task := asyncio.create_task(fn(item)))
            """,
                """
                while calls.has_room():
                    try:
                        item = next(source)
                    except Exception:
                        break
                    running.add(task := asyncio.create_task(fn(item)))
                """,
            ),
        ],
    ),
    Wrong(
        "amap_gathers_cancellations",
        believes="Lets the cancellation of its tasks out",
        fails={"12.4.error": "raised", "12.4.left": "run-on"},
        edits=[("await asyncio.gather(*running, return_exceptions=True)", "await asyncio.gather(*running)")],
    ),
    Wrong(
        "amap_task_group",
        believes="Leaves everything to a task group, which no async generator can be left through",
        fails={"12.4.error": "raised", "12.4.left": "raised"},
        edits=[
            (
                """
                calls = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered)
                ended, running = asyncio.Queue(), set()
                with closing_source(iter(items)) as source:
                    try:
                """,
                """
                calls, ended = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered), asyncio.Queue()
                with closing_source(iter(items)) as source:
                    async with asyncio.TaskGroup() as group:
                """,
            ),
            (
                """
                running.add(task := asyncio.create_task(fn(item)))
                task.add_done_callback(running.discard)
                calls.begin(Call(task, ended.put_nowait))
                """,
                "calls.begin(Call(group.create_task(fn(item)), ended.put_nowait))",
            ),
            (
                """
                finally:
                    for task in running:
                        task.cancel()
                    await asyncio.gather(*running, return_exceptions=True)
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "amap_closes_at_the_end",
        believes="Closes the source and cancels after the loop, where an early exit never comes by",
        fails={"12.4.left": "run-on"},
    ),
    Wrong(
        "amap_does_not_wait",
        believes="Cancels, and does not wait for the end",
        fails={"12.4.left": "run-on"},
        edits=[("await asyncio.gather(*running, return_exceptions=True)", "")],
    ),
    Wrong(
        "amap_leaves_tasks",
        believes="Leaves the tasks to themselves",
        fails={"12.4.left": "run-on"},
    ),
    Wrong(
        "amap_never_closes",
        believes="Leaves the source open",
        fails={"12.4.left": "never-closed"},
        edits=[("with closing_source(iter(items)) as source:", "if source := iter(items):")],
    ),
    Wrong(
        "amap_closes_outside_finally",
        believes="Looks after its tasks on every way out, and after the source on one",
        fails={"12.4.left": "not-always-closed"},
    ),
    Wrong(
        "amap_hears_the_cancelled",
        believes="Awaits the tasks that it has cancelled, whatever they raise",
        fails={"12.4.left": "late-error"},
        edits=[
            (
                "await asyncio.gather(*running, return_exceptions=True)",
                """
                ended = await asyncio.gather(*running, return_exceptions=True)
                for error in ended:
                    if isinstance(error, Exception):
                        raise error
                """,
            ),
        ],
    ),
    Wrong(
        "amap_has_one_set",
        believes="Keeps the tasks of all maps in one set",
        fails={"12.4.left": "shared"},
        edits=[
            ("ended, running = asyncio.Queue(), set()", "ended, running = asyncio.Queue(), every.setdefault(0, set())"),
            (
                "async def amap(fn, items, max_in_flight, max_waiting, ordered=True):",
                """
                every = {}


                async def amap(fn, items, max_in_flight, max_waiting, ordered=True):
                """,
            ),
        ],
    ),
    Wrong(
        "amap_keeps_tasks",
        believes="Never forgets a task",
        fails={"12.4.held": "kept"},
        edits=[("task.add_done_callback(running.discard)", "")],
    ),
]
