"""Real web servers for tests: Debian's nginx, Caddy and Apache, with a certificate of their own, on a free port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.building import ROOT

UNPACKED = ROOT / ".peers/servers/usr"
HOST = "badges.example.org"
NGINX = """\
{user}worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{
    include {mime}; access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;
    fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{
        listen 127.0.0.1:{port} ssl; ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
        {inside}
    }}
}}
"""
CADDY = """\
{{
    admin off
    auto_https off
    default_bind 127.0.0.1
}}
https://{host}:{port} {{
    tls {folder}/cert.pem {folder}/key.pem
    {inside}
}}
"""
APACHE = """\
ServerName {host}
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/error.log
{modules}
TypesConfig {mime}
SSLSessionCache none
<VirtualHost *:{port}>
    SSLEngine on
    SSLCertificateFile {folder}/cert.pem
    SSLCertificateKeyFile {folder}/key.pem
    {inside}
</VirtualHost>
"""
MODULES = "mpm_event authz_core unixd mime dir alias headers ssl socache_shmcb"
BARE = {
    "nginx": 'location /net/ {{ alias "{site}/"; }}',
    "caddy": 'handle_path /net/* {{\n root * "{site}"\n file_server\n }}',
    "apache": 'Alias /net/ "{site}/"\n<Directory "{site}">\nRequire all granted\n</Directory>',
}
"""How one serves a folder who knows nothing of what it needs."""


def binary(name: str) -> str:
    """The path of a server that starts; the test is left out where there is none."""
    known = {"nginx": "sbin/nginx", "caddy": "bin/caddy", "apache": "sbin/apache2"}[name]
    found = str(UNPACKED / known) if (UNPACKED / known).is_file() else shutil.which(Path(known).name)
    if found is None or subprocess.run([found, "version" if name == "caddy" else "-v"], capture_output=True).returncode:
        pytest.skip(f"there is no {name} here: 'make test' gets it from Debian, or install it")
    return found


def certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(pem)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(name: str, inside: str, folder: Path) -> Iterator[int]:
    """A server with ``inside`` in the block of its host; gives its port."""
    program, port = binary(name), free_port()
    certificate(folder)
    mime = UNPACKED.parent / "etc/nginx/mime.types" if UNPACKED.is_dir() else Path("/etc/nginx/mime.types")
    values = {
        "folder": folder,
        "port": port,
        "inside": inside,
        "host": HOST,
        "mime": mime,
        "user": "user root; " if os.geteuid() == 0 else "",
    }
    env = {**os.environ, "HOME": str(folder), "LD_LIBRARY_PATH": ":".join(map(str, UNPACKED.glob("lib/*-linux-gnu")))}
    config = folder / "config"
    if name == "nginx":
        config.write_text(NGINX.format(**values))
        command = [program, "-p", str(folder), "-c", str(config)]
        check = [*command, "-t", "-q"]
    elif name == "caddy":
        config.write_text(CADDY.format(**values))
        command = [program, "run", "--adapter", "caddyfile", "--config", str(config)]
        check = [program, "validate", "--adapter", "caddyfile", "--config", str(config)]
    else:
        place = UNPACKED / "lib/apache2/modules" if UNPACKED.is_dir() else Path("/usr/lib/apache2/modules")
        known = [one for one in MODULES.split() if (place / f"mod_{one}.so").is_file()]
        (folder / "mime.types").write_text("text/html html\ntext/css css\n")
        values |= {"modules": "\n".join(f"LoadModule {one}_module {place}/mod_{one}.so" for one in known)}
        config.write_text(APACHE.format(**values | {"mime": folder / "mime.types"}))
        command = [program, "-d", str(folder), "-f", str(config), "-DFOREGROUND"]
        check = [program, "-d", str(folder), "-f", str(config), "-t"]
    done = subprocess.run(check, env=env, capture_output=True, text=True)
    assert 0 == done.returncode, done.stderr
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            end = time.monotonic() + 20
            while not _listens(port):
                assert running.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < end
                time.sleep(0.05)
            yield port
        finally:
            running.terminate()
            running.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
