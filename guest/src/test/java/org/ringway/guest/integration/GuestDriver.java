// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.integration;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.ringway.child.ChildPartition;
import org.ringway.child.Offer;
import org.ringway.guest.TestRoot;
import org.ringway.pipe.MessagePipe;

/// A root, a host and a guest; and a guest's driver of one service, for what a kernel's never does.
final class GuestDriver implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);

    private final TestRoot root;
    final ChildPartition host;
    final ChildPartition guest;

    GuestDriver(Path folder) throws InterruptedException {
        root = new TestRoot(folder);
        host = root.join("guest-host");
        guest = root.join("guest");
    }

    /// Opens the service's channel; the host's question for versions comes first.
    MessagePipe open(String service) throws InterruptedException {
        Offer offer = guest.awaitOffer(service, LONG);
        return MessagePipe.over(guest.open(offer));
    }

    /// Agrees on what the host likes best.
    ///
    /// @param versions that the host offers
    static void agree(MessagePipe pipe, List<Version> versions) throws InterruptedException {
        ByteBuffer body = IntegrationMessage.little(new byte[16])
                .putShort((short) 1).putShort((short) 1).putInt(0);
        IntegrationMessage.put(body, new Version(3, 0));
        IntegrationMessage.put(body, versions.getFirst());
        answer(pipe, Agreement.question(versions), 0, body.array());
    }

    static IntegrationMessage receive(MessagePipe pipe) throws InterruptedException {
        return IntegrationMessage.decode(Objects.requireNonNull(pipe.receive(LONG)));
    }

    /// Answers a question, or pretends that it was another one.
    static void answer(MessagePipe pipe, IntegrationMessage question, int transaction, byte[] body)
            throws InterruptedException {
        pipe.send(MemorySegment.ofArray(new IntegrationMessage(question.framework(),
                question.type(), question.version(), 0, transaction,
                IntegrationMessage.TRANSACTION | IntegrationMessage.RESPONSE, body).encode()));
    }

    @Override
    public void close() {
        guest.close();
        host.close();
        root.close();
    }
}
