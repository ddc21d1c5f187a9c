"""The life of a prompt: connections that end and begin, signals, the terminal as it was found, the history."""

import os
import re
import signal
import stat
import threading
import time
from pathlib import Path

import pytest

from harness import frames
from harness.scripted import Scripted
from harness.scripts import echo, listen, say
from harness.terminal import BEGIN, END

LEAVE = "* Enter connects again, Ctrl-D leaves"


def lost(peer):
    """A connection that breaks after the first message."""
    peer.websocket()
    peer.text("before")
    peer.message()
    peer.reset()


# Leaving


def test_ctrl_c_clears_the_line_then_closes(serve, terminal):
    closes = []

    def script(peer):
        peer.websocket()
        closes.append(peer.closing())

    server = serve(script)
    pane = terminal()
    pane.connect(server.ws())
    pane.type("unsent")
    pane.prompt("unsent")
    pane.key("C-c")
    pane.prompt()
    assert closes == []
    assert pane.leave("C-c") == 0
    assert [(messages, close.code) for messages, close in closes] == [([], 1000)]


@pytest.mark.parametrize("key", ["C-c", "C-d"])
def test_the_second_leaves_at_once(serve, terminal, key):
    def script(peer):
        peer.websocket()
        while peer.frame().opcode != frames.CLOSE:
            pass
        peer.stall()

    server = serve(script)
    pane = terminal()
    pane.connect(server.ws())
    pane.key(key)
    pane.until("*> close 1000 (normal closure)")
    began = time.monotonic()
    assert pane.leave(key) == 0
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "script, shown, status",
    [
        (say(code=1000), "*< close 1000 (normal closure)", 0),
        (say(code=None), "*< close without a code", 0),
        (say(code=1011, reason="it broke"), '*< close 1011 (internal error) "it broke"', 116),
        (say(code=4000, reason="\x1b[2J"), '*< close 4000 "\\e[2J"', 116),
        (lost, "* ", 115),
    ],
    ids=["1000", "empty", "1011", "4000", "lost"],
)
def test_the_server_ends_it(serve, terminal, script, shown, status):
    server = serve(script)
    pane = terminal(100, 30)
    pane.run("upshift", server.ws())
    if script is lost:
        pane.until("< before")
        pane.line("break")
        pane.until(lambda rows: any(row.startswith("* the connection was lost") for row in rows))
    rows = pane.until(shown, LEAVE, lambda rows: rows[-2:] == [">", "not connected"])
    assert not any(row.startswith("101, ws") or "--ok-close" in row for row in rows)
    # Nothing is sent any more, nor lost without a word.
    pane.line("/text to nobody")
    pane.until("* not connected, and not sent")
    assert pane.leave() == status


def test_a_server_that_breaks_the_protocol(serve, terminal):
    def script(peer):
        peer.websocket()
        peer.send(frames.encode(3, b"no such opcode"))
        peer.end()

    server = serve(script)
    pane = terminal(100, 30)
    pane.run("upshift", server.ws())
    pane.until("* the server broke the WebSocket protocol", LEAVE)
    assert pane.leave() == 114


# Connecting again


def test_enter_connects_again(serve, terminal):
    server = serve(say("first", code=1001, reason="restart"), echo())
    pane = terminal(100, 30)
    pane.run("upshift", server.ws())
    pane.until("< first", '*< close 1001 (going away) "restart"', LEAVE)
    pane.key("Enter")
    pane.prompt(status="101, ws")
    pane.until("* gap: connected again")
    pane.line("second")
    pane.until("< second")
    assert pane.leave() == 0


def test_reconnect_backs_off_and_sends_the_preamble_again(serve, terminal):
    received, times = [], []

    def refuse(peer):
        peer.head()
        times.append(time.monotonic())
        peer.answer("503 Service Unavailable", "Connection: close")
        peer.end()

    def script(peer):
        peer.websocket()
        times.append(time.monotonic())
        received.append(peer.message().payload)
        peer.reset()

    def last(peer):
        peer.websocket()
        messages, _ = peer.closing()
        received.extend(messages)

    server = serve(script, refuse, refuse, last)
    pane = terminal(100, 40)
    pane.run("upshift", "--reconnect", "--send", '["subscribe"]', server.ws())
    rows = pane.until("* gap: connected again", lambda rows: rows[-1].startswith("101, ws"))
    waits = [
        float(match[1]) / (1000 if match[2] == "ms" else 1)
        for row in rows
        if (match := re.match(r"\* connecting again in ([\d.]+) (ms|s) \(attempt \d\)", row))
    ]
    assert len(waits) == 3 and 0.25 <= waits[0] <= 0.5 and 0.5 <= waits[1] <= 1 and 1 <= waits[2] <= 2, rows
    pane.line("typed")
    pane.until("> typed")
    assert pane.leave() == 0
    assert received == [b'["subscribe"]', b'["subscribe"]', b"typed"]
    assert times[1] - times[0] >= 0.25 and times[2] - times[1] >= 0.5


def test_reconnect_does_not_undo_a_close_of_ones_own(serve, terminal):
    server = serve(echo())
    pane = terminal()
    pane.connect("--reconnect", server.ws())
    pane.line("/close")
    pane.until(LEAVE)
    assert pane.leave() == 0


def test_reconnecting_can_be_given_up(serve, terminal):
    """The server is gone for good: Ctrl-D, while it waits and while it tries."""
    server = Scripted(say("only once"))
    pane = terminal(100, 40)
    pane.run("upshift", "--reconnect", server.ws())
    pane.until("< only once")
    server.stop()
    pane.until(lambda rows: any("(attempt 2)" in row for row in rows))
    pane.type("typed meanwhile")
    pane.until(
        lambda rows: any("(attempt 3)" in row for row in rows)
        and rows[-2] == "> typed meanwhile"
        and re.fullmatch(r"not connected, the next attempt in \d s", rows[-1])
    )
    pane.key("C-c")
    assert pane.leave() in (7, 130)


def test_keys_while_it_connects(serve, terminal):
    """A handshake that is not answered: typing goes on, and a command can leave."""

    def silent(peer):
        peer.head()
        peer.stall()

    server = serve(say("hello"), silent)
    pane = terminal(100, 40)
    pane.run("upshift", server.ws())
    pane.until("< hello", LEAVE)
    pane.key("Enter")
    pane.type("typed meanwhile")
    pane.prompt("typed meanwhile", status="connecting")
    # It cannot be sent yet, and stays.
    pane.key("Enter")
    pane.until("* not connected, and not sent: the line is kept")
    pane.prompt("typed meanwhile", status="connecting")
    pane.key("C-c")
    pane.line("/quit")
    assert pane.status() == 130


# Signals


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_closes_and_leaves_the_terminal_sane(serve, prompt, number):
    closes = []

    def script(peer):
        peer.websocket()
        closes.append(peer.closing()[1].code)

    server = serve(script)
    pane = prompt(server.ws())
    pane.expect(BEGIN, "101, ws")
    pane.write("half a line")
    pane.expect("e")
    assert pane.attributes != pane.found
    pane.signal(number)
    assert pane.status() in (128 + number, -number)
    assert closes == [1001]
    assert pane.output.endswith(END)


@pytest.mark.parametrize(
    "number",
    [signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGQUIT, signal.SIGTRAP],
)
def test_a_crash_leaves_the_terminal_sane(serve, prompt, number):
    def script(peer):
        peer.websocket()
        peer.rest()

    server = serve(script)
    pane = prompt(server.ws())
    pane.expect(BEGIN, "101, ws")
    pane.signal(number)
    assert pane.status() == -number
    assert pane.output.endswith(END)


def test_a_signal_between_two_connections(serve, prompt):
    server = serve(say("bye"))
    pane = prompt(server.ws())
    pane.expect("Enter connects again")
    pane.signal(signal.SIGTERM)
    assert pane.status() == 143


def test_a_terminal_that_hangs_up(serve, prompt):
    closes = []

    def script(peer):
        peer.websocket()
        closes.append(peer.closing()[1].code)

    server = serve(script)
    pane = prompt(server.ws())
    pane.expect("101, ws")
    os.close(pane.master)
    pane.master = os.open("/dev/null", os.O_RDWR)
    assert pane.process.wait(10) in (129, -signal.SIGHUP)
    server.settle()
    assert closes == [1001]


def test_stty_says_the_same_before_and_after(serve, terminal, tmp_path):
    server = serve(echo(), say("bye", code=1000), lost)
    pane = terminal()
    for how in ("leave", "server", "lost"):
        pane.line("clear; stty -a > before")
        pane.until(lambda rows: rows == ["$"])
        pane.run("upshift", server.ws())
        if how == "server":
            pane.until(LEAVE)
        elif how == "lost":
            pane.until("< before")
            pane.line("x")
            pane.until(LEAVE)
        else:
            pane.prompt(status="101")
        pane.leave()
        pane.line("clear; stty -a > after; echo ok")
        pane.until("ok")
        assert (tmp_path / "before").read_text() == (tmp_path / "after").read_text()


def test_ctrl_z_and_fg(serve, terminal, tmp_path):
    messages: list[bytes] = []
    server = serve(listen(messages))
    pane = terminal()
    pane.line("stty -a > before; clear")
    pane.until(lambda rows: rows == ["$"])
    pane.connect(server.ws())
    pane.type("half a li")
    pane.prompt("half a li")
    for _ in range(2):
        pane.key("C-z")
        pane.until(lambda rows: rows[-1] == "$" and any("Stopped" in row for row in rows))
        pane.line("clear; stty -a > stopped; echo shell")
        pane.until("shell")
        assert (tmp_path / "before").read_text() == (tmp_path / "stopped").read_text()
        pane.line("clear; fg")
        rows = pane.prompt("half a li", "101, ws")
        assert sum("half a li" in row for row in rows) == 1, rows
    pane.type("ne")
    pane.key("Enter")
    pane.until("> half a line")
    assert pane.leave() == 0
    assert messages == [b"half a line"]


def test_a_stop_from_elsewhere(serve, terminal):
    """`kill -TSTP`, and a script above that has to stop too when Ctrl-Z is typed."""
    server = serve(echo(), echo())
    pane = terminal()
    pane.connect(server.ws())
    pane.type("typed")
    pane.prompt("typed")
    pid = pane("list-panes", "-F", "#{pane_pid}").strip()
    child = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
    for number in (signal.SIGTSTP, signal.SIGSTOP):
        os.kill(child, number)
        rows = pane.until(lambda rows: rows[-1].startswith("$") and "Stopped" in "".join(rows))
        # Nobody can clear the screen at a SIGSTOP.
        assert rows[-1] == "$" or number == signal.SIGSTOP
        # Nor set the terminal's modes: Enter is a CR then.
        pane.type("stty sane; clear; fg")
        pane.key("C-j")
        rows = pane.until(lambda rows: any(row == "> typed" for row in rows), lambda rows: rows[-1] == "101, ws")
    pane.key("C-c")
    assert pane.leave() == 0

    pane.line("clear")
    pane.run("sh", "-c", f"upshift {server.ws()}; echo over")
    pane.prompt(status="101")
    pane.key("C-z")
    pane.until(lambda rows: rows[-1] == "$")
    pane.line("clear; fg")
    pane.prompt(status="101")
    pane.key("C-d")
    pane.until("over")


def test_ctrl_z_where_nobody_could_continue_it(serve, prompt):
    """No shell is above it, as in a window of its own: SIGTSTP stops nobody then (POSIX, 2.4.3)."""
    server = serve(echo())
    pane = prompt(server.ws())
    pane.expect("101, ws")
    pane.write("typed\x1a")
    pane.expect(END, BEGIN, "> typed")
    pane.write(" on\r")
    pane.expect("typed on", "typed on")
    pane.write("\x04")
    assert pane.status() == 0


# A terminal that is stopped


def test_a_stopped_terminal_stops_no_pongs(serve, prompt):
    """Nobody reads the terminal, as after Ctrl-S in tmux or on a hung line: pings are answered all the same."""
    pongs = []

    def script(peer):
        peer.websocket()
        began.wait(10)
        block = b"".join(frames.text("x" * 2000) for _ in range(20))
        for number in range(100):
            peer.send(block + frames.encode(frames.PING, b"%d" % number))
            while (frame := peer.frame()).opcode != frames.PONG:
                pass
            pongs.append(int(frame.payload))
        done.set()
        peer.closing()

    began, done = threading.Event(), threading.Event()
    server = serve(script)
    pane = prompt(server.ws())
    pane.expect("101, ws")
    began.set()
    assert done.wait(10), f"{len(pongs)} pongs"
    assert pongs == list(range(100))
    assert peak_memory(pane.process.pid) < 100 << 20
    pane.write("\x04")
    assert pane.status() == 0


def test_a_flood_of_pings_to_a_stopped_terminal_takes_no_memory(serve, prompt):
    began, done = threading.Event(), threading.Event()

    def script(peer):
        peer.websocket()
        began.wait(10)
        block = frames.encode(frames.PING, b"p" * 125) * 1000 + frames.encode(frames.PING, b"last")
        for _ in range(300):
            peer.send(block)
            while peer.frame().payload != b"last":
                pass
        done.set()
        peer.closing()

    server = serve(script)
    pane = prompt(server.ws())
    pane.expect("101, ws")
    began.set()
    assert done.wait(15)
    memory = peak_memory(pane.process.pid)
    assert memory < 150 << 20, memory
    pane.write("\x04")
    assert pane.status() == 0


def test_a_signal_ends_it_though_the_terminal_is_stopped(serve, prompt):
    began, done = threading.Event(), threading.Event()

    def script(peer):
        peer.websocket()
        began.wait(10)
        peer.send(frames.text("x" * 4000) * 100 + frames.encode(frames.PING, b"last"))
        while peer.frame().payload != b"last":
            pass
        done.set()
        peer.closing()

    server = serve(script)
    pane = prompt(server.ws())
    pane.expect("101, ws")
    began.set()
    assert done.wait(10)
    pane.signal(signal.SIGTERM)
    assert pane.process.wait(8) in (143, -15)
    assert pane.attributes == pane.found


def peak_memory(pid: int) -> int:
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read())[1]) << 10


# The history


def test_history_lasts_per_host_for_nobody_else(serve, terminal, tmp_path):
    server, other = serve(echo(), echo()), serve(echo())
    pane = terminal()
    pane.connect(server.ws())
    for line in ("one ä 😀", " secret", "/time on", "two\\lines"):
        pane.line(line)
    pane.paste("pasted\nlines")
    pane.key("Enter")
    pane.until(lambda rows: any("< pasted" in row for row in rows))
    assert pane.leave() == 0

    folder = tmp_path / ".local/state/upshift/history"
    files = list(folder.iterdir())
    assert len(files) == 1 and stat.S_IMODE(files[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0
    assert "secret" not in files[0].read_text()

    pane.connect(server.ws())
    for wanted in ("pasted⏎lines", "two\\lines", "/time on", "one ä 😀", "one ä 😀"):
        pane.key("Up")
        pane.prompt(wanted)
    pane.key("C-c", "C-r")
    pane.type("wo")
    pane.until(lambda rows: "two\\lines" in rows[-2] and "two" not in rows[-3])
    pane.key("Enter")
    pane.until(lambda rows: any(re.search("< two.lines", row) for row in rows))
    assert pane.leave() == 0

    # Another host has another history.
    pane.connect(other.ws())
    pane.key("Up")
    pane.type("new")
    pane.prompt("new")
    pane.key("C-c")
    assert pane.leave() == 0


def test_the_history_obeys_xdg_and_does_without(serve, terminal, tmp_path):
    server = serve(echo(), echo())
    pane = terminal(XDG_STATE_HOME=str(tmp_path / "state"))
    pane.connect(server.ws())
    pane.line("kept")
    pane.until("< kept")
    assert pane.leave() == 0
    assert [file.read_text() for file in (tmp_path / "state/upshift/history").iterdir()] == ["kept\n"]
    pane = terminal(XDG_STATE_HOME="/proc/none")
    pane.connect(server.ws())
    pane.line("not kept")
    pane.until("< not kept")
    assert pane.leave() == 0
