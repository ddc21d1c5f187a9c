"""Just enough of HTTP/2 (RFC 9113), by hand, for a server that breaks off."""

import ssl
import struct
from dataclasses import dataclass

from .peer import Peer

DATA, HEADERS, RST_STREAM, SETTINGS, PING = 0, 1, 3, 4, 6
ACK = END_STREAM = 0x1
END_HEADERS = 0x4
INTERNAL_ERROR = 2
STATUS_200 = b"\x88"  # RFC 7541 appendix A: entry 8 of the static table
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


@dataclass(frozen=True)
class Frame:
    kind: int
    flags: int
    stream: int
    payload: bytes


def encode(kind: int, stream: int = 0, payload: bytes = b"", flags: int = 0) -> bytes:
    return struct.pack("!I", len(payload))[1:] + struct.pack("!BBI", kind, flags, stream) + payload


def parse(data: bytes) -> list[Frame]:
    """The whole frames in `data`."""
    found = []
    while len(data) >= 9 and len(data) >= 9 + (length := int.from_bytes(data[:3], "big")):
        found.append(Frame(*struct.unpack("!BBI", data[3:9]), data[9 : 9 + length]))
        data = data[9 + length :]
    return found


def frame(peer: Peer) -> Frame:
    """The next frame of the client's."""
    head = peer.take(9)
    return parse(head + peer.take(int.from_bytes(head[:3], "big")))[0]


def take_request(peer: Peer, context: ssl.SSLContext) -> int:
    """TLS, both prefaces, and the stream of the first request, which has no body."""
    context.set_alpn_protocols(["h2"])
    peer.connection = context.wrap_socket(peer.connection, server_side=True)
    assert peer.take(len(PREFACE)) == PREFACE
    peer.send(encode(SETTINGS))
    while (each := frame(peer)).kind != HEADERS:
        pass
    assert each.flags & END_HEADERS and each.flags & END_STREAM
    return each.stream


def await_ping(peer: Peer) -> None:
    """Returns when the client has taken all that was sent so far."""
    peer.send(encode(PING, payload=b"all read"))
    while (each := frame(peer)).kind != PING:
        pass
    assert each.flags & ACK
