// SPDX-License-Identifier: Apache-2.0

/// Plays a client or a root against any implementation, and says which rules it keeps.
///
/// It speaks bytes of its own and knows neither our root nor our child, so that what it expects of
/// others is not what ours happen to do.
module org.ringway.conformance {
    requires transitive org.ringway.core;

    exports org.ringway.conformance;
}
