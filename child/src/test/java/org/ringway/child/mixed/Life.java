// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.mixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ringway.RefusedException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.child.JoinOptions;
import org.ringway.child.Service;
import org.ringway.local.LocalPlatform;
import org.ringway.platform.Access;
import org.ringway.wire.PartitionId;

/// What the two children do, phase by phase. It uses what version 0.1.0 had and nothing newer, and
/// neither side needs the other one to be there: messages are all that counts.
final class Life implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final ChannelOptions SMALL = ChannelOptions.DEFAULT.withPages(4, 4);

    /// Something that one of them does.
    interface Act {
        void run(Life life) throws Exception;
    }

    /// @param name in the file
    /// @param acts of those who have a part in it
    record Phase(String name, Map<Side, Act> acts) {}

    static final List<Phase> PHASES = List.of(
            provider("the provider joins and offers", life -> {
                life.provider = life.join(Side.PROVIDER);
                life.service = life.provider.offer("echo");
            }),
            consumer("the consumer joins", life -> life.consumer = life.join(Side.CONSUMER)),
            new Phase("a channel is opened", Map.of(
                    Side.PROVIDER, life -> life.accepted = life.service.accept(),
                    Side.CONSUMER, life -> life.opened = life.consumer.open(
                            life.consumer.awaitOffer("echo", LIMIT), SMALL))),
            consumer("the consumer lends", life -> {
                life.lent = life.consumer.allocate(1, Access.READ_WRITE);
                life.opened.grant(life.lent);
            }),
            provider("the provider shows", life -> {
                life.shown = life.provider.allocate(1, Access.READ_ONLY);
                life.accepted.grant(life.shown);
            }),
            consumer("the consumer takes it back", life -> life.lent.close()),
            provider("the provider takes it back", life -> life.shown.close()),
            consumer("the consumer looks around", life -> {
                assertEquals(1, life.consumer.list().channels().size());
                assertThrows(RefusedException.class,
                        () -> life.consumer.inspect(new PartitionId(99), LIMIT));
            }),
            provider("a second offer", life -> life.brief = life.provider.offer("brief")),
            provider("it is withdrawn", life -> life.brief.close()),
            new Phase("a new root", Map.of(
                    Side.PROVIDER, life -> awaitRoot(life.provider),
                    Side.CONSUMER, life -> awaitRoot(life.consumer))),
            consumer("the consumer lends again", life -> {
                life.lent = life.consumer.allocate(1, Access.READ_WRITE);
                life.opened.grant(life.lent);
            }),
            consumer("the consumer closes", life -> life.opened.close()),
            provider("the provider closes", life -> life.accepted.close()),
            provider("the provider leaves", life -> life.provider.close()),
            consumer("the consumer leaves", life -> life.consumer.close()));

    private final LocalPlatform platform;
    private final Map<Side, Path> sockets = new EnumMap<>(Side.class);
    private ChildPartition provider;
    private ChildPartition consumer;
    private Service service;
    private Service brief;
    private BusChannel accepted;
    private BusChannel opened;
    private SharedBuffer lent;
    private SharedBuffer shown;

    Life(LocalPlatform platform) {
        this.platform = platform;
        for (Side side : Side.values()) {
            sockets.put(side, Path.of(side + ".sock"));
        }
    }

    private static Phase provider(String name, Act act) {
        return new Phase(name, Map.of(Side.PROVIDER, act));
    }

    private static Phase consumer(String name, Act act) {
        return new Phase(name, Map.of(Side.CONSUMER, act));
    }

    Path socket(Side side) {
        return sockets.get(side);
    }

    private ChildPartition join(Side side) throws InterruptedException {
        return ChildPartition.join(JoinOptions.of(platform, socket(side), side.toString()));
    }

    /// The old root is gone when this phase begins.
    private static void awaitRoot(ChildPartition partition) {
        while (partition.isRootLost()) {
            Thread.yield();
        }
    }

    /// Whoever stays behind after a failure.
    @Override
    public void close() {
        if (provider != null) {
            provider.close();
        }
        if (consumer != null) {
            consumer.close();
        }
    }
}
