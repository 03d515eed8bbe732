// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.ControlListener;
import org.ringway.platform.Handle;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller;

/// A root with a defect: ours, and somebody in between who changes what is said.
final class AlteredRoot implements AutoCloseable {
    private static final Duration A_WHILE = Duration.ofMillis(50);
    private static final long A_MOMENT_NANOS = 100_000;

    /// Changes what passes on one link; made anew for each.
    interface Alteration extends Supplier<Alteration> {
        /// {@return what the root hears instead}
        default List<byte[]> toRoot(byte[] message) {
            return List.of(message);
        }

        /// {@return what the client hears instead}
        default List<byte[]> toClient(byte[] message) {
            return List.of(message);
        }
    }

    private final Platform platform;
    private final Path root;
    private final Alteration alteration;
    private final ControlListener listener;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isOver;

    private AlteredRoot(Platform platform, Path socket, Path root, Alteration alteration) {
        this.platform = platform;
        this.root = root;
        this.alteration = alteration;
        this.listener = platform.listen(new ListenOptions(socket, 0600, OptionalInt.empty()));
    }

    static AlteredRoot between(
            Platform platform, Path socket, Path root, Alteration alteration) {
        AlteredRoot altered = new AlteredRoot(platform, socket, root, alteration);
        altered.start(altered::letIn);
        return altered;
    }

    static int type(byte[] message) {
        return message.length < 8 ? -1 : u32(message, 0);
    }

    static int u32(byte[] message, int at) {
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    static byte[] with(byte[] message, int at, int value) {
        byte[] changed = message.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return changed;
    }

    private void start(Runnable task) {
        synchronized (threads) {
            threads.add(Thread.ofPlatform().name("altered root").start(task));
        }
    }

    private void letIn() {
        try (Poller poller = platform.poller()) {
            poller.watch(listener, Poller.Interest.READ, () -> {
                ControlLink client = listener.accept();
                if (client != null) {
                    pass(client, platform.connect(root), alteration.get());
                }
            });
            while (!isOver) {
                poller.poll(A_WHILE);
            }
        }
    }

    /// Each way has its thread: who does not read holds up nobody else.
    private void pass(ControlLink client, ControlLink root, Alteration altered) {
        start(() -> passAll(client, root, message -> {
            synchronized (altered) {
                return altered.toRoot(message.getFirst());
            }
        }));
        start(() -> passAll(root, client, message -> {
            synchronized (altered) {
                return altered.toClient(message.getFirst());
            }
        }));
    }

    private void passAll(ControlLink from, ControlLink to, UnaryOperator<List<byte[]>> change) {
        boolean goesOn = true;
        while (goesOn && !isOver) {
            switch (from.receive()) {
                case Received.Nothing _ -> LockSupport.parkNanos(A_MOMENT_NANOS);
                case Received.HangUp _ -> goesOn = false;
                case Received.Message(byte[] bytes, List<Handle> handles) -> {
                    change.apply(List.of(bytes)).forEach(each -> send(to, each, handles));
                    handles.forEach(Handle::close);
                }
            }
        }
        from.close();
        to.close();
    }

    private void send(ControlLink to, byte[] message, List<Handle> handles) {
        while (!isOver && !to.trySend(message, handles)) {
            LockSupport.parkNanos(A_MOMENT_NANOS);
        }
    }

    @Override
    public void close() {
        isOver = true;
        List<Thread> all;
        synchronized (threads) {
            all = List.copyOf(threads);
        }
        all.forEach(AlteredRoot::join);
        listener.close();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
