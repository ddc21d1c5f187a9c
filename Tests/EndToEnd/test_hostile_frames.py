"""A server that breaks RFC 6455: exit status 114, our Close has the right code, all before it on standard output."""

import struct

import pytest

from harness import frames
from harness.frames import BINARY, CLOSE, PING, PONG, TEXT, close, encode, text

PROTOCOL, DATA, SIZE = 1002, 1007, 1009

VIOLATIONS = {
    "RSV1": (encode(TEXT, b"x", reserved=4), PROTOCOL),
    "RSV2": (encode(TEXT, b"x", reserved=2), PROTOCOL),
    "RSV3": (encode(PING, b"x", reserved=1), PROTOCOL),
    "opcode 3": (encode(3, b"x"), PROTOCOL),
    "opcode 7": (encode(7), PROTOCOL),
    "opcode 11": (encode(11, b"x"), PROTOCOL),
    "opcode 15": (encode(15), PROTOCOL),
    "masked": (encode(TEXT, b"x", mask=True), PROTOCOL),
    "a Ping in fragments": (encode(PING, b"x", fin=False), PROTOCOL),
    "a Close in fragments": (encode(CLOSE, struct.pack("!H", 1000), fin=False), PROTOCOL),
    "a Ping of 126": (encode(PING, b"x" * 126), PROTOCOL),
    "a Close of 126": (encode(CLOSE, struct.pack("!H", 1000) + b"x" * 124), PROTOCOL),
    "a continuation of nothing": (encode(0, b"x"), PROTOCOL),
    "a start inside a message": (text("a", fin=False) + text("b"), PROTOCOL),
    "16 bits for 125": (b"\x81\x7e\x00\x7d" + b"x" * 125, PROTOCOL),
    "64 bits for 65535": (b"\x82\x7f" + struct.pack("!Q", 65535) + b"x" * 65535, PROTOCOL),
    "the top bit of 64": (b"\x82\x7f" + struct.pack("!Q", 1 << 63), PROTOCOL),
    "a Close of one byte": (encode(CLOSE, b"\x03"), PROTOCOL),
    "code 0": (close(0), PROTOCOL),
    "code 999": (close(999), PROTOCOL),
    "code 1004": (close(1004), PROTOCOL),
    "code 1005": (close(1005), PROTOCOL),
    "code 1006": (close(1006), PROTOCOL),
    "code 1015": (close(1015), PROTOCOL),
    "code 2000": (close(2000), PROTOCOL),
    "code 5000": (close(5000), PROTOCOL),
    "a reason not UTF-8": (close(1000, b"\xff"), DATA),
    "text not UTF-8": (text(b"\xff"), DATA),
    "a surrogate": (text(b"\xed\xa0\x80"), DATA),
    "an overlong form": (text(b"\xc0\xaf"), DATA),
    "above U+10FFFF": (text(b"\xf4\x90\x80\x80"), DATA),
    "text cut in a character": (text(b"\xe2\x82"), DATA),
    "a fragment not UTF-8": (text(b"\xe2", fin=False) + encode(0, b"x"), DATA),
    "not UTF-8 in the middle of a frame": (frames.header(TEXT, 1000) + b"ok\xff", DATA),
}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_violation(upshift, serve, name):
    bytes_, code = VIOLATIONS[name]

    def script(peer):
        peer.websocket()
        peer.text("before")
        peer.send(bytes_)
        assert (answer := peer.frame()).opcode == CLOSE and answer.code == code, answer
        assert peer.end() == b"", "something after our Close"

    result = upshift("--listen", serve(script).ws())
    assert result.status == 114 and result.out.startswith(b"before\n"), result
    assert len(result.err.strip().splitlines()) == 1, result


@pytest.mark.parametrize(
    "message",
    [
        text("y" * 1001),
        encode(BINARY, b"y" * 1001),
        text("y" * 600, fin=False) + encode(0, b"y" * 600),
        frames.header(BINARY, (1 << 63) - 1),
    ],
    ids=["text", "binary", "fragments", "2^63-1"],
)
def test_a_message_over_the_limit(upshift, serve, message):
    """Refused by its head: no memory is reserved for it."""

    def script(peer):
        peer.websocket()
        peer.text("x" * 1000)
        peer.send(message)
        assert (answer := peer.frame()).opcode == CLOSE and answer.code == SIZE, answer
        peer.end()

    result = upshift("--listen", "--max-message", 1000, serve(script).ws())
    assert result.status == 114 and result.out.startswith(b"x" * 1000 + b"\n"), result


def test_what_follows_a_close_is_ignored(upshift, serve):
    def script(peer):
        peer.websocket(then=text("one") + close(1000) + text("two") + encode(PING, b"x") + b"\xff\xff\xff")
        assert peer.frame().opcode == CLOSE
        assert peer.end() == b""

    result = upshift("--listen", serve(script).ws())
    assert (result.status, result.out) == (0, b"one\n"), result


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535, 65536, 65537])
def test_lengths_at_the_edges(upshift, serve, size):
    def script(peer):
        peer.websocket(then=text("x" * size))
        peer.close()

    result = upshift("--listen", serve(script).ws())
    assert (result.status, result.out) == (0, b"x" * size + b"\n"), result.status


@pytest.mark.parametrize("code", [1000, 1003, 1007, 1011, 1014, 3000, 3999, 4000, 4999])
def test_codes_that_may_be_sent(upshift, serve, code):
    def script(peer):
        peer.websocket()
        assert peer.close(code, "the reason, 120 bytes long at most, žluť").code == code

    result = upshift("--listen", serve(script).ws())
    assert result.status == (0 if code == 1000 else 116), result


def test_frames_byte_by_byte(upshift, serve):
    def script(peer):
        peer.websocket()
        stream = text("ä", fin=False) + encode(PING, b"p") + encode(0, "ö€".encode()) + text("x" * 130) + close(1000)
        for byte in stream:
            peer.send(bytes([byte]))
        assert peer.frame().opcode == PONG and peer.frame().code == 1000
        peer.end()

    result = upshift("--listen", serve(script).ws())
    assert (result.status, result.text) == (0, "äö€\n" + "x" * 130 + "\n"), result


def test_a_hostile_close_reason_does_not_reach_the_terminal(upshift, serve):
    def script(peer):
        peer.websocket()
        peer.close(1011, "\x1b]0;owned\x07\u009b31m\r\nforged: line\u202e")

    for arguments in ([], ["-v"]):
        result = upshift("--listen", *arguments, serve(script).ws())
        assert result.status == 116 and not set("\x1b\x07\x9b\u202e") & set(result.err), result
        assert not any(line.startswith("forged") for line in result.err.splitlines()), result
