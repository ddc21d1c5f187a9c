"""`--upgrade TOKEN` with any token: a stream of bytes through an upgrade, as `nc` is one without."""

import os
import signal
import socket
import threading
import time

import pytest

from harness import scripts

ALL = bytes(range(256)) * 40


def switch(peer, token="acme/2.1", *fields: str, early: bytes = b""):
    head = peer.head()
    peer.send(
        "\r\n".join(["HTTP/1.1 101 Switching Protocols", f"Upgrade: {token}", "Connection: upgrade", *fields, "", ""])
        .encode()
        + early
    )
    return head


def reverse(peer) -> None:
    """Sends back each read, reversed, until the client ends."""
    switch(peer)
    while data := peer.connection.recv(1 << 16):
        peer.connection.sendall(data[::-1])


def test_bytes_both_ways(upshift, serve):
    server = serve(reverse)
    result = upshift("--upgrade", "acme/2.1", "--linger", "0.3", server.url("/x"), stdin=b"\x00\xff\r\nabc\n")
    assert (result.status, result.out, result.err) == (0, b"\ncba\n\r\xff\x00", ""), result
    (head,) = server.heads
    assert head["Upgrade"] == "acme/2.1" and head["Connection"] == "Upgrade" and head.method == "GET"
    assert "Sec-WebSocket-Key" not in head


def test_much_of_it(upshift, serve):
    data = os.urandom(1 << 20) * 16

    def script(peer):
        switch(peer)
        got = bytearray()
        while len(got) < len(data):
            part = peer.connection.recv(1 << 20)
            got += part
            peer.connection.sendall(part)
        peer.end()

    result = upshift("--upgrade", "acme/2.1", serve(script).url(), stdin=data)
    assert result.status == 0 and result.out == data


def test_bytes_that_come_with_the_101(upshift, serve):
    def script(peer):
        switch(peer, early=b"early bird\n")
        peer.connection.close()

    result = upshift("--upgrade", "acme/2.1", "--listen", serve(script).url())
    assert (result.status, result.text) == (0, "early bird\n"), result


def test_what_is_sent_first(upshift, serve):
    server = serve(reverse)
    result = upshift("--upgrade", "acme/2.1", "--send", "abc", "--linger", "0.3", server.url(), stdin=b"")
    assert (result.status, result.text) == (0, "cba"), result


@pytest.mark.parametrize(
    "offered, chosen, fine",
    [
        ("tcp", "tcp", True),
        ("connect-ip", "Connect-IP", True),
        ("SPDY/3.1", "SPDY/3.1", True),
        ("DERP", "DERP/2", True),
        ("acme/1", "acme/2", False),
        ("acme", "websocket", False),
        ("acme", "acme, other", False),
        ("acme", "", False),
    ],
)
def test_the_101_has_to_name_it(upshift, serve, offered, chosen, fine):
    def script(peer):
        switch(peer, chosen)
        assert fine or peer.end() == b"", "a byte was sent"
        peer.connection.close()

    result = upshift("--upgrade", offered, "--listen", serve(script).url())
    assert result.status == (0 if fine else 112), result
    assert fine or f'Upgrade must be "{offered}" and names' in result.err, result


def test_a_101_without_connection(upshift, serve):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 101 OK\r\nUpgrade: acme\r\n\r\n")
        assert peer.end() == b""

    result = upshift("--upgrade", "acme", serve(script).url(), stdin=b"x")
    assert result.status == 112 and 'Connection must list "upgrade"' in result.err, result


def test_a_refusal_is_shown(upshift, serve):
    server = serve(scripts.respond("200 OK", body=b"just a page\n"))
    result = upshift("--upgrade", "acme", server.url(), stdin=b"not sent")
    assert (result.status, result.text) == (113, "just a page\n"), result
    assert "the server answered the offer of acme with 200 OK" in result.err, result


def test_a_426_to_the_offer_is_followed(upshift, serve):
    def script(peer):
        assert peer.head()["Upgrade"] == "acme"
        peer.answer("426 Upgrade Required", "Upgrade: websocket", "Connection: upgrade, close", body=b"no\n")
        peer.end()

    server = serve(script, scripts.echo())
    result = upshift("--upgrade", "acme", server.url(), stdin=b"hello\n")
    assert (result.status, result.text) == (0, "hello\n"), result


def test_the_server_ends_it(upshift, serve):
    def script(peer):
        switch(peer)
        peer.connection.sendall(b"last words\n")
        peer.connection.close()

    result = upshift("--upgrade", "acme/2.1", serve(script).url(), stdin=b"", timeout=20)
    assert (result.status, result.text) == (0, "last words\n"), result


def test_a_reset_is_a_loss(upshift, serve):
    def script(peer):
        switch(peer)
        peer.connection.sendall(b"half a w")
        assert peer.connection.recv(10) == b"go"
        peer.reset()

    result = upshift("--upgrade", "acme/2.1", serve(script).url(), stdin=b"go")
    assert (result.status, result.text) == (115, "half a w"), result


def test_a_signal_ends_it(upshift, serve):
    ready = threading.Event()

    def script(peer):
        switch(peer)
        ready.set()
        peer.stall()

    running = upshift.start("--upgrade", "acme/2.1", "--listen", serve(script).url())
    assert ready.wait(10)
    running.signal(signal.SIGTERM)
    assert running.wait().status == 143


def test_max_time(upshift, serve):
    def script(peer):
        switch(peer)
        peer.stall()

    result = upshift("--upgrade", "acme/2.1", "--listen", "-m", "0.3", serve(script).url())
    assert result.status == 28, result


def test_over_tls_and_through_a_log_in(upshift, serve, tls):
    def script(peer):
        head = peer.head()
        assert "Authorization" not in head
        peer.answer("401 Unauthorized", 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"', body=b"")
        head = peer.head()
        assert head["Authorization"].startswith("Digest ") and head["Upgrade"] == "acme"
        peer.send(b"HTTP/1.1 101 Go\r\nUpgrade: acme\r\nConnection: upgrade\r\n\r\nhi\n")
        peer.connection.close()

    server = serve(script, secure=True)
    result = upshift("--digest", "-u", "me:pw", "--cacert", tls.ca, "--upgrade", "acme", "--listen", server.url())
    assert (result.status, result.text) == (0, "hi\n"), result


@pytest.mark.parametrize(
    "words",
    [
        ["-d", "x"],
        ["-I"],
        ["--expect", "text:x"],
        ["--count", "1"],
        ["--until", "x"],
        ["--replay", "/dev/null"],
        ["--ws-format", "ndjson"],
        ["--subprotocol", "x"],
        ["--record", "x.check"],
        ["--doctor"],
    ],
)
def test_what_does_not_go_with_it(upshift, words):
    result = upshift("--upgrade", "acme", *words, "http://127.0.0.1:1/")
    assert result.status == 2 and "--upgrade acme" in result.err, result
    assert not (upshift.home / "x.check").exists()


# The end of the input


def test_a_server_that_answers_the_end_of_the_input(upshift, serve):
    got = bytearray()

    def script(peer):
        switch(peer)
        while data := peer.connection.recv(1 << 16):
            got.extend(data)
        peer.connection.sendall(b"%d bytes\n" % len(got))
        peer.connection.close()

    result = upshift("--upgrade", "acme/2.1", "--linger", 0.3, serve(script).url(), stdin=b"x" * 100_000)
    assert (result.status, result.text, result.err) == (0, "100000 bytes\n", ""), result


def test_a_server_that_answers_before_it_too(upshift, serve):
    def script(peer):
        switch(peer)
        assert peer.connection.recv(10) == b"hello"
        peer.connection.sendall(b"early ")
        assert peer.connection.recv(10) == b""
        peer.connection.sendall(b"late")
        peer.connection.close()

    result = upshift("--upgrade", "acme/2.1", "--linger", 0.3, serve(script).url(), stdin=b"hello")
    assert (result.status, result.text) == (0, "early late"), result


@pytest.mark.parametrize("secure", [False, True])
def test_a_server_that_never_answers(upshift, serve, tls, secure):
    ended = threading.Event()

    def script(peer):
        switch(peer)
        peer.connection.recv(10)
        # TLS has no half of an end that libcurl could say.
        assert secure or peer.connection.recv(10) == b""
        ended.wait(20)

    server = serve(script, secure=secure)
    result = upshift("--upgrade", "acme/2.1", "--cacert", tls.ca, "--linger", 0.6, server.url(), stdin=b"hello")
    ended.set()
    assert result.status == 28 and f"no reply came within 1 s ({server.url()})" in result.err, result


def test_a_server_that_ends_before_the_input_does(upshift, serve):
    def script(peer):
        switch(peer)
        peer.connection.shutdown(socket.SHUT_WR)
        peer.end()

    # Of a pipe nobody can tell whether its writer has more.
    (upshift.home / "input").write_bytes(b"x" * 5_000_000)
    with (upshift.home / "input").open("rb") as file:
        result = upshift.start("--upgrade", "acme/2.1", serve(script).url(), stdin=file).wait()
    assert result.status == 0 and "the server ended before all input was sent" in result.err, result


def test_verbose_tells_where_it_begins_and_what_passed(upshift, serve):
    server = serve(reverse)
    result = upshift("-v", "--upgrade", "acme/2.1", "--linger", "0.3", server.url("/x"), stdin=b"abc")
    assert f"* the connection speaks acme/2.1 from here on: {server.url('/x')}\n" in result.err, result
    assert "* the stream is over: 3 bytes came, 3 went\n" in result.err, result


def test_a_terminal_is_not_driven(prompt, serve):
    def script(peer):
        switch(peer)
        peer.connection.sendall(b"\x1b[2Jplain\r\nnext\x07\n")
        peer.connection.close()

    pane = prompt("--upgrade", "acme/2.1", "--listen", serve(script).url())
    assert pane.status() == 0
    assert b"\\e[2Jplain\r\nnext\\x07\r\n" in pane.output


def test_nothing_is_left_behind(upshift, serve):
    data = os.urandom(4 << 20)
    got = bytearray()

    def script(peer):
        switch(peer)
        while part := peer.connection.recv(1 << 16):
            got.extend(part)

    server = serve(script)
    result = upshift("--upgrade", "acme/2.1", "--linger", 0, server.url(), stdin=data)
    assert (result.status, result.err) == (0, ""), result
    server.finish()
    assert bytes(got) == data


def test_an_offer_goes_on_over_tls(upshift, serve, tls):
    def refuse(peer):
        assert peer.head()["Upgrade"] == "acme"
        peer.answer("426 Upgrade Required", "Upgrade: TLS/1.3", "Connection: upgrade, close", body=b"")
        peer.end()

    def secure(peer):
        peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
        switch(peer, "acme", early=b"safe\n")
        peer.connection.close()

    server = serve(refuse, secure)
    result = upshift("--cacert", tls.ca, "--upgrade", "acme", "--listen", f"http://localhost:{server.port}/")
    assert (result.status, result.text) == (0, "safe\n"), result


def test_an_offer_goes_on_at_a_redirect(upshift, serve):
    def moved(peer):
        assert peer.head()["Upgrade"] == "acme"
        peer.answer("302 Found", "Location: /there", "Connection: close", body=b"")
        peer.end()

    def there(peer):
        assert switch(peer, "acme", early=b"here\n").target == "/there"
        peer.connection.close()

    result = upshift("-L", "--upgrade", "acme", "--listen", serve(moved, there).url())
    assert (result.status, result.text) == (0, "here\n"), result
    result = upshift("--upgrade", "acme", serve(moved).url())
    assert result.status == 113 and "add --location" in result.err, result


def test_explained(upshift, serve):
    def script(peer):
        switch(peer, "acme")
        peer.end()

    result = upshift("--explain", "--upgrade", "acme", serve(script).url())
    assert result.status == 0 and "the connection speaks acme from here on" in result.text, result


CUT = [
    (["Gr\u00fc\u00dfe\n".encode()[:3], "Gr\u00fc\u00dfe\n".encode()[3:]], "Gr\u00fc\u00dfe\n"),
    ([b"\xf0", b"\x9f", b"\x98", b"\x80!\n"], "\U0001f600!\n"),
    ([b"\xe2\x80", b"\xaered\n"], "\\u{202e}red\n"), ([b"\xc2", b"\x9b66m\n"], "\\u{9b}66m\n"), ([b"\x1b", b"[66m\n"], "\\e[66m\n"),
    ([b"a\r", b"\nb\r\n"], "a\nb\n"), ([b"a\r", b"b\n"], "a\\rb\n"), ([b"a\tb\n"], "a\tb\n"),
    ([b"the end\xe2\x82"], "the end\ufffd"), ([b"a\r"], "a\\r"), ([b"\xff", b"\xfea\n"], "\ufffd\ufffda\n"),
]  # fmt: skip


@pytest.mark.parametrize("parts, shown", CUT, ids=[repr(b"|".join(parts)) for parts, _ in CUT])
def test_a_terminal_gets_whole_characters(serve, prompt, parts, shown):
    """However the stream is cut into reads; the next part is not sent before the one before was seen to have come."""
    came = threading.Event()

    def script(peer):
        switch(peer)
        for part in parts:
            peer.send(part)
            came.wait(20)
            came.clear()
        peer.connection.close()

    pane = prompt("--trace", "trace", "--upgrade", "acme/2.1", "--listen", serve(script).url())
    trace = pane.program.home / "trace"
    end = time.monotonic() + 20
    for number in range(1, len(parts) + 1):
        while not trace.exists() or trace.read_text().count("<= Recv data") < number:
            assert time.monotonic() < end, (number, trace.read_text())
            pane.pump(0.02)
        came.set()
    assert pane.status() == 0
    assert bytes(pane.output).decode().replace("\r\n", "\n") == shown
