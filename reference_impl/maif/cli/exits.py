"""How a run ends: with one line for an error, quietly when the reader of a pipe or the user has had enough."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from maif.cli.terminal import say
from maif.errors import MAIFError

INVALID, FAILED = 1, 2  # exit codes: of `verify`, and of all
STOPPED, NOBODY_READS = 130, 141  # what a shell makes of SIGINT and SIGPIPE


class Commands(TyperGroup):
    """The group of all commands. A command may return its exit code."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command, and exit with its code."""
        _fill_closed_streams()
        args, debug = _without_debug(sys.argv[1:] if args is None else args)
        with _told_in_one_line(debug), _all_written():
            code = super().main(args or ["--help"], prog_name, complete_var, False, windows_expand_args, **extra)
        sys.exit(code or 0)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that the arguments name."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a terminal may not know every character
        try:
            with _all_written():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Exit(STOPPED) from None


def _fill_closed_streams() -> None:
    """Put something in the place of standard streams that whoever started this program has closed.

    The next file that is opened would get the number of one, and what is meant for a terminal could end up in it. Of
    standard output and input, only using them is an error; what is said on stderr is said to nobody.
    """
    for number, name, mode, flags in (
        (0, "stdin", "r", os.O_WRONLY),
        (1, "stdout", "w", os.O_RDONLY),
        (2, "stderr", "w", os.O_WRONLY),
    ):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, flags)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, open(number, mode, closefd=False))  # noqa: SIM115 — it stays to the end


def _without_debug(args: Sequence[str]) -> tuple[list[str], bool]:
    """Take `--debug` out, wherever it stands: one adds it to the end of a line that has failed."""
    end = list(args).index("--") if "--" in args else len(args)
    rest = [arg for arg in args[:end] if arg != "--debug"]
    return [*rest, *args[end:]], len(rest) < end


@contextlib.contextmanager
def _told_in_one_line(debug: bool) -> Iterator[None]:
    """Turn an error into a line on stderr and an exit code; with `debug`, show where it comes from before."""
    try:
        yield
    except Exception as error:
        if debug:
            import traceback

            traceback.print_exc()
        say(told(error))
        sys.exit(getattr(error, "exit_code", FAILED))


def told(error: Exception) -> str:
    """Return an error as a line."""
    if hasattr(error, "format_message"):  # a mistake in the arguments
        context = getattr(error, "ctx", None)
        advice = f" (see `{context.command_path} --help`)" if context is not None else ""
        return f"{error.format_message()}{advice}"
    if isinstance(error, OSError) and error.strerror:
        named = isinstance(error.filename, (str, bytes))
        return f"{os.fsdecode(error.filename) or repr('')}: {error.strerror}" if named else error.strerror
    if isinstance(error, MAIFError):
        return str(error)
    return f"unexpected {type(error).__name__}: {error} (a mistake in maif: --debug shows where)"


@contextlib.contextmanager
def _all_written() -> Iterator[None]:
    """Write all that was printed before the body is left; end where nobody reads it."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:
        _drop_what_cannot_be_written()
        if isinstance(error, BrokenPipeError):
            sys.exit(NOBODY_READS)
        raise


def _drop_what_cannot_be_written() -> None:
    """Send what waits for a closed pipe or a full disk nowhere: the interpreter would complain about it at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
