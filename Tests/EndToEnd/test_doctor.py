"""`--doctor`: what it recommends works, and what it says of the rest is what one has to know."""

import shlex
import socket
import ssl

import pytest

from harness import scripts
from harness.peer import Gone
from test_explain import refusing


def lenient(script):
    """The doctor knocks in every way there is: what is not meant for the script ends there."""

    def choose(peer):
        if peer.connection.recv(1, socket.MSG_PEEK) in (b"", b"\x16"):
            return None
        try:
            return script(peer)
        except Gone:
            return None

    return choose


def answering(*response, **more):
    return lenient(scripts.respond(*response, **more))


def recommended(result) -> list[str]:
    """The words of the command, without the program."""
    *_, line = [line for line in result.lines if line.startswith("  upshift ")]
    return shlex.split(line)[1:]


@pytest.mark.parametrize("words", [["-d", "x"], ["-X", "POST"], ["-I"]], ids=" ".join)
def test_what_no_handshake_has(upshift, serve, words):
    server = serve(repeat=True)
    result = upshift("--doctor", *words, server.url())
    assert result.status == 2 and "does not go with a WebSocket" in result.err and not server.peers, result


def test_what_does_not_count_is_left_out(upshift, serve):
    server = serve(refusing(lambda head: "Origin" in head and head.target == "/x?a=b"), repeat=True)
    result = upshift("--doctor", "-v", "--explain", "--no-upgrade", "-G", "-d", "a=b", server.url("/x"), timeout=60)
    origin = server.url("").rstrip("/")
    assert recommended(result) == ["--upgrade", "websocket", "--origin", origin, server.url("/x?a=b")], result
    again = upshift(*recommended(result), stdin=b"")
    assert again.status == 0, again


def after_426(condition, path="/x"):
    handshake = refusing(condition)

    def script(peer):
        if not isinstance(peer.connection, ssl.SSLSocket):
            start = peer.connection.recv(4096, socket.MSG_PEEK)
            if b"Upgrade: websocket" not in start and start.startswith(f"GET {path} ".encode()):
                peer.head()
                peer.answer("426 Upgrade Required", "Upgrade: websocket", "Connection: Upgrade, close", body=b"")
                return peer.end()
        return handshake(peer)

    return script


def test_the_shortest_is_without_an_offer(upshift, serve):
    server = serve(after_426(lambda head: head.target == "/x/", "/x/"), repeat=True)
    result = upshift("--doctor", server.url("/x"), timeout=60)
    assert result.status == 0 and recommended(result) == [server.url("/x/")], result
    server = serve(after_426(lambda head: "Sec-WebSocket-Extensions" not in head), repeat=True)
    result = upshift("--doctor", server.url("/x"), timeout=60)
    assert result.status == 0 and recommended(result) == ["--no-deflate", server.url("/x")], result


@pytest.mark.parametrize("status", ["404 Not Found", "200 OK"])
def test_a_page_is_no_websocket(upshift, serve, status):
    server = serve(answering(status), repeat=True)
    result = upshift("--doctor", server.url("/x"), timeout=60)
    assert result.status == 113, result
    wanted = f"Nothing of this opens a WebSocket: the server answered the WebSocket handshake with {status}"
    assert result.lines[-1].startswith(wanted), result


def test_what_a_refusal_says(upshift, serve):
    body = b"\nSec-WebSocket-Protocol must be chat.v2\x07\nmore\n"
    server = serve(answering("400 Bad Request", body=body), repeat=True)
    result = upshift("--doctor", server.ws("/x"), timeout=60)
    assert 'as typed: 400 Bad Request: "Sec-WebSocket-Protocol must be chat.v2\\x07"\n' in result.text, result
    assert "a subprotocol, one of graphql-transport-ws, graphql-ws, mqtt, " in result.text
    assert result.lines[-1].endswith("400 Bad Request; --subprotocol NAME offers one"), result


def test_reasons_are_whole(upshift, serve):
    server = serve(lenient(scripts.echo("Sec-WebSocket-Extensions: permessage-deflate; nonsense=1")), repeat=True)
    result = upshift("--doctor", server.ws("/x"), timeout=60)
    assert "nonsense=1" in result.lines[0], result


def test_a_port_of_tls_that_is_not_trusted(upshift, serve, tls):
    def script(peer):
        try:
            tls.server().wrap_socket(peer.connection, server_side=True)
        except OSError:
            peer.connection.close()

    result = upshift("--doctor", serve(script, repeat=True).ws("/x"), timeout=60)
    assert result.status != 0 and "over TLS: " in result.lines[-1] and "--cacert FILE" in result.lines[-1], result


def test_a_proxy_that_wants_a_log_in(upshift, serve):
    proxy = serve(scripts.respond("407 Proxy Authentication Required", "Proxy-Authenticate: Basic"), repeat=True)
    server = serve(refusing(lambda head: True), repeat=True)
    result = upshift("--doctor", "-x", proxy.url(), server.ws("/x"), timeout=60)
    assert result.status == 0 and recommended(result) == ["--noproxy", "*", server.ws("/x")], result
    assert "407" in result.lines[-1] and "--proxy-user NAME:PASSWORD" in result.lines[-1], result


def test_where_nobody_answers_only_another_place_helps(upshift):
    result = upshift("--doctor", "ws://127.0.0.1:1/x", timeout=60)
    assert result.status == 7 and len([line for line in result.lines if line.startswith("✘")]) <= 4, result
