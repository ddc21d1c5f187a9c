#!/usr/bin/env python3
"""Prints two measurements, plainly; asserts nothing.

1. `upshift URL` and `curl URL` for a small file on nginx over loopback: whole processes, in pairs whose order
   alternates, medians and their ratio (the aim: at most 1.2).
2. Peak memory of one WebSocket message of 1 GiB in, to /dev/null, and of one line of 1 GiB out (the aim: under 32 MiB).

Run it with the Python that has what Tests/EndToEnd/requirements.txt names.
Usage: Tests/benchmark.py [path of upshift]      (default: .build/release/upshift)
       PAIRS=200 SIZE_MIB=1024 may be set in the environment.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parent
sys.path.insert(0, str(TESTS / "EndToEnd"))

from harness import frames  # noqa: E402
from harness.peer import Gone, Peer  # noqa: E402
from harness.processes import need  # noqa: E402
from harness.servers import nginx_small_file  # noqa: E402

UPSHIFT = sys.argv[1] if len(sys.argv) > 1 else str(TESTS.parent / ".build/release/upshift")
PAIRS = int(os.environ.get("PAIRS", 200))
SIZE = int(os.environ.get("SIZE_MIB", 1024)) << 20
CHUNK = b"0123456789abcde " * 4096


def environment(home: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8"}


def small_file(directory: Path) -> None:
    server = nginx_small_file(directory)
    try:
        words = {
            name: [path, "-s", "-o", "/dev/null", server.url("/small")]
            for name, path in (("upshift", UPSHIFT), ("curl", need("curl")))
        }
        env = environment(str(directory))
        times: dict[str, list[float]] = {"upshift": [], "curl": []}
        for pair in range(-5, PAIRS):  # the first five warm up
            for name in sorted(words, reverse=bool(pair % 2)):
                begin = time.perf_counter()
                subprocess.run(words[name], env=env, check=True)
                if pair >= 0:
                    times[name].append((time.perf_counter() - begin) * 1000)
    finally:
        server.stop()
    ours, theirs = (statistics.median(times[name]) for name in ("upshift", "curl"))
    ratio = statistics.median(a / b for a, b in zip(times["upshift"], times["curl"], strict=True))
    print(
        f"small file over loopback, {PAIRS} pairs: upshift {ours:.2f} ms, curl {theirs:.2f} ms (medians), "
        f"ratio of medians {ours / theirs:.2f}, median of ratios {ratio:.2f}"
    )


class Conversation:
    """A server for one connection. `script(peer)` runs up to where the whole message has passed; there the memory of the
    program is read (VmHWM: a child's ru_maxrss starts from its parent's, and would be ours), and then it may close."""

    def __init__(self, script):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"ws://127.0.0.1:{self.listener.getsockname()[1]}/"
        self.script, self.pid, self.peak = script, 0, 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        connection, _ = self.listener.accept()
        peer = Peer(connection, threading.Event())
        connection.settimeout(None)
        try:
            peer.websocket()
            self.script(peer)
            status = Path(f"/proc/{self.pid}/status").read_text()
            self.peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
            peer.send(frames.text("done") + frames.close(1000))
            peer.rest()
        except (Gone, OSError) as error:
            print(f"  the conversation failed: {error}")
        connection.close()


def message_in(peer: Peer) -> None:
    peer.send(frames.header(frames.TEXT, SIZE))
    for _ in range(SIZE // len(CHUNK)):
        peer.send(CHUNK)
    peer.send(frames.encode(frames.PING))
    while peer.frame().opcode != frames.PONG:  # it says that the message has been read
        pass


def message_out(peer: Peer) -> None:
    """Takes a whole message without keeping or unmasking it."""
    room = memoryview(bytearray(1 << 20))
    while True:
        while (parsed := frames.parse_header(peer._buffer)) is None:
            if not peer._fill():
                raise Gone("in the middle of the message")
        size, length, _, blank = parsed
        left = length - len(peer._buffer[size : size + length])
        del peer._buffer[: size + length]
        while left:
            count = peer.connection.recv_into(room, min(left, len(room)))
            if not count:
                raise Gone("in the middle of the message")
            left -= count
        if blank.fin and blank.opcode in (frames.CONTINUATION, frames.TEXT, frames.BINARY):
            return


def measure(what: str, script, *arguments: str, line: bool = False, home: str) -> None:
    conversation = Conversation(script)
    begin = time.perf_counter()
    process = subprocess.Popen(
        [UPSHIFT, *arguments, conversation.url],
        stdout=subprocess.DEVNULL,
        env=environment(home),
        stdin=subprocess.PIPE if line else subprocess.DEVNULL,
    )
    conversation.pid = process.pid
    if line:
        try:
            for _ in range(SIZE // len(CHUNK)):
                process.stdin.write(CHUNK)
            process.stdin.write(b"\n")
            process.stdin.close()
        except BrokenPipeError:
            print("  the program left before its input ended")
    status = process.wait()
    print(f"{what}: exit {status}, {time.perf_counter() - begin:.1f} s, peak memory {conversation.peak:.1f} MiB")


def large_messages(home: str) -> None:
    size = f"{SIZE >> 20} MiB"
    measure(f"one message of {size} in", message_in, "--listen", home=home)
    measure(f"one line of {size} out as text", message_out, "--count", "1", line=True, home=home)
    measure(
        f"one line of {size} out as binary", message_out, "--ws-send", "binary", "--count", "1", line=True, home=home
    )


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="upshift-benchmark-") as directory:
        os.chmod(directory, 0o755)
        small_file(Path(directory))
        large_messages(directory)


if __name__ == "__main__":
    main()
