extension ManualText {
  static let threats = """
    What a server, a proxy or somebody on the way may try, what `upshift` does against it, and what it leaves to you.
    """

  static let threatItems: [(tag: String, text: String)] = [
    (
      "The peer",
      """
      Certificates are checked, for their names too, on every way to TLS: `https`, `wss`, a 426, TLS in place, HTTP/2, a
      check. Only `--insecure` turns that off (and for a proxy only `--proxy-insecure`); no variable does, but
      `SSL_CERT_FILE` and its like say whom to trust. An `http` or `ws` URL is not protected at all, nor is the 426 that
      leads from it to TLS: who can change it can keep you in the clear. `--tls-upgrade in-place` is open to more, and is
      never chosen unasked.
      """
    ),
    (
      "Credentials",
      """
      What `--user`, `--oauth2-bearer`, a URL, and `--header` with `Authorization` or `Cookie` say goes to the host, port and
      scheme that it was meant for and, without `--location-trusted`, to no other; cookies of `--cookie` to no other
      host. Any other field of `--header` goes wherever a redirect leads: `X-Api-Key`, and `Proxy-Authorization`, too;
      what `--proxy-user` and `--proxy-header` say goes to the proxy. `***` stands for them in `--verbose`, `--trace`, errors, `--explain`, recordings,
      the events of `--ws-format ndjson` and reports, for secrets of checks in all that is said. What is in a message, a
      body or a path is shown as it is, but for those secrets; `--show-secrets`, `--curl` and `--libcurl` show all.
      """
    ),
    (
      "Other users",
      """
      Passwords and tokens on the command line are blotted out in the list of processes once they have been read. For a
      moment they can be seen: `-u name` asks, `--oauth2-bearer @file`, `--netrc-file` and `--config` read a file, and
      `UPSHIFT_SECRET_name` is your own processes' only. What stands in `--data`, a URL's path or an argument of
      any other option stays visible. The history of the prompt is readable by its owner only; files of recordings and
      reports are as the umask says.
      """
    ),
    (
      "Requests",
      """
      No value of an option, a check, a redirect or a cookie puts CR, LF or NUL into a head. `.netrc` is libcurl's to
      read, and believed.
      """
    ),
    (
      "The terminal",
      """
      Control characters of a peer, and what turns the direction of text, are shown as `\\e` and the like wherever they
      could reach a terminal, also where a file is named that is one: `--dump-header /dev/tty`. In a file or a pipe, and with `--ws-format raw` or `--output -`, bytes are as they came: `cat` has
      them obeyed.
      """
    ),
    (
      "Files",
      """
      A name that a server gives has no folder and no control characters, is neither hidden (`.bashrc`) nor like an
      option (`-rf`), leads through no link, and replaces nothing without `--clobber`; a check
      writes below its folder. A name that you give is followed wherever it leads, as in `sh`.
      """
    ),
    (
      "Memory and time",
      """
      Heads are bounded, and what is kept: by the prompt, by a check, by a filter; patterns and filters in time as well.
      What is passed on is not kept: how long a body, a message and a conversation may be, `--max-filesize`,
      `--max-message` and `--max-time` say.
      """
    ),
    (
      "Not defended",
      """
      A configuration file, a check or an editor that somebody else may write; a process of the same user; what
      libcurl, OpenSSL, nghttp2, zlib and libjq get wrong.
      """
    ),
  ]
}
