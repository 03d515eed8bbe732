// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.policy;

/// A policy file that cannot be obeyed. The message says where, what is wrong, and what was
/// expected there.
public final class PolicyFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyFault(String message) {
        super(message);
    }
}
