"""A prompt against the world: floods, filters that take long, connections that end at the worst moment."""

import os
import re
import struct

import pytest

from harness import frames
from harness.scripts import echo, listen, say


def test_what_came_with_the_101_is_shown_though_the_connection_is_reset(serve, terminal):
    """And it is not the next connection's."""

    def script(peer):
        close = frames.encode(frames.CLOSE, struct.pack("!H", 4401) + b"unauthorized")
        peer.websocket(then=frames.text("early") + frames.text("second") + close)
        peer.reset()

    pane = terminal(100, 30)
    pane.run("upshift", serve(script, echo()).ws())
    pane.until("* open ", "< early", "< second", '*< close 4401 "unauthorized"', "* Enter connects again")
    pane.key("Enter")
    pane.prompt(status="101, ws")
    rows = pane.until("* gap: connected again")
    assert sum(row == "< early" for row in rows) == 1
    assert pane.leave() == 0


def test_a_slow_filter_leaves_the_keys_alone(serve, terminal):
    """Each message takes it a tenth of a second or more: they are looked at one by one, keys between them."""

    def script(peer):
        peer.websocket()
        peer.message()
        for number in range(100):
            peer.text(str(number))
        peer.rest()

    pane = terminal(100, 30)
    pane.connect(serve(script).ws())
    pane.line("/jq . as $n | [range(300000)] | length | \"\\($n) done\"")
    pane.until("* /jq is on")
    pane.line("go")
    pane.until('< "0 done"')
    pane.type("typed")
    rows = pane.until(lambda rows: rows[-2] == "> typed")
    assert not any("99 done" in row for row in rows), "the keys had to wait for all messages"
    pane.key("C-c")
    pane.key("C-d")
    pane.key("C-d")
    assert pane.status() == 0


def test_what_a_filter_makes_of_one_message_has_the_room_of_one(serve, terminal):
    pane = terminal(100, 50)
    pane.connect(serve(echo()).ws())
    pane.line("/jq .[]")
    pane.until("* /jq is on")
    pane.line("[" + ",".join(map(str, range(3000))) + "]")
    rows = pane.until("  … 2980 more results")
    assert [row for row in rows if re.fullmatch(r"< \d+", row)] == [f"< {number}" for number in range(20)]
    assert pane.leave() == 0


def test_keys_after_an_editor_was_called_wait_for_its_end(serve, prompt, tmp_path):
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\necho running >> log\nsleep 0.2\necho "message $(wc -l < log)" > "$1"\n')
    script.chmod(0o755)
    received: list[bytes] = []
    pane = prompt(serve(listen(received)).ws(), EDITOR=str(script), NO_COLOR="1")
    pane.expect("Ctrl-D leaves")
    pane.write("/multi\r/multi\rtyped meanwhile\r")
    pane.expect("> message 1", "> message 2", "> typed meanwhile")
    pane.write("\x04")
    assert pane.status() == 0
    assert received == [b"message 1", b"message 2", b"typed meanwhile"]


def test_what_an_editor_wrote_is_no_command(serve, terminal, tmp_path):
    script = tmp_path / "editor"
    script.write_text("#!/bin/sh\necho /quit > \"$1\"\n")
    script.chmod(0o755)
    pane = terminal(100, 24, EDITOR=str(script))
    pane.run("upshift", serve(say("first")).ws())
    pane.until("* Enter connects again")
    pane.line("/multi")
    pane.prompt("//quit", status="not connected")
    pane.key("C-c")
    assert pane.leave() == 0


@pytest.mark.parametrize("command", ["/file", "/binary @"])
def test_what_never_ends_is_no_message(serve, terminal, tmp_path, command):
    os.mkfifo(tmp_path / "fifo")
    received: list[bytes] = []
    pane = terminal(100, 24)
    pane.connect(serve(listen(received)).ws())
    pane.line(f"{command}{'' if command.endswith('@') else ' '}/dev/zero")
    pane.until("* cannot read /dev/zero: ")
    pane.line(f"{command}{'' if command.endswith('@') else ' '}fifo")
    pane.until("* cannot read fifo: ")
    assert pane.leave() == 0
    assert received == []


def test_a_message_that_is_cut_off_is_told(serve, terminal, tmp_path):
    (tmp_path / "large").write_bytes(b"x" * (40 << 20))

    def script(peer):
        peer.websocket()
        peer.take(1000)
        peer.reset()

    pane = terminal(100, 24)
    pane.connect(serve(script).ws())
    pane.line("/file large")
    pane.until("* the message that was being sent is cut off")
    assert pane.leave() == 115


def test_a_password_with_a_quote_stays_hidden(serve, terminal, tmp_path):
    pane = terminal(100, 40)
    server = serve(echo())
    pane.connect(server.ws().replace("://", "://u:p'wd@"))
    pane.line("/headers")
    pane.until("* GET http://***@127.0.0.1")
    pane.line("/save t.ndjson")
    rows = pane.until(lambda rows: any("records in t.ndjson" in row for row in rows))
    # The shell has shown what was typed there.
    assert not any("p'wd" in row for row in rows[1:])
    assert "p'wd" not in (tmp_path / "t.ndjson").read_text()
    assert pane.leave() == 0


def test_names_of_files_cannot_drive_the_terminal(serve, terminal, tmp_path):
    for name in ("a\u202eb", "a\u061cc"):
        (tmp_path / name).touch()
    pane = terminal(100, 24)
    pane.connect(serve(echo()).ws())
    pane.type("/file a")
    pane.key("Tab")
    pane.key("Tab")
    pane.until(lambda rows: any("\\u{202e}" in row and "\\u{61c}" in row for row in rows))
    pane.key("C-c")
    assert pane.leave() == 0
