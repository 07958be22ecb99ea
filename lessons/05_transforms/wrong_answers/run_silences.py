"""Takes an error while closing for no error."""

TASK, FAILS, CAUSE = "05.3", {"05.3.stubborn"}, "silenced"


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
            try:
                with closing_source(link):
                    pass
            except OSError:
                continue
