"""Closes the last link, and the others in a `finally`."""

TASK = "05.3"


def link_up(source, stages):
    links = [iter(source)]
    for stage in stages:
        links += [iter(stage(links[-1]))]
    return links


def run_chain(links):
    try:
        yield from links[-1]
    finally:
        close_all(links)


def close_all(links):
    if links:
        try:
            with closing_source(links[-1]):
                pass
        finally:
            close_all(links[:-1])
