# Completion of upshift for bash. Made by: upshift --generate bash
# A value may follow a long option after "=", hence "-s".
_upshift()
{
  local cur prev words cword split
  _init_completion -s || return
  case $prev in
    --upgrade)
      COMPREPLY=($(compgen -W 'websocket h2c' -- "$cur"))
      return ;;
    --max-upgrades | --send | --expect | --within | --linger | --count | --until | --ok-close | --subprotocol | --origin | --ping-interval | --ping-timeout | --deflate | --max-message | --url | -A | --user-agent | -e | --referer | --max-redirs | --max-head | -r | --range | --request-target | --data-raw | -F | --form | --form-string | -u | --user | --oauth2-bearer | --pass | -x | --proxy | -U | --proxy-user | --noproxy | --connect-timeout | -m | --max-time | --resolve | --connect-to | --retry | --retry-delay | --retry-max-time | --parallel-max | --rate | --limit-rate | -y | --speed-time | -Y | --speed-limit | --max-filesize | -C | --continue-at | --create-file-mode | --jq | --jobs | --variable | --secret | --retry-interval | --repeat)
      return ;;
    --tls-upgrade)
      COMPREPLY=($(compgen -W 'rewrite in-place' -- "$cur"))
      return ;;
    --record | --replay | -b | --cookie | -c | --cookie-jar | -z | --time-cond | --etag-save | --etag-compare | -T | --upload-file | --netrc-file | --cacert | -E | --cert | --key | --proxy-cacert | --unix-socket | -o | --output | -D | --dump-header | --trace | --trace-ascii | --stderr | --variables-file | --report-junit | --report-tap | -K | --config | --libcurl)
      _filedir
      return ;;
    --ws-format)
      COMPREPLY=($(compgen -W 'lines nul raw ndjson' -- "$cur"))
      return ;;
    --ws-send)
      COMPREPLY=($(compgen -W 'text binary' -- "$cur"))
      return ;;
    -X | --request)
      COMPREPLY=($(compgen -W 'GET HEAD POST PUT PATCH DELETE OPTIONS' -- "$cur"))
      return ;;
    -H | --header | --url-query | -d | --data | --data-ascii | --data-binary | --data-urlencode | --json | -w | --write-out)
      if [[ $cur == *@* ]]; then
        local before=${cur%%@*}@
        cur=${cur#*@}
        _filedir
        COMPREPLY=("${COMPREPLY[@]/#/$before}")
      fi
      return ;;
    --capath | --output-dir | --file-root | --report-json | --report-html)
      _filedir -d
      return ;;
    --interface)
      _available_interfaces -a
      return ;;
    --pretty | --color)
      COMPREPLY=($(compgen -W 'auto always never' -- "$cur"))
      return ;;
    -h | --help)
      COMPREPLY=($(compgen -W 'all category upgrade websocket http post auth tls proxy connection output verbose check upshift prompt events checks' -- "$cur"))
      return ;;
  esac
  $split && return
  local is_check=false
  ((cword > 1)) && [[ ${words[1]} == check ]] && is_check=true
  if [[ $cur == -* ]]; then
    local options='
        --explain --doctor --max-upgrades --tls-upgrade --replay
        --replay-at-once --subprotocol --origin --ping-interval --ping-timeout
        --deflate --no-deflate --max-message --url -H --header -A --user-agent
        -e --referer -b --cookie -c --cookie-jar -L --location
        --location-trusted --max-redirs --compressed -0 --http1.0 --http1.1
        --http2 --http2-prior-knowledge --max-head --path-as-is --raw
        --tr-encoding --ignore-content-length -j --junk-session-cookies
        --post301 --post302 --post303 -B --use-ascii -u --user --basic --digest
        --ntlm --negotiate --anyauth --oauth2-bearer -n --netrc --netrc-file
        --netrc-optional -k --insecure --cacert --capath -E --cert --key --pass
        --tlsv1.2 --tlsv1.3 -x --proxy -U --proxy-user -p --proxytunnel
        --proxy-cacert --proxy-insecure --noproxy --connect-timeout -m
        --max-time --resolve --connect-to --unix-socket --interface -4 --ipv4 -6
        --ipv6 --retry --limit-rate -y --speed-time -Y --speed-limit
        --max-filesize -N --no-buffer -v --verbose --trace --trace-ascii
        --trace-time -s --silent -S --show-error --stderr --show-secrets --color
        --styled-output -K --config -q --disable -h --help -M --manual -V
        --version
    '
    if $is_check; then
      options+='
        --jobs --test --variable --variables-file --secret --retry-interval
        --repeat --continue-on-error --file-root --report-junit --report-tap
        --report-json --report-html
      '
    else
      options+='
        --upgrade --no-upgrade --send --expect --within --record --ws-format
        --ws-send --linger --count --until --listen --ok-close --interactive
        --no-interactive --reconnect -g --globoff -: --next -X --request -I
        --head -r --range -z --time-cond --etag-save --etag-compare --url-query
        --request-target -d --data --data-ascii --data-raw --data-binary
        --data-urlencode --json -G --get -F --form --form-string --form-escape
        -T --upload-file -a --append --crlf --retry-delay --retry-max-time
        --retry-all-errors --retry-connrefused -Z --parallel --parallel-max
        --parallel-immediate --rate --fail-early -i --include -o --output -O
        --remote-name --remote-name-all -J --remote-header-name --output-dir
        --create-dirs --no-clobber -C --continue-at --remove-on-error -R
        --remote-time --xattr --create-file-mode -D --dump-header -w --write-out
        -f --fail --fail-with-body --check-status --pretty --jq -#
        --progress-bar --no-progress-meter --curl --libcurl
      '
    fi
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  elif $is_check; then
    _filedir '@(check|hurl)'
  elif ((cword == 1)); then
    COMPREPLY=($(compgen -W check -- "$cur"))
  fi
} &&
  complete -F _upshift upshift
