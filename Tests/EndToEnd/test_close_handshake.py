"""The close handshake (RFC 6455 7): what goes before a Close, what no longer goes after one, and peers that do not play."""

import fcntl
import signal
import struct
import subprocess
import termios
import threading
import time

import pytest

from harness import frames
from harness.deflate import Deflate
from harness.frames import CLOSE, TEXT

LINE = b"x" * 999 + b"\n"


def await_standstill(peer) -> None:
    """Until no more of the client's bytes come to wait in the kernel for us to read them."""
    waiting, before = 0, -1
    while waiting != before or not waiting:
        assert not peer.stopping.wait(0.1)
        before, waiting = waiting, struct.unpack("i", fcntl.ioctl(peer.connection, termios.FIONREAD, bytes(4)))[0]


@pytest.fixture
def local(upshift, serve):
    """`local(script)` serves on a local socket, which buffers little, and returns the arguments that lead there."""

    def start(script):
        serve(script, path=str(upshift.home / "socket"))
        return "--unix-socket", "socket", "ws://named.example/"

    return start


@pytest.fixture
def endless():
    """Lines of 2 MB that do not compress well, without end."""
    with subprocess.Popen(["base64", "-w", "2000000", "/dev/urandom"], stdout=subprocess.PIPE) as source:
        yield source.stdout
        source.kill()


# The server closes


@pytest.mark.parametrize(
    "arguments, number, status, seconds",
    [
        ([], None, 0, 8),
        (["-m", 0.6], None, 28, 2),
        ([], signal.SIGINT, 130, 3),
    ],
    ids=["by itself", "-m", "SIGINT"],
)
def test_a_close_of_a_server_that_does_not_read(upshift, local, endless, arguments, number, status, seconds):
    """What was begun before cannot be completed: that is waited for, but not for long."""

    def script(peer):
        peer.websocket()
        await_standstill(peer)
        peer.send(frames.close(1000))
        closed.set()
        peer.stall()

    closed = threading.Event()
    running = upshift.start(*arguments, *local(script), stdin=endless)
    assert closed.wait(5)
    if number:
        running.signal(number)
    assert running.load(seconds) < 1 / 3
    assert running.process.poll() == status


def test_no_message_is_begun_after_the_servers_close(upshift, local):
    ended = []

    def script(peer):
        peer.websocket()
        await_standstill(peer)
        peer.send(frames.close(1000))
        while (message := peer.message()).opcode != CLOSE:
            assert message.payload == LINE[:-1]
        ended.append(peer.end())

    result = upshift("-v", *local(script), stdin=LINE * 20_000)
    assert (result.status, ended) == (0, [b""]), result.err[-500:]
    after = result.err[result.err.index("\n< close ") :]
    assert "> text" not in after and "> close" in after, after


# We close


@pytest.mark.parametrize("why", ["SIGINT", "--max-time", "--count"])
def test_our_close_goes_after_the_compressed_message_in_progress(upshift, local, endless, why):
    """And then, with much left to send and a server that does not answer, there is nothing to do but to wait."""
    arguments = {"SIGINT": [], "--max-time": ["-m", 0.5], "--count": ["--count", 1]}[why]
    status = {"SIGINT": 130, "--max-time": 28, "--count": 0}[why]
    data = []

    def script(peer):
        deflate = Deflate()
        deflate.websocket(peer)
        data.append(peer.frame())
        begun.set()
        if why == "--count":
            peer.text("enough")
        while (frame := peer.frame()).opcode != CLOSE:
            data.append(frame)
        closed.set()
        peer.stall()

    begun, closed = threading.Event(), threading.Event()
    running = upshift.start(*arguments, *local(script), stdin=endless)
    assert begun.wait(5)
    if why == "SIGINT":
        running.signal(signal.SIGINT)
    assert closed.wait(5)
    load = running.load(3)
    assert running.status(1) == status and load < 1 / 3, load
    assert (data[0].opcode, data[0].fin, data[0].reserved) == (TEXT, False, 4)
    assert data[-1].fin, f"a Close in the middle of a message, after {len(data)} frames"


# Both have closed


@pytest.mark.parametrize("who", ["server", "violation", "client"])
def test_a_server_that_leaves_the_connection_open(upshift, serve, who):
    """RFC 6455 7.1.1: the server closes it first. A second is enough to wait, whoever began.

    The best of three counts, for the machine may be busy."""
    waited = []

    def script(peer):
        peer.websocket(then=frames.text("one") + {"server": frames.close(1000), "violation": frames.text(b"\xff")}.get(who, b""))
        while (frame := peer.frame()).opcode != CLOSE:
            pass
        start = time.monotonic()
        if who == "client":
            peer.send(frames.close(frame.code))
        peer.rest()
        waited.append(time.monotonic() - start)

    server = serve(script, repeat=True)
    arguments = ["--count", 1] if who == "client" else ["--listen"]
    while not waited or (min(waited) > 1.5 and len(waited) < 3):
        result = upshift(*arguments, server.ws())
        assert (result.status, result.out) == (114 if who == "violation" else 0, b"one\n"), result
    assert 0.5 < min(waited) < 1.5, waited
