#include "CSystem.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif

void upshift_leave(int status) {
  upshift_terminal_end();
  fflush(NULL);
  // A sanitizer tells what leaked when the process exits.
  if(__has_feature(address_sanitizer)) {
    exit(status);
  }
  _exit(status);
}
