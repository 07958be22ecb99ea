def with_retries(call, item, retry, pause, give_up):
    for number in range(1, retry.max_attempts + 1):
        try:
            return call(item)
        except Exception as error:
            newest = error
            pause(retry.delay(number))
    return give_up(item, newest, number)
