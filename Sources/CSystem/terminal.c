#include "CSystem.h"
#include "events.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static int keys = -1;
static int screen = -1;
static char on_entry[64];
static char on_leaving[64];
static struct termios found;
/// What SIGTSTP did.
static struct sigaction stop_found;
static volatile sig_atomic_t is_ours = 0;
static int read_end = -1;
static int write_end = -1;

/// All that end a process which does not say otherwise, but those of signals.c and SIGKILL.
static const int fatal[] = {
    SIGSEGV, SIGBUS,  SIGILL,  SIGFPE,  SIGABRT, SIGTRAP,   SIGQUIT, SIGSYS,
    SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGVTALRM, SIGPROF,
#ifdef SIGEMT
    SIGEMT,
#endif
#ifdef SIGSTKFLT
    SIGSTKFLT,
#endif
#ifdef SIGPWR
    SIGPWR,
#endif
#ifdef __linux__
    SIGIO, // elsewhere it is ignored by default
#endif
};

static void say(const char *text) {
  size_t left = strlen(text);
  while(left > 0) {
    // A terminal that is stopped, or whose other end hangs, keeps nobody from leaving.
    struct pollfd room = {.fd = screen, .events = POLLOUT};
    if(poll(&room, 1, 1000) != 1) {
      return;
    }
    ssize_t count = write(screen, text, left);
    if(count <= 0) {
      return;
    }
    text += count;
    left -= (size_t)count;
  }
}

static void tell(unsigned char what) {
  ssize_t written = write(write_end, &what, 1);
  (void)written;
}

static void on_change(int number) {
  int saved = errno;
  tell(number == SIGTSTP ? 'z' : 'w');
  errno = saved;
}

static void take(void) {
  struct termios ours = found;
  cfmakeraw(&ours);
  // A line feed that somebody else writes still begins a line.
  ours.c_oflag = found.c_oflag;
  ours.c_cc[VMIN] = 1;
  ours.c_cc[VTIME] = 0;
  tcsetattr(keys, TCSADRAIN, &ours);
  say(on_entry);
  // Only now: while an editor has the terminal SIGTSTP does what it always does.
  struct sigaction action = {.sa_handler = on_change, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  if(stop_found.sa_handler != SIG_IGN) {
    sigaction(SIGTSTP, &action, NULL);
  }
  is_ours = 1;
}

void upshift_terminal_end(void) {
  if(!is_ours) {
    return;
  }
  is_ours = 0;
  sigaction(SIGTSTP, &stop_found, NULL);
  tcsetattr(keys, TCSADRAIN, &found);
  say(on_leaving);
}

void upshift_terminal_resume(void) {
  if(!is_ours && keys >= 0) {
    take();
  }
}

void upshift_terminal_suspend(bool whole_job) {
  upshift_terminal_end();
  if(whole_job) {
    kill(0, SIGTSTP);
  } else {
    raise(SIGTSTP);
  }
  // In the background the modes are the shell's, and taking the terminal stops us again.
  if(tcgetpgrp(keys) == getpgrp()) {
    tcgetattr(keys, &found);
  }
  take();
}

/// After a SIGSTOP, which cannot be caught, the shell has the terminal in its own modes.
static void on_continue(int number) {
  (void)number;
  int saved = errno;
  if(is_ours && tcgetpgrp(keys) == getpgrp()) {
    take();
    tell('c');
  }
  errno = saved;
}

void upshift_terminal_fatal(int number) {
  upshift_terminal_end();
  signal(number, SIG_DFL);
  raise(number);
}

static void catch(int number) {
  struct sigaction action;
  if(sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_DFL) {
    action = (struct sigaction){.sa_handler = upshift_terminal_fatal};
    sigfillset(&action.sa_mask);
    sigaction(number, &action, NULL);
  }
}

int upshift_terminal_begin(int from, int to, const char *entry, const char *leaving) {
  if(!isatty(to) || tcgetattr(from, &found) != 0) {
    return -1;
  }
  if(read_end < 0) {
    int ends[2];
    if(!upshift_events_open(ends)) {
      return -1;
    }
    read_end = ends[0];
    write_end = ends[1];
    atexit(upshift_terminal_end);
  }
  keys = from;
  screen = to;
  snprintf(on_entry, sizeof on_entry, "%s", entry);
  snprintf(on_leaving, sizeof on_leaving, "%s", leaving);

  for(unsigned i = 0; i < sizeof fatal / sizeof fatal[0]; i++) {
    catch(fatal[i]);
  }
#ifdef SIGRTMIN
  for(int number = SIGRTMIN; number <= SIGRTMAX; number++) {
    catch(number);
  }
#endif
  // A file that may not become longer is no reason to die: write(2) says EFBIG then.
  signal(SIGXFSZ, SIG_IGN);
  struct sigaction action = {.sa_handler = on_change, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  sigaction(SIGWINCH, &action, NULL);
  action.sa_handler = on_continue;
  sigaction(SIGCONT, &action, NULL);
  sigaction(SIGTSTP, NULL, &stop_found);
  take();
  return read_end;
}

bool upshift_terminal_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if(ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
    return false;
  }
  *columns = size.ws_col;
  *rows = size.ws_row;
  return true;
}
