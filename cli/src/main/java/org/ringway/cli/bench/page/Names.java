// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.page;

import java.util.Map;
import org.ringway.cli.bench.transport.TransportName;

/// What people are told instead of `family/manner/waiting`, and in which colour.
final class Names {
    private static final Map<String, String> FAMILIES = Map.ofEntries(
            Map.entry("ringway", "Ringway"), Map.entry("among", "Ringway"),
            Map.entry("stream", "Ringway, stream"), Map.entry("forward", "TCP, forwarded"),
            Map.entry("tcp", "TCP"), Map.entry("unix", "Unix socket"), Map.entry("pipe", "Pipe"),
            Map.entry("grpc-ringway", "gRPC, Ringway"), Map.entry("grpc-tcp", "gRPC, TCP"),
            Map.entry("aeron", "Aeron IPC"), Map.entry("agrona", "Agrona ring"),
            Map.entry("c", "C"), Map.entry("iperf3", "iperf3"));
    private static final Map<String, String> MANNERS = Map.ofEntries(
            Map.entry("plain", ""), Map.entry("batch", ", batches"),
            Map.entry("reserve", ", in place"), Map.entry("lend", ", lent pages"),
            Map.entry("lent", ", lent where it lies"), Map.entry("handoff", ", handed over"),
            Map.entry("standing", ", standing grant"), Map.entry("pool", ", transfer pages"),
            Map.entry("poolhandoff", ", pages of a pool"), Map.entry("unary", ""),
            Map.entry("large", " with large rings"));

    private Names() {}

    /// @param contender as results have it; a floor has two words only
    static String of(String contender) {
        String[] words = contender.split("/");
        String family = FAMILIES.getOrDefault(words[0], words[0]);
        if (words.length == 2) {
            return family + ", " + words[1];
        }
        TransportName name = TransportName.parse(contender);
        switch (name.family()) {
            case "among" -> {
                String[] company = name.manner().split("-");
                return "one of " + company[1] + " " + company[0];
            }
            case "opening" -> {
                return name.manner().equals("join") ? "Ringway, joining"
                        : FAMILIES.getOrDefault(name.manner(), name.manner());
            }
            default -> { }
        }
        return family + MANNERS.getOrDefault(name.manner(), ", " + name.manner())
                + waiting(name);
    }

    private static String waiting(TransportName name) {
        boolean always = name.family().equals("aeron") || name.family().equals("agrona");
        return switch (name.waiting()) {
            case SPIN -> always ? "" : ", spinning";
            case BLOCK -> ", blocking";
            case USUAL -> "";
        };
    }

    /// {@return a class of the style sheet}
    ///
    /// @param contender as results have it
    static String style(String contender) {
        String[] words = contender.split("/");
        String family = switch (words[0]) {
            case "among", "stream", "grpc-ringway" -> "ringway";
            case "opening" -> words[1].equals("join") ? "ringway" : words[1];
            case "iperf3", "forward", "grpc-tcp" -> "tcp";
            default -> words[0];
        };
        if (family.equals("c")) {
            return "floor";
        }
        if (!family.equals("ringway")) {
            return family;
        }
        boolean another = contender.matches(
                "(stream|grpc-ringway)/.*|.*/(lend|lent|handoff|standing|pool|poolhandoff)/.*");
        return another ? "ringway-2"
                : contender.endsWith("/usual") ? "ringway" : "ringway-3";
    }
}
