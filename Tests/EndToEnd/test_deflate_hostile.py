"""Compressed messages that a server must not send, and those that are larger than memory."""

import fcntl
import os
import select
import struct
import subprocess
import termios
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness import frames
from harness.deflate import TAIL, Deflate
from harness.frames import BINARY, CLOSE, PING, PONG, TEXT

MEBIBYTE = 1 << 20


def invalid() -> dict[str, tuple[bytes, int]]:
    hello = Deflate().compress(b"hello")
    return {
        "RSV1 on a continuation": (frames.text("a", fin=False) + frames.encode(0, hello, reserved=4), 1002),
        "RSV1 on a Ping": (frames.encode(PING, reserved=4), 1002),
        "RSV1 on a Close": (frames.encode(CLOSE, reserved=4), 1002),
        "RSV1 and RSV3": (frames.encode(TEXT, hello, reserved=5), 1002),
        "RSV2": (frames.encode(TEXT, hello, reserved=2), 1002),
        "garbage": (frames.encode(BINARY, b"\xff" * 100, reserved=4), 1007),
        "cut": (frames.encode(BINARY, hello[:3], reserved=4), 1007),
        "nothing": (frames.encode(BINARY, b"", reserved=4), 1007),
        "with its tail": (frames.encode(BINARY, hello + TAIL, reserved=4), 1007),
        "too far back": (frames.encode(BINARY, b"\x02\x13\x00\x00", reserved=4), 1007),
        "not UTF-8": (frames.encode(TEXT, Deflate().compress(b"\xff"), reserved=4), 1007),
        "not UTF-8, and the frame goes on": (
            frames.header(TEXT, 1000, reserved=4) + Deflate().compress(b"\xff" * 100),
            1007,
        ),
    }


@pytest.mark.parametrize("name", invalid())
def test_a_violation(upshift, serve, name):
    stream, code = invalid()[name]

    def script(peer):
        deflate = Deflate("permessage-deflate; server_no_context_takeover")
        deflate.websocket(peer)
        peer.send(deflate.frame("before") + stream)
        assert (answer := peer.frame()).opcode == CLOSE and answer.code == code, answer
        assert peer.end() == b"", "something after our Close"

    result = upshift("--listen", serve(script).ws())
    assert result.status == 114 and result.out.startswith(b"before\n"), result
    assert len(result.err.strip().splitlines()) == 1 and "(RFC " in result.err, result


def await_full(pipe: int) -> None:
    """Until its writer has to wait for us."""
    size, end = fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ), time.monotonic() + 8
    while struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0] < size:
        assert time.monotonic() < end, "did not fill the pipe"
        time.sleep(0.001)


def zeros(mebibytes: int) -> bytes:
    """The payload of a message of so many MiB of zeros, a thousandth of that."""
    compressor = zlib.compressobj(wbits=-15)
    block = compressor.compress(bytes(MEBIBYTE)) + compressor.flush(zlib.Z_FULL_FLUSH)
    return (block * mebibytes).removesuffix(TAIL)


@pytest.mark.parametrize("fragments", [False, True])
def test_a_bomb(upshift, serve, fragments):
    payload = zeros(64)
    half = len(payload) // 2 if fragments else len(payload)

    def script(peer):
        deflate = Deflate()
        deflate.websocket(peer)
        peer.send(frames.text("x" * 1000))
        stream = frames.encode(BINARY, payload[:half], fin=not fragments, reserved=4)
        if fragments:
            stream += frames.encode(0, payload[half:])
        peer.send(stream)
        assert (answer := peer.frame()).opcode == CLOSE and answer.code == 1009, answer
        peer.end()

    result = upshift("--listen", "--max-message", "1M", serve(script).ws())
    assert result.status == 114 and result.out.startswith(b"x" * 1000 + b"\n"), result
    assert len(result.out) <= 1001 + MEBIBYTE + 1, len(result.out)
    assert "--max-message" in result.err, result


def test_a_message_as_large_as_the_limit(upshift, serve):
    deflate = Deflate()
    stream = deflate.frame(b"y" * 1000) + deflate.frame(b"y" * 1000) + deflate.frame(b"y" * 1001)
    server = serve(lambda peer: (deflate.websocket(peer, then=stream), peer.end()))
    result = upshift("--listen", "--max-message", 1000, server.ws())
    expected = (b"y" * 1000 + b"\n") * 2
    assert result.status == 114 and result.out.startswith(expected) and len(result.out) <= len(expected) + 1001, result


# Memory


def test_a_large_message_in(upshift, serve):
    """1 GiB: what comes out of 16 KiB is not gathered."""
    peak = []
    payload = zeros(1024)

    def script(peer):
        Deflate().websocket(peer)
        peer.send(frames.encode(TEXT, payload, reserved=4) + frames.encode(PING))
        assert peer.frame().opcode == PONG
        peak.append(running.peak_memory())
        peer.close()

    running = upshift.start("--listen", serve(script).ws(), stdout=subprocess.DEVNULL)
    assert running.status() == 0
    assert peak[0] < 32 * MEBIBYTE, peak


def test_a_large_message_to_a_slow_reader(upshift, serve):
    payload = zeros(256)

    def script(peer):
        Deflate().websocket(peer)
        peer.send(frames.encode(BINARY, payload, reserved=4))
        peer.stall()

    running = upshift.start("--listen", "--ws-format", "raw", serve(script).ws())
    for _ in range(256):
        assert running.read(MEBIBYTE) == bytes(MEBIBYTE)
    assert running.peak_memory() < 32 * MEBIBYTE, running.peak_memory() >> 20
    running.kill()


def test_what_was_held_back_for_a_reader_is_all_handed_on(upshift, serve):
    """With the last of it comes the server's Close, which is answered though nothing more wakes us. That takes a reader
    who is slow at first and catches up at the very end: chance, so there are many, and they get in each other's way."""
    size = 32 * MEBIBYTE
    payload = zlib.compress(b"0" * size, wbits=-15)

    def script(peer):
        Deflate().websocket(peer)
        peer.send(frames.encode(TEXT, payload, reserved=4))
        peer.close()

    def run(_) -> tuple[int, int]:
        running = upshift.start("--listen", server.ws())
        descriptor, count = running.process.stdout.fileno(), 0
        await_full(descriptor)
        while select.select([descriptor], [], [], 3)[0] and (data := os.read(descriptor, 1 << 16)):
            count += len(data)
        return running.process.wait(2), count

    server = serve(script, repeat=True)
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(run, range(9))) == [(0, size + 1)] * 9


def test_a_large_message_out(upshift, serve):
    """A line of 512 MiB, in many frames."""
    chunk, count, peak, lengths = b"0123456789abcde " * 65_536, 512, [], []

    def script(peer):
        deflate = Deflate()
        deflate.websocket(peer)
        inflate = zlib.decompressobj(-15)
        total, frame = 0, None
        while frame is None or not frame.fin:
            frame = peer.frame()
            assert len(frame.payload) <= 16_384 and frame.reserved == (0 if lengths else 4)
            lengths.append(len(frame.payload))
            total += len(inflate.decompress(frame.payload))
        total += len(inflate.decompress(TAIL))
        assert total == count * len(chunk), total
        peak.append(running.peak_memory())
        peer.close()

    running = upshift.start(serve(script).ws(), stdout=subprocess.DEVNULL)
    for _ in range(count):
        running.process.stdin.write(chunk)
    running.write(b"\n")
    running.end_input()
    assert running.status() == 0
    assert peak[0] < 24 * MEBIBYTE and len(lengths) > 10, (peak, len(lengths))
