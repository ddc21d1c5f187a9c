"""How checks are run: exit statuses, attempts, time, several at a time, an interruption, what is said."""

import signal
import threading
import time

import pytest

from harness import frames, scripts
from harness.recorder import response

GOOD, BAD = "GET {{base}}/any\nHTTP 200\n", "GET {{base}}/any\nHTTP 404\n"
NOBODY = "GET http://127.0.0.1:1/\nHTTP 200\n"
NO_HOST = "GET http://nowhere.invalid/\nHTTP 200\n"


@pytest.mark.parametrize(
    "texts, status",
    [
        ([GOOD], 0),
        ([GOOD, GOOD], 0),
        ([""], 0),
        (["# nothing but a comment\n"], 0),
        ([GOOD, BAD], 117),
        ([NOBODY], 7),
        ([NO_HOST, NOBODY], 6),
        ([NOBODY, NO_HOST], 7),
        ([NOBODY, BAD], 117),
        ([BAD, NOBODY], 117),
    ],
)
def test_the_exit_status(check, recorder, texts, status):
    names = [f"{number}.check" for number in range(len(texts))]
    for name, text in zip(names, texts, strict=True):
        check.write(text, name)
    result = check.run(*check.words(recorder, "--jobs", 1, *names))
    assert result.status == status and result.out == b"", result


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n"])
def test_a_file_that_checks_nothing_is_told_of(check, recorder, text):
    check.write(text, "empty.check")
    result = check.run(*check.words(recorder, "--repeat", 2, "empty.check"))
    assert result.err == "upshift: empty.check: there is no request in it, and nothing is checked\n", result
    assert check.run(*check.words(recorder, "-s", "empty.check")).err == ""


def test_nothing_is_sent_if_one_file_does_not_parse(check, recorder):
    check.write(GOOD, "a.check")
    check.write("GET {{base}}/any\nHTTP 2000\n", "b.check")
    check.write("GET\n", "c.check")
    result = check.run(*check.words(recorder, "a.check", "b.check", "c.check"))
    assert result.status == 2 and recorder.peers == [], result
    assert result.err == (
        "b.check:2:6: expected a status from 100 to 599, or *\n  HTTP 2000\n       ^\n"
        "c.check:1:4: expected a blank and a URL\n  GET\n     ^\n"
    )


def test_continue_on_error(check, recorder):
    text = BAD + NOBODY + GOOD
    assert check(recorder, text).status == 117
    assert len(recorder.take()) == 1
    result = check(recorder, text, "--continue-on-error")
    assert (result.status, len(recorder.take())) == (117, 2), result
    assert "x.check:2:1: expected HTTP 404" in result.said and "x.check:3:1: error (7): " in result.said, result


# Attempts


def slow_starter(recorder, failures: int) -> None:
    """`/any` answers 503 so often, then 200."""
    answer = recorder.answer
    left = [failures]

    def answering(head):
        left[0] -= 1
        return response("503 Service Unavailable") if left[0] >= 0 else answer(head)

    recorder.answer = answering


@pytest.mark.parametrize(
    "options, lines, failures, status, requests",
    [
        (["--retry", 2], "", 2, 0, 3),
        (["--retry", 2], "", 3, 117, 3),
        (["--retry", -1], "", 4, 0, 5),
        ([], "retry: 2\n", 2, 0, 3),
        (["--retry", 5], "retry: 1\n", 3, 117, 2),
        ([], "", 1, 117, 1),
    ],
)
def test_retry(check, recorder, options, lines, failures, status, requests):
    slow_starter(recorder, failures)
    text = f"GET {{{{base}}}}/any\n[Options]\n{lines}HTTP 200\n"
    result = check(recorder, text, "--retry-interval", 10, *options)
    assert (result.status, len(recorder.take())) == (status, requests), result
    if status:
        attempt = f" (attempt {requests})" if requests > 1 else ""
        assert f"  in:   GET http://HOST/any{attempt}\n" in result.said, result
    else:
        assert result.err == "", result


def test_retry_interval(check, recorder):
    for options, lines in (["--retry-interval", "200ms"], ""), ([], "retry-interval: 200ms\n"):
        slow_starter(recorder, 2)
        start = time.monotonic()
        text = f"GET {{{{base}}}}/any\n[Options]\nretry: 2\n{lines}HTTP 200\n"
        assert check(recorder, text, *options).status == 0
        assert 0.4 <= time.monotonic() - start < 3


def test_retry_of_a_conversation(check, serve):
    server = serve(scripts.say("no"), scripts.say("yes"))
    text = "GET {{ws}}/data\n[Options]\nretry: 1\nretry-interval: 1\n[WebSocket]\nexpect text == `yes`\n"
    result = check(server, text)
    assert (result.status, result.err) == (0, ""), result


def test_repeat(check, recorder):
    result = check(recorder, GOOD, "--repeat", 3, "--test", "--jobs", 1)
    assert (result.status, len(recorder.take())) == (0, 3) and "Checks:    3 (3 ok)\n" in result.said, result


# Time


def test_max_time_of_a_request(check, serve):
    def script(peer):
        peer.head()
        peer.stall()

    for options, lines in (["--max-time", 0.3], ""), ([], "max-time: 300ms\n"):
        result = check(serve(script), f"GET {{{{base}}}}/data\n[Options]\n{lines}HTTP 200\n", *options)
        assert result.status == 28 and result.said.startswith("x.check:1:1: error (28): "), result


def test_max_time_of_a_conversation(check, serve):
    closes = []

    def script(peer):
        peer.websocket()
        closes.append(peer.closing()[1].code)

    for options, lines in (["--max-time", 0.4], ""), ([], "max-time: 400ms\n"):
        text = f"GET {{{{ws}}}}/data\n[Options]\n{lines}HTTP 101\n[WebSocket]\nexpect text\n"
        result = check(serve(script), text, *options)
        assert result.status == 28 and ": error (28): the time was over (--max-time)" in result.said, result
        assert result.said.count("x.check:") == 1, result
    assert closes == [1001, 1001]


def test_max_time_is_of_the_whole_check(check, recorder):
    text = "GET {{base}}/any\n[Options]\ndelay: 250ms\nHTTP 200\n" * 5
    start = time.monotonic()
    result = check(recorder, text, "--max-time", 0.6)
    assert result.status == 28 and time.monotonic() - start < 2, result


# Several at a time


def test_jobs(check, serve):
    """Two checks that wait for each other."""
    barrier = threading.Barrier(2, timeout=10)

    def script(peer):
        peer.head()
        barrier.wait()
        peer.answer("200 OK", "Connection: close")
        peer.end()

    server = serve(script, script)
    for name in ("a.check", "b.check"):
        check.write("GET {{base}}/\nHTTP 200\n", name)
    result = check.run(*check.words(server, "--jobs", 2, "a.check", "b.check"))
    assert (result.status, result.err) == (0, ""), result


def test_a_hundred_files_eight_at_a_time(check, recorder):
    for number in range(100):
        check.write(f"GET {{{{base}}}}/any{number}\nHTTP 200\n", f"folder/{number:03}.check")
    result = check.run(*check.words(recorder, "--jobs", 8, "--test", "folder"))
    assert result.status == 0 and "Checks:    100 (100 ok)\n" in result.said, result
    assert len({head.split(b" ")[1] for head, _ in recorder.take()}) == 100


@pytest.mark.parametrize("number, status", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_closes_properly(check, serve, number, status):
    arrived, closes = threading.Event(), []

    def script(peer):
        peer.websocket()
        peer.message()
        arrived.set()
        closes.append(peer.closing()[1].code)

    check.write("GET {{ws}}/never\n", "z.check")
    running = check.start(serve(script), "GET {{ws}}/data\n[WebSocket]\nsend a\nexpect text\n", "--test", "--jobs", 1)
    assert arrived.wait(10)
    running.signal(number)
    result = running.wait()
    assert result.status == status and closes == [1001], result
    assert f"x.check:4:1: error ({status}): interrupted\n" in result.err, result


def test_an_interruption_while_it_waits(check, serve):
    arrived = threading.Event()

    def script(peer):
        peer.head()
        arrived.set()
        peer.stall()

    check.write("GET {{base}}/never\n", "y.check")
    server = serve(script)
    running = check.program.start(*check.words(server, "--test", "--jobs", 1, "y.check", "y.check"))
    assert arrived.wait(10)
    running.signal(signal.SIGINT)
    result = running.wait()
    assert result.status == 130 and "(1 error, 1 skipped)" in result.err, result


def test_an_interruption_between_attempts(check, recorder):
    running = check.start(recorder, BAD, "--retry", -1, "--retry-interval", "1h")
    end = time.monotonic() + 10
    while not recorder.requests and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(0.1)
    running.signal(signal.SIGINT)
    assert running.wait().status == 130


# Files


def test_folders_patterns_and_standard_input(check, recorder):
    for name in ("a.check", "sub/b.hurl", "sub/deeper/c.check", "sub/.hidden.check", "sub/notes.txt"):
        check.write(f"GET {{{{base}}}}/any/{name}\nHTTP 200\n", f"f/{name}")

    def asked(*words, **more):
        result = check.run(*check.words(recorder, "--jobs", 1, *words), **more)
        assert (result.status, result.err) == (0, ""), result
        return [head.split(b" ")[1].decode().removeprefix("/any/") for head, _ in recorder.take()]

    assert asked("f") == ["a.check", "sub/b.hurl", "sub/deeper/c.check"]
    assert asked("f/sub/*.txt", "f/a.check") == ["sub/notes.txt", "a.check"]
    assert asked("-", stdin=b"GET {{base}}/any/stdin\n") == ["stdin"]


@pytest.mark.parametrize(
    "words, status, message",
    [
        ([], 2, "no file: upshift check FILE, a folder, or a pattern in quotes"),
        (["nothing.check"], 26, "nothing.check"),
        (["empty"], 2, "there is no .check or .hurl file in empty"),
        (["*.nothing"], 2, "nothing matches *.nothing"),
        (["-X", "PUT", "a.check"], 2, "--request does not go with upshift check: the file says what to ask"),
        (["--jobs", "0", "a.check"], 2, "--jobs"),
        (["--retry-interval", "x", "a.check"], 2, "--retry-interval takes a time such as 500ms or 2s, not 'x'"),
        (["binary.check"], 2, "binary.check is not UTF-8"),
    ],
)
def test_wrong_command_lines(check, recorder, words, status, message):
    check.write(GOOD, "a.check")
    (check.program.home / "empty").mkdir()
    (check.program.home / "binary.check").write_bytes(b"\xff\xfe")
    result = check.run(*check.words(recorder, *words))
    assert result.status == status and message in result.err and recorder.take() == [], result


def test_file_root(check, recorder):
    folder = check.program.home
    (folder / "body").write_text("above")
    (folder / "sub").mkdir()
    (folder / "sub/body").write_text("beside")
    text = "POST {{base}}/any\nfile,body;\nHTTP 200\n"
    assert check(recorder, text, name="sub/x.check").status == 0
    assert check(recorder, text, "--file-root", folder, name="sub/x.check").status == 0
    assert [body for _, body in recorder.take()] == [b"beside", b"above"]
    for path in ("../body", "/etc/hostname", "sub/../../body"):
        result = check(recorder, text.replace("body", path), name="sub/x.check")
        assert result.status == 2, result
        message = f"error (2): the file {path} is outside of the check's folder: --file-root names another\n"
        assert message in result.said and recorder.take() == [], result


# What is said


def test_the_summary(check, recorder):
    recorder.routes["/data"] = response("200 OK", body=b"[1]")
    check.write("GET {{base}}/data\nHTTP 200\n[Asserts]\nstatus == 200\n", "a.check")
    check.write('GET {{base}}/data\nHTTP 200\n[Asserts]\njq ".[0]" == 2\nstatus == 200\n', "b.check")
    check.write(NOBODY, "c.check")
    result = check.run(*check.words(recorder, "--test", "--jobs", 1, "a.check", "b.check", "c.check"))
    assert result.status == 117, result
    lines = result.said.splitlines()
    assert "a.check: ok (1 request, TIME)" in lines, result
    assert "b.check: failed (1 of 3 expectations, 1 request, TIME)" in lines, result
    assert "c.check: error (0 requests, TIME)" in lines, result
    assert lines[-4:-2] == ["-" * 72, "Checks:    3 (1 ok, 1 failed, 1 error)"], result
    assert lines[-2].startswith("Requests:  2 (") and lines[-1] == "Duration:  TIME", result


def test_messages_are_counted(check, serve):
    result = check(serve(scripts.echo()), "GET {{ws}}/data\n[WebSocket]\nsend a\nexpect text\n", "--test")
    assert result.status == 0 and "x.check: ok (1 request, 2 messages, TIME)\n" in result.said, result
    assert "Requests:  1 (" in result.said and ", 2 messages\n" in result.said, result


def test_silent(check, recorder):
    result = check(recorder, BAD, "--silent", "--test")
    assert (result.status, result.out, result.err) == (117, b"", ""), result


def test_no_colours_in_a_pipe_unless_asked_for(check, recorder):
    assert "\x1b" not in check(recorder, BAD, "--test").err
    assert "\x1b[" in check(recorder, BAD, "--test", "--color", "always").err


def test_what_the_server_says_does_not_reach_the_terminal(check, serve):
    evil = "\x1b[2J\x1b]0;evil\x07\r"
    text = "GET {{ws}}/data\nHTTP 101\n[WebSocket]\nexpect text == `a` within 100ms\n"

    def script(peer):
        peer.websocket()
        peer.send(frames.text(evil))
        peer.closing()

    result = check(serve(script), text, "--test")
    assert result.status == 117 and "\x1b" not in result.err and "\x07" not in result.err, result
    assert "[2J" in result.err, result
