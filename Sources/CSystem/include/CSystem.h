/// What the event loop needs of the system and Swift cannot say itself: signal handlers, and telling
/// that a peer has closed a socket that somebody else reads.
#ifndef UPSHIFT_CSYSTEM_H
#define UPSHIFT_CSYSTEM_H

#include <stdbool.h>

/// Turns SIGINT, SIGTERM and SIGHUP into bytes (the signal's number) on a pipe, unless they were
/// ignored when the process began. The second signal ends the process at once, with 128 and its
/// number. Returns the descriptor to read from, or -1 and errno.
int upshift_signals_open(void);

/// The signals do again what they did before `upshift_signals_open`, whose descriptor is closed.
void upshift_signals_close(void);

/// A descriptor that becomes readable once a socket added to it was closed by its peer, or -1 and
/// errno. Close it like any other.
int upshift_hangup_open(void);

/// Watches `socket` until it is closed. False and errno if the system refuses.
bool upshift_hangup_add(int watcher, int socket);

/// A watched socket that its peer has closed, each told once; -1 when there is none (any more).
int upshift_hangup_take(int watcher);

/// How many bytes could be read from `descriptor` now; 0 if that cannot be told.
int upshift_waiting(int descriptor);

#endif
