// SPDX-License-Identifier: 0BSD
//
// attach COUNT: both sides of a channel without a root, a thread each: one asks so many times, the
// other one answers. Before that come rings and bells that are none.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "common.h"

#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum { DATA = 2 * RW_PAGE, WINDOW = 16 };

static int files[2];

static void *map(void *at, size_t bytes, int flags, int fd, off_t offset)
{
    void *found = mmap(at, bytes, PROT_READ | PROT_WRITE, flags, fd, offset);
    if (found == MAP_FAILED)
        exit(2);
    return found;
}

static void *ring(int fd)
{
    uint8_t *at = map(NULL, RW_PAGE + 2 * DATA, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    map(at, RW_PAGE + DATA, MAP_SHARED | MAP_FIXED, fd, 0);
    map(at + RW_PAGE + DATA, DATA, MAP_SHARED | MAP_FIXED, fd, RW_PAGE);
    return at;
}

static void refuse(int expected, void *out, void *in, uint32_t bytes, int bell)
{
    rw_bus *bus;
    rw_channel *channel;
    int code = rw_attach(&bus, &channel, out, in, bytes, bell);
    if (code != expected || (channel == NULL) != (code == RW_ARGUMENT)) {
        printf("failed: bytes=%u bell=%d: %s\n", bytes, bell, rw_code_text(code));
        exit(1);
    }
    rw_leave(bus);
}

static void refuse_what_is_none(void)
{
    int pair[2], packets[2];
    uint32_t *broken = ring(files[0]);
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0
            || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, packets) < 0)
        exit(2);
    refuse(RW_ARGUMENT, NULL, broken, DATA, pair[0]);
    refuse(RW_ARGUMENT, broken, broken, 0, pair[0]);
    refuse(RW_ARGUMENT, broken, broken, DATA - 8, pair[0]);
    refuse(RW_ARGUMENT, broken, broken, (uint32_t) -RW_PAGE, pair[0]);
    refuse(RW_ARGUMENT, broken, broken, DATA, packets[0]);
    refuse(RW_ARGUMENT, broken, broken, DATA, files[0]);
    refuse(RW_ARGUMENT, broken, broken, DATA, -1);
    *broken = DATA; // the write index
    refuse(RW_CORRUPT, broken, ring(files[1]), DATA, pair[0]);
    *(uint32_t *) map(NULL, RW_PAGE, MAP_SHARED, files[0], 0) = 0;
    say("refused");
}

static void *serve(void *bell)
{
    rw_bus *bus;
    rw_channel *channel;
    rw_packet packet;
    int code;
    must(bus, rw_attach(&bus, &channel, ring(files[1]), ring(files[0]), DATA, *(int *) bell),
            "attach");
    while ((code = rw_receive(channel, &packet, LIMIT_MS)) == RW_OK)
        must(bus, answer(channel, &packet), "answer");
    say(rw_code_text(code));
    rw_leave(bus);
    return NULL;
}

static void ask(rw_bus *bus, rw_channel *channel, uint64_t count)
{
    uint64_t ids[WINDOW], asked = 0;
    rw_packet packet;
    for (uint64_t answered = 0; answered < count; answered++) {
        for (; asked < count && asked - answered < WINDOW; asked++)
            must(bus, rw_request(channel, &asked, sizeof asked, NULL, &ids[asked % WINDOW],
                    LIMIT_MS), "ask");
        must(bus, rw_receive(channel, &packet, LIMIT_MS), "receive");
        uint64_t expected = ~answered;
        if (packet.kind != RW_COMPLETION || packet.id != ids[answered % WINDOW]
                || packet.bytes != 8 || memcmp(packet.payload, &expected, 8) != 0) {
            printf("failed: another answer: number=%llu\n", (unsigned long long) answered);
            exit(1);
        }
    }
}

static void need_a_root(rw_bus *bus, rw_channel *channel)
{
    rw_offer offer;
    rw_buffer *buffer;
    must(bus, rw_allocate(bus, RW_PAGE, 0, &buffer), "allocate");
    if (rw_await_offer(bus, "nobody", &offer, LIMIT_MS) != RW_ROOT_LOST
            || rw_grant(channel, buffer, LIMIT_MS) != RW_ROOT_LOST) {
        printf("failed: there is no root: %s\n", rw_error(bus));
        exit(1);
    }
    must(bus, rw_free(buffer), "free");
}

int main(int count, char **arguments)
{
    rw_bus *bus;
    rw_channel *channel;
    pthread_t server;
    int bell[2];
    if (count != 2)
        return 2;
    for (int i = 0; i < 2; i++) {
        files[i] = memfd_create("ring", MFD_CLOEXEC);
        if (files[i] < 0 || ftruncate(files[i], RW_PAGE + DATA) < 0)
            return 2;
    }
    refuse_what_is_none();
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, bell) < 0
            || pthread_create(&server, NULL, serve, &bell[1]) != 0)
        return 2;
    must(bus, rw_attach(&bus, &channel, ring(files[0]), ring(files[1]), DATA, bell[0]), "attach");
    ask(bus, channel, strtoull(arguments[1], NULL, 10));
    need_a_root(bus, channel);
    say("answered");
    rw_leave(bus);
    pthread_join(server, NULL);
    return 0;
}
