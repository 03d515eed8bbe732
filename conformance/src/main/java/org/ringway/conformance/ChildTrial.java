// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.ringway.conformance.Finding.Outcome;
import org.ringway.conformance.child.ChildRules;
import org.ringway.conformance.child.Stage;
import org.ringway.conformance.script.Check;
import org.ringway.conformance.script.Patience;
import org.ringway.platform.Platform;

/// Plays the root, and the peer of its channels, against a child that knocks at a socket.
///
/// - **Thread:** one at a time.
public final class ChildTrial implements Trial {
    private final Platform platform;
    private final Path socket;
    private final Duration limit;
    private final List<String> command;

    /// @param platform links, regions and doorbells of this host
    /// @param socket where to listen
    /// @param limit how long one rule may take
    /// @param command starts the child, with `RINGWAY_SOCKET` set; empty if somebody else does
    public ChildTrial(Platform platform, Path socket, Duration limit, List<String> command) {
        this.platform = platform;
        this.socket = socket;
        this.limit = limit;
        this.command = List.copyOf(command);
    }

    @Override
    public List<Rule> rules() {
        return ChildRules.all().stream().map(Check::rule).toList();
    }

    @Override
    public void run(Predicate<Rule> wanted, Consumer<Finding> listener) {
        try (Stage stage = new Stage(platform, socket, command, new Patience(limit))) {
            for (Check<Stage> check : ChildRules.all()) {
                if (wanted.test(check.rule())) {
                    stage.begin();
                    Finding finding = check.findOut(stage);
                    stage.clear(finding.outcome() != Outcome.BROKEN);
                    listener.accept(finding);
                }
            }
        }
    }
}
