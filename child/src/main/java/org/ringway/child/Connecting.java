// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ringway.child.machine.ChildMachine;
import org.ringway.child.machine.ConnectRequest;
import org.ringway.child.machine.Effect;
import org.ringway.child.machine.RequestId;
import org.ringway.child.machine.SeenOffer;
import org.ringway.pipe.RingStream;
import org.ringway.pipe.StreamOptions;
import org.ringway.wire.Guid;

/// A thread's wait for a stream to somebody who listens.
final class Connecting extends Pending<RingStream> {
    private final Guid partition;
    private final Guid service;
    private final Guid endpoint;
    private final StreamOptions options;
    private final OwnRings rings;
    private @Nullable SeenOffer offer;

    /// @param rings unmapped again if nothing comes of it
    Connecting(Guid partition, Guid service, Guid endpoint, StreamOptions options,
            OwnRings rings) {
        super("connect: partition=" + partition + " service=" + service);
        this.partition = partition;
        this.service = service;
        this.endpoint = endpoint;
        this.options = options;
        this.rings = rings;
    }

    StreamOptions options() {
        return options;
    }

    Rings rings() {
        return rings.rings();
    }

    /// It is being opened on this; on the control thread.
    void opening(SeenOffer on) {
        offer = on;
    }

    SeenOffer offer() {
        return Objects.requireNonNull(offer, "offer");
    }

    List<Effect> begin(ChildMachine machine, RequestId id) {
        return machine.connect(new ConnectRequest(id, partition, service, endpoint,
                rings.region(), rings.downstreamPageOffset()));
    }

    @Override
    void abandoned() {
        rings.rings().close();
    }
}
