"""Redirects and proxies on the way of the WebSocket handshake."""

import pytest

from harness import scripts
from harness.peer import Gone, check_handshake, switching
from harness.servers import PASSWORD, USER

HELLO = b"hello\n"


# Redirects


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["/there", "http://127.0.0.1:{port}/there", "ws://127.0.0.1:{port}/there"])
def test_redirects_of_the_handshake(upshift, serve, code, location):
    server = serve(
        lambda peer: scripts.respond(
            f"{code} Moved", "Location: " + location.format(port=server.port), body=b"moved\n"
        )(peer),
        scripts.echo(),
    )
    result = upshift("-i", "-L", "--count", 1, server.ws("/here"), stdin=HELLO)
    assert result.status == 0 and result.out.endswith(b"\r\n\r\nhello\n"), result
    assert b"moved" not in result.out and result.out.count(b"HTTP/1.1 ") == 2, result
    first, second = server.heads
    check_handshake(first)
    check_handshake(second)
    assert second.target == "/there" and first["Sec-WebSocket-Key"] != second["Sec-WebSocket-Key"]


def test_a_redirect_before_the_426(upshift, serve):
    server = serve(
        scripts.respond("302 Found", "Location: /ws"), scripts.upgrade_required("Upgrade: websocket"), scripts.echo()
    )
    result = upshift("-L", "--count", 1, server.url(), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    assert [head.target for head in server.heads] == ["/", "/ws", "/ws"]


def test_a_redirect_on_a_connection_that_is_kept(upshift, serve):
    """Whether the next hop takes the same connection or another is the client's choice."""

    def script(peer):
        head = peer.head()
        if head.target == "/here":
            peer.answer("307 Temporary Redirect", "Location: /there", body=b"moved\n")
            try:
                head = peer.head()
            except Gone:
                return
        check_handshake(head)
        peer.send(switching(head))
        peer.echo()
        peer.end()

    server = serve(script, repeat=True)
    result = upshift("-L", "--count", 1, server.ws("/here"), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result


def test_without_location_a_redirect_is_a_refusal(upshift, serve):
    server = serve(scripts.respond("302 Found", "Location: /there", body=b"moved\n"))
    result = upshift(server.ws(), stdin=HELLO)
    assert (result.status, result.out) == (113, b"moved\n"), result


def test_max_redirs(upshift, serve):
    server = serve(scripts.respond("302 Found", "Location: /loop"), repeat=True)
    result = upshift("-L", "--max-redirs", 3, server.ws("/loop"), stdin=HELLO)
    assert result.status == 47, result
    assert len(server.heads) == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ["-u", "a:b"],
        ["-H", "Authorization: Bearer t0ken"],
        ["-H", "Cookie: a=1"],
        ["-b", "a=1"],
        ["--oauth2-bearer", "t0ken"],
        ["-u", "a:b", "--location-trusted"],
        ["-H", "Authorization: Bearer t0ken", "--location-trusted"],
        ["-H", "X-Own: kept"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_credentials_are_dropped_where_curl_drops_them(upshift, curl, serve, arguments, host):
    """The same redirect to another port or host, plain with curl and as a handshake with us."""

    def leave(peer, port):
        scripts.respond("307 Temporary Redirect", f"Location: http://{host}:{port}/")(peer)

    def secrets(head):
        return [field for field in head.fields if field[0] in ("Authorization", "Cookie", "X-Own")]

    seen = scripts.respond("200 OK")
    theirs, ours = serve(seen), serve(scripts.echo())
    curl("-s", "-L", *arguments, serve(lambda peer: leave(peer, theirs.port)).url())
    result = upshift("-L", *arguments, "--count", 1, serve(lambda peer: leave(peer, ours.port)).ws(), stdin=HELLO)
    assert result.status == 0, result
    assert secrets(ours.heads[0]) == secrets(theirs.heads[0])


# Proxies


@pytest.mark.parametrize("scheme", ["ws", "http"])
def test_connect_through_tinyproxy(upshift, tinyproxy, python_websockets, scheme):
    result = upshift("-x", tinyproxy.url(), "--count", 1, python_websockets.url("/", scheme), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    assert "CONNECT" in tinyproxy.log.read_text()


def test_wss_through_tinyproxy(upshift, tinyproxy, nginx, tls):
    result = upshift(
        "-x", tinyproxy.url(), "--cacert", tls.ca, "--count", 1, nginx.url("/ws", "wss", nginx.ports[2]), stdin=HELLO
    )
    assert (result.status, result.out) == (0, HELLO), result


def test_digest_through_tinyproxy(upshift, tinyproxy, apache):
    result = upshift(
        "-x",
        tinyproxy.url(),
        "--digest",
        "-u",
        f"{USER}:{PASSWORD}",
        "--count",
        1,
        apache.url("/digest", "ws"),
        stdin=HELLO,
    )
    assert (result.status, result.out) == (0, HELLO), result


def test_a_proxy_that_takes_the_upgrade_field_away(upshift, tinyproxy, guide):
    """tinyproxy drops what Connection names, as it must; what is left is a 426 without Upgrade."""
    result = upshift("-x", tinyproxy.url(), guide.url(), stdin=HELLO)
    assert result.status == 110 and "--upgrade websocket" in result.err, result
    result = upshift("-x", tinyproxy.url(), "--upgrade", "websocket", "--count", 1, guide.url(), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result


def test_proxy_user(upshift, tinyproxy_auth, python_websockets):
    result = upshift(
        "-x",
        tinyproxy_auth.url(),
        "-U",
        "proxyuser:proxysecret",
        "--count",
        1,
        python_websockets.url("/", "ws"),
        stdin=HELLO,
    )
    assert (result.status, result.out) == (0, HELLO), result


def test_proxy_user_in_the_url(upshift, tinyproxy_auth, guide):
    proxy = f"http://proxyuser:proxysecret@127.0.0.1:{tinyproxy_auth.port}"
    result = upshift("-x", proxy, "--count", 1, guide.url("/", "ws"), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result


def test_a_proxy_that_refuses(upshift, curl, tinyproxy_auth, python_websockets):
    expected = curl("-s", "-p", "-x", tinyproxy_auth.url(), python_websockets.url())
    result = upshift("-x", tinyproxy_auth.url(), python_websockets.url("/", "ws"), stdin=HELLO)
    assert result.status == expected.status and "407" in result.err, result


def test_the_credentials_of_the_proxy_stay_with_the_proxy(upshift, serve):
    origin = serve()

    def proxy(peer):
        head = peer.head()
        assert (head.method, head.target) == ("CONNECT", f"127.0.0.1:{origin.port}"), head.raw
        assert head["Proxy-Authorization"].startswith("Basic ") and "Authorization" not in head, head.raw
        peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        inner = peer.head()
        check_handshake(inner)
        assert "Proxy-Authorization" not in inner and inner["Authorization"].startswith("Basic "), inner.raw
        assert inner.target == "/chat", inner.raw
        peer.send(switching(inner))
        peer.echo()
        peer.end()

    through = serve(proxy)
    result = upshift("-x", through.url(), "-U", "p:q", "-u", "a:b", "--count", 1, origin.ws("/chat"), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
