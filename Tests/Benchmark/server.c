// The server of the benchmark: faster than any client, because what it sends is ready-made and what it gets is
// counted, not looked at.
//
//   server CERTIFICATE KEY      prints its port on 127.0.0.1, then one line of JSON for each connection
//
// A connection whose first byte begins a TLS record speaks TLS. What is served says the path:
//
//   /send/COUNT/SIZE/text|binary[/deflate]   COUNT messages of SIZE bytes, then Close
//   /sink[/deflate]                          counts messages and bytes up to the client's Close, and answers it
//   /echo                                    each message (at most 64 KiB) comes back
//
// `deflate` accepts permessage-deflate where it is offered. Without a handshake, `GET /send/…` is answered with the
// very same bytes as a body, and the body of a `PUT` is counted. One connection at a time, and no frame of a client is
// checked: it is a measuring instrument for well-behaved programs on the loopback.
#include "server.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <signal.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

void need(int holds, const char *what) {
    if (holds)
        return;
    fprintf(stderr, "server: %s: %s\n", what, errno ? strerror(errno) : "failed");
    ERR_print_errors_fp(stderr);
    exit(1);
}

ssize_t take(struct link *link, void *room, size_t size) {
    return link->tls ? SSL_read(link->tls, room, size) : recv(link->socket, room, size, 0);
}

int give(struct link *link, const void *bytes, size_t size) {
    for (const char *next = bytes; size > 0;) {
        ssize_t count = link->tls ? SSL_write(link->tls, next, size) : send(link->socket, next, size, 0);
        if (count <= 0)
            return 0;
        next += count;
        size -= count;
    }
    return 1;
}

/// Reads a request's head into `head`; what follows it in the same read is moved to `rest`. 0: there was none.
static int read_head(struct link *link, char *head, size_t size, char *rest, size_t *count) {
    for (size_t used = 0; used + 1 < size;) {
        ssize_t came = take(link, head + used, size - 1 - used);
        if (came <= 0)
            return 0;
        used += came;
        head[used] = 0;
        char *end = strstr(head, "\r\n\r\n");
        if (end) {
            *count = used - (end + 4 - head);
            memcpy(rest, end + 4, *count);
            end[2] = 0;
            return 1;
        }
    }
    return 0;
}

/// The value of a field up to the end of its line, or NULL.
static const char *field(const char *head, const char *name) {
    for (const char *line = strstr(head, "\r\n"); line && line[2]; line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, strlen(name)) == 0 && line[2 + strlen(name)] == ':')
            return line + 3 + strlen(name) + strspn(line + 3 + strlen(name), " \t");
    }
    return NULL;
}

static int answer_handshake(struct link *link, const char *key, int deflate) {
    char text[64 + 40];
    unsigned char digest[EVP_MAX_MD_SIZE], accept[64];
    unsigned size;
    int length = snprintf(text, sizeof text, "%.*s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", (int)strcspn(key, " \r"), key);
    need(length < (int)sizeof text && EVP_Digest(text, length, digest, &size, EVP_sha1(), NULL), "SHA-1");
    EVP_EncodeBlock(accept, digest, size);
    char head[512];
    length = snprintf(head, sizeof head,
                      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Accept: %s\r\n%s\r\n",
                      accept, deflate ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "");
    return give(link, head, length);
}

static void serve(struct link *link, struct report *report) {
    static char head[8192], rest[8192];
    size_t count;
    if (!read_head(link, head, sizeof head, rest, &count))
        return;
    const char *path = strchr(head, ' '), *key = field(head, "Sec-WebSocket-Key");
    if (!path++)
        return;
    if (key) {
        const char *offer = field(head, "Sec-WebSocket-Extensions"), *deflate = strstr(path, "/deflate ");
        report->deflate = deflate && offer && strncasecmp(offer, "permessage-deflate", 18) == 0;
        if (!answer_handshake(link, key, report->deflate))
            return;
    }
    char kind[16];
    long long messages, size;
    if (sscanf(path, "/send/%lld/%lld/%15[a-z]", &messages, &size, kind) == 3)
        send_messages(link, report, messages, size, kind[0] == 't', !key);
    else if (key && strncmp(path, "/sink", 5) == 0)
        count_messages(link, report);
    else if (key && strncmp(path, "/echo ", 6) == 0)
        echo_messages(link, report);
    else if (field(head, "Content-Length"))
        count_body(link, report, count, atoll(field(head, "Content-Length")));
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: server CERTIFICATE KEY\n", stderr);
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    need(context && SSL_CTX_use_certificate_file(context, argv[1], SSL_FILETYPE_PEM) == 1 &&
             SSL_CTX_use_PrivateKey_file(context, argv[2], SSL_FILETYPE_PEM) == 1,
         "certificate");

    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    need(listener >= 0 && bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 8) == 0 &&
             getsockname(listener, (struct sockaddr *)&address, &size) == 0,
         "listen");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);

    for (;;) {
        struct link link = {.socket = accept(listener, NULL, NULL)};
        need(link.socket >= 0, "accept");
        setsockopt(link.socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct report report = {0};
        char first = 0;
        int spoken = recv(link.socket, &first, 1, MSG_PEEK) == 1;
        if (spoken && first == 0x16) {  // RFC 8446 section 5.1: the type of a handshake record
            link.tls = SSL_new(context);
            spoken = link.tls && SSL_set_fd(link.tls, link.socket) == 1 && SSL_accept(link.tls) == 1;
        }
        if (spoken)
            serve(&link, &report);
        if (link.tls) {
            if (spoken)
                SSL_shutdown(link.tls);
            SSL_free(link.tls);
            ERR_clear_error();
        }
        close(link.socket);
        printf("{\"messages\": %lld, \"bytes\": %lld, \"deflate\": %s, \"closed\": %s}\n", report.messages, report.bytes,
               report.deflate ? "true" : "false", report.closed ? "true" : "false");
        fflush(stdout);
    }
}
