"""WebSocket frames and the accept value, straight from RFC 6455, independent of the program under test."""

import base64
import hashlib
import os
import struct
from dataclasses import dataclass

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


@dataclass(frozen=True)
class Frame:
    opcode: int
    payload: bytes
    fin: bool = True
    reserved: int = 0
    masked: bool = False

    @property
    def code(self) -> int | None:
        """The code of a Close frame; None for an empty one."""
        return struct.unpack("!H", self.payload[:2])[0] if self.payload else None

    @property
    def reason(self) -> str:
        return self.payload[2:].decode()


def accept_value(key: str) -> str:
    digest = hashlib.sha1(key.encode() + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()
    return base64.b64encode(digest).decode()


def header(opcode: int, length: int, fin: bool = True, reserved: int = 0, mask: bool = False) -> bytes:
    first = (0x80 if fin else 0) | reserved << 4 | opcode
    bit = 0x80 if mask else 0
    if length < 126:
        return struct.pack("!BB", first, bit | length)
    if length < 65536:
        return struct.pack("!BBH", first, bit | 126, length)
    return struct.pack("!BBQ", first, bit | 127, length)


def encode(opcode: int, payload: bytes = b"", fin: bool = True, reserved: int = 0, mask: bool = False) -> bytes:
    head = header(opcode, len(payload), fin, reserved, mask)
    if not mask:
        return head + payload
    key = os.urandom(4)
    return head + key + xor(payload, key)


def text(message: str | bytes, **more) -> bytes:
    return encode(TEXT, message.encode() if isinstance(message, str) else message, **more)


def close(code: int | None = None, reason: str | bytes = b"") -> bytes:
    reason = reason.encode() if isinstance(reason, str) else reason
    return encode(CLOSE, b"" if code is None else struct.pack("!H", code) + reason)


def xor(payload: bytes, key: bytes) -> bytes:
    """One big integer is the fastest way that Python has: 64 MiB in a fifth of a second."""
    count = len(payload)
    pattern = (key * (count // 4 + 1))[:count]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(pattern, "little")).to_bytes(count, "little")


def parse_header(data: bytes) -> tuple[int, int, bytes, Frame] | None:
    """(size of the head, length of the payload, masking key, empty frame), or None when more bytes are needed."""
    if len(data) < 2:
        return None
    short = data[1] & 0x7F
    extended = {126: 2, 127: 8}.get(short, 0)
    masked = bool(data[1] & 0x80)
    size = 2 + extended + (4 if masked else 0)
    if len(data) < size:
        return None
    length = int.from_bytes(data[2 : 2 + extended], "big") if extended else short
    assert extended != 2 or length > 125, "RFC 6455 5.2: the minimal number of bytes MUST be used"
    assert extended != 8 or length > 65535, "RFC 6455 5.2: the minimal number of bytes MUST be used"
    blank = Frame(data[0] & 0x0F, b"", bool(data[0] & 0x80), data[0] >> 4 & 7, masked)
    return size, length, data[size - 4 : size] if masked else b"", blank
