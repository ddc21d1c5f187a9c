"""The same, said otherwise: as a command of curl's (`--curl`), and as a program in C (`--libcurl`)."""

import shlex
import subprocess

import pytest

from harness import frames
from harness.likeness import normal, prepare, words
from harness.recorder import Recorder

ALIKE = """
    {url}
    -d a=1 -H X-One:1 {url}any
    -X DELETE -u user:pass {url}
    -A robot/1 -e http://from.example/ {url}
    --json {{"a":1}} {url}
    {url}any name=value count:=3 q==1
    --data-binary @input {url}
    -F a=1;type=text/x;headers="X-Part:1" -F f=@input;filename=n -F =(;type=multipart/alternative -F b=<input;encoder=base64 -F =) {url}any
    -L {url}302
    -I {url}
    {url} --next -G -d a=b {url}any
    -K config
    --no-compressed -b a=1 {url}cookie
    --compressed --proxy {url} http://named.example/
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def requests(recorder: Recorder) -> list:
    return [(normal(head), normal(body)) for head, body in recorder.take()]


def shell(command: str, home) -> subprocess.CompletedProcess:
    return subprocess.run(["sh", "-c", command], cwd=home, capture_output=True, timeout=20)


@pytest.fixture
def alike(upshift, recorder: Recorder):
    prepare(upshift.home)
    (upshift.home / "config").write_text(f'url = "{recorder.url("/lines")}"\nheader = "X-Config: yes"\n')
    return recorder


@pytest.mark.parametrize("case", lines(ALIKE))
def test_a_command_that_asks_the_same(upshift, alike, case):
    arguments = ["-s", *words(case, alike)]
    assert upshift(*arguments).status == 0
    ours = requests(alike)
    told = upshift("--curl", *words(case, alike))
    assert told.status == 0 and told.err == "upshift: a 426 is shown, and not followed\n"
    assert not requests(alike)
    command = told.out.decode()
    assert command.startswith("curl ") and command.endswith("\n") and command.count("\n") == 1
    assert shell(command, upshift.home).returncode == 0
    assert requests(alike) == ours


@pytest.mark.parametrize("case", lines(ALIKE))
def test_a_program_that_asks_the_same(upshift, alike, case):
    result = upshift("-s", *words(case, alike), "--libcurl", "told.c", "-o", "kept")
    assert result.status == 0, result.err
    ours = requests(alike)
    built = shell("cc -Wall -Werror -o told told.c -lcurl", upshift.home)
    assert built.returncode == 0, built.stderr.decode()
    assert shell("./told", upshift.home).returncode == 0
    assert requests(alike) == ours


@pytest.mark.parametrize(
    ("typed", "command", "lacks"),
    [
        ("--jq .a[] :80/x", "curl localhost:80/x | jq -rc '.a[]'", "a 426 is shown, and not followed"),
        ("--no-upgrade http://a/", "curl http://a/", ""),
        ("--upgrade h2c http://a/", "curl --http2 http://a/", "a 426 is shown, and not followed"),
        ("--no-buffer -fsS http://a/?b=1&c=2", "curl --no-buffer --fail --silent --show-error 'http://a/?b=1&c=2'", None),
        ("--send hi --count 1 http://a/", "curl http://a/", "curl has no --send|curl has no --count|a 426 is shown, and not followed"),
        ("-H it's http://a/", "curl --header 'it'\\''s' http://a/", None),
    ],
)  # fmt: skip
def test_what_it_lacks_is_said(upshift, typed, command, lacks):
    result = upshift("--curl", *typed.split(" "))
    assert (result.status, result.out.decode()) == (0, command + "\n")
    if lacks is not None:
        assert result.err == "".join(f"upshift: {line}\n" for line in lacks.split("|") if line)


def test_the_nearest_to_a_websocket(upshift, serve):
    server = serve(lambda peer: peer.websocket() and peer.send(b"\x81\x02hi"))
    result = upshift("--curl", "--subprotocol", "a", "--subprotocol", "b", "--origin", "http://o/", server.ws("/chat"))
    assert result.err == (
        "upshift: curl shows the answer to the handshake: it sends no message, and shows frames as they are\n"
    )
    shown = shell(shlex.join(["timeout", "5"]) + " " + result.out.decode(), upshift.home).stdout
    assert shown.startswith(b"HTTP/1.1 101 Switching Protocols\r\n")
    [head] = server.heads
    assert (head.target, head["Origin"], head["Sec-WebSocket-Protocol"]) == ("/chat", "http://o/", "a, b")


def test_a_program_has_what_is_asked_of_a_file(upshift, recorder):
    result = upshift("--libcurl", "-", "-C", "3", "--proto-redir", "-all", "-o", "kept", recorder.url("/lines"))
    assert b"CURLOPT_RESUME_FROM_LARGE, (curl_off_t)3" in result.out, result
    assert b"CURLOPT_REDIR_PROTOCOLS, 0L" in result.out, result


def test_the_program_goes_to_standard_output(upshift, recorder):
    result = upshift("--libcurl", "-", "-o", "kept", recorder.url())
    assert b"curl_easy_perform(curl);" in result.out
    failed = upshift("--libcurl", "none/told.c", recorder.url())
    assert failed.status == 23
    assert failed.err == "upshift: (23) --libcurl: cannot write none/told.c: No such file or directory\n"


def test_a_file_that_is_not_there_is_told_of(upshift):
    result = upshift("--curl", "-T", "none", ":80/")
    assert (result.status, result.out) == (0, b"curl --upload-file none localhost:80/\n")


def test_variables_of_our_own_are_told_of(upshift):
    result = upshift("--curl", "-w", "%output{x}%{upgrade_chain}%{time_upgrade}%{http_code}", ":80/")
    for name in ("%output{}", "%{upgrade_chain}", "%{time_upgrade}"):
        assert f"upshift: curl 7.88 has no {name}\n" in result.err
    assert "http_code" not in result.err


def test_a_program_is_told_of_a_request_and_not_of_what_becomes_of_it(upshift, serve):
    """The time limit is lifted for a conversation, and cookies are written, when the transfer has its options."""

    def script(peer):
        peer.websocket(then=frames.text("hi") + frames.close(1000))
        peer.end()

    for parallel in [], ["-Z"]:
        result = upshift(
            *parallel, "--libcurl", "told.c", "-m", 9, "-c", "jar", "--listen", serve(script).ws(), serve(script).ws()
        )
        assert result.status == 0, result
        told = (upshift.home / "told.c").read_text()
        blocks = told.split("curl_easy_reset(curl);")[1:]
        assert len(blocks) == 2
        for block in blocks:
            assert block.count("CURLOPT_TIMEOUT_MS") == 1 and "CURLOPT_TIMEOUT_MS, 0L" not in block, block
            assert "FLUSH" not in block, block
