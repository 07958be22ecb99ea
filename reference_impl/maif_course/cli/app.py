"""The command itself, to which the modules beside this one add theirs."""

from __future__ import annotations

from typing import Annotated

import typer

from maif_course.learner.exchange import course_version

app = typer.Typer(
    help="Work through the course: notebooks in a folder of yours, checks without a server.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

What = Annotated[
    str,
    typer.Argument(metavar="[WHAT]", help="A lesson (07), task (07.3), check (07.3.late) or notebook."),
]
Number = Annotated[str, typer.Argument(metavar="NN", help="The number of a lesson.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for other programs, and nothing else.")]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"maif-course {course_version()}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Work through the course: notebooks in a folder of yours, checks without a server."""
