"""``lapel serve`` and ``lapel build``: MkDocs with this engine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..files import write_whole
from ..hosting.servers import SERVERS, configuration
from ..load import read_site
from ..model import LapelError, paths
from ..state import MARK
from ..stream import APART, Settings
from .common import SETTINGS, Root, network, stopping
from .waiting import waiting

if TYPE_CHECKING:
    from ..scale.engine import Dask


def serve(
    port: Annotated[int, typer.Option("--port", "-p", min=1024, max=65535, help="Where to listen.")] = 8000,
    root: Root = None,
) -> None:
    """Show the site on this computer, and every change as you make it."""
    with stopping():
        folder = network(root)
        if not is_free(port):
            raise LapelError(f"Port {port} is in use by another program: try another one, such as {next_port(port)}.")
    try:
        raise typer.Exit(run_mkdocs(folder, "serve", "--dev-addr", f"127.0.0.1:{port}"))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def build(
    out: Annotated[Path | None, typer.Option("--out", help="The folder of the site. Left out: site/.")] = None,
    host: Annotated[
        str | None,
        typer.Option("--host", help=f"Write what a web server has to be told, too: {', '.join(SERVERS)}."),
    ] = None,
    engine: Annotated[
        str | None, typer.Option("--engine", help="dask: build the awards in parts, with many computers.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="With --engine: where the site is published, s3://… or a folder.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="The address of a Dask cluster. Left out: processes here.")
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=256, help="So many processes, without a cluster.")
    ] = 2,
    root: Root = None,
) -> None:
    """Build the whole site into a folder that any host of plain files can publish."""
    with stopping():
        folder = network(root)
        if host is not None and host not in SERVERS:
            raise LapelError(f"'{host}' is no server that is known here: choose from {', '.join(SERVERS)}.")
    place = out.resolve() if out else folder / "site"
    with stopping("Nothing was built."):
        if out and place.exists() and not _is_a_site(place):
            raise LapelError(f"{place} holds other things than a site, and a build replaces all: name another folder.")
    if engine is not None or to is not None:
        from ..scale.engine import dask

        _in_parts(folder, place, engine, to, host, lambda: dask(scheduler, workers))
        return
    with stopping("Nothing was built."):
        said = configuration(SERVERS[host], place, read_site(folder / SETTINGS).folder) if host else ""
    with waiting("Building the site"):
        code = run_mkdocs(folder, "--quiet", "build", "--site-dir", str(place))
    if code:
        raise typer.Exit(code)
    typer.echo(f"The site is in {place}")
    if host:
        file = place.with_name(f"{place.name}.{host}.conf")
        with stopping("The site was built."):
            write_whole(file, said.encode())
        typer.echo(f"What {SERVERS[host].name} has to be told is in {file}: {SERVERS[host].how}")


def _in_parts(
    folder: Path,
    place: Path,
    engine: str | None,
    to: str | None,
    host: str | None,
    cluster: Callable[[], AbstractContextManager[Dask]],
) -> None:
    """Checks and builds with the engine: the site without its awards here, the awards by its workers."""
    from ..outputs import open_context
    from ..publishing.run import publish_site
    from ..publishing.stores import open_store
    from ..scale.build import task_of, verify_ledger, write_awards

    with stopping("Nothing was published."):
        if host is not None:
            raise LapelError(
                "--host and --engine do not go together: an object store is told its headers with each file."
            )
        if engine != "dask" or to is None:
            raise LapelError("A site is built in parts with both: --engine dask, and --to with where it is published.")
        settings = Settings.of(folder)
        context = open_context(folder, settings, awards=False)
        store = open_store(to)
        with cluster() as many:
            task = task_of(context, settings)
            with waiting("Verifying"):
                verified = verify_ledger(many, context, settings, task)
            if code := run_mkdocs(folder, "--quiet", "build", "--site-dir", str(place), apart=True):
                raise typer.Exit(code)
            with waiting("Publishing"):
                publish_site(place, store, folder=context.site.folder, apart=paths.AWARDS)
                done = write_awards(many, context, settings, task, to, verified)
    typer.echo(f"The site is in {store.shown}: {done.put} awards put, {done.same} were there already.")


def _is_a_site(place: Path) -> bool:
    """Whether a build may replace what is there: nothing, or a site that an earlier build made."""
    return place.is_dir() and ((place / MARK).is_file() or not any(place.iterdir()))


def run_mkdocs(folder: Path, *words: str, apart: bool = False) -> int:
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", APART: "1" if apart else ""}
    first, *rest = words if words[0] != "--quiet" else (words[1], words[0], *words[2:])
    command = [sys.executable, "-m", "mkdocs", first, *rest, "--config-file", str(folder / SETTINGS)]
    return subprocess.run(command, cwd=folder, env=env).returncode


def next_port(port: int) -> int:
    """Another port to try."""
    return port + 1 if port < 65535 else 8000


def is_free(port: int) -> bool:
    """Whether nobody listens at the port of this computer."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # there the option would let two programs share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
