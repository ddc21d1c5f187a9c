"""Check files by the hundred, each one exchange or one short conversation."""

from dataclasses import dataclass
from pathlib import Path

FILES = 200
JOBS = 4


@dataclass
class Checks:
    """A row: `text` is a check file, {http} and {ws} the servers in it; `aim` the seconds that it is to take."""

    name: str
    title: str
    text: str
    aim: float
    talks: bool = False

    def write(self, directory: Path, **servers: str) -> list[str]:
        """The files in a folder of their own; returns the words of the command line."""
        folder = directory / self.name
        folder.mkdir(exist_ok=True)
        text = self.text
        for name, url in servers.items():
            text = text.replace(f"{{{name}}}", url)
        for number in range(FILES):
            (folder / f"{number:03}.check").write_text(text)
        return ["check", "--jobs", str(JOBS), str(folder)]


ALL = [
    Checks(
        "check-http",
        f"{FILES} checks of one exchange, a status and a field, {JOBS} at a time",
        'GET {http}/small\nHTTP 200\n[Asserts]\nheader "Server" startsWith "nginx"\n',
        aim=2,
    ),
    Checks(
        "check-websocket",
        f"{FILES} checks of a conversation with the same jq filter, {JOBS} at a time",
        'GET {ws}/echo\nHTTP 101\n[WebSocket]\nsend {"op": "ping", "at": [1, 2, 3]}\n'
        'expect jq ".op == \\"ping\\" and (.at | add) == 6" within 5s\nclose 1000\nexpect close 1000\n',
        aim=3,
        talks=True,
    ),
]
