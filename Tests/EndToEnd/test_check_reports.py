"""The reports of checks, as the programs that read them do."""

import json
import re
import signal
import subprocess
import threading
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import pytest

from harness import scripts
from harness.processes import need
from harness.program import ROOT
from harness.recorder import response

SCHEMA = ROOT / "Tests/Schemas/junit.xsd"
EVIL = "]]>\x1b[31m<script>alert(1)</script>&\x00￾ # TODO 'x' \"y\""


@pytest.fixture
def files(check, recorder):
    """One that passes, one that fails, one without a server."""
    recorder.routes["/data"] = response("200 OK", body=EVIL.encode())
    check.write("GET {{base}}/data\nHTTP 200\n", "f/good.check")
    check.write('GET {{base}}/data\nHTTP 200\n[Asserts]\nbody == "x"\nstatus == 200\nbytes count == 1\n', "f/bad.check")
    check.write("GET http://127.0.0.1:1/\nHTTP 200\n", "f/lost # TODO.check")
    return check.words(recorder, "--jobs", 2, "f")


def validate(path) -> ElementTree.Element:
    done = subprocess.run([need("xmllint"), "--noout", "--schema", SCHEMA, path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return ElementTree.parse(path).getroot()


def test_junit(check, files):
    result = check.run(*files, "--report-junit", "junit.xml")
    assert result.status == 117, result
    root = validate(check.program.home / "junit.xml")
    suite = root.find("testsuite")
    assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["3", "1", "1", "0"]
    bad, good, lost = suite.findall("testcase")
    assert [case.get("name") for case in (bad, good, lost)] == ["bad.check", "good.check", "lost # TODO.check"]
    assert good.find("failure") is None and good.find("error") is None
    assert bad.find("failure").get("message").startswith('line 4: expected "x", came "]]>'), ElementTree.tostring(bad)
    assert bad.find("failure").get("message").endswith("(and 1 more)")
    assert "f/bad.check:6:1: expected 1\n" in bad.find("failure").text
    assert lost.find("error").get("type") == "exit status 7" and lost.find("failure") is None


def test_junit_of_nothing_and_of_what_was_skipped(check, recorder):
    check.write("", "empty.check")
    check.run(*check.words(recorder, "empty.check", "--report-junit", "junit.xml"))
    assert validate(check.program.home / "junit.xml").find("testsuite").get("tests") == "1"


def test_tap(check, files):
    result = check.run(*files, "--report-tap", "tap")
    assert result.status == 117, result
    path = check.program.home / "tap"
    lines = path.read_text().splitlines()
    assert lines[:2] == ["TAP version 13", "1..3"], lines
    assert [line for line in lines if re.match("(not )?ok", line)] == [
        "not ok 1 - f/bad.check",
        "ok 2 - f/good.check",
        r"not ok 3 - f/lost \# TODO.check",
    ]
    done = subprocess.run([need("prove"), "-e", "cat", path], capture_output=True, text=True)
    assert done.returncode != 0 and "Failed 2/3 subtests" in done.stdout, done
    assert check.run(*files[:-1], "f/good.check", "--report-tap", "tap").status == 0
    subprocess.run([need("prove"), "-e", "cat", path], check=True, capture_output=True)


def test_json(check, files):
    result = check.run(*files, "--report-json", "a/b/c")
    assert result.status == 117, result
    bad, good, lost = json.loads((check.program.home / "a/b/c/report.json").read_bytes())
    assert [each["outcome"] for each in (bad, good, lost)] == ["failed", "passed", "error"]
    assert list(bad) == ["filename", "outcome", "success", "started", "duration", "entries"]
    [entry] = bad["entries"]
    assert list(entry) == [
        *("index", "line", "method", "url", "attempts", "started", "duration", "met"),
        *("findings", "captures", "exchanges", "transcript"),
    ]
    finding = entry["findings"][0]
    assert list(finding) == ["kind", "line", "column", "message", "expected", "actual", "status", "time"]
    assert [finding[key] for key in ("kind", "line", "column", "expected", "status")] == ["failure", 4, 1, '"x"', 117]
    [exchange] = entry["exchanges"]
    assert set(exchange) >= {
        "method",
        "url",
        "status",
        "version",
        "started",
        "duration",
        "phases",
        "request",
        "bodySize",
    }
    assert exchange["bodySize"] == len(EVIL.encode()) and exchange["version"] == "HTTP/1.1"
    assert exchange["request"][0] == "GET /data HTTP/1.1" and exchange["response"][0] == "HTTP/1.1 200 OK"
    assert set(exchange["phases"]) == {"lookup", "connect", "tls", "wait", "receive"}
    assert [event["type"] for event in entry["transcript"]] == ["request", "response"]
    assert lost["entries"][0]["findings"][0]["status"] == 7


def test_json_of_a_conversation(check, serve):
    text = (
        'GET {{base}}/data\nHTTP 101\n[WebSocket]\nsend hi\nexpect text\ncapture all text\nping p\nclose 1000 "bye"\n'
    )
    result = check(serve(*scripts.after_426(scripts.echo())), text, "--report-json", "r")
    assert result.status == 0, result
    [entry] = json.loads((check.program.home / "r/report.json").read_bytes())[0]["entries"]
    events = [(event.get("dir"), event["type"]) for event in entry["transcript"]]
    assert events[:6] == [
        ("out", "request"),
        ("in", "response"),
        (None, "upgrade"),
        ("out", "request"),
        ("in", "response"),
        (None, "open"),
    ], events
    assert events[6:] in (
        [("out", "text"), ("in", "text"), ("out", "ping"), ("out", "close"), ("in", "close")],
        [("out", "text"), ("in", "text"), ("out", "ping"), ("out", "close"), ("in", "pong"), ("in", "close")],
        [("out", "text"), ("in", "text"), ("out", "ping"), ("in", "pong"), ("out", "close"), ("in", "close")],
    ), events
    times = [event["t"] for event in entry["transcript"]]
    assert times == sorted(times) and entry["met"] == 2, entry
    assert entry["captures"] == [{"name": "all", "value": '"hi"'}], entry
    assert [each["status"] for each in entry["exchanges"]] == [426, 101], entry
    assert "handshake" in entry["exchanges"][0]["decision"], entry


class Balance(HTMLParser):
    """Elements that are opened are closed."""

    VOID = {"meta", "link", "br", "hr", "img", "input", "path", "rect", "line", "circle"}

    def __init__(self):
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.add(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open and self.open.pop() == tag, (tag, self.open[-5:], self.getpos())


def test_html(check, files):
    result = check.run(*files, "--report-html", "page")
    assert result.status == 117, result
    page = (check.program.home / "page/index.html").read_text()
    balance = Balance()
    balance.feed(page)
    assert balance.open == [] and page.startswith("<!DOCTYPE html>"), balance.open
    assert "script" not in balance.seen and not re.search(r"(src|href)=[\"']?(https?:)?//", page), "not self-contained"
    assert "\x1b" not in page and "\x00" not in page
    assert "bad.check" in page and "good.check" in page


def test_reports_on_standard_output(check, files):
    for option, start in (("--report-junit", b"<?xml "), ("--report-tap", b"TAP version 13\n1..3\n")):
        result = check.run(*files, option, "-")
        assert result.status == 117 and result.out.startswith(start), result


@pytest.mark.parametrize(
    "option, place, named",
    [
        ("--report-junit", "/proc/nothing/junit.xml", "/proc/nothing/junit.xml"),
        ("--report-tap", "f", "f"),
        ("--report-json", "good/x", "good/x/report.json"),
        ("--report-html", "/proc/nothing", "/proc/nothing/index.html"),
        ("--report-tap", "/dev/full", "/dev/full"),
    ],
)
def test_a_report_that_cannot_be_written(check, files, option, place, named):
    (check.program.home / "good").write_text("a file")
    result = check.run(*files[:-1], "f/good.check", option, place)
    assert result.status == 23 and f"(23) cannot write {named}: " in result.err, result
    result = check.run(*files[:-1], "f/bad.check", option, place)
    assert result.status == 117 and f"cannot write {named}: " in result.err, result


def test_all_reports_at_once_after_an_interruption(check, serve):
    arrived = threading.Event()

    def script(peer):
        peer.head()
        arrived.set()
        peer.stall()

    check.write("GET {{base}}/never\n", "z.check")
    options = ["--report-junit", "j.xml", "--report-tap", "tap", "--report-json", "json", "--report-html", "html"]
    check.write("GET {{base}}/\n", "x.check")
    running = check.program.start(*check.words(serve(script), "--jobs", 1, *options, "x.check", "z.check"))
    assert arrived.wait(10)
    running.signal(signal.SIGINT)
    assert running.wait().status == 130
    suite = validate(check.program.home / "j.xml").find("testsuite")
    assert [suite.get(name) for name in ("tests", "errors", "skipped")] == ["2", "1", "1"]
    assert "ok 2 - z.check # SKIP" in (check.program.home / "tap").read_text()
    assert [each["outcome"] for each in json.loads((check.program.home / "json/report.json").read_text())] == [
        "error",
        "skipped",
    ]
    assert (check.program.home / "html/index.html").exists()
