#!/usr/bin/env python3
"""Runs libFuzzer on the parsers, one on each processor, and prints a table; what it builds is made by `make fuzz`.

Inputs that broke something are left under .build/fuzz/crashes: mend it, and keep the input in Corpus, where it is a test.
"""

import argparse
import itertools
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent.parent / ".build" / "fuzz"
FUZZ = BUILD / "release" / "fuzz"
COLUMNS = "{:<12}{:>12}{:>8}{:>8}{:>9}{:>9}"


def run(parser: str, seconds: int) -> int:
    """Prints a line of the table. Returns the number of crashes."""
    corpus, crashes = BUILD / "corpus" / parser, BUILD / "crashes" / parser
    for folder in corpus, crashes:
        folder.mkdir(parents=True, exist_ok=True)
    before = set(crashes.iterdir())
    command = [
        FUZZ, parser, f"-max_total_time={seconds}", "-timeout=5", "-rss_limit_mb=1024",
        "-print_final_stats=1", f"-artifact_prefix={crashes}/", corpus, HERE / "Corpus" / parser,
    ]
    # Swift's own report of a crash would take libFuzzer's place, and ask what to do.
    result = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", env=os.environ | {"SWIFT_BACKTRACE": "enable=no"})
    (BUILD / f"{parser}.log").write_text(result.stdout)
    last = re.findall(r"^#(\d+).* cov: (\d+) ft: (\d+) corp: (\d+)", result.stdout, re.MULTILINE)
    executions, coverage, features, size = last[-1] if last else ("0",) * 4
    counted = re.search(r"number_of_executed_units: (\d+)", result.stdout)
    executions = counted[1] if counted else executions
    found = sorted(set(crashes.iterdir()) - before)
    broken = max(len(found), int(result.returncode != 0))
    print(COLUMNS.format(parser, executions, coverage, features, size, broken), flush=True)
    if broken:
        reason = re.search(r"^.*(Fatal error:.*|ERROR: .*)$", result.stdout, re.MULTILINE)
        print(f"  {reason[1][:300] if reason else BUILD / f'{parser}.log'}")
        for path in found:
            print(f"  {path}")
    return broken


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=60, help="for each parser")
    options.add_argument("parsers", nargs="*")
    options = options.parse_args()
    known = subprocess.run([FUZZ], stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    for parser in options.parsers:
        if parser not in known:
            print(f"fuzz.py: no parser {parser}: one of {' '.join(known)}", file=sys.stderr)
            return 2
    print(COLUMNS.format("parser", "executions", "cov", "ft", "corpus", "crashes"))
    with ThreadPoolExecutor(os.cpu_count()) as processors:
        broken = processors.map(run, options.parsers or known, itertools.repeat(options.seconds))
        return 1 if sum(broken) else 0


sys.exit(main())
