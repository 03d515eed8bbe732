// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

/// One message of the control path. [ControlCodec] knows its bytes.
public sealed interface ControlMessage permits ToRoot, ToChild {
    /// Bytes of the longest message.
    int MAX_BYTES = 240;
}
