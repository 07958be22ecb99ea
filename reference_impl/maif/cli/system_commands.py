"""The commands for what stands on files, searches and live streams: what each takes, and what it calls.

`maif --help` lists them below those for files, whose `app` takes them in.
"""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from maif.cli.file_commands import app as app
from maif.cli.parameters import (
    AsJSON,
)


class SearchMode(enum.StrEnum):
    """How texts are found."""

    HYBRID = "hybrid"
    WORDS = "words"
    MEANING = "meaning"


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
