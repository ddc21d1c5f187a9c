#include "CSystem.h"

#include <sys/ioctl.h>
#include <sys/socket.h>

int upshift_waiting(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) == 0 ? count : 0;
}

int upshift_unsent(int descriptor) {
  int count = 0;
#ifdef SO_NWRITE
  socklen_t size = sizeof count;
  return getsockopt(descriptor, SOL_SOCKET, SO_NWRITE, &count, &size) == 0 ? count : 0;
#else
  return ioctl(descriptor, TIOCOUTQ, &count) == 0 ? count : 0;
#endif
}
