/// What the files of this module share.
#ifndef UPSHIFT_EVENTS_H
#define UPSHIFT_EVENTS_H

#include <stdbool.h>

/// A pipe by which signal handlers tell the event loop; neither end waits, or outlives an exec. False and errno.
bool upshift_events_open(int ends[2]);

#endif
