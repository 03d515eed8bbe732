// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Platform;
import org.ringway.root.RootOptions;
import org.ringway.root.RootPartition;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// A real root and real partitions, in one process, on one platform.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class BusCase {
    /// Long enough for anything that is going to happen at all.
    static final Duration LIMIT = Duration.ofSeconds(60);
    static final ChannelOptions SMALL = ChannelOptions.DEFAULT.withPages(4, 4);

    final Platform platform;
    RootPartition root;
    private final Deque<AutoCloseable> kept = new ConcurrentLinkedDeque<>();

    @TempDir
    Path directory;

    BusCase(Platform platform) {
        this.platform = platform;
    }

    /// Both ends of one channel.
    record Ends(BusChannel consumer, BusChannel provider) {}

    @BeforeEach
    final void startRoot() {
        root = keep(RootPartition.start(platform, rootOptions()));
    }

    RootOptions rootOptions() {
        return RootOptions.DEFAULT.listeningAt(
                new ListenOptions(socket(), 0600, OptionalInt.empty()));
    }

    @AfterEach
    final void closeWhatWasKept() throws Exception {
        while (!kept.isEmpty()) {
            kept.pop().close();
        }
    }

    final <T extends AutoCloseable> T keep(T closeable) {
        kept.push(closeable);
        return closeable;
    }

    final Path socket() {
        return directory.resolve("root.sock");
    }

    final ChildPartition join(String name) throws InterruptedException {
        return keep(ChildPartition.join(JoinOptions.of(platform, socket(), name)));
    }

    final Ends open(ChildPartition consumer, Service service) throws InterruptedException {
        Offer offer = consumer.awaitOffer(service.name().value(), LIMIT);
        BusChannel opened = keep(consumer.open(offer, SMALL));
        BusChannel accepted = service.accept(LIMIT);
        assertNotNull(accepted);
        return new Ends(opened, keep(accepted));
    }

    /// What a service says that is known by its name alone.
    static OfferContent content(String name) {
        Guid guid = Guid.ofName(name);
        return new OfferContent(guid, guid, 0, UserData.EMPTY);
    }

    static MemorySegment packet(long value) {
        return MemorySegment.ofArray(new long[] {value});
    }

    /// Sends one packet and receives it at the other end.
    static void assertCarries(BusChannel from, BusChannel to, long value)
            throws InterruptedException {
        from.send(packet(value));
        long[] seen = new long[1];
        assertEquals(1, to.receive(packet -> seen[0] =
                packet.payload().get(ValueLayout.JAVA_LONG_UNALIGNED, 0), 1, LIMIT));
        assertEquals(value, seen[0]);
    }

    static void assertCarriesBothWays(Ends ends) throws InterruptedException {
        assertCarries(ends.consumer, ends.provider, 1);
        assertCarries(ends.provider, ends.consumer, 2);
    }

    /// Runs a task on a platform thread of its own.
    static <T> FutureTask<T> inThread(Callable<T> task) {
        var future = new FutureTask<>(task);
        Thread.ofPlatform().daemon().name("bus test").start(future);
        return future;
    }

    static <T> T resultOf(FutureTask<T> task) throws Exception {
        return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    static void assertThrowsInside(Class<? extends Throwable> type,
            FutureTask<?> task) {
        var thrown = assertThrows(ExecutionException.class,
                () -> resultOf(task));
        assertEquals(type, thrown.getCause().getClass());
    }

    /// What a side lets go of is told to the root, and no answer says when.
    static void awaitListing(ChildPartition partition,
            Predicate<BusListing> wanted) throws InterruptedException {
        BusListing listing = partition.list();
        while (!wanted.test(listing)) {
            Thread.yield();
            listing = partition.list();
        }
    }
}
