// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.inspect;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.child.BusListing;
import org.ringway.cli.BusNames;
import org.ringway.cli.Json;
import org.ringway.cli.Table;
import org.ringway.cli.inspect.ChannelRate.Flow;
import org.ringway.cli.inspect.ChannelRate.Ring;
import org.ringway.protocol.RingwayToChild.ChannelEntry;

/// The rates of all channels: a table for people, an object for programs.
///
/// @param listing what there was
/// @param rates of its channels
record RateReport(BusListing listing, List<ChannelRate> rates) {
    private static final String UNKNOWN = "?";
    private static final int PERCENT = 100;

    void print(PrintWriter out) {
        BusNames names = new BusNames(listing);
        Table table = new Table("CHANNEL", "OFFER", "PROVIDER", "CONSUMER", "TO PROVIDER/S",
                "FULL %", "TO CONSUMER/S", "FULL %", "SIGNALS/S");
        for (ChannelRate rate : rates) {
            ChannelEntry channel = rate.channel();
            Object[] flow = cells(rate.flow());
            table.row(BusNames.channel(channel), names.offer(channel),
                    names.partition(channel.provider()), names.partition(channel.consumer()),
                    flow[0], flow[1], flow[2], flow[3], flow[4]);
        }
        out.println("channels: " + rates.size());
        if (!rates.isEmpty()) {
            table.print(out);
        }
    }

    private static Object[] cells(@Nullable Flow flow) {
        return flow == null ? new Object[] {UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN}
                : new Object[] {Math.round(flow.toProvider().packets()),
                    Math.round(flow.toProvider().occupied() * PERCENT),
                    Math.round(flow.toConsumer().packets()),
                    Math.round(flow.toConsumer().occupied() * PERCENT),
                    Math.round(flow.signals())};
    }

    Map<String, @Nullable Object> json() {
        BusNames names = new BusNames(listing);
        return Json.object("channels", rates.stream().map(rate -> json(rate, names)).toList());
    }

    private static Map<String, @Nullable Object> json(ChannelRate rate, BusNames names) {
        ChannelEntry channel = rate.channel();
        Flow flow = rate.flow();
        return Json.object("channel", BusNames.channel(channel),
                "offer", names.offerName(channel),
                "provider", BusNames.number(channel.provider()),
                "consumer", BusNames.number(channel.consumer()),
                "toProvider", flow == null ? null : json(flow.toProvider()),
                "toConsumer", flow == null ? null : json(flow.toConsumer()),
                "signalsPerSecond", flow == null ? null : flow.signals());
    }

    private static Map<String, @Nullable Object> json(Ring ring) {
        return Json.object("packetsPerSecond", ring.packets(), "occupied", ring.occupied());
    }
}
