#!/usr/bin/env python3
"""Measures upshift against a C program that moves the same bytes without a protocol, curl and websocat, in paired
runs, and prints a table. It fails when a program does or when bytes are missing, never on a figure.

Usage: Tests/Benchmark/benchmark.py [WORKLOAD]...     (default: all of them; `make bench BENCH="WORKLOAD..."`)

Environment: UPSHIFT (default .build/release/upshift), ROUNDS=5, PAIRS=200 (of what takes milliseconds), QUICK=1 (one
round, a tenth of everything). It runs with the Python in whose environment requirements.txt was installed.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "EndToEnd"))

from harness.processes import need  # noqa: E402
from harness.certificates import make as make_certificates  # noqa: E402
from harness.servers import nginx_files  # noqa: E402
from checks import ALL, FILES, Checks  # noqa: E402
from downloads import Download, downloads  # noqa: E402
from programs import Failed, Run, Runner, Server, build  # noqa: E402
from workloads import Workload, all_of_them, write_inputs  # noqa: E402

QUICK = bool(os.environ.get("QUICK"))
ROUNDS = int(os.environ.get("ROUNDS", 1 if QUICK else 5))
PAIRS = int(os.environ.get("PAIRS", 20 if QUICK else 200))
SCALE = 10 if QUICK else 1
HEADINGS = ["workload", "floor", "upshift", "ratio", "to reach", "websocat", "peak memory (under 24 MiB)"]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Bench:
    """The programs, a place for files, and the rows of the table as they come."""

    def __init__(self, directory: Path, server: Server, tools: dict[str, str]):
        environment = {"PATH": os.environ["PATH"], "HOME": str(directory), "LC_ALL": "C.UTF-8"}
        websocat = Path(sys.executable).with_name("websocat")
        self.programs = {
            "floor": tools["floor"],
            "upshift": str(Path(os.environ.get("UPSHIFT", HERE.parents[1] / ".build/release/upshift")).resolve()),
            "curl": need("curl"),
            "websocat": str(websocat) if websocat.exists() else need("websocat"),
        }
        self.directory, self.server = directory, server
        self.run = Runner(tools["run"], environment)

    def version(self, name: str) -> str:
        """`curl 7.88.1` of what `curl --version` says."""
        words = [self.programs[name], "--version"]
        said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        return " ".join(said.split()[:2])

    def files(self):
        folder = self.directory / "certificates"
        folder.mkdir(exist_ok=True)
        return nginx_files(self.directory, make_certificates(folder), (1 << 30) // SCALE)

    def download(self, download: Download) -> list[str]:
        """Pairs of upshift and curl, in an order that turns."""
        server = self.files()
        plain, secure = server.ports
        words = download.words(plain=f"http://127.0.0.1:{plain}", secure=f"https://127.0.0.1:{secure}")
        runs: dict[str, list[Run]] = {"upshift": [], "curl": []}
        try:
            for pair in range(-2, download.pairs):  # the first two warm up
                for name in sorted(runs, reverse=bool(pair % 2)):
                    run = self.run([self.programs[name], *words])
                    if pair >= 0:
                        runs[name].append(run)
        finally:
            server.stop()
        times = {name: [run.seconds for run in each] for name, each in runs.items()}
        more = max(run.peak for run in runs["upshift"]) - max(run.peak for run in runs["curl"])
        return row(
            f"{download.title}, {download.pairs} pairs",
            f"curl {shown(times['curl'])}",
            shown(times["upshift"]),
            ratio(times["upshift"], times["curl"]),
            f"{download.aim:g}",
            "",
            f"{peak(runs['upshift'])}, curl's and {more / 1024:.1f}",
        )

    def checks(self, checks: Checks) -> list[str]:
        """A run of check files."""
        server = self.files()
        words = checks.write(self.directory, http=server.url("").rstrip("/"), ws=self.server.url("ws", ""))
        runs: list[Run] = []
        try:
            for turn in range(-1, ROUNDS):  # the first warms up
                run = self.run([self.programs["upshift"], *words])
                for _ in range(FILES if checks.talks else 0):
                    expect(words, "a Close", self.server.report()["closed"], True)
                if turn >= 0:
                    say(f"  upshift  {run.seconds:7.3f} s, {run.cpu:7.3f} s of processor time")
                    runs.append(run)
        finally:
            server.stop()
        times = [run.seconds for run in runs]
        return row(checks.title, "", shown(times), "", f"{checks.aim:g} s", "", peak(runs))

    def conversation(self, workload: Workload) -> list[str]:
        """Rounds of floor, upshift and rival, in an order that turns round."""
        file = write_inputs(workload, self.directory)
        runs: dict[str, list[Run]] = {name: [] for name in ("floor", "upshift", "rival") if getattr(workload, name)}
        offered = True
        if not workload.sends:
            self.check_output(workload)
        for turn in range(1 if workload.messages == 1 else ROUNDS):
            for name in list(runs)[:: -1 if turn % 2 else 1]:
                offered = self.measure(workload, name, file, runs[name]) and offered
        value = "median" if workload.trips else "seconds"
        times = {name: [getattr(run, value) for run in each] for name, each in runs.items()}
        against = times.get(workload.against)
        return row(
            workload.title if offered else f"{workload.title} (was not offered)",
            f"{workload.label} {shown(times['floor'])}".strip() if "floor" in times else "",
            shown(times["upshift"]),
            ratio(times["upshift"], against) if against else "",
            f"{workload.aim:g}" if workload.aim else "",
            shown(times["rival"]) if "rival" in times else "",
            peak(runs["upshift"]),
        )

    def words(self, workload: Workload, name: str, file: Path | None) -> list[str]:
        urls = {scheme: self.server.url(scheme, workload.path) for scheme in ("https", "ws", "wss")}
        values = self.programs | urls | {"port": self.server.port, "path": workload.path}
        values |= {"input": file, "wire": workload.wire}
        return [word.format_map(values) for word in getattr(workload, name).split()]

    def connect(self, words: list[str], *options: str, line: tuple[bytes, int] | None = None) -> tuple[Run, dict]:
        """A run of a program that makes one connection, and what the server has to say about it."""
        try:
            run = self.run(words, *options, line=line)
        except Failed:
            self.server.forget()
            raise
        return run, self.server.report()

    def measure(self, workload: Workload, name: str, file: Path | None, runs: list[Run]) -> bool:
        """One run more, and whether the extension was agreed on where the workload wants it."""
        words = self.words(workload, name, file)
        options = ["-t", str(workload.messages)] if workload.trips else ["-i", str(file)] if file else []
        line = (workload.fed, workload.messages * workload.size // len(workload.fed)) if workload.fed else None
        run, report = self.connect(words, *options, line=line)
        content = workload.messages * workload.size
        if name == "floor":
            expect(words, "bytes", report["bytes"], workload.wire)
        elif name == "upshift":
            expect(words, "messages", report["messages"], workload.messages)
            expect(words, "bytes", report["bytes"], content)
            expect(words, "a Close", report["closed"], True)
        elif report["bytes"] < content:  # websocat sends the line feeds too, and splits what is long
            raise Failed(f"{' '.join(words)}: {report['bytes']} bytes passed, of {content}")
        if workload.trips:
            expect(words, "round trips", run.trips, workload.messages)
        trips = f", {1e6 * run.median:.1f} µs a trip" if workload.trips else ""
        say(f"  {name:8} {run.seconds:7.3f} s, {run.cpu:7.3f} s of processor time{trips}")
        runs.append(run)
        return report["deflate"] or not workload.deflate

    def check_output(self, workload: Workload) -> None:
        """What is received has the right size; it warms up, too."""
        size = workload.messages * (workload.size + workload.lines)
        for name in ("upshift", "rival"):
            if getattr(workload, name):
                words = self.words(workload, name, None)
                run, _ = self.connect(words, "-o")
                expect(words, "bytes of output", run.output, size)


def expect(words: list[str], what: str, found, expected) -> None:
    if found != expected:
        raise Failed(f"{' '.join(words)}: {what}: {found}, expected {expected}")


def shown(times: list[float]) -> str:
    """The median, in a unit that leaves two or three digits."""
    median = statistics.median(times)
    for unit, scale in (("s", 1), ("ms", 1e3)):
        if median * scale >= 1:
            return f"{median * scale:.{2 if median * scale < 10 else 1 if median * scale < 20 else 0}f} {unit}"
    return f"{median * 1e6:.0f} µs"


def ratio(ours: list[float], theirs: list[float]) -> str:
    return f"{statistics.median(a / b for a, b in zip(ours, theirs, strict=True)):.2f}"


def peak(runs: list[Run]) -> str:
    return f"{max(run.peak for run in runs) / 1024:.1f} MiB"


def row(*cells: str) -> list[str]:
    assert len(cells) == len(HEADINGS)
    return [cell or "–" for cell in cells]


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def print_table(bench: Bench, rows: list[list[str]]) -> None:
    versions = ", ".join(bench.version(name) for name in ("upshift", "curl", "websocat"))
    rounds = "one round" if ROUNDS == 1 else f"medians of {ROUNDS} paired runs"
    print(f"{time.strftime('%Y-%m-%d', time.gmtime())}, {processor()}, {os.cpu_count()} cores; {versions}; {rounds}.")
    print()
    for cells in [HEADINGS, ["---"] * len(HEADINGS), *rows]:
        print(f"| {' | '.join(cells)} |")


def main() -> int:
    files = {download.name: download for download in downloads(SCALE, PAIRS, ROUNDS)}
    workloads = {workload.name: workload for workload in all_of_them(SCALE)}
    checks = {each.name: each for each in ALL}
    names = [*files, *workloads, *checks]
    wanted = sys.argv[1:] or names
    if unknown := [name for name in wanted if name not in names]:
        say(f"no workload {', '.join(unknown)}; there are: {' '.join(names)}")
        return 2
    with tempfile.TemporaryDirectory(prefix="upshift-benchmark-") as name:
        directory = Path(name)
        directory.chmod(0o755)  # nginx's workers read here
        tools = build(directory)
        with Server(tools["server"], directory) as server:
            bench, rows = Bench(directory, server, tools), []
            for name in wanted:
                say(name)
                try:
                    if name in files:
                        rows.append(bench.download(files[name]))
                    elif name in checks:
                        rows.append(bench.checks(checks[name]))
                    else:
                        rows.append(bench.conversation(workloads[name]))
                except Failed as failure:
                    say(f"  failed: {failure}")
            print_table(bench, rows)
    return 0 if len(rows) == len(wanted) else 1


if __name__ == "__main__":
    sys.exit(main())
