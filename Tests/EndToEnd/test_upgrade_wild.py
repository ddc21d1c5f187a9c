"""What a 426 looks like in the wild, byte for byte: each server's answer as it is sent, and where it leads."""

import json

import pytest

from harness import scripts

HTML = b"<html><body>426 Upgrade Required</body></html>\n"
WEBSOCKET, TLS, STAYS = "websocket", "tls", "stays"


def crlf(*lines: str) -> bytes:
    return "\r\n".join([*lines, "", ""]).encode()


# Who, the bytes of its answer to a plain GET, where they lead, the exit status, and what is said of it if that is a failure.
WILD = [
    (
        "python websockets 17",
        crlf(
            "HTTP/1.1 426 Upgrade Required",
            "Date: Mon, 23 Nov 2026 06:38:36 GMT",
            "Connection: close",
            "Content-Length: 35",
            "Content-Type: text/plain; charset=utf-8",
            "Upgrade: websocket",
            "Server: Python/3.11 websockets/17.0",
        )
        + b"Failed to open a WebSocket: no way\n",
        WEBSOCKET,
        0,
        "",
    ),
    (
        "CUPS 2.4",
        crlf(
            "HTTP/1.1 426 Upgrade Required",
            "Connection: close",
            "Content-Language: en",
            "Date: Mon, 23 Nov 2026 07:00:00 GMT",
            "Accept-Encoding: gzip, deflate, identity",
            "Server: CUPS/2.4 IPP/2.1",
            "Upgrade: TLS/1.2,TLS/1.1,TLS/1.0",
            "Content-Length: 0",
        ),
        TLS,
        0,
        "",
    ),
    (
        "coder/websocket (Go)",
        crlf(
            "HTTP/1.1 426 Upgrade Required",
            "Connection: Upgrade",
            "Content-Type: text/plain; charset=utf-8",
            "Upgrade: websocket",
            "X-Content-Type-Options: nosniff",
            "Content-Length: 62",
        )
        + b'WebSocket protocol violation: Connection header "" is missing\n',
        WEBSOCKET,
        0,
        "",
    ),
    (
        "coder/websocket (Go) to HTTP/1.0",
        crlf("HTTP/1.0 426 Upgrade Required", "Content-Length: 0"),
        STAYS,
        110,
        "without an Upgrade field",
    ),
    (
        "Cowboy",
        crlf("HTTP/1.1 426 Upgrade Required", "connection: upgrade", "content-length: 0", "upgrade: websocket"),
        WEBSOCKET,
        0,
        "",
    ),
    (
        "grpc-dotnet",
        crlf("HTTP/1.1 426 Upgrade Required", "Content-Length: 0", "Server: Kestrel", "Upgrade: HTTP/2"),
        "h2",
        0,
        "",
    ),
    (
        "Apache mod_proxy_wstunnel",
        crlf(
            "HTTP/1.1 426 Upgrade Required",
            "Server: Apache/2.4.62 (Debian)",
            "Upgrade: WebSocket",
            "Connection: Upgrade, close",
            f"Content-Length: {len(HTML)}",
            "Content-Type: text/html; charset=iso-8859-1",
        )
        + HTML,
        WEBSOCKET,
        0,
        "",
    ),
    (
        "Apache mod_ssl up to 2.4.63",
        crlf(
            "HTTP/1.1 426 Upgrade Required",
            "Server: Apache/2.4.62 (Debian)",
            "Upgrade: TLS/1.0, HTTP/1.1",
            "Connection: Upgrade, close",
            f"Content-Length: {len(HTML)}",
            "Content-Type: text/html; charset=iso-8859-1",
        )
        + HTML,
        TLS,
        0,
        "",
    ),
    (
        "RFC 9110's own example",
        crlf(
            "HTTP/1.1 426 Upgrade Required",
            "Upgrade: HTTP/3.0",
            "Connection: Upgrade",
            "Content-Length: 53",
            "Content-Type: text/plain",
        )
        + b"This service requires use of the HTTP/3.0 protocol.\r\n",
        STAYS,
        110,
        "HTTP/3.0",
    ),
    *(
        (
            name,
            crlf("HTTP/1.1 426 Upgrade Required", *fields, f"Content-Length: {len(body)}") + body,
            STAYS,
            110,
            "add --upgrade websocket",
        )
        for name, fields, body in [
            ("node ws", ["Content-Type: text/plain"], b"Upgrade Required"),
            ("Cloudflare Durable Objects", ["Server: cloudflare"], b"Durable Object expected Upgrade: websocket"),
            ("BitMEX", ["Content-Type: application/json"], b'{"error":"Upgrade required"}'),
            ("DERP", [], b"DERP requires connection upgrade\n"),
            ("axum", [], b"`Connection` header did not include 'upgrade'"),
            ("minimum version of an app", ["Content-Type: application/json"], b'{"code":"UPDATE_APP","min":"7.2"}'),
            ("a plan to be upgraded", ["Content-Type: application/json"], b'{"error":"upgrade your plan"}'),
        ]
    ),
    *(
        (
            name,
            crlf("HTTP/1.1 426 Upgrade Required", *fields, "Sec-WebSocket-Version: 13", "Content-Length: 0"),
            WEBSOCKET,
            0,
            "",
        )
        for name, fields in [
            ("Tornado on a wrong version", ["Server: TornadoServer/6.5"]),
            ("Netty on a wrong version", []),
            ("Tomcat on a wrong version", ["Connection: close"]),
        ]
    ),
    (
        "nginx, return 426",
        crlf(
            "HTTP/1.1 426 ",
            "Server: nginx/1.22.1",
            "Content-Type: text/plain",
            "Content-Length: 3",
            "Connection: keep-alive",
        )
        + b"no\n",
        STAYS,
        110,
        "without an Upgrade field",
    ),
    (
        "nginx, with add_header … always",
        crlf(
            "HTTP/1.1 426 ",
            "Server: nginx/1.22.1",
            "Content-Type: text/plain",
            "Content-Length: 3",
            "Connection: keep-alive",
            "Upgrade: websocket",
        )
        + b"no\n",
        WEBSOCKET,
        0,
        "",
    ),
    (
        "HAProxy, return status 426",
        crlf("HTTP/1.1 426 Upgrade Required", "content-length: 0"),
        STAYS,
        110,
        "without an Upgrade field",
    ),
    (
        "HAProxy, return status 426 hdr Upgrade",
        crlf("HTTP/1.1 426 Upgrade Required", "content-length: 0", "upgrade: websocket", "connection: upgrade"),
        WEBSOCKET,
        0,
        "",
    ),
]


def destination(where: str):
    """What is asked after the 426, if anything."""
    if where == WEBSOCKET:
        return [scripts.echo()]
    return []


@pytest.mark.parametrize("who, answer, where, status, said", WILD, ids=[row[0] for row in WILD])
def test_in_the_wild(upshift, serve, tls, who, answer, where, status, said):
    def refuse(peer):
        head = peer.head()
        assert "Upgrade" not in head, "nothing is offered before a 426"
        peer.send(answer)
        peer.end()

    body = answer.split(b"\r\n\r\n", 1)[1]
    if where == TLS:
        # One port speaks both, as CUPS's does.
        def secure(peer):
            peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
            scripts.respond("200 OK", body=b"secure\n")(peer)

        server = serve(refuse, secure)
        result = upshift("-i", "--cacert", tls.ca, f"http://localhost:{server.port}/x")
        assert result.status == 0 and result.out.endswith(b"\r\n\r\nsecure\n"), result
        return
    if where == "h2":
        server = serve(refuse, prior_knowledge)
        result = upshift(server.url("/x"))
        assert result.status in (16, 55, 56, 92), result
        return
    server = serve(refuse, *destination(where))
    result = upshift(server.url("/x"), stdin=b"hello\n")
    assert (result.status, result.out) == (status, b"hello\n" if where == WEBSOCKET else body), result
    assert said in result.err, result
    assert len(server.heads) == (2 if where == WEBSOCKET else 1)
    # And told as it is.
    explained = upshift("--explain=json", serve(refuse, *destination(where)).url("/x"))
    account = json.loads(explained.out)
    assert (explained.status, account["exit"]) == (status, status), explained
    assert [step["status"] for step in account["steps"]] == ([426, 101] if where == WEBSOCKET else [426])


def prior_knowledge(peer):
    assert peer.connection.recv(24) == b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def test_envoy_refuses_http_1_0(upshift, serve):
    def script(peer):
        assert peer.head().version == "HTTP/1.0"
        peer.send(b"HTTP/1.1 426 Upgrade Required\r\ncontent-length: 0\r\nconnection: close\r\nserver: envoy\r\n\r\n")
        peer.end()

    result = upshift("--http1.0", serve(script).url())
    assert result.status == 110 and "try --http1.1" in result.err, result


def test_envoy_that_says_what_it_wants(upshift, serve):
    def script(peer):
        assert peer.head().version == "HTTP/1.0"
        peer.send(
            b"HTTP/1.1 426 Upgrade Required\r\ncontent-length: 0\r\nconnection: close, upgrade\r\n"
            b"upgrade: HTTP/1.1\r\nserver: envoy\r\n\r\n"
        )
        peer.end()

    server = serve(script, scripts.respond("200 OK", body=b"there\n"))
    result = upshift("--http1.0", server.url())
    assert (result.status, result.text) == (0, "there\n"), result
    assert [head.version for head in server.heads] == ["HTTP/1.0", "HTTP/1.1"]


@pytest.mark.parametrize(
    "who, body",
    [
        ("aiohttp", b"No WebSocket UPGRADE hdr: None\n Can \"Upgrade\" only to \"WebSocket\"."),
        ("Tornado", b'Can "Upgrade" only to "WebSocket".'),
        ("gorilla/websocket", b"Bad Request\nwebsocket: 'upgrade' token not found in 'Connection' header\n"),
    ],
)
def test_a_400_that_says_so_is_not_followed(upshift, serve, who, body):
    server = serve(scripts.respond("400 Bad Request", body=body))
    result = upshift(server.url("/ws"))
    assert (result.status, result.out) == (0, body), result
    assert "this may be a WebSocket endpoint: try --upgrade websocket" in result.err
    assert len(server.heads) == 1


def test_a_400_about_something_else(upshift, serve):
    result = upshift(serve(scripts.respond("400 Bad Request", body=b"upgrade your plan\n")).url())
    assert (result.status, result.err) == (0, ""), result
