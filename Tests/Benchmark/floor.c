// The floor that a client is measured against: one socket, one loop, no protocol once the head of a plain HTTP
// request has been written.
//
//   floor receive PORT PATH         read until the end, and write what comes to standard output
//   floor send PORT PATH FILE SIZE  write SIZE bytes of FILE (from its start again where it is shorter), then wait
//                                   for the answer
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char room[64 * 1024];

static void need(int holds, const char *what) {
    if (holds)
        return;
    perror(what);
    exit(1);
}

static int dial(const char *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int peer = socket(AF_INET, SOCK_STREAM, 0);
    need(peer >= 0 && connect(peer, (struct sockaddr *)&address, sizeof address) == 0, "connect");
    return peer;
}

static void put(int to, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t count = write(to, bytes, size);
        need(count > 0, "write");
        bytes += count;
        size -= count;
    }
}

static void copy_until_end(int peer) {
    ssize_t count;
    while ((count = read(peer, room, sizeof room)) > 0)
        put(STDOUT_FILENO, room, count);
    need(count == 0, "read");
}

int main(int argc, char **argv) {
    char head[512];
    if (argc == 4 && strcmp(argv[1], "receive") == 0) {
        int peer = dial(argv[2]);
        put(peer, head, snprintf(head, sizeof head, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", argv[3]));
        copy_until_end(peer);
    } else if (argc == 6 && strcmp(argv[1], "send") == 0) {
        int peer = dial(argv[2]), file = open(argv[4], O_RDONLY);
        need(file >= 0, argv[4]);
        long long left = atoll(argv[5]);
        put(peer, head, snprintf(head, sizeof head, "PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %lld\r\n\r\n",
                                 argv[3], left));
        while (left > 0) {
            ssize_t count = read(file, room, left < (long long)sizeof room ? (size_t)left : sizeof room);
            need(count >= 0, "read");
            if (count == 0)
                need(lseek(file, 0, SEEK_CUR) > 0 && lseek(file, 0, SEEK_SET) == 0, "an empty file");
            put(peer, room, count);
            left -= count;
        }
        copy_until_end(peer);
    } else {
        fputs("usage: floor receive PORT PATH | floor send PORT PATH FILE SIZE\n", stderr);
        return 2;
    }
    return 0;
}
