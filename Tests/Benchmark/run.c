// Runs a program and measures it. It is small, because a child's peak memory starts from its parent's, and its clock
// is next to the start and the end of the program.
//
//   run [-i FILE] [-o] [-t TRIPS] PROGRAM [ARGUMENT]...
//
//   -i FILE   its standard input (/dev/null without; "-": ours)
//   -o        count what it writes to standard output (which is /dev/null without)
//   -t TRIPS  write it a line of 32 bytes and wait for a line, so often; both ends are pipes
//
// Prints one line of JSON: seconds, cpu (seconds, user and system), peak (KiB), status (as a shell has it), output
// (bytes), trips that were made and their median in seconds.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT = 120, LINE = 33 };  // seconds that a program may take; bytes of a line and its end

extern char **environ;
static char room[256 * 1024];
static volatile pid_t child;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

static int by_value(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void give_up(int signal) {
    (void)signal;
    kill(-child, SIGKILL);
}

static void need(int holds, const char *what) {
    if (holds)
        return;
    perror(what);
    exit(127);
}

/// Makes the round trips and leaves their times, sorted, in `times`; returns how many there were.
static int trips(int to, int from, double *times, int wanted) {
    char line[LINE + 1] = "{\"op\":\"ping\",\"at\":1763855000123}\n";
    for (int trip = 0; trip < wanted; trip++) {
        double begin = now();
        if (write(to, line, LINE) != LINE)
            return trip;
        ssize_t count;
        do {
            count = read(from, room, sizeof room);
            if (count <= 0)
                return trip;
        } while (room[count - 1] != '\n');
        times[trip] = now() - begin;
    }
    return wanted;
}

int main(int argc, char **argv) {
    const char *input = "/dev/null";
    int counts = 0, wanted = 0, option;
    while ((option = getopt(argc, argv, "+i:ot:")) != -1) {
        if (option == 'i')
            input = optarg;
        else if (option == 'o')
            counts = 1;
        else if (option == 't')
            wanted = atoi(optarg);
        else
            return 2;
    }
    if (optind == argc || wanted < 0)
        return 2;

    int to[2] = {-1, -1}, from[2] = {-1, -1};
    double *times = calloc(wanted + 1, sizeof *times);
    need(times != NULL, "memory");
    if (wanted > 0) {
        need(pipe2(to, O_CLOEXEC) == 0, "pipe");
    } else if (strcmp(input, "-") != 0) {
        to[0] = open(input, O_RDONLY | O_CLOEXEC);
        need(to[0] >= 0, input);
    }
    if (wanted > 0 || counts) {
        need(pipe2(from, O_CLOEXEC) == 0, "pipe");
    } else {
        from[1] = open("/dev/null", O_WRONLY | O_CLOEXEC);
        need(from[1] >= 0, "/dev/null");
    }

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    if (to[0] >= 0)
        posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
    posix_spawnattr_t attributes;  // a group of its own, so that all of it can be killed
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);

    double begin = now();
    pid_t started;
    int failure = posix_spawnp(&started, argv[optind], &actions, &attributes, argv + optind, environ);
    if (failure) {
        fprintf(stderr, "%s: %s\n", argv[optind], strerror(failure));
        return 127;
    }
    child = started;
    signal(SIGALRM, give_up);
    signal(SIGPIPE, SIG_IGN);
    alarm(LIMIT);
    close(from[1]);
    if (to[0] >= 0)
        close(to[0]);
    close(STDIN_FILENO);

    int made = wanted > 0 ? trips(to[1], from[0], times, wanted) : 0;
    qsort(times, made, sizeof *times, by_value);
    if (to[1] >= 0)
        close(to[1]);
    long long output = 0;
    ssize_t count;
    while (from[0] >= 0 && (count = read(from[0], room, sizeof room)) > 0)
        output += count;

    int status;
    struct rusage used;
    need(wait4(started, &status, 0, &used) == started, "wait4");
    double took = now() - begin;
    printf("{\"seconds\": %.6f, \"cpu\": %.6f, \"peak\": %ld, \"status\": %d, \"output\": %lld, \"trips\": %d, "
           "\"median\": %.9f}\n",
           took, seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss,
           WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), output, made, times[made / 2]);
    return 0;
}
