// Reads a calendar with ical.js, which takes time zones from the file and from nowhere else.
//
//   node calendar.mjs < calendar.ics
//
// Prints one JSON object a line for each event: uid, sequence, status, summary, start and end in UTC.
import ICAL from "ical.js";
import { text } from "node:stream/consumers";

const calendar = new ICAL.Component(ICAL.parse(await text(process.stdin)));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
for (const part of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(part);
  console.log(
    JSON.stringify({
      uid: event.uid,
      sequence: event.sequence,
      status: part.getFirstPropertyValue("status"),
      summary: event.summary,
      location: event.location,
      start: event.startDate.toJSDate().toISOString(),
      end: event.endDate.toJSDate().toISOString(),
    }),
  );
}
