// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.page;

import java.util.Map;
import org.ringway.cli.bench.transport.TransportName;

/// What people are told instead of `family/manner/waiting`, and in which colour.
final class Names {
    private static final Map<String, String> FAMILIES = Map.of("ringway", "Ringway", "tcp", "TCP",
            "unix", "Unix socket", "pipe", "Pipe", "aeron", "Aeron IPC", "agrona", "Agrona ring",
            "c", "C");
    private static final Map<String, String> MANNERS = Map.of("plain", "", "batch", ", batches",
            "reserve", ", in place", "lend", ", lent pages", "handoff", ", handed over");

    private Names() {}

    /// @param contender as results have it; a floor has two words only
    static String of(String contender) {
        String[] words = contender.split("/");
        String family = FAMILIES.getOrDefault(words[0], words[0]);
        if (words.length == 2) {
            return family + ", " + words[1];
        }
        TransportName name = TransportName.parse(contender);
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
        String family = contender.substring(0, contender.indexOf('/'));
        if (family.equals("c")) {
            return "floor";
        }
        if (!family.equals("ringway")) {
            return family;
        }
        return contender.contains("/lend/") || contender.contains("/handoff/") ? "ringway-2"
                : contender.endsWith("/usual") ? "ringway" : "ringway-3";
    }
}
