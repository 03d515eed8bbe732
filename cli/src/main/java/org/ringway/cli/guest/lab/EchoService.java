// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.ringway.BusException;
import org.ringway.channel.BusChannel;
import org.ringway.child.Service;

/// A partition of ours that gives back what a user program in a guest sends it.
final class EchoService implements AutoCloseable {
    private static final int AT_ONCE = 64;
    private static final Duration WHILE = Duration.ofMinutes(1);

    private final Service service;
    /// Who has opened channels, in words.
    private final Set<String> peers = new ConcurrentSkipListSet<>();
    private final AtomicLong echoed = new AtomicLong();

    /// Begins.
    EchoService(Service service) {
        this.service = service;
        Thread.ofPlatform().daemon().name("echo").start(this::serve);
    }

    String interfaceId() {
        return service.content().interfaceId().toString();
    }

    long echoed() {
        return echoed.get();
    }

    String peers() {
        return String.join(" ", peers);
    }

    private void serve() {
        try {
            while (true) {
                try (BusChannel channel = service.accept()) {
                    peers.add(channel.peer().name().value());
                    echo(channel);
                }
            }
        } catch (BusException | InterruptedException _) {
            // The service is closed.
        }
    }

    private void echo(BusChannel channel) throws InterruptedException {
        try {
            while (true) {
                echoed.addAndGet(channel.receive(
                        packet -> packet.complete(packet.payload()), AT_ONCE, WHILE));
            }
        } catch (BusException _) {
            // The guest's program has ended; the next channel counts.
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
