"""The network that can be cut: bytes pass, a cut breaks and refuses, the same port listens again."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from onetool_desktop.proof.children import Network


@pytest.fixture
def far_end() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)
        yield listener


@contextmanager
def network_to(far_end: socket.socket) -> Iterator[Network]:
    network = Network(port=far_end.getsockname()[1], cables=("office", "field"))
    try:
        yield network
    finally:
        network.close()


def connect(network: Network, cable: str) -> socket.socket:
    port = int(network.urls[cable].rpartition(":")[2])
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def test_bytes_pass_both_ways_unchanged(far_end: socket.socket) -> None:
    sent = bytes(range(256)) * 1_000
    with network_to(far_end) as network, connect(network, "office") as near:
        there, _ = far_end.accept()
        with there:
            near.sendall(sent)
            near.shutdown(socket.SHUT_WR)
            assert b"".join(iter(lambda: there.recv(65_536), b"")) == sent
            there.sendall(b"back")
            assert near.recv(4) == b"back"


def test_a_cut_breaks_what_is_open_and_refuses_what_is_new(far_end: socket.socket) -> None:
    with network_to(far_end) as network, connect(network, "office") as near:
        there, _ = far_end.accept()
        with there:
            network.cut("office")
            assert ended(near)
        with pytest.raises(ConnectionRefusedError):
            connect(network, "office")


def test_the_other_cable_is_not_cut(far_end: socket.socket) -> None:
    with network_to(far_end) as network:
        network.cut("office")
        with connect(network, "field") as near:
            there, _ = far_end.accept()
            with there:
                near.sendall(b"x")
                assert there.recv(1) == b"x"


def test_a_cable_put_back_is_the_same_address(far_end: socket.socket) -> None:
    with network_to(far_end) as network:
        network.cut()
        network.join()
        with connect(network, "office") as near:
            there, _ = far_end.accept()
            with there:
                near.sendall(b"again")
                assert there.recv(5) == b"again"


def ended(near: socket.socket) -> bool:
    try:
        return near.recv(1) == b""
    except ConnectionResetError:
        return True
