"""What curl never had: output for a person, request items, filters of JSON."""

import os
import pty
import re
import subprocess
import threading

import pytest

from harness.program import UPSHIFT
from harness.recorder import Recorder, chunked, response
from harness.terminal import until_closed

JSON = b'{"a":[1,2.50,{"b":"x\\u00e9"}],"n":12345678901234567890,"e":{}}'
SHOWN = """{
  "a": [
    1,
    2.50,
    {
      "b": "x\\u00e9"
    }
  ],
  "n": 12345678901234567890,
  "e": {}
}
"""


@pytest.fixture
def api(recorder: Recorder) -> Recorder:
    def of(kind: str, body: bytes, status: str = "200 OK") -> bytes:
        return response(status, f"Content-Type: {kind}", body=body)

    recorder.routes |= {
        "/json": of("application/json; charset=utf-8", JSON),
        "/problem": of("application/problem+json", b'{"title":"gone"}', "410 Gone"),
        "/pieces": chunked(JSON[:10], JSON[10:11], JSON[11:]),
        "/text": of("text/plain", JSON),
        "/broken": of("application/json", b'{"a":[1,\x1b[2J'),
        "/events": of("application/x-ndjson", b'{"a":1}\n{"a":2}\n'),
        "/nothing": of("application/json", b""),
        "/line": of("application/json", b"\r\n [1]\r\n"),
        "/marked": of("application/json", b'\xef\xbb\xbf{"a":1}'),
        "/several": of("application/json", b'{"a":1}{"a":[2]}\n 3 "x"\n'),
        "/laid-out": of("application/json", b'{\r\n  "a b" : [ 1.50, 12345678901234567890 ],\n  "a b": " \\" : "\n}\n'),
        "/half": of("application/json", b'{"a":1}\n{"a":'),
    }
    recorder.routes["/pieces"] = recorder.routes["/pieces"].replace(b"\r\n", b"\r\nContent-Type: text/json\r\n", 1)
    return recorder


def on_terminal(upshift, *arguments, **env: str) -> str:
    """What a terminal gets, its line ends as ours."""
    ours, theirs = pty.openpty()
    environment = upshift.environment({"TERM": "xterm", **env})
    command = [UPSHIFT, *map(str, arguments)]
    process = subprocess.Popen(command, stdout=theirs, stdin=subprocess.DEVNULL, env=environment, cwd=upshift.home)
    os.close(theirs)
    got = until_closed(ours)
    os.close(ours)
    assert process.wait(20) == 0
    # The CRLF of a head has one CR of the server's and one of the terminal's.
    return got.decode().replace("\r\n", "\n").replace("\r\n", "\n")


# MARK: --pretty


def test_a_pipe_gets_the_bytes(upshift, api):
    assert upshift(api.url("/json")).out == JSON
    assert upshift("--pretty", "never", api.url("/json")).out == JSON


@pytest.mark.parametrize("path", ["/json", "/pieces"])
def test_a_person_gets_lines(upshift, api, path):
    assert upshift("--pretty", "always", api.url(path)).out.decode() == SHOWN
    assert on_terminal(upshift, "--color", "never", api.url(path)) == SHOWN
    coloured = on_terminal(upshift, api.url(path))
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == SHOWN
    assert '\x1b[34;1m"a"\x1b[0m: [' in coloured and "\x1b[36m2.50\x1b[0m" in coloured
    assert on_terminal(upshift, api.url(path), NO_COLOR="1") == SHOWN
    assert on_terminal(upshift, "--pretty", "never", api.url(path)).encode() == JSON


def test_what_is_not_json_is_left_alone(upshift, api):
    assert on_terminal(upshift, api.url("/text")).encode() == JSON
    assert on_terminal(upshift, api.url("/nothing")) == ""
    assert upshift("--pretty", "always", api.url("/events")).out == b'{\n  "a": 1\n}\n{\n  "a": 2\n}\n'


def test_a_byte_order_mark_is_no_token(upshift, api):
    shown = on_terminal(upshift, api.url("/marked"))
    assert shown == '{\n  \x1b[34;1m"a"\x1b[0m: \x1b[36m1\x1b[0m\n}\n'
    assert upshift(api.url("/marked")).out == b'\xef\xbb\xbf{"a":1}'


def test_a_file_gets_the_bytes(upshift, api):
    assert on_terminal(upshift, "-o", "kept", api.url("/json")) == ""
    assert (upshift.home / "kept").read_bytes() == JSON


def test_no_escape_sequence_comes_through(upshift, api):
    shown = on_terminal(upshift, "--color", "never", api.url("/broken"))
    assert shown == '{\n  "a": [\n    1,\n    \\u001b[\n      2J\n'


# MARK: --jq


@pytest.mark.parametrize(
    ("filter", "path", "out"),
    [
        (".", "/json", JSON + b"\n"),
        (".a[]", "/json", b'1\n2.5\n{"b":"x\xc3\xa9"}\n'),
        (".a[2].b", "/json", b"x\xc3\xa9\n"),
        (".n, .e", "/json", b"12345678901234567000\n{}\n"),
        ("empty", "/json", b""),
        (".title", "/problem", b"gone\n"),
        (".a|length", "/text", b"3\n"),
        (".", "/nothing", b""),
        (".", "/line", b"[1]\n"),
        (".", "/marked", b'{"a":1}\n'),
        (".a", "/events", b"1\n2\n"),
        (".", "/several", b'{"a":1}\n{"a":[2]}\n3\nx\n'),
        (". + 1", "/lines", b"".join(b"%d\n" % (n + 1) for n in range(1000))),
        ("[inputs]", "/events", b"[]\n[]\n"),
        (".", "/laid-out", b'{"a b":[1.50,12345678901234567890],"a b":" \\" : "}\n'),
        ("(., 1) | halt", "/events", b""),
        ("debug | .a", "/events", b"1\n2\n"),
        ("range(2e4)", "/line", b"".join(b"%d\n" % n for n in range(20000))),
    ],
)
def test_filters(upshift, api, filter, path, out):
    result = upshift("--jq", filter, api.url(path))
    assert (result.status, result.out) == (0, out), result.err


@pytest.mark.parametrize(
    ("filter", "path", "status", "message"),
    [
        (".a[", "/json", 2, "--jq '.a[': syntax error, unexpected end of file"),
        (".a.b", "/json", 117, '--jq: Cannot index array with string "b" ({url})'),
        ("input", "/json", 117, "--jq: the filter asks for another input, and sees one at a time ({url})"),
        ('error("break")', "/json", 117, "--jq: break ({url})"),
        ("halt_error", "/line", 117, "--jq: [1] ({url})"),
        ('"no\\n" | halt_error(0)', "/events", 117, "--jq: no ({url})"),
        (".", "/missing", 117, "--jq: the body is not JSON ({url})"),
    ],
)
def test_filters_that_fail(upshift, api, filter, path, status, message):
    result = upshift("--jq", filter, api.url(path))
    assert (result.status, result.out) == (status, b"")
    assert result.err == f"upshift: ({status}) {message.format(url=api.url(path))}\n"
    assert len(api.take()) == (0 if status == 2 else 1)


def test_a_filter_that_fails_later(upshift, api):
    """As with jq, what came of the documents before stays."""
    for filter, path, out, message in [
        (".", "/half", b'{"a":1}\n', "the body is not JSON"),
        (".a", "/several", b"1\n[2]\n", 'Cannot index number with string "a"'),
        ('1, error("no")', "/json", b"1\n", "no"),
        ("range(3e4), halt_error", "/line", b"".join(b"%d\n" % n for n in range(30000)), "[1]"),
    ]:
        result = upshift("--jq", filter, api.url(path))
        assert (result.status, result.out) == (117, out) and message in result.err, result


def test_a_document_is_filtered_as_it_comes(upshift, serve):
    seen = threading.Event()

    def feed(peer):
        peer.head()
        peer.send(b'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"n":1}\n{"n":')
        assert seen.wait(20)
        peer.send(b"2}\n")
        peer.end()

    running = upshift.start("-sS", "--jq", ".n", serve(feed).url())
    assert running.line() == b"1"
    seen.set()
    result = running.wait()
    assert (result.status, result.out) == (0, b"2\n"), result


def test_a_filter_and_a_failure(upshift, api):
    result = upshift("--jq", ".title", "--check-status", api.url("/problem"))
    assert (result.status, result.out) == (22, b"gone\n")
    assert upshift("--jq", ".title", "-f", api.url("/problem")).out == b""
    result = upshift("--jq", ".", "--check-status", api.url("/missing"))
    assert (result.status, result.out) == (22, b""), result


def test_a_large_document(upshift, serve):
    """It comes in thousands of pieces: what is done for each may not grow with what came before."""

    def feed(peer):
        peer.head()
        peer.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[")
        for _ in range(64):
            peer.send(b'"' + b"x" * ((1 << 20) - 3) + b'",')
        peer.send(b"1]")
        peer.end()

    result = upshift("--jq", "length", serve(feed).url(), timeout=120)
    assert (result.status, result.out) == (0, b"65\n"), result.err


def test_a_filter_without_end(upshift, api):
    """Whoever reads as much as he wants ends it, and so does the time."""
    command = [UPSHIFT, "-sS", "--jq", "repeat(1)", api.url("/json")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=upshift.environment({}), cwd=upshift.home)
    assert [process.stdout.readline() for _ in range(2)] == [b"1\n"] * 2
    process.stdout.close()
    assert process.wait(20) == 23
    result = upshift("-m", "0.5", "--jq", "last(repeat(1))", api.url("/json"))
    assert (result.status, result.out) == (28, b""), result
    assert "--jq: the filter was not done when the time (--max-time) was over" in result.err


@pytest.mark.parametrize("body", [b'{"error":"busy"}', b"<html>"])
@pytest.mark.parametrize("attempts", [2, 1])
def test_a_filter_and_another_attempt(upshift, serve, body, attempts):
    """A response that is tried again is neither shown nor judged; the last one is."""
    busy, fine = response("503 Busy", body=body), response("200 OK", body=b'{"error":null}')
    heads = []

    def answer(peer):
        heads.append(peer.head())
        peer.send(busy if len(heads) <= 2 else fine)
        peer.end()

    server = serve(answer, repeat=True)
    result = upshift("-sS", "--retry", attempts, "--retry-delay", 1, "--jq", ".error", server.url())
    assert len(heads) == attempts + 1
    if attempts == 2:
        assert (result.status, result.out) == (0, b"null\n"), result
    elif body.startswith(b"{"):
        assert (result.status, result.out) == (0, b"busy\n"), result
    else:
        assert (result.status, result.out) == (117, b"") and "the body is not JSON" in result.err, result


def test_what_waited_is_shown_after_all(upshift, api):
    api.routes["/busy"] = response("503 Busy", "Retry-After: 60", body=b'{"error":"busy"}')
    result = upshift("--retry", 1, "--retry-max-time", 2, "--jq", ".error", api.url("/busy"))
    assert (result.status, result.out) == (0, b"busy\n") and len(api.take()) == 1, result


def test_a_filter_is_for_bodies(upshift, api, serve):
    for words in ["--jq", ".", api.url("/json").replace("http:", "ws:")], ["--jq", ".", "--upgrade", "websocket", api.url("/json")]:
        result = upshift(*words)
        assert result.status == 2 and "--jq does not go with a WebSocket" in result.err, result
    assert not api.take()


def test_options_of_jq_have_no_place(upshift, api):
    for filter in "-r", "-rc", "--raw-output":
        result = upshift("--jq", filter, api.url("/json"))
        assert result.status == 2 and "a string is shown without its quotation marks" in result.err, result
    assert upshift("--jq", "-.a[0]", api.url("/json")).out == b"-1\n"


def test_a_filter_on_a_terminal(upshift, api):
    assert on_terminal(upshift, "--color", "never", "--jq", ".", api.url("/json")) == SHOWN
    assert on_terminal(upshift, "--jq", ".a[0]", api.url("/json")) == "\x1b[36m1\x1b[0m\n"
    assert on_terminal(upshift, "--pretty", "never", "--jq", ".", api.url("/json")).encode() == JSON + b"\n"
    assert on_terminal(upshift, "--jq", ".title", api.url("/problem")) == "gone\n"
    assert upshift("--pretty", "always", "--jq", ".", api.url("/json")).out.decode() == SHOWN


def test_raw_is_raw_on_a_terminal_too(upshift, api):
    assert on_terminal(upshift, "--raw", api.url("/json")).encode() == JSON
    assert on_terminal(upshift, "--raw", "--jq", ".", api.url("/json")).encode() == JSON + b"\n"


# MARK: Request items


@pytest.mark.parametrize(
    ("items", "line", "body"),
    [
        (["name=value"], "POST /json", b'{"name":"value"}'),
        (["name=a \"b", "age:=42", "on:=[true, null]"], "POST /json", b'{"name":"a \\"b", "age":42, "on":[true, null]}'),
        (["q==x y&z", "r=="], "GET /json?q=x+y%26z&r=", b""),
        (["a.b=c", "q==1"], "POST /json?q=1", b'{"a.b":"c"}'),
        (["text=@input"], "POST /json", b'{"text":"one\\ntwo"}'),
        (["data:=@data"], "POST /json", b'{"data":{"x" : 1}}'),
        (["-X", "PUT", "a="], "PUT /json", b'{"a":""}'),
    ],
)
def test_items(upshift, api, items, line, body):
    (upshift.home / "input").write_text("one\ntwo")
    (upshift.home / "data").write_text('{"x" : 1}')
    assert upshift(api.url("/json"), *items).status == 0
    [(head, sent)] = api.take()
    assert (head.decode().split(" HTTP/")[0], sent) == (line, body)
    assert (b"\r\nContent-Type: application/json\r\n" in head) == bool(body)
    assert (b"\r\nAccept: application/json\r\n" in head) == bool(body)


@pytest.mark.parametrize(
    ("items", "message"),
    [
        (["age:=4x"], "age:= takes JSON, such as age:=42 or age:='[1, 2]', not '4x'"),
        (["-d", "x", "a=b"], "NAME=VALUE and --data exclude each other: both are the body"),
        (["--upgrade", "websocket", "a=b"], "NAME=VALUE does not go with a WebSocket; to send a message: --send"),
        (["-T", "input", "a=b"], "--upload-file and NAME=VALUE exclude each other: a request has one method and one body"),
        (["-G", "a=b"], "--get and NAME=VALUE, which is a body, exclude each other; NAME==VALUE is for the query"),
        (["user[name]=x"], "user[name]=x: a member of a member is given as JSON: user:='{\"NAME\": VALUE}'"),
        (["f@data"], "f@data: a file is sent by -F 'f=@data'; a URL of that kind begins with http://"),
    ],
)
def test_items_that_are_wrong(upshift, api, items, message):
    (upshift.home / "data").write_text("x")
    result = upshift(api.url("/json"), *items)
    assert (result.status, result.err) == (2, f"upshift: (2) {message}\n")
    assert not api.take()


def test_a_url_is_no_item(upshift, api):
    """Each of these words is a URL, to us as to curl."""
    address = f"127.0.0.1:{api.port}"
    result = upshift("-s", api.url("/json"), f"{address}/any?a=b", f"{address}?a==b", f"http://{address}/any#a:=1")
    assert result.status == 0
    assert [head.split(b" ")[1] for head, _ in api.take()] == [b"/json", b"/any?a=b", b"/?a==b", b"/any"]


@pytest.mark.parametrize(("typed", "target"), [(":{port}/json", "/json"), (":{port}", "/")])
def test_a_port_of_this_machine(upshift, api, typed, target):
    assert upshift("-4", typed.format(port=api.port)).status == 0
    [(head, _)] = api.take()
    assert head.startswith(f"GET {target} HTTP/1.1\r\nHost: localhost:{api.port}\r\n".encode())


@pytest.mark.parametrize("topic", ["items", None])
def test_items_are_explained(upshift, topic):
    text = upshift("--help", topic).text if topic else upshift("--manual").text
    assert all(word in text for word in ["REQUEST ITEMS", "<name>:=@<file>", "Name:value is a host", ":8080/path"])


def test_what_people_know_from_httpie(upshift, api):
    result = upshift("POST", api.url("/json"), "a=b")
    assert result.err == "upshift: (2) POST would be a host: -X POST names the method, http://POST/ the host\n"
    assert result.status == 2 and not api.take()
    result = upshift("POST")
    assert result.status == 6 and result.err.endswith("; to choose the method: -X POST\n")
    assert upshift("a=b", api.url("/json")).status == 0 and [body for _, body in api.take()] == [b'{"a":"b"}']
    assert upshift("-G", api.url("/json"), "a==b").status == 0 and api.take()[0][0].startswith(b"GET /json?a=b ")
    for word, name in [("X-Header:value", "X-Header"), ("Authorization:Bearer x", "Authorization")]:
        result = upshift(api.url("/json"), word)
        assert result.status == 3 and result.err.endswith(f"; to send a field: -H '{name}: VALUE'\n"), result
    assert not api.take()


@pytest.mark.parametrize("typed", [":abc/", ":8080x/", ":["])
def test_what_is_no_port_is_no_name(upshift, typed):
    result = upshift("-g", typed)
    assert (result.status, result.err) == (3, f"upshift: (3) a port or a path comes after the colon: {typed}\n")


def test_a_hint_repeats_no_secret(upshift):
    result = upshift("sk_live_abc:@127.0.0.1:99999/x")
    assert result.status == 3 and "sk_live_abc" not in result.err and "@127.0.0.1:99999" in result.err, result
    assert upshift("X-Mail:me/a@b").err.endswith("; to send a field: -H 'X-Mail: VALUE'\n")


@pytest.mark.parametrize(
    ("words", "status", "end"),
    [
        ("--tlsv1.3 --tls-max 1.2 https://127.0.0.1:1/", 35, "; --tls-max is below the version that is asked for at least"),
        ("--unix-socket /none/s http://a/", 7, "; does a server listen on the socket /none/s?"),
        ("--test check f.check", 2, "--test goes with upshift check FILE..., where `check` comes first"),
        ("--no-pretty http://a/", 2, "option --no-pretty: --pretty cannot be turned off: use --pretty never"),
        ("--no-color http://a/", 2, "option --no-color: --color cannot be turned off: use --color never"),
        ("--metalink http://a/", 2, "unknown option --metalink: curl has it and ignores it"),
    ],
)
def test_what_to_do_about_it(upshift, serve, words, status, end):
    if status == 35:
        words = words.replace(":1/", f":{serve(lambda peer: peer.send(b'x')).port}/")
    result = upshift(*words.split(" "))
    assert result.status == status and result.err.endswith(end + "\n"), result


@pytest.mark.parametrize(
    ("words", "end"),
    [
        (["X-Key:1"], "; to send a field: -H 'X-Key: VALUE'"),
        (["hello"], "; what comes behind a URL is another one: a message is sent by --send, a value by NAME=VALUE"),
        (["nowhere.invalid"], "; check the name, or give its address with --resolve"),
        (["http://nowhere/"], "; check the name, or give its address with --resolve"),
    ],
)
def test_a_word_behind_the_url_that_is_no_host(upshift, recorder, words, end):
    result = upshift(recorder.url(), *words)
    assert result.status == 6 and result.err.endswith(end + "\n"), result


@pytest.mark.parametrize(
    ("word", "method"), [("get", "GET"), ("Post", "POST"), ("PSOT", "POST"), ("GETT", "GET"), ("gett", None)]
)
def test_a_method_that_is_taken_for_a_host(upshift, recorder, word, method):
    hint = f"to choose the method: -X {method}" if method else "check the name, or give its address with --resolve"
    result = upshift(word, recorder.url())
    assert (result.status, result.out) == (0, b"hello\n")
    assert result.err == f"upshift: (6) Could not resolve host: {word} (http://{word}/); {hint}\n"


@pytest.mark.parametrize("option", ["-c", "-E", "-U", "-o"])
def test_an_option_that_took_the_url(upshift, option):
    """As people write it who know wscat, websocat and their like."""
    result = upshift(option, "ws://me:secret@127.0.0.1:1/x")
    assert result.status == 2 and result.err.endswith(" took ws://***@127.0.0.1:1/x for its value\n"), result


def test_a_message_that_is_taken_for_a_proxy(upshift):
    result = upshift("ws://127.0.0.1:1/", "-x", "hello")
    assert result.status == 5
    assert result.err.endswith("; check the name of the proxy (--proxy); a message is sent by --send\n")


@pytest.mark.parametrize("scheme", ["http", "ws"])
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"", 52),
        (None, 56),
        # An alert.
        (bytes.fromhex("15030300020250"), 1),
        (b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nThe plain HTTP request was sent to HTTPS port\n", None),
    ],
)
def test_a_port_that_speaks_tls(upshift, serve, scheme, answer, status):
    def script(peer):
        peer.head()
        peer.reset() if answer is None else peer.send(answer)

    result = upshift(serve(script).url(scheme=scheme))
    assert result.status == (status if status else 113 if scheme == "ws" else 0), result
    assert {"http": "https://", "ws": "wss://"}[scheme] in result.err.splitlines()[0], result


@pytest.mark.parametrize(("scheme", "plain"), [("https", "http"), ("wss", "ws")])
def test_a_port_that_speaks_no_tls(upshift, serve, scheme, plain):
    def script(peer):
        peer.take(10)
        peer.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    server = serve(script, script)
    result = upshift(f"{scheme}://127.0.0.1:{server.port}/")
    assert result.status == 35
    assert result.err.endswith(f"; the server does not speak TLS on this port: try {plain}://\n"), result
    result = upshift("-x", f"https://127.0.0.1:{server.port}", f"{scheme}://127.0.0.1:1/")
    assert result.status == 35 and "try" not in result.err, result


@pytest.mark.parametrize("status", ["405 Method Not Allowed", "501 Not Implemented"])
def test_a_server_that_refuses_head(upshift, recorder, status):
    recorder.routes["/get-only"] = response(status, body=b"")
    url = recorder.url("/get-only")
    result = upshift("-I", url)
    assert result.status == 0
    assert result.err == f"upshift: the server refuses HEAD: -i --no-upgrade shows the head that a GET gets ({url})\n"
    for words in [["-sI"], ["-I", "--no-upgrade"], ["-i"], ["-I", "-X", "FOO"]]:
        assert upshift(*words, url).err == ""


@pytest.mark.parametrize(("status", "hint"), [("200 OK", True), ("400 Bad Request", True), ("503 Busy", False)])
def test_a_handshake_that_is_not_understood_is_a_case_for_the_doctor(upshift, recorder, status, hint):
    recorder.routes["/chat"] = response(status, body=b"")
    result = upshift(recorder.url("/chat").replace("http", "ws"))
    assert result.status == 113
    assert result.err.endswith("; --doctor looks for what makes it work\n") == hint, result
    assert "--doctor" not in upshift("--upgrade", "acme", recorder.url("/chat")).err
    assert b"--doctor" not in upshift("--doctor", recorder.url("/chat")).out


def test_an_answer_without_a_head(upshift, serve):
    result = upshift(serve(lambda peer: peer.head() and peer.send(b"only a body, and no head\n")).url())
    assert result.status == 1 and "--http0.9" in result.err, result


# MARK: Heads


STATUSES = {"200 OK": "32", "204 No Content": "32", "302 Found": "36", "404 Not Found": "33", "503 Busy": "31", "700 ?": ""}


@pytest.mark.parametrize(("status", "colour"), STATUSES.items())
def test_a_status_has_the_colour_of_its_class(upshift, api, status, colour):
    api.routes["/any"] = f"HTTP/1.1 {status}\r\nX-One: 1\r\nContent-Length: 0\r\n\r\n".encode()
    code, reason = status.split(" ", 1)
    painted = f"\x1b[{colour}m{code}\x1b[0m" if colour else code
    head = f"HTTP/1.1 {painted} {reason}\n\x1b[1mX-One\x1b[0m: 1\n"
    for option in ("-i", "-I"):
        assert on_terminal(upshift, option, api.url("/any")).startswith(head)
    plain = f"HTTP/1.1 {status}\nX-One: 1\n"
    assert on_terminal(upshift, "-i", "--no-styled-output", api.url("/any")).startswith(plain)
    assert on_terminal(upshift, "-i", "--color", "never", api.url("/any")).startswith(plain)
    assert on_terminal(upshift, "-i", api.url("/any"), NO_COLOR="1").startswith(plain)
    assert upshift("-i", api.url("/any")).text.startswith(plain.replace("\n", "\r\n"))


def test_each_head_of_a_chain_has_its_colour(upshift, api):
    shown = on_terminal(upshift, "-iL", api.url("/early"))
    assert shown.startswith("HTTP/1.1 \x1b[1m103\x1b[0m Early Hints\n") and "HTTP/1.1 \x1b[32m200\x1b[0m OK\n" in shown
