// Runs a program and prints what it cost: user and system time in microseconds, peak memory in KiB, minor page faults.
//
//   measure PROGRAM [ARGUMENT…]
//
// A program of its own since a child's peak memory begins with that of the process that starts it, which would be all
// of Python's. The program's output goes to /dev/null; it is killed after a minute. Exits with the program's status.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TIME_LIMIT_SECONDS = 60 };

int main(int count, char **arguments) {
    if (count < 2) {
        fputs("usage: measure PROGRAM [ARGUMENT...]\n", stderr);
        return 2;
    }
    int sink = open("/dev/null", O_RDWR | O_CLOEXEC);
    pid_t child = fork();
    if (child == 0) {
        dup2(sink, STDIN_FILENO);
        dup2(sink, STDOUT_FILENO);
        dup2(sink, STDERR_FILENO);
        alarm(TIME_LIMIT_SECONDS);
        execv(arguments[1], arguments + 1);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
        perror("measure");
        return 3;
    }
    printf(
        "%lld %lld %ld %ld\n", usage.ru_utime.tv_sec * 1000000LL + usage.ru_utime.tv_usec,
        usage.ru_stime.tv_sec * 1000000LL + usage.ru_stime.tv_usec, usage.ru_maxrss, usage.ru_minflt);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
