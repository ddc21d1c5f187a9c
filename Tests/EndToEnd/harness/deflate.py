"""permessage-deflate (RFC 7692) by Python's zlib, independent of the program under test."""

import zlib
from collections.abc import Iterator

from . import frames
from .frames import TEXT, Frame
from .peer import Head, Peer

TAIL = b"\x00\x00\xff\xff"


class Deflate:
    """A server's half, with what its `answer` says: `permessage-deflate; server_max_window_bits=10` …"""

    def __init__(self, answer: str = "permessage-deflate"):
        self.answer = answer
        name, *words = [each.strip() for each in answer.split(";")]
        assert name == "permessage-deflate"
        parameters = dict((each + "=").split("=")[:2] for each in words)
        self.bits = int(parameters.get("server_max_window_bits", 15))
        self.client_bits = int(parameters.get("client_max_window_bits", 15))
        self.forgets = "server_no_context_takeover" in parameters
        self.client_forgets = "client_no_context_takeover" in parameters
        self._compressor = self._decompressor = None

    def websocket(self, peer: Peer, then: bytes = b"") -> Head:
        """Takes a handshake and agrees to compression."""
        peer.reserved = 4
        return peer.websocket(f"Sec-WebSocket-Extensions: {self.answer}", then=then)

    def compress(self, data: bytes, flush: int = zlib.Z_SYNC_FLUSH) -> bytes:
        """The payload of a message."""
        if self._compressor is None or self.forgets:
            # zlib has no window of 256 bytes for raw DEFLATE; of one of 512 it uses 250.
            self._compressor = zlib.compressobj(wbits=-max(self.bits, 9))
        payload = self._compressor.compress(data) + self._compressor.flush(flush)
        return payload.removesuffix(TAIL) if flush == zlib.Z_SYNC_FLUSH else payload

    def frame(self, message: str | bytes, opcode: int = TEXT) -> bytes:
        """A whole message in a frame."""
        data = message.encode() if isinstance(message, str) else message
        return frames.encode(opcode, self.compress(data), reserved=4)

    def pieces(self, payload: bytes) -> Iterator[bytes]:
        """What a message's payload holds, in pieces of a few bytes, so that zlib has no more than the window to look
        back into and says so where that does not do."""
        assert not payload.endswith(TAIL), "RFC 7692 7.2.1: Remove 4 octets from the tail end"
        if self._decompressor is None or self.client_forgets:
            self._decompressor = zlib.decompressobj(-self.client_bits)
        rest, piece = payload + TAIL, b""
        while rest or piece:
            piece = self._decompressor.decompress(rest, 16)
            rest = self._decompressor.unconsumed_tail
            yield piece
        assert not self._decompressor.eof, "a block has its BFINAL bit set"

    def decompress(self, message: Frame) -> bytes:
        """What a message of the client's holds."""
        return b"".join(self.pieces(message.payload)) if message.reserved else message.payload
