"""The network, the disk and the clock fail: packets are lost, nothing can be written, it is suddenly next year."""

import hashlib
import os
import re
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from harness import frames, scripts
from harness.peer import switching
from harness.processes import SERVERS, absent, need
from harness.program import UPSHIFT
from harness.recorder import response
from harness.wire import ADDRESSES, Wire

# Packets

WIRES = {"loss": {"loss": 0.05}, "delay": {"delay": 0.02}, "all": {"loss": 0.03, "delay": 0.01, "repeats": 0.05}}


@pytest.fixture(params=WIRES)
def wire(request):
    wire = Wire(**WIRES[request.param])
    yield wire
    wire.stop()


def test_a_bad_network(upshift, wire):
    """Every message comes, once, in order and whole."""
    server = (SERVERS / "echo.py").read_text().replace("127.0.0.1", "0.0.0.0")
    (upshift.home / "echo.py").write_text(server)
    words = [*wire.command(0), sys.executable, str(upshift.home / "echo.py")]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        port = int(process.stdout.readline())
        lines = b"".join(b"%d %s\n" % (number, hashlib.sha256(b"%d" % number).hexdigest().encode() * 8) for number in range(300))
        done = subprocess.run(
            [*wire.command(1), UPSHIFT, "--count", "300", "--linger", "20", f"http://{ADDRESSES[0]}:{port}/"],
            input=lines, capture_output=True, timeout=60, env=upshift.environment(), cwd=upshift.home,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (0, lines), (done.returncode, done.stderr, len(done.stdout))
        assert wire.lost or not wire.loss
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_network_that_is_gone(upshift):
    """From one moment to the next every packet is lost: a ping tells."""
    wire = Wire(delay=0.001)
    script = "import socket, sys; s = socket.create_server(('0.0.0.0', 0)); print(s.getsockname()[1], flush=True)\n"
    script += "sys.path.insert(0, sys.argv[1]); from harness.peer import Peer; import threading\n"
    script += "p = Peer(s.accept()[0], threading.Event()); p.websocket(); p.text('hello'); p.rest()\n"
    process = subprocess.Popen(
        [*wire.command(0), sys.executable, "-c", script, str(SERVERS.parent)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        url = f"ws://{ADDRESSES[0]}:{int(process.stdout.readline())}/"
        words = [*wire.command(1), UPSHIFT, "--listen", "--ping-interval", "0.2", "--ping-timeout", "0.5", url]
        running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=upshift.environment(), cwd=upshift.home)
        assert running.stdout.readline() == b"hello\n"
        wire.loss = 1
        assert running.wait(15) == 115
        running.stdout.close()
        running.stderr.close()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        wire.stop()


def preload(place, name: str, source: str) -> str:
    """A library that stands before libc."""
    (place / f"{name}.c").write_text(source)
    words = [need("cc"), "-shared", "-fPIC", "-o", str(place / f"{name}.so"), str(place / f"{name}.c"), "-ldl"]
    if subprocess.run(words, capture_output=True).returncode:
        absent("no shared library can be made")
    return str(place / f"{name}.so")


# The disk

FULL = [
    ["-o", "/dev/full"], ["-i", "-o", "/dev/full"], ["-D", "/dev/full", "-o", "out"], ["--record", "/dev/full"], ["-N", "-o", "/dev/full"],
]  # fmt: skip


@pytest.mark.parametrize("words", FULL, ids=" ".join)
@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_a_full_disk(upshift, serve, words, scheme):
    script = scripts.say("message") if scheme == "ws" else scripts.respond("200 OK", body=b"body\n")
    listen = ["--listen"] if scheme == "ws" else []
    result = upshift(*listen, *words, serve(scripts.forgiving(script)).url("/", scheme))
    assert result.status == 23 and len(result.err.splitlines()) == 1 and "/dev/full" in result.err, result


@pytest.mark.parametrize("words", [["--trace", "/dev/full"], ["--trace-ascii", "/dev/full"], ["-c", "/dev/full"], ["-w", "%output{/dev/full}x"], ["--stderr", "/dev/full", "-v"], ["--hsts", "/dev/full"], ["--etag-save", "/dev/full"], ["--libcurl", "/dev/full"]], ids=" ".join)  # fmt: skip
def test_what_is_written_beside_does_not_cost_the_body(upshift, recorder, words):
    recorder.routes["/"] = response("200 OK", "Set-Cookie: a=b", 'ETag: "x"', body=b"body\n")
    assert upshift(*words, recorder.url()).out == b"body\n"


@pytest.mark.parametrize("words", [["--trace", "/dev/full"], ["--trace-ascii", "/dev/full"], ["-w", "%output{/dev/full}x"], ["-w", "%output{none/x}x"], ["--etag-save", "/dev/full"], ["--libcurl", "/dev/full"]], ids=" ".join)  # fmt: skip
@pytest.mark.parametrize("status", ["200 OK", "404 Not Found"])
def test_what_is_written_beside_and_lost_is_told(upshift, recorder, words, status):
    recorder.routes["/"] = response(status, 'ETag: "x"', body=b"body\n")
    result = upshift(*words, "--fail-with-body", recorder.url())
    line = result.err.splitlines()[0 if status == "200 OK" else words[0] in ("--trace", "--trace-ascii", "--libcurl")]
    assert re.fullmatch(r"upshift: \(23\) --[a-z-]+: cannot write (/dev/full: No space left on device|none/x: No such file or directory)", line), result
    assert (result.status, result.out) == (23 if status == "200 OK" else 22, b"body\n"), result


CLOSING = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int close(int file) {
  static int (*real)(int);
  if(!real) real = dlsym(RTLD_NEXT, "close");
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  int result = real(file);
  if(length < 0) return result;
  path[length] = 0;
  const char *name = strrchr(path, '/');
  if(!name || strcmp(name + 1, getenv("FULL"))) return result;
  errno = EDQUOT;
  return -1;
}
"""


@pytest.fixture(scope="session")
def closing(place) -> str:
    """A file system that finds out at the end that there is no room for the file `$FULL`, as NFS does."""
    return preload(place, "closing", CLOSING)


@pytest.mark.parametrize(
    "words",
    ["-o full", "-O", "-OJ", "-i -o full", "-o full -C 0", "-o full -R", "-o full --remove-on-error", "-o body -D full", "-D full", "--trace full", "--etag-save full", "-w %output{full}x", "-w %output{>>full}x", "--libcurl full", "--record full"],
)  # fmt: skip
def test_a_disk_that_is_full_when_a_file_is_closed(upshift, recorder, closing, words):
    recorder.answer = lambda head: response("200 OK", 'ETag: "x"', "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT", body=b"body\n")
    result = upshift(*words.split(), recorder.url("/full"), env={"LD_PRELOAD": closing, "FULL": "full"})
    assert result.status == 23 and result.err.endswith("cannot write full: Disk quota exceeded\n") and result.err.count("\n") == 1, result
    assert (upshift.home / "full").exists() == ("--remove-on-error" not in words)
    assert result.out == (b"" if "-o" in words or "-O" in words else b"body\n"), result


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_a_disk_that_is_full_after_a_conversation(upshift, serve, closing, scheme):
    script = scripts.say("hello")
    server = serve(*(scripts.after_426(script) if scheme == "http" else [script]))
    result = upshift("--listen", "-o", "full", server.url("/", scheme), env={"LD_PRELOAD": closing, "FULL": "full"})
    assert result.status == 23 and result.err == "upshift: (23) cannot write full: Disk quota exceeded\n", result
    assert (upshift.home / "full").read_bytes() == b"hello\n"


@pytest.mark.parametrize("words", [["--report-junit", "full"], ["--report-tap", "full"]])
def test_a_disk_that_is_full_after_a_check(check, recorder, closing, words):
    result = check(recorder, "GET {{base}}/\nHTTP 200\n", *words, env={"LD_PRELOAD": closing, "FULL": "full"})
    assert result.status == 23 and "upshift: (23) cannot write full: Disk quota exceeded\n" in result.err, result


def test_a_disk_that_is_full_in_a_check(check, recorder, closing):
    text = "GET {{base}}/\n[Options]\noutput: full\nHTTP 200\n"
    result = check(recorder, text, env={"LD_PRELOAD": closing, "FULL": "full"})
    assert result.status == 23 and "cannot write full: Disk quota exceeded" in result.said, result


def test_files_that_are_closed_have_all(upshift, recorder):
    """What was written before another attempt is forgotten; the heads of all URLs are in one file."""
    answers = [response("503 Later", "Retry-After: 0", body=b"not this, which is longer\n"), *[response("200 OK", f"X: {n}", body=b"body\n") for n in range(3)]]
    heads = b"".join(answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" for answer in answers)
    recorder.answer = lambda head: answers.pop(0)
    words = ["-s", "--retry", 1, "-D", "heads", "-o", "out", "-o", "out2", "-o", "out"]
    assert upshift(*words, recorder.url("/1"), recorder.url("/2"), recorder.url("/3")).status == 0
    assert (upshift.home / "heads").read_bytes() == heads
    assert [(upshift.home / name).read_bytes() for name in ("out", "out2")] == [b"body\n"] * 2


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["-M"], ["--generate", "man"], ["--curl", "http://x/"], ["{url}"], ["-i", "{url}"], ["--listen", "{ws}"], ["--ws-format", "ndjson", "--listen", "{ws}"], ["--explain", "{url}"], ["-w", "%{{json}}", "{url}"], ["--jq", ".", "{url}"]], ids=" ".join)  # fmt: skip
def test_a_full_standard_output(upshift, serve, words):
    def script(peer):
        peer.head()
        peer.answer("200 OK", "Content-Type: application/json", body=b'{"a":1}')

    plain = serve(scripts.forgiving(script), repeat=True)
    socket_ = serve(scripts.forgiving(scripts.say("message")), repeat=True)
    with open("/dev/full", "wb") as full:
        running = upshift.start(*(word.format(url=plain.url(), ws=socket_.ws()) for word in words), stdin=subprocess.DEVNULL, stdout=full)
        assert running.status(15) in (23, 0 if words[0] == "-w" else 23)


# The clock

JUMPING = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static long jump(void) {
  static int calls;
  // A year ahead, a year back, and so on: at every look.
  return (++calls % 2 ? 1 : -1) * 31536000L;
}
int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if(!real) real = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, now);
  if(clock == CLOCK_REALTIME) now->tv_sec += jump();
  return result;
}
int gettimeofday(struct timeval *now, void *zone) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  now->tv_sec = time.tv_sec;
  now->tv_usec = time.tv_nsec / 1000;
  return 0;
}
time_t time(time_t *now) {
  struct timespec seen;
  clock_gettime(CLOCK_REALTIME, &seen);
  if(now) *now = seen.tv_sec;
  return seen.tv_sec;
}
"""


@pytest.fixture(scope="session")
def jumping(place) -> dict[str, str]:
    """A clock of the day that jumps a year at every look; the others go on."""
    return {"LD_PRELOAD": preload(place, "jumping", JUMPING)}


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_the_clock_of_the_day_is_no_limit(upshift, serve, jumping, scheme):
    """No time-out comes early, and none does not come."""

    def script(peer):
        if not (head := peer.head()).is_handshake:
            peer.answer("426 Upgrade Required", "Upgrade: websocket", "Connection: close")
            return
        peer.send(switching(head))
        for _ in range(20):
            peer.send(frames.encode(frames.PING))
        peer.echo()
        peer.end()

    words = ["-m", 15, "--connect-timeout", 5, "--ping-interval", 0.2, "--ping-timeout", 5, "--linger", 0.3, "--speed-time", 5]
    result = upshift(*words, serve(script, repeat=True).url("/", scheme), stdin=b"hello\n", env=jumping)
    assert (result.status, result.out) == (0, b"hello\n"), result
    for words in (["-m", 0.5], ["--linger", 0.1, "-m", 5]):
        server = serve(scripts.forgiving(lambda peer: (peer.websocket(), peer.rest())))
        start = time.monotonic()
        upshift(*words, server.ws(), env=jumping)
        assert time.monotonic() - start < 5


def test_the_clock_of_the_day_at_a_prompt_and_in_a_check(serve, check, prompt, jumping):
    text = "GET {{ws}}/\nHTTP 101\n[WebSocket]\nexpect text == \"hello\" within 5s\nnever text == \"x\" for 50ms\nclose\n"
    assert check(serve(lambda peer: (peer.websocket(), peer.text("hello"), peer.closing())), text, env=jumping).status == 0
    pane = prompt("--reconnect", serve(lambda peer: (peer.websocket(), peer.text("hello"), peer.closing())).ws(), **jumping)
    pane.expect("hello")
    pane.write("\x04")
    assert pane.status() == 0


# Many


def descriptors(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


def resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


MANY = {
    "WebSockets": (10_000, lambda server, check: ["--listen", "-s", server.ws("/[1-{count}]")]),
    "responses": (10_000, lambda server, check: ["-s", "-b", "", server.url("/[1-{count}]")]),
    "a check": (2_000, lambda server, check: check.words(server, "--jobs", 1, "--repeat", "{count}", "x.check")),
}


@pytest.mark.parametrize("what", MANY)
def test_many_connections_in_one_run(upshift, check, serve, what):
    """Each is closed by its server. Neither memory nor descriptors are left of one."""
    count, words = MANY[what]
    if os.environ.get("UPSHIFT_SANITIZED"):
        count //= 20
    samples: list[tuple[int, int]] = []
    lock: list[int] = []

    def script(peer):
        lock.append(1)
        if len(lock) in (count // 5, count - 1):
            samples.append((descriptors(running.pid), resident(running.pid)))
        head = peer.head()
        if head.is_handshake:
            peer.send(switching(head) + frames.text("hello") + frames.close(1000))
            peer.frame()
        else:
            peer.answer("200 OK", "Connection: close", "Set-Cookie: a=b", body=b"hello\n")

    server = serve(scripts.forgiving(script), repeat=True)
    upshift.servers.remove(server)
    check.write("GET {{base}}/\nHTTP 200\n")
    running = upshift.start(*(str(word).replace("{count}", str(count)) for word in words(server, check)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    assert running.status(240) == 0
    server.stop()
    assert len(lock) == count
    (first, memory), (last, more) = samples
    # Of a check each request's result is kept, for the reports.
    most = count * 4096 if what == "a check" else 3 << 20
    assert abs(last - first) <= 2 and more - memory < most, (samples, (more - memory) / (count * 0.8))


@pytest.mark.parametrize("scheme", ["ws", "http"])
def test_a_system_that_cannot_wait(upshift, serve, scheme):
    """poll(2) refuses more descriptors than a process may have: that ends it, instead of asking for ever."""

    def script(peer):
        if scheme == "ws":
            peer.websocket(then=frames.text("ready"))
        else:
            peer.head()
            peer.send(b"HTTP/1.1 200 OK\r\n\r\nready\n")
        limited.wait()
        peer.send(frames.text("go on") if scheme == "ws" else b"go on")
        peer.stall()

    limited = threading.Event()
    running = upshift.start("-N", *(["--listen"] if scheme == "ws" else []), serve(script).url(scheme=scheme))
    assert running.line() == b"ready"
    resource.prlimit(running.pid, resource.RLIMIT_NOFILE, (1, 1))
    limited.set()
    assert running.status() != 0
    assert running.process.stderr.read().startswith(b"upshift: (")
