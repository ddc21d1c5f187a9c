import HTTP

/// Whether a response, given by the lines of its head with their ends, names `websocket` in its Upgrade field; nil if
/// the head is none, or not whole.
func offersWebSocket(_ lines: [String]) -> Bool? {
  guard let first = lines.first, var head = ResponseHead(statusLine: Array(first.utf8)) else {
    return nil
  }
  for line in lines.dropFirst() { head.append(line: Array(line.utf8)) }
  guard head.isComplete else { return nil }
  return head.fields.contains("Upgrade", token: "websocket")
}
