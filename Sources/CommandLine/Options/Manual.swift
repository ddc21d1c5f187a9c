/// The manual page, `man/upshift.1`, in roff with the man macros.
func manualPage() -> String {
  // The date is that of the text's last revision, not of the making of the page.
  var page = #"""
    .\" Made from the option table by: upshift --generate man
    .TH UPSHIFT 1 "2026-11-23" "upshift" "User Commands"
    .SH NAME
    upshift \- HTTP client that follows 426 Upgrade Required
    .SH SYNOPSIS
    \fBupshift\fR [\fIoptions\fR...] \fIURL\fR... [\fIitem\fR...]
    .br
    \fBupshift check\fR [\fIoptions\fR...] \fIfile\fR...
    .br
    \fBupshift help\fR [\fItopic\fR]

    """#
  page += ManualText.chapters.flatMap(\.parts).map(\.roff).joined()
  page +=
    ".SH SEE ALSO\n" + #"""
      .BR curl (1),
      .BR jq (1)
      .PP
      RFC 9110, section 7.8 (Upgrade) and section 15.5.22 (426 Upgrade Required);
      RFC 6455 (WebSocket);
      RFC 2817 (TLS in place).

      """#
  return page
}

/// The same as text for a terminal of 80 columns: `--manual`.
func manualPages() -> String { ManualText.chapters.map(\.plain).joined(separator: "\n") }

extension ManualText {
  /// The manual, in its order.
  static var chapters: [ManualChapter] {
    func section(
      _ topic: String, _ title: String, _ text: String?,
      _ items: [(tag: String, text: String)] = []
    ) -> ManualChapter {
      ManualChapter(topic: topic, parts: [ManualPart(title, text, items, level: .section)])
    }
    return [
      section("description", "Description", description),
      ManualChapter(topic: "options", parts: optionParts),
      ManualChapter(topic: "items", parts: itemParts),
      ManualChapter(topic: "prompt", parts: promptParts),
      ManualChapter(topic: "events", parts: eventParts),
      ManualChapter(topic: "checks", parts: checkParts),
      section("examples", "Examples", examples),
      section("exit", "Exit status", exitStatus, statuses),
      section("environment", "Environment", environment, variables),
      section("files", "Files", nil, files),
      section("threats", "Threats", threats, threatItems),
      ManualChapter(
        topic: "differences",
        parts: [
          ManualPart("Differences from curl", differences, level: .section),
          ManualPart("Differences from websocat", websocat, level: .section),
        ]),
    ]
  }

  private static var optionParts: [ManualPart] {
    [ManualPart("Options", options, level: .section)]
      + Category.allCases.map { category in
        let options = OptionTable.visible.filter { $0.category == category }
        return ManualPart(category.title, nil, options.map { (tag(of: $0), $0.manual) })
      }
  }
}

private func tag(of option: Option) -> String {
  option.spellings.map { "`\($0)`" }.joined(separator: ", ")
    + (option.argument.map { " <\($0)>" } ?? "")
}
