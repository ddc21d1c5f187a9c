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

/// What `upshift_signals_open` returned, or -1 when it is closed.
int upshift_signals_descriptor(void);

/// A signal has come since `upshift_signals_open`, whether or not it was read, or closed, since.
bool upshift_signals_seen(void);

/// While `yields`, SIGINT and SIGQUIT are for a program that has the terminal instead of us: they are ignored, whatever
/// `upshift_signals_open` and `upshift_signals_close` do meanwhile. Afterwards they do what those made of them.
void upshift_signals_yield(bool yields);

/// Finds the processes of our own process group that `ancestor` has begun, or those that it began, and so on. Puts at
/// most `most` into `found`; returns how many.
int upshift_family(int ancestor, int *found, int most);

/// `process` runs, in our own process group.
bool upshift_family_lives(int process);

/// A descriptor that becomes readable once a socket added to it was closed by its peer, or -1 and
/// errno. Close it like any other.
int upshift_hangup_open(void);

/// Watches `socket` until it is closed. False and errno if the system refuses.
bool upshift_hangup_add(int watcher, int socket);

/// A watched socket that its peer has closed, each told once; -1 when there is none (any more).
int upshift_hangup_take(int watcher);

/// How many bytes could be read from `descriptor` now; 0 if that cannot be told.
int upshift_waiting(int descriptor);

/* How many bytes of a socket's have not been acknowledged; 0 if it cannot be told. */
int upshift_unsent(int descriptor);

/// Sets an extended attribute of an open file to a text. False and errno if that cannot be.
bool upshift_set_attribute(int descriptor, const char *name, const char *value);

/// Takes the terminal for a line editor: no echo, each key at once, no signals from keys. `from` is read, `to` written;
/// `entry` and `leaving`, at most 63 bytes, are written to it whenever it is taken and given back.
///
/// It is given back at exit, before a fatal signal ends the process, and by `upshift_terminal_suspend`. Returns a
/// descriptor to read from, or -1 and errno if one of them is no terminal: 'w' when the terminal's size may have changed, 'z' when SIGTSTP came and is
/// to be obeyed, 'c' when the process goes on after a SIGSTOP and the screen may show anything.
int upshift_terminal_begin(int from, int to, const char *entry, const char *leaving);

/// Gives the terminal back as it was found. Safe in a signal handler.
void upshift_terminal_end(void);

/// Takes it again after `upshift_terminal_end`.
void upshift_terminal_resume(void);

/// A signal's handler that gives the terminal back before the signal ends the process.
void upshift_terminal_fatal(int number);

/// Gives the terminal back and stops; returns when it goes on, with the terminal taken again. The whole job stops as if
/// the terminal itself had seen Ctrl-Z (what started us, a script or `make`, too), or only we.
///
/// SIGTSTP does not stop a process that nobody could continue: then it returns at once.
void upshift_terminal_suspend(bool whole_job);

/// Ends the process with `status`, the terminal given back and what the C library has in hand written. What libraries
/// would clean up goes with the process.
_Noreturn void upshift_leave(int status);

/// The size of the terminal `descriptor`. False if it has none.
bool upshift_terminal_size(int descriptor, int *columns, int *rows);

#endif
