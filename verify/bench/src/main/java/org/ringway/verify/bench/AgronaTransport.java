// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.bench.transport.Transport;

/// Agrona's one-to-one ring buffers over mapped files, one each way.
public final class AgronaTransport implements Transport {
    /// For the service loader.
    public AgronaTransport() {}

    @Override
    public String family() {
        return "agrona";
    }

    @Override
    public Conduit connect(Place place) {
        if (!place.isNear()) {
            place.ready().run();
        }
        return new AgronaConduit(
                place.folder(), place.isNear(), Idling.of(place.name().waiting()));
    }
}
