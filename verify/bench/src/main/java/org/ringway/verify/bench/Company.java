// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.time.Duration;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;
import org.ringway.cli.bench.transport.Transport;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

/// Channels on which nothing happens: a virtual thread waits at each end.
final class Company {
    private static final Duration LONG = Duration.ofDays(1);
    /// A control page and a page of data each way.
    private static final ChannelOptions SMALL = ChannelOptions.DEFAULT.withPages(2, 2);

    private Company() {}

    /// Offers a channel, which will be open sooner or later.
    static void offer(ChildPartition self, String name) throws InterruptedException {
        Service service = self.offer(name, content(name));
        Thread.startVirtualThread(() -> {
            try {
                waitAt(service.accept());
            } catch (InterruptedException | RuntimeException over) {
                // The round is over, and this process with it.
            }
        });
    }

    /// Opens a channel.
    static void open(ChildPartition self, String name) throws InterruptedException {
        BusChannel channel = self.open(self.awaitOffer(Guid.ofName(name), LONG), SMALL);
        Thread.startVirtualThread(() -> waitAt(channel));
    }

    private static void waitAt(BusChannel channel) {
        try {
            channel.receive(_ -> { }, 1, LONG);
        } catch (InterruptedException | RuntimeException over) {
            // The round is over, and this process with it.
        }
    }

    /// Both ends of one channel, after the far end has said that it is ready.
    static BusChannel meet(Transport.Place place, ChildPartition self, String name)
            throws InterruptedException {
        if (place.isNear()) {
            return self.open(self.awaitOffer(Guid.ofName(name), LONG));
        }
        Service service = self.offer(name, content(name));
        place.ready().run();
        return service.accept();
    }

    private static OfferContent content(String name) {
        Guid guid = Guid.ofName(name);
        return new OfferContent(guid, guid, 0, UserData.EMPTY);
    }
}
