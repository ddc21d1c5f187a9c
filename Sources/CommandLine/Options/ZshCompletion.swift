/// For zsh: one `_arguments` specification an option.
func zshCompletion() -> String {
  #"""
  #compdef upshift
  # Completion of upshift for zsh. Made by: upshift --generate zsh

  # A file after "@"; anything else cannot be guessed.
  _upshift_at_file() {
    compset -P '*@' && _files
  }

  _upshift_first() {
    _alternative 'commands:command:((check\:"Run check files" help\:"Show a chapter of the manual"))' 'urls:URL:_urls'
  }

  _upshift() {
    if ((CURRENT == 3)) && [[ $words[2] == help ]]; then
      compadd \#(Completion.helpTopic.words?.joined(separator: " ") ?? "")
      return
    fi
    local -a options
    options=(

  """# + specifications(.both) + #"""
      )
      if ((CURRENT > 2)) && [[ $words[2] == check ]]; then
        options+=(

    """# + specifications(.checks) + #"""
          )
          shift words
          ((CURRENT--))
          _arguments -s -S $options '*:check:_files -g "*.(check|hurl)"'
        else
          options+=(

      """# + specifications(.requests) + #"""
          )
          _arguments -s -S $options '1: :_upshift_first' '*:URL:_urls'
        fi
      }

      _upshift "$@"

      """#
}

private func specifications(_ use: Option.Use) -> String {
  OptionTable.visible.filter { $0.use == use }.map { "      \(specification(of: $0))\n" }.joined()
}

private func specification(of option: Option) -> String {
  // What may not stand beside it: the option itself, unless it may be repeated; all else beside
  // an option that prints something and leaves.
  let excluded =
    switch option.name {
    case .help, .version: "(- *)"
    default: option.isRepeatable ? "*" : "(\(option.spellings.joined(separator: " ")))"
    }
  // "-X+": the value may stand in the same word; "--request=": or after "=".
  let spellings = option.spellings.map { spelling in
    if option.argument == nil { return spelling }
    if spelling.hasPrefix("--") { return "\(spelling)=" }
    return option.name == .help ? spelling : "\(spelling)+"
  }
  var tail = "[\(escaped(option.help))]"
  if let argument = option.argument {
    tail += option.name == .help ? "::" : ":"
    tail += escaped(argument) + ":" + action(for: option.values)
  }
  guard spellings.count == 1 else {
    return singleQuoted(excluded) + "{\(spellings.joined(separator: ","))}" + singleQuoted(tail)
  }
  return singleQuoted((option.isRepeatable ? excluded : "") + spellings[0] + tail)
}

private func action(for values: Completion) -> String {
  if let words = values.words { return "(\(words.joined(separator: " ")))" }
  return switch values {
  case .file: "_files"
  case .directory: "_files -/"
  case .atFile: "_upshift_at_file"
  case .url: "_urls"
  case .interface: "_net_interfaces"
  default: " "
  }
}

/// Without a meaning for `_arguments`.
private func escaped(_ text: String) -> String {
  String(text.flatMap { ":[]\\".contains($0) ? ["\\", $0] : [$0] })
}
