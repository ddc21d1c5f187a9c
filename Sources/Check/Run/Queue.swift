extension Script {
  /// Messages in the order in which they came; taken from the front without moving the others.
  struct Queue {
    private var messages: [Message] = []
    private var head = 0
    private(set) var bytes = 0

    var count: Int { messages.count - head }
    var isEmpty: Bool { count == 0 }

    subscript(index: Int) -> Message { messages[head + index] }

    mutating func append(_ message: Message) {
      messages.append(message)
      bytes += message.bytes.count
    }

    mutating func removeFirst(_ number: Int) {
      for message in messages[head..<(head + number)] { bytes -= message.bytes.count }
      head += number
      guard head * 2 >= messages.count else { return }
      messages.removeSubrange(..<head)
      head = 0
    }

    mutating func removeFirst() -> Message {
      let message = self[0]
      removeFirst(1)
      return message
    }
  }
}

extension Script {
  static func keep(_ payload: [UInt8], in last: inout [[UInt8]]) {
    if last.count == mostPings { last.removeFirst() }
    last.append(payload)
  }

  /// The pings, and pongs, that may wait for a step that wants them.
  private static let mostPings = 1000

  static func shown(_ message: Message) -> String {
    (message.isText
      ? Value.string(String(decoding: message.bytes, as: UTF8.self)) : .bytes(message.bytes))
      .shown()
  }
}
