// SPDX-License-Identifier: Apache-2.0

/// The command `ringway`: wires library and root together and exports nothing.
module org.ringway.cli {
    requires info.picocli;
    requires java.management;
    requires jdk.management;
    requires org.ringway;
    requires org.ringway.root;

    uses org.ringway.cli.bench.transport.Transport;
    uses org.ringway.platform.Platform;

    opens org.ringway.cli to info.picocli;
    opens org.ringway.cli.bench to info.picocli;
    opens org.ringway.cli.demo to info.picocli;
}
