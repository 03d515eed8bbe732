// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.ringway.guest.device.PowerPorts;

/// What the machine tells its guest about itself (ACPI 6.5, chapter 5): processors, interrupt
/// controllers, a serial port, and the one device that is a VMBus.
///
/// Hardware-reduced: no legacy hardware is to be looked for.
public final class AcpiTables {
    /// Where the root pointer lies, and the tables behind it.
    public static final int ADDRESS = 0xE0000;

    private static final int HEADER_BYTES = 36;
    private static final int CHECKSUM = 9;
    private static final int FADT_BYTES = 276;
    private static final int ROOT_POINTER_BYTES = 36;
    private static final int LOCAL_APIC = 0xFEE0_0000;
    private static final int IO_APIC = 0xFEC0_0000;
    private static final long WINDOW = 0xF800_0000L;
    private static final long WINDOW_BYTES = 64L << 20;

    private static final int FLAGS_AT = 112;
    private static final int WRITE_BACK = 1;
    private static final int NO_POWER_BUTTON = 1 << 4;
    private static final int NO_SLEEP_BUTTON = 1 << 5;
    private static final int RESET_REGISTER = 1 << 10;
    private static final int HARDWARE_REDUCED = 1 << 20;
    private static final int BOOT_FLAGS_AT = 109;
    private static final int NO_VGA_NOR_CMOS_CLOCK = 1 << 2 | 1 << 5;

    private final ByteBuffer all = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    private AcpiTables(int processors) {
        all.position(ROOT_POINTER_BYTES);
        int description = add("DSDT", 2, description());
        int fixed = add("FACP", 6, fixed(description));
        int controllers = add("APIC", 5, controllers(processors));
        ByteBuffer list = little(2 * Long.BYTES).putLong(fixed).putLong(controllers);
        rootPointer(add("XSDT", 1, list.array()));
    }

    /// {@return all tables, to be placed at [#ADDRESS]}
    ///
    /// @param processors of the machine
    public static byte[] of(int processors) {
        ByteBuffer all = new AcpiTables(processors).all;
        byte[] bytes = new byte[all.position()];
        all.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// @return where the table will lie
    private int add(String signature, int revision, byte[] body) {
        int start = all.position() + 15 & ~15;
        all.position(start);
        all.put(ascii(signature)).putInt(HEADER_BYTES + body.length);
        all.put((byte) revision).put((byte) 0).put(ascii("RNGWAY")).put(ascii("RINGWAY "));
        all.putInt(1).put(ascii("RNGW")).putInt(1).put(body);
        all.put(start + CHECKSUM, checksum(start, all.position()));
        return ADDRESS + start;
    }

    /// What makes the bytes sum up to zero.
    private byte checksum(int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += all.get(i);
        }
        return (byte) -sum;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void rootPointer(int list) {
        all.put(0, ascii("RSD PTR ")).put(9, ascii("RNGWAY")).put(15, (byte) 2);
        all.putInt(20, ROOT_POINTER_BYTES).putLong(24, list);
        all.put(8, checksum(0, 20));
        all.put(32, checksum(0, ROOT_POINTER_BYTES));
    }

    /// Offsets of the fields are those of the whole table.
    private static byte[] fixed(int description) {
        ByteBuffer table = little(FADT_BYTES);
        table.putShort(BOOT_FLAGS_AT, (short) NO_VGA_NOR_CMOS_CLOCK);
        table.putInt(FLAGS_AT, WRITE_BACK | NO_POWER_BUTTON | NO_SLEEP_BUTTON | RESET_REGISTER
                | HARDWARE_REDUCED);
        register(table, 116, PowerPorts.RESET);
        table.put(128, (byte) PowerPorts.RESET_VALUE);
        table.put(131, (byte) 5);
        table.putLong(140, description);
        register(table, 244, PowerPorts.SLEEP_CONTROL);
        register(table, 256, PowerPorts.SLEEP_STATUS);
        byte[] body = new byte[FADT_BYTES - HEADER_BYTES];
        table.get(HEADER_BYTES, body);
        return body;
    }

    /// A generic address: one byte of I/O space.
    private static void register(ByteBuffer table, int at, int port) {
        table.put(at, (byte) 1).put(at + 1, (byte) 8).put(at + 3, (byte) 1).putLong(at + 4, port);
    }

    private static byte[] controllers(int processors) {
        ByteBuffer table = little(8 + 8 * processors + 12).putInt(LOCAL_APIC).putInt(0);
        for (int processor = 0; processor < processors; processor++) {
            table.put((byte) 0).put((byte) 8).put((byte) processor).put((byte) processor).putInt(1);
        }
        table.put((byte) 1).put((byte) 12).put((byte) processors).put((byte) 0);
        return table.putInt(IO_APIC).putInt(0).array();
    }

    private static byte[] description() {
        Aml serial = new Aml().nameEisaId("_HID", "PNP0501").nameNumber("_UID", 0)
                .nameNumber("_STA", 0xF).nameResources("_CRS", serialResources());
        // Linux wants resources of the bus, and looks into none of them.
        Aml bus = new Aml().nameString("_HID", "VMBUS").nameNumber("_UID", 0)
                .nameNumber("_STA", 0xF).nameResources("_CRS", serialInterrupt(5));
        Aml window = new Aml().nameString("_HID", "ACPI0004").nameNumber("_UID", 0)
                .nameResources("_CRS", window()).device("VMBS", bus);
        return new Aml()
                .namePackage("_S5_", PowerPorts.OFF, 0, 0, 0)
                .scope("_SB_", new Aml().device("COM1", serial).device("VMOD", window))
                .toArray();
    }

    private static byte[] serialResources() {
        ByteBuffer both = ByteBuffer.allocate(11);
        both.put(new byte[] {0x47, 1, (byte) 0xF8, 3, (byte) 0xF8, 3, 0, 8});
        return both.put(serialInterrupt(4)).array();
    }

    private static byte[] serialInterrupt(int line) {
        return new byte[] {0x22, (byte) (1 << line), 0};
    }

    /// QWordMemory, a producer with fixed bounds, cacheable and writable.
    private static byte[] window() {
        return new Aml().little(0x8A, 1).little(0x2B, 2).little(0, 1).little(0xC, 1).little(3, 1)
                .little(0, 8).little(WINDOW, 8).little(WINDOW + WINDOW_BYTES - 1, 8).little(0, 8)
                .little(WINDOW_BYTES, 8).toArray();
    }
}
