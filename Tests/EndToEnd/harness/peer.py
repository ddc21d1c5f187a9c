"""One connection of the scripted server: what a script may do with it."""

import select
import socket
import struct
import time
from dataclasses import dataclass, replace
from threading import Event

from . import frames
from .frames import CLOSE, PING, PONG, Frame, accept_value


class Gone(Exception):
    """The client went away while the script still expected bytes."""


@dataclass(frozen=True)
class Head:
    """A request head, and the exact bytes that it came in."""

    method: str
    target: str
    version: str
    fields: list[tuple[str, str]]
    raw: bytes

    @classmethod
    def parse(cls, raw: bytes) -> "Head":
        first, *lines = raw.decode("latin-1").split("\r\n")
        method, target, version = first.split(" ")
        fields = [tuple(line.split(":", 1)) for line in lines if line]
        return cls(method, target, version, [(name, value.strip()) for name, value in fields], raw)

    def all(self, name: str) -> list[str]:
        return [value for each, value in self.fields if each.lower() == name.lower()]

    def __getitem__(self, name: str) -> str:
        values = self.all(name)
        assert len(values) == 1, f"{name} is there {len(values)} times in {self.raw!r}"
        return values[0]

    def __contains__(self, name: str) -> bool:
        return bool(self.all(name))

    @property
    def is_handshake(self) -> bool:
        return [value.lower() for value in self.all("Upgrade")] == ["websocket"]


class Peer:
    """Reads and writes exact bytes; `received` keeps every byte of the client's, `heads` every request head."""

    def __init__(self, connection: socket.socket, stopping: Event):
        connection.settimeout(15)
        self.connection = connection
        self.stopping = stopping
        self.is_over = Event()  # its script has ended
        self.received = bytearray()
        self.heads: list[Head] = []
        self.frames: list[Frame] = []
        self.reserved = 0  # the reserved bits that an extension lets the client set
        self._buffer = bytearray()

    # What comes in

    def _fill(self, size: int = 65536) -> bool:
        try:
            data = self.connection.recv(size)
        except ConnectionError:
            data = b""
        self.received += data
        self._buffer += data
        return bool(data)

    def take(self, count: int) -> bytes:
        """Exactly `count` bytes."""
        while len(self._buffer) < count:
            if not self._fill(max(65536, min(count - len(self._buffer), 1 << 22))):
                raise Gone(f"expected {count} bytes, the client left after {bytes(self._buffer[:200])!r}")
        data = bytes(self._buffer[:count])
        del self._buffer[:count]
        return data

    def until(self, mark: bytes) -> bytes:
        while mark not in self._buffer:
            if not self._fill():
                raise Gone(f"expected {mark!r}, the client left after {bytes(self._buffer[-200:])!r}")
        return self.take(self._buffer.index(mark) + len(mark))

    def begins(self, mark: bytes) -> bool:
        """What comes next does."""
        return (bool(self._buffer) or self._fill()) and self._buffer.startswith(mark)

    def head(self) -> Head:
        """The next request head; `body` reads what follows it."""
        self.heads.append(Head.parse(self.until(b"\r\n\r\n")))
        return self.heads[-1]

    def body(self, head: Head) -> bytes:
        if "Transfer-Encoding" in head:
            return self._chunked()
        return self.take(int(head["Content-Length"])) if "Content-Length" in head else b""

    def _chunked(self) -> bytes:
        body = b""
        while size := int(self.until(b"\r\n"), 16):
            body += self.take(size)
            self.until(b"\r\n")
        self.until(b"\r\n")
        return body

    def frame(self) -> Frame:
        """The next frame of the client's, unmasked. RFC 6455 5.1: a client MUST mask every frame."""
        while (parsed := frames.parse_header(self._buffer)) is None:
            if not self._fill():
                raise Gone(f"expected a frame, the client left after {bytes(self._buffer)!r}")
        size, length, key, blank = parsed
        assert blank.masked and not blank.reserved & ~self.reserved, f"not a frame of a client: {blank}"
        self.take(size)
        frame = replace(blank, payload=frames.xor(self.take(length), key))
        self.frames.append(frame)
        return frame

    def message(self) -> Frame:
        """The next whole message, or the next Close frame; pings are answered, pongs skipped."""
        parts: list[Frame] = []
        while True:
            frame = self.frame()
            if frame.opcode == PING:
                self.send(frames.encode(PONG, frame.payload))
            elif frame.opcode == CLOSE:
                assert not parts, "a Close inside a message"
                return frame
            elif frame.opcode != PONG:
                assert (frame.opcode == 0) == bool(parts), "a continuation without a start, or a start inside a message"
                parts.append(frame)
                if frame.fin:
                    return replace(parts[0], payload=b"".join(part.payload for part in parts), fin=True)

    def is_spoken_to(self) -> bool:
        """Whether something of the client's waits to be read, its end included."""
        return bool(self._buffer or select.select([self.connection], [], [], 0)[0])

    def rest(self) -> bytes:
        """Everything until the client closes; a server that is mute."""
        while self._fill():
            pass
        data, self._buffer = bytes(self._buffer), bytearray()
        return data

    def quiet(self, seconds: float) -> bytes:
        """What the client says within `seconds`, which ought to be nothing; ends early when it leaves."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.connection.settimeout(left)
            try:
                if not self._fill():
                    break
            except TimeoutError:
                break
        self.connection.settimeout(15)
        data, self._buffer = bytes(self._buffer), bytearray()
        return data

    # What goes out

    def send(self, data: bytes) -> None:
        try:
            self.connection.sendall(data)
        except ConnectionError as error:
            raise Gone(f"the client left before {data[:80]!r} was sent") from error

    def answer(self, status: str, *fields: str, body: bytes = b"", version: str = "HTTP/1.1") -> None:
        lines = [f"{version} {status}", *fields, f"Content-Length: {len(body)}"]
        self.send("\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body)

    def text(self, message: str | bytes) -> None:
        self.send(frames.text(message))

    def websocket(self, *fields: str, then: bytes = b"", after: float = 0) -> Head:
        """Takes a handshake and answers it as RFC 6455 4.2.2 says; `then` goes in the same segment, all `after`
        so many seconds."""
        head = self.head()
        check_handshake(head)
        time.sleep(after)
        self.send(switching(head, *fields) + then)
        return head

    def echo(self) -> Frame:
        """Echoes messages until the Close, answers that, and returns it."""
        while (message := self.message()).opcode != CLOSE:
            self.send(frames.encode(message.opcode, message.payload))
        self.send(frames.encode(CLOSE, message.payload))
        return message

    def closing(self) -> tuple[list[bytes], Frame]:
        """The messages until the client's Close, which is echoed, and that Close. Then the client's end is awaited."""
        messages = []
        while (message := self.message()).opcode != CLOSE:
            messages.append(message.payload)
        self.send(frames.encode(CLOSE, message.payload))
        self.end()
        return messages, message

    def close(self, code: int | None = 1000, reason: str | bytes = b"") -> Frame:
        """The server's Close; returns the client's answer. RFC 6455 7.1.1: the server closes the connection first."""
        self.send(frames.close(code, reason))
        while (frame := self.frame()).opcode != CLOSE:
            pass
        self.end()
        return frame

    def end(self) -> bytes:
        """Ends our side; what still comes from the client."""
        try:
            # Of the socket beneath TLS: SSLSocket.shutdown() would have us read what is encrypted.
            socket.socket.shutdown(self.connection, socket.SHUT_WR)
        except OSError:
            pass
        return self.rest()

    def reset(self) -> None:
        """Drops the connection with an RST."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def stall(self) -> None:
        """Neither reads nor writes until the client leaves or the test is over."""
        poll = select.poll()
        poll.register(self.connection, select.POLLRDHUP)
        while not self.stopping.is_set() and not poll.poll(20):
            pass


def check_handshake(head: Head) -> None:
    """RFC 6455 4.1, what a client's handshake MUST hold."""
    assert (head.method, head.version) == ("GET", "HTTP/1.1"), head.raw
    assert head["Upgrade"].lower() == "websocket", head.raw
    assert "upgrade" in [each.strip().lower() for each in ",".join(head.all("Connection")).split(",")], head.raw
    assert head["Sec-WebSocket-Version"] == "13", head.raw
    assert len(head["Sec-WebSocket-Key"]) == 24 and head["Sec-WebSocket-Key"].endswith("=="), head.raw
    # libcurl says "Content-Length: 0" while it negotiates an authentication: no body, either way.
    assert set(head.all("Content-Length")) <= {"0"}, head.raw
    assert "Transfer-Encoding" not in head and "Expect" not in head, head.raw


def switching(head: Head, *fields: str) -> bytes:
    lines = [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Accept: {accept_value(head['Sec-WebSocket-Key'])}",
        *fields,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"
