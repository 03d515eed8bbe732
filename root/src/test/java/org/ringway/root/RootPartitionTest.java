// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Handle;
import org.ringway.protocol.RingwayToChild;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerOpenResult;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.wire.Status;

/// A root on a platform inside this JVM, and children that speak to it over links.
final class RootPartitionTest extends RootCase {
    @Test
    void brokersAChannelAndMapsNothing() {
        start(options());
        Child provider = child().greets("provider").offers(5, "echo");
        Child consumer = child().greets("consumer").requestsOffers();
        int relId = consumer.nextOffer().value();
        Handle region = keep(local.allocate(8).getFirst());
        consumer.announces(100, 8, region).grants(relId, 77, 100, 8).opens(relId, 9, 77, 4);

        PeerGpadl ring = provider.next(PeerGpadl.class);
        assertEquals(8, local.inspect(keep(provider.attached().getFirst())).pages());
        PeerOpen open = provider.next(PeerOpen.class);
        Doorbell providerBell = keep(local.doorbell(provider.attached().getFirst()));
        provider.say(new PeerGpadlResult(ring.relId(), ring.gpadl(), Status.OK))
                .say(new PeerOpenResult(open.relId(), Status.OK));

        consumer.next(RingwayToChild.PeerOpened.class);
        assertEquals(Status.OK, consumer.next(OpenChannelResult.class).status());
        Doorbell consumerBell = keep(local.doorbell(consumer.attached().getFirst()));
        consumerBell.signal();
        assertEquals(Doorbell.Wake.SIGNALED, providerBell.await(LIMIT_NANOS));
    }

    @Test
    void closingTheRootHangsUpOnItsChildren() {
        start(options());
        Child child = child().greets("child");
        assertNotEquals(0, root.epoch());
        root.close();
        child.isHungUpOn();
    }
}
