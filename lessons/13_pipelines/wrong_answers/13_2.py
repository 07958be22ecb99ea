"""Misconceptions about task 13.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "retry_leaves_zeros_out",
        believes="Takes an item that counts as false for none",
        fails={"13.2.calls": "falsy"},
        edits=[
            (
                "calls = 0",
                """
                if not item:
                    return item
                calls = 0
                """,
            )
        ],
    ),
    Wrong(
        "retry_never_awaits_the_call",
        believes="Returns the coroutine",
        fails={"13.2.calls": "never-ran", "13.2.stop": "never-ran"},
        edits=[("return await call(item)", "return call(item)")],
    ),
    Wrong(
        "retry_forgets_await",
        believes="Returns what `give_up` gives without waiting for it",
        fails={"13.2.calls": "not-awaited"},
        edits=[("return await give_up(item, error, calls)", "return give_up(item, error, calls)")],
    ),
    Wrong(
        "retry_is_not_async",
        believes="Returns a call that runs when nobody catches its errors any more",
        fails={"13.2.calls": "outside", "13.2.stop": None},
    ),
    Wrong(
        "retry_knows_one_failure",
        believes="Tries again when the connection failed, and lets all else up",
        fails={"13.2.calls": "outside"},
        edits=[
            (
                "except (Exception, asyncio.CancelledError) as error:",
                "except (ConnectionError, asyncio.CancelledError) as error:",
            )
        ],
    ),
    Wrong(
        "retry_knows_mistakes",
        believes="Takes an error of the program for none of a call",
        fails={"13.2.calls": "outside"},
        edits=[
            (
                "calls += 1",
                """
                if isinstance(error, (TypeError, ValueError)):
                    raise
                calls += 1
                """,
            ),
        ],
    ),
    Wrong(
        "retry_calls_outside",
        believes="Catches what is raised while it awaits, and not what the call raises",
        fails={"13.2.calls": "outside"},
        edits=[
            (
                "while True:",
                """
                while True:
                    answer = call(item)
                """,
            ),
            ("return await call(item)", "return await answer"),
        ],
    ),
    Wrong(
        "retry_raises_at_last",
        believes="Raises the last error by itself",
        fails={"13.2.calls": "error-up"},
        edits=[("return await give_up(item, error, calls)", "raise")],
    ),
    Wrong(
        "retry_takes_none_for_failure",
        believes="Takes a call that gives nothing for one that failed",
        fails={"13.2.calls": "none-is-failure"},
    ),
    Wrong(
        "retry_takes_zero_for_failure",
        believes="Takes what is false for a failure, but for None",
        fails={"13.2.calls": "none-is-failure"},
        edits=[
            (
                "return await call(item)",
                """
                result = await call(item)
                if result or result is None:
                    return result
                raise ValueError
                """,
            ),
        ],
    ),
    Wrong(
        "retry_raises_what_was_returned",
        believes="Takes an error that was returned for one that was raised",
        fails={"13.2.calls": "none-is-failure"},
        edits=[
            (
                "return await call(item)",
                """
                result = await call(item)
                if isinstance(result, Exception):
                    raise result
                return result
                """,
            ),
        ],
    ),
    Wrong(
        "retry_counts_on",
        believes="Has one list of failures, for all items",
        fails={"13.2.calls": "carried", "13.2.stop": None},
    ),
    Wrong(
        "retry_hushes_give_up",
        believes="Takes a cancellation that comes out of `give_up` for an end without a result",
        fails={"13.2.calls": "swallowed"},
        edits=[
            (
                "return await give_up(item, error, calls)",
                """
                try:
                    return await give_up(item, error, calls)
                except asyncio.CancelledError:
                    return None
                """,
            )
        ],
    ),
    Wrong(
        "retry_gives_up_in_the_try",
        believes="Asks `give_up` where errors are caught",
        fails={"13.2.calls": "swallowed"},
    ),
    Wrong(
        "retry_pauses_in_the_try",
        believes="Pauses where errors are caught",
        fails={"13.2.calls": "swallowed"},
    ),
    Wrong(
        "retry_without_pause",
        believes="Asks again at once",
        fails={"13.2.calls": "pause-lost", "13.2.stop": "no-pause"},
        edits=[("await pause(retry.delay(calls))", "pass")],
    ),
    Wrong(
        "retry_skips_empty_pauses",
        believes="Pauses where there is something to wait for",
        fails={"13.2.calls": "pause-lost"},
        edits=[
            (
                "await pause(retry.delay(calls))",
                """
                if retry.delay(calls):
                    await pause(retry.delay(calls))
                """,
            ),
        ],
    ),
    Wrong(
        "retry_sleeps_by_itself",
        believes="Sleeps instead of asking for a pause",
        fails={"13.2.calls": "own-pause"},
        edits=[("await pause(retry.delay(calls))", "await asyncio.sleep(retry.delay(calls))")],
    ),
    Wrong(
        "retry_one_call_too_few",
        believes="Keeps the last call back",
        fails={"13.2.calls": "too-few"},
        edits=[("if calls >= retry.max_attempts:", "if calls >= max(1, retry.max_attempts - 1):")],
    ),
    Wrong(
        "retry_attempts_are_further_ones",
        believes="Takes `max_attempts` for the calls after the first",
        fails={"13.2.calls": "one-too-many"},
        edits=[("if calls >= retry.max_attempts:", "if calls > retry.max_attempts:")],
    ),
    Wrong(
        "retry_waits_in_vain",
        believes="Pauses after each failure, and then looks whether any call is left",
        fails={"13.2.calls": "waits-in-vain"},
    ),
    Wrong(
        "retry_delays_by_next_call",
        believes="Takes the number of the call that comes",
        fails={"13.2.calls": "delays-from-zero"},
        edits=[("await pause(retry.delay(calls))", "await pause(retry.delay(calls + 1))")],
    ),
    Wrong(
        "retry_delays_from_zero",
        believes="Counts failed calls from 0",
        fails={"13.2.calls": "delays-from-zero"},
        edits=[("await pause(retry.delay(calls))", "await pause(retry.delay(calls - 1))")],
    ),
    Wrong(
        "retry_own_powers",
        believes="Works the pauses out, and forgets that they have a bound",
        fails={"13.2.calls": "own-delays"},
        edits=[("await pause(retry.delay(calls))", "await pause(retry.base_delay * 2 ** (calls - 1))")],
    ),
    Wrong(
        "retry_same_pause",
        believes="Makes every pause as long as the first",
        fails={"13.2.calls": "own-delays"},
        edits=[("await pause(retry.delay(calls))", "await pause(retry.base_delay)")],
    ),
    Wrong(
        "retry_miscounts",
        believes="Tells how many calls were made again",
        fails={"13.2.calls": "miscounted"},
        edits=[("return await give_up(item, error, calls)", "return await give_up(item, error, calls - 1)")],
    ),
    Wrong(
        "retry_copies_the_error",
        believes="Tells of an error that says the same",
        fails={"13.2.calls": "miscounted"},
        edits=[
            ("return await give_up(item, error, calls)", "return await give_up(item, type(error)(*error.args), calls)"),
        ],
    ),
    Wrong(
        "retry_tells_in_another_order",
        believes="Tells the error first",
        fails={"13.2.calls": "miscounted"},
        edits=[("return await give_up(item, error, calls)", "return await give_up(error, item, calls)")],
    ),
    Wrong(
        "retry_gives_nothing_back",
        believes="Has `give_up` called, and forgets its result",
        fails={"13.2.calls": "result-lost"},
        edits=[
            (
                "return await give_up(item, error, calls)",
                """
                await give_up(item, error, calls)
                return None
                """,
            )
        ],
    ),
    Wrong(
        "retry_cancellation_is_failure",
        believes="Forgets to ask who cancelled",
        fails={"13.2.stop": "went-on"},
        edits=[
            (
                """
                if is_cancellation(error):
                    raise
                """,
                "",
            )
        ],
    ),
    Wrong(
        "retry_asks_who_cancelled_too_late",
        believes="Looks whether any call is left before asking who cancelled",
        fails={"13.2.stop": "last-call"},
        edits=[
            (
                """
                if is_cancellation(error):
                    raise
                """,
                "",
            ),
            (
                "await pause(retry.delay(calls))",
                """
                    if is_cancellation(error):
                        raise
                await pause(retry.delay(calls))
                """,
            ),
        ],
    ),
    Wrong(
        "retry_sleeps_through_a_cancellation",
        believes="Catches what ends the pause",
        fails={"13.2.stop": "no-pause"},
        edits=[
            (
                "await pause(retry.delay(calls))",
                """
                try:
                    await pause(retry.delay(calls))
                except asyncio.CancelledError:
                    asyncio.current_task().uncancel()
                """,
            )
        ],
    ),
    Wrong(
        "retry_catches_everything",
        believes="Catches whatever there is, apart from a cancellation",
        fails={"13.2.stop": "stop-is-failure"},
        edits=[("except (Exception, asyncio.CancelledError) as error:", "except BaseException as error:")],
    ),
    Wrong(
        "retry_never_after_cancelled_error",
        believes="Leaves every CancelledError alone",
        fails={"13.2.stop": "own-cancellation"},
        edits=[("except (Exception, asyncio.CancelledError) as error:", "except Exception as error:")],
    ),
    Wrong(
        "retry_gives_up_cancelled_error",
        believes="Gives up at once when a function was cancelled",
        fails={"13.2.stop": "given-up"},
        edits=[
            (
                "if calls >= retry.max_attempts:",
                "if calls >= retry.max_attempts or isinstance(error, asyncio.CancelledError):",
            ),
        ],
    ),
]
