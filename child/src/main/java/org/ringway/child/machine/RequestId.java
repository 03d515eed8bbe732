// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

/// Names something the shell asked for until it is answered, has failed or is given up.
///
/// @param value chosen by the shell, never twice
public record RequestId(long value) {}
