"""A server that reads the first message of a TLS client, its ClientHello, and leaves."""

import struct

from .peer import Gone, Peer
from .scripted import Scripted

# What is random, or padding for it: only that it is there is compared.
UNSTEADY = {21, 35, 41, 51}


class Hello(Scripted):
    """`take()` hands over (and forgets) what the clients so far have said of themselves."""

    def __init__(self) -> None:
        self.said: list[tuple] = []
        super().__init__(self._listen, repeat=True)

    def take(self) -> list[tuple]:
        taken, self.said = self.said, []
        return taken

    def _listen(self, peer: Peer) -> None:
        try:
            kind, _, size = struct.unpack("!BHH", peer.take(5))
            assert kind == 22
            self.said.append(parsed(peer.take(size)))
        except Gone:
            pass


def parsed(message: bytes) -> tuple:
    """RFC 8446 4.1.2: the version, the cipher suites, and each extension with its body."""
    assert message[0] == 1
    version, rest = message[4:6], message[38:]
    rest = rest[1 + rest[0] :]
    size = int.from_bytes(rest[:2])
    ciphers, rest = rest[2 : 2 + size], rest[2 + size :]
    rest = rest[1 + rest[0] :]
    rest = rest[2:]
    extensions = []
    while rest:
        kind, size = struct.unpack("!HH", rest[:4])
        extensions.append((kind, b"" if kind in UNSTEADY else rest[4 : 4 + size]))
        rest = rest[4 + size :]
    return version, ciphers, tuple(extensions)
