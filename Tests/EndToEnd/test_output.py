"""What goes where: payload to standard output, all else to standard error, and nothing raw from a hostile server."""

import re

import pytest

from harness import frames, scripts
from harness.deflate import Deflate
from harness.peer import switching

HELLO = b"hello\n"
LONG = b"START" + b"a" * 3_000_000
CHAIN = re.compile(rb"\AHTTP/1.1 426 .*?\r\n\r\nHTTP/1.1 101 .*?\r\n\r\n(.*)\Z", re.S)


def chain():
    return scripts.after_426(scripts.echo("X-Last: 1"))


def test_include_shows_the_chain(upshift, serve):
    result = upshift("-i", "--count", 1, serve(*chain()).url(), stdin=HELLO)
    assert CHAIN.match(result.out)[1] == HELLO, result
    assert b"\r\nUpgrade: websocket\r\n" in result.out and b"\r\nX-Last: 1\r\n" in result.out


def test_include_shows_redirects_too(upshift, serve):
    server = serve(scripts.respond("302 Found", "Location: /a", body=b"moved\n"), *chain())
    result = upshift("-iL", "--count", 1, server.url(), stdin=HELLO)
    assert re.findall(rb"(?m)^HTTP/1.1 (\d+)", result.out) == [b"302", b"426", b"101"], result
    assert b"moved" not in result.out and b"something else" not in result.out


def test_output_takes_what_standard_output_would_have_had(upshift, serve):
    result = upshift("-o", "kept", "--count", 1, serve(*chain()).url(), stdin=HELLO)
    assert (result.status, result.out, (upshift.home / "kept").read_bytes()) == (0, b"", HELLO), result


def test_output_with_include(upshift, serve):
    result = upshift("-i", "-o", "kept", "--count", 1, serve(*chain()).url(), stdin=HELLO)
    assert (result.status, result.out) == (0, b"") and CHAIN.match((upshift.home / "kept").read_bytes())[1] == HELLO


def test_remote_name(upshift, serve):
    result = upshift("-O", "--count", 1, serve(*chain()).url("/ws/chat"), stdin=HELLO)
    assert (result.status, result.out, (upshift.home / "chat").read_bytes()) == (0, b"", HELLO), result


def test_output_into_a_directory_that_is_not_there(upshift, serve):
    result = upshift("-o", "none/kept", "--count", 1, serve(*chain(), repeat=True).url(), stdin=HELLO)
    assert result.status == 23, result


def test_a_conversation_that_nobody_could_keep_is_not_begun(upshift, serve):
    result = upshift("-o", "none/kept", serve().ws(), stdin=HELLO)  # a connection would be one too many
    assert (result.status, result.out) == (23, b""), result


def test_dump_header_has_the_chain(upshift, serve):
    result = upshift("-D", "heads", "--count", 1, serve(*chain()).url(), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    assert CHAIN.match((upshift.home / "heads").read_bytes())[1] == b""


def test_write_out(upshift, serve):
    server = serve(*chain())
    result = upshift("-w", "%{http_code} %{url_effective}\\n", "--count", 1, server.url("/x"), stdin=HELLO)
    assert result.status == 0 and result.out.startswith(HELLO + b"101 "), result
    assert result.out.rstrip().endswith(f"127.0.0.1:{server.port}/x".encode()), result


def test_write_out_after_a_refusal(upshift, serve):
    result = upshift("-w", "%{http_code}\\n", serve(scripts.respond("403 Forbidden", body=b"no\n")).ws())
    assert (result.status, result.out) == (113, b"no\n403\n"), result


def test_write_out_to_standard_error(upshift, recorder):
    result = upshift("-s", "-w", "out %{stderr}%{http_code}%{stdout} again", recorder.url())
    assert (result.out, result.err) == (b"hello\nout  again", "200"), result


def test_write_out_names_a_variable_that_it_does_not_know(upshift, recorder):
    result = upshift("-s", "-w", "%{http_code}%{nonsense}!", recorder.url())
    assert (result.status, result.out) == (0, b"hello\n200!") and "nonsense" in result.err, result


def closing_4001(peer):
    peer.websocket("Sec-WebSocket-Protocol: chat", after=0.2)
    while peer.message().opcode != frames.TEXT:
        pass
    peer.send(frames.encode(frames.BINARY, b"\xff" * 5) + frames.text("é"))
    peer.close(4001, "by\x1be")


WRITE_OUT = {
    "upgrade_chain": "426,101",
    "upgrade_count": "1",
    "upgrade_protocol": "websocket",
    "ws_subprotocol": "chat",
    "ws_extensions": "",
    "ws_close_code": "4001",
    "ws_close_reason": "by\\ee",
    "ws_messages_in": "2",
    "ws_messages_out": "1",
    "ws_bytes_in": "7",
    "ws_bytes_out": "5",
}


@pytest.mark.parametrize("arguments", [["--send", "hello"], ["--send", "hello", "--expect", "close 4001"]], ids=len)
def test_write_out_of_an_upgrade(upshift, serve, arguments):
    server = serve(*scripts.after_426(closing_4001))
    format = "%{stderr}" + "".join(f"{name}=%{{{name}}}\\n" for name in WRITE_OUT)
    result = upshift("-s", "--subprotocol", "chat", "-w", format, *arguments, server.url())
    assert result.status == (0 if "--expect" in arguments else 116), result
    assert dict(line.split("=") for line in result.err.splitlines()) == WRITE_OUT, result


def test_write_out_of_an_upgrade_at_the_prompt(upshift, serve, prompt):
    server = serve(*scripts.after_426(closing_4001))
    names = ["upgrade_chain", "ws_close_code", "ws_messages_in", "ws_messages_out", "ws_bytes_in", "ws_bytes_out"]
    format = "%{stderr}" + " ".join(f"%{{{name}}}" for name in names) + "\\n"
    pane = prompt("--subprotocol", "chat", "--send", "hello", "-w", format, server.url())
    pane.expect("close 4001", "Enter connects again")
    pane.write("\x04")
    pane.expect(" ".join(WRITE_OUT[name] for name in names))


def test_write_out_without_a_websocket(upshift, recorder):
    format = "".join(f"[%{{{name}}}]" for name in WRITE_OUT) + " %{time_upgrade}"
    result = upshift("-s", "-o", "kept", "-w", format, recorder.url())
    assert result.out == b"[200][0][][][][][][0][0][0][0] 0.000000", result


def test_write_out_of_a_lost_connection(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.text("x"))

    result = upshift("-s", "--listen", "-o", "kept", "-w", "%{ws_close_code} %{ws_close_reason}", serve(script).ws())
    assert (result.status, result.out) == (115, b"1006 "), result


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_times_of_an_upgrade(upshift, serve, scheme):
    """The answer to the handshake takes 0.2 s; libcurl takes it for begun before that."""
    server = serve(*(scripts.after_426(closing_4001) if scheme == "http" else [closing_4001]))
    names = ["time_pretransfer", "time_starttransfer", "time_upgrade", "time_total"]
    format = "%{stderr}" + " ".join(f"%{{{name}}}" for name in names)
    result = upshift("-s", "--subprotocol", "chat", "--send", "hello", "-w", format, server.url("/", scheme))
    times = [float(word) for word in result.err.split()]
    assert result.status == 116 and times == sorted(times), result
    assert times[1] - times[0] > 0.15 and times[2] < times[1] + 0.15, times


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_the_effective_url_of_a_conversation(upshift, serve, scheme):
    server = serve(*(chain() if scheme == "http" else [scripts.echo()]))
    result = upshift("-w", "%{url_effective}", "--count", 1, server.url("/x", scheme), stdin=HELLO)
    assert result.out == HELLO + server.ws("/x").encode(), result


def test_standard_error_is_empty_when_all_is_well(upshift, serve):
    result = upshift("--count", 1, serve(*chain()).url(), stdin=HELLO)
    assert (result.status, result.err) == (0, ""), result


# Errors

FAILING = {
    "refused handshake": (scripts.respond("403 Forbidden", body=b"no\n"), "ws", 113),
    "no Upgrade": (scripts.upgrade_required(), "http", 110),
    "close code": (scripts.say(code=1008, reason="policy"), "ws", 116),
}


@pytest.mark.parametrize("name", FAILING)
@pytest.mark.parametrize("arguments, lines", [([], 1), (["-s"], 0), (["-sS"], 1), (["-S"], 1)], ids=str)
def test_silent_and_show_error(upshift, serve, name, arguments, lines):
    script, scheme, status = FAILING[name]
    result = upshift("--listen", *arguments, serve(script).url("/", scheme))
    assert result.status == status and len(result.err.strip().splitlines()) == lines, result


def test_an_error_names_program_and_place(upshift):
    result = upshift("-sS", "http://127.0.0.1:1/")
    assert result.status == 7 and len(result.err.strip().splitlines()) == 1, result
    assert result.err.startswith("upshift: ") and "127.0.0.1" in result.err, result


@pytest.mark.parametrize("option", ["-f", "--fail-with-body"])
def test_fail_looks_at_the_last_response_only(upshift, serve, option):
    result = upshift(option, "--count", 1, serve(*chain()).url(), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result


@pytest.mark.parametrize("option, out", [("-f", b""), ("--fail-with-body", b"bad\n")])
def test_fail_after_a_426(upshift, serve, tls, option, out):
    """A 426 that is followed, over TLS, to a 500."""
    plain = scripts.upgrade_required("Upgrade: TLS/1.3, HTTP/1.1")

    def secure(peer):
        peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
        scripts.respond("500 Oh", body=b"bad\n")(peer)

    server = serve(plain, secure)
    result = upshift(option, "--cacert", tls.ca, server.url(host="localhost"))
    assert (result.status, result.out) == (22, out), result


# -v


def test_verbose_has_curls_shape(upshift, serve):
    result = upshift("-v", "--count", 1, serve(*chain()).url("/x"), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    lines = [line.rstrip("\r") for line in result.err.splitlines()]
    assert lines.count("> GET /x HTTP/1.1") == 2, result
    assert "< HTTP/1.1 426 Upgrade Required" in lines and "< HTTP/1.1 101 Switching Protocols" in lines, result
    assert any(line.startswith("* ") for line in lines) and "websocket" in result.err.lower(), result


def test_verbose_shows_frames_one_line_each(upshift, serve):
    def script(peer):
        peer.websocket()
        peer.send(frames.encode(frames.PING, b"are you there"))
        peer.frame()
        peer.text("a message\x1b[31m")
        peer.close(1000, "bye now")

    result = upshift("-v", "--listen", serve(script).ws())
    assert result.status == 0, result
    for word, piece in (("ping", "are you there"), ("text", "a message"), ("close", "bye now")):
        found = [line for line in result.err.splitlines() if piece in line]
        assert any(word in line.lower() for line in found), (word, result.err)
    assert "\x1b" not in result.err


def test_verbose_shows_our_close_when_the_servers_comes_with_its_end(upshift, serve):
    def script(peer):
        peer.websocket()
        peer.send(frames.text("one") + frames.close(1000))
        peer.end()

    server = serve(script, repeat=True)
    for _ in range(5):
        result = upshift("-v", "--listen", server.ws())
        assert (result.status, result.out) == (0, b"one\n"), result
        closes = [line for line in result.err.splitlines() if " close " in line]
        assert [line[:8] for line in closes] == ["< close ", "> close "], result


def test_verbose_shows_how_a_compressed_message_begins(upshift, serve):
    """The compressor takes so much of the same before it says anything that the beginning is long gone."""

    def script(peer):
        deflate = Deflate()
        deflate.websocket(peer)
        message = peer.message()
        assert message.reserved == 4 and deflate.decompress(message) == LONG
        peer.close()

    result = upshift("-v", serve(script).ws(), stdin=LONG + b"\n")
    assert result.status == 0, result
    shown = [line for line in result.err.splitlines() if line.startswith("> text ")]
    assert len(shown) == 1 and '"STARTaaa' in shown[0], shown


@pytest.mark.parametrize(
    "arguments, secrets",
    [
        (["-u", "user:hunter2"], ["hunter2", "dXNlcjpodW50ZXIy"]),
        (["--oauth2-bearer", "hunter2"], ["hunter2"]),
        (["-H", "Authorization: Custom hunter2"], ["hunter2"]),
        (["-H", "Proxy-Authorization: Basic hunter2"], ["hunter2"]),
    ],
    ids=str,
)
@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_credentials_are_shown_as_stars(upshift, serve, arguments, secrets, scheme):
    script = scripts.say() if scheme == "ws" else scripts.respond("200 OK")
    arguments = [*arguments, *(["--listen"] if scheme == "ws" else [])]
    hidden = upshift("-v", *arguments, serve(script).url("/", scheme))
    assert hidden.status == 0 and "***" in hidden.err, hidden
    assert not any(secret in hidden.err for secret in secrets), hidden
    shown = upshift("-v", "--show-secrets", *arguments, serve(script).url("/", scheme))
    assert any(secret in shown.err for secret in secrets), shown


@pytest.mark.parametrize("name", ["nghttpd", "apache"])
def test_credentials_are_shown_as_stars_over_http2(request, upshift, tls, name):
    """libcurl's own lines about a stream repeat each field."""
    server = request.getfixturevalue(name)
    if name == "nghttpd":
        arguments = ["--http2-prior-knowledge", server.url("/hello")]
    else:
        arguments = ["--cacert", tls.ca, server.url("/hello", "https", server.ports[1])]
    arguments = ["-v", "-u", "user:hunter2", "-H", "Cookie: sid=hunter2", *arguments]
    secrets = ["hunter2", "dXNlcjpodW50ZXIy"]
    hidden = upshift(*arguments)
    assert hidden.status == 0 and "< HTTP/2 200" in hidden.err and "***" in hidden.err, hidden
    assert not any(secret in hidden.err for secret in secrets), hidden
    shown = upshift("--show-secrets", *arguments)
    assert all(secret in shown.err for secret in secrets), shown


def test_credentials_of_the_url_are_not_shown(upshift, serve):
    result = upshift("-v", serve(scripts.upgrade_required()).url(user="user:hunter2"))
    assert result.status == 110 and "hunter2" not in result.err and "dXNlcjpodW50ZXIy" not in result.err, result


def test_credentials_of_the_proxy_are_not_shown(upshift, serve, python_websockets):
    def proxy(peer):
        peer.head()
        peer.answer("403 Forbidden", "Connection: close")
        peer.end()

    result = upshift("-v", "-x", serve(proxy).url(user="p:hunter2"), python_websockets.url("/", "ws"))
    assert result.status != 0 and "hunter2" not in result.err and "cDpodW50ZXIy" not in result.err, result


@pytest.mark.parametrize(
    "arguments, status",
    [
        (["http://user:hunter2@[bad/"], 3),
        (["ws://user:hunter2@[bad/"], 3),
        (["http://user:hunter2@127.0.0.1:1/"], 7),
        (["-x", "http://user:hunter2@127.0.0.1:1", "http://named.example/"], 7),
        (["-x", "http://user:hunter2@127.0.0.1:1", "ws://named.example/"], 7),
        (["-x", "http://user:hunter2@no-such-proxy.invalid", "ws://named.example/"], 5),
        (["-x", "http://user:hunter2@[bad", "http://named.example/"], 5),
    ],
    ids=str,
)
@pytest.mark.parametrize("verbose", [[], ["-v"]], ids=["", "-v"])
def test_errors_hold_no_password(upshift, arguments, status, verbose):
    result = upshift(*verbose, *arguments)
    assert result.status == status and result.err and "hunter2" not in result.err, result


# A terminal is not the server's to write to

HOSTILE = "\x1b]0;owned\x07\x1b[31m\x9b31m\x08\x7f"


@pytest.mark.parametrize("arguments", [[], ["-v"], ["-i", "-v"]], ids=str)
@pytest.mark.parametrize("where", ["reason", "field", "upgrade", "subprotocol", "message"])
def test_escape_sequences_never_reach_standard_error(upshift, serve, arguments, where):
    def script(peer):
        head = peer.head()
        hostile = HOSTILE.encode("latin-1")
        if where == "message":
            peer.send(
                switching(head)
                + frames.text(HOSTILE)
                + frames.encode(frames.PING, hostile)
                + frames.close(1011, HOSTILE)
            )
        elif where == "subprotocol":
            peer.send(switching(head)[:-2] + b"Sec-WebSocket-Protocol: " + hostile + b"\r\n\r\n")
        else:
            reason = hostile if where == "reason" else b"No"
            field = b"Upgrade" if where == "upgrade" else b"X-Field"
            status = b"426" if where == "upgrade" else b"403"
            peer.send(
                b"HTTP/1.1 "
                + status
                + b" "
                + reason
                + b"\r\n"
                + field
                + b": "
                + hostile
                + b"\r\nContent-Length: 0\r\n\r\n"
            )
        peer.rest()

    result = upshift("--listen", *arguments, serve(script).ws())
    assert result.status != 0 and result.err, result
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]", result.err), repr(result.err)


def test_no_colour_in_a_pipe(upshift, serve):
    for env in ({}, {"NO_COLOR": "1"}, {"TERM": "xterm-256color"}):
        result = upshift("-v", serve(scripts.upgrade_required()).url(), env=env)
        assert "\x1b" not in result.err and b"\x1b" not in result.out, result
