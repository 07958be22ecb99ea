"""The lock that makes a file one writer's.

It is advisory and belongs to the open file (Linux: an open-file-description lock, which a reader can ask about without
taking it; elsewhere `flock`). It goes when the writer closes the file or dies; what a forked child inherits of it,
`Output` gives back.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import struct

StrPath = str | os.PathLike[str]

_FLOCK = struct.Struct("@hhqqi4x")  # l_type, l_whence, l_start, l_len, l_pid
_WHOLE_FILE = _FLOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
_NOTHING = _FLOCK.pack(fcntl.F_UNLCK, os.SEEK_SET, 0, 0, 0)


def lock(descriptor: int) -> bool:
    """Take the writer's lock on an open file, if it is free; say whether it was."""
    try:
        if hasattr(fcntl, "F_OFD_SETLK"):
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _WHOLE_FILE)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN):
            return False
        raise
    return True


def unlock(descriptor: int) -> None:
    """Give the lock back, also where a child process has the same file open."""
    with contextlib.suppress(OSError):  # the file is about to be closed, which does the same but for such a child
        if hasattr(fcntl, "F_OFD_SETLK"):
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _NOTHING)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_UN)


def is_locked(descriptor: int) -> bool:
    """Say whether a writer holds the lock on the file that this descriptor reads."""
    if hasattr(fcntl, "F_OFD_GETLK"):
        answer = fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, _WHOLE_FILE)
        return bool(_FLOCK.unpack(answer)[0] != fcntl.F_UNLCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    return False
