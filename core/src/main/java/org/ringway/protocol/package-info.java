// SPDX-License-Identifier: Apache-2.0

/// Control messages as records, and the bytes they are on the wire.
///
/// VMBus messages 1 to 29 at versions 2.4 to 6.0 and our own in their private number range;
/// docs/protocol.md has the tables. Four sealed interfaces hold the records: standard or Ringway's,
/// to the root or to a child. A switch over them needs no default, so a new message is met wherever
/// it has to be. The package is pure: no thread, no clock, no link.
@NullMarked
package org.ringway.protocol;

import org.jspecify.annotations.NullMarked;
