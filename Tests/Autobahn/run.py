#!/usr/bin/env python3
"""Runs the Autobahn TestSuite against echo-client and compares every verdict with expected.json.

Exit status: 0 when every case came out as the table says, 1 when one did not (a case that deviates is run
once more first, for some give the client a second by the clock), 2 when the suite could not be run.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / ".build"
TABLE = HERE / "expected.json"
AGENT = "upshift"

SECTIONS = {
    1: "Framing",
    2: "Pings and pongs",
    3: "Reserved bits",
    4: "Opcodes",
    5: "Fragmentation",
    6: "UTF-8",
    7: "Close",
    9: "Limits, performance",
    10: "Autofragment",
    12: "Compression, payloads",
    13: "Compression, parameters",
}
COLUMNS = ["OK", "INFORMATIONAL", "NON-STRICT", "UNIMPLEMENTED", "FAILED"]

# One row after the other; what stands in one row runs at the same time, each with a server of its own.
# The cases of section 9 are against the clock.
SCHEDULE = [[[1, 2, 3, 4, 5, 6, 7, 10]], [[9]], [[12], [13]]]

# More cases than that do not deviate by timing alone, and need not all be explained.
MOST = 20
SERVER_SECONDS = 30
CLIENT_SECONDS = 3600


class Broken(Exception):
    """The suite could not be run."""


def natural(case):
    return [int(number) for number in case.split(".")]


def section(case):
    return natural(case)[0]


class Server:
    """wstest as a fuzzing server on a free port, with its files in `folder`."""

    def __init__(self, wstest, sections, folder):
        folder.mkdir(parents=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}"
        self.folder = folder
        spec = {
            "url": self.url,
            "outdir": str(folder / "reports"),
            "cases": [f"{number}.*" for number in sections],
            "exclude-cases": [],
            "exclude-agent-cases": {},
        }
        (folder / "spec.json").write_text(json.dumps(spec))
        self.log = folder / "server.log"
        # -u 0: no web server beside it.
        command = [wstest, "-m", "fuzzingserver", "-s", str(folder / "spec.json"), "-u", "0"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)

    def __enter__(self):
        end = time.monotonic() + SERVER_SECONDS
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except OSError:
                pass
            try:
                self.process.wait(0.02)
                break
            except subprocess.TimeoutExpired:
                pass
        self.__exit__()
        raise Broken(f"wstest does not listen:\n{self.log.read_text(errors='replace')}")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def results(self):
        """Each case's report, by case."""
        reports = self.folder / "reports"
        index = json.loads((reports / "index.json").read_text()).get(AGENT, {})
        return {
            case: json.loads((reports / entry["reportfile"]).read_text(encoding="utf-8"))
            for case, entry in index.items()
        }


def run(arguments, sections, folder, cases=()):
    """Runs these sections, or only these cases of them, on a server of their own. Returns the reports."""
    begin = time.monotonic()
    with Server(arguments.wstest, sections, folder) as server:
        command = [str(arguments.client), server.url, AGENT, *cases]
        try:
            client = subprocess.run(
                command, stderr=subprocess.PIPE, text=True, timeout=CLIENT_SECONDS
            )
        except subprocess.TimeoutExpired:
            raise Broken(f"{' '.join(command)} did not end within {CLIENT_SECONDS} s") from None
        if client.returncode:
            raise Broken(f"{' '.join(command)} ended with {client.returncode}: {client.stderr.strip()}")
        results = server.results()
    numbers = ", ".join(map(str, sections))
    print(
        f"section{'s' if len(sections) > 1 else ''} {numbers}{', again' if cases else ''}: "
        f"{len(results)} case{'s' if len(results) != 1 else ''}, {time.monotonic() - begin:.0f} s",
        flush=True,
    )
    return results


def run_all(arguments, chosen, folder):
    reports = {}
    for row in SCHEDULE:
        parts = [part for part in ([n for n in part if n in chosen] for part in row) if part]
        if not parts:
            continue
        with concurrent.futures.ThreadPoolExecutor(len(parts)) as pool:
            running = [pool.submit(run, arguments, part, folder / str(part[0])) for part in parts]
            for one in running:
                reports.update(one.result())
    return reports


def verdict(report):
    """What the suite says of a case: of its messages and of its close, in one word if that is the same."""
    messages, close = report["behavior"], report["behaviorClose"]
    return messages if messages == close else f"{messages}/{close}"


def column(verdict):
    messages, _, close = verdict.partition("/")
    if close not in ("", "OK", "INFORMATIONAL"):
        return "FAILED"
    return messages if messages in COLUMNS else "FAILED"


def summary(verdicts):
    counts = collections.defaultdict(collections.Counter)
    for case, came in verdicts.items():
        counts[section(case)][column(came)] += 1
    rows = [["section", "cases", *COLUMNS]]
    for number in sorted(counts):
        count = counts[number]
        name = f"{number:>2} {SECTIONS.get(number, '')}"
        rows.append([name, count.total(), *(count[column] or "" for column in COLUMNS)])
    total = sum(counts.values(), collections.Counter())
    rows.append(["all", total.total(), *(total[column] or "" for column in COLUMNS)])
    for name, *numbers in rows:
        print(f"{name:26}", *(f"{number:>{max(6, len(head))}}" for number, head in zip(numbers, rows[0][1:])))


def explain(case, expected, report):
    """What there is to say of a case that deviates."""
    if report is None:
        return f"{case}: was not run, expected {expected}"
    description = " ".join(re.sub("<[^>]*>", " ", report["description"]).split())
    if len(description) > 90:
        description = description[:90].rstrip() + " ..."
    close = report["remoteCloseCode"]
    reason = f" ({report['remoteCloseReason']})" if report["remoteCloseReason"] else ""
    return (
        f"{case}: {verdict(report)}, expected {expected or 'no such case'}\n"
        f"    {description}\n"
        f"    {report['result']} {report['resultClose']}"
        f" Our Close: {close if close is not None else 'none'}{reason}."
    )


def read_table():
    return json.loads(TABLE.read_text()) if TABLE.exists() else {}


def write_table(table):
    """One line for each subsection, so that a change is seen in one line."""
    lines = collections.defaultdict(list)
    for case in sorted(table, key=natural):
        lines[tuple(natural(case)[:2]) if case.count(".") > 1 else section(case)].append(
            f"{json.dumps(case)}: {json.dumps(table[case])}"
        )
    TABLE.write_text("{\n" + ",\n".join(", ".join(line) for line in lines.values()) + "\n}\n")


def compare(arguments, chosen, folder):
    """Returns whether every case came out as the table says."""
    expected = {case: was for case, was in read_table().items() if section(case) in chosen}
    reports = run_all(arguments, chosen, folder)

    def deviating(cases):
        return [c for c in cases if c not in reports or verdict(reports[c]) != expected.get(c)]

    deviations = deviating(sorted(expected.keys() | reports.keys(), key=natural))
    repeated = [case for case in deviations if case in reports]
    first = {case: verdict(reports[case]) for case in repeated}
    if 0 < len(repeated) <= MOST:
        sections = sorted({section(case) for case in repeated})
        reports.update(run(arguments, sections, folder / "again", repeated))
        deviations = deviating(deviations)

    print()
    summary({case: verdict(report) for case, report in reports.items()})
    for case in repeated:
        if case not in deviations:
            print(f"\n{case}: {first[case]} at first, {verdict(reports[case])} when it was run again")
    for case in deviations[:MOST]:
        print("\n" + explain(case, expected.get(case), reports.get(case)))
        if case in first and case in reports and first[case] != verdict(reports[case]):
            print(f"    {first[case]} at first.")
    print()
    if deviations:
        print(f"{len(deviations)} of {len(expected.keys() | reports.keys())} cases deviate from {TABLE.name}")
        if arguments.keep:
            print(f"what went over the wire: {arguments.keep}/*/reports/index.html")
    else:
        print(f"all {len(reports)} cases as {TABLE.name} says")
    return not deviations


def update(arguments, chosen, folder):
    verdicts = {case: verdict(report) for case, report in run_all(arguments, chosen, folder).items()}
    kept = {case: was for case, was in read_table().items() if section(case) not in chosen}
    write_table(kept | verdicts)
    print()
    summary(verdicts)


def sections_of(text):
    """'1-7,10' as a set of numbers."""
    numbers = set()
    for part in text.split(","):
        match = re.fullmatch(r"(\d+)(?:-(\d+))?", part.strip())
        if not match:
            raise argparse.ArgumentTypeError(f"not sections: {text} (like 1-7,10)")
        first = int(match[1])
        numbers.update(range(first, int(match[2] or first) + 1))
    chosen = numbers & SECTIONS.keys()
    if not chosen:
        raise argparse.ArgumentTypeError(f"no such sections: {text} (there are 1-7, 9, 10, 12, 13)")
    return chosen


def program(text):
    return Path(text).absolute()


def parse():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sections", type=sections_of, default=set(SECTIONS), metavar="1-7,10", help="only these")
    parser.add_argument("--update", action="store_true", help=f"write what comes to {TABLE.name}")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the suite's reports (HTML too) in DIR")
    parser.add_argument("--wstest", type=program, default=BUILD / "autobahn/bin/wstest", help="made by setup.sh")
    parser.add_argument("--client", type=program, default=BUILD / "release/echo-client", help="the echo client")
    arguments = parser.parse_args()
    for path in arguments.wstest, arguments.client:
        if not os.access(path, os.X_OK):
            parser.error(f"{path} is missing: make autobahn makes it")
    return arguments


def main():
    arguments = parse()
    work = update if arguments.update else compare
    try:
        with tempfile.TemporaryDirectory(prefix="autobahn-") as temporary:
            folder = Path(temporary)
            if arguments.keep:
                folder = arguments.keep.resolve()
                shutil.rmtree(folder, ignore_errors=True)
            return 1 if work(arguments, arguments.sections, folder) is False else 0
    except (Broken, OSError) as error:
        print(f"{Path(__file__).name}: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
