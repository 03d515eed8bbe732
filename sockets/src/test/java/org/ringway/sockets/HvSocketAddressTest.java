// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.wire.Guid;
import org.ringway.wire.PartitionId;
import org.ringway.wire.SocketIds;

class HvSocketAddressTest {
    private static final String GUID = "a6b8c0d2-0001-4002-8003-a00000000004";

    @ParameterizedTest
    @CsvSource({
        "hv://docs-server/postgres, hv://docs-server/postgres",
        "hv://docs-server/5432, hv://docs-server/5432",
        "hv:///7, hv://*/7",
        "hv://*/x, hv://*/x",
        "hv://children/x, hv://children/x",
        "hv://loopback/0, hv://loopback/0",
        "hv://parent/4294967295, hv://parent/4294967295",
        "hv://@12/x, hv://@12/x",
        "hv://" + GUID + "/" + GUID + ", hv://" + GUID + "/" + GUID,
        "hv://Gen%C3%A8ve%20a+b/x%2Fy, hv://Gen%C3%A8ve%20a%2Bb/x%2Fy",
        "hv://90db8b89-0d35-4f79-8ce9-49ea0ac8b7cd/x, hv://children/x",
        "hv://x/00001538-facb-11e6-bd58-64006a7986d3, hv://x/5432"})
    @DisplayName("is written in one way, whichever way it was read")
    void parsesAndPrints(String text, String printed) {
        HvSocketAddress address = HvSocketAddress.parse(text);

        assertEquals(printed, address.toString());
        assertEquals(address, HvSocketAddress.parse(printed));
        assertEquals(address.hashCode(), HvSocketAddress.parse(printed).hashCode());
    }

    @Test
    @DisplayName("numbers are ports of the template, names are GUIDs in the one name space")
    void guids() {
        HvSocketAddress address = HvSocketAddress.parse("hv://docs-server/5432");

        assertEquals(Guid.ofName("docs-server"), address.partition());
        assertEquals(UUID.fromString("00001538-facb-11e6-bd58-64006a7986d3"),
                address.service().uuid());
        assertEquals(OptionalLong.of(5432), address.port());
        assertEquals(Guid.ofName("postgres"),
                HvSocketAddress.parse("hv://docs-server/postgres").service());
        assertEquals(OptionalLong.empty(), HvSocketAddress.of("a", "postgres").port());
        assertEquals(address, HvSocketAddress.ofPort(Guid.ofName("docs-server"), 5432));
        assertEquals("hv://@7/5432", HvSocketAddress.of(
                new PartitionId(7), SocketIds.ofPort(5432)).toString());
        assertNotEquals(address, HvSocketAddress.of("docs-server", "5433"));
        assertNotEquals(address, HvSocketAddress.of("docs", "5432"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hv://", "hv://x", "hv://x/", "tcp://x/1", "x/1", "hv://x/a/b",
        "hv://x/4294967296", "hv://@4294967296/x", "hv://x/%", "hv://x/%0A",
        "hv://0123456789012345678901234567890123456789012345678901234567890123x/1"})
    @DisplayName("anything else is refused")
    void refuses(String text) {
        assertThrows(IllegalArgumentException.class, () -> HvSocketAddress.parse(text));
    }

    @Test
    @DisplayName("ports end where 32 bits do")
    void ports() {
        assertThrows(IllegalArgumentException.class, () -> SocketIds.ofPort(-1));
        assertThrows(IllegalArgumentException.class, () -> SocketIds.ofPort(1L << 32));
        assertEquals(OptionalLong.of(0xFFFF_FFFFL),
                SocketIds.portOf(SocketIds.ofPort(0xFFFF_FFFFL)));
        assertEquals(OptionalLong.empty(), SocketIds.portOf(SocketIds.LOOPBACK));
    }

    @Test
    @DisplayName("survives serialization, as every socket address does")
    void serializes() throws Exception {
        HvSocketAddress address = HvSocketAddress.parse("hv://docs-server/postgres");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(address);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Object read = in.readObject();
            assertEquals(address, read);
            assertEquals(address.toString(), read.toString());
        }
    }
}
