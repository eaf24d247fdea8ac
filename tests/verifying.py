"""Helpers for tests of the verifier: keys, hosts, badges made by others."""

from __future__ import annotations

import base64
import io
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.ob3.credential import Achievement, Issuer, OpenBadgeCredential
from PIL import Image

from tests.commands import lapel


def check(*words: object) -> tuple[int, list[dict[str, Any]]]:
    """The exit code of ``lapel verify --json`` and its answers."""
    done = lapel("verify", "--json", *words)
    assert "" == done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.rstrip("\n").split("\n")]


def vectors() -> Path:
    folder = os.environ.get("LAPEL_VECTORS")
    if not folder:
        pytest.skip("LAPEL_VECTORS names no folder with test vectors")
    return Path(folder)


def pem(key: Any) -> bytes:
    return bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


WEB = "did:web:issuer.example"


def openbadge() -> OpenBadgeCredential:
    return OpenBadgeCredential(
        issuer=Issuer(id=WEB, name="An issuer", url="https://issuer.example/"),
        recipient_id="mailto:ada@example.org",
        achievement=Achievement("https://issuer.example/badges/1", "A badge", "For a test.", "Do it."),
        id="https://issuer.example/awards/1",
        name="A badge",
        issuance_date=datetime.now(UTC) - timedelta(days=1),
    )


def number(value: int, size: int) -> str:
    return base64.urlsafe_b64encode(value.to_bytes(size, "big")).decode().rstrip("=")


def public_jwk(key: Any) -> dict[str, str]:
    public = key.public_key()
    if isinstance(public, ed25519.Ed25519PublicKey):
        return {"kty": "OKP", "crv": "Ed25519", "x": number(int.from_bytes(public.public_bytes_raw(), "big"), 32)}
    numbers = public.public_numbers()
    if isinstance(public, rsa.RSAPublicKey):
        return {"kty": "RSA", "n": number(numbers.n, 256), "e": number(numbers.e, 3)}
    size = (public.curve.key_size + 7) // 8
    return {"kty": "EC", "crv": f"P-{size * 8}", "x": number(numbers.x, size), "y": number(numbers.y, size)}


def did_web(key: Any) -> dict[str, Any]:
    method = {"id": f"{WEB}#k", "type": "JsonWebKey", "controller": WEB, "publicKeyJwk": public_jwk(key)}
    return {".well-known/did.json": {"id": WEB, "verificationMethod": [method], "assertionMethod": [method["id"]]}}


KEYS: dict[str, Any] = {
    "RS256": rsa.generate_private_key(65537, 2048),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "ES384": ec.generate_private_key(ec.SECP384R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
}


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("L", (2, 2)).save(stream, "PNG")
    return stream.getvalue()
