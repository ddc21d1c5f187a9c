"""Check files in a test: written, run, and what is said of them, without what differs from run to run."""

import re
from dataclasses import dataclass
from pathlib import Path

from .program import ROOT, TIMEOUT, Program, Result, Running

SOURCES = ROOT / "Sources/Check/File"


def names(table: str) -> set[str]:
    """What the first words of a table's rows are, as the Swift file `table` has them."""
    rows = (SOURCES / f"{table}.swift").read_text().split("static let all", 1)[1].split("\n  ]\n", 1)[0]
    found = set(re.findall(r'(?:Term|row)\(\s*"([^"]+)"', rows))
    assert len(found) > 5, f"no table in {table}.swift"
    return found


@dataclass
class Said(Result):
    """What a run of checks came to; `said` is standard error with HOST for the server, and without times."""

    @property
    def said(self) -> str:
        return plain(self.err)


def plain(text: str) -> str:
    # A test of its own looks at that line.
    text = re.sub(r"(?m)^  body: .*\n", "", text)
    text = re.sub(r"(?:127\.0\.0\.1|localhost):\d+", "HOST", text)
    text = re.sub(r"(?m)^ +\d+\.\d{3} (?=[<>*!] )", "  ", text)
    return re.sub(r"(?m)(?<=[ ,] )[\d.]+ (?:s|ms|µs)(?=\)$)|(?<=^Duration:  ).*", "TIME", text)


def unmet(
    line: str,
    expected: str,
    came: str | None = None,
    *happened: str,
    at: int = 4,
    column: int = 1,
    path: str = "/data",
    status: int = 200,
    word: str = "failed",
) -> str:
    """All that is said of one expectation of `x.check`. `happened` is what its transcript has instead of the request
    and the answer."""
    request = f"GET http://HOST{path}"
    happened = happened or (f"> {request}", f"< HTTP {status} to {request}")
    margin = " " * len(str(at))
    lines = [
        f"x.check:{at}:{column}: {expected}",
        f"  {at} | {line}",
        f"  {margin} | {' ' * (column - 1)}^",
        *([] if came is None else [f"  came: {came}"]),
        f"  in:   {request}",
        *(f"  {each}" for each in happened),
        f"  ! line {at} {word}",
    ]
    return "\n".join(lines) + "\n"


REQUEST = ("> GET http://HOST/data", "< HTTP 101 to GET http://HOST/data", "* open ws://HOST/data")
CLOSED = ("> close 1000 (normal closure)", "< close 1000 (normal closure)")


def unmet_step(
    line: str, expected: str, came: str | None, *happened: str, after: tuple[str, ...] = CLOSED, at: int = 4, **more
) -> str:
    """The same of a step on a WebSocket: what happened before it failed, and after."""
    before = (*REQUEST, *happened)
    dots = [f"        … {len(before) - 8} before"] if len(before) > 8 else []
    said = unmet(line, expected, came, *before[-8:], at=at, **more).replace("  in:   GET http", "  in:   GET ws")
    lines = said.splitlines()
    place = lines.index("  in:   GET ws://HOST/data") + 1
    return "\n".join([*lines[:place], *dots, *lines[place:], *(f"  {each}" for each in after)]) + "\n"


class Checks:
    """`check(server, text)` runs a file in which {{base}} is the server, {{ws}} too, with the other scheme."""

    def __init__(self, program: Program):
        self.program = program

    def write(self, text: str, name: str = "x.check") -> Path:
        path = self.program.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def words(self, server, *more: object) -> list[object]:
        base = server.url("/").rstrip("/")
        return ["check", "--variable", f"base={base}", "--variable", f"ws=ws{base.removeprefix('http')}", *more]

    def __call__(self, server, text: str, *options: object, name: str = "x.check", **more) -> Said:
        self.write(text, name)
        return self.run(*self.words(server, *options, name), **more)

    def start(self, server, text: str, *options: object, name: str = "x.check") -> Running:
        self.write(text, name)
        return self.program.start(*self.words(server, *options, name))

    def run(self, *words: object, timeout: float = TIMEOUT, **more) -> Said:
        result = self.program(*words, timeout=timeout, **more)
        return Said(result.status, result.out, result.err)
