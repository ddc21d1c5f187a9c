import Testing

@testable import CommandLine

@Suite struct SchemeListTests {
  @Test(arguments: [
    ("", "http https ws wss"), ("=https", "https"), ("=https,wss", "https wss"),
    ("-http,-ws", "https wss"),
    ("-all", ""), ("-all,+ws", "ws"), ("-all,all", "http https ws wss"), ("=HTTP", "http"),
    ("-+=ws", "ws"),
    ("=ftp", ""), ("=https,ftp", "https"), ("=nonsense", ""), (",=http,", "http"),
  ])
  func schemes(_ text: String, _ left: String) throws {
    #expect(try SchemeList(text, .proto).schemes.sorted().joined(separator: " ") == left)
  }

  @Test(arguments: [("nonsense,-ftp,=X1", ["nonsense", "x1"]), ("-ftps,ws,all", [])])
  func unknownOnes(_ text: String, _ names: [String]) throws {
    #expect(try SchemeList(text, .proto).unknown == names)
  }

  @Test(arguments: ["=", "%http", "=http, https", "-", "+=-"])
  func notAList(_ text: String) {
    #expect(throws: UsageError.self) { try SchemeList(text, .proto) }
  }

  @Test(arguments: [("80", 80...80), ("0", 0...0), ("8000-8010", 8000...8010), ("5 - 9", 5...9)])
  func ports(_ text: String, _ ports: ClosedRange<Int>) throws {
    #expect(try Values.ports(text, .localPort) == ports)
  }

  @Test(arguments: ["", "-", "80-", "-80", "x", "80x", "9-8", "1-65536", "65536", "1-2-3"])
  func noPorts(_ text: String) {
    #expect(throws: UsageError.self) { try Values.ports(text, .localPort) }
  }
}
