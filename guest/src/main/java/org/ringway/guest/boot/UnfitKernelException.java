// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

/// A file is no kernel that can be started here, or there is not enough memory for it.
public final class UnfitKernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnfitKernelException(String message) {
        super(message);
    }
}
