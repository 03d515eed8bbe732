// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.policy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ringway.root.policy.Policy;
import org.ringway.root.policy.QuotaRules;

/// Where the policy of a root is: in the file that was given, else in the first of the usual places
/// that has one, else nowhere. After a file was obeyed no other is looked for: if it goes, nothing
/// is allowed that it forbade.
///
/// - **Thread:** one at a time.
public final class PolicySource {
    /// The name of a file that allows everything within the default quotas.
    public static final String NONE = "/dev/null";

    private static final Path IN_FOLDER = Path.of("ringway", "ringway.toml");
    private static final Path OF_HOST = Path.of("/etc").resolve(IN_FOLDER);

    private final List<Path> places;
    private @Nullable Path obeyed;

    PolicySource(List<Path> places, @Nullable Path given) {
        this.places = places;
        this.obeyed = given;
    }

    /// {@return the source of a file, or of the usual places}
    ///
    /// @param given the file, or null
    /// @param environment variables
    public static PolicySource of(@Nullable Path given, Map<String, String> environment) {
        return new PolicySource(usual(environment), given);
    }

    private static List<Path> usual(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (!config.isEmpty()) {
            return List.of(Path.of(config).resolve(IN_FOLDER), OF_HOST);
        }
        return home.isEmpty() ? List.of(OF_HOST)
                : List.of(Path.of(home, ".config").resolve(IN_FOLDER), OF_HOST);
    }

    /// {@return where a file is looked for when none was given}
    public List<Path> places() {
        return places;
    }

    /// {@return the file, or null if there is none}
    public @Nullable Path file() {
        return obeyed != null ? obeyed
                : places.stream().filter(PolicySource::isThere).findFirst().orElse(null);
    }

    /// Whether there is a file, or nobody can tell and it is the one of the host: rules that the
    /// root may not read are no reason to have none.
    private static boolean isThere(Path place) {
        return place.equals(OF_HOST) ? !Files.notExists(place) : Files.exists(place);
    }

    /// {@return what the file says now, or the default if there is none}
    ///
    /// @param options changes the quotas for everybody before those of single users are read
    /// @throws PolicyFault if it cannot be obeyed
    public Policy read(UnaryOperator<QuotaRules> options) {
        Path file = file();
        if (file == null) {
            return Policy.DEFAULT.withQuotas(options.apply(QuotaRules.DEFAULT));
        }
        Policy policy = PolicyFile.read(file, options);
        obeyed = file;
        return policy;
    }
}
