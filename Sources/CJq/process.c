#define _GNU_SOURCE
#include "CJq.h"
#include "filter.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif
#ifndef SOCK_CLOEXEC
#define SOCK_CLOEXEC 0
#endif

/// AddressSanitizer maps terabytes.
#ifdef __has_feature
#define IS_SANITIZED __has_feature(address_sanitizer)
#else
#define IS_SANITIZED 0
#endif

/// The child's end of the channel.
enum { CHANNEL = 3 };

/// At a text, every so many seconds: our process may have been killed. (Linux could tell the child of that, but means
/// the thread that began it, which may end long before.)
enum { PATIENCE = 60 };

static void look(int signal) {
  (void)signal;
  struct pollfd channel = {CHANNEL, 0, 0};
  if(poll(&channel, 1, 0) > 0 && channel.revents & (POLLHUP | POLLERR)) {
    _exit(1);
  }
  alarm(PATIENCE);
}

static void close_from(int first) {
#ifdef SYS_close_range
  if(syscall(SYS_close_range, (unsigned)first, ~0U, 0) == 0) {
    return;
  }
#endif
  long limit = sysconf(_SC_OPEN_MAX);
  for(int i = first; i < (limit > 0 && limit < 65536 ? limit : 65536); i++) {
    close(i);
  }
}

/// Nothing of the parent's is left to the child: a socket that it held would never be seen to close.
static void settle(int channel) {
  for(int i = 1; i < NSIG; i++) {
    signal(i, SIG_DFL);
  }
  signal(SIGINT, SIG_IGN);
  signal(SIGQUIT, SIG_IGN);
  struct sigaction looks = {.sa_handler = look, .sa_flags = SA_RESTART};
  sigaction(SIGALRM, &looks, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);

  // A channel among the first three descriptors would be lost with them.
  int safe = fcntl(channel, F_DUPFD, CHANNEL + 1);
  int null = open("/dev/null", O_RDWR);
  if(safe < 0 || null < 0) {
    _exit(1);
  }
  for(int i = 0; i < CHANNEL; i++) {
    dup2(null, i);
  }
  dup2(safe, CHANNEL);
  close_from(CHANNEL + 1);

  struct rlimit nothing = {0, 0};
  setrlimit(RLIMIT_CORE, &nothing);
  if(!IS_SANITIZED) {
    struct rlimit memory = {(rlim_t)2 << 30, (rlim_t)2 << 30};
    setrlimit(RLIMIT_AS, &memory);
  }
}

static void say(FILE *to, upshift_jq_word word, const char *text, size_t length) {
  uint32_t size = (uint32_t)length;
  fputc(word, to);
  fwrite(&size, sizeof size, 1, to);
  fwrite(text, 1, length, to);
}

static void serve(const char *text) {
  FILE *from = fdopen(CHANNEL, "r");
  FILE *to = fdopen(dup(CHANNEL), "w");
  if(!from || !to) {
    return;
  }
  const char *problem = NULL;
  alarm(PATIENCE);
  upshift_filter *filter = upshift_filter_compile(text, &problem);
  if(!filter) {
    say(to, UPSHIFT_JQ_FAILED, problem, strlen(problem));
    fflush(to);
    return;
  }
  say(to, UPSHIFT_JQ_READY, "", 0);
  fflush(to);
  upshift_jq_head head;
  alarm(0);
  while(fread(&head, sizeof head, 1, from) == 1) {
    char *json = malloc((size_t)head.length + 1);
    if(!json || fread(json, 1, head.length, from) != head.length) {
      return;
    }
    alarm(PATIENCE);
    upshift_filter_start(filter, json, head);
    free(json);
    upshift_jq_word word;
    do {
      const char *result;
      size_t size;
      word = upshift_filter_next(filter, &result, &size);
      say(to, word, result, size);
    } while(word == UPSHIFT_JQ_SAME || word == UPSHIFT_JQ_MADE);
    if(fflush(to) != 0) {
      return;
    }
    alarm(0);
  }
}

pid_t upshift_jq_begin(const char *filter, int *channel) {
  upshift_filter_load();
  int ends[2];
  if(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return -1;
  }
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
#ifdef SO_NOSIGPIPE
  int on = 1;
  setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
  // No signal may reach the child while it has our handlers.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t process = fork();
  if(process == 0) {
    settle(ends[1]);
    serve(filter);
    _exit(0);
  }
  int saved = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(ends[1]);
  if(process < 0) {
    close(ends[0]);
  }
  errno = saved;
  *channel = ends[0];
  return process;
}

ssize_t upshift_jq_send(int channel, const void *bytes, size_t length) {
  return send(channel, bytes, length, MSG_NOSIGNAL);
}

void upshift_jq_end(pid_t process, int channel) {
  close(channel);
  kill(process, SIGKILL);
  while(waitpid(process, NULL, 0) < 0 && errno == EINTR) {
  }
}
