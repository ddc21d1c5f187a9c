"""The C programs of the benchmark: built, and driven."""

import contextlib
import json
import queue
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = {
    "floor": (["floor.c"], []),
    "run": (["run.c"], []),
    "server": (["server.c", "frames.c"], ["-lssl", "-lcrypto", "-lz"]),
}


class Failed(Exception):
    """A program failed, or did not move what it had to; its text says which and what."""


def build(directory: Path) -> dict[str, str]:
    """The paths of floor, run and server."""
    for name, (sources, libraries) in SOURCES.items():
        words = ["cc", "-O2", "-Wall", "-Wextra", "-o", name, *(str(HERE / source) for source in sources), *libraries]
        subprocess.run(words, cwd=directory, check=True)
    return {name: str(directory / name) for name in SOURCES}


@dataclass
class Run:
    """What `run` measured: see run.c."""

    seconds: float
    cpu: float
    peak: int
    status: int
    output: int
    trips: int
    median: float


@dataclass
class Runner:
    run: str
    environment: dict[str, str]

    def __call__(self, words: list[str], *options: str, line: tuple[bytes, int] | None = None) -> Run:
        """With `line`, (chunk, times), one line of so many chunks is the standard input."""
        options = (*options, "-i", "-") if line else options
        process = subprocess.Popen(
            [self.run, *options, *words],
            stdin=subprocess.PIPE if line else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment,
        )
        if line:
            chunk, times = line
            try:
                for _ in range(times):
                    process.stdin.write(chunk)
                process.stdin.write(b"\n")
                process.stdin.close()
            except BrokenPipeError:
                pass  # it left early; its status tells
            process.stdin = None  # or communicate() wants it open
        output, said = process.communicate()
        if process.returncode != 0:
            raise Failed(f"{' '.join(words)}: could not be run: {said.decode().strip()}")
        result = Run(**json.loads(output))
        if result.status != 0:
            raise Failed(f"{' '.join(words)}: exit {result.status}: {said.decode().strip()}")
        return result


@dataclass
class Server:
    """server.c, and what it reports of each connection."""

    program: str
    directory: Path
    process: subprocess.Popen = field(init=False)
    reports: queue.SimpleQueue = field(init=False, default_factory=queue.SimpleQueue)

    def __enter__(self):
        certificate, key = self.directory / "server.pem", self.directory / "server.key"
        words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        words += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-days", "2"]
        subprocess.run([*words, "-keyout", str(key), "-out", str(certificate)], check=True, stderr=subprocess.DEVNULL)
        self.process = subprocess.Popen([self.program, str(certificate), str(key)], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def _listen(self) -> None:
        for text in self.process.stdout:
            self.reports.put(json.loads(text))

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait()

    def url(self, scheme: str, path: str) -> str:
        return f"{scheme}://127.0.0.1:{self.port}{path}"

    def forget(self) -> None:
        """After a failure: waits for the report of a connection that there may have been."""
        with contextlib.suppress(queue.Empty):
            self.reports.get(timeout=1)

    def report(self) -> dict:
        """What passed on the connection that has just ended."""
        try:
            return self.reports.get(timeout=10)
        except queue.Empty:
            raise Failed("the server saw no connection, or none that ended") from None
