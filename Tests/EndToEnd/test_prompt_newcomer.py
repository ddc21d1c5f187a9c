"""What somebody who had only the manual stumbled over."""

import json
import re
import signal
from pathlib import Path

import pytest

from harness import frames
from harness.scripts import echo, listen, respond, say


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": None}])
def test_what_is_typed_is_utf8_where_the_locale_says_nothing(serve, prompt, locale):
    received = []
    server = serve(listen(received))
    pane = prompt(server.ws(), NO_COLOR="1", **locale)
    pane.expect("Ctrl-D leaves")
    pane.write("Grüße 世界\r")
    pane.expect("> Gr\\u{fc}\\u{df}e \\u{4e16}\\u{754c}")
    pane.write("\x04")
    assert pane.status() == 0
    assert received == ["Grüße 世界".encode()]


def test_what_is_typed_is_latin1_where_the_locale_says_so(serve, prompt):
    received = []
    server = serve(listen(received))
    pane = prompt(server.ws(), NO_COLOR="1", LC_ALL="de_DE.ISO-8859-1")
    pane.expect("Ctrl-D leaves")
    pane.write("Grüße\r".encode("latin-1"))
    pane.expect("> Gr\\u{fc}\\u{df}e\r")
    pane.write("\x04")
    assert pane.status() == 0
    assert received == ["Grüße".encode()]


def editor(tmp_path):
    path = tmp_path / "editor"
    path.write_text("#!/bin/sh\nprintf '%s' ' and more' >> \"$1\"\n")
    path.chmod(0o755)
    return path


def test_what_an_editor_wrote_is_not_lost_without_a_connection(serve, terminal, tmp_path):
    server = serve(lambda peer: (peer.websocket(), peer.closing()))
    pane = terminal(EDITOR=str(editor(tmp_path)))
    pane.connect(server.ws())
    pane.line("/close")
    pane.until("* Enter connects again")
    pane.line("/multi")
    pane.until(lambda rows: rows[-2] == ">  and more")
    pane.key("C-c")
    assert pane.leave() == 0


def test_a_close_is_told_once_and_gives_the_status(serve, terminal):
    def script(peer):
        peer.websocket()
        peer.close(1012, "restarting")

    server = serve(script)
    pane = terminal(100, 24)
    pane.run("upshift", server.ws())
    rows = pane.until("* Enter connects again")
    assert '*< close 1012 (service restart) "restarting"' in rows
    assert not any("--ok-close" in row for row in rows)
    assert pane.leave() == 116


def test_the_status_line_says_what_hides_messages(serve, terminal):
    server = serve(echo())
    pane = terminal()
    pane.connect(server.ws())
    pane.line("/grep x")
    pane.until("* /grep is on")
    pane.line("/heartbeat 60 x")
    pane.prompt(status="101, ws, /grep, /heartbeat")
    pane.line("/grep off")
    pane.prompt(status="101, ws, /heartbeat")
    assert pane.leave() == 0


def test_a_message_that_the_prompt_would_have_to_hold_is_limited(serve, prompt):
    def script(peer):
        peer.websocket()
        peer.send(bytes([0x82, 127]) + (65 << 20).to_bytes(8, "big"))
        peer.closing()

    server = serve(script)
    pane = prompt(server.ws(), NO_COLOR="1")
    pane.expect("* a message exceeds the limit of 67108864 bytes")
    pane.write("\x04")
    assert pane.status() == 114


def test_the_body_of_a_refused_reconnection_cannot_drive_the_terminal(serve, prompt):
    hostile = b"no more\nof you \x1b]0;owned\x07\n"
    server = serve(say("hello"), respond("403 Forbidden", body=hostile))
    pane = prompt(server.ws(), NO_COLOR="1")
    pane.expect("Enter connects again")
    pane.write("\r")
    pane.expect("403 Forbidden", "< no more", "  of you \\e]0;owned\\x07", "Enter connects again")
    assert b"\x1b]" not in pane.output
    pane.write("\x04")
    assert pane.status() == 113


def test_a_line_that_cannot_be_sent_stays(serve, terminal):
    """Enter takes the offer to connect, and then sends it; a secret behind a space, which no history keeps, too."""
    received: list[bytes] = []
    server = serve(say("first"), listen(received))
    pane = terminal(100, 24)
    pane.run("upshift", server.ws())
    pane.until("* Enter connects again")
    pane.line(" the secret")
    pane.until("* connecting; then Enter sends the line")
    pane.prompt(" the secret", status="101, ws")
    pane.key("Enter")
    pane.until(">  the secret")
    pane.prompt(status="101, ws")
    assert pane.leave() == 0
    assert received == [b" the secret"]


def test_no_message_looks_like_a_control_frame(serve, terminal):
    def script(peer):
        peer.websocket()
        peer.send(frames.encode(frames.PING, b"\xff\x00"))
        peer.text("close 1000 (normal closure)")
        peer.text("\n*< close 1000 (normal closure)")
        peer.text('ping "1"')
        peer.closing()

    pane = terminal(100, 24, NO_COLOR="1")
    pane.connect(serve(script).ws())
    pane.until("*< ping ff 00", "< close 1000 (normal closure)", "  *< close 1000 (normal closure)", '< ping "1"')
    assert pane.leave() == 0


def test_a_filter_that_does_not_compile_leaves_the_one_before(serve, terminal):
    pane = terminal(100, 24)
    pane.connect(serve(echo()).ws())
    pane.line("/jq .a")
    pane.until("* /jq is on")
    pane.line("/jq .a |")
    pane.until("* /jq: ", lambda rows: any("'.a' stays" in row for row in rows))
    pane.line('{"a":17}')
    pane.until("< 17")
    pane.prompt(status="101, ws, /jq")
    assert pane.leave() == 0


@pytest.mark.parametrize("status", ["401 Unauthorized", "404 Not Found", "200 OK"])
def test_reconnect_stops_where_trying_again_would_not_help(serve, terminal, status):
    server = serve(say("first"), respond(status))
    pane = terminal(100, 24)
    pane.run("upshift", "--reconnect", server.ws())
    pane.until("* trying again would not help", "* Enter connects again")
    pane.prompt(status="not connected")
    pane.leave()


def test_reconnect_leaves_a_server_alone_that_wants_it(serve, terminal):
    server = serve(say("first"), respond("503 Service Unavailable", "Retry-After: 77"))
    pane = terminal(100, 24)
    pane.run("upshift", "--reconnect", server.ws())
    pane.until("* connecting again in 77.00 s (attempt 2)")
    pane.prompt(status="not connected, the next attempt in 7")
    pane.leave()


def test_a_connection_that_is_lost_at_once_is_no_success(serve, terminal):
    """The waits grow although each attempt connects."""
    pane = terminal(100, 40)
    pane.run("upshift", "--reconnect", serve(*[say("again")] * 3).ws())
    pane.until(lambda rows: any("(attempt 3)" in row for row in rows))
    pane.leave()


def test_verbose_shows_the_frames_and_not_only_the_heads(serve, terminal):
    def script(peer):
        peer.websocket()
        peer.send(frames.encode(frames.TEXT, b"in two", fin=False))
        peer.send(frames.encode(frames.CONTINUATION, b" pieces"))
        peer.send(frames.encode(frames.PING, b"p"))
        peer.message()
        peer.closing()

    pane = terminal(100, 40)
    pane.connect("-v", serve(script).ws())
    pane.line("typed")
    pane.until(
        '* < text 6 more "in two"',
        "* < continuation 7 fin",
        "< in two pieces",
        '* > pong 1 fin "p"',
        '* > text 5 fin "typed"',
    )
    assert pane.leave() == 0


def test_a_signal_ends_the_editor_too_and_loses_nothing(serve, prompt, tmp_path):
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\necho saved > "$1"\necho editor $$ is ready\nexec sleep 60\n')
    script.chmod(0o755)
    pane = prompt(serve(echo()).ws(), EDITOR=str(script), NO_COLOR="1")
    pane.expect("Ctrl-D leaves")
    pane.write("/multi\r")
    editor = int(re.search(rb"editor (\d+) is ready", pane.expect(" is ready"))[1])
    pane.signal(signal.SIGTERM)
    assert pane.status() == 143
    file = Path(re.search(rb"\* what was written is in (\S+)", pane.output)[1].decode())
    assert file.read_text() == "saved\n"
    file.unlink()
    assert not Path(f"/proc/{editor}").exists()


def test_help_names_the_prompt(upshift):
    result = upshift("--help", "prompt")
    assert result.status == 0 and "/heartbeat SECONDS TEXT" in result.text and "Ctrl-R" in result.text
    assert upshift("--help", "reconnect").out == upshift("--help", "--reconnect").out


def test_headers_and_the_transcript_say_how_long_a_handshake_took(serve, terminal, tmp_path):
    def script(peer):
        peer.websocket(after=0.5)
        peer.closing()

    pane = terminal(100, 40)
    pane.connect(serve(script).ws())
    pane.line("/headers")
    rows = pane.until(lambda rows: any("answered after" in row for row in rows))
    (after,) = [re.search(r"answered after ([\d.]+) (ms|s)$", row) for row in rows if "answered after" in row]
    assert 0.45 <= float(after[1]) / (1000 if after[2] == "ms" else 1) < 5
    pane.line("/save t.ndjson")
    pane.until("* 3 records in t.ndjson")
    times = {record["type"]: record["t"] for record in map(json.loads, (tmp_path / "t.ndjson").read_text().splitlines())}
    assert times["response"] - times["request"] >= 0.45
    assert pane.leave() == 0


def test_a_close_of_ones_own_is_no_failure(serve, terminal):
    def script(peer):
        peer.websocket()
        peer.closing()

    pane = terminal(100, 24)
    pane.connect(serve(script).ws())
    pane.line("/close 4000")
    pane.until("*< close 4000", "* Enter connects again")
    assert pane.leave() == 0


def test_what_is_hidden_is_counted(serve, terminal):
    pane = terminal(100, 24)
    pane.connect(serve(echo()).ws())
    pane.line("/jq")
    pane.until("* /jq is off")
    pane.line("/jq .a // empty")
    pane.until("* /jq is on")
    for line in ('{"b":1}', '{"a":2}', "no JSON", "/jq"):
        pane.line(line)
    pane.until("< 2", "* /jq is on: .a // empty")
    pane.prompt(status="101, ws, /jq, 2 hidden")
    pane.line("/show 1-4")
    pane.until("* messages 1 to 4:")
    assert pane.leave() == 0


def test_pings_can_be_hidden(serve, terminal):
    def script(peer):
        peer.websocket()
        peer.text("first")
        while (frame := peer.frame()).opcode != frames.CLOSE:
            if frame.opcode == frames.TEXT:
                peer.send(frames.encode(frames.PING, b"a ping"))
                peer.text("after it")
            elif frame.payload == b"1":
                peer.send(frames.encode(frames.PONG, frame.payload))
        peer.send(frames.encode(frames.CLOSE, frame.payload))
        peer.end()

    pane = terminal(100, 24)
    pane.connect(serve(script).ws())
    pane.line("/pings off")
    pane.line("x")
    pane.until("< after it")
    pane.line("/ping")
    rows = pane.until('*< pong "1", ')
    assert not any("a ping" in row for row in rows)
    assert pane.leave() == 0


def test_a_command_behind_a_space_leaves_no_trace(serve, terminal, tmp_path):
    received: list[bytes] = []
    pane = terminal(100, 24)
    pane.connect(serve(listen(received)).ws())
    pane.line(" /text the secret")
    pane.until("> the secret")
    assert pane.leave() == 0
    assert received == [b"the secret"]
    assert not any(b"secret" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
