"""The prompt in a real terminal: the line, and what is shown above it."""

import re
import threading
import time

import pytest

from harness import frames
from harness.scripts import after_426, echo, listen, say


def test_the_status_line_says_how_we_got_here(serve, terminal):
    server = serve(*after_426(echo()))
    pane = terminal()
    rows = pane.connect(server.url(), status="426 → 101, ws")
    assert rows[-3].startswith("* /help lists the commands")
    assert pane.cursor == (2, len(rows) - 2)
    pane.line("hello")
    pane.until("> hello", "< hello")
    assert pane.leave() == 0
    assert "426 →" not in "\n".join(pane.rows), "the status line stays behind"


def test_tls_and_compression_are_in_the_status_line(serve, terminal, tls):
    from harness.deflate import Deflate

    deflate = Deflate()

    def script(peer):
        deflate.websocket(peer)
        peer.send(deflate.frame("squeezed"))
        peer.closing()

    server = serve(script, secure=True)
    pane = terminal()
    pane.connect("--cacert", tls.ca, server.ws(), status="101, wss, TLS 1.3, deflate")
    pane.until("< squeezed")
    assert pane.leave() == 0


def test_a_real_server_that_asks_for_the_upgrade(python_websockets, terminal):
    pane = terminal()
    pane.connect(python_websockets.url(), status="426 → 101, ws, deflate")
    text = '{"b": 12345678901234567890, "a": [1.50, true], "b": null}'
    pane.line(text)
    # What was typed stays as it was laid out.
    json = ["< {", '    "b": 12345678901234567890,', '    "a": [1.50, true],', '    "b": null', "  }"]
    pane.until(lambda rows: rows[-8:-2] == ["> " + text, *json])
    assert pane.leave() == 0


# The line


def test_emacs_keys_undo_and_kill_ring(serve, terminal):
    messages: list[bytes] = []
    server = serve(listen(messages))
    pane = terminal()
    pane.connect(server.ws())
    pane.type("one two three")
    pane.key("C-a", "M-f", "M-d", "C-e")
    pane.prompt("one three")
    pane.key("C-y")
    pane.prompt("one three two")
    pane.key("C-w")
    pane.prompt("one three")
    pane.key("C-_")
    pane.prompt("one three two")
    pane.key("C-a", "C-k")
    pane.prompt()
    pane.key("C-y", "M-y")
    pane.until(lambda rows: rows[-2].startswith("> ") and rows[-2] != "> one three two")
    pane.key("C-c")
    pane.prompt()
    pane.line("last")
    pane.until("> last")
    assert pane.leave() == 0
    assert messages == [b"last"]


FAMILY, FLAG, ACCENTED = "👨‍👩‍👧", "🇩🇪", "e\u0301"


def test_emoji_are_moved_over_and_deleted_as_one(serve, terminal):
    messages: list[bytes] = []
    server = serve(listen(messages))
    pane = terminal()
    pane.connect(server.ws())
    pane.type(f"a{FAMILY}{FLAG}{ACCENTED}漢z")
    pane.key("Left", "Left", "Left", "Left")
    pane.type("X")
    pane.key("Right", "BSpace", "Enter")
    pane.until(lambda rows: any(row.startswith("> a") for row in rows[:-2]))
    assert pane.leave() == 0
    assert messages == [f"a{FAMILY}X{ACCENTED}漢z".encode()]


def test_a_line_of_three_rows_with_messages_above_it(serve, terminal):
    def script(peer):
        peer.websocket()
        assert peer.message().payload == b"go"
        for number in range(30):
            peer.text(f"message {number}")
        messages, _ = peer.closing()
        assert messages == [line.replace("the", "THE", 1).encode()]

    line = "the quick brown fox jumps over the lazy dog " * 5 + "漢字" * 10
    server = serve(script)
    pane = terminal()
    pane.connect(server.ws())
    pane.type(line)
    pane.key("C-a", "C-k")
    pane.line("go")
    pane.until("< message 29")
    pane.key("C-y")

    def whole(rows):
        # Without the blanks: a row may end in one, and in the place that a wide character did not fit.
        return f"> {line}".replace("the", "THE", 1).replace(" ", "") in "".join(rows).replace(" ", "")

    pane.key("C-a", "C-d", "C-d", "C-d")
    pane.type("THE")
    rows = pane.until(whole, lambda rows: rows[-1].startswith("101"))
    assert rows[-6].startswith("< message 29"), rows
    assert pane.cursor == (5, len(rows) - 5)
    pane.key("Enter")
    assert pane.leave() == 0


def test_messages_above_leave_line_and_cursor_as_they_were(serve, terminal):
    def script(peer):
        peer.websocket()
        peer.text("ready")
        for number in range(3):
            assert peer.frame().opcode == frames.PING
            peer.text(f"above {number}\nand a second row")
        peer.closing()

    server = serve(script)
    pane = terminal(60, 20)
    pane.connect("--ping-interval", "0.5", server.ws())
    text = "three rows of text, " * 7
    pane.type(text)
    pane.key("M-b", "M-b")
    rows = pane.until("< above 2", lambda rows: len(rows) > 4 and rows[-4].startswith("> three"))
    assert "".join(f"{row:60}" for row in rows[-4:-1]).rstrip() == f"> {text}".rstrip()
    column = len(f"> {text}") - len("of text, ")
    assert pane.cursor == (column % 60, len(rows) - 4 + column // 60)
    pane.key("C-c")
    assert pane.leave() == 0


@pytest.mark.parametrize("above", [0, 40], ids=["new", "full"])
def test_resize_in_mid_line(serve, terminal, above):
    def script(peer):
        peer.websocket()
        for number in range(above):
            peer.text(f"message {number}")
        messages, _ = peer.closing()
        assert messages == [(text[:75] + "X" + text[75:]).encode()]

    text = "0123456789" * 15
    server = serve(script)
    pane = terminal()
    pane.run("upshift", server.ws())
    pane.prompt()
    pane.type(text)
    pane.key(*["Left"] * 75)

    def shows(columns):
        full = [f"> {text}"[start : start + columns] for start in range(0, 152, columns)]

        def check(rows):
            # What tmux has moved above the screen nobody can erase, and between its wrapping and our drawing the line
            # may stand there twice.
            is_once = sum(row.startswith("> ") for row in rows) <= 1
            is_whole = rows[-1 - len(full) :] == [*full, "101, ws"]
            return is_once and is_whole and pane.cursor == (77 % columns, len(rows) - 1 - len(full) + 77 // columns)

        return check

    for columns in (80, 50, 33, 101, 40, 120, 80):
        pane.resize(columns, 24)
        pane.until(shows(columns))
    pane.type("X")
    pane.key("Enter")
    pane.prompt()
    assert pane.leave() == 0


def test_pasted_lines_are_one_message(serve, terminal):
    messages: list[bytes] = []
    server = serve(listen(messages))
    pane = terminal()
    pane.connect(server.ws())
    pane.paste("first line\nsecond line\nthird")
    pane.prompt("first line⏎second line⏎third")
    pane.key("Enter")
    pane.prompt()
    assert pane.leave() == 0
    assert messages == [b"first line\nsecond line\nthird"]


def test_a_paste_of_a_mebibyte(serve, prompt):
    messages: list[bytes] = []
    server = serve(listen(messages))
    pane = prompt(server.ws())
    pane.expect("Ctrl-D leaves")
    text = ("0123456789abcdef" * 4)[:63] + "\n"
    text *= (1 << 20) // 64
    began = time.monotonic()
    pane.write(b"\x1b[200~" + text.replace("\n", "\r").encode() + b"\x1b[201~")
    pane.expect("[paste: 1 MiB]")
    took = time.monotonic() - began
    print(f"a paste of 1 MiB was shown after {took * 1000:.0f} ms")
    assert took < 2, "issue 4: under half a second; twice twice that on a busy machine"
    pane.write("\r")
    pane.expect("more lines, /show 1 shows all")
    pane.write("\x04")
    assert pane.status() == 0
    assert messages == [text.encode()]


def test_a_paste_that_never_ends(serve, prompt):
    messages: list[bytes] = []
    server = serve(listen(messages))
    pane = prompt(server.ws(), NO_COLOR="1")
    pane.expect("Ctrl-D leaves")
    # A slow one is not over before its end.
    for piece in ("\x1b[200~", "one\r", "two\r", "three", "\x1b[201~"):
        pane.write(piece)
        time.sleep(0.4)
    pane.expect("one⏎two⏎three")
    pane.write("\r")
    began = time.monotonic()
    pane.write("\x1b[200~a\rb")
    pane.expect("a⏎b")
    took = time.monotonic() - began
    assert 0.9 < took < 3, took
    # The end may come late; what follows are keys.
    pane.write("\x1b[201~c\r")
    pane.expect("> a", "bc\r")
    pane.write("\x04")
    assert pane.status() == 0
    assert messages == [b"one\ntwo\nthree", b"a\nbc"]


def test_keys_on_a_line_far_longer_than_the_screen(serve, terminal):
    messages: list[bytes] = []
    server = serve(listen(messages))
    pane = terminal(40, 6)
    pane.connect(server.ws())
    words = [f"word{number:04}" for number in range(250)]
    pane.type(" ".join(words))
    pane.until(lambda rows: rows[-2].endswith("word0249") and rows[0].startswith("<"))
    pane.key(*["M-b"] * 125)
    pane.type("X")
    pane.until(lambda rows: any("Xword0125" in row for row in rows))
    column, row = pane.cursor
    assert pane.rows[row][:column].endswith("X")
    pane.key("C-a")
    pane.until("> word0000", lambda _: pane.cursor == (2, 0))
    pane.key("C-e", "Enter")
    pane.prompt()
    assert pane.leave() == 0
    words[125] = "X" + words[125]
    assert messages == [" ".join(words).encode()]


# A flood

DISTINCT = "".join(chr(0x4E00 + 7 * index) for index in range(120)) + "".join(chr(0x3B1 + index) for index in range(17))
EMOJI = "".join(chr(0x1F600 + index) for index in range(63))


def test_typing_in_a_flood(serve, prompt):
    """5,000 messages in five seconds, while a line of 200 characters is typed, edited in the middle and sent."""
    received = []

    def script(peer):
        peer.websocket()
        began = time.monotonic()
        for number in range(5000):
            peer.text(f"{number:05} {{\"{number}\": [1, 2, 3]}}")
            if peer.is_spoken_to():
                received.append(peer.message().payload.decode())
            time.sleep(max(0, began + number / 1000 - time.monotonic()))
        peer.text("5000 it was")
        rest, _ = peer.closing()
        received.extend(message.decode() for message in rest)

    server = serve(script)
    pane = prompt(server.ws())
    pane.expect(": [1, 2, 3]}")
    line = "".join(character for pair in zip(DISTINCT, EMOJI) for character in pair) + DISTINCT[len(EMOJI) :]
    assert len(line) == len(set(line)) == 200
    middle = "".join(chr(0xAC00 + 30 * index) for index in range(10))
    latencies = []

    def press(key):
        pane.seen = len(pane.output)
        began = time.monotonic()
        pane.write(key)
        pane.expect(key)
        latencies.append(time.monotonic() - began)
        # As fast as a person who has practised: the whole takes as long as the flood.
        while (left := began + 0.02 - time.monotonic()) > 0:
            pane.pump(left)

    for character in line:
        press(character)
    pane.write("\x1b[D" * 100)
    for character in middle:
        press(character)
    pane.write("\r")
    pane.expect("5000 it was")
    pane.write("\x04")
    assert pane.status() == 0
    assert received == [line[:100] + middle + line[100:]]
    latencies.sort()
    median = latencies[len(latencies) // 2] * 1000
    print(f"key to echo: median {median:.2f} ms, 99th percentile {latencies[-3] * 1000:.2f} ms")
    assert median < 100, "issue 4 says 10 ms; a busy machine may take longer"


def test_the_screen_after_a_flood(serve, terminal):
    def script(peer):
        peer.websocket()
        for start in range(0, 20000, 1000):
            peer.send(b"".join(frames.text(f"message {number}") for number in range(start, start + 1000)))
        messages, _ = peer.closing()
        assert messages == [text.encode()]

    text = "typed while it rains 😀👨‍👩‍👧 " * 6 + "end"
    server = serve(script)
    pane = terminal()
    pane.run("upshift", server.ws())
    pane.until("101, ws")
    pane.type(text)
    # The newest are shown, and what was left out before them is named.
    rows = pane.until("< message 19999", lambda rows: rows[-2].endswith("d"))
    assert sum(row.startswith("> ") for row in rows) == 1
    pane.key("Enter")
    pane.prompt()
    pane.line("/show 20000")
    pane.until(lambda rows: rows[-3] == "< message 20000" or rows[-3] == "< message 19999")
    assert pane.leave() == 0


# The peer's bytes

HOSTILE = [
    "\x1b[2J\x1b[H\x1b[31mred",
    "\x1b]0;title\x07\x1b]52;c;aGk=\x07",
    "\x1bc\x1b[?1049h\x1b[?25l\x1b[?1000h",
    "\x9b2J\x9d0;t\x9c\x90q\x9c",
    "a\rb\bc\x0bd\x0ce\x7f\x00",
    "\u202eevil\u2066\u200f",
    '{"\x7f\u202ekey": "\\u001b[2J\x9b2J"}',
    "\x1b[?2004l\x1b[6n\x1b[c\x1b[>c\x05",
]


def test_a_message_cannot_drive_the_terminal(serve, terminal, prompt):
    def script(peer):
        peer.websocket()
        for message in HOSTILE:
            peer.text(message)
            peer.send(frames.encode(frames.BINARY, message.encode()))
            peer.send(frames.encode(frames.PING, message.encode()))
        peer.text("the last")
        messages = []
        while (message := peer.message()).opcode != frames.CLOSE:
            messages.append(message.payload)
        assert messages == [b"still here"]
        # A Close's reason is shown too.
        peer.send(frames.close(1000, HOSTILE[0]))
        peer.end()

    server = serve(script, script)
    pane = terminal(80, 100)
    pane.connect(server.ws())
    flags = "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{pane_title}"
    before = pane("display-message", "-p", flags)
    rows = pane.until("< the last")
    pane.line("still here")
    assert pane.leave() == 0
    assert pane("display-message", "-p", flags) == before
    assert rows[0].startswith("$ upshift") and "< \\e[2J\\e[H\\e[31mred" in rows
    assert "\x1b[31mred" not in pane.styled

    raw = prompt(server.ws(), NO_COLOR="1")
    raw.expect("< the last")
    raw.write("still here\r\x04")
    assert raw.status() == 0
    ours = rb"\x1b\[(\?2004[hl]|\?2026[hl]|\d*[ABCDGHJK]|\d*;?\d*m)"
    left = re.sub(ours, b"", bytes(raw.output)).decode()
    assert not re.search("[\x00-\x07\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u202e\u2066\u200f]", left), ascii(left)


# Other terminals


def test_no_color(serve, terminal):
    server = serve(echo(), echo(), echo(), echo())
    for words, env, isColored in [
        ((), {}, True),
        ((), {"NO_COLOR": "1"}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {}, False),
    ]:
        pane = terminal(**env)
        pane.connect(*words, server.ws())
        pane.line('{"a": 1}')
        pane.until("< {")
        assert ("\x1b[3" in pane.styled) == isColored, (words, env)
        assert pane.leave() == 0


def test_a_dumb_terminal(serve, prompt):
    messages: list[bytes] = []
    server = serve(listen(messages))
    pane = prompt(server.ws(), TERM="dumb")
    pane.expect("Ctrl-D leaves", "> ")
    pane.write("hellp\x7fo\x01X\x05 ")
    pane.write("long " * 30 + "\r")
    pane.expect("> Xhello long", "\r\n> ")
    pane.write("\x04")
    assert pane.status() == 0
    assert b"\x1b" not in pane.output
    assert messages == [b"Xhello " + b"long " * 30]


def test_a_locale_that_is_not_utf8(serve, prompt):
    received = []

    def script(peer):
        peer.websocket()
        peer.text("ä 漢 😀")
        messages, _ = peer.closing()
        received.extend(messages)

    server = serve(script)
    pane = prompt(server.ws(), LC_ALL="C", NO_COLOR="1")
    pane.expect("< ")
    pane.write("abc\x02\x02X\r")
    pane.expect("> aXbc")
    pane.write("\x04")
    assert pane.status() == 0
    assert bytes(pane.output).isascii(), pane.output
    assert received == [b"aXbc"]


def test_a_line_that_is_spelled_in_ascii_does_not_tear(serve, terminal):
    messages: list[bytes] = []

    def script(peer):
        peer.websocket()
        peer.text("ä…")
        messages.extend(peer.closing()[0])

    server = serve(script)
    pane = terminal(60, 20, LC_ALL="C")
    pane.connect(server.ws())
    pane.until("< \\u{e4}...")
    pane.type("aé世b")
    pane.key("Left", "Left")
    pane.type("X")
    rows = pane.prompt(r"a\u{e9}X\u{4e16}b")
    assert pane.cursor == (len(r"> a\u{e9}X"), len(rows) - 2)
    pane.key("C-a", "C-k")
    pane.type("é" * 20)
    pane.key("C-a")
    pane.type("Z")
    line = "> Z" + r"\u{e9}" * 20
    rows = pane.until(lambda rows: rows[-4:-1] == [line[:60], line[60:120], line[120:]])
    assert pane.cursor == (3, len(rows) - 4)
    pane.key("C-r")
    pane.type("éé")
    pane.until(lambda rows: rows[-4].startswith(r"(reverse-i-search)`\u{e9}\u{e9}': Z\u{e9}"))
    pane.key("C-e", "Enter")
    pane.prompt()
    assert pane.leave() == 0
    assert messages == [("Z" + "é" * 20).encode()]


def test_no_interactive_and_interactive(serve, prompt, upshift):
    server = serve(say("from the server"), say("again"), echo())
    pane = prompt("--no-interactive", server.ws())
    pane.expect("from the server\r\n")
    assert pane.status() == 0
    assert b"> " not in pane.output and b"\x1b" not in pane.output

    result = upshift("--interactive", server.ws(), stdin=b"")
    assert "there is no terminal for a prompt" in result.err
    assert result.lines == ["again"]

    # Standard output is a pipe: not a prompt.
    result = upshift(server.ws(), stdin=b"line\n")
    assert result.lines == ["line"]


def test_verbose_lines_do_not_tear_the_line(serve, terminal):
    """A connection that is made again says much while a line is being typed."""
    typed = threading.Event()

    def script(peer):
        peer.websocket()
        assert typed.wait(10)
        peer.close(1001)

    server = serve(script, echo())
    text = "half a line, " * 15 + "漢字"
    pane = terminal(80, 60)
    pane.run("upshift", "-v", "--reconnect", server.ws())
    pane.prompt(status="101")
    pane.type(text)
    pane.key("M-b", "M-b")
    typed.set()
    rows = pane.until("* gap: connected again", lambda rows: rows[-1] == "101, ws")
    assert any(row.startswith("* < HTTP/1.1 101 Switching Protocols") for row in rows), rows
    assert "".join(f"{row:80}" for row in rows[-4:-2]) + rows[-2] == f"> {text}"
    column = len(f"> {text}") - len("line, 漢字")
    assert pane.cursor == (column % 80, len(rows) - 4 + column // 80)
    pane.key("C-c")
    assert pane.leave() == 0


@pytest.mark.parametrize("columns, rows", [(1, 1), (2, 2), (5, 3), (500, 5)])
def test_terminals_of_odd_sizes(serve, prompt, columns, rows):
    messages: list[bytes] = []
    server = serve(listen(messages))
    pane = prompt(server.ws(), columns=columns, rows=rows)
    pane.expect(b"\x1b[?2026l")
    pane.write("漢字 and more 😀 than fits\x01X")
    pane.resize(columns * 2, rows * 2)
    pane.write("\r\x04")
    assert pane.status() == 0
    assert messages == ["X漢字 and more 😀 than fits".encode()]
