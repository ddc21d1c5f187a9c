"""The scripts that many tests share."""

from .peer import Gone, Peer
from .scripted import Script


def upgrade_required(*fields: str, body: bytes = b"use something else\n", version: str = "HTTP/1.1") -> Script:
    """One request, answered by a 426 with these fields; then the client must leave without another byte."""

    def script(peer: Peer) -> None:
        head = peer.head()
        peer.answer(
            "426 Upgrade Required",
            *fields,
            "Connection: close",
            version=version,
            body=b"" if head.method == "HEAD" else body,
        )
        assert peer.end() == b"", "a byte was sent after the response"

    return script


def respond(status: str, *fields: str, body: bytes = b"") -> Script:
    """One request, one response, and the connection ends."""

    def script(peer: Peer) -> None:
        head = peer.head()
        peer.body(head)
        peer.answer(status, *fields, "Connection: close", body=body)
        peer.end()

    return script


def echo(*fields: str) -> Script:
    """A handshake, then an echo until the client closes."""

    def script(peer: Peer) -> None:
        peer.websocket(*fields)
        peer.echo()
        peer.end()

    return script


def say(*messages: str | bytes, code: int | None = 1000, reason: str = "") -> Script:
    """A handshake, these text messages, and the server's Close."""

    def script(peer: Peer) -> None:
        peer.websocket()
        for message in messages:
            peer.text(message)
        peer.close(code, reason)

    return script


def listen(into: list[bytes]) -> Script:
    """A handshake; the client's messages go to `into` until it closes."""

    def script(peer: Peer) -> None:
        peer.websocket()
        messages, _ = peer.closing()
        into.extend(messages)

    return script


def forgiving(script: Script) -> Script:
    """The client may leave in the middle of it."""

    def play(peer: Peer) -> None:
        try:
            script(peer)
        except (Gone, ConnectionError):
            pass

    return play


def after_426(script: Script, upgrade: str = "websocket") -> tuple[Script, Script]:
    """A 426 on one connection, then `script` on the next."""
    return upgrade_required(f"Upgrade: {upgrade}"), script
