"""Redirects and proxies on the way of the WebSocket handshake."""

import threading

import pytest

from harness import frames, scripts
from harness.frames import PING, PONG
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


def test_a_host_of_our_own_is_for_the_first_host(upshift, curl, serve):
    """-H Host: is dropped where curl drops it."""

    def leave(port):
        return scripts.respond("302 Found", f"Location: http://localhost:{port}/")

    theirs, ours = serve(scripts.respond("200 OK")), serve(scripts.echo())
    from_theirs, from_ours = serve(leave(theirs.port)), serve(leave(ours.port))
    curl("-s", "-L", "-H", "Host: foo.example", from_theirs.url())
    result = upshift("-L", "-H", "Host: foo.example", "--count", 1, from_ours.ws(), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    assert from_ours.heads[0]["Host"] == from_theirs.heads[0]["Host"] == "foo.example"
    assert ours.heads[0]["Host"] == f"localhost:{ours.port}" and theirs.heads[0]["Host"] == f"localhost:{theirs.port}"


@pytest.mark.parametrize("location", ["/there", "http://127.0.0.1:{port}/there", "ws://127.0.0.1:{port}/there"])
def test_credentials_of_the_url_stay_within_its_origin(upshift, serve, location):
    other = serve(scripts.echo())
    server = serve(
        lambda peer: scripts.respond("302 Found", "Location: " + location.format(port=server.port))(peer),
        scripts.respond("302 Found", f"Location: {other.ws()}"),
    )
    result = upshift("-L", "--count", 1, server.ws(user="a:b"), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    assert [head.all("Authorization") for head in server.heads] == [["Basic YTpi"]] * 2
    assert "Authorization" not in other.heads[0]


def test_a_redirect_to_ws_is_judged_by_the_hop_that_sends_it(upshift, serve, tls):
    """https → http is what -L allows; from there ws is no step down."""
    plain = serve(lambda peer: scripts.respond("302 Found", f"Location: {plain.ws('/there')}")(peer), scripts.echo())
    secure = serve(scripts.respond("302 Found", f"Location: {plain.url('/here')}"), secure=True)
    result = upshift("-L", "--cacert", tls.ca, "--count", 1, secure.url(), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    assert [head.target for head in plain.heads] == ["/here", "/there"]


def test_the_end_of_a_connection_on_the_way_is_not_the_end(upshift, serve):
    """The redirect's connection is kept; when its server closes it, the conversation elsewhere goes on.

    libcurl 7.88 keeps it only where the handshake has no body to come: while it negotiates a Digest."""
    opened, closed = threading.Event(), threading.Event()

    def redirect(peer):
        peer.head()
        peer.answer("302 Found", f"Location: {other.ws()}")
        assert opened.wait(5) and not peer.is_spoken_to()
        peer.connection.close()
        closed.set()

    def converse(peer):
        peer.websocket()
        opened.set()
        assert closed.wait(5)
        for number in range(5):
            peer.send(frames.encode(PING, b"%d" % number))
            assert peer.frame() == frames.Frame(PONG, b"%d" % number, masked=True)
        peer.text("still here")
        peer.close()

    other = serve(converse)
    running = upshift.start("-L", "--digest", "-u", "a:b", serve(redirect).ws())
    assert running.line() == b"still here"
    assert running.status(5) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["-u", "a:b"],
        ["-H", "Authorization: Bearer t0ken"],
        ["-H", "Cookie: a=1"],
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
    """tinyproxy drops what Connection names, as it must; what is left is a 426 without Upgrade, asked for in a tunnel."""
    result = upshift("-v", "-x", tinyproxy.url(), "--count", 1, guide.url(), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    assert "asking again through a tunnel (CONNECT)" in result.err, result
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
