// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Tries an implementation, one rule after the other.
///
/// - **Thread:** one at a time. **Blocking:** until all is tried; each rule has its time limit.
public interface Trial {
    /// {@return every rule that concerns this side, in the order of the report}
    List<Rule> rules();

    /// Tries rules.
    ///
    /// @param wanted which
    /// @param listener told of each at once
    /// @throws org.ringway.PlatformException if this host does not give what it takes
    void run(Predicate<Rule> wanted, Consumer<Finding> listener);
}
