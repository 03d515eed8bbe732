// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringway.wire.Guid;
import org.ringway.wire.SocketIds;

/// What of the bus a guest reaches, beside what the root's policy allows it, and how.
///
/// @param ports what ports of the host mean; any other one is that port of whoever listens on it
/// @param services the interfaces that it may be offered and the services that it may connect to,
///     or null for all; what [#ports] mean it may reach in any case, and its host's services too
/// @param isRelayed whether the partition beside it stands between it and everybody else, and
///     copies: nobody else gets hold of its memory then, and nobody connects to it
public record GuestReach(
        List<PortMapping> ports, @Nullable Set<Guid> services, boolean isRelayed) {
    /// Everything, and every port is what it is.
    public static final GuestReach ALL = new GuestReach(List.of(), null, false);

    /// Keeps copies; no port may mean two things.
    public GuestReach {
        ports = List.copyOf(ports);
        services = services == null ? null : Set.copyOf(services);
        Set<Long> taken = new HashSet<>();
        for (PortMapping each : ports) {
            if (!taken.add(each.port())) {
                throw new IllegalArgumentException(
                        "port means two things: port=" + each.port());
            }
        }
    }

    /// {@return these limits with other ports}
    ///
    /// @param meant what they mean
    public GuestReach withPorts(List<PortMapping> meant) {
        return new GuestReach(meant, services, isRelayed);
    }

    /// {@return whether nothing is kept from the guest}
    boolean isEverything() {
        return services == null && !isRelayed;
    }

    boolean allows(Guid service) {
        return services == null || services.contains(service);
    }

    /// {@return what ports mean that the partition beside it may have to carry}: if everything is
    /// carried, then also the ports that it may connect to
    List<PortMapping> carried() {
        List<PortMapping> all = new ArrayList<>(ports);
        if (isRelayed && services != null) {
            Set<Guid> meant = new HashSet<>();
            ports.forEach(each -> meant.add(SocketIds.ofPort(each.port())));
            for (Guid service : services) {
                if (meant.add(service)) {
                    SocketIds.portOf(service).ifPresent(port -> all.add(
                            new PortMapping(port, SocketIds.WILDCARD, service)));
                }
            }
        }
        return List.copyOf(all);
    }
}
