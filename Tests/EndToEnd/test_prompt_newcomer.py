"""What somebody who had only the manual stumbled over."""

import pytest

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
    pane.until(lambda rows: rows[-1] == ">  and more")
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
    assert '< close 1012 (service restart) "restarting"' in rows
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
