// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.BusTimeoutException;
import org.ringway.RefusedException;
import org.ringway.channel.SharedBuffer;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.inspect.InspectTree.Leaf;
import org.ringway.platform.Access;
import org.ringway.platform.Platform;
import org.ringway.wire.PartitionId;
import org.ringway.wire.RelId;

/// A partition looks at another one, through the root, on any platform.
abstract class InspectContract extends BusCase {
    private static final int MANY = 60;

    InspectContract(Platform platform) {
        super(platform);
    }

    private Branch look(ChildPartition asker, ChildPartition asked) throws InterruptedException {
        return assertInstanceOf(Branch.class, asker.inspect(asked.id(), LIMIT));
    }

    private static Branch channel(Branch partition, int index) {
        Branch channels = assertInstanceOf(Branch.class, partition.child("channels"));
        return assertInstanceOf(Branch.class, channels.children().get(index));
    }

    @Test
    @DisplayName("both halves of a channel are seen by a third partition")
    void bothHalvesAreSeen() throws Exception {
        ChildPartition provider = join("provider");
        ChildPartition consumer = join("consumer");
        ChildPartition looker = join("looker");
        Ends ends = open(consumer, keep(provider.offer("echo")));
        SharedBuffer buffer = keep(consumer.allocate(4096, Access.READ_ONLY));
        ends.consumer().grant(buffer);
        ends.consumer().send(packet(1));

        Branch theirs = look(looker, consumer);
        Branch other = look(looker, provider);

        assertEquals("consumer", theirs.name());
        assertEquals(leaf("link", "JOINED"), ((Branch) theirs.child("root")).child("link"));
        assertEquals(1, theirs.number("memory", "lendableRegions"));
        Branch mine = channel(theirs, 0);
        assertEquals(leaf("offer", "echo"), mine.child("offer"));
        assertEquals(leaf("role", "CONSUMER"), mine.child("role"));
        assertEquals(1, mine.number("outgoing", "packets"));
        assertEquals(32, mine.number("outgoing", "occupiedBytes"));
        assertEquals(1, mine.number("grants", "buffers"));
        Branch its = channel(other, 0);
        assertEquals(32, its.number("incoming", "occupiedBytes"));
        assertEquals(1, its.number("views", "grants"));
        assertEquals(2, its.number("grantedByPeer", "gpadls"), "the ring and the buffer");
        assertEquals(1, other.number("servicesOffered"));
        assertEquals(1, other.number("services", "1", "channels"));
    }

    @Test
    @DisplayName("one channel is looked at alone, and one that is not there is refused")
    void oneChannelAlone() throws Exception {
        ChildPartition provider = join("provider");
        ChildPartition consumer = join("consumer");
        open(consumer, keep(provider.offer("one")));
        open(consumer, keep(provider.offer("two")));
        var entry = consumer.list().channels().getLast();

        Branch tree = assertInstanceOf(Branch.class,
                provider.inspect(consumer.id(), entry.consumerRelId(), LIMIT));

        assertEquals(1, ((Branch) tree.child("channels")).children().size());
        assertEquals(entry.consumerRelId().value(), channel(tree, 0).number("channelId"));
        assertTrue(assertThrows(RefusedException.class,
                () -> provider.inspect(consumer.id(), new RelId(2000), LIMIT))
                .getMessage().contains("not found"));
        assertThrows(RefusedException.class,
                () -> provider.inspect(new PartitionId(99), LIMIT));
    }

    @Test
    @DisplayName("a busy channel goes on while it is looked at again and again")
    void aBusyChannelGoesOn() throws Exception {
        ChildPartition provider = join("provider");
        ChildPartition consumer = join("consumer");
        Ends ends = open(consumer, keep(provider.offer("echo")));
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean answered = new AtomicBoolean();
        var echo = inThread(() -> {
            while (!answered.get()) {
                ends.provider().receive(each -> each.complete(each.payload()), 64,
                        Duration.ofMillis(10));
            }
            return true;
        });
        var asking = inThread(() -> {
            long[] answer = new long[1];
            long asked = 0;
            while (!over.get()) {
                ends.consumer().request(packet(asked), MemorySegment.ofArray(answer));
                assertEquals(asked++, answer[0]);
            }
            return asked;
        });
        long packets = 0;
        for (int i = 0; i < MANY; i++) {
            long seen = channel(look(provider, consumer), 0).number("outgoing", "packets");
            assertTrue(seen >= packets, "packets: before=" + packets + " now=" + seen);
            packets = seen;
        }
        over.set(true);

        long asked = resultOf(asking);
        answered.set(true);
        assertTrue(resultOf(echo));
        assertEquals(asked, channel(look(provider, consumer), 0).number("outgoing", "packets"));
    }

    @Test
    @DisplayName("a partition whose user never calls anything answers; one that does not, in time")
    void whoDoesNotAnswerInTimeIsGivenUp() throws Exception {
        ChildPartition asker = join("asker");
        var late = new CompletableFuture<List<InspectTree>>();
        ChildPartition asked = keep(ChildPartition.join(
                JoinOptions.of(platform, socket(), "asked").withFacts(late::join)));

        assertThrows(BusTimeoutException.class,
                () -> asker.inspect(asked.id(), Duration.ofMillis(1)));
        late.complete(List.of());
        assertNotNull(look(asker, asked));
    }

    private InspectTree program(Supplier<List<InspectTree>> facts) throws InterruptedException {
        ChildPartition asked = keep(ChildPartition.join(
                JoinOptions.of(platform, socket(), "asked").withFacts(facts)));
        InspectTree program = look(join("asker"), asked).child("program");
        asked.close();
        return assertInstanceOf(InspectTree.class, program);
    }

    @Test
    @DisplayName("what the program has to tell is seen, and what it cannot tell is said")
    void programsTell() throws Exception {
        assertEquals(branch("program", leaf("beats", 7)), program(() -> List.of(leaf("beats", 7))));
        assertEquals(branch("program"), program(List::of));
        assertEquals(leaf("program", "cannot tell: java.lang.IllegalStateException: too early"),
                program(() -> {
                    throw new IllegalStateException("too early");
                }));
        InspectTree tooLong = program(() -> IntStream.range(0, 100).<InspectTree>mapToObj(
                i -> leaf("line" + i, "x".repeat(200))).toList());
        String text = assertInstanceOf(Leaf.class, tooLong).value().toString();
        assertTrue(text.startsWith("too long: bytes=") && text.endsWith(" max=16384"), text);
    }
}
