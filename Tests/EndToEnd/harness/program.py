"""Runs the program as a user would: its own process, a home of its own, nothing of our environment."""

import os
import select
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from .scripted import Scripted

ROOT = Path(__file__).resolve().parents[3]
UPSHIFT = os.environ.get("UPSHIFT") or str(ROOT / ".build/release/upshift")
# A sanitizer takes its time.
TIMEOUT = 120 if os.environ.get("UPSHIFT_SANITIZED") else 20


@dataclass
class Result:
    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def lines(self) -> list[str]:
        return self.out.decode().splitlines()

    def __str__(self) -> str:
        return f"status {self.status}\n--- stdout ({len(self.out)} bytes)\n{self.out[:4000]!r}\n--- stderr\n{self.err[:8000]}"


class Program:
    """`upshift("-i", url, stdin=b"hello\\n")` runs it to the end; `upshift.start(…)` talks to it meanwhile."""

    def __init__(self, home: Path, path: str = UPSHIFT):
        self.home, self.path = home, path
        self.running: list[Running] = []
        self.servers: list[Scripted] = []

    def environment(self, extra: dict[str, str] | None = None) -> dict[str, str]:
        clean = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        return clean | (extra or {})

    def __call__(
        self,
        *arguments: object,
        stdin: bytes | None = None,
        timeout: float = TIMEOUT,
        env: dict[str, str] | None = None,
    ) -> Result:
        words = [self.path, *map(str, arguments)]
        given = {"stdin": subprocess.DEVNULL} if stdin is None else {"input": stdin}
        done = subprocess.run(
            words, capture_output=True, timeout=timeout, cwd=self.home, env=self.environment(env), **given
        )
        self.settle()
        return Result(done.returncode, done.stdout, done.stderr.decode(errors="backslashreplace"))

    def start(self, *arguments: object, env: dict[str, str] | None = None, **redirections) -> "Running":
        running = Running([self.path, *map(str, arguments)], self, self.environment(env), **redirections)
        self.running.append(running)
        return running

    def settle(self) -> None:
        """Lets the scripts of our servers see the end of the program, so that a test may look at what they kept."""
        for server in self.servers:
            server.settle()

    def stop(self) -> None:
        for running in self.running:
            running.kill()


class Running:
    """A process whose three streams are pipes, unless told otherwise."""

    def __init__(
        self,
        words: list[str],
        program: Program,
        env: dict[str, str],
        *,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ):
        self.program = program
        self.process = subprocess.Popen(
            words,
            cwd=program.home,
            env=env,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            bufsize=0,
            # One that has a parent in another: SIGTSTP stops nothing in a group that nobody could continue.
            process_group=0,
        )
        self._out = b""

    @property
    def pid(self) -> int:
        return self.process.pid

    def write(self, data: bytes) -> None:
        self.process.stdin.write(data)

    def end_input(self) -> None:
        self.process.stdin.close()
        self.process.stdin = None  # communicate() would flush it once more

    def line(self, timeout: float = TIMEOUT) -> bytes:
        """The next line of standard output, without its LF."""
        self._read_until(lambda: b"\n" in self._out, timeout)
        line, self._out = self._out.split(b"\n", 1)
        return line

    def read(self, count: int, timeout: float = TIMEOUT) -> bytes:
        self._read_until(lambda: len(self._out) >= count, timeout)
        data, self._out = self._out[:count], self._out[count:]
        return data

    def _read_until(self, enough, timeout: float) -> None:
        end = time.monotonic() + timeout
        while not enough():
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            data = os.read(self.process.stdout.fileno(), 1 << 20) if ready else b""
            assert data, f"standard output ended or stalled after {self._out[-200:]!r}"
            self._out += data

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def status(self, timeout: float = TIMEOUT) -> int:
        """Waits for the exit status; standard input stays open."""
        status = self.process.wait(timeout)
        self.program.settle()
        return status

    def wait(self, timeout: float = TIMEOUT) -> Result:
        """Ends standard input, reads what is left, and waits."""
        out, err = self.process.communicate(timeout=timeout)
        self.program.settle()
        return Result(self.process.returncode, self._out + (out or b""), (err or b"").decode(errors="backslashreplace"))

    def peak_memory(self) -> int:
        """The most memory that it has held so far, in bytes."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
        raise AssertionError("no VmHWM: the process has ended")

    def processor_time(self) -> float:
        """What it has used of the processor so far, in seconds; also of one that has ended and was not waited for."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def load(self, seconds: float) -> float:
        """The share of a processor that it takes in so long a time, or until it ends."""
        start, before = time.monotonic(), self.processor_time()
        # WNOWAIT leaves the status, and so /proc, to those who ask later.
        ended = os.WEXITED | os.WNOHANG | os.WNOWAIT
        while time.monotonic() < start + seconds and not os.waitid(os.P_PID, self.pid, ended):
            time.sleep(0.01)
        return (self.processor_time() - before) / (time.monotonic() - start)

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream and not stream.closed:
                try:
                    stream.close()
                except OSError:
                    pass
        self.process.wait()
