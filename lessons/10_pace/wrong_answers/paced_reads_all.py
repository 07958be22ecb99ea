"""Makes a list first."""

TASK, FAILS, CAUSE = "10.6", {"10.6.pace"}, "pulled-all"


def paced(source, wait):
    with closing_source(source):
        for item in list(source):
            wait()
            yield item
