"""SIGINT, SIGTERM and SIGHUP close the WebSocket properly; a second one leaves at once."""

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time

import pytest

from harness import frames
from harness.frames import CLOSE, PING, PONG
from harness.peer import Gone

SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]


@pytest.mark.parametrize("number, status", SIGNALS)
@pytest.mark.parametrize("arguments", [[], ["--listen"]])
def test_a_signal_closes_properly(upshift, serve, number, status, arguments):
    def script(peer):
        peer.websocket(then=frames.text("ready"))
        messages, close = peer.closing()
        assert messages == [] and close.code in (1000, 1001), close

    running = upshift.start(*arguments, serve(script).ws())
    assert running.line() == b"ready"
    running.signal(number)
    assert running.status(5) == status
    assert running.process.stdout.read() == b""


@pytest.mark.parametrize(
    "first, second, status",
    [
        (signal.SIGINT, signal.SIGINT, 130),
        (signal.SIGTERM, signal.SIGTERM, 143),
        (signal.SIGHUP, signal.SIGHUP, 129),
    ],
)
def test_a_second_signal_leaves_at_once(upshift, serve, first, second, status):
    """The server never answers the Close."""
    closes = []

    def script(peer):
        peer.websocket(then=frames.text("ready"))
        closes.append(peer.frame())
        peer.stall()

    running = upshift.start("--listen", serve(script).ws())
    assert running.line() == b"ready"
    running.signal(first)
    end = time.monotonic() + 5
    while not closes and time.monotonic() < end:
        time.sleep(0.005)
    assert closes and running.process.poll() is None, "it did not wait for the server's Close"
    running.signal(second)
    assert running.status(2) in (status, -second)


def test_a_server_that_never_answers_the_close_is_left(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.text("ready"))
        peer.frame()
        peer.stall()

    running = upshift.start("--listen", serve(script).ws())
    assert running.line() == b"ready"
    running.signal(signal.SIGINT)
    assert running.status(15) == 130


@pytest.mark.parametrize("number, status", SIGNALS)
def test_a_signal_during_plain_http(upshift, serve, number, status):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nstart\n")
        peer.rest()

    running = upshift.start("-N", serve(script).url())
    assert running.line() == b"start"
    running.signal(number)
    assert running.status(5) in (status, -number)


def test_a_signal_between_handshakes_ends_the_run(upshift, serve):
    """Wherever it falls, no later URL is asked, and no later status is the run's. Tried several times."""

    def script(peer):
        try:
            peer.head()
        except Gone:
            return  # it ended before it had asked
        peer.answer("403 Forbidden", "Connection: close", body=b"no\n")
        if peer in server.peers[3:4]:
            assert started.wait(5)
            started.running.signal(signal.SIGTERM)
        peer.end()

    for _ in range(20):
        server, started = serve(script, repeat=True), threading.Event()
        started.running = upshift.start("-s", *[server.ws()] * 200, stdout=subprocess.DEVNULL)
        started.set()
        assert started.running.status(5) in (143, -signal.SIGTERM)
        assert 4 <= len(server.peers) < 200


@pytest.mark.parametrize("number, status", SIGNALS)
def test_a_signal_while_the_reader_stalls(upshift, serve, number, status):
    """Nobody reads standard output, which is full. The server sees a Close all the same."""
    closes = []

    def script(peer):
        peer.websocket()
        for _ in range(100):
            peer.send(frames.text("x" * 1000))
        peer.send(frames.encode(PING))
        assert peer.frame().opcode == PONG
        full.set()
        closes.append(peer.message())
        peer.send(frames.close(1000))
        peer.end()

    full = threading.Event()
    running = upshift.start("--listen", serve(script).ws())
    assert full.wait(5)
    running.signal(number)
    assert running.status(10) == status
    assert closes[0].opcode == CLOSE


def test_a_second_signal_while_the_reader_stalls_and_the_server_floods(upshift, serve):
    def script(peer):
        peer.websocket()
        peer.connection.settimeout(0.5)
        try:
            while True:
                peer.send(frames.text("x" * 1000))
        except (TimeoutError, Gone):
            full.set()
        assert peer.message().opcode == CLOSE
        closing.set()
        peer.stall()

    full, closing = threading.Event(), threading.Event()
    running = upshift.start("--listen", serve(script).ws())
    assert full.wait(10)
    running.signal(signal.SIGINT)
    assert closing.wait(5) and running.process.poll() is None
    running.signal(signal.SIGINT)
    assert running.status(3) in (130, -signal.SIGINT)


def flooding(full: threading.Event):
    """A response that goes on until nobody takes it any more."""

    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        peer.connection.settimeout(0.5)
        try:
            while True:
                peer.send(b"x" * 4095 + b"\n")
        except (TimeoutError, Gone):
            full.set()
        peer.stall()

    return script


@pytest.mark.parametrize("number, status", SIGNALS)
@pytest.mark.parametrize("arguments", [["-Z"], ["--record", "it.check"], ["-Z", "-o", "fifo"], ["-sv", "--trace", "-"]], ids=str)
def test_a_signal_while_nobody_reads_a_body(upshift, serve, number, status, arguments):
    full = threading.Event()
    os.mkfifo(upshift.home / "fifo")
    reader = os.open(upshift.home / "fifo", os.O_RDONLY | os.O_NONBLOCK)
    running = upshift.start(*arguments, serve(flooding(full)).url())
    assert full.wait(10)
    running.signal(number)
    assert running.status() in (status, -number)
    os.close(reader)
    if "--record" in arguments:
        assert "HTTP 200" in (upshift.home / "it.check").read_text()


@pytest.mark.parametrize("number, status", SIGNALS)
def test_a_signal_while_nobody_reads_the_errors(upshift, serve, number, status):
    """`-v`, and standard error is full."""

    def script(peer):
        peer.websocket()
        peer.connection.settimeout(0.5)
        try:
            while True:
                peer.send(frames.text("x" * 50))
        except (TimeoutError, Gone):
            full.set()
        peer.stall()

    full = threading.Event()
    running = upshift.start("-v", "--listen", serve(script).ws(), stdout=subprocess.DEVNULL)
    assert full.wait(20)
    running.signal(number)
    assert running.status() == status


@pytest.mark.parametrize("arguments", [[], ["-Z"], ["--record", "it.check"]], ids=str)
def test_the_time_ends_while_nobody_reads_a_body(upshift, serve, arguments):
    full = threading.Event()
    running = upshift.start("-m", 2, *arguments, serve(flooding(full)).url())
    assert running.status() == 28
    assert b"(28)" in running.process.stderr.read()


def test_the_time_ends_while_nobody_reads_the_end_of_a_body(upshift, serve):
    """The response is whole, and only its end waits for a reader."""
    running = upshift.start("-m", 2, serve(lambda peer: (peer.head(), peer.answer("200 OK", body=b"x" * 80_000))).url())
    assert running.status() == 28
    assert b"(28) nobody took the rest of the output" in running.process.stderr.read()


@pytest.mark.parametrize("arguments", [["-w", "%{http_code}"], ["-w", "%{stderr}over"]], ids=str)
def test_the_time_ends_while_nobody_reads_what_is_written_out(upshift, serve, arguments):
    script = lambda peer: (peer.head(), peer.answer("200 OK", body=b"x" * 80_000))  # noqa: E731
    running = upshift.start("-m", 2, *arguments, serve(script).url())
    assert running.status() == 28
    err = running.process.stderr.read()
    assert b"(28) nobody took the rest of the output" in err
    assert b"over" in err or b"(23) --write-out: cannot write standard output" in err


@pytest.mark.parametrize("arguments", [["--listen"], ["--count", 300]], ids=str)
def test_the_time_ends_while_nobody_reads_the_last_messages(upshift, serve, arguments):
    def script(peer):
        peer.websocket()
        for _ in range(300):
            peer.send(frames.text("x" * 1000))
        peer.close()

    running = upshift.start("-m", 2, *arguments, serve(script).ws())
    assert running.status() == 28
    assert b"(28) nobody took the rest of the output" in running.process.stderr.read()


def test_the_time_ends_while_nobody_reads_a_raw_stream(upshift, serve):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n" + b"x" * 300_000)
        peer.connection.shutdown(socket.SHUT_WR)

    running = upshift.start("-m", 2, "--upgrade", "echo", serve(script).url())
    assert running.status() == 28
    assert b"(28) nobody took the rest of the output" in running.process.stderr.read()


def test_the_time_was_over_while_nobody_read_the_errors(upshift, serve):
    """Whoever notices it first, libcurl too."""

    def script(peer):
        peer.websocket()
        with contextlib.suppress(Gone):
            while True:
                peer.send(frames.text("x" * 50))

    begun = time.monotonic()
    running = upshift.start("-v", "-m", 1, "--listen", serve(script).ws(), stdout=subprocess.DEVNULL)
    while time.monotonic() < begun + 1.5:
        assert running.process.poll() is None
        time.sleep(0.1)
    assert b"(28) the time was over" in running.process.stderr.read()
    assert running.status() == 28
