// What server.c (connections and heads) and frames.c (what goes over them) share.
#pragma once
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

/// A connection; `tls` is NULL where there is none.
struct link {
    int socket;
    SSL *tls;
};

/// What passed on a connection: whole messages, and the bytes of their payload (of a plain body: its bytes).
struct report {
    long long messages, bytes;
    int deflate, closed;  // the extension was accepted; the client's Close was seen
};

/// Ends the program with a line on standard error unless `holds`.
void need(int holds, const char *what);

/// At least one byte, 0 at the end, less on an error.
ssize_t take(struct link *link, void *room, size_t size);
/// All of it, or 0.
int give(struct link *link, const void *bytes, size_t size);

void send_messages(struct link *link, struct report *report, long long count, long long size, int text, int plain);
void count_messages(struct link *link, struct report *report);
void echo_messages(struct link *link, struct report *report);
/// `count` bytes of the body have been read already.
void count_body(struct link *link, struct report *report, long long count, long long size);
