/// libjq in a process of its own. jq 1.6 aborts on what a peer may send (`1e300` where the filter is `todate`), may
/// never end, and takes what memory it gets; a process can be given up on.
#ifndef UPSHIFT_CJQ_H
#define UPSHIFT_CJQ_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#pragma clang assume_nonnull begin

/// What the process says: one byte of these, the length of a text as a `uint32_t` of this machine, the text.
typedef enum {
  /// The filter was compiled. Said once, first, or else `UPSHIFT_JQ_FAILED`, after which the process ends.
  UPSHIFT_JQ_READY = 'r',
  /// A result that equals what was filtered.
  UPSHIFT_JQ_SAME = 's',
  /// Another result, as JSON.
  UPSHIFT_JQ_MADE = 'm',
  /// The filter cannot be compiled, or failed on the text; why.
  UPSHIFT_JQ_FAILED = 'f',
  /// What was sent is not one JSON value.
  UPSHIFT_JQ_NOT_JSON = 'n',
  /// No more results.
  UPSHIFT_JQ_END = 'e',
} upshift_jq_word;

/// What goes before a text.
typedef struct {
  uint32_t length;
  /// The results that there may be, of 16 MiB at most; 0 for any number, of any size.
  uint32_t most;
} upshift_jq_head;

/// Begins the process, which compiles the filter: 25 to 35 ms with jq 1.6, whose own library of definitions is
/// compiled with it. It ends when the channel is closed, within a minute if it is at a text. May be called by several
/// threads.
/// Its id, or -1 and errno; *channel is a socket that does not wait, on which a text is sent as an `upshift_jq_head`
/// and its bytes, and which says all results of one text before the next.
pid_t upshift_jq_begin(const char *filter, int *channel);

/// `send(2)` without SIGPIPE.
ssize_t upshift_jq_send(int channel, const void *bytes, size_t length);

/// Ends the process, whatever it is doing.
void upshift_jq_end(pid_t process, int channel);

#pragma clang assume_nonnull end

#endif
