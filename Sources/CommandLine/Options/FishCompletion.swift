/// For fish: one `complete` command an option.
func fishCompletion() -> String {
  let commands = OptionTable.visible.map { option in
    var command = "complete -c upshift"
    if let short = option.short { command += " -s \(short)" }
    for name in [option.name.rawValue] + option.aliases { command += " -l \(name)" }
    if option.argument != nil { command += " " + value(option.values) }
    return command + " -d \(quoted(option.help))\n"
  }
  return #"""
    # Completion of upshift for fish. Made by: upshift --generate fish

    # A file after "@"; anything else cannot be guessed.
    function __upshift_at_file
        set -l parts (string match -r '^(?:--[^=]*=)?([^@]*@)(.*)$' -- (commandline -ct))
        and printf "$parts[2]%s\n" (__fish_complete_path $parts[3])
    end

    complete -c upshift -f

    """# + commands.joined()
}

private func value(_ values: Completion) -> String {
  if let words = values.words { return "-x -a \(quoted(words.joined(separator: " ")))" }
  return switch values {
  case .file: "-r -F"
  case .directory: "-x -a '(__fish_complete_directories)'"
  case .atFile: "-x -a '(__upshift_at_file)'"
  case .interface: "-x -a '(__fish_print_interfaces)'"
  default: "-x"
  }
}

/// In fish's single quotes a backslash escapes a quote and itself.
private func quoted(_ text: String) -> String {
  "'" + String(text.flatMap { "'\\".contains($0) ? ["\\", $0] : [$0] }) + "'"
}
