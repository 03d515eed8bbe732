// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.ringway.local.LocalPlatform;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.ControlListener;
import org.ringway.platform.Handle;
import org.ringway.platform.ListenOptions;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.protocol.ToChild;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.PartitionId;
import org.ringway.wire.Status;

/// The root's end of one link, by hand.
final class RootScript implements AutoCloseable {
    static final long EPOCH = 77;

    /// What came, and with what.
    record Heard<T>(T message, List<Handle> handles) {}

    private final ControlListener listener;
    private ControlLink link;

    RootScript(LocalPlatform platform, Path socket) {
        listener = platform.listen(new ListenOptions(socket, 0600, OptionalInt.empty()));
    }

    /// Waits for a child that knocks.
    void accept() {
        do {
            Thread.onSpinWait();
            link = listener.accept();
        } while (link == null);
    }

    /// Lets the next child in.
    void letIn() {
        accept();
        hear(InitiateContact.class);
        say(VersionResponse.accepted(1));
        hear(Hello.class);
        say(new HelloResult(Hello.PROTOCOL, Status.OK, EPOCH, new PartitionId(2)));
        hear(RequestOffers.class);
        say(new AllOffersDelivered());
    }

    /// Waits until the child reads, if it has to.
    void say(ToChild message, Handle... handles) {
        say(ControlCodec.encode(message), handles);
    }

    void say(byte[] bytes, Handle... handles) {
        while (!link.trySend(bytes, List.of(handles))) {
            Thread.onSpinWait();
        }
        for (Handle handle : handles) {
            handle.close();
        }
    }

    /// The next message, which has to be of this type.
    <T extends ToRoot> Heard<T> hear(Class<T> type) {
        while (true) {
            switch (link.receive()) {
                case Received.Nothing _ -> Thread.onSpinWait();
                case Received.HangUp _ -> throw new AssertionError("the child hung up");
                case Received.Message(byte[] bytes, var handles) -> {
                    ToRoot message = ControlCodec.decodeToRoot(bytes);
                    assertEquals(type, message.getClass(), () -> "heard " + message);
                    return new Heard<>(type.cast(message), handles);
                }
            }
        }
    }

    void awaitHangUp() {
        while (!(link.receive() instanceof Received.HangUp)) {
            Thread.onSpinWait();
        }
    }

    void hangUp() {
        link.close();
    }

    @Override
    public void close() {
        if (link != null) {
            link.close();
        }
        listener.close();
    }
}
