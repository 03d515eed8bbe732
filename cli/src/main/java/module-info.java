// SPDX-License-Identifier: Apache-2.0

/// The command `ringway`: wires library and root together and exports nothing.
@SuppressWarnings("requires-automatic") // tomlj has a name and no descriptor
module org.ringway.cli {
    requires info.picocli;
    requires java.management;
    requires jdk.management;
    requires jdk.unsupported;
    requires org.ringway;
    requires org.ringway.conformance;
    requires org.ringway.guest;
    requires org.ringway.root;
    requires org.tomlj;

    uses org.ringway.cli.bench.transport.Transport;
    uses org.ringway.hypervisor.Hypervisor;
    uses org.ringway.platform.Platform;

    opens org.ringway.cli to info.picocli;
    opens org.ringway.cli.bench to info.picocli;
    opens org.ringway.cli.demo to info.picocli;
    opens org.ringway.cli.guest to info.picocli;
    opens org.ringway.cli.guest.initrd to info.picocli;
    opens org.ringway.cli.guest.lab to info.picocli;
    opens org.ringway.cli.inspect to info.picocli;
    opens org.ringway.cli.stream to info.picocli;
}
