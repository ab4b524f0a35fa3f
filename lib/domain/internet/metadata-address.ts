import { type IpAddress, type IpRange, parseIpAddress, parseIpRange } from "./ip-address";

const ranges = (...texts: readonly string[]): readonly IpRange[] =>
  texts.flatMap((text) => parseIpRange(text) ?? []);

/**
 * Addresses at which a data centre serves credentials and settings of the machine itself:
 * link-local ones, and those that clouds have chosen elsewhere (Alibaba, Azure, Oracle; AWS and
 * Google over IPv6).
 */
const METADATA = ranges(
  "169.254.0.0/16",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "fe80::/10",
  "fd00:ec2::/32",
  "fd20:ce::/32",
);

/** Forms of IPv6 that end in an IPv4 address: compatible, mapped, translated (RFC 4291, 7915). */
const WITH_IPV4_AT_END = ranges("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96");
/** The range of local translators (RFC 8215): where the IPv4 address stands depends on theirs. */
const LOCAL_TRANSLATION = ranges("64:ff9b:1::/48");
const SIX_TO_FOUR = ranges("2002::/16");
const TEREDO = ranges("2001::/32");

const isIn = (list: readonly IpRange[], address: IpAddress): boolean =>
  list.some((range) => range.contains(address));

/** Returns the IPv4 addresses that an IPv6 address leads to through a gateway or a translator. */
function embeddedIpv4({ version, value }: IpAddress): IpAddress[] {
  if (version === 4) return [];
  const address = { version, value };
  const v4 = (shift: bigint): bigint => (value >> shift) & 0xffffffffn;
  const found: bigint[] = [];
  if (isIn(WITH_IPV4_AT_END, address)) found.push(v4(0n));
  if (isIn(SIX_TO_FOUR, address)) found.push(v4(80n));
  if (isIn(TEREDO, address)) found.push(v4(0n) ^ 0xffffffffn, v4(64n));
  if (isIn(LOCAL_TRANSLATION, address)) {
    // RFC 6052: prefixes of 48, 56, 64 and 96 bits, the first three around a byte of zeros.
    const byte = (index: number): bigint => (value >> BigInt(8 * (15 - index))) & 0xffn;
    const join = (indices: readonly number[]): bigint =>
      indices.reduce((sum, index) => (sum << 8n) | byte(index), 0n);
    found.push(v4(0n), join([6, 7, 9, 10]), join([7, 9, 10, 11]), join([9, 10, 11, 12]));
  }
  return found.map((one) => ({ version: 4, value: one }));
}

/** Whether an IP address, in whatever form of IPv6, leads to the metadata of the machine. */
export function isMetadataAddress(text: string): boolean {
  const address = parseIpAddress(text);
  return (
    address !== null &&
    (isIn(METADATA, address) || embeddedIpv4(address).some((v4) => isIn(METADATA, v4)))
  );
}

const METADATA_NAMES = /^(.*\.)?(metadata|metadata\.google\.internal|metadata\.goog)$/;
const INSTANCE_DATA = /^instance-data(\..*)?$/;

/**
 * Whether the host of a URL is one at which a data centre serves the machine's own credentials. The
 * URL parser has already resolved decimal, octal and hexadecimal forms of IPv4.
 */
export function isMetadataHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.+$/, "");
  return isMetadataAddress(host) || METADATA_NAMES.test(host) || INSTANCE_DATA.test(host);
}
