"""Servers that fall silent, stop half-way or go away, readers that stall, and messages that are large."""

import fcntl
import hashlib
import os
import time

import pytest

from harness import frames, scripts
from harness.frames import BINARY, PING, PONG, TEXT

MEBIBYTE = 1 << 20


def await_condition(condition, seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.005)


# Silence


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_a_server_that_never_answers(upshift, serve, scheme):
    result = upshift("-m", 0.5, serve(lambda peer: peer.rest()).url("/", scheme), stdin=b"hello\n")
    assert (result.status, result.out) == (28, b""), result
    assert len(result.err.strip().splitlines()) == 1 or "%" in result.err, result


def test_a_server_that_falls_silent_after_the_426(upshift, serve):
    server = serve(*scripts.after_426(lambda peer: peer.rest()))
    result = upshift("-m", 0.7, server.url(), stdin=b"hello\n")
    assert (result.status, result.out) == (28, b""), result


def test_a_body_that_stops(upshift, serve):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart")
        peer.rest()

    result = upshift("-m", 0.7, serve(script).url())
    assert (result.status, result.out) == (28, b"part"), result


def test_a_refusal_whose_body_stops(upshift, serve):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\npart")
        peer.rest()

    result = upshift("-m", 0.7, serve(script).ws())
    assert result.status in (28, 113) and result.out == b"part", result


def test_a_websocket_that_outlives_max_time(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.text("one"))
        peer.rest()

    result = upshift("-m", 0.7, "--listen", serve(script).ws())
    assert (result.status, result.out) == (28, b"one\n"), result


@pytest.mark.parametrize("ignores", ["rest", "stall"], ids=["reads", "does not read"])
def test_max_time_is_not_prolonged_by_a_close_that_is_ignored(upshift, serve, ignores):
    def script(peer):
        peer.websocket(then=frames.text("one"))
        getattr(peer, ignores)()

    result = upshift("-m", 0.5, "--listen", serve(script).ws(), timeout=3)
    assert (result.status, result.out) == (28, b"one\n"), result


def test_connect_timeout_is_not_the_time_of_the_conversation(upshift, serve):
    def script(peer):
        peer.websocket()
        assert peer.quiet(0.8) == b""
        peer.text("still here")
        peer.close()

    result = upshift("--connect-timeout", 0.4, "--listen", serve(script).ws())
    assert (result.status, result.out) == (0, b"still here\n"), result


# Ends that are no Close


@pytest.mark.parametrize("how", ["end", "reset"])
@pytest.mark.parametrize(
    "partial",
    [b"", b"\x81", b"\x81\x7e\x01", frames.header(TEXT, 10) + b"four", frames.text("half", fin=False), b"\x88\x02\x03"],
    ids=["between frames", "in a head", "in a length", "in a frame", "in a message", "in a Close"],
)
def test_the_connection_is_lost(upshift, serve, how, partial):
    def script(peer):
        peer.websocket()
        peer.text("one")
        peer.text("two")
        if how == "reset":
            peer.send(frames.encode(PING))  # its Pong says that all before it has been read
            assert peer.frame().opcode == PONG
        peer.send(partial)
        getattr(peer, how)()

    result = upshift("--listen", serve(script).ws())
    assert result.status == 115 and result.out.startswith(b"one\ntwo\n"), result
    assert len(result.err.strip().splitlines()) == 1, result


@pytest.mark.parametrize("how", ["end", "reset"])
def test_the_connection_is_lost_while_input_is_open(upshift, serve, how):
    """7.88.1 does not report the end while sending is paused: it must be noticed all the same, with input silent."""

    def script(peer):
        peer.websocket(then=frames.text("one"))
        assert peer.frame().payload == b"go"
        getattr(peer, how)()

    running = upshift.start(serve(script).ws())
    assert running.line() == b"one"
    running.write(b"go\n")
    assert running.status(8) == 115


def test_a_reset_before_any_response(upshift, curl, serve):
    def script(peer):
        peer.head()
        peer.reset()

    expected = curl("-s", serve(script).url()).status
    assert upshift(serve(script).url()).status == expected == 56
    assert upshift(serve(script).ws()).status in (52, 56)


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_an_end_before_any_response(upshift, serve, scheme):
    def script(peer):
        peer.head()
        peer.end()

    assert upshift(serve(script).url("/", scheme), stdin=b"hello\n").status == 52


def test_a_head_that_stops_half_way(upshift, serve):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: web")
        assert peer.end() == b""

    assert upshift("--send", "x", serve(script).ws()).status not in (0, 113, 116)


# A reader that stalls


def test_pongs_keep_coming_while_the_reader_stalls(upshift, serve):
    """The pipe is full before the first ping. Then the reader wakes, and nothing was lost."""
    messages = [f"{number} {'x' * 1000}" for number in range(100)]
    done = []

    def script(peer):
        peer.websocket()
        for message in messages:
            peer.text(message)
        for number in range(20):
            peer.send(frames.encode(PING, str(number).encode()))
            assert peer.frame() == frames.Frame(PONG, str(number).encode(), masked=True)
        done.append(True)
        peer.close()

    running = upshift.start("--listen", serve(script).ws())
    await_condition(lambda: done)
    result = running.wait()
    assert (result.status, result.lines) == (0, messages), result.status


def test_a_flood_is_held_back_while_the_reader_stalls(upshift, serve):
    """Backpressure: what cannot be written is not read, and memory stays small."""
    sent = []

    def script(peer):
        peer.websocket()
        peer.connection.settimeout(1)
        try:
            for _ in range(256):
                peer.send(frames.text(b"y" * MEBIBYTE))
                sent.append(1)
        except TimeoutError:
            sent.append(None)

    running = upshift.start("--listen", serve(script).ws())
    await_condition(lambda: sent and sent[-1] is None)
    assert len(sent) < 64 and running.peak_memory() < 48 * MEBIBYTE, (len(sent), running.peak_memory())
    running.kill()


def test_a_server_that_does_not_read_holds_the_input_back(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.text("ready"))
        peer.stall()

    running = upshift.start(serve(script).ws())
    assert running.line() == b"ready"
    stdin = running.process.stdin.fileno()
    fcntl.fcntl(stdin, fcntl.F_SETFL, fcntl.fcntl(stdin, fcntl.F_GETFL) | os.O_NONBLOCK)
    written, stuck = 0, time.monotonic()
    while time.monotonic() - stuck < 0.7:
        try:
            written += os.write(stdin, (b"z" * 999 + b"\n") * 60)
            stuck = time.monotonic()
        except BlockingIOError:
            time.sleep(0.01)
        assert written < 128 * MEBIBYTE, "input is taken without end"
    assert running.peak_memory() < 48 * MEBIBYTE
    running.kill()


# Large messages


@pytest.mark.parametrize("size", [MEBIBYTE, 64 * MEBIBYTE])
@pytest.mark.parametrize("form", ["whole", "fragments", "binary"])
def test_a_large_message_in(upshift, serve, size, form):
    part = bytes(range(32, 127)) * (MEBIBYTE // 95 + 1)
    payload = (part[:MEBIBYTE]) * (size // MEBIBYTE)

    def script(peer):
        peer.websocket()
        if form == "fragments":
            step = 300_000
            cuts = range(0, size, step)
            for at in cuts:
                peer.send(frames.encode(0 if at else TEXT, payload[at : at + step], fin=at + step >= size))
        else:
            peer.send(frames.encode(BINARY if form == "binary" else TEXT, payload))
        peer.close()

    result = upshift("--listen", serve(script).ws())
    assert result.status == 0 and len(result.out) == size + 1, (result.status, len(result.out), result.err)
    assert hashlib.sha256(result.out).digest() == hashlib.sha256(payload + b"\n").digest()


@pytest.mark.parametrize("size", [MEBIBYTE, 64 * MEBIBYTE])
@pytest.mark.parametrize("kind", ["text", "binary"])
def test_a_large_message_out(upshift, serve, size, kind):
    received = []

    def script(peer):
        peer.websocket()
        message = peer.message()
        received.append((message.opcode, len(message.payload), hashlib.sha256(message.payload).digest()))
        peer.text("done")
        peer.closing()

    payload = (b"0123456789abcde " * (MEBIBYTE // 16)) * (size // MEBIBYTE)
    result = upshift("--ws-send", kind, "--count", 1, serve(script).ws(), stdin=payload + b"\n", timeout=30)
    assert (result.status, result.out) == (0, b"done\n"), result
    assert received == [(TEXT if kind == "text" else BINARY, size, hashlib.sha256(payload).digest())]


def test_pings_are_answered_inside_a_large_message_out(upshift, serve):
    """A control frame may go between the fragments of a message, or after its frame: but it must go."""

    def script(peer):
        peer.websocket(then=frames.encode(PING, b"now"))
        message = peer.message()
        assert len(message.payload) == 8 * MEBIBYTE
        while not any(frame.opcode == PONG for frame in peer.frames):
            peer.frame()
        peer.text("done")
        peer.closing()

    result = upshift("--count", 1, serve(script).ws(), stdin=b"q" * (8 * MEBIBYTE) + b"\n")
    assert (result.status, result.out) == (0, b"done\n"), result


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_a_refusal_that_stalls_is_not_waited_for(upshift, serve, scheme):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nabc")
        peer.stall()

    result = upshift("-f", serve(script).url(scheme=scheme), timeout=8)
    assert (result.status, result.out) == (22, b""), result
