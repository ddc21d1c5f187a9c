/// For fish: one `complete` command an option.
func fishCompletion() -> String {
  let commands = OptionTable.visible.map { option in
    var command = "complete -c upshift" + condition(option.use)
    if let short = option.short { command += " -s " + (short == "#" ? "'#'" : String(short)) }
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

    function __upshift_is_check
        set -l words (commandline -opc)
        test "$words[2]" = check
    end

    function __upshift_is_help
        set -l words (commandline -opc)
        test "$words[2]" = help -a (count $words) -eq 2
    end

    # Folders, and files that are checks.
    function __upshift_check_files
        __fish_complete_path (commandline -ct) | string match -r '^[^\t]*(?:/|\.check|\.hurl)(?:\t.*)?$'
    end

    complete -c upshift -f
    complete -c upshift -n 'test (count (commandline -opc)) -eq 1' -a check -d 'Run check files'
    complete -c upshift -n 'test (count (commandline -opc)) -eq 1' -a help -d 'Show a chapter of the manual'
    complete -c upshift -n __upshift_is_help -a \#(quoted(Completion.helpTopic.words?.joined(separator: " ") ?? ""))
    complete -c upshift -n __upshift_is_check -a '(__upshift_check_files)'

    """# + commands.joined()
}

private func condition(_ use: Option.Use) -> String {
  switch use {
  case .both: ""
  case .checks: " -n __upshift_is_check"
  case .requests: " -n 'not __upshift_is_check'"
  }
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
