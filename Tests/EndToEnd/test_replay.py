"""`--replay`: what a recorded session sent is sent again."""

import json
import subprocess
import time

import pytest

from harness import frames, scripts
from harness.frames import CLOSE
from harness.processes import need
from test_ndjson import NDJSON, events, lines, spoken


def texts(*pairs: tuple[float, str]) -> bytes:
    return lines(*({"t": at, "dir": "out", "type": "text", "data": data} for at, data in pairs))


def write(upshift, content: bytes) -> str:
    (upshift.home / "session").write_bytes(content)
    return "session"


def test_record_edit_replay(upshift, python_websockets):
    """The same conversation again, but for what was edited."""
    url = python_websockets.url("/", "ws")
    stdin = lines(
        {"type": "text", "data": "one é"},
        {"type": "binary", "b64": "AP8="},
        {"type": "ping", "data": "p"},
        {"type": "text", "data": "two"},
    )
    first = upshift(*NDJSON, "--linger", 0.3, url, stdin=stdin)
    assert first.status == 0, first
    edit = 'if .data == "two" then .data = "drei" else . end'
    edited = subprocess.run([need("jq"), "-c", edit], input=first.out, capture_output=True, check=True).stdout
    again = upshift(*NDJSON, "--replay", write(upshift, edited), url)
    assert again.status == 0, again

    def talk(out: bytes, direction: str) -> list[tuple]:
        kinds = [event for event in spoken(events(out)) if event["dir"] == direction]
        return [(event["type"], event.get("data", event.get("b64", event.get("code")))) for event in kinds]

    for direction in ("out", "in"):
        expected = [(kind, "drei" if payload == "two" else payload) for kind, payload in talk(first.out, direction)]
        # A pong may overtake the echo of what went before its ping.
        order = (lambda each: sorted(each, key=str)) if direction == "in" else list
        assert order(talk(again.out, direction)) == order(expected)
    # As input it says the same.
    piped = upshift(*NDJSON, url, stdin=edited)
    assert (piped.status, piped.err) == (0, "") and talk(piped.out, "out") == talk(again.out, "out"), piped


def test_the_times_are_those_of_the_recording(upshift, serve):
    arrivals = []

    def script(peer):
        peer.websocket()
        while peer.message().opcode != CLOSE:
            arrivals.append(time.monotonic())
        peer.send(frames.close(1000))
        peer.end()

    file = write(upshift, texts((70, "a"), (70.4, "b"), (70.2, "at once"), (70.9, "c")))
    result = upshift("--replay", file, "--linger", 0, serve(script).ws())
    assert result.status == 0, result
    gaps = [later - earlier for earlier, later in zip(arrivals, arrivals[1:])]
    assert gaps[0] > 0.35 and gaps[1] < 0.3 and gaps[2] > 0.45, gaps


def test_at_once(upshift, serve):
    received = []
    file = write(upshift, texts((0, "a"), (3600, "b")) + lines({"t": 7200, "type": "close", "code": 4001}))
    start = time.monotonic()
    result = upshift("--send", "first", "--replay", file, "--replay-at-once", serve(scripts.listen(received)).ws())
    assert result.status == 0 and received == [b"first", b"a", b"b"] and time.monotonic() - start < 15, result


@pytest.mark.parametrize("format, out", [("lines", b"a\nb\n"), ("nul", b"a\0b\0"), ("raw", b"ab")])
def test_every_output_format(upshift, serve, format, out):
    file = write(upshift, texts((0, "a"), (0, "b")))
    result = upshift("--ws-format", format, "--linger", 0.2, "--replay", file, serve(scripts.echo()).ws())
    assert (result.status, result.out) == (0, out), result


def test_standard_input_is_not_read(upshift, serve):
    received = []
    file = write(upshift, texts((0, "a")))
    running = upshift.start("--replay", file, "--linger", 0, serve(scripts.listen(received)).ws())
    running.write(b"no message\n")
    assert running.status() == 0 and received == [b"a"]


def test_standard_input_as_the_recording(upshift, serve):
    result = upshift("--replay", "-", "--count", 2, serve(scripts.echo()).ws(), stdin=texts((5, "a"), (5.1, "b")))
    assert (result.status, result.out) == (0, b"a\nb\n"), result


@pytest.mark.parametrize("source", ["file", "standard input"])
def test_waiting_costs_nothing(upshift, serve, source):
    """Standard input that is at its end, or not looked at, is ready all the time."""
    received = []
    events = texts((0, "a"), (1, "b"))
    place = write(upshift, events) if source == "file" else "-"
    running = upshift.start("--replay", place, "--linger", 0, serve(scripts.listen(received)).ws())
    running.write(b"no message\n" if source == "file" else events)
    running.end_input()
    assert running.load(0.8) < 1 / 3, "it is busy with waiting"
    assert running.wait().status == 0 and received == [b"a", b"b"]


def test_pings_that_kept_it_alive_are_not_repeated(upshift, serve):
    def script(peer):
        peer.websocket()
        while peer.frame().opcode != frames.PING:
            pass
        peer.close()

    first = upshift(*NDJSON, "--ping-interval", 0.1, "--send", "a", "--listen", serve(script).ws())
    pings = [event for event in events(first.out) if event["type"] == "ping"]
    assert pings and pings[0]["dir"] == "out", first
    received = []

    def listen(peer):
        peer.websocket()
        while (frame := peer.frame()).opcode != CLOSE:
            received.append((frame.opcode, frame.payload))
        peer.send(frames.close(1000))
        peer.end()

    result = upshift("--replay", write(upshift, first.out), "--replay-at-once", "--linger", 0, serve(listen).ws())
    assert result.status == 0 and received == [(frames.TEXT, b"a")], (result, received)


def test_what_came_is_passed_over_whatever_it_is(upshift, serve):
    received = []
    file = write(upshift, lines({"dir": "in", "type": "datagram"}) + texts((0, "a")))
    result = upshift("--replay", file, "--linger", 0, serve(scripts.listen(received)).ws())
    assert result.status == 0 and received == [b"a"], result


def test_count_and_until_hold(upshift, serve):
    file = write(upshift, texts((0, "a"), (0, "b"), (3600, "c")))
    assert upshift("--replay", file, "--until", "b", serve(scripts.echo()).ws()).out == b"a\nb\n"
    result = upshift("--replay", file, "--replay-at-once", "--count", 4, "--linger", 0.2, serve(scripts.echo()).ws())
    assert result.status == 117, result


def test_a_server_that_closes_first(upshift, serve):
    file = write(upshift, texts((0, "a"), (3600, "b")))

    def script(peer):
        peer.websocket()
        peer.message()
        peer.close()

    result = upshift("--replay", file, serve(script).ws())
    assert result.status == 0 and "before all input was sent" in result.err, result


def test_a_response_is_no_place_to_replay(upshift, recorder):
    result = upshift("--replay", write(upshift, texts((0, "a"))), recorder.url())
    assert result.status == 117 and "--replay" in result.err, result


@pytest.mark.parametrize(
    "content, message",
    [
        (b"\n{}\n", 'session:2: this line has no "type"'),
        (b"\xff", "session:1: this line is not UTF-8"),
        (lines({"type": "close"}, {"type": "ping"}), "session:2: this line comes after the close of line 1"),
        (lines({"type": "text", "data": "x", "t": "soon"}), 'session:1: this line has a "t" that is no number'),
    ],
)
def test_a_mistake_is_told_before_anything_is_sent(upshift, serve, content, message):
    result = upshift("--replay", write(upshift, content), serve().ws())
    assert result.status == 2 and message in result.err, result


def test_a_file_that_is_not_there(upshift, serve):
    result = upshift("--replay", "none", serve().ws())
    assert result.status == 26 and "--replay" in result.err and "none" in result.err, result


@pytest.mark.parametrize("arguments", [["--listen"], ["--expect", "pong"], ["--interactive"]])
def test_options_that_do_not_go_with_it(upshift, serve, arguments):
    result = upshift("--replay", write(upshift, b""), *arguments, serve().ws())
    assert result.status == 2 and arguments[0] in result.err, result


def test_a_recording_is_a_check_too(upshift, serve):
    """`--record` of a replay; what it sent is in it, in order."""
    file = write(upshift, texts((0, "a")) + lines({"type": "ping", "data": "p"}, {"type": "binary", "b64": "AP8="}))
    result = upshift("--record", "r.check", "--replay", file, "--linger", 0.2, serve(scripts.echo()).ws())
    assert result.status == 0, result
    steps = [line for line in (upshift.home / "r.check").read_text().splitlines() if line.startswith(("send", "ping"))]
    assert steps == ["send `a`", "ping `p`", "send binary hex,00ff;"], steps


def test_what_the_prompt_saved(serve, upshift, terminal):
    """With a ping of the server's, which the new conversation answers by itself."""

    def script(peer):
        peer.websocket()
        peer.send(frames.encode(frames.PING, b"server's"))
        peer.echo()
        peer.end()

    pane = terminal(100, 40)
    pane.connect(serve(script).ws())
    pane.line("hello")
    pane.until("< hello")
    pane.line("/binary 00ff")
    pane.until("> binary, 2 bytes", "< binary, 2 bytes")
    pane.line("/save session")
    pane.until("* 8 records in session")
    assert pane.leave() == 0
    saved = [json.loads(line) for line in (upshift.home / "session").read_text().splitlines()]
    assert any(event["type"] == "ping" for event in saved)
    server = serve(scripts.echo())
    result = upshift("--replay", "session", "--replay-at-once", "--count", 2, server.ws())
    assert (result.status, result.out) == (0, b"hello\n\x00\xff\n"), result
    kinds = [frame.opcode for frame in server.peers[0].frames]
    assert kinds == [frames.TEXT, frames.BINARY, CLOSE], kinds
