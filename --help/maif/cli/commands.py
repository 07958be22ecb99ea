"""What each command takes, and in which order it calls the parts that do the work."""

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
from maif.cli.terminal import counted, on_one_line, progress, say

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


class SearchMode(enum.StrEnum):
    """How texts are found."""

    HYBRID = "hybrid"
    WORDS = "words"
    MEANING = "meaning"


def _no_folder(path: str) -> str:
    if os.path.isdir(path):
        raise typer.BadParameter(f"File {path!r} is a directory.")
    return path


File = Annotated[
    str, typer.Argument(metavar="FILE", help="The MAIF file: a path or a URL.", parser=_no_folder, show_default=False)
]
FileOrFolder = Annotated[
    str,
    typer.Argument(metavar="FILE", help="The MAIF file (path or URL), or an artifact's folder.", show_default=False),
]
PublicKey = Annotated[
    str | None,
    typer.Option("--key", metavar="KEY", help="The public key to trust: a file or 64 hex digits. No other will do."),
]
PrivateKey = Annotated[
    Path | None, typer.Option("--key", metavar="FILE", help="The private key to sign with (see `maif keygen`).")
]
Unauthenticated = Annotated[
    bool, typer.Option("--unauthenticated", help="Take blocks of an unfinished file that nothing vouches for.")
]
MinBlocks = Annotated[
    int | None, typer.Option("--min-blocks", metavar="N", help="Refuse an older version: one with fewer blocks.")
]
NotBefore = Annotated[
    datetime | None,
    typer.Option(
        "--not-before",
        metavar="TIME",
        formats=["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"],
        help="Refuse an older version: one that was finished before this time (UTC).",
    ),
]
Selectors = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[BLOCKS]...",
        help="Which: numbers (3, or -1 for the last), ranges (2:5), ids (32 hex digits), types (TEXT). Else all.",
        show_default=False,
    ),
]
_NEGATIVE_NUMBERS = {"ignore_unknown_options": True}  # -1 is a block, no option
AsJSON = Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")]


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
    from maif.streaming import MAIFStreamWriter
    from maif.units import format_size, parse_size

    part_bytes = whole_number(1, part_size=parse_size(part_size))
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
    from maif.streaming import MAIFStreamReader

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


@app.command(name="ls", context_settings=_NEGATIVE_NUMBERS)
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


@app.command(context_settings=_NEGATIVE_NUMBERS)
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
    from maif.streaming import MAIFStreamReader

    with MAIFStreamReader(file, allow_unfinished=True, follow=follow) as reader:
        if not follow:
            showing.warn_if_unfinished(reader)
        showing.show_tail(reader, count)


@app.command()
def info(file: File, as_json: AsJSON = False) -> None:
    """Show what a file says of itself: size, blocks, times, agent, signer."""
    from maif.cli import showing
    from maif.streaming import MAIFStreamReader

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


@app.command()
def index(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="MAIF files, or artifacts' folders.", show_default=False),
    ],
) -> None:
    """Index the texts of files for `search`: beside each as FILE.index.maif, made anew only where it does not fit."""
    from maif.cli.searching import show_indexes

    show_indexes(files)


@app.command()
def search(
    arguments: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE... QUESTION", help="MAIF files, or artifacts' folders; the question last.", show_default=False
        ),
    ],
    count: Annotated[int, typer.Option("--count", "-k", metavar="N", min=1, help="How many texts.")] = 10,
    mode: Annotated[SearchMode, typer.Option(help="Search by words, by meaning, or by both.")] = SearchMode.HYBRID,
    as_json: AsJSON = False,
) -> None:
    """Find the texts that answer a question, the best first. What is not indexed yet is indexed before."""
    from maif.cli import searching

    files, question = searching.files_and_question(arguments)
    hits = searching.found_in(files, question, count, mode.value)
    if as_json:
        searching.show_json_hits(hits)
    else:
        searching.show_hits(hits, question)


@app.command()
def tour(
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")] = None,
    root: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Python source to read instead of the standard library.")
    ] = None,
    query: Annotated[str | None, typer.Option(metavar="WORDS", help="What to search for.")] = None,
    plot: Annotated[bool, typer.Option(help="Draw the run, beside the file.")] = True,
) -> None:
    """Stream this Python's standard library into a MAIF file, verify it, search it, and show how that went."""
    from maif import tour

    tour.run(output, root=root, query=query or tour.DEFAULT_QUERY, plot=plot)


@app.command()
def live(
    kafka: Annotated[list[str] | None, typer.Option(metavar="HOST:PORT/TOPIC", help="Read a Kafka topic.")] = None,
    file: Annotated[
        list[str] | None, typer.Option(metavar="PATTERN", help="Read files as they grow: a folder, or 'logs/*.jsonl'.")
    ] = None,
    websocket: Annotated[list[str] | None, typer.Option(metavar="URL", help="Read a WebSocket.")] = None,
    replay: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help="Handle dead letters, or a MAIF file's blocks, again.")
    ] = None,
    store: Annotated[str, typer.Option(metavar="FOLDER", help="Where artifacts are kept.")] = "maif-data",
    name: Annotated[str, typer.Option(help="What this stream is called; saved positions belong to the name.")] = "live",
    group: Annotated[str | None, typer.Option(help="Kafka's consumer group, if it is not the name.")] = None,
    count: Annotated[int | None, typer.Option(min=1, help="Stop after so many messages.")] = None,
    until_idle: Annotated[
        str | None, typer.Option(metavar="TIME", help="Stop when nothing has come for so long, such as 5s.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Take these options, and a table [stream], from a TOML file.", dir_okay=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures each second, as lines of JSON.")] = False,
) -> None:
    """Read live streams into artifacts: each text and picture once, across restarts, until Ctrl-C.

    What cannot be kept goes to the dead letters, FOLDER/NAME.dead.maif.
    """
    import asyncio

    from maif.cli.live import LiveOptions, run_live

    options = LiveOptions(kafka or [], file or [], websocket or [], replay or [], store, name, group, count, until_idle)
    asyncio.run(run_live(options if config is None else options.over(config), as_json))


@app.command()
def serve(
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="MAIF files to search.")] = None,
    live: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Run the live stream of a TOML file, as `maif live --config` does, too."),
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen at; another than this machine's needs --token.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    token: Annotated[
        str | None, typer.Option(envvar="MAIF_TOKEN", help="What clients must know; better set as MAIF_TOKEN.")
    ] = None,
) -> None:
    """Search files over HTTP: a page for people, server-sent events for programs (described at /docs)."""
    from maif.cli.serving import run_server

    run_server(files or [], live, host, port, token)
