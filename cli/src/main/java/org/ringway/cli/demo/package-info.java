// SPDX-License-Identifier: Apache-2.0

/// `ringway demo`: three processes, a real directory tree, every byte checked, and the price of it
/// beside TCP's.
///
/// [Conductor] starts a root and two children and watches over them. [Provider] serves the tree,
/// [Consumer] pulls it: over a channel, into pages it has granted, and then over TCP.
@NullMarked
package org.ringway.cli.demo;

import org.jspecify.annotations.NullMarked;
