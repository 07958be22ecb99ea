"""The command itself, to which the modules beside this one add theirs."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from maif_course.learner.exchange import course_version

LEARN, TEACH = "Commands", "Commands for an instructor"


class InSections(TyperGroup):
    """The command, whose help lists what an instructor needs by itself, below what a learner does."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, a section a panel."""
        commands = [(name, command) for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))]
        width = formatter.width - 6 - max(len(name) for name, _ in commands)
        for section in (LEARN, TEACH):
            own = [(name, one) for name, one in commands if (getattr(one, "rich_help_panel", None) or LEARN) == section]
            with formatter.section(section):
                formatter.write_dl([(name, command.get_short_help_str(width)) for name, command in own])


app = typer.Typer(
    cls=InSections,
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
