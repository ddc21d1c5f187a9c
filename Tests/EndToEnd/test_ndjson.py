"""`--ws-format ndjson`: standard input and output are events, one JSON object a line."""

import base64
import json
import signal
import subprocess

import pytest

from harness import frames, scripts
from harness.frames import BINARY, CLOSE, PING, PONG, TEXT
from harness.processes import need

NDJSON = ["--ws-format", "ndjson"]
OURS = {TEXT: "text", BINARY: "binary", PING: "ping", PONG: "pong"}


def events(out: bytes) -> list[dict]:
    """As jq reads them, which is what users do."""
    done = subprocess.run([need("jq"), "-c", "."], input=out, capture_output=True, check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert found == [json.loads(line) for line in out.decode().split("\n")[:-1]]
    return found


def spoken(found: list[dict]) -> list[dict]:
    """What went and came on the WebSocket, without its times."""
    kinds = ("text", "binary", "ping", "pong", "close")
    return [{key: event[key] for key in event if key != "t"} for event in found if event["type"] in kinds]


def lines(*objects: object) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in objects)


def test_the_whole_chain(upshift, serve):
    server = serve(*scripts.after_426(scripts.echo()))
    stdin = lines({"type": "text", "data": "é"}, {"type": "binary", "b64": "AP8="})
    result = upshift(*NDJSON, "--count", 2, "--no-deflate", server.url("/x"), stdin=stdin)
    assert (result.status, result.err) == (0, ""), result
    found = events(result.out)
    assert [event["type"] for event in found[:6]] == ["request", "response", "upgrade", "request", "response", "open"]
    assert [event.get("dir") for event in found[:6]] == ["out", "in", None, "out", "in", None]
    assert [event["status"] for event in found if "status" in event] == [426, 101]
    assert found[2]["token"] == "websocket" and found[2]["decision"] == "chosen"
    assert ["Upgrade", "websocket"] in found[3]["fields"] and found[5]["url"] == server.ws("/x")
    times = [event["t"] for event in found]
    assert 0 <= times[0] and times[-1] < 20 and times == sorted(times), times
    talk = spoken(found)
    assert [event for event in talk if event["dir"] == "out"][:2] == [
        {"dir": "out", "type": "text", "n": 1, "len": 2, "data": "é"},
        {"dir": "out", "type": "binary", "n": 2, "len": 2, "b64": "AP8="},
    ]
    assert [(event["type"], event["n"]) for event in talk if "n" in event and event["dir"] == "in"] == [
        ("text", 3),
        ("binary", 4),
    ]
    assert sorted(event["dir"] for event in talk if event["type"] == "close") == ["in", "out"]


def test_live_both_ways(upshift, serve):
    """Each event is there while the conversation goes on, through `jq --unbuffered` too."""
    server = serve(scripts.echo())
    running = upshift.start(*NDJSON, server.ws(), stdout=subprocess.PIPE)
    jq = subprocess.Popen(
        [need("jq"), "--unbuffered", "-c", 'select(.type == "text") | [.dir, .data]'],
        stdin=running.process.stdout,
        stdout=subprocess.PIPE,
    )
    try:
        for word in ("one", "two", "three"):
            running.write(lines({"type": "text", "data": word}))
            assert [json.loads(jq.stdout.readline()) for _ in range(2)] == [["out", word], ["in", word]]
        running.end_input()
        assert running.status() == 0
    finally:
        jq.kill()
        jq.wait()
        jq.stdout.close()


def test_every_kind_of_frame_in_order(upshift, serve):
    def script(peer):
        peer.websocket()
        peer.send(frames.encode(PING, b"are you there") + frames.text("wel", fin=False) + frames.encode(0, b"come"))
        assert peer.frame() == frames.Frame(PONG, b"are you there", masked=True)
        while peer.frame().opcode != CLOSE:
            pass
        peer.send(frames.close(4000, "ok"))
        peer.end()

    said = [
        {"type": "ping", "data": "p"},
        {"type": "text", "data": "a\u2028\x00"},
        {"type": "pong"},
        {"type": "binary", "data": "b"},
        {"type": "ping", "b64": "/w=="},
        {"type": "close", "code": 4000, "reason": "über"},
    ]
    server = serve(script)
    running = upshift.start(*NDJSON, "--ok-close", 4000, server.ws())
    seen = []
    while not any(event.get("data") == "welcome" for event in seen):
        seen.append(json.loads(running.line()))
    # What is empty is passed over, and so is what came once; a line may end as on DOS.
    running.write(b"\n  \n" + lines({"dir": "in", "type": "text", "data": "not sent"}, {"type": "gap"}))
    running.write(lines(*said).replace(b"\n", b"\r\n"))
    result = running.wait()
    assert (result.status, result.err) == (0, ""), result
    sent = [(frame.opcode, frame.payload) for frame in server.peers[0].frames]
    close = (4000).to_bytes(2) + "über".encode()
    assert sent == [
        (PONG, b"are you there"),
        (PING, b"p"),
        (TEXT, "a\u2028\x00".encode()),
        (PONG, b""),
        (BINARY, b"b"),
        (PING, b"\xff"),
        (CLOSE, close),
    ]
    talk = spoken(seen + events(result.out))
    assert talk[:3] == [
        {"dir": "in", "type": "ping", "len": 13, "b64": base64.b64encode(b"are you there").decode()},
        {"dir": "out", "type": "pong", "len": 13, "b64": base64.b64encode(b"are you there").decode()},
        {"dir": "in", "type": "text", "n": 1, "len": 7, "data": "welcome"},
    ]
    assert [(event["dir"], event["type"]) for event in talk[3:]] == [
        *(("out", OURS.get(opcode, "close")) for opcode, _ in sent[1:]),
        ("in", "close"),
    ]
    assert talk[-2:] == [
        {"dir": "out", "type": "close", "code": 4000, "reason": "über"},
        {"dir": "in", "type": "close", "code": 4000, "reason": "ok"},
    ]
    assert b"\xe2\x80\xa8" not in result.out and b"\x00" not in result.out


BAD = {
    "no JSON": (b"x", "is no JSON"),
    "an array": (b"[]", "is no JSON object"),
    "no type": (b'{"data":"x"}', 'has no "type"'),
    "another type": (b'{"type":"\\u001b[31m"}', "what can be sent is text"),
    "no payload": (b'{"type":"text"}', 'has neither "data" nor "b64"'),
    "a lone surrogate": (b'{"type":"text","data":"\\ud800"}', "half of a surrogate pair"),
    "not UTF-8": (b'{"type":"text","data":"\xff"}', "is not UTF-8"),
    "a text that is not UTF-8": (b'{"type":"text","b64":"/w=="}', '"type":"binary" sends it'),
    "no Base64": (b'{"type":"binary","b64":"A"}', "is no Base64"),
    "a long ping": (b'{"type":"ping","data":"%s"}' % (b"x" * 126), "125"),
    "a code that nobody may send": (b'{"type":"close","code":1006}', "1006 may not be sent"),
    "a long reason": (b'{"type":"close","code":1000,"reason":"%s"}' % (b"x" * 124), "123"),
    "deep": (b"[" * 100_000, "too much in it"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_line_that_is_no_event(upshift, serve, name):
    """What was sent before stays sent, nothing after it is; then a proper close, and 26."""
    bad, message = BAD[name]
    received = []

    def script(peer):
        peer.websocket()
        messages, close = peer.closing()
        received.extend(messages)
        assert close.code == 1000

    stdin = lines({"type": "text", "data": "good"}) + b"\n" + bad + b"\n" + lines({"type": "text", "data": "after"})
    result = upshift(*NDJSON, serve(script).ws(), stdin=stdin)
    assert (result.status, received) == (26, [b"good"]), result
    assert result.err.startswith("upshift: (26) line 3 of the input ") and message in result.err, result
    assert "\x1b" not in result.err and len(result.err.splitlines()) == 1, result
    error = events(result.out)[-1]
    assert error["type"] == "error" and error["reason"] in result.err, result


def test_what_comes_after_a_close_is_not_lost_silently(upshift, serve):
    stdin = lines({"type": "close", "code": 1000}, {"dir": "in", "type": "close"})
    result = upshift(*NDJSON, serve(scripts.echo()).ws(), stdin=stdin)
    assert (result.status, result.err) == (0, ""), result
    result = upshift(*NDJSON, serve(scripts.echo()).ws(), stdin=stdin + lines({"type": "text", "data": "late"}))
    assert result.status == 0 and "what came after the close" in result.err, result


def test_a_line_as_long_as_a_message_may_be(upshift, serve):
    text = "x" * 9_000_000 + "é"
    result = upshift(*NDJSON, "--count", 1, serve(scripts.echo()).ws(), stdin=lines({"type": "text", "data": text}))
    assert result.status == 0, (result.status, result.err)
    found = [json.loads(line) for line in result.out.splitlines()]
    assert [event["data"] == text for event in found if event["type"] == "text"] == [True, True]


def test_the_body_of_a_response_is_an_event(upshift, recorder):
    result = upshift(*NDJSON, recorder.url("/"))
    found = events(result.out)
    assert result.status == 0 and [event["type"] for event in found] == ["request", "response", "body"], result
    found[2].pop("t")
    assert found[2] == {"dir": "in", "type": "body", "len": 6, "data": "hello\n"}


def test_a_body_comes_as_one_event(upshift, recorder):
    recorder.routes["/binary"] = b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + b"\xff" * 300_000
    binary, chunked, empty = (
        events(upshift(*NDJSON, recorder.url(path)).out) for path in ("/binary", "/chunked", "/empty")
    )
    assert base64.b64decode(binary[2]["b64"]) == b"\xff" * 300_000 and len(binary) == 3
    assert chunked[2]["data"] == "one two three\n" and len(chunked) == 3
    assert [event["type"] for event in empty] == ["request", "response"]


def test_interim_responses_are_of_the_same_request(upshift, recorder):
    found = events(upshift(*NDJSON, "-i", recorder.url("/early")).out)
    assert [event["type"] for event in found] == ["request", "response", "response", "body"]


def test_redirects_are_in_the_chain(upshift, recorder):
    found = events(upshift(*NDJSON, "-L", recorder.url("/302")).out)
    assert [event.get("status") for event in found] == [None, 302, None, 200, None]
    assert found[-1]["data"] == "hello\n" and "moved" not in json.dumps(found[:-1])


def test_the_body_of_a_refusal(upshift, serve):
    result = upshift(*NDJSON, "-H", "Authorization: Basic c2VjcmV0", serve(scripts.respond("403 No", body=b"no\n")).ws())
    found = events(result.out)
    assert result.status == 113 and [event["type"] for event in found] == ["request", "response", "body", "error"]
    assert "c2VjcmV0" not in result.text and found[3]["reason"] in result.err


def test_a_failure_is_the_last_event(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.text("one"))
        peer.send(b"\xf0")

    result = upshift(*NDJSON, "--listen", serve(script).ws())
    found = events(result.out)
    assert result.status in (114, 115) and found[-1]["type"] == "error", result
    assert upshift(*NDJSON, "http://127.0.0.1:1/").status == 7


def test_a_request_without_an_answer(upshift, serve):
    def script(peer):
        peer.head()
        peer.connection.close()

    server = serve(script)
    result = upshift(*NDJSON, server.url("/x"))
    request, error = events(result.out)
    assert result.status == 52 and (request["type"], request["dir"], error["type"]) == ("request", "out", "error")
    assert (request["method"], request["url"]) == ("GET", server.url("/x")) and ["Accept", "*/*"] in request["fields"]


def test_output_takes_the_events(upshift, serve):
    result = upshift(*NDJSON, "-o", "kept", "--listen", serve(scripts.say("x")).ws())
    assert (result.status, result.out) == (0, b""), result
    assert spoken(events((upshift.home / "kept").read_bytes()))[0]["data"] == "x"


def test_expect_in_events(upshift, serve):
    server = serve(scripts.echo())
    result = upshift(*NDJSON, "--send", "ping", "--expect", "text:ping", server.ws())
    assert result.status == 0, result
    talk = spoken(events(result.out))
    assert [(event["dir"], event["type"]) for event in talk[:2]] == [("out", "text"), ("in", "text")]


def test_options_that_do_not_go_with_it(upshift, serve):
    result = upshift(*NDJSON, "--interactive", serve().ws())
    assert result.status == 2 and "/save" in result.err, result


def test_a_reader_that_goes_away_is_no_error(upshift, serve):
    """SIGPIPE: `head -n 1` has enough."""

    def script(peer):
        peer.websocket()
        while peer.frame().opcode != CLOSE:
            pass
        peer.end()

    running = upshift.start(*NDJSON, "--listen", "--ping-interval", 0.05, serve(script).ws())
    running.line()
    running.process.stdout.close()
    assert running.status() == 23
    assert running.process.stderr.read() == b""


def test_a_stalled_reader_stops_no_signal(upshift, serve):
    """What is sent is printed as well: with nobody to read it, sending stops too, and memory does not grow."""

    def script(peer):
        peer.websocket()
        try:
            while peer.frame().opcode != CLOSE:
                pass
        finally:
            peer.end()

    place = upshift.home / "many"
    place.write_bytes(lines({"type": "text", "data": "x" * 1000}) * 30_000)
    with place.open("rb") as many:
        running = upshift.start(*NDJSON, "--no-deflate", serve(script).ws(), stdin=many)
        running.line()
        running.load(1)
        assert running.process.poll() is None and running.peak_memory() < 60 << 20, running.peak_memory()
        running.signal(signal.SIGTERM)
        assert running.status() == 143
