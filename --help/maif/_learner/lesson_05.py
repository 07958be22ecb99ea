"""From 05_transforms_solution.ipynb."""

def flat_mapped(source, fn):
    """Yield each element of `fn(item)`, for one item after the other.

    >>> list(flat_mapped(["to be", "or not"], str.split))
    ['to', 'be', 'or', 'not']
    """
    for item in source:
        yield from fn(item)
from contextlib import ExitStack
from maif.sources import closing_source

def link_up(source, stages):
    """Return the links: an iterator over the source, and one for each stage."""
    links = [iter(source)]
    for stage in stages:
        links.append(iter(stage(links[-1])))
    return links

def run_chain(links):
    """Yield what comes out of the last link; close all links, however that ends."""
    with ExitStack() as stack:
        for link in links:
            stack.enter_context(closing_source(link))
        yield from links[-1]
