"""Closes when all answers are given."""

TASK, FAILS, CAUSE = (
    "05.3",
    {"05.3.closed", "05.3.stubborn"},
    {"05.3.closed": "used-up-only", "05.3.stubborn": "not-closed"},
)


def link_up(source, stages):
    links = [iter(source)]
    for stage in stages:
        links.append(iter(stage(links[-1])))
    return links


def run_chain(links):
    yield from links[-1]
    for link in reversed(links):
        link.close()
