// The Swift runtime on Linux finds the program's arguments by reading /proc/self/maps, line by line, before
// `main`: with the thirty libraries that libcurl brings that is a tenth of the time of a small request. glibc
// hands them to constructors. Defined here, these two keep the runtime's own object out of a static link; in a
// dynamic one they are not used.
#if defined(__GLIBC__) || defined(__linux__)
#include <features.h>
#endif
#if defined(__GLIBC__)

static int count;
static char **values;

__attribute__((constructor)) static void keep(int argc, char **argv) {
  count = argc;
  values = argv;
}

char **_swift_stdlib_getUnsafeArgvArgc(int *argc) {
  *argc = count;
  return values;
}

void _swift_stdlib_overrideUnsafeArgvArgc(char **argv, int argc) {
  count = argc;
  values = argv;
}

#endif
