"""Bodies that are files and forms mean what they mean to curl, and are sent again only where that can be done."""

import hashlib
import os
import threading

import pytest

from harness import http2
from harness.likeness import compare
from harness.peer import Peer
from harness.recorder import response

FORMS = """
    -F a=b {url}
    --form a=b --form c=d {url}
    -F a= {url}
    -F =b {url}
    -F a=b=c {url}
    -F a=@input {url}
    -F =@input {url}
    -F a=@input;type=text/x {url}
    -F a=@input;filename= {url}
    -F a=@input;filename=other.html {url}
    -F a=@page.html {url}
    -F a=@page.html,input {url}
    -F a=@page.html,input;type=text/x {url}
    -F a=@page.html;filename=x,input;filename="y;z" {url}
    -F a=@"odd;name,x" {url}
    -F a=<input {url}
    -F a=<page.html;type=text/x {url}
    -F a=<input;filename=x {url}
    -F a=@- {url}
    -F a=@-;filename=x {url}
    -F a=<- {url}
    -F a=b;type=text/plain {url}
    -F a=b;type=text/plain;charset=utf-8 {url}
    -F a=b;TYPE=text/plain;filename=x {url}
    -F a="b;c";type=text/x {url}
    -F a="b\\"c\\\\d\\e" {url}
    -F a="b {url}
    -F a="b"c {url}
    -F a=b;nonsense;type=text/x {url}
    -F a=b;headers=X-One:1;headers="X-Two:2;x" {url}
    -F a=b;headers=@part-headers {url}
    -F a=b;headers=<part-headers;type=text/x {url}
    -F a=b;headers=@missing {url}
    -F a=@input;encoder=base64 {url}
    -F a=@input;encoder=quoted-printable {url}
    -F a=b;encoder=8bit {url}
    -F a=b;encoder=binary {url}
    -F a=b;encoder=7bit {url}
    -F =( -F =x -F a=<page.html -F =) -F c=d {url}
    -F n=(;type=multipart/alternative -F =x;type=text/plain -F =<page.html;type=text/html {url}
    -F =( -F =( -F =x -F =) -F =y -F =) {url}
    -F a=@input, {url}
    -F a=@missing {url}
    -F a=@missing,input {url}
    -F a=<missing {url}
    --form-string a=@input;type=text/x {url}
    --form-string =x {url}
    --form-string a {url}
    --form-escape -F a"b\\=c;filename="x\\"y" {url}
    -F a"b\\=c;filename="x\\"y" {url}
    --form-escape --no-form-escape -F a"b=c {url}
    -F a=b -X PUT {url}
    -F a=b -G {url}
    -F a=b -H Content-Type:multipart/x {url}
    -F a=b -H Expect:100-continue {url}
    -F a=@input -L {url}307
    -F a=@input -L {url}302
    -F a=@input --post302 -L {url}302
    -F a=@input --digest -u user:pass {url}digest
    -F a=@- --digest -u user:pass {url}digest
    -F a=b -0 {url}
    -F a=b --compressed -i {url}
"""

# What is wrong with them is said in our own words.
WRONG_FORMS = """
    -F a {url}
    -F =) {url}
    -F =( -F =) -F =) {url}
    -F a=b;type=x {url}
    -F a=b;type= {url}
    -F a=b;encoder=none {url}
    -F a=b -d c=d {url}
    -d c=d -F a=b {url}
    -F a=b -I {url}
    -I -F a=b {url}
    -F a=b -T input {url}
"""

UPLOADS = """
    -T input {url}
    -T input {url}any
    -T input {url}any/
    -T input {url}any/?x=1
    -T input http://{host}
    -T input http://{host}?x=1
    -T input {url}any#x
    -T ./folder/../input {url}any/
    -T odd;name,x {url}any/
    -T back\\slash {url}any/
    -T nothing {url}any/
    -T - {url}any/
    -T . {url}any/
    --upload-file input {url}
    -T input {url}any/1/ -T page.html {url}any/2/
    -T input -T page.html {url}any/1/ {url}any/2/
    -T input {url}any/1/ {url}any/2/
    -T input -T page.html {url}any/1/
    -T  {url}
    -T  {url}any/1/ -T input {url}any/2/
    -T input {url} --next -T page.html {url}any/
    -o made {url} --next -T made {url}any/
    -o made {url} --next -F a=@made {url}any/
    -T input -X POST {url}
    -T input -X GET {url}
    -T input -G {url}
    -T input -H Content-Type:text/x {url}
    -T input -H Content-Length:3 -H Expect: {url}
    -T input -H Transfer-Encoding:chunked {url}
    -T input -H Expect: {url}
    -T - -H Expect: {url}
    -T - -H Content-Length:9 {url}
    -T input -0 {url}
    -T - -0 {url}
    -T input --crlf {url}
    -T input --crlf --no-crlf {url}
    -T input -a {url}
    -T input --append --no-append {url}
    -T input -i {url}missing
    -T input -f {url}missing
    -T input -L {url}307
    -T input -L {url}301
    -T input -L {url}303
    -T - -L {url}303
    -T input --digest -u user:pass {url}digest
    -T input --anyauth -u user:pass {url}either
    -T input -u user:pass {url}basic
    -T - -u user:pass {url}basic
    -T - --digest -u user:pass {url}digest
    -T - --anyauth -u user:pass {url}either
    -T input -x {url} http://named.example/any/
    -T input --limit-rate 1M {url}
    -T input -w %{{size_upload}}|%{{method}}|%{{url_effective}} {url}any/
    -d x=1 -T  {url}
    -T {{input,page.html}} {url}any/
    -T page.htm[k-m] {url}any/
    -T [1-2 {url}any/
    -T {{input,page.html}} {url}any/1/ -T input {url}any/2/
    -T missing {url}
    -T missing {url} -T input {url}any/
    -T input -d x=1 {url}
    -T input -G -d x=1 {url}
    -T input -I {url}
    -I -T input {url}
"""


def cases(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.fixture
def files(upshift, curl):
    for program in (curl, upshift):
        (program.home / "page.html").write_bytes(b"<p>page</p>\n")
        (program.home / "odd;name,x").write_bytes(b"odd")
        (program.home / "back\\slash").write_bytes(b"back")
        (program.home / "nothing").write_bytes(b"")
        (program.home / "page.htmk").write_bytes(b"k")
        (program.home / "page.htmm").write_bytes(b"m")
        (program.home / "folder").mkdir()
        (program.home / "part-headers").write_bytes(b"# none\r\nX-1: a\r\n\tfolded  \n\n\nX-2: z\n#X-3: y\n")


@pytest.mark.parametrize("case", cases(FORMS) + cases(UPLOADS))
def test_as_curl(upshift, curl, recorder, files, case):
    compare(upshift, curl, recorder, case)


@pytest.mark.parametrize("case", cases(WRONG_FORMS))
def test_wrong_forms(upshift, curl, recorder, files, case):
    compare(upshift, curl, recorder, case)
    words = [word.format(url=recorder.url()) for word in case.split(" ")]
    error = upshift(*words).err
    assert error.startswith("upshift: (") and error.count("\n") == 1


@pytest.mark.parametrize("value", ["a= x ", 'a= "x;y" z', "a=x y;type=text/plain; charset=utf-8 ;filename= f "])
def test_spaces(upshift, curl, recorder, value):
    compare(upshift, curl, recorder, ["-F", value, "{url}"])


@pytest.mark.parametrize("name", ["lines", "-"])
def test_line_ends(upshift, curl, serve, name):
    """libcurl counts the bytes before it adds to them, so that what it sends is not quite HTTP."""

    def script(peer):
        head = peer.head()
        if "Content-Length" in head:
            peer.take(len(b"one\r\ntwo\r\n"))
        else:
            peer.until(b"\r\n0\r\n\r\n")
        peer.send(response("200 OK"))

    server = serve(script, script)
    for program in (curl, upshift):
        (program.home / "lines").write_bytes(b"one\ntwo\n")
        program("-s", "-m", "5", "--crlf", "-H", "Expect:", "-T", name, server.url("/x"), stdin=b"one\ntwo\n")
    theirs, ours = (bytes(peer.received).partition(b"\r\n\r\n")[2] for peer in server.peers)
    assert ours == theirs and b"one\r\ntwo\r\n" in ours


def test_a_large_file_is_streamed(upshift, serve):
    """Its bytes come whole, and are never all in memory."""
    large = upshift.home / "large"
    content = os.urandom(1 << 20)
    with large.open("wb") as file:
        for _ in range(64):
            file.write(content)
    started, seen = threading.Event(), {}

    def script(peer: Peer) -> None:
        seen["head"] = head = peer.head()
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        seen["body"] = peer.body(head)
        started.wait(20)
        seen["memory"] = running.peak_memory()
        peer.send(response("200 OK", "Connection: close"))

    running = upshift.start("-s", "-T", "large", serve(script).url("/any"))
    started.set()
    assert running.status() == 0
    assert seen["head"].method == "PUT" and seen["head"]["Expect"] == "100-continue"
    assert hashlib.sha256(seen["body"]).digest() == hashlib.sha256(content * 64).digest()
    assert seen["memory"] < 24 << 20


def test_a_form_streams_its_files(upshift, recorder):
    with (upshift.home / "large").open("wb") as file:
        file.truncate(32 << 20)
    assert upshift("-s", "-F", "a=@large", recorder.url()).status == 0
    ((_, body),) = recorder.take()
    assert len(body) > 32 << 20


@pytest.mark.parametrize("name", ["-", "."])
def test_standard_input_is_sent_as_it_comes(upshift, serve, name):
    """The answer may come before the end of the input: neither waits for the other."""

    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        assert peer.until(b"one\r\n") == b"3\r\none\r\n"
        peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nfirst\n\r\n")
        assert peer.until(b"two\r\n") == b"3\r\ntwo\r\n"
        peer.send(b"7\r\nsecond\n\r\n")
        peer.until(b"0\r\n\r\n")
        peer.send(b"0\r\n\r\n")

    running = upshift.start("-sNT", name, serve(script).url())
    running.write(b"one")
    assert running.line() == b"first"
    running.write(b"two")
    assert running.line() == b"second"
    assert running.wait().status == 0


def test_time_is_up_while_standard_input_is_silent(upshift, serve):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        peer.rest()

    running = upshift.start("-s", "-m", "0.5", "-T", "-", serve(script).url())
    assert running.status() == 28


def refusal(token: str) -> bytes:
    return response("426 Upgrade Required", f"Upgrade: {token}", "Connection: Upgrade")


@pytest.mark.parametrize("arguments", [["-T", "input"], ["-F", "a=@input"], ["-d", "@input"]])
def test_a_body_is_sent_again_after_an_upgrade(upshift, serve, tls, arguments):
    (upshift.home / "input").write_bytes(b"body of the request\n")
    bodies = []

    def plain(peer):
        head = peer.head()
        if "Expect" in head:
            peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        bodies.append(peer.body(head))
        peer.send(refusal("TLS/1.3"))

    def secure(peer):
        peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
        head = peer.head()
        if "Expect" in head:
            peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        bodies.append(peer.body(head))
        peer.send(response("200 OK", body=b"taken\n"))

    server = serve(plain, secure)
    result = upshift("-sS", "-k", *arguments, f"http://127.0.0.1:{server.port}/any")
    assert (result.status, result.out) == (0, b"taken\n"), result
    assert len(bodies) == 2 and b"body of the request" in bodies[0]
    assert len(bodies[0]) == len(bodies[1])
    methods = [head.method for head in server.heads]
    assert methods == ["PUT" if arguments[0] == "-T" else "POST"] * 2


@pytest.mark.parametrize("arguments", [["-T", "input"], ["-T", "-"], ["-F", "a=@input"], ["-d", "@input"]])
def test_a_body_is_sent_again_over_http2(upshift, serve, arguments):
    """Standard input too, for nobody has read of it yet."""
    (upshift.home / "input").write_bytes(b"body of the request")
    bodies = []

    def plain(peer):
        if "Expect" not in (head := peer.head()):
            peer.body(head)
        peer.send(refusal("h2c"))

    def second(peer):
        assert peer.take(len(http2.PREFACE)) == http2.PREFACE
        peer.send(http2.encode(http2.SETTINGS))
        body = b""
        while (each := http2.frame(peer)).kind != http2.DATA or not each.flags & http2.END_STREAM:
            body += each.payload if each.kind == http2.DATA else b""
        bodies.append(body + each.payload)
        end = http2.END_HEADERS | http2.END_STREAM
        peer.send(http2.encode(http2.HEADERS, each.stream, http2.STATUS_200, end))
        peer.rest()

    server = serve(plain, second)
    result = upshift("-sS", *arguments, "-w", "%{upgrade_chain}", server.url(), stdin=b"body of the request")
    assert (result.status, result.out) == (0, b"426,200"), result
    assert b"body of the request" in bodies[0]


def test_a_body_goes_out_again_without_expect_after_417(upshift, curl, serve):
    def script(peer):
        assert peer.head()["Expect"] == "100-continue"
        peer.send(response("417 Expectation Failed"))
        head = peer.head()
        assert "Expect" not in head and peer.body(head) == b"body"
        peer.send(response("200 OK", body=b"taken\n"))

    server = serve(script, script)
    for program in (curl, upshift):
        result = program("-sS", "-T", "-", server.url(), stdin=b"body")
        assert (result.status, result.out) == (0, b"taken\n"), result


def test_the_doctor_makes_no_uploads(upshift, recorder):
    (upshift.home / "input").write_bytes(b"x")
    result = upshift("--doctor", "-T", "input", recorder.url())
    assert result.status == 2 and "--upload-file does not go with a WebSocket" in result.err and not recorder.take()


def test_standard_input_is_not_sent_twice_by_an_upgrade(upshift, serve):
    def plain(peer):
        head = peer.head()
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        assert peer.body(head) == b"once"
        peer.send(refusal("TLS/1.3"))

    server = serve(plain)
    result = upshift("-sS", "-k", "-T", "-", server.url(), stdin=b"once")
    assert result.status == 65 and result.out == b""
    assert "cannot be read twice" in result.err and result.err.count("\n") == 1
    assert len(server.heads) == 1


def test_standard_input_that_nobody_has_read_is_sent_after_an_upgrade(upshift, serve, tls):
    """The server refuses before it lets the body come: `Expect: 100-continue` is there for that."""

    def plain(peer):
        assert peer.head()["Expect"] == "100-continue"
        peer.send(refusal("TLS/1.3"))

    def secure(peer):
        peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
        head = peer.head()
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        assert peer.body(head) == b"once"
        peer.send(response("200 OK", body=b"taken\n"))

    result = upshift("-sS", "-k", "-T", "-", serve(plain, secure).url(), stdin=b"once")
    assert (result.status, result.out) == (0, b"taken\n"), result


def test_standard_input_that_is_a_file_is_read_again(upshift, serve, tls):
    (upshift.home / "input").write_bytes(b"skipped:again")

    def plain(peer):
        head = peer.head()
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        assert peer.body(head) == b"again"
        peer.send(refusal("TLS/1.3"))

    def secure(peer):
        peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
        head = peer.head()
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        assert peer.body(head) == b"again"
        peer.send(response("200 OK", body=b"taken\n"))

    with (upshift.home / "input").open("rb", buffering=0) as file:
        file.seek(8)
        running = upshift.start("-sS", "-k", "-T", "-", serve(plain, secure).url(), stdin=file)
        out, err = running.process.communicate(timeout=20)
    assert (running.process.returncode, out) == (0, b"taken\n"), err


def test_standard_input_is_not_sent_twice_by_a_redirect(upshift, curl, recorder):
    results = []
    for program in (curl, upshift):
        result = program("-sS", "-L", "-T", "-", recorder.url("/307"), stdin=b"once")
        results.append((result.status, len(recorder.take())))
    assert results[0] == results[1] and results[1] == (65, 1)
    assert "standard input cannot be read twice" in result.err and result.err.count("\n") == 1


NOT_AGAIN = (
    "upshift: (65) the answer was 503, and the body, which cannot be read twice, is not sent again ({}); give it in a file\n"
)


def test_standard_input_is_not_sent_twice_by_a_retry(upshift, recorder):
    recorder.routes["/any"] = response("503 Service Unavailable", body=b"later\n")
    result = upshift("-sS", "--retry", "2", "--retry-delay", "0", "-T", "-", recorder.url("/any"), stdin=b"once")
    assert [body for _, body in recorder.take()] == [b"once"]
    assert (result.status, result.out, result.err) == (65, b"later\n", NOT_AGAIN.format(recorder.url("/any")))


def test_a_form_that_is_read_once_is_not_sent_twice_by_a_retry(upshift, recorder):
    recorder.routes["/any"] = response("503 Service Unavailable", body=b"later\n")
    result = upshift("-sS", "--retry", "2", "-F", "a=@/dev/stdin", recorder.url("/any"), stdin=b"once")
    [(_, body)] = recorder.take()
    assert b"\r\n\r\nonce\r\n" in body
    assert (result.status, result.out, result.err) == (65, b"later\n", NOT_AGAIN.format(recorder.url("/any")))


def test_a_form_that_was_read_is_sent_again_by_a_retry(upshift, recorder):
    recorder.routes["/any"] = response("503 Service Unavailable", body=b"later\n")
    words = ["-sS", "--retry", "1", "--retry-delay", "1", "-F", "a=@-", "-F", "b=<input"]
    (upshift.home / "input").write_bytes(b"again")
    assert upshift(*words, recorder.url("/any"), stdin=b"kept").status == 0
    bodies = [body for _, body in recorder.take()]
    assert len(bodies) == 2 and all(b"\r\n\r\nkept\r\n" in body and b"again" in body for body in bodies)


@pytest.mark.parametrize("path", ["307", "digest"])
def test_a_form_that_is_read_once_is_not_sent_twice_by_libcurl(upshift, recorder, path):
    words = ["-L", "-u", "user:pass", "--anyauth", "-F", "a=</dev/stdin"]
    result = upshift("-sS", *words, recorder.url(f"/{path}"), stdin=b"once")
    bodies = [body for _, body in recorder.take()]
    assert result.status == 65 and "cannot be read twice" in result.err and result.err.count("\n") == 1
    assert len(bodies) == 1 and b"once" in bodies[0]


def test_a_form_that_is_read_once_and_needed_once(upshift, recorder):
    """After a 302 there is no body; a Digest that is known to come asks with an empty one first."""
    result = upshift("-sS", "-L", "-F", "a=@/dev/stdin", recorder.url("/302"), stdin=b"once")
    assert (result.status, [b"once" in body for _, body in recorder.take()]) == (0, [True, False]), result
    words = ["--digest", "-u", "user:pass", "-F", "a=@/dev/stdin"]
    result = upshift("-sS", *words, recorder.url("/digest"), stdin=b"once")
    assert (result.status, [b"once" in body for _, body in recorder.take()]) == (0, [False, True]), result


def test_a_form_that_is_read_once_is_not_sent_twice_by_an_upgrade(upshift, serve):
    def plain(peer):
        head = peer.head()
        if "Expect" in head:
            peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        assert b"once" in peer.body(head)
        peer.send(refusal("TLS/1.3"))

    server = serve(plain)
    result = upshift("-sS", "-k", "-F", "a=@/dev/stdin", server.url(), stdin=b"once")
    assert result.status == 65 and result.out == b""
    assert "cannot be read twice" in result.err and result.err.count("\n") == 1
    assert len(server.heads) == 1


def test_a_retry_sends_a_file_again(upshift, recorder):
    (upshift.home / "input").write_bytes(b"again")
    recorder.routes["/any"] = response("503 Service Unavailable", "Retry-After: 0", body=b"later\n")
    upshift("-sS", "--retry", "1", "--retry-delay", "1", "-T", "input", recorder.url("/any"))
    assert [body for _, body in recorder.take()] == [b"again"] * 2


@pytest.mark.parametrize("arguments", [["-T", "input"], ["-F", "a=b"], ["-I"], ["-d", "x"]])
@pytest.mark.parametrize("url", ["ws://127.0.0.1:1/", "--upgrade=websocket http://127.0.0.1:1/"])
def test_a_websocket_takes_no_body(upshift, arguments, url):
    (upshift.home / "input").write_bytes(b"x")
    result = upshift(*arguments, *url.split(" "))
    assert result.status == 2 and "does not go with a WebSocket; to send a message: --send" in result.err


@pytest.mark.parametrize("option", ["--range=0-1", "--time-cond=20200101", "--max-filesize=9"])
def test_a_websocket_is_no_file(upshift, option):
    result = upshift(*option.split("="), "ws://127.0.0.1:1/")
    assert result.status == 2
    assert result.err.startswith(f"upshift: (2) {option.split('=')[0]} does not go with a WebSocket"), result.err


@pytest.mark.parametrize("arguments", [["-T", "input"], ["-F", "a=b"]])
def test_a_websocket_is_not_opened_instead_of_an_upload(upshift, serve, arguments):
    (upshift.home / "input").write_bytes(b"x")

    def plain(peer):
        head = peer.head()
        if "Expect" in head:
            peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        peer.body(head)
        peer.send(refusal("websocket"))

    result = upshift("-sS", *arguments, serve(plain).url())
    assert result.status == 110 and "with a body" in result.err


def test_a_folder_is_no_file(upshift, recorder):
    result = upshift("-sS", "-T", "/", recorder.url())
    assert result.status == 26 and "cannot read /: Is a directory" in result.err and not recorder.take()


@pytest.mark.parametrize("arguments", [["-F", "a=b"], ["-T", "input"]])
def test_what_a_check_cannot_say_is_not_recorded(upshift, recorder, arguments):
    (upshift.home / "input").write_bytes(b"x")
    result = upshift("--record", "recorded.check", *arguments, recorder.url())
    assert result.status == 2 and "--record does not go with" in result.err and not recorder.take()


def test_a_check_makes_no_uploads(upshift):
    result = upshift("check", "-T", "input", "x.check")
    assert result.status == 2 and "--upload-file does not go with upshift check" in result.err


def test_a_host_named_after_a_scheme_is_asked_over_http(upshift, recorder):
    here = ["--resolve", f"ftp.host:{recorder.port}:127.0.0.1"]
    result = upshift("-sS", *here, "-G", "-d", "a=b", f"ftp.host:{recorder.port}/any")
    assert result.status == 0, result
    assert recorder.take()[0][0].startswith(b"GET /any?a=b HTTP/1.1")


@pytest.mark.parametrize(
    "case",
    [["-F", "a\nb\"\r=c"], ["-F", 'a=@input;filename="x\n\\"y"'], ["-F", "=(", "-F", "a\n=b", "-F", "=)"]],
)
def test_a_line_end_in_a_name(upshift, curl, recorder, case):
    """libcurl percent-encodes it; with backslashes it would not."""
    compare(upshift, curl, recorder, [*case, "{url}"])
    result = upshift(*case, "--form-escape", recorder.url())
    assert result.status == 2 and "--form-escape: a name may not hold a line end or NUL" in result.err
    assert not recorder.take()


@pytest.mark.parametrize("line", ['form = "a\0b=c"', 'form = "a=@input;filename=x\0y"'])
def test_a_nul_in_a_name(upshift, recorder, line):
    (upshift.home / "nul").write_bytes(line.encode())
    result = upshift("-K", "nul", recorder.url())
    assert result.status == 2 and "--form: a name may not hold a line end or NUL" in result.err
    assert not recorder.take()


@pytest.mark.parametrize("arguments", ["-T input -C -", "-T input -C 3", "-T empty -C -", "-T - -C -", "-T input -C 99"])
def test_where_an_upload_belongs(upshift, curl, recorder, arguments):
    before = {"empty": b""}
    compare(upshift, curl, recorder, f"{arguments} {{url}}any", before=before)
