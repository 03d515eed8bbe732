// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringway.BusException;
import org.ringway.platform.Access;
import org.ringway.ring.OutgoingRing;

/// Channels whose sides trust each other and leave out what is done only for strangers: the bytes
/// are the same, and this process is as safe.
public abstract class TrustContract extends ChannelCase {
    /// For the platforms' own tests.
    protected TrustContract() {}

    private static final ChannelOptions TRUSTING =
            ChannelOptions.DEFAULT.withPages(2, 2).withTrust();

    private ChannelPair trusting() {
        return ChannelPair.trusted(platform(), TRUSTING);
    }

    @ParameterizedTest
    @CsvSource({"true,true,true", "true,false,false", "false,true,false", "false,false,false"})
    @DisplayName("is for whom the policy and the program both name, and for nobody by default")
    void needsThePolicyAndTheOption(boolean policy, boolean option, boolean leavesOut) {
        ChannelOptions options = ChannelOptions.DEFAULT.withPages(2, 2);
        assertFalse(options.trusting());
        ChannelOptions chosen = option ? options.withTrust() : options;
        try (ChannelPair pair = policy ? ChannelPair.trusted(platform(), chosen)
                : new ChannelPair(platform(), chosen)) {
            assertEquals(policy, pair.left.isTrusted());
            assertEquals(leavesOut, pair.leavesOut);
        }
    }

    @Test
    @DisplayName("carries lent pages in one range or several, wherever the list lies in the ring")
    void carriesLentPages() throws Exception {
        try (ChannelPair pair = trusting()) {
            SharedBuffer buffer = pair.allocate(1 << 20, Access.READ_WRITE);
            for (int i = 0; i < 500; i++) {
                long from = 31L * i;
                long bytes = 1 + 97L * i;
                SharedBuffer.Lendable lent = i % 2 == 0 ? buffer.slice(from, bytes)
                        : SharedBuffer.Chain.of(buffer.slice(from, bytes), buffer.slice(0, 9));
                FutureTask<Integer> server = answering(pair.right);
                long[] answer = new long[1];
                pair.left.request(lent, COMMAND, MemorySegment.ofArray(answer), LONG);
                assertEquals(1, server.get());
                assertEquals(bytes + (i % 2 == 0 ? 0 : 9), answer[0]);
            }
        }
    }

    private static FutureTask<Integer> answering(BusChannel channel) {
        FutureTask<Integer> task = new FutureTask<>(() -> channel.receive(packet -> packet.complete(
                ChannelPair.word(packet.external().byteSize())), 1, LONG));
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    @Test
    @DisplayName("keeps what a packet names when the packet is deferred and its room used again")
    void deferredPacketsKeepTheirRanges() throws Exception {
        try (ChannelPair pair = trusting()) {
            SharedBuffer buffer = pair.allocate(8192, Access.READ_WRITE);
            buffer.bytes().set(ValueLayout.JAVA_LONG, 4096, 4711);
            pair.left.start(buffer.slice(4096, 8), COMMAND,
                    new CompletionHandler.Cancellable(new Recorder()));
            DeferredPacket packet = pair.right.receive(LONG);
            assertNotNull(packet);
            for (int i = 0; i < 500; i++) {
                pair.left.send(ChannelPair.bytes(64, i));
                pair.right.receive(each -> { }, 1, LONG);
            }
            assertEquals(4711, ChannelPair.word(packet.external().segment()));
            packet.close();
        }
    }

    @Test
    @DisplayName("P12 ends the channel all the same for pages that were not granted")
    void p12PagesThatWereNotGrantedEndTheChannel() throws Exception {
        try (ChannelPair pair = trusting()) {
            OutgoingRing forged = new OutgoingRing(pair.leftToRight);
            assertTrue(forged.tryWriteDirect(1, 0x7777, 0, 100, COMMAND));
            forged.publish();
            assertThrows(BusException.class,
                    () -> pair.right.receive(IncomingPacket::external, 1, LONG));
            assertFalse(pair.right.isOpen());
        }
    }
}
