"""`python -m maif.compat`: run a script or a module with older names, or the other implementation's, installed."""

from __future__ import annotations

import os
import runpy
import sys
from typing import NoReturn
from zipfile import is_zipfile

from maif.compat.installing import install

_USAGE = "usage: python -m maif.compat [--for maif] (script.py | -m module) [arguments ...]"


def main() -> None:
    """Run the script or module that the arguments of this process name, with the names installed that it needs."""
    arguments = sys.argv[1:]
    for_theirs = arguments[:2] == ["--for", "maif"]
    arguments = arguments[2 * for_theirs :]
    run_module = arguments[:1] == ["-m"]
    sys.argv = arguments = arguments[run_module:]
    if not arguments or (arguments[0].startswith("-") and not run_module):
        _refuse(_USAGE)
    install()
    if for_theirs:
        install("maif")
    if run_module:
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
        return
    script = arguments[0]
    if not os.path.exists(script):
        _refuse(f"{script}: no such file")
    if not sys.flags.safe_path:
        del sys.path[0]  # the folder that `-m` looked in
        if os.path.isfile(script) and not is_zipfile(script):
            sys.path.insert(0, os.path.dirname(os.path.realpath(script)))
    runpy.run_path(script, run_name="__main__")


def _refuse(what: str) -> NoReturn:
    print(what, file=sys.stderr)
    sys.exit(2)
