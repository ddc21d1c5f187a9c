"""Where bodies go, as curl has it: names, folders, what is there already, what is left after a failure."""

import os

import pytest

from harness.likeness import compare
from harness.recorder import Recorder, chunked, response


def named(disposition: str, status: str = "200 OK") -> bytes:
    return response(status, f"Content-Disposition: {disposition}", body=b"attached\n")


DISPOSITIONS = [
    'attachment; filename="named.txt"',
    'attachment; filename="../up.txt"',
    "attachment; filename=/etc/passwd",
    'attachment; filename="a\\"b.txt"',
    "attachment; filename=plain.txt; size=3",
    'attachment; filename="semi;colon"',
    "attachment; filename*=UTF-8''na%C3%AFve.txt",
    "attachment; filename=x.txt; filename*=UTF-8''y.txt",
    "attachment; filename*=UTF-8''y.txt; filename=x.txt",
    'attachment; filename=""',
    "attachment; filename=",
    "inline; filename=i.txt",
    "filename=bare.txt",
    'attachment; filename="C:\\dir\\w.txt"',
    "attachment; filename='single.txt'",
    'attachment; filename="unclosed',
    'attachment; filename="dir/"',
    "attachment;filename=tight",
    'attachment; FILENAME="upper"',
    'attachment; filename = "spaced"',
    "attachment; xfilename=no",
    'attachment; name="filename=q"',
    "attachment; filename=a b",
    'attachment; filename="a%20b"',
    'attachment; filename="näh"',
    "attachment",
]


@pytest.fixture
def recorder():
    with Recorder() as server:
        trailer = b"\r\nX-T: 1\r\nX-U: two\r\n\r\n"
        server.routes |= {
            "/named": named('attachment; filename="named.txt"'),
            "/moved": response("302 Found", "Location: /named", 'Content-Disposition: a; filename="moved.txt"', body=b"m"),
            "/gone": named('attachment; filename="named.txt"', "404 Not Found"),
            "/twice": response("200 OK", "Content-Disposition: a; filename=one", "Content-Disposition: a; filename=two"),
            "/hinted": b"HTTP/1.1 103 Early Hints\r\nContent-Disposition: a; filename=early\r\n\r\n" + named("a; filename=late"),
            "/short": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nshort",
            "/range": b"HTTP/1.1 206 P\r\nContent-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\n56789",
            "/wrong": b"HTTP/1.1 206 P\r\nContent-Range: bytes 4-9/10\r\nContent-Length: 6\r\n\r\n456789",
            "/416": response("416 Range Not Satisfiable", "Content-Range: bytes */10", body=b"nope"),
            "/old": response("200 OK", "Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT", body=b"old\n"),
            "/trailer": chunked(b"hello")[:-2] + trailer[2:],
            **{f"/name{number}": named(each) for number, each in enumerate(DISPOSITIONS)},
        }
        yield server


CASES = """
    --output-dir d -o f {url}
    --output-dir d --create-dirs -o f {url}
    --output-dir d --create-dirs -o a/b/f {url}
    --output-dir d/ --create-dirs -O {url}lines
    --output-dir d --create-dirs -w %{{filename_effective}} -o f {url}
    --output-dir d/ --create-dirs -w %{{filename_effective}} -o f {url}
    --output-dir d -o - {url}
    --output-dir d {url}
    --output-dir d --create-dirs -D heads -o f {url}
    --output-dir d --create-dirs -OJ {url}named
    --output-dir d -OJ {url}named
    --create-dirs --no-create-dirs -o a/f {url}
    --create-dirs -o input/x {url}
    --create-file-mode 0600 -o f {url}
    --create-file-mode 9 -o f {url}
    --create-file-mode 1000 -o f {url}
    --create-file-mode x -o f {url}
    -O {url}any/a%20b?x#y
    -O {url}any/
    -O {url}any/..
    -O {url}any\\x
    -O {url}any/a\\
    -O {url}any;x
    -O {url}anyé
    -O -o f {url}lines {url}any
    -O --no-remote-name {url}lines
    --no-remote-name -O {url}any {url}lines
    --remote-name-all {url}lines {url}any
    {url}lines --remote-name-all {url}any
    --remote-name-all {url}lines -o - {url}any
    --remote-name-all {url}lines --no-remote-name {url}any
    --remote-name-all {url}lines --no-remote-name-all {url}any
    -o f --remote-name-all {url}lines {url}any
    --remote-name-all {url}
    --remote-name-all {url}any[1-2]
    -OJ {url}named
    -OJ -w %{{filename_effective}} {url}named
    -OJ {url}any
    -OJ {url}
    -J {url}named
    -J -o x {url}named
    -OJ -o x {url}named {url}named
    -OJ -i {url}named
    -I -OJ {url}named
    -OJL {url}moved
    -OJ {url}moved
    -OJf {url}gone
    -OJ {url}gone
    -OJ {url}twice
    -OJ {url}hinted
    -OJ -C - {url}named
    --no-clobber -o f {url}
    --remove-on-error -o f {url}
    --remove-on-error -f -o f {url}missing
    --remove-on-error --fail-with-body -o f {url}missing
    --remove-on-error --no-remove-on-error --fail-with-body -o f {url}missing
    --fail-with-body -o f {url}missing
    --remove-on-error -o f http://127.0.0.1:1/
    -C - -o f {url}range
    -C - {url}range
    -C 5 {url}range
    -C 5 -o f {url}range
    -C 0 -o f {url}
    -C - -o none/f {url}range
    -C 5 -o none/f {url}range
    -C - --create-dirs -o d/f {url}range
    -C x {url}
    -C -5 {url}
    -C 5x {url}
    -C 5 -I {url}range
    -C 5 -L {url}302
    -C 6 -L {url}302
    -C 5 {url}wrong
    -R {url}old
    -i {url}trailer
    -D - {url}trailer
    -D heads -o f -i {url}trailer
    -i {url}trailer {url}
    -D - -i {url}
    -D - -i -L {url}302
    -D - -o f -i {url}
    -D heads {url} -: -D heads -o x {url}lines
    -D heads {url} -: -D heads -I {url}lines
    -D heads {url} {url}lines -: -D other {url} {url}lines
"""


@pytest.mark.parametrize("case", [line.strip() for line in CASES.strip().splitlines()])
def test_as_curl(upshift, curl, recorder, case):
    compare(upshift, curl, recorder, case)


OLD = {"f": b"01234", "named.txt": b"old", "lines": b"old", "range": b"01234"}
WITH_FILES = """
    -o f {url}
    -O {url}lines
    --no-clobber -o f {url}
    --no-clobber -o f {url} -o f {url}lines
    --no-clobber -o f -w %{{filename_effective}} {url}
    --no-clobber --clobber -o f {url}
    --clobber --no-clobber -o f {url}
    --no-clobber -O {url}lines
    --no-clobber -OJ {url}named
    --clobber -OJ {url}named
    -OJ {url}named
    -OJ {url}lines
    --no-clobber -o f {url}empty
    --no-clobber -f -o f {url}missing
    --no-clobber -C - -o f {url}range
    --remove-on-error -f -o f {url}missing
    --remove-on-error -C - -o f {url}
    -C - -o f {url}range
    -C - -O {url}range
    -C 5 -o f {url}range
    -C 3 -o f {url}range
    -C 0 -o f {url}
    -C 5 -o f {url}
    -C 6 -o f {url}
    -C - -o f {url}416
    -C - -o f -f {url}416
    -C - -o f -i {url}416
    -C - -o f {url}missing
    -C - -o f -f {url}missing
    -C - -o f {url}any[1-2]
    -C - -o f {url}wrong
    -C - -o f -L {url}302
    --create-dirs -o f/x {url}
"""


@pytest.mark.parametrize("case", [line.strip() for line in WITH_FILES.strip().splitlines()])
def test_what_is_there_already(upshift, curl, recorder, case):
    compare(upshift, curl, recorder, case, before=OLD)


@pytest.mark.parametrize("number", range(len(DISPOSITIONS)), ids=DISPOSITIONS)
def test_names_of_the_servers(upshift, curl, recorder, number):
    compare(upshift, curl, recorder, f"-OJ {{url}}name{number}")


@pytest.mark.parametrize("count", [99, 100])
def test_the_numbers_end(upshift, curl, recorder, count):
    """At `.99`: curl's manual says 100, but it stops one before."""
    before = {f"f.{number}" if number else "f": b"" for number in range(count)}
    compare(upshift, curl, recorder, "--no-clobber -o f {url}", before=before)


@pytest.mark.parametrize("option", ["-OJ", "-OJ --clobber"])
def test_a_name_of_the_servers_leads_through_no_link(upshift, recorder, option):
    """With --clobber curl would follow it."""
    (upshift.home / "elsewhere").write_bytes(b"mine")
    for target in ("elsewhere", "nowhere"):
        (upshift.home / "named.txt").unlink(missing_ok=True)
        (upshift.home / "named.txt").symlink_to(target)
        assert upshift("-s", *option.split(), recorder.url("/named")).status == 23
    assert (upshift.home / "elsewhere").read_bytes() == b"mine"
    assert not (upshift.home / "nowhere").exists()


def test_a_name_of_the_servers_is_no_path(upshift, recorder):
    (upshift.home / "inner").mkdir()
    recorder.routes["/up"] = named('attachment; filename="x/../../../up.txt"')
    assert upshift("-s", "-OJ", "--output-dir", "inner", recorder.url("/up")).status == 0
    assert [path.name for path in upshift.home.rglob("up.txt")] == ["up.txt"]
    assert (upshift.home / "inner" / "up.txt").exists()


def test_rights_are_what_the_umask_leaves(upshift, curl, recorder):
    for program in (curl, upshift):
        before = os.umask(0o007)
        try:
            program("-s", "--create-dirs", "-o", "d/f", recorder.url())
        finally:
            os.umask(before)
        modes = [(program.home / name).stat().st_mode & 0o777 for name in ("d", "d/f")]
        assert modes == [0o750, 0o660]


def test_folders_of_the_heads(upshift, recorder):
    """curl 7.88.1 crashes where the file for the heads cannot be written."""
    assert upshift("-s", "-D", "d/heads", recorder.url("/none")).status == 23
    assert upshift("-s", "--create-dirs", "-D", "d/heads", recorder.url("/none")).status == 0
    assert (upshift.home / "d/heads").read_bytes() == b"HTTP/1.1 204 No Content\r\n\r\n"


def breaking(peer) -> None:
    peer.head()
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort")


@pytest.mark.parametrize("arguments", [[], ["--remove-on-error"], ["--remove-on-error", "-C", "-"]])
def test_a_body_that_breaks_off(upshift, curl, serve, arguments):
    server = serve(breaking, breaking)
    seen = []
    for program in (curl, upshift):
        status = program("-s", *arguments, "-o", "f", server.url()).status
        seen.append((status, [path.name for path in program.home.iterdir() if path.name == "f"]))
    assert seen[0] == seen[1] == (18, [] if arguments else ["f"])


def test_what_is_no_file_is_not_removed(upshift, serve):
    """curl 7.88.1 would remove it: as root, even /dev/null."""
    os.mkfifo(upshift.home / "pipe")
    reading = os.open(upshift.home / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    server = serve(breaking)
    assert upshift("-s", "--remove-on-error", "-o", "pipe", server.url()).status == 18
    os.close(reading)
    assert (upshift.home / "pipe").is_fifo()


@pytest.mark.parametrize("arguments", [["-R"], ["--remote-time"], ["-R", "--no-remote-time"], ["-R", "-I"], ["-R", "-f"]])
def test_the_time_of_a_file(upshift, curl, recorder, arguments):
    times = []
    for program in (curl, upshift):
        program("-s", *arguments, "-o", "f", recorder.url("/old"))
        times.append((program.home / "f").stat().st_mtime)
        program("-s", *arguments, "-o", "new", recorder.url("/lines"))
        assert (program.home / "new").stat().st_mtime > 1e9
    assert (times[0] == 784903526) == (times[1] == 784903526) == ("--no-remote-time" not in arguments)


@pytest.mark.parametrize("arguments", [[], ["-e", "http://from.example/"], ["-L"], ["--no-xattr"]])
def test_extended_attributes(upshift, curl, recorder, arguments):
    seen = []
    for program in (curl, upshift):
        program("-s", "--xattr", *arguments, "-o", "f", f"http://u:p@127.0.0.1:{recorder.port}/302?a#b")
        file = program.home / "f"
        seen.append({name: os.getxattr(file, name) for name in os.listxattr(file) if name.startswith("user.")})
    assert seen[0] == seen[1]
    # Not every file system has any.
    if seen[0] or arguments == ["--no-xattr"]:
        assert ("user.xdg.origin.url" in seen[1]) == (arguments != ["--no-xattr"])


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["-OJ", "-i"], "--remote-header-name goes with neither --include nor --head: use --dump-header FILE"),
        (["-OJ", "-C", "3"], "--continue-at and --remote-header-name exclude each other: use --output FILE"),
        (["-C", "x"], "--continue-at takes a number of bytes, or - for the file's size, not 'x'"),
        (["-C", "+5"], "--continue-at takes a number of bytes, or - for the file's size, not '+5'"),
        (["--create-file-mode", "8"], "--create-file-mode takes an octal number up to 0777, not '8'"),
        (["--upgrade", "websocket", "-C", "-"], "--continue-at does not go with a WebSocket; to send a message: --send"),
    ],
)
def test_a_wrong_command_line(upshift, recorder, arguments, message):
    result = upshift(*arguments, recorder.url("/named"))
    assert (result.status, result.err, recorder.take()) == (2, f"upshift: (2) {message}\n", [])


# What only we have


def upgrade(peer) -> None:
    """A 426 that names a file and has a body, then a WebSocket."""
    peer.head()
    peer.answer(
        "426 Upgrade Required",
        "Upgrade: websocket",
        "Connection: Upgrade",
        'Content-Disposition: attachment; filename="refused"',
        body=b"no",
    )


def redirect(peer) -> None:
    peer.head()
    peer.answer("302 Found", "Location: ws://127.0.0.1:1/")


def say(peer) -> None:
    peer.websocket()
    peer.text("hello")
    peer.close()


def files(program) -> dict[str, bytes]:
    return {str(path.relative_to(program.home)): path.read_bytes() for path in program.home.rglob("*") if path.is_file()}


def test_messages_go_where_a_body_would(upshift, serve):
    server = serve(say)
    (upshift.home / "log").write_bytes(b"old")
    arguments = ["--no-clobber", "--create-dirs", "--output-dir", ".", "-o", "log"]
    assert upshift("-s", *arguments, "--listen", server.ws("/")).status == 0
    assert files(upshift) == {"log": b"old", "log.1": b"hello\n"}


def test_a_426_that_is_followed_names_no_file(upshift, serve):
    def script(peer):
        upgrade(peer)
        say(peer)

    server = serve(script)
    result = upshift("-s", "-OJ", "--listen", server.url("/chat"))
    assert (result.status, files(upshift)) == (0, {"chat": b"hello\n"})


def test_messages_are_not_the_rest_of_a_file(upshift, serve):
    """Of a file that is not there yet all is asked for, and what explains a 426 is shown as ever."""
    for script, there, left in [
        (upgrade, {"f": b"01234"}, {"f": b"01234"}),
        (upgrade, {}, {"f": b"no"}),
        (redirect, {}, {}),
    ]:
        server = serve(script)
        (upshift.home / "f").unlink(missing_ok=True)
        for name, content in there.items():
            (upshift.home / name).write_bytes(content)
        result = upshift("-sSL", "-C", "-", "-o", "f", "--listen", server.url())
        assert (result.status, files(upshift), len(server.heads)) == (110, left, 1), result
        assert result.err.startswith("upshift: (110) the server requires a WebSocket") and "--continue-at" in result.err


def test_a_retry_goes_on_with_the_file_it_has(upshift, serve):
    def fail(peer):
        peer.head()
        peer.answer("503 Busy", "Retry-After: 0", "Connection: close", body=b"a longer text")

    def succeed(peer):
        peer.head()
        peer.answer("200 OK", "Connection: close", body=b"fine")

    server = serve(fail, succeed)
    (upshift.home / "f").write_bytes(b"old")
    result = upshift("-s", "--retry", "1", "--retry-delay", "1", "--no-clobber", "-o", "f", server.url())
    assert (result.status, files(upshift)) == (0, {"f": b"old", "f.1": b"fine"})


def test_a_file_in_a_check_is_a_wrong_command_line(upshift):
    for option in (["--output-dir", "d"], ["-J"], ["-C", "-"], ["-g"], ["--no-clobber"], ["-R"], ["--xattr"]):
        assert upshift("check", *option, "none.hurl").status == 2


def test_another_attempt_keeps_its_file(upshift, serve):
    """A name that comes with it is no file of ours, to be written or removed."""
    first = b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbusy"
    fields = b"Content-Disposition: attachment; filename=precious.txt\r\nConnection: close\r\n"
    second = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n" + fields + b"\r\npart"

    def play(answer):
        return lambda peer: (peer.head(), peer.send(answer))

    precious = upshift.home / "precious.txt"
    precious.write_text("mine")
    server = serve(play(first), play(second))
    options = ["-s", "-OJ", "--retry", 1, "--retry-delay", 1, "--remove-on-error", "-w", "%{filename_effective}"]
    result = upshift(*options, server.url("/dl"))
    assert (result.status, result.out) == (18, b"dl")
    assert precious.read_text() == "mine" and not (upshift.home / "dl").exists()


@pytest.mark.parametrize("option", [["-v"], ["--trace-ascii", "-"], []])
def test_a_password_without_a_scheme_is_not_shown(upshift, recorder, option):
    proxy = f"user:SECRETPW@127.0.0.1:{recorder.port}"
    for arguments, env in (
        (["--proxy", "user:SECRETPW@127.0.0.1:99999", recorder.url()], {}),
        (["user:SECRETPW@127.0.0.1:99999/"], {}),
        (["http://named.example/"], {"http_proxy": proxy}),
    ):
        result = upshift("-s", "-S", *option, *arguments, env=env)
        assert "SECRETPW" not in result.err and b"SECRETPW" not in result.out


@pytest.mark.parametrize("option", ["-o", "-O", "-RO", "--no-clobber"])
def test_what_was_not_modified_stays(upshift, recorder, option):
    recorder.routes["/same"] = b"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n"
    kept = upshift.home / "same"
    kept.write_text("precious")
    arguments = [option, "same"] if option == "-o" else [option, "-O"][option == "-O" :]
    for _ in range(2):
        assert upshift("-s", *arguments, recorder.url("/same")).status == 0
        assert sorted(path.name for path in upshift.home.iterdir()) in (["same"], [])
        assert not kept.exists() or kept.read_text() == "precious"
        kept.unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "none/f"], "--output: cannot write none/f: No such file or directory"),
        (["-o", "folder"], "--output: cannot write folder: Is a directory"),
        (["--output-dir", "none", "-o", "f"], "--output-dir: cannot write none/f: No such file or directory"),
        (["--output-dir", "none", "-O"], "--output-dir: cannot write none/lines: No such file or directory"),
        (["--output-dir", "folder", "-o", "in"], "--output: cannot write folder/in: Is a directory"),
        (["--create-dirs", "-o", "file/a/f"], "--create-dirs: cannot write file/a/f: Not a directory"),
        (["--create-dirs", "--output-dir", "file", "-O"], "--create-dirs: cannot write file/lines: Not a directory"),
        (["-D", "none/f"], "--dump-header: cannot write none/f: No such file or directory"),
    ],
)
def test_what_was_typed_is_named(upshift, recorder, arguments, message):
    (upshift.home / "folder" / "in").mkdir(parents=True)
    (upshift.home / "file").touch()
    result = upshift("-sS", *arguments, recorder.url("/lines"))
    assert (result.status, result.err) == (23, f"upshift: (23) {message}\n"), result


AGED = "Last-Modified: Wed, 01 Jan 2020 00:00:00 GMT"


@pytest.mark.parametrize("before", [{}, {"old": b"precious"}], ids=["none", "some"])
@pytest.mark.parametrize("words", ["-o old", "-O", "-RO", "-O --no-clobber", "-Z -O", "-i -o old", "-C 0 -O", "-JO", "-L -o old"])
@pytest.mark.parametrize("condition", ["20210101", "-20190101", "20190101", "=20210101"])
def test_a_body_that_libcurl_drops(upshift, curl, recorder, before, words, condition):
    """The server answers 200 all the same, and its file has not changed since."""
    recorder.routes["/old"] = response("200 OK", AGED, body=b"anew")
    compare(upshift, curl, recorder, f"{words} -z {condition} -w %{{{{http_code}}}} {{url}}old", before)


def test_a_folder_that_was_not_to_be_made(upshift, curl, recorder):
    """It is there, and nobody may write to it: `--create-dirs` is not to blame."""
    for option, words in (("output", []), ("output-dir", ["--output-dir", "/proc/1"])):
        name = "none" if words else "/proc/1/none"
        result = upshift("-sS", "--create-dirs", *words, "-o", name, recorder.url("/lines"))
        assert result.status == 23 and result.err.startswith(f"upshift: (23) --{option}: cannot write /proc/1/none: "), result
