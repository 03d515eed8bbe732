// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.ringway.conformance.root.RootRules;
import org.ringway.conformance.root.Stage;
import org.ringway.conformance.script.Check;
import org.ringway.conformance.script.Patience;
import org.ringway.platform.Platform;

/// Plays clients against a root that listens somewhere.
///
/// - **Thread:** one at a time.
public final class RootTrial implements Trial {
    private final Platform platform;
    private final Path socket;
    private final Duration limit;

    /// @param platform links, regions and doorbells of this host
    /// @param socket where the root listens
    /// @param limit how long one rule may take
    public RootTrial(Platform platform, Path socket, Duration limit) {
        this.platform = platform;
        this.socket = socket;
        this.limit = limit;
    }

    @Override
    public List<Rule> rules() {
        return RootRules.all().stream().map(Check::rule).toList();
    }

    @Override
    public void run(Predicate<Rule> wanted, Consumer<Finding> listener) {
        platform.connect(socket).close(); // nobody there is no finding
        Stage stage = new Stage(platform, socket, new Patience(limit));
        for (Check<Stage> check : RootRules.all()) {
            if (wanted.test(check.rule())) {
                stage.clear();
                listener.accept(check.findOut(stage));
            }
        }
        stage.clear();
    }
}
