"""Private keys: PKCS#8 PEM under a passphrase, outside every git work tree."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from ..model.problem import LapelError


class KeyFileError(LapelError):
    """A private key cannot be used; the text says why and how to mend it."""


def key_folder() -> Path:
    """``LAPEL_KEYS``, or the folder for settings of this user."""
    given = os.environ.get("LAPEL_KEYS")
    if given:
        return Path(given).expanduser().resolve()
    base = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return (Path(base).expanduser() / "lapel" / "keys").resolve()


def key_file(organisation: str, name: str) -> Path:
    return key_folder() / organisation / f"{name}.pem"


def refuse_work_tree(folder: Path) -> None:
    """Raises when ``folder`` is inside a git work tree: what is there is one command away from being published."""
    for parent in (folder, *folder.parents):
        if (parent / ".git").exists():
            raise KeyFileError(f"{folder} is inside the git work tree {parent}: set LAPEL_KEYS to a folder outside it")


def save_key(key: Ed25519PrivateKey, file: Path, passphrase: str) -> None:
    """Writes the key, readable by this user alone. Never over another key."""
    if len(passphrase) < 12:
        raise KeyFileError("the passphrase has fewer than 12 characters: take a longer one, such as four words")
    refuse_work_tree(file.parent)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(pem)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(temporary, file)  # unlike a rename, this never replaces a key that is there
    except FileExistsError:
        raise KeyFileError(f"{file} is there already: a key is never replaced") from None
    except OSError as error:
        mend = "check the folder and the space on the disk"
        raise KeyFileError(f"{file} cannot be written ({error.strerror}): {mend}") from error
    finally:
        temporary.unlink(missing_ok=True)


def load_key(file: Path, passphrase: str) -> Ed25519PrivateKey:
    """Reads a key back. Raises when others could read it, when the passphrase is wrong, when it is no such key."""
    try:
        mode = file.stat().st_mode
        pem = file.read_bytes()
    except OSError as error:
        mend = "set LAPEL_KEYS to the folder of your keys, or make a key with 'lapel keys new'"
        raise KeyFileError(f"{file} cannot be read ({error.strerror}): {mend}") from None
    # Windows keeps the rights elsewhere, and shows the same for every file.
    if os.name != "nt" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileError(f"{file} can be read by other users of this computer: run 'chmod 600 {file}'")
    try:
        key = load_pem_private_key(pem, passphrase.encode())
    except (ValueError, TypeError):
        mend = "try again, or see 'lapel explain' if it is lost"
        raise KeyFileError(f"{file} does not open with this passphrase: {mend}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{file} is not an Ed25519 key: make one with 'lapel keys new'")
    return key
