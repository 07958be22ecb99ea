"""Misconceptions about task 11.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "batches_never_end",
        believes="Knows no end",
        fails={"11.5.batches": "no-end"},
        edits=[
            (
                """
                elif awaited.core.closed:  # else another reader was faster
                    return
                """,
                "",
            )
        ],
    ),
    Wrong(
        "batches_poll",
        believes="Looks at the core in every turn",
        fails={"11.5.batches": "polls", "11.5.held": "polls"},
        edits=[
            (
                """
                while True:
                    await awaited.ready(1)
                    if batch := await awaited.take(size, patience):
                        yield batch
                    elif awaited.core.closed:  # else another reader was faster
                        return
                """,
                """
                while not awaited.core.closed or len(awaited.core):
                    if awaited.core.is_ready(1):
                        yield await awaited.take(size, patience)
                    await asyncio.sleep(0)
                """,
            )
        ],
    ),
    Wrong(
        "batches_bound_the_first",
        believes="Gives the first item of a batch no more time than the others",
        fails={"11.5.batches": "empty", "11.5.held": "other-batches"},
        edits=[
            (
                """
                await awaited.ready(1)
                if batch := await awaited.take(size, patience):
                    yield batch
                elif awaited.core.closed:  # else another reader was faster
                    return
                """,
                """
                batch = await awaited.take(size, patience)
                if not batch and awaited.core.closed:
                    return
                yield batch
                """,
            )
        ],
    ),
    Wrong(
        "batches_of_something",
        believes="Asks whether anything in the batch is true",
        fails={"11.5.batches": "falsy"},
        edits=[
            (
                "if batch := await awaited.take(size, patience):",
                """
                batch = await awaited.take(size, patience)
                if any(batch):
                """,
            ),
        ],
    ),
    Wrong(
        "batches_in_one_list",
        believes="Fills one list again and again",
        fails={"11.5.batches": "same-list"},
        edits=[
            (
                "while True:",
                """
                rows = []
                while True:
                """,
            ),
            (
                "yield batch",
                """
                rows[:] = batch
                yield rows
                """,
            ),
        ],
    ),
    Wrong(
        "batches_take_from_the_core",
        believes="Waits as it should, and takes behind the back of the writers",
        fails={"11.5.batches": "writer-sleeps"},
        edits=[
            (
                "if batch := await awaited.take(size, patience):",
                """
                await awaited.ready(size, patience)
                if batch := awaited.core.take(size):
                """,
            )
        ],
    ),
    Wrong(
        "batches_end_when_empty",
        believes="Takes an empty answer for the end",
        fails={"11.5.batches": "ended"},
        edits=[
            (
                "while True:",
                """
                await awaited.ready(1)
                while batch := await awaited.take(size, patience):
                    yield batch
                """,
            ),
            (
                """
                if batch := await awaited.take(size, patience):
                    yield batch
                elif awaited.core.closed:  # else another reader was faster
                    return
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "batches_forget_the_rest",
        believes="Ends when the core is closed, whatever is still in it",
        fails={"11.5.batches": "ended"},
        edits=[
            (
                "if batch := await awaited.take(size, patience):",
                """
                batch = await awaited.take(size, patience)
                if awaited.core.closed:
                    return
                if batch:
                """,
            ),
            (
                """
                elif awaited.core.closed:  # else another reader was faster
                    return
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "batches_stop_when_closed",
        believes="Takes the closing of the core for the end, though items wait in it",
        fails={"11.5.batches": "ended"},
        edits=[("while True:", "while not awaited.core.closed:")],
    ),
    Wrong(
        "batches_hold_fewer",
        believes="Takes what is there, and waits with that in hand for the rest",
        fails={"11.5.batches": "in-hand", "11.5.held": "in-hand"},
        edits=[
            (
                "while True:",
                """
                loop = asyncio.get_running_loop()
                while True:
                """,
            ),
            (
                """
                await awaited.ready(1)
                if batch := await awaited.take(size, patience):
                """,
                """
                batch = await awaited.take(1)
                end = loop.time() + (3600 if patience is None else patience)
                while batch and len(batch) < size:
                    more = await awaited.take(1, max(0, end - loop.time()))
                    if not more:
                        break
                    batch += more
                if batch:
                """,
            ),
        ],
    ),
    Wrong(
        "batches_one_too_big",
        believes="Takes one more while it is there",
        fails={"11.5.batches": "too-big"},
        edits=[
            ("if batch := await awaited.take(size, patience):", "if batch := await awaited.take(size + 1, patience):")
        ],
    ),
    Wrong(
        "batches_have_no_patience",
        believes="Takes what there is as soon as there is anything",
        fails={"11.5.batches": "impatient", "11.5.held": "other-batches"},
        edits=[("if batch := await awaited.take(size, patience):", "if batch := await awaited.take(size, 0):")],
    ),
    Wrong(
        "batches_take_none_for_0",
        believes="Takes no bound for no patience",
        fails={"11.5.batches": "impatient"},
        edits=[
            (
                "if batch := await awaited.take(size, patience):",
                "if batch := await awaited.take(size, patience or 0):",
            )
        ],
    ),
    Wrong(
        "batches_take_0_for_none",
        believes="Takes no patience for patience without bound",
        fails={"11.5.batches": "restarts"},
        edits=[
            (
                "if batch := await awaited.take(size, patience):",
                "if batch := await awaited.take(size, patience or None):",
            )
        ],
    ),
    Wrong(
        "batches_wait_for_size",
        believes="Waits until a batch is full, however long that takes",
        fails={"11.5.batches": "restarts", "11.5.held": "other-batches"},
        edits=[("if batch := await awaited.take(size, patience):", "if batch := await awaited.take(size):")],
    ),
    Wrong(
        "batches_ahead",
        believes="Begins to wait for the next batch before it hands over this one",
        fails={"11.5.held": "in-hand"},
    ),
    Wrong(
        "batches_swallow_the_cancellation",
        believes="Takes a cancellation for the end",
        fails={"11.5.held": "swallowed"},
        edits=[
            (
                "await awaited.ready(1)",
                """
                try:
                    await awaited.ready(1)
                except asyncio.CancelledError:
                    return
                """,
            )
        ],
    ),
]
