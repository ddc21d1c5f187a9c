"""What the WebSocket handshake carries as an HTTP request, and responses to it other than a plain 101."""

import gzip

import pytest

from harness import frames, scripts
from harness.peer import check_handshake, switching

HELLO = b"hello\n"


# The request


def test_fields_of_our_own(upshift, serve):
    server = serve(scripts.echo("Sec-WebSocket-Protocol: chat.v2"))
    result = upshift(
        "-H",
        "X-Own: 1",
        "-H",
        "Host: elsewhere.example",
        "-A",
        "robot/1",
        "-e",
        "http://from.example/",
        "--origin",
        "https://app.example",
        "--subprotocol",
        "chat.v2",
        "--subprotocol",
        "chat.v1",
        "--count",
        1,
        server.ws("/a%20b?c=d"),
        stdin=HELLO,
    )
    assert (result.status, result.out) == (0, HELLO), result
    head = server.heads[0]
    assert head.target == "/a%20b?c=d" and head["Host"] == "elsewhere.example" and head["X-Own"] == "1"
    assert head["User-Agent"] == "robot/1" and head["Referer"] == "http://from.example/"
    assert head["Origin"] == "https://app.example"
    offered = [each.strip() for each in ",".join(head.all("Sec-WebSocket-Protocol")).split(",")]
    assert offered == ["chat.v2", "chat.v1"]


def test_what_is_offered_unless_told_otherwise(upshift, serve):
    server = serve(scripts.echo())
    assert upshift("--count", 1, server.ws(), stdin=HELLO).status == 0
    head = server.heads[0]
    assert head["Sec-WebSocket-Extensions"] == "permessage-deflate; client_max_window_bits"
    assert "Sec-WebSocket-Protocol" not in head and "Origin" not in head


def test_resolve_and_connect_to(upshift, serve):
    server = serve(scripts.echo(), scripts.echo())
    port = server.port
    assert (
        upshift(
            "--resolve", f"ws.example:{port}:127.0.0.1", "--count", 1, f"ws://ws.example:{port}/", stdin=HELLO
        ).status
        == 0
    )
    assert (
        upshift("--connect-to", f"ws.example:80:127.0.0.1:{port}", "--count", 1, "ws://ws.example/", stdin=HELLO).status
        == 0
    )
    assert [head["Host"] for head in server.heads] == [f"ws.example:{port}", "ws.example"]


def test_unix_socket(upshift, serve):
    server = serve(*scripts.after_426(scripts.echo()), path=str(upshift.home / "socket"))
    result = upshift("--unix-socket", "socket", "--count", 1, "http://anything/", stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    assert server.heads[1].is_handshake


# The response


@pytest.mark.parametrize(
    "status, fields, wire, body",
    [
        ("403 Forbidden", [], b'{"error":"no"}\n', b'{"error":"no"}\n'),
        ("200 OK", ["Content-Type: text/plain"], b"a page\n", b"a page\n"),
        ("400 Bad Request", [], b"", b""),
        ("404 Not Found", ["Content-Encoding: gzip"], gzip.compress(b"squeezed\n"), b"squeezed\n"),
        ("503 Service Unavailable", [], b"x" * 300_000, b"x" * 300_000),
    ],
    ids=lambda value: value.split()[0] if isinstance(value, str) else "",
)
@pytest.mark.parametrize("keeps", [True, False], ids=["keeps", "closes"])
def test_a_refusal_shows_its_body(upshift, serve, status, fields, wire, body, keeps):
    def script(peer):
        check_handshake(peer.head())
        peer.answer(status, *fields, *([] if keeps else ["Connection: close"]), body=wire)
        assert (peer.rest() if keeps else peer.end()) == b"", "a byte was sent after the refusal"

    server = serve(script)
    result = upshift("--compressed", "-i", server.ws(), stdin=HELLO)
    assert result.status == 113 and result.out.endswith(b"\r\n\r\n" + body), result
    assert result.out.startswith(b"HTTP/1.1 " + status.encode()) and status.split()[0] in result.err, result


def test_a_chunked_refusal(upshift, serve):
    def script(peer):
        check_handshake(peer.head())
        peer.send(b"HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n")
        for part in (b"4\r\none \r\n", b"5\r\ntwo \n\r\n", b"0\r\n\r\n"):
            peer.send(part)
        peer.rest()

    result = upshift(serve(script).ws(), stdin=HELLO)
    assert (result.status, result.out) == (113, b"one two \n"), result


def test_a_refusal_without_a_length(upshift, serve):
    def script(peer):
        check_handshake(peer.head())
        peer.send(b"HTTP/1.1 403 Forbidden\r\n\r\nuntil the end\n")
        peer.end()

    result = upshift(serve(script).ws(), stdin=HELLO)
    assert (result.status, result.out) == (113, b"until the end\n"), result


def test_interim_responses_before_the_101(upshift, serve):
    def script(peer):
        head = peer.head()
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + switching(head))
        peer.echo()
        peer.end()

    result = upshift("--count", 1, serve(script).ws(), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result


def test_bytes_in_the_segment_of_the_101(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.text("early") + frames.text("bird") + frames.close(1000))
        peer.rest()

    result = upshift("-i", "--listen", serve(script).ws())
    assert result.status == 0 and result.out.endswith(b"\r\n\r\nearly\nbird\n"), result


def test_a_101_byte_by_byte(upshift, serve):
    def script(peer):
        for byte in switching(peer.head()) + frames.text("slow") + frames.close(1000):
            peer.send(bytes([byte]))
        peer.rest()

    result = upshift("--listen", serve(script).ws())
    assert (result.status, result.out) == (0, b"slow\n"), result
