// Copyright 2026 The Remanence developers
// SPDX-License-Identifier: MIT

#include "jobs.h"

#include "../command.h"
#include "interrupt.h"
#include "sweep_tell.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  N_STEPS  = 1000000, ///< Of the progress bar
  MAX_JOBS = 64,
};

/// Seconds between two messages of a process
static const double interval = 0.2;

/// What a process tells through its pipe, whole at a time
typedef struct {
  double  done; ///< From 0 to 1; beyond that, there is an outcome
  Outcome outcome;
} Message;

/// A process that carries out a run
typedef struct {
  pid_t    pid;
  int      fd; ///< To read messages from
  uint32_t run;
  double   done;
} Job;

typedef struct {
  Sweep*   sweep;
  Job      jobs[MAX_JOBS];
  uint32_t n_jobs; ///< That are there now
  uint32_t n_begun;
  uint32_t n_ended;
  uint32_t n_tenths;     ///< Told so far
  bool     is_over;      ///< No other run begins
  bool     is_passed_on; ///< An interrupt
  Progress progress;
} Jobs;

/// Where a process tells
typedef struct {
  int      fd;
  Progress clock;
  double   told;
} Teller;

/// Whoever was to hear may be gone: SIGPIPE then ends this process as well
static void
send(const int fd, const Message* const message)
{
  if (write(fd, message, sizeof(*message)) != (ssize_t)sizeof(*message)) {
    _exit(EXIT_FAILURE);
  }
}

static void
tell(void* const data, const double done)
{
  Teller* const teller    = (Teller*)data;
  const double  n_seconds = progress_seconds(&teller->clock);
  if (n_seconds - teller->told >= interval) {
    const Message message = {.done = done};
    send(teller->fd, &message);
    teller->told = n_seconds;
  }
}

/// Be a process that carries out a run
static void
work(Jobs* const jobs, const uint32_t run, const int fd)
{
  Teller  teller  = {.fd = fd};
  Message message = {.done = 2.0};

  // Away from Ctrl-C, of which the parent tells, and from pipes of others, that
  // would not break when the parent is gone
  setpgid(0, 0);
  for (uint32_t j = 0; j < jobs->n_jobs; ++j) {
    close(jobs->jobs[j].fd);
  }
  progress_start(&teller.clock, 0, false);
  sweep_carry_out(jobs->sweep, run, tell, &teller);
  message.outcome = jobs->sweep->runs[run].outcome;
  send(fd, &message);
  _exit(EXIT_SUCCESS);
}

/// Begin the next run; return false with a message printed
static bool
begin(Jobs* const jobs)
{
  int fds[2] = {-1, -1};
  fflush(NULL);
  const pid_t pid = pipe(fds) ? -1 : fork();
  if (pid == 0) {
    close(fds[0]);
    work(jobs, jobs->n_begun, fds[1]);
  }

  const int reason = errno;
  close(fds[1]);
  if (pid < 0) {
    close(fds[0]);
    command_report(jobs->sweep->runs[jobs->n_begun].options.out_path,
                   "a process cannot be begun: %s",
                   strerror(reason));
    return false;
  }
  jobs->jobs[jobs->n_jobs++] =
    (Job){.pid = pid, .fd = fds[0], .run = jobs->n_begun};
  ++jobs->n_begun;
  return true;
}

static void
begin_all(Jobs* const jobs)
{
  const Sweep* const sweep = jobs->sweep;
  while (!is_interrupted && !jobs->is_over &&
         jobs->n_jobs < sweep->devices->options.n_jobs &&
         jobs->n_begun < sweep->n_runs) {
    jobs->is_over = !begin(jobs);
  }
}

/// A process is gone, with a last word or without
static void
end(Jobs* const jobs, Job* const job)
{
  const uint32_t run = job->run;

  close(job->fd);
  waitpid(job->pid, NULL, 0);
  *job = jobs->jobs[--jobs->n_jobs];
  ++jobs->n_ended;
  progress_finish(&jobs->progress); // Until it is drawn again
  sweep_tell_run(jobs->sweep, run);
}

/// Show how far all are: on the bar, or by a line for each tenth
static void
show(Jobs* const jobs)
{
  double done = jobs->n_ended;
  for (uint32_t j = 0; j < jobs->n_jobs; ++j) {
    done += jobs->jobs[j].done;
  }

  done /= jobs->sweep->n_runs;
  const uint32_t tenths = (uint32_t)(10.0 * done);
  progress_update(&jobs->progress, (uint64_t)(N_STEPS * done));
  if (tenths > jobs->n_tenths && tenths < 10U && !jobs->progress.visible &&
      !jobs->sweep->devices->options.is_quiet) {
    char left[16];
    progress_format_time(
      left, progress_seconds(&jobs->progress) * (1.0 - done) / done);
    printf("%u%% of all is done, %s left\n", 10U * tenths, left);
    fflush(stdout);
  }
  jobs->n_tenths = tenths > jobs->n_tenths ? tenths : jobs->n_tenths;
}

/// Hear a message, or that there will be none
static void
hear(Jobs* const jobs, Job* const job)
{
  Message message = {0};
  if (read(job->fd, &message, sizeof(message)) != (ssize_t)sizeof(message)) {
    end(jobs, job);
  } else if (message.done > 1.0) {
    jobs->sweep->runs[job->run].outcome = message.outcome;
  } else {
    job->done = message.done;
  }
}

/// Wait until somebody tells something, and hear it
static void
hear_all(Jobs* const jobs)
{
  struct pollfd  fds[MAX_JOBS];
  const uint32_t n = jobs->n_jobs;
  for (uint32_t j = 0; j < n; ++j) {
    fds[j] = (struct pollfd){.fd = jobs->jobs[j].fd, .events = POLLIN};
  }

  if (poll(fds, n, -1) > 0) {
    for (uint32_t j = n; j-- > 0U;) { // What ends leaves its place to the last
      if (fds[j].revents) {
        hear(jobs, &jobs->jobs[j]);
      }
    }
  }
}

/// Pass an interrupt on, once
static void
pass_on(Jobs* const jobs)
{
  if (is_interrupted && !jobs->is_passed_on) {
    jobs->is_passed_on = true;
    for (uint32_t j = 0; j < jobs->n_jobs; ++j) {
      kill(jobs->jobs[j].pid, SIGTERM);
    }
  }
}

void
jobs_carry_out(Sweep* const sweep)
{
  Jobs jobs = {.sweep = sweep};

  interrupt_catch();
  progress_start(&jobs.progress, N_STEPS, !sweep->devices->options.is_quiet);
  begin_all(&jobs);
  while (jobs.n_jobs > 0U) {
    hear_all(&jobs);
    pass_on(&jobs);
    begin_all(&jobs);
    show(&jobs);
  }
  progress_finish(&jobs.progress);
}
