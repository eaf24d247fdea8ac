"""The archive of a network: one file with its site, its ledger, and a page that checks its badges without a network."""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import orjson
from markupsafe import Markup

from .context import Context
from .ledger.record_reading import read_record
from .look_files import archive_style
from .model import paths
from .model.problem import LapelError
from .pages.html import template
from .stream import Settings

MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every file in it: on one day, the same network gives the same archive."""
MAX_AWARDS = 20_000
"""Of so many at most the page holds the badges and their proofs; of more, it cannot look into the record."""
_DOCUMENTS = ("organisations/*/*.json", "organisations/*/status/*.json", "badges/*/*.json", "endorsements/*/*.json")
_FORMER = ("formerly/*/organisations/*/*.json", "formerly/*/badges/*/*.json")
_OF_AWARDS = ("awards/*/credential.json", "awards/*/record.json", "awards/*/assertion.json")


class ArchiveError(LapelError):
    """There is no archive; the text says why."""


def write_archive(context: Context, settings: Settings, site: Path, target: Path) -> int:
    """Writes the archive of the built ``site`` to ``target``; returns how many files are in it.

    The file is there whole, or not at all. Raises :class:`ArchiveError`.
    """
    temporary = target.with_name(f".{target.name}.part")
    sums: dict[str, str] = {}
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, content in _files(context, settings, site):
                _put(archive, name, content)
                sums[name] = hashlib.sha256(content).hexdigest()
            rows = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
            _put(archive, "SHA256SUMS", rows.encode())
        temporary.replace(target)
    except OSError as error:
        raise ArchiveError(f"{target} cannot be written ({error.strerror}): make room, or name another file.") from None
    finally:
        temporary.unlink(missing_ok=True)
    return len(sums) + 1


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    entry.create_system = 3  # the rights are those of Unix, on whatever system it was made
    archive.writestr(entry, content)


def _files(context: Context, settings: Settings, site: Path) -> Iterator[tuple[str, bytes]]:
    yield "verify.html", archive_page(context, settings, site)
    for path, file in _below(site):
        yield f"site/{path}", file.read_bytes()
    root = context.catalogue.root
    yield "ledger/mkdocs.yml", (root / "mkdocs.yml").read_bytes()
    for folder, place in (("badges", root), ("network", root)):
        for path, file in _below(place / folder):
            yield f"ledger/{folder}/{path}", file.read_bytes()
    if context.catalogue.awards != root:
        for folder in ("badges", "network"):
            for path, file in _below(context.catalogue.awards / folder):
                yield f"ledger/awards/{folder}/{path}", file.read_bytes()


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files below a folder, in a steady order, with their paths in it; no links, and nothing that is hidden."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        folders[:] = [one for one in folders if not one.startswith(".")]
        for name in sorted(names):
            file = Path(place, name)
            if not file.is_symlink() and not name.startswith("."):
                yield file.relative_to(folder).as_posix(), file


def archive_page(context: Context, settings: Settings, site: Path) -> bytes:
    """The page that checks the badges of the archive: script, style and documents stand inside it."""
    script = settings.verifier / "archive.mjs" if settings.verifier else None
    if script is None or not script.is_file():
        raise ArchiveError("The verifier is not set up: run 'make site' once.")
    code = script.read_text(encoding="utf-8").replace("</script", "<\\/script").replace("<!--", "<\\!--")
    record = read_record(context.catalogue.awards)
    newest = record.newest if record else None
    strings = context.strings
    texts = {key: text for key, text in strings.texts.items() if key.startswith(("verifier.", "archive."))}
    said = {
        "name": context.catalogue.network.name,
        "base": context.addresses.base,
        "strings": {"language": strings.language, "texts": texts},
        "files": base64.b64encode(gzip.compress(orjson.dumps(_documents(site)), mtime=0)).decode(),
    }
    style = archive_style(context, settings) + settings.assets["verify.css"].read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    today = settings.day(context.catalogue.network.zone)
    return (
        template(settings.templates, "archive.html")
        .render(
            t=strings,
            language=strings.language,
            name=context.catalogue.network.name,
            date=strings.date(today),
            key=record.delegation.keys[0] if record else None,
            until=strings.date(newest.said.signed.date()) if newest else None,
            script_hash=f"sha256-{digest}",
            style=Markup(style.replace("</style", "<\\/style")),  # noqa: S704 - our own style
            data=Markup(orjson.dumps(said).decode().replace("<", "\\u003c")),  # noqa: S704 - no '<' is left in it
            script=Markup(code),  # noqa: S704 - our own script
        )
        .encode()
    )


def _documents(site: Path) -> dict[str, str]:
    """What the verifier reads, by its path on the site."""
    files = [file for pattern in (*_DOCUMENTS, *_FORMER) for file in sorted(site.glob(pattern))]
    if sum(1 for _ in site.glob("awards/*/credential.json")) <= MAX_AWARDS:
        files += [file for pattern in _OF_AWARDS for file in sorted(site.glob(pattern))]
    files += [site / name for name in (paths.REGISTRY, paths.RECORD_LATEST) if (site / name).is_file()]
    files += sorted(site.glob("record/from/*.json"))
    return {file.relative_to(site).as_posix(): file.read_text(encoding="utf-8") for file in files}
