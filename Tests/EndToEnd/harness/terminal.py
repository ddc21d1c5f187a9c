"""A person at a terminal: tmux where the screen counts, a pty of our own where bytes and times do."""

import fcntl
import os
import pty
import select
import shlex
import signal
import struct
import subprocess
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path

from .processes import need
from .program import UPSHIFT, Program

TIMEOUT = 10
PATH = f"{Path(UPSHIFT).resolve().parent}:{os.environ['PATH']}"
BEGIN, END = b"\x1b[?2004h", b"\x1b[?2004l"  # bracketed paste: what the prompt turns on, and has to turn off


def environment(home: Path, extra: dict[str, str]) -> dict[str, str]:
    clean = {"PATH": PATH, "HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "screen-256color", "PS1": "$ "}
    return {name: value for name, value in (clean | extra).items() if value is not None}


def until_closed(master: int) -> bytes:
    """What the programs at the other end of a pseudo-terminal write, until the last of them has closed it.

    Linux looks for bytes first, and then whether the other end is closed (EIO): what came between the two is there for
    who asks once more."""
    got, ends = b"", 0
    while ends < 2:
        assert select.select([master], [], [], TIMEOUT)[0], f"nothing comes any more after {got[-2000:]!r}"
        try:
            part = os.read(master, 1 << 16)
        except OSError:
            part = b""
        ends = 0 if part else ends + 1
        got += part
    return got


class Tmux:
    """A shell in a pane of a tmux server of our own; `terminal.run("upshift …")` types a command there."""

    def __init__(self, program: Program, columns: int = 80, rows: int = 24, **env: str | None):
        self.tmux, self.program, home = need("tmux"), program, program.home
        self.folder = tempfile.TemporaryDirectory(prefix="tmux-")
        words = ["env", "-i", *(f"{name}={value}" for name, value in environment(home, env).items()), "sh"]
        self(
            *["start-server", ";", "set", "-g", "status", "off", ";", "new-session", "-d"],
            *["-x", str(columns), "-y", str(rows), "-c", str(home), "exec " + shlex.join(words)],
        )
        try:
            self.until("$")
        except BaseException:
            self.stop()
            raise

    def __call__(self, *words: str) -> str:
        command = [self.tmux, "-u", "-S", f"{self.folder.name}/socket", "-f", "/dev/null", *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=TIMEOUT).stdout

    def stop(self) -> None:
        self("kill-server")
        self.folder.cleanup()

    # What a person does

    def run(self, *words: object) -> None:
        self.line(shlex.join(map(str, words)))

    def type(self, text: str) -> None:
        self("send-keys", "-l", "--", text)

    def key(self, *names: str) -> None:
        """`C-c`, `M-b`, `Left`, `Enter` …"""
        self("send-keys", *names)

    def line(self, text: str) -> None:
        self("send-keys", "-l", "--", text, ";", "send-keys", "Enter")

    def paste(self, text: str) -> None:
        """As terminals paste: in brackets, if the program asked for them, and CR for each LF."""
        file = Path(self.folder.name, "paste")
        file.write_text(text)
        self("load-buffer", str(file), ";", "paste-buffer", "-p")

    def resize(self, columns: int, rows: int) -> None:
        self("resize-window", "-x", str(columns), "-y", str(rows))

    # What a person sees

    @property
    def rows(self) -> list[str]:
        """The screen, without what is empty below it."""
        rows = [row.rstrip() for row in self("capture-pane", "-p").split("\n")]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    @property
    def styled(self) -> str:
        return self("capture-pane", "-p", "-e")

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row, from 0."""
        column, row = self("display-message", "-p", "#{cursor_x} #{cursor_y}").split()
        return int(column), int(row)

    def until(self, *wanted: str | Callable[[list[str]], object], timeout: float = TIMEOUT) -> list[str]:
        """Waits until the screen has all of this: texts that begin a row, or what a function says. Returns its rows."""
        end = time.monotonic() + timeout
        while True:
            rows = self.rows
            if all(each(rows) if callable(each) else any(row.startswith(each) for row in rows) for each in wanted):
                return rows
            assert time.monotonic() < end, f"{wanted} is not on the screen:\n" + "\n".join(rows)
            time.sleep(0.02)

    def prompt(self, text: str = "", status: str = "") -> list[str]:
        """Waits until the line says exactly this and the status line below it begins so."""
        line = f"> {text}".rstrip()
        return self.until(lambda rows: len(rows) > 1 and rows[-2] == line and rows[-1].startswith(status))

    def connect(self, *words: object, status: str = "101") -> list[str]:
        self.run("upshift", *words)
        return self.prompt(status=status)

    def leave(self, key: str = "C-d") -> int:
        """Leaves the prompt, and tells the exit status."""
        self.key(key)
        return self.status()

    def status(self) -> int:
        """The exit status of the command that has ended or is about to."""
        self.until(lambda rows: rows[-1] == "$")
        self.line("echo status=$?")
        rows = self.until(lambda rows: rows[-1] == "$" and any(row.startswith("status=") for row in rows))
        self.program.settle()
        return int([row for row in rows if row.startswith("status=")][-1].removeprefix("status="))


class Pty:
    """The program on a pseudo-terminal of our own; `output` keeps every byte that it writes."""

    def __init__(self, program: Program, *words: object, columns: int = 80, rows: int = 24, **env: str | None):
        self.program = program
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.set_blocking(self.master, False)
        self.found = self.attributes
        self.output = bytearray()
        self.seen = 0
        self.process = subprocess.Popen(
            [UPSHIFT, *map(str, words)],
            **dict.fromkeys(("stdin", "stdout", "stderr"), self.slave),
            cwd=program.home,
            env=environment(program.home, env),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )

    @property
    def attributes(self) -> list:
        """What `stty -a` shows."""
        return termios.tcgetattr(self.slave)

    def pump(self, timeout: float) -> bool:
        """Reads what the program writes; false if that was nothing."""
        if not select.select([self.master], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            return False
        self.output += data
        return bool(data)

    def expect(self, *texts: str | bytes, timeout: float = TIMEOUT) -> bytes:
        """Waits for these in the output, one after the other, from where the last one was found. Returns all up to the
        last."""
        end, start = time.monotonic() + timeout, self.seen
        for text in texts:
            wanted = text.encode() if isinstance(text, str) else text
            while (found := self.output.find(wanted, self.seen)) < 0:
                left = end - time.monotonic()
                assert left > 0, f"{wanted!r} does not come after {bytes(self.output[start:][-3000:])!r}"
                self.pump(min(left, 0.1))
            self.seen = found + len(wanted)
        return bytes(self.output[start : self.seen])

    def write(self, text: str | bytes) -> None:
        """Types, however much it is, and reads meanwhile."""
        data = memoryview(text.encode() if isinstance(text, str) else text)
        end = time.monotonic() + TIMEOUT
        while data:
            assert time.monotonic() < end, "the program does not read what is typed"
            readable, writable, _ = select.select([self.master], [self.master], [], 1)
            if readable:
                self.pump(0)
            if writable:
                data = data[os.write(self.master, data[:4096]) :]

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def status(self, timeout: float = TIMEOUT) -> int:
        """The exit status of the program; it must have left the terminal as it found it."""
        end = time.monotonic() + timeout
        while self.process.poll() is None:
            assert time.monotonic() < end, f"the program does not end: {bytes(self.output[-2000:])!r}"
            self.pump(0.02)
        while self.pump(0):
            pass
        assert self.attributes == self.found, "the terminal's modes are not what they were"
        assert self.output.rfind(END) >= self.output.rfind(BEGIN), "bracketed paste is still on"
        self.program.settle()
        return self.process.returncode

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)
