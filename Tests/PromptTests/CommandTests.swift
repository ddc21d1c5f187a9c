import Testing
import WebSocket

@testable import Prompt

@Suite struct CommandTests {
  @Test(
    arguments: [
      ("hello", .message("hello")),
      ("", .message("")),
      (" /help", .help(nil)),
      ("  /text secret", .text("secret")),
      (" //x", .message(" /x")),
      ("//", .message("/")),
      ("//help me", .message("/help me")),
      ("///", .message("//")),
      ("//\u{301}a", .message("/\u{301}a")),
      ("/help", .help(nil)),
      ("/help close", .help("close")),
      ("/help /close", .help("close")),
      ("/text a  b ", .text("a  b ")),
      ("/text  a", .text(" a")),
      ("/text", .text("")),
      ("/text\tone\ntwo", .text("one\ntwo")),
      ("/binary 48656c6C6f", .binary(Array("Hello".utf8))),
      ("/binary 48 65 6c", .binary([0x48, 0x65, 0x6C])),
      ("/binary 0x48 0X65", .binary([0x48, 0x65])),
      ("/binary 48:65:6c", .binary([0x48, 0x65, 0x6C])),
      ("/binary @/tmp/a b", .binaryFile("/tmp/a b")),
      ("/file ~/x y.json ", .file("~/x y.json")),
      ("/ping", .ping("")),
      ("/ping are you there", .ping("are you there")),
      ("/close", .close(Close(.normal))),
      ("/close 4001", .close(Close(CloseCode(rawValue: 4001)))),
      ("/close 1001  going home ", .close(Close(.goingAway, reason: "going home"))),
      ("/reconnect", .reconnect),
      ("/reconnect ", .reconnect),
      ("/headers", .headers),
      ("/stats", .stats),
      ("/save a.ndjson", .save("a.ndjson")),
      ("/jq .a | select(. > 1)", .jq(.on(".a | select(. > 1)"))),
      ("/jq off", .jq(.off)),
      ("/jq", .jq(nil)),
      ("/grep a b", .grep(.on("a b"))),
      ("/grep off", .grep(.off)),
      ("/grep ", .grep(nil)),
      ("/pretty on", .set(.pretty, true)),
      ("/hex off", .set(.hex, false)),
      ("/time", .set(.time, nil)),
      ("/show", .show(nil)),
      ("/show 17", .show(17...17)),
      ("/show 17-20", .show(17...20)),
      ("/show 17 20", .show(17...20)),
      ("/pings off", .set(.pings, false)),
      ("/multi", .multi),
      ("/heartbeat off", .heartbeat(nil)),
      (
        "/heartbeat 2.5 {\"op\": \"ping\"}",
        .heartbeat(Command.Heartbeat(seconds: 2.5, text: "{\"op\": \"ping\"}"))
      ),
      ("/quit", .quit),
    ] as [(String, Command)])
  func means(_ line: String, _ command: Command) throws {
    #expect(try Command(parsing: line) == command)
  }

  @Test(arguments: [
    ("/", "/ is no command: /help lists them"),
    ("/hlep", "/hlep is no command: did you mean /help?"),
    ("/clsoe 1000", "/clsoe is no command: did you mean /close?"),
    ("/he", "did you mean /help or /headers or /hex or /heartbeat?"),
    ("/q", "did you mean /quit?"),
    ("/etc/passwd", "/etc/passwd is no command: /help lists them (to send it, begin with //)"),
    ("/HELP", "/HELP is no command"),
    ("/x\u{1B}[2J", "/x\\e[2J is no command"),
    ("/help nothing", "/nothing is no command"),
    ("/reconnect now", "/reconnect takes nothing after it"),
    ("/quit 1", "/quit takes nothing after it"),
    ("/binary", "usage: /binary HEX|@FILE"),
    ("/binary @", "usage: /binary HEX|@FILE"),
    ("/binary 123", "not whole bytes in hex: '123'"),
    ("/binary 0x", "not whole bytes in hex: '0x'"),
    ("/binary 12 zz", "not hex: 'zz'"),
    ("/binary ４８", "not hex: '４８'"),
    ("/file ", "usage: /file PATH"),
    ("/close bye", "'bye' is no close code"),
    ("/close -1", "'-1' is no close code"),
    ("/close 99999", "'99999' is no close code"),
    ("/close 1005", "close code 1005 may not be sent"),
    ("/close 1000 \(String(repeating: "é", count: 62))", "may have 123 bytes of UTF-8, not 124"),
    ("/ping \(String(repeating: "x", count: 126))", "a ping may have 125 bytes, not 126"),
    ("/save", "usage: /save FILE"),
    ("/pretty maybe", "usage: /pretty [on|off], not 'maybe'"),
    ("/show x", "'x' is no message's number, nor a range as in 17-20"),
    ("/show 0", "'0' is no message's number, nor a range as in 17-20"),
    ("/show 3-1", "'3-1' is no message's number, nor a range as in 17-20"),
    ("/show -", "'-' is no message's number, nor a range as in 17-20"),
    ("/show 1-", "'1-' is no message's number, nor a range as in 17-20"),
    ("/show 1 2 3", "'1 2 3' is no message's number, nor a range as in 17-20"),
    ("/heartbeat", "usage: /heartbeat SECONDS TEXT|off"),
    ("/heartbeat 5", "usage: /heartbeat SECONDS TEXT|off"),
    ("/heartbeat inf x", "usage: /heartbeat SECONDS TEXT|off"),
    ("/heartbeat 0 x", "from 0.1 to 1000000"),
  ])
  func saysWhatIsWrong(_ line: String, _ message: String) {
    let mistake = #expect(throws: Command.Mistake.self) { try Command(parsing: line) }
    #expect(mistake?.message.contains(message) == true, "\(mistake?.message ?? "")")
    #expect(mistake?.message.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
  }

  @Test func everyCommandIsParsed() {
    for entry in CommandEntry.all {
      do {
        _ = try Command(parsing: "/" + entry.name)
      } catch {
        #expect(error.message == "usage: " + entry.usage)
      }
    }
  }
}

@Suite struct CommandHelpTests {
  @Test func listsAllInEightyColumns() {
    let lines = Help.lines()
    for entry in CommandEntry.all { #expect(lines.contains { $0.hasPrefix(entry.usage + "  ") }) }
    for line in lines { #expect(line.count <= 78, "\(line)") }
  }

  @Test func aCommandHasItsOwn() {
    for entry in CommandEntry.all {
      let lines = Help.lines(entry.name)
      #expect(lines.first == "\(entry.usage): \(entry.summary).")
      #expect(lines.dropFirst().joined(separator: " ") == entry.details)
      for line in lines { #expect(line.count <= 78, "\(line)") }
    }
    #expect(Help.lines("no such") == [])
  }
}

@Suite struct CompletionTests {
  @Test(
    arguments: [
      ("/he", "/he", .words(["/help", "/headers", "/hex", "/heartbeat"])),
      ("/help", "/help", .words(["/help"])),
      ("/zzz", nil, nil),
      ("hello", nil, nil),
      ("", nil, nil),
      ("//he", nil, nil),
      ("/help cl", "cl", .words(["close"])),
      ("/pretty ", "", .words(["on", "off"])),
      ("/pretty of", "of", .words(["off"])),
      ("/jq .a", nil, nil),
      ("/jq o", "o", .words(["off"])),
      ("/close 100", "100", .words(["1000", "1001", "1002", "1003", "1007", "1008", "1009"])),
      ("/close 1000 b", nil, nil),
      ("/save a b", "a b", .files),
      ("/file ", "", .files),
      ("/binary @/t", "/t", .files),
      ("/binary 48", nil, nil),
      ("/text h", nil, nil),
      ("/nothing h", nil, nil),
    ] as [(String, String?, Completion.Source?)])
  func offers(_ line: String, _ word: String?, _ source: Completion.Source?) {
    let completion = Completion(of: line)
    #expect(completion?.word == word)
    #expect(completion?.source == source)
  }
}
