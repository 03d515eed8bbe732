// SPDX-License-Identifier: Apache-2.0

/// The values that control messages are made of: ids, GUIDs, names, status codes, bytes.
///
/// All are immutable and compare by content, so any thread may hold them. A constructor refuses
/// what the protocol refuses, with an [IllegalArgumentException] that names the numbers; the codec
/// turns that into a [org.ringway.ProtocolException] when the value came from another partition.
@NullMarked
package org.ringway.wire;

import org.jspecify.annotations.NullMarked;
