"""A server that plays exact bytes: each connection runs the next script, a function of its `Peer`."""

import socket
import ssl
import threading
from collections.abc import Callable

from .peer import Gone, Peer

Script = Callable[[Peer], object]


class Scripted:
    """Listens on a free port of `host`. A connection more than there are scripts is a failure, unless `repeat`."""

    def __init__(
        self,
        *scripts: Script,
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
        repeat: bool = False,
        path: str | None = None,
    ):
        self.scripts, self.tls, self.repeat, self.host = scripts, tls, repeat, host
        self.peers: list[Peer] = []
        self.unexpected = 0
        self.stopping = threading.Event()
        self._errors: list[BaseException] = []
        if path:
            self._listener = socket.socket(socket.AF_UNIX)
            self._listener.bind(path)
        else:
            self._listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
            self._listener.bind((host, 0))
            self.port = self._listener.getsockname()[1]
        self._listener.listen(64)
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def url(self, path: str = "/", scheme: str | None = None, host: str | None = None, user: str = "") -> str:
        scheme = scheme or ("https" if self.tls else "http")
        host = host or ("localhost" if self.tls else f"[{self.host}]" if ":" in self.host else self.host)
        return f"{scheme}://{user}{'@' if user else ''}{host}:{self.port}{path}"

    def ws(self, path: str = "/", **more) -> str:
        return self.url(path, scheme="wss" if self.tls else "ws", **more)

    @property
    def heads(self) -> list:
        return [head for peer in self.peers for head in peer.heads]

    @property
    def received(self) -> bytes:
        return b"".join(bytes(peer.received) for peer in self.peers)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            if self.stopping.is_set():
                connection.close()
                return
            number = len(self.peers)
            if number >= len(self.scripts) and not self.repeat:
                self.unexpected += 1
                connection.close()
                continue
            peer = Peer(connection, self.stopping)
            self.peers.append(peer)  # before its script can say anything: who is answered may be gone the next moment
            script = self.scripts[min(number, len(self.scripts) - 1)]
            threading.Thread(target=self._play, args=(script, peer), daemon=True).start()

    def _play(self, script: Script, peer: Peer) -> None:
        try:
            if self.tls:
                try:
                    peer.connection = self.tls.wrap_socket(peer.connection, server_side=True)
                except OSError as error:
                    raise Gone(f"the TLS handshake failed: {error}") from error
            script(peer)
        except BaseException as error:
            self._errors.append(error)
        finally:
            peer.connection.close()
            peer.is_over.set()

    def settle(self) -> None:
        """Waits a moment for scripts whose client has gone."""
        for peer in self.peers:
            peer.is_over.wait(2)

    def finish(self) -> None:
        """Stops listening, waits until every script has ended, and raises what failed in one."""
        self.stop()
        for peer in self.peers:
            assert peer.is_over.wait(20), "a script of the server still runs"
        if self._errors:
            raise self._errors[0]
        assert self.unexpected == 0, f"{self.unexpected} connections more than the script has"

    def stop(self) -> None:
        if self.stopping.is_set():
            return
        self.stopping.set()
        # Closing a listening socket does not wake a thread that is in accept(); shutting it down does.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._acceptor.join(5)
        self._listener.close()
