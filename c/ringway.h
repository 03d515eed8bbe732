// SPDX-License-Identifier: 0BSD
//
// Ringway for C programs: join a root, open or accept channels, exchange packets, lend pages.
//
// One header, one source, C11, Linux, no dependency. Take both files and do with them what you
// like: 0BSD asks for nothing. The bytes are those of docs/protocol.md.
//
// Rules for callers
// - One thread at a time per bus, with everything that belongs to it. A program may join often.
// - Functions answer RW_OK or one of the negative codes; rw_error says more about the last one.
// - Times are milliseconds: 0 does not wait, a negative one waits for ever.
// - Nothing runs behind your back: what others want from this side (a channel, a mapping, an
//   end) is answered while one of your calls waits. Who is away for long keeps others waiting.
// - Lengths are rounded up to 8 on their way; zeros fill the rest.
#ifndef RINGWAY_H
#define RINGWAY_H

#include <stddef.h>
#include <stdint.h>

enum rw_code {
    RW_OK = 0,
    RW_AGAIN = -1,     // not now: no packet, no room, time has passed
    RW_ARGUMENT = -2,  // the caller's mistake; nothing has happened
    RW_SYSTEM = -3,    // the kernel says no
    RW_PROTOCOL = -4,  // the root broke a rule; the link is closed
    RW_REFUSED = -5,   // the root or the other side says no; see rw_status
    RW_ROOT_LOST = -6, // nobody there to ask; open channels go on
    RW_CLOSED = -7,    // the channel was closed in good order
    RW_PEER_LOST = -8, // the other side is gone without a goodbye
    RW_CORRUPT = -9    // the other side broke a rule of the ring; the channel is dead
};

enum {
    RW_PAGE = 4096,
    RW_MAX_PAGES = 8190,    // of one region: just below 32 MiB
    RW_MAX_REQUESTS = 1024, // under way at a time, per channel
    RW_RING_PAGES = 256     // a good size: 1 MiB each way
};

typedef struct rw_bus rw_bus;
typedef struct rw_channel rw_channel;
typedef struct rw_buffer rw_buffer;

// Who another partition is. The numbers come from the kernel and the root, the name from itself.
typedef struct {
    uint32_t partition, pid, uid, gid;
    char name[65];
} rw_peer;

// A service that another partition offers.
typedef struct {
    uint32_t channel_id;
    uint16_t flags;
    uint8_t interface_id[16], instance_id[16]; // wire layout
    uint8_t user_data[120];
    char name[65];
    rw_peer provider;
} rw_offer;

// ---- the bus

// Joins a root. *bus is set in any case, so that rw_error works; rw_leave frees it in any case.
// Without a socket (NULL): $RINGWAY_SOCKET, else $XDG_RUNTIME_DIR/ringway/root.sock, else
// /run/ringway/root.sock.
int rw_join(rw_bus **bus, const char *socket, const char *name, int timeout_ms);

// Closes every channel, says goodbye, frees everything. Waits two seconds at most.
void rw_leave(rw_bus *bus);

// Text of the last failure on this bus, with numbers; valid until the next call.
const char *rw_error(const rw_bus *bus);
// NTSTATUS of the last RW_REFUSED.
int32_t rw_status(const rw_bus *bus);
const char *rw_code_text(int code);

// The GUID that everybody gives to a name, in wire layout.
void rw_guid_of_name(const char *name, uint8_t guid[16]);

// ---- offers and channels

// Copies what is offered now; returns how many there are, also beyond max.
size_t rw_offers(rw_bus *bus, rw_offer *offers, size_t max);
// Waits until somebody offers a service of this name.
int rw_await_offer(rw_bus *bus, const char *name, rw_offer *offer, int timeout_ms);

// Takes rings that are there already, without a root: a program in a guest has them of its kernel.
// The caller has mapped each one so that its control page is followed by its data twice in a row.
// The bell is one end of a stream pair of Unix sockets: a byte of 1 comes for a signal of the other
// side, and one goes for each signal to it. rw_leave unmaps the rings and closes the bell; if
// *channel is NULL, they stay the caller's. *bus is set as by rw_join; what needs a root answers
// RW_ROOT_LOST.
int rw_attach(rw_bus **bus, rw_channel **channel, void *outgoing, void *incoming,
        uint32_t data_bytes, int bell);

// Opens a channel. Each ring has its control page and at least one more.
int rw_open(rw_bus *bus, const rw_offer *offer, uint32_t outgoing_pages, uint32_t incoming_pages,
        rw_channel **channel, int timeout_ms);

// Offers a service under a name alone, its interface and instance being rw_guid_of_name. At most
// 64 channels wait to be accepted; who comes later is refused.
int rw_provide(rw_bus *bus, const char *name, int timeout_ms);
// Takes the next channel that somebody has opened.
int rw_accept(rw_bus *bus, rw_channel **channel, int timeout_ms);

const rw_peer *rw_channel_peer(const rw_channel *channel);

// Closes and frees; packets sent before still arrive. Also needed after the other side's end.
void rw_close(rw_channel *channel);

// ---- sending. What is written becomes visible with rw_flush, or when a call waits: a batch
// costs one fence and at most one signal.

// Largest payload of one packet.
uint32_t rw_largest_payload(const rw_channel *channel);
// Makes a packet whose payload the caller writes in place, before the next call.
int rw_reserve(rw_channel *channel, uint32_t bytes, void **payload);
int rw_write(rw_channel *channel, const void *payload, uint32_t bytes);
int rw_flush(rw_channel *channel);
// rw_write and rw_flush; waits for room.
int rw_send(rw_channel *channel, const void *payload, uint32_t bytes, int timeout_ms);

// A part of a buffer, to be lent with a request.
typedef struct {
    rw_buffer *buffer;
    uint64_t offset, bytes;
} rw_slice;

// Writes a packet that wants a completion, which comes as a packet with this id. The other side
// may work on the slice (NULL: none) until then; the buffer must have been granted.
int rw_write_request(rw_channel *channel, const void *payload, uint32_t bytes,
        const rw_slice *lent, uint64_t *id);
// The same, grants what is to be lent, waits for room, and flushes.
int rw_request(rw_channel *channel, const void *payload, uint32_t bytes, const rw_slice *lent,
        uint64_t *id, int timeout_ms);

// ---- receiving

enum rw_kind { RW_IN_BAND = 6, RW_DIRECT = 9, RW_COMPLETION = 11 };

// A packet, in place. The other side can still write the payload: copy before you check. It is
// gone with the next rw_receive, or rw_wait for a packet.
typedef struct {
    enum rw_kind kind;
    int wants_completion;
    uint64_t id; // the sender's; of a completion: the one that rw_request gave
    const void *payload;
    uint32_t bytes; // a multiple of 8
    const uint8_t *list; // private
    uint32_t list_bytes; // private
    int leased; // private
} rw_packet;

int rw_receive(rw_channel *channel, rw_packet *packet, int timeout_ms);

// Where bytes of the other side's pages are mapped here.
typedef struct {
    uint8_t *at;
    uint64_t bytes;
    int read_only;
} rw_piece;

// Finds the pages that an RW_DIRECT packet names, in place until it is completed. RW_REFUSED: a
// page was not granted. Returns how many pieces there are, which may be more than max.
int rw_external(rw_channel *channel, rw_packet *packet, rw_piece *pieces, int max);

// Ends the use of external pages, and answers if the sender waits for that.
int rw_write_completion(rw_channel *channel, rw_packet *packet, const void *answer,
        uint32_t bytes);
// The same, waits for room, and flushes.
int rw_complete(rw_channel *channel, rw_packet *packet, const void *answer, uint32_t bytes,
        int timeout_ms);

enum { RW_FOR_PACKET = 1, RW_FOR_ROOM = 2 };

// Flushes, and waits for any of these: a packet, or room for what found none last.
int rw_wait(rw_channel *channel, int what, int timeout_ms);

// ---- memory to lend

// Allocates whole pages, at most RW_MAX_PAGES. Others map a read-only buffer for reading alone;
// a writable one belongs to the first partition it is lent to.
int rw_allocate(rw_bus *bus, uint64_t bytes, int read_only, rw_buffer **buffer);
void *rw_bytes(const rw_buffer *buffer);
// Shows a buffer to the other side, unless that has happened; one round trip.
int rw_grant(rw_channel *channel, rw_buffer *buffer, int timeout_ms);
// Takes it back from everybody. RW_AGAIN while requests lend parts of it.
int rw_free(rw_buffer *buffer);

#endif
