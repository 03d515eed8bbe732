// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A partition has joined, for the first time or once more.
@Name("ringway.Connect")
@Label("Joined a Root")
@Description("A partition has joined a root, for the first time or once more")
@Category("Ringway")
@StackTrace(false)
final class ConnectEvent extends Event {
    @Label("Partition")
    @Description("What the partition calls itself")
    String partition = "";

    @Label("Partition Number")
    @Description("The root's number for it")
    long partitionId;

    @Label("Socket")
    String socket = "";
}
