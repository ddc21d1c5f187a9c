#include "CSystem.h"

#include <stdlib.h>
#include <unistd.h>

typedef struct {
  int parent;
  int group;
  bool is_over;
} process;

#if defined(__linux__)
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

static bool look(int number, process *found) {
  char text[256];
  snprintf(text, sizeof text, "/proc/%d/stat", number);
  int file = open(text, O_RDONLY | O_CLOEXEC);
  if(file < 0) {
    return false;
  }
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  text[count > 0 ? count : 0] = 0;
  // "pid (name) state ppid pgrp", and a name may hold anything.
  char *end = strrchr(text, ')');
  char state;
  if(!end || sscanf(end + 1, " %c %d %d", &state, &found->parent, &found->group) != 3) {
    return false;
  }
  found->is_over = state == 'Z' || state == 'X';
  return true;
}

/// Calls `see` with each process until it says that this is enough.
static void each(bool (*see)(int number, void *context), void *context) {
  DIR *all = opendir("/proc");
  if(!all) {
    return;
  }
  for(struct dirent *entry; (entry = readdir(all));) {
    int number = atoi(entry->d_name);
    if(number > 0 && !see(number, context)) {
      break;
    }
  }
  closedir(all);
}

#else
#include <libproc.h>
#include <sys/proc.h>

static bool look(int number, process *found) {
  struct proc_bsdinfo info;
  if(proc_pidinfo(number, PROC_PIDTBSDINFO, 0, &info, sizeof info) != (int)sizeof info) {
    return false;
  }
  *found = (process){(int)info.pbi_ppid, (int)info.pbi_pgid, info.pbi_status == SZOMB};
  return true;
}

static void each(bool (*see)(int number, void *context), void *context) {
  pid_t all[1024];
  int size = proc_listpids(PROC_PGRP_ONLY, (uint32_t)getpgrp(), all, sizeof all);
  for(int i = 0; i < size / (int)sizeof all[0]; i++) {
    if(all[i] > 0 && !see(all[i], context)) {
      break;
    }
  }
}

#endif

typedef struct {
  int ancestor;
  int *found;
  int count;
  int most;
} family;

static bool see(int number, void *context) {
  family *family = context;
  process process;
  if(!look(number, &process) || process.group != getpgrp() || process.is_over) {
    return true;
  }
  // Processes come and go while they are looked at: no way up is followed for ever.
  for(int steps = 0; steps < 100 && process.parent > 1; steps++) {
    if(process.parent == family->ancestor) {
      family->found[family->count++] = number;
      break;
    }
    if(!look(process.parent, &process)) {
      break;
    }
  }
  return family->count < family->most;
}

int upshift_family(int ancestor, int *found, int most) {
  family family = {ancestor, found, 0, most};
  if(most > 0) {
    each(see, &family);
  }
  return family.count;
}

bool upshift_family_lives(int number) {
  process process;
  return look(number, &process) && process.group == getpgrp() && !process.is_over;
}
