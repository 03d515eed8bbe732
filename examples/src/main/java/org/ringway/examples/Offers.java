// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import org.ringway.child.ChildPartition;
import org.ringway.child.Offer;
import org.ringway.child.OfferListener;
import org.ringway.child.OfferWatch;

/// Prints every service of the bus as it comes and goes, until Enter is pressed.
final class Offers {
    private Offers() {}

    public static void main(String[] args) throws Exception {
        OfferListener printer = new OfferListener() {
            @Override
            public void appeared(Offer offer) {
                System.out.println("+ " + offer.name() + " by " + offer.provider().name());
            }

            @Override
            public void rescinded(Offer offer) {
                System.out.println("- " + offer.name());
            }
        };
        try (ChildPartition self = ChildPartition.join("offers")) {
            OfferWatch watch = self.watch(printer);
            System.in.read();
            watch.close();
        }
    }
}
