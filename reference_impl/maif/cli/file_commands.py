"""The commands for MAIF files: what each takes, and in which order it calls the parts that do the work."""

from __future__ import annotations

import contextlib
import enum
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from maif import __version__
from maif.cli.exits import FAILED, INVALID, Commands, told
from maif.cli.parameters import (
    NEGATIVE_NUMBERS,
    AsJSON,
    File,
    FileOrFolder,
    MinBlocks,
    NotBefore,
    PrivateKey,
    PublicKey,
    Selectors,
    Unauthenticated,
    require_file,
)
from maif.cli.terminal import counted, on_one_line, progress, say
from maif.errors import InvalidArgumentError

app = typer.Typer(
    name="maif",
    cls=Commands,
    help="Pack files into a MAIF file, signed as they stream; look into it, verify it, follow it, recover it.",
    epilog="Exit codes: 0 fine, 1 invalid (verify), 2 anything else that is wrong, 130 stopped by Ctrl-C.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Signing(enum.StrEnum):
    """How a file is signed."""

    MERKLE = "merkle"
    BLOCK = "block"


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"maif {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error comes from; works anywhere.")] = False,
) -> None:
    """Declare the options of all commands; `Commands` takes `--debug` out before they are parsed."""


@app.command()
def pack(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATHS...", help="Files, folders, or - for standard input.", show_default=False),
    ],
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The MAIF file to write.")],
    lines: Annotated[bool, typer.Option("--lines", "-l", help="Make a block of each line.")] = False,
    compress: Annotated[
        bool, typer.Option("--compress", "-z", help="Compress blocks where it pays (Zstandard).")
    ] = False,
    append: Annotated[bool, typer.Option("--append", "-a", help="Go on with a finished file; needs its key.")] = False,
    key: PrivateKey = None,
    sign: Annotated[Signing, typer.Option(help="Sign all blocks at once, or each for itself.")] = Signing.MERKLE,
    agent: Annotated[str, typer.Option(metavar="NAME", help="Who packs, for the file's record.")] = "maif",
    part_size: Annotated[str, typer.Option(metavar="SIZE", help="Cut larger files into blocks of this size.")] = "4MB",
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Replace the output even if it is no MAIF file.")
    ] = False,
) -> None:
    """Pack files, folders and standard input into a MAIF file.

    Everything streams: what was read is in the file a moment later. Stopped half way, a file keeps what it has:
    `maif recover` finishes it. A file that is there already stays until the new one, beside it, is finished.
    """
    from maif.arguments import whole_number
    from maif.cli import packing
    from maif.streaming.writer import MAIFStreamWriter
    from maif.units import format_size, parse_size

    part_bytes = whole_number(1, part_size=parse_size(part_size))
    if part_bytes > packing.LARGEST_PART:
        raise InvalidArgumentError(f"--part-size must be below 4 GiB, which a block never has, got {part_size}")
    sources = packing.find_sources(paths, output, left_out=say)
    packing.check_output(output, append=append, force=force)
    with contextlib.nullcontext(output) if append else packing.replacing(output) as name, _stop_told(name):
        writer = MAIFStreamWriter(
            name,
            agent_id=agent,
            private_key=key,
            sign=sign.value,
            compression="zstd" if compress else None,
            mode="a" if append else "w",
        )
        with writer, progress("packing", lambda: packing.total_size(paths, output)) as done:
            count = packing.pack(sources, writer, part_bytes, lines=lines, done=done)
    stats = writer.stats
    made = f"{counted(count, 'file')} in {counted(stats.blocks, 'block')}, {format_size(stats.bytes)}"
    print(f"{on_one_line(output)}: {made}")
    print(f"signed with {writer.public_key}")


def _in_utc(time: datetime | None) -> datetime | None:
    return None if time is None else time.replace(tzinfo=UTC)


@contextlib.contextmanager
def _stop_told(output: str) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt as stop:
        where = f"what was packed is in {output}: `maif recover` makes a finished file of it"
        say(f"stopped; {next(iter(getattr(stop, '__notes__', [])), where)}")
        raise


@app.command()
def unpack(
    file: File,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the files go.")] = Path(),
    force: Annotated[bool, typer.Option("--force", "-f", help="Replace files that are there.")] = False,
    key: PublicKey = None,
    unauthenticated: Unauthenticated = False,
    min_blocks: MinBlocks = None,
    not_before: NotBefore = None,
) -> int:
    """Write the files in a MAIF file into a folder, verified on the way.

    Nothing is written outside of the folder, and nothing is overwritten without --force.
    """
    from maif.cli.unpacking import unpack
    from maif.streaming.reader import MAIFStreamReader

    refused = 0

    def refuse(error: Exception) -> None:
        nonlocal refused
        refused += 1
        say(told(error))

    with (
        MAIFStreamReader(
            file,
            verify=True,
            trusted_key=key,
            enable_mmap=False,
            allow_unfinished=unauthenticated,
            unauthenticated=unauthenticated,
            min_blocks=min_blocks,
            not_before=_in_utc(not_before),
        ) as reader,
        progress("unpacking", lambda: reader.info.size) as done,
    ):
        count = unpack(reader.read_blocks(), str(output), force=force, done=done, refused=refuse)
    print(f"{on_one_line(str(output))}: {counted(count, 'file')}" + (f", {refused} refused" if refused else ""))
    return FAILED if refused else 0


@app.command(name="ls", context_settings=NEGATIVE_NUMBERS)
def list_blocks(file: FileOrFolder, blocks: Selectors = None, as_json: AsJSON = False) -> None:
    """List the blocks: number, type, stored size, time, id and metadata."""
    from maif.cli import showing

    with showing.opened(file) as reader:
        showing.warn_if_unfinished(reader)
        chosen = showing.selected(reader, blocks or [])
        if as_json:
            showing.show_json_list(chosen)
        else:
            showing.show_list(reader, chosen)


@app.command(context_settings=NEGATIVE_NUMBERS)
def cat(
    file: FileOrFolder,
    blocks: Selectors = None,
    block_type: Annotated[str | None, typer.Option("--type", "-t", metavar="TYPE", help="Only this type.")] = None,
    newlines: Annotated[bool, typer.Option("--newlines", "-n", help="End each block with a newline.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Check the file's signature and each block first.")] = False,
    key: PublicKey = None,
    unauthenticated: Unauthenticated = False,
    min_blocks: MinBlocks = None,
    not_before: NotBefore = None,
) -> None:
    """Write the data of blocks to standard output."""
    from maif.cli import showing
    from maif.file.format import BlockType

    require_file(file, min_blocks=min_blocks, not_before=not_before)
    wanted = BlockType.of(block_type).value if block_type is not None else None
    with showing.opened(
        file,
        verify=verify,
        trusted_key=key,
        enable_mmap=not (verify or key),
        unauthenticated=unauthenticated,
        min_blocks=min_blocks,
        not_before=_in_utc(not_before),
    ) as reader:
        showing.warn_if_unfinished(reader)
        chosen = showing.selected(reader, blocks or [])
        showing.show_data((block for block in chosen if wanted in (None, block.block_type)), newlines=newlines)


@app.command()
def tail(
    file: File,
    count: Annotated[int, typer.Option("--lines", "-n", min=0, help="How many blocks.")] = 10,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Wait for more until the file is finished.")] = False,
) -> None:
    """Show the last blocks, texts as they are; with -f also those to come, until the file is finished."""
    from maif.cli import showing
    from maif.streaming.reader import MAIFStreamReader

    with MAIFStreamReader(file, allow_unfinished=True, follow=follow) as reader:
        if not follow:
            showing.warn_if_unfinished(reader)
        showing.show_tail(reader, count)


@app.command()
def info(file: File, as_json: AsJSON = False) -> None:
    """Show what a file says of itself: size, blocks, times, agent, signer."""
    from maif.cli import showing
    from maif.streaming.reader import MAIFStreamReader

    with MAIFStreamReader(file, allow_unfinished=True) as reader:
        (showing.show_json_info if as_json else showing.show_info)(reader)


@app.command()
def verify(
    file: FileOrFolder,
    key: PublicKey = None,
    as_json: AsJSON = False,
    min_blocks: MinBlocks = None,
    not_before: NotBefore = None,
) -> int:
    """Check every byte of a file, and tell everything that is wrong with it; of an artifact's folder, each file.

    Exits with 0 if the file is valid, 1 if it is invalid, 2 if it cannot be read.
    """
    from maif.cli import checking
    from maif.verification import verify_file

    require_file(file, min_blocks=min_blocks, not_before=not_before)
    if os.path.isdir(file):
        return 0 if checking.verify_folder(Path(file), key, as_json=as_json) else INVALID
    with checking.working("verifying"):
        report = verify_file(file, key, min_blocks=min_blocks, not_before=_in_utc(not_before))
    (checking.show_json_report if as_json else checking.show_report)(report)
    return 0 if report.ok else INVALID


@app.command()
def recover(
    file: File,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, and leave the file as it is.")
    ] = None,
    key: PrivateKey = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Only tell what can be saved.")] = False,
) -> None:
    """Make a finished file of one that its writer left unfinished, or that is damaged: every sound block is kept.

    The file is replaced at once when the new one is safe on disk. Where it holds bytes that the new one does not, it is
    kept beside.
    """
    from maif import recovery
    from maif.cli import checking

    if dry_run:
        checking.show_scan(recovery.scan(file))
        return
    with checking.working("recovering"):
        report = recovery.recover(file, output, key)
    checking.show_recovery(report)


@app.command()
def keygen(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The private key; the public one gets .pub.")
    ] = Path("maif-key.pem"),
) -> None:
    """Make a pair of keys: the private one signs, the public one (FILE.pub) tells others whom to trust."""
    from maif.cli.checking import make_keys

    public_key = make_keys(str(output))
    path = on_one_line(str(output))
    print(f"private key: {path} (keep it to yourself)\npublic key:  {path}.pub\n{public_key}")
