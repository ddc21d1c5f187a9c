"""A WebSocket as a pipe: what of the input becomes a message, and how messages are written."""

import pytest

from harness import frames, scripts
from harness.frames import BINARY, CLOSE, PING, PONG, TEXT

LINES = ["--ws-format", "lines"]
NUL = ["--ws-format", "nul"]
RAW = ["--ws-format", "raw"]


@pytest.mark.parametrize(
    "arguments, stdin, messages",
    [
        ([], b"one\ntwo\n", [b"one", b"two"]),
        (LINES, b"one\ntwo\n", [b"one", b"two"]),
        (LINES, b"dos\r\nunix\n", [b"dos", b"unix"]),
        (LINES, b"a\rb\r\r\n", [b"a\rb\r"]),
        (LINES, b"no end", [b"no end"]),
        (LINES, b"no end\r", [b"no end\r"]),
        (LINES, b"\n\r\nx\n", [b"", b"", b"x"]),
        (LINES, b"nul \x00 inside\n", [b"nul \x00 inside"]),
        (LINES, "žluťoučký 🐎\n".encode(), ["žluťoučký 🐎".encode()]),
        (NUL, b"one\ntwo\x00\x00three\r\x00", [b"one\ntwo", b"", b"three\r"]),
        (NUL, b"no end", [b"no end"]),
        (["--send", "first", "--send", "second"], b"third\n", [b"first", b"second", b"third"]),
        (["--send", ""], b"", [b""]),
        (["--send", "two\nlines"], b"", [b"two\nlines"]),
    ],
)
def test_what_becomes_a_message(upshift, serve, arguments, stdin, messages):
    received = []

    def script(peer):
        peer.websocket()
        received.extend(peer.message().payload for _ in messages)
        peer.text("reply")
        more, close = peer.closing()
        assert more == [] and close.code in (1000, None), (more, close)
        assert all(frame.opcode in (TEXT, 0, CLOSE) for frame in peer.frames), peer.frames

    result = upshift("--linger", 0.2, *arguments, serve(script).ws(), stdin=stdin)
    separator = b"\0" if arguments == NUL else b"\n"
    assert (result.status, result.out, received) == (0, b"reply" + separator, messages), result


def test_binary(upshift, serve):
    seen = []

    def script(peer):
        peer.websocket()
        while (message := peer.message()).opcode != CLOSE:
            seen.append((message.opcode, message.payload))
            peer.send(frames.encode(BINARY, message.payload))
        peer.send(frames.encode(CLOSE, message.payload))
        peer.end()

    result = upshift("--ws-send", "binary", "--linger", 0.2, serve(script).ws(), stdin=b"\xff\xfe\n\x00\n")
    assert (result.status, result.out) == (0, b"\xff\xfe\n\x00\n"), result
    assert seen == [(BINARY, b"\xff\xfe"), (BINARY, b"\x00")]


def test_raw_is_bytes_without_separators(upshift, serve):
    received = []

    def script(peer):
        peer.websocket()
        received.append(peer.message().payload)
        peer.send(frames.encode(BINARY, b"a\x00") + frames.text("b\n") + frames.text("") + frames.text("c"))
        received.extend(peer.closing()[0])

    result = upshift(*RAW, "--ws-send", "binary", "--linger", 0.2, serve(script).ws(), stdin=b"\xff\x00 any bytes \n\r")
    assert (result.status, result.out) == (0, b"a\x00b\nc"), result
    assert b"".join(received) == b"\xff\x00 any bytes \n\r"


def test_raw_each_read_is_a_message(upshift, serve):
    server = serve(scripts.echo())
    running = upshift.start(*RAW, "--linger", 0.2, server.ws())
    for part in (b"one", b"two", b"three"):
        running.write(part)
        assert running.read(len(part)) == part
    running.end_input()
    assert running.wait().status == 0
    assert [frame.payload for frame in server.peers[0].frames[:-1]] == [b"one", b"two", b"three"]


@pytest.mark.parametrize("arguments", [LINES, NUL])
@pytest.mark.parametrize("bad", [b"\xff\xfe", b"cut \xe2\x82", b"\xed\xa0\x80", b"\xc0\xaf"])
def test_input_that_is_not_utf8_names_the_option(upshift, serve, arguments, bad):
    """Nothing of it is sent as text; what came before it was."""
    received = []

    def script(peer):
        peer.websocket()
        received.extend(peer.closing()[0])

    end = b"\0" if arguments == NUL else b"\n"
    result = upshift(*arguments, "--linger", 0.2, serve(script).ws(), stdin=b"good" + end + bad + end + b"after" + end)
    assert result.status not in (0, 114, 115) and "--ws-send binary" in result.err, result
    assert received == [b"good"], received


@pytest.mark.parametrize(
    "message, out",
    [
        (b"plain", b"plain\n"),
        (b"", b"\n"),
        (b"holds\nan LF", b"holds\nan LF\n"),
        (b"ends with LF\n", b"ends with LF\n\n"),
        (b"\x1b[31mverbatim\r\x00", b"\x1b[31mverbatim\r\x00\n"),
        ("😀\u202e".encode(), "😀\u202e\n".encode()),
    ],
)
def test_messages_are_written_verbatim(upshift, serve, message, out):
    result = upshift("--listen", serve(scripts.say(message)).ws())
    assert (result.status, result.out) == (0, out), result


def test_messages_out_as_nul(upshift, serve):
    result = upshift(*NUL, "--listen", serve(scripts.say("a\nb", "", "c")).ws())
    assert (result.status, result.out) == (0, b"a\nb\0\0c\0"), result


def test_a_fragmented_message_is_one_line(upshift, serve):
    def script(peer):
        peer.websocket()
        euro = "€".encode()
        peer.send(
            frames.text(b"one " + euro[:1], fin=False)
            + frames.encode(PING, b"mid")
            + frames.encode(0, euro[1:], fin=False)
            + frames.encode(0, b" three")
        )
        assert peer.frame() == frames.Frame(PONG, b"mid", masked=True)
        peer.close()

    result = upshift("--listen", serve(script).ws())
    assert (result.status, result.text) == (0, "one € three\n"), result


# In bulk, in turn, interactively


def test_a_hundred_thousand_lines_come_back_intact(upshift, python_websockets):
    lines = b"".join(b'{"n":%d,"text":"%s"}\n' % (n, b"x" * (n % 50)) for n in range(100_000))
    result = upshift("--count", 100_000, python_websockets.url("/", "ws"), stdin=lines, timeout=60)
    assert result.status == 0 and result.out == lines, (result.status, len(result.out), result.err[:500])


def test_lines_of_every_length(upshift, guide):
    """Around each length at which a frame's head or a buffer changes."""
    sizes = [0, 1, 125, 126, 127, 4095, 4096, 4097, 16383, 16384, 16385, 65535, 65536, 65537, 300_000]
    lines = b"".join(b"y" * size + b"\n" for size in sizes)
    result = upshift("--count", len(sizes), guide.url("/", "ws"), stdin=lines)
    assert result.status == 0 and result.out == lines, (result.status, len(result.out), result.err[:500])


def test_a_conversation_line_by_line(upshift, guide):
    running = upshift.start("--linger", 0.1, guide.url())
    for line in (b"one", b"two", b"three"):
        running.write(line + b"\n")
        assert running.line() == line
    running.end_input()
    assert running.wait().status == 0


def test_output_of_each_message_is_not_held_back(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.text("first"))
        peer.stall()

    assert upshift.start("--listen", serve(script).ws()).line(timeout=5) == b"first"


def test_of_several_urls_the_first_has_standard_input(upshift, serve):
    received = []

    def first(peer):
        peer.websocket()
        received.append(peer.message().payload)
        peer.text("one")
        peer.close()

    server = serve(first, scripts.say("two"), scripts.say("three"))
    result = upshift(server.ws("/1"), server.ws("/2"), server.ws("/3"), stdin=b"hello\n")
    assert (result.status, result.lines, received) == (0, ["one", "two", "three"], [b"hello"]), result
    assert [head.target for head in server.heads] == ["/1", "/2", "/3"]


@pytest.mark.parametrize("arguments", [["-I"], ["-d", "x"], ["--json", "{}"]])
def test_options_that_make_no_sense_with_ws(upshift, serve, arguments):
    result = upshift(*arguments, serve().ws(), stdin=b"hello\n")
    assert result.status == 2, result
    if arguments != ["-I"]:
        assert "--send" in result.err, result
