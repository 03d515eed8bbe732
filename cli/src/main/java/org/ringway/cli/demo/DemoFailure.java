// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

/// One side of the demo could not do its part; the text says what.
final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }

    DemoFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
