// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench;

import java.io.IOException;
import org.ringway.cli.CommandFailure;

/// Who can take part in a [Contest].
@FunctionalInterface
public interface Cast {
    /// {@return the contender of a name}
    ///
    /// @param name as comparisons have it
    Contender contender(String name);

    /// A comparison begins: its contenders are needed from now on.
    ///
    /// @param comparison of which not all has been done yet
    /// @throws IOException if one does not start
    /// @throws InterruptedException if interrupted
    default void enter(Comparison comparison) throws IOException, InterruptedException {}

    /// A contender has failed; it is left out of the rest of the comparison if this returns.
    ///
    /// @param name its name
    /// @param why what it said
    default void failed(String name, CommandFailure why) {
        throw why;
    }

    /// A comparison is over.
    ///
    /// @param comparison all of which has been done
    default void leave(Comparison comparison) {}
}
