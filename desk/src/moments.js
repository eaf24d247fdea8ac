// Days and lengths of time as documents write them (the engine: lapel/model/duration.py).
// @ts-check

import { DeskFault } from "./fault.js";

/** A moment in UTC as XML Schema writes it, whole seconds. @param {Date} moment */
export const timestamp = (moment) => `${moment.toISOString().slice(0, 19)}Z`;

const ISO = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/;

/**
 * A moment and a length of time. A month ends on its last day when the day does not exist in it.
 * @param {Date} start
 * @param {string} length ISO 8601
 */
export function later(start, length) {
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0] = (ISO.exec(length) ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0));
  const moved = new Date(start);
  const day = start.getUTCDate();
  moved.setUTCDate(1);
  moved.setUTCFullYear(start.getUTCFullYear() + years, start.getUTCMonth() + months);
  const last = new Date(moved);
  last.setUTCMonth(moved.getUTCMonth() + 1, 0);
  moved.setUTCDate(Math.min(day, last.getUTCDate()));
  const end = new Date(moved.valueOf() + (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000);
  if (!(moved.getUTCFullYear() <= 9998 && end.getUTCFullYear() <= 9999)) throw new DeskFault("validity-too-long");
  return end;
}
