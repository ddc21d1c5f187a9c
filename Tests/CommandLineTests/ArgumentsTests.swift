import Testing

@testable import CommandLine

/// An item in short: the long name, `name=value`, `no name` for a switch in its `--no-` form, or
/// `url value`.
private func short(_ arguments: Arguments) -> [String] {
  arguments.items.map { item in
    switch item {
    case .url(let url): "url \(url)"
    case .option(let name, let value?, _): "\(name.rawValue)=\(value)"
    case .option(let name, nil, true): name.rawValue
    case .option(let name, nil, false): "no \(name.rawValue)"
    }
  }
}

@Suite struct ArgumentsTests {
  @Test(arguments: [
    // Values: apart, in the same word, after "=".
    ("-X POST", ["request=POST"]),
    ("-XPOST", ["request=POST"]),
    ("-X=POST", ["request==POST"]),
    ("--request POST", ["request=POST"]),
    ("--request=POST", ["request=POST"]),
    ("--header=a:b=c", ["header=a:b=c"]),
    ("--user-agent=", ["user-agent="]),
    ("--send=\u{301}x", ["send=\u{301}x"]),
    ("-d\u{301}x", ["data=\u{301}x"]),
    ("-o-", ["output=-"]),
    ("-o -", ["output=-"]),
    ("-o -v", ["output=-v"]),
    ("--output --", ["output=--"]),
    // Switches together, the last one with a value.
    ("-sSf", ["silent", "show-error", "fail"]),
    ("-sSXPOST", ["silent", "show-error", "request=POST"]),
    ("-sSX POST", ["silent", "show-error", "request=POST"]),
    ("-046", ["http1.0", "ipv4", "ipv6"]),
    // URLs, and the order of all.
    ("http://a -v http://b", ["url http://a", "verbose", "url http://b"]),
    ("--url -x", ["url -x"]),
    ("--url=http://a", ["url http://a"]),
    ("-v -- -v --", ["verbose", "url -v", "url --"]),
    ("--", []),
    ("", []),
    // "--no-" before a switch.
    ("--no-verbose", ["no verbose"]),
    ("--no-show-secrets", ["no show-secrets"]),
    ("--verbose --no-verbose", ["verbose", "no verbose"]),
    ("-N", ["no-buffer"]),
    ("--no-buffer", ["no-buffer"]),
    ("--buffer", ["no no-buffer"]),
    // --no-upgrade is no negation of --upgrade.
    ("--no-upgrade", ["no-upgrade"]),
    ("--upgrade websocket --no-upgrade", ["upgrade=websocket", "no-upgrade"]),
    // Aliases, and names without case.
    ("--data-ascii x", ["data=x"]),
    ("--HEADER a:b", ["header=a:b"]),
    ("--No-Fail", ["no fail"]),
    // --help takes the next word as its topic, if there is one, and both end it all.
    ("-h", ["help"]),
    ("--help", ["help"]),
    ("--help --linger", ["help=--linger"]),
    ("-sh tls", ["silent", "help=tls"]),
    ("-hv", ["help"]),
    ("-hv tls", ["help=tls"]),
    ("--help=tls", ["help=tls"]),
    ("-v -V --unknown", ["verbose", "version"]),
    ("-Vv", ["version"]),
    ("-h tls --unknown", ["help=tls"]),
    // Hidden, but there.
    ("--generate man", ["generate=man"]),
  ])
  func parses(line: String, items: [String]) throws {
    let words = line.split(separator: " ").map(String.init)
    #expect(try short(Arguments(parsing: words)) == items)
  }

  @Test func takesEmptyWords() throws {
    #expect(
      try short(Arguments(parsing: ["-A", "", "", "-d", ""])) == ["user-agent=", "url ", "data="])
  }

  /// As curl 7.88 with the options that we have; see `LongName`.
  @Test(arguments: [
    ("--int=x", "interface=x"),
    ("--data-b=x", "data-binary=x"),
    ("--data-a=x", "data=x"),
    ("--head", "head"),
    ("--header=x", "header=x"),
    ("--http2", "http2"),
    ("--http2-", "http2-prior-knowledge"),
    ("--compr", "compressed"),
    ("--fail", "fail"),
    ("--fail-w", "fail-with-body"),
    ("--proxy=x", "proxy=x"),
    ("--proxy-u=x", "proxy-user=x"),
    ("--user=x", "user=x"),
    ("--verb", "verbose"),
    ("--buf", "no no-buffer"),
    ("--no=x", "noproxy=x"),
    // curl's win over ours: --max-redirs over --max-message, --resolve over none.
    ("--max-r=x", "max-redirs=x"),
    ("--max-t=x", "max-time=x"),
    ("--ori=x", "origin=x"),
    ("--sho", "show-error"),
    ("--show-s", "show-secrets"),
    // Ours alone.
    ("--max-m=x", "max-message=x"),
    ("--upg=x", "upgrade=x"),
    ("--lin=x", "linger=x"),
    ("--sen=x", "send=x"),
  ])
  func expandsAbbreviations(word: String, item: String) throws {
    #expect(try short(Arguments(parsing: [word])) == [item])
  }

  @Test(arguments: [
    // Unknown, with the nearest name, or without.
    ("--heder x", "unknown option --heder: did you mean --header?"),
    ("--ehader x", "unknown option --ehader: did you mean --header?"),
    ("--no-verbos", "unknown option --no-verbos: did you mean --no-verbose?"),
    ("--no-upgrad", "unknown option --no-upgrad: did you mean --no-upgrade?"),
    ("--upgrade-websocket", "unknown option --upgrade-websocket: try upshift --help all"),
    ("--xyzzy", "unknown option --xyzzy: try upshift --help all"),
    ("--=x", "unknown option --: try upshift --help all"),
    ("---v", "unknown option ---v: try upshift --help all"),
    ("--generat man", "unknown option --generat: try upshift --help all"),
    ("-", "unknown option -: try upshift --help"),
    ("-ß", "unknown option -ß: try upshift --help all"),
    ("-s€v", "unknown option -€ in -s€v: try upshift --help all"),
    // curl has it.
    // hurl has it.
    (
      "--to-entry 3",
      "unknown option --to-entry: hurl has it; here [Options] skip: true leaves an entry out"
    ),
    // wscat and websocat have it.
    ("--execute hello", "unknown option --execute: wscat has it; here --send TEXT"),
    ("--one-message", "unknown option --one-message: websocat has it; here --count 1"),
    (
      "--quote 3",
      "unknown option --quote: curl has it for FTP and SFTP, which upshift does not speak"
    ),
    ("--ssl", "unknown option --ssl: curl has it for FTP and mail, which upshift does not speak"),
    ("--no-krb", "unknown option --no-krb: curl has it for FTP, which upshift does not speak"),
    (
      "--mail-f",
      "unknown option --mail-f: curl has --mail-from for mail, which upshift does not speak"
    ),
    // An abbreviation of curl's never means one of ours.
    (
      "--quo x",
      "unknown option --quo: curl has --quote for FTP and SFTP, which upshift does not speak"
    ),
    ("--lis", "unknown option --lis: curl has --list-only for FTP, which upshift does not speak"),
    (
      "-Q",
      "unknown option -Q: curl has it (--quote) for FTP and SFTP, which upshift does not speak"
    ),
    (
      "-sQ",
      "unknown option -Q in -sQ: curl has it (--quote) for FTP and SFTP, which upshift does not speak"
    ),
    ("-P", "unknown option -P: curl has it (--ftp-port) for FTP, which upshift does not speak"),
    // Ambiguous.
    ("--hea", "option --hea is ambiguous: --header, --head"),
    ("--tlsv1. x", "option --tlsv1. is ambiguous: --tlsv1.0, --tlsv1.1, --tlsv1.2, --tlsv1.3"),
    ("--ws-f- x", "unknown option --ws-f-: try upshift --help all"),
    ("--ws x", "option --ws is ambiguous: --ws-format, --ws-send"),
    (
      "--data- x",
      "option --data- is ambiguous: --data, --data-raw, --data-binary, --data-urlencode"
    ),
    (
      "--max x",
      "option --max is ambiguous: --max-upgrades, --max-message, --max-redirs, --max-head, --max-time, --max-filesize"
    ),
    // Values.
    ("-X", "option -X needs a value: -X, --request <method>"),
    ("-sX", "option -X needs a value: -X, --request <method>"),
    ("--header", "option --header needs a value: -H, --header <field|@file>"),
    ("--lin", "option --lin needs a value: --linger <seconds>"),
    ("--url", "option --url needs a value: --url <URL>"),
    ("--verbose=yes", "option --verbose takes no value: 'yes'"),
    // "--no-".
    ("--no-header x", "option --no-header: --header cannot be turned off"),
    ("--no-http2", "option --no-http2: --http2 cannot be turned off"),
    ("--no-noproxy", "option --no-noproxy: --noproxy cannot be turned off"),
    ("--no-no-buffer", "option --no-no-buffer: --no-buffer cannot be turned off"),
    ("--no-no-upgrade", "option --no-no-upgrade: --no-upgrade cannot be turned off"),
    ("--no-data-ascii", "option --no-data-ascii: --data-ascii cannot be turned off"),
    ("--no-help", "option --no-help: --help cannot be turned off"),
    ("--no-verb", "unknown option --no-verb: try upshift --help all"),
    ("--no-", "unknown option --no-: try upshift --help all"),
  ])
  func explains(line: String, message: String) {
    let words = line.split(separator: " ").map(String.init)
    #expect(throws: UsageError(message)) { try Arguments(parsing: words) }
  }

  @Test func errorsAreOneLine() {
    #expect(throws: UsageError("unknown option --a?b?[31m: try upshift --help all")) {
      try Arguments(parsing: ["--a\nb\u{1B}[31m"])
    }
  }

  @Test(arguments: [
    (["-q"], true), (["--disable", "x"], true), (["-qs"], true), (["-sq"], false),
    (["x", "-q"], false),
    (["--no-disable"], false), ([], false),
  ])
  func disablesConfigurationFirstOnly(words: [String], disables: Bool) throws {
    #expect(try Arguments(parsing: words).disablesConfiguration == disables)
  }

  @Test func parsesManyOptionsInLinearTime() throws {
    let words = (0..<20_000).flatMap { ["-H", "x-\($0): y", "--max-redirs=\($0)"] }
    #expect(try Arguments(parsing: words).items.count == 40_000)
    #expect(throws: UsageError.self) {
      try Arguments(parsing: ["--" + String(repeating: "x", count: 1_000_000)])
    }
  }
}

@Suite struct ConfigurationTests {
  @Test(arguments: [
    // Separators.
    ("header = x", ["header=x"]),
    ("header: x", ["header=x"]),
    ("header x", ["header=x"]),
    ("header=x", ["header=x"]),
    ("header = = : x", ["header=x"]),
    ("--header x", ["header=x"]),
    ("--header=x", ["header=x"]),
    ("-H x", ["header=x"]),
    ("-Hx", ["header=x"]),
    ("  \t header\t=\tx  ", ["header=x"]),
    ("-sS", ["silent", "show-error"]),
    ("-sSX POST", ["silent", "show-error", "request=POST"]),
    ("verbose", ["verbose"]),
    ("--verbose", ["verbose"]),
    ("no-verbose", ["no verbose"]),
    ("verb", ["verbose"]),
    ("verbose \"\"", ["verbose"]),
    // A dash keeps the separators in the value, as with curl.
    ("--header =x", ["header==x"]),
    ("-H :x", ["header=:x"]),
    // Quotes.
    (#"header = "a: b c""#, ["header=a: b c"]),
    (#"header "a # b""#, ["header=a # b"]),
    (#"data = "\"\\\t\n\r\v\q""#, ["data=\"\\\t\n\r\u{0B}q"]),
    (#"user-agent = """#, ["user-agent="]),
    (#"header = "x" and more"#, ["header=x"]),
    (#"header = x"y"#, [#"header=x"y"#]),
    ("header = 'x'", ["header='x'"]),
    // Comments and lines without anything.
    ("# header = x", []),
    ("  # header = x", []),
    ("/ header", []),
    ("* header", []),
    ("", []),
    (" \t\r\n\n", []),
    ("header = x # comment", ["header=x"]),
    ("header = x#y", ["header=x#y"]),
    // Lines.
    ("verbose\nurl = http://a\r\nsilent\r\n", ["verbose", "url http://a", "silent"]),
    ("url = \"http://a\"\n-O\n\nurl http://b", ["url http://a", "remote-name", "url http://b"]),
    ("send = \"héllo 世界\"", ["send=héllo 世界"]),
  ])
  func parses(text: String, items: [String]) {
    let read = Arguments(configuration: text, file: "f")
    #expect(short(read) == items)
    #expect(read.warnings.isEmpty)
  }

  @Test(arguments: [
    ("verbose\n\nheder = x", "f:3: unknown option heder: did you mean header?"),
    ("--heder x", "f:1: unknown option --heder: did you mean --header?"),
    (
      "quote = 3",
      "f:1: unknown option quote: curl has it for FTP and SFTP, which upshift does not speak"
    ),
    (
      "-Q",
      "f:1: unknown option -Q: curl has it (--quote) for FTP and SFTP, which upshift does not speak"
    ),
    ("hea = x", "f:1: option hea is ambiguous: header, head"),
    ("header", "f:1: option header needs a value: -H, --header <field|@file>"),
    ("header =", "f:1: option header needs a value: -H, --header <field|@file>"),
    ("verbose = yes", "f:1: unexpected 'yes' after verbose"),
    ("--verbose=yes", "f:1: option --verbose takes no value: 'yes'"),
    ("-Hx y", "f:1: unexpected 'y' after -Hx"),
    ("no-header", "f:1: option no-header: header cannot be turned off"),
    (
      "header = a: b",
      "f:1: the value of header has spaces, and ends at the first: put it in double quotes"
    ),
    (
      "--header = x",
      "f:1: the value of --header has spaces, and ends at the first: put it in double quotes"
    ),
    ("\r\nheader = \"x", "f:2: the value of header has no closing quote"),
    (#"header = "x\"#, "f:1: the value of header has no closing quote"),
    ("--", "f:1: unknown option --: try upshift --help all"),
    ("-", "f:1: unknown option -: try upshift --help"),
    ("= x", "f:1: unknown option : try upshift --help all"),
    ("http://a/", #"f:1: unexpected URL: write it as url = "...""#),
  ])
  func warns(text: String, message: String) {
    #expect(Arguments(configuration: text, file: "f").warnings == [message])
  }

  @Test(arguments: [
    // What can be understood stays.
    ("nonsense\nverbose\n-Q9\nsilent", ["verbose", "silent"], 2),
    ("verbose = yes", ["verbose"], 1),
    ("header = a b", ["header=a"], 1),
    ("header = \"a b\r\nverbose", ["header=a b", "verbose"], 1),
    ("header = \"x\ny\"", ["header=x"], 2),
    // What would print something and leave means nothing.
    ("help\nversion\nmanual\nverbose", ["verbose"], 0),
    ("help = all", [], 0),
    // A byte order mark.
    ("\u{FEFF}verbose", ["verbose"], 0),
  ])
  func leavesOut(text: String, items: [String], warnings: Int) {
    let read = Arguments(configuration: text, file: "f")
    #expect(short(read) == items)
    #expect(read.warnings.count == warnings)
  }

  @Test func knowsWhereItemsStand() {
    let read = Arguments(configuration: "verbose\n\n-sS\nhelp\nurl = a", file: "f")
    #expect(read.places == [0: "f:1", 1: "f:3", 2: "f:3", 3: "f:5"])
  }
}
