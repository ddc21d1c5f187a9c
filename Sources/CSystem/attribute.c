#include "CSystem.h"

#include <string.h>
#include <sys/types.h>
#include <sys/xattr.h>

bool upshift_set_attribute(int descriptor, const char *name, const char *value) {
#ifdef __APPLE__
  return fsetxattr(descriptor, name, value, strlen(value), 0, 0) == 0;
#else
  return fsetxattr(descriptor, name, value, strlen(value), 0) == 0;
#endif
}
