"""Root grades as somebody without rights: `--as USER` leaves root's behind before any file is read."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys

from maif_course.errors import CourseError


def become(user: str) -> None:
    """Make this process an ordinary user's, for good; raise `CourseError` where that cannot be done."""
    if os.geteuid() != 0:
        raise CourseError(f"only root can grade as {user}: leave out --as, and you grade as yourself")
    try:
        entry = pwd.getpwnam(user)
    except KeyError:
        raise CourseError(f"there is no user {user!r} on this machine: `useradd {user}` makes one") from None
    if entry.pw_uid == 0:
        raise CourseError(f"{user} is root: name a user without rights")
    groups = os.getgrouplist(user, entry.pw_gid)
    if why := _why_not(entry, groups):
        raise CourseError(
            f"{user} cannot run this Python ({why}): {sys.executable} or what it needs lies where only root can read. "
            "Install the course in a folder that everybody can read, as /opt"
        )
    os.setgroups(groups)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    os.environ |= {"HOME": entry.pw_dir, "USER": user, "LOGNAME": user}


def _why_not(entry: pwd.struct_passwd, groups: list[int]) -> str:
    """Return why a user cannot run the course; nothing if they can."""
    command = [sys.executable, "-c", "import maif_course.lesson"]
    try:
        tried = subprocess.run(
            command,
            user=entry.pw_uid,
            group=entry.pw_gid,
            extra_groups=groups,
            cwd="/",
            env=os.environ | {"HOME": entry.pw_dir},
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        return error.strerror or str(error)
    return "" if tried.returncode == 0 else (tried.stderr.strip().splitlines() or ["it fails"])[-1]
