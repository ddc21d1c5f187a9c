import Testing

import Text

@Suite struct SecretsTests {
  @Test(arguments: [
    ("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic ***"),
    ("authorization: Bearer abc", "authorization: Bearer ***"),
    ("Authorization: opaque", "Authorization: ***"),
    ("Proxy-Authorization: Digest username=\"me\"", "Proxy-Authorization: Digest ***"),
    ("Cookie: sid=1; b=2", "Cookie: ***"),
    ("Set-Cookie: sid=secret; Path=/", "Set-Cookie: sid=***; Path=/"),
    ("Set-Cookie: sid=secret", "Set-Cookie: sid=***"),
    (
      "Added cookie sid=\"secret\" for domain h, path /",
      "Added cookie sid=\"***\" for domain h, path /"
    ),
    ("Location: http://me:pw@host/x", "Location: http://***@host/x"),
    ("Host: example.com", "Host: example.com"),
    ("GET /a?b=c@d HTTP/1.1", "GET /a?b=c@d HTTP/1.1"),
  ])
  func credentialsAreHidden(_ line: String, _ shown: String) {
    #expect(Secrets.hidden(line) == shown)
  }
}
