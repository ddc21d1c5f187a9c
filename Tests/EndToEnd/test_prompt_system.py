"""The prompt at the edge of the system: signals, somebody's editor, output that is no terminal."""

import functools
import os
import pty
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.scripts import echo
from harness.terminal import BEGIN, END


@pytest.fixture
def prompt(prompt):
    return functools.partial(prompt, NO_COLOR="1")


def script_of(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def wait(condition: Callable[[], object], timeout: float = 5) -> bool:
    end = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def ignores(pid: int, number: signal.Signals) -> bool:
    mask = re.search(r"SigIgn:\s*(\w+)", Path(f"/proc/{pid}/status").read_text())[1]
    return bool(int(mask, 16) >> (number - 1) & 1)


def rest(peer):
    """Of a client that leaves without a Close."""
    peer.websocket()
    peer.rest()


# Signals

OTHERS = ["USR1", "USR2", "ALRM", "XCPU", "VTALRM", "PROF", "IO", "PWR", "STKFLT", "SYS", "RTMIN", "RTMAX"]


@pytest.mark.parametrize("name", OTHERS)
def test_whatever_signal_ends_it_leaves_the_terminal_sane(serve, prompt, name):
    number = getattr(signal, "SIG" + name, None)
    if number is None:
        pytest.skip("there is no such signal here")
    pane = prompt(serve(rest).ws())
    pane.expect(BEGIN, "101, ws")
    pane.signal(number)
    assert pane.status() == -number
    assert pane.output.endswith(END)


def test_a_signal_that_was_ignored_stays_so(serve, terminal):
    pane = terminal()
    pane.line("trap '' USR1 QUIT; clear")
    pane.connect(serve(echo()).ws())
    pid = pane("list-panes", "-F", "#{pane_pid}").strip()
    child = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
    os.kill(child, signal.SIGUSR1)
    os.kill(child, signal.SIGQUIT)
    pane.line("still there")
    pane.until("< still there")
    assert pane.leave() == 0


# Somebody's editor

COUNTS = """trap 'echo interrupted $((n += 1))' INT
echo text > "$1"; echo ready
while [ ! -e over ]; do sleep 0.05; done
exit 0"""


def close_when(event: threading.Event):
    def script(peer):
        peer.websocket()
        event.wait(10)
        peer.close(1001, "restart")

    return script


@pytest.mark.parametrize("options", [[], ["--reconnect"]])
def test_ctrl_c_is_the_editors_though_the_connection_ends_meanwhile(serve, prompt, tmp_path, options):
    """The engine's signals end with the conversation and begin with the next: not before the editor is over."""
    ends = [threading.Event(), threading.Event()]
    server = serve(*map(close_when, ends), echo()) if options else serve(close_when(ends[0]))
    pane = prompt(*options, server.ws(), EDITOR=script_of(tmp_path, "editor", COUNTS))
    pane.expect("Ctrl-D leaves")
    assert not ignores(pane.process.pid, signal.SIGINT)
    pane.write("/multi\r")
    pane.expect("ready")
    pane.write("\x03")
    pane.expect("interrupted 1")
    for number, end in enumerate(ends[: 2 if options else 1]):
        end.set()
        if options:
            assert wait(lambda: len(server.peers) == number + 2)
        time.sleep(0.3)
        assert ignores(pane.process.pid, signal.SIGINT)
        pane.write("\x03")
        pane.expect(f"interrupted {number + 2}")
    (tmp_path / "over").touch()
    # It is sent where it can be, else it stays in the line.
    pane.expect(BEGIN, "text")
    assert not ignores(pane.process.pid, signal.SIGINT) and not ignores(pane.process.pid, signal.SIGQUIT)
    pane.signal(signal.SIGINT)
    assert pane.status() == 130


def test_ctrl_backslash_is_the_editors_too(serve, prompt, tmp_path):
    pane = prompt(serve(rest).ws(), EDITOR=script_of(tmp_path, "editor", COUNTS.replace("INT", "QUIT")))
    pane.expect("Ctrl-D leaves")
    pane.write("/multi\r")
    pane.expect("ready")
    pane.write("\x1c")
    pane.expect("interrupted 1")
    (tmp_path / "over").touch()
    pane.expect("> text")
    pane.signal(signal.SIGQUIT)
    assert pane.status() == -signal.SIGQUIT


def test_an_editor_that_will_not_end_is_killed(serve, prompt, tmp_path):
    script = 'trap "" TERM HUP; echo kept > "$1"; echo "pids $$ ready"; while :; do sleep 0.05; done'
    pane = prompt(serve(echo()).ws(), EDITOR=script_of(tmp_path, "editor", script), TMPDIR=str(tmp_path))
    pane.expect("Ctrl-D leaves")
    pane.write("/multi\r")
    editor = int(re.search(rb"pids (\d+) ready", pane.expect(" ready"))[1])
    began = time.monotonic()
    pane.signal(signal.SIGTERM)
    assert pane.status() == 143
    assert time.monotonic() - began < 4
    assert not is_running(editor)
    file = Path(re.search(rb"\* what was written is in (\S+)", pane.output)[1].decode())
    assert file.read_text() == "kept\n"


@pytest.mark.parametrize("trap", ['trap "" HUP', 'trap "" TERM HUP'], ids=["obedient", "stubborn"])
@pytest.mark.parametrize("command", ["A=1 '{}'", "'{}' -x; true", "{}"], ids=["assignment", "two", "simple"])
def test_the_editor_that_the_shell_runs_ends_too(serve, prompt, tmp_path, command, trap):
    """$EDITOR is a command line of a shell, or a script that begins the real one: neither leaves anybody behind.

    (That the terminal's session ends, SIGHUP, is no help where there is a shell above us.)"""
    inner = script_of(
        tmp_path, "inner", f'{trap}; echo "inner $$ ready"; i=0; while [ $i -lt 400 ]; do sleep 0.05; i=$((i+1)); done'
    )
    outer = script_of(tmp_path, "outer", f"'{inner}'\ntrue")
    pane = prompt(serve(echo()).ws(), EDITOR=command.format(outer))
    pane.expect("Ctrl-D leaves")
    pane.write("/multi\r")
    editor = int(re.search(rb"inner (\d+) ready", pane.expect(" ready"))[1])
    pane.signal(signal.SIGTERM)
    assert pane.status() == 143
    assert not is_running(editor)


def test_an_editor_may_save_what_it_has_when_it_is_ended(serve, prompt, tmp_path):
    """It is given the time, and the terminal is ours again only when it is over."""
    script = 'trap \'sleep 0.3; echo saved > "$1"; echo goodbye; exit\' TERM; echo ready; while :; do sleep 0.05; done'
    pane = prompt(serve(echo()).ws(), EDITOR=f"A=1 {script_of(tmp_path, 'editor', script)}", TMPDIR=str(tmp_path))
    pane.expect("Ctrl-D leaves")
    pane.write("/multi\r")
    pane.expect("ready")
    pane.signal(signal.SIGTERM)
    assert pane.status() == 143
    assert pane.output.index(b"goodbye") < pane.output.index(b"what was written is in")
    file = Path(re.search(rb"\* what was written is in (\S+)", pane.output)[1].decode())
    assert file.read_text() == "saved\n"


@pytest.mark.parametrize("how", ["{}", "A=1 {}"])
def test_ctrl_z_in_the_editor_stops_the_job(serve, terminal, tmp_path, how):
    script = 'echo ready; while [ ! -e over ]; do sleep 0.05; done; echo sent after > "$1"'
    pane = terminal(EDITOR=how.format(script_of(tmp_path, "editor", script)))
    pane.connect(serve(echo()).ws())
    pane.line("/multi")
    pane.until("ready")
    pane.key("C-z")
    pane.until(lambda rows: rows[-1] == "$" and any("Stopped" in row for row in rows))
    pane.line("touch over; clear; fg")
    pane.until("> sent after", "< sent after")
    assert pane.leave() == 0


def test_a_temporary_file_that_cannot_be_made(serve, prompt, tmp_path):
    pane = prompt(serve(echo()).ws(), EDITOR="true", TMPDIR=str(tmp_path / "none"))
    pane.expect("Ctrl-D leaves")
    pane.write("/multi\r")
    pane.expect(f"* cannot make a temporary file in {tmp_path}/none: No such file or directory"[:70])
    pane.write("on\r")
    pane.expect("> on")
    pane.write("\x04")
    assert pane.status() == 0


# Output that is no terminal


def test_no_prompt_into_a_pipe(serve, upshift):
    """Only the input is a terminal: lines are messages, and nothing but messages goes into the pipe."""
    master, slave = pty.openpty()
    found = subprocess.check_output(["stty", "-a"], stdin=slave)
    running = upshift.start("--interactive", serve(echo()).ws(), stdin=slave)
    os.write(master, b"a line\n")
    assert running.line() == b"a line"
    assert subprocess.check_output(["stty", "-a"], stdin=slave) == found
    os.write(master, b"\x04")
    result = running.wait()
    assert (result.status, result.out) == (0, b"")
    assert "there is no terminal for a prompt" in result.err
    os.close(master)
    os.close(slave)
