extension OptionTable {
  /// Running check files.
  static let checks: [Option] = [
    Option(
      .jobs, argument: "number", .check, isOurs: true,
      help: "Run so many checks at a time",
      manual: """
        Runs <number> checks at a time; as many as there are processors unless told. The entries
        of one file are run one after the other. Reports have the order of the command line.
        """),
    Option(
      .test, .check, isNegatable: true, isOurs: true,
      help: "Say how each check went, and sum up",
      manual: """
        Says on standard error how each check went as it ends, what is going on on a terminal, and
        the numbers at the end. Without it only what failed is told.
        """),
    Option(
      .variable, argument: "name=value", .check, isRepeatable: true, isOurs: true,
      help: "Set a variable",
      manual: """
        Sets what `{{name}}` is in the checks. A value that is a number, `true`, `false` or `null` is
        that; one in double quotes is always text. Of several values the last one on the command line
        counts, before that of the environment's `UPSHIFT_VARIABLE_<name>`.
        """),
    Option(
      .variablesFile, argument: "file", .check, isRepeatable: true, isOurs: true, values: .file,
      help: "Set variables from a file of name=value",
      manual: """
        Sets variables from <file>: `name=value`, one a line; a line that begins with `#` is a comment.
        """),
    Option(
      .secret, argument: "name=value", .check, isRepeatable: true, isOurs: true,
      help: "Set a variable that no output shows",
      manual: """
        As `--variable`, but always text, and shown as `***` in every message and report, also where
        it stands percent-encoded, in Base64 or in JSON. Who may list processes sees the command line:
        the environment's `UPSHIFT_SECRET_<name>` is the safer place.
        """),
    Option(
      .retryInterval, argument: "time", .check, isOurs: true,
      help: "Wait so long before an entry is tried again",
      manual: """
        Waits so long before each further attempt: `500ms`, `2s`, `1m`, or a number of milliseconds. A
        second unless told.
        """),
    Option(
      .repeat, argument: "number", .check, isOurs: true,
      help: "Run all checks so often",
      manual: """
        Runs all checks <number> times.
        """),
    Option(
      .continueOnError, .check, isNegatable: true, isOurs: true,
      help: "Run what follows an entry that failed too",
      manual: """
        Runs the entries of a file that come after one that failed. Without it the file ends
        there; other files are run in any case.
        """),
    Option(
      .fileRoot, argument: "folder", .check, isOurs: true, values: .directory,
      help: "Where checks look for files",
      manual: """
        Where the files are that checks name in `file,...;`, in place of the folder of the check itself. A
        check reads no file outside of it.
        """),
    Option(
      .reportJUnit, argument: "file", .check, isOurs: true, values: .file,
      help: "Write a JUnit report",
      manual: """
        Writes what came of the checks as JUnit XML, a testcase for each; failures and errors are
        told apart. `-` is standard output.
        """),
    Option(
      .reportTAP, argument: "file", .check, isOurs: true, values: .file,
      help: "Write a TAP report",
      manual: """
        Writes what came of the checks in the Test Anything Protocol. `-` is standard output.
        """),
    Option(
      .reportJSON, argument: "folder", .check, isOurs: true, values: .directory,
      help: "Write a report in JSON",
      manual: """
        Writes `report.json` into <folder>, which is made if need be: each check with its exchanges,
        messages and findings.
        """),
    Option(
      .reportHTML, argument: "folder", .check, isOurs: true, values: .directory,
      help: "Write a page that shows what happened",
      manual: """
        Writes `index.html` into <folder>, which is made if need be: one page without scripts, with each
        check's chain of exchanges and its messages drawn to scale.
        """),
  ]
}
