"""Ending a call under way reaches a connection that is sealed, too."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from onetool_desktop.sync import errors
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.transport import HttpCloud
from tests.sync.hostile import read_request, serving


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate for 127.0.0.1 with its key, trusted by this process."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    day = dt.timedelta(days=1)
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), now - day, now + day
        )
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.fixture
def sealed(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[HttpCloud, threading.Event]]:
    """A cloud behind TLS that took the request and says nothing."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    taken = threading.Event()

    def read(connection: socket.socket) -> bytes:
        with context.wrap_socket(connection, server_side=True) as wrapped:
            read_request(wrapped)
            taken.set()
            wrapped.recv(1)
        return b""

    monkeypatch.setattr("tests.sync.hostile.read_request", read)
    with serving(lambda _: None) as base:
        cloud = HttpCloud(base.replace("http:", "https:"))
        yield cloud, taken
        cloud.close()


def test_a_sealed_call_under_way_is_ended_by_abort_at_once(sealed: tuple[HttpCloud, threading.Event]) -> None:
    cloud, taken = sealed
    took: list[float] = []

    def call() -> None:
        began = time.monotonic()
        with pytest.raises(errors.UnreachableError):
            cloud.call(Call("query", "sync:head", {}))
        took.append(time.monotonic() - began)

    thread = threading.Thread(target=call)
    thread.start()
    assert taken.wait(5)
    cloud.abort()
    thread.join(10)
    assert took
    assert took[0] < 3
