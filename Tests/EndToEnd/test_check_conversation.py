"""The steps of [WebSocket]: what is sent, and what must come."""

import pytest

from harness import frames, scripts
from harness.checks import names, unmet_step
from harness.frames import BINARY, PING, PONG, TEXT

HEAD = "GET {{ws}}/data\nHTTP 101\n[WebSocket]\n"


def say(*messages: str | bytes):
    """A handshake, messages (frames as they are), then whatever the client wants."""

    def script(peer):
        said = [each if isinstance(each, bytes) else frames.text(each) for each in messages]
        peer.websocket()
        peer.send(b"".join(said))
        peer.closing()

    return script


@pytest.mark.parametrize(
    "payload, opcode, message",
    [
        ("hello, world", TEXT, "hello, world"),
        ("a \\# b  # a comment", TEXT, "a # b"),
        ("`a # b`", TEXT, "a # b"),
        ("``", TEXT, ""),
        ("{{v}} and {{v}}", TEXT, "value and value"),
        ('{"op": "x",\n  "v": "{{v}}"}', TEXT, '{"op": "x",\n  "v": "value"}'),
        ('[1, {"a": null}]', TEXT, '[1, {"a": null}]'),
        ('"quoted"', TEXT, '"quoted"'),
        ("<a b='c'/>", TEXT, "<a b='c'/>"),
        ("```\ntwo\nlines\n```", TEXT, "two\nlines\n"),
        ("```raw\n{{v}}\n```", TEXT, "{{v}}\n"),
        ("file,message;", TEXT, "of a file"),
        ("hex,6869;", TEXT, "hi"),
        ("hex,00ff;", BINARY, b"\x00\xff"),
        ("base64,AP8=;", BINARY, b"\x00\xff"),
        ("binary hex,6869;", BINARY, b"hi"),
        ("binary file,message;", BINARY, b"of a file"),
        ("binary hello", BINARY, b"hello"),
    ],
)
def test_send(check, serve, payload, opcode, message):
    received = []

    def script(peer):
        peer.websocket()
        received.append(peer.message())
        peer.closing()

    (check.program.home / "message").write_text("of a file")
    result = check(serve(script), f"{HEAD}send {payload}\n", "--variable", "v=value")
    assert (result.status, result.err) == (0, ""), result
    wanted = message.encode() if isinstance(message, str) else message
    assert [(frame.opcode, frame.payload) for frame in received] == [(opcode, wanted)]


def test_what_is_sent_goes_out_in_its_order_and_before_the_close(check, serve):
    closes = []

    def script(peer):
        peer.websocket()
        assert len(peer.message().payload) == 3_000_000
        _, close = peer.closing()
        closes.append(close.code)

    (check.program.home / "large").write_bytes(b"x" * 3_000_000)
    for last in ("close 4000\n", ""):
        server = serve(script)
        result = check(server, f"{HEAD}send file,large;\nsend a\nping p\nsend b\n{last}")
        assert (result.status, result.err) == (0, ""), result
        sent = [(frame.opcode, frame.payload) for frame in server.peers[0].frames if frame.fin][-4:-1]
        assert sent == [(TEXT, b"a"), (PING, b"p"), (TEXT, b"b")], sent
    assert closes == [4000, 1000]


def test_send_a_file_that_is_not_there(check, serve):
    result = check(serve(say()), f"{HEAD}send file,nothing;\n")
    said = unmet_step(
        "send file,nothing;",
        "error (2): cannot read nothing: No such file or directory",
        None,
        column=11,
        word="error",
    )
    assert (result.status, result.said) == (2, said), result


# The step, messages that meet it, messages that do not, what is expected, what came, and how those are shown.
EXPECTATIONS = [
    ("expect text == `b`", ["a", "b"], ["a", "c"], 'expected "b", within 200 ms', '"c" (the last of 2 messages)'),
    ("expect text", ["a"], [frames.encode(BINARY, b"a")], None, "nothing"),
    ('expect jq ".op == 1"', ["{}", '{"op":1}'], ['{"op":2}'], None, "false"),
    ('expect jq ".op" == 1', ["no JSON", '{"op":1}'], ["no JSON"], "waited", "a message that is not JSON"),
    ("expect 2 messages", ["a", "b"], ["a"], "waited 200 ms for 2 messages: 1 message came", None),
    ("expect 1 message", ["a"], [], "waited 200 ms for 1 message: nothing came", None),
    ("expect text == `a`", ["a"], [], "waited 200 ms for a message that meets it: nothing came", None),
    ("expect ping", [frames.encode(PING, b"x")], [], "waited 200 ms for a ping: nothing came", None),
    ("expect pong", [frames.encode(PONG, b"x")], [], "waited 200 ms for a pong: nothing came", None),
]


def shown(message: str | bytes) -> str:
    return f"< text {message}" if isinstance(message, str) else "< binary 1 byte 61"


@pytest.mark.parametrize("line, good, bad, expected, came", EXPECTATIONS)
def test_expect(check, serve, line, good, bad, expected, came):
    line += " within 200ms"
    result = check(serve(say(*good)), f"{HEAD}{line}\n")
    assert (result.status, result.err) == (0, ""), result
    result = check(serve(say(*bad)), f"{HEAD}{line}\n")
    if expected is None:
        expected = "expected something that is neither false nor null, within 200 ms"
    if expected == "waited":
        expected = "waited 200 ms for a message that meets it: 1 message came, none that does"
    assert (result.status, result.said) == (117, unmet_step(line, expected, came, *map(shown, bad))), result


def test_all_steps_are_here():
    assert names("Steps") == {"send", "expect", "never", "capture", "ping", "close"}


def test_any_takes_them_in_any_order(check, serve):
    line = 'expect any { text == "a" } { jq ".op" == 1 } within 200ms'
    result = check(serve(say('{"op":1}', "no", "a")), f"{HEAD}{line}\n")
    assert (result.status, result.err) == (0, ""), result
    result = check(serve(say('{"op":1}', "no")), f"{HEAD}{line}\n")
    message = "waited 200 ms for a message that meets it: 1 message came, none that does"
    said = unmet_step(line, message, '"no"', '< text {"op":1}', "< text no", column=14)
    assert (result.status, result.said) == (117, said), result


def test_any_is_one_message_each(check, serve):
    line = "expect any { text } { text } within 200ms"
    assert check(serve(say("a", "b")), f"{HEAD}{line}\n").status == 0
    result = check(serve(say("a")), f"{HEAD}{line}\n")
    message = "waited 200 ms for a message that meets it: nothing came"
    assert (result.status, result.said) == (117, unmet_step(line, message, None, "< text a", column=23)), result


@pytest.mark.parametrize("messages", [["a", "b"], ["b", "a"]])
@pytest.mark.parametrize("asserts", ["{ text } { text == `a` }", "{ text == `a` } { text }"])
def test_any_finds_the_places_that_leave_the_others_theirs(check, serve, messages, asserts):
    result = check(serve(say(*messages)), f"{HEAD}expect any {asserts} within 500ms\n")
    assert (result.status, result.err) == (0, ""), result


def test_what_was_passed_over_is_gone(check, serve):
    lines = "expect text == `b`\nexpect text == `a` within 100ms"
    result = check(serve(say("a", "b")), f"{HEAD}{lines}\n")
    said = unmet_step(
        "expect text == `a` within 100ms",
        "waited 100 ms for a message that meets it: nothing came",
        None,
        "< text a",
        "< text b",
        at=5,
    )
    assert (result.status, result.said) == (117, said), result


def test_strict(check, serve):
    text = "GET {{ws}}/data\n[Options]\nstrict: true\nHTTP 101\n[WebSocket]\nexpect text == `b`\n"
    assert check(serve(say("b", "a")), text).status == 0
    result = check(serve(say("a", "b")), text)
    said = unmet_step(
        "expect text == `b`", 'expected "b" of the next message (strict)', '"a"', "< text a", "< text b", at=6
    )
    assert (result.status, result.said) == (117, said), result


def test_strict_and_close(check, serve):
    text = "GET {{ws}}/data\n[Options]\nstrict: true\nHTTP 101\n[WebSocket]\nexpect close\n"
    assert check(serve(scripts.say()), text).status == 0
    result = check(serve(scripts.say("a")), text)
    assert result.status == 117 and "a message came where a close was expected (strict)" in result.said, result


def test_expect_timeout(check, serve):
    text = "GET {{ws}}/data\n[Options]\nexpect-timeout: 150ms\nHTTP 101\n[WebSocket]\nexpect text\n"
    result = check(serve(say()), text)
    said = unmet_step("expect text", "waited 150 ms for a message that meets it: nothing came", None, at=6)
    assert (result.status, result.said) == (117, said), result
    assert check(serve(say("late")), text).status == 0


def test_never(check, serve):
    line = 'never jq ".error" for 150ms'
    assert check(serve(say('{"ok":1}', "a")), f"{HEAD}{line}\nexpect text == `a`\n").status == 0
    result = check(serve(say("a", '{"error":1}')), f"{HEAD}{line}\n")
    said = unmet_step(line, "a message came that may not come", '"{"error":1}"', "< text a", '< text {"error":1}')
    assert (result.status, result.said) == (117, said), result


def test_never_leaves_messages_to_the_next(check, serve):
    text = f"{HEAD}never text == `x` for 100ms\nexpect text == `a`\nexpect text == `b` within 1s\n"
    assert check(serve(say("a", "b")), text).status == 0


def test_capture_is_of_the_message_that_was_met(check, serve):
    received = []

    def script(peer):
        peer.websocket()
        peer.send(frames.text('{"id": 1}') + frames.text('{"id": 123456789012345678}') + frames.text('{"id": 3}'))
        received.append(peer.message().payload)
        peer.closing()

    text = f'{HEAD}expect jq ".id > 1"\ncapture id jq ".id"\nsend got {{{{id}}}}\nexpect jq ".id" != {{{{id}}}}\n'
    result = check(serve(script), text)
    assert (result.status, result.err, received) == (0, "", [b"got 123456789012345678"]), result


@pytest.mark.parametrize(
    "lines, status, message, column",
    [
        ('capture id jq ".id"', 2, "error (2): there is no message yet to capture from: an expect has to come before", 1),
        ('expect text\ncapture id jsonpath "$.no"', 117, "nothing to capture as id", 12),
        ('expect text\ncapture id jq ".id" nth 0', 117, "filter nth 0: it takes a list, not 7, a number", 12),
    ],
)  # fmt: skip
def test_capture_of_nothing(check, serve, lines, status, message, column):
    result = check(serve(say('{"id":7}')), HEAD + lines + "\n")
    at = 4 + lines.count("\n")
    assert result.status == status and f"x.check:{at}:{column}: {message}\n" in result.said, result


def test_ping_and_pong(check, serve):
    def script(peer):
        peer.websocket()
        peer.send(frames.encode(PONG, b"unasked"))
        peer.send(frames.encode(PONG, peer.frame().payload))
        peer.send(frames.encode(PING, b"theirs"))
        assert peer.frame() == frames.Frame(PONG, b"theirs", masked=True)
        peer.closing()

    server = serve(script)
    result = check(server, f"{HEAD}ping are you there\nexpect pong within 1s\nexpect ping within 1s\n")
    assert (result.status, result.err) == (0, ""), result
    assert server.peers[0].frames[0] == frames.Frame(PING, b"are you there", masked=True)


def test_a_pong_to_something_else_does_not_count(check, serve):
    def script(peer):
        peer.websocket()
        peer.frame()
        peer.send(frames.encode(PONG, b"other"))
        peer.closing()

    result = check(serve(script), f"{HEAD}ping mine\nexpect pong within 150ms\n")
    said = unmet_step(
        "expect pong within 150ms",
        "waited 150 ms for a pong: nothing came",
        None,
        '> ping "mine"',
        '< pong "other"',
        at=5,
    )
    assert (result.status, result.said) == (117, said), result


def test_messages_in_the_same_segment_as_the_101(check, serve):
    def script(peer):
        peer.websocket(then=frames.text("early") + frames.close(1000))
        peer.rest()

    result = check(serve(script), f"{HEAD}expect text == `early`\nexpect close 1000\n")
    assert (result.status, result.err) == (0, ""), result


def test_a_thousand_messages(check, serve):
    text = f'{HEAD}expect 400 messages within 5s\nexpect jq ".n" == 999 within 5s\nnever text for 50ms\n'
    result = check(serve(say(*(f'{{"n":{n}}}' for n in range(1000)))), text)
    assert (result.status, result.err) == (0, ""), result


def test_a_subprotocol_and_an_origin(check, serve):
    text = (
        "GET {{ws}}/data\n[Options]\nsubprotocol: chat\norigin: http://example.org\nHTTP 101\n"
        "Sec-WebSocket-Protocol: chat\n[WebSocket]\nclose\n"
    )

    def script(peer):
        head = peer.websocket("Sec-WebSocket-Protocol: chat")
        assert (head["Sec-WebSocket-Protocol"], head["Origin"]) == ("chat", "http://example.org")
        peer.closing()

    result = check(serve(script), text)
    assert (result.status, result.err) == (0, ""), result
