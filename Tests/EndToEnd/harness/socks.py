"""A SOCKS proxy (4, 4a, 5) that keeps what it was asked, and carries bytes to a port of this machine."""

import socket
import struct

from .carrying import carry
from .peer import Gone, Peer
from .scripted import Scripted


class Socks(Scripted):
    """`login` is a user name and a password that SOCKS5 insists on. `take()` hands over (and forgets) what was asked."""

    def __init__(self, login: tuple[bytes, bytes] | None = None):
        self.login = login
        self.asked: list[tuple] = []
        super().__init__(self._talk, repeat=True)

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def take(self) -> list[tuple]:
        taken, self.asked = self.asked, []
        return taken

    def _talk(self, peer: Peer) -> None:
        try:
            port = self._four(peer) if peer.take(1) == b"\4" else self._five(peer)
            if port:
                carry(peer, port)
        except (Gone, ConnectionError):
            pass

    def _four(self, peer: Peer) -> int:
        command, port, address = struct.unpack("!BH4s", peer.take(7))
        user = peer.until(b"\0")[:-1]
        # SOCKS4a: "the DSTIP to 0.0.0.x with nonzero x".
        name = peer.until(b"\0")[:-1] if address[:3] == b"\0\0\0" else None
        self.asked.append((4, command, name or socket.inet_ntoa(address), port, user))
        peer.send(b"\0\x5a" + bytes(6))
        return port

    def _five(self, peer: Peer) -> int | None:
        methods = peer.take(peer.take(1)[0])
        self.asked.append((5, methods))
        method = 2 if self.login else 0
        if method not in methods:
            peer.send(b"\5\xff")
            return None
        peer.send(bytes([5, method]))
        if self.login:
            assert peer.take(1) == b"\1"
            given = tuple(peer.take(peer.take(1)[0]) for _ in range(2))
            self.asked.append(given)
            peer.send(b"\1\0" if given == self.login else b"\1\1")
            if given != self.login:
                return None
        version, command, reserved, kind = peer.take(4)
        assert (version, reserved) == (5, 0)
        host = peer.take({1: 4, 3: 0, 4: 16}[kind] or peer.take(1)[0])
        port = int.from_bytes(peer.take(2))
        self.asked.append((command, kind, host, port))
        peer.send(b"\5\0\0\1" + bytes(6))
        return port
