"""A WebSocket as a pipe: when it ends, and with what status."""

import os
import socket
import subprocess
import time

import pytest

from harness import frames, scripts
from harness.frames import CLOSE, PING, PONG, TEXT


def test_the_reply_is_not_lost_at_the_end_of_input(upshift, serve):
    """The first reply may take its time (here longer than --linger)."""

    def script(peer):
        peer.websocket()
        peer.message()
        assert peer.quiet(0.7) == b"", "the client did not wait for the first reply"
        peer.text("late")
        peer.closing()

    result = upshift("--linger", 0.2, serve(script).ws(), stdin=b"question\n")
    assert (result.status, result.out) == (0, b"late\n"), result


def test_linger_starts_again_with_each_message(upshift, serve):
    def script(peer):
        peer.websocket()
        peer.message()
        for number in range(5):
            peer.text(str(number))
            assert peer.quiet(0.2) == b"", "closed although messages kept coming"
        peer.closing()

    result = upshift("--linger", 0.6, serve(script).ws(), stdin=b"question\n")
    assert (result.status, result.lines) == (0, list("01234")), result


def test_a_reply_that_stops_in_its_middle(upshift, serve):
    def script(peer):
        peer.websocket()
        peer.message()
        peer.send(frames.header(TEXT, 10) + b"four")
        peer.rest()

    result = upshift("--linger", 0.3, serve(script).ws(), stdin=b"question\n", timeout=8)
    assert result.status != 0 and result.out.startswith(b"four"), result


def test_no_reply_at_all_is_a_timeout(upshift, serve):
    """The first reply may take 10 seconds, then 28."""
    result = upshift("--linger", 0.2, serve(scripts.listen([])).ws(), stdin=b"question\n", timeout=30)
    assert (result.status, result.out) == (28, b""), result


def test_a_probe(upshift, serve):
    """No message in the input: what arrives within --linger is shown, then we close."""

    def script(peer):
        peer.websocket(then=frames.text("welcome"))
        messages, close = peer.closing()
        assert messages == [] and close.code in (1000, None)

    result = upshift("--linger", 0.2, serve(script).ws())
    assert (result.status, result.out) == (0, b"welcome\n"), result


def test_a_probe_of_a_mute_server(upshift, serve):
    result = upshift("--linger", 0.2, serve(scripts.listen([])).ws())
    assert (result.status, result.out) == (0, b""), result


def test_count(upshift, serve):
    def script(peer):
        peer.websocket()
        for number in range(3):
            peer.text(str(number))
        peer.closing()

    running = upshift.start("--count", 3, serve(script).ws())
    result = running.status(10), running.process.stdout.read()
    assert result == (0, b"0\n1\n2\n"), result


def test_count_takes_no_more_than_asked(upshift, serve):
    def script(peer):
        peer.websocket(then=b"".join(frames.text(str(number)) for number in range(10)))
        peer.closing()

    result = upshift("--count", 2, serve(script).ws(), stdin=b"")
    assert (result.status, result.out) == (0, b"0\n1\n"), result


def test_count_waits_longer_than_linger(upshift, serve):
    """What was asked for may take as long as a first reply, although the input has ended."""

    def script(peer):
        peer.websocket()
        assert peer.message().payload == b"question"
        peer.text("one")
        assert peer.quiet(1.5) == b"", "the client did not wait for the second reply"
        peer.text("two")
        peer.closing()

    result = upshift("--count", 2, serve(script).ws(), stdin=b"question\n")
    assert (result.status, result.out) == (0, b"one\ntwo\n"), result


@pytest.mark.parametrize("how", ["end", "reset", "rest"], ids=["ended", "reset", "ignored"])
@pytest.mark.parametrize("replies, status", [(["one"], 0), ([], 117)], ids=["met", "not met"])
def test_a_close_of_ours_that_is_not_answered(upshift, serve, how, replies, status):
    """Once --count is met the server has nothing to add."""

    def script(peer):
        peer.websocket()
        for reply in replies:
            peer.text(reply)
        assert peer.frame().opcode == CLOSE
        getattr(peer, how)()

    result = upshift("--count", 1, "--linger", 0.1, serve(script).ws(), timeout=5)
    assert (result.status, result.lines) == (status, replies), result


def test_until(upshift, serve):
    def script(peer):
        peer.websocket()
        for message in ("starting", "ready in 5", "not this"):
            peer.text(message)
        peer.closing()

    result = upshift("--until", r"ready in \d+", serve(script).ws(), stdin=b"")
    assert (result.status, result.out) == (0, b"starting\nready in 5\n"), result


@pytest.mark.parametrize("arguments", [["--count", "3"], ["--until", "never"]])
def test_closed_before_the_expectation_was_met(upshift, serve, arguments):
    result = upshift(*arguments, serve(scripts.say("one")).ws())
    assert (result.status, result.out) == (117, b"one\n"), result


def test_a_wrong_regular_expression(upshift, serve):
    result = upshift("--until", "(", serve().ws())
    assert result.status == 2 and "--until" in result.err, result


def test_listen_reads_no_input(upshift, serve):
    read, write = os.pipe()
    os.write(write, b"not for you\n")
    running = upshift.start("--listen", serve(scripts.say("one", "two")).ws(), stdin=read)
    result = running.wait()
    assert (result.status, result.out) == (0, b"one\ntwo\n"), result
    assert os.read(read, 100) == b"not for you\n"
    os.close(read)
    os.close(write)


def test_send_and_listen(upshift, serve):
    def script(peer):
        peer.websocket()
        assert peer.message().payload == b"subscribe"
        peer.text("event")
        peer.close()

    result = upshift("--send", "subscribe", "--listen", serve(script).ws())
    assert (result.status, result.out) == (0, b"event\n"), result


def test_the_server_closes_while_input_is_open(upshift, serve):
    running = upshift.start(serve(scripts.say("bye")).ws())
    assert running.line() == b"bye"
    assert running.status(10) == 0


def test_the_server_closes_before_the_input_is_used_up(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.close(1000))
        peer.end()

    result = upshift(serve(script).ws(), stdin=(b"x" * 9999 + b"\n") * 1000)
    assert result.status == 0 and len(result.err.splitlines()) == 1 and "input" in result.err, result


def test_a_close_inside_a_message_of_ours(upshift, serve):
    """The server says no more, but reads on: the frame in progress comes whole, then our Close."""
    size = 16 << 20  # more than the kernel takes of it
    taken = []

    def script(peer):
        peer.websocket()
        peer.connection.recv(1, socket.MSG_PEEK)
        peer.send(frames.close(1000))
        socket.socket.shutdown(peer.connection, socket.SHUT_WR)
        while (frame := peer.frame()).opcode != CLOSE:
            taken.append(len(frame.payload))
        assert frame.code == 1000
        assert peer.rest() == b""

    result = upshift(serve(script).ws(), stdin=b"q" * size + b"\n")
    assert result.status == 0 and 0 < sum(taken) < size, (result, taken)


@pytest.mark.parametrize(
    "code, arguments, status",
    [
        (1000, [], 0),
        (1001, [], 0),
        (None, [], 0),
        (1008, [], 116),
        (1011, [], 116),
        (4000, [], 116),
        (4000, ["--ok-close", "1000,4000"], 0),
        (1000, ["--ok-close", "4000"], 116),
        (1008, ["--ok-close", "1008"], 0),
    ],
)
def test_the_close_code_decides(upshift, serve, code, arguments, status):
    result = upshift(
        "--listen", *arguments, serve(scripts.say("one", code=code, reason="" if code is None else "because")).ws()
    )
    assert (result.status, result.out) == (status, b"one\n"), result
    if status:
        assert str(code) in result.err and "because" in result.err, result


def test_the_close_is_echoed(upshift, serve):
    def script(peer):
        peer.websocket()
        assert peer.close(4001, "over").code == 4001

    upshift("--listen", serve(script).ws())


def test_pings_are_answered(upshift, serve):
    def script(peer):
        peer.websocket()
        for payload in (b"", b"x" * 125, b"\x00\xff"):
            peer.send(frames.encode(PING, payload))
            assert peer.frame() == frames.Frame(PONG, payload, masked=True)
        peer.send(frames.encode(PONG, b"unasked"))
        peer.close()

    result = upshift("--listen", serve(script).ws())
    assert (result.status, result.out) == (0, b""), result


def test_ping_interval(upshift, serve):
    def script(peer):
        peer.websocket()
        for _ in range(3):
            ping = peer.frame()
            assert ping.opcode == PING
            peer.send(frames.encode(PONG, ping.payload))
        peer.close()

    result = upshift("--listen", "--ping-interval", 0.2, serve(script).ws())
    assert result.status == 0, result


def test_a_dead_peer_is_noticed(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.text("alive"))
        peer.stall()

    result = upshift("--listen", "--ping-interval", 0.2, "--ping-timeout", 0.3, serve(script).ws(), timeout=8)
    assert result.status in (28, 115) and result.out == b"alive\n", result


def test_what_we_send_does_not_hide_a_dead_peer(upshift, serve):
    """A black hole takes a trickle of messages for a long time."""

    def script(peer):
        peer.websocket()
        peer.stall()

    running = upshift.start("--ping-interval", 0.2, "--ping-timeout", 0.4, serve(script).ws(), stdin=subprocess.PIPE)
    end = time.monotonic() + 8
    while running.process.poll() is None and time.monotonic() < end:
        try:
            running.process.stdin.write(b"x\n")
            running.process.stdin.flush()
        except BrokenPipeError:
            break
        time.sleep(0.1)  # the trickle itself
    assert running.status(1) == 115


def test_linger_0_does_not_judge_a_message_in_progress(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.encode(1, b"abc", fin=False))
        assert peer.message().payload == b"x"
        assert peer.frame().opcode == frames.CLOSE
        peer.send(frames.encode(0, b"def") + frames.close(1000))
        peer.rest()

    result = upshift("--linger", 0, serve(script).ws(), stdin=b"x\n")
    assert (result.status, result.out) == (0, b"abcdef\n"), result


def test_a_peer_that_reads_slowly_is_alive(upshift, serve):
    """It cannot answer a ping that stands behind what it has yet to read. A local socket buffers little."""
    size, slow = 8 << 20, 6 << 20

    def script(peer):
        peer.websocket()
        while len(peer.received) < slow:
            peer.stopping.wait(0.008)  # the throttle: 4 MiB a second
            assert peer._fill(32768), "declared dead while it was reading"
        assert len(peer.message().payload) == size
        peer.text("done")
        peer.closing()

    serve(script, path=str(upshift.home / "socket"))
    result = upshift(
        *("--unix-socket", "socket", "--ping-interval", 0.1, "--ping-timeout", 0.6, "--count", 1),
        "ws://named.example/",
        stdin=b"q" * size + b"\n",
    )
    assert (result.status, result.out) == (0, b"done\n"), result


def test_a_peer_that_is_slow_to_answer_pings_but_talks_is_alive(upshift, serve):
    def script(peer):
        peer.websocket()
        for number in range(4):
            ping = peer.frame()
            assert ping.opcode == PING
            peer.text(str(number))
            peer.send(frames.encode(PONG, ping.payload))
        peer.close()

    result = upshift("--listen", "--ping-interval", 0.1, "--ping-timeout", 5, serve(script).ws())
    assert (result.status, result.lines) == (0, list("0123")), result
