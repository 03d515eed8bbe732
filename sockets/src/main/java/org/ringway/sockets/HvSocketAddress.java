// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.SocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.PartitionId;
import org.ringway.wire.SocketIds;

/// A partition and a service, as Hyper-V sockets have them: two GUIDs.
///
/// | as text | partition | | as text | service |
/// |---|---|---|---|---|
/// | `*`, or nothing | [#WILDCARD] | | digits | that port, a GUID made from AF_VSOCK's template |
/// | `children`, `loopback`, `parent` | that well-known one | | a GUID | that |
/// | `@7` | the one with that number | | any other name | [Guid#ofName] |
/// | a GUID | that | | | |
/// | any other name | [Guid#ofName] of what it calls itself | | | |
///
/// Two addresses are equal if their GUIDs are, however they were written.
///
/// - **Thread:** any; immutable.
public final class HvSocketAddress extends SocketAddress {
    /// To listen: whoever wants to connect. To connect: whoever listens.
    public static final Guid WILDCARD = SocketIds.WILDCARD;
    /// To listen: any other partition.
    public static final Guid CHILDREN = SocketIds.CHILDREN;
    /// This partition itself.
    public static final Guid LOOPBACK = SocketIds.LOOPBACK;
    /// The root.
    public static final Guid PARENT = SocketIds.PARENT;

    private static final long serialVersionUID = 1L;
    private static final String SCHEME = "hv://";
    private static final Pattern GUID =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,10}");
    private static final Pattern NUMBER = Pattern.compile("@[0-9]{1,10}");
    private static final Map<String, Guid> WORDS = Map.of("", WILDCARD, "*", WILDCARD,
            "children", CHILDREN, "loopback", LOOPBACK, "parent", PARENT);

    private final UUID partition;
    private final UUID service;
    /// As they were written, if that was by name.
    private final @Nullable String partitionName;
    private final @Nullable String serviceName;

    private HvSocketAddress(Guid partition, Guid service, @Nullable String partitionName,
            @Nullable String serviceName) {
        this.partition = partition.uuid();
        this.service = service.uuid();
        this.partitionName = partitionName;
        this.serviceName = serviceName;
    }

    /// {@return the address with these GUIDs}
    ///
    /// @param partition whose service
    /// @param service the service
    public static HvSocketAddress of(Guid partition, Guid service) {
        return new HvSocketAddress(partition, service, null, null);
    }

    /// {@return the address of a port}
    ///
    /// @param partition whose port
    /// @param port 0 to 4,294,967,295
    public static HvSocketAddress ofPort(Guid partition, long port) {
        return of(partition, SocketIds.ofPort(port));
    }

    /// {@return the address of a service of the partition with this number}
    ///
    /// @param partition the root's number, as long as that root lives
    /// @param service the service
    public static HvSocketAddress of(PartitionId partition, Guid service) {
        return of(SocketIds.ofPartition(partition), service);
    }

    /// {@return the address that is written like this, see above}
    ///
    /// @param partition whose service
    /// @param service the service
    /// @throws IllegalArgumentException if there is no service, a number is too large, or a name
    ///     is longer than 64 bytes or has control characters
    public static HvSocketAddress of(String partition, String service) {
        Guid whose = partitionOf(partition);
        Guid which = serviceOf(service);
        return new HvSocketAddress(whose, which,
                Guid.ofName(partition).equals(whose) ? partition : null,
                Guid.ofName(service).equals(which) ? service : null);
    }

    private static Guid partitionOf(String text) {
        Guid known = WORDS.get(text);
        if (known != null) {
            return known;
        }
        if (NUMBER.matcher(text).matches()) {
            long number = Long.parseLong(text.substring(1));
            if (number > SocketIds.MAX_PORT) {
                throw new IllegalArgumentException("partition number is too large: " + text);
            }
            return SocketIds.ofPartition(new PartitionId((int) number));
        }
        return named(text);
    }

    private static Guid serviceOf(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("address without a service; write one as in"
                    + " hv://docs-server/postgres or hv://docs-server/5432");
        }
        return PORT.matcher(text).matches()
                ? SocketIds.ofPort(Long.parseLong(text)) : named(text);
    }

    private static Guid named(String text) {
        return GUID.matcher(text).matches()
                ? Guid.of(UUID.fromString(text)) : Guid.ofName(Name.of(text).value());
    }

    /// {@return the address in a text such as `hv://docs-server/postgres`}
    ///
    /// @param text scheme, partition and service; other characters percent-encoded as in any URI
    /// @throws IllegalArgumentException if it is no such text
    public static HvSocketAddress parse(String text) {
        int slash = text.indexOf('/', SCHEME.length());
        if (!text.startsWith(SCHEME) || slash < 0 || text.indexOf('/', slash + 1) >= 0) {
            throw new IllegalArgumentException("not an address of the form"
                    + " hv://PARTITION/SERVICE: text=" + text);
        }
        return of(decoded(text.substring(SCHEME.length(), slash)),
                decoded(text.substring(slash + 1)));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /// {@return whose service}
    public Guid partition() {
        return Guid.of(partition);
    }

    /// {@return the service}
    public Guid service() {
        return Guid.of(service);
    }

    /// {@return the port that the service is, if it is one}
    public OptionalLong port() {
        return SocketIds.portOf(service());
    }

    /// {@return the partition in words}
    public String partitionText() {
        if (partitionName != null) {
            return partitionName;
        }
        if (partition().equals(WILDCARD)) {
            return "*";
        }
        for (Map.Entry<String, Guid> word : WORDS.entrySet()) {
            if (word.getValue().equals(partition())) {
                return word.getKey();
            }
        }
        OptionalLong number = SocketIds.numberOf(partition());
        return number.isPresent() ? "@" + number.getAsLong() : partition.toString();
    }

    /// {@return the service in words}
    public String serviceText() {
        if (serviceName != null) {
            return serviceName;
        }
        OptionalLong port = port();
        return port.isPresent() ? Long.toString(port.getAsLong()) : service.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HvSocketAddress that
                && partition.equals(that.partition) && service.equals(that.service);
    }

    @Override
    public int hashCode() {
        return 31 * partition.hashCode() + service.hashCode();
    }

    /// {@return as [#parse] reads it}
    @Override
    public String toString() {
        String whose = partitionName == null ? partitionText() : encoded(partitionName);
        return SCHEME + whose + '/'
                + (serviceName == null ? serviceText() : encoded(serviceName));
    }
}
