"""No value ends a line of a request's head: whatever takes one is tried with line ends and NUL in it."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness import scripts

SMUGGLED = re.compile(rb"[\r\n\0]X-Smuggled|\0")
FORMS = ["a{}", "X: a{}", "a=b{}", "a:b{}", "1{}"]
# They name what is written or read, or end the run.
FILES = {"abstract-unix-socket", "config", "generate", "help", "libcurl", "output", "record", "stderr", "trace", "trace-ascii", "unix-socket"}  # fmt: skip


def gather(heads: list[bytes], answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"):
    def script(peer):
        while True:
            heads.append(peer.until(b"\r\n\r\n"))
            peer.send(answer)

    return scripts.forgiving(script)


def digest(heads: list[bytes]):
    asks = b'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"\r\nContent-Length: 0\r\n\r\n'
    return gather(heads, b"HTTP/1.1 401 Unauthorized\r\n" + asks)


def smuggled(heads: list[bytes]) -> list[bytes]:
    return [head for head in heads if SMUGGLED.search(head)]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"], ids=["CRLF", "LF", "CR"])
def test_no_option_of_the_table_ends_a_line(upshift, serve, end):
    """All that take a value, in the forms that values have, for a request, a handshake, and through a proxy."""
    heads: list[bytes] = []
    server = serve(gather(heads), repeat=True)
    options = sorted(set(re.findall(r" --([a-z0-9.-]+) <", upshift("--help", "all").text)) - FILES)
    assert len(options) > 120

    def run(option: str) -> None:
        for form in FORMS if end == "\r\n" else FORMS[:1]:
            words = [f"--{option}", form.format(end + "X-Smuggled: y"), "-m", "2"]
            upshift(*words, "--listen", server.url("/"), server.ws("/"))
            upshift(*words, "-x", server.url("/"), "http://a.test/")

    # A program that has ended waits for the scripts of its servers; these go on.
    upshift.servers.remove(server)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(run, options))
    server.stop()
    assert len(heads) > 150 and not smuggled(heads)


@pytest.mark.parametrize("name", ["-H", "--proxy-header", "--oauth2-bearer"])
@pytest.mark.parametrize("content", [b"X: a\0b", b"X: a\0\r\nX-Smuggled: y\r\n"], ids=["NUL", "NUL and lines"])
def test_what_a_file_holds_is_no_different(upshift, serve, name, content):
    heads: list[bytes] = []
    server = serve(gather(heads), repeat=True)
    (upshift.home / "value").write_bytes(content)
    upshift(name, "@value", "-x", server.url("/"), "http://a.test/")
    result = upshift(name, "@value", server.url("/"))
    assert result.status == 2 and "may not hold a line end or NUL" in result.err, result
    assert not smuggled(heads)


@pytest.mark.parametrize("option, content", [
    ("--etag-compare", b'"a"\0\r\nX-Smuggled: y'), ("-b", b"a.test\tTRUE\t/\tFALSE\t0\tn\tv\0\rX-Smuggled: y\n"),
    ("-b", b"Set-Cookie: a=b\rX-Smuggled: y; domain=127.0.0.1\n"), ("-K", b'header = "X: a\\r\\nX-Smuggled: y"\n'),
    ("-K", b'header = "X: a\0b"\n'), ("-K", b'user-agent = "a\\nX-Smuggled: y"\n'), ("-K", b'range = "1-2\\nX-Smuggled: y"\n'),
])  # fmt: skip
def test_files_that_are_read_for_their_values(upshift, serve, option, content):
    heads: list[bytes] = []
    server = serve(gather(heads), repeat=True)
    (upshift.home / "file").write_bytes(content)
    upshift(option, "file", server.url("/"))
    upshift(option, "file", "--resolve", f"a.test:{server.port}:127.0.0.1", server.url("/", host="a.test"))
    assert not smuggled(heads)


@pytest.mark.parametrize("url", ["/a\r\nX-Smuggled: y", "/a b\r\nX-Smuggled: y", "/?q=\nX-Smuggled: y", "/\rX-Smuggled: y", "/#\nX-Smuggled:"])
@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_parts_of_a_url(upshift, serve, url, scheme):
    heads: list[bytes] = []
    server = serve(gather(heads), repeat=True)
    upshift("--listen", server.url(url, scheme))
    upshift("-G", "--url-query", "a" + url, server.url("/", scheme))
    assert not smuggled(heads)


@pytest.mark.parametrize("word", ["a=b\r\nX-Smuggled: y", "a==b\r\nX-Smuggled: y", "a:=1\r\nX-Smuggled: y"])
def test_request_items(upshift, serve, word):
    heads: list[bytes] = []
    upshift(serve(gather(heads), repeat=True).url("/any"), word)
    assert not smuggled(heads)


# What a server says

LOCATIONS = ["/a%0d%0aX-Smuggled:y", "/a\tX-Smuggled:y", "//u%0d%0aX-Smuggled:p@127.0.0.1:{port}/", "?a%00%0aX-Smuggled:y"]


@pytest.mark.parametrize("location", LOCATIONS)
@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_where_a_redirect_leads(upshift, serve, location, scheme):
    """A name of the Location's goes into a Digest as it is."""
    heads: list[bytes] = []
    second = serve(digest(heads), repeat=True)
    to = location.format(port=second.port)
    first = serve(scripts.respond("302 Found", f"Location: {to}"), digest(heads), repeat=True)
    for words in (["--anyauth"], ["--anyauth", "-u", "me:x"]):
        upshift("-L", *words, "--listen", first.url("/", scheme))
    assert not smuggled(heads + [head.raw for head in first.heads])


def test_what_a_server_has_a_cookie_hold(upshift, serve):
    heads: list[bytes] = []
    fields = ["Set-Cookie: a=b\rX-Smuggled: y", "Set-Cookie: c=d\0X-Smuggled: y", "ETag: \"a\rX-Smuggled: y\""]
    first = serve(scripts.respond("200 OK", *fields), gather(heads), repeat=True)
    upshift("-c", "jar", "--etag-save", "tag", first.url("/"))
    for words in (["-b", "jar"], ["--etag-compare", "tag"]):
        upshift(*words, first.url("/"))
        upshift(*words, "--listen", first.ws("/"))
    assert heads and not smuggled(heads)


# In a check the values may be a server's

PLACES = {
    "path": "GET {{base}}/{{evil}}\n",
    "query of a URL": "GET {{base}}/?a={{evil}}\n",
    "field": "GET {{base}}/\nX: {{evil}}\n",
    "field's name": "GET {{base}}/\n{{evil}}: x\n",
    "Query": "GET {{base}}/\n[Query]\na: {{evil}}\n{{evil}}: b\n",
    "Form": "POST {{base}}/\n[Form]\na: {{evil}}\n{{evil}}: b\n",
    "Multipart": "POST {{base}}/\n[Multipart]\n{{evil}}: b\n",
    "Cookies": "GET {{base}}/\n[Cookies]\na: {{evil}}\n",
    "cookie's name": "GET {{base}}/\n[Cookies]\n{{evil}}: a\n",
    "BasicAuth": "GET {{base}}/\n[BasicAuth]\n{{evil}}: b\n",
    "Digest": "GET {{base}}/\n[BasicAuth]\n{{evil}}: b\n[Options]\ndigest: true\n",
    "user": "GET {{base}}/\n[Options]\nuser: {{evil}}:b\ndigest: true\n",
    "header": "GET {{base}}/\n[Options]\nheader: X: {{evil}}\n",
    "aws-sigv4": "GET {{base}}/\n[Options]\nuser: a:b\naws-sigv4: {{evil}}\n",
    "origin": "GET {{ws}}/\n[Options]\norigin: {{evil}}\n",
    "subprotocol": "GET {{ws}}/\n[Options]\nsubprotocol: {{evil}}\n",
    "handshake's path": "GET {{ws}}/{{evil}}\n",
    "handshake's field": "GET {{ws}}/\nX: {{evil}}\n",
    "proxy": "GET http://a.test/\n[Options]\nproxy: {{base}}/\nheader: X: {{evil}}\n",
}  # fmt: skip


@pytest.mark.parametrize("where", PLACES)
def test_a_variable_of_a_check(check, serve, where):
    heads: list[bytes] = []
    server = serve(digest(heads), repeat=True)
    check(server, PLACES[where] + "HTTP *\n", "--variable", "evil=good")
    assert heads, "nothing is asked at all"
    for evil in ("a\r\nX-Smuggled: y", "a\nX-Smuggled: y", "a\rX-Smuggled: y"):
        check(server, PLACES[where] + "HTTP *\n", "--variable", f"evil={evil}")
    assert not smuggled(heads)


@pytest.mark.parametrize("where", PLACES)
def test_a_value_that_a_server_gave_a_check(check, serve, where):
    """With NUL, which no command line can hold."""
    heads: list[bytes] = []
    given = b'["a\\u0000\\r\\nX-Smuggled: y"]'
    server = serve(scripts.respond("200 OK", body=given), digest(heads), repeat=True)
    text = 'GET {{base}}/\nHTTP 200\n[Captures]\nevil: jq ".[0]"\n\n' + PLACES[where] + "HTTP *\n"
    check(server, text)
    assert not smuggled(heads)
