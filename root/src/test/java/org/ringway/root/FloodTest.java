// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringway.platform.Access;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Handle;
import org.ringway.platform.Mapping;
import org.ringway.platform.PageRun;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToRoot;

/// One child says the same thing thousands of times, with other numbers each time.
final class FloodTest extends RootCase {
    private static final int BASE = 0x5257_0000;
    private static final int MESSAGES = 2000;
    private static final int TURN = 500;
    private static final int MESSAGE_BYTES = 240;

    private Child bystander;
    private Mapping mapping;
    private Handle region;

    /// Every message there is, and the numbers next to them.
    static IntStream types() {
        return IntStream.concat(
                IntStream.rangeClosed(0, 30), IntStream.rangeClosed(BASE, BASE + 46));
    }

    @ParameterizedTest(name = "message {0}")
    @MethodSource("types")
    @DisplayName("M17: a flood of any message takes nothing from others and leaves nothing behind")
    void anyMessageFloods(int type) {
        start(options());
        bystander = child().greets("bystander").offers(1, "first").offers(2, "second");
        region = local.allocate(1).getFirst();
        mapping = local.map(List.of(new PageRun(region, 0, 1)), Access.READ_WRITE);
        MemorySegment memory = mapping.bytes();

        flood(type, child().contacts().requestsOffers());
        flood(type, child().greets("flooder").requestsOffers());

        mapping.close();
        region.close();
        // A link that agreed on nothing is in no list: the root may still read what it said.
        while (isKept(memory)) {
            bystanderIsServed(0);
        }
    }

    /// Whether the root keeps what came along.
    private static boolean isKept(MemorySegment memory) {
        try {
            memory.get(ValueLayout.JAVA_BYTE, 0);
            return true;
        } catch (IllegalStateException gone) {
            return false;
        }
    }

    private void flood(int type, Child flooder) {
        Random random = new Random(type);
        for (int sent = 0; sent < MESSAGES && hears(flooder); sent++) {
            List<Handle> along = random.nextInt(8) == 0 ? List.of(region) : List.of();
            byte[] message = message(type, random);
            while (!flooder.link.trySend(message, along) && hears(flooder)) {
                Thread.onSpinWait();
            }
            if (sent % TURN == 0) {
                bystanderIsServed(0);
            }
        }
        flooder.close();
        while (bystanderIsServed(RingwayToRoot.List.PARTITIONS) > 1) {
            Thread.onSpinWait();
        }
    }

    /// Throws away what has come.
    ///
    /// @return whether the root has not hung up
    private static boolean hears(Child flooder) {
        Received received = flooder.link.receive();
        while (received instanceof Received.Message message) {
            message.handles().forEach(Handle::close);
            received = flooder.link.receive();
        }
        return received instanceof Received.Nothing;
    }

    /// Mostly numbers that mean something to a root.
    private static byte[] message(int type, Random random) {
        ByteBuffer message =
                ByteBuffer.allocate(MESSAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(type).putInt(0);
        while (message.hasRemaining()) {
            message.putInt(random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(4));
        }
        return message.array();
    }

    /// What the flood asks of the bystander itself stays unanswered.
    ///
    /// @return how many partitions it was told of
    private int bystanderIsServed(int what) {
        bystander.say(new RingwayToRoot.List(what));
        int entries = 0;
        var next = bystander.next();
        while (!(next instanceof RingwayToChild.ListEnd)) {
            entries += next instanceof RingwayToChild.PartitionEntry ? 1 : 0;
            next = bystander.next();
        }
        return entries;
    }
}
