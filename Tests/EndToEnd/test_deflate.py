"""permessage-deflate (RFC 7692) on the wire: what is sent once it is agreed on; Python's zlib is the other end."""

import random
import signal
import subprocess
import time
import zlib

import pytest

from harness import frames
from harness.deflate import Deflate
from harness.frames import BINARY, CLOSE, PING, PONG, TEXT


def echo(deflate: Deflate, seen: list | None = None):
    """Agrees, and echoes compressed until the client closes. `seen` gets each message's flag, kind and contents."""

    def script(peer):
        deflate.websocket(peer)
        while (message := peer.message()).opcode != CLOSE:
            data = deflate.decompress(message)
            if seen is not None:
                seen.append((message.reserved, message.opcode, data))
            peer.send(deflate.frame(data, message.opcode))
        peer.send(frames.encode(CLOSE, message.payload))
        peer.end()

    return script


def say(deflate: Deflate, stream: bytes):
    """Agrees, sends these bytes, and closes."""

    def script(peer):
        deflate.websocket(peer, then=stream)
        peer.close()

    return script


# Messages

ANSWERS = [
    "permessage-deflate",
    "permessage-deflate; server_no_context_takeover",
    "permessage-deflate; client_no_context_takeover",
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    "permessage-deflate; server_max_window_bits=8; client_max_window_bits=8",
    "permessage-deflate; server_max_window_bits=9; client_max_window_bits=9; client_no_context_takeover",
    'permessage-deflate; client_max_window_bits="12"; server_max_window_bits=10; server_no_context_takeover',
    "permessage-deflate; client_max_window_bits=15; server_max_window_bits=15",
]


def lines(seed: int) -> list[bytes]:
    """Short and long, compressible and not, and some that repeat what is far back."""
    chance = random.Random(seed)
    words = ["alpha ", "beta, ", "žluťoučký ", '{"id":', "0123456789", "x" * 300]
    fixed = bytes(chance.choices(range(32, 127), k=20_000))
    return [
        b"",
        b"a",
        *("".join(chance.choices(words, k=size)).encode() for size in (1, 10, 1000, 20_000)),
        fixed,
        *(fixed[:size] * 2 for size in (200, 250, 256, 257, 300, 512, 600)),
        fixed,
        b"",
        *(bytes(chance.choices(range(32, 127), k=size)) for size in (16_300, 16_384, 40_000)),
        b"z" * 300_000,
    ]


@pytest.mark.parametrize("answer", ANSWERS)
def test_messages_both_ways(upshift, serve, answer):
    messages, seen = lines(1), []
    deflate = Deflate(answer.replace('"', ""))
    deflate.answer = answer
    server = serve(echo(deflate, seen))
    result = upshift("--count", len(messages), server.ws(), stdin=b"\n".join(messages) + b"\n", timeout=60)
    assert result.status == 0 and result.out == b"\n".join(messages) + b"\n", (result.status, result.err[:500])
    assert seen == [(4, TEXT, each) for each in messages]
    plain = sum(map(len, messages))
    assert len(server.peers[0].received) < plain / 2, "nothing is compressed"


def test_binary(upshift, serve):
    seen = []
    message = b"\xff\x00\xfe" * 1000
    result = upshift("--ws-send", "binary", "--count", 1, serve(echo(Deflate(), seen)).ws(), stdin=message + b"\n")
    assert (result.status, result.out, seen) == (0, message + b"\n", [(4, BINARY, message)]), result


def test_raw(upshift, serve):
    seen = []
    running = upshift.start("--ws-format", "raw", "--linger", 0.2, serve(echo(Deflate(), seen)).ws())
    for part in (b"one", b"two\n", b"one"):
        running.write(part)
        assert running.read(len(part)) == part
    running.end_input()
    assert running.wait().status == 0
    assert [data for _, _, data in seen] == [b"one", b"two\n", b"one"]


def test_what_verbose_shows(upshift, serve):
    message = "hello " * 50_000 + "\n"
    deflate = Deflate("permessage-deflate; server_max_window_bits=12")
    result = upshift("-v", "--count", 3, serve(echo(deflate)).ws(), stdin=b"hello\nhello\n" + message.encode())
    assert result.status == 0, result
    shown = [line for line in result.err.splitlines() if line.startswith(("> text", "< text"))]
    out, in_ = ([line.split(" ", 5) for line in shown if line.startswith(f"{sign} text")] for sign in (">", "<"))
    for found in (out, in_):
        assert [words[3:5] for words in found] == [["fin", "deflate"]] * 3, shown
        assert [int(words[2]) for words in found[:2]] == [7, 5] and 100 < int(found[2][2]) < 3000, shown
        assert [words[5] for words in found[:2]] == ['"hello"', '"hello"'], shown
        assert found[2][5].startswith('"hello hello'), shown
    assert any(
        "open" in line and "permessage-deflate; server_max_window_bits=12" in line for line in result.err.splitlines()
    )


def test_frames_of_many_kinds(upshift, serve):
    deflate = Deflate()
    two = deflate.compress("žluťoučký kůň".encode())
    final = deflate.compress(b"at an end", zlib.Z_FINISH)
    deflate._compressor = None  # that was the end of its stream, not of what the other side remembers
    stream = (
        frames.text("plain")
        + frames.encode(TEXT, two[:1], fin=False, reserved=4)
        + frames.encode(PING, b"1")
        + b"".join(frames.encode(0, two[at : at + 1], fin=False) for at in range(1, len(two)))
        + frames.encode(PING, b"2")
        + frames.encode(0)
        + frames.encode(TEXT, final, reserved=4)
        + frames.encode(TEXT, final + b"\0", reserved=4)
        + frames.text("plain again")
        + frames.encode(TEXT, b"\0", reserved=4)
        + frames.encode(BINARY, b"\0\5\0\xfa\xffHello\0", reserved=4)
    )
    expected = "plain\nžluťoučký kůň\nat an end\nat an end\nplain again\n\nHello\n"

    def script(peer):
        deflate.websocket(peer)
        for byte in stream:
            peer.send(bytes([byte]))
        assert [peer.frame() for _ in range(2)] == [frames.Frame(PONG, each, masked=True) for each in (b"1", b"2")]
        peer.close()

    for each in (script, say(Deflate(), stream)):
        result = upshift("--listen", serve(each).ws())
        assert (result.status, result.text) == (0, expected), result


def test_a_signal_in_the_middle_of_a_long_message(upshift, serve):
    """Our Close comes though the message is not whole, and between two frames."""
    closes = []

    def script(peer):
        deflate = Deflate()
        deflate.websocket(peer)
        first = peer.frame()
        assert (first.opcode, first.fin, first.reserved) == (TEXT, False, 4), first
        while (frame := peer.frame()).opcode != CLOSE:
            assert (frame.opcode, frame.reserved) == (0, 0), frame
        closes.append(frame.code)
        peer.send(frames.close(frame.code))
        peer.end()

    with subprocess.Popen(["base64", "-w0", "/dev/urandom"], stdout=subprocess.PIPE) as endless:
        running = upshift.start(serve(script).ws(), stdin=endless.stdout)
        time.sleep(0.2)
        running.signal(signal.SIGINT)
        status = running.status(10)
        endless.kill()
    assert (status, closes) == (130, [1001]), (status, closes)


# Real servers


def exchange(upshift, url: str, says: str | None = None) -> None:
    messages = lines(2)
    result = upshift("-v", "--count", len(messages), url, stdin=b"\n".join(messages) + b"\n", timeout=60)
    assert result.status == 0 and result.out == b"\n".join(messages) + b"\n", (result.status, result.err[-2000:])
    shown = [line.split()[:5] for line in result.err.splitlines() if line.startswith(("> text", "< text"))]
    assert [words[4] for words in shown if words[0] == ">"] == ["deflate"] * len(messages), shown
    assert any(words[0] == "<" and words[4] == "deflate" for words in shown), shown
    opened = [line for line in result.err.splitlines() if line.startswith("* WebSocket open")]
    assert len(opened) == 1 and "permessage-deflate" in opened[0] and (says or "") in opened[0], opened


@pytest.mark.parametrize(
    "number, says",
    [
        (0, ""),
        (1, "server_no_context_takeover"),
        (2, "client_no_context_takeover"),
        (3, "client_no_context_takeover"),
        (4, "server_max_window_bits=9"),
        (5, "client_max_window_bits=8"),
        (6, "client_max_window_bits=9"),
        (7, "client_max_window_bits=10"),
    ],
)
def test_python_websockets(upshift, deflate_websockets, number, says):
    exchange(upshift, deflate_websockets.url("/", "ws", deflate_websockets.ports[number]), says)


@pytest.mark.parametrize("number", range(5))
def test_node_ws(upshift, deflate_node, number):
    exchange(upshift, deflate_node.url("/", "ws", deflate_node.ports[number]))


def test_tornado(upshift, deflate_tornado):
    exchange(upshift, deflate_tornado.url("/", "ws"))


def test_aiohttp(upshift, deflate_aiohttp):
    exchange(upshift, deflate_aiohttp.url("/", "ws"))
