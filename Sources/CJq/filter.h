/// A compiled filter of libjq, in the process that runs it.
#ifndef UPSHIFT_FILTER_H
#define UPSHIFT_FILTER_H

#include "CJq.h"

typedef struct upshift_filter upshift_filter;

/// Loads libjq, once; before fork(), for another thread may hold the loader's lock in the middle of it. Takes half a
/// millisecond, which a program that uses no filter does not pay.
void upshift_filter_load(void);

/// NULL and *problem if it does not compile.
upshift_filter *upshift_filter_compile(const char *text, const char **problem);

/// Begins to filter a text.
void upshift_filter_start(upshift_filter *filter, const char *json, upshift_jq_head head);

/// The next word on it; the text is good until the next call. After any but SAME and MADE nothing follows.
upshift_jq_word upshift_filter_next(upshift_filter *filter, const char **text, size_t *length);

#endif
