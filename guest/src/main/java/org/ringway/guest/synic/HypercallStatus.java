// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.synic;

/// What a hypercall answers (TLFS, appendix B).
public final class HypercallStatus {
    /// Done.
    public static final int SUCCESS = 0;
    /// There is no such call here.
    public static final int INVALID_CODE = 2;
    /// The input does not lie where it must.
    public static final int INVALID_ALIGNMENT = 4;
    /// The input says something that cannot be.
    public static final int INVALID_PARAMETER = 5;
    /// Nobody listens there.
    public static final int INVALID_CONNECTION_ID = 18;
    /// Too many messages wait; the guest tries again.
    public static final int INSUFFICIENT_BUFFERS = 19;

    private HypercallStatus() {}
}
