// SPDX-License-Identifier: Apache-2.0

/// The client API: join a root, offer, open, accept.
module org.ringway.child {
    requires org.ringway.core;
}
