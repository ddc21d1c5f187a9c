"""What is said at the end and beside it, as curl has it: --write-out, --stderr, --styled-output, binary output."""

import json
import os
import pty
import re
import subprocess

import pytest

from harness.likeness import compare
from harness.recorder import Recorder, response
from harness.terminal import until_closed

NAMES = """certs errormsg exitcode filename_effective ftp_entry_path http_code http_connect http_version local_ip method
    num_certs num_connects num_headers num_redirects proxy_ssl_verify_result redirect_url referer remote_ip remote_port
    response_code scheme size_download size_header size_upload ssl_verify_result url url_effective urlnum
    content_type header_json nonsense onerror stderr stdout urle.host""".split()


@pytest.fixture
def recorder():
    with Recorder() as server:
        server.routes |= {
            "/many": response("200 OK", "X-A: 1", "x-a: 2", 'X-Q: "q\\', "X-T:\ta b", body=b"m"),
            "/hinted": b"HTTP/1.1 103 Early Hints\r\nX-A: early\r\n\r\n" + response("200 OK", "X-B: b", body=b"x"),
            "/binary": response("200 OK", body=b"abc\0def"),
            "/late": response("200 OK", body=b"a" * 3000 + b"\0def"),
        }
        yield server


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "rest", ["{url}many", "-o f -L -e http://r/;auto {url}302", "{url}empty", "-I {url}", "{url}hinted"]
)
def test_each_variable(upshift, curl, recorder, name, rest):
    compare(upshift, curl, recorder, f"-w [%{{{{{name}}}}}] {rest}")


CASES = """
    -w a%{{stderr}}b%{{stdout}}c%header{{x-a}}|%header{{X-NONE}}|%header{{unclosed {url}many
    -w \\n\\r\\t\\x\\\\%x% {url}none
    -w %{{onerror}}failed {url}
    -w a%{{onerror}}failed -f {url}missing
    -w %{{filename_effective}}| -o - {url}
    -w @- {url}
    -w {url}
    -w %{{unclosed {url}
    -w %{{}}%{{ }} {url}
"""


@pytest.mark.parametrize("case", [line.strip() for line in CASES.strip().splitlines()])
def test_as_curl(upshift, curl, recorder, case):
    compare(upshift, curl, recorder, case)


# What differs from run to run.
VARYING = r'"(local_port|speed_download|speed_upload|time_\w+|size_request)":[\d.]+'


def members(out: bytes) -> str:
    return re.sub(VARYING, r'"\1":0', out.decode())


@pytest.mark.parametrize(
    "arguments", [[], ["-L"], ["-o", "f"], ["-e", "http://r/"], ["-f"], ["-I"], ["-d", "x=1"]], ids=" ".join
)
@pytest.mark.parametrize("path", ["/", "/302", "/missing", "/none"])
def test_json(upshift, curl, recorder, arguments, path):
    """All of it, in curl's order; only times and the like may differ, in value and not in form."""
    seen = []
    for program in (curl, upshift):
        out = program("-s", "-w", "\\n%{json}", *arguments, recorder.url(path)).out.rpartition(b"\n")[2]
        told = json.loads(out)
        assert all(re.search(rf'"{name}":\d+\.\d{{6}}[,}}]', out.decode()) for name in told if name.startswith("time_"))
        seen.append(members(out))
    assert seen[0] == seen[1]


def test_json_of_a_failure(upshift, curl):
    seen = []
    for program in (curl, upshift):
        out = program("-s", "-w", "%{json}", "http://127.0.0.1:1/").out
        assert json.loads(out)["errormsg"].startswith("Failed to connect to 127.0.0.1 port 1 after")
        seen.append(re.sub(r"after \d+ ms", "", members(out)))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("format", ["%{certs}", "%{num_certs}", "%{json}"])
def test_certificates(upshift, curl, tls, format):
    with Recorder(tls=tls.server()) as server:
        outs = [
            members(program("-s", "--cacert", tls.ca, "-w", format, f"https://localhost:{server.port}/").out)
            for program in (curl, upshift)
        ]
    assert outs[0] == outs[1]
    assert "BEGIN CERTIFICATE" in outs[1] or format == "%{num_certs}"


def test_fields_that_curl_gets_wrong(upshift, recorder):
    """curl 7.88 writes `uffffffc3` for a byte of UTF-8, and `u0001` without its backslash: that is no JSON."""
    recorder.routes["/odd"] = response("200 OK", body=b"").replace(b"OK\r\n", "OK\r\nX-B: é\x01\\\r\n".encode("utf-8"))
    out = upshift("-s", "-w", "%{header_json}", recorder.url("/odd")).out
    assert json.loads(out) == {"x-b": ["é\x01\\"], "content-length": ["0"]}


# curl 8.3's %output{}


@pytest.mark.parametrize(
    "format, out, files",
    [
        ("a%output{f}b", b"a", {"f": b"b"}),
        ("a%output{f}b%{stdout}c", b"ac", {"f": b"b"}),
        ("%output{f}b%output{g}c", b"", {"f": b"b", "g": b"c"}),
        ("%output{>>old}b", b"", {"old": b"oldb"}),
        ("%output{old}b", b"", {"old": b"b"}),
        ("%output{f}b%{nonsense}c", b"", {"f": b"bc"}),
        ("%output{f}", b"", {"f": b""}),
        ("%output{f", b"%output{f", {}),
        ("%output{f}%{http_code}%{stderr}", b"", {"f": b"204"}),
        ("a%output{none/f}b%{stdout}c", b"ac", {}),
        ("a%{onerror}%output{f}b", b"a", {}),
    ],
)
def test_output_to_files(upshift, recorder, format, out, files):
    (upshift.home / "old").write_bytes(b"old")
    result = upshift("-s", "-w", format, recorder.url("/none"))
    assert (result.status, result.out) == (23 if "none/" in format else 0, out)
    written = {path.name: path.read_bytes() for path in upshift.home.iterdir()}
    assert written == {"old": b"old"} | files


# Standard error


@pytest.mark.parametrize("words", [["--stderr", "e"], ["--stderr", "-"], ["--stderr", "none/e"], ["--stderr", "x", "--stderr", "e"]])
def test_where_errors_go(upshift, curl, words):
    """The last --stderr counts, wherever it stands; what is in it differs in its words."""
    seen = []
    for program in (curl, upshift):
        result = program("-sS", "http://127.0.0.1:1/", *words)
        file = program.home / "e"
        content = file.read_text() if file.exists() else ""
        told = [text.count("Failed to connect") for text in (result.out.decode(), result.err, content)]
        seen.append((result.status, told))
    assert seen[0] == seen[1]
    assert sum(seen[1][1]) == 1


def test_a_trace_goes_there_too(upshift, recorder):
    assert upshift("-v", "--stderr", "e", recorder.url()).err == ""
    assert "> GET / HTTP/1.1\n" in (upshift.home / "e").read_text()


def test_a_wrong_command_line_is_said_there(upshift):
    result = upshift("--stderr", "e", "--head", "ws://127.0.0.1:1/")
    assert (result.status, result.err) == (2, "")
    assert (upshift.home / "e").read_text().startswith("upshift: (2) --head does not go with a WebSocket")


# Terminals


def on_terminal(program, *words: object) -> tuple[int, bytes]:
    """The exit status, and what the terminal got for standard output, without its CR before LF."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [program.path, *map(str, words)],
        cwd=program.home,
        env=program.environment({"TERM": "xterm"}),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
    )
    os.close(theirs)
    out = until_closed(ours)
    os.close(ours)
    process.communicate(timeout=10)
    return process.returncode, out.replace(b"\r\n", b"\n")


@pytest.mark.parametrize(
    "words, path",
    [
        (["-s"], "/binary"),
        (["-s", "-o", "-"], "/binary"),
        (["-s"], "/late"),
        (["-s"], "/"),
        (["-s", "-i"], "/binary"),
        (["-s", "-i", "--no-styled-output"], "/302"),
        (["-s", "-i", "--styled-output"], "/"),
        (["-s", "-I"], "/"),
        (["-s", "-o", "f"], "/binary"),
    ],
)
def test_on_a_terminal(upshift, curl, recorder, words, path):
    theirs, (status, out) = (on_terminal(program, *words, recorder.url(path)) for program in (curl, upshift))
    # The colour of a status is ours.
    assert theirs == (status, re.sub(rb"(?m)^(HTTP/1.1 )\x1b\[3\dm(\d+)\x1b\[0m", rb"\1\2", out))


def test_binary_output_is_explained(upshift, recorder):
    ours, theirs = pty.openpty()
    result = subprocess.run(
        [upshift.path, recorder.url("/binary")], stdout=theirs, stderr=subprocess.PIPE, env=upshift.environment()
    )
    os.close(theirs)
    os.close(ours)
    assert result.returncode == 23
    assert result.stderr.decode() == (
        "upshift: (23) this is binary and could mess up the terminal: "
        "--output FILE saves it, --output - shows it all the same\n"
    )


@pytest.mark.parametrize("name, ours", [("curl", "upshift"), ("misc", "upshift"), ("dns", "connection"), ("HTTP", "http")])
def test_categories_of_curl(upshift, name, ours):
    assert upshift("-h", name).out == upshift("-h", ours).out != b""


def test_what_went_wrong_is_told_in_libcurls_words(upshift, curl, recorder):
    """Without the hint that is for a person."""
    for words in ["http://127.0.0.1:1/", "http://nobody.invalid/", "-f {url}missing", "--max-redirs 0 -L {url}302"]:
        given = words.format(url=recorder.url()).split(" ")
        seen = [re.sub(rb"after \d+ ms", b"", program("-sw", "%{errormsg}", *given).out) for program in (curl, upshift)]
        assert seen[0] == seen[1] and seen[0]


FACTS = "%{http_code}|%{exitcode}|%{url}|%{urlnum}|%{scheme}|%{method}|%{onerror}%{errormsg}"


@pytest.mark.parametrize("parallel", [[], ["-Z"]], ids=["in turn", "parallel"])
@pytest.mark.parametrize(
    "case",
    ["http://", "foo://x", "http://a:999999/", "-T none http://127.0.0.1:1/", "-T none -I http://127.0.0.1:1/", "-O http://127.0.0.1:1/",
     "-C 5 -o none/x http://127.0.0.1:1/", "http://{{a", "-T none http://127.0.0.1:1/{{a}}"],
)
def test_what_fails_before_the_transfer(upshift, curl, case, parallel):
    """A glob that is none, and two methods, are wrong command lines: nothing is said of them."""
    words = [*parallel, "-w", FACTS, *case.replace("{{", "{").replace("}}", "}").split(" ")]
    expected, actual = curl("-s", *words), upshift("-s", *words)
    assert (actual.status, actual.out) == (expected.status, expected.out)


def test_all_are_checked_before_the_first(upshift):
    result = upshift("-s", "-w", FACTS, "http://127.0.0.1:1/", "http://")
    assert (result.status, result.out) == (3, b"000|3|http://|1||GET|URL using bad/illegal format or missing URL")


def test_json_of_what_was_not_asked(upshift, curl):
    expected, actual = (program("-s", "-w", "%{json}", "http://") for program in (curl, upshift))
    assert (actual.status, members(actual.out)) == (expected.status, members(expected.out))


def test_a_scheme_that_proto_forbids(upshift, curl):
    words = ["-s", "-w", "%{http_code} %{exitcode} %{method} %{url_effective}", "--proto", "=https", "http://127.0.0.1:1/"]
    expected, actual = (program(*words) for program in (curl, upshift))
    assert (actual.status, actual.out) == (expected.status, expected.out)


@pytest.mark.parametrize("case", ["-z never", "-K config"])
@pytest.mark.parametrize("silent", ["-s", "-sS", "-S"])
def test_warnings(upshift, curl, recorder, case, silent):
    """`--show-error` shows errors."""
    for program in (curl, upshift):
        (program.home / "config").write_text("nonsense\n")
        result = program(silent, "--no-progress-meter", *case.split(" "), recorder.url("/"))
        assert result.status == 0 and bool(result.err) == (silent == "-S"), result
