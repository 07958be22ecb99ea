"""Misconceptions about task 11.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "losers_go_on",
        believes="Returns, and lets the others go on",
        fails={"11.6.race": "under-way"},
        edits=[
            (
                """
                finally:
                    for task in tasks:
                        task.cancel()
                    await asyncio.gather(*tasks, return_exceptions=True)
                """,
                """
                finally:
                    pass
                """,
            ),
        ],
    ),
    Wrong(
        "losers_not_awaited",
        believes="Cancels the others, and does not wait for their end",
        fails={"11.6.race": "under-way"},
        edits=[
            ("await asyncio.gather(*tasks, return_exceptions=True)", ""),
        ],
    ),
    Wrong(
        "all_at_once",
        believes="Begins all, and takes the first",
        fails={"11.6.race": "all-at-once"},
        edits=[
            (
                """
                if waiting:
                    tasks.add(asyncio.create_task(waiting.pop(0)()))
                """,
                """
                while waiting:
                    tasks.add(asyncio.create_task(waiting.pop(0)()))
                """,
            ),
        ],
    ),
    Wrong(
        "one_by_one",
        believes="Gives an attempt up when its patience is over",
        fails={"11.6.race": "given-up"},
    ),
    Wrong(
        "failure_is_no_signal",
        believes="Begins the next one every `patience` seconds, whatever happens",
        fails={"11.6.race": "waits-on"},
    ),
    Wrong(
        "none_is_no_answer",
        believes="Asks whether the answer is true",
        fails={"11.6.race": "falsy"},
        edits=[
            ("if error is None:", "if error is None and task.result():"),
        ],
    ),
    Wrong(
        "errors_are_no_answers",
        believes="Takes an error that was returned for one that was raised",
        fails={"11.6.race": "falsy"},
        edits=[
            (
                "error = task.exception()",
                """
                error = task.exception()
                if not error and isinstance(task.result(), Exception):
                    error = task.result()
                """,
            ),
        ],
    ),
    Wrong(
        "first_to_end",
        believes="Takes the first to end, also where it has failed",
        fails={"11.6.race": "fails-at-once"},
        edits=[
            (
                """
                error = task.exception()
                if error is None:
                    return task.result()
                """,
                "return task.result()",
            ),
            ("raise error", ""),
        ],
    ),
    Wrong(
        "only_known_failures",
        believes="Knows what a dead address raises, and stops at any other error",
        fails={"11.6.race": "fails-at-once"},
        edits=[
            (
                "error = task.exception()",
                """
                error = task.exception()
                if error and not isinstance(error, OSError):
                    raise error
                """,
            ),
        ],
    ),
    Wrong(
        "losers_are_heard",
        believes="Awaits the others, whatever they raise",
        fails={"11.6.race": "loser-heard"},
        edits=[
            (
                "await asyncio.gather(*tasks, return_exceptions=True)",
                """
                for task in tasks:
                    with suppress(asyncio.CancelledError):
                        await task
                """,
            ),
        ],
    ),
    Wrong(
        "first_error",
        believes="Raises the error that came first",
        fails={"11.6.race": "another-error"},
        edits=[
            ("waiting, tasks = list(calls), set()", "waiting, tasks, errors = list(calls), set(), []"),
            (
                "error = task.exception()",
                """
                error = task.exception()
                errors.append(error)
                """,
            ),
            ("raise error", "raise errors[0]"),
        ],
    ),
    Wrong(
        "cancelled_and_quiet",
        believes="Returns nothing when it is cancelled",
        fails={"11.6.race": "swallowed"},
        edits=[
            (
                "finally:",
                """
                except asyncio.CancelledError:
                    return None
                finally:
                """,
            ),
        ],
    ),
    Wrong(
        "a_failure_begins_all",
        believes="Begins all others when one fails",
        fails={"11.6.race": "too-soon"},
        edits=[
            (
                """
                if error is None:
                    return task.result()
                """,
                """
                if error is None:
                    return task.result()
                while waiting:
                    tasks.add(asyncio.create_task(waiting.pop(0)()))
                """,
            ),
        ],
    ),
    Wrong(
        "whole_seconds",
        believes="Waits for whole seconds",
        fails={"11.6.race": "too-soon"},
        edits=[
            (
                "ended, _ = await asyncio.wait(tasks, timeout=patience, return_when=asyncio.FIRST_COMPLETED)",
                "ended, _ = await asyncio.wait(tasks, timeout=int(patience), return_when=asyncio.FIRST_COMPLETED)",
            ),
        ],
    ),
    Wrong(
        "slower_and_slower",
        believes="Has twice the patience each time",
        fails={"11.6.race": "too-late"},
        edits=[
            (
                "ended, _ = await asyncio.wait(tasks, timeout=patience, return_when=asyncio.FIRST_COMPLETED)",
                """
            ended, _ = await asyncio.wait(tasks, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            patience *= 2
            """,
            ),
        ],
    ),
    Wrong(
        "three_at_most",
        believes="Tries three addresses",
        fails={"11.6.race": "alone"},
        edits=[
            ("waiting, tasks = list(calls), set()", "waiting, tasks = list(calls)[:3], set()"),
        ],
    ),
    Wrong(
        "the_first_alone",
        believes="Waits for one attempt, and tries the next if it fails",
        fails={"11.6.race": "alone"},
    ),
    Wrong(
        "the_first_goes_on",
        believes="Cancels all but the first",
        fails={"11.6.race": "not-cancelled"},
        edits=[
            (
                """
            for task in tasks:
                task.cancel()
            """,
                """
                for task in list(tasks)[1:]:
                    task.cancel()
                """,
            ),
        ],
    ),
]
