"""Which part of a resource is asked for, on which condition, in which form, and how fast: as curl has it."""

import gzip
import os
import time

import pytest

from harness.likeness import compare
from harness.recorder import chunked, response

CASES = """
    -r 0-4 {url}
    --range -5 {url}
    -r 0-0,-1 {url}
    -r 5 {url}
    -r 5b {url}
    -r abc {url}
    -r  {url}
    -r 0-1 -d x=1 {url}
    -r 0-1 -T input {url}
    -r 0-1 -L {url}302
    -r 99999999999999999999 {url}
    -z 20210901 {url}
    -z -20210901 {url}
    -z =20210901 {url}
    -z +20210901 {url}
    -z nonsense {url}
    -z  {url}
    -z dated {url}
    -z -dated {url}
    --time-cond dated -i {url}old
    --time-cond dated -i {url}new
    -z dated -w %{{http_code}} {url}old
    -z -dated -w %{{http_code}} {url}new
    -z 20210901 -z 20220101 {url}
    --etag-compare tag {url}
    --etag-compare lines {url}
    --etag-compare none {url}
    --etag-compare none --etag-save saved {url}tagged
    --etag-compare empty {url}
    --etag-compare tag --etag-save tag {url}tagged
    --etag-compare tag --etag-save tag {url}
    --etag-compare tag -H If-None-Match:x {url}
    --etag-save saved {url}tagged
    --etag-save saved {url}
    --etag-save saved -I {url}tagged
    --etag-save - {url}tagged
    --etag-save saved -f {url}tagged-missing
    --etag-save none/saved {url}tagged
    --url-query a=b {url}
    --url-query a=b&c {url}any?x=1#y
    --url-query a --url-query =b {url}any?
    --url-query +a&b=%20 {url}
    --url-query name@input {url}
    --url-query @input {url}
    --url-query a=b -d c=d {url}
    --url-query a=b -G -d c=d {url}
    --url-query a=b -G {url}
    --url-query a=b -T input {url}any/
    --url-query a=b {host}
    --request-target * -X OPTIONS {url}
    --request-target /other?x {url}any
    --request-target other {url}any
    --request-target /other -L {url}302
    --request-target /x -x {url} http://named.example/any
    --path-as-is {url}any/../b/./c
    --path-as-is --no-path-as-is {url}any/../b/./c
    --path-as-is -G -d x=1 {url}any/../b
    --path-as-is -T input {url}any/../
    --path-as-is -L {url}any/../302
    --raw {url}chunked
    --raw {url}gzip
    --raw --compressed {url}gzip
    --raw -i {url}packed-chunks
    --raw --no-raw {url}chunked
    --tr-encoding {url}
    --tr-encoding {url}packed-chunks
    {url}packed-chunks
    --tr-encoding -H Connection:close {url}
    --tr-encoding --no-tr-encoding {url}
    --tr-encoding --raw {url}packed-chunks
    --ignore-content-length {url}wrong
    {url}wrong
    --ignore-content-length --no-ignore-content-length {url}wrong
    -b sessions {url}
    -j -b sessions {url}
    --junk-session-cookies -b sessions {url}
    -j --no-junk-session-cookies -b sessions {url}
    -j -b sessions -c kept {url}cookie
    -L -d a=1 --post301 {url}301
    -L -d a=1 --post302 {url}302
    -L -d a=1 --post303 {url}303
    -L -d a=1 --post301 {url}302
    -L -d a=1 --post301 --post302 --post303 --no-post302 {url}302
    -L -d a=1 --post301 --no-post301 {url}301
    -L -X POST --post301 {url}301
    -B {url}
    --use-ascii {url}lines
    --no-use-ascii {url}
    --max-filesize 5 {url}
    --max-filesize 6 {url}
    --max-filesize 6b {url}
    --max-filesize 0 {url}
    --max-filesize 1k {url}lines
    --max-filesize 1K {url}lines
    --max-filesize 1M {url}lines
    --max-filesize 1g {url}lines
    --max-filesize 3 {url}chunked
    --max-filesize 5 -o kept {url}
    --max-filesize 4 {url}302
    --max-filesize 6 -L {url}302
    --max-filesize 9 -L {url}nowhere
    --max-filesize 9 -L {url}nowhere2
    --max-filesize 9 -L {url}list
    --max-filesize 9 -L {url}letters
    --max-filesize 9 -L {url}endless
    --max-filesize 9 -L {url}small
    --max-filesize 9 -L {url}chunks
    -C 0 {url}
    -C - -C 0 -o kept {url}
    --max-filesize 5 --ignore-content-length -H Connection:close {url}
    --limit-rate 1M {url}lines
    --limit-rate 1000000 -d a=1 {url}
    --limit-rate 0 {url}
    -y 5 {url}
    -Y 1 {url}
    -y 5 -Y 100 {url}
    -y 0 {url}
    -Y 0 {url}
    -n {url}
    --netrc-optional {url}
    --netrc-optional -u user:mine {url}
    --netrc-optional --netrc-file other-netrc {url}
    --netrc-file other-netrc --netrc-optional {url}
    --netrc-optional http://mine:own@{host}/
    --netrc-optional --no-netrc-optional {url}
    -n --netrc-file missing-netrc {url}
    --netrc-optional --netrc-file missing-netrc {url}
    -X PUT -d a=1 {url}
    -X PUT -L -d a=1 {url}302
    -X PUT -L -d a=1 {url}307
    -X PUT -L -d a=1 --post302 {url}302
"""

# What is wrong with them is said in our own words.
WRONG = """
    --max-filesize 5x {url}
    --max-filesize 1.5k {url}
    --max-filesize -5 {url}
    --max-filesize  {url}
    --max-filesize k {url}
    --max-filesize 10kb {url}
    --max-filesize 8796093022208G {url}
    --limit-rate 5x {url}
    --limit-rate -5 {url}
    --limit-rate  {url}
    --limit-rate 99999999999999999999 {url}
    -y x {url}
    -y -1 {url}
    -y  {url}
    -y 5x {url}
    -y 99999999999999999999 {url}
    -Y x {url}
    -Y -1 {url}
    -Y 1k {url}
    -r 99999999999999999999 {url}
    --etag-compare none {url}
    --etag-save none/saved {url}
    -r
    -z
    --url-query
    --no-range {url}
    --no-url-query {url}
"""


def cases(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.fixture
def resources(recorder):
    tagged = response("200 OK", 'ETag:  W/"one"  ', body=b"tagged\n")
    recorder.routes |= {
        "/old": response("200 OK", "Last-Modified: Wed, 01 Jan 2020 00:00:00 GMT", body=b"old\n"),
        "/new": response("200 OK", "Last-Modified: Sat, 01 Jan 2022 00:00:00 GMT", body=b"new\n"),
        "/tagged": tagged,
        "/tagged-missing": response("404 Not Found", 'etag: "lost"', body=b"no\n"),
        "/tagged-redirect": response("302 Found", 'ETag: "longer than the other"', "Location: /tagged"),
        # None of these leads anywhere, and each is too long, as far as libcurl reads it.
        "/nowhere": response("302 Found", "Location:", body=b"n" * 10),
        "/nowhere2": response("302 Found", body=b"n" * 10),
        "/list": b"HTTP/1.1 302 Found\r\nContent-Length: 500, 500\r\n\r\n" + b"n" * 500,
        "/letters": b"HTTP/1.1 302 Found\r\nContent-Length: 500x\r\n\r\n" + b"n" * 500,
        "/endless": b"HTTP/1.1 302 Found\r\nContent-Length: 99999999999999999999\r\n\r\n" + b"n" * 500,
        "/small": response("302 Found", "Location:", body=b"n" * 9),
        "/chunks": chunked(b"n" * 10).replace(b"200 OK", b"302 Found"),
        "/packed-chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
        + chunked(gzip.compress(b"packed\n", mtime=0)).partition(b"\r\n\r\n")[2],
    }
    return recorder


@pytest.fixture
def files(upshift, curl):
    for program in (curl, upshift):
        home = program.home
        (home / "dated").write_text("")
        os.utime(home / "dated", (1_609_459_200, 1_609_459_200))
        (home / "tag").write_text('"abc"\n')
        (home / "lines").write_text('"a\r\nb"\n\n')
        (home / "empty").write_text("")
        (home / "sessions").write_text(
            "127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\t1\n127.0.0.1\tFALSE\t/\tFALSE\t4102444800\tlasting\t2\n"
        )


@pytest.mark.parametrize("case", [case for case in cases(CASES) if "wrong" not in case])
def test_as_curl(upshift, curl, resources, files, case):
    compare(upshift, curl, resources, case)


@pytest.mark.parametrize("case", cases(WRONG))
def test_wrong_values(upshift, curl, resources, files, case):
    words = [word.format(url=resources.url()) for word in case.split(" ")]
    theirs, ours = curl(*words), upshift(*words)
    assert ours.status == theirs.status and ours.out == theirs.out == b""
    assert ours.err.startswith(f"upshift: ({ours.status}) ") and ours.err.count("\n") == 1
    assert not resources.take()


@pytest.mark.parametrize("case", [case for case in cases(CASES) if "wrong" in case])
def test_a_wrong_length(upshift, curl, serve, case):
    """The connection ends after less, or more, than was said."""

    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nshorter\n")

    server = serve(script, script)
    words = [word.format(url=server.url()) for word in case.split(" ")]
    theirs, ours = (program("-s", *words) for program in (curl, upshift))
    assert (ours.status, ours.out) == (theirs.status, theirs.out)


@pytest.mark.parametrize(
    "date",
    [
        "Wed, 01 Sep 2021 12:18:00 GMT",
        "Wed 01 Sep 2021 12:18:00",
        "-Wed, 01 Sep 2021 12:18:00 +0200",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "1 September 2021",
        "2021-09-01 12:18",
        "01 Sep 1960",
        "20400617 23:59:59",
    ],
)
def test_dates(upshift, curl, resources, date):
    compare(upshift, curl, resources, ["-z", date, "{url}"])


@pytest.mark.parametrize("query", ["a=b c", "+a b", "a=ü", "=ü&", "ü=1"])
def test_queries(upshift, curl, resources, query):
    compare(upshift, curl, resources, ["--url-query", query, "{url}any?x"])


def test_what_is_no_date_is_warned_of(upshift, recorder):
    result = upshift("-z", "nonsense", "-r", "5", recorder.url())
    assert result.status == 0 and result.out == b"hello\n"
    assert "upshift: --time-cond: 'nonsense' is neither a date nor a file: it asks for nothing\n" in result.err
    assert "upshift: --range 5: taken for 5-\n" in result.err
    assert upshift("-s", "-z", "nonsense", recorder.url()).err == ""


def test_an_etag_file_is_used_for_each_url(upshift, recorder):
    """curl 7.88 sends it once for the first URL, twice for the second, and so on."""
    (upshift.home / "tag").write_text('"abc"\n')
    upshift("-s", "--etag-compare", "tag", recorder.url(), recorder.url())
    assert [head.count(b'If-None-Match: "abc"\r\n') for head, _ in recorder.take()] == [1, 1]


def test_the_last_etag_of_a_chain_is_kept(upshift, resources):
    """curl 7.88 writes all of them, and then compares with all in one."""
    upshift("-s", "--etag-save", "saved", "-L", resources.url("/tagged-redirect"))
    assert (upshift.home / "saved").read_text() == 'W/"one"\n'


def test_too_slow(upshift, curl, serve):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nslow")
        peer.rest()

    server = serve(script, script)
    results = [program("-s", "-y", "1", "-Y", "100", server.url()) for program in (curl, upshift)]
    assert [(result.status, result.out) for result in results] == [(28, b"slow")] * 2


def test_an_open_websocket_may_be_slow(upshift, serve):
    def script(peer):
        peer.websocket()
        peer.quiet(2.5)
        peer.text("late")
        peer.close()

    result = upshift("-sS", "-y", "1", "--listen", serve(script).ws())
    assert (result.status, result.out) == (0, b"late\n"), result


def test_the_rate_is_limited(upshift, serve):
    """A second's worth or two are let through at once, as by curl; what is left takes its time."""
    body = b"x" * 2_000_000

    def script(peer):
        peer.head()
        peer.send(response("200 OK", body=body))

    start = time.monotonic()
    result = upshift("-s", "--limit-rate", "500k", serve(script).url())
    assert result.out == body and time.monotonic() - start > 0.9


@pytest.mark.parametrize("arguments", [["--tr-encoding"], ["-r", "0-1"], ["-z", "20210901"], ["--max-filesize", "1"]])
def test_a_handshake(upshift, serve, arguments):
    """What is of a resource is not of what a handshake opens, and what is of the connection does not break it."""

    def script(peer):
        head = peer.websocket()
        assert "Range" not in head and "Content-Range" not in head and "If-Modified-Since" not in head
        peer.text("hello")
        peer.close()

    def plain(peer):
        peer.head()
        peer.send(response("426 Upgrade Required", "Upgrade: websocket", "Connection: Upgrade"))

    result = upshift("-sS", *arguments, "--listen", serve(plain, script).url())
    assert (result.status, result.out) == (0, b"hello\n"), result


def test_a_request_target_and_a_path_are_those_of_an_upgrade_too(upshift, serve):
    refusal = response("426 Upgrade Required", "Upgrade: websocket", "Connection: Upgrade")

    def first(peer):
        peer.head()
        peer.send(refusal)

    def second(peer):
        peer.websocket()
        peer.close()

    server = serve(first, second, first, second)
    assert upshift("-sS", "--request-target", "/else?x", "--listen", server.url("/any")).status == 0
    assert upshift("-sS", "--path-as-is", "--listen", server.url("/a/../b/./c")).status == 0
    assert [head.target for head in server.heads] == ["/else?x"] * 2 + ["/a/../b/./c"] * 2


def test_dots_in_the_path_of_a_websocket(upshift, serve):
    def script(peer):
        peer.websocket()
        peer.close()

    server = serve(script, script)
    upshift("-sS", "--path-as-is", "--listen", server.ws("/a/../b"))
    upshift("-sS", "--listen", server.ws("/a/../b"))
    assert [head.target for head in server.heads] == ["/a/../b", "/b"]


def test_a_condition_and_a_range_go_with_a_request_that_is_sent_again(upshift, serve, tls):
    def plain(peer):
        peer.head()
        peer.send(response("426 Upgrade Required", "Upgrade: TLS/1.3", "Connection: Upgrade"))

    def secure(peer):
        peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
        peer.head()
        peer.send(response("206 Partial Content", "ETag: \"new\"", "Content-Range: bytes 0-1/9", body=b"ok"))

    (upshift.home / "tag").write_text('"old"\n')
    server = serve(plain, secure)
    result = upshift(
        "-sSk", "-r", "0-1", "-z", "20210901", "--etag-compare", "tag", "--etag-save", "tag", server.url()
    )
    assert (result.status, result.out) == (0, b"ok"), result
    for head in server.heads:
        assert (head["Range"], head["If-None-Match"]) == ("bytes=0-1", '"old"')
        assert head["If-Modified-Since"] == "Wed, 01 Sep 2021 00:00:00 GMT"
    assert (upshift.home / "tag").read_text() == '"new"\n'


def test_the_manual(upshift):
    """All that the manual page has, as text of 80 columns."""
    result = upshift("-M", "--no-such-option")
    assert result.status == 0 and result.err == ""
    assert upshift("--manual").out == result.out
    examples = [line for line in result.lines if "upshift " in line]
    assert all(len(line) < 80 for line in result.lines if line not in examples)
    for text in ("DESCRIPTION", "--upload-file", "THE PROMPT", "EXIT STATUS", "~/.curlrc", "DIFFERENCES FROM CURL"):
        assert text in result.text


@pytest.mark.parametrize(
    "words",
    [
        ["-A", "a\r\nX: y"],
        ["-e", "a\nX: y"],
        ["-b", "a=b\rX: y"],
        ["-H", "X: a\nY: b"],
        ["-X", "GET / HTTP/1.1\r\nX: y"],
        ["-X", "GET /other"],
        ["--request-target", "/ HTTP/1.1\r\nX:y"],
        ["--request-target", "/a b"],
        ["--oauth2-bearer", "t\nX: y"],
        ["-F", "a=b;type=text/plain\nX: y"],
        ["-F", 'a=b;headers="X: a\r\nY: b"'],
    ],
    ids=repr,
)
def test_nothing_smuggles_a_field(upshift, recorder, words):
    result = upshift(*words, recorder.url())
    assert result.status == 2 and "may not hold" in result.err and not recorder.take(), result


@pytest.mark.parametrize(("arguments", "size", "status"), [(["-L"], 5, 63), (["-L"], 6, 0), ([], 6, 63)])
def test_the_size_of_the_last_response_counts(upshift, recorder, arguments, size, status):
    recorder.routes["/far"] = response("302 Found", "Location: /", body=b"x" * 100)
    result = upshift("-sS", *arguments, "--max-filesize", size, recorder.url("/far"))
    assert (result.status, result.out) == (status, b"" if status else b"hello\n"), result
    assert status == 0 or "Maximum file size exceeded" in result.err


@pytest.mark.parametrize("upgrade", [True, False])
def test_the_size_of_a_426(upshift, serve, tls, upgrade):
    def plain(peer):
        peer.head()
        peer.answer("426 Upgrade Required", "Upgrade: TLS/1.3", body=b"x" * 100)

    def secure(peer):
        peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
        peer.head()
        peer.answer("200 OK", body=b"hello\n")

    server = serve(plain, secure)
    words = ["-sS", "-k", "--max-filesize", 6, *([] if upgrade else ["--no-upgrade"])]
    result = upshift(*words, server.url())
    assert (result.status, result.out) == ((0, b"hello\n") if upgrade else (63, b"")), result


def test_the_size_of_a_426_that_leads_nowhere(upshift, recorder):
    recorder.routes["/any"] = response("426 Upgrade Required", "Upgrade: other", body=b"x" * 100)
    assert upshift("-sS", "--max-filesize", 6, recorder.url("/any")).status == 110


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["--digest", "-u", "a\r\nX-In: 1:b"], 2, "--user: a field may not hold a line end or NUL"),
        (["-u", "a:b\n"], 2, "--user: a field may not hold a line end or NUL"),
        (["--proxy-digest", "-U", "a\nb:c"], 2, "--proxy-user: a field may not hold a line end or NUL"),
        (["--oauth2-bearer", "a\nb"], 2, "--oauth2-bearer: a field may not hold a line end or NUL"),
    ],
)
def test_who_asks_brings_no_line_end(upshift, recorder, words, status, message):
    result = upshift(*words, recorder.url("/digest"))
    assert (result.status, result.err, recorder.take()) == (status, f"upshift: ({status}) {message}\n", [])


@pytest.mark.parametrize("login", ["a%0d%0aX-In:b", "a:b%0A", "%00:b"])
def test_a_url_brings_no_line_end(upshift, recorder, login):
    result = upshift("--digest", f"http://{login}@127.0.0.1:{recorder.port}/digest")
    assert result.status == 3 and "its user or password has a control character" in result.err
    assert not recorder.take()
