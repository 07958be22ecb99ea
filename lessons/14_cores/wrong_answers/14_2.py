"""Misconceptions about task 14.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "numbered_nothing",
        believes="Returns where it should yield",
        fails={"14.2.numbers": "nothing"},
        edits=[
            (
                """
                with closing(batches):
                    yield from enumerate(batches)
                """,
                """
                with closing(batches):
                    return iter(())
                """,
            ),
        ],
    ),
    Wrong(
        "numbered_from_one",
        believes="Counts from 1",
        fails={"14.2.numbers": "from-one"},
        edits=[
            (
                """
                with closing(batches):
                    yield from enumerate(batches)
                """,
                """
                with closing(batches):
                    yield from enumerate(batches, start=1)
                """,
            ),
        ],
    ),
    Wrong(
        "numbered_turned_round",
        believes="Gives the batch first",
        fails={"14.2.numbers": "turned-round"},
        edits=[
            (
                """
                with closing(batches):
                    yield from enumerate(batches)
                """,
                """
                with closing(batches):
                    for number, batch in enumerate(batches):
                        yield batch, number
                """,
            ),
        ],
    ),
    Wrong(
        "numbered_alike",
        believes="Forgets to count",
        fails={"14.2.numbers": "numbers-alike"},
        edits=[
            (
                """
                with closing(batches):
                    yield from enumerate(batches)
                """,
                """
                number = 0
                with closing(batches):
                    for batch in batches:
                        yield number, batch
                """,
            ),
        ],
    ),
    Wrong(
        "numbered_empty_lost",
        believes="Takes an empty batch for none",
        fails={"14.2.numbers": "empty-lost"},
        edits=[
            (
                """
                with closing(batches):
                    yield from enumerate(batches)
                """,
                """
                with closing(batches):
                    yield from enumerate(filter(None, batches))
                """,
            ),
        ],
    ),
    Wrong(
        "numbered_list",
        believes="Reads all batches first",
        fails={"14.2.numbers": "ahead"},
        edits=[
            (
                """
                with closing(batches):
                    yield from enumerate(batches)
                """,
                """
                with closing(batches):
                    yield from enumerate(list(batches))
                """,
            ),
        ],
    ),
    Wrong(
        "numbered_open",
        believes="Leaves the source open",
        fails={"14.2.numbers": "left-open"},
        edits=[
            (
                """
                with closing(batches):
                    yield from enumerate(batches)
                """,
                "yield from enumerate(batches)",
            ),
        ],
    ),
    Wrong(
        "numbered_closed_at_the_end",
        believes="Closes when the batches have ended",
        fails={"14.2.numbers": "left-open"},
        edits=[
            (
                """
                with closing(batches):
                    yield from enumerate(batches)
                """,
                """
                yield from enumerate(batches)
                batches.close()
                """,
            ),
        ],
    ),
    Wrong(
        "numbered_closed_when_left",
        believes="Closes when the reader leaves",
        fails={"14.2.numbers": "failed-open"},
        edits=[
            (
                """
                with closing(batches):
                    yield from enumerate(batches)
                """,
                """
                try:
                    yield from enumerate(batches)
                except GeneratorExit:
                    batches.close()
                    raise
                batches.close()
                """,
            ),
        ],
    ),
    Wrong(
        "numbered_goes_on",
        believes="Counts with a counter that is made once",
        fails={"14.2.numbers": "goes-on"},
        edits=[
            (
                "def numbered(batches):",
                """
                from itertools import count

                counter = count()


                def numbered(batches):
                """,
            ),
            ("yield from enumerate(batches)", "yield from ((next(counter), batch) for batch in batches)"),
        ],
    ),
    Wrong(
        "numbered_shared",
        believes="Counts for everybody together",
        fails={"14.2.numbers": "shared"},
        edits=[
            (
                """
                with closing(batches):
                    yield from enumerate(batches)
                """,
                """
                numbered.count = 0
                with closing(batches):
                    for batch in batches:
                        yield numbered.count, batch
                        numbered.count += 1
                """,
            ),
        ],
    ),
    Wrong(
        "process_or_none",
        believes="Gives back what is true",
        fails={"14.2.again": "no-result"},
        edits=[
            (
                "return call(batch.copy())  # an attempt that fails may leave its list changed",
                "return call(batch.copy()) or None",
            ),
        ],
    ),
    Wrong(
        "process_no_result",
        believes="Calls, and forgets the result",
        fails={"14.2.again": "no-result"},
        edits=[
            (
                "return call(batch.copy())  # an attempt that fails may leave its list changed",
                """
                call(batch.copy())
                return None
                """,
            ),
        ],
    ),
    Wrong(
        "process_raises_what_was_returned",
        believes="Takes an error that was returned for one that was raised",
        fails={"14.2.again": "returned-again"},
        edits=[
            (
                "return call(batch.copy())  # an attempt that fails may leave its list changed",
                """
                result = call(batch.copy())
                if isinstance(result, Exception):
                    raise result
                return result
                """,
            ),
        ],
    ),
    Wrong(
        "process_none_again",
        believes="Takes None for a failure",
        fails={"14.2.again": "none-again"},
        edits=[
            (
                "return call(batch.copy())  # an attempt that fails may leave its list changed",
                """
                result = call(batch.copy())
                if result is not None:
                    return result
                """,
            ),
        ],
    ),
    Wrong(
        "process_for_ever",
        believes="Never counts the retries",
        fails={"14.2.again": "for-ever", "14.2.items": "more-calls"},
        edits=[
            ("retries -= 1", "pass"),
        ],
    ),
    Wrong(
        "process_one_less",
        believes="Counts the first call as a retry",
        fails={"14.2.again": "one-less", "14.2.items": "fewer-calls"},
        edits=[
            (
                "if retries == 0 or isinstance(error, WorkerDiedError):",
                "if retries <= 1 or isinstance(error, WorkerDiedError):",
            ),
        ],
    ),
    Wrong(
        "process_one_more",
        believes="Counts below 0",
        fails={"14.2.again": "one-more", "14.2.items": None},
        edits=[
            (
                "if retries == 0 or isinstance(error, WorkerDiedError):",
                "if retries < 0 or isinstance(error, WorkerDiedError):",
            ),
        ],
    ),
    Wrong(
        "process_knows_mistakes",
        believes="Lets an error of the program out at once",
        fails={"14.2.again": "no-retry"},
        edits=[
            (
                "if retries == 0 or isinstance(error, WorkerDiedError):",
                "if retries == 0 or isinstance(error, WorkerDiedError | TypeError | MemoryError):",
            ),
        ],
    ),
    Wrong(
        "process_no_retry",
        believes="Never tries again",
        fails={"14.2.again": "no-retry", "14.2.items": None},
        edits=[
            ("if retries == 0 or isinstance(error, WorkerDiedError):", "if True:"),
        ],
    ),
    Wrong(
        "process_bare",
        believes="Raises the last error itself",
        fails={"14.2.again": "bare", "14.2.items": None},
        edits=[
            ("raise BatchError(number, batch, error) from error", "raise"),
        ],
    ),
    Wrong(
        "process_number_or_none",
        believes="Takes number 0 for none",
        fails={"14.2.again": "other-number"},
        edits=[
            (
                "raise BatchError(number, batch, error) from error",
                "raise BatchError(number or None, batch, error) from error",
            ),
        ],
    ),
    Wrong(
        "process_other_number",
        believes="Calls every batch number 0",
        fails={"14.2.again": "other-number"},
        edits=[
            ("raise BatchError(number, batch, error) from error", "raise BatchError(0, batch, error) from error"),
        ],
    ),
    Wrong(
        "process_first_error",
        believes="Tells of the first error",
        fails={"14.2.again": "first-error"},
        edits=[
            (
                "number, batch = numbered_batch",
                """
                number, batch = numbered_batch
                first = []
                """,
            ),
            (
                "if retries == 0 or isinstance(error, WorkerDiedError):",
                """
                first.append(error)
                if retries == 0 or isinstance(error, WorkerDiedError):
                """,
            ),
            (
                "raise BatchError(number, batch, error) from error",
                "raise BatchError(number, batch, first[0]) from first[0]",
            ),
        ],
    ),
    Wrong(
        "process_knows_one_death",
        believes="Knows the class itself, and none that is derived from it",
        fails={"14.2.again": "dead-again"},
        edits=[
            (
                "if retries == 0 or isinstance(error, WorkerDiedError):",
                "if retries == 0 or type(error) is WorkerDiedError:",
            ),
        ],
    ),
    Wrong(
        "process_dead_again",
        believes="Hands a deadly batch out again",
        fails={"14.2.again": "dead-again"},
        edits=[
            ("if retries == 0 or isinstance(error, WorkerDiedError):", "if retries == 0:"),
        ],
    ),
    Wrong(
        "process_dead_bare",
        believes="Lets the death pass",
        fails={"14.2.again": "dead-bare"},
        edits=[
            (
                """
                except CancelledError:
                    raise
                """,
                """
                except (CancelledError, WorkerDiedError):
                    raise
                """,
            ),
        ],
    ),
    Wrong(
        "process_cancelled_again",
        believes="Takes a cancellation for a failure",
        fails={"14.2.again": "cancelled-again"},
        edits=[
            (
                """
                except CancelledError:
                    raise
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "process_gives_up_the_cancelled",
        believes="Lets a cancellation pass while calls are left",
        fails={"14.2.again": "cancelled-batch"},
        edits=[
            (
                """
                except CancelledError:
                    raise
                """,
                "",
            ),
            (
                "if retries == 0 or isinstance(error, WorkerDiedError):",
                """
                if retries and isinstance(error, CancelledError):
                    raise
                if retries == 0 or isinstance(error, WorkerDiedError):
                """,
            ),
        ],
    ),
    Wrong(
        "process_cancelled_batch",
        believes="Raises a BatchError for a cancellation",
        fails={"14.2.again": "cancelled-batch"},
        edits=[
            (
                """
                except CancelledError:
                    raise
                """,
                "",
            ),
            (
                "if retries == 0 or isinstance(error, WorkerDiedError):",
                "if retries == 0 or isinstance(error, (WorkerDiedError, CancelledError)):",
            ),
        ],
    ),
    Wrong(
        "process_cancelled_hidden",
        believes="Returns None for a cancelled call",
        fails={"14.2.again": "cancelled-hidden"},
        edits=[
            (
                """
                except CancelledError:
                    raise
                """,
                """
                except CancelledError:
                    return None
                """,
            ),
        ],
    ),
    Wrong(
        "process_knows_two_stops",
        believes="Lets Ctrl-C pass, and no other wish to stop",
        fails={"14.2.again": "interrupted"},
        edits=[
            (
                "except Exception as error:",
                """
                except BaseException as error:
                    if isinstance(error, KeyboardInterrupt | SystemExit):
                        raise
                """,
            ),
        ],
    ),
    Wrong(
        "process_interrupted",
        believes="Catches everything",
        fails={"14.2.again": "interrupted"},
        edits=[
            ("except Exception as error:", "except BaseException as error:"),
        ],
    ),
    Wrong(
        "process_one_list",
        believes="Hands the batch itself out",
        fails={"14.2.items": "one-list"},
        edits=[
            ("return call(batch.copy())  # an attempt that fails may leave its list changed", "return call(batch)"),
        ],
    ),
    Wrong(
        "process_copied_once",
        believes="Copies once",
        fails={"14.2.items": "copied-once"},
        edits=[
            (
                "number, batch = numbered_batch",
                """
                number, batch = numbered_batch
                copied = batch.copy()
                """,
            ),
            ("return call(batch.copy())  # an attempt that fails may leave its list changed", "return call(copied)"),
        ],
    ),
    Wrong(
        "process_leaves_out_none",
        believes="Hands over the items that are there",
        fails={"14.2.items": "falsy"},
        edits=[
            (
                "return call(batch.copy())  # an attempt that fails may leave its list changed",
                "return call([item for item in batch if item is not None])",
            ),
        ],
    ),
    Wrong(
        "process_copies_deep",
        believes="Copies the items, too",
        fails={"14.2.items": "copied-deep"},
        edits=[
            (
                "return call(batch.copy())  # an attempt that fails may leave its list changed",
                """
                from copy import deepcopy

                return call(deepcopy(batch))
                """,
            ),
        ],
    ),
    Wrong(
        "process_last_uncopied",
        believes="Copies while a retry is left",
        fails={"14.2.items": "first-uncopied"},
        edits=[
            (
                "return call(batch.copy())  # an attempt that fails may leave its list changed",
                "return call(batch.copy() if retries else batch)",
            ),
        ],
    ),
    Wrong(
        "process_tuples",
        believes="Hands tuples out",
        fails={"14.2.items": "not-a-list"},
        edits=[
            (
                "return call(batch.copy())  # an attempt that fails may leave its list changed",
                "return call(tuple(batch))",
            ),
        ],
    ),
    Wrong(
        "process_error_empty",
        believes="Gives the error what the last call got",
        fails={"14.2.items": "error-empty"},
        edits=[
            (
                "return call(batch.copy())  # an attempt that fails may leave its list changed",
                """
                given = batch.copy()
                return call(given)
                """,
            ),
            ("raise BatchError(number, batch, error) from error", "raise BatchError(number, given, error) from error"),
        ],
    ),
    Wrong(
        "process_tells_of_a_copy",
        believes="Gives the error a copy of the batch",
        fails={"14.2.items": "error-copy"},
        edits=[
            (
                "raise BatchError(number, batch, error) from error",
                "raise BatchError(number, batch.copy(), error) from error",
            ),
        ],
    ),
]
