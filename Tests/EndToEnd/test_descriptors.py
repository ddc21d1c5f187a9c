"""The descriptors that we were given: closed, full, shared with the shell, not there at all."""

import fcntl
import os
import socket
import subprocess

import pytest

from harness import scripts


def test_closed_standard_output_is_23_and_quiet(upshift, serve):
    def script(peer):
        peer.websocket()
        try:
            while True:
                peer.text("x" * 1000)
        except Exception:
            pass  # the client leaves when it pleases

    running = upshift.start("--listen", serve(script).ws())
    running.line()
    running.process.stdout.close()
    assert running.status(10) == 23
    assert running.process.stderr.read() == b""


def test_head_is_satisfied(upshift, serve):
    """`upshift … | head -n 1`, as a shell runs it."""

    def script(peer):
        peer.websocket()
        try:
            while True:
                peer.text("line")
        except Exception:
            pass

    url = serve(script).ws()
    done = subprocess.run(
        ["sh", "-c", f"{upshift.path} --listen {url} | head -n 1"],
        capture_output=True,
        timeout=15,
        env=upshift.environment(),
        cwd=upshift.home,
    )
    assert (done.stdout, done.stderr) == (b"line\n", b"")


@pytest.mark.parametrize("kind", ["pipe", "socket"])
def test_o_nonblock_of_inherited_descriptors_is_untouched(upshift, serve, kind):
    if kind == "pipe":
        (stdin, feed), (drain, stdout) = os.pipe(), os.pipe()
    else:
        (stdin, feed), (drain, stdout) = [[end.detach() for end in socket.socketpair()] for _ in range(2)]

    def flags():
        return [fcntl.fcntl(descriptor, fcntl.F_GETFL) for descriptor in (stdin, stdout)]

    before = flags()
    running = upshift.start("--linger", 0.1, serve(scripts.echo()).ws(), stdin=stdin, stdout=stdout)
    os.write(feed, b"hello\n")
    assert os.read(drain, 100) == b"hello\n"
    during = flags()
    os.close(feed)
    assert running.status(10) == 0
    assert before == during == flags()
    for descriptor in (stdin, drain, stdout):
        os.close(descriptor)


def test_a_file_as_standard_input_and_output(upshift, guide):
    (upshift.home / "in").write_bytes(b"one\ntwo\n")
    with (upshift.home / "in").open("rb") as stdin, (upshift.home / "out").open("wb") as stdout:
        result = upshift.start("--count", 2, guide.url(), stdin=stdin, stdout=stdout).status(10)
    assert (result, (upshift.home / "out").read_bytes()) == (0, b"one\ntwo\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_a_descriptor_that_is_not_there(upshift, serve, closed):
    """`upshift … <&-`: the socket must not become descriptor 0 or 1 and be taken for the shell's."""
    url = serve(scripts.say("message")).ws()
    done = subprocess.run(
        ["sh", "-c", f"exec {upshift.path} --listen {url} {closed}"],
        capture_output=True,
        timeout=15,
        env=upshift.environment(),
        cwd=upshift.home,
    )
    if closed == "<&-":
        assert (done.returncode, done.stdout) == (0, b"message\n"), done
    else:
        assert done.returncode == 23, done
