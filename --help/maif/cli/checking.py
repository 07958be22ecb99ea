"""`maif verify`, `recover` and `keygen`: whether to trust a file, what can be saved of it, and the keys for both."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from maif.cli.terminal import counted, on_one_line, say
from maif.errors import FileAlreadyExistsError
from maif.file.lock import is_locked
from maif.file.metadata import strict_json
from maif.recovery import RecoverReport, ScanReport
from maif.segments import SegmentFolder
from maif.units import format_size
from maif.verification import Problem, VerifyReport, verify_file


def show_report(report: VerifyReport) -> None:
    """Print what a verification found: every problem, and a last line that sums up."""
    path = on_one_line(report.path)
    _show_problems(path, report.errors, report.error_count)
    content = f"{counted(report.blocks, 'block')}, {format_size(report.bytes)}"
    if not report.ok:
        print(f"{path}: INVALID: {counted(report.error_count, 'problem')}; {content}")
        return
    trust = "the key you trust" if report.trusted else "whoever that is: pin the key you trust with --key"
    print(f"{path}: valid: {content}\nsigned with {report.public_key}, {trust}")


def verify_folder(folder: Path, key: str | None, *, as_json: bool) -> bool:
    """Verify each segment of an artifact, and print what that found; return whether all are valid.

    One that is being written has nothing to be verified by yet: it is passed by, which is said.
    """
    reports = []
    for path in SegmentFolder(folder).paths:
        with open(path, "rb") as file:
            if is_locked(file.fileno()):
                say(f"{on_one_line(path)}: being written, not verified")
                continue
        with working("verifying"):
            report = verify_file(path, trusted_key=key)
        reports.append(report)
        if not as_json:
            show_report(report)
    if as_json:
        print(strict_json([_as_json(report) for report in reports], indent=2))
    return all(report.ok for report in reports)


def _show_problems(path: str, problems: list[Problem], count: int) -> None:
    for problem in problems:
        print(f"{path}: {on_one_line(str(problem))}")
    if count > len(problems):
        print(f"{path}: … and {count - len(problems)} more")


def show_json_report(report: VerifyReport) -> None:
    """Print the same as a JSON object."""
    print(strict_json(_as_json(report), indent=2))


def _as_json(report: VerifyReport) -> dict[str, Any]:
    problems = [problem._asdict() for problem in report.errors]
    return {"ok": report.ok} | report._asdict() | {"errors": problems}


@contextlib.contextmanager
def working(doing: str) -> Iterator[None]:
    """Show that work is under way, if stderr is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(doing):
        yield


def show_scan(report: ScanReport) -> None:
    """Print what can be saved of a file."""
    path = on_one_line(report.path)
    _show_problems(path, report.damaged, len(report.damaged))
    state = "finished" if report.finished else "not finished"
    print(f"{path}: {state}: {counted(report.blocks, 'sound block')}, {len(report.damaged)} damaged")
    print(f"the blocks end at offset {report.end}: {on_one_line(report.reason)}")


def show_recovery(report: RecoverReport) -> None:
    """Print what a recovery did."""
    output = on_one_line(report.output)
    _show_problems(on_one_line(report.path), report.damaged, len(report.damaged))
    if not report.changed:
        print(f"{output}: sound, nothing to recover: {counted(report.blocks, 'block')}")
        return
    print(f"{output}: finished: {counted(report.blocks, 'block')} kept, {len(report.damaged)} lost")
    if report.signed_anew:
        print(f"signed with a new key, {report.public_key}: give the file's own with --key to keep its signatures")
    for kept in report.kept:
        print(f"the file as it was: {on_one_line(kept)}")


def make_keys(path: str) -> str:
    """Write a new private key (PEM, for the owner's eyes only) and beside it the public one (`.pub`); return that.

    Raises `FileAlreadyExistsError` where one of the files exists: a key that is overwritten is lost for ever.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = Ed25519PrivateKey.generate()
    public_key = key.public_key().public_bytes_raw().hex()
    public_path = f"{path}.pub"
    if os.path.lexists(public_path):
        raise FileAlreadyExistsError(errno.EEXIST, "exists, and keys are never overwritten", public_path)
    _write_new(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
    try:
        _write_new(public_path, f"{public_key}\n".encode(), 0o644)
    except BaseException:
        os.unlink(path)
        raise
    return public_key


def _write_new(path: str, content: bytes, mode: int) -> None:
    """Write a file that is there in full, and safe on disk, or not at all."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    except FileExistsError:
        raise FileAlreadyExistsError(errno.EEXIST, "exists, and keys are never overwritten", path) from None
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        os.unlink(path)
        raise
