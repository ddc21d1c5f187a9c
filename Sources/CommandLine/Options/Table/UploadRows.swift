extension OptionTable {
  /// Bodies that come from files, and forms.
  static let uploads: [Option] = [
    Option(
      .form, short: "F", argument: "name=content", .post, isRepeatable: true,
      help: "Send a form with POST: a field, or a file after @",
      manual: """
        Sends POST with a form (`multipart/form-data`) of all these fields. `name=text` is a field,
        `name=@file` a file with its name, `name=@one,two` two of them in one field, `name=<file` the contents of a
        file without its name; `-` is standard input. Files are read while they are sent.

        After a `;` may stand `type=` and a media type, `filename=` and the name that the server is told,
        `headers=` and a field line or, with `@`, a file of them, and `encoder=` with `base64`,
        `quoted-printable`, `binary`, `8bit` or `7bit`. What has commas, semicolons or spaces at its ends in it is
        put in double quotes, in which `\\\\` and `\\"` are escapes. `=(;type=multipart/mixed` begins a multipart
        within the form and `=)` ends it.

          upshift -F name=Ada -F 'photo=@ada;type=image/jpeg' http://127.0.0.1/form
        """),
    Option(
      .formString, argument: "name=text", .post, isRepeatable: true,
      help: "Like --form, the text as it is",
      manual: """
        Like `--form`, but nothing in <text> has a meaning.
        """),
    Option(
      .formEscape, .post, isNegatable: true,
      help: "Escape names in a form by backslashes",
      manual: """
        Escapes the names of a form's fields and files by backslashes, not by percent signs. A line end, which
        backslashes would not keep out of the head of a part, is refused.
        """),
    Option(
      .uploadFile, short: "T", argument: "file", .post, isImportant: true, isRepeatable: true,
      values: .file,
      help: "Send this file with PUT",
      manual: """
        Sends PUT with <file> as the body, which is read while it is sent; `-` and `.` are standard input. If the
        path of the URL ends in `/`, the name of the file is added to it. The first is for the first URL, the second for
        the second; an empty one is none. `{one,two}` and `img[1-9].png` are several files, each sent on its own to the URL.

        Where a login, a redirect or an upgrade has to send the body again, a file is read once more. Standard
        input that is no file cannot be: if some of it has gone out, that ends with exit status 65.
        """),
    Option(
      .append, short: "a", .post, isNegatable: true,
      help: "Does nothing: HTTP has no appending",
      manual: """
        Of FTP, in curl. It is accepted, and does nothing.
        """),
    Option(
      .crlf, .post, isNegatable: true,
      help: "Send the line feeds of an upload as CR LF",
      manual: """
        Sends each line feed of `--upload-file` as carriage return and line feed. The length that the server is told
        is that of the file without them, as with curl 7.88.
        """),
  ]
}
