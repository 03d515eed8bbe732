// SPDX-License-Identifier: Apache-2.0
package org.ringway.wire;

/// The outcome of a request: 0, or a negative NTSTATUS that says why not.
///
/// @param code as on the wire, never positive
public record Status(int code) {
    /// It is done.
    public static final Status OK = new Status(0);
    /// A rule of the root or of the provider says no.
    public static final Status ACCESS_DENIED = new Status(0xC000_0022);
    /// A field has a value that cannot be served.
    public static final Status INVALID_PARAMETER = new Status(0xC000_000D);
    /// Memory or descriptors are short.
    public static final Status INSUFFICIENT_RESOURCES = new Status(0xC000_009A);
    /// No such offer, channel or GPADL.
    public static final Status NOT_FOUND = new Status(0xC000_0225);
    /// It is in use, or a request for it is under way.
    public static final Status DEVICE_BUSY = new Status(0x8000_0011);
    /// The provider does not take the channel.
    public static final Status CONNECTION_REFUSED = new Status(0xC000_0236);
    /// There is no such partition to connect to.
    public static final Status HOST_UNREACHABLE = new Status(0xC000_023D);
    /// The request is known and nobody here serves it.
    public static final Status NOT_SUPPORTED = new Status(0xC000_00BB);
    /// A limit of this partition is reached.
    public static final Status QUOTA_EXCEEDED = new Status(0xC000_0044);
    /// It failed, and no other status says how.
    public static final Status UNSUCCESSFUL = new Status(0xC000_0001);
    /// The request was taken back, by a rescind or by the end of a link.
    public static final Status CANCELLED = new Status(0xC000_0120);
    /// The other partition is gone (STATUS_PIPE_BROKEN).
    public static final Status PEER_GONE = new Status(0xC000_014B);

    /// Refuses positive codes: they mean neither yes nor no.
    public Status {
        if (code > 0) {
            throw new IllegalArgumentException(
                    "status is neither 0 nor negative: status=0x" + Integer.toHexString(code));
        }
    }

    /// {@return whether it is done}
    public boolean isOk() {
        return code == 0;
    }

    /// {@return the outcome in words for people; codes we do not use ourselves are just "failed"}
    public String text() {
        return switch (code) {
            case 0 -> "ok";
            case 0xC000_0022 -> "access denied";
            case 0xC000_000D -> "invalid parameter";
            case 0xC000_009A -> "insufficient resources";
            case 0xC000_0225 -> "not found";
            case 0x8000_0011 -> "busy";
            case 0xC000_0236 -> "connection refused";
            case 0xC000_023D -> "host unreachable";
            case 0xC000_00BB -> "not supported";
            case 0xC000_0044 -> "quota exceeded";
            case 0xC000_0001 -> "unsuccessful";
            case 0xC000_0120 -> "cancelled";
            case 0xC000_014B -> "the other partition is gone";
            default -> "failed";
        };
    }

    @Override
    public String toString() {
        return isOk() ? text() : text() + " (0x" + Integer.toHexString(code) + ")";
    }
}
