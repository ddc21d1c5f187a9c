extension OptionTable {
  /// Which part of a resource is wanted, and in which form.
  static let resources: [Option] = [
    Option(
      .range, short: "r", argument: "range", .http,
      help: "Ask for these bytes only",
      manual: """
        Asks for a part: `0-499` is the first 500 bytes, `-500` the last 500, `9500-` all from there on,
        and `0-0,-1` the first and the last one, which come as a multipart that is written as it is. A server
        may send the whole all the same. <range> goes into the field as it stands; a number without a
        dash gets one.
        """),
    Option(
      .timeCond, short: "z", argument: "date|file", .http, values: .file,
      help: "Ask only for what has changed since this date",
      manual: """
        Asks for the resource if it has changed since <date>, or since the last change of <file>; with a `-`
        before it, if it has not. A date is written in one of the many ways of `man curl_getdate`, such as
        `"Wed, 01 Sep 2021 12:18:00 GMT"` or `20210901`. What is neither a date nor a file is warned
        of, and asks for nothing.
        """),
    Option(
      .etagSave, argument: "file", .http, values: .file,
      help: "Write the ETag of the response to this file",
      manual: """
        Writes the `ETag` of the response to <file>, for `--etag-compare`; `-` is standard output. Without
        an `ETag` the file is empty. If it cannot be written, nothing is sent.
        """),
    Option(
      .etagCompare, argument: "file", .http, values: .file,
      help: "Ask only for what has another ETag than this file",
      manual: """
        Sends what <file> holds as `If-None-Match`; `""` if it is empty, or is not there yet and
        `--etag-save` is to make it.
        """),
    Option(
      .urlQuery, argument: "data|name@file", .http, isRepeatable: true, values: .atFile,
      help: "Add this to the query of the URL",
      manual: """
        Adds <data> to the query of each URL, written as for `--data-urlencode`. What stands after a `+` is
        added as it is. Several are joined by `&`. With `--get` only the `--data` family goes into the query.
        """),
    Option(
      .requestTarget, argument: "target", .http,
      help: "Send this in place of path and query",
      manual: """
        Puts <target> into the request line in place of the URL's path and query, as in
        `--request-target '*' -X OPTIONS`. A request that follows a redirect or an upgrade has it too.
        """),
    Option(
      .pathAsIs, .http, isNegatable: true,
      help: "Leave /../ and /./ in the path",
      manual: """
        Sends the path of the URL as it was typed. Otherwise `/../` and `/./` are resolved before it is sent.
        """),
    Option(
      .raw, .http, isNegatable: true,
      help: "Undo no coding of the body",
      manual: """
        Writes a body as it came: chunks with their lengths, and compressed if it was sent so. A terminal does not get it
        indented, unless `--pretty always` asks for that.
        """),
    Option(
      .trEncoding, .http, isNegatable: true,
      help: "Ask for a compressed transfer coding",
      manual: """
        Asks for a compressed `Transfer-Encoding`, and writes the decompressed body.
        """),
    Option(
      .ignoreContentLength, .http, isNegatable: true,
      help: "Take no notice of Content-Length",
      manual: """
        Reads the body to the end of the connection, whatever the response's `Content-Length` says.
        """),
    Option(
      .junkSessionCookies, short: "j", .http, isNegatable: true,
      help: "Leave out the session cookies of a file",
      manual: """
        Of the cookies in the file of `--cookie`, leaves out those that were to last for a session only.
        """),
    Option(
      .post301, .http, isNegatable: true,
      help: "Let POST be POST after a 301",
      manual: """
        With `--location`, a POST that is answered by 301 is sent again as POST, with its body.
        """),
    Option(
      .post302, .http, isNegatable: true,
      help: "Let POST be POST after a 302",
      manual: """
        With `--location`, a POST that is answered by 302 is sent again as POST, with its body.
        """),
    Option(
      .post303, .http, isNegatable: true,
      help: "Let POST be POST after a 303",
      manual: """
        With `--location`, a POST that is answered by 303 is sent again as POST, with its body: the
        opposite of what a 303 asks for.
        """),
    Option(
      .useAscii, short: "B", .http, isNegatable: true,
      help: "Does nothing: HTTP has no text mode",
      manual: """
        Of FTP, in curl. It is accepted, and does nothing.
        """),
  ]
}
