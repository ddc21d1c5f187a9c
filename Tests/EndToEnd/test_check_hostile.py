"""Checks against servers, and of files, that want too much of them: depth, memory, time."""

import json
import time

import pytest

from harness import frames, scripts

NEST = "[" * 3000 + "a" + "]" * 3000
TOO_DEEP = f"'{'[' * 40}…' has more than 200 levels of '['"


# Regular expressions that nest


@pytest.mark.parametrize("nest", [NEST, "[^" * 3000 + "a" + "]" * 3000, "[a&&" * 3000 + "a" + "]" * 3000])
def test_a_nest_in_a_file_is_a_mistake_of_the_file(check, recorder, nest):
    result = check(recorder, f'GET {{{{base}}}}/any\nHTTP 200\n[Asserts]\nbody matches "{nest}"\n')
    assert (result.status, recorder.peers) == (2, []) and "more than 200 levels of '['" in result.err, result


def test_a_nest_that_a_server_sends(check, serve):
    text = (
        'GET {{base}}/data\nHTTP 200\n[Captures]\nr: body\n'
        'GET {{base}}/data\nHTTP 200\n[Asserts]\nbody matches "{{r}}"\n'
    )
    answer = scripts.respond("200 OK", body=NEST.encode())
    result = check(serve(answer, answer), text)
    assert result.status == 2 and TOO_DEEP in result.said, result


@pytest.mark.parametrize("options", [["--until", NEST], ["--expect", f"regex:{NEST}"]], ids=["until", "expect"])
def test_a_nest_in_an_option(upshift, options):
    result = upshift(*options, "ws://127.0.0.1:1/")
    assert result.status == 2 and TOO_DEEP in result.err, result


# Messages without end


def test_a_flood_of_messages_takes_no_more_memory_than_it_may(check, serve):
    peak = []

    def script(peer):
        peer.websocket()
        flood = frames.text(b"x" * 60_000) * 16
        for _ in range(300):
            peer.send(flood)
        peak.append(running.peak_memory())
        peer.send(frames.text("y"))
        peer.closing()

    text = 'GET {{ws}}/data\nHTTP 101\n[WebSocket]\nexpect text == "y" within 60s\n'
    running = check.start(serve(script), text, "--report-json", "r")
    result = running.wait(60)
    assert result.status == 0 and peak[0] < 150 << 20, (peak[0] >> 20, result)
    (entry,) = json.loads((check.program.home / "r/report.json").read_text())[0]["entries"]
    records = entry["transcript"]
    (gap,) = [record for record in records if record["type"] == "gap"]
    assert gap["reason"].endswith(" records were not kept") and records.index(gap) > 100, gap
    assert [record["type"] for record in records[:3]] == ["request", "response", "open"]
    assert [record.get("data") for record in records[-3:-2]] == ["y"]


def test_a_flood_of_pings_takes_no_more_memory_than_it_may(check, serve):
    peak = []

    def script(peer):
        peer.websocket()
        flood = frames.encode(frames.PING, b"x" * 125) * 500
        for _ in range(400):
            peer.send(flood)
        peak.append(running.peak_memory())
        peer.text("y")
        peer.closing()

    text = 'GET {{ws}}/data\nHTTP 101\n[WebSocket]\nexpect text == "y" within 60s\nexpect ping\n'
    running = check.start(serve(script), text)
    result = running.wait(60)
    assert result.status == 0 and peak[0] < 150 << 20, (peak[0] >> 20, result)


# What takes long


SLOW = "GET {{base}}/any\nHTTP 200\n[Asserts]\njq \"last(range(1e12))\" == 1\n"


def test_the_time_of_a_check_is_that_of_its_filters_too(check, serve):
    """They wait for one another, for they have one process."""
    names = [f"{number}.check" for number in range(6)]
    for name in names:
        check.write(SLOW.replace("/any", "/data"), name)
    start = time.monotonic()
    server = serve(*[scripts.respond("200 OK", body=b"{}")] * 6)
    result = check.run(*check.words(server, "--jobs", 6, "--max-time", 1.5, *names))
    assert result.status == 28 and time.monotonic() - start < 4, result
    assert result.said.count(": error (28): the time was over (--max-time)") == 6, result


def test_a_filter_that_took_too_long_is_not_waited_for_again(check, serve):
    names = [f"{number}.check" for number in range(4)]
    for name in names:
        check.write(SLOW.replace("/any", "/data"), name)
    start = time.monotonic()
    server = serve(*[scripts.respond("200 OK", body=b"{}")] * 4)
    result = check.run(*check.words(server, "--jobs", 2, *names), timeout=30)
    assert result.status == 2 and time.monotonic() - start < 9, result
    assert result.said.count("the filter took longer than 5 seconds") == 4, result


def test_a_body_of_separators(check, serve):
    start = time.monotonic()
    server = serve(scripts.respond("200 OK", body=b"," * 60_000_000))
    result = check(server, 'GET {{base}}/data\nHTTP 200\n[Asserts]\nbody split "," count == 3\n', timeout=30)
    assert result.status == 117 and "filter split: the text has more than 4194304 pieces" in result.said, result
    assert time.monotonic() - start < 10


def test_max_time_ends_at_the_limit(check, serve):
    """The Close that nobody answers has a fifth of a second."""

    def script(peer):
        peer.websocket()
        peer.rest()

    start = time.monotonic()
    result = check(
        serve(script), "GET {{ws}}/data\nHTTP 101\n[WebSocket]\nexpect text\n", "--max-time", 1)
    assert result.status == 28 and time.monotonic() - start < 1.6, (time.monotonic() - start, result)


# Rounds without end


def test_rounds_end_with_the_time(check, recorder):
    start = time.monotonic()
    text = "GET {{base}}/any\n[Options]\nrepeat: -1\nHTTP 404\n" + "GET {{base}}/any\nHTTP 200\n"
    result = check(recorder, text, "--continue-on-error", "--max-time", 0.5)
    assert result.status == 117 and time.monotonic() - start < 5, result


def test_late_rounds_are_only_counted(check, recorder):
    text = "GET {{base}}/any\n[Options]\nrepeat: 1200\nHTTP 200\nGET {{base}}/any\nHTTP 200\n"
    result = check(recorder, text, "--report-json", "r", timeout=60)
    assert result.status == 0, result
    (report,) = json.loads((check.program.home / "r/report.json").read_text())
    assert len(report["entries"]) == 1001
    assert report["unlisted"] == {"rounds": 200, "requests": 200, "messages": 0, "met": 200, "findings": 0}


def test_late_failures_are_only_counted(check, recorder):
    text = "GET {{base}}/any\n[Options]\nrepeat: 1200\nHTTP 404\n"
    result = check(recorder, text, "--continue-on-error", "--report-json", "r", timeout=60)
    assert result.status == 117 and "x.check: 1180 more of these are not shown" in result.err, result.err[-600:]
    (report,) = json.loads((check.program.home / "r/report.json").read_text())
    assert len(report["entries"]) == 1000 and report["unlisted"]["findings"] == 200
