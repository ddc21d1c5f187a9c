"""An echo at full speed for SECONDS: text and binary side by side, permessage-deflate agreed on, every byte compared, the
memory and the descriptors of both programs looked at all the while. The server is the `websockets` library's."""

import argparse
import asyncio
import itertools
import os
import random
import subprocess
import sys
import threading
import time
from multiprocessing import Pipe, Process

from websockets.asyncio.server import serve

#: Seconds until caches are warm and allocators have found their size: what memory is compared with comes after that.
WARM = 30
#: Bytes that the resident memory may grow by, from the middle value of each quarter of what comes after to the next
#: quarters'. A single look says little: a message of a mebibyte is there or not, and the allocator gives back or not.
GROWTH = 1 << 20
STALL = 60


async def echo(socket):
    kind = bytes if socket.request.path == "/binary" else str
    assert socket.protocol.extensions, "no extension was agreed on"
    async for message in socket:
        assert type(message) is kind, f"{socket.request.path}: {type(message)}"
        await socket.send(message)


def server(channel):
    async def run():
        async with serve(echo, "127.0.0.1", 0, compression="deflate", max_size=1 << 24) as listening:
            channel.send(listening.sockets[0].getsockname()[1])
            await asyncio.get_running_loop().create_future()

    asyncio.run(run())


def pool(end: bytes, binary: bool) -> bytes:
    """What payloads are cut from: a half that nothing compresses, a half that compresses well; none of it is `end`."""
    chance = random.Random(1)
    if binary:
        return chance.randbytes(2 << 20).replace(end, b"\x01") + bytes(range(1, 256)) * 8192
    letters = "".join(chr(number) for number in range(0x20, 0x2FF) if not 0x7F <= number < 0xA0) + "日本語🙂"
    return "".join(chance.choices(letters, k=1 << 20)).encode() + '{"name":"value","größe":12}'.encode() * 65536


def messages(end: bytes, binary: bool):
    """The same ones for who writes and for who reads. Each begins with its number."""
    material = pool(end, binary)
    chance = random.Random(2)
    number = 0
    while True:
        longest = chance.choices([125, 4096, 65536, 1 << 20], [60, 30, 9.9, 0.1])[0]
        start, length = chance.randrange(len(material) - longest), chance.randrange(longest)
        payload = material[start : start + length]
        # A cut within a character is none of UTF-8.
        yield b"%d " % number + (payload if binary else payload.decode("utf-8", "ignore").encode())
        number += 1


class Echo:
    """One upshift, what it is given and what it says."""

    def __init__(self, program: str, port: int, binary: bool):
        self.name = "binary" if binary else "text"
        self.end, self.binary = (b"\0", True) if binary else (b"\n", False)
        form = ["--ws-format", "nul", "--ws-send", "binary"] if binary else []
        self.process = subprocess.Popen(
            [program, "-sS", *form, "--linger", "30", f"ws://127.0.0.1:{port}/{self.name}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.sent = self.came = self.bytes = 0
        self.last = time.monotonic()
        self.fault = None
        self.memory: list[tuple[float, int, int]] = []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.guarded, args=[part], daemon=True) for part in (self.write, self.read)]

    def guarded(self, part):
        try:
            part()
        except Exception as error:
            self.fault = self.fault or f"{type(error).__name__}: {error}"

    def write(self):
        with self.process.stdin as pipe:
            for message in messages(self.end, self.binary):
                if self.over.is_set():
                    return
                pipe.write(message + self.end)
                self.sent += 1

    def read(self):
        expected = messages(self.end, self.binary)
        rest = b""
        while piece := os.read(self.process.stdout.fileno(), 1 << 18):
            self.last = time.monotonic()
            *whole, rest = (rest + piece).split(self.end)
            for message in whole:
                due = next(expected)
                if message != due:
                    raise ValueError(f"message {self.came} is {message[:60]!r} and not {due[:60]!r}")
                self.came += 1
                self.bytes += len(message)
        if rest:
            raise ValueError(f"half a message at the end: {rest[:60]!r}")

    def look(self, moment: float):
        with open(f"/proc/{self.process.pid}/statm") as file:
            resident = int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")
        self.memory.append((moment, resident, len(os.listdir(f"/proc/{self.process.pid}/fd"))))

    def quarters(self) -> list[tuple[int, int, int]]:
        """The least, the middle and the most resident memory in each."""
        size = max(1, len(self.warm) // 4)
        parts = [sorted(look[1] for look in self.warm[start : start + size]) for start in range(0, 4 * size, size)]
        return [(part[0], part[len(part) // 2], part[-1]) for part in parts if part]

    @property
    def warm(self) -> list[tuple[float, int, int]]:
        return [look for look in self.memory if look[0] > min(WARM, self.memory[-1][0] / 4)]

    def verdict(self) -> str | None:
        """Why it did not do well."""
        if self.fault:
            return self.fault
        if self.process.returncode != 0:
            return f"its exit status is {self.process.returncode}"
        if self.sent != self.came:
            return f"{self.sent} messages were written, {self.came} came back"
        for earlier, later in itertools.combinations(self.quarters(), 2):
            if later[1] > earlier[1] + GROWTH:
                return f"its memory grew from {earlier[1] >> 10} KiB to {later[1] >> 10} KiB"
        descriptors = {look[2] for look in self.warm}
        if len(descriptors) > 1:
            return f"it has had {sorted(descriptors)} descriptors"
        return None

    def line(self, moment: float) -> str:
        _, resident, descriptors = self.memory[-1]
        return (
            f"{moment:6.0f} s  {self.name:6}  {self.came:10} messages  {self.bytes / 1e9:8.2f} GB  "
            f"{resident >> 10:6} KiB  {descriptors} descriptors"
        )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seconds", type=float, default=3600)
    options = parser.parse_args()
    here, there = Pipe()
    peer = Process(target=server, args=[there], daemon=True)
    peer.start()
    port = here.recv()
    echoes = [Echo(options.program, port, binary) for binary in (False, True)]
    start = time.monotonic()
    for echo in echoes:
        for thread in echo.threads:
            thread.start()
    every, shown = min(5, options.seconds / 20), -1
    while (moment := time.monotonic() - start) < options.seconds and not any(echo.fault for echo in echoes):
        for echo in echoes:
            if echo.process.poll() is not None or time.monotonic() - echo.last > STALL:
                echo.fault = echo.fault or "nothing comes any more"
                break
            echo.look(moment)
            if int(moment / (every * 12)) > shown:
                print(echo.line(moment), flush=True)
        shown = int(moment / (every * 12))
        time.sleep(every)
    for echo in echoes:
        echo.over.set()
    for echo in echoes:
        echo.threads[0].join(STALL)
        echo.threads[1].join(2 * STALL)
        try:
            echo.process.wait(STALL)
        except subprocess.TimeoutExpired:
            echo.process.kill()
            echo.fault = echo.fault or "it does not end"
        print(echo.line(time.monotonic() - start))
        for least, middle, most in echo.quarters():
            print(f"          {echo.name:6}  a quarter of the time: {least >> 10} to {most >> 10} KiB, {middle >> 10} KiB in the middle")
    bad = [f"{echo.name}: {why}" for echo in echoes if (why := echo.verdict())]
    print("\n".join(bad) or "every byte came back, memory flat")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
