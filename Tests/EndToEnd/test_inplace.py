"""TLS in place (RFC 2817): a 426, `OPTIONS *`, its 101, and TLS on the same connection; what can go wrong with it."""

import socket
import time

import pytest

from harness import inplace, scripts
from harness.inplace import OK, SWITCHING, asked, begin_tls, in_a_network, required, secure, switch
from harness.peer import Gone
from test_follow import statuses

IN_PLACE = ("--tls-upgrade", "in-place")


@pytest.fixture
def fetch(upshift, tls):
    def run(*arguments, **more):
        return upshift("--cacert", tls.ca, *IN_PLACE, *arguments, **more)

    return run


@pytest.fixture
def local(serve):
    """A scripted server and its URL by name, as the certificate has it."""

    def start(*played):
        server = serve(*played)
        return server, server.url(host="localhost")

    return start


def answer(body: bytes = b"secure\n", *fields: str):
    def script(peer):
        peer.body(peer.head())
        peer.answer("200 OK", *fields, body=body)

    return script


def test_the_same_connection_goes_from_426_to_tls(fetch, local, tls):
    def script(peer):
        required(peer)
        switch(peer, tls)
        answer()(peer)

    server, url = local(script)
    result = fetch("-i", url)
    assert (result.status, statuses(result.out)) == (0, [426, 101, 200, 200]), result
    assert result.out.endswith(b"\r\n\r\nsecure\n") and b"not in the clear" not in result.out, result
    assert len(server.peers) == 1


def test_a_426_that_closes_leads_to_a_new_connection(fetch, local, tls):
    server, url = local(scripts.upgrade_required("Upgrade: TLS/1.2,TLS/1.1,TLS/1.0"), secure(tls, answer()))
    result = fetch("-v", url)
    assert (result.status, result.out) == (0, b"secure\n"), result
    assert "> OPTIONS * HTTP/1.1" in result.err and "RFC 2817" in result.err, result
    assert len(server.peers) == 2


@pytest.mark.parametrize("arguments", [[], ["--tls-upgrade", "rewrite"]], ids=["unasked", "rewrite"])
def test_the_usual_way_asks_again(upshift, local, tls, arguments):
    def secured(peer):
        begin_tls(peer, tls.server())
        answer()(peer)

    _, url = local(scripts.upgrade_required("Upgrade: TLS/1.2, HTTP/1.1"), secured)
    result = upshift("--cacert", tls.ca, *arguments, url)
    assert (result.status, result.out) == (0, b"secure\n"), result


def test_body_and_credentials_are_sent_again_over_tls_only(fetch, local, tls):
    bodies = []

    def script(peer):
        required(peer)
        # `asked` sees that the OPTIONS has none of it.
        switch(peer, tls)
        head = peer.head()
        bodies.append(peer.body(head))
        peer.answer("200 OK", body=b"secure\n")

    server, url = local(script)
    result = fetch("-u", "me:secret", "-b", "a=secret", "-H", "X-Key: secret", "-d", "b=secret", url)
    assert (result.status, result.out) == (0, b"secure\n"), result
    last = server.heads[-1]
    assert (last.method, bodies) == ("POST", [b"b=secret"]), last.raw
    assert last["Authorization"] == "Basic bWU6c2VjcmV0" and last["Cookie"] == "a=secret" and last["X-Key"] == "secret"


def test_an_offer_of_tls_says_nothing_in_the_clear(fetch, local, tls, upshift):
    """RFC 2817 3.2: "a client MUST send an OPTIONS request first"."""
    (upshift.home / "jar").write_text("localhost\tFALSE\t/\tFALSE\t0\tc\tsecret\n")
    bodies = []

    def script(peer):
        switch(peer, tls)
        bodies.append(peer.body(peer.head()))
        peer.answer("200 OK", body=b"secure\n")

    server, url = local(script)
    result = fetch(
        "-i", "--upgrade", "TLS/1.3", "-b", "jar", "-d", "b=secret", url.replace("//", "//me:secret@") + "?q=secret"
    )
    assert (result.status, statuses(result.out)) == (0, [101, 200, 200]), result
    assert b"secret" not in server.peers[0].clear
    last = server.heads[-1]
    assert (last.method, last.target, bodies) == ("POST", "/?q=secret", [b"b=secret"]), last.raw
    assert last["Cookie"] == "c=secret" and last["Authorization"] == "Basic bWU6c2VjcmV0", last.raw


def test_cookies_of_the_clear_answers_are_no_cookies_of_tls(fetch, local, tls, upshift):
    def script(peer):
        switch(peer, tls, head=SWITCHING.replace("\r\n\r\n", "\r\nSet-Cookie: planted=1\r\n\r\n"))
        answer()(peer)

    server, url = local(script)
    assert fetch("--upgrade", "TLS/1.2", "-b", "", "-c", "jar", url).status == 0
    assert "Cookie" not in server.heads[-1] and "planted" not in (upshift.home / "jar").read_text()


def test_a_websocket_goes_over_the_same_connection(fetch, local, tls):
    def wants_websocket(peer):
        peer.head()
        peer.answer("426 Upgrade Required", "Upgrade: websocket", "Connection: Upgrade")

    server, url = local(secure(tls, wants_websocket, scripts.echo()))
    result = fetch("-i", "--upgrade", "TLS/1.3", "--count", 1, url, stdin=b"hello\n")
    assert (result.status, statuses(result.out)) == (0, [101, 200, 426, 101]), result
    assert result.out.endswith(b"hello\n") and len(server.peers) == 1, result


def test_a_later_hop_asks_for_tls_again_on_a_new_connection(fetch, local, tls):
    server, url = local(
        secure(tls, scripts.upgrade_required("Upgrade: websocket")), secure(tls, scripts.echo())
    )
    result = fetch("-i", "--upgrade", "TLS/1.3", "--count", 1, url, stdin=b"hello\n")
    assert (result.status, statuses(result.out)) == (0, [101, 200, 426, 101, 200, 101]), result
    assert [head.method for head in server.heads] == ["OPTIONS", "GET", "OPTIONS", "GET"]


def test_a_websocket_url_is_switched_too(fetch, serve, tls):
    server = serve(scripts.upgrade_required("Upgrade: TLS/1.2, HTTP/1.1"), secure(tls, scripts.echo()))
    result = fetch("--count", 1, server.ws(host="localhost"), stdin=b"hello\n")
    assert (result.status, result.out) == (0, b"hello\n"), result
    assert server.heads[-1].is_handshake and b"secret" not in server.peers[1].clear


def test_digest_over_tls_in_place(fetch, local, tls):
    def challenge(peer):
        peer.head()
        peer.answer("401 Unauthorized", 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"')

    server, url = local(secure(tls, challenge, answer()))
    result = fetch("--upgrade", "TLS/1.3", "--digest", "-u", "me:secret", url)
    assert (result.status, result.out) == (0, b"secure\n"), result
    assert server.heads[-1]["Authorization"].startswith("Digest ") and len(server.peers) == 1


def test_a_redirect_goes_over_the_same_connection(fetch, local, tls):
    def moved(peer):
        peer.head()
        peer.answer("302 Found", "Location: /there")

    server, url = local(secure(tls, moved, answer()))
    result = fetch("-L", "--upgrade", "TLS/1.3", url)
    assert (result.status, result.out) == (0, b"secure\n"), result
    assert server.heads[-1].target == "/there" and len(server.peers) == 1


def test_head_is_asked_again_with_head(fetch, local, tls):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 426 Upgrade Required\r\nUpgrade: TLS/1.2\r\nContent-Length: 7\r\n\r\n")
        switch(peer, tls)
        assert peer.head().method == "HEAD"
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n")

    _, url = local(script)
    result = fetch("-I", url)
    assert (result.status, statuses(result.out)) == (0, [426, 101, 200, 200]), result


def test_what_write_out_says(fetch, local, tls):
    def script(peer):
        required(peer)
        switch(peer, tls)
        answer()(peer)

    server, url = local(script)
    words = "%{num_connects} %{time_connect} %{time_appconnect} %{time_total} %{remote_ip} %{http_version}"
    result = fetch("-o", "out", "-w", words, url)
    assert result.status == 0, result
    count, connect, tls_time, total, address, version = result.text.split()
    assert (count, address, version) == ("1", server.host, "1.1"), result
    assert 0 < float(connect) < float(tls_time) <= float(total), result


# The answer to OPTIONS, over TLS


def dripped(data: bytes):
    def send(peer):
        for byte in data:
            peer.send(bytes([byte]))

    return send


BIG = b"x" * 60000
ANSWERS = {
    "longer than a record": b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(BIG), BIG),
    "chunked": b"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n",
    "in chunks longer than a record": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
    % (len(BIG), BIG),
    "after an interim one": b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
    "a byte at a time": dripped(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_to_options_is_read_whole(fetch, local, tls, name):
    _, url = local(secure(tls, answer(), answer=ANSWERS[name]))
    result = fetch("--upgrade", "TLS/1.3", url)
    assert (result.status, result.out) == (0, b"secure\n"), result


UNREADABLE = {
    "no length": (b"HTTP/1.1 200 OK\r\n\r\n", "no length"),
    "two lengths": (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "how long"),
    "too long": (b"HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n", "65536"),
    "never ends": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"4000\r\n%s\r\n" % (b"x" * 0x4000) * 9, "65536"),
    "a head that never ends": (b"HTTP/1.1 200 OK\r\n" + b"A: " + b"x" * 400_000, "head"),
    "no HTTP": (b"\x00\x01\x02\x03\n", "HTTP/1.1"),
    "another switch": (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "once more"),
    "one answer too many": (OK + b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nplanted\n", "more than"),
    "and closes": (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "closes"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_answer_to_options_that_cannot_be_read_exactly(fetch, local, tls, name):
    data, word = UNREADABLE[name]

    def script(peer):
        switch(peer, tls, lambda peer: None)
        try:
            peer.send(data)
        except Gone:
            pass
        assert b"secret" not in peer.rest(), "the request was sent"

    _, url = local(script)
    result = fetch("--upgrade", "TLS/1.3", "-d", "b=secret", url)
    assert (result.status, result.out) == (112, b""), result
    assert word in result.err, result


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Le"], ids=["nothing", "a part"])
@pytest.mark.parametrize("limit", ["--connect-timeout", "--max-time"])
def test_an_answer_to_options_that_never_comes(fetch, local, tls, start, limit):
    def script(peer):
        switch(peer, tls, start or (lambda peer: None))
        assert peer.rest() == b"", "the request was sent"

    _, url = local(script)
    began = time.monotonic()
    result = fetch(limit, 1, "--upgrade", "TLS/1.3", url)
    assert result.status == 28 and time.monotonic() - began < 4, result


@pytest.mark.parametrize("how", ["end", "reset"])
@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Le"], ids=["nothing", "a part"])
def test_an_answer_to_options_that_is_cut_short(fetch, local, tls, start, how):
    def script(peer):
        switch(peer, tls, start or (lambda peer: None))
        raw = socket.socket(fileno=peer.connection.detach())
        raw.settimeout(15)
        peer.connection = raw
        # The start of a TLS record, so that the connection ends inside it.
        raw.sendall(b"\x17\x03\x03")
        getattr(peer, how)()

    _, url = local(script)
    result = fetch("--upgrade", "TLS/1.3", url)
    assert result.status == 56 and "OPTIONS" in result.err, result


# What goes wrong before


def test_a_wrong_certificate(upshift, local, tls):
    def script(peer):
        required(peer)
        with pytest.raises(Gone):
            switch(peer, tls)
            peer.head()

    _, url = local(script)
    result = upshift(*IN_PLACE, "-u", "me:secret", url)
    assert result.status == 60, result


def test_a_certificate_for_another_name(upshift, serve, tls):
    def script(peer):
        with pytest.raises(Gone):
            switch(peer, tls)
            peer.head()

    server = serve(script)
    result = upshift(
        "--cacert", tls.ca, *IN_PLACE, "--upgrade", "TLS/1.3", "--connect-to", f"other.test:80:127.0.0.1:{server.port}",
        "http://other.test/",
    )  # fmt: skip
    assert result.status == 60, result


def test_insecure_skips_the_check(upshift, local, tls):
    _, url = local(secure(tls, answer()))
    assert upshift("-k", *IN_PLACE, "--upgrade", "TLS/1.3", url).out == b"secure\n"


def test_options_answered_by_something_else(fetch, local):
    def script(peer):
        required(peer)
        asked(peer)
        peer.answer("200 OK", "Allow: GET", body=b"what?\n")
        assert peer.rest() == b"", "a byte was sent after the response"

    _, url = local(script)
    result = fetch("-i", url)
    assert (result.status, statuses(result.out)) == (110, [426, 200]), result
    assert "OPTIONS * with 200" in result.err and "--tls-upgrade rewrite" in result.err, result


@pytest.mark.parametrize(
    "head",
    [
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
        SWITCHING.replace("\r\n\r\n", "\r\nContent-Length: 3\r\n\r\n"),
        SWITCHING.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n"),
        SWITCHING + "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nplanted\n",
        SWITCHING.replace("\r\n\r\n", "\r\nContent-Length: 0\r\n\r\n") + "HTTP/1.1 200 OK\r\n\r\nplanted\n",
        SWITCHING + "\x16",
    ],
    ids=["no Upgrade", "another Upgrade", "a length", "chunked", "a response behind it", "behind a length of 0", "a byte"],
)
def test_a_101_that_is_not_to_be_trusted(fetch, local, head):
    def script(peer):
        asked(peer)
        peer.send(head.encode())
        assert peer.rest() == b"", "a byte was sent after the 101"

    _, url = local(script)
    result = fetch("--upgrade", "TLS/1.3", "-u", "me:secret", url)
    assert (result.status, result.out) == (112, b""), result


def test_bytes_in_the_clear_where_tls_begins(fetch, local):
    """They come when the 101 has been looked at: to TLS they are no TLS."""

    def script(peer):
        asked(peer)
        peer.send(SWITCHING.encode())
        peer.take(1)
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nplanted\n")
        assert b"secret" not in peer.rest()

    _, url = local(script)
    result = fetch("--upgrade", "TLS/1.3", "-u", "me:secret", url)
    assert (result.status, result.out) == (35, b""), result


def test_a_server_that_leaves_after_its_101(fetch, local):
    def script(peer):
        asked(peer)
        peer.send(SWITCHING.encode())
        peer.end()

    _, url = local(script)
    result = fetch("--upgrade", "TLS/1.3", url)
    assert result.status in (35, 56), result


@pytest.mark.parametrize("limit", ["--connect-timeout", "--max-time"])
def test_a_tls_handshake_that_stalls(fetch, local, limit):
    def script(peer):
        asked(peer)
        peer.send(SWITCHING.encode())
        peer.take(100)
        peer.stall()

    _, url = local(script)
    began = time.monotonic()
    result = fetch(limit, 1, "--upgrade", "TLS/1.3", url)
    assert result.status == 28 and time.monotonic() - began < 4, result


def test_through_a_proxy(fetch, local, tls, tinyproxy):
    """RFC 2817 5.2: over a tunnel."""
    server, url = local(secure(tls, answer()))
    result = fetch("-v", "--proxy", f"http://127.0.0.1:{tinyproxy.port}", "--upgrade", "TLS/1.3", url)
    assert (result.status, result.out) == (0, b"secure\n"), result
    assert result.err.count("> CONNECT ") == 1 and len(server.peers) == 1, result


@pytest.mark.parametrize(
    "arguments", [["--interface", "lo"], ["--unix-socket", "s"], ["--tls-upgrade", "sideways"]], ids=" ".join
)
def test_wrong_command_lines(upshift, arguments):
    result = upshift(*IN_PLACE, *arguments, "http://127.0.0.1:9/")
    assert result.status == 2 and "--tls-upgrade" in result.err, result


# Who speaks it


def test_cups(upshift):
    resolve = f"printer.test:6310:{inplace.ADDRESS}"
    trusted = ["--resolve", resolve, "--cacert", "cups/ssl/printer.test.crt"]
    url = "http://printer.test:6310/"
    followed, offered, distrusted = in_a_network(
        upshift.home,
        upshift.path,
        upshift.environment(),
        ["-i", *IN_PLACE, *trusted, url],
        ["-i", *IN_PLACE, *trusted, "--upgrade", "TLS/1.2", url],
        [*IN_PLACE, "--resolve", resolve, url],
    )
    assert (followed.returncode, statuses(followed.stdout)) == (0, [426, 101, 200, 200]), followed
    assert (offered.returncode, statuses(offered.stdout)) == (0, [101, 200, 200]), offered
    for each in (followed, offered):
        assert each.stdout.endswith(b"\r\n\r\nover TLS\n"), each
    assert distrusted.returncode == 60, distrusted
