"""WebSocket over HTTP/2 with servers that mean no good, or break off."""

import threading

import pytest

from harness import frames, http2
from harness.connect import Connect, over_http2

HELLO = b"hello\n"


@pytest.fixture
def against(upshift, serve, tls):
    """Runs the program against one script."""

    def run(script, *words, stdin=HELLO, **more):
        url = serve(over_http2(script, tls, **more)).url(scheme="wss", host="localhost")
        return upshift("--http2", "--cacert", tls.ca, *words, url, stdin=stdin)

    return run


def opened(then):
    def script(peer, stream):
        stream.request().respond()
        then(peer, stream)
        stream.rest()

    return script


def test_the_stream_is_reset(against):
    def then(peer, stream):
        peer.text("last words")
        stream.reset(2)

    result = against(opened(then), "--listen", stdin=None)
    assert (result.status, result.out) == (115, b"last words\n") and "INTERNAL_ERROR" in result.err, result


def test_the_stream_ends_without_a_close(against):
    def then(peer, stream):
        peer.text("last words")
        stream.end_stream()

    result = against(opened(then), "--listen", stdin=None)
    assert (result.status, result.out) == (115, b"last words\n") and "without a Close" in result.err, result


def test_a_close_and_the_end_at_once(against):
    def then(peer, stream):
        stream.h2.send_data(stream.stream, frames.text("bye") + frames.close(1000), end_stream=True)
        stream.flush()
        assert peer.message().code == 1000

    result = against(opened(then), "--listen", stdin=None)
    assert (result.status, result.out) == (0, b"bye\n"), result


def test_the_connection_is_cut(against):
    def script(peer, stream):
        stream.request().respond()
        peer.text("last words")
        stream.socket.close()

    result = against(script, "--listen", stdin=None)
    assert (result.status, result.out) == (115, b"last words\n"), result


def test_the_connection_is_cut_before_an_answer(against):
    def script(peer, stream):
        stream.request()
        stream.socket.close()

    assert against(script).status == 56


def test_goaway_in_the_middle(against):
    """The stream goes on until it ends by itself."""

    def then(peer, stream):
        stream.socket.sendall(http2.encode(7, payload=b"\0\0\0\1" + b"\0\0\0\0"))
        peer.echo()
        stream.end_stream()

    result = against(opened(then), "--count", 1)
    assert (result.status, result.out) == (0, HELLO), result


def test_a_stream_that_is_broken_off(against):
    def script(peer, stream):
        stream.request().reset(1)
        stream.rest()

    result = against(script)
    assert result.status == 92 and "PROTOCOL_ERROR" in result.err and "--http1.1" in result.err, result


def test_a_frame_that_breaks_the_rules(against):
    def then(peer, stream):
        stream.socket.sendall(http2.encode(http2.DATA, stream=0, payload=b"x"))

    result = against(opened(then), "--listen", stdin=None)
    assert result.status == 115 and "broke HTTP/2" in result.err, result


def test_a_head_that_is_too_large(against):
    def script(peer, stream):
        stream.request().respond(200, *[(f"x-{number}", "y" * 1000) for number in range(20)])
        stream.rest()

    assert against(script, "--max-head", "10K").status == 100


@pytest.mark.parametrize(
    "fields",
    [
        [("sec-websocket-protocol", "chat")],
        [("sec-websocket-extensions", "x-unknown")],
        [("sec-websocket-extensions", "permessage-deflate; server_max_window_bits=99")],
    ],
)
def test_what_was_not_offered(against, fields):
    def script(peer, stream):
        stream.request().respond(200, *fields)
        assert stream.rest() == b"", "not a byte may be sent"

    result = against(script)
    assert result.status == 112 and "RFC" in result.err, result


def test_a_window_of_one_byte(against):
    result = against(opened(lambda peer, stream: peer.echo() and stream.end_stream()), "--count", 1, window=1)
    assert (result.status, result.out) == (0, HELLO), result


def test_nothing_is_sent_before_the_answer(against):
    def script(peer, stream):
        stream.request()
        stream.h2.ping(b"answer!!")
        stream.flush()
        stream.step()
        assert not stream._data
        stream.respond()
        peer.echo()
        stream.end_stream()
        stream.rest()

    result = against(script, "--count", 1)
    assert (result.status, result.out) == (0, HELLO), result


def test_who_does_not_read_holds_the_server_up(upshift, serve, tls):
    """Nothing is granted beyond the window while standard output is full, and little is kept."""
    held = threading.Event()

    def script(peer, stream: Connect):
        stream.request().respond()
        stream.socket.settimeout(2)
        sent = 0
        try:
            while sent < 256 << 20:
                message = frames.encode(frames.BINARY, bytes(1 << 20))
                peer.send(message)
                sent += len(message)
        except TimeoutError:
            held.set()
        assert sent < 16 << 20
        stream.socket.settimeout(15)
        stream.rest()

    url = serve(over_http2(script, tls)).url(scheme="wss", host="localhost")
    running = upshift.start("--http2", "--cacert", tls.ca, "--listen", url)
    assert held.wait(20)
    assert running.peak_memory() < 32 << 20 and running.load(0.5) < 0.2
    running.kill()


def test_nobody_reads_what_we_send(against):
    """The peer's window stays shut: what cannot be sent keeps nobody from leaving."""

    def script(peer, stream):
        stream.grants = False
        stream.request().respond()
        stream.rest()

    result = against(script, "-m", 1, stdin=b"x" * (1 << 20) + b"\n")
    assert result.status == 28, result
