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

    """#
  page += section("Description", ManualText.description)
  page += ".SH OPTIONS\n" + Roff.text(ManualText.options, paragraph: "PP")
  for category in Category.allCases {
    page += ".SS \(category.title)\n"
    for option in OptionTable.visible where option.category == category {
      page += Roff.tagged(tag(of: option), option.manual)
    }
  }
  page += ManualText.chapters.map(\.roff).joined()
  page += section("Examples", ManualText.examples)
  page += section("Exit status", ManualText.exitStatus, ManualText.statuses)
  page += section("Environment", ManualText.environment, ManualText.variables)
  page += section("Files", nil, ManualText.files)
  page += section("Threats", ManualText.threats, ManualText.threatItems)
  page += section("Differences from curl", ManualText.differences)
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
func manualPages() -> String {
  var parts = [
    ManualPart("Description", ManualText.description), ManualPart("Options", ManualText.options),
  ]
  for category in Category.allCases {
    let options = OptionTable.visible.filter { $0.category == category }
    parts.append(ManualPart(category.title, nil, options.map { (tag(of: $0), $0.manual) }))
  }
  parts += ManualText.chapters
  parts += [
    ManualPart("Examples", ManualText.examples),
    ManualPart("Exit status", ManualText.exitStatus, ManualText.statuses),
    ManualPart("Environment", ManualText.environment, ManualText.variables),
    ManualPart("Files", nil, ManualText.files),
    ManualPart("Threats", ManualText.threats, ManualText.threatItems),
    ManualPart("Differences from curl", ManualText.differences),
  ]
  return parts.map(\.plain).joined(separator: "\n")
}

extension ManualText {
  /// Those that `--help` shows one by one.
  fileprivate static var chapters: [ManualPart] {
    itemParts + promptParts + eventParts + checkParts
  }
}

private func section(
  _ title: String, _ text: String?, _ items: [(tag: String, text: String)] = []
) -> String {
  ManualPart(title, text, items, level: .section).roff
}

private func tag(of option: Option) -> String {
  option.spellings.map { "`\($0)`" }.joined(separator: ", ")
    + (option.argument.map { " <\($0)>" } ?? "")
}
