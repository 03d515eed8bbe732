// SPDX-License-Identifier: Apache-2.0

/// What a child says and when, without a link, a thread or a clock.
///
/// [ChildMachine] is told what came over the link and what the partition wants, one call at a time,
/// and answers with effects for the shell to perform in order. Handles pass through it unopened.
@NullMarked
package org.ringway.child.machine;

import org.jspecify.annotations.NullMarked;
