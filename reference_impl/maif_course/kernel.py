"""Running a notebook's cells as a fresh kernel would, without one: magics, `!`, `await`, `display` and all.

Where IPython is installed its own shell runs them. Elsewhere, as in a browser, Python does, and what only a kernel
understands is left out.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import tempfile
import warnings
from dataclasses import dataclass
from typing import Any

from maif_course.code import fresh_namespace, run_cell

LEFT_OUT = ("conda", "mamba", "micromamba", "pip", "uv", "timeit", "pinfo", "pinfo2", "psearch", "debug", "pdb")
"""Magics that leave nothing behind for the cells below, and take long, want the network, or wait for somebody."""


@dataclass(frozen=True, slots=True)
class Failure:
    """How a cell ended that did not come to its end: by `error`, in `line` of the cell (0 if that is not known)."""

    error: BaseException
    line: int = 0

    @property
    def why(self) -> str:
        """What is to be said of the cell, behind its name."""
        where = f" in line {self.line}" if self.line else ""
        if isinstance(self.error, SyntaxError):
            return f"is no Python: look at line {self.line or self.error.lineno}: {self.error.msg}"
        told = " ".join(str(self.error).split())[:200]
        return f"stopped with {type(self.error).__name__}{where}{': ' if told else ''}{told}"


class PlainKernel:
    """Runs cells with Python alone."""

    def __init__(self) -> None:
        self.namespace = fresh_namespace()

    def run(self, source: str, name: str) -> Failure | None:
        """Run one cell; return how it failed. Tracebacks call it `name`."""
        try:
            run_cell(source, name, self.namespace)
        except (Exception, SystemExit) as error:
            return Failure(error, _line(error, name))
        return None


class ShellKernel:
    """Runs cells with IPython's shell, of which a process has one."""

    def __init__(self) -> None:
        from IPython.core.interactiveshell import InteractiveShell
        from traitlets.config import Config

        class Shell(InteractiveShell):
            """A shell that shows no traceback, and opens no window."""

            def showtraceback(self, *_: Any, **__: Any) -> None:
                """Keep silent: who runs the cell is told."""

            def showsyntaxerror(self, *_: Any, **__: Any) -> None:
                """Keep silent too."""

            def enable_gui(self, gui: str | None = None) -> None:
                """Do nothing: `%matplotlib inline` is for a notebook."""

            def ask_exit(self) -> None:
                """Go on: `quit()` in a cell ends a kernel, which the cells below would miss."""

        silent = Config()
        silent.HistoryManager.enabled = False  # no file is written
        silent.HistoryAccessor.enabled = False
        os.environ.setdefault("MPLBACKEND", "Agg")
        self.namespace = fresh_namespace()
        self._name = ""
        with tempfile.TemporaryDirectory(prefix="maif-course-") as folder:  # which the shell wants to begin with
            shell: Any = Shell.instance(config=silent, ipython_dir=folder, user_ns=self.namespace)
        self._shell = shell
        shell.compile.get_code_name = lambda *_: self._name
        warnings.filterwarnings("ignore", message="To exit: use")  # what IPython says to a SystemExit
        for magic in LEFT_OUT:
            shell.register_magic_function(_nothing, "line_cell", magic)

    def run(self, source: str, name: str) -> Failure | None:
        """Run one cell; return how it failed. Tracebacks call it `name`."""
        self._name = name
        result = self._shell.run_cell(source, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        if error is None:
            return None
        line, cut_off = _line(error, name), len(source) - len(source.lstrip("\n"))  # IPython drops empty lines above
        return Failure(error, line + cut_off if line else 0)


Kernel = PlainKernel | ShellKernel


def fresh_kernel() -> Kernel:
    """Return a kernel in which nothing has run."""
    return ShellKernel() if prepare_kernels() else PlainKernel()


def prepare_kernels() -> bool:
    """Load what kernels need, once for all processes that will be forked; say whether IPython is there."""
    if importlib.util.find_spec("IPython") is None:
        return False
    importlib.import_module("IPython.core.interactiveshell")
    return True


def _nothing(line: str, cell: str = "") -> None:
    """Do nothing."""


def _line(error: BaseException, name: str) -> int:
    """Return the line of the cell in which an error arose."""
    if isinstance(error, SyntaxError) and error.filename == name:
        return error.lineno or 0
    trace, found = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            found = trace.tb_lineno
            break
        trace = trace.tb_next
    return found
