"""The connection ends at every byte: of the handshake's answer, of frames, of a body, of what we send. And it drips."""

import os
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness import frames, scripts
from harness.frames import PING, PONG
from harness.peer import Gone, Head, switching
from harness.recorder import chunked

LONG = "x" * 130
PIECES = [
    (frames.text("one"), b"one\n"), (frames.text("two", fin=False), b""), (frames.encode(PING, b"hi"), b""),
    (frames.encode(0, b" halves"), b"two halves\n"), (frames.text(LONG), LONG.encode() + b"\n"), (frames.close(1000, "bye"), b""),
]  # fmt: skip
WIRE = b"".join(piece for piece, _ in PIECES)
OUT = b"".join(out for _, out in PIECES)


def whole(count: int) -> bytes:
    """What the messages are that `count` bytes of WIRE hold whole."""
    out, end = b"", 0
    for piece, message in PIECES:
        end += len(piece)
        if end > count:
            break
        out += message
    return out


def at_each(count: int, run) -> None:
    with ThreadPoolExecutor(3) as pool:
        for problem in pool.map(run, range(count)):
            assert not problem, problem


def cutting(answer):
    """`/AT-HOW`: so many bytes of what `answer` makes of the request, then the end."""

    def script(peer):
        head = peer.head()
        at, how = head.target[1:].split("-")
        peer.send(answer(head)[: int(at)])
        getattr(peer, how)()

    return scripts.forgiving(script)


@pytest.mark.parametrize("how, status", [("end", 52), ("reset", 56)])
def test_every_byte_of_the_answer_to_a_handshake(upshift, serve, how, status):
    """Nothing of ours is sent before the 101 is whole; after it, it is a WebSocket that is lost."""
    server = serve(cutting(switching), repeat=True)
    upshift.servers.remove(server)
    length = len(switching(parsed_head()))

    def run(at: int) -> str | None:
        result = upshift(server.ws(f"/{at}-{how}"), stdin=b"hello\nyou\n", timeout=10)
        wanted = 115 if at == length else status
        return None if (result.status, result.out, len(result.err.splitlines())) == (wanted, b"", 1) else f"{at}: {result}"

    at_each(length + 1, run)
    server.stop()
    for peer in server.peers:
        assert b"\r\n\r\n" in peer.received
        if not peer.heads[0].target.startswith(f"/{length}-"):
            assert peer.received.endswith(b"\r\n\r\n"), "something was sent before the 101"


def parsed_head():
    return Head.parse(b"GET / HTTP/1.1\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")


@pytest.mark.parametrize("how", ["end", "reset"])
@pytest.mark.parametrize("secure", [False, True], ids=["ws", "wss"])
def test_every_byte_of_frames(upshift, serve, tls, how, secure):
    """What came whole before is there; a message that is cut begins, and does not end."""

    def script(peer):
        head = peer.head()
        at = int(head.target[1:])
        # A reset takes away what was not read: a Pong says that all before it was.
        done = max(end for end in ends if end <= at)
        peer.send(switching(head) + WIRE[:done])
        if how == "reset":
            peer.send(frames.encode(PING, b"read"))
            while peer.frame().payload != b"read":
                pass
        peer.send(WIRE[done:at])
        getattr(peer, how)()

    # Between the halves of a message a control frame may stand; inside a frame not.
    ends = [sum(len(piece) for piece, _ in PIECES[:count]) for count in range(len(PIECES))]
    server = serve(scripts.forgiving(script), repeat=True, secure=secure)
    upshift.servers.remove(server)

    def run(at: int) -> str | None:
        result = upshift("--cacert", tls.ca, "--listen", server.ws(f"/{at}"), timeout=10)
        wanted = (0, OUT) if at == len(WIRE) else (115, whole(at))
        fits = result.status == wanted[0] and result.out.startswith(wanted[1]) and OUT.startswith(result.out)
        return None if fits and len(result.err.splitlines()) == (wanted[0] > 0) else f"{at}: {wanted} {result}"

    # Over TLS each needs a handshake: the edges, and a few within.
    if secure:
        chosen = sorted({*ends, *(end + 1 for end in ends), *range(0, len(WIRE) + 1, 17), len(WIRE)})
        at_each(len(chosen), lambda number: run(chosen[number]))
    else:
        at_each(len(WIRE) + 1, run)
    server.stop()


BODIES = {
    "length": b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello, world",
    "chunked": chunked(b"hello, ", b"world"),
    "neither": b"HTTP/1.1 200 OK\r\nX: y\r\n\r\nhello, world",
    "after 103": b"HTTP/1.1 103 Early\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
}


@pytest.mark.parametrize("body", BODIES)
def test_every_byte_of_a_response_as_curl(upshift, curl, serve, body):
    """But for an end in the middle of a head, which may be success to curl."""
    head = BODIES[body].index(b"\r\n\r\n", BODIES[body].index(b" 200 ")) + 4
    server = serve(cutting(lambda _: BODIES[body]), repeat=True)
    upshift.servers.remove(server)

    def run(at: int) -> str | None:
        seen = [program("-s", server.url(f"/{at}-end"), timeout=10) for program in (curl, upshift)]
        wanted = (52, b"") if at < head and seen[0].status == 0 else (seen[0].status, seen[0].out)
        return None if (seen[1].status, seen[1].out) == wanted else f"{at}: curl {seen[0]}\nours {seen[1]}"

    at_each(len(BODIES[body]) + 1, run)
    server.stop()


@pytest.mark.parametrize("how", ["end", "reset", "close"])
def test_what_was_not_sent_is_said(upshift, serve, how):
    """Of more lines than fit on the way, the server reads some: those that it got are the first, in order; that there is
    more is said, whatever the end."""
    lines = [b"%d %s" % (number, b"y" * 4000) for number in range(5000)]
    got: list[bytes] = []

    def script(peer):
        peer.websocket()
        for _ in range(25):
            got.append(peer.message().payload)
        if how == "close":
            peer.send(frames.close(1000))
            try:
                while (message := peer.message()).opcode != frames.CLOSE:
                    got.append(message.payload)
            except Gone:
                pass
        else:
            getattr(peer, how)()

    result = upshift(serve(script).ws(), stdin=b"\n".join(lines) + b"\n")
    assert result.status == (0 if how == "close" else 115), result
    assert len(result.err.splitlines()) == 1 and "all input was sent" in result.err, result
    assert got == lines[: len(got)] and len(got) < len(lines)


# Slowly

ANSWER = b"HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nContent-Length: 3\r\n\r\nno\n"


def drip(peer, data: bytes) -> None:
    peer.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for index in range(len(data)):
        peer.send(data[index : index + 1])


def test_a_byte_at_a_time(upshift, serve):
    """The 426, the 101, frames, and a body in chunks: each byte in a segment of its own."""

    def script(peer):
        drip(peer, ANSWER if not (head := peer.head()).is_handshake else switching(head) + WIRE)
        peer.rest() if head.is_handshake else peer.end()

    result = upshift("--listen", serve(script, script).url())
    assert (result.status, result.out, result.err) == (0, OUT, ""), result
    assert upshift(serve(lambda peer: (peer.head(), drip(peer, BODIES["chunked"]), peer.end())).url()).out == b"hello, world"


def test_a_byte_a_second_is_slow_enough_for_a_limit(upshift, serve):
    """`--speed-time` ends a response that drips, `--max-time` a head that does; an open WebSocket may be slow."""

    def script(peer):
        peer.head()
        for byte in b"HTTP/1.1 200 OK\r\nX-Long: %s" % (b"z" * 1000):
            peer.send(bytes([byte]))
            if peer.quiet(0.01):
                return

    for scheme in ("http", "ws"):
        assert upshift("-m", 0.5, serve(scripts.forgiving(script)).url("/", scheme)).status == 28


# Too much of a head


@pytest.mark.parametrize("status", ["101 Switching Protocols", "426 Upgrade Required", "200 OK", "403 Forbidden"])
@pytest.mark.parametrize("what", ["100,000 fields", "10 MiB in a field", "10 MiB of fields", "100,000 heads"])
@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_a_head_of_too_much(upshift, serve, status, what, scheme):
    """It ends, with one of libcurl's errors or ours, and without taking the memory."""
    parts = {
        "100,000 fields": b"".join(b"X-%d: y\r\n" % number for number in range(100_000)),
        "10 MiB in a field": b"X: " + b"y" * (10 << 20) + b"\r\n",
        "10 MiB of fields": (b"X: " + b"y" * 8000 + b"\r\n") * 1300,
        "100,000 heads": b"\r\nHTTP/1.1 103 Early\r\nX: y\r\n" * 100_000,
    }

    def script(peer):
        peer.head()
        fields = b"Upgrade: websocket\r\nConnection: Upgrade\r\n" if status[0] in "14" else b""
        start = b"HTTP/1.1 103 Early\r\n" if what == "100,000 heads" else b"HTTP/1.1 %s\r\n" % status.encode() + fields
        peer.send(start + parts[what] + b"Content-Length: 0\r\n\r\n")
        peer.end()

    running = upshift.start("-m", 15, "--listen", serve(scripts.forgiving(script), repeat=True).url("/", scheme))
    peak = 0
    while running.process.poll() is None:
        try:
            peak = max(peak, running.peak_memory())
        except (AssertionError, FileNotFoundError, ProcessLookupError):
            break
    result = running.wait()
    assert result.status not in (0, 28, 130) and result.status > 0 or result.status == 0 and scheme == "http", result
    assert result.out == b"" and peak < 64 << 20, (result, peak)


# Both at once


def test_a_peer_that_sends_and_does_not_read(upshift, serve):
    """We send more than fits, and it sends more than fits and reads nothing until then: nobody waits for the other."""
    theirs, ours = [b"%d %s" % (number, b"t" * 60_000) for number in range(200)], [b"%d %s" % (number, b"o" * 60_000) for number in range(200)]
    got = []

    def script(peer):
        peer.websocket()
        for message in theirs:
            peer.text(message)
        while (message := peer.message()).opcode != frames.CLOSE:
            got.append(message.payload)
        peer.send(frames.close(1000))
        peer.end()

    result = upshift("--count", len(theirs), "--linger", 5, serve(script).ws(), stdin=b"\n".join(ours) + b"\n", timeout=30)
    assert result.status == 0 and result.out == b"\n".join(theirs) + b"\n", result.status
    assert got == ours[: len(got)]


def test_a_peer_that_stops_reading_while_we_send(upshift, serve):
    def script(peer):
        peer.websocket()
        for _ in range(3):
            peer.message()
        peer.stall()

    lines = b"".join(b"%d %s\n" % (number, b"y" * 50_000) for number in range(400))
    result = upshift("-m", 1, serve(script).ws(), stdin=lines)
    assert result.status == 28 and "not all input was sent" in result.err, result


@pytest.mark.parametrize("scheme", ["ws", "wss"])
@pytest.mark.parametrize("end", ["Close", "end", "reset"])
def test_what_a_peer_that_leaves_has_not_taken(upshift, serve, scheme, end):
    """All input was read, and waits for the peer in a queue of the system's when the peer goes."""

    def script(peer):
        peer.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.websocket()
        peer.message()
        if end == "Close":
            peer.send(frames.close(1000))
        if end == "reset":
            peer.reset()
        else:
            socket.socket.shutdown(peer.connection, socket.SHUT_WR)
            peer.stall()

    lines = b"".join(b"%d %s\n" % (number, os.urandom(20_000).hex().encode()) for number in range(8))
    server = serve(script, secure=scheme == "wss")
    result = upshift("-k", server.ws(), stdin=lines)
    assert "input was sent" in result.err, result


@pytest.mark.parametrize("scheme", ["ws", "wss"])
def test_a_peer_that_took_all_is_not_said_to_have_left_something(upshift, serve, scheme):
    def script(peer):
        peer.websocket()
        for _ in range(8):
            peer.message()
        peer.send(frames.close(1000))
        peer.end()

    result = upshift("-k", serve(script, secure=scheme == "wss").ws(), stdin=b"".join(b"%d\n" % number for number in range(8)))
    assert (result.status, result.err) == (0, ""), result
