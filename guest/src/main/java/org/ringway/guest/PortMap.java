// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.wire.Guid;
import org.ringway.wire.PartitionId;
import org.ringway.wire.SocketIds;
import org.ringway.wire.Status;

/// Says to the root whom a guest's connection is for, and to the guest what it had asked for: its
/// kernel knows connections by the port.
///
/// Pure: no input, no output.
final class PortMap {
    /// Requests that are remembered at most. A root answers each at once.
    static final int REMEMBERED = 64;
    /// From here on a request can name a partition.
    private static final int NAMES_PARTITIONS = 0x0005_0002;

    /// @param service what the guest had asked for
    private record Asked(Guid service, PortMapping means, boolean isRelayed) {}

    private final Map<Guid, PortMapping> mappings = new HashMap<>();
    private final Map<Guid, Asked> asked = new LinkedHashMap<>();
    private int version;

    PortMap(List<PortMapping> all) {
        for (PortMapping each : all) {
            mappings.put(SocketIds.ofPort(each.port()), each);
        }
    }

    /// The guest begins anew.
    ///
    /// @param spoken the version that it proposes
    void begin(int spoken) {
        asked.clear();
        version = spoken;
    }

    /// {@return what to ask the root, or null if the guest's version cannot say that}
    ///
    /// @param request of the guest's
    byte @Nullable [] ask(GuestMessage request) {
        Guid service = request.connectService();
        PortMapping mapping = mappings.get(service);
        if (mapping == null) {
            return request.connectTo(SocketIds.WILDCARD, service);
        }
        boolean isAnybody = mapping.partition().equals(SocketIds.WILDCARD);
        if (!isAnybody && Integer.compareUnsigned(version, NAMES_PARTITIONS) < 0) {
            return null;
        }
        remember(request.connectEndpoint(), new Asked(service, mapping, false));
        return request.connectTo(mapping.partition(), mapping.service());
    }

    private void remember(Guid endpoint, Asked question) {
        if (asked.size() >= REMEMBERED) {
            asked.remove(asked.keySet().iterator().next());
        }
        asked.put(endpoint, question);
    }

    /// A guest cannot be connected to another one; the partition beside it can do that for it.
    ///
    /// @param answer of the root's
    /// @param guest the root's number for the guest
    /// @return what to ask the root instead of passing on its answer, or null
    byte @Nullable [] askForRelay(GuestMessage answer, @Nullable PartitionId guest) {
        Guid endpoint = answer.connectEndpoint();
        if (answer.type() != GuestMessage.TL_CONNECT_RESULT || guest == null
                || answer.connectStatus() != Status.NOT_SUPPORTED.code()
                || !(asked.get(endpoint) instanceof Asked was) || was.isRelayed()) {
            return null;
        }
        asked.put(endpoint, new Asked(was.service(), was.means(), true));
        return GuestMessage.connect(endpoint, GuestRelay.service(guest, was.means()));
    }

    /// The root answers: the guest is to see what it had asked for.
    void heard(GuestMessage answer) {
        switch (answer.type()) {
            case GuestMessage.OFFER_CHANNEL -> {
                if (answer.isStream()
                        && asked.remove(answer.offeredInstance()) instanceof Asked was) {
                    answer.offerAs(was.service());
                }
            }
            case GuestMessage.TL_CONNECT_RESULT -> {
                if (asked.remove(answer.connectEndpoint()) instanceof Asked was) {
                    answer.answerAs(was.service());
                }
            }
            default -> { }
        }
    }
}
