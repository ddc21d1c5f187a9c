"""A WebSocket as a pipe: what becomes a message, what is written, and when it ends."""

import fcntl
import os
import subprocess

import pytest

from harness import frames, scripts
from harness.frames import BINARY, CLOSE, PING, PONG, TEXT

LINES = ["--ws-format", "lines"]
NUL = ["--ws-format", "nul"]
RAW = ["--ws-format", "raw"]


@pytest.mark.parametrize("arguments, stdin, messages", [
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
])
def test_what_becomes_a_message(upshift, serve, arguments, stdin, messages):
    received = []

    def script(peer):
        peer.websocket()
        peer.text("reply")
        got, close = peer.closing()
        received.extend(got)
        assert close.code in (1000, None), close
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


@pytest.mark.parametrize("message, out", [
    (b"plain", b"plain\n"),
    (b"", b"\n"),
    (b"holds\nan LF", b"holds\nan LF\n"),
    (b"ends with LF\n", b"ends with LF\n\n"),
    (b"\x1b[31mverbatim\r\x00", b"\x1b[31mverbatim\r\x00\n"),
    ("😀\u202e".encode(), "😀\u202e\n".encode()),
])
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
        peer.send(frames.text(b"one " + euro[:1], fin=False) + frames.encode(PING, b"mid")
                  + frames.encode(0, euro[1:], fin=False) + frames.encode(0, b" three"))
        assert peer.frame() == frames.Frame(PONG, b"mid", masked=True)
        peer.close()

    result = upshift("--listen", serve(script).ws())
    assert (result.status, result.text) == (0, "one € three\n"), result


# When it ends

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


@pytest.mark.parametrize("code, arguments, status", [
    (1000, [], 0), (1001, [], 0), (None, [], 0), (1008, [], 116), (1011, [], 116), (4000, [], 116),
    (4000, ["--ok-close", "1000,4000"], 0), (1000, ["--ok-close", "4000"], 116), (1008, ["--ok-close", "1008"], 0),
])
def test_the_close_code_decides(upshift, serve, code, arguments, status):
    result = upshift("--listen", *arguments, serve(scripts.say("one", code=code, reason="" if code is None else "because")).ws())
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


# The descriptors that we were given

def test_closed_standard_output_is_23_and_quiet(upshift, serve):
    def script(peer):
        peer.websocket()
        try:
            while True:
                peer.text("x" * 1000)
        except Exception:
            pass  # the client leaves when it pleases

    running = upshift.start("--listen", serve(script).ws())
    running.line()
    running.process.stdout.close()
    assert running.status(10) == 23
    assert running.process.stderr.read() == b""


def test_head_is_satisfied(upshift, serve):
    """`upshift … | head -n 1`, as a shell runs it."""

    def script(peer):
        peer.websocket()
        try:
            while True:
                peer.text("line")
        except Exception:
            pass

    url = serve(script).ws()
    done = subprocess.run(["sh", "-c", f"{upshift.path} --listen {url} | head -n 1"], capture_output=True, timeout=15,
                          env=upshift.environment(), cwd=upshift.home)
    assert (done.stdout, done.stderr) == (b"line\n", b"")


@pytest.mark.parametrize("kind", ["pipe", "socket"])
def test_o_nonblock_of_inherited_descriptors_is_untouched(upshift, serve, kind):
    import socket

    if kind == "pipe":
        (stdin, feed), (drain, stdout) = os.pipe(), os.pipe()
    else:
        (stdin, feed), (drain, stdout) = [[end.detach() for end in socket.socketpair()] for _ in range(2)]

    def flags():
        return [fcntl.fcntl(descriptor, fcntl.F_GETFL) for descriptor in (stdin, stdout)]

    before = flags()
    running = upshift.start("--linger", 0.1, serve(scripts.echo()).ws(), stdin=stdin, stdout=stdout)
    os.write(feed, b"hello\n")
    assert os.read(drain, 100) == b"hello\n"
    during = flags()
    os.close(feed)
    assert running.status(10) == 0
    assert before == during == flags()
    for descriptor in (stdin, drain, stdout):
        os.close(descriptor)


def test_a_file_as_standard_input_and_output(upshift, guide):
    (upshift.home / "in").write_bytes(b"one\ntwo\n")
    with (upshift.home / "in").open("rb") as stdin, (upshift.home / "out").open("wb") as stdout:
        result = upshift.start("--count", 2, guide.url(), stdin=stdin, stdout=stdout).status(10)
    assert (result, (upshift.home / "out").read_bytes()) == (0, b"one\ntwo\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_a_descriptor_that_is_not_there(upshift, serve, closed):
    """`upshift … <&-`: the socket must not become descriptor 0 or 1 and be taken for the shell's."""
    url = serve(scripts.say("message")).ws()
    done = subprocess.run(["sh", "-c", f"exec {upshift.path} --listen {url} {closed}"], capture_output=True, timeout=15,
                          env=upshift.environment(), cwd=upshift.home)
    if closed == "<&-":
        assert (done.returncode, done.stdout) == (0, b"message\n"), done
    else:
        assert done.returncode == 23, done
