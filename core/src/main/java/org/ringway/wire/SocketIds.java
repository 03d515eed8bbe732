// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

import java.util.OptionalLong;
import java.util.UUID;

/// The GUIDs of Hyper-V sockets: partitions, and services that are ports.
public final class SocketIds {
    /// To listen: whoever wants to connect. To connect: whoever listens.
    public static final Guid WILDCARD = Guid.ZERO;
    /// No partition can be reached under it; VMBus reserves it.
    public static final Guid BROADCAST = of("ffffffff-ffff-ffff-ffff-ffffffffffff");
    /// To listen: any other child.
    public static final Guid CHILDREN = of("90db8b89-0d35-4f79-8ce9-49ea0ac8b7cd");
    /// This partition itself.
    public static final Guid LOOPBACK = of("e0e16197-dd56-4a10-9195-5ee7a155a838");
    /// The root.
    public static final Guid PARENT = of("a42e7cda-d03f-480c-9cc2-a4de20abb878");
    /// The host of a container; here there is none.
    public static final Guid SILO_HOST = of("36bd0c5c-7276-4223-88ba-7d03b654c568");

    /// The largest port.
    public static final long MAX_PORT = 0xFFFF_FFFFL;

    /// A port is the first field of this one.
    private static final UUID PORT = UUID.fromString("00000000-facb-11e6-bd58-64006a7986d3");
    /// A partition's number is the first field of this one; ours, chosen once at random.
    private static final UUID PARTITION = UUID.fromString("00000000-3f0a-4c52-9e1d-8b6f02a7c5d4");

    private SocketIds() {}

    private static Guid of(String text) {
        return Guid.of(UUID.fromString(text));
    }

    /// {@return the service that is a port of AF_VSOCK}
    ///
    /// @param port 0 to [#MAX_PORT]
    public static Guid ofPort(long port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "port is out of range: port=" + port + " max=" + MAX_PORT);
        }
        return with(PORT, port);
    }

    /// {@return the port that a service is, if it is one}
    ///
    /// @param service any GUID
    public static OptionalLong portOf(Guid service) {
        return first(PORT, service);
    }

    /// {@return the partition with this number, for as long as the root that gave it lives}
    ///
    /// @param partition the root's number
    public static Guid ofPartition(PartitionId partition) {
        return with(PARTITION, Integer.toUnsignedLong(partition.value()));
    }

    /// {@return the root's number that a GUID names, if it is one of [#ofPartition]}
    ///
    /// @param partition any GUID
    public static OptionalLong numberOf(Guid partition) {
        return first(PARTITION, partition);
    }

    private static Guid with(UUID template, long first) {
        return Guid.of(new UUID(first << 32 | template.getMostSignificantBits(),
                template.getLeastSignificantBits()));
    }

    private static OptionalLong first(UUID template, Guid guid) {
        long first = guid.uuid().getMostSignificantBits() >>> 32;
        return with(template, first).equals(guid) ? OptionalLong.of(first) : OptionalLong.empty();
    }
}
