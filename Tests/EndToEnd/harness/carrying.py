"""What a proxy does once it is told to: bytes go both ways."""

import select
import socket
import ssl
import threading

from .peer import Gone, Peer
from .recorder import Recorder


def pump(one: socket.socket, other: socket.socket) -> None:
    try:
        while data := one.recv(65536):
            other.sendall(data)
    except (OSError, ValueError):
        pass
    for each in (one, other):
        try:
            # Of the socket beneath TLS.
            socket.socket.shutdown(each, socket.SHUT_RDWR)
        except OSError:
            pass


def carry(peer: Peer, port: int, hello: bytes = b"") -> None:
    """Says `hello`, then carries bytes between the peer and a port of this machine until one side ends.

    One thread has the TLS of the peer: two at once are one too many for an SSL object."""
    with socket.create_connection(("127.0.0.1", port)) as upstream:
        peer.connection.sendall(hello)
        upstream.sendall(bytes(peer._buffer))
        peer._buffer.clear()
        if not isinstance(peer.connection, ssl.SSLSocket):
            back = threading.Thread(target=pump, args=(upstream, peer.connection), daemon=True)
            back.start()
            pump(peer.connection, upstream)
            return back.join()
        carry_over_tls(peer, upstream)


def carry_over_tls(peer: Peer, upstream: socket.socket) -> None:
    secure = peer.connection
    while not peer.stopping.is_set():
        ready = [secure] if secure.pending() else select.select([secure, upstream], [], [], 15)[0]
        for one, other in ((secure, upstream), (upstream, secure)):
            if one in ready:
                try:
                    data = one.recv(65536)
                except OSError:
                    data = b""
                if not data:
                    return
                other.sendall(data)
        if not ready:
            return


class Proxy(Recorder):
    """An HTTP proxy: keeps the heads that it is sent, carries what CONNECT asks for to a port of this machine, and answers
    the rest itself, as a recorder does. With `refusal` CONNECT is answered by that, until a login is shown."""

    def __init__(self, refusal: bytes | None = None, tls: ssl.SSLContext | None = None):
        self.refusal = refusal
        self.secure = bool(tls)
        super().__init__(tls=tls)

    @property
    def place(self) -> str:
        return f"{'localhost' if self.secure else '127.0.0.1'}:{self.port}"

    def _talk(self, peer: Peer) -> None:
        try:
            while True:
                head = peer.head()
                with self._lock:
                    self.requests.append((head.raw, peer.body(head)))
                    self.subjects.append(peer.connection.getpeercert() if self.tls else None)
                if self.refusal and "Proxy-Authorization" not in head:
                    peer.send(self.refusal)
                elif head.method != "CONNECT":
                    peer.send(self.answer(head))
                else:
                    port = int(head.target.rsplit(":", 1)[1])
                    return carry(peer, port, b"HTTP/1.1 200 Connection established\r\nVia: 1.1 p\r\n\r\n")
        except (Gone, ConnectionError):
            pass
