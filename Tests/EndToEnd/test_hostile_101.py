"""A 101 that is not one: exit status 112, the response shown, and not a byte of ours after it."""

import pytest

from harness import scripts
from harness.frames import accept_value
from harness.peer import Gone, check_handshake

VALID = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: {accept}"]


def answer(peer, fields, status="HTTP/1.1 101 Switching Protocols") -> None:
    head = peer.head()
    check_handshake(head)
    lines = [status, *fields, "", ""]
    accept = accept_value(head["Sec-WebSocket-Key"])
    peer.send("\r\n".join(lines).format(accept=accept, key=head["Sec-WebSocket-Key"]).encode())


def without(name: str) -> list[str]:
    return [field for field in VALID if not field.startswith(name)]


INVALID = {
    "accept wrong": without("Sec") + ["Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA="],
    "accept is the key": without("Sec") + ["Sec-WebSocket-Accept: {key}"],
    "accept empty": without("Sec") + ["Sec-WebSocket-Accept:"],
    "accept missing": without("Sec"),
    "accept twice": VALID + ["Sec-WebSocket-Accept: {accept}"],
    "accept twice, one wrong": VALID + ["Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA="],
    "accept with more": without("Sec") + ["Sec-WebSocket-Accept: {accept}x"],
    "connection missing": without("Connection"),
    "connection close": without("Connection") + ["Connection: close"],
    "connection like upgrade": without("Connection") + ["Connection: Upgraded"],
    "upgrade missing": without("Upgrade"),
    "upgrade to another": without("Upgrade") + ["Upgrade: h2c"],
    "upgrade like websocket": without("Upgrade") + ["Upgrade: websockets"],
    "extension": VALID + ["Sec-WebSocket-Extensions: x-webkit-deflate-frame"],
    "subprotocol": VALID + ["Sec-WebSocket-Protocol: chat"],
}


@pytest.mark.parametrize("name", INVALID)
@pytest.mark.parametrize("scheme", ["ws", "http"])
def test_an_invalid_101(upshift, serve, name, scheme):
    after = []

    def script(peer):
        answer(peer, INVALID[name])
        after.append(peer.end())

    before = [scripts.upgrade_required("Upgrade: websocket")] if scheme == "http" else []
    server = serve(*before, script)
    result = upshift("-i", "--send", "secret", server.url("/", scheme), stdin=b"more\n")
    assert result.status == 112 and result.out.count(b" 101 Switching Protocols\r\n") == 1, result
    server.settle()
    assert after == [b""], "bytes were sent after an invalid 101"
    assert len(result.err.strip().splitlines()) == 1, result


@pytest.mark.parametrize(
    "fields",
    [
        ["Sec-WebSocket-Protocol: chat.v3"],
        ["Sec-WebSocket-Protocol: CHAT.V1"],
        ["Sec-WebSocket-Protocol: chat.v1", "Sec-WebSocket-Protocol: chat.v2"],
        ["Sec-WebSocket-Protocol: chat.v1, chat.v2"],
    ],
)
def test_a_subprotocol_that_was_not_offered(upshift, serve, fields):
    def script(peer):
        answer(peer, VALID + fields)
        assert peer.end() == b"", "bytes were sent after an invalid 101"

    result = upshift("--subprotocol", "chat.v1", "--subprotocol", "chat.v2", "--send", "x", serve(script).ws())
    assert result.status == 112, result


def test_a_101_of_http_1_0(upshift, serve):
    def script(peer):
        answer(peer, VALID, "HTTP/1.0 101 Switching Protocols")
        assert peer.end() == b"", "bytes were sent after an invalid 101"

    result = upshift("--send", "x", serve(script).ws())
    assert result.status == 112, result


def test_a_101_that_nobody_asked_for(upshift, serve):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nsurprise")
        assert peer.end() == b"", "bytes were sent after an invalid 101"

    result = upshift("-m", 5, serve(script).url(), stdin=b"secret\n")
    assert result.status == 112, result


@pytest.mark.parametrize("scheme", ["ws", "http"])
def test_a_head_that_never_ends(upshift, serve, scheme):
    """libcurl has a limit on heads (27 or 56), and we may have a stricter one (112 or 63): not more than that is read."""
    sent = []

    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n")
        try:
            while len(sent) < 1000:
                peer.send(b"X-More: %s\r\n" % (b"x" * 10_000))
                sent.append(1)
        except Gone:
            return
        assert peer.end() == b""

    result = upshift("--send", "x", serve(script).url("/", scheme))
    assert result.status in (27, 56, 63, 112), result
    assert len(sent) < 1000, "10 MB of head were accepted"


@pytest.mark.parametrize(
    "scheme, first, status", [("ws", "101 Switching Protocols", 112), ("http", "426 Upgrade Required", 110)]
)
def test_max_head(upshift, serve, scheme, first, status):
    def script(peer):
        peer.head()
        peer.send(f"HTTP/1.1 {first}\r\nUpgrade: websocket\r\nX-Long: {'x' * 3000}\r\n\r\n".encode())
        assert peer.end() == b""

    result = upshift("--max-head", 2000, "--send", "x", serve(script).url("/", scheme))
    assert result.status == status and "2000" in result.err, result


def test_a_head_that_never_ends_slowly(upshift, serve):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n")
        assert peer.rest() == b""

    result = upshift("-m", 0.7, "--send", "x", serve(script).ws())
    assert result.status == 28, result


@pytest.mark.parametrize(
    "fields",
    [
        ["UPGRADE: WebSocket", "connection: keep-alive, Upgrade", "sec-websocket-accept:   {accept}  "],
        VALID + ["Content-Length: 0"],
        VALID + ["Set-Cookie: a=b", "X-Long: " + "x" * 8000],
        without("Connection") + ["Connection: keep-alive", "Connection: Upgrade"],
    ],
)
def test_an_odd_101_that_is_valid(upshift, serve, fields):
    def script(peer):
        answer(peer, fields, "HTTP/1.1 101 ")
        peer.echo()
        peer.end()

    result = upshift("--count", 1, serve(script).ws(), stdin=b"hello\n")
    assert (result.status, result.out) == (0, b"hello\n"), result
