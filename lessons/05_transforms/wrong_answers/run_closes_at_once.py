"""Leaves the `with` block before the first answer."""

TASK, FAILS, CAUSE = "05.3", {"05.3.closed"}, "too-early"


def link_up(source, stages):
    links = [iter(source)]
    for stage in stages:
        links.append(iter(stage(links[-1])))
    return links


def run_chain(links):
    with ExitStack() as stack:
        for link in links:
            stack.enter_context(closing_source(link))
    yield from links[-1]
