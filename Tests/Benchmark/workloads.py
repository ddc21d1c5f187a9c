"""What is measured: one entry a row of the table."""

import os
import random
from dataclasses import dataclass
from pathlib import Path

MIB = 1 << 20
TEXT = bytes(ord("0") + index % 64 for index in range(MIB))  # as server.c has it


@dataclass
class Workload:
    """One row. `floor`, `upshift` and `rival` are command lines: {floor}, {upshift}, {curl} and {websocat} are
    programs, {https}, {ws} and {wss} the path as a URL, {input} the file, {wire} the bytes of all frames."""

    name: str
    title: str
    path: str
    messages: int
    size: int  # of each, in bytes
    upshift: str
    floor: str = ""
    rival: str = ""
    aim: float | None = None  # the ratio that is to be reached
    against: str = "floor"  # what the ratio is to
    label: str = ""  # what stands in the column of the floor, where it is not the C program
    input: str = ""  # the file that is standard input
    lines: bool = False  # what is written has a line feed after each message
    trips: bool = False
    fed: bytes = b""  # or: standard input is one line of this again and again
    deflate: bool = False

    @property
    def sends(self) -> bool:
        """Whether the client sends the messages."""
        return bool(self.input or self.fed or self.trips)

    @property
    def head(self) -> int:
        """The size of a frame's head, RFC 6455 section 5.2; the client's has a mask."""
        return (2 if self.size < 126 else 4 if self.size < 65536 else 10) + (4 if self.sends else 0)

    @property
    def wire(self) -> int:
        """What the floor moves: the frames, and a server's Close."""
        return self.messages * (self.head + self.size) + (0 if self.sends else 4)


def words(size: int) -> bytes:
    """Text that does not compress to nothing."""
    return bytes(random.Random(7692).choices(b"etaoin shrdlu ", k=size))


def all_of_them(scale: int) -> list[Workload]:
    """`scale` divides the number of messages."""
    small, large, lines, long_lines, trips, gib = (
        max(1, count // scale) for count in (2_000_000, 1000, 1_000_000, 500, 3000, 1024)
    )
    listen = "{upshift} --listen"
    receive_large = {"messages": large, "size": MIB, "path": f"/send/{large}/{MIB}/binary"}
    receive_small = {"messages": small, "size": 64, "path": f"/send/{small}/64/text"}
    message = {"messages": 1, "size": gib * MIB}
    size = f"{gib} MiB" if gib < 1024 else "1 GiB"
    return [
        Workload(
            "receive-small",
            f"receive {small:,} text messages of 64 B, one a line",
            **receive_small,
            floor="{floor} receive {port} {path}",
            upshift=listen + " {ws}",
            rival="{websocat} -n {ws}",
            aim=3,
            lines=True,
        ),
        Workload(
            "receive-large",
            f"receive {large:,} binary messages of 1 MiB",
            **receive_large,
            floor="{floor} receive {port} {path}",
            upshift=listen + " --ws-format raw {ws}",
            rival="{websocat} -n -b -B 2000000 {ws}",
            aim=1.3,
        ),
        Workload(
            "send-small",
            f"send {lines:,} lines of 63 B from a file",
            path="/sink",
            messages=lines,
            size=63,
            input="small",
            floor="{floor} send {port} {path} {input} {wire}",
            upshift="{upshift} --linger 0 {ws}",
            rival="{websocat} {ws}",
            aim=4,
        ),
        Workload(
            "send-large",
            f"send {long_lines:,} lines of 1 MiB from a file",
            path="/sink",
            messages=long_lines,
            size=MIB,
            input="large",
            floor="{floor} send {port} {path} {input} {wire}",
            upshift="{upshift} --linger 0 {ws}",
            rival="{websocat} -B 2000000 {ws}",
            aim=1.5,
        ),
        Workload(
            "round-trip",
            f"{trips:,} round trips of a 32 B line, median",
            path="/echo",
            messages=trips,
            size=32,
            trips=True,
            upshift="{upshift} --linger 0 {ws}",
            rival="{websocat} {ws}",
            against="rival",
            aim=1,
        ),
        Workload(
            "receive-tls",
            f"receive {large:,} binary messages of 1 MiB over TLS",
            **receive_large,
            floor="{curl} -sk -o /dev/null {https}",
            label="curl",
            upshift=listen + " -k --ws-format raw {wss}",
            rival="{websocat} -k -n -b -B 2000000 {wss}",
            aim=1.1,
        ),
        Workload(
            "message-in",
            f"one message of {size} in",
            **message,
            path=f"/send/1/{gib * MIB}/text",
            upshift=listen + " {ws}",
            lines=True,
        ),
        Workload(
            "message-in-deflate",
            f"one message of {size} in, compressed",
            **message,
            path=f"/send/1/{gib * MIB}/text/deflate",
            upshift=listen + " {ws}",
            lines=True,
            deflate=True,
        ),
        Workload(
            "message-out",
            f"one line of {size} out as text",
            **message,
            path="/sink",
            fed=words(MIB),
            upshift="{upshift} --linger 0 {ws}",
        ),
        Workload(
            "message-out-binary",
            f"one line of {size} out as binary",
            **message,
            path="/sink",
            fed=words(MIB),
            upshift="{upshift} --linger 0 --ws-send binary {ws}",
        ),
        Workload(
            "message-out-deflate",
            f"one line of {size} out as text, compressed",
            **message,
            path="/sink/deflate",
            fed=words(MIB),
            upshift="{upshift} --linger 0 {ws}",
            deflate=True,
        ),
    ]


def write_inputs(workload: Workload, directory: Path) -> Path | None:
    """The file of lines that the workload sends, made where it is not there yet."""
    if not workload.input:
        return None
    path = directory / workload.input
    if not path.exists():
        line = TEXT[: workload.size] + b"\n"
        block = line * max(1, MIB // len(line))
        many = len(block) // len(line)
        with path.open("wb") as file:
            for _ in range(workload.messages // many):
                file.write(block)
            file.write(line * (workload.messages % many))
            file.flush()
            os.fsync(file.fileno())  # or the disk would be at it while we measure
    return path
