"""The prompt's commands, each in a real terminal."""

import json
import re
import stat

import pytest

from harness import frames
from harness.deflate import Deflate
from harness.scripts import after_426, echo, listen


def script_of(tmp_path, name: str, text: str) -> str:
    path = tmp_path / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def pane(serve, terminal):
    """At the prompt, with an echo behind it."""
    server = serve(echo())
    pane = terminal(100, 50)
    pane.connect(server.ws())
    return pane


def test_help(pane):
    pane.line("/help")
    rows = pane.until("* All else is a text message")
    names = [match[1] for row in rows if (match := re.match(r"\* (/\w+)", row))]
    expected = "help text binary file ping close reconnect headers stats save jq grep pretty hex time pings show multi"
    # The first line says that there is a /help.
    assert names[1:] == [f"/{name}" for name in [*expected.split(), "heartbeat", "quit"]]
    pane.line("/help jq")
    pane.until("* /jq [FILTER|off]: show what a jq filter makes of each message.")
    assert pane.leave() == 0


@pytest.mark.parametrize(
    "line, answer",
    [
        ("/sats", "* /sats is no command: did you mean /stats?"),
        ("/he", "* /he is no command: did you mean /help or /headers"),
        ("/xyzzy", "* /xyzzy is no command"),
        ("/binary 4", "* not whole bytes in hex"),
        ("/close 1005", "* "),
        ("/file /does/not/exist", "* cannot read "),
        ("/jq .[", "* /jq: "),
        ("/grep [", "* /grep: "),
        ("/show 99", "* there is no message 99"),
    ],
)
def test_a_mistake_is_explained_and_sends_nothing(serve, terminal, line, answer):
    messages: list[bytes] = []
    server = serve(listen(messages))
    pane = terminal(100, 24)
    pane.connect(server.ws())
    before = len(pane.rows)
    pane.line(line)
    pane.until(lambda rows: len(rows) > before and any(row.startswith(answer) for row in rows[before - 2 :]))
    assert pane.leave() == 0
    assert messages == []


def test_what_is_sent(serve, terminal, tmp_path):
    received = []

    def script(peer):
        peer.websocket()
        while (message := peer.message()).opcode != frames.CLOSE:
            received.append((message.opcode, message.payload))
        peer.send(frames.encode(frames.CLOSE, message.payload))
        peer.end()

    (tmp_path / "text").write_text("from ä file\n")
    (tmp_path / "bytes").write_bytes(b"\xff\x00\x01")
    server = serve(script)
    pane = terminal(100, 50)
    pane.connect(server.ws())
    for line in [
        "plain",
        "",
        "//slash",
        "/text  two spaces ",
        "/text",
        "/binary 48:65 6c0x6c",
        "/binary 0x48 0x65",
        "/binary @bytes",
        "/binary @text",
        "/file text",
        "/file bytes",
        "last",
    ]:
        pane.line(line)
    rows = pane.until("> last", "* not hex")
    assert pane.leave() == 0
    assert received == [
        (frames.TEXT, b"plain"),
        (frames.TEXT, b""),
        (frames.TEXT, b"/slash"),
        (frames.TEXT, b" two spaces "),
        (frames.TEXT, b""),
        (frames.BINARY, b"He"),
        (frames.BINARY, b"\xff\x00\x01"),
        (frames.BINARY, "from ä file\n".encode()),
        (frames.TEXT, "from ä file\n".encode()),
        (frames.BINARY, b"\xff\x00\x01"),
        (frames.TEXT, b"last"),
    ], rows


def test_ping_shows_the_round_trip(pane):
    pane.line("/ping")
    pane.until('*> ping "1"', lambda rows: any(re.match(r'\*< pong "1", [\d.]+ (µs|ms|s)$', row) for row in rows))
    pane.line("/ping are you there")
    pane.until('*> ping "are you there"', '*< pong "are you there", ')
    pane.line("/ping " + "x" * 126)
    pane.until("* a ping may have 125 bytes, not 126")
    pane.line("/stats")
    pane.until("* round trips: 2, median ")
    assert pane.leave() == 0


def test_stats(serve, terminal):
    deflate = Deflate()

    def script(peer):
        deflate.websocket(peer)
        while (message := peer.message()).opcode != frames.CLOSE:
            peer.send(deflate.frame(deflate.decompress(message)))
        peer.send(frames.encode(frames.CLOSE, message.payload))
        peer.end()

    server = serve(script)
    pane = terminal(100, 50)
    pane.connect(server.ws(), status="101, ws, deflate")
    for letter in "ab":
        pane.line(letter * 90)
        pane.until(f"< {letter * 90}")
    pane.line("/stats")
    ratio = r"2 messages, 180 bytes, \d+ bytes on the wire \(\d+ %\)"
    pane.until(
        lambda rows: any(re.match(rf"\* in: {ratio}", row) for row in rows),
        lambda rows: any(re.match(rf"\* out: {ratio}", row) for row in rows),
        "* since the start: ",
    )
    assert pane.leave() == 0


def test_headers_show_the_chain(serve, terminal):
    server = serve(*after_426(echo("X-Backend: blue")))
    pane = terminal(100, 50)
    pane.connect(server.url("/chat"), status="426 → 101, ws")
    pane.line("/headers")
    rows = pane.until("  < X-Backend: blue")
    heads = [row for row in rows if row.startswith("  < HTTP/1.1")]
    assert heads == ["  < HTTP/1.1 426 Upgrade Required", "  < HTTP/1.1 101 Switching Protocols"]
    assert [row for row in rows if row.startswith("  > GET /chat HTTP/1.1")] == ["  > GET /chat HTTP/1.1"] * 2
    assert any(row.startswith("  > Sec-WebSocket-Key: ") for row in rows)
    gets = [row for row in rows if row.startswith("* GET ")]
    assert len(gets) == 2 and all(re.match(r"\* GET \w+://127.0.0.1:\d+/chat, answered after [\d.]+ (µs|ms|s)$", row) for row in gets)
    assert pane.leave() == 0


def test_save_writes_the_transcript(serve, terminal, tmp_path):
    def script(peer):
        peer.websocket(then=frames.text("with the 101"))
        peer.send(frames.encode(frames.BINARY, b"\x00\xff"))
        peer.send(frames.encode(frames.PING, b"p"))
        peer.text("\x1b[2J{\u2028}")
        peer.closing()

    server = serve(script)
    pane = terminal(100, 50)
    pane.connect("--send", "first", server.ws())
    pane.until("> first", "< \\e[2J")
    pane.line("/save transcript.ndjson")
    pane.until("* 8 records in transcript.ndjson")
    file = tmp_path / "transcript.ndjson"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    records = [json.loads(line) for line in file.read_text().split("\n")[:-1]]
    assert all(list(record)[0] == "t" and 0 <= record.pop("t") < 60 for record in records)
    assert [record.pop("n") for record in records if "n" in record] == [1, 2, 3, 4]
    request, response = records.pop(0), records.pop(0)
    assert list(request) == ["dir", "type", "method", "url", "fields"] and request["type"] == "request"
    assert ["Upgrade", "websocket"] in request["fields"]
    assert list(response) == ["dir", "type", "method", "url", "status", "fields"] and response["status"] == 101
    assert records[:2] == [
        {"type": "open", "url": server.ws()},
        {"dir": "in", "type": "text", "len": 12, "data": "with the 101"},
    ]
    # Nobody can say whether our first message goes before what still comes.
    assert [record for record in records[2:] if record["dir"] == "out"] == [
        {"dir": "out", "type": "text", "len": 5, "data": "first"}
    ]
    assert [record for record in records[2:] if record["dir"] == "in"] == [
        {"dir": "in", "type": "binary", "len": 2, "b64": "AP8="},
        {"dir": "in", "type": "ping", "len": 1, "b64": "cA=="},
        {"dir": "in", "type": "text", "len": 9, "data": "\x1b[2J{\u2028}"},
    ]
    assert "\x1b" not in file.read_text() and "\u2028" not in file.read_text()
    # Nothing is overwritten.
    pane.line("/save transcript.ndjson")
    pane.until("* cannot write transcript.ndjson: File exists")
    assert pane.leave() == 0


def test_jq_and_grep(pane):
    pane.line("/jq select(.price > 10) | .name")
    pane.until("* /jq is on")
    for name, price in [("tea", 5), ("cake", 12), ("wine", 30)]:
        pane.line(json.dumps({"name": name, "price": price}))
    pane.until('< "cake"', '< "wine"')
    assert not any(row.startswith('< "tea"') for row in pane.rows)
    pane.line("/jq off")
    pane.until("* /jq is off")
    pane.line("no JSON")
    pane.until("< no JSON")
    pane.line("/grep ^a.c$")
    for text in ("abc", "xabc", "a-c"):
        pane.line(text)
    pane.until("< abc", "< a-c")
    assert not any(row.startswith("< xabc") for row in pane.rows)
    pane.line("/grep off")
    pane.line("xyz")
    pane.until("< xyz")
    assert pane.leave() == 0


def test_a_jq_filter_that_never_ends_leaves_the_prompt_alive(pane):
    pane.line("/jq last(range(1e12))")
    pane.until("* /jq is on")
    pane.line("[1]")
    pane.until(lambda rows: any("jq" in row and "second" in row for row in rows))
    pane.line("still here")
    pane.until("< still here")
    assert pane.leave() == 0


def test_pretty_hex_and_time(pane):
    pane.line('{"a":[1,2]}')
    pane.until("< {", '    "a": [1, 2]', "  }")
    pane.line("/pretty off")
    pane.line('{"b":[1,2]}')
    pane.until('< {"b":[1,2]}')
    pane.line("/binary 00010241")
    pane.until("< binary, 4 bytes", "  00000000  00 01 02 41")
    pane.line("/hex off")
    pane.line("/binary 0001024142")
    pane.until("< binary, 5 bytes")
    assert not any("00 01 02 41  42" in row or "00 01 02 41 42" in row for row in pane.rows)
    pane.line("/time")
    pane.line("when")
    pane.until(lambda rows: any(re.match(r"\d\d:\d\d:\d\d\.\d{3} < when$", row) for row in rows))
    assert pane.leave() == 0


def test_show_unfolds_a_long_message(serve, terminal):
    def script(peer):
        peer.websocket()
        peer.text("\n".join(f"line {number}" for number in range(60)))
        peer.closing()

    server = serve(script)
    pane = terminal(80, 100)
    pane.connect(server.ws())
    pane.until("  … 40 more lines, /show 1 shows all")
    pane.line("/show 1")
    pane.until("  line 59")
    pane.key("C-l")
    pane.until(lambda rows: len(rows) == 2)
    pane.line("/show")
    pane.until("< line 0", "  line 59")
    assert pane.leave() == 0


def test_multi_writes_a_message_in_the_editor(serve, terminal, tmp_path):
    messages: list[bytes] = []
    server = serve(listen(messages))
    editor = script_of(tmp_path, "an editor", 'stty -a < /dev/tty > modes; printf "two\\nlines ä\\n" > "$1"')
    pane = terminal(EDITOR=f"'{editor}'")
    pane.connect(server.ws())
    pane.line("/multi")
    pane.until("> two", "  lines ä")
    pane.prompt()
    # The editor had the terminal as the shell has it.
    assert " icanon " in (tmp_path / "modes").read_text() and " -icanon" not in (tmp_path / "modes").read_text()
    assert pane.leave() == 0
    assert messages == ["two\nlines ä".encode()]


def test_an_editor_that_fails_or_writes_nothing_sends_nothing(serve, terminal, tmp_path):
    messages: list[bytes] = []
    server = serve(listen(messages))
    editor = script_of(tmp_path, "editor", 'echo some > "$1"; exit 1')
    pane = terminal(VISUAL=editor, EDITOR="false")
    pane.connect(server.ws())
    pane.line("/multi")
    pane.until("* the editor failed: nothing is sent")
    assert pane.leave() == 0
    assert messages == []


def test_the_line_in_the_editor(serve, terminal, tmp_path):
    messages: list[bytes] = []
    server = serve(listen(messages))
    editor = script_of(tmp_path, "editor", 'sed -i s/cat/dog/ "$1"')
    pane = terminal(EDITOR=editor)
    pane.connect(server.ws())
    pane.type("a cat in a bag")
    pane.key("C-x", "C-e")
    pane.prompt("a dog in a bag")
    pane.key("Enter")
    pane.prompt()
    assert pane.leave() == 0
    assert messages == [b"a dog in a bag"]


def test_ctrl_c_in_the_editor_is_the_editors(serve, terminal, tmp_path):
    messages: list[bytes] = []
    server = serve(listen(messages))
    trap = "trap 'echo caught > \"$1\"; exit 0' INT"
    editor = script_of(tmp_path, "editor", f"{trap}; echo ready; while :; do sleep 0.1; done")
    pane = terminal(EDITOR=editor)
    pane.connect(server.ws())
    pane.line("/multi")
    pane.until("ready")
    pane.key("C-c")
    pane.until("> caught")
    assert pane.leave() == 0
    assert messages == [b"caught"]


def test_heartbeat(serve, terminal):
    beats = []

    def script(peer):
        peer.websocket()
        for _ in range(3):
            beats.append(peer.message().payload)
        peer.text("alive")
        more, _ = peer.closing()
        assert set(more) <= {b'{"op": "ping"}'}

    server = serve(script)
    pane = terminal()
    pane.connect(server.ws())
    pane.line('/heartbeat 0.1 {"op": "ping"}')
    pane.until("* a heartbeat every 0.1 s", "< alive")
    pane.line("/heartbeat off")
    pane.until("* no heartbeat")
    assert pane.leave() == 0
    assert beats == [b'{"op": "ping"}'] * 3


def test_quit_and_close(serve, terminal):
    closes = []

    def script(peer):
        peer.websocket()
        closes.append(peer.closing()[1])

    server = serve(script, script, script)
    pane = terminal()
    pane.connect(server.ws())
    pane.line("/quit")
    assert pane.status() == 0
    pane.connect(server.ws())
    pane.line("/close 4321 I have had enough")
    pane.until('*> close 4321 "I have had enough"', "* Enter connects again, Ctrl-D leaves")
    pane.line("/reconnect")
    pane.prompt(status="101")
    assert pane.leave() == 0
    assert [(close.code, close.reason) for close in closes] == [
        (1000, ""),
        (4321, "I have had enough"),
        (1000, ""),
    ]


def test_tab_completes_commands_and_files(serve, terminal, tmp_path):
    messages: list[bytes] = []
    server = serve(listen(messages))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a-file.json").write_text("contents")
    (tmp_path / "folder" / "a-film.json").write_text("other")
    (tmp_path / "folder" / "a-f\x1b[2J").write_text("evil")
    pane = terminal()
    pane.connect(server.ws())
    pane.type("/he")
    pane.key("Tab", "Tab")
    pane.until(lambda rows: "/help" in rows[-3] and "/headers" in rows[-3] and "/heartbeat" in rows[-3])
    pane.type("l")
    pane.key("Tab")
    pane.prompt("/help")
    pane.key("C-u")
    pane.type("/file fol")
    pane.key("Tab")
    pane.prompt("/file folder/")
    pane.key("Tab")
    pane.prompt("/file folder/a-fil")
    pane.key("Tab", "Tab")
    pane.until(lambda rows: "folder/a-file.json" in rows[-3] and "folder/a-film.json" in rows[-3])
    pane.type("e")
    pane.key("Tab", "Enter")
    pane.until("> contents")
    assert pane.leave() == 0
    assert messages == [b"contents"]
