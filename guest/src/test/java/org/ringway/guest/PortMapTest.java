// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.ControlMessage;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.TlConnectResult;
import org.ringway.protocol.StandardToRoot.TlConnectRequest;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.PartitionId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.SocketIds;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// What a guest's port means, and that its kernel hears of the port.
final class PortMapTest {
    private static final Guid DATABASE = Guid.ofName("db");
    private static final Guid POSTGRES = Guid.ofName("postgres");
    private static final Guid MAPPED = SocketIds.ofPort(5432);
    private static final Guid ENDPOINT = SocketIds.ofPort(0xFFFF_0001L);

    private static final PartitionId GUEST = new PartitionId(7);
    private static final PartitionId HOST = new PartitionId(8);
    private static final GuestReach REACH = GuestReach.ALL.withPorts(List.of(
            new PortMapping(5432, DATABASE, POSTGRES),
            new PortMapping(80, SocketIds.WILDCARD, Guid.ofName("web"))));

    private final HostOffers host = new HostOffers();
    private PortMap ports = new PortMap(REACH, host);

    @BeforeEach
    void begin() {
        host.begin(HOST);
        ports.begin(0x5_0003);
    }

    private static GuestMessage request(Guid endpoint, Guid service) {
        return new GuestMessage(ControlCodec.encode(
                new TlConnectRequest(endpoint, service, Guid.ZERO)));
    }

    private ControlMessage asked(Guid endpoint, Guid service) {
        byte[] said = ports.ask(request(endpoint, service), GUEST);
        assertNotNull(said);
        return ControlCodec.decodeToRoot(said, ProtocolVersion.V5_3);
    }

    private ControlMessage heard(ControlMessage message) {
        GuestMessage view = new GuestMessage(ControlCodec.encode(message));
        ports.heard(view);
        return ControlCodec.decodeToChild(view.bytes(), ProtocolVersion.V5_3);
    }

    private static OfferChannel offer(Guid service) {
        return OfferChannel.of(new RelId(3), new OfferContent(service, ENDPOINT,
                OfferContent.SOCKET_FLAGS, UserData.ofSocket(UserData.PIPE_BYTES)));
    }

    @Test
    void aPortMeansAServiceAndTheGuestHearsOfThePort() {
        assertEquals(new TlConnectRequest(ENDPOINT, POSTGRES, DATABASE),
                asked(ENDPOINT, MAPPED));
        assertEquals(offer(MAPPED), heard(offer(POSTGRES)));
        assertEquals(offer(POSTGRES), heard(offer(POSTGRES)), "asked for once");
    }

    @Test
    void aRefusalIsOfThePort() {
        asked(ENDPOINT, MAPPED);
        assertEquals(new TlConnectResult(ENDPOINT, MAPPED, Status.CONNECTION_REFUSED),
                heard(new TlConnectResult(ENDPOINT, POSTGRES, Status.CONNECTION_REFUSED)));
    }

    @Test
    void anyOtherPortIsThatOfWhoeverListens() {
        Guid other = SocketIds.ofPort(5433);
        byte[] withSilo = ControlCodec.encode(
                new TlConnectRequest(ENDPOINT, other, Guid.ofName("a container")));

        assertArrayEquals(ports.ask(request(ENDPOINT, other), GUEST),
                ports.ask(new GuestMessage(withSilo), GUEST));
        assertEquals(new TlConnectRequest(ENDPOINT, other, Guid.ZERO), asked(ENDPOINT, other));
        assertEquals(offer(other), heard(offer(other)));
    }

    /// Before 5.2 there is no field for it, and another partition's port would be wrong.
    @Test
    void anOldGuestReachesNoPartitionByName() {
        ports.begin(0x5_0000);

        assertNull(ports.ask(request(ENDPOINT, MAPPED), GUEST));
        assertEquals(new TlConnectRequest(ENDPOINT, Guid.ofName("web"), Guid.ZERO),
                asked(ENDPOINT, SocketIds.ofPort(80)));
    }

    @Test
    void whoAsksForEverIsNotRememberedForEver() {
        asked(ENDPOINT, MAPPED);
        for (int n = 0; n < PortMap.REMEMBERED; n++) {
            asked(SocketIds.ofPort(n), MAPPED);
        }
        assertEquals(offer(POSTGRES), heard(offer(POSTGRES)));
    }

    @Test
    void aRequestThatIsTooShortStaysSo() {
        byte[] tooShort = new byte[30];
        tooShort[0] = GuestMessage.TL_CONNECT_REQUEST;
        assertArrayEquals(tooShort, ports.ask(new GuestMessage(tooShort), GUEST));
    }

    @Test
    void aPortMeansOneThing() {
        List<PortMapping> twice = List.of(new PortMapping(80, DATABASE, POSTGRES),
                new PortMapping(80, DATABASE, Guid.ofName("web")));
        assertThrows(IllegalArgumentException.class, () -> GuestReach.ALL.withPorts(twice));
    }

    /// Who asks for a guest asks once more, for the partition beside this one.
    @Test
    void aGuestIsReachedOverTheRelay() {
        TlConnectResult refused =
                new TlConnectResult(ENDPOINT, POSTGRES, Status.NOT_SUPPORTED);
        assertNull(relayed(refused, GUEST), "nobody asked");
        asked(ENDPOINT, MAPPED);

        assertNull(relayed(refused, null));
        assertNull(relayed(
                new TlConnectResult(ENDPOINT, POSTGRES, Status.CONNECTION_REFUSED), GUEST));
        Guid service = GuestRelay.service(GUEST, new PortMapping(5432, DATABASE, POSTGRES));
        byte[] again = relayed(refused, GUEST);
        assertNotNull(again);
        assertEquals(new TlConnectRequest(ENDPOINT, service, SocketIds.ofPartition(HOST)),
                ControlCodec.decodeToRoot(again, ProtocolVersion.V5_3));
        assertNull(relayed(refused, GUEST), "once is enough");
        assertEquals(offer(MAPPED), heard(offer(service)));
    }

    private byte @Nullable [] relayed(TlConnectResult answer, @Nullable PartitionId guest) {
        return ports.askForRelay(new GuestMessage(ControlCodec.encode(answer)), guest);
    }

    private @Nullable ControlMessage askedWith(GuestReach reach, Guid service) {
        ports = new PortMap(reach, host);
        ports.begin(0x5_0003);
        byte[] said = ports.ask(request(ENDPOINT, service), GUEST);
        return said == null ? null : ControlCodec.decodeToRoot(said, ProtocolVersion.V5_3);
    }

    @Test
    void whatIsNotAllowedIsNotAskedFor() {
        Guid allowed = SocketIds.ofPort(7);
        GuestReach few = new GuestReach(REACH.ports(), Set.of(allowed), false);

        assertNull(askedWith(few, SocketIds.ofPort(8)));
        assertEquals(new TlConnectRequest(ENDPOINT, allowed, Guid.ZERO),
                askedWith(few, allowed));
        assertEquals(new TlConnectRequest(ENDPOINT, POSTGRES, DATABASE),
                askedWith(few, MAPPED), "what is mapped is allowed");
    }

    /// Nobody but the partition beside the guest is named to the root.
    @Test
    void aRelayedGuestAsksForThePartitionBesideIt() {
        Guid allowed = SocketIds.ofPort(7);
        GuestReach relayed = new GuestReach(REACH.ports(), Set.of(allowed), true);
        Guid beside = SocketIds.ofPartition(HOST);

        assertEquals(new TlConnectRequest(ENDPOINT, GuestRelay.service(GUEST,
                new PortMapping(5432, DATABASE, POSTGRES)), beside),
                askedWith(relayed, MAPPED));
        assertEquals(new TlConnectRequest(ENDPOINT, GuestRelay.service(GUEST,
                new PortMapping(7, SocketIds.WILDCARD, allowed)), beside),
                askedWith(relayed, allowed));
        assertNull(askedWith(relayed, SocketIds.ofPort(8)));
        ports.begin(0x5_0000);
        assertNull(ports.ask(request(ENDPOINT, MAPPED), GUEST), "it cannot name the partition");
    }
}
