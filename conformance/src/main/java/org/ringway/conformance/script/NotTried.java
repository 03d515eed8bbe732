// SPDX-License-Identifier: Apache-2.0
package org.ringway.conformance.script;

/// There is no way to see whether a rule is kept. The text says why.
public final class NotTried extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotTried(String why) {
        super(why);
    }
}
