/// For bash with the bash-completion package: one `case` branch for each kind of value.
func bashCompletion() -> String {
  var branches: [(action: String, patterns: [String])] = []
  for option in OptionTable.visible where option.argument != nil {
    let action = action(for: option.values)
    if let index = branches.firstIndex(where: { $0.action == action }) {
      branches[index].patterns += option.spellings
    } else {
      branches.append((action, option.spellings))
    }
  }
  let cases = branches.map { branch in
    "    \(branch.patterns.joined(separator: " | ")))\n" + branch.action + "      return ;;"
  }
  return #"""
    # Completion of upshift for bash. Made by: upshift --generate bash
    # A value may follow a long option after "=", hence "-s".
    _upshift()
    {
      local cur prev words cword split
      _init_completion -s || return
      case $prev in
    \#(cases.joined(separator: "\n"))
      esac
      $split && return
      if ((cword == 2)) && [[ ${words[1]} == help ]]; then
    \#(action(for: .helpTopic))    return
      fi
      local is_check=false
      ((cword > 1)) && [[ ${words[1]} == check ]] && is_check=true
      if [[ $cur == -* ]]; then
        local options='
    \#(folded(.both))
        '
        if $is_check; then
          options+='
    \#(folded(.checks))
          '
        else
          options+='
    \#(folded(.requests))
          '
        fi
        COMPREPLY=($(compgen -W "$options" -- "$cur"))
      elif $is_check; then
        _filedir '@(check|hurl)'
      elif ((cword == 1)); then
        COMPREPLY=($(compgen -W 'check help' -- "$cur"))
      fi
    } &&
      complete -F _upshift upshift

    """#
}

private func action(for values: Completion) -> String {
  if let words = values.words {
    return
      "      COMPREPLY=($(compgen -W \(singleQuoted(words.joined(separator: " "))) -- \"$cur\"))\n"
  }
  return switch values {
  case .file: "      _filedir\n"
  case .directory: "      _filedir -d\n"
  case .interface: "      _available_interfaces -a\n"
  case .atFile:
    #"""
          if [[ $cur == *@* ]]; then
            local before=${cur%%@*}@
            cur=${cur#*@}
            _filedir
            COMPREPLY=("${COMPREPLY[@]/#/$before}")
          fi

    """#
  default: ""
  }
}

/// The spellings of the options that go there, in lines of at most 80 columns.
private func folded(_ use: Option.Use) -> String {
  var lines: [String] = []
  var line = "       "
  for word in OptionTable.visible.filter({ $0.use == use }).flatMap(\.spellings) {
    if line.count + 1 + word.count > 80 {
      lines.append(line)
      line = "       "
    }
    line += " " + word
  }
  return (lines + [line]).joined(separator: "\n")
}
