"""Believes that every iterator can be closed."""

TASK, FAILS, CAUSE = "05.3", {"05.3.stubborn"}, "no-close"


def link_up(source, stages):
    links = [iter(source)]
    for stage in stages:
        links.append(iter(stage(links[-1])))
    return links


def run_chain(links):
    with ExitStack() as stack:
        for link in links:
            stack.callback(lambda link=link: link.close())
        yield from links[-1]
