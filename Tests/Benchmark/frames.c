// What goes over the connections of server.c.
#include "server.h"
#include <stdlib.h>
#include <sys/socket.h>
#include <zlib.h>

enum { MIB = 1 << 20, ROOM = 64 * 1024, HEAD = 14 };
enum { TEXT = 0x1, BINARY = 0x2, CLOSE = 0x8, FIN = 0x80, RSV1 = 0x40 };

static unsigned char room[ROOM];
static const unsigned char good_bye[] = {FIN | CLOSE, 2, 1000 >> 8, 1000 & 0xff};

/// A head without a mask; returns its size.
static size_t write_head(unsigned char *head, int first, unsigned long long length) {
    int bytes = length < 126 ? 0 : length < 65536 ? 2 : 8;
    head[0] = first;
    head[1] = bytes == 0 ? length : bytes == 2 ? 126 : 127;
    for (int index = 0; index < bytes; index++)
        head[2 + index] = length >> 8 * (bytes - 1 - index);
    return 2 + bytes;
}

// MARK: What clients send

struct head {
    int fin, rsv1, opcode;
    unsigned char mask[4];
    long long length;
};

/// Reads a client's head from `bytes`; returns its size, or 0 if there is more to come.
static size_t read_head(struct head *head, const unsigned char *bytes, size_t size) {
    if (size < 2)
        return 0;
    int bits = bytes[1] & 0x7f;
    size_t more = bits < 126 ? 0 : bits == 126 ? 2 : 8, masks = bytes[1] >> 7 ? 4 : 0;
    if (size < 2 + more + masks)
        return 0;
    head->fin = bytes[0] & FIN;
    head->rsv1 = bytes[0] & RSV1;
    head->opcode = bytes[0] & 0xf;
    head->length = more ? 0 : bits;
    for (size_t index = 0; index < more; index++)
        head->length = head->length << 8 | bytes[2 + index];
    memcpy(head->mask, bytes + 2 + more, masks);
    return 2 + more + masks;
}

/// Told each piece of a data frame, the last one of no bytes; returns how many bytes of content to count.
typedef long long visitor(struct link *link, const struct head *head, long long offset, unsigned char *bytes,
                          size_t size);

/// Goes from head to head until the client's Close has passed; without a visitor the payload is not looked at.
static void walk(struct link *link, struct report *report, visitor *visit) {
    size_t at = 0, end = 0;
    for (;;) {
        struct head head = {0};
        size_t size;
        while ((size = read_head(&head, room + at, end - at)) == 0) {
            memmove(room, room + at, end - at);
            end -= at;
            at = 0;
            ssize_t count = take(link, room + end, ROOM - end);
            if (count <= 0)
                return;
            end += count;
        }
        at += size;
        int is_data = head.opcode < 8;
        for (long long offset = 0; offset < head.length;) {
            if (at == end) {
                ssize_t count = take(link, room, ROOM);
                if (count <= 0)
                    return;
                at = 0;
                end = count;
            }
            size_t piece = head.length - offset < (long long)(end - at) ? (size_t)(head.length - offset) : end - at;
            if (is_data)
                report->bytes += visit ? visit(link, &head, offset, room + at, piece) : (long long)piece;
            offset += piece;
            at += piece;
        }
        if (is_data && visit)
            report->bytes += visit(link, &head, head.length, NULL, 0);
        report->messages += is_data && head.fin;
        if (head.opcode == CLOSE) {
            report->closed = 1;
            return;
        }
    }
}

static void unmask(const struct head *head, long long offset, unsigned char *bytes, size_t size) {
    for (size_t index = 0; index < size; index++)
        bytes[index] ^= head->mask[(offset + index) & 3];
}

static z_stream inflater;

static long long inflate_all(unsigned char *bytes, size_t size) {
    static unsigned char out[ROOM];
    long long content = 0;
    inflater.next_in = bytes;
    inflater.avail_in = size;
    do {
        inflater.next_out = out;
        inflater.avail_out = ROOM;
        int result = inflate(&inflater, Z_SYNC_FLUSH);
        need(result == Z_OK || result == Z_BUF_ERROR, "inflate");
        content += ROOM - inflater.avail_out;
    } while (inflater.avail_out == 0);
    return content;
}

static long long visit_deflated(struct link *link, const struct head *head, long long offset, unsigned char *bytes,
                                size_t size) {
    static int compressed;
    (void)link;
    if (offset == 0 && head->opcode != 0)
        compressed = head->rsv1;
    if (!compressed)
        return size;
    if (size > 0) {
        unmask(head, offset, bytes, size);
        return inflate_all(bytes, size);
    }
    unsigned char tail[] = {0, 0, 0xff, 0xff};  // RFC 7692 section 7.2.2
    return head->fin ? inflate_all(tail, sizeof tail) : 0;
}

void count_messages(struct link *link, struct report *report) {
    if (report->deflate) {
        memset(&inflater, 0, sizeof inflater);
        need(inflateInit2(&inflater, -15) == Z_OK, "zlib");
        walk(link, report, visit_deflated);
        inflateEnd(&inflater);
    } else {
        walk(link, report, NULL);
    }
    if (report->closed)
        give(link, good_bye, sizeof good_bye);
}

static long long visit_echo(struct link *link, const struct head *head, long long offset, unsigned char *bytes,
                            size_t size) {
    static unsigned char message[HEAD + 65536];
    static size_t used;
    static int opcode;
    if (offset == 0 && head->opcode != 0) {
        opcode = head->opcode;
        used = 0;
    }
    if (size > 0) {
        need(used + size <= 65536, "a message that is too large for /echo");
        unmask(head, offset, bytes, size);
        memcpy(message + HEAD + used, bytes, size);
        used += size;
    } else if (head->fin) {
        unsigned char first[HEAD];
        size_t begin = write_head(first, FIN | opcode, used);
        memcpy(message + HEAD - begin, first, begin);
        give(link, message + HEAD - begin, begin + used);
    }
    return size;
}

void echo_messages(struct link *link, struct report *report) {
    walk(link, report, visit_echo);
    if (report->closed)
        give(link, good_bye, sizeof good_bye);
}

void count_body(struct link *link, struct report *report, long long count, long long size) {
    report->bytes = count;
    while (report->bytes < size) {
        ssize_t came = take(link, room, ROOM);
        if (came <= 0)
            return;
        report->bytes += came;
    }
    static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    give(link, answer, sizeof answer - 1);
}

// MARK: What clients get

/// Printable, without an end of line.
static void fill(unsigned char *bytes, size_t size) {
    for (size_t index = 0; index < size; index++)
        bytes[index] = '0' + index % 64;
}

/// One MiB of words as deflate has them, a piece of a stream that can stand anywhere and any number of times: a full
/// flush ends on a byte and forgets what was before it.
static const unsigned char *deflated_mib(size_t *size) {
    static unsigned char deflated[2 * MIB];
    static size_t count;
    if (count == 0) {
        static unsigned char words[MIB];
        unsigned random = 7692;
        for (size_t index = 0; index < MIB; index++) {
            random = random * 1664525 + 1013904223;
            words[index] = random >> 29 ? "etaoinshrdlu"[(random >> 16) % 12] : ' ';
        }
        z_stream stream = {0};
        need(deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib");
        stream.next_in = words;
        stream.avail_in = MIB;
        stream.next_out = deflated;
        stream.avail_out = sizeof deflated;
        need(deflate(&stream, Z_FULL_FLUSH) == Z_OK && stream.avail_in == 0 && stream.avail_out > 0, "deflate");
        count = stream.total_out;
        deflateEnd(&stream);
    }
    *size = count;
    return deflated;
}

static int give_deflated(struct link *link, long long size, int opcode) {
    size_t each;
    const unsigned char *mib = deflated_mib(&each);
    long long times = size / MIB;
    need(times > 0 && size % MIB == 0, "a size in whole MiB");
    unsigned char head[HEAD];
    // RFC 7692 section 7.2.1: the four bytes at the end of the flush are left out.
    if (!give(link, head, write_head(head, FIN | RSV1 | opcode, times * each - 4)))
        return 0;
    while (--times > 0)
        if (!give(link, mib, each))
            return 0;
    return give(link, mib, each - 4);
}

/// A frame that is too large to be made ready as a whole.
static int give_huge(struct link *link, long long size, int opcode) {
    static unsigned char text[MIB];
    fill(text, MIB);
    unsigned char head[HEAD];
    if (!give(link, head, write_head(head, FIN | opcode, size)))
        return 0;
    for (; size > 0; size -= MIB)
        if (!give(link, text, size < MIB ? size : MIB))
            return 0;
    return 1;
}

static int give_messages(struct link *link, long long count, long long size, int opcode) {
    unsigned char head[HEAD];
    size_t begin = write_head(head, FIN | opcode, size), frame = begin + size;
    long long many = frame < MIB ? MIB / frame : 1;
    unsigned char *ready = malloc(many * frame);
    need(ready != NULL, "memory");
    memcpy(ready, head, begin);
    fill(ready + begin, size);
    for (long long index = 1; index < many; index++)
        memcpy(ready + index * frame, ready, frame);
    int given = 1;
    for (; given && count > 0; count -= many)
        given = give(link, ready, (count < many ? count : many) * frame);
    free(ready);
    return given;
}

void send_messages(struct link *link, struct report *report, long long count, long long size, int text, int plain) {
    unsigned char head[HEAD];
    int opcode = text ? TEXT : BINARY, given = 1;
    if (plain) {
        char answer[160];
        report->bytes = count * (write_head(head, 0, size) + size) + sizeof good_bye;
        int length = snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Length: %lld\r\nConnection: close\r\n\r\n",
                              report->bytes);
        given = give(link, answer, length);
    }
    if (size <= 4 * MIB) {
        given = given && give_messages(link, count, size, opcode);
    } else {
        for (long long index = 0; given && index < count; index++)
            given = report->deflate ? give_deflated(link, size, opcode) : give_huge(link, size, opcode);
    }
    if (!given || !give(link, good_bye, sizeof good_bye)) {
        report->bytes = 0;
    } else if (!plain) {
        struct report theirs = {0};
        walk(link, &theirs, NULL);
        *report = (struct report){count, count * size, report->deflate, theirs.closed};
    }
}
