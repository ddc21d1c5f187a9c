#include "filter.h"

#include <dlfcn.h>
#include <jq.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// What is used of libjq, by the types of its own headers.
#define SYMBOLS(X)                                                                                \
  X(jq_init)                                                                                      \
  X(jq_set_error_cb)                                                                              \
  X(jq_set_debug_cb)                                                                              \
  X(jq_set_input_cb)                                                                              \
  X(jq_compile)                                                                                   \
  X(jq_start)                                                                                     \
  X(jq_next)                                                                                      \
  X(jq_format_error)                                                                              \
  X(jq_halted)                                                                                    \
  X(jq_get_exit_code)                                                                             \
  X(jq_get_error_message)                                                                         \
  X(jq_util_input_init)                                                                           \
  X(jq_util_input_add_input)                                                                      \
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

/// The most bytes of the results of one text, if their number is limited.
enum { MOST_BYTES = 16 << 20 };

struct upshift_filter {
  jq_state *state;
  jv input;
  /// The text that was handed out last.
  jv text;
  uint32_t most;
  uint32_t results;
  size_t bytes;
  jq_util_input_state *inputs;
  /// The filter asked for another input.
  bool asked;
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

/// What `debug` of jq 1.6 calls, be there something or not.
static void pass_over(void *context, jv message) {
  (void)context;
  p_jv_free(message);
}

/// There is no such file: that it cannot be opened says that the filter asks for another input.
static void asked(void *filter, const char *file) {
  (void)file;
  ((upshift_filter *)filter)->asked = true;
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
  p_jq_set_debug_cb(state, pass_over, NULL);
  // `input_line_number` asserts that there is such an input.
  filter->inputs = p_jq_util_input_init(asked, filter);
  filter->asked = true;
  p_jq_set_input_cb(state, p_jq_util_input_next_input_cb, filter->inputs);
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

void upshift_filter_start(upshift_filter *filter, const char *json, upshift_jq_head head) {
  let_go(&filter->input);
  filter->most = head.most;
  filter->results = 0;
  filter->bytes = 0;
  if(filter->asked) {
    p_jq_util_input_add_input(filter->inputs, "");
    filter->asked = false;
  }
  if(head.length <= INT_MAX) {
    filter->input = p_jv_parse_sized(json, (int)head.length);
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

static upshift_jq_word failed(const char *why, const char **text, size_t *length) {
  *text = why;
  *length = strlen(why);
  return UPSHIFT_JQ_FAILED;
}

/// `halt` has no exit code; what `halt_error` has to say need not be a text.
static upshift_jq_word halted(upshift_filter *filter, const char **text, size_t *length) {
  jv code = p_jq_get_exit_code(filter->state);
  bool is_error = p_jv_get_kind(code) != JV_KIND_INVALID;
  p_jv_free(code);
  if(!is_error) {
    return UPSHIFT_JQ_END;
  }
  jv message = p_jq_get_error_message(filter->state);
  jv_kind kind = p_jv_get_kind(message);
  if(kind == JV_KIND_INVALID || kind == JV_KIND_NULL) {
    p_jv_free(message);
    return failed("the filter ended with halt_error", text, length);
  }
  set_text(filter, message, text, length);
  while(*length > 0 && (*text)[*length - 1] == '\n') {
    --*length;
  }
  return *length > 0 ? UPSHIFT_JQ_FAILED : failed("the filter ended with halt_error", text, length);
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
      return p_jq_halted(filter->state) ? halted(filter, text, length) : UPSHIFT_JQ_END;
    }
    set_text(filter, message, text, length);
    // What `input` of jq 1.6 says for `inputs` to catch.
    if(filter->asked && strcmp(*text, "break") == 0) {
      return failed("the filter asks for another input, and sees one at a time", text, length);
    }
    return UPSHIFT_JQ_FAILED;
  }
  if(filter->most > 0 && (++filter->results > filter->most || filter->bytes > MOST_BYTES)) {
    p_jv_free(result);
    return failed("there are too many results", text, length);
  }
  // In this order: of two objects the first is gone through only until they differ, the second is counted.
  if(p_jv_equal(p_jv_copy(filter->input), p_jv_copy(result))) {
    p_jv_free(result);
    return UPSHIFT_JQ_SAME;
  }
  set_text(filter, p_jv_dump_string(result, 0), text, length);
  filter->bytes += *length;
  return UPSHIFT_JQ_MADE;
}
