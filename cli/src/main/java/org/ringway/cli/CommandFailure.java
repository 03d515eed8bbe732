// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import org.jspecify.annotations.Nullable;

/// A command could not do what it was asked for, and knows the way out.
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String next;

    /// @param what failed, with names and numbers
    /// @param next what the user can do about it
    public CommandFailure(String what, String next) {
        this(what, next, null);
    }

    /// @param what failed, with names and numbers
    /// @param next what the user can do about it
    /// @param cause shown with `--verbose`
    public CommandFailure(String what, String next, @Nullable Throwable cause) {
        super(what + ": " + next, cause);
        this.what = what;
        this.next = next;
    }

    /// {@return what failed, with names and numbers}
    public String what() {
        return what;
    }

    /// {@return what the user can do about it}
    public String next() {
        return next;
    }
}
