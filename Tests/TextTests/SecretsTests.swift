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
    ("cannot connect to 'http://me:it's@host/x'", "cannot connect to 'http://***@host/x'"),
    ("Location: http:///me:pw@host/x", "Location: http:///***@host/x"),
    ("Location: http:/me:pw@host/x", "Location: http:/***@host/x"),
    // What separates them, and a combining mark behind it.
    ("Location: http://me:pw@\u{301}host/x", "Location: http://***@\u{301}host/x"),
    ("Location: http://\u{301}me:pw@host/x", "Location: http://***@host/x"),
    ("Authorization:\u{301} pw", "Authorization: \u{301} ***"),
    ("Set-Cookie: sid=\u{301}s=x", "Set-Cookie: sid=***"),
    ("proxy 'me:pw@\u{301}host:1'", "proxy '***@\u{301}host:1'"),
    ("h2h3 [cookie: a=[1]]", "h2h3 [cookie: ***]"),
    ("h2h3 [authorization: Bearer a[b]", "h2h3 [authorization: Bearer ***]"),
    ("[HTTP/2] [1] [cookie: a=[1]]", "[HTTP/2] [1] [cookie: ***]"),
    ("[HTTP/2] [1] [:path: /[a]]", "[HTTP/2] [1] [:path: /[a]]"),
    ("Host: example.com", "Host: example.com"),
    ("GET /a?b=c@d HTTP/1.1", "GET /a?b=c@d HTTP/1.1"),
  ])
  func credentialsAreHidden(_ line: String, _ shown: String) {
    #expect(Secrets.hidden(line).utf8.elementsEqual(shown.utf8))
  }

  @Test(arguments: [
    ("http://me:pw@h/x", "http://***@h/x"), ("me:pw@h/x", "***@h/x"),
    ("me:pw@h/?next=http://x", "***@h/?next=http://x"), ("h/?a=b@c", "h/?a=b@c"),
    ("http:///me:pw@h", "http:///***@h"), ("http://h?a=http://b:c@d", "http://h?a=http://b:c@d"),
  ])
  func ofAURL(_ url: String, _ shown: String) {
    #expect(Secrets.hidden(url: url) == shown)
  }
}
