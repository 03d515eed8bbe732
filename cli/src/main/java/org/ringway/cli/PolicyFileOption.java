// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.policy.PolicySource;
import picocli.CommandLine.Option;

/// Where the policy is. Mix it in: `@Mixin private PolicyFileOption policyFile;`.
final class PolicyFileOption {
    @Option(names = "--policy", paramLabel = "FILE",
            description = "What the root allows to whom; see docs/policy.md. Default:"
                    + " $XDG_CONFIG_HOME/ringway/ringway.toml (~/.config without that variable),"
                    + " else /etc/ringway/ringway.toml, if there is one.")
    private @Nullable Path given;

    PolicySource source() {
        return PolicySource.of(given, System.getenv());
    }
}
