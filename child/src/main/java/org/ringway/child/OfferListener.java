// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

/// Is told what services there are.
///
/// - **Thread:** one call at a time, on virtual threads of the partition; it may block, and call
///   the partition.
/// - **Order:** as things happened; what comes and goes faster than the listener returns is not
///   told.
public interface OfferListener {
    /// There is one more service, or there was when the listener came.
    ///
    /// @param offer it
    void appeared(Offer offer);

    /// A service is gone, or the root is. Open channels on it end by themselves.
    ///
    /// @param offer it
    void rescinded(Offer offer);
}
