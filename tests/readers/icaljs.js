// Expands calendars with ical.js, the reader inside Thunderbird and Nextcloud.
// In: {"stop": "2034-01-01", "feeds": [text, ...]} as JSON. Out: for each feed, its dates as [start, end, status,
// title].
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

// Times are in UTC, as "2026-09-10 23:00". Dates stay as they are.
function plain(time) {
  if (time.isDate) return time.toString();
  return new Date(time.toUnixTime() * 1000).toISOString().slice(0, 16).replace("T", " ");
}

function* dates(text, stop) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents("vevent");
  const overrides = events.filter((event) => event.hasProperty("recurrence-id"));
  for (const component of events) {
    if (component.hasProperty("recurrence-id")) continue;
    const uid = component.getFirstPropertyValue("uid");
    const exceptions = overrides.filter((other) => other.getFirstPropertyValue("uid") === uid);
    const event = new ICAL.Event(component, { exceptions, strictExceptions: true });
    const row = (start, end, item) => [
      plain(start), plain(end), item.component.getFirstPropertyValue("status"), item.summary,
    ];
    if (!event.isRecurring()) {
      yield row(event.startDate, event.endDate, event);
      continue;
    }
    const iterator = event.iterator();
    for (let next = iterator.next(); next && next.toString() < stop; next = iterator.next()) {
      const one = event.getOccurrenceDetails(next);
      yield row(one.startDate, one.endDate, one.item);
    }
  }
}

const { stop, feeds } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(feeds.map((text) => [...dates(text, stop)])));
