"""A scripted server's end of an extended CONNECT (RFC 8441), by the package h2, which nobody here wrote."""

import contextlib
import ssl
from collections.abc import Callable

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import (
    ConnectionTerminated,
    DataReceived,
    RequestReceived,
    StreamEnded,
    StreamReset,
    WindowUpdated,
)
from h2.settings import SettingCodes, Settings

from .certificates import Certificates
from .peer import Gone, Peer
from .scripted import Script


class Connect:
    """HTTP/2 on a peer's connection. It takes the place of the peer's socket, so that what a script says and hears is
    the stream's data."""

    def __init__(self, peer: Peer, tls: ssl.SSLContext | None, enables: bool = True, window: int = 65535):
        self.peer, self.socket = peer, peer.connection
        if tls:
            tls.set_alpn_protocols(["h2", "http/1.1"])
            self.socket = tls.wrap_socket(self.socket, server_side=True)
            assert self.socket.selected_alpn_protocol() == "h2"
        peer.connection = self
        self.h2 = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        values = {SettingCodes.ENABLE_CONNECT_PROTOCOL: 1} if enables else {}
        values |= {SettingCodes.MAX_CONCURRENT_STREAMS: 10, SettingCodes.INITIAL_WINDOW_SIZE: window}
        self.h2.local_settings = Settings(client=False, initial_values=values)
        self.h2.initiate_connection()
        self.flush()
        self.fields: list[tuple[str, str]] = []
        self.stream = 0
        self.has_ended = False  # the client has sent END_STREAM
        self.reset_code: int | None = None
        self.goaway_code: int | None = None
        self.grants = True  # what is received may be sent again
        self._data = bytearray()

    def __getitem__(self, name: str) -> str:
        values = [value for each, value in self.fields if each == name]
        assert len(values) == 1, f"{name} is there {len(values)} times in {self.fields}"
        return values[0]

    def __contains__(self, name: str) -> bool:
        return any(each == name for each, _ in self.fields)

    def flush(self) -> None:
        try:
            self.socket.sendall(self.h2.data_to_send())
        except OSError as error:
            raise Gone("the client left") from error

    def step(self) -> bool:
        """Takes what comes next; False at the end of the connection, which is where nothing can be read any more."""
        try:
            data = self.socket.recv(65536)
        except (ConnectionError, ssl.SSLError):
            data = b""
        if not data:
            return False
        for event in self.h2.receive_data(data):
            match event:
                case RequestReceived():
                    self.fields, self.stream = list(event.headers), event.stream_id
                case DataReceived():
                    self._data += event.data
                    if self.grants and event.flow_controlled_length:
                        self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                case StreamEnded():
                    self.has_ended = True
                case StreamReset():
                    self.reset_code = int(event.error_code)
                case ConnectionTerminated():
                    self.goaway_code = int(event.error_code)
                case WindowUpdated():
                    pass
        with contextlib.suppress(Gone):  # it may have said more before it left
            self.flush()
        return True

    def until(self, condition: Callable[[], object]) -> None:
        while not condition():
            if not self.step():
                raise Gone("the client left")

    def request(self) -> "Connect":
        """Waits for the request, which has to be an extended CONNECT."""
        self.until(lambda: self.stream)
        assert (self[":method"], self[":protocol"]) == ("CONNECT", "websocket"), self.fields
        assert self["sec-websocket-version"] == "13", self.fields
        # RFC 8441 5, and RFC 9113 8.2.2
        for name in ("sec-websocket-key", "connection", "upgrade", "host", "transfer-encoding", "expect"):
            assert name not in self, self.fields
        assert all(name == name.lower() for name, _ in self.fields), self.fields
        assert not self.has_ended
        return self

    def respond(self, status: int = 200, *fields: tuple[str, str], end: bool = False) -> None:
        self.h2.send_headers(self.stream, [(":status", str(status)), *fields], end_stream=end)
        self.flush()

    def refuse(self, status: int, *fields: tuple[str, str], body: bytes = b"") -> None:
        """A whole response; then the client's end is awaited."""
        self.respond(status, *fields)
        self.sendall(body)
        self.end_stream()
        self.rest()

    def end_stream(self) -> None:
        self.h2.end_stream(self.stream)
        self.flush()

    def reset(self, code: int) -> None:
        self.h2.reset_stream(self.stream, code)
        self.flush()

    def goaway(self, code: int = 0, last: int | None = None, text: bytes = b"") -> None:
        self.h2.close_connection(code, text or None, last)
        self.flush()

    def rest(self) -> bytes:
        """Until the client closes the connection."""
        while self.step():
            pass
        return bytes(self._data)

    # As a socket

    def recv(self, count: int) -> bytes:
        while not self._data and not self.has_ended and self.reset_code is None:
            if not self.step():
                return b""
        data = bytes(self._data[:count])
        del self._data[:count]
        return data

    def sendall(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            self.until(lambda: self.h2.local_flow_control_window(self.stream) > 0 or self.reset_code is not None)
            if self.reset_code is not None:
                raise Gone("the client reset the stream")
            count = min(self.h2.local_flow_control_window(self.stream), self.h2.max_outbound_frame_size)
            self.h2.send_data(self.stream, bytes(rest[:count]))
            self.flush()
            rest = rest[count:]

    def settimeout(self, seconds: float) -> None:
        self.socket.settimeout(seconds)

    def close(self) -> None:
        self.socket.close()


def over_http2(script: Callable[[Peer, Connect], object], tls: Certificates | None, **more) -> Script:
    """A script for a connection of HTTP/2; without `tls` in the clear."""
    return lambda peer: script(peer, Connect(peer, tls.server() if tls else None, **more))


def over_http1(script: Script, tls: Certificates, chooses: bool = True) -> Script:
    """A script for a connection of HTTP/1.1 over TLS."""

    def play(peer: Peer) -> None:
        context = tls.server()
        if not chooses:
            context.set_alpn_protocols([])
        peer.connection = context.wrap_socket(peer.connection, server_side=True)
        script(peer)

    return play


def echo(peer: Peer, connect: Connect) -> None:
    """Accepts, echoes until the client's Close, and ends as RFC 8441 has it."""
    connect.request().respond()
    peer.echo()
    connect.end_stream()
    connect.rest()
    assert connect.has_ended and connect.reset_code is None and connect.goaway_code == 0
