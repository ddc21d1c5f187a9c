"""`--send` and `--expect`: a check of one line."""

import json

import pytest

from harness import frames
from harness.scripts import respond


def service(peer):
    """Greets, answers requests, closes when told."""
    peer.websocket(then=frames.text("welcome"))
    while (frame := peer.frame()).opcode != frames.CLOSE:
        if frame.opcode == frames.PING:
            peer.send(frames.encode(frames.PONG, frame.payload))
        elif frame.opcode == frames.BINARY:
            peer.send(frames.encode(frames.BINARY, frame.payload[::-1]))
        elif frame.payload.startswith(b"close"):
            return peer.close(int(frame.payload[5:]), "as you like")
        else:
            peer.text(json.dumps({"op": "echo", "data": frame.payload.decode()}))
    peer.send(frames.encode(frames.CLOSE, frame.payload))
    peer.end()


@pytest.mark.parametrize(
    "words",
    [
        ["--expect", "text:welcome"],
        ["--expect", "contains:elco"],
        ["--expect", "regex:^wel"],
        ["--send", "a", "--expect", 'jq:.op == "echo"'],
        ["--send", "a", "--expect", "jsonpath:$.data"],
        ["--send", "a", "--expect", 'jq ".data" == "a" within 2s'],
        ["--send", "a", "--send", "b", "--expect", "3 messages"],
        ["--send", "close1000", "--expect", "close:1000,1001"],
        ["--send", "close4000", "--expect", "close:4000"],
        ["--send", "close4000", "--expect", "close"],
        ["--send", "a", "--expect", 'jq:.data=="a"', "--send", "b", "--expect", 'jq:.data=="b"'],
        ["--ws-send", "binary", "--send", "ab", "--expect", "binary:6261"],
        ["--expect", "text:welcome", "--send", "last"],
    ],
)
def test_met(upshift, serve, words):
    result = upshift(*words, serve(service).ws())
    assert (result.status, result.err) == (0, "")
    assert result.lines[0] == "welcome"


@pytest.mark.parametrize(
    "words, message",
    [
        (
            ["--send", "a", "--expect", "text:b", "--within", "0.2"],
            "text:b: waited 200 ms for a message that meets it: 2 messages came, none that does; "
            'expected "b", within 200 ms, came "{"op": "echo", "data": "a"}" (the last of 2 messages)',
        ),
        (
            ["--expect", "text:b", "--send", "a", "--within", "0.2"],
            "text:b: waited 200 ms for a message that meets it: 1 message came, none that does; "
            'expected "b", within 200 ms, came "welcome"',
        ),
        (
            ["--expect", "jq:.a", "--within", "0.2"],
            "jq:.a: waited 200 ms for a message that meets it: 1 message came, none that does; "
            "came a message that is not JSON",
        ),
        (
            ["--send", "close1011", "--expect", "5 messages"],
            '5 messages: waited for 5 messages: the server closed with 1011 (internal error) "as you like"',
        ),
        (
            ["--send", "close1011", "--expect", "close:1000"],
            'close:1000: the server closed with 1011 (internal error) "as you like"; expected close 1000, '
            'came the server closed with 1011 (internal error) "as you like"',
        ),
    ],
)
def test_not_met(upshift, serve, words, message):
    result = upshift(*words, (server := serve(service)).ws())
    assert result.status == 117
    assert result.err == f"upshift: (117) not met: {message} ({server.ws()})\n"


@pytest.mark.parametrize(
    "what, message",
    [
        ('jq ".n" = 2', "'jq \".n\" = 2': expected a predicate; did you mean '=='?"),
        ("jqx:.", "'jqx:.': "),
        ("regex:[", "'regex:[': '[' is not a regular expression"),
        ("close:7", "'close:7': close codes are as in close:1000,1001"),
        ("binary:0", "'binary:0': not pairs of hexadecimal digits"),
        ("jsonpath:$[", "'jsonpath:$[': "),
        ("jq:.op[", "'jq:.op[': this is no jq filter: syntax error"),
        ('jq ".a |"', "'jq \".a |\"': this is no jq filter: syntax error"),
        ("jq:foo(", "'jq:foo(': this is no jq filter: syntax error"),
        ("jq:nothing", "'jq:nothing': this is no jq filter: nothing/0 is not defined"),
        ("hello", "'hello': expected "),
    ],
)
def test_what_is_no_expectation_asks_nobody(upshift, what, message):
    result = upshift("--expect", what, "ws://127.0.0.1:1/")
    assert result.status == 2
    assert result.err.startswith(f"upshift: (2) --expect {message}")


def test_no_connection_is_told_apart(upshift, serve):
    assert upshift("--expect", "text:x", "ws://127.0.0.1:1/").status == 7
    assert upshift("--expect", "text:x", serve(respond("403 Forbidden")).ws()).status == 113


@pytest.mark.parametrize(
    "words", [["--expect", "text:x"], ["--send", "x"], ["--count", "1"], ["--until", "x"], ["--listen"]]
)
def test_a_response_is_no_conversation(upshift, recorder, words):
    result = upshift(*words, recorder.url("/missing"))
    assert (result.status, result.text) == (117, "no such thing\n"), result
    assert result.err.startswith(f"upshift: (117) {words[0]}: there was no WebSocket, but a response of status 404 (")
    assert upshift("-f", *words, recorder.url("/missing")).status == 22
    assert upshift("--no-upgrade", *words, recorder.url("/missing")).status == 0
    assert upshift("-I", *words, recorder.url("/missing")).status == 0


def test_a_response_before_a_conversation_is_fine(upshift, recorder, serve):
    result = upshift("--expect", "text:welcome", recorder.url("/"), serve(service).ws())
    assert (result.status, result.text) == (0, "hello\nwelcome\n"), result


def test_within_takes_a_unit(upshift, serve):
    result = upshift("--expect", "text:b", "--within", "150ms", serve(service).ws())
    assert result.status == 117 and "waited 150 ms" in result.err, result


def test_a_426_is_followed_and_standard_input_is_left_alone(upshift, serve):
    from harness.scripts import after_426

    result = upshift("--expect", "text:welcome", serve(*after_426(service)).url(), stdin=b"not read\n")
    assert (result.status, result.text) == (0, "welcome\n")


def test_a_terminal_is_no_prompt_then(prompt, serve):
    pane = prompt("--expect", "text:welcome", serve(service).ws())
    pane.expect("welcome")
    assert pane.status() == 0
