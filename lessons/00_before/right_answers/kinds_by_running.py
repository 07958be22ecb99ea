"""Lets the expressions run."""

TASK = "00.2"

expressions = ['len("Zürich")', 'len("Zürich".encode())', 'b"abc"[0]', 'b"abc"[:1]', 'b"abc" == "abc"']
kinds = {expression: eval(expression) for expression in expressions}
