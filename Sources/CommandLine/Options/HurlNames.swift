/// Long options of hurl 6 that are not here, and what does the same.
enum HurlNames {
  /// By their names without dashes.
  static let instead: [String: String] = [
    "glob": "give the pattern as a word, in quotes",
    "to-entry": "[Options] skip: true leaves an entry out",
    "from-entry": "[Options] skip: true leaves an entry out",
    "error-format": "a failure shows what came anyway",
    "very-verbose": "--verbose shows heads and messages",
    "no-output": "a check writes no body anyway",
    "ignore-asserts": "HTTP * accepts any status",
    "cookies-store": "each check begins without cookies",
    "no-cookie-store": "each check begins without cookies",
    "report-allure": "--report-junit is what most readers take",
    "secrets-file": "--variables-file, or UPSHIFT_SECRET_NAME in the environment",
    "test-progress": "--test shows it on a terminal",
    "progress-bar": "--test shows it on a terminal",
  ]
}
