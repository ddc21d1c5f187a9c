"""WebSocket over HTTP/2 (RFC 8441): real servers, the conversation, and what falls back to HTTP/1.1."""

import signal

import pytest

from harness import connect, frames, scripts
from harness.connect import Connect, over_http1, over_http2
from harness.servers import PASSWORD, USER

HELLO = b"hello\n"
CONNECTED = "HTTP/2 200"


@pytest.fixture
def http2(upshift, tls):
    """The program, told to use HTTP/2 and to trust our servers."""

    def run(*words, **more):
        return upshift("--http2", "--cacert", tls.ca, *words, **more)

    return run


# Real servers


def test_hypercorn(http2, hypercorn):
    result = http2(
        "-v", "--count", 1, "-w", "%{http_version} %{response_code}\n", hypercorn.url("/", "wss"), stdin=HELLO
    )
    assert (result.status, result.out) == (0, HELLO + b"2 200\n"), result
    for line in ("[:method: CONNECT]", "[:protocol: websocket]", "> CONNECT / HTTP/2", "< HTTP/2 200"):
        assert line in result.err, result
    assert "> text 7 fin deflate" in result.err and "permessage-deflate" in result.err, result
    assert "reached easy.c" not in result.err, result


def test_the_fields_of_the_request(http2, hypercorn):
    words = ["-u", "me:pw", "-b", "a=1", "-e", "http://from/", "--origin", "http://o", "--subprotocol", "chat"]
    typed = ["-H", "X-Own: 1", "-H", "X-Empty;", "-H", "Accept:", "-H", "Sec-WebSocket-Key: x", "-H", "Expect: no"]
    url = hypercorn.url("/fields?x=y", "wss")
    result = http2("--show-secrets", *words, *typed, "--listen", "--count", 1, "-A", "robot", url)
    assert result.status == 0, result
    lines = result.out.decode().splitlines()
    for line in (
        "version: 2",
        "path: /fields",
        f"host: localhost:{hypercorn.port}",
        "user-agent: robot",
        "referer: http://from/",
        "authorization: Basic bWU6cHc=",
        "cookie: a=1",
        "x-own: 1",
        "x-empty: ",
        "origin: http://o",
        "sec-websocket-version: 13",
        "sec-websocket-protocol: chat",
    ):
        assert line in lines, lines
    assert not [line for line in lines if line.startswith(("accept:", "expect", "sec-websocket-key"))], lines


def test_credentials_are_not_shown(http2, hypercorn):
    result = http2("-v", "-u", "me:pw", "-b", "a=secret", "--count", 1, hypercorn.url("/", "wss"), stdin=HELLO)
    assert result.status == 0 and "authorization: Basic ***" in result.err.lower().replace("basic", "Basic"), result
    assert "bWU6cHc" not in result.err and "secret" not in result.err, result


def test_a_refusal_shows_its_body(http2, hypercorn):
    result = http2("-i", hypercorn.url("/refuse", "wss"), stdin=HELLO)
    assert result.status == 113 and "403" in result.err, result
    assert result.out.startswith(b"HTTP/2 403 \r\nx-why: no\r\n") and result.out.endswith(b"\r\n\r\nnot for you\n")


def test_the_code_of_the_server(http2, hypercorn):
    result = http2("--listen", hypercorn.url("/close", "wss"))
    assert result.status == 116 and '4001 "because"' in result.err, result
    assert http2("--listen", "--ok-close", 4001, hypercorn.url("/close", "wss")).status == 0


def test_much_in(http2, hypercorn):
    result = http2("--listen", "--ws-format", "raw", hypercorn.url("/flood", "wss"), timeout=120)
    assert result.status == 0 and result.out == bytes(100 << 20), (result.status, len(result.out), result.err)


def test_haproxy(http2, haproxy):
    url = haproxy.url("/", "wss")
    result = http2("-v", "--count", 3, url, stdin=b"one\ntwo\nthree\n")
    assert (result.status, result.out) == (0, b"one\ntwo\nthree\n") and CONNECTED in result.err, result


@pytest.mark.parametrize("deflate", ["--deflate", "--no-deflate"])
def test_much_both_ways(http2, haproxy, deflate):
    """10 MB in a message, several at once, so that both directions are full."""
    line = b"0123456789abcdef" * 655_360 + b"\n"
    words = ["--deflate", ""] if deflate == "--deflate" else [deflate]
    result = http2("-v", *words, "--count", 3, haproxy.url("/", "wss"), stdin=line * 3, timeout=120)
    assert result.status == 0 and result.out == line * 3 and CONNECTED in result.err, (result.status, result.err[-500:])


# A scripted server


def test_the_connection_ends_in_good_order(http2, serve, tls):
    server = serve(over_http2(connect.echo, tls))
    result = http2("--count", 2, server.url(scheme="wss", host="localhost"), stdin=HELLO * 2)
    assert (result.status, result.out) == (0, HELLO * 2), result


def test_in_the_clear(upshift, serve):
    server = serve(over_http2(connect.echo, None))
    result = upshift("--http2-prior-knowledge", "--count", 1, server.ws("/x?y"), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result


def test_http2_in_the_clear_is_not_asked_for(upshift, serve):
    """`--http2` would have to ask by Upgrade, which is taken."""
    result = upshift("--http2", "--count", 1, serve(scripts.echo()).ws(), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result


def test_the_way_of_the_connection(upshift, serve, tls, tinyproxy):
    """What libcurl is told of a connection holds for this one."""
    seen: list[Connect] = []

    def script(peer, stream):
        seen.append(stream)
        connect.echo(peer, stream)

    server = serve(*[over_http2(script, tls)] * 4)
    name, port = "localhost", server.port
    url = f"wss://{name}:{port}/"
    trust = ["--http2", "--cacert", tls.ca, "--count", 1]
    ways = [
        [*trust, "-x", tinyproxy.url(), url],
        [*trust, "--connect-to", f"localhost:443:127.0.0.1:{port}", "wss://localhost/"],
        ["--http2", "-k", "--count", 1, "--resolve", f"ws.example:{port}:127.0.0.1", f"wss://ws.example:{port}/"],
        [*trust, "--interface", "127.0.0.1", "-H", "Host: other.example", url],
    ]
    for way in ways:
        result = upshift(*way, stdin=HELLO)
        assert (result.status, result.out) == (0, HELLO), (way, result)
    expected = [f"localhost:{port}", "localhost", f"ws.example:{port}", "other.example"]
    assert [each[":authority"] for each in seen] == expected


def test_certificates_are_checked(upshift, serve, tls):
    def script(peer):
        try:
            tls.server().wrap_socket(peer.connection, server_side=True)
        except OSError:
            pass

    assert upshift("--http2", serve(script).url(scheme="wss", host="localhost"), stdin=HELLO).status == 60


def test_a_certificate_of_our_own(http2, serve, tls):
    def script(peer):
        stream = Connect(peer, tls.server(asks_client=True))
        assert stream.socket.getpeercert()["subject"] == ((("commonName", "somebody"),),)
        connect.echo(peer, stream)

    words = ["--cert", f"{tls.client}:secret", "--key", tls.client_key, "--count", 1]
    result = http2(*words, serve(script).url(scheme="wss", host="localhost"), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result


def test_cookies_of_a_file(http2, upshift, serve, tls):
    lines = [
        "localhost\tFALSE\t/\tFALSE\t0\tours\t1",
        "localhost\tFALSE\t/deep\tTRUE\t0\tdeep\t2",
        "localhost\tFALSE\t/other\tFALSE\t0\tno\t3",
        "example.com\tTRUE\t/\tFALSE\t0\tno\t4",
    ]
    (upshift.home / "jar").write_text("# Netscape HTTP Cookie File\n" + "\n".join(lines) + "\n")
    seen: list[Connect] = []

    def script(peer, stream):
        seen.append(stream)
        connect.echo(peer, stream)

    server = serve(over_http2(script, tls))
    result = http2("-b", "jar", "--count", 1, server.url("/deep/x", scheme="wss", host="localhost"), stdin=HELLO)
    assert result.status == 0 and seen[0]["cookie"] == "deep=2; ours=1", (result, seen[0].fields)


@pytest.mark.parametrize("status", [200, 403])
def test_cookies_of_the_answer(http2, upshift, serve, tls, status):
    """RFC 6265, though libcurl does not see that answer."""
    given = [
        "one=1; HttpOnly",
        "deep=2; Path=/deep; Secure; Max-Age=600",
        "gone=30; Max-Age=0",
        "old=40; Expires=Thu, 01 Jan 1970 00:00:01 GMT",
        "ours=5; Domain=LocalHost",
        "theirs=6; Domain=example.com",
        "__Host-it=7; Secure; Path=/",
        "__Host-no=8; Secure; Path=/; Domain=localhost",
        "=9",
        "parent=10; Domain=host",
        'quoted="a b"; Path="x"',
    ]
    seen: list[Connect] = []

    def script(peer, stream):
        seen.append(stream)
        fields = ["gone=3; Secure", "old=4"] if len(seen) == 1 else given
        stream.request().respond(status, *(("set-cookie", each) for each in fields), end=status != 200)
        if status == 200:
            peer.send(frames.close(1000))
            peer.message()
            stream.end_stream()
        stream.rest()

    server = serve(over_http2(script, tls), repeat=True)
    url = server.url("/deep/x", scheme="wss", host="localhost")
    result = http2("-c", "jar", "--listen", url, url)
    assert result.status == (0 if status == 200 else 113), result
    http2("-b", "jar", "--listen", url)
    assert "cookie" not in seen[0] and set(seen[1]["cookie"].split("; ")) == {"gone=3", "old=4"}
    assert set(seen[2]["cookie"].split("; ")) == {"one=1", "deep=2", "ours=5", "__Host-it=7", 'quoted="a b"'}
    kept = {line.split("\t")[5]: line.split("\t") for line in (upshift.home / "jar").read_text().splitlines() if "\t" in line}
    assert set(kept) == {"one", "deep", "ours", "__Host-it", "quoted"}, kept
    assert kept["one"][:4] == ["#HttpOnly_localhost", "FALSE", "/deep", "FALSE"]
    assert kept["deep"][1:4] == ["FALSE", "/deep", "TRUE"] and int(kept["deep"][4]) > 1
    assert kept["ours"][1] == "TRUE" and kept["__Host-it"][2:4] == ["/", "TRUE"]


def test_a_signal_closes(upshift, serve, tls):
    closes = []

    def script(peer, stream):
        stream.request().respond()
        peer.send(frames.text("open"))
        closes.append(peer.message())
        peer.send(frames.encode(frames.CLOSE, closes[0].payload))
        stream.end_stream()
        stream.rest()

    url = serve(over_http2(script, tls)).url(scheme="wss", host="localhost")
    running = upshift.start("--http2", "--cacert", tls.ca, "--listen", url)
    assert running.line() == b"open"
    running.signal(signal.SIGINT)
    assert running.status() == 130 and closes[0].code == 1001


def test_the_time_of_a_response_is_limited(http2, serve, tls):
    def script(peer, stream):
        stream.request().rest()

    result = http2("-m", "0.5", serve(over_http2(script, tls)).url(scheme="wss", host="localhost"), stdin=HELLO)
    assert result.status == 28, result


def test_the_time_of_a_conversation_is_limited(http2, serve, tls):
    def script(peer, stream):
        stream.request().respond()
        assert peer.message().code == 1001
        stream.rest()

    url = serve(over_http2(script, tls)).url(scheme="wss", host="localhost")
    result = http2("-m", "0.8", "--listen", url)
    assert result.status == 28, result


def test_a_426_leads_to_it(http2, serve, tls):
    """The 426 comes over HTTP/1.1; that the next connection agrees to HTTP/2 is the server's doing."""
    server = serve(
        over_http1(scripts.upgrade_required("Upgrade: websocket"), tls, chooses=False), over_http2(connect.echo, tls)
    )
    result = http2("-i", "--count", 1, server.url(scheme="https", host="localhost"), stdin=HELLO)
    assert result.status == 0 and result.out.startswith(b"HTTP/1.1 426 ") and b"HTTP/2 200 " in result.out, result


def test_a_check(check, hypercorn, tls):
    options = f"[Options]\nhttp2: true\ncacert: {tls.ca}\n"
    told = 'HTTP/2 200\n[WebSocket]\nsend hello\nexpect text == "hello"\nclose 1000\nexpect close 1000\n'
    check.write(f"GET {hypercorn.url('/', 'wss')}\n{options}{told}")
    result = check.run("check", "x.check")
    assert result.status == 0, result


def test_the_prompt(serve, terminal, tls):
    """What is typed is sent, and Ctrl-D closes; the next connection is one of HTTP/2 again."""
    server = serve(over_http2(connect.echo, tls), over_http2(connect.echo, tls))
    pane = terminal()
    pane.connect("--http2", "--cacert", tls.ca, server.url(scheme="wss", host="localhost"), status="200, wss")
    pane.line("typed")
    pane.until("< typed")
    pane.line("/close")
    pane.until("*< close 1000 (normal closure)")
    pane.key("Enter")
    pane.until("* gap: connected again")
    pane.line("again")
    pane.until("< again")
    assert pane.leave() == 0


def test_a_unix_socket(upshift, serve):
    server = serve(over_http2(connect.echo, None), path=str(upshift.home / "socket"))
    result = upshift(
        "--http2-prior-knowledge", "--unix-socket", "socket", "--count", 1, "ws://anything/", stdin=HELLO
    )
    assert (result.status, result.out) == (0, HELLO), (result, server)


# What falls back to HTTP/1.1


def falls_back(http2, serve, first, tls, *words, second=None, note=""):
    server = serve(first, *(second or [over_http1(scripts.echo(), tls)]))
    result = http2("-v", *words, "--count", 1, server.url(scheme="wss", host="localhost"), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    assert f"{note}; the handshake goes over HTTP/1.1" in result.err, result
    return result


@pytest.mark.parametrize("chooses, note", [(True, "the server chose http/1.1 by ALPN"), (False, "by ALPN")])
def test_without_http2(http2, serve, tls, chooses, note):
    def script(peer):
        over_http1(lambda peer: peer.rest(), tls, chooses)(peer)
        assert peer.received == b"", "nothing was to be sent"

    falls_back(http2, serve, script, tls, note=note)


def test_without_the_setting(http2, serve, tls):
    def script(peer, stream):
        stream.rest()
        assert not stream.stream

    falls_back(http2, serve, over_http2(script, tls, enables=False), tls, note="do not enable the CONNECT protocol (RFC 8441)")


@pytest.mark.parametrize("code, note", [(7, "refused the stream"), (13, "requires HTTP/1.1")])
def test_a_stream_that_is_not_wanted(http2, serve, tls, code, note):
    def script(peer, stream):
        stream.request().reset(code)
        stream.rest()

    falls_back(http2, serve, over_http2(script, tls), tls, note=note)


def test_goaway_before_the_answer(http2, serve, tls):
    def script(peer, stream):
        stream.request().goaway(last=0)
        stream.rest()

    falls_back(http2, serve, over_http2(script, tls), tls, note="refused the stream")


def test_redirects(http2, serve, tls):
    def script(peer, stream):
        stream.request().respond(302, ("location", "/there"), end=True)
        stream.rest()

    second = [
        over_http1(scripts.respond("302 Found", "Location: /there"), tls),
        over_http1(scripts.echo(), tls),
    ]
    falls_back(http2, serve, over_http2(script, tls), tls, "-L", second=second, note="redirects are libcurl's")


def test_without_location_a_redirect_is_a_refusal(http2, serve, tls):
    def script(peer, stream):
        stream.request().refuse(302, ("location", "/there"), body=b"moved\n")

    result = http2(serve(over_http2(script, tls)).url(scheme="wss", host="localhost"), stdin=HELLO)
    assert (result.status, result.out) == (113, b"moved\n") and "--location" in result.err, result


def test_digest(http2, serve, tls):
    def script(peer, stream):
        assert "authorization" not in stream.request()
        stream.respond(401, ("www-authenticate", 'Digest realm="r", nonce="n", qop="auth"'))
        stream.rest()

    def over(peer):
        assert "Authorization" not in peer.head()
        peer.answer("401 Unauthorized", 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"')
        head = peer.websocket()
        assert head["Authorization"].startswith("Digest ")
        peer.echo()
        peer.end()

    note = "only libcurl can log in as the server asks"
    words = ["--digest", "-u", f"{USER}:{PASSWORD}"]
    falls_back(http2, serve, over_http2(script, tls), tls, *words, second=[over_http1(over, tls)], note=note)


def test_basic_that_is_wrong_is_a_refusal(http2, serve, tls):
    def script(peer, stream):
        stream.request().refuse(401, ("www-authenticate", "Basic"), body=b"who?\n")

    url = serve(over_http2(script, tls)).url(scheme="wss", host="localhost")
    result = http2("-u", "a:b", url, stdin=HELLO)
    assert (result.status, result.out) == (113, b"who?\n"), result



def test_what_only_libcurl_can_do(check, serve, tls):
    server = serve(over_http1(scripts.echo(), tls))
    options = f"[Options]\nhttp2: true\nlimit-rate: 1000000\ncacert: {tls.ca}\n"
    url = server.url(scheme="wss", host="localhost")
    check.write(f'GET {url}\n{options}HTTP 101\n[WebSocket]\nsend a\nexpect text == "a"\n')
    result = check.run("check", "x.check")
    assert result.status == 0, result
