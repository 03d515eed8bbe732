// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringway.hypervisor.MachineSize;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.ControlMessage;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.TlConnectResult;
import org.ringway.protocol.StandardToRoot.TlConnectRequest;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
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

    private final PortMap ports = new PortMap(List.of(
            new PortMapping(5432, DATABASE, POSTGRES),
            new PortMapping(80, SocketIds.WILDCARD, Guid.ofName("web"))));

    @BeforeEach
    void begin() {
        ports.begin(0x5_0003);
    }

    private static GuestMessage request(Guid endpoint, Guid service) {
        return new GuestMessage(ControlCodec.encode(
                new TlConnectRequest(endpoint, service, Guid.ZERO)));
    }

    private ControlMessage asked(Guid endpoint, Guid service) {
        byte[] said = ports.ask(request(endpoint, service));
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

        assertArrayEquals(ports.ask(request(ENDPOINT, other)),
                ports.ask(new GuestMessage(withSilo)));
        assertEquals(new TlConnectRequest(ENDPOINT, other, Guid.ZERO), asked(ENDPOINT, other));
        assertEquals(offer(other), heard(offer(other)));
    }

    /// Before 5.2 there is no field for it, and another partition's port would be wrong.
    @Test
    void anOldGuestReachesNoPartitionByName() {
        ports.begin(0x5_0000);

        assertNull(ports.ask(request(ENDPOINT, MAPPED)));
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
        assertArrayEquals(tooShort, ports.ask(new GuestMessage(tooShort)));
    }

    @Test
    void aPortMeansOneThing() {
        List<PortMapping> twice = List.of(new PortMapping(80, DATABASE, POSTGRES),
                new PortMapping(80, DATABASE, Guid.ofName("web")));
        assertThrows(IllegalArgumentException.class, () -> new GuestOptions(Name.of("guest"),
                Path.of("root.sock"), new MachineSize(8192, 1), Path.of("kernel"), null, "",
                twice));
    }

    /// Who asks for a guest asks once more, for the partition beside this one.
    @Test
    void aGuestIsReachedOverTheRelay() {
        TlConnectResult refused =
                new TlConnectResult(ENDPOINT, POSTGRES, Status.NOT_SUPPORTED);
        PartitionId guest = new PartitionId(7);
        assertNull(relayed(refused, guest), "nobody asked");
        asked(ENDPOINT, MAPPED);

        assertNull(relayed(refused, null));
        assertNull(relayed(
                new TlConnectResult(ENDPOINT, POSTGRES, Status.CONNECTION_REFUSED), guest));
        Guid service = GuestRelay.service(guest, new PortMapping(5432, DATABASE, POSTGRES));
        assertArrayEquals(ControlCodec.encode(
                new TlConnectRequest(ENDPOINT, service, Guid.ZERO)),
                Arrays.copyOf(relayed(refused, guest), 40));
        assertNull(relayed(refused, guest), "once is enough");
        assertEquals(offer(MAPPED), heard(offer(service)));
    }

    private byte @Nullable [] relayed(TlConnectResult answer, @Nullable PartitionId guest) {
        return ports.askForRelay(new GuestMessage(ControlCodec.encode(answer)), guest);
    }
}
