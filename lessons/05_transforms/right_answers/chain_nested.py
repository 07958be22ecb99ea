"""Nests a `with` block in another for each link."""

TASK = "05.3"


def link_up(source, stages):
    link = iter(source)
    return [link, *(link := iter(stage(link)) for stage in stages)]


def run_chain(links):
    yield from nested(links, links[-1])


def nested(links, answers):
    if not links:
        yield from answers
        return
    with closing_source(links[0]):
        yield from nested(links[1:], answers)
