// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.io.IOException;
import org.ringway.channel.WaitStrategy;
import org.ringway.child.ChildPartition;
import org.ringway.pipe.StreamOptions;
import org.ringway.sockets.HvChannel;
import org.ringway.sockets.HvServerChannel;
import org.ringway.sockets.HvSocketAddress;

/// A stream between two partitions.
///
/// | manner | rings |
/// |---|---|
/// | `plain` | what a stream has by default |
/// | `large` | 1 MiB each way, for much data |
public final class StreamTransport implements Transport {
    private static final int LARGE_BYTES = 1 << 20;

    /// For the service loader.
    public StreamTransport() {}

    @Override
    public String family() {
        return "stream";
    }

    @Override
    public Conduit connect(Place place) throws IOException, InterruptedException {
        StreamOptions options = options(place.name());
        String service = place.folder().getFileName().toString();
        ChildPartition self =
                ChildPartition.join(place.root(), place.isNear() ? "near" : service);
        HvChannel channel = place.isNear() ? HvChannel.open(self, options)
                : accepted(self, service, options, place);
        if (place.isNear()) {
            channel.connect(HvSocketAddress.of(service, service));
        }
        return new StreamConduit(channel, channel);
    }

    private static StreamOptions options(TransportName name) {
        StreamOptions options = StreamOptions.DEFAULT.withWaiting(switch (name.waiting()) {
            case SPIN -> WaitStrategy.SPIN;
            case USUAL -> WaitStrategy.SPIN_THEN_BLOCK;
            case BLOCK -> WaitStrategy.BLOCK;
        });
        return switch (name.manner()) {
            case "plain" -> options;
            case "large" -> options.withBytes(LARGE_BYTES, LARGE_BYTES);
            default -> throw new IllegalArgumentException("unknown manner: name=" + name);
        };
    }

    private static HvChannel accepted(ChildPartition self, String service, StreamOptions options,
            Place place) throws IOException {
        try (HvServerChannel listening = HvServerChannel.open(self, options)) {
            listening.bind(HvSocketAddress.of("*", service));
            place.ready().run();
            HvChannel channel = listening.accept();
            if (channel == null) {
                throw new AssertionError("a channel that blocks has accepted nothing");
            }
            return channel;
        }
    }
}
