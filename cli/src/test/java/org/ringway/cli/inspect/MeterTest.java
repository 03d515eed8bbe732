// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringway.child.BusListing;
import org.ringway.cli.Json;
import org.ringway.cli.inspect.ChannelRate.Flow;
import org.ringway.cli.inspect.ChannelRate.Ring;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.ChannelState;
import org.ringway.protocol.RingwayToChild.ChannelUsage;
import org.ringway.protocol.RingwayToChild.OfferEntry;
import org.ringway.protocol.RingwayToChild.PartitionEntry;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.RelId;

final class MeterTest {
    private static final PartitionEntry PROVIDER = partition(1, "storage");
    private static final PartitionEntry CONSUMER = partition(2, "reader");
    private static final ChannelEntry CHANNEL = new ChannelEntry(5, new PartitionId(1),
            new RelId(7), new PartitionId(2), new RelId(3), new OfferId(1), ChannelState.OPEN,
            new ChannelUsage(8, 1, 32_768));
    private static final BusListing LISTING = new BusListing(List.of(PROVIDER, CONSUMER),
            List.of(new OfferEntry(new PartitionId(1), new OfferId(1), Guid.ZERO, Guid.ZERO, 0,
                    Name.of("docs"), 1)), List.of(CHANNEL), List.of());
    private static final long SECOND = 1_000_000_000;

    private final Meter meter = new Meter();

    private static PartitionEntry partition(int id, String name) {
        return new PartitionEntry(new PeerFacts(new PartitionId(id), 70, 5, 6, Name.of(name)), 2);
    }

    private static Sight sight(
            PartitionEntry who, long channelId, long out, long in, double seconds) {
        Branch channel = branch("9", leaf("channelId", channelId),
                branch("outgoing", leaf("dataBytes", 4096), leaf("occupiedBytes", 1024),
                        leaf("packets", out)),
                branch("incoming", leaf("dataBytes", 4096), leaf("occupiedBytes", 0),
                        leaf("packets", in)),
                branch("signals", leaf("sent", out / 2), leaf("received", in / 2)));
        return new Sight(new Target(who, null), branch("it", branch("channels", channel)), "",
                (long) (seconds * SECOND));
    }

    private static Sight silence(PartitionEntry who) {
        return new Sight(new Target(who, null), null, "no answer", 0);
    }

    private Flow next(Sight... sights) {
        return meter.next(LISTING, List.of(sights)).getFirst().flow();
    }

    @Test
    void ratesAreMadeOfTwoLooksAtTheSameSide() {
        assertNull(next(sight(CONSUMER, 3, 1000, 10, 1)), "there is nothing to compare");

        assertEquals(new Flow(new Ring(500, 0.25), new Ring(20, 0), 260),
                next(sight(CONSUMER, 3, 2000, 50, 3)));
    }

    @Test
    void theProviderIsBelievedWhereTheConsumerIsSilent() {
        next(sight(PROVIDER, 7, 10, 1000, 1), silence(CONSUMER));

        assertEquals(new Flow(new Ring(1000, 0), new Ring(90, 0.25), 545),
                next(silence(CONSUMER), sight(PROVIDER, 7, 100, 2000, 2)));
    }

    @Test
    void twoLooksAtDifferentSidesMakeNoRate() {
        next(sight(PROVIDER, 7, 10, 1000, 1), silence(CONSUMER));

        assertNull(next(silence(PROVIDER), sight(CONSUMER, 3, 10, 1000, 2)));
    }

    @Test
    void aChannelThatTheRootDoesNotListIsLeftOut() {
        next(sight(CONSUMER, 4, 10, 10, 1));

        assertNull(next(sight(CONSUMER, 4, 20, 20, 2)));
    }

    @Test
    void peopleReadWholeNumbersAndProgramsAllOfThem() {
        meter.next(LISTING, List.of(sight(CONSUMER, 3, 1000, 10, 1)));
        RateReport known = new RateReport(LISTING,
                meter.next(LISTING, List.of(sight(CONSUMER, 3, 2000, 50, 3))));
        RateReport unknown = new RateReport(LISTING, List.of(new ChannelRate(CHANNEL, null)));

        assertEquals("""
                channels: 1
                CHANNEL  OFFER   PROVIDER   CONSUMER  TO PROVIDER/S  FULL %  TO CONSUMER/S\
                  FULL %  SIGNALS/S
                c5       1 docs  1 storage  2 reader            500      25             20\
                       0        260
                """, printed(known));
        assertEquals("c5       1 docs  1 storage  2 reader  ?              ?       ?              ?"
                + "       ?", printed(unknown).lines().toList().getLast());
        assertEquals("{\"channels\":[{\"channel\":\"c5\",\"offer\":\"docs\",\"provider\":1,"
                + "\"consumer\":2,\"toProvider\":{\"packetsPerSecond\":500.0,\"occupied\":0.25},"
                + "\"toConsumer\":{\"packetsPerSecond\":20.0,\"occupied\":0.0},"
                + "\"signalsPerSecond\":260.0}]}", Json.text(known.json()));
    }

    private static String printed(RateReport report) {
        StringWriter text = new StringWriter();
        report.print(new PrintWriter(text, true));
        return text.toString();
    }
}
