// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.util.function.BooleanSupplier;

/// Something that threads of this side bring about, and then wake everybody.
record HereNeed(BooleanSupplier met) implements Turn.Need {
    @Override
    public boolean isMet() {
        return met.getAsBoolean();
    }

    @Override
    public boolean metHere() {
        return true;
    }
}
