import WebSocket

/// A secret as a whole in other digits, in which its characters are not to be seen one by one.
enum Disguise {
  /// In hexadecimal and in Base64, alone or within more.
  static func whole(of secret: [UInt8]) -> [[UInt8]] {
    guard !secret.isEmpty else { return [] }
    let hex = Hex.text(secret)
    // `4C` could be anything.
    let capitals = secret.count < 4 ? [] : [hex.uppercased()]
    let base64 = (0..<3).flatMap { self.base64(of: secret, after: $0) }
    return ([hex] + capitals + base64 + base64.map(url)).map { Array($0.utf8) }
  }

  /// The digits of RFC 4648 §5.
  static func url(_ base64: String) -> String {
    base64.replacing("+", with: "-").replacing("/", with: "_")
  }

  /// What a secret looks like in Base64, alone or within more (`USER:SECRET`), after so many bytes of a group of
  /// three: the digits that hold nothing of what is before it, and, up to the end or not, of what is behind. Nothing
  /// if that is so little that it could be anything.
  private static func base64(of secret: [UInt8], after count: Int) -> [String] {
    let whole = [UInt8](repeating: 0, count: count) + secret
    let last = Base64.encode(whole).dropFirst([0, 2, 3][count])
    let inner = last.filter { $0 != "=" }.dropLast(whole.count % 3 == 0 ? 0 : 1)
    return [String(last), String(inner)].filter { $0.utf8.count >= 6 }
  }
}
