"""Returns a call that runs when nobody catches its errors any more."""

TASK, FAILS, CAUSE = "13.2", {"13.2.calls", "13.2.stop"}, {"13.2.calls": "outside", "13.2.stop": ""}


def with_retries(call, item, retry, pause, give_up):
    for number in range(1, retry.max_attempts + 1):
        try:
            return call(item)
        except Exception as error:
            newest = error
            pause(retry.delay(number))
    return give_up(item, newest, number)
