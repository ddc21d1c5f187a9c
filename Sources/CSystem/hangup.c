#include "CSystem.h"

#include <stddef.h>
#include <unistd.h>

#if defined(__linux__)
#include <sys/epoll.h>

int upshift_hangup_open(void) { return epoll_create1(EPOLL_CLOEXEC); }

bool upshift_hangup_add(int watcher, int socket) {
  // Edge-triggered: a peer's close is told once, not at every poll until the last byte is read.
  struct epoll_event event = {.events = EPOLLRDHUP | EPOLLET, .data = {.fd = socket}};
  return epoll_ctl(watcher, EPOLL_CTL_ADD, socket, &event) == 0;
}

int upshift_hangup_take(int watcher) {
  struct epoll_event event;
  return epoll_wait(watcher, &event, 1, 0) == 1 ? event.data.fd : -1;
}

#else
#include <sys/event.h>
#include <sys/time.h>

int upshift_hangup_open(void) { return kqueue(); }

bool upshift_hangup_add(int watcher, int socket) {
  struct kevent change;
  // A low-water mark that no data reaches: only the end of the stream is told.
  EV_SET(&change, socket, EVFILT_READ, EV_ADD | EV_CLEAR, NOTE_LOWAT, 0x7fffffff, NULL);
  return kevent(watcher, &change, 1, NULL, 0, NULL) == 0;
}

int upshift_hangup_take(int watcher) {
  struct kevent event;
  struct timespec now = {0, 0};
  while(kevent(watcher, NULL, 0, &event, 1, &now) == 1) {
    if(event.flags & EV_EOF) {
      return (int)event.ident;
    }
  }
  return -1;
}

#endif
