// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.IOException;
import org.ringway.child.ChildPartition;
import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.bench.transport.RingwayTransport;
import org.ringway.cli.bench.transport.Transport;
import org.ringway.cli.bench.transport.TransportName;

/// One busy channel in company: `among/channels-1000/spin` is one of a thousand that its two
/// partitions have open, `among/partitions-32/spin` one of as many pairs as 32 partitions make.
public final class CompanyTransport implements Transport {
    /// For the service loader.
    public CompanyTransport() {}

    @Override
    public String family() {
        return "among";
    }

    @Override
    public Conduit connect(Place place) throws IOException, InterruptedException {
        String[] manner = place.name().manner().split("-");
        int count = Integer.parseInt(manner[1]);
        ChildPartition self =
                ChildPartition.join(place.root(), place.isNear() ? "near" : "far");
        String name = place.folder().getFileName() + " company ";
        boolean apart = manner[0].equals("partitions");
        int others = apart ? (count - 2) / 2 : count - 1;
        for (int i = 0; i < others; i++) {
            ChildPartition host = apart ? ChildPartition.join(place.root(), "company") : self;
            if (place.isNear()) {
                Company.open(host, name + i);
            } else {
                Company.offer(host, name + i);
            }
        }
        TransportName plain = new TransportName("ringway", "plain", place.name().waiting());
        return RingwayTransport.connect(new Place(
                place.end(), plain, place.folder(), place.root(), place.ready()), self);
    }
}
