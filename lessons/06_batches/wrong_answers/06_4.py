"""Misconceptions about task 06.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "orders_zero_is_never",
        believes="Takes 0 for no moment",
        fails={"06.4.time": "zero"},
        edits=[
            (
                "order = get(timeout=None if due is None else max(0, due - clock.monotonic()))",
                "order = get(timeout=max(0, due - clock.monotonic()) if due else None)",
            ),
        ],
    ),
    Wrong(
        "orders_none_from_before",
        believes="Has nothing to ask the core before the first order",
        fails={"06.4.time": "from-before"},
        edits=[
            (
                "while True:",
                """
                started = False
                while True:
                """,
            ),
            ("due = core.next_due()", "due, started = core.next_due() if started else None, True"),
        ],
    ),
    Wrong(
        "orders_never_end",
        believes="Takes the closed queue for an empty one",
        fails={"06.4.time": "never-ends", "06.4.end": "never-ends", "06.4.sleep": "never-ends"},
        edits=[
            (
                """
                    order = get(timeout=None if due is None else max(0, due - clock.monotonic()))
                    core.offer(order, clock.monotonic())
                except Empty:
                    pass
                except ClosedError:
                    break
                """,
                """
                    core.offer(get(None if due is None else max(0, due - clock.monotonic())), clock.monotonic())
                except (Empty, ClosedError):
                    deliver(core.flush())
                """,
            ),
            (
                """
                while rest := core.flush():
                    deliver(rest)
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "orders_spin",
        believes="Asks whether there is an order, and asks again at once",
        fails={"06.4.time": "spins", "06.4.end": "spins", "06.4.sleep": "spins"},
        edits=[
            ("order = get(timeout=None if due is None else max(0, due - clock.monotonic()))", "order = get(timeout=0)")
        ],
    ),
    Wrong(
        "orders_wake_for_nothing",
        believes="Wakes when a batch is due, and goes back to sleep",
        fails={"06.4.time": "spins", "06.4.sleep": "spins"},
        edits=[
            (
                """
                except Empty:
                    pass
                """,
                """
                except Empty:
                    continue
                """,
            )
        ],
    ),
    Wrong(
        "orders_all_at_the_end",
        believes="Collects, and delivers when the queue is closed",
        fails={"06.4.time": "nothing", "06.4.end": None, "06.4.sleep": "never-by-itself"},
        edits=[
            (
                "order = get(timeout=None if due is None else max(0, due - clock.monotonic()))",
                "order = get(timeout=None)",
            ),
            (
                """
                if batch := core.take(clock.monotonic()):
                    deliver(batch)
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "orders_empty_on_the_way",
        believes="Delivers what `take` gives, whatever that is",
        fails={"06.4.time": "empty", "06.4.end": "empty"},
        edits=[
            (
                """
                if batch := core.take(clock.monotonic()):
                    deliver(batch)
                """,
                "deliver(core.take(clock.monotonic()))",
            )
        ],
    ),
    Wrong(
        "orders_none_is_no_order",
        believes="Takes the order None for no order",
        fails={"06.4.time": "first-lost", "06.4.end": "first-lost"},
        edits=[
            ("core.offer(order, clock.monotonic())", "if order is not None:\n    core.offer(order, clock.monotonic())")
        ],
    ),
    Wrong(
        "orders_at_once",
        believes="Delivers whatever there is",
        fails={"06.4.time": "early", "06.4.end": "early", "06.4.sleep": None},
        edits=[("if batch := core.take(clock.monotonic()):", "if batch := core.flush():")],
    ),
    Wrong(
        "orders_sleep_beside_the_queue",
        believes="Sleeps until the batch is due, and leaves the queue alone meanwhile",
        fails={"06.4.time": "slept", "06.4.end": None, "06.4.sleep": None},
        edits=[
            (
                """
                due = core.next_due()
                try:
                    order = get(timeout=None if due is None else max(0, due - clock.monotonic()))
                    core.offer(order, clock.monotonic())
                except Empty:
                    pass
                """,
                """
                try:
                    core.offer(get(timeout=None), clock.monotonic())
                """,
            ),
            (
                """
                if batch := core.take(clock.monotonic()):
                    deliver(batch)
                """,
                """
                clock.sleep(core.next_due() - clock.monotonic())
                deliver(core.take(clock.monotonic()))
                """,
            ),
        ],
    ),
    Wrong(
        "orders_until_the_moment",
        believes="Takes the moment for a span",
        fails={"06.4.time": "on-arrival", "06.4.end": "raised", "06.4.sleep": "too-long"},
        edits=[
            (
                "order = get(timeout=None if due is None else max(0, due - clock.monotonic()))",
                "order = get(timeout=due)",
            )
        ],
    ),
    Wrong(
        "orders_on_arrival",
        believes="Looks at the clock when an order comes; the end is right",
        fails={"06.4.time": "on-arrival", "06.4.sleep": "never-by-itself"},
        edits=[
            (
                "order = get(timeout=None if due is None else max(0, due - clock.monotonic()))",
                "order = get(timeout=None)",
            )
        ],
    ),
    Wrong(
        "orders_always_max_wait",
        believes="Sleeps for `max_wait`, whoever waits already",
        fails={"06.4.time": "max-wait", "06.4.sleep": None},
        edits=[
            (
                "order = get(timeout=None if due is None else max(0, due - clock.monotonic()))",
                "order = get(timeout=None if due is None else core.max_wait)",
            )
        ],
    ),
    Wrong(
        "orders_read_the_clock_before",
        believes="Looks at the clock before it waits, and takes that for the time afterwards",
        fails={"06.4.time": "stale-clock", "06.4.sleep": "looks-again"},
        edits=[
            (
                """
                due = core.next_due()
                try:
                    order = get(timeout=None if due is None else max(0, due - clock.monotonic()))
                    core.offer(order, clock.monotonic())
                """,
                """
                now, due = clock.monotonic(), core.next_due()
                try:
                    core.offer(get(timeout=None if due is None else max(0, due - now)), now)
                """,
            ),
            ("if batch := core.take(clock.monotonic()):", "if batch := core.take(now):"),
        ],
    ),
    Wrong(
        "orders_read_the_clock_before_and_trust_the_core",
        believes="Looks at the clock before it waits; when nothing came, it must be the moment that the core named",
        fails={"06.4.time": "stale-clock", "06.4.sleep": "too-soon"},
        edits=[
            (
                """
                due = core.next_due()
                try:
                    order = get(timeout=None if due is None else max(0, due - clock.monotonic()))
                    core.offer(order, clock.monotonic())
                except Empty:
                    pass
                """,
                """
                now, due = clock.monotonic(), core.next_due()
                try:
                    core.offer(get(timeout=None if due is None else max(0, due - now)), now)
                except Empty:
                    now = due
                """,
            ),
            ("if batch := core.take(clock.monotonic()):", "if batch := core.take(now):"),
        ],
    ),
    Wrong(
        "orders_offer_with_an_old_time",
        believes="Offers an order with the time at which it began to wait",
        fails={"06.4.time": "stale-clock", "06.4.sleep": "slept-on"},
        edits=[
            ("due = core.next_due()", "now, due = clock.monotonic(), core.next_due()"),
            ("core.offer(order, clock.monotonic())", "core.offer(order, now)"),
        ],
    ),
    Wrong(
        "orders_none_after_empty",
        believes="Offers None where no order came",
        fails={"06.4.time": "no-order"},
        edits=[
            (
                """
                except Empty:
                    pass
                """,
                """
                except Empty:
                    core.offer(None, clock.monotonic())
                """,
            )
        ],
    ),
    Wrong(
        "orders_twice",
        believes="Goes on after `Empty` as if an order had come",
        fails={"06.4.time": "no-order", "06.4.sleep": None},
        edits=[
            (
                """
                    core.offer(order, clock.monotonic())
                except Empty:
                    pass
                """,
                """
                except Empty:
                    deliver(core.take(clock.monotonic()))
                """,
            ),
            (
                "if batch := core.take(clock.monotonic()):",
                """
                core.offer(order, clock.monotonic())
                if batch := core.take(clock.monotonic()):
                """,
            ),
        ],
    ),
    Wrong(
        "orders_stop_at_empty",
        believes="Takes an empty queue for a closed one",
        fails={"06.4.time": "stops", "06.4.sleep": "stops"},
        edits=[
            (
                """
                except Empty:
                    pass
                """,
                """
                except Empty:
                    break
                """,
            )
        ],
    ),
    Wrong(
        "orders_lost_on_the_way",
        believes="Delivers what waits when the order comes that makes it full, and forgets that order",
        fails={"06.4.time": "order-lost", "06.4.end": None},
        edits=[
            (
                """
                    core.offer(order, clock.monotonic())
                except Empty:
                    pass
                """,
                """
                except Empty:
                    deliver(core.take(clock.monotonic()))
                    continue
                """,
            ),
            (
                "if batch := core.take(clock.monotonic()):",
                """
                if len(core) + 1 == core.max_size:
                    deliver(core.flush())
                    continue
                core.offer(order, clock.monotonic())
                if batch := core.take(clock.monotonic()):
                """,
            ),
        ],
    ),
    Wrong(
        "orders_sleep_whole_seconds",
        believes="Sleeps for a second at least",
        fails={"06.4.time": "rounded", "06.4.sleep": "too-long"},
        edits=[
            (
                "order = get(timeout=None if due is None else max(0, due - clock.monotonic()))",
                "order = get(timeout=None if due is None else max(1, due - clock.monotonic()))",
            ),
        ],
    ),
    Wrong(
        "orders_poll",
        believes="Looks every second",
        fails={"06.4.time": "rounded", "06.4.sleep": "looks-again"},
        edits=[
            ("order = get(timeout=None if due is None else max(0, due - clock.monotonic()))", "order = get(timeout=1)")
        ],
    ),
    Wrong(
        "orders_any_error_is_empty",
        believes="Takes every error but the end for an empty queue",
        fails={"06.4.end": "swallowed"},
        edits=[
            (
                """
                except Empty:
                    pass
                except ClosedError:
                    break
                """,
                """
                except ClosedError:
                    break
                except Exception:
                    pass
                """,
            ),
        ],
    ),
    Wrong(
        "orders_any_error_is_the_end",
        believes="Takes every error for the end",
        fails={"06.4.end": "swallowed"},
        edits=[
            ("except ClosedError:", "except Exception:"),
        ],
    ),
    Wrong(
        "orders_end_with_key_errors",
        believes="Takes an error of another kind for the end",
        fails={"06.4.end": "swallowed"},
        edits=[
            (
                "except ClosedError:",
                "except (ClosedError, LookupError, ValueError):",
            ),
        ],
    ),
    Wrong(
        "orders_without_false",
        believes="Takes False for no order",
        fails={"06.4.end": "taken-for-none"},
        edits=[
            (
                "core.offer(order, clock.monotonic())",
                """
                if order is not False:
                    core.offer(order, clock.monotonic())
                """,
            ),
        ],
    ),
    Wrong(
        "orders_empty_at_the_end",
        believes="Delivers what is left, also when nothing is",
        fails={"06.4.end": "empty"},
        edits=[
            (
                """
                while rest := core.flush():
                    deliver(rest)
                """,
                "deliver(core.flush())",
            )
        ],
    ),
    Wrong(
        "orders_take_at_the_end",
        believes="Takes until nothing waits, and asks the core when",
        fails={"06.4.end": "empty"},
        edits=[
            (
                """
                while rest := core.flush():
                    deliver(rest)
                """,
                """
                while len(core):
                    deliver(core.take(core.next_due()))
                """,
            ),
        ],
    ),
    Wrong(
        "orders_rest_in_one",
        believes="Delivers the rest at once, as one batch",
        fails={"06.4.end": "rest-in-one"},
        edits=[
            (
                """
                while rest := core.flush():
                    deliver(rest)
                """,
                """
                rest = []
                while len(core):
                    rest += core.flush()
                if rest:
                    deliver(rest)
                """,
            ),
        ],
    ),
    Wrong(
        "orders_flush_once",
        believes="Takes what is left for one batch",
        fails={"06.4.end": "one-flush"},
        edits=[
            (
                "while rest := core.flush():",
                "if rest := core.flush():",
            ),
        ],
    ),
    Wrong(
        "orders_flush_twice",
        believes="Believes that what is left makes two batches at most",
        fails={"06.4.end": "one-flush"},
        edits=[
            (
                """
                while rest := core.flush():
                    deliver(rest)
                """,
                """
                for rest in (core.flush(), core.flush()):
                    if rest:
                        deliver(rest)
                """,
            ),
        ],
    ),
    Wrong(
        "orders_lost_at_the_end",
        believes="The last batch left with the last order",
        fails={"06.4.end": "rest-lost"},
        edits=[
            (
                """
                while rest := core.flush():
                    deliver(rest)
                """,
                "return",
            )
        ],
    ),
    Wrong(
        "orders_rest_waits",
        believes="Has the rest wait until it is due",
        fails={"06.4.end": "waited"},
        edits=[
            (
                "while rest := core.flush():",
                """
                if len(core):
                    clock.sleep(core.next_due() - clock.monotonic())
                while rest := core.flush():
                """,
            )
        ],
    ),
    Wrong(
        "orders_take_one_first",
        believes="Takes one batch first, and believes that no other is due then",
        fails={"06.4.end": "raised"},
        edits=[
            (
                "due = core.next_due()",
                """
                if batch := core.take(clock.monotonic()):
                    deliver(batch)
                due = core.next_due()
                """,
            ),
            (
                "order = get(timeout=None if due is None else max(0, due - clock.monotonic()))",
                "order = get(timeout=None if due is None else due - clock.monotonic())",
            ),
        ],
    ),
    Wrong(
        "orders_wake_when_idle",
        believes="Wakes every 30 seconds, though nothing waits",
        fails={"06.4.sleep": "looks-again"},
        edits=[
            (
                "order = get(timeout=None if due is None else max(0, due - clock.monotonic()))",
                "order = get(timeout=30 if due is None else max(0, due - clock.monotonic()))",
            )
        ],
    ),
    Wrong(
        "orders_wake_every_hour",
        believes="Looks once an hour",
        fails={"06.4.sleep": "looks-again"},
        edits=[
            (
                "order = get(timeout=None if due is None else max(0, due - clock.monotonic()))",
                "order = get(timeout=3600 if due is None else max(0, min(3600, due - clock.monotonic())))",
            ),
        ],
    ),
]
