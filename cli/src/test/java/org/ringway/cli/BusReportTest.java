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
import org.ringway.protocol.RingwayToChild.PortEntry;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.PortId;
import org.ringway.wire.RelId;

final class BusReportTest {
    private static final PartitionId STORAGE = new PartitionId(3);
    private static final PartitionId UNNAMED = new PartitionId(-1);
    private static final PartitionId SELF = new PartitionId(9);
    private static final Guid KIND = Guid.of(new UUID(1, 2));

    private static final BusListing LISTING = new BusListing(
            List.of(partition(STORAGE, "storage"), partition(UNNAMED, ""), partition(SELF, "ls")),
            List.of(new OfferEntry(STORAGE, new OfferId(1), KIND, Guid.of(new UUID(3, 4)),
                    0x10, Name.of("docs"), 1)),
            List.of(new ChannelEntry(8, STORAGE, new RelId(7), UNNAMED, new RelId(12),
                    new OfferId(1), ChannelState.OPEN, new ChannelUsage(34, 2, 1 << 20), 3, 0),
                    new ChannelEntry(7, STORAGE, new RelId(8), UNNAMED, new RelId(13),
                    new OfferId(1), ChannelState.OPEN, new ChannelUsage(34, 1, 139264),
                    OpenChannel.NO_INTERRUPT, 2)),
            List.of(new PortEntry(STORAGE, new PortId(-2), PortKind.EVENTS, 3)));

    private final BusReport report = new BusReport(LISTING, SELF);

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

                channels: 2
                CHANNEL  OFFER   PROVIDER   CONSUMER    STATE  RINGS KIB  SHARED KIB
                c8       1 docs  3 storage  4294967295  open         136        1024
                c7       1 docs  3 storage  4294967295  open         136         136

                ports: 1
                PARTITION        PORT  KIND    WAITING
                3 storage  4294967294  events        3
                """, printed());
    }

    @Test
    void detailsHaveTheShapeOfLsvmbus() {
        assertEquals("""
                VMBUS ID 3.1: Class_ID = {%s} - docs
                \tDevice_ID = {00000000-0000-0003-0000-000000000004}
                \tRel_ID=12, target_cpu=3, subchannel=0, provider_Rel_ID=7, channel=c8, state=open
                \tRel_ID=13, target_cpu=none, subchannel=2, provider_Rel_ID=8, channel=c7,\
                 state=open

                """.formatted(KIND), devices(false));
    }

    @Test
    void allDetailsSayWhoAndHowMuch() {
        assertEquals("""
                VMBUS ID 3.1: Class_ID = {%s} - docs
                \tDevice_ID = {00000000-0000-0003-0000-000000000004}
                \tProvider: 3 storage (pid=70 uid=5 gid=6), flags=0x10
                \tRel_ID=12, target_cpu=3, subchannel=0, provider_Rel_ID=7, channel=c8, state=open
                \t\tConsumer: 4294967295 (pid=70 uid=5 gid=6)
                \t\tRings: 136 KiB, GPADLs: 2, shared: 1024 KiB
                \tRel_ID=13, target_cpu=none, subchannel=2, provider_Rel_ID=8, channel=c7,\
                 state=open
                \t\tConsumer: 4294967295 (pid=70 uid=5 gid=6)
                \t\tRings: 136 KiB, GPADLs: 1, shared: 136 KiB

                """.formatted(KIND), devices(true));
    }

    private static String devices(boolean everything) {
        StringWriter text = new StringWriter();
        new DeviceList(LISTING).print(new PrintWriter(text, true), everything);
        return text.toString();
    }

    @Test
    void programsReadEverything() {
        assertEquals("{\"partitions\":["
                + "{\"id\":3,\"name\":\"storage\",\"pid\":70,\"uid\":5,\"gid\":6,\"regions\":2},"
                + "{\"id\":4294967295,\"name\":\"\",\"pid\":70,\"uid\":5,\"gid\":6,\"regions\":2}],"
                + "\"offers\":[{\"provider\":3,\"id\":1,\"name\":\"docs\",\"interfaceId\":\""
                + KIND + "\",\"instanceId\":\"" + new UUID(3, 4) + "\",\"flags\":16,"
                + "\"openChannels\":1}],\"channels\":[{\"channel\":\"c8\","
                + "\"provider\":3,\"providerRelId\":7,\"consumer\":4294967295,"
                + "\"consumerRelId\":12,\"offer\":1,\"state\":\"open\","
                + "\"subchannel\":0,\"targetCpu\":3,\"ringPages\":34,"
                + "\"gpadls\":2,\"sharedBytes\":1048576},{\"channel\":\"c7\","
                + "\"provider\":3,\"providerRelId\":8,\"consumer\":4294967295,"
                + "\"consumerRelId\":13,\"offer\":1,\"state\":\"open\","
                + "\"subchannel\":2,\"targetCpu\":null,\"ringPages\":34,"
                + "\"gpadls\":1,\"sharedBytes\":139264}],\"ports\":[{\"partition\":3,"
                + "\"port\":4294967294,\"kind\":\"events\",\"waiting\":3}]}",
                Json.text(report.json()));
    }

    private String printed() {
        StringWriter text = new StringWriter();
        report.print(new PrintWriter(text, true));
        return text.toString();
    }

    private static PartitionEntry partition(PartitionId id, String name) {
        return new PartitionEntry(new PeerFacts(id, 70, 5, 6, Name.of(name)), 2);
    }
}
