"""A program whose writers die: each in a process of its own, and each a little later than the one before.

    python doomed.py SCENARIO DEATH FOLDER

`DEATH` is `killed`: the n-th writer gets SIGKILL in the middle of its n-th call that changes a file, until one lives.
Or it is `full`: the n-th writer may not write files beyond n steps of a size. Each works on a copy of the file
`FOLDER/base.maif`, if there is one. What it says goes to the standard output, a line of JSON each: what it has flushed,
and how it ended.
"""

from __future__ import annotations

import functools
import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

KEY = bytes(range(32))
CHANGING_CALLS = ("pwrite", "fsync", "replace", "link", "unlink", "ftruncate", "rename")
STEP = 997  # bytes


def write(path: str, say: Callable[..., None], **options: Any) -> None:
    from maif.streaming import MAIFStreamWriter

    writer = MAIFStreamWriter(path, private_key=KEY, compression=None, **options)
    for number in range(3):
        ids = [writer.write_text_chunk(f"text {number}", {"n": number}), writer.write_binary_chunk(bytes(700))]
        writer.flush()
        say(flushed=ids)
    say(flushed=[writer.write_binary_chunk(os.urandom(1 << 18))])  # a large block is there when the call returns
    writer.close()


def recover(path: str, say: Callable[..., None], **options: Any) -> None:
    from maif.recovery import recover

    say(recovered=recover(path, **options).blocks)


SCENARIOS: dict[str, Callable[..., None]] = {
    "write": write,
    "write, signing each block": functools.partial(write, sign="block"),
    "write through a mapping": functools.partial(write, enable_mmap=True),
    "append": functools.partial(write, mode="a"),
    "recover": recover,
    "recover with the key": functools.partial(recover, private_key=KEY),
}


def die_at(number: int) -> None:
    """Have this process killed in its n-th call that changes a file; a write is cut off in the middle."""
    calls = 0

    def doomed(call: Callable[..., T]) -> Callable[..., T]:
        @functools.wraps(call)
        def changing(*arguments: Any, **options: Any) -> T:
            nonlocal calls
            calls += 1
            if calls == number:
                if call.__name__ == "pwrite":
                    descriptor, data, position = arguments
                    call(descriptor, data[: len(data) // 2], position)
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return changing

    for name in CHANGING_CALLS:
        setattr(os, name, doomed(getattr(os, name)))


def allow_files_of(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def main(scenario: str, death: str, folder: str) -> None:
    from maif.verification import verify_file  # noqa: F401 — loaded once, for all the processes

    base = os.path.join(folder, "base.maif")
    number, status = 0, 1
    while status:
        number += 1 if death == "killed" or number < 12 else 30  # a closer look at the beginning of a full disk
        path = os.path.join(folder, f"{number}.maif")
        for suffix in ("", ".undo"):
            if os.path.exists(base + suffix):
                shutil.copyfile(base + suffix, path + suffix)

        def say(path: str = path, **what: object) -> None:
            os.write(1, json.dumps({"path": path, **what}).encode() + b"\n")

        process = os.fork()
        if not process:
            try:
                die_at(number) if death == "killed" else allow_files_of(number * STEP)
                SCENARIOS[scenario](path, say)
            except BaseException as error:
                say(ended=[kind.__name__ for kind in type(error).__mro__], message=str(error))
                os._exit(1)
            say(ended="well")
            os._exit(0)
        _, status = os.waitpid(process, 0)
        if os.WIFSIGNALED(status):
            say(ended="killed")


if __name__ == "__main__":
    main(*sys.argv[1:])
