#include "filter.h"

#include <dlfcn.h>
#include <jq.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// What is used of libjq, by the types of its own headers.
#define SYMBOLS(X)                                                                                \
  X(jq_init)                                                                                      \
  X(jq_set_error_cb)                                                                              \
  X(jq_set_input_cb)                                                                              \
  X(jq_compile)                                                                                   \
  X(jq_start)                                                                                     \
  X(jq_next)                                                                                      \
  X(jq_format_error)                                                                              \
  X(jq_util_input_init)                                                                           \
  X(jq_util_input_next_input_cb)                                                                  \
  X(jv_copy)                                                                                      \
  X(jv_free)                                                                                      \
  X(jv_equal)                                                                                     \
  X(jv_get_kind)                                                                                  \
  X(jv_invalid)                                                                                   \
  X(jv_invalid_get_msg)                                                                           \
  X(jv_parse_sized)                                                                               \
  X(jv_dump_string)                                                                               \
  X(jv_string_value)                                                                              \
  X(jv_string_length_bytes)

#define DECLARE(name) static __typeof__(&name) p_##name;
SYMBOLS(DECLARE)

#ifdef __APPLE__
#define LIBRARY "libjq.1.dylib"
#else
#define LIBRARY "libjq.so.1"
#endif

/// NULL, or what is missing.
static const char *missing;

static void load(void) {
  void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if(!library) {
    missing = "libjq (" LIBRARY ") is not installed";
    return;
  }
#define FIND(name)                                                                                \
  p_##name = (__typeof__(&name))dlsym(library, #name);                                            \
  if(!p_##name) {                                                                                 \
    missing = LIBRARY " has no " #name;                                                           \
    return;                                                                                       \
  }
  SYMBOLS(FIND)
}

void upshift_filter_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
}

/// The most results of one text, and bytes of them.
enum { MOST_RESULTS = 10000, MOST_BYTES = 16 << 20 };

struct upshift_filter {
  jq_state *state;
  jv input;
  /// The text that was handed out last.
  jv text;
  int results;
  size_t bytes;
};

/// The first complaint about the filter: it has the place, the others follow from it.
static jv complaint;

static void complain(void *context, jv message) {
  (void)context;
  jv text = p_jq_format_error(message);
  if(p_jv_get_kind(complaint) == JV_KIND_INVALID) {
    complaint = text;
  } else {
    p_jv_free(text);
  }
}

upshift_filter *upshift_filter_compile(const char *text, const char **problem) {
  *problem = missing;
  if(missing) {
    return NULL;
  }
  *problem = "no memory";
  upshift_filter *filter = calloc(1, sizeof *filter);
  jq_state *state = filter ? p_jq_init() : NULL;
  if(!state) {
    return NULL;
  }
  filter->state = state;
  filter->input = filter->text = complaint = p_jv_invalid();
  p_jq_set_error_cb(state, complain, NULL);
  // `input_line_number` asserts that there is such an input; this one has no files, and is at its end.
  p_jq_set_input_cb(state, p_jq_util_input_next_input_cb, p_jq_util_input_init(NULL, NULL));
  if(!p_jq_compile(state, text)) {
    *problem = p_jv_get_kind(complaint) == JV_KIND_STRING ? p_jv_string_value(complaint)
                                                          : "it does not compile";
    return NULL;
  }
  return filter;
}

static void let_go(jv *value) {
  p_jv_free(*value);
  *value = p_jv_invalid();
}

void upshift_filter_start(upshift_filter *filter, const char *json, size_t length) {
  let_go(&filter->input);
  filter->results = 0;
  filter->bytes = 0;
  if(length <= INT_MAX) {
    filter->input = p_jv_parse_sized(json, (int)length);
  }
  if(p_jv_get_kind(filter->input) != JV_KIND_INVALID) {
    p_jq_start(filter->state, p_jv_copy(filter->input), 0);
  }
}

static void set_text(upshift_filter *filter, jv value, const char **text, size_t *length) {
  filter->text = p_jv_get_kind(value) == JV_KIND_STRING ? value : p_jv_dump_string(value, 0);
  *text = p_jv_string_value(filter->text);
  *length = (size_t)p_jv_string_length_bytes(p_jv_copy(filter->text));
}

upshift_jq_word upshift_filter_next(upshift_filter *filter, const char **text, size_t *length) {
  let_go(&filter->text);
  *text = "";
  *length = 0;
  if(p_jv_get_kind(filter->input) == JV_KIND_INVALID) {
    return UPSHIFT_JQ_NOT_JSON;
  }
  jv result = p_jq_next(filter->state);
  if(p_jv_get_kind(result) == JV_KIND_INVALID) {
    jv message = p_jv_invalid_get_msg(result);
    if(p_jv_get_kind(message) == JV_KIND_NULL) {
      return UPSHIFT_JQ_END;
    }
    set_text(filter, message, text, length);
    // What `input` of jq 1.6 says for `inputs` to catch.
    if(strcmp(*text, "break") == 0) {
      *text = "the filter asks for another input, and sees one at a time";
      *length = strlen(*text);
    }
    return UPSHIFT_JQ_FAILED;
  }
  if(++filter->results > MOST_RESULTS || filter->bytes > MOST_BYTES) {
    p_jv_free(result);
    *text = "there are too many results";
    *length = strlen(*text);
    return UPSHIFT_JQ_FAILED;
  }
  if(p_jv_equal(p_jv_copy(result), p_jv_copy(filter->input))) {
    p_jv_free(result);
    return UPSHIFT_JQ_SAME;
  }
  set_text(filter, p_jv_dump_string(result, 0), text, length);
  filter->bytes += *length;
  return UPSHIFT_JQ_MADE;
}
