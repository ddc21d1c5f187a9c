#include "CSystem.h"

#include <sys/ioctl.h>

int upshift_waiting(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) == 0 ? count : 0;
}
