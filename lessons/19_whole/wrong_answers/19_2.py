"""Misconceptions about task 19.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "halves_swallow_stop",
        believes="Catches every error there is",
        fails={"19.2.results": "swallowed"},
        edits=[
            ("except Exception as error:", "except BaseException as error:"),
        ],
    ),
    Wrong(
        "halves_one_interrupt",
        believes="Lets KeyboardInterrupt alone go up",
        fails={"19.2.results": "swallowed"},
        edits=[
            (
                "except Exception as error:",
                """
                except KeyboardInterrupt:
                    raise
                except BaseException as error:
                """,
            ),
        ],
    ),
    Wrong(
        "halves_nothing",
        believes="Returns an empty list",
        fails={"19.2.results": "nothing", "19.2.calls": "none"},
    ),
    Wrong(
        "halves_in_a_tuple",
        believes="Returns a tuple",
        fails={"19.2.results": "no-list"},
    ),
    Wrong(
        "halves_of_the_batch",
        believes="Cuts the batch itself into halves",
        fails={"19.2.results": "no-list"},
        edits=[
            (
                "return by_halves(batch[:middle], handle, failed) + by_halves(batch[middle:], handle, failed)",
                """
                second = batch[middle:]
                del batch[middle:]
                return by_halves(batch, handle, failed) + by_halves(second, handle, failed)
                """,
            ),
        ],
    ),
    Wrong(
        "halves_again_if_false",
        believes="Takes results that are all false for none",
        fails={"19.2.results": "asked", "19.2.calls": "too-often-good"},
        edits=[
            (
                "return list(handle(batch))",
                """
                if any(results := list(handle(batch))) or len(batch) == 1:
                    return results
                """,
            ),
        ],
    ),
    Wrong(
        "halves_give_up_all",
        believes="Gives up the whole batch",
        fails={"19.2.results": "all-given-up", "19.2.calls": "given-up"},
    ),
    Wrong(
        "halves_bad_lost",
        believes="Leaves out who fails alone",
        fails={"19.2.results": "bad-lost"},
        edits=[
            ("return [failed(first, error)]", "return []"),
        ],
    ),
    Wrong(
        "halves_falsy_lost",
        believes="Leaves out results that are false",
        fails={"19.2.results": "falsy-lost"},
        edits=[
            ("return list(handle(batch))", "return [result for result in handle(batch) if result]"),
        ],
    ),
    Wrong(
        "halves_one_half",
        believes="Goes on with the second half alone",
        fails={"19.2.results": "half-lost", "19.2.calls": "given-up"},
        edits=[
            (
                "return by_halves(batch[:middle], handle, failed) + by_halves(batch[middle:], handle, failed)",
                "return by_halves(batch[middle:], handle, failed)",
            ),
        ],
    ),
    Wrong(
        "halves_second_first",
        believes="Puts the second half first",
        fails={"19.2.results": "order"},
        edits=[
            (
                "return by_halves(batch[:middle], handle, failed) + by_halves(batch[middle:], handle, failed)",
                "return by_halves(batch[middle:], handle, failed) + by_halves(batch[:middle], handle, failed)",
            ),
        ],
    ),
    Wrong(
        "halves_fail_a_list",
        believes="Gives up the batch of one",
        fails={"19.2.results": "not-the-item"},
        edits=[
            (
                "return [failed(first, error)]",
                "return [failed([first], error)]",
            ),
        ],
    ),
    Wrong(
        "halves_first_error",
        believes="Tells each that fails of the first error that there was",
        fails={"19.2.results": "wrong-error"},
    ),
    Wrong(
        "halves_known_errors",
        believes="Catches the errors that it has thought of",
        fails={"19.2.results": None, "19.2.calls": None},
        edits=[
            (
                "except Exception as error:",
                "except (ValueError, LookupError, TypeError, OSError) as error:",
            ),
        ],
    ),
    Wrong(
        "halves_stop_iteration",
        believes="Lets StopIteration go up",
        fails={"19.2.results": None},
        edits=[
            (
                "except Exception as error:",
                """
                except StopIteration:
                    raise
                except Exception as error:
                """,
            ),
        ],
    ),
    Wrong(
        "halves_by_item",
        believes="Keeps results under their items",
        fails={"19.2.results": None},
    ),
    Wrong(
        "halves_for_nothing",
        believes="Handles an empty batch as any other",
        fails={"19.2.calls": "for-nothing"},
        edits=[
            (
                """
                if not batch:
                    return []
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "halves_try_first",
        believes="Handles a batch to see whether it succeeds, and then again",
        fails={"19.2.calls": "too-often-good"},
        edits=[
            (
                "return list(handle(batch))",
                """
                list(handle(batch))
                return list(handle(batch))
                """,
            ),
        ],
    ),
    Wrong(
        "halves_keep_the_beginning",
        believes="Keeps what came before the failure",
        fails={"19.2.calls": "given-up"},
    ),
    Wrong(
        "halves_one_by_one",
        believes="Handles each alone once a batch has failed",
        fails={"19.2.calls": "one-by-one"},
        edits=[
            ("middle = len(batch) // 2", ""),
            (
                "return by_halves(batch[:middle], handle, failed) + by_halves(batch[middle:], handle, failed)",
                "return [result for item in batch for result in by_halves([item], handle, failed)]",
            ),
        ],
    ),
    Wrong(
        "halves_twice",
        believes="Handles the first half twice",
        fails={"19.2.calls": "too-often"},
        edits=[
            (
                "return by_halves(batch[:middle], handle, failed) + by_halves(batch[middle:], handle, failed)",
                """
                by_halves(batch[:middle], handle, failed)
                return by_halves(batch[:middle], handle, failed) + by_halves(batch[middle:], handle, failed)
                """,
            ),
        ],
    ),
]
