"""Every signal at every stage of a run: it ends, with the right status, or goes on as if nothing had been."""

import os
import select
import signal
import socket
import threading
import time

import pytest

from harness import frames, scripts
from harness.frames import CLOSE
from harness.peer import Gone, switching
from harness.terminal import BEGIN

ENDING = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]


class Stage:
    """`reached` is set when the program is where the stage says; the server then waits for `go`."""

    def __init__(self, serve):
        self.serve = serve
        self.reached, self.go = threading.Event(), threading.Event()
        self.got: list[bytes] = []
        self.words: list[object] = []
        self.stdin = b"hello\n"
        self.expected = b"hello\n"

    def wait(self, peer) -> None:
        self.reached.set()
        while not self.go.wait(0.01):
            ready, _, _ = select.select([peer.connection], [], [], 0)
            if peer.stopping.is_set() or ready and not peer.connection.recv(1, socket.MSG_PEEK):
                raise Gone("it has left")

    def echo(self, peer, taken=None) -> None:
        peer.send(switching(taken or peer.head()))
        peer.echo()
        peer.end()

    def wait_for_head(self, peer) -> None:
        taken = peer.head()
        self.wait(peer)
        self.echo(peer, taken)


def connecting(stage: Stage) -> None:
    """The queue of the listener is full: no SYN is answered until somebody is let in."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=0)
    port = listener.getsockname()[1]
    full = [socket.socket() for _ in range(4)]
    for each in full:
        each.setblocking(False)
        each.connect_ex(("127.0.0.1", port))

    def let_in() -> None:
        stage.go.wait(15)
        for each in (listener, *full):
            each.close()

    threading.Thread(target=let_in, daemon=True).start()
    stage.words = ["-m", 5, f"ws://127.0.0.1:{port}/"]
    threading.Timer(0.2, stage.reached.set).start()
    stage.expected = None


def tls(stage: Stage) -> None:
    def script(peer):
        peer.take(1)
        stage.wait(peer)

    stage.words = [stage.serve(scripts.forgiving(script)).url(scheme="wss")]
    stage.expected = None


def head(stage: Stage) -> None:
    def script(peer):
        stage.wait_for_head(peer)

    stage.words = ["--count", 1, stage.serve(scripts.forgiving(script)).ws()]


def in_a_head(stage: Stage) -> None:
    def script(peer):
        taken = peer.head()
        answer = switching(taken)
        peer.send(answer[:40])
        stage.wait(peer)
        peer.send(answer[40:])
        peer.echo()
        peer.end()

    stage.words = ["--count", 1, stage.serve(scripts.forgiving(script)).ws()]


def followed_hop(stage: Stage) -> None:
    def second(peer):
        stage.wait_for_head(peer)

    stage.words = ["--count", 1, stage.serve(*map(scripts.forgiving, scripts.after_426(second))).url()]


def redirected(stage: Stage) -> None:
    def second(peer):
        stage.wait_for_head(peer)

    server = stage.serve(scripts.forgiving(lambda peer: scripts.respond("302 Found", f"Location: {server.ws('/b')}")(peer)), scripts.forgiving(second))
    stage.words = ["-L", "--count", 1, server.ws("/a")]


def proxy(stage: Stage) -> None:
    def script(peer):
        assert peer.head().method == "CONNECT"
        stage.wait(peer)
        peer.send(b"HTTP/1.1 200 OK\r\n\r\n")
        stage.echo(peer)

    stage.words = ["--count", 1, "-x", stage.serve(scripts.forgiving(script)).url(), "ws://a.test/"]


def idle(stage: Stage) -> None:
    def script(peer):
        peer.websocket()
        stage.wait(peer)
        peer.text("hello")
        peer.closing()

    stage.words, stage.stdin = ["--count", 1, stage.serve(scripts.forgiving(script)).ws()], b""


def sending(stage: Stage) -> None:
    """The server reads nothing of what is more than fits."""

    def script(peer):
        peer.websocket()
        peer.connection.settimeout(15)
        time.sleep(0.3)  # the only sign of a full connection is that nothing happens any more
        stage.wait(peer)
        while (message := peer.message()).opcode != CLOSE:
            stage.got.append(message.payload)
        peer.send(frames.encode(CLOSE, message.payload))
        peer.end()

    stage.stdin = b"".join(b"%d %s\n" % (number, b"z" * 9000) for number in range(2000))
    stage.words, stage.expected = ["--linger", 0, stage.serve(scripts.forgiving(script)).ws()], b""


def receiving(stage: Stage) -> None:
    """In the middle of a message."""

    def script(peer):
        peer.websocket()
        peer.send(frames.header(frames.TEXT, 5) + b"he")
        stage.wait(peer)
        peer.send(b"llo")
        peer.closing()

    stage.words, stage.stdin = ["--count", 1, stage.serve(scripts.forgiving(script)).ws()], b""


def closing(stage: Stage) -> None:
    def script(peer):
        peer.websocket()
        peer.text("hello")
        assert peer.message().opcode == CLOSE
        stage.wait(peer)
        peer.send(frames.close(1000))
        peer.end()

    stage.words, stage.stdin = ["--count", 1, stage.serve(scripts.forgiving(script)).ws()], b""


def body(stage: Stage) -> None:
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhel")
        stage.wait(peer)
        peer.send(b"lo\n")
        peer.end()

    stage.words, stage.stdin = [stage.serve(scripts.forgiving(script)).url()], b""


STAGES = [connecting, tls, head, in_a_head, followed_hop, redirected, proxy, idle, sending, receiving, closing, body]


@pytest.fixture(params=STAGES, ids=lambda stage: stage.__name__.replace("_", " "))
def stage(request, serve, upshift):
    stage = Stage(serve)
    request.param(stage)
    (upshift.home / "in").write_bytes(stage.stdin)
    with (upshift.home / "in").open("rb") as given:
        stage.running = upshift.start(*stage.words, stdin=given if stage.stdin else None)
    assert stage.reached.wait(10)
    stage.name = request.param.__name__
    yield stage
    stage.go.set()


@pytest.mark.parametrize("number, status", ENDING, ids=lambda value: getattr(value, "name", ""))
def test_a_signal_that_ends(stage, number, status):
    """Before the 101 at once; on a WebSocket after a Close, or after a second one. Nothing is left running."""
    stage.running.signal(number)
    if stage.name in ("sending", "closing", "receiving", "idle"):
        time.sleep(0.1)  # a second signal that came with the first would be one
        if stage.running.process.poll() is None:
            stage.running.signal(number)
    assert stage.running.status(5) in (status, -number)
    out = stage.running.process.stdout.read()
    assert (stage.expected or b"").startswith(out.rstrip(b"\n")), out


@pytest.mark.parametrize("how", ["SIGPIPE", "SIGTSTP", "SIGWINCH", "SIGURG"])
def test_a_signal_that_does_not(stage, how):
    """SIGPIPE is nobody's end; what was stopped goes on where it was, and nothing is lost."""
    running = stage.running
    running.signal(signal.Signals[how])
    if how == "SIGTSTP":
        end = time.monotonic() + 5
        while b"T" not in state(running):
            assert time.monotonic() < end, "it does not stop"
        running.signal(signal.SIGCONT)
    assert running.process.poll() is None
    stage.go.set()
    if stage.expected is None:
        # There is nobody behind that server: that it goes on is that it sees so.
        assert running.status(10) in (7, 28, 35, 52, 56)
        return
    result = running.wait(15)
    assert (result.status, result.out) == (0, stage.expected), result
    if stage.got:
        assert b"".join(line + b"\n" for line in stage.got) == stage.stdin


def state(running) -> bytes:
    with open(f"/proc/{running.pid}/stat", "rb") as file:
        return file.read().rpartition(b")")[2].split()[0]


def test_sigpipe_is_as_it_was_for_a_program_that_we_start(serve, prompt, tmp_path):
    """We ignore it; an editor must not."""
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\ngrep SigIgn /proc/self/status > ignored\n")
    editor.chmod(0o755)
    server = serve(scripts.forgiving(lambda peer: (peer.websocket(), peer.rest())))
    pane = prompt(server.ws(), EDITOR=str(editor))
    pane.expect(BEGIN, "101, ws")
    pane.write("/multi\r")
    end = time.monotonic() + 10
    while not (tmp_path / "ignored").exists() or not (tmp_path / "ignored").read_text():
        assert time.monotonic() < end
        pane.pump(0.02)
    ignored = int((tmp_path / "ignored").read_text().split()[1], 16)
    assert not ignored >> (signal.SIGPIPE - 1) & 1, "the editor would ignore SIGPIPE"
    pane.expect("nothing is sent")
    pane.write("\x04")
    pane.status()


# A terminal that goes away

GONE = {
    "connecting": lambda peer: (peer.head(), peer.rest()),
    "open": lambda peer: (peer.websocket(), peer.rest()),
    "closed": scripts.say("bye"),
}


@pytest.mark.parametrize("when", GONE)
@pytest.mark.parametrize("options", [[], ["--reconnect"], ["--no-interactive"]], ids=lambda words: "".join(words) or "prompt")
def test_a_terminal_that_goes_away(serve, prompt, when, options):
    """Nothing is left behind, whatever the program was at."""
    server = serve(scripts.forgiving(GONE[when]), repeat=True)
    pane = prompt(*options, server.ws())
    if when == "connecting" or options == ["--no-interactive"]:
        end = time.monotonic() + 10
        while not server.heads:
            assert time.monotonic() < end
            pane.pump(0.01)
    elif when == "open":
        pane.expect("101, ws")
    else:
        pane.expect("close 1000")
    os.close(pane.master)
    pane.master = os.open("/dev/null", os.O_RDWR)
    status = pane.process.wait(15)
    # Without a prompt the terminal is an output that cannot be written, or nothing was left to be done.
    ends = [] if options != ["--no-interactive"] else [23, 0] if when == "closed" else [23]
    assert status in (129, -signal.SIGHUP, *ends), status
