"""Misconceptions about task 13.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "load_splits_into_a_list",
        believes="Passes a list on, and expects the next stage to get it whole",
        fails={"13.3.records": "fell-apart", "13.3.again": "never", "13.3.mistake": None},
        edits=[("return (carrier, tail) if tail else None", "return [carrier, tail] if tail else None")],
    ),
    Wrong(
        "load_never_awaits",
        believes="Stores the question in the place of its answer",
        fails={"13.3.records": "not-awaited", "13.3.again": "never", "13.3.mistake": None, "13.3.held": None},
        edits=[("return flight[0], await look_up(flight[1])", "return flight[0], look_up(flight[1])")],
    ),
    Wrong(
        "load_makes_lists_of_pairs",
        believes="Makes each record a list",
        fails={"13.3.records": "loose", "13.3.mistake": None},
        edits=[("return flight[0], await look_up(flight[1])", "return [flight[0], await look_up(flight[1])]")],
    ),
    Wrong(
        "load_stores_each_alone",
        believes="Hands single records to the database",
        fails={"13.3.records": "loose", "13.3.mistake": None, "13.3.held": None},
        edits=[
            (
                "pipeline = flight | record | batch_task(store, max_size=3)",
                "pipeline = flight | record | single_task(store)",
            )
        ],
    ),
    Wrong(
        "load_asks_without_tail",
        believes="Passes rows without a tail number on",
        fails={"13.3.records": "no-tail-asked"},
        edits=[("return (carrier, tail) if tail else None", "return carrier, tail")],
    ),
    Wrong(
        "load_handler_is_a_class",
        believes="Hands the class in",
        fails={"13.3.records": "handler", "13.3.mistake": "handler"},
        edits=[
            (
                "@single_task(retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())",
                "@single_task(retry_attempts=3, retry_delay=0.5, error_handler=IfBusy)",
            )
        ],
    ),
    Wrong(
        "load_handler_says_yes_or_no",
        believes="Has the handler return whether to go on, and no value",
        fails={"13.3.records": "handler", "13.3.mistake": "handler"},
        edits=[("return isinstance(error, ConnectionError), None", "return isinstance(error, ConnectionError)")],
    ),
    Wrong(
        "load_catches_index_error",
        believes="Expects the error of a list, where the registry raises that of a dictionary",
        fails={"13.3.records": "unknown-is-fatal"},
        edits=[("with suppress(KeyError):", "with suppress(IndexError):")],
    ),
    Wrong(
        "load_fails_on_unknown",
        believes="Asks again by hand when the registry is busy, and forgets planes that it does not know",
        fails={"13.3.records": "unknown-is-fatal"},
    ),
    Wrong(
        "load_knows_one_unknown",
        believes="Knows the class itself, and none that is derived from it",
        fails={"13.3.records": "unknown-is-fatal"},
        edits=[
            (
                """
                with suppress(KeyError):
                    return flight[0], await look_up(flight[1])
                """,
                """
                try:
                    return flight[0], await look_up(flight[1])
                except KeyError as error:
                    if type(error) is not KeyError:
                        raise
                """,
            ),
        ],
    ),
    Wrong(
        "load_never_asks_again",
        believes="Leaves out the flight when the registry is busy",
        fails={"13.3.records": "busy-once", "13.3.again": "never-again"},
        edits=[
            (
                "@single_task(retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())",
                "@single_task(retry_delay=0.5, error_handler=IfBusy())",
            )
        ],
    ),
    Wrong(
        "load_retries_two",
        believes="Takes `retry_attempts` for the calls after the first",
        fails={"13.3.records": "two-is-not-three", "13.3.again": None},
        edits=[
            (
                "@single_task(retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())",
                "@single_task(retry_attempts=2, retry_delay=0.5, error_handler=IfBusy())",
            )
        ],
    ),
    Wrong(
        "load_asks_four_times",
        believes="Takes the first question for one that does not count",
        fails={"13.3.records": "more-than-three", "13.3.again": "more-than-three"},
        edits=[
            (
                "@single_task(retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())",
                "@single_task(retry_attempts=4, retry_delay=0.5, error_handler=IfBusy())",
            )
        ],
    ),
    Wrong(
        "load_unknown_by_handler",
        believes="Leaves it to the handler to skip unknown planes: by then they have been asked for three times",
        fails={"13.3.records": "unknown-again"},
    ),
    Wrong(
        "load_fails_when_busy",
        believes="Leaves out no flight for which the registry stays busy",
        fails={"13.3.records": "busy-is-fatal"},
        edits=[
            (
                "@single_task(retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())",
                "@single_task(retry_attempts=3, retry_delay=0.5)",
            )
        ],
    ),
    Wrong(
        "load_knows_one_class",
        believes="Compares the class of the error, and not what it is",
        fails={"13.3.records": "busy-is-fatal"},
        edits=[
            ("return isinstance(error, ConnectionError), None", "return type(error) is ConnectionError, None"),
        ],
    ),
    Wrong(
        "load_leaves_out_planes_without_seats",
        believes="Takes 0 seats for no answer",
        fails={"13.3.records": "falsy"},
        edits=[
            (
                "return flight[0], await look_up(flight[1])",
                "return (flight[0], seats) if (seats := await look_up(flight[1])) else None",
            )
        ],
    ),
    Wrong(
        "load_wants_a_carrier",
        believes="Leaves out a row without a carrier",
        fails={"13.3.records": "carrier"},
        edits=[
            ("return (carrier, tail) if tail else None", "return (carrier, tail) if carrier and tail else None"),
        ],
    ),
    Wrong(
        "load_drops_the_rest",
        believes="Has only full lists run",
        fails={"13.3.records": "rest-lost"},
        edits=[
            (
                "pipeline = flight | record | batch_task(store, max_size=3)",
                "pipeline = flight | record | batch_task(store, min_size=3)",
            )
        ],
    ),
    Wrong(
        "load_stores_four",
        believes="Stores as many at a time as there are questions",
        fails={"13.3.records": "too-many", "13.3.mistake": None},
        edits=[
            (
                "pipeline = flight | record | batch_task(store, max_size=3)",
                "pipeline = flight | record | batch_task(store, max_size=4)",
            )
        ],
    ),
    Wrong(
        "load_stores_one_by_one",
        believes="Leaves the size of batches to the default",
        fails={"13.3.records": "one-by-one"},
        edits=[
            (
                "pipeline = flight | record | batch_task(store, max_size=3)",
                "pipeline = flight | record | batch_task(store)",
            )
        ],
    ),
    Wrong(
        "load_as_completed",
        believes="Takes answers as they come, since that is quicker",
        fails={"13.3.records": "order"},
        edits=[
            (
                "return pipeline.with_context(max_parallelism=4)(rows)",
                'return pipeline.with_context(max_parallelism=4, execution_mode="as_completed")(rows)',
            )
        ],
    ),
    Wrong(
        "load_gives_lists",
        believes=(
            "Makes lists by hand, and has a single task store them: what the last single task returns is "
            "delivered whole"
        ),
        fails={"13.3.records": "lists-out", "13.3.mistake": None, "13.3.held": None},
        edits=[
            (
                """
                pipeline = flight | record | batch_task(store, max_size=3)
                return pipeline.with_context(max_parallelism=4)(rows)
                """,
                """
                @batch_task(max_size=3)
                def three(records):
                    yield records

                return (flight | record | three | single_task(store)).with_context(max_parallelism=4)(rows)
                """,
            )
        ],
    ),
    Wrong(
        "load_gives_records",
        believes="Gives the records that were stored",
        fails={"13.3.records": "numbers", "13.3.mistake": None, "13.3.held": None},
        edits=[
            ("def load(rows, look_up, store):", "async def load(rows, look_up, store):"),
            (
                """
                pipeline = flight | record | batch_task(store, max_size=3)
                return pipeline.with_context(max_parallelism=4)(rows)
                """,
                """
                @batch_task(max_size=3)
                async def keep(records):
                    await store(records)
                    return records

                async with (flight | record | keep).with_context(max_parallelism=4)(rows) as stream:
                    async for stored in stream:
                        yield stored
                """,
            ),
        ],
    ),
    Wrong(
        "load_leaves_out_number_0",
        believes="Gives the numbers that are true",
        fails={"13.3.records": "numbers"},
        edits=[
            (
                "pipeline = flight | record | batch_task(store, max_size=3)",
                """
                async def numbers(records):
                    return [number for number in await store(records) if number]

                pipeline = flight | record | batch_task(numbers, max_size=3)
                """,
            ),
        ],
    ),
    Wrong(
        "load_asks_again_at_once",
        believes="Tries again without a pause",
        fails={"13.3.again": "no-pause"},
        edits=[
            (
                "@single_task(retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())",
                "@single_task(retry_attempts=3, retry_delay=0, error_handler=IfBusy())",
            )
        ],
    ),
    Wrong(
        "load_default_delay",
        believes="Trusts that the pauses are right by default",
        fails={"13.3.again": "default-delay"},
        edits=[
            (
                "@single_task(retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())",
                "@single_task(retry_attempts=3, error_handler=IfBusy())",
            )
        ],
    ),
    Wrong(
        "load_same_pause",
        believes="Has all pauses equal",
        fails={"13.3.again": "same-pause"},
        edits=[
            (
                "@single_task(retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())",
                "@single_task(retry_attempts=3, retry_delay=0.5, retry_exponential_backoff=False, error_handler=IfBusy())",
            )
        ],
    ),
    Wrong(
        "load_handler_always_goes_on",
        believes="The handler goes on, whatever the error was",
        fails={"13.3.mistake": "swallowed"},
        edits=[("return isinstance(error, ConnectionError), None", "return True, None")],
    ),
    Wrong(
        "load_skips_any_error",
        believes="Skips whatever fails",
        fails={"13.3.mistake": "swallowed"},
        edits=[
            (
                "@single_task(retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())",
                '@single_task(retry_attempts=3, retry_delay=0.5, on_error="skip_item")',
            )
        ],
    ),
    Wrong(
        "load_takes_any_failure_of_the_network_for_busy",
        believes="Takes every OSError for a busy registry",
        fails={"13.3.mistake": "swallowed"},
        edits=[("return isinstance(error, ConnectionError), None", "return isinstance(error, OSError), None")],
    ),
    Wrong(
        "load_takes_any_failed_look_up_for_unknown",
        believes="Takes every LookupError for an unknown plane",
        fails={"13.3.mistake": "swallowed"},
        edits=[("with suppress(KeyError):", "with suppress(LookupError):")],
    ),
    Wrong(
        "load_hushes_the_store",
        believes="Leaves out what is unknown or busy, whoever says so",
        fails={"13.3.mistake": "of-the-store"},
        edits=[
            (
                "pipeline = flight | record | batch_task(store, max_size=3)",
                """
                async def numbers(records):
                    try:
                        return await store(records)
                    except (KeyError, ConnectionError):
                        return []

                pipeline = flight | record | batch_task(numbers, max_size=3)
                """,
            ),
        ],
    ),
    Wrong(
        "load_in_chunks_of_four",
        believes="Gathers four rows at a time, whether or not they have a tail number",
        fails={"13.3.mistake": "results-lost", "13.3.held": "too-few"},
    ),
    Wrong(
        "load_stores_a_plane_once",
        believes="Leaves out a plane that it has stored already",
        fails={"13.3.mistake": "results-lost"},
        edits=[
            (
                """
            @single_task
            def flight(row):
                carrier, tail = row.split(",")
            """,
                """
seen = set()

@single_task
def flight(row):
    carrier, tail = row.split(",")
    if tail in seen:
        return None
    seen.add(tail)
""",
            ),
        ],
    ),
    Wrong(
        "load_collects",
        believes="Collects each stage before the next begins",
        fails={"13.3.mistake": "results-lost", "13.3.held": "runaway"},
        edits=[
            ("def load(rows, look_up, store):", "async def load(rows, look_up, store):"),
            (
                "@single_task(retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())",
                "@single_task(concurrency_limit=4, retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())",
            ),
            (
                """
                pipeline = flight | record | batch_task(store, max_size=3)
                return pipeline.with_context(max_parallelism=4)(rows)
                """,
                """
                flights = await flight(rows).collect()
                records = await record(flights).collect()
                for number in await batch_task(store, max_size=3)(records).collect():
                    yield number
                """,
            ),
        ],
    ),
    Wrong(
        "load_one_at_a_time",
        believes="Allows one question at a time, to be safe",
        fails={"13.3.held": "too-few"},
        edits=[
            (
                "return pipeline.with_context(max_parallelism=4)(rows)",
                "return pipeline.with_context(max_parallelism=1)(rows)",
            )
        ],
    ),
    Wrong(
        "load_without_limit",
        believes="Sets no limit: so many calls cannot be many",
        fails={"13.3.held": "too-many"},
        edits=[("return pipeline.with_context(max_parallelism=4)(rows)", "return pipeline(rows)")],
    ),
    Wrong(
        "load_limits_one_stage",
        believes="Limits the stage that asks, and forgets the one that cuts rows up",
        fails={"13.3.held": "reads-ahead"},
        edits=[
            (
                "@single_task(retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())",
                "@single_task(concurrency_limit=4, retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())",
            ),
            (
                """
                pipeline = flight | record | batch_task(store, max_size=3)
                return pipeline.with_context(max_parallelism=4)(rows)
                """,
                "return (flight | record | batch_task(store, max_size=3))(rows)",
            ),
        ],
    ),
    Wrong(
        "load_leaves_questions",
        believes="Keeps four questions under way by hand, and lets them run when the reader leaves",
        fails={"13.3.held": "left-running"},
    ),
    Wrong(
        "load_leaves_the_stream_open",
        believes="Passes on what a stream gives, and does not close it",
        fails={"13.3.held": "left-running"},
        edits=[
            ("def load(rows, look_up, store):", "async def load(rows, look_up, store):"),
            (
                """
                pipeline = flight | record | batch_task(store, max_size=3)
                return pipeline.with_context(max_parallelism=4)(rows)
                """,
                """
                async for number in (flight | record | batch_task(store, max_size=3)).with_context(max_parallelism=4)(rows):
                    yield number
                """,
            ),
        ],
    ),
    Wrong(
        "load_leaves_rows_open",
        believes="Hides the rows from the pipeline, which then cannot close them",
        fails={"13.3.held": "left-open"},
        edits=[
            (
                "class IfBusy(ErrorHandler):",
                """
                class Rows:
                    def __init__(self, rows):
                        self.rows = rows

                    def __iter__(self):
                        return self

                    def __next__(self):
                        return next(self.rows)


                class IfBusy(ErrorHandler):
                """,
            ),
            (
                """
                pipeline = flight | record | batch_task(store, max_size=3)
                return pipeline.with_context(max_parallelism=4)(rows)
                """,
                "return (flight | record | batch_task(store, max_size=3)).with_context(max_parallelism=4)(Rows(iter(rows)))",
            ),
        ],
    ),
    Wrong(
        "load_in_step",
        believes="Asks four questions, and the next four when all of these are answered",
        fails={"13.3.held": "in-step"},
    ),
]
