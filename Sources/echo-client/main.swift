import Platform
import Transfer

// The client that `make autobahn` tests: upshift's engine and transfer, with an echo on top.

signal(SIGPIPE, SIG_IGN)
let words = CommandLine.arguments.dropFirst()
guard words.count >= 2 else {
  complain("usage: echo-client ws://HOST:PORT AGENT [CASE...]")
  exit(2)
}
do {
  let suite = Suite(words[1], agent: words[2], on: try Session())
  try suite.run(Array(words.dropFirst(2)))
} catch let error as Suite.Failed {
  complain("echo-client: \(error.message)")
  exit(1)
} catch let error as TransferError {
  complain("echo-client: \(error.message)")
  exit(1)
}

func complain(_ message: String) {
  var line = message + "\n"
  _ = line.withUTF8 { writeBytes(UnsafeRawBufferPointer($0), to: 2) }
}
