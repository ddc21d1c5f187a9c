import CommandLine
import Platform

exit(Program.run(Array(Swift.CommandLine.arguments.dropFirst())))
