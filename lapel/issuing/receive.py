"""Receiving what was signed at a desk: the file is looked at whole, and what belongs to the network is kept.

Nothing in the file is believed: each line is verified as the check would, against the keys of the network.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..context import Context
from ..credentials.organisation_keys import why_not_in_force
from ..files import write_whole
from ..ledger.endorsements import endorsements_file
from ..ledger.erasures import places
from ..ledger.line_check import MEND, Known, LineCheck
from ..ledger.revocations import list_address, status_file, status_lists
from ..ledger.signatures import AwardError, organisations_by_did
from ..ledger.stored_awards import MAX_LINE, Line, StoredAward, read_line
from ..ledger.withdrawals import Revocation, read_entry
from ..model import paths
from ..model.json_text import json_bytes
from ..model.problem import CatalogueError, Problem
from ..model.vocabulary import Status
from .lost import refuse_lost
from .receive_lists import ListsCheck
from .receive_more import MAX_PROBLEMS, EndorsementsCheck, changed_keys, key_changes
from .receive_words import SignedWords
from .run import all_stored
from .transaction import keep, locked

MANIFEST = "lapel-awards.json"
VERSION = 1
MAX_BYTES, MAX_UNPACKED, MAX_FILES = 50 * 1024 * 1024, 200 * 1024 * 1024, 5000
MAX_LINES = 25_000
"""A desk signs no more at once. A file may hold what several times were signed."""
MAX_ROWS = 4 * MAX_LINES
"""Lines of all files together."""
_NAME = r"(?=[a-z0-9-]{1,80}[/.])[a-z0-9]+(?:-[a-z0-9]+)*"
_AWARDS = re.compile(rf"badges/({_NAME})/awards/{_NAME}\.jsonl")
_REASONS = re.compile(rf"network/status/({_NAME})/revocations\.jsonl")
_ENDORSEMENTS = re.compile(rf"badges/({_NAME})/endorsements\.jsonl")
_LIST = re.compile(rf"network/status/({_NAME})/([1-9][0-9]{{0,5}})\.json")
ASK = "ask for the file again"


@dataclass
class Received:
    """What was kept: ``awards`` are new, ``known`` were here already. ``again`` are those whose place in a list another
    award has by now: they were left out, and their issuer has to sign them once more."""

    awards: list[str] = field(default_factory=list)
    known: int = 0
    again: list[StoredAward] = field(default_factory=list)
    changed: int = 0
    """How many awards were withdrawn, given again or given back."""
    endorsed: int = 0
    lists: int = 0
    keys: list[str] = field(default_factory=list)
    """The files of organisations whose keys were changed."""
    sent_back: list[Path] = field(default_factory=list)
    """What each issuer has to choose at the desk, when awards were left out."""
    said: list[str] = field(default_factory=list)
    """What a maintainer reads before it is published: reasons, and what stands in the place of an award."""
    folder: Path | None = None


def receive(context: Context, file: Path, code: str | None = None) -> Received:
    """Looks at all of ``file``, and keeps what is new. ``code`` is what an organisation said of a change of its keys.

    Raises :class:`AwardError`, or :class:`CatalogueError` with every problem in the file; then nothing was changed.
    """
    entries = _entries(file)
    root = context.catalogue.awards
    manifest = _manifest(context, entries.pop(MANIFEST, b""), file)
    changes = key_changes(context, manifest.get("keys", {}), file.name)
    with locked(context.catalogue.root, root) as box:
        refuse_lost(context)
        found = Received()
        files = dict(_files(context, file, entries, found))
        keys = changed_keys(context, changes, code, file.name)
        found.keys = list(keys)
        if files:
            found.folder = keep(root, box, f"received-{datetime.now(UTC):%Y-%m-%d}", {}, files)
        for path, content in keys.items():
            write_whole(context.catalogue.root / path, content)
        issuers = organisations_by_did(context.catalogue, context.addresses)
        for issuer in dict.fromkeys(issuers[one.issuer].slug for one in found.again):
            own = [one for one in found.again if issuers[one.issuer].slug == issuer]
            back = file.with_name(f"{file.name.removesuffix('.zip')}-{issuer}.again.json")
            write_whole(back, _sent_back(context, issuer, own))
            found.sent_back.append(back)
    return found


def _sent_back(context: Context, issuer: str, own: list[StoredAward]) -> bytes:
    """What an issuer chooses at the desk, to give its awards other places: the lines as they were signed."""
    rows = [{"badge": one.badge, "line": one.raw.decode()} for one in own]
    return json_bytes({"version": VERSION, "base": context.addresses.base, "issuer": issuer, "again": rows})


def _entries(file: Path) -> dict[str, bytes]:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise AwardError(f"{file.name} is larger than 50 MiB: that is no file of a desk.")
        data = file.read_bytes()
    except OSError as error:
        raise AwardError(f"{file} cannot be read ({error.strerror}): check the path.") from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
            if len(infos) > MAX_FILES or sum(one.file_size for one in infos) > MAX_UNPACKED:
                raise AwardError(f"{file.name} unpacks to more than a desk writes: {ASK}.")
            if len({one.filename for one in infos}) < len(infos):
                raise AwardError(f"{file.name} has a file in it twice: {ASK}.")
            if any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in infos):
                raise AwardError(f"{file.name} is packed in a way that no desk packs: {ASK}.")
            return {one.filename: _read(packed, one) for one in infos}
    # Damaged, encrypted, cut off, or not as large as it says: each ends in another error.
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise AwardError(f"{file.name} is no file of a desk, or is damaged: {ASK}.") from None


def _read(packed: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """A file of the archive, little by little: what it says of its size need not be true."""
    parts, left = [], one.file_size
    with packed.open(one) as stream:
        while part := stream.read(1 << 16):
            left -= len(part)
            if left < 0:
                raise ValueError("it is larger than it says")
            parts.append(part)
    return b"".join(parts)


def _manifest(context: Context, content: bytes, file: Path) -> dict[str, Any]:
    try:
        manifest: Any = json.loads(content)
        version, base = manifest["version"], manifest["base"]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise AwardError(f"{file.name} is no file of a desk ({MANIFEST} cannot be read): {ASK}.") from None
    if version != VERSION:
        raise AwardError(
            f"{file.name} is of another edition of the desk: run 'lapel upgrade' and publish, then try again."
        )
    if base != context.addresses.base:
        shown = str(base)[:200]
        raise AwardError(f"{file.name} is of the network at {shown!r}, and this one is at {context.addresses.base}.")
    return dict(manifest)


def _files(context: Context, file: Path, entries: dict[str, bytes], found: Received) -> Iterator[tuple[str, bytes]]:
    """The new text of each file of the repository."""
    root = context.catalogue.awards
    problems: list[Problem] = []
    if sum(content.count(b"\n") for content in entries.values()) > MAX_ROWS:
        raise AwardError(f"{file.name} has more than {MAX_ROWS} lines, and a desk writes no more: {ASK}.")
    check = _Check(context, found, problems, _replacements(entries))
    made: dict[str, bytes] = {}
    lists: dict[tuple[str, int], bytes] = {}
    reasons: dict[str, bytes] = {}
    said: dict[str, bytes] = {}
    for path, content in sorted(entries.items()):
        shown = f"{file.name}/{path[:200]}"
        if listed := _LIST.fullmatch(path):
            lists[listed[1], int(listed[2])] = content
        elif withdrawn := _REASONS.fullmatch(path):
            reasons[withdrawn[1]] = content
        elif spoken := _ENDORSEMENTS.fullmatch(path):
            said[spoken[1]] = content
        elif awarded := _AWARDS.fullmatch(path):
            if new := list(check(path, awarded[1], content, shown)):
                before = (root / path).read_bytes() if (root / path).exists() else b""
                made[path] = before + b"".join(line + b"\n" for line in new)
        else:
            problems.append(Problem(shown, 1, f"is no file that a desk writes: {ASK}", "award-invalid"))
    listing = ListsCheck(context, check.awards, set(found.awards), file.name)
    # A list that is new here is kept for the awards in it; without any it says nothing.
    used = {one for one in lists if (root / status_file(*one)).exists() or _address(context, one) in check.lists}
    changes = dict(listing.files({one: lists[one] for one in sorted(used)}, reasons))
    here = {list_address(root, context.addresses, issuer, number) for issuer, number, _ in status_lists(root)}
    for address in check.lists - here - {_address(context, one) for one in used}:
        text = f"has awards in the list {address}, which is neither here nor in it: {ASK}"
        problems.append(Problem(file.name, 1, text, "list-missing"))
    speaking = EndorsementsCheck(context, check.awards, problems)
    spoken_files = {endorsements_file(one): speaking(one, content, file.name) for one, content in said.items()}
    if problems or listing.problems:
        raise CatalogueError([*problems, *listing.problems])
    found.changed, found.endorsed, found.said = listing.changed, speaking.new, [*check.words.said, *listing.said]
    found.lists = sum(_LIST.fullmatch(path) is not None for path in changes)
    yield from changes.items()
    yield from made.items()
    yield from ((path, text) for path, text in spoken_files.items() if path in speaking.grown)


def _address(context: Context, one: tuple[str, int]) -> str:
    return context.addresses(paths.status_list(*one))


def _replacements(entries: dict[str, bytes]) -> set[str]:
    """The awards that stand in the place of others: they may be of a badge that is retired."""
    found = set()
    for path, content in entries.items():
        for row in content.split(b"\n") if _REASONS.fullmatch(path) else ():
            try:
                entry = read_entry(row)
            except (ValueError, TypeError, KeyError, RecursionError):
                continue  # told where the lines are looked at
            if isinstance(entry, Revocation) and entry.replacement:
                found.add(entry.replacement)
    return found


class _Check:
    """Looks at lines of awards one after another, and knows those that are here."""

    def __init__(self, context: Context, found: Received, problems: list[Problem], again: set[str]) -> None:
        self._context, self._found, self._problems, self._again = context, found, problems, again
        self._line = LineCheck(context.catalogue, context.addresses)
        self._organisations = organisations_by_did(context.catalogue, context.addresses)
        self.words = SignedWords(context)
        self._lines: dict[str, bytes] = {}
        self.awards: dict[str, StoredAward] = {}
        self._places: dict[tuple[str, int], str] = {}
        self.lists: set[str] = set()
        for award in all_stored(context.catalogue.awards):
            self._lines[award.id] = award.raw
            self.awards[award.id] = award
            self._places[award.status] = award.id
        for one, _, address in places(context.catalogue.awards, context.addresses):
            self._places[(address, one.index)] = one.award
            self._lines[one.award] = b""

    def __call__(self, path: str, badge: str, content: bytes, shown: str) -> Iterator[bytes]:
        """The lines that are new and good."""
        if content and not content.endswith(b"\n"):
            self._problems.append(Problem(shown, content.count(b"\n") + 1, f"was cut off: {ASK}", "award-invalid"))
        if content.count(b"\n") > MAX_LINES:
            text = f"has more than {MAX_LINES} lines, and a desk signs no more at once: {ASK}"
            self._problems.append(Problem(shown, MAX_LINES, text, "award-invalid"))
            return
        for number, raw in enumerate(content.split(b"\n")[:-1], 1):
            if len(self._problems) >= MAX_PROBLEMS:
                return  # nobody reads on
            if len(raw) > MAX_LINE:
                text = f"is longer than {MAX_LINE // 1024} KiB, and no award is: {ASK}"
                self._problems.append(Problem(shown, number, text, "award-invalid"))
                continue
            line = Line(path, number, badge, raw)
            known = self._line(line)
            award = read_line(line)
            if not isinstance(known, Known) or not isinstance(award, StoredAward):
                text = str(known).removesuffix(MEND) + ASK
                self._problems.append(Problem(shown, number, text, "award-invalid"))
            elif known.id in self._lines:
                # The same, or as it was before it got another place.
                if self._lines[known.id] == raw or self._places.get((known.address, known.bit), known.id) != known.id:
                    self._found.known += 1
                else:
                    text = f"has the id of another award, or of one that was forgotten: {ASK}"
                    self._problems.append(Problem(shown, number, text, "award-twice"))
            elif fault := self._fault(award):
                self._problems.append(Problem(shown, number, fault, "award-invalid"))
            elif (known.address, known.bit) in self._places:
                self._found.again.append(award)
            else:
                self._lines[known.id] = raw
                self._places[(known.address, known.bit)] = known.id
                self.lists.add(known.address)
                self.awards[known.id] = award
                self._found.awards.append(known.id)
                yield raw

    def _fault(self, award: StoredAward) -> str | None:
        """What is wrong with an award that is new today."""
        issuer = self._organisations[award.issuer]
        badge = self._context.catalogue.badges[award.badge]
        today = datetime.now(UTC).date()
        name = str(award.document["proof"]["verificationMethod"]).partition("#")[2]
        key = next(key for key in issuer.verificationMethod if key.id == name)
        if award.document["awardedDate" if "awardedDate" in award.document else "validFrom"][:10] > str(today):
            return "was done on a day that is still to come: an award says what has been done"
        if award.document["validFrom"] != award.document["proof"]["created"]:
            return f"says another moment than that of its signature: {ASK}"
        if award.id not in self._again and (odd := self.words(award, issuer)):
            return f"{odd}: {ASK}"
        if award.document["credentialSubject"]["achievement"]["name"] != badge.name and award.id not in self._again:
            said = str(award.document["credentialSubject"]["achievement"]["name"])[:80]
            return f"is called '{said}', and the badge is called '{badge.name}': {ASK}"
        if award.document["issuer"]["id"] != self._context.addresses.did(issuer.slug):
            return f"was signed for an address where the site was before: {ASK}"
        if reason := why_not_in_force(key, today):
            return f"was signed with the key '{key.id}', {reason}: it has to be signed with one that is in force"
        if issuer.left or self._context.catalogue.network.closed:
            return f"was awarded by '{issuer.slug}', which gives no more badges"
        if badge.status is not Status.ACTIVE and award.id not in self._again:
            return f"is an award of '{badge.slug}', which is {badge.status.value}: only an active badge can be awarded"
        return None
