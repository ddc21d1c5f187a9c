/// What libjq says of a filter that it cannot compile.
enum Complaint {
  /// `jq: error: syntax error, unexpected $end (Unix shell quoting issues?) at <top-level>, line 1:` and the
  /// filter's text, as `syntax error, unexpected end of file`: there is no shell here, the text is known, and
  /// most filters have one line.
  static func cleaned(_ text: String) -> String {
    var line = text.drop { $0.isWhitespace }.prefix { !$0.isNewline }
    for prefix in ["jq: ", "error: "] where line.hasPrefix(prefix) {
      line = line.dropFirst(prefix.count)
    }
    var place = ""
    if let tail = line.firstRange(of: " at <top-level>, ") {
      place = String(line[tail.upperBound...].prefix { $0 != ":" })
      line = line[..<tail.lowerBound]
    }
    if place == "line 1" { place = "" }
    if place.hasPrefix("line 1, ") { place.removeFirst("line 1, ".count) }
    if let hint = line.firstRange(of: " (Unix shell quoting issues?)") {
      line.removeSubrange(hint)
    }
    if let end = line.firstRange(of: "$end") { line.replaceSubrange(end, with: "end of file") }
    return line + (place.isEmpty ? "" : " at \(place)")
  }
}
