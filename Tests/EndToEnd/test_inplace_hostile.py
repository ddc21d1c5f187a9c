"""TLS in place (RFC 2817) as it should not be: unreadable answers to `OPTIONS *`, 101s that are not to be trusted."""

import socket
import time

import pytest

from harness.inplace import IN_PLACE, OK, SWITCHING, answer, asked, required, secure, switch
from harness.peer import Gone
from test_follow import statuses

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
    "never ends": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"4000\r\n%s\r\n" % (b"x" * 0x4000) * 9,
        "65536",
    ),
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
        with pytest.raises((Gone, OSError)):
            switch(peer, tls)
            peer.head()

    _, url = local(script)
    result = upshift(*IN_PLACE, "-u", "me:secret", url)
    assert result.status == 60, result


def test_a_certificate_for_another_name(upshift, serve, tls):
    def script(peer):
        with pytest.raises((Gone, OSError)):
            switch(peer, tls)
            peer.head()

    server = serve(script)
    result = upshift(
        "--cacert",
        tls.ca,
        *IN_PLACE,
        "--upgrade",
        "TLS/1.3",
        "--connect-to",
        f"other.test:80:127.0.0.1:{server.port}",
        "http://other.test/",
    )
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
    ids=[
        "no Upgrade",
        "another Upgrade",
        "a length",
        "chunked",
        "a response behind it",
        "behind a length of 0",
        "a byte",
    ],
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
