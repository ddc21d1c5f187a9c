#include "CSystem.h"

#include <stdio.h>
#include <unistd.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>
#define tell_leaks __lsan_do_leak_check
#endif
#endif

void upshift_leave(int status) {
  upshift_terminal_end();
  fflush(NULL);
#ifdef tell_leaks
  // It would be told by exit(3), too, which also tidies up OpenSSL while threads that have used it are on their way out.
  tell_leaks();
#endif
  _exit(status);
}
