/* SPDX-License-Identifier: Apache-2.0
 *
 * The signalling of one ring: one producer, one consumer, a doorbell each way, weak memory.
 * README.md beside this file says what is modelled, what is not, and what breaks with each switch.
 */
#ifndef PACKETS
#define PACKETS 3                       /* enough for the ring to fill and its indices to wrap */
#endif
#define UNITS   4                       /* ring size in units; a packet takes one or two of them */

/* BROKEN(RULE) is 1 if the model is built with -DRULE, which makes it break that rule, else 0. */
#define BROKEN(rule)            IS_ONE(rule)
#define IS_ONE(value)           SECOND_OF(SEPARATED_##value)
#define SECOND_OF(separated)    SECOND(separated 1, 0)
#define SECOND(a, b, ...)       b
#define SEPARATED_1             0,

/* Indices and sizes are in bytes, two to a unit, so that D - 1 is a size that is no whole unit.
 * One unit is never filled: equal indices must only ever mean "empty". */
#define Q                       2
#define D                       (UNITS * Q)
#define ADVANCE(at, units)      ((at + (units) * Q) % D)
#define FREE(in, out)           (D - (in + D - out) % D - Q * !BROKEN(NO_RESERVED_UNIT))

/* The producer writes IN, PENDING and the slots, the consumer OUT and MASK. */
#define P                       0
#define C                       1
#define NOBODY                  2
#define peerOf(side)            (1 - side)

/* ---- Shared memory, and a store buffer before it for each side. A word's writer keeps a private
 * copy and never loads it back, so no load could be served by the own buffer; load() asserts it. */
#define IN      0
#define OUT     1
#define MASK    2
#define PENDING 3
#define SLOT    4                       /* SLOT + n is what stands in unit n */
byte mem[SLOT + UNITS];

/* Plain stores (DATA, WORD) may overtake stores of the other kinds; a RELEASE overtakes nothing. */
mtype = { DATA, WORD, RELEASE };
chan buffer[2] = [4] of { mtype, byte, byte };

#define store(kind, word, value) buffer[me]!kind, word, value
#define fullFence(broken)       empty(buffer[me]) || broken
#define load(word, into)        reload(word, into, false)
#define reload(word, into, broken) d_step { \
    assert((word == OUT || word == MASK) == (me == P)); into = (broken -> into : mem[word]) }

proctype memory(byte me) {
    byte at, value;
end: do
#ifdef TSO
    :: d_step { buffer[me]?_, at, value -> mem[at] = value; at = 0; value = 0 }
#else
    :: d_step { buffer[me]?RELEASE, at, value -> mem[at] = value; at = 0; value = 0 }
    :: d_step { buffer[me]??WORD, at, value -> mem[at] = value; at = 0; value = 0 }
    :: d_step { buffer[me]??DATA, at, value -> mem[at] = value; at = 0; value = 0 }
#endif
    od
}

/* ---- Doorbells: however many signals make one token, and a wait takes it. A last byte ("bye")
 * announces an orderly close; a hang-up without it is death. What was sent comes out before it. */
mtype = { PRESENT, CLOSED, LOST };
bool token[2], bye[2], hangup[2];
byte dead = NOBODY;

/* A kernel call publishes what its caller stored before, but holds back none of its later loads. */
#define signal(whom)    d_step { empty(buffer[me]) -> token[whom] = true }

inline close() {
    d_step {
        empty(buffer[me]) ->
        bye[peerOf(me)] = !(token[peerOf(me)] && BROKEN(BYE_ABSORBED));
        token[peerOf(me)] = true
    }
}

#define hangUp()        d_step { empty(buffer[me]) -> hangup[peerOf(me)] = true }

inline await() {
    d_step {
        token[me] || (hangup[me] && !BROKEN(HANGUP_IGNORED)) ->
        if
        :: token[me] -> token[me] = false; if :: bye[me] -> peer = CLOSED :: else fi
        :: else -> peer = (peer == CLOSED -> CLOSED : LOST)
        fi
    }
}

/* ---- The producer's side. */
byte used, got;                         /* ghosts: units written and not yet taken; packets taken */

inline put() {
    d_step { used = used + size; assert(used < UNITS) }
    store(DATA, SLOT + in / Q, (sent + 1) * 4 + size);
    d_step { last = in; in = ADVANCE(in, size); sent++ }
}

inline publish() {
    store((BROKEN(NO_RELEASE_PUBLISH) -> WORD : RELEASE), IN, in);
    fullFence(BROKEN(NO_FENCE_PUBLISH));    /* IN before MASK, OUT; partner: unmaskAndRecheck */
    load(MASK, mask);
    if
    :: !mask ->
        reload(OUT, out, BROKEN(PUBLISH_CACHED_OUT));
        if
        :: out == (BROKEN(BATCH_LAST_INDEX) -> last : first) -> signal(C)
        :: else                         /* it was not empty before this batch */
        fi
    :: else
    fi;
    d_step { first = in; last = 0; mask = 0 }
}

inline awaitSpace() {
    if :: first != in && !BROKEN(BLOCK_UNPUBLISHED) -> publish() :: else fi;
    if :: wish = size * Q :: wish = D - 1 fi;   /* just enough; or "when it is empty" */
    store(WORD, PENDING, wish);
    fullFence(BROKEN(NO_FENCE_PENDING));    /* PENDING before OUT; partner: commit */
#ifdef NO_RECHECK_PENDING
    await();
#endif
    do
    :: load(OUT, out);
        if
        :: FREE(in, out) >= size * Q -> break
        :: else -> await()
        fi;
        if
        :: peer != PRESENT && !BROKEN(LOSS_NOT_HEEDED) -> break
        :: peer == PRESENT && BROKEN(WISH_DROPPED_ON_WAKE) -> store(WORD, PENDING, 0)
        :: else
        fi
    od;
    store(WORD, PENDING, 0);
    wish = 0
}

proctype producer(byte me) {
    byte in, first, last, out, mask, size, wish, sent;
    mtype peer = PRESENT;
    {
        do
        :: sent < PACKETS ->
            if :: size = 1 :: size = 2 fi;
            if :: FREE(in, out) < size * Q -> awaitSpace() :: else fi;
            if :: peer == PRESENT -> put() :: else -> break fi;
            if
            :: publish()
            :: sent < PACKETS           /* or go on with the batch */
            fi
        :: else -> break
        od;
        if
        :: true                         /* close at once: what is in the ring must still arrive */
        :: got == sent || hangup[me]    /* stay idle: no close then hides a lost wake-up */
        fi;
        assert(peer != LOST || dead == C);
        close()
    } unless { dead == me };
    hangUp()
}

/* ---- The consumer's side. */
inline take() {
#ifdef COMMIT_BEFORE_TAKE
    store(RELEASE, OUT, ADVANCE(next, mem[SLOT + next / Q] % 4));
#endif
    load(SLOT + next / Q, packet);
    d_step {
        got++;
        assert(packet / 4 == got);      /* in order, exactly once, not overwritten */
        next = ADVANCE(next, packet % 4);
        used = used - packet % 4;
        packet = 0
    }
}

#define ROUNDED(size)           (size / Q * Q + size % Q * BROKEN(WISH_NOT_ROUNDED))

inline commit() {
    store(RELEASE, OUT, next);
    fullFence(BROKEN(NO_FENCE_COMMIT));     /* OUT before PENDING, IN; partner: awaitSpace */
    load(PENDING, pending);
    if
    :: pending && !(mem[MASK] && BROKEN(COMMIT_HEEDS_MASK)) ->
        reload(IN, in, BROKEN(COMMIT_CACHED_IN));
        if
        :: FREE(in, out) < ROUNDED(pending) && ROUNDED(pending) <= FREE(in, next) -> signal(P)
        :: else
        fi
    :: else
    fi;
    d_step { out = next; pending = 0 }
}

inline drain() {
    do
    :: in != next ->
        take();
        if
        :: commit()
        :: in != next || BROKEN(SLEEP_UNCOMMITTED)  /* or commit it with the next one */
        fi
    :: else -> break
    od
}

inline unmaskAndRecheck() {
    store(WORD, MASK, 0);
    fullFence(BROKEN(NO_FENCE_UNMASK));     /* MASK before IN; partner: publish */
    reload(IN, in, BROKEN(NO_RECHECK_UNMASK))
}

proctype consumer(byte me) {
    byte next, out, in, pending, packet;
    mtype peer = PRESENT;
    {
        do
        :: store(WORD, MASK, 1);
            do
            :: load(IN, in);
                if :: in != next -> drain() :: else -> break fi
            od;
            if
            :: peer == PRESENT
            :: break                    /* nothing more can come; or close early */
            fi;
            unmaskAndRecheck();
            if
            :: in == next ->
#ifdef TOKEN_CLEARED_LATE
                token[me] = bye[me];
#endif
                await();
#ifdef LEFT_UNDRAINED
                if :: peer != PRESENT -> break :: else fi
#endif
            :: else
            fi
        od;
        assert(peer != LOST || (dead == P && next == mem[IN]));
        assert(peer != CLOSED || got == PACKETS);
        close()
    } unless { dead == me };
    hangUp()
}

init {
    atomic { run memory(P); run memory(C); run producer(P); run consumer(C) }
    if :: dead = P :: dead = C :: true fi       /* either dies at any instant, or neither does */
}
