def link_up(source, stages):
    links = [iter(source)]
    for stage in stages:
        links.append(iter(stage(links[-1])))
    return links


def run_chain(links):
    try:
        yield from links[-1]
    except GeneratorExit:
        close_all(links)
        raise
    close_all(links)


def close_all(links):
    with ExitStack() as stack:
        for link in links:
            stack.enter_context(closing_source(link))
