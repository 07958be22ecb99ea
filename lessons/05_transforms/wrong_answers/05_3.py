"""Misconceptions about task 05.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "links_last_only",
        believes="Returns what the chain is pulled from",
        fails={"05.3.links": "last-only"},
        edits=[("return links", "return links[-1:]")],
    ),
    Wrong(
        "links_without_source",
        believes="Keeps the stages, and lets the source go",
        fails={"05.3.links": "source-missing"},
        edits=[("return links", "return links[1:] or links")],
    ),
    Wrong(
        "links_use_up_the_stages",
        believes="Takes each stage from the list that was given",
        fails={"05.3.links": "stages-used-up"},
        edits=[
            (
                """
                for stage in stages:
                    links.append(iter(stage(links[-1])))
                """,
                """
                while stages:
                    links.append(iter(stages.pop(0)(links[-1])))
                """,
            )
        ],
    ),
    Wrong(
        "links_in_a_default",
        believes="Keeps the links in a default argument",
        fails={"05.3.links": "more"},
        edits=[
            (
                "def link_up(source, stages):",
                "def link_up(source, stages, links=[]):",
            ),
            (
                "links = [iter(source)]",
                "links.append(iter(source))",
            ),
        ],
    ),
    Wrong(
        "links_as_lists",
        believes="Makes a list of each stage",
        fails={"05.3.links": "pulled-early"},
        edits=[("links.append(iter(stage(links[-1])))", "links.append(iter(list(stage(links[-1]))))")],
    ),
    Wrong(
        "link_in_a_tuple",
        believes="Returns a tuple",
        fails={"05.3.links": "no-list"},
        edits=[
            (
                "return links",
                "return tuple(links)",
            ),
        ],
    ),
    Wrong(
        "links_uniterated",
        believes="Takes what a stage returns for an iterator",
        fails={"05.3.links": "no-iterator"},
        edits=[("links.append(iter(stage(links[-1])))", "links.append(stage(links[-1]))")],
    ),
    Wrong(
        "link_in_a_default",
        believes="Keeps the links of all calls in one list",
        fails={"05.3.links": "not-its-own"},
        edits=[
            (
                "def link_up(source, stages):",
                "def link_up(source, stages, links=[]):",
            ),
            (
                "links = [iter(source)]",
                "links[:] = [iter(source)]",
            ),
        ],
    ),
    Wrong(
        "links_without_falsy_items",
        believes="Begins with a `filter` of what is there",
        fails={"05.3.links": "falsy"},
        edits=[
            ("links = [iter(source)]", "links = [filter(None, source)]"),
        ],
    ),
    Wrong(
        "links_turned_round",
        believes="Begins with the last stage, from which the chain is pulled",
        fails={"05.3.links": "turned-round"},
        edits=[
            (
                "for stage in stages:",
                "for stage in reversed(stages):",
            ),
        ],
    ),
    Wrong(
        "links_from_source",
        believes="Gives every stage the source",
        fails={"05.3.links": "from-the-source"},
        edits=[("links.append(iter(stage(links[-1])))", "links.append(iter(stage(links[0])))")],
    ),
    Wrong(
        "links_wrapped",
        believes="Puts a generator around each link, which closes nothing",
        fails={"05.3.links": "wrapped"},
        edits=[
            (
                "links = [iter(source)]",
                "links = [(item for item in source)]",
            ),
        ],
    ),
    Wrong(
        "link_wraps_stages",
        believes="Goes over what a stage makes in a generator of its own",
        fails={"05.3.links": "wrapped"},
        edits=[
            (
                "links.append(iter(stage(links[-1])))",
                "links.append(item for made in [stage(links[-1])] for item in made)",
            ),
        ],
    ),
    Wrong(
        "run_goes_over_the_source",
        believes="Goes over the first link, which is the source",
        fails={"05.3.closed": "other-link", "05.3.stubborn": "nothing"},
        edits=[("yield from links[-1]", "yield from links[0]")],
    ),
    Wrong(
        "run_swallows",
        believes="A chain must never fail",
        fails={"05.3.closed": "swallowed"},
        edits=[
            (
                "yield from links[-1]",
                """
                try:
                    yield from links[-1]
                except OSError:
                    return
                """,
            )
        ],
    ),
    Wrong(
        "run_takes_all",
        believes="Takes all answers, to be able to close before it gives them",
        fails={"05.3.closed": "pulled-all", "05.3.stubborn": "nothing"},
        edits=[
            (
                """
                with ExitStack() as stack:
                    for link in links:
                        stack.enter_context(closing_source(link))
                    yield from links[-1]
                """,
                """
                with ExitStack() as stack:
                    for link in links:
                        stack.enter_context(closing_source(link))
                    answers = list(links[-1])
                yield from answers
                """,
            )
        ],
    ),
    Wrong(
        "run_closes_at_once",
        believes="Leaves the `with` block before the first answer",
        fails={"05.3.closed": "too-early", "05.3.stubborn": "nothing"},
        edits=[
            (
                """
                with ExitStack() as stack:
                    for link in links:
                        stack.enter_context(closing_source(link))
                    yield from links[-1]
                """,
                """
                with ExitStack() as stack:
                    for link in links:
                        stack.enter_context(closing_source(link))
                yield from links[-1]
                """,
            )
        ],
    ),
    Wrong(
        "run_stops_at_none",
        believes="Takes a false answer for the end",
        fails={"05.3.closed": "lost"},
        edits=[
            (
                "yield from links[-1]",
                """
                while answer := next(links[-1], None):
                    yield answer
                """,
            ),
        ],
    ),
    Wrong(
        "run_first_first",
        believes="Closes in the order of the links",
        fails={"05.3.closed": "first-first"},
        edits=[("for link in links:", "for link in reversed(links):")],
    ),
    Wrong(
        "run_last_only",
        believes="Closes what it pulls from, and leaves the rest to that",
        fails={"05.3.closed": "last-only", "05.3.stubborn": "not-closed"},
        edits=[
            (
                """
                with ExitStack() as stack:
                    for link in links:
                        stack.enter_context(closing_source(link))
                    yield from links[-1]
                """,
                """
                with closing_source(links[-1]) as last:
                    yield from last
                """,
            )
        ],
    ),
    Wrong(
        "run_closes_if_left_or_failed",
        believes="Closes what breaks off; what has been used up is finished anyway",
        fails={"05.3.closed": "never-when-used-up"},
        edits=[
            (
                """
                with ExitStack() as stack:
                    for link in links:
                        stack.enter_context(closing_source(link))
                    yield from links[-1]
                """,
                """
                try:
                    yield from links[-1]
                except BaseException:
                    with ExitStack() as stack:
                        for link in links:
                            stack.enter_context(closing_source(link))
                    raise
                """,
            )
        ],
    ),
    Wrong(
        "run_true_links",
        believes="Closes what is true",
        fails={"05.3.closed": "never-when-used-up", "05.3.stubborn": "not-closed"},
        edits=[
            (
                """
                for link in links:
                    stack.enter_context(closing_source(link))
                """,
                """
                for link in filter(None, links):
                    stack.enter_context(closing_source(link))
                """,
            ),
        ],
    ),
    Wrong(
        "run_leaves_source",
        believes="Leaves the source to whoever opened it",
        fails={"05.3.closed": "source-left", "05.3.stubborn": "not-closed"},
        edits=[("for link in links:", "for link in links[1:]:")],
    ),
    Wrong(
        "run_leaves_last",
        believes="Closes what is behind the last link, and leaves that one to itself",
        fails={"05.3.closed": "last-left"},
        edits=[("for link in links:", "for link in links[:-1]:")],
    ),
    Wrong(
        "run_closes_equal_links_once",
        believes="Closes of equal links one",
        fails={"05.3.closed": "last-left", "05.3.stubborn": "passed-over"},
        edits=[
            (
                """
                for link in links:
                    stack.enter_context(closing_source(link))
                """,
                """
                for number, link in enumerate(links):
                    if link not in links[:number]:
                        stack.enter_context(closing_source(link))
                """,
            ),
        ],
    ),
    Wrong(
        "run_closes_behind",
        believes="Closes when all answers are given",
        fails={"05.3.closed": "used-up-only", "05.3.stubborn": "not-closed"},
        edits=[
            (
                """
                with ExitStack() as stack:
                    for link in links:
                        stack.enter_context(closing_source(link))
                    yield from links[-1]
                """,
                """
                yield from links[-1]
                for link in reversed(links):
                    link.close()
                """,
            )
        ],
    ),
    Wrong(
        "run_expects_exit_only",
        believes="Closes when the chain ends or is left, but not when it fails",
        fails={"05.3.closed": "error"},
    ),
    Wrong(
        "run_expects_exceptions",
        believes="Closes when there is an `Exception`, and takes every error for one",
        fails={"05.3.closed": "interrupted"},
        edits=[
            (
                """
                with ExitStack() as stack:
                    for link in links:
                        stack.enter_context(closing_source(link))
                    yield from links[-1]
                """,
                """
                stack = ExitStack()
                for link in links:
                    stack.enter_context(closing_source(link))
                try:
                    yield from links[-1]
                except (Exception, GeneratorExit):
                    stack.close()
                    raise
                stack.close()
                """,
            ),
        ],
    ),
    Wrong(
        "run_last_chain_only",
        believes="Keeps the last link where all chains find it",
        fails={"05.3.closed": "two-calls"},
        edits=[
            (
                "def run_chain(links):",
                """
                last = []


                def run_chain(links):
                """,
            ),
            (
                "yield from links[-1]",
                """
                last[:] = [links[-1]]
                nothing = object()
                while (answer := next(last[0], nothing)) is not nothing:
                    yield answer
                """,
            ),
        ],
    ),
    Wrong(
        "run_with_one_stack",
        believes="Keeps one stack for all chains",
        fails={"05.3.closed": "two-calls"},
        edits=[
            (
                "def run_chain(links):",
                """
                stack = ExitStack()


                def run_chain(links):
                """,
            ),
            (
                """
                with ExitStack() as stack:
                    for link in links:
                        stack.enter_context(closing_source(link))
                    yield from links[-1]
                """,
                """
                for link in links:
                    stack.enter_context(closing_source(link))
                try:
                    yield from links[-1]
                finally:
                    stack.close()
                """,
            ),
        ],
    ),
    Wrong(
        "run_knows_links_by_hash",
        believes="Closes each link of a dictionary",
        fails={"05.3.closed": "raised", "05.3.stubborn": "raised"},
        edits=[
            (
                """
                for link in links:
                    stack.enter_context(closing_source(link))
                """,
                """
                for link in dict.fromkeys(links):
                    stack.enter_context(closing_source(link))
                """,
            ),
        ],
    ),
    Wrong(
        "run_closes_what_has_no_close",
        believes="Every iterator can be closed",
        fails={"05.3.stubborn": "no-close"},
        edits=[("stack.enter_context(closing_source(link))", "stack.callback(lambda link=link: link.close())")],
    ),
    Wrong(
        "run_closes_up_to_one_without_close",
        believes="Ends at the first link that has no `close`",
        fails={"05.3.stubborn": "not-closed"},
        edits=[
            (
                """
                    for link in links:
                        stack.enter_context(closing_source(link))
                    yield from links[-1]
                """,
                """
                    from itertools import takewhile

                    for link in reversed([*takewhile(lambda link: hasattr(link, "close"), reversed(links))]):
                        stack.enter_context(closing_source(link))
                    yield from links[-1]
                """,
            )
        ],
    ),
    Wrong(
        "run_silences",
        believes="Takes an error while closing for no error",
        fails={"05.3.stubborn": "silenced"},
        edits=[
            (
                """
                with ExitStack() as stack:
                    for link in links:
                        stack.enter_context(closing_source(link))
                    yield from links[-1]
                """,
                """
                try:
                    yield from links[-1]
                finally:
                    for link in reversed(links):
                        try:
                            with closing_source(link):
                                pass
                        except OSError:
                            continue
                """,
            )
        ],
    ),
    Wrong(
        "run_closes_in_a_loop",
        believes="Closes one after the other, as far as it comes",
        fails={"05.3.stubborn": "rest-open"},
        edits=[
            (
                """
                with ExitStack() as stack:
                    for link in links:
                        stack.enter_context(closing_source(link))
                    yield from links[-1]
                """,
                """
                try:
                    yield from links[-1]
                finally:
                    for link in reversed(links):
                        with closing_source(link):
                            pass
                """,
            )
        ],
    ),
    Wrong(
        "run_goes_on_after_exceptions",
        believes="Closes the rest after an Exception, and not after Ctrl-C",
        fails={"05.3.stubborn": "rest-open"},
        edits=[
            (
                """
                with ExitStack() as stack:
                    for link in links:
                        stack.enter_context(closing_source(link))
                    yield from links[-1]
                """,
                """
                try:
                    yield from links[-1]
                finally:
                    errors = []
                    for link in reversed(links):
                        try:
                            with closing_source(link):
                                pass
                        except Exception as error:
                            errors.append(error)
                    if errors:
                        raise errors[0]
                """,
            ),
        ],
    ),
    Wrong(
        "chain_closes_files",
        believes="Closes whatever has a `close`",
        fails={"05.3.stubborn": "file"},
        edits=[
            (
                "stack.enter_context(closing_source(link))",
                'stack.callback(getattr(link, "close", int))',
            ),
        ],
    ),
]
