"""Has the next item ready."""

TASK, FAILS, CAUSE = "10.6", {"10.6.pace"}, "ahead"


def paced(source, wait):
    with closing_source(source):
        nothing = object()
        item = next(source, nothing)
        while item is not nothing:
            following = next(source, nothing)
            wait()
            yield item
            item = following
