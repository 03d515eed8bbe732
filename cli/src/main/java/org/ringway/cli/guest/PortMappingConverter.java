// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import org.ringway.guest.PortMapping;
import org.ringway.sockets.HvSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads what a port means, such as `5432=hv://db/postgres`.
public final class PortMappingConverter implements ITypeConverter<PortMapping> {
    private static final String PORT = "[0-9]{1,10}";

    @Override
    public PortMapping convert(String text) {
        int equals = text.indexOf('=');
        if (equals < 0 || !text.substring(0, equals).matches(PORT)) {
            throw new TypeConversionException(
                    "not of the form PORT=hv://NAME/SERVICE: text=" + text);
        }
        try {
            HvSocketAddress meant = HvSocketAddress.parse(text.substring(equals + 1));
            return new PortMapping(Long.parseLong(text.substring(0, equals)),
                    meant.partition(), meant.service());
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
