import Platform

signal(SIGPIPE, SIG_IGN)
guard let server = listen(port: CommandLine.arguments.dropFirst().first.flatMap(UInt16.init) ?? 0)
else {
  perror("demo-endpoint: cannot listen on 127.0.0.1")
  exit(1)
}
print("http://127.0.0.1:\(server.port)/ws/chat")
fflush(nil)
while true {
  let descriptor = accept(server.descriptor, nil, nil)
  if descriptor >= 0 { serveOnThread(descriptor) }
}
