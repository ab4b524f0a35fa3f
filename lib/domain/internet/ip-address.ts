/** An address as a number: IPv4 of 32 bits, IPv6 of 128. */
export type IpAddress = { readonly version: 4 | 6; readonly value: bigint };

const GROUPS = 8;
const GROUP_BITS = 16n;

function parseIpv4(text: string): bigint | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return null;
  let value = 0n;
  for (const part of match.slice(1)) {
    if (Number(part) > 255) return null;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

/** The groups of a part of an IPv6 address that has no `::`; at its end may be an IPv4 address. */
function parseGroups(text: string, isEnd: boolean): bigint[] | null {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    const v4 = isEnd && index === parts.length - 1 ? parseIpv4(part) : null;
    if (v4 !== null) groups.push(v4 >> GROUP_BITS, v4 & 0xffffn);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return null;
  }
  return groups;
}

function parseIpv6(text: string): bigint | null {
  const [left, right, more] = text.split("::");
  if (left === undefined || more !== undefined) return null;
  const [head, tail] = [parseGroups(left, right === undefined), parseGroups(right ?? "", true)];
  if (head === null || tail === null) return null;
  const missing = GROUPS - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array<bigint>(missing).fill(0n), ...tail];
  return groups.reduce((value, group) => (value << GROUP_BITS) | group, 0n);
}

/**
 * Parses an IPv4 address in four decimal parts or an IPv6 address (RFC 4291), the latter also in
 * brackets or with a zone. Null for anything else.
 */
export function parseIpAddress(text: string): IpAddress | null {
  const v4 = parseIpv4(text);
  if (v4 !== null) return { version: 4, value: v4 };
  const plain = text.replace(/^\[(.*)\]$/, "$1").replace(/%[\w.-]{1,32}$/, "");
  const v6 = parseIpv6(plain);
  return v6 === null ? null : { version: 6, value: v6 };
}

const MAPPED_PREFIX = 0xffffn << 32n;

/** Returns the IPv4 address that an IPv6 address stands for in the sockets of a system, else it. */
export const unmapIpAddress = (address: IpAddress): IpAddress =>
  address.version === 6 && address.value >> 32n === MAPPED_PREFIX >> 32n
    ? { version: 4, value: address.value & 0xffffffffn }
    : address;

/** Addresses with a common prefix. */
export type IpRange = { contains(address: IpAddress): boolean };

/** Parses an address, or a range as `10.0.0.0/8`. Null for anything else. */
export function parseIpRange(text: string): IpRange | null {
  const [addressText = "", lengthText, more] = text.split("/");
  const parsed = parseIpAddress(addressText);
  if (parsed === null || more !== undefined) return null;
  if (lengthText !== undefined && !/^\d{1,3}$/.test(lengthText)) return null;
  const { version, value } = parsed;
  const bits = version === 4 ? 32 : 128;
  const length = lengthText === undefined ? bits : Number(lengthText);
  if (length > bits) return null;
  const shift = BigInt(bits - length);
  return {
    contains: (address) => {
      const plain = version === 4 ? unmapIpAddress(address) : address;
      return plain.version === version && plain.value >> shift === value >> shift;
    },
  };
}

/** Writes an address in its usual form: IPv4 with dots, IPv6 as RFC 5952 says. */
export function formatIpAddress({ version, value }: IpAddress): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join(".");
  const groups = Array.from({ length: GROUPS }, (_, index) =>
    ((value >> (GROUP_BITS * BigInt(GROUPS - 1 - index))) & 0xffffn).toString(16),
  );
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

/**
 * Returns the network that one household or machine has: the address itself for IPv4, the first 64
 * bits for IPv6, whose holder is free to use any of the addresses behind them.
 */
export const networkOfIpAddress = ({ version, value }: IpAddress): IpAddress =>
  version === 4 ? { version, value } : { version, value: (value >> 64n) << 64n };
