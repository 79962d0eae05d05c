"""The network between devices and cloud, as a process that can be cut: TCP relays on loopback, one for each device.

Promises: bytes pass unchanged and in order; `cut` breaks every connection at once and refuses new ones, as a pulled
cable or a dead router does, and `join` listens again on the same port. Nobody on either side is told.
May not know: what passes through it.

Spoken to by lines of JSON on standard input (`{"do": "cut", "cables": ["office"]}`, `join`, `count`), answered by one
line each on standard output; the first line gives the ports by cable. The end of the input ends the process.

Why: a switch inside the client would prove that a flag works. A relay is outside of every program under proof, so what
they meet is what the system's network stack makes of a cut.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from typing import Any

_CHUNK = 64 * 1024


class Relay:
    """Listens on one port and carries each connection to another."""

    def __init__(self, *, target_port: int, host: str = "127.0.0.1") -> None:
        self._host = host
        self._target = target_port
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.connections = 0
        self.bytes = 0

    async def join(self) -> None:
        """Listen, on the same port as before; nothing to do if it does."""
        if self._server is None:
            self._server = await asyncio.start_server(self._carry, self._host, self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Refuse new connections and break those there are."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for end in list(self._ends):
            end.transport.abort()
        await asyncio.sleep(0)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        self._ends.add(writer)
        self.connections += 1
        try:
            there, back = await asyncio.open_connection(self._host, self._target)
        except OSError:
            writer.transport.abort()
            self._ends.discard(writer)
            return
        self._ends.add(back)
        await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer))
        for end in (writer, back):
            self._ends.discard(end)
            end.close()

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        """One direction, until its sender has no more to say or breaks off."""
        try:
            while chunk := await source.read(_CHUNK):
                self.bytes += len(chunk)
                sink.write(chunk)
                await sink.drain()
            sink.write_eof()
        except OSError:
            sink.transport.abort()


async def _serve(target_port: int, cables: Sequence[str]) -> None:
    relays = {cable: Relay(target_port=target_port) for cable in cables}
    for relay in relays.values():
        await relay.join()
    _say({"ports": {cable: relay.port for cable, relay in relays.items()}})
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        for cable in order.get("cables", cables):
            await _obey(relays[cable], order["do"])
        found = {cable: {"connections": r.connections, "bytes": r.bytes} for cable, r in relays.items()}
        _say({"done": order["do"], "cables": found})
    for relay in relays.values():
        await relay.cut()


async def _obey(relay: Relay, word: str) -> None:
    if word == "cut":
        await relay.cut()
    if word == "join":
        await relay.join()


def _say(value: dict[str, Any]) -> None:
    print(json.dumps(value), flush=True)


def main() -> None:
    """Runs the relays to the port given on the command line."""
    parser = argparse.ArgumentParser(description="Network cables that can be cut.")
    parser.add_argument("--to", type=int, required=True, metavar="PORT")
    parser.add_argument("cables", nargs="+", metavar="NAME")
    args = parser.parse_args()
    asyncio.run(_serve(args.to, args.cables))


if __name__ == "__main__":
    main()
