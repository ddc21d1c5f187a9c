"""Configuration files mean what they mean to curl, in curl's places for them and in ours."""

import pytest

from harness.likeness import compare
from harness.recorder import Recorder

# The content of a file for --config; {url} is the recorder's.
FILES = [
    "user-agent = robot/1",
    "user-agent: robot/1",
    "user-agent robot/1",
    "user-agent=robot/1",
    "user-agent:robot/1",
    "user-agent\trobot/1",
    " \t user-agent  =  robot/1  ",
    "user-agent ::= robot/1",
    "User-Agent = robot/1",
    "-A robot/1",
    "-Arobot/1",
    "--user-agent robot/1",
    '--user-agent "robot 1"',
    '-A "robot 1"',
    "A robot/1",
    "-A = robot/1",
    "--user-agent = robot/1",
    "-X=POST",
    'user-agent = "robot one"',
    'user-agent = "a\\tb\\ec\\"d\\\\e"',
    'user-agent = "a\\vb"',
    'user-agent = ""',
    'user-agent = "one" two',
    'user-agent = "one"two',
    "user-agent = 'one'",
    "user-agent = one two",
    "user-agent = one # two",
    "user-agent = one#two",
    "user-agent",
    "user-agent =",
    "# user-agent = one",
    "  # user-agent = one",
    "/ user-agent = one",
    "* user-agent = one",
    "user-agent = one\n# two\n\n   \nreferer = three",
    "user-agent = one\r\nreferer = two\r\n",
    'user-agent = "one"\r\nheader = "X-Two: 2"\r\n',
    "user-agent = one\nuser-agent = two",
    "get\ndata = a=1\ndata = b=2",
    "get\nno-get\ndata = a=1",
    "get = no\ndata = a=1",
    'get "no"\ndata = a=1',
    "no-compressed\ncompressed",
    "no-user-agent = x\nreferer = y",
    "nonsense\nreferer = y",
    "nonsense = x\nreferer = y",
    "=\nreferer = y",
    "-\nreferer = y",
    "--\nreferer = y",
    "max-time = x\nreferer = y",
    "max-time = 5 6\nreferer = y",
    "form = a\nreferer = y",
    "form = a=b\nform-string = c=@d",
    'form = "a=@input;type=text/x"',
    "upload-file = input",
    "http://127.0.0.1:1/",
    'url = "{url}lines"',
    "url = {url}lines",
    "url {url}lines",
    'url = "{url}lines"\noutput = "written"',
    "next\nreferer = y",
    'url = "{url}lines"\nnext\nreferer = y\nurl = "{url}missing"',
    'url = "{url}lines"\n:\nreferer = y\nurl = "{url}missing"',
    'url = "{url}lines"\n-:\nreferer = y\nurl = "{url}missing"',
    "config = other\nreferer = y",
    "config = none\nreferer = y",
    "-K other",
    "help\nreferer = y",
    "version\nreferer = y",
    "manual\nreferer = y",
    "help = all\nreferer = y",
    "header = @headers",
    "data = @input",
    "user = user:pass",
    "anyauth\nuser = user:pass",
    "location\nrequest = POST",
    "tlsv1.2\nreferer = y",
    "abstract-unix-socket",
    'user-agent = "' + "x" * 50_000 + '"',
    "user-agent = " + "x" * 50_000,
    "",
    "\n",
    "user-agent = one\n" * 500,
]


def configure(program, content: str, name: str = "options") -> None:
    path = program.home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode())


@pytest.fixture
def other(upshift, curl):
    for program in (curl, upshift):
        configure(program, "user-agent = other\n", "other")


def filled(content: str, recorder: Recorder) -> str:
    return content.replace("{url}", recorder.url())


@pytest.mark.parametrize("content", FILES)
def test_as_curl(upshift, curl, recorder, other, content):
    for program in (curl, upshift):
        configure(program, filled(content, recorder))
    compare(upshift, curl, recorder, "-K options {url}")


@pytest.mark.parametrize("content", FILES[:20])
def test_from_standard_input(upshift, curl, recorder, content):
    requests = []
    for program in (curl, upshift):
        assert program("-s", "-K", "-", recorder.url(), stdin=content.encode()).status == 0
        requests.append([head.replace(b"User-Agent: curl", b"") for head, _ in recorder.take()])
    assert [line for line in requests[0][0].split(b"\r\n") if b"upshift/" not in line and b"/7.88" not in line] == [
        line for line in requests[1][0].split(b"\r\n") if b"upshift/" not in line
    ]


@pytest.mark.parametrize(
    "case",
    [
        "-K options -K other {url}",
        "-K other -A last {url}",
        "-A first -K other {url}",
        "-K other {url} --next {url}",
        "{url} --next -K other {url}",
        "-K none {url}",
        "-K none/ {url}",
        "--config other {url}",
        "-K",
    ],
)
def test_places_of_the_option(upshift, curl, recorder, other, case):
    for program in (curl, upshift):
        configure(program, "user-agent = options\nreferer = options\n")
    compare(upshift, curl, recorder, case)


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        ("user-agent = one two", "1: the value of user-agent has spaces, and ends at the first"),
        ('\nuser-agent = "one', "2: the value of user-agent has no closing quote"),
        ("get yes", "1: unexpected 'yes' after get"),
        ("nonsense", "1: unknown option nonsense"),
        ("ssl-reqd", "1: unknown option ssl-reqd: curl has it for FTP and mail, which upshift does not speak"),
        ("max-time = x", "1: --max-time takes a number of seconds"),
        ("config = none", "1: cannot read none: No such file or directory"),
        ("user-agent", "1: option user-agent needs a value"),
    ],
)
def test_what_is_wrong_is_warned_of(upshift, curl, recorder, content, warning):
    """Where curl warns we do, in words of our own; what an unclosed quote leaves open, we warn of as well."""
    for program in (curl, upshift):
        configure(program, content)
    result = upshift("-K", "options", recorder.url())
    assert result.status == 0 and result.out == b"hello\n"
    assert f"upshift: options:{warning}" in result.err and result.err.count("\n") == 1
    if "closing" not in warning and "ssl-reqd" not in warning:
        assert "Warning: options:" in curl("-K", "options", recorder.url()).err
    assert upshift("-s", "-K", "options", recorder.url()).err == ""


@pytest.mark.parametrize("content", ["user-agent = one # two", 'user-agent = "a b" c', "user-agent = one  ", "# x y"])
def test_what_is_not_wrong_is_not_warned_of(upshift, curl, recorder, content):
    for program in (curl, upshift):
        configure(program, content)
        assert "arning" not in (result := program("-sS", "-K", "options", recorder.url())).err, result
    assert result.err == ""


def test_a_quote_that_is_not_closed_ends_with_its_line(upshift, recorder):
    """curl 7.88 sends the line end in the middle of the field."""
    configure(upshift, 'user-agent = "one\r\nreferer = two\r\n')
    upshift("-s", "-K", "options", recorder.url())
    ((head, _),) = recorder.take()
    assert b"User-Agent: one\r\n" in head and b"Referer: two\r\n" in head


def test_a_byte_order_mark_is_passed_over(upshift, recorder):
    configure(upshift, "\ufeffuser-agent = one\n")
    result = upshift("-K", "options", recorder.url())
    assert result.err == "" and b"User-Agent: one\r\n" in recorder.take()[0][0]


def test_files_that_include_each_other(upshift, recorder):
    configure(upshift, "config = options\n")
    result = upshift("-K", "options", recorder.url())
    assert result.status == 2 and "files include each other: options" in result.err and not recorder.take()


# curl's own configuration file

PLACES = ["c/.curlrc", "x/.curlrc", "h/.curlrc", "c/.config/curlrc", "x/.config/curlrc", "h/.config/curlrc", "x/curlrc"]
HOMES = [
    {"HOME": "h"},
    {"HOME": "h", "XDG_CONFIG_HOME": "x"},
    {"HOME": "h", "XDG_CONFIG_HOME": "x", "CURL_HOME": "c"},
    {"HOME": "h", "CURL_HOME": "c"},
    {"HOME": "h", "XDG_CONFIG_HOME": "none"},
    {"HOME": "h", "CURL_HOME": "none"},
    {"HOME": "h", "CURL_HOME": ""},
    {"HOME": "h", "XDG_CONFIG_HOME": ""},
    {"HOME": "", "CURL_HOME": "c"},
]


@pytest.mark.parametrize("homes", HOMES, ids=str)
def test_where_curlrc_is(upshift, curl, recorder, homes):
    """Each place alone, and then all: the first that there is counts."""
    for places in [[place] for place in PLACES] + [PLACES]:
        agents = []
        for program in (curl, upshift):
            for place in PLACES:
                (program.home / place).unlink(missing_ok=True)
            for place in places:
                configure(program, f"user-agent = {place}", place)
            env = {name: value and str(program.home / value) for name, value in homes.items()}
            program("-s", recorder.url(), env=env)
            (head, _), *_ = recorder.take()
            agent = head.partition(b"User-Agent: ")[2].partition(b"\r\n")[0]
            agents.append(agent if b"curlrc" in agent else b"own")
        assert agents[0] == agents[1], (homes, places)


def test_ours_wins_over_curls_and_the_command_line_over_both(upshift, recorder):
    configure(upshift, "user-agent = curl\nreferer = curl\nheader = X-Curl:1\n", ".curlrc")
    configure(upshift, "user-agent = ours\n", ".config/upshift/config")
    upshift(recorder.url(), "-e", "typed")
    ((head, _),) = recorder.take()
    assert b"User-Agent: ours\r\n" in head and b"Referer: typed\r\n" in head and b"X-Curl: 1\r\n" in head.replace(
        b"X-Curl:1", b"X-Curl: 1"
    )


@pytest.mark.parametrize("first", ["-q", "--disable", "-qs", "-qA own"])
def test_neither_is_read_after_disable(upshift, curl, recorder, first):
    for program in (curl, upshift):
        configure(program, "user-agent = curl\n", ".curlrc")
    configure(upshift, "referer = ours\n", ".config/upshift/config")
    for program in (curl, upshift):
        program(*first.split(" "), recorder.url())
        ((head, _),) = recorder.take()
        assert b"User-Agent: curl\r\n" not in head and b"Referer" not in head


def test_disable_counts_in_the_first_place_only(upshift, curl, recorder):
    for program in (curl, upshift):
        configure(program, "user-agent = curl\n", ".curlrc")
        program("-s", "-q", recorder.url())
        ((head, _),) = recorder.take()
        assert b"User-Agent: curl\r\n" in head


def test_what_only_curl_has_is_warned_of(upshift, curl, recorder):
    configure(upshift, "ftp-pasv\nuser-agent = one\nsocks5 = localhost:1\nno-such\n", ".curlrc")
    result = upshift("-q", recorder.url())
    assert result.err == ""
    (upshift.home / ".curlrc").write_text("ftp-pasv\nuser-agent = one\nno-such\n")
    result = upshift(recorder.url())
    assert (result.status, result.out) == (0, b"hello\n")
    path = upshift.home / ".curlrc"
    lines = result.err.splitlines()
    assert lines[0] == f"upshift: {path}:1: unknown option ftp-pasv: curl has it for FTP, which upshift does not speak"
    assert lines[1].startswith(f"upshift: {path}:3: unknown option no-such") and len(lines) == 2
    assert b"User-Agent: one\r\n" in recorder.take()[-1][0]


def test_a_mistake_in_our_own_file_is_an_error(upshift, recorder):
    configure(upshift, "no-such\n", ".config/upshift/config")
    result = upshift(recorder.url())
    assert result.status == 2 and "upshift/config:1: unknown option no-such" in result.err and not recorder.take()


def test_a_check_reads_both(upshift, recorder):
    configure(upshift, "user-agent = curl\nftp-pasv\n", ".curlrc")
    configure(upshift, "referer = ours\n", ".config/upshift/config")
    (upshift.home / "x.check").write_text(f"GET {recorder.url()}\nHTTP 200\n")
    result = upshift("check", "x.check")
    assert result.status == 0 and "unknown option ftp-pasv" in result.err
    ((head, _),) = recorder.take()
    assert b"User-Agent: curl\r\n" in head and b"Referer: ours\r\n" in head
