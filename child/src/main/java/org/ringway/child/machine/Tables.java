// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import org.ringway.wire.Name;

/// What one machine is made of.
final class Tables {
    final Effects effects = new Effects();
    final Refusals refusals = new Refusals();
    final Handshake handshake;
    final OfferTable offers = new OfferTable(effects);
    final ServiceTable services = new ServiceTable(effects, refusals);
    final Lists lists = new Lists(effects);
    final Inspections inspections = new Inspections(effects, refusals);
    final ChannelTable channels = new ChannelTable();
    final OwnGrants grants = new OwnGrants(effects, refusals, this::settle);
    final Consumers consumers = new Consumers(channels, offers, grants, effects, refusals);
    final Connects connects = new Connects(consumers, grants, effects, refusals);
    final SubchannelRequests subchannels;
    final Interrupts interrupts = new Interrupts(effects, refusals);
    final Providers providers = new Providers(channels, services, effects);
    final OwnPorts ports;
    final Posts posts;

    Tables(Name name, boolean ownsName) {
        handshake = new Handshake(name, ownsName, effects, refusals);
        subchannels = new SubchannelRequests(channels, offers, handshake, effects, refusals);
        ports = new OwnPorts(effects, refusals, handshake);
        posts = new Posts(effects, refusals, handshake);
    }

    /// A channel may have nothing granted any more.
    void settle(Channel channel) {
        switch (channel) {
            case ConsumerChannel consumer -> consumers.settle(consumer);
            case ProviderChannel provider -> providers.settle(provider);
        }
    }
}
