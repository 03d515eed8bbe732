// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import picocli.CommandLine.Option;

/// What every command understands. Mix it in: `@Mixin private CommonOptions common;`.
public final class CommonOptions {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--json", description = "Print exactly one JSON object on standard output.")
    private boolean json;

    @Option(names = "--verbose",
            description = "Show where an error comes from. RINGWAY_DEBUG=1 does the same.")
    private boolean verbose;

    /// {@return whether the output is for a program}
    public boolean json() {
        return json;
    }

    /// {@return whether errors come with their stack}
    public boolean verbose() {
        return verbose;
    }
}
