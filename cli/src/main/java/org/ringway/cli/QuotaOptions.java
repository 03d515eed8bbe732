// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import org.ringway.root.policy.PortQuotas;
import org.ringway.root.policy.QuotaRules;
import org.ringway.root.policy.Quotas;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/// How much one partition may ask of a root.
final class QuotaOptions {
    private static final Quotas USUAL = Quotas.DEFAULT;
    private static final String OF_ONE = " of one partition (default: ${DEFAULT-VALUE}).";

    @Option(names = "--max-partitions", paramLabel = "N",
            description = "Most partitions at a time (default: ${DEFAULT-VALUE}).")
    private int partitions = QuotaRules.DEFAULT.partitions();

    @Option(names = "--max-offers", paramLabel = "N", description = "Most offers" + OF_ONE)
    private int offers = USUAL.offers();

    @Option(names = "--max-channels", paramLabel = "N",
            description = "Most channels that one partition opens, and as many that it accepts"
                    + " (default: ${DEFAULT-VALUE}).")
    private int channels = USUAL.channels();

    @Option(names = "--max-regions", paramLabel = "N", description = "Most regions" + OF_ONE)
    private int regions = USUAL.regions();

    @Option(names = "--max-region-pages", paramLabel = "N",
            description = "Most 4 KiB pages in all regions" + OF_ONE)
    private long regionPages = USUAL.regionPages();

    @Option(names = "--max-gpadls", paramLabel = "N", description = "Most GPADLs" + OF_ONE)
    private int gpadls = USUAL.gpadls();

    @Option(names = "--max-gpadl-runs", paramLabel = "N",
            description = "Most runs of pages in all GPADLs" + OF_ONE)
    private int gpadlRuns = USUAL.gpadlRuns();

    @Option(names = "--max-partial-gpadls", paramLabel = "N",
            description = "Most GPADLs with parts missing" + OF_ONE)
    private int partialGpadls = USUAL.partialGpadls();

    @Option(names = "--max-pending", paramLabel = "N",
            description = "Most messages that wait until a partition reads; one with more is"
                    + " hung up on (default: ${DEFAULT-VALUE}).")
    private int pendingMessages = USUAL.pendingMessages();

    @Option(names = "--max-ports", paramLabel = "N", description = "Most ports" + OF_ONE)
    private int ports = USUAL.ports().open();

    @Option(names = "--max-untaken", paramLabel = "N",
            description = "Most messages that one partition has posted to ports and that were not"
                    + " taken (default: ${DEFAULT-VALUE}).")
    private int untaken = USUAL.ports().untaken();

    /// {@return other quotas, but for what was given on the command line}
    static QuotaRules over(QuotaRules others, ParseResult given) {
        Quotas usual = others.usual();
        return new QuotaRules(
                given.matchedOptionValue("--max-partitions", others.partitions()),
                new Quotas(usual.partitions(),
                        given.matchedOptionValue("--max-offers", usual.offers()),
                        given.matchedOptionValue("--max-channels", usual.channels()),
                        given.matchedOptionValue("--max-regions", usual.regions()),
                        given.matchedOptionValue("--max-region-pages", usual.regionPages()),
                        given.matchedOptionValue("--max-gpadls", usual.gpadls()),
                        given.matchedOptionValue("--max-gpadl-runs", usual.gpadlRuns()),
                        given.matchedOptionValue("--max-partial-gpadls", usual.partialGpadls()),
                        given.matchedOptionValue("--max-pending", usual.pendingMessages()),
                        new PortQuotas(
                                given.matchedOptionValue("--max-ports", usual.ports().open()),
                                given.matchedOptionValue(
                                        "--max-untaken", usual.ports().untaken()))),
                others.ofUsers());
    }
}
