"""Two network namespaces and a wire between them that loses, delays and repeats packets as it is told, by two TUN devices:
`tc netem` does the same where the kernel has it."""

import ctypes
import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import threading
import time

from .processes import absent, need

TUNSETIFF, IFF_TUN_NO_PI, CLONE_NEWNET = 0x400454CA, 0x1001, 0x40000000
ADDRESSES = ("10.98.0.1", "10.98.0.2")


class Wire:
    """`server` and `client` are prefixes of commands: what runs in the one namespace and in the other."""

    def __init__(self, loss: float = 0, delay: float = 0, repeats: float = 0, seed: int = 1):
        if os.geteuid() != 0 or subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode:
            absent("a network namespace needs root")
        self.loss, self.delay, self.repeats = loss, delay, repeats
        self.numbers = random.Random(seed)
        self.lost = 0
        self.stopping = threading.Event()
        self.holders: list[subprocess.Popen] = []
        self.ends = [self._end(each) for each in range(2)]
        self.thread = threading.Thread(target=self._carry, daemon=True)
        self.thread.start()

    def command(self, side: int) -> list[str]:
        return ["nsenter", f"--net=/proc/{self.holders[side].pid}/ns/net"]

    def _end(self, side: int) -> int:
        need("ip")
        words = ["unshare", "--net", "sh", "-c", "echo; exec sleep 600"]
        holder = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        holder.stdout.readline()
        self.holders.append(holder)
        found: list[int] = []

        def enter() -> None:
            # Of this thread alone.
            libc = ctypes.CDLL(None, use_errno=True)
            namespace = os.open(f"/proc/{holder.pid}/ns/net", os.O_RDONLY)
            assert libc.setns(namespace, CLONE_NEWNET) == 0, ctypes.get_errno()
            os.close(namespace)
            try:
                tun = os.open("/dev/net/tun", os.O_RDWR)
                fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", b"wire", IFF_TUN_NO_PI))
                found.append(tun)
            except OSError:
                pass

        thread = threading.Thread(target=enter)
        thread.start()
        thread.join()
        if not found:
            absent("there are no TUN devices")
        own, other = ADDRESSES[side], ADDRESSES[1 - side]
        for words in (f"address add {own} peer {other} dev wire", "link set wire up", "link set lo up"):
            subprocess.run([*self.command(side), "ip", *words.split()], check=True, capture_output=True)
        return found[0]

    def _carry(self) -> None:
        due: list[tuple[float, int, int, bytes]] = []
        count = 0
        while not self.stopping.is_set():
            wait = max(0, due[0][0] - time.monotonic()) if due else 0.05
            for tun in select.select(self.ends, [], [], min(wait, 0.05))[0]:
                packet = os.read(tun, 65536)
                if self.numbers.random() < self.loss:
                    self.lost += 1
                    continue
                for _ in range(1 + (self.numbers.random() < self.repeats)):
                    count += 1
                    # Not the same for each: they overtake each other.
                    at = time.monotonic() + self.delay * (0.5 + self.numbers.random())
                    heapq.heappush(due, (at, count, self.ends[1 - self.ends.index(tun)], packet))
            while due and due[0][0] <= time.monotonic():
                _, _, end, packet = heapq.heappop(due)
                try:
                    os.write(end, packet)
                except OSError:
                    return

    def stop(self) -> None:
        self.stopping.set()
        self.thread.join(5)
        for end in self.ends:
            os.close(end)
        for holder in self.holders:
            holder.kill()
            holder.wait()
            holder.stdout.close()
