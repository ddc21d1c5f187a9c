"""How a conversation of a check ends: closes, losses, what breaks the protocol."""

import pytest

from harness import frames, scripts
from harness.checks import unmet_step
from harness.frames import CLOSE

HEAD = "GET {{ws}}/data\nHTTP 101\n[WebSocket]\n"


@pytest.mark.parametrize(
    "line, code, reason",
    [
        ("close", 1000, ""),
        ("close 1001", 1001, ""),
        ('close 4000 "done, {{who}}"', 4000, "done, we"),
        ("send a", 1000, ""),  # what is left open is closed
    ],
)
def test_close(check, serve, line, code, reason):
    closes = []

    def script(peer):
        peer.websocket()
        closes.append(peer.closing()[1])

    result = check(serve(script), f"{HEAD}{line}\n", "--variable", "who=we")
    assert (result.status, result.err) == (0, ""), result
    assert [(each.code, each.reason) for each in closes] == [(code, reason)]


def test_close_and_the_servers_answer(check, serve):
    def script(peer):
        peer.websocket()
        assert peer.message().opcode == CLOSE
        peer.send(frames.close(4001, "so be it"))
        peer.end()

    text = f"{HEAD}close 4000\nexpect close 4001 within 1s\n"
    assert check(serve(script), text).status == 0
    result = check(serve(script), text.replace("4001", "1000"))
    assert result.status == 117, result
    assert "x.check:5:1: expected close 1000\n" in result.said, result
    assert '  came: the server closed with 4001 "so be it"\n' in result.said, result


@pytest.mark.parametrize("line", ["expect close", "expect close 1001", "expect close 1000 or 1001", "expect text"])
def test_expect_close(check, serve, line):
    """Messages before it are passed over."""
    result = check(serve(scripts.say("a", "b", code=1001)), f"{HEAD}{line}\n")
    assert (result.status, result.err) == (0, ""), result


def test_another_close(check, serve):
    line = "expect close 1000 or 1001"
    result = check(serve(scripts.say("a", code=1008, reason="go away")), f"{HEAD}{line}\n")
    said = unmet_step(
        line,
        "expected close 1000 or 1001",
        'the server closed with 1008 (policy violation) "go away"',
        "< text a",
        '< close 1008 (policy violation) "go away"',
        after=("> close 1008 (policy violation)",),
    )
    assert (result.status, normal(result.said)) == (117, normal(said)), result


def test_a_close_without_a_code(check, serve):
    assert check(serve(scripts.say(code=None)), f"{HEAD}expect close 1005\n").status == 0
    result = check(serve(scripts.say(code=None)), f"{HEAD}expect close 1000\n")
    assert result.status == 117 and "the server closed with no code" in result.said, result


def normal(said: str) -> str:
    """The answer to a Close goes out at once: whether before or after is chance."""
    return "\n".join(line for line in said.splitlines() if not line.startswith("  > close"))


@pytest.mark.parametrize(
    "line, message",
    [
        ("expect text", "waited for a message that meets it: the server closed with 1000 (normal closure)"),
        ("expect 3 messages", "waited for 3 messages: the server closed with 1000 (normal closure)"),
        ("expect pong", "waited for a pong: the server closed with 1000 (normal closure)"),
        ("expect ping", "waited for a ping: the server closed with 1000 (normal closure)"),
    ],
)
def test_the_server_closes_while_something_is_awaited(check, serve, line, message):
    result = check(serve(scripts.say()), f"{HEAD}{line}\n")
    assert result.status == 117 and f"x.check:4:1: {message}\n" in result.said, result


def test_the_server_closes_before_a_message_that_meets_it(check, serve):
    result = check(serve(scripts.say("a", "b", code=1011)), f"{HEAD}expect text == `c`\n")
    assert result.status == 117, result
    assert 'x.check:4:1: expected "c"\n' in result.said, result
    assert '  came: "b" (the last of 2 messages), then the server closed with 1011 (internal error)\n' in result.said, (
        result
    )


def test_nothing_can_be_sent_after_a_close(check, serve):
    result = check(serve(scripts.say(code=1012, reason="later")), f"{HEAD}expect close\nsend a\n")
    assert result.status == 117, result
    assert 'x.check:5:1: nothing can be sent: the server closed with 1012 (service restart) "later"\n' in result.said, (
        result
    )


def test_never_is_met_when_nothing_can_come(check, serve):
    result = check(serve(scripts.say("a")), f"{HEAD}never text == `b` for 1m\nexpect close\n", timeout=5)
    assert (result.status, result.err) == (0, ""), result


@pytest.mark.parametrize("how", ["end", "reset"])
def test_the_connection_is_lost(check, serve, how):
    def script(peer):
        peer.websocket(then=frames.text("a"))
        peer.message()
        getattr(peer, how)()

    result = check(serve(script), f"{HEAD}send go\nexpect text == `b`\n")
    assert result.status == 115, result
    assert result.said.startswith("x.check:5:1: error (115): "), result


def test_the_connection_is_lost_where_a_close_is_awaited(check, serve):
    def script(peer):
        peer.websocket()
        peer.end()

    result = check(serve(script), f"{HEAD}expect close\n")
    assert result.status == 115 and result.said.startswith("x.check:4:1: error (115): "), result


@pytest.mark.parametrize(
    "bytes_, what",
    [
        (frames.encode(1, b"\xff"), "UTF-8"),
        (frames.text("a", reserved=4), "reserved"),
        (frames.text("a", mask=True), "mask"),
    ],
    ids=["text", "reserved", "masked"],
)
def test_the_protocol_is_broken(check, serve, bytes_, what):
    def script(peer):
        peer.websocket()
        peer.send(bytes_)
        peer.rest()

    result = check(serve(script), f"{HEAD}expect text == `b`\n")
    assert result.status == 114, result
    assert result.said.startswith("x.check:4:1: error (114): ") and what in result.said, result
    assert result.said.count("x.check:") == 1, result


def test_a_message_that_is_too_large(check, serve):
    text = "GET {{ws}}/data\n[Options]\nmax-message: 10\nHTTP 101\n[WebSocket]\nexpect text\n"
    assert check(serve(scripts.say("0123456789")), text).status == 0
    result = check(serve(say_and_leave("01234567890")), text)
    assert result.status == 114 and result.said.startswith("x.check:6:1: error (114): "), result


def say_and_leave(message: str):
    def script(peer):
        peer.websocket(then=frames.text(message))
        peer.rest()

    return script


def test_pings_that_nobody_answers(check, serve):
    def script(peer):
        peer.websocket()
        peer.stall()

    text = "GET {{ws}}/data\n[Options]\nping-interval: 100ms\nping-timeout: 200ms\nHTTP 101\n[WebSocket]\nexpect text\n"
    result = check(serve(script), text, timeout=8)
    assert result.status == 115 and result.said.startswith("x.check:7:1: error (115): "), result


@pytest.mark.parametrize("status", ["403 Forbidden", "200 OK"])
def test_a_handshake_that_is_refused(check, serve, status):
    result = check(serve(scripts.respond(status, body=b"no")), f"{HEAD}expect text\n")
    assert result.status == 117, result
    assert "x.check:2:1: expected HTTP 101\n" in result.said and f"  came: HTTP {status[:3]}\n" in result.said, result


def test_a_101_that_is_not_valid(check, serve):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
        peer.rest()

    result = check(serve(script), f"{HEAD}expect text\n")
    assert result.status == 112 and "x.check:1:1: error (112): " in result.said, result


def test_the_101_is_judged_before_anything_is_sent(check, serve):
    messages = []
    result = check(serve(scripts.listen(messages)), "GET {{ws}}/data\nHTTP 101\nX: y\n[WebSocket]\nsend secret\n")
    assert (result.status, messages) == (117, []), result
    assert 'x.check:3:4: expected "y"\n' in result.said and "  came: no such field\n" in result.said, result
