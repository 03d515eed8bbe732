// SPDX-License-Identifier: Apache-2.0
//
// What the machine can do when nobody checks anything: two processes on two cores.
//
//   floor line       BYTES NANOS NEAR FAR   a cache line there and back
//   floor socketpair BYTES NANOS NEAR FAR   a byte through a stream socket pair, there and back
//   floor eventfd    BYTES NANOS NEAR FAR   an eventfd there, another one back
//   floor copy       BYTES NANOS NEAR FAR   messages copied into shared memory and out of it
//   floor memcpy     BYTES NANOS NEAR FAR   messages copied by one core, from private to private
//
// Prints: messages nanos cpu-nanos p50 p99 p99.9, the last three for round trips.
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

enum { RING_BYTES = 1 << 20, HEADER_BYTES = 8, PIECE_BYTES = 64 << 10 };
static const uint64_t LAST = UINT64_MAX;

struct shared {
    _Alignas(128) _Atomic uint64_t write_index;
    _Alignas(128) _Atomic uint64_t read_index;
    _Alignas(128) _Atomic uint64_t ping;
    _Alignas(128) _Atomic uint64_t pong;
    _Alignas(4096) unsigned char ring[RING_BYTES];
};

static struct shared *shared;
static size_t bytes;
static uint64_t duration;

static void die(const char *what) {
    fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
    exit(1);
}

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

static void pin(int processor) {
    if (processor < 0) {
        return;
    }
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) {
        die("sched_setaffinity");
    }
}

static inline void pause_briefly(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
}

static uint64_t cpu_nanos(int who) {
    struct rusage usage;
    getrusage(who, &usage);
    return (uint64_t) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000u
            + (uint64_t) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000u;
}

// How often each time was measured, to one part in 64 (as Latencies.java does).
static uint64_t counts[64 * 40];

static void count_time(uint64_t nanos) {
    int shift = nanos < 64 ? 0 : 57 - __builtin_clzll(nanos);
    counts[shift * 64 + (nanos >> shift)]++;
}

static uint64_t at_most(double fraction, uint64_t n) {
    uint64_t seen = 0;
    for (int i = 0; i < 64 * 40; i++) {
        seen += counts[i];
        if (seen > 0 && (double) seen >= fraction * (double) n) {
            int shift = i < 128 ? 0 : i / 64 - 1;
            return ((uint64_t) (i - shift * 64 + 1) << shift) - 1;
        }
    }
    return 0;
}

// ---- round trips: `ask` sends and waits for the answer, `answer` waits and sends back

static int to_far[2], to_near[2];

static void line_ask(uint64_t n) {
    atomic_store_explicit(&shared->ping, n, memory_order_release);
    while (atomic_load_explicit(&shared->pong, memory_order_acquire) != n) {
        pause_briefly();
    }
}

static uint64_t line_answer(uint64_t n) {
    uint64_t seen;
    while ((seen = atomic_load_explicit(&shared->ping, memory_order_acquire)) != n
            && seen != LAST) {
        pause_briefly();
    }
    atomic_store_explicit(&shared->pong, seen, memory_order_release);
    return seen;
}

static void moved(ssize_t count, size_t wanted) {
    if (count != (ssize_t) wanted) {
        die("read or write");
    }
}

static void descriptor_ask(uint64_t n) {
    uint64_t one = n == LAST ? 2 : 1;
    moved(write(to_far[1], &one, 8), 8);
    moved(read(to_near[0], &one, 8), 8);
}

static uint64_t descriptor_answer(uint64_t n) {
    uint64_t one;
    moved(read(to_far[0], &one, 8), 8);
    uint64_t seen = one == 2 ? LAST : n;
    one = 1;
    moved(write(to_near[1], &one, 8), 8);
    return seen;
}

static void make_descriptors(int use_sockets) {
    if (use_sockets) {
        int pair[2];
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) {
            die("socketpair");
        }
        to_far[1] = to_near[0] = pair[0];
        to_far[0] = to_near[1] = pair[1];
    } else {
        to_far[0] = to_far[1] = eventfd(0, 0);
        to_near[0] = to_near[1] = eventfd(0, 0);
    }
}

static uint64_t round_trips(void (*ask)(uint64_t), uint64_t *spent) {
    uint64_t n = 0, start = now(), last = start;
    do {
        ask(++n);
        uint64_t time = now();
        count_time(time - last);
        last = time;
    } while (last - start < duration);
    ask(LAST);
    *spent = last - start;
    return n;
}

static void answer_all(uint64_t (*answer)(uint64_t)) {
    uint64_t n = 0;
    while (answer(n + 1) != LAST) {
        n++;
    }
}

// ---- copies: a byte ring with an index each, which either side reads only when it must

static void put(uint64_t at, const void *source, size_t count) {
    size_t offset = at % RING_BYTES, first = RING_BYTES - offset;
    if (count <= first) {
        memcpy(shared->ring + offset, source, count);
    } else {
        memcpy(shared->ring + offset, source, first);
        memcpy(shared->ring, (const char *) source + first, count - first);
    }
}

static void get(uint64_t at, void *target, size_t count) {
    size_t offset = at % RING_BYTES, first = RING_BYTES - offset;
    if (count <= first) {
        memcpy(target, shared->ring + offset, count);
    } else {
        memcpy(target, shared->ring + offset, first);
        memcpy((char *) target + first, shared->ring, count - first);
    }
}

static void send_message(uint64_t *write_index, uint64_t *read_seen, unsigned char *message) {
    for (size_t sent = 0; sent < bytes;) {
        uint64_t piece = bytes - sent < PIECE_BYTES ? bytes - sent : PIECE_BYTES;
        size_t need = HEADER_BYTES + piece;
        while (RING_BYTES - (*write_index - *read_seen) < need) {
            *read_seen = atomic_load_explicit(&shared->read_index, memory_order_acquire);
            pause_briefly();
        }
        put(*write_index, &piece, HEADER_BYTES);
        put(*write_index + HEADER_BYTES, message + sent, piece);
        *write_index += need;
        atomic_store_explicit(&shared->write_index, *write_index, memory_order_release);
        sent += piece;
    }
}

static uint64_t send_all(uint64_t *spent) {
    unsigned char *message = aligned_alloc(4096, (bytes + 4095) & ~(size_t) 4095);
    memset(message, 1, bytes);
    uint64_t n = 0, write_index = 0, read_seen = 0, start = now();
    uint64_t burst = bytes >= 65536 ? 1 : 65536 / bytes > 256 ? 256 : 65536 / bytes;
    do {
        for (uint64_t i = 0; i < burst; i++) {
            memcpy(message, &n, 8);
            memcpy(message + bytes - 8, &n, 8);
            send_message(&write_index, &read_seen, message);
            n++;
        }
    } while (now() - start < duration);
    memcpy(message, &LAST, 8);
    send_message(&write_index, &read_seen, message);
    while (atomic_load_explicit(&shared->pong, memory_order_acquire) != LAST) {
        pause_briefly();
    }
    *spent = now() - start;
    return n;
}

static void take_all(void) {
    unsigned char *message = aligned_alloc(4096, (bytes + 4095) & ~(size_t) 4095);
    uint64_t n = 0, read_index = 0, published = 0, write_seen = 0, number = 0;
    for (;;) {
        for (size_t taken = 0; taken < bytes;) {
            while (write_seen == read_index) {
                if (published != read_index) {
                    atomic_store_explicit(&shared->read_index, published = read_index,
                            memory_order_release);
                }
                write_seen = atomic_load_explicit(&shared->write_index, memory_order_acquire);
                pause_briefly();
            }
            uint64_t piece;
            get(read_index, &piece, HEADER_BYTES);
            get(read_index + HEADER_BYTES, message + taken, piece);
            taken += piece;
            read_index += HEADER_BYTES + piece;
            if (read_index - published > RING_BYTES / 4) {
                atomic_store_explicit(&shared->read_index, published = read_index,
                        memory_order_release);
            }
        }
        memcpy(&number, message, 8);
        if (number == LAST) {
            break;
        }
        uint64_t last_word;
        memcpy(&last_word, message + bytes - 8, 8);
        if (number != n || last_word != n) {
            die("wrong message");
        }
        n++;
    }
    atomic_store_explicit(&shared->pong, LAST, memory_order_release);
}

static uint64_t copy_alone(uint64_t *spent) {
    unsigned char *source = aligned_alloc(4096, (bytes + 4095) & ~(size_t) 4095);
    unsigned char *target = aligned_alloc(4096, (bytes + 4095) & ~(size_t) 4095);
    memset(source, 1, bytes);
    memset(target, 1, bytes);
    uint64_t n = 0, start = now();
    uint64_t burst = bytes >= 65536 ? 1 : 65536 / bytes;
    do {
        for (uint64_t i = 0; i < burst; i++) {
            memcpy(target, source, bytes);
            __asm__ volatile("" : : "r"(target) : "memory");
            n++;
        }
    } while ((*spent = now() - start) < duration);
    return n;
}

int main(int count, char **arguments) {
    if (count != 6) {
        fprintf(stderr, "floor: needs: MODE BYTES NANOS NEAR FAR\n");
        return 2;
    }
    const char *mode = arguments[1];
    bytes = strtoul(arguments[2], NULL, 10);
    duration = strtoull(arguments[3], NULL, 10);
    int near = atoi(arguments[4]), far = atoi(arguments[5]);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
            MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (shared == MAP_FAILED) {
        die("memory");
    }
    int is_line = strcmp(mode, "line") == 0, is_copy = strcmp(mode, "copy") == 0;
    int is_trips = is_line || strcmp(mode, "socketpair") == 0 || strcmp(mode, "eventfd") == 0;
    if (!is_line && is_trips) {
        make_descriptors(strcmp(mode, "socketpair") == 0);
    }
    pid_t child = 0;
    if (strcmp(mode, "memcpy") != 0) {
        child = fork();
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            pin(far);
            if (is_copy) {
                take_all();
            } else {
                answer_all(is_line ? line_answer : descriptor_answer);
            }
            _exit(0);
        }
    }
    pin(near);
    uint64_t spent = 0;
    uint64_t n = is_trips ? round_trips(is_line ? line_ask : descriptor_ask, &spent)
            : is_copy ? send_all(&spent) : copy_alone(&spent);
    int status = 0;
    if (child != 0) {
        waitpid(child, &status, 0);
    }
    uint64_t cpu = cpu_nanos(RUSAGE_SELF) + cpu_nanos(RUSAGE_CHILDREN);
    printf("%lu %lu %lu %lu %lu %lu\n", (unsigned long) n, (unsigned long) spent,
            (unsigned long) cpu, (unsigned long) at_most(0.5, n),
            (unsigned long) at_most(0.99, n), (unsigned long) at_most(0.999, n));
    return status == 0 ? 0 : 1;
}
