"""An HTTP/1.1 server for comparing two clients: answers from a table, keeps every request's bytes."""

import gzip
import socket
import ssl
import threading

from .peer import Gone, Head, Peer
from .scripted import Scripted


def response(status: str, *fields: str, body: bytes = b"") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *fields, f"Content-Length: {len(body)}", "", ""]).encode() + body


def chunked(*parts: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (*parts, b""))


ROUTES = {
    "/": response("200 OK", "Content-Type: text/plain", "X-One: 1", body=b"hello\n"),
    "/empty": response("200 OK"),
    "/none": b"HTTP/1.1 204 No Content\r\n\r\n",
    "/lines": response("200 OK", body=b"".join(b"%d\n" % n for n in range(1000))),
    "/chunked": chunked(b"one ", b"two ", b"three\n"),
    "/gzip": response("200 OK", "Content-Encoding: gzip", body=gzip.compress(b"squeezed\n", mtime=0)),
    "/early": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + response("200 OK", body=b"late\n"),
    "/missing": response("404 Not Found", body=b"no such thing\n"),
    "/broken": response("500 Internal Server Error", body=b"oh\n"),
    "/cookie": response("200 OK", "Set-Cookie: taste=sweet; Path=/", "Set-Cookie: old=gone; Max-Age=0", body=b"c\n"),
    "/login": response("302 Found", "Set-Cookie: session=42; Path=/", "Location: /", body=b"moved\n"),
    "/loop": response("302 Found", "Location: /loop"),
    "/lonely": response("302 Found", "Location: ftp-no://x/"),
    "/attachment": response("200 OK", 'Content-Disposition: attachment; filename="named.txt"', body=b"attached\n"),
    "/advert": response("200 OK", "Upgrade: h2,h2c", "Connection: Upgrade", body=b"advertised\n"),
    **{f"/{code}": response(f"{code} Moved", "Location: /", body=b"moved\n") for code in (301, 302, 303, 307, 308)},
}
BASIC = response("401 Unauthorized", 'WWW-Authenticate: Basic realm="r"', body=b"who?\n")
DIGEST = response(
    "401 Unauthorized", 'WWW-Authenticate: Digest realm="r", nonce="n1", qop="auth", algorithm=MD5', body=b"who?\n"
)
BOTH = response(
    "401 Unauthorized",
    'WWW-Authenticate: Basic realm="r"',
    'WWW-Authenticate: Digest realm="r", nonce="n1", qop="auth", algorithm=SHA-256',
    body=b"who?\n",
)


class Recorder(Scripted):
    """`take()` hands over (and forgets) the requests so far, each as the bytes of its head and its body."""

    def __init__(self, tls: ssl.SSLContext | None = None, **more):
        self.requests: list[tuple[bytes, bytes]] = []
        self.routes = dict(ROUTES)
        self.subjects: list[object] = []
        self._lock = threading.Lock()
        super().__init__(self._talk, tls=tls, repeat=True, **more)

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_) -> None:
        self.stop()
        for peer in self.peers:
            try:
                peer.connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def take(self) -> list[tuple[bytes, bytes]]:
        with self._lock:
            taken, self.requests = self.requests, []
        return taken

    def _talk(self, peer: Peer) -> None:
        try:
            # Nobody has to wait who speaks TLS to whom does not.
            while not peer.begins(b"\x16"):
                head = peer.head()
                if "100-continue" in head.all("Expect"):
                    peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
                body = peer.body(head)
                with self._lock:
                    self.requests.append((head.raw, body))
                    self.subjects.append(peer.connection.getpeercert() if self.tls else None)
                peer.send(self.answer(head))
                if "close" in head.all("Connection"):
                    return
        except Gone:
            pass

    def answer(self, head: Head) -> bytes:
        target = head.target.split("://", 1)[-1]
        path = "/" + target.split("/", 1)[-1].split("?")[0]
        given = "".join(head.all("Authorization")).split(" ")[0]
        if path == "/basic":
            answer = self.routes["/"] if given == "Basic" else BASIC
        elif path == "/digest":
            answer = self.routes["/"] if given == "Digest" else DIGEST
        elif path == "/either":
            answer = self.routes["/"] if given in ("Digest", "Basic") else BOTH
        else:
            answer = self.routes.get(path, self.routes["/"] if path.startswith("/any") else ROUTES["/missing"])
        if head.method == "HEAD":
            return answer[: answer.index(b"\r\n\r\n") + 4]
        return answer
