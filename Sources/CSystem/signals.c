#include "CSystem.h"
#include "events.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

static int read_end = -1;
static int write_end = -1;
static volatile sig_atomic_t seen = 0;
static const int caught[] = {SIGINT, SIGTERM, SIGHUP};
static struct sigaction before[sizeof caught / sizeof caught[0]];

/// What a terminal makes of keys, and whether somebody else is to have it.
static const int typed[] = {SIGINT, SIGQUIT};
static struct sigaction yielded[sizeof typed / sizeof typed[0]];
static bool is_yielded = false;

/// sigaction(2), but a signal that was yielded stays ignored: what would be done is only noted.
static int set(int number, const struct sigaction *action, struct sigaction *old) {
  for(unsigned i = 0; is_yielded && i < sizeof typed / sizeof typed[0]; i++) {
    if(typed[i] == number) {
      if(old) {
        *old = yielded[i];
      }
      if(action) {
        yielded[i] = *action;
      }
      return 0;
    }
  }
  return sigaction(number, action, old);
}

void upshift_signals_yield(bool yields) {
  if(yields == is_yielded) {
    return;
  }
  is_yielded = yields;
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  sigemptyset(&ignore.sa_mask);
  for(unsigned i = 0; i < sizeof typed / sizeof typed[0]; i++) {
    if(yields) {
      sigaction(typed[i], &ignore, &yielded[i]);
    } else {
      sigaction(typed[i], &yielded[i], NULL);
    }
  }
}

static void on_signal(int number) {
  if(seen) {
    upshift_terminal_end();
    _exit(128 + number);
  }
  seen = 1;
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t written = write(write_end, &byte, 1);
  (void)written;
  errno = saved;
}

int upshift_signals_open(void) {
  int ends[2];
  if(!upshift_events_open(ends)) {
    return -1;
  }
  read_end = ends[0];
  write_end = ends[1];
  seen = 0;

  struct sigaction action = {0};
  sigemptyset(&action.sa_mask);
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  for(unsigned i = 0; i < sizeof caught / sizeof caught[0]; i++) {
    // `nohup` and a shell's `&` mean what they say.
    if(set(caught[i], NULL, &before[i]) == 0 && before[i].sa_handler != SIG_IGN) {
      if(before[i].sa_handler == SIG_DFL) {
        // Between two conversations too the terminal may be ours.
        before[i].sa_handler = upshift_terminal_fatal;
      }
      set(caught[i], &action, NULL);
    }
  }
  return ends[0];
}

void upshift_signals_close(void) {
  for(unsigned i = 0; i < sizeof caught / sizeof caught[0]; i++) {
    set(caught[i], &before[i], NULL);
  }
  // A signal that nobody has taken yet is not lost.
  unsigned char number;
  while(read(read_end, &number, 1) == 1) {
    raise(number);
  }
  close(read_end);
  close(write_end);
  read_end = write_end = -1;
}

int upshift_signals_descriptor(void) {
  return read_end;
}

bool upshift_signals_seen(void) {
  return seen;
}
