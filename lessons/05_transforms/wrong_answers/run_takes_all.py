"""Takes all answers, to be able to close before it gives them."""

TASK, FAILS, CAUSE = "05.3", {"05.3.closed"}, {"05.3.closed": "pulled-all"}


def link_up(source, stages):
    links = [iter(source)]
    for stage in stages:
        links.append(iter(stage(links[-1])))
    return links


def run_chain(links):
    with ExitStack() as stack:
        for link in links:
            stack.enter_context(closing_source(link))
        answers = list(links[-1])
    yield from answers
