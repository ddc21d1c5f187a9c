import Transfer

extension Certificate {
  /// What libcurl tells of a server's certificate; nil if there was none.
  init?(_ entries: [(name: String, value: String)]) {
    let facts = Dictionary(entries) { first, _ in first }
    guard let subject = facts["Subject"] else { return nil }
    self.init(
      subject: subject, issuer: facts["Issuer"] ?? "", start: Self.date(facts["Start date"]),
      end: Self.date(facts["Expire date"]), serialNumber: facts["Serial Number"] ?? "",
      alternativeNames: facts["X509v3 Subject Alternative Name"])
  }

  /// `Nov 23 02:36:38 2026 GMT` as RFC 3339 has it.
  private static func date(_ text: String?) -> String {
    let words = (text ?? "").split(separator: " ")
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    guard words.count == 5, let month = months.firstIndex(of: String(words[0])) else {
      return text ?? ""
    }
    func two(_ text: String) -> String { (text.count < 2 ? "0" : "") + text }
    return "\(words[3])-\(two("\(month + 1)"))-\(two(String(words[1])))T\(words[2])Z"
  }
}

extension Phases {
  /// The time until a connection stood.
  mutating func takeConnection(from report: Report) {
    (lookup, connect, tls) = report.setup
  }
}
