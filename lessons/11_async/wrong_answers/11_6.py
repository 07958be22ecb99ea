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
        "the_first_alone",
        believes="Waits for one attempt, and tries the next if it fails",
        fails={"11.6.race": "alone"},
    ),
]
