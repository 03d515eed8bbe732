// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.wire.OfferId;

/// Two ports that belong together. A port that is null has gone for good, or in a kept channel has
/// not come yet.
final class Channel {
    /// How far a channel is.
    enum Phase {
        /// The doorbell is being made; the provider knows nothing yet.
        DOORBELL,
        /// The provider was asked.
        OPENING,
        /// Packets may travel.
        OPEN,
        /// One side is through with it, the other not yet.
        CLOSING,
        /// An earlier root opened it, and one side has not said so yet.
        KEPT
    }

    private final long number;
    private final ChannelKey key;
    private final OfferIdentity identity;
    private final @Nullable OpenChannel request;
    private final @Nullable Channel primary;
    private final Subchannels subchannels = new Subchannels();

    private @Nullable ConsumerPort consumer;
    private @Nullable ProviderPort provider;
    private OfferId offerId;
    private Phase phase;
    private boolean stream;
    private boolean trusted;
    private int targetVp;
    private boolean consumerClosed;
    private @Nullable Partition lender;
    private @Nullable HandleToken consumerBell;
    /// Why the provider cannot have it although it says yes: it could not map the ring.
    private @Nullable Refusal failure;
    private boolean accepted;

    private Channel(long number, ChannelKey key, OfferIdentity identity, OfferId offerId,
            @Nullable OpenChannel request, Phase phase, @Nullable Channel primary) {
        this.number = number;
        this.key = key;
        this.identity = identity;
        this.offerId = offerId;
        this.request = request;
        this.phase = phase;
        this.primary = primary;
    }

    /// A channel that is to be opened on an offer.
    static Channel opening(
            long number, ChannelKey key, ConsumerPort port, Offer offer, OpenChannel request) {
        Channel channel = new Channel(number, key,
                offer.identity().subchannel(port.subchannelIndex()), offer.id(), request,
                Phase.DOORBELL, port.primary());
        channel.target(request.targetVp());
        channel.stream = offer.isConnection();
        return channel;
    }

    /// A channel of an earlier root.
    ///
    /// @param primary of which it is a sub-channel, or null
    static Channel kept(
            long number, ChannelKey key, OfferIdentity identity, @Nullable Channel primary) {
        Channel channel =
                new Channel(number, key, identity, new OfferId(0), null, Phase.KEPT, primary);
        if (primary != null) {
            primary.subchannels.keep(channel);
        }
        return channel;
    }

    /// The number for people and for the shell. The serial is for both sides alone.
    long number() {
        return number;
    }

    ChannelKey key() {
        return key;
    }

    OfferIdentity identity() {
        return identity;
    }

    /// The channel of which this is a sub-channel, or null.
    @Nullable Channel primary() {
        return primary;
    }

    Subchannels subchannels() {
        return subchannels;
    }

    /// Which of the consumer's processors is interrupted.
    int targetVp() {
        return targetVp;
    }

    void target(int processor) {
        targetVp = processor;
    }

    /// The provider's number for the offer.
    OfferId offerId() {
        return offerId;
    }

    /// The provider has said on which offer a kept channel was opened.
    void belongTo(OfferId offer) {
        offerId = offer;
    }

    /// What the consumer asked for; there is none if an earlier root opened the channel.
    OpenChannel request() {
        return Objects.requireNonNull(request);
    }

    /// The ring, while this root guards it.
    @Nullable Gpadl ring() {
        return request == null || consumer == null ? null : consumer.gpadl(request.ring());
    }

    @Nullable ConsumerPort consumer() {
        return consumer;
    }

    @Nullable ProviderPort provider() {
        return provider;
    }

    /// The other side's port.
    @Nullable Port peerOf(Port port) {
        return port == consumer ? provider : consumer;
    }

    void join(ConsumerPort port) {
        consumer = port;
        port.attach(this);
    }

    void join(ProviderPort port) {
        provider = port;
        port.attach(this);
    }

    void leave(Port port) {
        if (port == consumer) {
            consumer = null;
        } else if (port == provider) {
            provider = null;
        }
        port.detach();
    }

    Phase phase() {
        return phase;
    }

    void enter(Phase next) {
        phase = next;
    }

    /// Whether it is a connection, on which nothing is granted but the ring.
    boolean isStream() {
        return stream;
    }

    /// Whether the policy, when it was opened, said that both sides trust each other.
    boolean isTrusted() {
        return trusted;
    }

    void trust() {
        trusted = true;
    }

    boolean isConsumerClosed() {
        return consumerClosed;
    }

    void closeConsumer() {
        consumerClosed = true;
    }

    /// Whether a port's owner still works with this channel under it.
    boolean isInUseBy(Port port) {
        return port != consumer || !consumerClosed;
    }

    /// The plain client that has gone from here while the provider still has its memory.
    @Nullable Partition lender() {
        return lender;
    }

    void lend(Partition consumer) {
        lender = consumer;
        consumer.lend();
    }

    void keepConsumerBell(HandleToken end) {
        consumerBell = end;
    }

    @Nullable HandleToken takeConsumerBell() {
        HandleToken taken = consumerBell;
        consumerBell = null;
        return taken;
    }

    boolean isAccepted() {
        return accepted;
    }

    void accept() {
        accepted = true;
    }

    @Nullable Refusal failure() {
        return failure;
    }

    void fail(Refusal why) {
        failure = why;
    }
}
