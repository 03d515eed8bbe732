// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets clients in, and serves each on a thread of its own. These are platform threads: a hostile
/// guest may keep all those busy that carry virtual ones, and its owner must still be heard.
///
/// - **Thread:** any.
final class Reception implements AutoCloseable {
    static final int MAX_CLIENTS = 16;
    private static final long RETRY_MILLIS = 100;

    private final ServerSocketChannel listener;
    private final Host host;
    private final Semaphore places = new Semaphore(MAX_CLIENTS);
    private final CountDownLatch closed = new CountDownLatch(1);

    /// What serves a client, on a thread that is its own; the client is closed afterwards.
    interface Host {
        void serve(SocketChannel client) throws IOException, InterruptedException;
    }

    private Reception(ServerSocketChannel listener, Host host) {
        this.listener = listener;
        this.host = host;
    }

    /// Opens it.
    ///
    /// @param listener is closed with it
    static Reception open(ServerSocketChannel listener, Host host) {
        Reception reception = new Reception(listener, host);
        Thread.ofPlatform().daemon().name("guest control").start(reception::accept);
        return reception;
    }

    private void accept() {
        try {
            while (listener.isOpen()) {
                acceptOne();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What fails now may go well when a process has closed a file.
    private void acceptOne() throws InterruptedException {
        try {
            welcome(listener.accept());
        } catch (IOException _) {
            closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void welcome(SocketChannel client) throws IOException {
        if (places.tryAcquire()) {
            Thread.ofPlatform().daemon().name("guest order").start(() -> serve(client));
        } else {
            try (client) {
                ControlSocket.say(client, ControlSocket.NO
                        + "too many orders at once: most=" + MAX_CLIENTS);
            }
        }
    }

    private void serve(SocketChannel accepted) {
        try (SocketChannel client = accepted) {
            host.serve(client);
        } catch (IOException _) {
            // Whoever ordered has left.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    /// Lets nobody in any more; who is in is served. Idempotent.
    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
        } catch (IOException _) {
            // It lets nobody in.
        }
    }
}
