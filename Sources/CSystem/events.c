#include "events.h"

#include <fcntl.h>
#include <unistd.h>

bool upshift_events_open(int ends[2]) {
  if(pipe(ends) != 0) {
    return false;
  }
  for(int i = 0; i < 2; i++) {
    fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    fcntl(ends[i], F_SETFL, O_NONBLOCK);
  }
  return true;
}
