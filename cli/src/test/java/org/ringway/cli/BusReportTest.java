// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ringway.child.BusListing;
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

final class BusReportTest {
    private static final PartitionId STORAGE = new PartitionId(3);
    private static final PartitionId UNNAMED = new PartitionId(-1);
    private static final PartitionId SELF = new PartitionId(9);
    private static final Guid KIND = Guid.of(new UUID(1, 2));

    private final BusReport report = new BusReport(new BusListing(
            List.of(partition(STORAGE, "storage"), partition(UNNAMED, ""), partition(SELF, "ls")),
            List.of(new OfferEntry(STORAGE, new OfferId(1), KIND, Guid.of(new UUID(3, 4)),
                    0x10, Name.of("docs"), 1)),
            List.of(new ChannelEntry(-2, STORAGE, new RelId(7), UNNAMED, new RelId(12),
                    new OfferId(1), ChannelState.OPEN, new ChannelUsage(34, 2, 1 << 20)))), SELF);

    @Test
    void peopleReadNamesBesideNumbersAndWhoAskedIsLeftOut() {
        assertEquals("""
                partitions: 2
                        ID  PID  UID  GID  REGIONS  NAME
                         3   70    5    6        2  storage
                4294967295   70    5    6        2

                offers: 1
                PROVIDER   NAME  CHANNELS  INTERFACE
                3 storage  docs         1  00000000-0000-0001-0000-000000000002

                channels: 1
                OFFER   PROVIDER   CONSUMER    STATE  RINGS KIB  SHARED KIB
                1 docs  3 storage  4294967295  open         136        1024
                """, printed(false));
    }

    @Test
    void detailsAreTheNumbersOfBothSides() {
        String text = printed(true);

        assertEquals("fffffffffffffffe  1 docs  3 storage      7  4294967295     12  open"
                + "         136       2        1024", text.lines().toList().getLast());
        assertEquals("3 storage   1  docs         1  0x10   " + KIND + "  "
                + new UUID(3, 4), text.lines().toList().get(7));
    }

    @Test
    void programsReadEverything() {
        assertEquals("{\"partitions\":["
                + "{\"id\":3,\"name\":\"storage\",\"pid\":70,\"uid\":5,\"gid\":6,\"regions\":2},"
                + "{\"id\":4294967295,\"name\":\"\",\"pid\":70,\"uid\":5,\"gid\":6,\"regions\":2}],"
                + "\"offers\":[{\"provider\":3,\"id\":1,\"name\":\"docs\",\"interfaceId\":\""
                + KIND + "\",\"instanceId\":\"" + new UUID(3, 4) + "\",\"flags\":16,"
                + "\"openChannels\":1}],\"channels\":[{\"serial\":\"fffffffffffffffe\","
                + "\"provider\":3,\"providerRelId\":7,\"consumer\":4294967295,"
                + "\"consumerRelId\":12,\"offer\":1,\"state\":\"open\",\"ringPages\":34,"
                + "\"gpadls\":2,\"sharedBytes\":1048576}]}", Json.text(report.json()));
    }

    private String printed(boolean detailed) {
        StringWriter text = new StringWriter();
        report.print(new PrintWriter(text, true), detailed);
        return text.toString();
    }

    private static PartitionEntry partition(PartitionId id, String name) {
        return new PartitionEntry(new PeerFacts(id, 70, 5, 6, Name.of(name)), 2);
    }
}
