import { lookup, type LookupAddress, type LookupOptions } from "node:dns";
import type { LookupFunction } from "node:net";
import { isMetadataAddress } from "@/lib/domain/internet/metadata-address";

export const FORBIDDEN_ADDRESS = "EFORBIDDENADDRESS";

/** A host leads to where a data centre serves the credentials of the machine itself. */
export class ForbiddenAddressError extends Error {
  readonly code = FORBIDDEN_ADDRESS;
  constructor() {
    super("the address is not that of a model server");
  }
}

type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Looks up the addresses of a host for a connection, without those that must not be called. The
 * check of the form of an endpoint sees a name only, and what a name leads to may change.
 */
export const createLookup =
  (resolve: Resolve): LookupFunction =>
  (hostname, options, callback) =>
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "");
      const permitted = addresses.filter(({ address }) => !isMetadataAddress(address));
      const [first] = permitted;
      if (first === undefined) return callback(new ForbiddenAddressError(), "");
      if (options.all === true) return callback(null, permitted);
      callback(null, first.address, first.family);
    });

export const lookupPermitted = createLookup(lookup);
