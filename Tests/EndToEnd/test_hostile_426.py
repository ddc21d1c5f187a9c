"""A 426 that must not be followed: the right exit status, the response shown, and not a byte of ours after it."""

import pytest

from harness import scripts
from harness.scripted import Scripted

BODY = b"go away\n"


def refused(*fields: str):
    return scripts.upgrade_required(*fields, body=BODY)


@pytest.mark.parametrize(
    "fields, named",
    [
        ([], "--upgrade websocket"),
        (["Upgrade:"], None),
        (["Upgrade: ,,, ,"], None),
        (["Upgrade: irc/6.9, RTA/x11"], "irc/6.9"),
        (["Upgrade: SPDY/3", "Upgrade: foo"], "foo"),
        (["Upgrade: websocket/14"], "websocket/14"),
        (["Upgrade: TLS/"], None),
        (["Upgrade: /1.3"], None),
        (["Upgrade: web socket"], None),
        (['Upgrade: "websocket"'], None),
        (["Upgrade: websocket;q=1"], None),
        (["Upgrade: websocket\x01"], None),
        (["Upgrade: TLS\x00/1.3"], None),
        (["Upgrade: w\u00ebbsocket"], None),
        (["Sec-WebSocket-Version: 14"], "14"),
        (["Location: ws://127.0.0.1:9/"], "--upgrade websocket"),
    ],
    ids=str,
)
def test_a_426_that_cannot_be_followed(upshift, serve, fields, named):
    result = upshift(serve(refused(*fields)).url(), stdin=b"hello\n")
    # A NUL in a head is an error of libcurl's own (8, or 43 where it is older).
    allowed = (110, 8, 43) if any("\0" in field for field in fields) else (110,)
    assert result.status in allowed, result
    if result.status == 110:
        assert result.out == BODY and (named or "") in result.err, result
    assert len(result.err.strip().splitlines()) == 1, result


def test_http3_is_named(upshift, serve):
    result = upshift(serve(refused("Upgrade: HTTP/3.0")).url())
    assert (result.status, result.out) == (110, BODY), result
    assert "HTTP/3" in result.err, result


def test_a_426_in_answer_to_the_handshake_is_final(upshift, serve):
    server = serve(scripts.upgrade_required("Upgrade: websocket", body=b"first\n"), refused("Upgrade: websocket"))
    result = upshift(server.url(), stdin=b"hello\n")
    assert result.status in (110, 111, 113) and result.out == BODY, result


def test_two_tokens_in_turn(upshift, tls):
    """websocket, TLS, websocket, TLS …: each is followed once."""

    def over_tls(script):
        def secured(peer):
            peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
            script(peer)

        return secured

    socket, secure = refused("Upgrade: websocket"), refused("Upgrade: TLS/1.3, HTTP/1.1")
    server = Scripted(socket, secure, over_tls(socket), over_tls(secure))
    result = upshift("-i", "--cacert", tls.ca, server.url(host="localhost"), stdin=b"hello\n")
    server.finish()
    assert result.status in (110, 111, 113) and result.out.endswith(b"\r\n\r\n" + BODY), result
    assert result.out.count(BODY) == 1, result


def test_two_protocols_in_turn(upshift, apache):
    """h2c, then a 426 over HTTP/2, which is asked again over HTTP/1.1, and there h2c …"""
    result = upshift("-i", apache.url("/never"), timeout=10)
    assert result.status in (110, 111) and result.out.count(b" 426") <= 4, result


@pytest.mark.parametrize("token", ["TLS/1.3, HTTP/1.1", "TLS/1.2", "HTTP/1.1", "HTTP/1.0", "http"])
def test_no_way_down_from_https(upshift, serve, tls, token):
    server = serve(refused(f"Upgrade: {token}"), secure=True)
    result = upshift("--cacert", tls.ca, server.url(), stdin=b"hello\n")
    assert (result.status, result.out) == (110, BODY), result


def test_a_websocket_of_https_is_wss(upshift, serve, tls):
    """Both connections come to a port that speaks TLS only."""
    server = serve(scripts.upgrade_required("Upgrade: websocket"), scripts.echo(), secure=True)
    result = upshift("--cacert", tls.ca, "--count", 1, server.url(), stdin=b"hello\n")
    assert (result.status, result.out) == (0, b"hello\n"), result


@pytest.mark.parametrize("scheme", ["ws", "http"])
def test_no_redirect_from_wss_to_plain(upshift, serve, tls, scheme):
    plain = serve()
    server = serve(scripts.respond("302 Found", f"Location: {plain.url('/', scheme)}", body=BODY), secure=True)
    result = upshift("-L", "--cacert", tls.ca, "--send", "secret", server.ws())
    assert (result.status, plain.peers) == (110, []), result


def test_location_of_a_426_is_not_followed(upshift, serve):
    """Same host only: the 426 names another by Location, and -L is on."""
    other = serve()
    server = serve(scripts.upgrade_required("Upgrade: websocket", f"Location: {other.url()}"), scripts.echo())
    result = upshift("-L", "--count", 1, server.url(), stdin=b"hello\n")
    assert (result.status, result.out, other.peers) == (0, b"hello\n", []), result


def test_another_host_by_redirect_gets_no_credentials(upshift, serve):
    """A redirect, and there a 426: the handshake has nothing of what was meant for the first host."""
    other = serve(*scripts.after_426(scripts.echo()))
    server = serve(
        scripts.respond("302 Found", f"Location: {other.url('/there', host='localhost')}", "Set-Cookie: own=1; Path=/")
    )
    result = upshift("-L", "-u", "user:password", "-b", "", "--count", 1, server.url(), stdin=b"hello\n")
    assert (result.status, result.out) == (0, b"hello\n"), result
    assert "Authorization" in server.heads[0]
    for head in other.heads:
        assert "Authorization" not in head and "Cookie" not in head, head.raw


@pytest.mark.parametrize(
    "fields",
    [
        [b"Upgrade: " + b"x" * (10 << 20)],
        [b"Upgrade: " + b"a," * (5 << 20)],
        [b"Upgrade: " + b",".join(b"t%d/1" % n for n in range(5000))] * 200,
        [b"Upgrade: " + b"," * 90_000],
    ],
    ids=["one token", "one line", "many lines", "commas"],
)
def test_ten_mebibytes_of_upgrade(upshift, serve, fields):
    """libcurl itself may refuse such a head (27, 56, 63); what it lets through is 110."""

    def script(peer):
        peer.head()
        try:
            peer.send(b"HTTP/1.1 426 Upgrade Required\r\n" + b"\r\n".join(fields) + b"\r\nContent-Length: 0\r\n\r\n")
        except Exception:
            pass  # the client need not read it all
        assert peer.end() == b""

    result = upshift(serve(script).url(), stdin=b"hello\n", timeout=10)
    assert result.status in (27, 56, 63, 110), result
    assert len(result.err) < 4000, "the message repeats the field"


def test_an_escape_sequence_in_a_token_does_not_reach_the_terminal(upshift, serve):
    result = upshift("-v", serve(refused("Upgrade: \x1b]0;owned\x07, \x9b31mred")).url())
    assert result.status in (110, 8, 43), result
    assert not set("\x1b\x07\x9b") & set(result.err), result


def test_max_upgrades_bounds_any_chain(upshift, serve):
    server = serve(scripts.upgrade_required("Upgrade: websocket"), repeat=True)
    result = upshift("--max-upgrades", 1, server.url(), stdin=b"hello\n")
    assert result.status in (110, 111, 113) and len(server.heads) == 2, result
