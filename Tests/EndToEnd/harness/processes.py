"""Real servers as processes: found or skipped, started on free ports, awaited by condition, ended."""

import os
import random
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

SERVERS = Path(__file__).resolve().parents[1] / "servers"
PATH = os.environ["PATH"] + ":/usr/sbin:/sbin"


def need(name: str) -> str:
    """The path of a program; where it is missing the test is skipped, and in CI that is a failure."""
    return shutil.which(name, path=PATH) or absent(f"{name} is not installed")


def absent(reason: str):
    if os.environ.get("CI"):
        pytest.fail(f"in CI nothing is skipped: {reason}")
    pytest.skip(reason)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, below the range that the kernel hands out for port 0 and for clients."""
    ports: list[int] = []
    while len(ports) < count:
        port = random.randrange(12000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in ports:
            ports.append(port)
    return ports


class Server:
    """A running server: its ports in the order asked for, and what it wrote."""

    def __init__(self, process: subprocess.Popen, ports: list[int], log: Path):
        self.process, self.ports, self.log = process, ports, log

    @property
    def port(self) -> int:
        return self.ports[0]

    def url(self, path: str = "/", scheme: str = "http", port: int | None = None) -> str:
        host = "localhost" if scheme in ("https", "wss") else "127.0.0.1"
        return f"{scheme}://{host}:{port or self.port}{path}"

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(name: str, ports: int, command: Callable[[list[int], Path], list[str]], directory: Path) -> Server:
    """Starts a server that must be told its ports. A port that was taken meanwhile means another try."""
    for _ in range(5):
        chosen = free_ports(ports)
        place = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=directory))
        place.chmod(0o755)
        log = place / "log"
        words = command(chosen, place)
        with log.open("wb") as output:
            process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=place)
        if all(listening(process, port) for port in chosen):
            return Server(process, chosen, log)
        process.kill()
        process.wait()
    raise AssertionError(f"{name} does not start:\n{log.read_text()}")


def listening(process: subprocess.Popen, port: int) -> bool:
    end = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return process.poll() is None
        except OSError:
            time.sleep(0.01)  # connect() has no other way of waiting for a listener
    return False


def start_announcing(words: list[str], directory: Path, env: dict[str, str] | None = None) -> Server:
    """Starts a server that listens on port 0, once or more often, and prints the ports that it got."""
    log = Path(tempfile.mkstemp(prefix="announcing-", dir=directory)[1])
    with log.open("wb") as output:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=output, env=os.environ | (env or {})
        )
    line = process.stdout.readline()
    process.stdout.close()
    ports = line.split()
    assert ports and all(each.isdigit() for each in ports), f"{words} did not start: {line!r}\n{log.read_text()}"
    return Server(process, [int(each) for each in ports], log)


def fill(template: str, **values: object) -> str:
    """A file of servers/ with each @NAME@ replaced."""
    content = (SERVERS / template).read_text()
    return re.sub("@([A-Z0-9]+)@", lambda match: str(values[match[1].lower()]), content)
