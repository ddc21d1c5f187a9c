import CommandLine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

exit(Program.run(Array(Swift.CommandLine.arguments.dropFirst())))
