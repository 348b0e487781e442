import { format, t } from "./language.js";

const Units = /** @type {const} */ ([[60, 1, "s"], [3600, 60, "min"], [86400, 3600, "h"], [Infinity, 86400, "d"]]);

/** A time as people say it. @param {number} seconds */
export function timeOf(seconds) {
  const [, unit, name] = Units.find(([below]) => seconds < below) ?? Units[3];
  return t(`time.${name}`, { value: unit === 1 && seconds < 10 ? format(Math.round(seconds * 10) / 10) : Math.floor(seconds / unit) });
}

/** @param {number} bytes */
export function bytesOf(bytes) {
  const [size, unit] = bytes < 1024 ? [bytes, "B"] : bytes < 1024 ** 2 ? [bytes / 1024, "KiB"] : [bytes / 1024 ** 2, "MiB"];
  return `${format(size)} ${unit}`;
}

/** The network of an address: /24 of IPv4, /48 of IPv6. @param {string | undefined} address */
export function networkOf(address) {
  if (!address) {
    return "–";
  }

  if (address.includes(".")) {
    return `${(address.split(":").at(-1) ?? address).split(".").slice(0, 3).join(".")}.0/24`;
  }

  const [head] = address.split("::");
  const groups = [...head.split(":").filter(Boolean), "0", "0", "0"].slice(0, 3);
  return `${groups.join(":").replace(/(:?\b0)+$/, "")}::/48`;
}
