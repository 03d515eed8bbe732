// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.memory.GpadlId;
import org.ringway.platform.PeerCredentials;
import org.ringway.protocol.GpadlAssembly;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.RingwayToRoot.OfferAudience;
import org.ringway.protocol.StandardToRoot;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PeerFacts;
import org.ringway.wire.PortId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.SocketIds;

/// One link and whoever is at its other end.
final class Partition {
    private static final int MAX_DENIALS_NOTED = 16;

    private final PartitionId id;
    private final PeerCredentials peer;
    private @Nullable Region addressSpace;
    private @Nullable Name plainName;
    private @Nullable Guid plainGuid;
    private boolean spaceAwaited;

    private Connection connection = new Connection();
    private boolean gone;
    private int lent;
    private int denials;
    private int untakenPosts;
    private @Nullable StandardToRoot parting;

    Partition(PartitionId id, PeerCredentials peer, @Nullable AddressSpace space) {
        this.id = id;
        this.peer = peer;
        this.addressSpace = space == null ? null : Region.of(space);
    }

    /// What lasts from one InitiateContact to the next.
    static final class Connection {
        private final PortTable ports = new PortTable();
        private final RegionTable regions = new RegionTable();
        private final Map<OfferId, Offer> offers = new LinkedHashMap<>();
        private final Map<OfferIdentity, ConsumerPort> seen = new HashMap<>();
        private final Map<GpadlId, GpadlAssembly> partial = new HashMap<>();
        private final GrantCount grants = new GrantCount();
        private final Map<PortId, OpenedPort> openPorts = new LinkedHashMap<>();
        private @Nullable ProtocolVersion version;
        private @Nullable Name ringwayName;
        private @Nullable OfferAudience audience;
        private @Nullable Guid ringwayGuid;
        private boolean inspectable;
        private boolean knowsSubchannels;
        private boolean ownsName;
        private boolean offersRequested;
    }

    PartitionId id() {
        return id;
    }

    PeerCredentials peer() {
        return peer;
    }

    @Nullable Region addressSpace() {
        return addressSpace;
    }

    /// Its memory has been announced, and is being looked at.
    void await(Region space, Name name) {
        addressSpace = space;
        plainName = name;
        plainGuid = name.equals(Name.EMPTY) ? null : Guid.ofName(name.value());
        spaceAwaited = true;
    }

    /// {@return whether nobody has looked at its memory yet}
    boolean isSpaceAwaited() {
        return spaceAwaited;
    }

    void foundFit(Region space) {
        space.foundFit();
        spaceAwaited = false;
    }

    /// Whether it has brought all its memory, and is a plain client for ever.
    boolean isPlain() {
        return addressSpace != null;
    }

    /// Whether a machine speaks for it, which says whom its sockets mean.
    boolean isGuest() {
        return plainName != null;
    }

    PeerFacts facts() {
        return new PeerFacts(id, peer.pid(), peer.uid(), peer.gid(), name());
    }

    /// Nobody is at the other end any more: what its own channels with itself would tell it is said
    /// to nobody.
    void leave() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /// Forgets everything since the last InitiateContact.
    void reset() {
        connection = new Connection();
    }

    /// {@return whether people should hear of one more: who asks for ever must not fill the log}
    boolean countDenial() {
        return denials < MAX_DENIALS_NOTED && ++denials > 0;
    }

    /// A provider has memory of this plain client on a channel that the client has left.
    void lend() {
        lent++;
    }

    /// {@return whether nobody has any more}
    boolean takeBack() {
        lent--;
        return lent == 0;
    }

    boolean hasLent() {
        return lent > 0;
    }

    /// The request that is to be answered once nobody has memory of this client any more.
    void await(StandardToRoot request) {
        parting = request;
    }

    @Nullable StandardToRoot takeParting() {
        StandardToRoot taken = parting;
        parting = null;
        return taken;
    }

    /// What is spoken on the link, or null if that is not agreed.
    @Nullable ProtocolVersion version() {
        return connection.version;
    }

    void connect(ProtocolVersion version) {
        connection.version = version;
    }

    boolean speaks(ProtocolVersion version) {
        return connection.version != null && connection.version.isAtLeast(version);
    }

    /// Whether it said Hello.
    boolean isRingway() {
        return connection.ringwayName != null;
    }

    void hello(Hello hello) {
        connection.ringwayName = hello.name();
        connection.ringwayGuid = hello.name().equals(Name.EMPTY)
                ? null : Guid.ofName(hello.name().value());
        connection.inspectable = (hello.flags() & Hello.INSPECTABLE) != 0;
        connection.knowsSubchannels = (hello.flags() & Hello.SUBCHANNELS) != 0;
        connection.ownsName = (hello.flags() & Hello.OWNS_NAME) != 0;
    }

    /// Whether it said that it knows what a sub-channel is; plain clients do all the same.
    boolean knowsSubchannels() {
        return connection.knowsSubchannels;
    }

    /// Whether its name is nobody else's: it has said so, or listens under it.
    boolean ownsName() {
        return connection.ownsName
                || offers().values().stream().anyMatch(
                        offer -> offer.listening() != null && !offer.isCall());
    }

    /// Whether it answers questions for its state.
    boolean isInspectable() {
        return connection.inspectable;
    }

    Name name() {
        Name said = connection.ringwayName == null ? plainName : connection.ringwayName;
        return said == null ? Name.EMPTY : said;
    }

    /// The next offer of this partition is for one other alone.
    void expect(OfferAudience audience) {
        connection.audience = audience;
    }

    /// {@return who alone is to see the offer that comes now, or null if everybody is}
    @Nullable PartitionId takeAudience(OfferId offer) {
        OfferAudience said = connection.audience;
        connection.audience = null;
        return said == null || !said.offerId().equals(offer) ? null : said.partition();
    }

    /// Whether it is meant by a GUID that is no well-known one.
    boolean isCalled(Guid guid) {
        return guid.equals(isGuest() ? plainGuid : connection.ringwayGuid)
                || guid.equals(SocketIds.ofPartition(id));
    }

    boolean hasRequestedOffers() {
        return connection.offersRequested;
    }

    void requestOffers() {
        connection.offersRequested = true;
    }

    PortTable ports() {
        return connection.ports;
    }

    RegionTable regions() {
        return connection.regions;
    }

    /// What it provides.
    Map<OfferId, Offer> offers() {
        return connection.offers;
    }

    /// Under which ids it sees offers of others, or has not released them yet.
    Map<OfferIdentity, ConsumerPort> seen() {
        return connection.seen;
    }

    /// GPADLs of which bodies are missing.
    Map<GpadlId, GpadlAssembly> partial() {
        return connection.partial;
    }

    GrantCount grants() {
        return connection.grants;
    }

    /// Where it can be reached without a channel.
    Map<PortId, OpenedPort> openPorts() {
        return connection.openPorts;
    }

    /// Messages that it has posted and others have not taken, also since it connected anew.
    int untakenPosts() {
        return untakenPosts;
    }

    void posted() {
        untakenPosts++;
    }

    void postTaken() {
        untakenPosts--;
    }
}
