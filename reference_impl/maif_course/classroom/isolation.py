"""Isolation: a student's notebook runs where there is no network, no other process, and no file but the course's.

It is `bubblewrap` that builds this place, for each notebook anew. Started by root it makes no user namespace, since
limits on the number of processes would not bind there, and the notebook runs as a user without any right; started by
anybody else, that user's own namespace is what keeps it apart.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from maif_course.errors import CourseError

SCRATCH = 64 << 20  # bytes that a notebook may write
PROCESSES = 64
FILES = 256
ADDRESSES = 8 << 30
NOBODY = 65534
HOME, COURSE = "/home/student", "/course"
ENVIRONMENT = {
    "HOME": HOME,
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONPATH": COURSE,
    "PYTHONUTF8": "1",
}
OBSERVER = ("-m", "maif_course.classroom.observer")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a notebook runs: the command that starts its observer there, and the observer's environment."""

    command: tuple[str, ...]
    environment: Mapping[str, str]


def isolated(course: Path, data: Path | None = None) -> Place:
    """Return a place with this copy of the course, and beside the notebook this folder `data`."""
    inside = (sys.executable, *OBSERVER)
    return Place((*_limits(), *_bubblewrap(course, data), "--", *_nobody(), *_processes(), *inside), ENVIRONMENT)


def unprotected(course: Path, folder: Path) -> Place:
    """Return a place in this machine's own system, in a folder that is there: only limits protect it.

    Started by root, the notebook runs as a user without rights, where such a one can run this interpreter.
    """
    environment = ENVIRONMENT | {"HOME": str(folder), "PYTHONPATH": str(course), "PATH": os.environ.get("PATH", "")}
    user = _nobody() if all(map(_open_to_all, (sys.prefix, sys.base_prefix, str(course)))) else ()
    folder.chmod(0o777)
    return Place(("/usr/bin/env", "-C", str(folder), *_limits(), *user, sys.executable, *OBSERVER), environment)


def _open_to_all(folder: str) -> bool:
    """Say whether everybody may pass through to a folder."""
    place = Path(folder).resolve()
    return all(parent.stat().st_mode & 0o001 for parent in (place, *place.parents))


def why_not() -> str:
    """Return why notebooks cannot be isolated here; nothing if they can."""
    if missing := [name for name in _needed() if shutil.which(name) is None]:
        return f"{' and '.join(missing)} cannot be found"
    command = [*_bubblewrap(None, None), "--", *_nobody(), *_processes(), "/usr/bin/true"]
    tried = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    return "" if tried.returncode == 0 else (tried.stderr.strip().splitlines() or ["bwrap fails"])[-1]


def require_isolation() -> None:
    """Raise `CourseError`, which says what to do, where notebooks cannot be isolated."""
    if why := why_not():
        raise CourseError(
            f"Students' code cannot be isolated here: {why}. Install bubblewrap, or grade in a container where it "
            "works; with --without-isolation it runs as you, and can read and change what you can."
        )


def _needed() -> Iterator[str]:
    yield from ("bwrap", "prlimit")
    if os.geteuid() == 0:
        yield "setpriv"


def _bubblewrap(course: Path | None, data: Path | None) -> Iterator[str]:
    yield from ("bwrap", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL")
    if os.geteuid() == 0:
        yield from ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")
        yield from _arguments("--cap-add", ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"))
    else:
        yield from ("--unshare-all", "--unshare-user", "--disable-userns")
    yield from ("--perms", "1777", "--size", str(SCRATCH), "--tmpfs", "/tmp")  # first: this interpreter may lie below
    yield from _system()
    if course is not None:
        yield from _parents(COURSE)
        yield from ("--ro-bind", str(course), COURSE)
        yield from _instead_of_installed(course)
    yield from (*_parents(HOME), "--perms", "0777", "--size", str(SCRATCH), "--tmpfs", HOME)
    if data is not None:
        yield from ("--ro-bind", str(data), f"{HOME}/data")
    for name, value in ENVIRONMENT.items():
        yield from ("--setenv", name, value)
    yield from ("--chdir", HOME, "--remount-ro", "/")


def _system() -> Iterator[str]:
    """Yield what makes a Python run: the system's programs, this interpreter, and what is installed for it."""
    yield from ("--ro-bind", "/usr", "/usr")
    for name in ("/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        if os.path.islink(name):
            yield from ("--symlink", os.readlink(name), name)
        elif os.path.isdir(name):
            yield from ("--ro-bind", name, name)
    yield from _arguments("--ro-bind-try", ("/etc/ld.so.cache", "/etc/localtime"), twice=True)
    for folder in sorted({sys.prefix, sys.base_prefix, os.path.dirname(os.path.realpath(sys.executable))}):
        if not folder.startswith("/usr/"):
            yield from _parents(folder)
            yield from ("--ro-bind", folder, folder)
    yield from ("--proc", "/proc", "--dev", "/dev")


def _instead_of_installed(course: Path) -> Iterator[str]:
    """Yield what puts the copy in the place of an installed course, which has the answers."""
    for package in ("maif", "maif_course"):
        for kind in ("purelib", "platlib"):
            installed = Path(sysconfig.get_path(kind)) / package
            if installed.is_dir():
                yield from ("--ro-bind", str(course / package), str(installed))


def _parents(folder: str) -> Iterator[str]:
    """Yield what makes the folders above one, for everybody to pass through."""
    for parent in list(Path(folder).parents)[-2::-1]:
        yield from ("--perms", "0755", "--dir", str(parent))


def _arguments(option: str, values: Iterable[str], *, twice: bool = False) -> Iterator[str]:
    for value in values:
        yield from (option, value, value) if twice else (option, value)


def _limits() -> tuple[str, ...]:
    return ("prlimit", f"--nofile={FILES}", f"--as={ADDRESSES}", "--core=0", "--")


def _processes() -> tuple[str, ...]:
    """Return what bounds the number of processes: inside, else all others of the user would count."""
    return ("/usr/bin/prlimit", f"--nproc={PROCESSES}", "--")


def _nobody() -> tuple[str, ...]:
    """Return what makes root a user without rights."""
    if os.geteuid() != 0:
        return ()
    user = ("--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups")
    return ("/usr/bin/setpriv", *user, "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", "--")
