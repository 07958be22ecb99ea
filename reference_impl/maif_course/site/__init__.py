"""The learning site: what MkDocs needs beyond the pages under `site/`.

`hook` adds the pages of lessons, exercises and solutions, each made from its notebook by `notebook_page`, and runs the
checks whose answers a page quotes. `doctests` makes examples in docstrings readable for the reference.
"""
