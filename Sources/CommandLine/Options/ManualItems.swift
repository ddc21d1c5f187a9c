/// What the manual says about the words after a URL.
extension ManualText {
  /// In the manual, and as `--help items`.
  static var itemParts: [ManualPart] {
    [ManualPart("Request items", items, itemForms, column: 18, level: .section)]
  }

  private static let items = """
    Words that cannot be taken for a URL are items, before it or after it: a name, and what it is to have. They say what a
    request carries, as in HTTPie:

      upshift :8080/items name=lamp price:=12.5 tags:='["new"]' page==2

    sends `POST /items?page=2` with `{"name":"lamp", "price":12.5, "tags":["new"]}` to port 8080 of this machine. A word
    is an item if one of the signs `=`, `:=` and `==` follows its name before any other of `:`, `/`, `?`, `#`, `@`, brackets
    and braces: `host/path?a=b` and `host:8080` are URLs.

    The members are one JSON object, in their order. With one of them the method is POST unless `--request` says
    otherwise, and `Content-Type` and `Accept` are those of `--json`; `--data`, `--form` and `--upload-file` do not go with it. Parameters
    alone change nothing but the URL. `--get` goes with parameters only. Items hold for every URL of the command, up to `--next`, wherever they stand.

    Unlike in HTTPie, a method is named by `--request`, and a field is given by `--header`: `Name:value` is a host and its port.

    A URL that begins with a colon is on this machine: `:8080/path` is `http://localhost:8080/path`, and `:/path` is
    `http://localhost/path`.
    """

  private static let itemForms: [(tag: String, text: String)] = [
    ("<name>`=`<text>", "A member of the JSON object: a string."),
    ("<name>`:=`<json>", "A member that is any JSON: `age:=42`, `on:=true`, `to:='[1, 2]'`."),
    ("<name>`==`<text>", "A parameter of the URL's query, percent-encoded."),
    (
      "<name>`=@`<file>", "A string from a file of UTF-8, `-` being standard input; `==@` likewise."
    ),
    ("<name>`:=@`<file>", "JSON from a file."),
  ]
}
