"""Where a site can be put: a folder, or a bucket of an object store that speaks S3."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ..files import write_whole
from ..hosting.headers import group_of, media_type
from ..model.problem import LapelError

FOLDER_ONLY = (".nojekyll", "_headers", "_redirects", "CNAME")
"""Files for hosts that read a folder."""
STATE = ".lapel-published"
"""Says that a place holds a site, and with which headers everything was put. Its name is that of no file of a site."""
NOT_NAMES = re.compile(r"(?:^|/)\.\.?(?:/|$)|[\x00-\x1f\\]")


class StoreError(LapelError):
    """The store cannot be used; the text says why and how to mend it."""


class Store(Protocol):
    """Paths are relative to the place of the site. Each call is whole or raises :class:`StoreError`."""

    shown: str
    takes_all: bool
    """Whether it is a folder that a host of plain files reads."""

    def listed(self, without: str = "") -> Mapping[str, str]:
        """Every file, but those whose paths begin with ``without``, with the MD5 of its content in hexadecimal digits,
        or an empty text where that is not known."""

    def names(self, prefix: str = "") -> Iterator[str]:
        """The paths that begin with ``prefix``; nothing is read."""

    def get(self, path: str) -> bytes | None:
        """The content of a file; None when there is none."""

    def put(self, path: str, content: bytes) -> None: ...

    def remove(self, path: str) -> None: ...


def md5(content: bytes) -> str:
    """Object stores show this of what they hold. It protects from nothing, and tells whether something changed."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


class FolderStore:
    """A folder on this computer."""

    takes_all = True

    def __init__(self, folder: Path) -> None:
        self.shown, self._folder = str(folder), folder
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"{folder} is a file: name a folder.")

    def listed(self, without: str = "") -> dict[str, str]:
        found = {}
        for path in self.names():
            if without and path.startswith(without):
                continue
            file = self._folder / path
            if file.is_symlink():  # nothing below a link is named
                raise StoreError(f"{file} is a link to another place: nothing is written through it.")
            try:
                found[path] = md5(file.read_bytes())
            except OSError as error:
                raise StoreError(f"{file} cannot be read ({error.strerror}).") from None
        return found

    def names(self, prefix: str = "") -> Iterator[str]:
        start = self._folder / prefix if prefix.endswith("/") else self._folder
        for place, folders, files in os.walk(start):
            folders.sort()
            here = Path(place).relative_to(self._folder).as_posix()
            links = [name for name in folders if Path(place, name).is_symlink()]
            # What begins with a dot is somebody else's, such as .git; of ours, only a few files do.
            folders[:] = [name for name in folders if not name.startswith(".") and name not in links]
            for name in sorted([*files, *links]):
                path = name if here == "." else f"{here}/{name}"
                is_ours = not name.startswith(".") or name == STATE or path in FOLDER_ONLY
                if is_ours and path.startswith(prefix):
                    yield path

    def get(self, path: str) -> bytes | None:
        try:
            return (self._folder / path).read_bytes()
        except OSError:
            return None

    def put(self, path: str, content: bytes) -> None:
        place = self._folder / path
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, content)
        except OSError as error:
            raise StoreError(f"{place} cannot be written ({error.strerror}).") from None

    def remove(self, path: str) -> None:
        place = self._folder / path
        try:
            place.unlink(missing_ok=True)
            for folder in place.relative_to(self._folder).parents:
                if folder != Path() and not any((self._folder / folder).iterdir()):
                    (self._folder / folder).rmdir()
        except OSError as error:
            raise StoreError(f"{place} cannot be taken away ({error.strerror}).") from None


@dataclass(frozen=True)
class Bucket:
    """``prefix`` is empty or ends in ``/``."""

    name: str
    prefix: str


class ObjectStore:
    """A bucket, through boto3: its keys, region and endpoint come from where boto3 finds them (``AWS_…``)."""

    takes_all = False

    def __init__(self, bucket: Bucket, client: Any) -> None:
        self.shown, self._bucket, self._client = f"s3://{bucket.name}/{bucket.prefix}", bucket, client

    def listed(self, without: str = "") -> dict[str, str]:
        return {path: tag for path, tag in self._rows("") if not (without and path.startswith(without))}

    def names(self, prefix: str = "") -> Iterator[str]:
        yield from (path for path, _ in self._rows(prefix))

    def _rows(self, prefix: str) -> Iterator[tuple[str, str]]:
        with self._said():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket.name, Prefix=self._bucket.prefix + prefix):
                for row in page.get("Contents", []):
                    tag = str(row.get("ETag", "")).strip('"')
                    # Of what was put in parts or under some keys, the tag says nothing.
                    known = tag if re.fullmatch("[0-9a-f]{32}", tag) else ""
                    yield str(row["Key"])[len(self._bucket.prefix) :], known

    def get(self, path: str) -> bytes | None:
        from botocore.exceptions import ClientError

        with self._said():
            try:
                answer = self._client.get_object(Bucket=self._bucket.name, Key=self._bucket.prefix + path)
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") in ("NoSuchKey", "404"):
                    return None
                raise
            return bytes(answer["Body"].read())

    def put(self, path: str, content: bytes) -> None:
        with self._said():
            self._client.put_object(
                Bucket=self._bucket.name,
                Key=self._bucket.prefix + path,
                Body=content,
                ContentType=media_type(path),
                CacheControl=group_of(path).cache,
            )

    def remove(self, path: str) -> None:
        with self._said():
            self._client.delete_object(Bucket=self._bucket.name, Key=self._bucket.prefix + path)

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Faults of the library as a sentence."""
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

        try:
            yield
        except (NoCredentialsError, PartialCredentialsError):
            raise StoreError(
                "There are no keys for the store: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile."
            ) from None
        except ClientError as error:
            raise StoreError(self._sentence(str(error.response.get("Error", {}).get("Code", "")))) from None
        except (BotoCoreError, OSError) as error:
            raise StoreError(f"The store does not answer ({str(error)[:160]}).") from None

    def _sentence(self, code: str) -> str:
        name = self._bucket.name
        if code in ("NoSuchBucket", "404"):
            return f"There is no bucket '{name}': make it, or mend its name."
        if code in ("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken"):
            return f"The store does not take these keys ({code}): look at AWS_ACCESS_KEY_ID and its secret."
        if code in ("AccessDenied", "403"):
            return f"These keys may not write to the bucket '{name}': they need to list, put and delete objects."
        return f"The store says '{code[:60]}' for the bucket '{name}'."


def open_store(target: str) -> Store:
    """The store that ``target`` names: ``s3://bucket/prefix``, or a folder. Raises :class:`StoreError`."""
    if not target.startswith("s3://"):
        if "://" in target:
            raise StoreError(
                f"'{target[:80]}' is no place that can be written to: name s3://bucket/prefix, or a folder."
            )
        return FolderStore(Path(target).resolve())
    name, _, prefix = target.removeprefix("s3://").partition("/")
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", name) or NOT_NAMES.search(prefix):
        raise StoreError(f"'{target[:80]}' names no bucket: write it like s3://my-bucket/badges.")
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ImportError:
        raise StoreError("An object store needs one more package: python -m pip install 'lapel[s3]'") from None
    retries = {"max_attempts": 6, "mode": "standard"}
    try:
        client = boto3.client("s3", config=Config(retries=retries, max_pool_connections=32))
    except (BotoCoreError, ValueError) as error:
        raise StoreError(f"The settings of the store cannot be used ({str(error)[:160]}).") from None
    return ObjectStore(Bucket(name, f"{prefix.strip('/')}/" if prefix.strip("/") else ""), client)
