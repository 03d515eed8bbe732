// SPDX-License-Identifier: Apache-2.0

/// Many processes: malice, death, foreign users, shortage.
///
/// A [org.ringway.verify.system.Villain] is a process of its own that speaks the protocol by hand,
/// honestly up to the point of malice. Around it are a root as a process, a victim in the test's
/// JVM, and two innocents, whose traffic through the same root must go on unharmed.
@NullMarked
package org.ringway.verify.system;

import org.jspecify.annotations.NullMarked;
