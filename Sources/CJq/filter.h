/// A compiled filter of libjq, in the process that runs it.
#ifndef UPSHIFT_FILTER_H
#define UPSHIFT_FILTER_H

#include "CJq.h"

typedef struct upshift_filter upshift_filter;

/// NULL and *problem if it does not compile.
upshift_filter *upshift_filter_compile(const char *text, const char **problem);

/// Begins to filter a text.
void upshift_filter_start(upshift_filter *filter, const char *json, size_t length);

/// The next word on it; the text is good until the next call. After any but SAME and MADE nothing follows.
upshift_jq_word upshift_filter_next(upshift_filter *filter, const char **text, size_t *length);

#endif
