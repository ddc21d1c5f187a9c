"""`--record` and `/save FILE.check`: what was a session is a check that passes against a server that behaves the same."""

import base64
import random
import signal
import stat
import unicodedata

import pytest

from harness import frames
from harness.scripts import after_426, echo, listen, respond, say, upgrade_required
from harness.servers import PASSWORD, USER

BEGIN = b"\x1b[?2004h"


def written(upshift, name="session.check") -> str:
    """What was recorded, to be read by its owner only."""
    file = upshift.home / name
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return file.read_text()


def check(upshift, *words, name="session.check", **more):
    return upshift("check", *words, name, **more)


def passes(upshift, *words, **more) -> None:
    done = check(upshift, *words, **more)
    assert (done.status, done.err) == (0, ""), done


HOSTILE = [
    "",
    "plain",
    " # {{x}} `q` \"d\" '' \\ \\n end ",
    "```",
    '{"op":"ping","n":123456789012345678,"x":{{}}',
    "\x01\x1b[2J\x7f\x85\u2028\u202e",
    "\ufeffé e\u0301 👩‍👩‍👧 \U0010ffff",
    "tab\tCR\rLF\n",
    "within 2s",
    "expect close 1000",
    "[WebSocket]\nGET http://127.0.0.1:1/\nHTTP 500",
]


def test_what_goes_through_a_pipe(upshift, python_websockets):
    done = upshift(
        *("--record", "session.check", "--ws-format", "nul", "--count", len(HOSTILE), python_websockets.url()),
        stdin="\0".join(HOSTILE + [""]).encode(),
    )
    assert (done.status, done.out) == (0, "\0".join(HOSTILE + [""]).encode()), done
    text = written(upshift)
    assert "\nHTTP 426 -> 101\n[WebSocket]\n" in text
    assert text.endswith("\nclose 1000\nexpect close 1000\n")
    assert not {character for character in text if unicodedata.category(character) in ("Cc", "Zl", "Zp")} - {"\n"}
    passes(upshift)


@pytest.mark.parametrize("seed", range(3))
def test_binary_and_large_messages(upshift, python_websockets, seed):
    numbers = random.Random(seed)
    for kind, message in [
        ("binary", numbers.randbytes(70_000)),
        ("text", "`{{\\".encode() * (1 << 18)),
        ("text", "é".encode() * (1 << 19) + b"x"),
        ("binary", numbers.randbytes((1 << 20) + 1)),
    ]:
        (upshift.home / "session.check").unlink(missing_ok=True)
        done = upshift(
            *("--record", "session.check", "--ws-format", "nul", "--ws-send", kind, "--count", 1),
            python_websockets.url(scheme="ws"),
            stdin=message.replace(b"\0", b"1") + b"\0",
        )
        assert done.status == 0 and len(done.out) == len(message) + 1, done
        passes(upshift)


def talkative(greeting: str = "hello", answer: str = '{"op":"pong"}', code: int = 1008):
    def script(peer):
        peer.websocket("Sec-WebSocket-Protocol: chat", then=frames.text(greeting))
        peer.send(frames.encode(frames.PING, b"p"))
        peer.send(frames.encode(frames.BINARY, b"\x00\xff"))
        assert peer.message().payload == b'{"op":"ping"}'
        peer.text(answer)
        peer.close(code, "policy")

    return script


def record_talk(upshift, serve, *replays) -> None:
    server = serve(talkative(), *replays)
    done = upshift(
        "--record", "session.check", "--subprotocol", "chat", "--send", '{"op":"ping"}', "--listen", server.ws()
    )
    assert done.status == 116, done
    # When the client's message goes is its own affair.
    lines = [line for line in written(upshift).splitlines() if not line.startswith("send ")]
    assert lines[-9:-1] == [
        *("HTTP 101", "Sec-WebSocket-Protocol: chat", "[WebSocket]"),
        *("expect text == `hello`", "expect ping", "expect binary == hex,00ff;"),
        *('expect text == `{"op":"pong"}`', "expect close 1008"),
    ]
    assert lines[-1].startswith("# It ended with: (116) ")


def test_a_server_that_speaks_first_and_closes(upshift, serve):
    record_talk(upshift, serve, talkative())
    passes(upshift)


@pytest.mark.parametrize(
    "other, line",
    [
        (talkative(greeting="good day"), "expect text == `hello`"),
        (talkative(answer='{"op":"pong" }'), 'expect text == `{"op":"pong"}`'),
        (talkative(code=1011), "expect close 1008"),
        (respond("403 Forbidden"), "HTTP 101"),
    ],
)
def test_one_that_answers_otherwise_fails(upshift, serve, other, line):
    record_talk(upshift, serve, other)
    file = upshift.home / "session.check"
    file.write_text(file.read_text().replace("[Options]\n", "[Options]\nexpect-timeout: 500ms\n"))
    done = check(upshift)
    assert done.status == 117, done
    assert f"| {line}" in done.err, done
    upshift.settle()
    for server in upshift.servers:
        server._errors.clear()  # a check that fails leaves a script in the middle


def test_credentials_are_nowhere(upshift, serve):
    secrets = {"token": "tok%2F42", "authorization": "sk-live-1", "sid": "c00kie", "password": "hunter2"}

    def script(peer):
        head = peer.websocket()
        for name, value in [("Authorization", "Bearer sk-live-1"), ("Cookie", "sid=c00kie")]:
            assert head[name] == value
        assert head.target == "/chat?token=tok%2F42"
        peer.text("welcome, " + " ".join(["sk-live-1", "c00kie", "tok%2F42", "tok/42"]))
        assert peer.message().payload == b'{"op":"login","password":"hunter2"}'
        peer.text('{"your":"hunter2"}')
        peer.send(frames.encode(frames.BINARY, b"hunter2"))
        peer.send(frames.text(base64.b64encode(b"sk-live-1")))
        peer.closing()

    server = serve(script, script, script)
    words = ["-H", "Authorization: Bearer sk-live-1", "-b", "sid=c00kie"]
    words += ["--send", '{"op":"login","password":"hunter2"}', "--count", "4", server.ws("/chat?token=tok%2F42")]
    assert upshift("--record", "session.check", *words).status == 0
    text = written(upshift)
    for secret in [*secrets.values(), "tok/42", "c2stbGl2ZS0x", b"hunter2".hex()]:
        assert secret not in text
    assert "Authorization: Bearer {{authorization}}\n" in text
    secrets |= {"token_plain": "tok/42", "authorization_base64": "c2stbGl2ZS0x"}
    named = [line[4:].split(":")[0] for line in text.splitlines() if line.startswith("#   ")]
    assert sorted(named) == sorted(secrets)
    passes(upshift, *(f"--secret={name}={value}" for name, value in secrets.items()))
    passes(upshift, env={f"UPSHIFT_SECRET_{name}": value for name, value in secrets.items()})
    done = check(upshift)
    assert done.status == 2 and "unknown variable {{" in done.err, done


@pytest.mark.parametrize("scheme", ["--basic", "--digest", "--anyauth"])
def test_a_login(upshift, apache, scheme):
    """What goes out in Base64 is not there either; how to log in is for the command line."""
    url = apache.url("/digest" if scheme == "--digest" else "/basic", "ws")
    done = upshift(
        "--record", "session.check", scheme, "-u", f"{USER}:{PASSWORD}", "--send", PASSWORD, "--count", 1, url
    )
    assert done.status == 0, done
    text = written(upshift)
    assert PASSWORD not in text and base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode() not in text
    assert f"[Options]\nuser: {USER}:{{{{password}}}}\n" in text and "\nsend `{{password}}`\n" in text
    options = [scheme] if scheme != "--basic" else []
    assert "\n# To run it: upshift check " + " ".join([*options, "FILE"]) + "\n" in text
    passes(upshift, *options, "--secret", f"password={PASSWORD}")


def test_basic_told_back(upshift, serve):
    def script(peer):
        head = peer.head()
        peer.answer("200 OK", body=head["Authorization"].encode())
        peer.end()

    server = serve(script, script)
    assert upshift("--record", "session.check", server.url(user="alice:hunter2")).text == "Basic YWxpY2U6aHVudGVyMg=="
    text = written(upshift)
    assert f"\nGET {server.url(user='alice:{{password}}')}\nHTTP 200\n`Basic {{{{authorization}}}}`\n" in text
    passes(upshift, "--secret=password=hunter2", "--secret=authorization=YWxpY2U6aHVudGVyMg==")


# Without a WebSocket


@pytest.mark.parametrize(
    "fields, body, lines",
    [
        ([], b"", "``"),
        ([], b"hello", "`hello`"),
        (["Content-Type: application/json"], b'{"a":{{"b` \\', '`{"a":\\{{"b\\` \\\\`'),
        ([], b"one\r\ntwo `x`\n", "```escape\none\\r\ntwo \\`x\\`\n```"),
        (["Content-Type: text/plain; charset=latin1"], b"\xe9", "[Asserts]\nsha256 == hex,"),
        ([], b"x" * 4097, "[Asserts]\nsha256 == hex,"),
    ],
)
def test_an_exchange(upshift, serve, fields, body, lines):
    server = serve(*[respond("200 OK", *fields, body=body)] * 2, respond("200 OK", *fields, body=body + b"!"))
    done = upshift("--record", "session.check", server.url("/a"))
    assert (done.status, done.out) == (0, body), done
    assert f"\nGET {server.url('/a')}\nHTTP 200\n{lines}" in written(upshift)
    passes(upshift)
    assert check(upshift).status == 117


@pytest.mark.parametrize(
    "words, head, body",
    [
        (["-d", "a=1", "-d", "b=2\n#"], "POST", b"a=1&b=2\n#"),
        (["--json", '{"a": "{{b}}"}'], "POST", b'{"a": "{{b}}"}'),
        (["-X", "PUT", "--data-binary", "@bytes"], "PUT", b"\x00\xff"),
        (["-I"], "HEAD", b""),
        (["-X", "DELETE"], "DELETE", b""),
    ],
)
def test_a_request(upshift, serve, words, head, body):
    asked = []

    def script(peer):
        head = peer.head()
        names = ("Content-Type", "Accept", "X-Odd")
        asked.append((head.method, head.target, [head.all(name) for name in names], peer.body(head)))
        peer.answer("201 Created", "Connection: close")
        peer.end()

    (upshift.home / "bytes").write_bytes(b"\x00\xff")
    server = serve(script, script)
    assert upshift("--record", "session.check", "-H", "X-Odd: a # b\\", *words, server.url("/p?q=%20")).status == 0
    assert f"\n{head} {server.url('/p?q=%20')}\n" in written(upshift)
    passes(upshift)
    assert asked[0] == asked[1] and asked[0][3] == body


def test_tls_that_a_426_asks_for(upshift, nginx, tls):
    words = ["--cacert", tls.ca, f"http://localhost:{nginx.port}/"]
    assert upshift("--record", "session.check", *words).text == "secure GET\n"
    assert "\nHTTP 426 -> 200\n" in written(upshift)
    passes(upshift)


def test_redirects(upshift, serve):
    scripts = [respond("302 Found", "Location: /b"), respond("200 OK", body=b"there")]
    server = serve(*scripts * 2)
    assert upshift("--record", "session.check", "-L", server.url("/a")).text == "there"
    assert "[Options]\nlocation: true\nHTTP 302 -> 200\n`there`\n" in written(upshift)
    passes(upshift)


@pytest.mark.parametrize("words, status", [([], 110), (["--no-upgrade"], 0)])
def test_a_426_that_is_not_followed(upshift, serve, words, status):
    fields = ["Upgrade: nothing-known"] if status else ["Upgrade: websocket"]
    server = serve(*[upgrade_required(*fields)] * 2)
    assert upshift("--record", "session.check", *words, server.url()).status == status
    assert "\nHTTP 426\n" in written(upshift)
    passes(upshift)


def test_a_body_that_was_not_wanted(upshift, serve):
    server = serve(*[respond("404 Not Found", body=b"not here")] * 2)
    assert upshift("--record", "session.check", "-f", server.url()).status == 22
    assert "\nHTTP 404\n# It ended with: (22) " in written(upshift)
    passes(upshift)


def test_a_refused_handshake(upshift, serve):
    server = serve(*[respond("403 Forbidden", body=b"not you")] * 2)
    assert upshift("--record", "session.check", server.ws()).status == 113
    text = written(upshift)
    assert "\nHTTP 403\n`not you`\n# It ended with: (113) " in text
    passes(upshift)


def test_through_a_proxy(upshift, tinyproxy, python_websockets):
    words = ["--proxy", tinyproxy.url(), "--send", "x", "--count", "1", python_websockets.url(scheme="ws")]
    assert upshift("--record", "session.check", *words).status == 0
    assert f"proxy: {tinyproxy.url()}" in written(upshift) and "\nHTTP 101\n" in written(upshift)
    passes(upshift)


def test_several_urls(upshift, serve, python_websockets):
    server = serve(*[respond("200 OK", body=b"logged in")] * 2)
    words = ["--send", "x", "--count", "1", server.url("/login"), python_websockets.url(scheme="ws")]
    assert upshift("--record", "session.check", *words).status == 0
    text = written(upshift)
    assert text.count("\nGET ") == 2 and text.index("`logged in`") < text.index("send `x`")
    passes(upshift)


def test_expectations_are_recorded_too(upshift, serve):
    def script(peer):
        peer.websocket("Sec-WebSocket-Protocol: chat", then=frames.text("hello"))
        assert peer.message().payload == b"ping"
        peer.text('{"op":"pong"}')
        peer.closing()

    server = serve(script, script)
    words = ["--send", "ping", "--expect", 'jq:.op=="pong"', "--subprotocol", "chat", server.ws()]
    assert upshift("--record", "session.check", *words).status == 0
    text = written(upshift)
    assert "\nHTTP 101\nSec-WebSocket-Protocol: chat\n[WebSocket]\n" in text
    assert text.endswith('\nexpect text == `{"op":"pong"}`\nclose 1000\nexpect close 1000\n')
    passes(upshift)


# How it ends


def test_a_file_that_exists_is_left_alone(upshift, serve):
    server = serve()
    (upshift.home / "session.check").write_text("mine")
    done = upshift("--record", "session.check", server.url())
    assert (done.status, done.out) == (23, b"")
    assert done.err == "upshift: (23) --record: cannot write session.check: File exists\n"
    assert (upshift.home / "session.check").read_text() == "mine"


def test_a_link_is_not_followed(upshift, serve):
    server = serve()
    (upshift.home / "session.check").symlink_to("elsewhere")
    assert upshift("--record", "session.check", server.url()).status == 23
    assert not (upshift.home / "elsewhere").exists()


def test_a_folder_that_is_not_there(upshift, serve):
    server = serve()
    assert upshift("--record", "no/such/session.check", server.url()).status == 23


def test_without_an_answer(upshift, serve):
    server = serve()
    server.stop()
    assert upshift("--record", "session.check", server.url()).status == 7
    text = written(upshift)
    assert f"\nGET {server.url()}\n# It ended with: (7) " in text
    assert check(upshift).status == 7


def test_a_connection_that_is_lost(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.text("hello"))
        peer.end()

    server = serve(script, script)
    assert upshift("--record", "session.check", "--listen", server.ws()).status == 115
    assert "\nexpect text == `hello`\n# It ended with: (115) " in written(upshift)
    passes(upshift)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_a_conversation(upshift, serve, number):
    def script(peer):
        peer.websocket(then=frames.text("hello"))
        peer.closing()

    server = serve(script, script)
    running = upshift.start("--record", "session.check", "--listen", server.ws())
    assert running.line() == b"hello"
    running.signal(number)
    assert running.status() == 128 + number
    assert written(upshift).endswith("\nexpect text == `hello`\nclose 1001\nexpect close 1001\n")
    passes(upshift)


def test_a_signal_in_a_response(upshift, serve):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun\n")
        peer.stall()

    server = serve(script)
    running = upshift.start("--record", "session.check", server.url())
    assert running.line() == b"begun"
    running.signal(signal.SIGINT)
    assert running.status() == 130
    assert written(upshift).endswith("\nHTTP 200\n")


def test_a_signal_before_an_answer(upshift, serve):
    def script(peer):
        peer.head()
        running.signal(signal.SIGTERM)
        peer.stall()

    server = serve(script)
    running = upshift.start("--record", "session.check", server.url())
    assert running.status() == 143
    assert written(upshift).endswith(f"\nGET {server.url()}\n")


def test_what_is_too_much_is_not_recorded(upshift, serve):
    def script(peer):
        peer.websocket()
        for _ in range(20):
            peer.send(frames.encode(frames.BINARY, bytes(1 << 20)))
        peer.close()

    server = serve(script)
    done = upshift("--record", "session.check", "--listen", server.ws())
    assert done.status == 0
    text = written(upshift)
    assert text.count("\nexpect ") == 15 and "\n# What came after 16 MiB was not recorded.\n" in text


@pytest.mark.parametrize(
    "words, message",
    [
        (["-X", "get", "http://127.0.0.1/"], "--record: a check file has only methods in capitals, not 'get'"),
        (["check", "x.check"], "--record does not go with upshift check: the file says what to ask"),
    ],
)
def test_a_wrong_command_line(upshift, words, message):
    command = words[:1] if words[0] == "check" else []
    done = upshift(*command, "--record", "session.check", *words[len(command) :])
    assert (done.status, done.err) == (2, f"upshift: (2) {message}\n")
    assert not (upshift.home / "session.check").exists()


# At the prompt


def test_the_prompt_saves_a_check(upshift, serve, prompt):
    server = serve(*after_426(echo()), *after_426(echo()))
    pane = prompt("-H", "X-Token: hunter2", server.url("/chat"))
    pane.expect(BEGIN, "101, ws")
    for line in ["hello {{x}}", "/ping", "/binary 00ff", "the hunter2"]:
        pane.write(line + "\r")
    pane.expect("pong", "the hunter2")
    pane.write("/save session.check\r")
    pane.expect("a check in session.check")
    pane.write("/save session.check\r")
    pane.expect("cannot write session.check: File exists")
    pane.write("\x04")
    assert pane.status() == 0
    text = written(upshift)
    assert "hunter2" not in text
    assert "\nX-Token: {{x_token}}\nHTTP 426 -> 101\n[WebSocket]\nsend `hello \\{{x}}`\n" in text
    assert all(line in text.splitlines() for line in ["ping `1`", "expect pong", "send binary hex,00ff;"])
    passes(upshift, "--secret", "x_token=hunter2")


def test_the_prompt_is_recorded(upshift, serve, prompt):
    def script(peer):
        peer.websocket()
        assert peer.message().payload == b"one"
        peer.close(1000, "bye")

    server = serve(script, script, script, script)
    pane = prompt("--record", "session.check", server.ws())
    pane.expect(BEGIN, "101, ws")
    pane.write("one\r")
    pane.expect("Enter connects again")
    pane.write("\r")
    pane.expect("101, ws")
    pane.write("one\r")
    pane.expect("Enter connects again")
    pane.write("\x04")
    assert pane.status() == 0
    text = written(upshift)
    assert text.count("\nHTTP 101\n[WebSocket]\nsend `one`\nexpect close 1000\n") == 2
    passes(upshift)


def test_the_prompt_that_is_given_up(upshift, serve, prompt):
    server = serve(*[listen([])] * 2)
    pane = prompt("--record", "session.check", server.ws())
    pane.expect(BEGIN, "101, ws")
    pane.write("/close 4000 done\r")
    pane.expect("Enter connects again")
    pane.signal(signal.SIGTERM)
    assert pane.status() == 143
    assert written(upshift).endswith('\nclose 4000 "done"\nexpect close 4000\n')
    passes(upshift)


def test_a_folder_of_recordings_is_run(upshift, serve):
    server = serve(*[say("a"), say("b")] * 2)
    (upshift.home / "checks").mkdir()
    for number in range(2):
        assert upshift("--record", f"checks/{number}.check", "--listen", server.ws()).status == 0
    passes(upshift, "--jobs=1", name="checks")


def test_what_comes_from_the_environment_is_not_written(upshift, serve, tmp_path):
    """It holds for the check as it is; of what was typed, what holds for both is named once."""
    folder = tmp_path / "folder"
    folder.mkdir()
    answer = lambda peer: peer.head() and peer.send(b"HTTP/1.1 204 No Content\r\n\r\n")  # noqa: E731
    env = {"SSL_CERT_DIR": str(folder), "SSL_CERT_FILE": "/dev/null"}
    assert upshift("--record", "a.check", serve(answer).url(), env=env).status == 0
    text = (upshift.home / "a.check").read_text()
    assert "capath" not in text and "cacert" not in text
    assert upshift("--record", "b.check", "--capath", folder, serve(answer).url()).status == 0
    text = (upshift.home / "b.check").read_text()
    assert "upshift check --capath FOLDER FILE" in text and "proxy" not in text
