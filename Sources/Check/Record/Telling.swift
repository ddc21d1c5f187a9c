/// Names that say that what they name is a credential.
public enum Telling {
  /// Whether a field, a parameter, or a member of an object of that name holds a credential: `X-Api-Key`,
  /// `access_token`, `sessionId`.
  public static func isCredential(_ name: String) -> Bool {
    guard name.utf8.count <= longest else { return false }
    let words = words(of: name)
    let joined = words.joined()
    return words.contains(where: alone.contains) || joined == "key" || joined.hasSuffix("token")
      || parts.contains { joined.contains($0) }
  }

  private static let longest = 256

  /// Telling wherever they stand.
  private static let parts = [
    "password", "passwd", "passphrase", "secret", "apikey", "accesskey", "privatekey", "credential",
    "authorization", "sessionid",
  ]

  /// Telling as a word of their own only: an `author` is no secret.
  private static let alone: Set<String> = [
    "auth", "bearer", "csrf", "jwt", "otp", "pass", "passcode", "pin", "pwd", "session", "sid",
    "sig",
    "signature", "token", "xsrf",
  ]

  /// `X-Api-Key`, `x_api_key` and `xApiKey` are `x`, `api` and `key`.
  private static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isAfterSmall = false
    for character in name {
      guard character.isASCII, character.isLetter else {
        if !word.isEmpty { words.append(word) }
        (word, isAfterSmall) = ("", false)
        continue
      }
      if character.isUppercase, isAfterSmall {
        words.append(word)
        word = ""
      }
      isAfterSmall = character.isLowercase
      word += character.lowercased()
    }
    return word.isEmpty ? words : words + [word]
  }
}
