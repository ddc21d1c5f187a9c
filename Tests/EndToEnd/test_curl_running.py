"""How often, when and beside what transfers run, and what is told of them meanwhile: as with curl."""

import re
import signal
import threading

import pytest

from harness.likeness import compare, outcome, words
from harness.peer import Peer
from harness.recorder import Recorder, response
from harness.scripts import say

IN_TURN = """
    --retry 1 {url}broken
    --retry 1 -f {url}broken
    --retry 1 --fail-with-body {url}broken
    --retry 2 --retry-delay 1 -o kept {url}broken
    --retry 1 -f -D heads {url}broken
    --retry 1 {url}missing
    --retry 1 -f {url}missing
    --retry 1 --retry-all-errors -f {url}missing
    --retry 1 --retry-connrefused http://127.0.0.1:1/
    --retry 1 http://127.0.0.1:1/
    --retry 1 --retry-all-errors --no-retry-all-errors http://127.0.0.1:1/
    --retry 9 --retry-max-time 1 {url}broken
    --retry 0 {url}broken
    --retry 1 --retry-delay 0 -w %{{http_code}}|%{{exitcode}} -f {url}broken {url}
    --retry 1 -d a=1 {url}broken
    --retry 1 -i {url}later
    --fail-early -f {url}missing {url}
    --fail-early {url}missing {url}
    -f {url}missing {url}
    -f {url} {url}missing --next {url}
    --fail-early -f {url}missing --next {url}
    --rate 5/s {url} {url}lines {url}
    --rate 1 {url}
    --retry x {url}
    --retry -1 {url}
    --retry-delay x {url}
    --retry-max-time x {url}
    --parallel-max x {url}
    --rate x {url}
    --rate 0/s {url}
    --rate 1/w {url}
"""
BESIDE = """
    -Z -o one {url} -o two {url}lines -o three {url}missing
    --parallel --parallel-max 1 -o one {url} -o two {url}lines
    --parallel-max 0 -Z -o one {url}
    -Z --parallel-immediate -o one {url} -o two {url}lines
    -Zf -o one {url} -o two {url}missing
    -Zf -o one {url}missing -o two {url}
    -Z -o one {url} --next -d a=1 -o two {url}
    -Z --retry 1 -f -o one {url}broken -o two {url}
    -Z --no-parallel -f -o one {url}missing -o two {url}
    -Z -L -o one {url}302 -u user:pass -o two {url}basic
"""


def cases(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("case", cases(IN_TURN))
def test_in_turn(upshift, curl, recorder: Recorder, case):
    recorder.routes["/later"] = response("503 Busy", "Retry-After: 2", body=b"later\n")
    compare(upshift, curl, recorder, case)


@pytest.mark.parametrize("case", cases(BESIDE))
def test_side_by_side(upshift, curl, recorder: Recorder, case):
    seen = []
    for program in (curl, upshift):
        requests, status, out, files = outcome(program, words(case, recorder), recorder)
        seen.append((sorted(requests), status, out, files))
    assert seen[0] == seen[1]


def test_an_attempt_that_is_followed_by_another_is_told(upshift, recorder):
    result = upshift("--retry", 2, "--retry-delay", 1, recorder.url("/broken"))
    assert (result.status, result.out) == (0, b"oh\n" * 3)
    assert [re.sub(r" \(http.*", "", line) for line in result.err.splitlines()] == [
        "upshift: the answer was 500: trying again in 1 s, 1 time more after that",
        "upshift: the answer was 500: trying again in 1 s, 0 times more after that",
    ]
    assert upshift("-s", "--retry", 1, recorder.url("/broken")).err == ""


def test_a_handshake_that_is_refused_for_a_while(upshift, serve):
    server = serve(refuse, say("hello"))
    result = upshift("--retry", 3, "--listen", server.ws())
    assert (result.status, result.out) == (0, b"later\nhello\n"), result.err
    assert len(server.heads) == 2


def refuse(peer: Peer) -> None:
    peer.head()
    peer.send(response("503 Busy", "Connection: close", body=b"later\n"))


def test_all_are_under_way_at_once(upshift, serve):
    """None is answered before all have asked."""
    together = threading.Barrier(5)

    def script(peer: Peer) -> None:
        peer.head()
        together.wait(20)
        peer.send(response("200 OK", "Connection: close", body=b"x\n"))

    server = serve(*[script] * 5)
    result = upshift("-Z", *[server.url(f"/{n}") for n in range(5)])
    assert (result.status, result.out) == (0, b"x\n" * 5)
    assert sorted(head.target for head in server.heads) == [f"/{n}" for n in range(5)]


def test_no_more_than_so_many_are(upshift, serve):
    free = threading.Semaphore(2)

    def script(peer: Peer) -> None:
        peer.head()
        assert free.acquire(blocking=False), "a third one at a time"
        # The answer's end is what lets the next one begin.
        free.release()
        peer.send(response("200 OK", "Connection: close", body=b"x\n"))

    server = serve(*[script] * 6)
    result = upshift("-Z", "--parallel-max", 2, *[server.url() for _ in range(6)])
    assert (result.status, result.out) == (0, b"x\n" * 6)


def test_one_that_fails_early_ends_the_others(upshift, curl, serve):
    statuses = []
    for program in (curl, upshift):
        asked = threading.Event()

        def slow(peer: Peer) -> None:
            peer.head()
            asked.set()
            peer.rest()

        def failing(peer: Peer) -> None:
            peer.head()
            asked.wait(20)
            peer.send(response("404 Not Found", "Connection: close"))

        slow_server, failing_server = serve(slow), serve(failing)
        result = program("-sS", "-Z", "-f", "--fail-early", slow_server.url(), failing_server.url())
        statuses.append(result.status)
    assert statuses == [22, 22]
    assert "(42) given up, because another transfer failed" in result.err


@pytest.mark.parametrize("option", ["--trace", "--trace-ascii"])
@pytest.mark.parametrize("case", ["{url}", "-d a=1\r\n2 {url}chunked", "-u user:pass {url}missing", "-I {url}"])
def test_traces(upshift, curl, recorder, option, case):
    seen = []
    for program in (curl, upshift):
        arguments = ["-A", "robot/1", "--show-secrets"][: None if program is upshift else 2]
        program("-s", option, "trace", *arguments, *words(case, recorder))
        seen.append(re.sub(r"\(#0\)|Server auth using.*", "", (program.home / "trace").read_text()))
    assert seen[1] == seen[0]


def test_a_trace_has_no_credentials(upshift, recorder):
    upshift("--trace-ascii", "-", "-u", "user:pass", "-o", "kept", recorder.url())
    result = upshift("--trace-ascii", "-", "-u", "user:pass", "-b", "sid=42", "-o", "kept", recorder.url())
    assert b"Authorization: Basic ***\n" in result.out and b"Cookie: ***\n" in result.out


def test_a_head_that_goes_out_in_pieces_has_no_credentials(upshift, serve):
    """Over TLS libcurl writes, and tells, 64 KiB at a time."""

    def script(peer):
        peer.head()
        peer.send(response("200 OK"))

    secret = "".join(f"{number:05d}" for number in range(100))
    (upshift.home / "fields").write_text(f"X-Big: {'a' * 65300}\nAuthorization: Bearer {secret}\n")
    for option in ("-v", "--trace-ascii"):
        place = ["-"] if option != "-v" else []
        server = serve(script, secure=True)
        result = upshift("-sk", "--http1.1", option, *place, "-H", "@fields", server.url())
        shown = result.err + result.text
        assert result.status == 0 and "Authorization: Bearer ***" in shown
        assert "00070" not in shown.replace("\n", "") and "0009900" not in shown, shown[-1500:]


def test_the_time_of_each_line(upshift, recorder):
    result = upshift("-v", "--trace-time", recorder.url())
    assert all(re.match(r"\d\d:\d\d:\d\d\.\d{6} [*<>] ?", line) for line in result.err.splitlines())
    trace = upshift("--trace", "-", "--trace-time", "-o", "kept", recorder.url()).out.decode()
    events = [line for line in trace.splitlines() if not re.match(r"[0-9a-f]{4}: ", line)]
    assert events and all(re.match(r"\d\d:\d\d:\d\d\.\d{6} (== Info:|=>|<=) ", line) for line in events)


def test_a_trace_that_cannot_be_written(upshift, recorder):
    result = upshift("--trace", "none/trace", recorder.url())
    assert result.status == 23 and result.err.startswith("upshift: (23) --trace: cannot write none/trace: ")
    assert not recorder.take()


def test_a_bar(upshift, curl, recorder):
    for arguments in ([], ["-d", "x" * 3000]):
        bars = [
            program("-#", "-o", "kept", *arguments, recorder.url("/lines")).err.split("\r")[-1]
            for program in (curl, upshift)
        ]
        assert bars[0] == bars[1] == "#" * 72 + " 100.0%\n"
    assert upshift("-#", "-s", "-o", "kept", recorder.url("/lines")).err == ""


def test_the_meter(upshift, curl, recorder):
    def rows(program, *arguments) -> list[str]:
        """Columns without their numbers, which times and speeds are too: `98765`, `965k`, `1.2M`, `12M`."""
        said = program(*arguments, "-o", "kept", recorder.url("/lines")).err
        return [re.sub(r" *[\d.:-]+[kMG]?", " N", row) for row in re.split(r"[\r\n]+", said)]

    theirs = rows(curl)
    assert rows(upshift, "--progress-meter")[:2] == theirs[:2]
    assert rows(upshift, "--progress-meter")[-2] == theirs[-2]
    # Standard error is no terminal here.
    assert rows(upshift) == [""]
    assert rows(upshift, "--progress-meter", "-s") != [""]


@pytest.mark.parametrize("more", [[], ["-v"], ["--trace-ascii", "trace"], ["-H", "X: 1"]], ids=str)
def test_who_waits_for_an_answer_sees_the_meter(upshift, serve, more):
    seen = threading.Event()

    def script(peer: Peer) -> None:
        peer.head()
        assert seen.wait(20)
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    running = upshift.start("--progress-meter", *more, "--stderr", "-", "-o", "kept", serve(script).url())
    while b"% Received" not in running.line():
        pass
    seen.set()
    assert running.wait().status == 0


def test_through_a_proxy_there_is_a_meter_too(upshift, serve):
    proxy = serve(lambda peer: (peer.head(), peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")))
    result = upshift("--progress-meter", "-o", "kept", "-x", proxy.url(), "http://host.test/")
    assert "% Received" in result.err


def test_a_meter_for_all(upshift, recorder):
    result = upshift("-Z", "--progress-meter", "-o", "a", recorder.url("/lines"), "-o", "b", recorder.url("/lines"))
    rows = re.split(r"[\r\n]+", result.err)
    assert rows[0] == "DL% UL%  Dled  Uled  Xfers  Live Total     Current  Left    Speed"
    assert re.match(r"100  --   7780     0     2     0  ", rows[-2]), rows


def test_a_signal_ends_them_all(upshift, serve):
    both = threading.Barrier(3)

    def script(peer: Peer) -> None:
        peer.head()
        both.wait(20)
        peer.rest()

    server = serve(script, script)
    running = upshift.start("-Z", server.url(), server.url())
    both.wait(20)
    running.signal(signal.SIGINT)
    assert running.status() == 130


def test_a_signal_ends_what_waits_for_another_attempt(upshift, serve):
    """Neither the delay nor a Retry-After is waited for, and nothing is asked again."""
    answered = threading.Event()

    def busy(peer: Peer) -> None:
        peer.head()
        peer.send(response("503 Busy", "Retry-After: 3600", "Connection: close"))
        peer.rest()
        answered.set()

    server = serve(busy)
    running = upshift.start("-s", "-Z", "--retry", 3, "-w", "%{exitcode}", server.url())
    assert answered.wait(20)
    running.signal(signal.SIGINT)
    assert running.wait().status == 130
    assert len(server.heads) == 1


def test_one_that_fails_early_ends_what_waits_for_another_attempt(upshift, serve):
    answered = threading.Event()

    def busy(peer: Peer) -> None:
        peer.head()
        peer.send(response("503 Busy", "Connection: close", body=b"part"))
        peer.rest()
        answered.set()

    def failing(peer: Peer) -> None:
        peer.head()
        answered.wait(20)
        peer.send(response("404 Not Found", "Connection: close"))

    busy_server, failing_server = serve(busy), serve(failing)
    result = upshift(
        *["-s", "-Z", "-f", "--fail-early", "--retry", 2, "--retry-delay", 100, "-w", "%{exitcode};"],
        *[busy_server.url(), failing_server.url()],
    )
    assert (result.status, sorted(result.out.split(b";"))) == (22, [b"", b"22", b"42"])
    assert len(busy_server.heads) == 1


def test_given_up_is_not_tried_again(upshift, serve):
    """What is given up is finished as anything else is."""
    asked = threading.Event()

    def slow(peer: Peer) -> None:
        peer.head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart")
        asked.set()
        peer.rest()

    def failing(peer: Peer) -> None:
        peer.head()
        asked.wait(20)
        peer.send(response("404 Not Found", "Connection: close"))

    slow_server, failing_server = serve(slow), serve(failing)
    told = ["-w", "%{exitcode};", "-f"]
    result = upshift(
        *["-sS", "-Z", "--fail-early", *told, "--retry", 1, "--retry-all-errors", "--remove-on-error"],
        *["-o", "part", slow_server.url(), "--next", *told, "-o", "none", failing_server.url()],
    )
    assert (result.status, sorted(result.out.split(b";"))) == (22, [b"", b"22", b"42"])
    assert not (upshift.home / "part").exists()


def test_a_signal_between_attempts_leaves_the_recording(upshift, serve):
    server = serve(lambda peer: (peer.head(), peer.send(response("503 Busy", "Connection: close", body=b"busy"))))
    running = upshift.start("--retry", 1, "--retry-delay", 100, "--record", "told.check", server.url())
    assert b"trying again in 100 s" in running.process.stderr.readline()
    running.signal(signal.SIGINT)
    assert running.wait().status == 130
    assert "HTTP 503" in (upshift.home / "told.check").read_text()
