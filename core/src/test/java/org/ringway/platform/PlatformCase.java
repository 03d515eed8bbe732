// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.platform.Doorbell.Wake;

/// What the parts of the contract share: a fresh platform, things that are closed after the test,
/// and threads that are waited for with a limit.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class PlatformCase {
    /// Long enough for anything that is going to happen at all.
    static final long LIMIT_SECONDS = 20;
    static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);

    final PlatformContract contract;
    final Platform platform;

    @TempDir
    Path directory;

    private final Deque<AutoCloseable> kept = new ArrayDeque<>();

    PlatformCase(PlatformContract contract) {
        this.contract = contract;
        this.platform = contract.platform();
    }

    /// Both ends of a doorbell at work.
    record Bells(Doorbell first, Doorbell second) {}

    /// Both ends of a control link.
    record Link(ControlLink child, ControlLink root) {}

    @AfterEach
    void closeWhatWasKept() throws Exception {
        while (!kept.isEmpty()) {
            kept.pop().close();
        }
    }

    final <T extends AutoCloseable> T keep(T closeable) {
        kept.push(closeable);
        return closeable;
    }

    final Handle region(int pages) {
        return keep(platform.allocate(pages).getFirst());
    }

    final Mapping map(Handle region, int pages, Access access) {
        return keep(platform.map(List.of(new PageRun(region, 0, pages)), access));
    }

    final DoorbellPair ends() {
        DoorbellPair pair = platform.doorbellPair();
        keep(pair.first());
        keep(pair.second());
        return pair;
    }

    final Doorbell doorbell(Handle end) {
        return keep(platform.doorbell(end));
    }

    final Bells bells() {
        DoorbellPair pair = ends();
        return new Bells(doorbell(pair.first()), doorbell(pair.second()));
    }

    final Path socket() {
        return directory.resolve("root.sock");
    }

    final ControlListener listen() {
        return keep(platform.listen(new ListenOptions(socket(), 0600, OptionalInt.empty())));
    }

    final Link link() {
        ControlListener listener = listen();
        ControlLink child = keep(platform.connect(socket()));
        return new Link(child, accept(listener));
    }

    final ControlLink accept(ControlListener listener) {
        ControlLink link = listener.accept();
        assertNotNull(link, "a child that has connected waits");
        return keep(link);
    }

    /// Runs a task on a platform thread of its own.
    static <T> FutureTask<T> inThread(Callable<T> task) {
        var future = new FutureTask<>(task);
        Thread.ofPlatform().daemon().name("platform contract").start(future);
        return future;
    }

    /// {@return a thread that waits at a doorbell without end, or is about to}
    static FutureTask<Wake> waiting(Doorbell doorbell) throws InterruptedException {
        var started = new CountDownLatch(1);
        FutureTask<Wake> waiter = inThread(() -> {
            started.countDown();
            return doorbell.await(Long.MAX_VALUE);
        });
        assertTrue(started.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        return waiter;
    }

    static <T> T resultOf(FutureTask<T> task) throws Exception {
        return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
