"""What is written stays where it belongs: a server names no folder, no link, and nothing that is there."""

import os
import stat

import pytest

from harness import scripts
from harness.recorder import response

NAMES = [
    "../up", "..\\up", "../../../../../../../../tmp/up", "/tmp/up", "/etc/cron.d/up", "a/../../up", "%2e%2e%2fup", "..%2fup", "~/up", "~root",
    "..", ".", "", "/", "//", "\\\\host\\share", "C:\\up", "a\\..\\..\\up", "up\0.txt", "up\n.txt", "-rf", "|up", ".bashrc", ".ssh/authorized_keys", "...x", "\x1b[31m\x7f\t.txt", "\u009b66m\u202egpj.exe",
]  # fmt: skip


def everything(home) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*")}


@pytest.fixture
def box(upshift):
    """The folder that is written to, deep enough for what would leave it to be seen."""
    folder = upshift.home / "outer" / "box"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("form", ['attachment; filename="{}"', "attachment; filename={}", "attachment; filename*=UTF-8''{}"])
def test_a_name_in_a_field(upshift, recorder, box, form):
    """At most a file straight in the folder."""
    for number, name in enumerate(NAMES):
        recorder.routes["/any"] = response("200 OK", "Content-Disposition: " + form.format(name), body=b"evil\n")
        before = everything(upshift.home)
        upshift("-s", "-OJ", "--output-dir", "outer/box", recorder.url("/any"))
        for path in everything(upshift.home) - before:
            assert path.startswith("outer/box/") and path.count("/") == 2, (name, path)
            assert not path.startswith(("outer/box/.", "outer/box/-")) and path.isprintable(), (name, path)
    assert not os.path.exists("/tmp/up") and not os.path.exists("/etc/cron.d/up")


@pytest.mark.parametrize("path", ["/..", "/../up", "/a/%2e%2e%2fup", "/a/..%2f..%2fup", "/a/..\\..\\up", "/%2e%2e/up", "/a/~", "/a/..;/up", "/a//"])
def test_a_name_in_a_path(upshift, recorder, box, path):
    recorder.answer = lambda head: response("200 OK", body=b"evil\n")
    before = everything(upshift.home)
    for words in (["-O"], ["-O", "--path-as-is"], ["--remote-name-all"]):
        upshift("-s", *words, "--output-dir", "outer/box", recorder.url(path))
    for made in everything(upshift.home) - before:
        assert made.startswith("outer/box/") and made.count("/") == 2, made


def test_a_redirect_names_no_file(upshift, recorder, box):
    recorder.routes["/any"] = response("302 Found", "Location: /.bashrc")
    recorder.routes["/.bashrc"] = response("200 OK", body=b"evil\n")
    upshift("-s", "-L", "-O", "--output-dir", "outer/box", recorder.url("/any"))
    assert os.listdir(box) == ["any"]


THERE = {
    "file": lambda path: path.write_text("mine"),
    "link": lambda path: path.symlink_to("../target"),
    "dangling link": lambda path: path.symlink_to("../nowhere"),
    "folder": lambda path: path.mkdir(),
    "fifo": lambda path: os.mkfifo(path),
}


@pytest.mark.parametrize("there", THERE)
@pytest.mark.parametrize("options", [["-OJ"], ["-OJ", "--no-clobber"], ["-OJ", "-R"], ["-OJ", "--remove-on-error"], ["-OJ", "--create-dirs"]], ids=" ".join)
def test_what_is_there_stays(upshift, recorder, box, there, options):
    (box / ".." / "target").write_text("target")
    THERE[there](box / "named.txt")
    kind = (box / "named.txt").lstat()
    status = upshift("-s", *options, "--output-dir", "outer/box", recorder.url("/attachment"), timeout=10).status
    after = (box / "named.txt").lstat()
    assert (stat.S_IFMT(after.st_mode), after.st_ino, after.st_size) == (stat.S_IFMT(kind.st_mode), kind.st_ino, kind.st_size)
    assert (box / ".." / "target").read_text() == "target" and not (box / ".." / "nowhere").exists()
    assert status == (0 if "--no-clobber" in options else 23)


@pytest.mark.parametrize("name", ["../out", "/tmp/upshift-out", "sub/../../out", "link/out", "../out\u0000x"])
def test_a_file_of_a_check_whose_name_a_server_gave(check, recorder, name):
    """`output:` is below the file root, and leads through no link."""
    home = check.program.home
    (home / "sub").mkdir()
    (home / "elsewhere").mkdir()
    (home / "sub" / "link").symlink_to("../elsewhere")
    import json

    recorder.routes["/name"] = response("200 OK", body=json.dumps([name]).encode())
    text = 'GET {{base}}/name\nHTTP 200\n[Captures]\nname: jq ".[0]"\n\nGET {{base}}/any\n[Options]\noutput: {{name}}\nHTTP 200\n'
    before = everything(home)
    result = check(recorder, text, name="sub/x.check")
    assert result.status != 0, result
    assert everything(home) - before <= {"sub/x.check"} and not os.path.exists("/tmp/upshift-out")


def test_a_file_of_a_check_that_is_a_link(check, recorder):
    (check.program.home / "mine").write_text("mine")
    (check.program.home / "out").symlink_to("mine")
    result = check(recorder, "GET {{base}}/\n[Options]\noutput: out\nHTTP 200\n")
    assert result.status != 0 and (check.program.home / "mine").read_text() == "mine", result


@pytest.mark.parametrize("kind", ["junit", "tap", "json", "html"])
def test_a_report_is_what_was_asked_for_and_no_more(check, serve, kind):
    """Whatever a server calls things, and whatever the file is called."""
    names = [f"Content-Disposition: attachment; filename=../{kind}", "Content-Type: ../../x", "Set-Cookie: ../c=d"]
    server = serve(scripts.respond("200 OK", *names, body=b"../../body"), repeat=True)
    before = everything(check.program.home)
    check(server, "GET {{base}}/../../x\nHTTP 404\n", f"--report-{kind}", "made/here", name="deep/..odd.check")
    made = everything(check.program.home) - before
    assert made and all(path.split("/")[0] in ("made", "deep") for path in made), made


@pytest.mark.parametrize("option", [["-c", "made"], ["--etag-save", "made"], ["--hsts", "made"], ["--trace", "made"], ["--record", "made"], ["-D", "made"], ["--libcurl", "made"]], ids=lambda words: words[0])
def test_what_is_kept_is_in_the_one_file(upshift, serve, option):
    fields = ["Set-Cookie: ../../a=b; Domain=../..; Path=../../", 'ETag: "../../e"', "Strict-Transport-Security: max-age=1; ../.."]
    server = serve(scripts.respond("200 OK", *fields, "Content-Disposition: attachment; filename=../d"), repeat=True)
    before = everything(upshift.home)
    upshift("-s", *option, server.url("/../../x"))
    assert everything(upshift.home) - before <= {"made"}


def test_secrets_of_our_own_are_ours_to_read(upshift, serve, prompt, tmp_path):
    """The history, and what an editor is given."""
    pane = prompt(serve(scripts.forgiving(lambda peer: (peer.websocket(), peer.rest()))).ws())
    pane.expect("101, ws")
    pane.write("a line\r")
    pane.expect("a line")
    pane.write("\x04")
    pane.status()
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and "history" in str(path)]
    assert kept and all(path.stat().st_mode & 0o077 == 0 for path in kept)
