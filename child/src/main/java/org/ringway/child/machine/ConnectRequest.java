// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import org.ringway.wire.Guid;

/// The wish to connect to a service that listens.
///
/// @param request who wishes
/// @param partition whose service; one of [org.ringway.wire.SocketIds], or a partition
/// @param service the service
/// @param endpoint this end of the connection, used for no other
/// @param ring memory of both rings, mapped already; the machine retires it
/// @param downstreamPageOffset first page of the second ring, the incoming one
public record ConnectRequest(RequestId request, Guid partition, Guid service, Guid endpoint,
        OwnRegion ring, int downstreamPageOffset) {}
