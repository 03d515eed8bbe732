// SPDX-License-Identifier: 0BSD
//
// A user program in a guest that uses the side in C, ringway.h, on rings that its kernel has
// opened: asks, and compares each answer.
//
//     uio-client DEVICE RING MONITOR COUNT
//
// RING is the channel's file below /sys, which can be mapped from any page on; DEVICE hands out the
// monitor page and the channel's interrupts. Two threads join these with the bell.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ringway.h"

enum {
    MONITOR_PAGE = 2, // where the device has it, in pages
    MONITOR_COUNT = 128,
    SIGNAL = 1,
    WINDOW = 256,
    WORDS = 8,
    TIMEOUT_MS = 30000
};

static int device, bell[2]; // the program's end of the bell, and the threads'
static _Atomic uint32_t *pending_monitors;
static uint32_t monitor_bit;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void *map(void *at, size_t bytes, int flags, int fd, size_t offset)
{
    void *found = mmap(at, bytes, PROT_READ | PROT_WRITE, flags, fd, (off_t) offset);
    if (found == MAP_FAILED)
        die("mmap");
    return found;
}

// The control page, and the data twice in a row.
static void *map_ring(int file, size_t offset, size_t data)
{
    uint8_t *at = map(NULL, RW_PAGE + 2 * data, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    map(at, RW_PAGE + data, MAP_SHARED | MAP_FIXED, file, offset);
    map(at + RW_PAGE + data, data, MAP_SHARED | MAP_FIXED, file, offset + RW_PAGE);
    return at;
}

// Two rings of one size, each with its control page.
static size_t size_of_both(const char *path)
{
    char name[128];
    unsigned long bytes = 0;
    const char *device_name = strrchr(path, '/');
    snprintf(name, sizeof name, "/sys/class/uio/%s/maps/map0/size",
            device_name == NULL ? path : device_name + 1);
    FILE *file = fopen(name, "r");
    if (file == NULL || fscanf(file, "%lx", &bytes) != 1 || bytes % (2 * RW_PAGE) != 0
            || bytes < 4 * RW_PAGE)
        die(name);
    fclose(file);
    return bytes;
}

// What rings the bell here is a signal to the other side.
static void *pass_on(void *nothing)
{
    uint8_t bytes[64];
    while (recv(bell[1], bytes, sizeof bytes, 0) > 0)
        atomic_fetch_or(pending_monitors, monitor_bit);
    return nothing;
}

// An interrupt is a signal of the other side's.
static void *hear(void *nothing)
{
    uint8_t signal = SIGNAL;
    uint32_t count;
    while (read(device, &count, sizeof count) == sizeof count)
        send(bell[1], &signal, 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    return nothing;
}

static void must(int code, const rw_bus *bus)
{
    if (code != RW_OK) {
        fprintf(stderr, "%s: %s\n", rw_code_text(code), rw_error(bus));
        exit(1);
    }
}

static void fill(uint64_t payload[WORDS], uint64_t number)
{
    for (uint64_t i = 0; i < WORDS; i++)
        payload[i] = number * 0x9E3779B97F4A7C15u + i;
}

static void ask_all(rw_bus *bus, rw_channel *channel, uint64_t count)
{
    uint64_t payload[WORDS], ids[WINDOW], asked = 0, answered = 0;
    rw_packet packet;
    while (answered < count) {
        for (; asked < count && asked - answered < WINDOW; asked++) {
            fill(payload, asked);
            must(rw_request(channel, payload, sizeof payload, NULL, &ids[asked % WINDOW],
                    TIMEOUT_MS), bus);
        }
        must(rw_receive(channel, &packet, TIMEOUT_MS), bus);
        fill(payload, answered);
        if (packet.kind != RW_COMPLETION || packet.id != ids[answered % WINDOW]
                || packet.bytes != sizeof payload
                || memcmp(packet.payload, payload, sizeof payload) != 0) {
            fprintf(stderr, "another answer: number=%" PRIu64 " kind=%d\n", answered,
                    (int) packet.kind);
            exit(1);
        }
        answered++;
    }
}

int main(int arguments, char **argument)
{
    rw_bus *bus;
    rw_channel *channel;
    pthread_t threads[2];
    if (arguments != 5) {
        fprintf(stderr, "uio-client DEVICE RING MONITOR COUNT\n");
        return 1;
    }
    unsigned long monitor = strtoul(argument[3], NULL, 10);
    if (monitor >= MONITOR_COUNT) {
        fprintf(stderr, "no such monitor: number=%lu\n", monitor);
        return 1;
    }
    uint64_t count = strtoull(argument[4], NULL, 10);
    device = open(argument[1], O_RDWR); // opens the channel
    int rings = open(argument[2], O_RDWR);
    if (device < 0 || rings < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, bell) < 0)
        die("device, ring or bell");
    size_t one = size_of_both(argument[1]) / 2;
    pending_monitors = (_Atomic uint32_t *) ((uint8_t *) map(NULL, RW_PAGE, MAP_SHARED, device,
            MONITOR_PAGE * RW_PAGE) + 8 + monitor / 32 * 8);
    monitor_bit = 1u << monitor % 32;
    if (pthread_create(&threads[0], NULL, pass_on, NULL) != 0
            || pthread_create(&threads[1], NULL, hear, NULL) != 0)
        die("threads");
    must(rw_attach(&bus, &channel, map_ring(rings, 0, one - RW_PAGE),
            map_ring(rings, one, one - RW_PAGE), (uint32_t) (one - RW_PAGE), bell[0]), bus);
    ask_all(bus, channel, count);
    rw_leave(bus);
    printf("echoed %" PRIu64 "\n", count);
    return 0;
}
