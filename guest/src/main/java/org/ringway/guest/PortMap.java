// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.HashMap;
import java.util.LinkedHashMap;
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

    private final GuestReach reach;
    private final HostOffers host;
    private final Map<Guid, PortMapping> mappings = new HashMap<>();
    private final Map<Guid, Asked> asked = new LinkedHashMap<>();
    private int version;

    PortMap(GuestReach reach, HostOffers host) {
        this.reach = reach;
        this.host = host;
        for (PortMapping each : reach.carried()) {
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

    /// {@return what to ask the root, or null if the guest's version cannot say that, or the guest
    /// is not to connect there}
    ///
    /// @param request of the guest's
    /// @param guest the root's number for the guest
    byte @Nullable [] ask(GuestMessage request, @Nullable PartitionId guest) {
        Guid service = request.connectService();
        PortMapping mapping = mappings.get(service);
        if (mapping == null) {
            return reach.isRelayed() || !reach.allows(service) ? null
                    : request.connectTo(SocketIds.WILDCARD, service);
        }
        boolean isAnybody = !reach.isRelayed()
                && mapping.partition().equals(SocketIds.WILDCARD);
        if (!isAnybody && Integer.compareUnsigned(version, NAMES_PARTITIONS) < 0) {
            return null;
        }
        Guid endpoint = request.connectEndpoint();
        if (reach.isRelayed()) {
            return relayed(endpoint, new Asked(service, mapping, true), guest);
        }
        remember(endpoint, new Asked(service, mapping, false));
        return request.connectTo(mapping.partition(), mapping.service());
    }

    /// {@return the request to connect to the partition beside the guest, which carries on}
    private byte @Nullable [] relayed(
            Guid endpoint, Asked question, @Nullable PartitionId guest) {
        PartitionId beside = host.partition();
        if (guest == null || beside == null) {
            return null;
        }
        remember(endpoint, question);
        return GuestMessage.connect(endpoint, GuestRelay.service(guest, question.means()),
                SocketIds.ofPartition(beside));
    }

    /// {@return whether this is the stream that the guest has asked for}
    boolean isAwaited(GuestMessage offer) {
        return offer.type() == GuestMessage.OFFER_CHANNEL && offer.isStream()
                && asked.containsKey(offer.offeredInstance());
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
        return relayed(endpoint, new Asked(was.service(), was.means(), true), guest);
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
