// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.ringway.BusException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.IncomingPacket;
import org.ringway.channel.PacketHandler;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;
import org.ringway.child.ServiceOptions;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// A victim that provides the service on which a villain opens a channel.
abstract class VictimCase extends MaliceCase {
    static final Duration LIMIT = Duration.ofSeconds(60);
    static final Duration SHORT = Duration.ofMillis(50);
    static final int REQUESTS = 8;
    static final MemorySegment PACKET = MemorySegment.ofArray(new byte[64]);

    private ChildPartition victim;
    Villain villain;
    long received;

    @BeforeEach
    final void joinVictim() throws Exception {
        victim = ChildPartition.join(socket, "victim");
        received = 0;
    }

    /// Runs before the base class asks its questions.
    @AfterEach
    final void everybodyLeaves() {
        villain.close();
        victim.close();
    }

    final <T extends Enum<T> & Trick> BusChannel channel(T trick) throws Exception {
        return channel(trick, 0, UserData.EMPTY);
    }

    final <T extends Enum<T> & Trick> BusChannel channel(T trick, int flags, UserData userData)
            throws Exception {
        Guid guid = Guid.ofName(Stage.SERVICE);
        ChannelOptions options = ChannelOptions.DEFAULT.withQuotas(REQUESTS, REQUESTS);
        Service service = victim.offer(Stage.SERVICE,
                new OfferContent(guid, guid, flags, userData),
                ServiceOptions.DEFAULT.withChannels(options));
        villain = villain(trick);
        return Objects.requireNonNull(service.accept(LIMIT));
    }

    final void count(IncomingPacket packet) {
        received++;
    }

    /// Lets the villain do something between two packets, also where both share one processor.
    static void letOthersRun(IncomingPacket packet) {
        Thread.yield();
    }

    final void receive(BusChannel channel, long packets) throws InterruptedException {
        while (received < packets) {
            channel.receive(this::count, REQUESTS, LIMIT);
        }
        assertEquals(packets, received);
    }

    static <T extends BusException> void assertBreaks(
            Class<T> kind, BusChannel channel, PacketHandler handler) {
        T broken = assertThrows(kind, () -> {
            while (true) {
                channel.receive(handler, REQUESTS, LIMIT);
            }
        });
        assertTrue(broken.getMessage().matches("(?s).*\\w+=-?\\w+.*"), broken::getMessage);
        assertFalse(channel.isOpen());
    }
}
