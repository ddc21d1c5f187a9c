"""Each row of the table of exit statuses, and one line on standard error that says what, where and what to do."""

import socket

import pytest

from harness import frames, scripts
from harness.peer import Gone

HELLO = b"hello\n"


def silent_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def one_line(result) -> str:
    lines = result.err.strip().splitlines()
    assert len(lines) == 1, result
    return lines[0]


@pytest.mark.parametrize(
    "arguments, named",
    [
        (["--heder", "X: 1", "http://127.0.0.1/"], "--header"),
        (["--websocket-nonsense", "http://127.0.0.1/"], "--websocket-nonsense"),
        (["--count", "many", "ws://127.0.0.1/"], "--count"),
        (["--count", "-1", "ws://127.0.0.1/"], "--count"),
        (["--linger", "soon", "ws://127.0.0.1/"], "--linger"),
        (["--ws-format", "xml", "ws://127.0.0.1/"], "--ws-format"),
        (["--ws-send", "hex", "ws://127.0.0.1/"], "--ws-send"),
        (["--ok-close", "99999", "ws://127.0.0.1/"], "--ok-close"),
        (["--max-upgrades", "x", "http://127.0.0.1/"], "--max-upgrades"),
        (["--upgrade", "not a token", "http://127.0.0.1/"], "--upgrade"),
        (["http://127.0.0.1/", "-H"], "-H"),
        (["-m", "x", "http://127.0.0.1/"], "-m"),
        ([], ""),
        (["-s"], ""),
    ],
)
def test_2_a_wrong_command_line(upshift, arguments, named):
    result = upshift(*arguments)
    assert result.status == 2 and result.out == b"", result
    long = {"-H": "header", "-m": "max-time"}.get(named, named)
    assert (named in result.err or long in result.err) and result.err, result


@pytest.mark.parametrize("arguments, number", [(["-d", "\udcff"], 2), (["--send", "a\udcc3"], 2), (["/\udcff"], 1)])
def test_2_an_argument_that_is_not_utf_8(upshift, serve, arguments, number):
    url = serve().ws() if arguments[0] == "--send" else serve().url()  # a connection would be one too many
    words = [*arguments, url] if number == 2 else [url + arguments[0]]
    result = upshift(*words)
    assert (result.status, result.out) == (2, b"") and f"argument {number} " in one_line(result), result


@pytest.mark.parametrize("url", ["gopher://127.0.0.1/", "nonsense://127.0.0.1/"])
def test_1_a_scheme_that_we_do_not_speak(upshift, url):
    result = upshift("-sS", url)
    assert result.status == 1 and url.split(":")[0] in one_line(result), result


@pytest.mark.parametrize("url", ["http://", "ws://127.0.0.1:99999/", "http://[::1"])
def test_3_a_url_that_is_none(upshift, curl, url):
    expected = curl("-s", url.replace("ws:", "http:")).status
    result = upshift("-sS", url)
    assert result.status == expected == 3, result
    one_line(result)


@pytest.mark.parametrize("scheme", ["http", "ws", "https", "wss"])
def test_6_no_such_name(upshift, scheme):
    result = upshift("-sS", f"{scheme}://no-such-host.invalid/")
    assert result.status == 6 and "no-such-host.invalid" in one_line(result), result


@pytest.mark.parametrize("scheme", ["http", "ws", "https", "wss"])
def test_7_nobody_listens(upshift, scheme):
    port = silent_port()
    result = upshift("-sS", f"{scheme}://127.0.0.1:{port}/")
    assert result.status == 7 and str(port) in one_line(result), result


def test_5_no_such_proxy(upshift):
    result = upshift("-sS", "-x", "http://no-such-proxy.invalid:1", "ws://127.0.0.1/")
    assert result.status == 5 and "no-such-proxy.invalid" in one_line(result), result


@pytest.mark.parametrize("status", [400, 404, 500])
def test_22_with_f(upshift, serve, status):
    result = upshift("-sS", "-f", serve(scripts.respond(f"{status} No", body=b"page\n")).url())
    assert (result.status, result.out) == (22, b"") and str(status) in one_line(result), result


def test_23_output_cannot_be_written(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.text("one"))
        try:
            peer.closing()
        except Gone:
            pass  # whether it leaves politely is not our concern

    with open("/dev/full", "wb") as full:
        running = upshift.start("-sS", "--listen", serve(script).ws(), stdout=full)
        result = running.wait()
    assert result.status == 23 and one_line(result), result


def test_23_body_cannot_be_written(upshift, recorder):
    with open("/dev/full", "wb") as full:
        running = upshift.start("-sS", recorder.url("/lines"), stdout=full)
        result = running.wait()
    assert result.status == 23 and one_line(result), result


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_28_time(upshift, serve, scheme):
    result = upshift("-sS", "-m", 0.3, serve(lambda peer: peer.rest()).url("/", scheme))
    assert result.status == 28 and one_line(result), result


@pytest.mark.parametrize("scheme", ["https", "wss"])
def test_35_no_tls_there(upshift, serve, scheme):
    def script(peer):
        peer.quiet(0.1)
        peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        peer.end()

    result = upshift("-sS", serve(script).url("/", scheme))
    assert result.status == 35 and one_line(result), result


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_47_redirects(upshift, serve, scheme):
    server = serve(scripts.respond("302 Found", "Location: /again"), repeat=True)
    result = upshift("-sS", "-L", "--max-redirs", 2, server.url("/", scheme))
    assert result.status == 47 and one_line(result), result


@pytest.mark.parametrize("scheme", ["https", "wss"])
def test_60_certificate(upshift, nginx, scheme):
    result = upshift("-sS", nginx.url("/ws", scheme, nginx.ports[2]))
    assert result.status == 60 and one_line(result), result


def test_60_after_a_426(upshift, nginx):
    """TLS was asked for, and its certificate does not hold: never back to plain text."""
    result = upshift("-sS", f"http://localhost:{nginx.port}/")
    assert (result.status, result.out) == (60, b"") and one_line(result), result


def test_110_cannot_be_followed(upshift, serve):
    result = upshift("-sS", serve(scripts.upgrade_required("Upgrade: SPDY/3")).url())
    assert result.status == 110 and "SPDY/3" in one_line(result), result


def test_111_too_many(upshift, serve):
    result = upshift("-sS", "--max-upgrades", 0, serve(scripts.upgrade_required("Upgrade: websocket")).url())
    assert result.status == 111 and one_line(result), result


def test_112_not_a_valid_101(upshift, serve):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
        assert peer.end() == b""

    result = upshift("-sS", "--send", "x", serve(script).ws())
    assert result.status == 112 and "Sec-WebSocket-Accept" in one_line(result), result


def test_113_refused(upshift, serve):
    result = upshift("-sS", serve(scripts.respond("403 Forbidden", body=b"no entry\n")).ws())
    assert (result.status, result.out) == (113, b"no entry\n") and "403" in one_line(result), result


def test_114_broken_protocol(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.encode(3))
        assert peer.frame().code == 1002
        peer.end()

    result = upshift("-sS", "--listen", serve(script).ws())
    assert result.status == 114 and one_line(result), result


def test_115_no_close(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.text("one"))
        peer.end()

    result = upshift("-sS", "--listen", serve(script).ws())
    assert (result.status, result.out) == (115, b"one\n") and one_line(result), result


def test_116_not_ok(upshift, serve):
    result = upshift("-sS", "--listen", serve(scripts.say(code=1008, reason="policy")).ws())
    line = one_line(result)
    assert result.status == 116 and "1008" in line and "policy" in line, result


def test_117_not_met(upshift, serve):
    result = upshift("-sS", "--count", 2, serve(scripts.say("one")).ws())
    assert (result.status, result.out) == (117, b"one\n") and one_line(result), result


def test_0_all_is_well(upshift, serve):
    result = upshift("--count", 1, serve(scripts.echo()).ws(), stdin=HELLO)
    assert (result.status, result.out, result.err) == (0, HELLO, "")


@pytest.mark.parametrize(
    "arguments, expected", [(["--version"], b"upshift "), (["-V"], b"upshift "), (["--help"], b"--")]
)
def test_0_information(upshift, arguments, expected):
    result = upshift(*arguments)
    assert result.status == 0 and expected in result.out and result.err == "", result


def test_one_slash_or_three_are_two(upshift, curl, recorder):
    """As curl has it: `http:/host` is no host of the name `http`."""
    for slashes in ["/", "///"]:
        url = f"http:{slashes}127.0.0.1:{recorder.port}/x"
        assert upshift(url).status == curl(url).status == 0
    assert [head.split(b" ")[1] for head, _ in recorder.take()] == [b"/x"] * 4
    result = upshift("ws:/me:secret@127.0.0.1:1/x")
    assert result.status == 7 and "ws://***@127.0.0.1:1/x" in one_line(result), result


@pytest.mark.parametrize("url, status", [("http:////127.0.0.1/", 3), ("localhost:/me:secret@x", 1), ("ws:/", 3)])
def test_what_is_no_host_behind_slashes(upshift, curl, url, status):
    result = upshift(url)
    assert result.status == curl(url).status == status and "secret" not in one_line(result), result


@pytest.mark.parametrize(
    "words, place",
    [
        (["-d", "@none"], "--data"),
        (["-F", "a=@none"], "--form"),
        (["-F", "a=@/dev/null,none"], "--form"),
        (["-F", "b=(", "-F", "a=<none"], "--form"),
        (["-T", "none"], "--upload-file"),
        (["-K", "none"], "--config"),
        (["-H", "@none"], "--header"),
        (["-w", "@none"], "--write-out"),
        (["--replay", "none"], "--replay"),
        (["--etag-compare", "none"], "--etag-compare"),
        (["a=@none"], "a=@none"),
        (["a:=@none"], "a:=@none"),
    ],
)
def test_26_a_file_that_is_not_there(upshift, recorder, words, place):
    """In one form, whatever names it, and before anything is sent."""
    result = upshift(recorder.url(), *words)
    assert result.status == 26 and not recorder.take(), result
    assert one_line(result) == f"upshift: (26) {place}: cannot read none: No such file or directory"


def test_the_version_has_what_scripts_ask_curl_for(upshift, curl):
    """`curl -V | grep HTTP2`."""
    _, protocols, features = upshift("-V").out.decode().splitlines()
    assert protocols == "Protocols: http https ws wss"
    assert features == curl("-V").out.decode().splitlines()[3]


def test_the_last_failure_counts_for_several_urls(upshift, curl, recorder):
    """As curl: each URL is tried, and the status is the last one's."""
    for urls in (["/missing", "/"], ["/", "/missing"]):
        arguments = ["-s", "-f", *(recorder.url(path) for path in urls)]
        assert upshift(*arguments).status == curl(*arguments).status, urls


def test_a_file_is_left_alone_until_there_is_payload(upshift, tmp_path):
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    result = upshift("-o", precious, "ws://127.0.0.1:1/")
    assert result.status == 7 and precious.read_bytes() == b"precious", result


def test_fail_does_not_hide_the_fate_of_an_authenticated_request(upshift, curl, serve):
    """The 401 was answered; that its answer got none is what counts."""

    def challenge(peer):
        peer.head()
        peer.answer("401 Unauthorized", 'WWW-Authenticate: Digest realm="r", nonce="n"', "Connection: close")

    def silence(peer):
        peer.head()

    results = [
        program("-s", "-f", "--digest", "-u", "a:b", serve(challenge, silence).url()).status
        for program in (curl, upshift)
    ]
    assert results == [52, 52]
