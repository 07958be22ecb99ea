"""Closes one after the other, as far as it comes."""

TASK, FAILS, CAUSE = "05.3", {"05.3.stubborn"}, "rest-open"


def link_up(source, stages):
    links = [iter(source)]
    for stage in stages:
        links.append(iter(stage(links[-1])))
    return links


def run_chain(links):
    try:
        yield from links[-1]
    finally:
        for link in reversed(links):
            with closing_source(link):
                pass
