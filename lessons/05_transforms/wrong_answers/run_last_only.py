"""Closes what it pulls from, and leaves the rest to that."""

TASK, FAILS, CAUSE = (
    "05.3",
    {"05.3.closed", "05.3.stubborn"},
    {"05.3.closed": "last-only", "05.3.stubborn": "not-closed"},
)


def link_up(source, stages):
    links = [iter(source)]
    for stage in stages:
        links.append(iter(stage(links[-1])))
    return links


def run_chain(links):
    with closing_source(links[-1]) as last:
        yield from last
